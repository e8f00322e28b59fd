//! The blocks of the chain and the states between them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use alloy_primitives::{Address, B256};
use ballast_evm::BlockContext;

use crate::block::Block;
use crate::state::{AccountChange, World};

/// A state is kept whole every so many blocks; those between are redone from there.
const CHECKPOINT_BLOCKS: u64 = 64;

/// Blocks whose hashes `ArbSys.arbBlockHash` answers.
const HASHES_MAX: usize = 256;

/// What was written to the state outside of any transaction, after a block.
pub(crate) type Adjustments = BTreeMap<Address, AccountChange>;

#[derive(Debug)]
struct Entry {
    block: Arc<Block>,
    /// What the block's transactions changed, in order.
    changes: Arc<[AccountChange]>,
    /// What setters changed between this block and the next.
    adjustments: Adjustments,
    /// The state after both, set on every [`CHECKPOINT_BLOCKS`]th block once it has a child.
    checkpoint: Option<World>,
}

/// All blocks, their index, and the newest state.
#[derive(Debug)]
pub(crate) struct Chain {
    entries: Vec<Entry>,
    numbers: HashMap<B256, u64>,
    transactions: HashMap<B256, (u64, usize)>,
    hashes: Arc<BTreeMap<u64, B256>>,
    world: World,
}

impl Chain {
    /// A chain of one block.
    pub(crate) fn new(genesis: Arc<Block>, world: World) -> Self {
        let mut chain = Self {
            entries: Vec::new(),
            numbers: HashMap::new(),
            transactions: HashMap::new(),
            hashes: Arc::default(),
            world: World::default(),
        };
        chain.push(genesis, Arc::default(), world);
        chain
    }

    /// Appends the next block; `world` is the state after it.
    pub(crate) fn push(&mut self, block: Arc<Block>, changes: Arc<[AccountChange]>, world: World) {
        if let Some(entry) = self.entries.last_mut()
            && entry.block.number().is_multiple_of(CHECKPOINT_BLOCKS)
        {
            entry.checkpoint = Some(self.world.clone());
        }
        let number = block.number();
        self.numbers.insert(block.hash, number);
        for (index, transaction) in block.transactions.iter().enumerate() {
            self.transactions
                .insert(transaction.hash(), (number, index));
        }
        let hashes = Arc::make_mut(&mut self.hashes);
        hashes.insert(number, block.hash);
        if HASHES_MAX < hashes.len() {
            hashes.pop_first();
        }
        self.world = world;
        let adjustments = Adjustments::new();
        self.entries.push(Entry {
            block,
            changes,
            adjustments,
            checkpoint: None,
        });
    }

    /// Writes to the newest state outside of any block.
    pub(crate) fn adjust(&mut self, change: AccountChange) {
        self.world.apply(&change);
        let Some(entry) = self.entries.last_mut() else {
            return;
        };
        match entry.adjustments.get_mut(&change.address) {
            Some(earlier) => merge(earlier, change),
            None => drop(entry.adjustments.insert(change.address, change)),
        }
    }

    /// Forgets every block above `number`; `world` and `adjustments` are what stood there.
    pub(crate) fn truncate(&mut self, number: u64, world: World, adjustments: Adjustments) {
        for entry in self.entries.drain(number as usize + 1..) {
            self.numbers.remove(&entry.block.hash);
            for transaction in &entry.block.transactions {
                self.transactions.remove(&transaction.hash());
            }
        }
        if let Some(entry) = self.entries.last_mut() {
            entry.adjustments = adjustments;
            entry.checkpoint = None;
        }
        self.hashes = self.hashes_below(number + 1);
        self.world = world;
    }

    /// The newest block.
    pub(crate) fn latest(&self) -> &Arc<Block> {
        &self.entries[self.entries.len() - 1].block
    }

    /// The newest state.
    pub(crate) fn world(&self) -> &World {
        &self.world
    }

    /// What was written since the newest block.
    pub(crate) fn adjustments(&self) -> &Adjustments {
        &self.entries[self.entries.len() - 1].adjustments
    }

