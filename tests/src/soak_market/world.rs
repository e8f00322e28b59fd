//! The stage, and how it is called.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_rpc_types_eth::BlockId;
use alloy_sol_types::SolCall;
use ballast_abi::market_risk::IMarketRisk::Setting;
use ballast_devnet::{Error, Node};

use super::cast::{ASKER, NAMES};
use super::laws::{Breach, Law};
use super::slots;
use crate::pricing::Feed;
use crate::soak::{Act, Sent, balance_slot, call, reason};
use crate::vault::Slot;

/// Collaterals that are tokens with a feed; the last of them has one that misbehaves.
pub const TOKENS: usize = 8;
/// All collaterals: tokens, then the shares of our vault and of solady's.
pub const COLLATERALS: usize = TOKENS + 2;

/// Whose feed misbehaves as it is told.
pub const FAILING: usize = TOKENS - 1;

/// What is bound in the parameter store.
pub(super) const BOUND: [Setting; 8] = [
    Setting::SupplyCap,
    Setting::BorrowCap,
    Setting::CollateralCap,
    Setting::BorrowLtv,
    Setting::LiquidationLtv,
    Setting::Fee,
    Setting::ReservePart,
    Setting::FlashFee,
];

/// The number of the collateral whose settings are bound.
pub(super) const BOUND_COLLATERAL: usize = 0;

/// A market, what it relies on, and everybody who acts.
#[derive(Clone, Debug)]
pub struct World {
    pub(super) node: Node,
    pub(super) market: Address,
    pub(super) asset: Address,
    pub(super) oracle: Address,
    pub(super) params: Address,
    pub(super) keys: Vec<B256>,
    pub(super) collaterals: [Address; COLLATERALS],
    /// The asset's feed, then those of the tokens, but for the last.
    pub(super) feeds: Vec<Feed>,
    /// The last token's.
    pub(super) failing: Address,
    pub(super) uptime: Feed,
    pub(super) callee: Address,
    pub(super) accounts: Vec<Address>,
}

impl World {
    /// The market.
    pub const fn market(&self) -> Address {
        self.market
    }

    /// What it lends.
    pub const fn asset(&self) -> Address {
        self.asset
    }

    /// Who names prices.
    pub const fn oracle(&self) -> Address {
        self.oracle
    }

    /// The parameter store.
    pub const fn params(&self) -> Address {
        self.params
    }

    /// Its parameters, in the order of the settings that are bound.
    pub(super) fn keys(&self) -> &[B256] {
        &self.keys
    }

    /// The collaterals by their numbers.
    pub const fn collaterals(&self) -> &[Address; COLLATERALS] {
        &self.collaterals
    }

    /// The asset's feed, then those of the tokens, but for the last.
    pub fn feeds(&self) -> &[Feed] {
        &self.feeds
    }

    /// The last token's feed, which does what it is told.
    pub const fn failing(&self) -> Address {
        self.failing
    }

    /// The sequencer's feed.
    pub(super) const fn uptime(&self) -> &Feed {
        &self.uptime
    }

    /// A contract that can be called back.
    pub const fn callee(&self) -> Address {
        self.callee
    }

    /// Whoever may have something in the market.
    pub fn accounts(&self) -> &[Address] {
        &self.accounts
    }

    /// A text with names for addresses.
    pub fn worded(&self, text: &str) -> String {
        let mut text = text.to_owned();
        let contracts = [
            (self.market, "market".to_owned()),
            (self.asset, "asset".to_owned()),
            (self.oracle, "oracle".to_owned()),
            (self.params, "params".to_owned()),
            (self.callee, "callee".to_owned()),
        ];
        let collaterals = self.collaterals.iter().enumerate();
        let collaterals =
            collaterals.map(|(index, address)| (*address, format!("collateral{index}")));
        let people = NAMES.map(|(address, name)| (address, name.to_owned()));
        for (address, name) in contracts.into_iter().chain(collaterals).chain(people) {
            text = text.replace(&format!("{address:?}"), &name);
        }
        text
    }

