//! The stage, and how it is called.

use alloy_primitives::{Address, B256, U256};
use alloy_rpc_types_eth::BlockId;
use alloy_sol_types::SolCall;
use ballast_devnet::Node;

use super::cast::{ASKER, NAMES};
use super::laws::{Breach, Law};
use crate::soak::{Act, Sent, call, reason};

/// A governor and all it governs, and everybody who acts.
#[derive(Clone, Debug)]
pub struct World {
    pub(super) node: Node,
    pub(super) token: Address,
    pub(super) timelock: Address,
    pub(super) governor: Address,
    pub(super) treasury: Address,
    pub(super) params: Address,
    /// Remembers a number.
    pub(super) target: Address,
    /// What is signed besides messages: for the token, and for the governor.
    pub(super) domains: [B256; 2],
    pub(super) keys: Vec<B256>,
    pub(super) accounts: Vec<Address>,
}

impl World {
    /// The token that votes.
    pub const fn token(&self) -> Address {
        self.token
    }

    /// Where operations wait.
    pub const fn timelock(&self) -> Address {
        self.timelock
    }

    /// Where proposals are made.
    pub const fn governor(&self) -> Address {
        self.governor
    }

    /// Where the money is.
    pub const fn treasury(&self) -> Address {
        self.treasury
    }

    /// The parameter store.
    pub const fn params(&self) -> Address {
        self.params
    }

    /// A contract that remembers a number, in its first slot.
    pub const fn target(&self) -> Address {
        self.target
    }

    /// The parameters.
    pub fn keys(&self) -> &[B256] {
        &self.keys
    }

    /// Whoever may have tokens or votes.
    pub fn accounts(&self) -> &[Address] {
        &self.accounts
    }

    /// The chain.
    pub const fn node(&self) -> &Node {
        &self.node
    }

    /// A text with names for addresses.
    pub(super) fn worded(&self, text: &str) -> String {
        let contracts = [
            (self.token, "token"),
            (self.timelock, "timelock"),
            (self.governor, "governor"),
            (self.treasury, "treasury"),
            (self.params, "params"),
            (self.target, "target"),
        ];
        let mut text = text.to_owned();
        for (address, name) in contracts.into_iter().chain(NAMES) {
            text = text.replace(&format!("{address:?}"), name);
        }
        text
    }

    /// The time of the next block, in seconds since 1970; only of use while it is not moved.
    pub(super) fn now(&self) -> u64 {
        self.node.latest().header.timestamp
    }

    /// A word of storage, as it is now.
    pub fn slot(&self, contract: Address, slot: U256) -> U256 {
        let word = self.node.storage(&contract, &slot, BlockId::pending());
        word.expect("the present is there")
    }

    /// Ether, in wei.
    pub(super) fn ether(&self, owner: Address) -> U256 {
        let balance = self.node.balance(&owner, BlockId::pending());
        balance.expect("the present is there")
    }

    /// Sends a call in a transaction of its own.
    ///
    /// # Errors
    /// [`Law::Engine`] if the chain refuses it.
    pub fn send(&self, act: &Act) -> Result<Sent, Breach> {
        call::send(&self.node, act).map_err(|error| Law::Engine.broken(error.to_string()))
    }

    /// What a view answers.
    ///
    /// # Errors
    /// [`Law::Views`] if it reverts, or answers something else.
    pub(super) fn ask<C: SolCall>(&self, to: Address, call: &C) -> Result<C::Return, Breach> {
        let answer = call::simulate(&self.node, ASKER, to, call.abi_encode().into());
        let answer = answer.map_err(|error| {
            let reason = reason::name_of(&error);
            Law::Views.broken(format!("{} reverts: {reason}", C::SIGNATURE))
        })?;
        C::abi_decode_returns(&answer)
            .map_err(|_| Law::Views.broken(format!("{} answers {answer}", C::SIGNATURE)))
    }
}
