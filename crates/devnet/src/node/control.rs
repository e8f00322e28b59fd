//! What only a development chain lets anyone do.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use alloy_primitives::{Address, B256, Bytes, U64, U256};
use alloy_rpc_types_eth::BlockId;
use revm::state::AccountInfo;
use serde::{Deserialize, Serialize};

use super::{Node, Result, genesis_chain, restart};
use crate::clock::ClockError;
use crate::error::Error;
use crate::producer::Producer;
use crate::state::{AccountChange, bytecode};
use crate::store::Job;

/// Every account of a chain, as written by `anvil_dumpState` and read by `anvil_loadState`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateDump {
    /// Accounts by address.
    pub accounts: BTreeMap<Address, AccountDump>,
}

/// One account of a [`StateDump`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountDump {
    /// The nonce of its next transaction.
    pub nonce: U64,
    /// Wei owned.
    pub balance: U256,
    /// Code, empty for none.
    #[serde(default)]
    pub code: Bytes,
    /// Slots that are not zero.
    #[serde(default)]
    pub storage: BTreeMap<B256, B256>,
}

impl Node {
    /// Sets a balance in wei.
    pub fn set_balance(&self, address: Address, balance: U256) {
        self.adjust(address, vec![], |info| info.balance = balance);
    }

    /// Sets a nonce.
    pub fn set_nonce(&self, address: Address, nonce: u64) {
        self.adjust(address, vec![], |info| info.nonce = nonce);
        let mut producer = self.producer();
        producer.pool.prune(self.read().world(), address);
    }

    /// Sets code; any bytes, a program's prefix included. Programs still need activation.
    pub fn set_code(&self, address: Address, code: Bytes) {
        let (code, hash) = bytecode(code);
        self.adjust(address, vec![], |info| {
            info.code_hash = hash;
            info.code = Some(code);
        });
    }

    /// Sets a storage slot.
    pub fn set_storage(&self, address: Address, slot: U256, value: U256) {
        self.adjust(address, vec![(slot, value)], |_| ());
    }

    fn adjust(
        &self,
        address: Address,
        slots: Vec<(U256, U256)>,
        change: impl FnOnce(&mut AccountInfo),
    ) {
        let producer = self.producer();
        let mut info = self.read().world().info(&address);
        change(&mut info);
        let info = Some(info);
        self.apply(
            &producer,
            AccountChange {
                address,
                info,
                clear_storage: false,
                slots,
            },
        );
    }

    /// Writes to the state outside of any block. Whoever calls this keeps blocks from being made.
    fn apply(&self, _producer: &Producer, change: AccountChange) {
        let mut chain = self.write();
        self.store(|| Job::Adjustment(chain.latest().number(), change.clone()));
        chain.adjust(change);
    }

    /// Whether a block is made for every transaction at once.
    pub fn automine(&self) -> bool {
        self.producer().automine
    }

    /// Makes a block for every transaction at once, or lets them wait in the pool.
    pub fn set_automine(&self, on: bool) {
        self.producer().automine = on;
    }

    /// Makes a block every so often, and none for single transactions; zero stops that.
    pub fn set_interval_mining(&self, interval: Duration) {
        self.inner
            .ticker
            .set(Arc::downgrade(&self.inner), Some(interval));
        if !interval.is_zero() {
            self.set_automine(false);
        }
    }

    /// Moves time forward (or back, down to the newest block's); the sum of all moves is returned.
    pub fn increase_time(&self, seconds: i64) -> i64 {
        self.producer().clock.increase(seconds)
    }

    /// Sets the time to run on from `timestamp`; the offset from the machine's time is returned.
    ///
    /// # Errors
    /// When it lies before the newest block.
    pub fn set_time(&self, timestamp: u64) -> Result<i64> {
        let mut producer = self.producer();
        let asked = timestamp;
        let parent = self.read().latest().header.timestamp;
        if asked < parent {
            return Err(ClockError::Timestamp { asked, parent }.into());
        }
        producer.clock.run_from(asked);
        Ok(producer.clock.offset_seconds())
    }

    /// Sets the timestamp of the next block; time runs on from it.
    ///
    /// # Errors
    /// When it lies before the newest block.
    pub fn set_next_timestamp(&self, timestamp: u64) -> Result<()> {
        let mut producer = self.producer();
        let parent = self.read().latest().header.timestamp;
        Ok(producer.clock.set_next(timestamp, parent)?)
    }

