//! Where this project's gas goes.

use ballast_client::floor::Floor;
use ballast_client::program::Program;
use ballast_client::trace::HostTrace;
use ballast_client::{Client, Receipt};
use serde::Serialize;

use super::Case;
use crate::error::BenchError;

/// Ink for a unit of gas, on a chain where nobody changed it.
const INK_PER_GAS: u64 = 10_000;

/// The execution gas of one operation on the cached vault, line by line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartsRow {
    /// What is done, and on what state.
    #[serde(flatten)]
    pub case: Case,
    /// Gas charged, less 21,000 and the calldata: the sum of what follows, less the refund.
    pub execution_gas: u64,
    /// What a program of size zero would pay too.
    #[serde(flatten)]
    pub floor: Floor,
    /// Entering the program, which grows with its size.
    pub entry: u64,
    /// Host calls, beside what they bought from the chain; slots paid for twice.
    pub host_calls: u64,
    /// WASM instructions and memory.
    pub instructions: u64,
}

impl PartsRow {
    /// Takes a transaction apart that called the cached vault directly.
    pub(super) async fn read(
        client: &Client,
        case: Case,
        receipt: &Receipt,
        execution_gas: u64,
    ) -> Result<Self, BenchError> {
        let floor = Floor::count(client, receipt).await?;
        let trace = HostTrace::read(client, receipt.transaction_hash).await?;
        let program = receipt.to.unwrap_or_default();
        let entry = Program::read(client, program).await?.entry_gas_cached;
        let ink: u64 = trace.steps.iter().map(|step| step.ink()).sum();
        let host_gas = ink / INK_PER_GAS;
        let bought = floor.total().saturating_add(floor.refund);
        let inside = execution_gas.saturating_add(floor.refund);
        Ok(Self {
            case,
            execution_gas,
            floor,
            entry,
            host_calls: host_gas.saturating_sub(bought),
            instructions: inside.saturating_sub(entry.saturating_add(host_gas)),
        })
    }
}
