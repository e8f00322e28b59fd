//! The chain as a library: every call here runs on the caller's thread.

mod call;
mod control;
mod estimate;
mod interface;
mod mining;
mod query;
mod submit;
mod trace;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use ballast_evm::{ChainConfig, Executor};
use tokio::sync::broadcast;

use crate::accounts::DEV_ACCOUNTS;
use crate::assembly::Detail;
use crate::block::Block;
use crate::chain::Chain;
use crate::config::Config;
use crate::error::{Error, StartError};
use crate::filters::Filters;
use crate::genesis;
use crate::known::KnownAbis;
use crate::producer::Producer;
use crate::ticker::Ticker;

pub use call::{BlockOverrides, CallOptions, CallOutcome};
pub use control::{AccountDump, MineOptions, StateDump};
pub use trace::HostFrame;

/// Events kept for a slow subscriber before it misses some.
const EVENTS_KEPT: usize = 4_096;

/// What subscribers are told.
#[derive(Clone, Debug)]
pub enum Event {
    /// A transaction was accepted and waits, or is about to be mined.
    Transaction(alloy_primitives::B256),
    /// A block was made.
    Block {
        /// The block.
        block: Arc<Block>,
        /// One entry per transaction of the block.
        details: Arc<[Detail]>,
    },
}

/// A running chain. Clones are handles to the same chain; it ends with the last of them.
#[derive(Clone, Debug)]
pub struct Node {
    inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    executor: Executor,
    config: Config,
    abis: KnownAbis,
    chain: RwLock<Chain>,
    producer: Mutex<Producer>,
    filters: Mutex<Filters>,
    events: broadcast::Sender<Event>,
    ticker: Ticker,
}

impl Node {
    /// Starts a chain.
    ///
    /// # Errors
    /// When the genesis transactions fail or the state file cannot be used.
    pub fn new(config: Config) -> Result<Self, StartError> {
        let executor = Executor::new(ChainConfig {
            chain_id: config.chain_id,
            arbos_version: config.arbos_version,
            owner: DEV_ACCOUNTS[DEV_ACCOUNTS.len() - 1].address,
            code_size_max: config.code_size_max,
        });
        let (block, world) = genesis::build(&executor, &config)?;
        let producer = Producer::new(&config, block.header.timestamp);
        let inner = Inner {
            executor,
            abis: KnownAbis::built_in().with(&config.abis),
            chain: RwLock::new(Chain::new(Arc::new(block), world)),
            producer: Mutex::new(producer),
            filters: Mutex::default(),
            events: broadcast::Sender::new(EVENTS_KEPT),
            ticker: Ticker::default(),
            config,
        };
        let node = Self { inner: Arc::new(inner) };
        node.inner.ticker.set(Arc::downgrade(&node.inner), node.inner.config.block_time);
        Ok(node)
    }

    /// What the chain was started with.
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// The ABIs calls and reverts are worded with.
    pub fn abis(&self) -> &KnownAbis {
        &self.inner.abis
    }

    /// News of transactions and blocks from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.inner.events.subscribe()
    }

    pub(crate) fn from_inner(inner: Arc<Inner>) -> Self {
        Self { inner }
    }

    fn executor(&self) -> &Executor {
        &self.inner.executor
    }

    fn read(&self) -> RwLockReadGuard<'_, Chain> {
        // A panic elsewhere leaves the chain whole: it is written to in one step, after all work.
        self.inner.chain.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Chain> {
        self.inner.chain.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn producer(&self) -> MutexGuard<'_, Producer> {
        self.inner.producer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn filters(&self) -> MutexGuard<'_, Filters> {
        self.inner.filters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn announce(&self, event: Event) {
        // Nobody listening is no failure.
        let _ = self.inner.events.send(event);
    }
}

/// Shorthand of this crate.
pub(crate) type Result<T> = std::result::Result<T, Error>;
