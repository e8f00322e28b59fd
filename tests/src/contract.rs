//! A contract on a chain, and calls of it.

use alloy_primitives::{Address, Bytes, LogData, U256};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::{SolCall, SolError};
use ballast_bench::BenchError;
use ballast_bench::chain::{Chain, Sent};
use ballast_devnet::ReceiptView;

use crate::actors::STRANGER;

/// Gas given to what is expected to fail, and cannot be estimated.
const GAS_LIMIT: u64 = 20_000_000;

/// A contract on a chain.
#[derive(Clone, Debug)]
pub struct Contract {
    /// Where it stands.
    pub address: Address,
    chain: Chain,
}

/// What became of a call that passed.
#[derive(Clone, Debug)]
pub struct Done<R> {
    /// What it returned.
    pub returned: R,
    /// Its transaction's receipt.
    pub receipt: ReceiptView,
}

impl<R> Done<R> {
    /// All logs, in order, with the contracts that emitted them.
    pub fn logs(&self) -> Vec<(Address, LogData)> {
        self.receipt
            .logs()
            .iter()
            .map(|log| (log.address(), log.data().clone()))
            .collect()
    }
}

impl Contract {
    /// The contract at an address.
    pub const fn new(chain: Chain, address: Address) -> Self {
        Self { address, chain }
    }

    /// The chain it stands on.
    pub const fn chain(&self) -> &Chain {
        &self.chain
    }

    /// Asks a view; the caller is nobody.
    pub fn ask<C: SolCall>(&self, call: &C) -> C::Return {
        let answer = self.chain.call(STRANGER, self.address, call);
        answer.unwrap_or_else(|error| panic!("{}", words(&error)))
    }

    /// Sends a call that must pass.
    pub fn send<C: SolCall>(&self, from: Address, call: &C) -> Done<C::Return> {
        match self.chain.send(from, self.address, call) {
            Ok(Sent { receipt, returned }) => Done { returned, receipt },
            Err(error) => panic!("{}", words(&error)),
        }
    }

    /// Sends a call that must revert, and returns the revert data.
    pub fn revert_data<C: SolCall>(&self, from: Address, call: &C) -> Bytes {
        let data = match self.chain.call(from, self.address, call) {
            Err(BenchError::Reverted { data, .. }) => data,
            Err(error) => panic!("{}", words(&error)),
            Ok(_) => panic!("{} passes", C::SIGNATURE),
        };
        let request = TransactionRequest::default().from(from).to(self.address);
        let input = Bytes::from(call.abi_encode());
        let sent = self
            .chain
            .node()
            .transact(request.input(input.into()).gas_limit(GAS_LIMIT));
        let receipt = sent.unwrap_or_else(|error| panic!("{error}"));
        assert!(!receipt.success(), "{} fails in a call only", C::SIGNATURE);
        assert!(receipt.logs().is_empty());
        data
    }

    /// Checks that a call reverts with exactly this error, arguments included.
    pub fn refuses<C: SolCall>(&self, from: Address, call: &C, error: &impl SolError) {
        let data = self.revert_data(from, call);
        let (expected, seen) = (Bytes::from(error.abi_encode()), reason(&data));
        assert_eq!(data, expected, "{} reverts with {seen}", C::SIGNATURE);
    }

    /// Checks that a call reverts without a reason.
    pub fn refuses_silently<C: SolCall>(&self, from: Address, call: &C) {
        let data = self.revert_data(from, call);
        assert!(
            data.is_empty(),
            "{} reverts with {}",
            C::SIGNATURE,
            reason(&data)
        );
    }
}

/// A number.
pub fn uint(value: u128) -> U256 {
    U256::from(value)
}

/// Equal but for some units of rounding.
pub fn near(value: U256, expected: u128, units: u128) {
    assert!(
        value.abs_diff(uint(expected)) <= uint(units),
        "{value}, {expected} expected"
    );
}

fn words(error: &BenchError) -> String {
    match error {
        BenchError::Reverted { what, data } => format!("{what} reverts with {}", reason(data)),
        error => error.to_string(),
    }
}

fn reason(data: &Bytes) -> String {
    ballast_client::reason(data).unwrap_or_else(|| data.to_string())
}
