//! Reading blocks, transactions, receipts, accounts.

use std::sync::Arc;

use alloy_eips::eip2718::Encodable2718;
use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_rpc_types_eth::{BlockId, BlockNumberOrTag, Filter, FilterBlockOption, Log};
use ballast_evm::BlockContext;

use super::{Node, Result};
use crate::block::Block;
use crate::chain::Chain;
use crate::error::Error;
use crate::pool::BySender;
use crate::state::World;
use crate::views::{self, BlockView, ReceiptView, TransactionView};

/// State and context to run a call in.
#[derive(Clone, Debug)]
pub(crate) struct View {
    pub(crate) world: World,
    pub(crate) context: BlockContext,
}

impl Node {
    /// Height of the newest block.
    pub fn block_number(&self) -> u64 {
        self.read().latest().number()
    }

    /// The newest block.
    pub fn latest(&self) -> Arc<Block> {
        self.read().latest().clone()
    }

    /// Wei per gas of the next block.
    pub fn base_fee(&self) -> u64 {
        self.producer().base_fee
    }

    /// Wei owned by an address.
    ///
    /// # Errors
    /// When there is no such block; so do the other readers of state.
    pub fn balance(&self, address: &Address, at: BlockId) -> Result<U256> {
        Ok(self.world(at)?.balance(address))
    }

    /// The nonce of an address; at `pending` counting what waits in the pool.
    ///
    /// # Errors
    /// When there is no such block.
    pub fn nonce(&self, address: &Address, at: BlockId) -> Result<u64> {
        if at.is_pending() {
            let producer = self.producer();
            return Ok(producer.pool.next_nonce(self.read().world(), address));
        }
        Ok(self.world(at)?.nonce(address))
    }

    /// The code at an address.
    ///
    /// # Errors
    /// When there is no such block.
    pub fn code(&self, address: &Address, at: BlockId) -> Result<Bytes> {
        Ok(self.world(at)?.code(address))
    }

    /// The value of a storage slot.
    ///
    /// # Errors
    /// When there is no such block.
    pub fn storage(&self, address: &Address, slot: &U256, at: BlockId) -> Result<U256> {
        Ok(self.world(at)?.slot(address, slot))
    }

    /// A block, `None` if there is none; transactions in full or as hashes.
    ///
    /// # Errors
    /// When the pending block cannot be built.
    pub fn block(&self, at: BlockId, full: bool) -> Result<Option<BlockView>> {
        if at.is_pending() {
            let block = self.pending_block()?;
            return Ok(Some(views::pending_block(&block, full)));
        }
        Ok(self.mined_block(at).map(|block| views::block(&block, full)))
    }

    /// A mined block, `None` if there is none.
    pub fn mined_block(&self, at: BlockId) -> Option<Arc<Block>> {
        find(&self.read(), at).cloned()
    }

    /// A transaction, mined or waiting.
    pub fn transaction(&self, hash: &B256) -> Option<TransactionView> {
        if let Some((block, index)) = self.read().transaction(hash) {
            return Some(views::transaction(block, index));
        }
        let producer = self.producer();
        producer
            .pool
            .get(hash)
            .map(|submitted| views::waiting(submitted))
    }

    /// The encoding of a transaction, mined or waiting.
    pub fn raw(&self, hash: &B256) -> Option<Bytes> {
        if let Some((block, index)) = self.read().transaction(hash) {
            return Some(
                block.transactions[index]
                    .transaction
                    .inner()
                    .encoded_2718()
                    .into(),
            );
        }
        self.producer()
            .pool
            .get(hash)
            .map(|submitted| submitted.encoded.clone())
    }

    /// All waiting transactions: those that can be mined, and those behind a nonce gap.
    pub(crate) fn pool_content(&self) -> (BySender, BySender) {
        let producer = self.producer();
        let chain = self.read();
        producer.pool.content(chain.world())
    }

    /// The receipt of a mined transaction. With a state file, it is on disk before it is shown.
    ///
    /// # Errors
    /// When the state file cannot be written.
    pub fn receipt(&self, hash: &B256) -> Result<Option<ReceiptView>> {
        let found = self
            .read()
            .transaction(hash)
            .map(|(block, index)| (block.clone(), index));
        let Some((block, index)) = found else {
            return Ok(None);
        };
        self.settle()?;
        Ok(views::receipt(&block, index))
    }

