//! Gas of a vault's operations, beside the same operations of other vaults on the same chain.
//!
//! Every vault is put on the same stage: solmate's token with 18 decimals, two holders with 1,000
//! tokens each in the vault, a donation of 100 tokens, allowances without limit from everyone to
//! the vault, an hour between any two transactions. Each measured call is a transaction of its
//! own, so it starts with everything cold. Execution gas is compared: gas charged less 21,000,
//! calldata and L1 data.

mod case;
mod parts;
mod report;
mod stage;

use serde::Serialize;

pub use case::{CASES, Case, Operation, State};
pub use parts::PartsRow;
pub use report::GasReport;

use crate::error::BenchError;
use crate::peers::{PeerVault, Peers, Pipeline};
use stage::Stage;

/// The vaults that are measured for comparison.
const PEERS: [PeerVault; 3] = [
    PeerVault::OpenZeppelin,
    PeerVault::Solmate,
    PeerVault::Solady,
];

/// What an operation costs in another vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PeerRow {
    /// What is done, and on what state.
    #[serde(flatten)]
    pub case: Case,
    /// Whose vault.
    pub peer: &'static str,
    /// Execution gas of the better of the compiler's two pipelines.
    pub gas: u64,
}

/// What an operation costs in this project's vault, beside the best of the others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// What is done, and on what state.
    #[serde(flatten)]
    pub case: Case,
    /// Whether the vault's program is cached. The vaults of others are EVM code, which is not.
    pub cache: Cache,
    /// Execution gas of this project's vault.
    pub ours: u64,
    /// Whose vault is the cheapest of the others.
    pub peer: &'static str,
    /// Execution gas of that vault.
    pub peer_gas: u64,
    /// `ours` over `peer_gas`.
    pub ratio: f64,
}

/// Whether the chain keeps a program ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Cache {
    /// It does, as it is meant to be with contracts in use.
    Cached,
    /// It does not: every transaction pays for starting the program.
    Uncached,
}

/// Measures this project's vault, cached and not, beside the others.
///
/// # Errors
/// When the contracts of others are not to be had, or a call fails.
pub fn run() -> Result<GasReport, BenchError> {
    let code = Peers::load()?;
    let peers = peers_of(&code)?;
    let (mut rows, mut parts) = (Vec::new(), Vec::new());
    for cache in [Cache::Cached, Cache::Uncached] {
        let stage = Stage::for_ours(&code, cache == Cache::Cached)?;
        let ours = stage.measure()?;
        if cache == Cache::Cached {
            parts = stage.parts()?;
        }
        for (case, ours) in CASES.into_iter().zip(ours) {
            let same = peers.iter().filter(|row| row.case == case);
            let Some(best) = same.min_by_key(|row| row.gas) else {
                continue;
            };
            let (peer, peer_gas) = (best.peer, best.gas);
            let ratio = ours as f64 / peer_gas as f64;
            rows.push(Row {
                case,
                cache,
                ours,
                peer,
                peer_gas,
                ratio,
            });
        }
    }
    Ok(GasReport { rows, peers, parts })
}

/// Measures the vaults of others, case by case.
///
/// # Errors
/// As [`run`].
pub fn peers() -> Result<Vec<PeerRow>, BenchError> {
    peers_of(&Peers::load()?)
}

fn peers_of(code: &Peers) -> Result<Vec<PeerRow>, BenchError> {
    let mut rows = Vec::new();
    for peer in PEERS {
        let legacy = Stage::for_peer(code, peer, Pipeline::Legacy)?.measure()?;
        let via_ir = Stage::for_peer(code, peer, Pipeline::ViaIr)?.measure()?;
        let best = legacy
            .into_iter()
            .zip(via_ir)
            .map(|(one, other)| one.min(other));
        let named = CASES.into_iter().zip(best);
        rows.extend(named.map(|(case, gas)| PeerRow {
            case,
            peer: peer.name(),
            gas,
        }));
    }
    Ok(rows)
}
