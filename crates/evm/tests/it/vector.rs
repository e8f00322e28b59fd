//! The vectors' file format, which the README beside them describes, and how to run one.

use std::collections::HashMap;

use alloy_primitives::{Address, B256, Bytes, U256, hex, keccak256};
use ballast_evm::{Execution, Transaction};
use revm::Database;
use serde::Deserialize;

use crate::chain::{ACCOUNTS, ARB_WASM, ARB_WASM_CACHE, Chain, created, method, output, to};

#[derive(Deserialize)]
pub(crate) struct Vector {
    pub(crate) name: String,
    pub(crate) deploy: Vec<Deploy>,
    pub(crate) fund: Vec<Fund>,
    pub(crate) steps: Vec<Step>,
}

#[derive(Deserialize)]
pub(crate) struct Deploy {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) init_code: Bytes,
    pub(crate) activate: bool,
    pub(crate) cached: bool,
}

#[derive(Deserialize)]
pub(crate) struct Fund {
    pub(crate) to: String,
    pub(crate) value: U256,
}

#[derive(Deserialize)]
pub(crate) struct Step {
    pub(crate) name: String,
    pub(crate) from: usize,
    pub(crate) to: String,
    pub(crate) data: String,
    pub(crate) value: U256,
    pub(crate) gas: U256,
    pub(crate) expect: Expect,
}

#[derive(Deserialize)]
pub(crate) struct Expect {
    pub(crate) status: u8,
    pub(crate) output: Option<String>,
    pub(crate) gas_used: Option<U256>,
    pub(crate) logs: Option<Vec<Log>>,
    pub(crate) storage: Vec<Slot>,
}

#[derive(Deserialize)]
pub(crate) struct Log {
    pub(crate) address: String,
    pub(crate) topics: Vec<String>,
    pub(crate) data: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Slot {
    pub(crate) address: String,
    pub(crate) slot: U256,
    pub(crate) value: B256,
}

/// Runs vectors on a chain.
pub(crate) struct Runner {
    chain: Chain,
    names: HashMap<String, Address>,
}

impl Runner {
    pub(crate) fn new(chain: Chain) -> Self {
        let numbered = ACCOUNTS.into_iter().enumerate();
        let names = numbered
            .map(|(index, account)| (format!("from{index}"), account))
            .collect();
        Self { chain, names }
    }

    /// What differs from what the vector expects.
    pub(crate) fn run(&mut self, vector: &Vector) -> Vec<String> {
        for deploy in &vector.deploy {
            self.deploy(deploy);
        }
        for fund in &vector.fund {
            let to = self.target(&fund.to);
            self.chain.set_balance(to, fund.value);
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
        let address = created(&self.chain.create(deploy.init_code.clone()));
        self.names.insert(deploy.name.clone(), address);
        if deploy.kind != "stylus" {
            return;
        }
        let program = address.into_word();
        let version = self
            .chain
            .call(to(ARB_WASM, method("cc8f4e88", &[program])));
        if deploy.activate && !version.result.is_success() {
            let done = self.chain.activate(address);
            assert!(
                done.result.is_success(),
                "{}: {:?}",
                deploy.name,
                done.failure
            );
        }
        if deploy.cached {
            self.chain.as_owner(ARB_WASM_CACHE, "e73ac9f2", &[program]);
        }
    }

    fn step(&mut self, step: &Step) -> Vec<String> {
        let (data, zeros) = self.fill(&step.data);
        let gas: u64 = step.gas.saturating_to();
        let tx = Transaction {
            tx_type: 0,
            caller: ACCOUNTS[step.from],
            value: step.value,
            gas_limit: gas - 12 * zeros,
            ..to(self.target(&step.to), hex::decode(data).expect("hex"))
        };
        let mut bad = Vec::new();
        if let Some(expected) = &step.expect.output {
            let seen = hex::encode_prefixed(output(&self.chain.call(tx.clone())));
            differ(&mut bad, "output", &self.fill(expected).0, &seen);
        }
        let done = self.chain.send(tx);
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
            let gas_used = gas_used.saturating_to::<u64>() - 12 * zeros;
            differ(bad, "gas", &gas_used, &done.gas_used);
        }
        if let Some(logs) = &expect.logs {
            let seen = done.result.logs();
            differ(bad, "number of logs", &logs.len(), &seen.len());
            for (log, seen) in logs.iter().zip(seen) {
                self.compare_log(bad, log, seen);
            }
        }
        for slot in &expect.storage {
            let address = self.target(&slot.address);
            let seen = self.chain.db.storage(address, slot.slot).expect("memory");
            differ(bad, "storage", &slot.value, &B256::from(seen));
        }
    }

    fn compare_log(&mut self, bad: &mut Vec<String>, log: &Log, seen: &alloy_primitives::Log) {
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

    /// Placeholders to addresses; also the number of zero bytes that puts in.
    fn fill(&mut self, text: &str) -> (String, u64) {
        let (mut filled, mut zeros, mut rest) = (String::new(), 0, text);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').expect("a closed placeholder");
            let address = self.address(name);
            filled.push_str(before);
            filled.push_str(&hex::encode(address));
            zeros += address.iter().filter(|byte| **byte == 0).count() as u64;
            rest = after;
        }
        filled.push_str(rest);
        (filled.to_lowercase(), zeros)
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
                let hash: B256 = hash.parse().expect("a hash");
                self.address(who).create2(B256::from(salt), hash)
            }
            _ if name.starts_with("fresh") => {
                // Never used before, and without zero bytes.
                let address = Address::from_word(keccak256(name))
                    .0
                    .0
                    .map(|byte| byte | 1)
                    .into();
                self.names.insert(name.into(), address);
                address
            }
            _ => name
                .parse()
                .unwrap_or_else(|_| panic!("unknown name '{name}'")),
        }
    }
}

fn differ<T>(bad: &mut Vec<String>, what: &str, expected: &T, seen: &T)
where
    T: PartialEq + std::fmt::Debug,
{
    if expected != seen {
        bad.push(format!("{what}: expected {expected:?}, seen {seen:?}"));
    }
}
