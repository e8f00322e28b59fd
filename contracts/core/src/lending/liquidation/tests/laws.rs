//! What holds for every account, amount and price.

use super::*;

/// A collateral: amount, price in thousandths, LTV in basis points.
type Held = (u128, u64, u64);

/// The position of an account, seen from one of its collaterals.
fn position(held: &[Held], index: usize, debt: u128) -> Position {
    let mut seen = single(held[index].0, held[index].1, bps(held[index].2), debt);
    let others = held.iter().enumerate().filter(|(other, _)| *other != index);
    for (_, &(amount, thousandths, ltv)) in others {
        let other = single(amount, thousandths, bps(ltv), debt);
        seen.value = seen.value.checked_add(other.value).unwrap();
        seen.capacity = seen.capacity.checked_add(other.capacity).unwrap();
        if amount != 0 {
            seen.least_ltv = seen.least_ltv.min(other.ltv);
        }
    }
    seen
}

/// The account after a plan, seen from the same collateral.
fn after(held: &[Held], index: usize, debt: u128, plan: &Plan) -> Position {
    let mut held: Vec<Held> = held.to_vec();
    held[index].0 -= plan.seized.get();
    position(&held, index, debt - plan.repaid.get())
}

/// `a * b`, wide.
fn times(a: u128, b: u128) -> U512 {
    U512::from(a) * U512::from(b)
}

fn any_held() -> impl Strategy<Value = Vec<Held>> {
    prop::collection::vec((1..1u128 << 80, 1..5_000u64, 1_000..9_259u64), 1..=10)
}

/// A debt that makes the account unhealthy, by a factor in thousandths of its capacity.
fn debt_of(held: &[Held], thousandths: u128) -> u128 {
    position(held, 0, 1).capacity.get() * thousandths / 1_000 + 1
}

fn any_terms() -> impl Strategy<Value = Terms> {
    let ratios = (0..=400u64, 10_000..=20_000u64, 1..=10_000u64, 0..=10_000u64);
    (ratios, 0..1u128 << 82).prop_map(|((extra, target, close, full), dust)| {
        let incentive = Incentive::new(bps(10_400 - extra), bps(10_800), bps(9_000));
        terms(Rules {
            incentive: incentive.unwrap(),
            target: bps(target),
            close_factor: bps(close),
            full_close_below: bps(full),
            dust: Assets::new(dust),
            cool_off: Seconds::ZERO,
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Nobody gets more than there is, or than the bonus of what was paid.
    #[test]
    fn every_rounding_is_the_liquidators_loss(
        held in any_held(),
        terms in any_terms(),
        below in 1_001..3_000u128,
        part in 1..=1_000u128,
    ) {
        let debt = debt_of(&held, below);
        let seen = position(&held, 0, debt);
        let most = terms.repayable(&seen).map_or(0, Assets::get);
        if let Ok(plan) = terms.plan(&seen, Assets::new(most / 1_000 * part)) {
            prop_assert!(plan.repaid <= seen.debt);
            prop_assert!(plan.seized <= seen.collateral);
            // seized * price <= repaid * factor, exactly: 1e3 against 1e18.
            let worth = times(plan.seized.get(), u128::from(held[0].1));
            let worth = worth * U512::from(1_000_000_000_000_000_u64);
            let bought = times(plan.repaid.get(), u128::from(plan.factor.get()));
            prop_assert!(worth <= bought, "{plan:?}");
        }
    }

    /// What may be paid at most is a plan, for some collateral of every unhealthy account.
    #[test]
    fn an_unhealthy_account_can_be_liquidated(
        held in any_held(),
        terms in any_terms(),
        below in 1_001..3_000u128,
    ) {
        let debt = debt_of(&held, below);
        let refusals: Vec<Refusal> = (0..held.len())
            .filter_map(|index| terms.plan(&position(&held, index, debt), Assets::MAX).err())
            .collect();
        prop_assert!(refusals.len() < held.len(), "{refusals:?}");
                let is_other = |refusal: &&Refusal| **refusal != Refusal::LowersHealth;
        let mut others = refusals.iter().filter(is_other);
        // What is worth less than a unit of debt buys nothing.
        prop_assert!(others.all(|refusal| *refusal == Refusal::Nothing), "{refusals:?}");
    }

    /// As long as the collateral covers debt and bonus; two units for the account's roundings.
    #[test]
    fn health_never_falls_while_collateral_covers_the_debt(
        held in any_held(),
        terms in any_terms(),
        below in 1_001..1_500u128,
        part in 1..=1_000u128,
    ) {
        let debt = debt_of(&held, below);
        for index in 0..held.len() {
            let seen = position(&held, index, debt);
            let most = terms.repayable(&seen).map_or(0, Assets::get);
            let Ok(plan) = terms.plan(&seen, Assets::new(most / 1_000 * part)) else {
                continue;
            };
            if seen.value < plan.factor.of_up(seen.debt).unwrap() {
                continue;
            }
            let left = after(&held, index, debt, &plan);
            let now = times(left.capacity.get() + 2, debt);
            // The roundings of up to ten values count once more where the least LTV was taken.
            let slack = times(12, debt);
            prop_assert!(times(seen.capacity.get(), left.debt.get()) <= now + slack);
        }
    }

    /// Sized by the target alone, one collateral: met, and not by more than the roundings.
    #[test]
    fn the_target_is_met(
        amount in 1_000_000..1u128 << 90,
        thousandths in 1..1_001u64,
        ltv in 1_000..9_259u64,
        below in 1_001..1_020u128,
        target in 10_001..=20_000u64,
    ) {
        let terms = terms(Rules { target: bps(target), ..rules() });
        let held = [(amount, thousandths, ltv)];
        let debt = debt_of(&held, below);
        let seen = position(&held, 0, debt);
        let Ok(plan) = terms.plan(&seen, Assets::MAX) else {
            return Ok(());
        };
        prop_assume!(plan.factor.of_up(seen.debt) <= Some(seen.value));
        prop_assume!(plan.seized < seen.collateral && plan.repaid < seen.debt);
        let left = after(&held, 0, debt, &plan);
        let target = times(left.debt.get(), u128::from(bps(target).get()));
        let whole = U512::from(Wad::ONE.get());
        let reached = U512::from(left.capacity.get() + 2) * whole;
        prop_assert!(target <= reached);
        // The product of factor and LTV is rounded to 1e-18, all else to units.
        let slack = U512::from(9 + plan.repaid.get() / u128::from(Wad::ONE.get()));
        prop_assert!(reached <= target + slack * whole);
    }

    /// However small the amount: 1 to 10,000 units, as the whole of a debt or a part of it.
    #[test]
    fn small_amounts_round_against_the_liquidator(
        paid in 1..=10_000u128,
        thousandths in 1..9_000u64,
    ) {
        let seen = single(1_000_000_000, thousandths, bps(8_000), 1);
        let debt = seen.capacity.get() * 102 / 100 + 1;
        let seen = Position { debt: Assets::new(debt), ..seen };
        if let Ok(plan) = terms(rules()).plan(&seen, Assets::new(paid)) {
            let worth = times(plan.seized.get(), u128::from(thousandths));
            let worth = worth * U512::from(1_000_000_000_000_000_u64);
            prop_assert!(worth <= times(plan.repaid.get(), u128::from(plan.factor.get())));
        }
    }
}
