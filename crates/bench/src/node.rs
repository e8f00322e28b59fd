//! The embedded chain as a node, beside Anvil: deposits per second and time to start.
//!
//! Both nodes run as processes of their own on this machine, and are asked over one HTTP connection
//! each: a signed deposit is sent, its receipt awaited, then the next one sent. Transactions are
//! signed beforehand. On both nodes the same OpenZeppelin vault is measured, byte for byte; on the
//! embedded chain this project's vault as well.
//!
//! Rounds take turns, so that whatever else the machine does meets all alike; the median round
//! counts. Every round has a fresh node: Anvil slows down as its chain grows, by more than half
//! within a thousand blocks.

mod process;
mod report;
mod run;
mod target;

use std::path::PathBuf;

pub use report::{DepositRow, NodeReport, StartRow};
pub use run::run;

/// How to start a node: `--port` and a number follow the arguments.
#[derive(Clone, Debug)]
pub struct NodeCommand {
    /// The program.
    pub program: PathBuf,
    /// What it is told besides the port.
    pub arguments: Vec<String>,
}

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub struct NodeOptions {
    /// Rounds per node and vault; the median counts.
    pub rounds: usize,
    /// Deposits in a round.
    pub deposits: usize,
}

impl Default for NodeOptions {
    fn default() -> Self {
        Self {
            rounds: 5,
            deposits: 500,
        }
    }
}
