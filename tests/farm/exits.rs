//! Exits that need the strategies

use alloy_primitives::{Address, U256};
use ballast_abi::erc4626::IERC4626::{maxRedeemCall, maxWithdrawCall, previewWithdrawCall};
use ballast_abi::vault::Vault as Abi;
use ballast_bench::peers::PeerVault;
use ballast_tests::{
    ALICE, BOB, FUNDS, Farm, Mode, SHARE_UNITS, STAKE, TOKEN, near, redeem, uint, withdraw,
};

/// What even those lose who accept no loss.
const ROUNDING: u128 = 10;

/// 1,000 tokens idle, 6,000 with a venue, 3,000 with a strategy that does what it is told.
fn farm() -> (Farm, Address, ballast_tests::Hostile) {
    let farm = Farm::new();
    let venue = farm.venue(PeerVault::Solady);
    let (strategy, hostile) = (farm.strategy_over(venue.address).address, farm.hostile());
    farm.move_debt(strategy, 6_000 * TOKEN);
    farm.move_debt(hostile.address(), 3_000 * TOKEN);
    farm.queue(&[strategy, hostile.address()]);
    (farm, strategy, hostile)
}

fn withdraw_from(assets: u128, loss_bps: u128, strategies: &[Address]) -> Abi::withdrawCall {
    Abi::withdrawCall {
        assets: uint(assets),
        receiver: ALICE,
        owner: ALICE,
        maxLossBps: uint(loss_bps),
        strategies: strategies.to_vec(),
    }
}

fn limits(farm: &Farm, owner: Address) -> (U256, U256) {
    let vault = &farm.scene.vault.contract;
    (
        vault.ask(&maxWithdrawCall { owner }),
        vault.ask(&maxRedeemCall { owner }),
    )
}

#[test]
fn what_is_idle_is_paid_first_and_then_the_queue() {
    let (farm, strategy, hostile) = farm();
    farm.scene.vault.withdraw(ALICE, 1_000 * TOKEN);
    assert_eq!(farm.debt(strategy), uint(6_000 * TOKEN));
    farm.scene.vault.withdraw(ALICE, 500 * TOKEN);
    assert_eq!(farm.debt(strategy), uint(5_500 * TOKEN));
    farm.scene.vault.withdraw(ALICE, 6_000 * TOKEN);
    assert_eq!(farm.debt(strategy), U256::ZERO);
    assert_eq!(farm.debt(hostile.address()), uint(2_500 * TOKEN));
    farm.scene.vault.redeem_all(ALICE);
    assert_eq!(farm.scene.tokens_of(ALICE), uint(FUNDS));
    assert_eq!(farm.assets(), U256::ZERO);
}

#[test]
fn the_leaver_may_name_the_strategies() {
    let (farm, strategy, hostile) = farm();
    let call = withdraw_from(2_000 * TOKEN, 0, &[hostile.address()]);
    farm.scene.vault.contract.send(ALICE, &call);
    assert_eq!(farm.debt(strategy), uint(6_000 * TOKEN));
    assert_eq!(farm.debt(hostile.address()), uint(2_000 * TOKEN));
}

/// A strategy of 1,000 is worth 900 and has not said so: whoever has 500 pulled gets 450, and the
/// price of those who stay does not move.
#[test]
fn the_leaver_bears_the_part_of_the_loss_that_is_pulled() {
    let farm = Farm::new();
    let hostile = farm.hostile();
    farm.move_debt(hostile.address(), STAKE);
    farm.queue(&[hostile.address()]);
    hostile.lose(STAKE / 10);
    let done = farm.scene.vault.redeem(ALICE, STAKE / 2 * SHARE_UNITS);
    near(done.returned, STAKE / 2 * 9 / 10, 1);
    assert_eq!(farm.assets(), uint(STAKE / 2));
    assert_eq!(farm.debt(hostile.address()), uint(STAKE / 2));
    near(
        farm.scene.tokens_of(hostile.address()),
        STAKE / 2 * 9 / 10,
        1,
    );
}

#[test]
fn a_loss_beyond_what_the_leaver_accepts_is_refused() {
    let farm = Farm::new();
    let hostile = farm.hostile();
    farm.move_debt(hostile.address(), STAKE);
    farm.queue(&[hostile.address()]);
    hostile.lose(STAKE / 10);
    let half = STAKE / 2;
    let vault = &farm.scene.vault.contract;
    // Nine tenths are paid of what is claimed: a ninth more is claimed than is paid.
    let claim = (half * 10).div_ceil(9);
    let (loss, max) = (uint(claim - half), |bps| {
        uint(claim * bps / 10_000 + ROUNDING)
    });
    vault.refuses(
        ALICE,
        &withdraw_from(half, 100, &[]),
        &Abi::LossExceeded {
            loss,
            max: max(100),
        },
    );
    let call = withdraw(half, ALICE, ALICE);
    vault.refuses(ALICE, &call, &Abi::LossExceeded { loss, max: max(0) });
    let burnt = vault.send(ALICE, &withdraw_from(half, 1_000, &[])).returned;
    assert_eq!(farm.scene.tokens_of(ALICE), uint(FUNDS - STAKE + half));
    assert_eq!(burnt, uint(claim * SHARE_UNITS));
}

