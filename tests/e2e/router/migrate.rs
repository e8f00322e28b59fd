//! `migrate`

use super::*;

const ASSETS: u128 = 9 * TOKEN;

fn migrate(from: Address, to: Address, shares: u128, min: u128) -> Abi::migrateCall {
    Abi::migrateCall {
        fromVault: from,
        toVault: to,
        shares: uint(shares),
        receiver: STRANGER,
        minShares: uint(min),
    }
}

#[test]
fn shares_of_one_vault_become_shares_of_another() {
    for (name, shares) in [
        ("OpenZeppelinVault", ASSETS),
        ("SolmateVault", ASSETS),
        ("SoladyVault", ASSETS),
        ("OpenZeppelinOffsetVault", ASSETS * 1_000),
    ] {
        let stage = Stage::new();
        let (ours, theirs) = (stage.vault.address(), stage.peer_vault(name));
        let call = deposit(theirs.address(), ASSETS, ALICE, shares);
        stage.router.send(ALICE, &call);
        let call = migrate(theirs.address(), ours, shares, ASSETS * 1_000);
        let done = stage.router.send(ALICE, &call);
        assert_eq!(done.returned, uint(ASSETS * 1_000), "{name}");
        assert_eq!(stage.vault.shares_of(STRANGER), uint(ASSETS * 1_000));
        assert_eq!(theirs.shares_of(ALICE), U256::ZERO);
        assert_eq!(stage.tokens_of(ALICE), uint(FUNDS - ASSETS));
        stage.assert_clean(ours);
        stage.assert_clean(theirs.address());
    }
}

#[test]
fn less_is_refused() {
    let stage = Stage::new();
    let (ours, theirs) = (stage.vault.address(), stage.peer_vault("SoladyVault"));
    stage.router.send(ALICE, &deposit(ours, ASSETS, ALICE, 0));
    let call = migrate(ours, theirs.address(), ASSETS * 500, ASSETS / 2 + 1);
    let error = slippage(ASSETS / 2, ASSETS / 2 + 1);
    stage.router.refuses(ALICE, &call, &error);
    let call = migrate(ours, theirs.address(), ASSETS * 500, ASSETS / 2);
    stage.router.send(ALICE, &call);
    assert_eq!(stage.vault.shares_of(ALICE), uint(ASSETS * 500));
    assert_eq!(theirs.shares_of(STRANGER), uint(ASSETS / 2));
}

#[test]
fn both_must_be_over_the_same_asset() {
    let stage = Stage::new();
    let (ours, ether) = (stage.vault.address(), stage.ether_vault.address());
    stage.router.send(ALICE, &deposit(ours, ASSETS, ALICE, 0));
    let error = Abi::AssetMismatch {
        asset: stage.weth.address,
        expected: stage.token.address,
    };
    stage
        .router
        .refuses(ALICE, &migrate(ours, ether, 1_000, 0), &error);
}

/// A vault that says it pays and does not: nothing came, so nothing is deposited, whatever lies
/// here.
#[test]
fn only_what_came_goes_on() {
    let stage = Stage::new();
    let (ours, hostile) = (stage.vault.address(), stage.hostile());
    let (to, value) = (stage.router.address, uint(1_000));
    stage.token.send(ALICE, &IERC20::transferCall { to, value });
    let error = ballast_abi::vault::Vault::ZeroShares {};
    let call = migrate(hostile.address, ours, 1_000, 0);
    stage.router.refuses(MALLORY, &call, &error);

    let to = hostile.address;
    stage
        .token
        .send(MALLORY, &IERC20::transferCall { to, value });
    let configure = hostile::configure(stage.token.address, 0, 100, 250);
    hostile.send(DEPLOYER, &configure);
    let done = stage.router.send(MALLORY, &call);
    assert_eq!(done.returned, uint(250_000));
    assert_eq!(stage.tokens_of(stage.router.address), value);
}
