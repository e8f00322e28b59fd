//! What became of a transaction.

use alloy_primitives::{Address, B256, U64};
use alloy_rpc_types_eth::Log;
use serde::Deserialize;

/// Gas of any transaction before its data.
const TRANSACTION_GAS: u64 = 21_000;

/// What became of a transaction that was included.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// The transaction.
    pub transaction_hash: B256,
    /// Height of its block.
    pub block_number: U64,
    /// 1 for success.
    pub status: U64,
    /// Gas charged: intrinsic, L1 data and execution, less the refund.
    pub gas_used: U64,
    /// The part of it that paid for L1 data. Only Arbitrum's nodes say.
    #[serde(default)]
    pub gas_used_for_l1: U64,
    /// Wei paid per gas.
    pub effective_gas_price: U64,
    /// Who was called.
    pub to: Option<Address>,
    /// Logs in order.
    pub logs: Vec<Log>,
    /// Intrinsic gas of the calldata, known to whoever sent it.
    #[serde(skip)]
    pub calldata_gas: u64,
}

impl Receipt {
    /// Whether the transaction succeeded.
    #[must_use]
    pub fn success(&self) -> bool {
        self.status == U64::from(1)
    }

    /// Gas charged.
    #[must_use]
    pub fn gas_used(&self) -> u64 {
        self.gas_used.to()
    }

    /// Gas charged, without the 21,000, the calldata and the L1 data: what the contracts used,
    /// refunds subtracted.
    #[must_use]
    pub fn execution_gas(&self) -> u64 {
        let apart = self.gas_used_for_l1.to::<u64>() + TRANSACTION_GAS + self.calldata_gas;
        self.gas_used().saturating_sub(apart)
    }
}

/// Intrinsic gas of calldata: 16 for a byte, 4 for a zero byte (EIP-2028).
#[must_use]
pub(crate) fn calldata_gas(input: &[u8]) -> u64 {
    input
        .iter()
        .map(|byte| if *byte == 0 { 4 } else { 16 })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECEIPT: &str = r#"{
        "transactionHash": "0x0101010101010101010101010101010101010101010101010101010101010101",
        "blockNumber": "0x5", "status": "0x1", "gasUsed": "0x7530", "gasUsedForL1": "0x3e8",
        "effectiveGasPrice": "0x5f5e100", "to": null, "logs": [], "type": "0x2"
    }"#;

    #[test]
    fn execution_gas_is_what_the_contracts_used() {
        let mut receipt: Receipt = serde_json::from_str(RECEIPT).unwrap();
        receipt.calldata_gas = calldata_gas(&[0, 0, 7]);
        assert!(receipt.success());
        assert_eq!(receipt.gas_used(), 30_000);
        assert_eq!(receipt.execution_gas(), 30_000 - 1_000 - 21_000 - 24);
    }

    #[test]
    fn nodes_that_do_not_know_of_l1_data_are_understood() {
        let text = RECEIPT.replace(r#""gasUsedForL1": "0x3e8","#, "");
        let receipt: Receipt = serde_json::from_str(&text).unwrap();
        assert_eq!(receipt.execution_gas(), 9_000);
    }
}
