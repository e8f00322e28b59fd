//! Making blocks.

use std::sync::{Arc, MutexGuard};

use alloy_consensus::Transaction as _;
use ballast_evm::ExecuteError;

use super::{Event, Node, Result};
use crate::assembly::{Assembled, assemble};
use crate::block::Block;
use crate::error::Error;
use crate::producer::Producer;
use crate::store::Job;
use crate::transaction::Submitted;

/// Most blocks made by one request.
const BLOCKS_MAX: u64 = 100_000;

impl Node {
    /// Makes a block of everything that can be mined, and empty ones after it: `count` in all.
    ///
    /// With `interval_seconds`, blocks after the first are that far apart.
    ///
    /// # Errors
    /// When `count` is above 100,000, or the engine fails.
    pub fn mine(&self, count: u64, interval_seconds: Option<u64>) -> Result<()> {
        if BLOCKS_MAX < count {
            let message = format!("cannot mine {count} blocks at once, at most {BLOCKS_MAX}");
            return Err(Error::InvalidParams(message));
        }
        for made in 0..count {
            let mut producer = self.producer();
            if let Some(interval) = interval_seconds.filter(|_| made != 0) {
                let parent = self.read().latest().header.timestamp;
                producer
                    .clock
                    .set_next(parent.saturating_add(interval), parent)?;
            }
            self.mine_ready(&mut producer)?;
        }
        Ok(())
    }

    /// Makes a block with this timestamp.
    ///
    /// # Errors
    /// When the timestamp lies before the newest block's.
    pub fn mine_at(&self, timestamp: u64) -> Result<()> {
        let mut producer = self.producer();
        let parent = self.read().latest().header.timestamp;
        producer.clock.set_next(timestamp, parent)?;
        self.mine_ready(&mut producer).map(drop)
    }

    /// A block at its time, in interval mining.
    pub(crate) fn tick(&self) {
        // A block that cannot be made now leaves everything as it was; the next tick tries again.
        let _ = self.mine_ready(&mut self.producer());
    }

    /// Makes a block of everything in the pool that can be mined.
    pub(super) fn mine_ready(&self, producer: &mut MutexGuard<'_, Producer>) -> Result<Arc<Block>> {
        let ready = producer.pool.ready(self.read().world());
        let assembled = self.assemble_next(producer, &ready)?;
        // What only lost the one before it waits again; the rest can never be mined.
        let is_lost = |error: &ExecuteError| !matches!(error, ExecuteError::NonceTooHigh { .. });
        let refused = assembled.refused.iter().filter(|(_, error)| is_lost(error));
        let refused: Vec<_> = refused.map(|(hash, _)| *hash).collect();
        let block = self.append(producer, assembled);
        for hash in refused {
            producer.pool.drop_transaction(&hash);
        }
        for submitted in &ready {
            producer.pool.prune(self.read().world(), submitted.sender());
        }
        Ok(block)
    }

    /// Makes blocks of one transaction each until nothing in the pool can be mined.
    ///
    /// # Errors
    /// The engine's refusal of `wanted`, if that is how it ends.
    pub(super) fn mine_each(
        &self,
        producer: &mut MutexGuard<'_, Producer>,
        wanted: &Submitted,
    ) -> Result<()> {
        let mut outcome = Ok(());
        loop {
            let ready = producer.pool.ready(self.read().world());
            let Some(first) = ready.first() else {
                return outcome;
            };
            let result = self.mine_single(producer, first.clone());
            producer.pool.drop_transaction(&first.hash());
            if first.hash() == wanted.hash() {
                outcome = result;
            }
        }
    }

    /// Makes a block of one transaction, or none if the engine refuses it.
    pub(super) fn mine_single(
        &self,
        producer: &mut MutexGuard<'_, Producer>,
        submitted: Arc<Submitted>,
    ) -> Result<()> {
        let mut assembled = self.assemble_next(producer, &[submitted])?;
        if let Some((_, error)) = assembled.refused.pop() {
            return Err(error.into());
        }
        self.append(producer, assembled);
        Ok(())
    }

    /// Executes transactions as the next block without making it.
    pub(super) fn assemble_next(
        &self,
        producer: &Producer,
        transactions: &[Arc<Submitted>],
    ) -> Result<Assembled> {
        self.check_store()?;
        let (parent, world, context) = {
            let chain = self.read();
            (
                chain.latest().clone(),
                chain.world().clone(),
                producer.next_context(&chain),
            )
        };
        assemble(self.executor(), &parent, world, &context, transactions)
    }

    fn append(&self, producer: &mut MutexGuard<'_, Producer>, assembled: Assembled) -> Arc<Block> {
        let Assembled {
            block,
            world,
            changes,
            details,
            ..
        } = assembled;
        let block = Arc::new(block);
        let changes: Arc<[_]> = changes.into();
        producer.clock.block_made(block.header.timestamp);
        self.store(|| Job::Block(block.clone(), changes.clone()));
        self.write().push(block.clone(), changes, world);
        self.announce(Event::Block {
            block: block.clone(),
            details: details.into(),
        });
        block
    }

    /// Whether the next transaction of this sender is exactly this one.
    pub(super) fn is_next(&self, submitted: &Submitted) -> bool {
        let nonce = self.read().world().nonce(&submitted.sender());
        submitted.transaction.inner().nonce() <= nonce
    }
}
