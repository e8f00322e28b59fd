//! Contracts of others, as closures.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;
use stylus_sdk::call::RawCall;
use stylus_sdk::prelude::*;

use crate::Deployed;

type Handler = Rc<dyn Fn(&Message<'_>) -> ArbResult>;

thread_local! {
    static HANDLERS: RefCell<HashMap<Address, Handler>> = RefCell::default();
}

/// A contract that stands at an address of this thread's chain and answers as a closure does.
///
/// What the closure keeps is its own: a call that reverts does not undo it.
pub struct Foreign(#[expect(dead_code, reason = "its end ends the contract")] Deployed<Puppet>);

impl Foreign {
    /// Places a contract. It gets every call, ether without calldata included, and may be entered
    /// again while it is at work.
    pub fn place(address: Address, handler: impl Fn(&Message<'_>) -> ArbResult + 'static) -> Self {
        facade::cheats::set_admitting(address, |_| true);
        HANDLERS.with_borrow_mut(|handlers| handlers.insert(address, Rc::new(handler)));
        Self(Deployed::bare(address))
    }

    /// Places a contract that answers to some methods with what stands beside their selectors, and
    /// reverts without data whatever else it is asked.
    pub fn answering(address: Address, answers: Vec<([u8; 4], Vec<u8>)>) -> Self {
        Self::place(address, move |message| {
            let mut answers = answers.iter();
            let found = answers.find(|(selector, _)| message.calldata.starts_with(selector));
            found.map(|(_, answer)| answer.clone()).ok_or_else(Vec::new)
        })
    }
}

/// A call that a [`Foreign`] contract gets.
pub struct Message<'a> {
    /// Who calls.
    pub sender: Address,
    /// The ether that comes along.
    pub value: U256,
    /// The calldata, empty for ether alone.
    pub calldata: &'a [u8],
    host: &'a stylus_sdk::host::VM,
}

impl Message<'_> {
    /// The arguments, if the call is of this method.
    pub fn is<C: SolCall>(&self) -> Option<C> {
        C::abi_decode(self.calldata).ok()
    }

    /// The contract that is called.
    pub fn this(&self) -> Address {
        self.host.contract_address()
    }

    /// Calls another contract, as this one.
    ///
    /// # Errors
    /// Its revert data.
    pub fn call<C: SolCall>(&self, to: Address, call: &C) -> ArbResult {
        self.pay(to, U256::ZERO, &call.abi_encode())
    }

    /// Sends ether and calldata to another contract, as this one.
    ///
    /// # Errors
    /// Its revert data.
    pub fn pay(&self, to: Address, value: U256, calldata: &[u8]) -> ArbResult {
        let call = RawCall::new_with_value(self.host, value);
        // SAFETY: a puppet keeps nothing in storage that could be stale.
        unsafe { call.call(to, calldata) }
    }
}

/// Asks the closure that stands at its address.
#[storage]
#[entrypoint]
pub struct Puppet {}

impl Puppet {
    fn answer(&self, calldata: &[u8]) -> ArbResult {
        let host = self.vm();
        let message = Message {
            sender: host.msg_sender(),
            value: host.msg_value(),
            calldata,
            host,
        };
        let handler = HANDLERS.with_borrow(|handlers| handlers.get(&message.this()).cloned());
        handler.ok_or_else(Vec::new)?(&message)
    }
}

impl Router<Self> for Puppet {
    type Storage = Self;

    fn route(_: &mut Self, _: u32, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn receive(puppet: &mut Self) -> Option<Result<(), Vec<u8>>> {
        Some(puppet.answer(&[]).map(drop))
    }

    fn fallback(puppet: &mut Self, calldata: &[u8]) -> Option<ArbResult> {
        Some(puppet.answer(calldata))
    }

    fn constructor(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }
}
