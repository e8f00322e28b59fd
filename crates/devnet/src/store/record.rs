//! What stands in a state file: RLP behind a checksum.
//!
//! The database notices a torn write, but not a byte that changed later.

use alloy_consensus::transaction::Recovered;
use alloy_consensus::{Header, Transaction as _, TxEnvelope};
use alloy_eips::eip2718::{Decodable2718, Encodable2718};
use alloy_primitives::{Address, B256, Bytes, Log, U256, keccak256};
use alloy_rlp::{Decodable, Encodable, RlpDecodable, RlpEncodable};
use revm::state::{AccountInfo, Bytecode};

use crate::block::{Block, Mined, Receipt};
use crate::error::StoreError;
use crate::state::AccountChange;

/// A block with what it changed.
#[derive(Debug, RlpEncodable, RlpDecodable)]
pub(super) struct BlockRecord {
    header: Header,
    transactions: Vec<TransactionRecord>,
    changes: Vec<ChangeRecord>,
}

#[derive(Debug, RlpEncodable, RlpDecodable)]
struct TransactionRecord {
    encoded: Bytes,
    sender: Address,
    success: bool,
    gas_used: u64,
    gas_used_for_l1: u64,
    cumulative_gas_used: u64,
    effective_gas_price: u128,
    logs: Vec<Log>,
}

#[derive(Debug, RlpEncodable, RlpDecodable)]
struct ChangeRecord {
    address: Address,
    exists: bool,
    nonce: u64,
    balance: U256,
    code_hash: B256,
    clear_storage: bool,
    slots: Vec<SlotRecord>,
}

#[derive(Debug, RlpEncodable, RlpDecodable)]
struct SlotRecord {
    key: U256,
    value: U256,
}

/// Finds code by its hash.
pub(super) type Codes<'a> = dyn Fn(&B256) -> Result<Bytecode, StoreError> + 'a;

/// Encodes a block and its changes.
pub(super) fn encode_block(block: &Block, changes: &[AccountChange]) -> Vec<u8> {
    let record = BlockRecord {
        header: block.header.clone(),
        transactions: block.transactions.iter().map(transaction_record).collect(),
        changes: changes.iter().map(change_record).collect(),
    };
    sealed(&record)
}

/// Decodes what [`encode_block`] wrote.
pub(super) fn decode_block(
    bytes: &[u8],
    codes: &Codes<'_>,
) -> Result<(Block, Vec<AccountChange>), StoreError> {
    let record: BlockRecord = opened(bytes)?;
    let mut transactions = Vec::with_capacity(record.transactions.len());
    let mut first_log_index = 0;
    for transaction in record.transactions {
        let mined = mined(transaction, first_log_index)?;
        first_log_index += mined.receipt.logs.len() as u64;
        transactions.push(mined);
    }
    let changes: Result<_, _> = record
        .changes
        .into_iter()
        .map(|record| change(record, codes))
        .collect();
    let hash = record.header.hash_slow();
    Ok((
        Block {
            header: record.header,
            hash,
            transactions,
        },
        changes?,
    ))
}

/// Encodes changes made outside of any block.
pub(super) fn encode_changes<'a>(changes: impl IntoIterator<Item = &'a AccountChange>) -> Vec<u8> {
    let records: Vec<_> = changes.into_iter().map(change_record).collect();
    sealed(&records)
}

/// Decodes what [`encode_changes`] wrote.
pub(super) fn decode_changes(
    bytes: &[u8],
    codes: &Codes<'_>,
) -> Result<Vec<AccountChange>, StoreError> {
    let records: Vec<ChangeRecord> = opened(bytes)?;
    records
        .into_iter()
        .map(|record| change(record, codes))
        .collect()
}

/// Bytes of a checksum: the first of the Keccak-256 of what follows.
const CHECKSUM_BYTES: usize = 8;

fn sealed(record: &impl Encodable) -> Vec<u8> {
    let mut bytes = vec![0; CHECKSUM_BYTES];
    record.encode(&mut bytes);
    let hash = keccak256(&bytes[CHECKSUM_BYTES..]);
    bytes[..CHECKSUM_BYTES].copy_from_slice(&hash[..CHECKSUM_BYTES]);
    bytes
}

fn opened<T: Decodable>(bytes: &[u8]) -> Result<T, StoreError> {
    let damaged = || StoreError::Foreign("a record does not match its checksum".into());
    let (checksum, mut record) = bytes.split_at_checked(CHECKSUM_BYTES).ok_or_else(damaged)?;
    if keccak256(record)[..CHECKSUM_BYTES] != *checksum {
        return Err(damaged());
    }
    T::decode(&mut record).map_err(|error| StoreError::Foreign(error.to_string()))
}

fn transaction_record(mined: &Mined) -> TransactionRecord {
    let receipt = &mined.receipt;
    TransactionRecord {
        encoded: mined.transaction.inner().encoded_2718().into(),
        sender: mined.transaction.signer(),
        success: receipt.success,
        gas_used: receipt.gas_used,
        gas_used_for_l1: receipt.gas_used_for_l1,
        cumulative_gas_used: receipt.cumulative_gas_used,
        effective_gas_price: receipt.effective_gas_price,
        logs: receipt.logs.clone(),
    }
}

fn mined(record: TransactionRecord, first_log_index: u64) -> Result<Mined, StoreError> {
    let transaction = TxEnvelope::decode_2718_exact(&record.encoded)
        .map_err(|error| StoreError::Foreign(error.to_string()))?;
    let created = transaction
        .is_create()
        .then(|| record.sender.create(transaction.nonce()));
    let receipt = Receipt {
        success: record.success,
        gas_used: record.gas_used,
        gas_used_for_l1: record.gas_used_for_l1,
        cumulative_gas_used: record.cumulative_gas_used,
        effective_gas_price: record.effective_gas_price,
        contract_address: created,
        logs: record.logs,
        first_log_index,
    };
    Ok(Mined {
        transaction: Recovered::new_unchecked(transaction, record.sender),
        receipt,
    })
}

fn change_record(change: &AccountChange) -> ChangeRecord {
    let info = change.info.clone().unwrap_or_default();
    ChangeRecord {
        address: change.address,
        exists: change.info.is_some(),
        nonce: info.nonce,
        balance: info.balance,
        code_hash: info.code_hash,
        clear_storage: change.clear_storage,
        slots: change
            .slots
            .iter()
            .map(|&(key, value)| SlotRecord { key, value })
            .collect(),
    }
}

fn change(record: ChangeRecord, codes: &Codes<'_>) -> Result<AccountChange, StoreError> {
    let info = if record.exists {
        let code = codes(&record.code_hash)?;
        Some(AccountInfo::new(
            record.balance,
            record.nonce,
            record.code_hash,
            code,
        ))
    } else {
        None
    };
    Ok(AccountChange {
        address: record.address,
        info,
        clear_storage: record.clear_storage,
        slots: record
            .slots
            .into_iter()
            .map(|slot| (slot.key, slot.value))
            .collect(),
    })
}
