//! A chain of nothing but an executor and a map.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, Bytes, TxKind, U256, address, hex};
use ballast_evm::{
    BlockContext, ChainConfig, ExecuteError, Execution, Executor, Options, RecentPrograms,
    Transaction,
};
use ballast_stylus::format::{compress, init_code};
use revm::context::result::ExecutionResult;
use revm::database::InMemoryDB;
use revm::{Database, DatabaseCommit};

pub(crate) const ARB_SYS: Address = address!("0000000000000000000000000000000000000064");
pub(crate) const ARB_OWNER: Address = address!("0000000000000000000000000000000000000070");
pub(crate) const ARB_WASM: Address = address!("0000000000000000000000000000000000000071");
pub(crate) const ARB_WASM_CACHE: Address = address!("0000000000000000000000000000000000000072");
pub(crate) const ARB_DEBUG: Address = address!("00000000000000000000000000000000000000ff");
pub(crate) const OWNER: Address = address!("3f1Eae7D46d88F08fc2F8ed27FCb2AB183EB2d0E");
pub(crate) const ACCOUNTS: [Address; 2] = [
    address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266"),
    address!("70997970C51812dc3A010C7d01b50e0d17dc79C8"),
];
pub(crate) const SEQUENCER: Address = address!("A4b000000000000000000073657175656e636572");
pub(crate) const BASE_FEE: u64 = 100_000_000;
pub(crate) const ETHER: U256 = U256::from_limbs([1_000_000_000_000_000_000, 0, 0, 0]);
pub(crate) const INTRINSIC: u64 = 21_000;

/// The program of the charging reference's row 1: returns success, nothing else.
pub(crate) const EMPTY: &str = r#"(module
    (memory (export "memory") 1 1)
    (func (export "user_entrypoint") (param i32) (result i32) i32.const 0))"#;

pub(crate) struct Chain {
    pub(crate) executor: Executor,
    pub(crate) db: InMemoryDB,
    pub(crate) block: BlockContext,
}

impl Chain {
    pub(crate) fn new(arbos_version: u64) -> Self {
        let config = ChainConfig {
            arbos_version,
            ..ChainConfig::default()
        };
        let executor = Executor::new(config).expect("a known ArbOS version");
        let mut db = InMemoryDB::default();
        for (address, (info, storage)) in executor.genesis().accounts {
            db.insert_account_info(address, info);
            for (key, value) in storage {
                db.insert_account_storage(address, key, value)
                    .expect("memory");
            }
        }
        let block = BlockContext {
            number: 1,
            l1_number: 7,
            timestamp: 1_790_000_000,
            base_fee: BASE_FEE,
            beneficiary: SEQUENCER,
            gas_limit: 1 << 50,
            hashes: BTreeMap::new().into(),
        };
        let mut chain = Self {
            executor,
            db,
            block,
        };
        for account in ACCOUNTS.into_iter().chain([OWNER]) {
            chain.set_balance(account, U256::from(10_000).saturating_mul(ETHER));
        }
        chain
    }

    pub(crate) fn set_balance(&mut self, account: Address, balance: U256) {
        let mut info = self.db.basic(account).expect("memory").unwrap_or_default();
        info.balance = balance;
        self.db.insert_account_info(account, info);
    }

    pub(crate) fn balance(&mut self, account: Address) -> U256 {
        self.db
            .basic(account)
            .expect("memory")
            .unwrap_or_default()
            .balance
    }

    pub(crate) fn nonce(&mut self, account: Address) -> u64 {
        self.db
            .basic(account)
            .expect("memory")
            .unwrap_or_default()
            .nonce
    }

    /// Executes without committing, as `eth_call` does.
    pub(crate) fn call(&mut self, tx: Transaction) -> Execution {
        self.call_with(tx, &Options::CALL)
    }

    pub(crate) fn call_with(&mut self, mut tx: Transaction, options: &Options) -> Execution {
        tx.max_fee = u128::from(BASE_FEE);
        let mut recent = RecentPrograms::default();
        self.executor
            .execute(&mut self.db, &self.block, &mut recent, &tx, options)
            .expect("a call that can be executed")
    }

