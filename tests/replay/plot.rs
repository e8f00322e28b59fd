//! Plots hold what they are given, within their frame.

use ballast_tests::replay::path::path;
use ballast_tests::replay::plot::{Line, Plot};
use ballast_tests::{Candle, bitcoin_from};
use proptest::collection::vec;
use proptest::prelude::*;

fn plot(lines: Vec<Vec<(f64, f64)>>) -> Plot {
    let lines = lines.into_iter().zip(1..);
    Plot {
        title: "Price & <debt>".into(),
        axes: ["hours".into(), "dollars".into()],
        lines: lines
            .map(|(points, number)| Line {
                name: format!("line {number}"),
                points,
            })
            .collect(),
    }
}

/// The points of each line as they are drawn.
fn drawn(svg: &str) -> Vec<Vec<(f64, f64)>> {
    let lines = svg.lines().filter(|line| line.starts_with("<polyline"));
    lines
        .map(|line| {
            let points = line.split("points=\"").nth(1).unwrap();
            let points = points.split('"').next().unwrap().split(' ');
            points
                .filter_map(|pair| pair.split_once(','))
                .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
                .collect()
        })
        .collect()
}

proptest! {
    #[test]
    fn every_point_is_drawn_within_the_frame(
        lines in vec(vec((-1e9..1e9_f64, -1e9..1e9_f64), 1..50), 1..9),
    ) {
        let drawn = drawn(&plot(lines.clone()).svg());
        prop_assert_eq!(drawn.len(), lines.len());
        for (drawn, line) in drawn.iter().zip(&lines) {
            prop_assert_eq!(drawn.len(), line.len());
            for (x, y) in drawn {
                prop_assert!((90.0..=940.0).contains(x) && (60.0..=430.0).contains(y));
            }
        }
    }
}

#[test]
fn more_is_further_right_and_further_up() {
    let drawn = drawn(&plot(vec![vec![(0.0, 5.0), (1.0, 7.0), (3.0, 6.0)]]).svg());
    assert_eq!(drawn[0], [(90.0, 430.0), (373.3, 60.0), (940.0, 245.0)]);
}

#[test]
fn words_are_escaped_and_what_is_no_number_is_left_out() {
    let points = vec![
        (0.0, 1.0),
        (f64::NAN, 2.0),
        (1.0, f64::INFINITY),
        (2.0, 3.0),
    ];
    let svg = plot(vec![points, vec![]]).svg();
    assert!(svg.contains(">Price &amp; &lt;debt&gt;<"));
    assert_eq!(drawn(&svg), [vec![(90.0, 430.0), (940.0, 60.0)], vec![]]);
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
    for flat in [vec![], vec![(1.0, 0.0)], vec![(1.0, 8.0), (1.0, 8.0)]] {
        let svg = plot(vec![flat]).svg();
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
}

#[test]
fn marks_are_round_numbers() {
    let svg = plot(vec![vec![(0.0, 4_106.98), (48.0, 7_929.12)]]).svg();
    for mark in ["5000", "6000", "7000", "10", "40"] {
        assert!(svg.contains(&format!(">{mark}</text>")), "{mark}");
    }
}

#[test]
fn a_crash_can_be_drawn() {
    let days: Vec<Candle> = bitcoin_from("2020-03-12").take(2).collect();
    let points = path(&days, 288, 1);
    let line = points
        .iter()
        .map(|it| (it.seconds as f64 / 3_600.0, it.price));
    let drawn = drawn(&plot(vec![line.collect()]).svg());
    assert_eq!(drawn[0].len(), 2 * 289);
    let lowest = drawn[0].iter().map(|(_, y)| *y).fold(0.0, f64::max);
    assert_eq!(lowest, 430.0, "the low of the second day is at the foot");
}
