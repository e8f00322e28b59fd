//! Figures, and what calls in between may and may not change.

extern crate alloc;

use alloc::vec::Vec;

use proptest::prelude::*;

use super::super::{Adaptive, Kinked, utilization_down};
use super::*;

const YEAR: u64 = Seconds::YEAR.get();
const ADAPTIVE: RateModel = RateModel::Adaptive(Adaptive);

fn kinked() -> RateModel {
    let [base, below, above] = [317_097_919, 1_268_391_679, 19_025_875_190].map(Rate::new);
    let kink = Wad::new(800_000_000_000_000_000);
    RateModel::Kinked(Kinked::new(base, below, above, kink).unwrap())
}

fn anchor(principal: u128, utilization: u64) -> Anchor {
    Anchor {
        principal: Assets::new(principal),
        utilization: Wad::new(utilization),
        at_target: Adaptive::INITIAL,
        ..Anchor::default()
    }
}

fn at(seconds: u64) -> Seconds {
    Seconds::new(seconds)
}

fn totals<S>(assets: u128, shares: S) -> Totals<S> {
    let assets = Assets::new(assets);
    Totals { assets, shares }
}

fn interest_at(debt: &Anchor, model: &RateModel, now: Seconds) -> Option<Assets> {
    debt.interest_after(&debt.growth(model, now)?)
}

#[test]
fn a_year_at_target_compounds_continuously() {
    let owed = anchor(u128::from(WAD), 900_000_000_000_000_000);
    let interest = interest_at(&owed, &ADAPTIVE, at(YEAR)).unwrap().get();
    // e^0.04 - 1 = 0.040810774192388...; the rate a second is rounded down.
    assert!(
        interest.abs_diff(40_810_774_192_388_226) < 20_000_000,
        "{interest}"
    );
}

/// A tenth compounds to 0.1051667 by three terms, to 0.1051709 by all.
#[test]
fn three_terms_stay_below_the_exponential() {
    let tenth = taylor_compounded_down(Rate::new(WAD / 10), at(1)).unwrap();
    assert_eq!(tenth, U256::from(105_166_666_666_666_666_u64));
    let all = exp_wad(i128::from(WAD / 10)).unwrap() - U256::from(WAD);
    assert_eq!(all, U256::from(105_170_918_075_647_625_u64));
    let none = taylor_compounded_down(Rate::ZERO, at(YEAR));
    assert_eq!(none, Some(U256::ZERO));
    let ages = taylor_compounded_down(Rate::new(u64::MAX), at(u64::MAX));
    assert_eq!(ages, None);
}

#[test]
fn the_fee_is_paid_in_shares_at_the_price_without_it() {
    let debt = totals(800, DebtShares::new(800_000_000));
    let supply = totals(1_000, Shares::new(1_000_000_000));
    let tenth = Wad::new(WAD / 10);
    let settled = settle(debt, supply, Assets::new(100), tenth).unwrap();
    assert_eq!(settled.debt.assets.get(), 900);
    assert_eq!(settled.supply.assets.get(), 1_100);
    // 10 * 1,001e6 / 1,091
    assert_eq!(settled.fee_shares.get(), 9_175_068);
    assert_eq!(settled.supply.shares.get(), 1_009_175_068);
    let fee = settled.supply.to_assets_down(settled.fee_shares).unwrap();
    assert_eq!(fee.get(), 9);
    assert_eq!(settle(debt, supply, Assets::new(1), Wad::MAX), None);
    assert_eq!(settle(debt, supply, Assets::MAX, tenth), None);
}

#[test]
fn what_does_not_fit_is_refused() {
    let full = anchor(u128::MAX, WAD);
    assert_eq!(interest_at(&full, &kinked(), at(0)), Some(Assets::ZERO));
    assert_eq!(interest_at(&full, &kinked(), at(YEAR)), None);
    assert_eq!(
        interest_at(&anchor(1, WAD), &kinked(), at(1_000 * YEAR)),
        None
    );
}

#[test]
fn time_that_runs_backwards_earns_nothing() {
    let late = Anchor {
        at: at(100),
        ..anchor(u128::from(WAD), WAD)
    };
    assert_eq!(interest_at(&late, &ADAPTIVE, at(99)), Some(Assets::ZERO));
    let growth = late.growth(&ADAPTIVE, at(99)).unwrap();
    let settled = late.settled(&growth, at(99), Assets::new(7), Wad::ONE);
    assert_eq!(settled.at, at(100));
}

