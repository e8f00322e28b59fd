//! A market's supply as ERC-4626 shares: alone, and under a vault whose own shares are collateral.

use alloy_primitives::{Address, U256};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::market_risk::IMarketRisk::Setting;
use ballast_abi::params::IParameterSubscriber::onParameterCall;
use ballast_tests::lending::Lending;
use ballast_tests::{
    ALICE, BOB, CAROL, Contract, Farm, MALLORY, STAKE, TOKEN, deposit, mint, near, redeem, uint,
    withdraw,
};

use crate::liquidate;

fn worth(shares: &Contract, owner: Address) -> U256 {
    let held = shares.ask(&IERC20::balanceOfCall { account: owner });
    shares.ask(&IERC4626::convertToAssetsCall { shares: held })
}

/// What comes in goes out, shares are the market's, and both roundings are the caller's loss.
#[test]
fn shares_are_the_markets_shares() {
    let lending = Lending::new();
    let shares = lending.wrapped();
    assert_eq!(shares.ask(&IERC20::decimalsCall {}), 24);
    assert_eq!(
        shares.ask(&IERC4626::assetCall {}),
        lending.scene.token.address
    );
    lending.supply(BOB, 1_000 * TOKEN);
    lending.pledge(CAROL, lending.ether.address, 10 * TOKEN);
    lending.borrow(CAROL, 900 * TOKEN);
    lending.pass(30 * 86_400);
    let minted = shares.send(ALICE, &deposit(100 * TOKEN, ALICE)).returned;
    assert_eq!(lending.position(shares.address)[0], minted);
    let cost = shares.send(ALICE, &mint(1_000_000, ALICE)).returned;
    assert_eq!(cost, uint(2));
    let held = minted + uint(1_000_000);
    assert_eq!(shares.ask(&IERC20::totalSupplyCall {}), held);
    assert_eq!(lending.position(shares.address)[0], held);
    let burnt = shares
        .send(ALICE, &withdraw(40 * TOKEN, BOB, ALICE))
        .returned;
    let paid = shares
        .send(ALICE, &redeem((held - burnt).to(), ALICE, ALICE))
        .returned;
    // A few seconds of interest on sixty.
    assert!(uint(60 * TOKEN) <= paid && paid < uint(60 * TOKEN + TOKEN / 1_000));
    assert_eq!(lending.position(shares.address)[0], U256::ZERO);
    assert_eq!(lending.scene.tokens_of(shares.address), U256::ZERO);
}

/// Limits are what passes: a unit more is refused.
#[test]
fn limits_are_what_passes() {
    let lending = Lending::new();
    let shares = lending.wrapped();
    lending.govern(&Risk::setCapsCall {
        supplyCap: uint(1_000 * TOKEN),
        borrowCap: uint(1_000 * TOKEN),
    });
    let room = shares.ask(&IERC4626::maxDepositCall { receiver: ALICE });
    assert_eq!(room, uint(1_000 * TOKEN));
    let error = IERC4626::ERC4626ExceededMaxDeposit {
        receiver: ALICE,
        assets: room + uint(1),
        max: room,
    };
    shares.refuses(ALICE, &deposit(1_000 * TOKEN + 1, ALICE), &error);
    let most = shares.ask(&IERC4626::maxMintCall { receiver: ALICE });
    shares.send(ALICE, &mint(most.to(), ALICE));
    assert_eq!(
        shares.ask(&IERC4626::maxDepositCall { receiver: ALICE }),
        U256::ZERO
    );

    lending.pledge(CAROL, lending.ether.address, 10 * TOKEN);
    lending.borrow(CAROL, 700 * TOKEN);
    lending.pass(86_400);
    let payable = shares.ask(&IERC4626::maxWithdrawCall { owner: ALICE });
    assert_eq!(payable, uint(300 * TOKEN));
    let error = IERC4626::ERC4626ExceededMaxWithdraw {
        owner: ALICE,
        assets: payable + uint(1),
        max: payable,
    };
    shares.refuses(ALICE, &withdraw(300 * TOKEN + 1, ALICE, ALICE), &error);
    shares.send(ALICE, &withdraw(200 * TOKEN, ALICE, ALICE));
    let most = shares.ask(&IERC4626::maxRedeemCall { owner: ALICE });
    let paid = shares
        .send(ALICE, &redeem(most.to(), ALICE, ALICE))
        .returned;
    near(paid, 100 * TOKEN, TOKEN / 1_000_000);
    assert!(paid <= uint(100 * TOKEN));
}

