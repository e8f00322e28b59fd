//! What entries and exits do, and how far they go.

use alloy_primitives::U256;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::vault::Vault as VaultAbi;

use super::settings::ask;
use super::*;

#[test]
fn previews_are_what_entries_and_exits_do() {
    let farm = Farm::new();
    let [assets, shares] = [number(UNIT), number(UNIT * SHARE_UNITS)];
    assert_eq!(ask(&farm, &IERC4626::assetCall {}), farm.token.address());
    assert_eq!(ask(&farm, &IERC20::decimalsCall {}), 9);
    let supply = ask(&farm, &IERC20::totalSupplyCall {});
    assert_eq!(supply, number(STAKE * SHARE_UNITS));
    assert_eq!(ask(&farm, &IERC4626::previewDepositCall { assets }), shares);
    assert_eq!(
        ask(&farm, &IERC4626::convertToSharesCall { assets }),
        shares
    );
    assert_eq!(
        ask(&farm, &IERC4626::previewWithdrawCall { assets }),
        shares
    );
    assert_eq!(ask(&farm, &IERC4626::previewMintCall { shares }), assets);
    assert_eq!(ask(&farm, &IERC4626::previewRedeemCall { shares }), assets);
    // What no books hold.
    let assets = U256::MAX;
    let outcome = farm
        .vault
        .call(BOB, &IERC4626::previewDepositCall { assets });
    assert_eq!(outcome, Err(vec![]));
    farm.mint(BOB, UNIT);
    let (spender, value) = (farm.vault.address(), number(UNIT));
    let approve = IERC20::approveCall { spender, value };
    farm.token.call(BOB, &approve).unwrap();
    let receiver = BOB;
    let mint = IERC4626::mintCall { shares, receiver };
    assert_eq!(farm.vault.call(BOB, &mint), Ok(number(UNIT)));
    let outcome = farm.deposit(BOB, 0);
    refused(outcome, &VaultAbi::ZeroShares {});
    let redeem = IERC4626::redeemCall {
        shares: number(1),
        receiver,
        owner: BOB,
    };
    refused(farm.vault.call(BOB, &redeem), &VaultAbi::ZeroAssets {});
    let withdraw = IERC4626::withdrawCall {
        assets: number(UNIT),
        receiver,
        owner: BOB,
    };
    assert_eq!(farm.vault.call(BOB, &withdraw), Ok(shares));
    assert_eq!(farm.vault.send(BOB, vec![]), Err(vec![]));
    let with_ether = mint.abi_encode();
    assert_eq!(farm.vault.pay(BOB, number(1), with_ether), Err(vec![]));
}

#[test]
fn only_the_registry_lends_takes_back_and_reports() {
    let farm = Farm::new();
    let (strategy, assets) = (MALLORY, number(1));
    let calls = [
        VaultAbi::lendCall { strategy, assets }.abi_encode(),
        VaultAbi::takeBackCall {
            debt: assets,
            paid: assets,
        }
        .abi_encode(),
        VaultAbi::reportCall {
            gain: assets,
            loss: U256::ZERO,
            quarantined: U256::ZERO,
            reporter: MALLORY,
        }
        .abi_encode(),
    ];
    for calldata in calls {
        for caller in [MALLORY, AUTHORITY] {
            let outcome = farm.vault.send(caller, calldata.clone());
            refused(outcome, &VaultAbi::Unauthorized { caller });
        }
    }
    // The venue's registry is an account here, and may say nonsense.
    let report = VaultAbi::reportCall {
        gain: assets,
        loss: assets,
        quarantined: U256::ZERO,
        reporter: MALLORY,
    };
    let error = VaultAbi::InvalidReport {
        gain: assets,
        loss: assets,
    };
    refused(farm.venue.call(KEEPER, &report), &error);
    let lend = VaultAbi::lendCall { strategy, assets };
    let error = VaultAbi::IdleTooLow {
        idle: U256::ZERO,
        assets,
    };
    refused(farm.venue.call(KEEPER, &lend), &error);
    let back = VaultAbi::takeBackCall {
        debt: assets,
        paid: assets,
    };
    assert_eq!(farm.venue.call(KEEPER, &back).err(), Some(vec![]));
}

#[test]
fn limits_of_exits_are_true() {
    let farm = Farm::new();
    farm.move_debt(&farm.first, 6_000 * UNIT).unwrap();
    farm.queue(&[&farm.first]);
    farm.drain_venue(4_000 * UNIT);
    let owner = ALICE;
    let max = ask(&farm, &IERC4626::maxRedeemCall { owner });
    // As many as are worth no more than can be paid.
    let most = |assets: U256| (assets + number(1)) * number(SHARE_UNITS) - number(1);
    assert_eq!(max, most(number(6_000 * UNIT)));
    let long = |bps: u64, strategies: Vec<Address>| VaultAbi::maxRedeemCall {
        owner,
        maxLossBps: number(bps),
        strategies,
    };
    assert_eq!(ask(&farm, &long(100, vec![])), max);
    // A strategy that owes nothing pays nothing.
    let other = vec![farm.second.address()];
    let idle = number(4_000 * UNIT);
    assert_eq!(ask(&farm, &long(0, other.clone())), most(idle));
    let withdrawable = VaultAbi::maxWithdrawCall {
        owner,
        maxLossBps: U256::ZERO,
        strategies: other,
    };
    assert_eq!(ask(&farm, &withdrawable), idle);
    let redeem = VaultAbi::redeemCall {
        shares: number(STAKE * SHARE_UNITS + 1),
        receiver: ALICE,
        owner,
        maxLossBps: number(10_000),
        strategies: vec![],
    };
    let outcome = farm.vault.call(ALICE, &redeem);
    let selector = <IERC4626::ERC4626ExceededMaxRedeem as SolError>::SELECTOR;
    assert_eq!(outcome.unwrap_err()[..4], selector);
    let mut redeem = VaultAbi::redeemCall {
        shares: max + number(1),
        ..redeem
    };
    let error = VaultAbi::InsufficientLiquidity {
        claim: number(6_000 * UNIT + 1),
        met: number(6_000 * UNIT),
    };
    refused(farm.vault.call(ALICE, &redeem), &error);
    redeem.shares = max;
    assert_eq!(farm.vault.call(ALICE, &redeem), Ok(number(6_000 * UNIT)));
}
