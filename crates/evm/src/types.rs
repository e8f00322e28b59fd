//! What goes into an execution and what comes out of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use alloy_primitives::{Address, B256, Bytes, TxKind, U256};
use revm::context::result::{ExecutionResult, HaltReason};
use revm::context::transaction::{AccessList, SignedAuthorization};
use revm::state::{AccountInfo, EvmState};
use revm_inspectors::tracing::{TracingInspector, TracingInspectorConfig};

/// The newest ArbOS version a production chain may run, and this chain's default.
pub const ARBOS_DEFAULT: u64 = 51;

/// The newest ArbOS version that is implemented; debug chains run it ahead of production.
pub const ARBOS_NEWEST: u64 = 60;

/// What stays the same for the life of a chain.
#[derive(Clone, Debug)]
pub struct ChainConfig {
    /// EIP-155 chain id.
    pub chain_id: u64,
    /// ArbOS version at genesis; an upgrade may be scheduled later through `ArbOwner`.
    pub arbos_version: u64,
    /// The first chain owner, who also receives the network fees.
    pub owner: Address,
    /// Largest deployed code in bytes, prefix included (EIP-170: 24,576).
    pub code_size_max: usize,
}

impl Default for ChainConfig {
    fn default() -> Self {
        Self {
            chain_id: 412_346,
            arbos_version: ARBOS_DEFAULT,
            owner: alloy_primitives::address!("3f1Eae7D46d88F08fc2F8ed27FCb2AB183EB2d0E"),
            code_size_max: 24_576,
        }
    }
}

/// The block a transaction runs in.
#[derive(Clone, Debug)]
pub struct BlockContext {
    /// L2 height, as `ArbSys.arbBlockNumber` answers.
    pub number: u64,
    /// L1 height known to ArbOS, as `NUMBER` answers; it may stand still over many L2 blocks.
    pub l1_number: u64,
    /// Seconds since 1970; may equal the parent's.
    pub timestamp: u64,
    /// L2 base fee in wei per gas.
    pub base_fee: u64,
    /// `COINBASE`: the sequencer for sequenced transactions.
    pub beneficiary: Address,
    /// `GASLIMIT`: 2^50 on Arbitrum.
    pub gas_limit: u64,
    /// Hashes of the last 256 L2 blocks by height, for `ArbSys.arbBlockHash`.
    pub hashes: Arc<BTreeMap<u64, B256>>,
}

/// A transaction as it was signed, or a call that nobody signed.
#[derive(Clone, Debug)]
pub struct Transaction {
    /// EIP-2718 type: 0, 1, 2 or 4.
    pub tx_type: u8,
    /// Who sends it.
    pub caller: Address,
    /// Whom it calls, or that it creates.
    pub kind: TxKind,
    /// Wei sent along.
    pub value: U256,
    /// Calldata or init code.
    pub input: Bytes,
    /// Gas limit, intrinsic gas included.
    pub gas_limit: u64,
    /// Fee cap in wei per gas (the gas price of types 0 and 1).
    pub max_fee: u128,
    /// Tip cap in wei per gas; `None` for types 0 and 1.
    pub max_priority_fee: Option<u128>,
    /// Must equal the account's nonce unless [`Options::check_nonce`] is off.
    pub nonce: u64,
    /// EIP-2930 access list.
    pub access_list: AccessList,
    /// EIP-7702 authorizations, already signed.
    pub authorizations: Vec<SignedAuthorization>,
    /// The EIP-2718 encoding, what the L1 data fee is computed from. Empty: no such fee.
    pub encoded: Bytes,
}

impl Default for Transaction {
    fn default() -> Self {
        Self {
            tx_type: 2,
            caller: Address::ZERO,
            kind: TxKind::Call(Address::ZERO),
            value: U256::ZERO,
            input: Bytes::new(),
            gas_limit: 32_000_000,
            max_fee: 0,
            max_priority_fee: None,
            nonce: 0,
            access_list: AccessList::default(),
            authorizations: Vec::new(),
            encoded: Bytes::new(),
        }
    }
}

/// How much is recorded about an execution.
#[derive(Clone, Copy, Debug, Default)]
pub enum Trace {
    /// Nothing beyond the outcome.
    #[default]
    None,
    /// Frames, and whatever else this configuration asks the inspector for.
    Evm(TracingInspectorConfig),
    /// Host calls of programs, with ink.
    HostCalls,
}

/// How strictly a transaction is held to the rules.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Refuse a nonce other than the account's.
    pub check_nonce: bool,
    /// Charge fees, and refuse a sender who cannot pay limit × fee cap + value. Off for `eth_call`:
    /// fees are neither charged nor checked, the value still is.
    pub charge_fees: bool,
    /// Refuse senders that are contracts (EIP-3607). Off for calls and impersonated accounts.
    pub refuse_contract_senders: bool,
    /// From ArbOS 50 on, hold back gas beyond 32,000,000 − intrinsic. Off for `eth_call`.
    pub cap_gas: bool,
    /// What to record.
    pub trace: Trace,
}