/// Nobody takes what is another's without being allowed, and stopped supply still pays out.
#[test]
fn exits_are_the_owners_and_never_stopped() {
    let lending = Lending::new();
    let shares = lending.wrapped();
    shares.send(ALICE, &deposit(100 * TOKEN, ALICE));
    let needed = shares.ask(&IERC4626::previewWithdrawCall {
        assets: uint(10 * TOKEN),
    });
    let error = IERC20::ERC20InsufficientAllowance {
        spender: MALLORY,
        allowance: U256::ZERO,
        needed,
    };
    shares.refuses(MALLORY, &withdraw(10 * TOKEN, MALLORY, ALICE), &error);
    lending.govern(&Risk::setStopsCall {
        supplyStopped: true,
        borrowStopped: true,
    });
    assert_eq!(
        shares.ask(&IERC4626::maxDepositCall { receiver: BOB }),
        U256::ZERO
    );
    shares.send(ALICE, &withdraw(100 * TOKEN, ALICE, ALICE));
    assert_eq!(worth(&shares, ALICE), U256::ZERO);
}

/// Depositor, vault, registry, strategy, shares, market, oracle: Carol borrows the vault's own money
/// against the vault's own shares, a pushed parameter lowers their LTV, Bob liquidates her, and Alice
/// leaves with all that is hers.
#[test]
fn the_whole_line_holds() {
    let farm = Farm::new();
    let lending = Lending::on(farm.scene.clone());
    let wrapped = lending.wrapped();
    let strategy = farm.strategy_over(wrapped.address);
    farm.queue(&[strategy.address]);
    farm.move_debt(strategy.address, 8_000 * TOKEN);
    assert_eq!(lending.totals()[0], uint(8_000 * TOKEN));
    lending.pledge(CAROL, lending.shares(), 3_400 * TOKEN * 1_000);
    lending.borrow(CAROL, 3_000 * TOKEN);

    // Mallory stands for the store.
    lending.govern(&Risk::setParamsCall { params: MALLORY });
    let collateral = lending.shares();
    let push = |name: u8, setting, value| {
        let key = alloy_primitives::keccak256([name]);
        lending.govern(&Risk::bindParameterCall {
            key,
            setting,
            collateral,
        });
        let value = uint(value);
        let (from, zero) = (value, U256::ZERO);
        let told = onParameterCall {
            key,
            value,
            from,
            start: zero,
            end: zero,
        };
        lending.market.send(MALLORY, &told);
    };
    push(1, Setting::BorrowLtv, 8_000);
    push(2, Setting::LiquidationLtv, 8_500);
    lending.pass(60);
    let before = farm.assets();
    let done = lending
        .market
        .send(BOB, &liquidate(CAROL, collateral, U256::MAX));
    assert!(uint(1_000 * TOKEN) < done.returned.repaid);
    assert!(before <= farm.assets() + uint(2));
    let health = lending.market.ask(&Risk::healthCall { account: CAROL });
    assert!(uint(TOKEN) < health[0]);

    farm.harvest(BOB, strategy.address);
    // All that is idle and not lent, in one call, through the whole line.
    let vault = &farm.scene.vault;
    let left = lending.debt_of(CAROL);
    let paid = vault.withdraw(ALICE, STAKE / 2).receipt;
    assert!(paid.success());
    lending.scene.fund(CAROL, left.to());
    lending.repay(CAROL, left.to());
    let worth = vault.redeem_all(ALICE).receipt;
    assert!(worth.success());
    let held = lending.scene.tokens_of(ALICE);
    // The interest of a minute and a half is hers in part, and no loss.
    assert!(uint(ballast_tests::FUNDS - 2) <= held, "{held}");
}
