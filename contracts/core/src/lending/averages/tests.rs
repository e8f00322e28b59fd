//! Known values, pushes, and laws against a reference of 256 fractional bits.

extern crate alloc;

use alloc::vec::Vec;

use proptest::prelude::*;
use ruint::Uint;

use super::*;

type Wide = Uint<1024, 16>;

/// Fractional bits of the reference.
const FRACTION: usize = 256;

const FAST: u64 = 600;
const SLOW: u64 = 10_800;

fn price(raw: u128) -> UnitPrice {
    UnitPrice::new(U256::from(raw)).unwrap()
}

fn at(seconds: u64) -> Seconds {
    Seconds::new(seconds)
}

fn pace() -> Pace {
    Pace::new(at(FAST), at(SLOW)).unwrap()
}

const P: u128 = 3_000_000_000_000_000_000_000_000_000;

/// What is kept between two observations.
fn kept(averages: Averages) -> Averages {
    Averages::from_word(averages.to_word()).unwrap()
}

/// Observations at `(time, price)`, each kept in its word.
fn observed(pace: Pace, seen: &[(u64, u128)]) -> Averages {
    let ((first, spot), rest) = seen.split_first().map(|(one, rest)| (*one, rest)).unwrap();
    let begin = kept(Averages::begin(price(spot), at(first)));
    rest.iter().fold(begin, |known, (now, spot)| {
        kept(known.observed(price(*spot), at(*now), pace))
    })
}

fn is_close(mean: UnitPrice, expected: u128, parts: u128) -> bool {
    let mean: u128 = mean.get().to();
    mean.abs_diff(expected) <= expected / parts
}

#[test]
fn paces_are_ordered() {
    let pace = |fast, slow| Pace::new(at(fast), at(slow));
    assert!(pace(600, 600).is_some() && pace(0, 0).unwrap().is_off());
    assert!(pace(600, 0).is_some_and(|pace| !pace.is_off()));
    assert!(pace(0, 604_800).is_some());
    assert_eq!(pace(601, 600), None);
    assert_eq!(pace(0, 604_801), None);
    assert_eq!(pace(604_801, 0), None);
}

/// One observation is one end of two spans, and neither moves anything.
#[test]
fn a_price_that_is_pushed_once_moves_nothing() {
    for pushed in [P * 10, P / 10, P + 1, P - 1] {
        let calm = observed(pace(), &[(0, P), (60, P), (120, P)]);
        let after = observed(pace(), &[(0, P), (60, pushed), (120, P)]);
        assert_eq!((after.fast(), after.slow()), (calm.fast(), calm.slow()));
        let then = observed(pace(), &[(0, P), (60, pushed)]);
        assert_eq!((then.fast(), then.slow()), (calm.fast(), calm.slow()));
    }
}

/// Who pushes last in a second does not hide what was seen before, nor does who pushes first.
#[test]
fn two_prices_of_a_second_cannot_hide_each_other() {
    for seen in [
        [(0, P), (60, P), (60, P * 10), (600, P * 10)],
        [(0, P), (60, P * 10), (60, P), (600, P * 10)],
    ] {
        let after = observed(pace(), &seen);
        assert!(is_close(after.fast(), P, 1 << 60), "{after:?}");
    }
}

/// Both ends pushed, and nobody in between for a week: a quarter of the time constant counts.
#[test]
fn a_long_silence_counts_for_a_quarter() {
    let after = observed(pace(), &[(0, P), (60, P * 2), (604_860, P * 2)]);
    // 1 - e^(-1/4).
    let moved = P + P / 1_000_000_000 * 221_199_216;
    assert!(is_close(after.fast(), moved, 1_000_000_000));
    assert!(is_close(after.slow(), moved, 1_000_000_000));
}

