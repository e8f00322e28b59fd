//! What the making of the next block depends on besides the chain.

use std::collections::HashSet;

use alloy_primitives::Address;
use ballast_evm::BlockContext;

use crate::accounts::DEV_ACCOUNTS;
use crate::block::{GAS_LIMIT, SEQUENCER};
use crate::chain::{Adjustments, Chain};
use crate::clock::Clock;
use crate::config::Config;
use crate::pool::Pool;
use crate::state::World;

/// Snapshots kept; the oldest goes when there are more.
const SNAPSHOTS_MAX: usize = 10_000;

/// Everything the next block depends on besides the chain. Whoever holds it makes blocks.
#[derive(Debug)]
pub(crate) struct Producer {
    pub(crate) pool: Pool,
    pub(crate) clock: Clock,
    pub(crate) base_fee: u64,
    pub(crate) beneficiary: Address,
    pub(crate) automine: bool,
    pub(crate) impersonated: HashSet<Address>,
    pub(crate) impersonate_all: bool,
    snapshots: Vec<Snapshot>,
    snapshots_taken: u64,
}

/// What a snapshot brings back.
#[derive(Debug)]
pub(crate) struct Snapshot {
    id: u64,
    pub(crate) number: u64,
    pub(crate) world: World,
    pub(crate) adjustments: Adjustments,
    pool: Pool,
    clock: Clock,
    base_fee: u64,
    beneficiary: Address,
}

impl Producer {
    /// The settings a chain starts with.
    pub(crate) fn new(config: &Config, chain: &Chain) -> Self {
        let latest = chain.latest();
        // Time was moved ahead of the machine's, here or before the restart: it runs on from there.
        let reached = latest.header.timestamp;
        let ahead = Clock::new(None, 0).now() < reached;
        let timestamp = (ahead || config.genesis_timestamp.is_some()).then_some(reached);
        Self {
            pool: Pool::default(),
            clock: Clock::new(timestamp, latest.l1_number()),
            base_fee: latest.base_fee(),
            beneficiary: SEQUENCER,
            automine: config.block_time.is_none(),
            impersonated: HashSet::new(),
            impersonate_all: false,
            snapshots: Vec::new(),
            snapshots_taken: 0,
        }
    }

    /// Goes back to the settings at the start; snapshots are gone.
    pub(crate) fn restart(&mut self, config: &Config, chain: &Chain) {
        let snapshots_taken = self.snapshots_taken;
        *self = Self {
            snapshots_taken,
            ..Self::new(config, chain)
        };
    }

    /// The context a block made now would run in.
    pub(crate) fn next_context(&self, chain: &Chain) -> BlockContext {
        let parent = chain.latest();
        let timestamp = self.clock.timestamp(parent.header.timestamp);
        BlockContext {
            number: parent.number() + 1,
            l1_number: self.clock.l1_number(timestamp).max(parent.l1_number()),
            timestamp,
            base_fee: self.base_fee,
            beneficiary: self.beneficiary,
            gas_limit: GAS_LIMIT,
            hashes: chain.hashes(),
        }
    }

    /// Whether transactions from this address need no signature.
    pub(crate) fn is_impersonated(&self, address: &Address) -> bool {
        self.impersonate_all || self.impersonated.contains(address)
    }

    /// Whether the node may send for this address.
    pub(crate) fn is_unlocked(&self, address: &Address) -> bool {
        let is_dev = DEV_ACCOUNTS
            .iter()
            .any(|account| account.address == *address);
        is_dev || self.is_impersonated(address)
    }

    /// Keeps the present for [`Self::take_snapshot`].
    pub(crate) fn add_snapshot(&mut self, chain: &Chain) -> u64 {
        if self.snapshots.len() == SNAPSHOTS_MAX {
            self.snapshots.remove(0);
        }
        self.snapshots_taken += 1;
        self.snapshots.push(Snapshot {
            id: self.snapshots_taken,
            number: chain.latest().number(),
            world: chain.world().clone(),
            adjustments: chain.adjustments().clone(),
            pool: self.pool.clone(),
            clock: self.clock.clone(),
            base_fee: self.base_fee,
            beneficiary: self.beneficiary,
        });
        self.snapshots_taken
    }

    /// Hands out a snapshot and goes back to its settings; it and all later ones are gone then.
    pub(crate) fn take_snapshot(&mut self, id: u64) -> Option<Snapshot> {
        let index = self
            .snapshots
            .binary_search_by_key(&id, |snapshot| snapshot.id)
            .ok()?;
        let mut snapshot = self.snapshots.drain(index..).next()?;
        self.pool = std::mem::take(&mut snapshot.pool);
        self.clock = snapshot.clock.clone();
        self.base_fee = snapshot.base_fee;
        self.beneficiary = snapshot.beneficiary;
        Some(snapshot)
    }
}
