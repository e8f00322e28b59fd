//! Calls of the contracts by calldata, as anybody makes them, on motsu.
//!
//! motsu calls a contract's Rust methods, and ours are not public: they route by selector. So a
//! call here is encoded, goes through the SDK's entry point into `Router::route`, and its answer is
//! decoded. Calls between contracts go the same way. A call that reverts is undone.
//!
//! # What this cannot show
//! Gas and the limits of calls by gas; whether a contract flushes its storage cache before a call;
//! what the compiled WASM does, its entry guard and its size; what a delegate call wrote that fails
//! where its caller goes on; what init code makes: CREATE2 brings into being what a test has placed
//! where it leads; code and balances of real tokens.
//! All of that is shown on the embedded chain, in the folders beside.

extern crate alloc;

mod foreign;
mod permits;
mod precompiles;
mod program;
mod turn;

use std::borrow::BorrowMut;

use alloy_primitives::{Address, B256, Bytes, LogData, U256};
use alloy_primitives_08::Address as MotsuAddress;
use alloy_sol_types::{SolCall, SolConstructor, SolEvent};
use facade::cheats::set_program;
use facade::host::{VM, WasmVM};
use facade::types::AddressVM;
use motsu::prelude::{Contract, Funding, ResultExt};
use stylus_sdk::abi::{CONSTRUCTOR_SELECTOR, Router, router_entrypoint};
use stylus_sdk::storage::StorageType;
use stylus_sdk::stylus_core::{TopLevelStorage, ValueDenier};

pub use facade::cheats::{set_admitting, set_block_timestamp, set_code, set_refusing, set_unborn};
pub use foreign::{Foreign, Message};
pub use permits::Signer;
pub use precompiles::{Precompiles, deploy_precompiles};
pub use program::Program;

/// A contract that stands at an address of this thread's chain.
pub struct Deployed<P: StorageType>(Option<Contract<P>>);

impl<P: StorageType> Deployed<P> {
    fn contract(&self) -> &Contract<P> {
        self.0.as_ref().expect("it stands until it is dropped")
    }
}

impl<P: StorageType> Drop for Deployed<P> {
    fn drop(&mut self) {
        turn::take(|| drop(self.0.take()));
    }
}

impl<P> Deployed<P>
where
    P: StorageType + Router<P> + TopLevelStorage + ValueDenier + BorrowMut<P::Storage> + 'static,
{
    /// Places a contract at `address`, without running its constructor.
    ///
    /// Others may call it, and have it run on their own storage by delegate calls.
    pub fn bare(address: Address) -> Self {
        set_program(address, stylus_sdk::abi::router_entrypoint::<P, P>);
        turn::take(|| Self(Some(Contract::new_at(to_motsu(address)))))
    }

    /// Runs the constructor, as `sender`.
    ///
    /// # Errors
    /// The revert data.
    pub fn construct<C: SolConstructor>(
        &self,
        sender: Address,
        constructor: &C,
    ) -> Result<(), Vec<u8>> {
        self.construct_paying(sender, U256::ZERO, constructor)
    }

    /// Runs the constructor with ether that is made for it, as `sender`.
    ///
    /// # Errors
    /// The revert data.
    pub fn construct_paying<C: SolConstructor>(
        &self,
        sender: Address,
        value: U256,
        constructor: &C,
    ) -> Result<(), Vec<u8>> {
        let selector = CONSTRUCTOR_SELECTOR.to_be_bytes();
        let calldata = [&selector[..], &constructor.abi_encode()].concat();
        self.pay(sender, value, calldata).map(drop)
    }

    /// Where the contract stands.
    pub fn address(&self) -> Address {
        Address::new(self.contract().address().0.0)
    }

    /// Calls a method, as `sender`.
    ///
    /// # Errors
    /// The revert data.
    ///
    /// # Panics
    /// If the answer is not what the interface says.
    #[track_caller]
    pub fn call<C: SolCall>(&self, sender: Address, call: &C) -> Result<C::Return, Vec<u8>> {
        let answer = self.send(sender, call.abi_encode())?;
        Ok(C::abi_decode_returns(&answer).expect("an answer as in the interface"))
    }

    /// Sends calldata as it is, as `sender`.
    ///
    /// # Errors
    /// The revert data.
    pub fn send(&self, sender: Address, calldata: Vec<u8>) -> Result<Vec<u8>, Vec<u8>> {
        self.pay(sender, U256::ZERO, calldata)
    }

    /// Sends calldata as it is, and ether that is made for it, as `sender`.
    ///
    /// # Errors
    /// The revert data.
    pub fn pay(&self, sender: Address, value: U256, calldata: Vec<u8>) -> Result<Vec<u8>, Vec<u8>> {
        turn::take(|| {
            let sender = to_motsu(sender);
            sender.fund(value);
            let mut context = self.contract().sender_and_value(sender, value);
            // Only this tells motsu who calls whom, and takes the backup that a revert goes back to.
            let _: &mut P = &mut context;
            let host = VM {
                host: Box::new(WasmVM {}),
            };
            router_entrypoint::<P, P>(calldata, host).motsu_res()
        })
    }

    /// The events of a kind that the contract has emitted, in order.
    pub fn events<E: SolEvent>(&self) -> Vec<E> {
        let logs = turn::take(|| self.contract().all_events());
        let logs = logs.into_iter().map(|log| {
            let topics = log.topics().iter().map(|topic| B256::new(topic.0));
            LogData::new_unchecked(topics.collect(), Bytes(log.data.0))
        });
        logs.filter_map(|log| E::decode_log_data(&log).ok())
            .collect()
    }
}

/// The ether of an account.
pub fn ether_of(account: Address) -> U256 {
    turn::take(|| to_motsu(account).balance())
}

fn to_motsu(address: Address) -> MotsuAddress {
    MotsuAddress::new(address.0.0)
}
