//! Filters that clients poll.
//!
//! A filter remembers only up to where it was polled, so an abandoned one costs nothing but its
//! entry, and that goes after five minutes.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use alloy_primitives::{B256, U256};
use alloy_rpc_types_eth::{Filter, Log};
use serde::Serialize;

use crate::error::Error;
use crate::node::{Node, Result};

/// A filter not polled for this long is forgotten, as in go-ethereum.
const IDLE_MAX: Duration = Duration::from_secs(300);

/// Filters at one time.
const FILTERS_MAX: usize = 4_096;

/// Transaction hashes kept for filters that wait for them.
const TRANSACTIONS_KEPT: usize = 16_384;

/// What a filter waits for.
#[derive(Clone, Debug)]
pub enum FilterKind {
    /// Logs.
    Logs(Box<Filter>),
    /// Hashes of new blocks.
    Blocks,
    /// Hashes of new transactions.
    Transactions,
}

/// News since a filter was last polled.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum FilterNews {
    /// Of blocks or transactions.
    Hashes(Vec<B256>),
    /// Logs.
    Logs(Vec<Log>),
}

#[derive(Debug)]
struct Installed {
    kind: FilterKind,
    /// The first height, or the first transaction ever, that was not reported yet.
    next: u64,
    polled: Instant,
}

/// All installed filters.
#[derive(Debug, Default)]
pub(crate) struct Filters {
    installed: BTreeMap<U256, Installed>,
    ids: u64,
    transactions: VecDeque<B256>,
    /// How many transactions there were before the first one kept.
    forgotten: u64,
}

impl Filters {
    /// Keeps the hash of a new transaction, if any filter waits for one.
    pub(crate) fn note_transaction(&mut self, hash: B256) {
        if self.transactions.len() == TRANSACTIONS_KEPT {
            self.transactions.pop_front();
            self.forgotten += 1;
        }
        self.transactions.push_back(hash);
    }

    fn transactions_seen(&self) -> u64 {
        self.forgotten + self.transactions.len() as u64
    }

    fn get(&mut self, id: &U256) -> Result<&mut Installed> {
        let filter = self.installed.get_mut(id);
        let filter = filter.ok_or_else(|| Error::NotFound("filter not found".into()))?;
        filter.polled = Instant::now();
        Ok(filter)
    }
}

impl Node {
    /// Installs a filter for what happens from now on.
    ///
    /// # Errors
    /// When 4,096 filters were polled within the last five minutes.
    pub fn new_filter(&self, kind: FilterKind) -> Result<U256> {
        let height = self.block_number() + 1;
        let mut filters = self.filters();
        filters
            .installed
            .retain(|_, filter| filter.polled.elapsed() < IDLE_MAX);
        if FILTERS_MAX <= filters.installed.len() {
            return Err(Error::NotFound("too many filters".into()));
        }
        let next = match kind {
            FilterKind::Transactions => filters.transactions_seen(),
            FilterKind::Logs(_) | FilterKind::Blocks => height,
        };
        filters.ids += 1;
        let id = U256::from(filters.ids);
        filters.installed.insert(
            id,
            Installed {
                kind,
                next,
                polled: Instant::now(),
            },
        );
        Ok(id)
    }

    /// What is new since the last call.
    ///
    /// # Errors
    /// When there is no such filter (any more).
    pub fn filter_changes(&self, id: &U256) -> Result<FilterNews> {
        let latest = self.latest();
        let mut filters = self.filters();
        let seen = filters.transactions_seen();
        let forgotten = filters.forgotten;
        let filter = filters.get(id)?;
        let from = filter.next;
        let kind = filter.kind.clone();
        filter.next = match kind {
            FilterKind::Transactions => seen,
            FilterKind::Logs(_) | FilterKind::Blocks => latest.number() + 1,
        };
        if let FilterKind::Transactions = kind {
            let skipped = from.saturating_sub(forgotten) as usize;
            return Ok(FilterNews::Hashes(
                filters.transactions.range(skipped..).copied().collect(),
            ));
        }
        drop(filters);
        Ok(match kind {
            FilterKind::Logs(filter) => {
                let first = filter.get_from_block().unwrap_or_default();
                let last = filter.get_to_block().unwrap_or(u64::MAX);
                let (from, to) = (from.max(first), latest.number().min(last));
                FilterNews::Logs(self.logs_between(&filter, from, to))
            }
            FilterKind::Blocks | FilterKind::Transactions => {
                FilterNews::Hashes(self.hashes_between(from, latest.number()))
            }
        })
    }

    /// All logs a log filter matches, not only new ones.
    ///
    /// # Errors
    /// When there is no such filter, or it is not one for logs.
    pub fn filter_logs(&self, id: &U256) -> Result<Vec<Log>> {
        let kind = self.filters().get(id)?.kind.clone();
        match kind {
            FilterKind::Logs(filter) => self.logs(&filter),
            FilterKind::Blocks | FilterKind::Transactions => {
                Err(Error::NotFound("filter not found".into()))
            }
        }
    }

    /// Forgets a filter; whether there was one.
    pub fn uninstall_filter(&self, id: &U256) -> bool {
        self.filters().installed.remove(id).is_some()
    }
}
