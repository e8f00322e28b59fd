//! A chain of nothing but an executor and a map: just enough to run vectors.

use std::collections::{BTreeMap, HashMap};

use alloy_primitives::{Address, B256, Bytes, TxKind, U256, address, hex, keccak256};
use ballast_evm::{
    BlockContext, ChainConfig, Execution, Executor, Options, RecentPrograms, Transaction,
};
use revm::context::result::ExecutionResult;
use revm::database::InMemoryDB;
use revm::{Database, DatabaseCommit};

use crate::vector::{Deploy, Expect, Step, Vector};

const ARB_WASM: Address = address!("0000000000000000000000000000000000000071");
const ARB_WASM_CACHE: Address = address!("0000000000000000000000000000000000000072");
const OWNER: Address = address!("3f1Eae7D46d88F08fc2F8ed27FCb2AB183EB2d0E");
const ACCOUNTS: [Address; 2] = [
    address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266"),
    address!("70997970C51812dc3A010C7d01b50e0d17dc79C8"),
];
const BASE_FEE: u64 = 100_000_000;
const ETHER: U256 = U256::from_limbs([1_000_000_000_000_000_000, 0, 0, 0]);

pub(crate) struct Chain {
    executor: Executor,
    db: InMemoryDB,
    names: HashMap<String, Address>,
    number: u64,
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
        let mut chain = Self {
            executor,
            db,
            names: HashMap::new(),
            number: 1,
        };
        for (index, account) in ACCOUNTS.into_iter().enumerate() {
            chain.names.insert(format!("from{index}"), account);
            chain.fund(account, U256::from(10_000).saturating_mul(ETHER));
        }
        chain.fund(OWNER, U256::from(10_000).saturating_mul(ETHER));
        chain
    }

    fn fund(&mut self, account: Address, balance: U256) {
        let mut info = self.db.basic(account).expect("memory").unwrap_or_default();
        info.balance = balance;
        self.db.insert_account_info(account, info);
    }

    /// What differs from what the vector expects.
    pub(crate) fn run(&mut self, vector: &Vector) -> Vec<String> {
        for deploy in &vector.deploy {
            self.deploy(deploy);
        }
        for fund in &vector.fund {
            let to = self.target(&fund.to);
            self.fund(to, fund.value);
        }
        let mut failures = Vec::new();
        for step in &vector.steps {
            let prefix = format!("{} / {}", vector.name, step.name);
            failures.extend(
                self.step(step)
                    .into_iter()
                    .map(|text| format!("{prefix}: {text}")),
            );
        }
        failures
    }

    fn deploy(&mut self, deploy: &Deploy) {
        let tx = Transaction {
            caller: ACCOUNTS[0],
            kind: TxKind::Create,
            input: deploy.init_code.clone(),
            gas_limit: 10_000_000,
            ..Transaction::default()
        };
        let done = self.send(tx);
        let ExecutionResult::Success { output, .. } = done.result else {
            panic!("{} does not deploy: {:?}", deploy.name, done.result);
        };
        let address = *output.address().expect("a creation");
        self.names.insert(deploy.name.clone(), address);
        if deploy.kind != "stylus" {
            return;
        }
        let mut program = B256::ZERO;
        program[12..].copy_from_slice(address.as_slice());
        let active = self.view(ARB_WASM, "cc8f4e88", program).is_some();
        if deploy.activate && !active {
            self.must(ACCOUNTS[0], ARB_WASM, "58c780c2", program, ETHER);
        }
        if deploy.cached {
            self.must(OWNER, ARB_WASM_CACHE, "e73ac9f2", program, U256::ZERO);
        }
    }

    fn must(&mut self, caller: Address, to: Address, selector: &str, word: B256, value: U256) {
        let input = [&hex::decode(selector).expect("hex")[..], word.as_slice()].concat();
        let (kind, gas_limit) = (TxKind::Call(to), 20_000_000);
        let tx = Transaction {
            caller,
            kind,
            input: input.into(),
            value,
            gas_limit,
            ..Transaction::default()
        };
        let done = self.send(tx);
        assert!(
            done.result.is_success(),
            "{selector}: {:?} {:?}",
            done.result,
            done.failure
        );
    }

    fn view(&mut self, to: Address, selector: &str, word: B256) -> Option<Bytes> {
        let input = [&hex::decode(selector).expect("hex")[..], word.as_slice()].concat();
        let tx = Transaction {
            caller: ACCOUNTS[0],
            kind: TxKind::Call(to),
            input: input.into(),
            ..Transaction::default()
        };
        match self.call(tx).result {
            ExecutionResult::Success { output, .. } => Some(output.into_data()),
            _ => None,
        }
    }

    fn block(&self) -> BlockContext {
        BlockContext {
            number: self.number,
            l1_number: 7,
            timestamp: 1_790_000_000,
            base_fee: BASE_FEE,
            beneficiary: address!("A4b000000000000000000073657175656e636572"),
            gas_limit: 1 << 50,
            hashes: BTreeMap::new().into(),
        }
    }

    fn call(&mut self, mut tx: Transaction) -> Execution {
        tx.max_fee = u128::from(BASE_FEE);
        let block = self.block();
        self.executor
            .execute(
                &mut self.db,
                &block,
                &mut RecentPrograms::default(),
                &tx,
                &Options::CALL,
            )
            .expect("a call that can be executed")
    }

    fn send(&mut self, mut tx: Transaction) -> Execution {
        tx.max_fee = u128::from(BASE_FEE);
        tx.nonce = self
            .db
            .basic(tx.caller)
            .expect("memory")
            .unwrap_or_default()
            .nonce;
        let block = self.block();
        let mut recent = RecentPrograms::default();
        let mut done = self
            .executor
            .execute(
                &mut self.db,
                &block,
                &mut recent,
                &tx,
                &Options::TRANSACTION,
            )
            .expect("a transaction that can be included");
        self.db.commit(std::mem::take(&mut done.state));
        self.number += 1;
        done
    }

    fn step(&mut self, step: &Step) -> Vec<String> {
        let (data, zeros) = self.fill(&step.data);
        let gas: u64 = step.gas.saturating_to();
        let tx = Transaction {
            tx_type: 0,
            caller: ACCOUNTS[step.from],
            kind: TxKind::Call(self.target(&step.to)),
            input: hex::decode(data).expect("hex").into(),
            value: step.value,
            gas_limit: gas - 12 * zeros,
            ..Transaction::default()
        };
        let mut bad = Vec::new();
        if let Some(output) = &step.expect.output {
            let seen = hex::encode_prefixed(output_of(&self.call(tx.clone())));
            differ(&mut bad, "output", &self.fill(output).0, &seen);
        }
        let done = self.send(tx);
        self.compare(&mut bad, &step.expect, &done, zeros);
        bad
    }

    fn compare(&mut self, bad: &mut Vec<String>, expect: &Expect, done: &Execution, zeros: u64) {
        differ(
            bad,
            "status",
            &expect.status,
            &u8::from(done.result.is_success()),
        );
        if let Some(gas_used) = expect.gas_used {
            differ(
                bad,
                "gas",
                &(gas_used.saturating_to::<u64>() - 12 * zeros),
                &done.gas_used,
            );
        }
        if let Some(logs) = &expect.logs {
            let seen = done.result.logs();
            differ(bad, "number of logs", &logs.len(), &seen.len());
            for (log, seen) in logs.iter().zip(seen) {
                differ(
                    bad,
                    "log address",
                    &self.target(&log.address),
                    &seen.address,
                );
                let topics: Vec<_> = log.topics.iter().map(|topic| self.fill(topic).0).collect();
                let seen_topics: Vec<_> = seen.topics().iter().map(ToString::to_string).collect();
                differ(bad, "topics", &topics, &seen_topics);
                if let Some(data) = &log.data {
                    differ(
                        bad,
                        "log data",
                        &self.fill(data).0,
                        &hex::encode_prefixed(&seen.data.data),
                    );
                }
            }
        }
        for slot in &expect.storage {
            let address = self.target(&slot.address);
            let seen = self.db.storage(address, slot.slot).expect("memory");
            differ(bad, "storage", &slot.value, &B256::from(seen));
        }
    }

    /// Placeholders to addresses; also the number of zero bytes that puts in.
    fn fill(&mut self, text: &str) -> (String, u64) {
        let (mut out, mut zeros, mut rest) = (String::new(), 0, text);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').expect("a closed placeholder");
            let address = self.address(name);
            out.push_str(before);
            out.push_str(&hex::encode(address));
            zeros += address.iter().filter(|byte| **byte == 0).count() as u64;
            rest = after;
        }
        out.push_str(rest);
        (out.to_lowercase(), zeros)
    }

    fn target(&mut self, text: &str) -> Address {
        self.address(text.trim_start_matches('{').trim_end_matches('}'))
    }

    fn address(&mut self, name: &str) -> Address {
        if let Some(address) = self.names.get(name) {
            return *address;
        }
        let parts: Vec<_> = name.split(':').collect();
        match parts[..] {
            ["create", who, nonce] => self.address(who).create(nonce.parse().expect("a nonce")),
            ["create2", who, salt, hash] => {
                let salt: U256 = salt.parse().expect("a salt");
                self.address(who)
                    .create2(B256::from(salt), hash.parse::<B256>().expect("a hash"))
            }
            _ if name.starts_with("fresh") => {
                // Never used before, and without zero bytes.
                let hash = keccak256(name);
                let address = Address::from_slice(
                    &hash[12..].iter().map(|byte| byte | 1).collect::<Vec<_>>(),
                );
                self.names.insert(name.into(), address);
                address
            }
            _ => name
                .parse()
                .unwrap_or_else(|_| panic!("unknown name '{name}'")),
        }
    }
}

fn output_of(done: &Execution) -> Bytes {
    match &done.result {
        ExecutionResult::Success { output, .. } => output.data().clone(),
        ExecutionResult::Revert { output, .. } => output.clone(),
        ExecutionResult::Halt { .. } => Bytes::new(),
    }
}

fn differ<T: PartialEq + std::fmt::Debug>(
    bad: &mut Vec<String>,
    what: &str,
    expected: &T,
    seen: &T,
) {
    if expected != seen {
        bad.push(format!("{what}: expected {expected:?}, seen {seen:?}"));
    }
}
