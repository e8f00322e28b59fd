//! Transactions that wait for a block.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::sync::Arc;

use alloy_consensus::{Transaction as _, TxEnvelope};
use alloy_primitives::{Address, B256, U256};
use ballast_evm::ExecuteError;

use crate::error::{Error, SubmissionError};
use crate::state::World;
use crate::transaction::Submitted;

/// Room of the pool, in slots of 32 KiB as go-ethereum counts them.
const SLOTS_MAX: usize = 5_120;
const SLOT_BYTES: usize = 32 * 1024;

#[derive(Clone, Debug)]
struct Waiting {
    submitted: Arc<Submitted>,
    /// Order of arrival: blocks are filled first come, first served, as Arbitrum's sequencer does.
    arrival: u64,
}

/// Transactions by sender and nonce.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pool {
    senders: BTreeMap<Address, BTreeMap<u64, Waiting>>,
    index: HashMap<B256, (Address, u64)>,
    arrivals: u64,
    slots: usize,
}

/// A sender's transactions as `txpool_content` splits them.
pub(crate) type BySender = BTreeMap<Address, BTreeMap<u64, Arc<Submitted>>>;

impl Pool {
    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// The waiting transaction with this hash.
    pub(crate) fn get(&self, hash: &B256) -> Option<&Arc<Submitted>> {
        let (sender, nonce) = self.index.get(hash)?;
        Some(&self.senders.get(sender)?.get(nonce)?.submitted)
    }

    /// Takes a transaction in, after the checks real nodes make on the newest state.
    pub(crate) fn add(
        &mut self,
        submitted: Arc<Submitted>,
        world: &World,
        base_fee: u64,
    ) -> Result<(), Error> {
        if self.index.contains_key(&submitted.hash()) {
            return Err(SubmissionError::AlreadyKnown.into());
        }
        check(&submitted, world, base_fee)?;
        let (sender, nonce) = (submitted.sender(), submitted.transaction.inner().nonce());
        let slots = slots_of(&submitted);
        let same_nonce = self
            .senders
            .get(&sender)
            .and_then(|queue| queue.get(&nonce));
        let arrival = match same_nonce {
            Some(earlier) if !outbids(&submitted, &earlier.submitted) => {
                return Err(SubmissionError::Underpriced.into());
            }
            Some(earlier) => earlier.arrival,
            None if SLOTS_MAX < self.slots + slots => return Err(SubmissionError::PoolFull.into()),
            None => self.arrivals,
        };
        self.remove(sender, nonce);
        self.arrivals += 1;
        self.slots += slots;
        self.index.insert(submitted.hash(), (sender, nonce));
        self.senders
            .entry(sender)
            .or_default()
            .insert(nonce, Waiting { submitted, arrival });
        Ok(())
    }

    /// Takes out the transaction with this hash.
    pub(crate) fn drop_transaction(&mut self, hash: &B256) -> bool {
        match self.index.get(hash) {
            Some(&(sender, nonce)) => self.remove(sender, nonce),
            None => false,
        }
    }

    /// Empties the pool.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Takes out what can no longer be mined: every nonce below the account's.
    pub(crate) fn prune(&mut self, world: &World, sender: Address) {
        let next = world.nonce(&sender);
        while let Some((&nonce, _)) = self
            .senders
            .get(&sender)
            .and_then(BTreeMap::first_key_value)
            && nonce < next
        {
            self.remove(sender, nonce);
        }
    }

    fn remove(&mut self, sender: Address, nonce: u64) -> bool {
        let Some(queue) = self.senders.get_mut(&sender) else {
            return false;
        };
        let Some(waiting) = queue.remove(&nonce) else {
            return false;
        };
        if queue.is_empty() {
            self.senders.remove(&sender);
        }
        self.index.remove(&waiting.submitted.hash());
        self.slots -= slots_of(&waiting.submitted);
        true
    }

