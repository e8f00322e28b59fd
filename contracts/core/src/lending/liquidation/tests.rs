//! Published figures, each rule on its own, and laws over accounts of several collaterals.

extern crate alloc;

use alloc::vec::Vec;

use proptest::prelude::*;
use ruint::aliases::{U256, U512};

use super::*;

mod laws;

/// A ratio in ten-thousandths.
fn bps(parts: u64) -> Wad {
    Wad::new(parts * 100_000_000_000_000)
}

/// A price in thousandths.
fn price(thousandths: u64) -> UnitPrice {
    let milli = UnitPrice::ONE.get() / U256::from(1_000);
    UnitPrice::new(milli * U256::from(thousandths)).unwrap()
}

/// Aave v4's example: 4 % to 8 % at health 0.9, target 1.05; the whole may be paid at once.
fn rules() -> Rules {
    Rules {
        incentive: Incentive::new(bps(10_400), bps(10_800), bps(9_000)).unwrap(),
        target: bps(10_500),
        close_factor: Wad::ONE,
        full_close_below: bps(9_500),
        dust: Assets::ZERO,
        cool_off: Seconds::new(60),
    }
}

fn terms(rules: Rules) -> Terms {
    Terms::new(rules).unwrap()
}

/// An account of one collateral.
fn single(collateral: u128, thousandths: u64, ltv: Wad, debt: u128) -> Position {
    let (collateral, price) = (Collateral::new(collateral), price(thousandths));
    let value = price.value_down(collateral).unwrap();
    Position {
        debt: Assets::new(debt),
        capacity: ltv.of_down(value).unwrap(),
        value,
        least_ltv: ltv,
        collateral,
        price,
        ltv,
    }
}

mod incentives {
    use super::*;

    #[test]
    fn morphos_are_as_published() {
        for (ltv, expected) in [
            (3_850, 1_150_000),
            (6_250, 1_126_760),
            (7_700, 1_074_113),
            (8_600, 1_043_841),
            (9_150, 1_026_167),
            (9_450, 1_016_776),
            (9_650, 1_010_611),
            (9_800, 1_006_036),
        ] {
            let millionths = Incentive::morpho(bps(ltv)).get() / 1_000_000_000_000;
            assert_eq!(millionths, expected, "{ltv}");
        }
    }

    #[test]
    fn grow_as_health_falls() {
        let incentive = rules().incentive;
        for (health, expected) in [
            (10_000, 10_400),
            (9_700, 10_520),
            (9_500, 10_600),
            (9_000, 10_800),
            (0, 10_800),
        ] {
            assert_eq!(incentive.factor_down(bps(health)), bps(expected));
        }
        let just = Wad::new(Wad::ONE.get() - 1);
        assert_eq!(incentive.factor_down(just), bps(10_400));
    }

    #[test]
    fn have_limits() {
        let new = |least, most, at| Incentive::new(bps(least), bps(most), bps(at));
        assert!(new(10_000, 20_000, 9_999).is_some());
        assert_eq!(new(9_999, 10_800, 9_000), None);
        assert_eq!(new(10_801, 10_800, 9_000), None);
        assert_eq!(new(10_000, 20_001, 9_000), None);
        assert_eq!(new(10_400, 10_800, 10_000), None);
    }

    #[test]
    fn one_that_lowers_health_is_not_admitted() {
        let terms = terms(rules());
        // 1.08 * 0.95 = 1.026, and 1 / 1.08 = 0.925925...
        assert!(!terms.admits(bps(9_500)));
        assert!(terms.admits(bps(9_259)));
        assert!(!terms.admits(bps(9_260)));
        let half = Incentive::new(Wad::ONE, bps(20_000), Wad::ZERO).unwrap();
        assert!(!half.admits(bps(5_000)));
    }
}

#[test]
fn rules_must_fit_together() {
    let with = |change: fn(&mut Rules)| {
        let mut changed = rules();
        change(&mut changed);
        Terms::new(changed)
    };
    assert!(with(|_| {}).is_some());
    assert_eq!(with(|rules| rules.target = bps(9_999)), None);
    assert_eq!(with(|rules| rules.target = bps(20_001)), None);
    assert_eq!(with(|rules| rules.close_factor = Wad::ZERO), None);
    assert_eq!(with(|rules| rules.close_factor = bps(10_001)), None);
    assert_eq!(with(|rules| rules.full_close_below = bps(10_001)), None);
}

#[test]
fn peace_lasts_as_long_as_said() {
    let terms = terms(rules());
    let cooled = |now| terms.has_cooled(Seconds::new(100), Seconds::new(now));
    assert!(!cooled(99));
    assert!(!cooled(100));
    assert!(!cooled(159));
    assert!(cooled(160));
}

/// Debt 10,000, health 0.97, LTV 0.8: factor 1.052, 3,838.77 to be paid.
#[test]
fn the_size_is_as_aave_has_it() {
    let position = single(1_212_500, 1_000, bps(8_000), 1_000_000);
    let plan = terms(rules()).plan(&position, Assets::MAX).unwrap();
    assert_eq!(plan.factor, bps(10_520));
    assert_eq!(plan.repaid.get(), 383_878);
    assert_eq!(plan.seized.get(), 403_839);
}

