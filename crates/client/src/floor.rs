//! What of a transaction's gas no program could have saved.
//!
//! Counted from the host calls of the outermost program, by the rules of the chain and not by what
//! was paid: every slot it read or changed once, cold; every change of a slot once; every account
//! it called or asked for; its logs; the gas its callees used. What is missing to the execution
//! gas is the program's own: entry, computation, host calls, and whatever it did twice.
//!
//! A program that it hands over to by `DELEGATECALL` works on its storage and speaks for it: it is
//! counted as a part of it, so what such a frame does is looked at in the same way, and entering it
//! is the program's own, too. Only EVM code that is run so counts as a callee, since its steps are
//! not told.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, B256};
use ballast_stylus::ink::{InkPrice, host_function, read_ink};
use ballast_stylus::pricing::host::{account_gas, slot_write};
use serde::Serialize;

use crate::client::Client;
use crate::error::ClientError;
use crate::precompiles::ARB_WASM;
use crate::precompiles::ArbWasm::inkPriceCall;
use crate::receipt::Receipt;
use crate::trace::{HostStep, HostTrace};

/// Gas of a slot that nobody looked at before in the transaction.
const COLD_SLOT_GAS: u64 = 2_100;

/// Marks the start of a program's frame.
const ENTRY: &str = "user_entrypoint";

/// How a program calls others.
const CALLS: [&str; 3] = [
    "call_contract",
    "delegate_call_contract",
    "static_call_contract",
];

/// The four questions about an account; all name it first.
const ACCOUNT_QUERIES: [&str; 4] = [
    "account_balance",
    "account_code",
    "account_code_size",
    "account_codehash",
];

/// Precompiles lie below and are never cold.
const LAST_PRECOMPILE: u64 = 0x1ff;

/// Gas that no program could have saved, by what it was for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Floor {
    /// Reading and changing slots.
    pub slots: u64,
    /// Reaching other accounts.
    pub accounts: u64,
    /// Logs.
    pub logs: u64,
    /// What callees used.
    pub callees: u64,
    /// What comes back for cleared slots, callees' included.
    pub refund: u64,
}

impl Floor {
    /// The sum, in gas comparable with [`Receipt::execution_gas`].
    #[must_use]
    pub const fn total(&self) -> u64 {
        (self.slots + self.accounts + self.logs + self.callees).saturating_sub(self.refund)
    }

    /// Counts the floor of a transaction that called a program and succeeded.
    ///
    /// Slots are compared with the block before: exact if the transaction was the first of its
    /// block to touch them, as on a chain that makes a block for every transaction.
    ///
    /// # Errors
    /// When the node offers no `stylusTracer`, or no longer knows the block before.
    pub async fn count(client: &Client, receipt: &Receipt) -> Result<Self, ClientError> {
        let trace = HostTrace::read(client, receipt.transaction_hash).await?;
        let ink_price = client.call(ARB_WASM, &inkPriceCall {}).await?;
        let ink_price = InkPrice::new(ink_price).unwrap_or(InkPrice::DEFAULT);
        let program = receipt.to.unwrap_or_default();
        let touched = Touched::new(program, &trace.steps);
        let steps = own_steps(&trace.steps);
        let mut floor = Self::without_storage(program, &steps, ink_price);
        let before = receipt.block_number.to::<u64>().saturating_sub(1);
        let mut originals = BTreeMap::new();
        for slot in touched.writes.keys() {
            let value = client.storage_at(slot.0, slot.1.into(), before).await?;
            originals.insert(*slot, B256::from(value));
        }
        floor.add_storage(program, &touched, &originals);
        floor.refund = floor.refund.min(receipt.gas_used() / 4);
        Ok(floor)
    }

    fn without_storage(program: Address, steps: &[&HostStep], ink_price: InkPrice) -> Self {
        let mut floor = Self::default();
        let mut warm = BTreeSet::from([program]);
        let mut reach = |account: Address| {
            let known = !warm.insert(account) || is_precompile(&account);
            account_gas(!known)
        };
        for step in steps {
            let name = step.name.as_str();
            if let Some(callee) = step.address.filter(|_| CALLS.contains(&name)) {
                let access = reach(callee);
                floor.accounts += access;
                if handed_over(step).is_some() {
                    continue;
                }
                floor.callees += call_cost(step, ink_price).saturating_sub(access);
            } else if ACCOUNT_QUERIES.contains(&name) {
                floor.accounts += step
                    .args
                    .get(..20)
                    .map_or(0, |bytes| reach(Address::from_slice(bytes)));
            } else if name == "emit_log" {
                floor.logs += log_cost(step, ink_price);
            } else if name.starts_with("create") {
                floor.callees += ink_price.ink_to_gas(step.ink());
            }
        }
        floor
    }