    /// The block at this height.
    pub(crate) fn block(&self, number: u64) -> Option<&Arc<Block>> {
        self.entries
            .get(usize::try_from(number).ok()?)
            .map(|entry| &entry.block)
    }

    /// The height of the block with this hash.
    pub(crate) fn number_of(&self, hash: &B256) -> Option<u64> {
        self.numbers.get(hash).copied()
    }

    /// The block that holds a transaction, and its position there.
    pub(crate) fn transaction(&self, hash: &B256) -> Option<(&Arc<Block>, usize)> {
        let (number, index) = *self.transactions.get(hash)?;
        Some((self.block(number)?, index))
    }

    /// The state after the block at this height, which must exist.
    ///
    /// Redoes at most 63 blocks on a copy of the checkpoint below.
    pub(crate) fn world_at(&self, number: u64) -> World {
        if number == self.latest().number() {
            return self.world.clone();
        }
        let base = number - number % CHECKPOINT_BLOCKS;
        let mut world = self.entries[base as usize]
            .checkpoint
            .clone()
            .unwrap_or_default();
        for entry in &self.entries[base as usize + 1..=number as usize] {
            entry.changes.iter().for_each(|change| world.apply(change));
            entry
                .adjustments
                .values()
                .for_each(|change| world.apply(change));
        }
        world
    }

    /// The first and last block with this L1 height.
    pub(crate) fn blocks_of_l1(&self, l1_number: u64) -> Option<(u64, u64)> {
        let height = |entry: &Entry| entry.block.l1_number();
        let first = self
            .entries
            .partition_point(|entry| height(entry) < l1_number);
        let end = self
            .entries
            .partition_point(|entry| height(entry) <= l1_number);
        (first < end).then(|| (first as u64, end as u64 - 1))
    }

    /// Hashes of the newest 256 blocks by height.
    pub(crate) fn hashes(&self) -> Arc<BTreeMap<u64, B256>> {
        self.hashes.clone()
    }

    fn hashes_below(&self, number: u64) -> Arc<BTreeMap<u64, B256>> {
        let first = number.saturating_sub(HASHES_MAX as u64);
        let blocks = &self.entries[first as usize..number as usize];
        Arc::new(
            blocks
                .iter()
                .map(|entry| (entry.block.number(), entry.block.hash))
                .collect(),
        )
    }

    /// The context in which the transactions of an existing block ran.
    pub(crate) fn context_of(&self, block: &Block) -> BlockContext {
        let latest = self.latest().number();
        let hashes = if block.number() == latest + 1 {
            self.hashes()
        } else {
            self.hashes_below(block.number().min(latest))
        };
        BlockContext {
            number: block.number(),
            l1_number: block.l1_number(),
            timestamp: block.header.timestamp,
            base_fee: block.base_fee(),
            beneficiary: block.header.beneficiary,
            gas_limit: block.header.gas_limit,
            hashes,
        }
    }

    /// The blocks `from..=to` that `wanted` picks.
    pub(crate) fn select(
        &self,
        from: u64,
        to: u64,
        wanted: impl Fn(&Block) -> bool,
    ) -> Vec<Arc<Block>> {
        let to = to.min(self.latest().number()) as usize;
        let entries = self.entries.get(from as usize..=to).unwrap_or_default();
        entries
            .iter()
            .map(|entry| &entry.block)
            .filter(|block| wanted(block))
            .cloned()
            .collect()
    }
}

