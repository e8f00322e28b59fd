//! Scenario 1 at a market: who supplies first makes a share dear, so that what others supply rounds to
//! nothing.
//!
//! The rule that a share must not cost much is kept by a million virtual shares and one virtual unit
//! (`ballast_core::lending::Totals`), instead of a least supply that somebody would have to leave
//! behind: with `A` units in the books a share costs `(A + 1) / (shares + 10^6)`, at most a millionth
//! of what is there. Gifts are not in the books at all.

use alloy_primitives::U256;
use ballast_abi::erc20::IERC20::transferCall;
use ballast_abi::market::IMarket as Abi;
use ballast_core::lending::Totals;
use ballast_core::{Assets, Shares};
use ballast_tests::lending::Lending;
use ballast_tests::{ALICE, BOB, CAROL, FUNDS, MALLORY, TOKEN, uint};
use proptest::prelude::*;

const GIFT: u128 = 10_000 * TOKEN;
const SUPPLY: u128 = 5_000 * TOKEN;

/// One unit and a gift of 10,000, then three victims supply 5,000 each: they get all of it back, and
/// the gift is lost to who made it.
#[test]
fn scenario_1_who_supplies_first_loses_the_gift_and_the_others_nothing() {
    let market = Lending::new();
    let venue = market.market.address;
    market.supply(MALLORY, 1);
    let (to, value) = (venue, uint(GIFT));
    market
        .scene
        .token
        .send(MALLORY, &transferCall { to, value });
    let victims = [ALICE, BOB, CAROL];
    let before = victims.map(|victim| market.scene.tokens_of(victim));
    for victim in victims {
        market.supply(victim, SUPPLY);
        assert_eq!(market.supplied_of(victim), uint(SUPPLY));
    }
    let [shares, _] = market.position(MALLORY);
    let leave = Abi::withdrawCall {
        assets: U256::ZERO,
        shares,
        onBehalf: MALLORY,
        receiver: MALLORY,
    };
    market.market.send(MALLORY, &leave);
    assert_eq!(market.scene.tokens_of(MALLORY), uint(FUNDS - GIFT));
    for (victim, held) in victims.into_iter().zip(before) {
        market.withdraw(victim, SUPPLY);
        assert_eq!(market.scene.tokens_of(victim), held);
    }
}

proptest! {
    /// However the books came to be, a supply loses less than a share and a unit by rounding: at most
    /// a millionth of what stood in the books, which who put it there and holds few shares lost to
    /// the virtual ones.
    #[test]
    fn a_supply_loses_at_most_a_millionth_of_the_books(
        assets in 0..1_u128 << 100,
        shares in 0..1_u128 << 120,
        supplied in 1..1_u128 << 100,
    ) {
        let before = Totals { assets: Assets::new(assets), shares: Shares::new(shares) };
        let given = before.to_shares_down(Assets::new(supplied));
        prop_assume!(given.is_some());
        let given = given.unwrap_or_default();
        let after = before.with(Assets::new(supplied), given);
        let worth = after.and_then(|after| after.to_assets_down(given));
        let Some(worth) = worth else {
            return Err(TestCaseError::reject("books beyond 128 bits"));
        };
        let lost = supplied.saturating_sub(worth.get());
        prop_assert!(worth.get() <= supplied);
        prop_assert!(lost <= assets / 1_000_000 + 2, "{lost} of {supplied}");
    }

    /// Who would make others lose has put a million times as much into the books, half of which or
    /// more belongs to nobody as long as no more than a million shares are held.
    #[test]
    fn a_dear_share_costs_who_made_it_half_of_the_books(
        assets in 0..1_u128 << 120, held in 0..=1_000_000_u128,
    ) {
        let pool = Totals { assets: Assets::new(assets), shares: Shares::new(held) };
        let worth = pool.to_assets_down(Shares::new(held)).map_or(0, Assets::get);
        prop_assert!(worth <= assets / 2 + 1);
    }
}