/// Debt settled by somebody at every moment, without changing it.
fn settled_often(model: &RateModel, begin: Anchor, moments: &[u64]) -> Assets {
    let mut debt = begin;
    for &moment in moments {
        let interest = interest_at(&debt, model, at(moment)).unwrap();
        let principal = debt.principal.checked_add(interest).unwrap();
        debt = debt.settled(
            &debt.growth(model, at(moment)).unwrap(),
            at(moment),
            principal,
            debt.utilization,
        );
    }
    debt.principal
}

proptest! {
    /// Deposits that leave utilization as it was, or any other bare call, at random moments.
    #[test]
    fn bare_calls_change_nothing(
        principal in 0..1u128 << 110,
        utilization in 0..=WAD,
        is_adaptive: bool,
        mut moments in prop::collection::vec(0..YEAR, 0..40),
    ) {
        let model = if is_adaptive { ADAPTIVE } else { kinked() };
        let begin = anchor(principal, utilization);
        moments.sort_unstable();
        let mut pinged = begin;
        let mut before = Assets::ZERO;
        for moment in moments {
            let interest = interest_at(&pinged, &model, at(moment)).unwrap();
            prop_assert!(before <= interest);
            before = interest;
            let growth = pinged.growth(&model, at(moment)).unwrap();
            pinged = pinged.moved(&growth, at(moment), begin.utilization).unwrap();
        }
        let end = at(YEAR);
        prop_assert_eq!(interest_at(&pinged, &model, end), interest_at(&begin, &model, end));
    }

    /// A rate that does not move by itself: even calls that read it anew change nothing.
    #[test]
    fn changes_of_the_supply_add_up_exactly(
        principal in 0..1u128 << 110,
        spans in prop::collection::vec((0..=WAD, 1..YEAR / 40), 1..40),
    ) {
        let model = kinked();
        let mut debt = anchor(principal, spans[0].0);
        let (mut now, mut exponent) = (0, 0);
        for &(utilization, span) in &spans {
            let growth = debt.growth(&model, at(now)).unwrap();
            debt = debt.moved(&growth, at(now), Wad::new(utilization)).unwrap();
            let rate = model.rate_down(Wad::new(utilization), Rate::ZERO).unwrap();
            exponent += u128::from(rate.get()) * u128::from(span);
            now += span;
        }
        let last = debt.growth(&model, at(now)).unwrap();
        prop_assert_eq!(debt.exponent + last.exponent, exponent);
    }

    /// Interest that becomes principal loses its fraction of a unit, and nothing but that.
    #[test]
    fn settling_rounds_by_a_unit_each_time(
        principal in 1..1u128 << 55,
        utilization in 0..=WAD,
        mut moments in prop::collection::vec(1..YEAR, 1..30),
    ) {
        let begin = anchor(principal, utilization);
        moments.sort_unstable();
        moments.push(YEAR);
        let count = moments.len() as u128;
        let often = settled_often(&kinked(), begin, &moments);
        let once = settled_often(&kinked(), begin, &[YEAR]);
        // Later interest is earned on what was dropped too: at most at the highest rate, e^0.65.
        prop_assert!(often <= once.checked_add(Assets::new(1)).unwrap());
        prop_assert!(once.get() - often.get().min(once.get()) <= 2 * count);
    }

    #[test]
    fn suppliers_get_what_the_fee_leaves(
        lent in 1..1u128 << 100,
        idle in 0..1u128 << 100,
        interest in 0..1u128 << 90,
        fee in 0..=WAD / 4,
        price in 500_000..2_000_000u128,
    ) {
        let debt = totals(lent, DebtShares::new(lent * 1_000_000));
        let supply = totals(lent + idle, Shares::new((lent + idle) * price));
        let settled = settle(debt, supply, Assets::new(interest), Wad::new(fee)).unwrap();
        let all = settled.supply.to_assets_down(supply.shares).unwrap();
        let fee = Wad::new(fee).of_down(Assets::new(interest)).unwrap();
        let kept = totals(lent + idle + interest - fee.get(), supply.shares);
        // Rounding the shares of the fee down leaves its remainder with the others.
        prop_assert!(kept.to_assets_down(supply.shares).unwrap() <= all);
        let paid = settled.supply.to_assets_down(settled.fee_shares).unwrap();
        prop_assert!(paid <= fee);
        prop_assert!(utilization_down(settled.debt.assets, settled.supply.assets) <= Wad::ONE);
    }
}

#[test]
fn moments_may_repeat() {
    let moments: Vec<u64> = [5, 5, 5].into();
    let begin = anchor(1 << 50, WAD);
    let once = settled_often(&kinked(), begin, &moments[..1]);
    assert_eq!(settled_often(&kinked(), begin, &moments), once);
}