impl Options {
    /// The rules of a transaction in a block.
    pub const TRANSACTION: Self = Self {
        check_nonce: true,
        charge_fees: true,
        refuse_contract_senders: true,
        cap_gas: true,
        trace: Trace::None,
    };

    /// The rules of `eth_call` and gas estimation.
    pub const CALL: Self = Self {
        check_nonce: false,
        charge_fees: false,
        refuse_contract_senders: false,
        cap_gas: false,
        trace: Trace::None,
    };
}

/// One host function called by a program.
#[derive(Clone, Debug)]
pub struct HostCall {
    /// Depth of the calling frame, 0 for the outermost.
    pub depth: usize,
    /// The acting address of the calling frame.
    pub program: Address,
    /// Name without the `vm_hooks` module; `user_entrypoint` and `user_returned` mark a frame's ends.
    pub name: &'static str,
    /// What the program handed over.
    pub args: Bytes,
    /// What it got back.
    pub outs: Bytes,
    /// Ink before the call.
    pub start_ink: u64,
    /// Ink after it.
    pub end_ink: u64,
    /// The callee, for calls.
    pub callee: Option<Address>,
}

/// What one program frame used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgramUsage {
    /// Depth of the frame, 0 for the outermost.
    pub depth: usize,
    /// The acting address.
    pub address: Address,
    /// Gas taken at entry: pages, init and cached cost.
    pub entry_gas: u64,
    /// Ink used by the program after entry, what it bought from the chain included.
    pub ink: u64,
}

/// The result of an execution that was included, whether it succeeded, reverted or halted.
#[derive(Debug)]
pub struct Execution {
    /// Outcome, output, logs.
    pub result: ExecutionResult<HaltReason>,
    /// Accounts touched, to be committed when the transaction is.
    pub state: EvmState,
    /// Gas charged: intrinsic, poster and execution gas less the refund.
    pub gas_used: u64,
    /// The part of `gas_used` that pays for L1 data.
    pub gas_used_for_l1: u64,
    /// Refund that was subtracted.
    pub gas_refunded: u64,
    /// Wei per gas actually paid.
    pub effective_gas_price: u128,
    /// Program frames in the order they ended.
    pub programs: Vec<ProgramUsage>,
    /// Host calls, with [`Trace::HostCalls`].
    pub host_calls: Vec<HostCall>,
    /// The inspector, with [`Trace::Evm`].
    pub inspector: Option<TracingInspector>,
    /// Why the last failing program or precompile frame failed, in words, where no revert data says it.
    pub failure: Option<String>,
}

/// Why a transaction was not included at all.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteError {
    /// Nonce below the account's.
    #[error("nonce too low: next nonce {expected}, tx nonce {actual}")]
    NonceTooLow {
        /// The account's nonce.
        expected: u64,
        /// The transaction's.
        actual: u64,
    },
    /// Nonce above the account's.
    #[error("nonce too high: next nonce {expected}, tx nonce {actual}")]
    NonceTooHigh {
        /// The account's nonce.
        expected: u64,
        /// The transaction's.
        actual: u64,
    },
    /// The sender cannot pay limit × fee cap + value.
    #[error("insufficient funds for gas * price + value: balance {balance}, tx cost {cost}")]
    InsufficientFunds {
        /// Wei owned.
        balance: U256,
        /// Wei needed.
        cost: U256,
    },
    /// Gas limit below intrinsic gas (21,000, calldata, access list, creation).
    #[error("intrinsic gas too low: have {limit}, want {required}")]
    IntrinsicGas {
        /// The transaction's limit.
        limit: u64,
        /// What it must at least be.
        required: u64,
    },
    /// Fee cap below the block's base fee.
    #[error(
        "max fee per gas less than block base fee: maxFeePerGas: {max_fee}, baseFee: {base_fee}"
    )]
    FeeCapTooLow {
        /// The transaction's cap.
        max_fee: u128,
        /// The block's base fee.
        base_fee: u64,
    },
    /// Tip cap above fee cap.
    #[error("max priority fee per gas higher than max fee per gas: {max_priority_fee} > {max_fee}")]
    TipAboveFeeCap {
        /// The tip cap.
        max_priority_fee: u128,
        /// The fee cap.
        max_fee: u128,
    },
    /// EIP-3607.
    #[error("sender not an eoa: {0}")]
    SenderHasCode(Address),
    /// Init code above twice the code size limit (EIP-3860).
    #[error("max initcode size exceeded: code size {size}, limit {limit}")]
    InitCodeSize {
        /// Bytes sent.
        size: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// A type Arbitrum does not accept (blobs), or one whose fields do not fit it.
    #[error("transaction type not supported: {0}")]
    Unsupported(String),
    /// The state could not be read, or the engine broke one of its own rules.
    #[error("internal: {0}")]
    Internal(String),
}

/// Accounts a fresh chain starts with.
#[derive(Clone, Debug, Default)]
pub struct Genesis {
    /// Account and storage by address.
    pub accounts: BTreeMap<Address, (AccountInfo, BTreeMap<U256, U256>)>,
}