/// A venue that rounds what it owes down by a unit does not stop those who accept no loss.
#[test]
fn a_unit_of_rounding_is_no_loss() {
    let farm = Farm::new();
    let hostile = farm.hostile();
    farm.move_debt(hostile.address(), STAKE);
    farm.queue(&[hostile.address()]);
    hostile.lose(1);
    assert_eq!(limits(&farm, ALICE).0, uint(STAKE - 1));
    let preview = previewWithdrawCall {
        assets: uint(STAKE / 2),
    };
    let foreseen = farm.scene.vault.contract.ask(&preview);
    let burnt = farm.scene.vault.withdraw(ALICE, STAKE / 2).returned;
    assert_eq!(burnt, foreseen);
    assert_eq!(burnt, uint((STAKE / 2 + 1) * SHARE_UNITS));
    assert_eq!(farm.scene.tokens_of(ALICE), uint(FUNDS - STAKE + STAKE / 2));
}

/// Exits pass over what has nearly vanished: nobody's claim goes up in it.
#[test]
fn who_has_lost_nearly_all_pays_only_after_a_report() {
    let (farm, _, hostile) = farm();
    hostile.lose(2_701 * TOKEN);
    let liquid = 7_000 * TOKEN;
    // As many shares as are worth no unit more.
    let most = liquid * SHARE_UNITS + SHARE_UNITS - 1;
    assert_eq!(limits(&farm, ALICE), (uint(liquid), uint(most)));
    assert_eq!(
        farm.scene
            .vault
            .redeem(ALICE, liquid * SHARE_UNITS)
            .returned,
        uint(liquid)
    );
    assert_eq!(farm.debt(hostile.address()), uint(3_000 * TOKEN));
}

#[test]
fn limits_are_true_while_everything_is_liquid() {
    let (farm, ..) = farm();
    assert_eq!(
        limits(&farm, ALICE),
        (uint(STAKE), uint(STAKE * SHARE_UNITS))
    );
    assert_eq!(limits(&farm, BOB), (U256::ZERO, U256::ZERO));
}

#[test]
fn limits_are_true_while_a_strategy_is_illiquid() {
    let (farm, _, hostile) = farm();
    hostile.set(Mode::Illiquid);
    let liquid = 7_000 * TOKEN;
    let (assets, shares) = limits(&farm, ALICE);
    assert_eq!(assets, uint(liquid));
    let vault = &farm.scene.vault.contract;
    let (claim, met) = (uint(liquid + 1), uint(liquid));
    let error = Abi::InsufficientLiquidity { claim, met };
    vault.refuses(ALICE, &withdraw(liquid + 1, ALICE, ALICE), &error);
    vault.revert_data(ALICE, &redeem(shares.to::<u128>() + 1, ALICE, ALICE));
    let snapshot = farm.scene.chain.node().snapshot();
    farm.scene.vault.withdraw(ALICE, liquid);
    farm.scene.chain.node().revert(snapshot);
    let done = farm.scene.vault.redeem(ALICE, shares.to());
    assert_eq!(done.returned, uint(liquid));
}

#[test]
fn limits_are_true_while_a_strategy_is_short() {
    let (farm, _, hostile) = farm();
    hostile.lose(300 * TOKEN);
    // Without a loss but rounding up to the short one, which loses a tenth; at any loss all of it.
    let (assets, shares) = limits(&farm, ALICE);
    let most = 7_000 * TOKEN + 9 * ROUNDING;
    assert_eq!((assets, shares), (uint(most), uint(STAKE * SHARE_UNITS)));
    let vault = &farm.scene.vault.contract;
    vault.revert_data(ALICE, &withdraw(most + 1, ALICE, ALICE));
    let paid = farm.scene.vault.redeem_all(ALICE).returned;
    near(paid, STAKE - 300 * TOKEN, 1);
}

/// As far as the fee of a venue goes: it is part of what the strategy is worth.
#[test]
fn exits_do_not_wait_for_a_report() {
    let farm = Farm::new();
    let venue = farm.venue(PeerVault::OpenZeppelin);
    let strategy = farm.strategy_over(venue.address).address;
    farm.move_debt(strategy, STAKE);
    farm.queue(&[strategy]);
    farm.scene.fund(venue.address, 1_000 * TOKEN);
    // The gain is nobody's before it is reported.
    let paid = farm.scene.vault.redeem_all(ALICE).returned;
    assert_eq!(paid, uint(STAKE));
}

#[test]
fn a_vault_on_top_of_a_vault_pays_through() {
    let farm = Farm::new();
    let below = ballast_tests::vault_over(&farm.scene.chain, farm.scene.token.address, 6);
    let strategy = farm.strategy_over(below.address).address;
    farm.move_debt(strategy, STAKE - TOKEN);
    farm.queue(&[strategy]);
    farm.scene.vault.redeem_all(ALICE);
    assert_eq!(farm.scene.tokens_of(ALICE), uint(FUNDS));
}
