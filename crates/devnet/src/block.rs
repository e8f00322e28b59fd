//! Blocks as Arbitrum shapes them: an Ethereum header with the L1 height inside `mixHash`.

use alloy_consensus::proofs::{calculate_receipt_root, calculate_transaction_root};
use alloy_consensus::transaction::Recovered;
use alloy_consensus::{
    EMPTY_OMMER_ROOT_HASH, Eip658Value, Header, ReceiptEnvelope, ReceiptWithBloom, TxEnvelope,
    TxType, Typed2718,
};
use alloy_primitives::{Address, B256, Bloom, Bytes, Log, U256, address, b256, logs_bloom};
use ballast_evm::BlockContext;

/// `COINBASE` of blocks built from sequenced transactions.
pub const SEQUENCER: Address = address!("A4b000000000000000000073657175656e636572");

/// Gas limit of every block: 2^50.
pub const GAS_LIMIT: u64 = 1 << 50;

/// Where `ArbSys` answers, and logs what is sent to L1.
const ARB_SYS: Address = address!("0000000000000000000000000000000000000064");

/// `L2ToL1Tx`, logged once per message to L1.
const L2_TO_L1_TX: B256 = b256!("3e7aafa77dbf186b7fd488006beff893744caa3c4f6f299e8a709fa2087374fc");

/// A transaction in a block, with what came of it.
#[derive(Clone, Debug)]
pub struct Mined {
    /// The transaction and who sent it.
    pub transaction: Recovered<TxEnvelope>,
    /// What came of it.
    pub receipt: Receipt,
}

impl Mined {
    /// Hash of the transaction.
    pub fn hash(&self) -> B256 {
        *self.transaction.inner().tx_hash()
    }
}

/// What came of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Whether it succeeded.
    pub success: bool,
    /// Gas charged, L1 part included, refund subtracted.
    pub gas_used: u64,
    /// Gas charged for L1 data.
    pub gas_used_for_l1: u64,
    /// Gas charged in the block up to and with this transaction.
    pub cumulative_gas_used: u64,
    /// Wei per gas paid.
    pub effective_gas_price: u128,
    /// The contract it created, for successful creations.
    pub contract_address: Option<Address>,
    /// Logs in order.
    pub logs: Vec<Log>,
    /// Position of its first log among the block's logs.
    pub first_log_index: u64,
}

impl Receipt {
    /// The receipt as it enters `receiptsRoot`, with its logs turned by `map`.
    pub(crate) fn envelope<T>(
        &self,
        tx_type: TxType,
        map: impl Fn(usize, &Log) -> T,
    ) -> ReceiptEnvelope<T> {
        let receipt = alloy_consensus::Receipt {
            status: Eip658Value::Eip658(self.success),
            cumulative_gas_used: self.cumulative_gas_used,
            logs: self
                .logs
                .iter()
                .enumerate()
                .map(|(index, log)| map(index, log))
                .collect(),
        };
        let with_bloom = ReceiptWithBloom {
            receipt,
            logs_bloom: logs_bloom(&self.logs),
        };
        match tx_type {
            TxType::Legacy => ReceiptEnvelope::Legacy(with_bloom),
            TxType::Eip2930 => ReceiptEnvelope::Eip2930(with_bloom),
            TxType::Eip1559 => ReceiptEnvelope::Eip1559(with_bloom),
            TxType::Eip4844 => ReceiptEnvelope::Eip4844(with_bloom),
            TxType::Eip7702 => ReceiptEnvelope::Eip7702(with_bloom),
        }
    }
}

/// A sealed block.
#[derive(Clone, Debug)]
pub struct Block {
    /// The header. `stateRoot` is zero: this chain keeps no state trie.
    pub header: Header,
    /// Keccak-256 of the encoded header.
    pub hash: B256,
    /// Transactions in order.
    pub transactions: Vec<Mined>,
}