    fn add_storage(
        &mut self,
        program: Address,
        touched: &Touched,
        originals: &BTreeMap<(Address, B256), B256>,
    ) {
        let mut cold: BTreeSet<_> = touched.reads.iter().map(|slot| (program, *slot)).collect();
        for (slot, new) in &touched.writes {
            let original = originals.get(slot).copied().unwrap_or_default();
            if *new == original {
                if slot.0 != program && touched.passing.get(slot).is_some_and(|v| *v != original) {
                    self.refund += restored_refund(original);
                }
                continue;
            }
            let write = slot_write(false, &original.0, &original.0, &new.0);
            self.refund += write.refund.unsigned_abs();
            if slot.0 == program {
                self.slots += write.gas;
                cold.insert(*slot);
            }
        }
        self.slots += COLD_SLOT_GAS * cold.len() as u64;
    }
}

/// What ran in the frame of a delegate that is a program.
fn handed_over(step: &HostStep) -> Option<&[HostStep]> {
    let inner = step.steps.as_deref()?;
    let is_program = inner.first().is_some_and(|first| first.name == ENTRY);
    (step.name == "delegate_call_contract" && is_program).then_some(inner)
}

/// The steps of a program and of all that it handed over to, each frame's behind the call that
/// opened it.
fn own_steps(steps: &[HostStep]) -> Vec<&HostStep> {
    let mut own = Vec::new();
    for step in steps {
        own.push(step);
        own.extend(handed_over(step).map(own_steps).unwrap_or_default());
    }
    own
}

/// What comes back for a slot that a callee changed and restored (EIP-3529): all but the 100 of a
/// warm write.
fn restored_refund(original: B256) -> u64 {
    if original.is_zero() { 19_900 } else { 2_800 }
}

/// Gas that a call took from its caller: what the host call cost in ink, less its own price.
fn call_cost(step: &HostStep, ink_price: InkPrice) -> u64 {
    // Handed over are the callee, for plain calls the value, and the data, which is read twice.
    let around = if step.name == "call_contract" { 52 } else { 20 };
    let data_bytes = (step.args.len() as u64).saturating_sub(around);
    bought_gas(step, 2 * read_ink(data_bytes), ink_price)
}

/// Gas of a log by its size and topics.
fn log_cost(step: &HostStep, ink_price: InkPrice) -> u64 {
    bought_gas(step, read_ink(step.args.len() as u64), ink_price)
}

/// What a host call cost beside its base price and `read_ink` for what it read.
///
/// Nodes differ in what they record: with a call's gas limit or a log's topic count the data looks
/// some bytes longer than it was, which makes less than a gas, and rounding up takes it back.
fn bought_gas(step: &HostStep, read_ink: u64, ink_price: InkPrice) -> u64 {
    let base = host_function(&step.name).map_or(0, |function| function.base_ink);
    let bought = step.ink().saturating_sub(base + read_ink);
    bought.div_ceil(u64::from(ink_price.get()))
}

fn is_precompile(account: &Address) -> bool {
    let (high, low) = account.split_at(12);
    high == [0; 12] && low <= LAST_PRECOMPILE.to_be_bytes().as_slice()
}

/// Slots that were read by the outermost program, and what every program left in those it wrote.
#[derive(Debug, Default)]
struct Touched {
    reads: BTreeSet<B256>,
    writes: BTreeMap<(Address, B256), B256>,
    /// What slots held in between that were written more than once.
    passing: BTreeMap<(Address, B256), B256>,
}

impl Touched {
    fn new(program: Address, steps: &[HostStep]) -> Self {
        let mut touched = Self::default();
        let own = own_steps(steps).into_iter();
        let loads = own.filter(|step| step.name == "storage_load_bytes32");
        touched.reads = loads.filter_map(|step| word(&step.args, 0)).collect();
        touched.add_writes(program, steps);
        touched
    }

    /// Writes count when they are flushed; those of a callee that failed were undone.
    fn add_writes(&mut self, acting: Address, steps: &[HostStep]) {
        let mut waiting = BTreeMap::new();
        for step in steps {
            match (step.name.as_str(), &step.steps) {
                ("storage_cache_bytes32", _) => {
                    waiting.extend(word(&step.args, 0).zip(word(&step.args, 32)));
                }
                ("storage_flush_cache", _) => {
                    for (slot, value) in std::mem::take(&mut waiting) {
                        let slot = (acting, slot);
                        if let Some(before) = self.writes.insert(slot, value) {
                            self.passing.insert(slot, before);
                        }
                    }
                }
                ("delegate_call_contract", Some(inner)) if succeeded(step) => {
                    self.add_writes(acting, inner);
                }
                // A program that EVM code called; what such code undoes is not told.
                ("evm_call_contract", Some(inner)) => {
                    self.add_writes(step.address.unwrap_or_default(), inner);
                }
                ("call_contract", Some(inner)) if succeeded(step) => {
                    self.add_writes(step.address.unwrap_or_default(), inner);
                }
                _ => {}
            }
        }
    }
}

/// A call's status comes last.
fn succeeded(step: &HostStep) -> bool {
    step.outs.last() == Some(&0)
}

fn word(bytes: &[u8], at: usize) -> Option<B256> {
    bytes.get(at..at + 32).map(B256::from_slice)
}

#[cfg(test)]
mod tests;