/// A target debt of half a unit more counts as a whole unit: 383,931 would fall short of it.
#[test]
fn the_size_rounds_up_to_the_target() {
    let position = single(1_212_500, 1_000, bps(8_000), 1_000_010);
    let repayable = terms(rules()).repayable(&position);
    assert_eq!(repayable, Ok(Assets::new(383_936)));
}

/// Three units worth one and a half, for a bonus of 8 %: 1.39 are not to be paid with one.
#[test]
fn all_collateral_is_paid_for_in_whole_units() {
    let position = single(3, 500, bps(8_000), 10);
    let plan = terms(rules()).plan(&position, Assets::MAX).unwrap();
    assert_eq!((plan.repaid.get(), plan.seized.get()), (2, 3));
}

#[test]
fn the_close_factor_counts_above_its_threshold_only() {
    let half = terms(Rules {
        close_factor: bps(1_000),
        ..rules()
    });
    let repayable = |debt| {
        let position = single(1_212_500, 1_000, bps(8_000), debt);
        half.repayable(&position).unwrap().get()
    };
    // Health 0.97, just 0.95 and just below.
    assert_eq!(repayable(1_000_000), 100_000);
    assert_eq!(repayable(1_021_052), 102_106);
    assert!(400_000 < repayable(1_021_053));
}

#[test]
fn the_healthy_are_left_alone() {
    let position = single(1_000, 1_000, bps(8_000), 800);
    let refusal = terms(rules()).plan(&position, Assets::MAX);
    assert_eq!(refusal, Err(Refusal::Healthy));
}

#[test]
fn little_that_is_left_may_be_taken_and_must() {
    let with_dust = |dust| {
        terms(Rules {
            dust: Assets::new(dust),
            ..rules()
        })
    };
    let position = single(1_212_500, 1_000, bps(8_000), 1_000_000);
    // To the target 616,122 of debt and 808,661 of collateral are left.
    let size = |dust| with_dust(dust).repayable(&position).unwrap().get();
    assert_eq!(size(616_122), 383_878);
    assert_eq!(size(616_123), 1_000_000);
    let plan = |asked| with_dust(616_123).plan(&position, Assets::new(asked));
    assert_eq!(plan(999_999), Err(Refusal::Dust));
    assert_eq!(plan(383_877).unwrap().repaid.get(), 383_877);
    assert_eq!(plan(1_000_000).unwrap().seized.get(), 1_052_000);
}

#[test]
fn nothing_is_not_a_liquidation() {
    let position = single(1_212_500, 1_000, bps(8_000), 1_000_000);
    let nothing = terms(rules()).plan(&position, Assets::ZERO);
    assert_eq!(nothing, Err(Refusal::Nothing));
    let dear = single(2, 600_000, bps(8_000), 1_000);
    let plan = |asked| terms(rules()).plan(&dear, Assets::new(asked));
    // A unit of collateral is worth 600.
    assert_eq!(plan(500), Err(Refusal::Nothing));
    assert_eq!(plan(600).unwrap().seized.get(), 1);
    let none = single(0, 1_000, bps(8_000), 1_000);
    assert_eq!(
        terms(rules()).plan(&none, Assets::MAX),
        Err(Refusal::Nothing)
    );
}

#[test]
fn what_does_not_fit_is_refused() {
    let position = Position {
        price: UnitPrice::new(U256::MAX).unwrap(),
        ..single(1_000, 1_000, bps(8_000), 1_000)
    };
    let refusal = terms(rules()).plan(&position, Assets::MAX);
    assert_eq!(refusal, Err(Refusal::Overflow));
}

/// Collateral 100 and debt 86 at an LTV of 0.86, with Morpho Blue's incentive.
mod as_morpho {
    use super::*;

    fn plan(thousandths: u64) -> Plan {
        let factor = Incentive::morpho(bps(8_600));
        let terms = terms(Rules {
            incentive: Incentive::new(factor, factor, Wad::ZERO).unwrap(),
            // Whatever is not paid is dust: all of it is to be.
            dust: Assets::new(86_000_000),
            ..rules()
        });
        let position = single(100_000_000, thousandths, bps(8_600), 86_000_000);
        terms.plan(&position, Assets::MAX).unwrap()
    }

    #[test]
    fn all_debt_is_paid_where_collateral_covers_it() {
        let plan = plan(950);
        assert_eq!(plan.repaid.get(), 86_000_000);
        assert_eq!(plan.seized.get(), 94_495_109);
    }

    #[test]
    fn what_collateral_does_not_cover_is_a_loss() {
        let plan = plan(800);
        assert_eq!(plan.repaid.get(), 76_640_001);
        assert_eq!(plan.seized.get(), 100_000_000);
        let owed = Assets::new(86_000_000 - plan.repaid.get());
        let loss = Loss::split(owed, Assets::new(9_000_000));
        assert_eq!(loss.from_reserve.get(), 9_000_000);
        assert_eq!(loss.from_suppliers.get(), 359_999);
    }
}

#[test]
fn the_reserve_pays_first() {
    let split = |owed, reserve| {
        let loss = Loss::split(Assets::new(owed), Assets::new(reserve));
        (loss.from_reserve.get(), loss.from_suppliers.get())
    };
    assert_eq!(split(100, 0), (0, 100));
    assert_eq!(split(100, 40), (40, 60));
    assert_eq!(split(100, 100), (100, 0));
    assert_eq!(split(100, u128::MAX), (100, 0));
}
