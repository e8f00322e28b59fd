//! `redeemInKind`: everybody's part of everything, without a price

use alloy_primitives::Address;
use ballast_abi::erc20::IERC20::balanceOfCall;
use ballast_abi::vault::Vault as Abi;
use ballast_bench::peers::PeerVault;
use ballast_tests::{ALICE, BOB, FUNDS, Farm, Mode, SHARE_UNITS, STAKE, TOKEN, near, uint};

/// A part is exact to 1e-18 of everything, and a unit for each of 64 strategies.
const ROUNDING: u128 = STAKE / 1_000_000_000_000_000_000 + 64;

fn in_kind(shares: u128, strategies: &[Address]) -> Abi::redeemInKindCall {
    Abi::redeemInKindCall {
        shares: uint(shares),
        receiver: BOB,
        owner: ALICE,
        strategies: strategies.to_vec(),
    }
}

#[test]
fn pays_a_part_of_what_is_idle_and_of_every_receipt() {
    let farm = Farm::new();
    let venue = farm.venue(PeerVault::Solady);
    let strategy = farm.strategy_over(venue.address).address;
    let hostile = farm.hostile();
    farm.move_debt(strategy, 6_000 * TOKEN);
    farm.move_debt(hostile.address(), 3_000 * TOKEN);
    let call = in_kind(STAKE / 4 * SHARE_UNITS, &[]);
    let idle = farm.scene.vault.contract.send(ALICE, &call).returned;
    near(idle, 250 * TOKEN, ROUNDING);
    // The tokens that are idle, and those of the strategy that keeps tokens.
    near(
        farm.scene.tokens_of(BOB),
        FUNDS + 1_000 * TOKEN,
        2 * ROUNDING,
    );
    near(
        venue.ask(&balanceOfCall { account: BOB }),
        1_500 * TOKEN,
        ROUNDING,
    );
    near(farm.debt(strategy), 4_500 * TOKEN, ROUNDING);
    near(farm.debt(hostile.address()), 2_250 * TOKEN, ROUNDING);
    near(farm.assets(), STAKE / 4 * 3, 2 * ROUNDING);
    assert!(uint(STAKE / 4 * 3) <= farm.assets());
}

/// Neither a strategy that says nothing true nor one in quarantine keeps anybody in.
#[test]
fn asks_no_price_and_walks_around_what_fails() {
    let farm = Farm::new();
    let venue = farm.venue(PeerVault::OpenZeppelin);
    let strategy = farm.strategy_over(venue.address).address;
    let hostile = farm.hostile();
    farm.move_debt(strategy, 6_000 * TOKEN);
    farm.move_debt(hostile.address(), 3_000 * TOKEN);
    hostile.set(Mode::Reverts);
    let vault = &farm.scene.vault.contract;
    let all = in_kind(STAKE / 2 * SHARE_UNITS, &[]);
    vault.revert_data(ALICE, &all);
    vault.send(ALICE, &in_kind(STAKE / 2 * SHARE_UNITS, &[strategy]));
    near(
        venue.ask(&balanceOfCall { account: BOB }),
        3_000 * TOKEN,
        ROUNDING,
    );
    assert_eq!(farm.debt(hostile.address()), uint(3_000 * TOKEN));
    // What was left behind belongs to those who stay.
    near(
        farm.assets(),
        500 * TOKEN + 3_000 * TOKEN + 3_000 * TOKEN,
        2 * ROUNDING,
    );
}

#[test]
fn an_allowance_is_needed_as_for_any_exit() {
    let farm = Farm::new();
    farm.scene
        .vault
        .contract
        .revert_data(BOB, &in_kind(SHARE_UNITS, &[]));
}
