//! What each rule is for, on the two worst days of March 2020: the claims of `docs/replay.md`,
//! smaller.

use ballast_tests::replay::crash::Crash;
use ballast_tests::replay::measure::Outcome;
use ballast_tests::replay::report::{picture, replaced, table};
use ballast_tests::replay::rules::{Case, cases};
use ballast_tests::replay::run::{Play, run, run_all};

/// A step every fifteen minutes, twelve borrowers.
const PLAY: Play = Play {
    crash: Crash {
        name: "two-days",
        first: "2020-03-12",
        days: 2,
    },
    steps: 96,
    borrowers: 12,
    seed: 1,
};

/// The cases of these names, in this order.
fn named(names: &[&str]) -> Vec<Case> {
    let all = cases();
    let found = names
        .iter()
        .map(|name| all.iter().find(|case| case.name == *name).cloned());
    found.map(|case| case.expect("a case")).collect()
}

/// What came of cases of these names.
fn played<const N: usize>(names: [&str; N]) -> [Outcome; N] {
    let cases = named(&names);
    let outcomes = run_all(&PLAY, &cases, |_| {});
    println!("{}", table(&cases, &outcomes));
    outcomes.try_into().expect("an outcome a case")
}

/// With all rules nothing is lost in the crash, whatever else happens in it, and nobody is
/// liquidated who is healthy.
#[test]
fn all_rules_lose_nothing() {
    let outcomes = played([
        "all rules",
        "no liquidator for an hour",
        "sequencer away for two hours",
        "uptime feed stuck for a day",
    ]);
    for outcome in &outcomes {
        assert_eq!((outcome.lost(), outcome.from_reserve), (0.0, 0.0));
        assert_eq!(outcome.healthy_liquidated, 0);
        assert!(2_000_000.0 < outcome.lent);
        // Half of the price was lost: hardly anybody was left alone.
        assert!(10 <= outcome.liquidated && outcome.liquidated < outcome.liquidations);
        assert!(0.0 < outcome.unhealthy_hours && outcome.longest_hours < 24.0);
    }
}

/// Averages cost time: who is unhealthy stays so for longer, and nothing is lost by it here. What
/// they buy: a price that is pushed for a second lends nothing, and takes nothing from the healthy.
#[test]
fn averages_cost_time_and_buy_resistance() {
    let [kept, swift, up, up_without, down, down_without] = played([
        "all rules",
        "no averages",
        "spot pushed up tenfold",
        "spot pushed up, no averages",
        "spot pushed down tenfold",
        "spot pushed down, no averages",
    ]);
    assert!(swift.unhealthy_hours < kept.unhealthy_hours);
    assert_eq!((swift.lost(), kept.lost()), (0.0, 0.0));
    for pushed in [&up, &down] {
        assert_eq!(pushed.lost(), 0.0);
        assert_eq!(pushed.healthy_liquidated, kept.healthy_liquidated);
        assert_eq!(pushed.lent, kept.lent);
    }
    // 750,000 on 100,000: the reserve pays what it has, suppliers the rest.
    assert!(kept.lent + 600_000.0 < up_without.lent);
    assert!(600_000.0 < up_without.largest && 0.2 < up_without.lost_part());
    assert!(0.0 < up_without.from_reserve);
    assert!(600_000.0 < up_without.from_suppliers());
    // A tenth of the price: collateral goes for a tenth, and suppliers lose what is not paid.
    assert!(swift.healthy_liquidated < down_without.healthy_liquidated);
    assert!(1_000_000.0 < down_without.bad_debt);
}

/// Without its deep threshold the slow average holds up what is beyond saving, and something is
/// lost; without a target each liquidation is larger, and there are fewer of them.
#[test]
fn delays_end_where_they_would_cost() {
    let [kept, slow, larger, dust] = played([
        "all rules",
        "slow average without a deep threshold",
        "no target: up to the close factor",
        "no dust rule",
    ]);
    assert!(kept.lost() < slow.lost() && slow.lost_part() < 0.001);
    assert!(larger.liquidations < kept.liquidations);
    assert!(larger.unhealthy_hours < kept.unhealthy_hours);
    // What is left of small debts pays nobody who would take it.
    assert!(kept.liquidations < dust.liquidations);
    assert!(kept.unhealthy_hours < dust.unhealthy_hours);
}

/// The same seed plays the same, to the last dollar and sample.
#[test]
fn a_seed_plays_one_run() {
    let play = Play {
        steps: 24,
        borrowers: 4,
        ..PLAY
    };
    let case = &named(&["all rules"])[0];
    let once = run(&play, case);
    assert_eq!(once, run(&play, case));
    let svg = picture(&play.crash, &once).svg();
    assert_eq!(svg.matches("<polyline").count(), 4);
    let rows = table(std::slice::from_ref(case), std::slice::from_ref(&once));
    let document = "a\n<!-- two-days -->\nold\n<!-- /two-days -->\nb\n";
    let written = replaced(document, play.crash.name, &rows).expect("a place");
    assert!(written.contains("| all rules |") && !written.contains("old"));
    assert!(written.starts_with("a\n") && written.ends_with("\nb\n"));
    assert_eq!(replaced(document, "elsewhere", &rows), None);
}