    /// The receipts of a block, `None` if there is no such block.
    ///
    /// # Errors
    /// When the state file cannot be written.
    pub fn block_receipts(&self, at: BlockId) -> Result<Option<Vec<ReceiptView>>> {
        let Some(block) = self.mined_block(at) else {
            return Ok(None);
        };
        self.settle()?;
        let all = 0..block.transactions.len();
        Ok(all.map(|index| views::receipt(&block, index)).collect())
    }

    /// Logs that match a filter, oldest first.
    ///
    /// # Errors
    /// When the block range is upside down or the block hash is unknown.
    pub fn logs(&self, filter: &Filter) -> Result<Vec<Log>> {
        let (from, to) = self.range(filter)?;
        Ok(self.logs_between(filter, from, to))
    }

    /// The heights a filter spans.
    pub(crate) fn range(&self, filter: &Filter) -> Result<(u64, u64)> {
        let latest = self.block_number();
        match filter.block_option {
            FilterBlockOption::AtBlockHash(hash) => {
                let number = self.read().number_of(&hash);
                let number = number.ok_or_else(|| Error::NotFound("unknown block".into()))?;
                Ok((number, number))
            }
            FilterBlockOption::Range {
                from_block,
                to_block,
            } => {
                let height = |tag: Option<BlockNumberOrTag>| match tag {
                    Some(BlockNumberOrTag::Number(number)) => number,
                    Some(BlockNumberOrTag::Earliest) => 0,
                    _ => latest,
                };
                let (from, to) = (height(from_block), height(to_block));
                if to < from && from_block.is_some() && to_block.is_some() {
                    return Err(Error::InvalidParams("invalid block range params".into()));
                }
                Ok((from, to))
            }
        }
    }

    /// Logs of the blocks `from..=to` whose address and topics match.
    pub(crate) fn logs_between(&self, filter: &Filter, from: u64, to: u64) -> Vec<Log> {
        let wanted = |block: &Block| filter.matches_bloom(block.header.logs_bloom);
        let blocks = self.read().select(from, to, wanted);
        let logs = blocks.iter().flat_map(|block| views::block_logs(block));
        logs.filter(|log| filter.matches(&log.inner)).collect()
    }

    /// The first and last block with this L1 height, `None` if there is none.
    pub fn blocks_of_l1(&self, l1_number: u64) -> Option<(u64, u64)> {
        self.read().blocks_of_l1(l1_number)
    }

    /// Hashes of the blocks `from..=to`.
    pub(crate) fn hashes_between(&self, from: u64, to: u64) -> Vec<B256> {
        let blocks = self.read().select(from, to, |_| true);
        blocks.iter().map(|block| block.hash).collect()
    }

    /// The state at a block.
    pub(crate) fn world(&self, at: BlockId) -> Result<World> {
        Ok(self.view(at)?.world)
    }

    /// State and context of a block, or of the next one for `pending`.
    pub(crate) fn view(&self, at: BlockId) -> Result<View> {
        if at.is_pending() {
            return self.pending_view();
        }
        let chain = self.read();
        let block = find(&chain, at).ok_or_else(|| Error::NotFound("header not found".into()))?;
        Ok(View {
            world: chain.world_at(block.number()),
            context: chain.context_of(block),
        })
    }

    fn pending_view(&self) -> Result<View> {
        let producer = self.producer();
        let (world, context) = {
            let chain = self.read();
            (chain.world().clone(), producer.next_context(&chain))
        };
        let ready = producer.pool.ready(&world);
        if ready.is_empty() {
            return Ok(View { world, context });
        }
        Ok(View {
            world: self.assemble_next(&producer, &ready)?.world,
            context,
        })
    }

    fn pending_block(&self) -> Result<Block> {
        let producer = self.producer();
        let ready = producer.pool.ready(self.read().world());
        Ok(self.assemble_next(&producer, &ready)?.block)
    }
}

fn find(chain: &Chain, at: BlockId) -> Option<&Arc<Block>> {
    let number = match at {
        BlockId::Hash(hash) => chain.number_of(&hash.block_hash)?,
        BlockId::Number(BlockNumberOrTag::Number(number)) => number,
        BlockId::Number(BlockNumberOrTag::Earliest) => 0,
        // Blocks here are final at once.
        BlockId::Number(_) => return Some(chain.latest()),
    };
    chain.block(number)
}
