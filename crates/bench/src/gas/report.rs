//! What was measured.

use std::fmt;

use ballast_client::floor::Floor;
use serde::Serialize;

use super::{Cache, PartsRow, PeerRow, Row};

/// All that was measured.
#[derive(Clone, Debug, Serialize)]
pub struct GasReport {
    /// This project's vault beside the best of the others.
    pub rows: Vec<Row>,
    /// The others, each by itself.
    pub peers: Vec<PeerRow>,
    /// This project's cached vault, taken apart.
    pub parts: Vec<PartsRow>,
}

impl fmt::Display for GasReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.comparison(f)?;
        writeln!(f)?;
        self.explanation(f)
    }
}

impl GasReport {
    fn comparison(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = (
            "operation",
            "state",
            "uncached",
            "cached",
            "best peer",
            "ratio",
        );
        let (operation, state, uncached, cached, peer, ratio) = head;
        writeln!(
            f,
            "{operation:<24} {state:<6} {uncached:>9} {cached:>9} {peer:>22} {ratio:>7}"
        )?;
        let (cached, uncached) = self
            .rows
            .iter()
            .partition::<Vec<_>, _>(|row| row.cache == Cache::Cached);
        for (row, other) in cached.into_iter().zip(uncached) {
            let Row {
                case,
                ours,
                peer,
                peer_gas,
                ratio,
                ..
            } = row;
            let (operation, peer) = (case.operation.name(), format!("{peer} {peer_gas:>6}"));
            let state = case.state;
            writeln!(
                f,
                "{operation:<24} {state:<6} {:>9} {ours:>9} {peer:>22} {ratio:>7.3}",
                other.ours
            )?;
        }
        Ok(())
    }

    fn explanation(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<24} {:<6} {:>6} {:>8} {:>5} {:>7} {:>7} {:>6} {:>10} {:>12}",
            "cached, line by line",
            "state",
            "slots",
            "accounts",
            "logs",
            "callees",
            "refund",
            "entry",
            "host calls",
            "instructions"
        )?;
        for row in &self.parts {
            let Floor {
                slots,
                accounts,
                logs,
                callees,
                refund,
            } = row.floor;
            writeln!(
                f,
                "{:<24} {:<6} {slots:>6} {accounts:>8} {logs:>5} {callees:>7} {refund:>7} {:>6} {:>10} {:>12}",
                row.case.operation.name(),
                row.case.state,
                row.entry,
                row.host_calls,
                row.instructions
            )?;
        }
        Ok(())
    }
}