    /// The chain.
    pub const fn node(&self) -> &Node {
        &self.node
    }

    /// The time of the next block, in seconds since 1970; only of use while it is not moved.
    pub fn now(&self) -> u64 {
        self.node.latest().header.timestamp
    }

    /// Moves the time of the next block.
    pub fn pass(&self, seconds: u64) {
        let then = self.now() + seconds;
        self.node
            .set_next_timestamp(then)
            .expect("time goes forward");
    }

    /// A word of storage, as it is now.
    pub fn slot(&self, contract: Address, slot: U256) -> U256 {
        let word = self.node.storage(&contract, &slot, BlockId::pending());
        word.expect("the present is there")
    }

    /// The same of the market's own.
    pub(super) fn word(&self, slot: U256) -> U256 {
        self.slot(self.market, slot)
    }

    /// Whether one may act for the other.
    pub(super) fn is_authorized(&self, authorizer: Address, authorized: Address) -> bool {
        !self
            .word(slots::authorization(authorizer, authorized))
            .is_zero()
    }

    /// The balance of the asset, or of a token that is collateral, from storage.
    pub fn tokens_of(&self, token: Address, owner: Address) -> U256 {
        self.slot(token, balance_slot(owner))
    }

    /// The balance of a collateral, from storage.
    pub(super) fn balance(&self, index: usize, owner: Address) -> U256 {
        self.slot(self.collaterals[index], self.balance_slot(index, owner))
    }

    /// Where it is.
    pub(super) fn balance_slot(&self, index: usize, owner: Address) -> U256 {
        match index {
            TOKENS => Slot::Balance(owner).key(),
            index if TOKENS < index => solady_slot(owner),
            _ => balance_slot(owner),
        }
    }

    /// The collateral whose price alone comes from a feed.
    pub(super) fn fed_by(&self, feed: Address) -> Option<usize> {
        if feed == self.failing {
            return Some(FAILING);
        }
        let mut feeds = self.feeds[1..].iter();
        feeds.position(|known| known.aggregator.address == feed)
    }

    /// Sends a call in a transaction of its own.
    ///
    /// # Errors
    /// [`Law::Engine`] if the chain refuses it.
    pub fn send(&self, act: &Act) -> Result<Sent, Breach> {
        call::send(&self.node, act).map_err(|error| Law::Engine.broken(error.to_string()))
    }

    /// What a call would return if it were sent now.
    ///
    /// # Errors
    /// Why it would fail.
    pub(super) fn simulate(
        &self,
        from: Address,
        to: Address,
        input: Bytes,
    ) -> Result<Bytes, Error> {
        call::simulate(&self.node, from, to, input)
    }

    /// What the market answers if it is asked now, or why it would fail.
    ///
    /// # Errors
    /// [`Law::Views`] if the answer is none.
    pub fn try_ask<C: SolCall>(&self, call: &C) -> Result<Result<C::Return, String>, Breach> {
        match self.simulate(ASKER, self.market, call.abi_encode().into()) {
            Ok(answer) => match C::abi_decode_returns(&answer) {
                Ok(answer) => Ok(Ok(answer)),
                Err(_) => Err(Law::Views.broken(format!("{} answers {answer}", C::SIGNATURE))),
            },
            Err(error) => Ok(Err(reason::name_of(&error))),
        }
    }

    /// What a view of the market answers.
    ///
    /// # Errors
    /// [`Law::Views`] if it reverts.
    pub fn ask<C: SolCall>(&self, call: &C) -> Result<C::Return, Breach> {
        self.try_ask(call)?
            .map_err(|reason| Law::Views.broken(format!("{} reverts: {reason}", C::SIGNATURE)))
    }
}

/// Where solady's token keeps a balance: by the owner, eight empty bytes, and a seed.
fn solady_slot(owner: Address) -> U256 {
    let mut preimage = [0; 32];
    preimage[..20].copy_from_slice(owner.as_slice());
    preimage[28..].copy_from_slice(&[0x87, 0xa2, 0x11, 0xa2]);
    keccak256(preimage).into()
}
