//! What was measured.

use std::fmt;

use serde::Serialize;

/// How fast a node takes deposits.
#[derive(Clone, Debug, Serialize)]
pub struct DepositRow {
    /// Which node.
    pub node: &'static str,
    /// Whose vault.
    pub vault: &'static str,
    /// Deposits per second in the median round.
    pub per_second: f64,
    /// Deposits per second, round by round.
    pub rounds: Vec<f64>,
    /// `per_second` over that of the first row.
    pub ratio: f64,
}

/// How fast a node starts.
#[derive(Clone, Debug, Serialize)]
pub struct StartRow {
    /// Which node.
    pub node: &'static str,
    /// Milliseconds from the start of the process to its first answer, in the median start.
    pub milliseconds: f64,
    /// Milliseconds, start by start.
    pub starts: Vec<f64>,
}

/// All that was measured.
#[derive(Clone, Debug, Serialize)]
pub struct NodeReport {
    /// Deposits per second; Anvil's row is the first.
    pub deposits: Vec<DepositRow>,
    /// Time to start.
    pub starts: Vec<StartRow>,
}

impl fmt::Display for NodeReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<10} {:<14} {:>12} {:>8}",
            "node", "vault", "deposits/s", "ratio"
        )?;
        for row in &self.deposits {
            let DepositRow {
                node,
                vault,
                per_second,
                ratio,
                ..
            } = row;
            writeln!(f, "{node:<10} {vault:<14} {per_second:>12.0} {ratio:>8.2}")?;
        }
        writeln!(f, "\n{:<10} {:>12}", "node", "start, ms")?;
        for StartRow {
            node, milliseconds, ..
        } in &self.starts
        {
            writeln!(f, "{node:<10} {milliseconds:>12.1}")?;
        }
        Ok(())
    }
}

/// The middle value; the mean of the two in the middle of an even number of values.
pub(super) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match (sorted.len() % 2, sorted.get(middle)) {
        (_, None) => f64::NAN,
        (0, Some(value)) => (sorted[middle - 1] + value) / 2.0,
        (_, Some(value)) => *value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median(&[5.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[5.0, 1.0, 2.0, 4.0]), 3.0);
        assert!(median(&[]).is_nan());
    }
}
