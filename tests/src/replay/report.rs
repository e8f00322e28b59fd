//! What came of a crash, for people: a table, and a picture.

use std::fmt::Write;

use super::crash::Crash;
use super::measure::{Outcome, Sample};
use super::plot::{Line, Plot};
use super::rules::Case;

/// A health above this is drawn as this: nobody is near the edge.
const HEALTH_DRAWN_MAX: f64 = 2.0;

const HEAD: &str = "| case | lent | liquidations | of accounts | of those healthy | bad debt | \
                    reserve paid | suppliers lost | largest | uncovered at the end | \
                    lost of what was lent | unhealthy hours | longest |\n\
                    | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |";

/// A table in Markdown, a case a row, in whole dollars.
pub fn table(cases: &[Case], outcomes: &[Outcome]) -> String {
    let mut table = HEAD.to_owned();
    for (case, outcome) in cases.iter().zip(outcomes) {
        let cells = [
            case.name.to_owned(),
            whole(outcome.lent),
            outcome.liquidations.to_string(),
            outcome.liquidated.to_string(),
            outcome.healthy_liquidated.to_string(),
            whole(outcome.bad_debt),
            whole(outcome.from_reserve),
            whole(outcome.from_suppliers()),
            whole(outcome.largest),
            whole(outcome.uncovered),
            format!("{:.3} %", outcome.lost_part() * 100.0),
            format!("{:.1}", outcome.unhealthy_hours),
            format!("{:.1}", outcome.longest_hours),
        ];
        // A string takes whatever is written.
        let _ = write!(table, "\n| {} |", cells.join(" | "));
    }
    table.push('\n');
    table
}

/// A document with what stands between the marks of a name replaced; `None` without those marks,
/// `<!-- name -->` and `<!-- /name -->`.
pub fn replaced(document: &str, name: &str, content: &str) -> Option<String> {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = document.split_once(&open)?;
    let (_, after) = rest.split_once(&close)?;
    Some(format!("{before}{open}{content}{close}{after}"))
}

/// Price and debt in percent of their greatest, the weakest health in percent, and liquidations in
/// percent of all, by days.
pub fn picture(crash: &Crash, outcome: &Outcome) -> Plot {
    let samples = &outcome.samples;
    let most = |of: fn(&Sample) -> f64| samples.iter().map(of).fold(0.0, f64::max);
    let price = most(|it| it.price);
    let debt = most(|it| it.debt);
    let count = most(|it| it.liquidations as f64);
    let line = |name: String, of: &dyn Fn(&Sample) -> f64| Line {
        name,
        points: samples
            .iter()
            .map(|it| (it.seconds as f64 / 86_400.0, of(it) * 100.0))
            .collect(),
    };
    let lines = vec![
        line(format!("price, of {} $", whole(price)), &|it| {
            it.price / price
        }),
        line(format!("debt, of {} $", whole(debt)), &|it| it.debt / debt),
        line("health of the weakest".to_owned(), &|it| {
            it.weakest.map_or(f64::NAN, |it| it.min(HEALTH_DRAWN_MAX))
        }),
        line(format!("liquidations, of {count}"), &|it| {
            it.liquidations as f64 / count
        }),
    ];
    Plot {
        title: format!("{} days from {}, all rules", crash.days, crash.first),
        axes: ["days".to_owned(), "percent".to_owned()],
        lines,
    }
}

/// Whole dollars, with their thousands apart.
fn whole(amount: f64) -> String {
    let digits = format!("{amount:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place != 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
