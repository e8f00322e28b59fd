//! Slices of exits, and forecasts beside the exits that they foresee.

extern crate alloc;

use alloc::vec::Vec;

use proptest::prelude::*;

use super::*;

fn source(debt: u128, worth: u128) -> Source {
    Source {
        debt: Assets::new(debt),
        worth: Assets::new(worth),
    }
}

fn slice(debt: u128, paid: u128) -> Slice {
    Slice {
        debt: Assets::new(debt),
        paid: Assets::new(paid),
    }
}

fn claim(assets: u128) -> Demand {
    Demand::Claim(Assets::new(assets))
}

fn payment(assets: u128) -> Demand {
    Demand::Payment(Assets::new(assets))
}

/// Lent 1,000, worth 900: who takes 500 gets 450, and who wants 450 takes 500.
#[test]
fn the_leaver_bears_their_part_of_an_unreported_loss() {
    let short = source(1_000, 900);
    assert_eq!(short.asked(claim(500)), slice(500, 450));
    assert_eq!(short.asked(payment(450)), slice(500, 450));
    assert_eq!(short.asked(payment(451)), slice(502, 451));
    assert_eq!(short.asked(claim(500)).loss().get(), 50);
}

#[test]
fn an_unreported_gain_stays() {
    assert_eq!(source(100, 300).asked(claim(150)), slice(100, 100));
    assert_eq!(source(100, 300).asked(payment(150)), slice(100, 100));
}

#[test]
fn what_is_not_liquid_is_left_for_later() {
    let received = |source: Source, demand, received| {
        source.covered(demand, source.asked(demand), Assets::new(received))
    };
    let whole = source(1_000, 1_000);
    assert_eq!(received(whole, claim(600), 250), slice(250, 250));
    assert_eq!(received(whole, claim(600), 0), Slice::default());
    let short = source(1_000, 900);
    assert_eq!(received(short, claim(500), 90), slice(101, 90));
    assert_eq!(received(short, payment(450), 90), slice(100, 90));
    assert_eq!(received(short, payment(450), 0), Slice::default());
}

#[test]
fn who_has_lost_nearly_all_is_not_asked() {
    assert!(source(1_000, 100).pays());
    assert!(!source(1_000, 99).pays());
    assert!(!source(1_000, 0).pays());
    assert!(!source(0, 5).pays());
    assert!(source(u128::MAX, u128::MAX).pays());
    let mut forecast = Forecast::new(claim(9), Assets::MAX, Assets::MAX);
    forecast.add(&source(1_000, 99), Assets::MAX);
    assert_eq!(forecast.taken(), Slice::default());
}

/// A strategy that loses is not passed over for one behind it: the exit would not, either.
#[test]
fn a_forecast_ends_where_the_owner_must_not_take_what_is_there() {
    let strict = |demand| {
        let mut forecast = Forecast::new(demand, Assets::MAX, Assets::ZERO);
        forecast.add(&source(100, 100), Assets::new(30));
        forecast.add(&source(50, 49), Assets::MAX);
        forecast.add(&source(500, 500), Assets::MAX);
        forecast.taken()
    };
    assert_eq!(strict(claim(1_000)), slice(30, 30));
    assert_eq!(strict(payment(1_000)), slice(30, 30));
}

#[test]
fn a_forecast_knows_what_a_payment_may_claim() {
    let mut forecast = Forecast::new(payment(1_000), Assets::new(100), Assets::MAX);
    forecast.add(&source(200, 100), Assets::MAX);
    assert_eq!(forecast.taken(), slice(100, 50));
}

/// What exits do, strategy by strategy: whether the demand is met, and what it took.
fn exit(demand: Demand, strategies: &[(Source, Assets)]) -> Option<Slice> {
    let (mut left, mut taken) = (demand, Slice::default());
    for (source, liquid) in strategies {
        if left.is_met() {
            break;
        }
        if source.pays() {
            let asked = source.asked(left);
            let slice = source.covered(left, asked, asked.paid.min(*liquid));
            left = left.after(&slice);
            taken = taken.plus(&slice);
        }
    }
    left.is_met().then_some(taken)
}