    /// Executes in a block of its own and commits.
    pub(crate) fn send(&mut self, mut tx: Transaction) -> Execution {
        tx.max_fee = tx.max_fee.max(u128::from(BASE_FEE));
        tx.nonce = self.nonce(tx.caller);
        let done = self.include(&mut RecentPrograms::default(), &tx);
        self.block.number += 1;
        done.expect("a transaction that can be included")
    }

    /// Executes in the block that `recent` belongs to and commits.
    pub(crate) fn include(
        &mut self,
        recent: &mut RecentPrograms,
        tx: &Transaction,
    ) -> Result<Execution, ExecuteError> {
        let options = Options::TRANSACTION;
        let mut done = self
            .executor
            .execute(&mut self.db, &self.block, recent, tx, &options)?;
        self.db.commit(std::mem::take(&mut done.state));
        Ok(done)
    }

    /// Deploys by a creation transaction of account 0.
    pub(crate) fn create(&mut self, init_code: impl Into<Bytes>) -> Execution {
        self.send(Transaction {
            caller: ACCOUNTS[0],
            kind: TxKind::Create,
            input: init_code.into(),
            gas_limit: 10_000_000,
            ..Transaction::default()
        })
    }

    /// Deploys EVM code.
    pub(crate) fn deploy_code(&mut self, code: &[u8]) -> Address {
        created(&self.create(init_code(code)))
    }

    /// Deploys a program from text, without activating it.
    pub(crate) fn deploy_program(&mut self, text: &str) -> Address {
        self.deploy_code(&compress(&wat::parse_str(text).expect("valid text")))
    }

    /// Deploys a program from text and activates it.
    pub(crate) fn program(&mut self, text: &str) -> Address {
        let address = self.deploy_program(text);
        let done = self.activate(address);
        assert!(
            done.result.is_success(),
            "{:?} {:?}",
            done.result,
            done.failure
        );
        address
    }

    pub(crate) fn activate(&mut self, program: Address) -> Execution {
        let input = method("58c780c2", &[program.into_word()]);
        let tx = to(ARB_WASM, input);
        self.send(Transaction {
            value: ETHER,
            gas_limit: 20_000_000,
            ..tx
        })
    }

    /// A method of a precompile as the chain's owner.
    pub(crate) fn as_owner(&mut self, target: Address, selector: &str, words: &[B256]) {
        let done = self.send(Transaction {
            caller: OWNER,
            ..to(target, method(selector, words))
        });
        assert!(
            done.result.is_success(),
            "{selector}: {:?} {:?}",
            done.result,
            done.failure
        );
    }
}

/// A transaction of account 0.
pub(crate) fn to(target: Address, input: impl Into<Bytes>) -> Transaction {
    Transaction {
        caller: ACCOUNTS[0],
        kind: TxKind::Call(target),
        input: input.into(),
        gas_limit: 2_000_000,
        ..Transaction::default()
    }
}

/// Calldata of a method with one-word arguments.
pub(crate) fn method(selector: &str, words: &[B256]) -> Vec<u8> {
    let mut data = hex::decode(selector).expect("hex");
    words
        .iter()
        .for_each(|word| data.extend_from_slice(word.as_slice()));
    data
}

pub(crate) fn word(value: u64) -> B256 {
    B256::from(U256::from(value))
}

/// Calldata gas: 16 for each byte, 4 for each that is zero.
pub(crate) fn calldata_gas(data: &[u8]) -> u64 {
    data.iter()
        .map(|byte| if *byte == 0 { 4 } else { 16 })
        .sum()
}

/// What the outermost frame used.
pub(crate) fn frame_gas(done: &Execution, tx: &Transaction) -> u64 {
    done.gas_used - INTRINSIC - calldata_gas(&tx.input)
}

pub(crate) fn created(done: &Execution) -> Address {
    match &done.result {
        ExecutionResult::Success { output, .. } => *output.address().expect("a creation"),
        other => panic!("the creation failed: {other:?}"),
    }
}

pub(crate) fn output(done: &Execution) -> Bytes {
    match &done.result {
        ExecutionResult::Success { output, .. } => output.data().clone(),
        ExecutionResult::Revert { output, .. } => output.clone(),
        ExecutionResult::Halt { .. } => Bytes::new(),
    }
}
