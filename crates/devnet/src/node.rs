//! The chain as a library: every call here runs on the caller's thread.

mod call;
mod control;
mod estimate;
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
use crate::store::{Job, Store};
use crate::ticker::Ticker;

pub use call::{BlockOverrides, CallOptions};
pub use control::{AccountDump, StateDump};
pub use trace::BlockTrace;

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
    store: Option<Store>,
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
        })?;
        let (chain, store) = open(&executor, &config)?;
        let producer = Producer::new(&config, &chain);
        let inner = Inner {
            executor,
            abis: KnownAbis::built_in().with(&config.abis),
            chain: RwLock::new(chain),
            producer: Mutex::new(producer),
            filters: Mutex::default(),
            events: broadcast::Sender::new(EVENTS_KEPT),
            ticker: Ticker::default(),
            store,
            config,
        };
        let node = Self {
            inner: Arc::new(inner),
        };
        node.inner
            .ticker
            .set(Arc::downgrade(&node.inner), node.inner.config.block_time);
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

    /// Hands a job to the state file, if there is one.
    fn store(&self, job: impl FnOnce() -> Job) {
        if let Some(store) = &self.inner.store {
            store.write(job());
        }
    }

    /// Refuses to go on when the state file cannot.
    fn check_store(&self) -> Result<()> {
        self.inner.store.as_ref().map_or(Ok(()), Store::check)
    }

    /// Waits until everything so far is in the state file, if there is one.
    fn settle(&self) -> Result<()> {
        self.inner.store.as_ref().map_or(Ok(()), Store::settle)
    }

    fn executor(&self) -> &Executor {
        &self.inner.executor
    }

    fn read(&self) -> RwLockReadGuard<'_, Chain> {
        // A panic elsewhere leaves the chain whole: it is written to in one step, after all work.
        self.inner
            .chain
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Chain> {
        self.inner
            .chain
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn producer(&self) -> MutexGuard<'_, Producer> {
        self.inner
            .producer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn filters(&self) -> MutexGuard<'_, Filters> {
        self.inner
            .filters
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn announce(&self, event: Event) {
        // Nobody listening is no failure.
        let _ = self.inner.events.send(event);
    }
}

/// The chain in the state file, or a new one.
fn open(executor: &Executor, config: &Config) -> Result<(Chain, Option<Store>), StartError> {
    let Some(path) = &config.state else {
        return Ok((genesis_chain(executor, config)?, None));
    };
    let failed = |source| StartError::State {
        path: path.clone(),
        source,
    };
    let (store, loaded) = Store::open(path, config.chain_id).map_err(failed)?;
    if let Some(loaded) = loaded {
        return Ok((loaded.chain, Some(store)));
    }
    let chain = genesis_chain(executor, config)?;
    store.write(restart(&chain));
    Ok((chain, Some(store)))
}

/// A chain of nothing but genesis.
fn genesis_chain(executor: &Executor, config: &Config) -> Result<Chain, StartError> {
    let (block, world) = genesis::build(executor, config)?;
    Ok(Chain::new(Arc::new(block), world))
}

/// What a state file is told about a new chain.
fn restart(chain: &Chain) -> Job {
    Job::Restart(chain.latest().clone(), chain.world().to_changes().into())
}

/// Shorthand of this crate.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CACHE_MANAGER, CREATE2_FACTORY, MULTICALL3, STYLUS_DEPLOYER};
    use alloy_primitives::U256;
    use alloy_rpc_types_eth::{BlockId, TransactionRequest};

    #[test]
    fn a_fresh_chain_has_accounts_and_contracts() {
        let node = Node::new(Config::default()).unwrap();
        let latest = BlockId::latest();
        for account in DEV_ACCOUNTS {
            assert_eq!(
                node.balance(&account.address, latest).unwrap(),
                Config::default().balance
            );
            assert_eq!(node.nonce(&account.address, latest).unwrap(), 0);
        }
        for (address, size) in [
            (STYLUS_DEPLOYER, 2_269),
            (CREATE2_FACTORY, 69),
            (CACHE_MANAGER, 79),
        ] {
            assert_eq!(node.code(&address, latest).unwrap().len(), size);
        }
        assert!(!node.code(&MULTICALL3, latest).unwrap().is_empty());
        assert_eq!(node.block_number(), 0);
    }

    #[test]
    fn a_transfer_makes_a_block_and_moves_value() {
        let node = Node::new(Config::default()).unwrap();
        let (from, to) = (DEV_ACCOUNTS[0].address, DEV_ACCOUNTS[1].address);
        let request = TransactionRequest::default()
            .from(from)
            .to(to)
            .value(U256::from(5));
        let receipt = node.transact(request).unwrap();
        assert!(receipt.success());
        assert_eq!(receipt.gas_used(), 21_000);
        assert_eq!(node.block_number(), 1);
        let after = node.balance(&to, BlockId::latest()).unwrap();
        assert_eq!(after, Config::default().balance + U256::from(5));
        assert_eq!(
            node.balance(&to, BlockId::number(0)).unwrap(),
            Config::default().balance
        );
    }
}