    /// Fixes the seconds between blocks, or lets time decide again.
    pub fn set_timestamp_interval(&self, seconds: Option<u64>) {
        self.producer().clock.set_interval(seconds);
    }

    /// Sets the L1 height of the next block; it advances by one every twelve seconds from there.
    ///
    /// # Errors
    /// When it lies below the newest block's.
    pub fn set_l1_number(&self, number: u64) -> Result<()> {
        let mut producer = self.producer();
        let parent = self.read().latest().clone();
        let timestamp = producer.clock.timestamp(parent.header.timestamp);
        Ok(producer
            .clock
            .set_l1_number(number, parent.l1_number(), timestamp)?)
    }

    /// Sets the wei per gas of the following blocks.
    pub fn set_base_fee(&self, base_fee: u64) {
        self.producer().base_fee = base_fee;
    }

    /// Sets `COINBASE` of the following blocks. Off the sequencer's address no L1 fee is charged.
    pub fn set_beneficiary(&self, beneficiary: Address) {
        self.producer().beneficiary = beneficiary;
    }

    /// Lets the node send for an address without its key.
    pub fn impersonate(&self, address: Address) {
        self.producer().impersonated.insert(address);
    }

    /// Takes back [`Self::impersonate`].
    pub fn stop_impersonating(&self, address: &Address) {
        self.producer().impersonated.remove(address);
    }

    /// Lets the node send for every address, or no longer.
    pub fn impersonate_all(&self, on: bool) {
        self.producer().impersonate_all = on;
    }

    /// Takes a waiting transaction out of the pool; whether it was there.
    pub fn drop_transaction(&self, hash: &B256) -> bool {
        self.producer().pool.drop_transaction(hash)
    }

    /// Empties the pool.
    pub fn drop_all_transactions(&self) {
        self.producer().pool.clear();
    }

    /// Keeps blocks, state, pool and clock as they are now; the id brings them back.
    pub fn snapshot(&self) -> u64 {
        let mut producer = self.producer();
        let chain = self.read();
        producer.add_snapshot(&chain)
    }

    /// Goes back to a snapshot, which is used up by that, as are all later ones. Whether there was
    /// such a snapshot.
    pub fn revert(&self, id: u64) -> bool {
        let mut producer = self.producer();
        let Some(snapshot) = producer.take_snapshot(id) else {
            return false;
        };
        let adjustments = &snapshot.adjustments;
        self.store(|| Job::Truncate(snapshot.number, adjustments.values().cloned().collect()));
        self.write()
            .truncate(snapshot.number, snapshot.world, snapshot.adjustments);
        true
    }

    /// Every account.
    ///
    /// # Errors
    /// When there is no such block.
    pub fn dump_state(&self, at: BlockId) -> Result<StateDump> {
        let world = self.world(at)?;
        let accounts = world.accounts().map(|(address, account)| {
            let slots = account
                .slots()
                .map(|(key, value)| ((*key).into(), (*value).into()));
            let dump = AccountDump {
                nonce: U64::from(account.info.nonce),
                balance: account.info.balance,
                code: world.code(address),
                storage: slots.collect(),
            };
            (*address, dump)
        });
        Ok(StateDump {
            accounts: accounts.collect(),
        })
    }

    /// Writes the accounts of a dump over those of the chain; others stay.
    pub fn load_state(&self, dump: StateDump) {
        let producer = self.producer();
        for (address, account) in dump.accounts {
            let (code, hash) = bytecode(account.code);
            let info = AccountInfo::new(account.balance, account.nonce.to(), hash, code);
            let slots = account
                .storage
                .iter()
                .map(|(key, value)| ((*key).into(), (*value).into()));
            let slots = slots.collect();
            let info = Some(info);
            self.apply(
                &producer,
                AccountChange {
                    address,
                    info,
                    clear_storage: true,
                    slots,
                },
            );
        }
    }

    /// Forgets everything and starts over from genesis.
    ///
    /// # Errors
    /// When the genesis transactions fail.
    pub fn reset(&self) -> Result<()> {
        let mut producer = self.producer();
        let chain = genesis_chain(self.executor(), self.config())
            .map_err(|error| Error::Internal(error.to_string()))?;
        producer.restart(self.config(), &chain);
        self.store(|| restart(&chain));
        *self.write() = chain;
        Ok(())
    }
}