/// Puts a later change of the same account on top of an earlier one.
fn merge(earlier: &mut AccountChange, later: AccountChange) {
    if later.clear_storage || later.info.is_none() {
        let cleared = AccountChange {
            clear_storage: true,
            ..later
        };
        *earlier = cleared;
        return;
    }
    earlier.clear_storage |= earlier.info.is_none();
    earlier.info = later.info;
    for (key, value) in later.slots {
        match earlier.slots.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => *known = value,
            None => earlier.slots.push((key, value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::{GAS_LIMIT, SEQUENCER};
    use alloy_primitives::U256;
    use revm::state::AccountInfo;

    const ALICE: Address = Address::repeat_byte(0xa1);

    fn balance(wei: u64) -> AccountChange {
        AccountChange {
            address: ALICE,
            info: Some(AccountInfo::from_balance(U256::from(wei))),
            clear_storage: false,
            slots: vec![],
        }
    }

    fn context(number: u64) -> BlockContext {
        BlockContext {
            number,
            l1_number: 0,
            timestamp: number,
            base_fee: 1,
            beneficiary: SEQUENCER,
            gas_limit: GAS_LIMIT,
            hashes: Arc::default(),
        }
    }

    /// Blocks 0..=last; block n leaves Alice with 2n wei, an adjustment after it with 2n + 1.
    fn chain(last: u64) -> Chain {
        let genesis = Arc::new(Block::seal(None, &context(0), 51, vec![]));
        let mut chain = Chain::new(genesis, World::default());
        chain.adjust(balance(1));
        for number in 1..=last {
            let block = Block::seal(Some(chain.latest()), &context(number), 51, vec![]);
            let mut world = chain.world().clone();
            world.apply(&balance(2 * number));
            chain.push(Arc::new(block), [balance(2 * number)].into(), world);
            chain.adjust(balance(2 * number + 1));
        }
        chain
    }

    #[test]
    fn every_past_state_is_there() {
        let chain = chain(150);
        for number in [0, 1, 63, 64, 65, 127, 128, 149, 150] {
            let world = chain.world_at(number);
            assert_eq!(
                world.balance(&ALICE),
                U256::from(2 * number + 1),
                "block {number}"
            );
        }
    }

    #[test]
    fn truncate_forgets_blocks_and_restores_the_state() {
        let mut chain = chain(130);
        let (world, hash) = (chain.world_at(64), chain.latest().hash);
        let adjustments = BTreeMap::from([(ALICE, balance(129))]);
        chain.truncate(64, world, adjustments);
        assert_eq!(chain.latest().number(), 64);
        assert_eq!(chain.number_of(&hash), None);
        assert_eq!(chain.world_at(64).balance(&ALICE), U256::from(129));
        assert_eq!(chain.world_at(63).balance(&ALICE), U256::from(127));
        assert_eq!(chain.hashes().len(), 65);
    }

    #[test]
    fn block_hashes_reach_back_256_blocks() {
        let chain = chain(300);
        assert_eq!(chain.hashes().len(), 256);
        assert_eq!(
            chain.hashes().first_key_value().map(|(number, _)| *number),
            Some(45)
        );
        let past = chain.context_of(chain.block(100).unwrap());
        assert_eq!(past.hashes.len(), 100);
        assert!(!past.hashes.contains_key(&100));
    }

    #[test]
    fn merged_adjustments_equal_applying_one_after_another() {
        let slot = |key: u64, value: u64| (U256::from(key), U256::from(value));
        let steps = [
            AccountChange {
                slots: vec![slot(1, 1), slot(2, 2)],
                ..balance(5)
            },
            AccountChange {
                slots: vec![slot(2, 0), slot(3, 3)],
                ..balance(6)
            },
            AccountChange {
                info: None,
                ..balance(0)
            },
            AccountChange {
                slots: vec![slot(9, 9)],
                ..balance(7)
            },
        ];
        let genesis = Arc::new(Block::seal(None, &context(0), 51, vec![]));
        let mut chain = Chain::new(genesis, World::default());
        for step in &steps {
            chain.adjust(step.clone());
            let mut redone = World::default();
            chain
                .adjustments()
                .values()
                .for_each(|change| redone.apply(change));
            for key in 0..10 {
                let key = U256::from(key);
                assert_eq!(redone.slot(&ALICE, &key), chain.world().slot(&ALICE, &key));
            }
            assert_eq!(redone.balance(&ALICE), chain.world().balance(&ALICE));
        }
    }
}