/// A mean comes to a true step: after three time constants of observations 5 % are left.
#[test]
fn a_step_is_reached_in_time() {
    for step in [60, 150, 7] {
        let mut seen = alloc::vec![(0, P)];
        seen.extend((1..=3 * FAST / step + 1).map(|n| (n * step, P / 2)));
        let after = observed(pace(), &seen);
        // The first observation only shows the step.
        let exact = P / 2 + P / 2 / 1_000_000 * 49_787;
        assert!(is_close(after.fast(), exact, 500), "{step}: {after:?}");
    }
    // Ten are a part in twenty thousand.
    let seen: Vec<_> = (0..=41)
        .map(|n| (n * 150, if n == 0 { P } else { P * 2 }))
        .collect();
    assert!(is_close(observed(pace(), &seen).fast(), P * 2, 20_000));
}

/// The slow mean is slower.
#[test]
fn means_follow_at_their_own_pace() {
    let seen: Vec<_> = (0..20)
        .map(|n| (n * 60, if n == 0 { P } else { P / 2 }))
        .collect();
    let after = observed(pace(), &seen);
    assert!(after.fast() < after.slow() && after.slow() < price(P));
    assert_eq!(
        after
            .prices(price(7), price(6))
            .at(crate::lending::Quote::Slow),
        after.slow()
    );
    assert_eq!(after.at(), at(1_140));
    assert!(is_close(after.last(), P / 2, 1 << 62));
}

#[test]
fn a_mean_that_is_off_is_the_price() {
    let known = Averages::begin(price(P), at(0));
    let off = known.observed(price(7 * P + 1), at(10), Pace::default());
    assert_eq!([off.fast(), off.slow()], [price(7 * P + 1); 2]);
    let only_slow = Pace::new(Seconds::ZERO, at(SLOW)).unwrap();
    let half = known.observed(price(7 * P), at(10), only_slow);
    assert_eq!((half.fast(), half.slow()), (price(7 * P), price(P)));
}

#[test]
fn time_never_runs_back() {
    let known = Averages::begin(price(P), at(100)).observed(price(P * 2), at(50), pace());
    assert_eq!(
        (known.at(), known.fast(), known.last()),
        (at(100), price(P), price(P))
    );
}

#[test]
fn an_empty_word_is_nothing_known() {
    assert_eq!(Averages::from_word(U256::ZERO), None);
    let greatest = UnitPrice::new(U256::MAX).unwrap();
    let word = Averages::begin(greatest, at(u64::MAX)).to_word();
    let known = Averages::from_word(word).unwrap();
    assert_eq!(known.fast().get(), U256::from(u64::MAX) << 192);
    assert_eq!(known.at(), at((1 << 40) - 1));
    let least = kept(Averages::begin(price(1), at(0)));
    assert_eq!([least.fast(), least.slow(), least.last()], [price(1); 3]);
    // An exponent that no price has.
    assert_eq!(Averages::from_word(U256::MAX), None);
}

/// `e^(-span / constant)` with 256 fractional bits, by its series; for spans up to a quarter.
fn kept_part(span: u64, constant: u64) -> Wide {
    let x = (Wide::from(span) << FRACTION) / Wide::from(constant);
    let one = Wide::from(1) << FRACTION;
    let (mut term, mut even, mut odd) = (one, one, Wide::ZERO);
    for n in 1..60_u64 {
        term = ((term * x) >> FRACTION) / Wide::from(n);
        if n % 2 == 0 {
            even += term;
        } else {
            odd += term;
        }
    }
    even - odd
}

/// The rule with exact medians and 256 fractional bits: prices at times, a mean out.
fn reference(seen: &[(u64, u128)], constant: u64) -> Wide {
    let wide = |price: u128| Wide::from(price) << FRACTION;
    let mut mean = wide(seen[0].1);
    for pair in seen.windows(2) {
        let [(then, last), (now, spot)] = [pair[0], pair[1]];
        let (low, high) = (wide(last.min(spot)), wide(last.max(spot)));
        let target = mean.clamp(low, high);
        let part = kept_part((now - then).min(constant.div_ceil(4)), constant);
        mean = if target < mean {
            target + (((mean - target) * part) >> FRACTION)
        } else {
            target - (((target - mean) * part) >> FRACTION)
        };
    }
    mean
}