impl Block {
    /// Seals `transactions` into a block on top of `parent` (`None` for genesis).
    ///
    /// `mixHash` carries, as on Arbitrum, the number of messages sent to L1, the L1 height and the
    /// ArbOS version, eight bytes each.
    pub fn seal(
        parent: Option<&Self>,
        context: &BlockContext,
        arbos_version: u64,
        transactions: Vec<Mined>,
    ) -> Self {
        let sent = transactions
            .iter()
            .flat_map(|tx| &tx.receipt.logs)
            .filter(|log| is_send(log));
        let sends = parent.map_or(0, Self::send_count) + sent.count() as u64;
        let mut mix = [0u8; 32];
        mix[..8].copy_from_slice(&sends.to_be_bytes());
        mix[8..16].copy_from_slice(&context.l1_number.to_be_bytes());
        mix[16..24].copy_from_slice(&arbos_version.to_be_bytes());
        let (transactions_root, receipts_root, logs_bloom) = roots(&transactions);
        let header = Header {
            parent_hash: parent.map(|parent| parent.hash).unwrap_or_default(),
            ommers_hash: EMPTY_OMMER_ROOT_HASH,
            beneficiary: context.beneficiary,
            state_root: B256::ZERO,
            transactions_root,
            receipts_root,
            logs_bloom,
            difficulty: U256::ONE,
            number: context.number,
            gas_limit: context.gas_limit,
            gas_used: transactions
                .last()
                .map_or(0, |tx| tx.receipt.cumulative_gas_used),
            timestamp: context.timestamp,
            extra_data: Bytes::from_static(&[0; 32]),
            mix_hash: B256::new(mix),
            base_fee_per_gas: Some(context.base_fee),
            ..Default::default()
        };
        Self {
            hash: header.hash_slow(),
            header,
            transactions,
        }
    }

    /// L2 height.
    pub fn number(&self) -> u64 {
        self.header.number
    }

    /// Messages sent to L1 since genesis.
    pub fn send_count(&self) -> u64 {
        self.mix(0)
    }

    /// L1 height as `NUMBER` answered it.
    pub fn l1_number(&self) -> u64 {
        self.mix(1)
    }

    /// ArbOS version in force.
    pub fn arbos_version(&self) -> u64 {
        self.mix(2)
    }

    /// Wei per gas.
    pub fn base_fee(&self) -> u64 {
        self.header.base_fee_per_gas.unwrap_or_default()
    }

    fn mix(&self, word: usize) -> u64 {
        let mut bytes = [0u8; 8];
        bytes.copy_from_slice(&self.header.mix_hash[8 * word..8 * word + 8]);
        u64::from_be_bytes(bytes)
    }
}

fn is_send(log: &Log) -> bool {
    log.address == ARB_SYS && log.topics().first() == Some(&L2_TO_L1_TX)
}

fn roots(transactions: &[Mined]) -> (B256, B256, Bloom) {
    let signed: Vec<_> = transactions
        .iter()
        .map(|tx| tx.transaction.inner())
        .collect();
    let receipts: Vec<_> = transactions
        .iter()
        .map(|tx| {
            tx.receipt
                .envelope(tx_type(&tx.transaction), |_, log| log.clone())
        })
        .collect();
    let bloom = logs_bloom(transactions.iter().flat_map(|tx| &tx.receipt.logs));
    (
        calculate_transaction_root(&signed),
        calculate_receipt_root(&receipts),
        bloom,
    )
}

/// The type of a transaction this chain took; it takes only known ones.
pub(crate) fn tx_type(transaction: &TxEnvelope) -> TxType {
    TxType::try_from(transaction.ty()).unwrap_or(TxType::Legacy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_consensus::constants::EMPTY_ROOT_HASH;
    use std::sync::Arc;

    fn context(number: u64) -> BlockContext {
        BlockContext {
            number,
            l1_number: 77,
            timestamp: 1_700_000_000,
            base_fee: 100_000_000,
            beneficiary: SEQUENCER,
            gas_limit: GAS_LIMIT,
            hashes: Arc::default(),
        }
    }

    #[test]
    fn header_carries_the_arbitrum_words() {
        let genesis = Block::seal(None, &context(0), 51, vec![]);
        assert_eq!(genesis.l1_number(), 77);
        assert_eq!(genesis.arbos_version(), 51);
        assert_eq!(genesis.send_count(), 0);
        assert_eq!(genesis.header.transactions_root, EMPTY_ROOT_HASH);
        assert_eq!(genesis.header.receipts_root, EMPTY_ROOT_HASH);
    }

    #[test]
    fn child_names_its_parent_and_hashes_differ() {
        let genesis = Block::seal(None, &context(0), 51, vec![]);
        let child = Block::seal(Some(&genesis), &context(1), 51, vec![]);
        assert_eq!(child.header.parent_hash, genesis.hash);
        assert_ne!(child.hash, genesis.hash);
        assert_eq!(child.hash, child.header.hash_slow());
    }
}