fn sources() -> impl Strategy<Value = Source> {
    prop_oneof![(0..200u128, 0..200u128), (any::<u128>(), any::<u128>())]
        .prop_map(|(debt, worth)| source(debt, worth))
}

fn strategies() -> impl Strategy<Value = Vec<(Source, Assets)>> {
    let one = (0..100u128, 0..120u128, 0..100u128)
        .prop_map(|(debt, worth, liquid)| (source(debt, worth), Assets::new(liquid)));
    prop::collection::vec(one, 0..6)
}

fn forecast(mut from: Forecast, strategies: &[(Source, Assets)]) -> Slice {
    for (source, liquid) in strategies {
        from.add(source, *liquid);
    }
    from.taken()
}

proptest! {
    /// Those who stay are never worse off: worth over debt does not fall.
    #[test]
    fn who_stays_loses_nothing(
        from in sources(),
        asked: u128,
        received: u128,
        is_payment: bool,
    ) {
        prop_assume!(from.pays());
        let demand = if is_payment { payment(asked) } else { claim(asked) };
        let asked = from.asked(demand);
        let slice = from.covered(demand, asked, Assets::new(received));
        prop_assert!(slice.paid <= slice.debt && slice.debt <= asked.debt);
        prop_assert!(slice.paid.get() <= received.max(asked.paid.get()));
        if from.is_short() {
            let wide = |a: Assets, b: Assets| a.to_u256() * b.to_u256();
            let debt = from.debt.checked_sub(slice.debt).unwrap();
            let worth = from.worth.checked_sub(slice.paid).unwrap();
            prop_assert!(wide(from.worth, debt) <= wide(worth, from.debt));
        }
    }

    /// Nothing is taken for nothing but by rounding.
    #[test]
    fn for_nothing_less_than_ten_units_are_taken(from in sources(), asked: u128) {
        prop_assume!(from.pays());
        let slice = from.asked(claim(asked));
        prop_assert!(!slice.paid.is_zero() || slice.debt.get() < SHORTEST);
        let none = from.covered(claim(asked), slice, Assets::ZERO);
        prop_assert!(none.debt.get() < SHORTEST);
    }

    /// The forecast and the exit agree: what is foreseen for claims is met within the loss, and one
    /// more is not.
    #[test]
    fn what_is_claimable_is_the_most_that_is_met(
        strategies in strategies(),
        loss in prop_oneof![Just(u128::MAX), 0..20u128],
    ) {
        let loss = Assets::new(loss);
        let most = Forecast::new(claim(u128::MAX), Assets::MAX, loss);
        let most = forecast(most, &strategies);
        let met = |debt: u128| exit(claim(debt), &strategies).filter(|took| took.loss() <= loss);
        prop_assert_eq!(met(most.debt.get()), Some(most));
        prop_assert_eq!(met(most.debt.get() + 1), None);
        for less in 0..most.debt.get() {
            prop_assert!(met(less).is_some());
        }
    }

    /// The same for payments, which may also claim too much.
    #[test]
    fn what_is_payable_is_the_most_that_is_met(
        strategies in strategies(),
        loss in prop_oneof![Just(u128::MAX), 0..20u128],
        owned in prop_oneof![Just(u128::MAX), 0..300u128],
    ) {
        let (owned, loss) = (Assets::new(owned), Assets::new(loss));
        let most = forecast(Forecast::new(payment(u128::MAX), owned, loss), &strategies);
        let met = |paid: u128| {
            exit(payment(paid), &strategies)
                .filter(|took| took.loss() <= loss && took.debt <= owned)
        };
        prop_assert_eq!(met(most.paid.get()), Some(most));
        prop_assert_eq!(met(most.paid.get() + 1), None);
        for less in 0..most.paid.get() {
            prop_assert_eq!(met(less).map(|took| took.paid.get()), Some(less));
        }
    }

    /// What is foreseen for less is what that exit takes.
    #[test]
    fn a_forecast_of_less_is_that_exit(strategies in strategies(), asked in 0..400u128) {
        for demand in [claim(asked), payment(asked)] {
            let foreseen = forecast(Forecast::new(demand, Assets::MAX, Assets::MAX), &strategies);
            if let Some(took) = exit(demand, &strategies) {
                prop_assert_eq!(foreseen, took);
            }
        }
    }
}
