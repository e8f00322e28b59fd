//! Feeds follow a path as closely as their terms say.

use ballast_tests::replay::path::{Point, path};
use ballast_tests::replay::rounds::{Round, Terms, at, rounds};
use ballast_tests::{Candle, bitcoin_from};
use proptest::prelude::*;

/// Three days from the day before the worst one, every five minutes.
fn crash(seed: u64) -> Vec<Point> {
    let days: Vec<Candle> = bitcoin_from("2020-03-11").take(3).collect();
    path(&days, 288, seed)
}

fn terms() -> impl Strategy<Value = Terms> {
    (1..500_u32, 300..90_000_u64, 0..7_200_u64).prop_map(|terms| Terms {
        threshold_bps: terms.0,
        heartbeat_seconds: terms.1,
        delay_seconds: terms.2,
    })
}

fn answer_of(point: &Point) -> f64 {
    point.price * 100_000_000.0
}

proptest! {
    #[test]
    fn without_delay_an_answer_is_never_further_off_than_the_threshold(
        terms in terms(), seed: u64,
    ) {
        let (path, terms) = (crash(seed), Terms { delay_seconds: 0, ..terms });
        let rounds = rounds(&path, terms);
        for point in &path {
            let round = at(&rounds, point.seconds).unwrap();
            let answer = round.answer as f64;
            let off = (answer_of(point) - answer).abs() / answer * 10_000.0;
            prop_assert!(off <= f64::from(terms.threshold_bps) + 1e-6, "{}", off);
            prop_assert!(point.seconds - round.seconds < terms.heartbeat_seconds);
        }
    }

    #[test]
    fn a_delay_moves_what_is_said_and_nothing_else(terms in terms(), seed: u64) {
        let path = crash(seed);
        let late = rounds(&path, terms);
        let prompt = rounds(&path, Terms { delay_seconds: 0, ..terms });
        prop_assert_eq!(late.len(), prompt.len());
        prop_assert_eq!(late[0], prompt[0]);
        for (late, prompt) in late.iter().zip(&prompt).skip(1) {
            prop_assert_eq!(late.seconds, prompt.seconds + terms.delay_seconds);
            prop_assert_eq!(late.answer, prompt.answer);
        }
        prop_assert!(late.windows(2).all(|pair| pair[0].seconds < pair[1].seconds));
    }
}

#[test]
fn a_feed_is_written_at_its_threshold_and_at_its_heartbeat() {
    let point = |seconds, price| Point { seconds, price };
    let path = [
        point(0, 100.0),
        point(10, 100.49),
        point(20, 99.5),
        point(30, 99.9),
        point(79, 99.5),
        point(80, 99.5),
    ];
    let terms = Terms {
        threshold_bps: 50,
        heartbeat_seconds: 60,
        delay_seconds: 5,
    };
    let round = |seconds, cents: u64| Round {
        seconds,
        answer: cents * 1_000_000,
    };
    let written = rounds(&path, terms);
    assert_eq!(
        written,
        [round(0, 10_000), round(25, 9_950), round(85, 9_950)]
    );
    assert_eq!(at(&written, 24), Some(round(0, 10_000)));
    assert_eq!(at(&written, 25), Some(round(25, 9_950)));
    assert_eq!(at(&written[1..], 24), None);
    assert_eq!(rounds(&[], terms), []);
}

/// What a lagging feed is worth to whoever knows better: on 12 March 2020 many percent.
#[test]
fn a_feed_an_hour_late_is_far_off_in_a_crash() {
    let path = crash(1);
    let terms = Terms {
        threshold_bps: 50,
        heartbeat_seconds: 86_400,
        delay_seconds: 3_600,
    };
    let rounds = rounds(&path, terms);
    let off = path.iter().map(|point| {
        let answer = at(&rounds, point.seconds).unwrap().answer as f64;
        (answer - answer_of(point)) / answer_of(point)
    });
    let worst = off.fold(0.0, f64::max);
    assert!(0.1 < worst, "{worst}");
}
