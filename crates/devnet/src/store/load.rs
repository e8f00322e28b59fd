//! Reading a state file.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use alloy_primitives::{B256, Bytes, KECCAK256_EMPTY};
use redb::{Database, ReadOnlyTable, ReadableDatabase, ReadableTable, TableError};
use revm::state::Bytecode;

use super::record::{decode_block, decode_changes};
use super::{CODES, FACTS, JOURNAL, LAYOUT};
use crate::block::Block;
use crate::chain::Chain;
use crate::error::StoreError;
use crate::state::{AccountChange, World, bytecode};

/// A chain read from a state file.
pub(crate) struct Loaded {
    pub(crate) chain: Chain,
    /// Records of the newest height besides its block.
    pub(super) parts: u64,
}

/// Reads the chain in a file, `None` when the file is new.
///
/// # Errors
/// When the file is of another layout or chain, or its records are damaged.
pub(super) fn load(database: &Database, chain_id: u64) -> Result<Option<Loaded>, StoreError> {
    let transaction = database.begin_read().map_err(foreign)?;
    let facts = match transaction.open_table(FACTS) {
        Ok(facts) => facts,
        Err(TableError::TableDoesNotExist(_)) => return new_or_foreign(&transaction),
        Err(error) => return Err(foreign(error)),
    };
    let fact = |name: &str| -> Result<u64, StoreError> {
        let value = facts.get(name).map_err(foreign)?;
        value
            .map(|value| value.value())
            .ok_or_else(|| foreign(format!("no {name}")))
    };
    let found = fact("layout")?;
    if found != LAYOUT {
        return Err(StoreError::Layout {
            found,
            expected: LAYOUT,
        });
    }
    let found = fact("chain")?;
    if found != chain_id {
        return Err(StoreError::Chain {
            found,
            expected: chain_id,
        });
    }
    let codes = Codes::new(transaction.open_table(CODES).map_err(foreign)?);
    let find = |hash: &B256| codes.find(hash);
    let journal = transaction.open_table(JOURNAL).map_err(foreign)?;
    let (mut chain, mut parts) = (None, 0);
    for entry in journal.iter().map_err(foreign)? {
        let (key, bytes) = entry.map_err(foreign)?;
        let (number, part) = key.value();
        parts = part;
        if part == 0 {
            let (block, changes) = decode_block(bytes.value(), &find)?;
            append(&mut chain, number, block, changes)?;
        } else {
            let chain = chain.as_mut().ok_or_else(|| foreign("it has no genesis"))?;
            decode_changes(bytes.value(), &find)?
                .into_iter()
                .for_each(|c| Chain::adjust(chain, c));
        }
    }
    let chain = chain.ok_or_else(|| foreign("it has no genesis"))?;
    Ok(Some(Loaded { chain, parts }))
}

/// A file without facts is new if it has no tables at all.
fn new_or_foreign(transaction: &redb::ReadTransaction) -> Result<Option<Loaded>, StoreError> {
    let mut tables = transaction.list_tables().map_err(foreign)?;
    match tables.next() {
        None => Ok(None),
        Some(_) => Err(foreign("another program's database")),
    }
}

fn append(
    chain: &mut Option<Chain>,
    number: u64,
    block: Block,
    changes: Vec<AccountChange>,
) -> Result<(), StoreError> {
    if block.number() != number {
        return Err(foreign(format!(
            "block {} stands at {number}",
            block.number()
        )));
    }
    let mut world = chain
        .as_ref()
        .map_or_else(World::default, |chain| chain.world().clone());
    changes.iter().for_each(|change| world.apply(change));
    let block = Arc::new(block);
    match chain {
        None if number == 0 => *chain = Some(Chain::new(block, world)),
        Some(chain) if chain.latest().hash == block.header.parent_hash => {
            chain.push(block, changes.into(), world);
        }
        _ => {
            return Err(foreign(format!(
                "block {number} does not follow its parent"
            )));
        }
    }
    Ok(())
}

/// Code read once per hash.
struct Codes {
    table: ReadOnlyTable<&'static [u8; 32], &'static [u8]>,
    known: RefCell<HashMap<B256, Bytecode>>,
}

impl Codes {
    fn new(table: ReadOnlyTable<&'static [u8; 32], &'static [u8]>) -> Self {
        Self {
            table,
            known: RefCell::default(),
        }
    }

    fn find(&self, hash: &B256) -> Result<Bytecode, StoreError> {
        if *hash == KECCAK256_EMPTY || hash.is_zero() {
            return Ok(Bytecode::default());
        }
        if let Some(code) = self.known.borrow().get(hash) {
            return Ok(code.clone());
        }
        let bytes = self.table.get(&hash.0).map_err(foreign)?;
        let bytes = bytes.ok_or_else(|| foreign(format!("code {hash} is missing")))?;
        let (code, found) = bytecode(Bytes::copy_from_slice(bytes.value()));
        if found != *hash {
            return Err(foreign(format!("code {hash} is damaged")));
        }
        self.known.borrow_mut().insert(*hash, code.clone());
        Ok(code)
    }
}

fn foreign(error: impl ToString) -> StoreError {
    StoreError::Foreign(error.to_string())
}