fn observations() -> impl Strategy<Value = Vec<(u64, u128)>> {
    let step = (1_u64..4_000, 1_000_000_000_u128..u128::MAX >> 8);
    proptest::collection::vec(step, 2..40).prop_map(|steps| {
        let mut now = 0;
        steps
            .into_iter()
            .map(|(span, price)| {
                now += span;
                (now, price)
            })
            .collect()
    })
}

proptest! {
    /// The stated bound, against the rule itself.
    #[test]
    fn means_are_those_of_the_rule(seen in observations(), constant in 4_u64..=604_800) {
        let pace = Pace::new(at(constant), at(constant)).unwrap();
        let mean = Wide::from(observed(pace, &seen).fast().get()) << FRACTION;
        let exact = reference(&seen, constant);
        let highest = seen.iter().map(|(_, price)| *price).max().unwrap();
        let digits = Wide::from(10_u64.pow(18));
        let parts = ((Wide::from(2 * (constant + 1)) * Wide::from(highest)) << FRACTION) / digits;
        let bound = parts + (Wide::from(constant + 2) << FRACTION);
        prop_assert!(mean.abs_diff(exact) <= bound, "{mean} {exact}");
    }

    /// A mean stays between the lowest and the highest that was seen, but for what packing loses.
    #[test]
    fn means_stay_within_what_was_seen(seen in observations()) {
        let known = observed(pace(), &seen);
        let prices = || seen.iter().map(|(_, price)| *price);
        let (low, high) = (prices().min().unwrap(), prices().max().unwrap());
        for mean in [known.fast(), known.slow()] {
            prop_assert!(mean <= price(high));
            prop_assert!(price(low - (low >> 63) - 1) <= mean);
        }
    }

    /// Looking more often at a steady price changes a mean by roundings alone, as long as nobody
    /// looks less often than a quarter of the time constant asks.
    #[test]
    fn frequency_does_not_matter(
        from in 1_000_000_000_u128..u128::MAX >> 8,
        to in 1_000_000_000_u128..u128::MAX >> 8,
        often in 1_u64..=50, rarely in 51_u64..=150,
    ) {
        let until = often * rarely;
        let poked = |step: u64| {
            let mut seen = alloc::vec![(0, from), (1, to)];
            seen.extend((1..=until / step).map(|n| (1 + n * step, to)));
            observed(pace(), &seen)
        };
        let [one, two] = [poked(often), poked(rarely)];
        for (one, two, constant) in [
            (one.fast(), two.fast(), FAST),
            (one.slow(), two.slow(), SLOW),
        ] {
            let [one, two]: [u128; 2] = [one.get().to(), two.get().to()];
            let bound = (4.0e-18 * (constant as f64 + 1.0) * from.max(to) as f64) as u128;
            prop_assert!(one.abs_diff(two) <= bound + 2 * u128::from(constant + 2));
        }
    }

    /// One pushed observation among honest ones at a steady price, wherever it stands.
    #[test]
    fn one_push_moves_nothing(
        pushed in 1_000_000_000_u128..u128::MAX >> 8,
        place in 1_usize..30,
        spans in proptest::collection::vec(1_u64..4_000, 31),
    ) {
        let mut now = 0;
        let mut seen: Vec<_> = spans.iter().map(|span| { now += span; (now, P) }).collect();
        let calm = observed(pace(), &seen);
        seen[place].1 = pushed;
        let after = observed(pace(), &seen);
        prop_assert_eq!((after.fast(), after.slow()), (calm.fast(), calm.slow()));
    }

    #[test]
    fn words_keep_all_but_the_last_bits(raw: [u64; 4], shift in 0_usize..256, time in 0_u64..1 << 40) {
        let raw = (U256::from_limbs(raw) >> shift).max(U256::from(1));
        let seen = UnitPrice::new(raw).unwrap();
        let known = kept(Averages::begin(seen, at(time)));
        prop_assert_eq!(known.at(), at(time));
        for kept in [known.fast(), known.slow(), known.last()] {
            prop_assert!(kept <= seen);
            prop_assert!(seen.get() - kept.get() <= raw >> 63);
        }
        prop_assert_eq!(kept(known), known);
    }
}