    /// What can be mined on this state now, in the order of arrival but never ahead of a sender's
    /// lower nonce.
    pub(crate) fn ready(&self, world: &World) -> Vec<Arc<Submitted>> {
        let mut heads = BinaryHeap::new();
        for (sender, queue) in &self.senders {
            let nonce = world.nonce(sender);
            if let Some(waiting) = queue.get(&nonce) {
                heads.push(Reverse((waiting.arrival, *sender, nonce)));
            }
        }
        let mut ready = Vec::new();
        while let Some(Reverse((_, sender, nonce))) = heads.pop() {
            let Some(queue) = self.senders.get(&sender) else {
                continue;
            };
            if let Some(waiting) = queue.get(&nonce) {
                ready.push(waiting.submitted.clone());
            }
            if let Some(next) = queue.get(&(nonce + 1)) {
                heads.push(Reverse((next.arrival, sender, nonce + 1)));
            }
        }
        ready
    }

    /// The nonce after all of a sender's transactions that can be mined.
    pub(crate) fn next_nonce(&self, world: &World, sender: &Address) -> u64 {
        let mut nonce = world.nonce(sender);
        if let Some(queue) = self.senders.get(sender) {
            while queue.contains_key(&nonce) {
                nonce += 1;
            }
        }
        nonce
    }

    /// All waiting transactions: those that can be mined, and those behind a nonce gap.
    pub(crate) fn content(&self, world: &World) -> (BySender, BySender) {
        let (mut pending, mut queued) = (BySender::new(), BySender::new());
        for (sender, queue) in &self.senders {
            let next = self.next_nonce(world, sender);
            for (nonce, waiting) in queue {
                let part = if *nonce < next {
                    &mut pending
                } else {
                    &mut queued
                };
                part.entry(*sender)
                    .or_default()
                    .insert(*nonce, waiting.submitted.clone());
            }
        }
        (pending, queued)
    }
}

fn slots_of(submitted: &Submitted) -> usize {
    submitted.encoded.len().div_ceil(SLOT_BYTES)
}

/// A replacement must raise both fee caps by a tenth, as go-ethereum asks; where tips are zero, as
/// usual on Arbitrum, the fee cap decides alone.
fn outbids(new: &Submitted, old: &Submitted) -> bool {
    let raised = |old: u128| old.saturating_add(old / 10);
    let (new, old) = (new.transaction.inner(), old.transaction.inner());
    let tip = |tx: &TxEnvelope| tx.max_priority_fee_per_gas().unwrap_or_default();
    old.max_fee_per_gas() < new.max_fee_per_gas()
        && raised(old.max_fee_per_gas()) <= new.max_fee_per_gas()
        && raised(tip(old)) <= tip(new)
}

/// The checks a pool can make without executing.
fn check(submitted: &Submitted, world: &World, base_fee: u64) -> Result<(), Error> {
    let tx = submitted.transaction.inner();
    let expected = world.nonce(&submitted.sender());
    if tx.nonce() < expected {
        return Err(ExecuteError::NonceTooLow {
            expected,
            actual: tx.nonce(),
        }
        .into());
    }
    if let Some(max_priority_fee) = tx.max_priority_fee_per_gas()
        && tx.max_fee_per_gas() < max_priority_fee
    {
        let max_fee = tx.max_fee_per_gas();
        return Err(ExecuteError::TipAboveFeeCap {
            max_priority_fee,
            max_fee,
        }
        .into());
    }
    if tx.max_fee_per_gas() < u128::from(base_fee) {
        let max_fee = tx.max_fee_per_gas();
        return Err(ExecuteError::FeeCapTooLow { max_fee, base_fee }.into());
    }
    let required = submitted.intrinsic_gas();
    if tx.gas_limit() < required {
        return Err(ExecuteError::IntrinsicGas {
            limit: tx.gas_limit(),
            required,
        }
        .into());
    }
    let fees = U256::from(tx.gas_limit()).saturating_mul(U256::from(tx.max_fee_per_gas()));
    let cost = fees.saturating_add(tx.value());
    let balance = world.balance(&submitted.sender());
    if balance < cost {
        return Err(ExecuteError::InsufficientFunds { balance, cost }.into());
    }
    Ok(())
}
