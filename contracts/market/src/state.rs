//! Where everything lies.
//!
//! Both programs of a market run on this one storage, so its layout is spelt here alone. Words that
//! a call needs together are packed together: supplying reads and writes five, borrowing against
//! one collateral nine.

use alloy_primitives::{Address, U256};
use ballast_core::lending::{Anchor, Kinked, Totals};
use ballast_core::{Assets, Collateral, DebtShares, Seconds, Shares};
use ballast_shell::{Cells, Field, Slot, Word, address_in, uint};
use stylus_sdk::prelude::*;
use stylus_sdk::stylus_core::storage::TopLevelStorage;

use crate::record::{
    AccountRecord, CollateralRecord, Config, FeeShares, LiquidationRecord, Pricing, anchor_from,
    anchor_to, kinked_from, totals_from, totals_to,
};

/// [`Config`].
const CONFIG: Field = Field::new(0);
/// [`Pricing`].
const PRICING: Field = Field::new(1);
/// A kinked model's rates.
const MODEL: Field = Field::new(2);
/// What is supplied when interest was last booked: assets, shares.
const SUPPLY: Field = Field::new(3);
/// What is lent since then: principal, shares.
const DEBT: Field = Field::new(4);
/// From where interest is counted.
const ANCHOR: Field = Field::new(5);
/// [`FeeShares`].
const FEES: Field = Field::new(6);
/// [`LiquidationRecord`].
const LIQUIDATION: Field = Field::new(7);
/// Who governs.
pub const AUTHORITY: Field = Field::new(8);
/// Who will govern once they accept.
pub const PENDING_AUTHORITY: Field = Field::new(9);
/// Who narrows.
pub const SENTINEL: Field = Field::new(10);
/// Who gets the fee.
pub const FEE_RECIPIENT: Field = Field::new(11);
/// The parameter store.
pub const PARAMS: Field = Field::new(12);
/// The program behind every method that neither the market nor its accounts' program has.
pub const RISK_PROGRAM: Field = Field::new(13);
/// How many collaterals there are.
const COLLATERAL_COUNT: Field = Field::new(14);
/// Number to [`CollateralRecord`].
const COLLATERALS: Field = Field::new(15);
/// Token to number and one.
const INDICES: Field = Field::new(16);
/// Number to where the line of the liquidation LTV starts.
const RAMP_STARTS: Field = Field::new(17);
/// Number to the most of a collateral that the market may hold.
const CAPS: Field = Field::new(18);
/// Number to averages, as `ballast_core` packs them.
const AVERAGES: Field = Field::new(19);
/// Account to shares of the supply.
const SUPPLIERS: Field = Field::new(20);
/// Account to [`AccountRecord`].
const ACCOUNTS: Field = Field::new(21);
/// Authorizer to authorized to one.
const AUTHORIZATIONS: Field = Field::new(22);
/// Account to its next signature's number.
const NONCES: Field = Field::new(23);
/// Parameter to what it is bound to.
const BINDINGS: Field = Field::new(24);
/// The program of the accounts.
pub const ACCOUNTS_PROGRAM: Field = Field::new(25);
/// For each collateral, by its number: account to amount.
const HOLDINGS: u64 = 64;

/// A market; see the crate's documentation.
#[storage]
pub struct Market {
    /// Its storage.
    pub cells: Cells,
}

// SAFETY: only a program's entry point makes a `Market`, one for each call.
#[expect(unsafe_code, reason = "the entry points stand in the programs")]
unsafe impl TopLevelStorage for Market {}

impl Market {
    /// What every change of a balance reads.
    pub fn config(&self) -> Config {
        Config::from_word(&self.cells.word(CONFIG.slot()))
    }

    /// Writes it back.
    pub fn set_config(&mut self, to: &Config) {
        self.cells.set_word(CONFIG.slot(), to.to_word());
    }

    /// Names asset and oracle of a new market; all else is nothing.
    pub(crate) fn begin(&mut self, asset: Address, oracle: Address) {
        self.set_address_at(CONFIG, asset);
        self.set_address_at(PRICING, oracle);
    }

    /// What every change of risk reads.
    pub fn pricing(&self) -> Pricing {
        Pricing::from_word(&self.cells.word(PRICING.slot()))
    }

    /// Writes it back.
    pub fn set_pricing(&mut self, to: &Pricing) {
        self.cells.set_word(PRICING.slot(), to.to_word());
    }

    /// The kinked model; `None` if none was ever set.
    pub fn kinked(&self) -> Option<Kinked> {
        kinked_from(self.kinked_word())
    }

    /// Its word, as [`kinked_to`](crate::record::kinked_to) makes it.
    pub fn kinked_word(&self) -> U256 {
        self.cells.uint(MODEL.slot())
    }

    /// Writes it.
    pub fn set_kinked_word(&mut self, to: U256) {
        self.cells.set_uint(MODEL.slot(), to);
    }

    /// What was supplied when interest was last booked.
    pub fn stored_supply(&self) -> Totals<Shares> {
        totals_from(self.cells.uint(SUPPLY.slot()))
    }

    /// Writes it.
    pub fn set_supply(&mut self, to: &Totals<Shares>) {
        self.cells.set_uint(SUPPLY.slot(), totals_to(to));
    }

    /// What was lent then.
    pub fn stored_debt(&self) -> Totals<DebtShares> {
        totals_from(self.cells.uint(DEBT.slot()))
    }

    /// Writes it.
    pub fn set_debt(&mut self, to: &Totals<DebtShares>) {
        self.cells.set_uint(DEBT.slot(), totals_to(to));
    }

    /// From where interest is counted on that principal.
    pub fn anchor(&self, principal: Assets) -> Anchor {
        anchor_from(self.cells.uint(ANCHOR.slot()), principal)
    }

    /// Writes it, but for the principal; `None` if a number does not fit, and nothing is written.
    pub fn set_anchor(&mut self, to: &Anchor) -> Option<()> {
        let to = anchor_to(to)?;
        self.cells.set_uint(ANCHOR.slot(), to);
        Some(())
    }

    /// Shares that the fee became.
    pub fn fee_shares(&self) -> FeeShares {
        FeeShares::from_uint(self.cells.uint(FEES.slot()))
    }

    /// Writes them.
    pub fn set_fee_shares(&mut self, to: &FeeShares) {
        self.cells.set_uint(FEES.slot(), to.to_uint());
    }

    /// What governs liquidations.
    pub fn liquidation(&self) -> LiquidationRecord {
        LiquidationRecord::from_uint(self.cells.uint(LIQUIDATION.slot()))
    }

    /// Writes it.
    pub fn set_liquidation(&mut self, to: &LiquidationRecord) {
        self.cells.set_uint(LIQUIDATION.slot(), to.to_uint());
    }

    /// The address in a field.
    #[inline(never)]
    pub fn address_at(&self, field: Field) -> Address {
        address_in(&self.cells.word(field.slot()))
    }

    /// Writes it.
    pub fn set_address_at(&mut self, field: Field, to: Address) {
        self.cells.set_word(field.slot(), to.into_word().0);
    }

    /// This market.
    pub fn this(&self) -> Address {
        self.vm().contract_address()
    }

    /// The time of the block.
    pub fn now(&self) -> Seconds {
        Seconds::new(self.cells.now())
    }

    /// How many collaterals there are; their numbers are below.
    pub fn collateral_count(&self) -> u8 {
        self.cells.word(COLLATERAL_COUNT.slot())[31]
    }

    /// Writes it.
    pub fn set_collateral_count(&mut self, to: u8) {
        self.cells
            .set_word(COLLATERAL_COUNT.slot(), uint(u64::from(to)));
    }

    /// The collateral with a number; all zero if there are not so many.
    pub fn collateral(&self, index: u8) -> CollateralRecord {
        CollateralRecord::from_word(&self.cells.word(numbered(COLLATERALS, index)))
    }

    /// Writes it.
    pub fn set_collateral(&mut self, index: u8, to: &CollateralRecord) {
        self.cells
            .set_word(numbered(COLLATERALS, index), to.to_word());
    }

    /// The number of a token; `None` if it was never listed.
    pub fn index_of(&self, token: Address) -> Option<u8> {
        self.cells.word(INDICES.entry(token))[31].checked_sub(1)
    }

    /// Gives a token a number, below 255.
    pub fn set_index_of(&mut self, token: Address, index: u8) {
        let place = u64::from(index).wrapping_add(1);
        self.cells.set_word(INDICES.entry(token), uint(place));
    }

    /// Where the line of a collateral's liquidation LTV starts.
    pub fn ramp_start(&self, index: u8) -> Seconds {
        let start = self.cells.uint(numbered(RAMP_STARTS, index));
        Seconds::from_u256(start).unwrap_or_default()
    }

    /// Writes it.
    pub fn set_ramp_start(&mut self, index: u8, to: Seconds) {
        self.cells
            .set_word(numbered(RAMP_STARTS, index), uint(to.get()));
    }

    /// The most of a collateral that the market may hold.
    pub fn collateral_cap(&self, index: u8) -> Collateral {
        Collateral::from_u256(self.cells.uint(numbered(CAPS, index))).unwrap_or_default()
    }

    /// Writes it.
    pub fn set_collateral_cap(&mut self, index: u8, to: Collateral) {
        self.cells.set_uint(numbered(CAPS, index), to.to_u256());
    }

    /// The word of a collateral's averages.
    pub fn averages_word(&self, index: u8) -> U256 {
        self.cells.uint(numbered(AVERAGES, index))
    }

    /// Writes it.
    pub fn set_averages_word(&mut self, index: u8, to: U256) {
        self.cells.set_uint(numbered(AVERAGES, index), to);
    }

    /// An account's shares of the supply.
    pub fn supply_shares(&self, account: Address) -> Shares {
        Shares::from_u256(self.cells.uint(SUPPLIERS.entry(account))).unwrap_or_default()
    }

    /// Writes them.
    pub fn set_supply_shares(&mut self, account: Address, to: Shares) {
        self.cells.set_uint(SUPPLIERS.entry(account), to.to_u256());
    }

    /// What an account owes and which collaterals it has.
    pub fn account(&self, account: Address) -> AccountRecord {
        AccountRecord::from_uint(self.cells.uint(ACCOUNTS.entry(account)))
    }

    /// Writes it.
    pub fn set_account(&mut self, account: Address, to: &AccountRecord) {
        self.cells.set_uint(ACCOUNTS.entry(account), to.to_uint());
    }

    /// How much of the collateral with a number an account has.
    pub fn holding(&self, account: Address, index: u8) -> Collateral {
        Collateral::from_u256(self.cells.uint(holding(account, index))).unwrap_or_default()
    }

    /// Writes it.
    pub fn set_holding(&mut self, account: Address, index: u8, to: Collateral) {
        self.cells.set_uint(holding(account, index), to.to_u256());
    }

    /// Whether somebody may act for an account.
    pub fn is_authorized(&self, authorizer: Address, authorized: Address) -> bool {
        let slot = AUTHORIZATIONS.entry(authorizer).entry(authorized);
        self.cells.word(slot) != [0; 32]
    }

    /// Writes it.
    pub fn set_authorized(&mut self, authorizer: Address, authorized: Address, to: bool) {
        let slot = AUTHORIZATIONS.entry(authorizer).entry(authorized);
        self.cells.set_word(slot, uint(u64::from(to)));
    }

    /// The number of an account's next signature.
    pub fn nonce(&self, account: Address) -> U256 {
        self.cells.uint(NONCES.entry(account))
    }

    /// Writes it.
    pub fn set_nonce(&mut self, account: Address, to: U256) {
        self.cells.set_uint(NONCES.entry(account), to);
    }

    /// What a parameter is bound to: zero for nothing.
    pub fn binding(&self, key: Word) -> Word {
        self.cells.word(BINDINGS.slot().entry_of(key))
    }

    /// Writes it.
    pub fn set_binding(&mut self, key: Word, to: Word) {
        self.cells.set_word(BINDINGS.slot().entry_of(key), to);
    }
}

/// Where the entry of a collateral's number lies.
fn numbered(field: Field, index: u8) -> Slot {
    field.slot().entry_of(uint(u64::from(index)))
}

/// Where an account's amount of a collateral lies.
fn holding(account: Address, index: u8) -> Slot {
    Field::new(HOLDINGS.wrapping_add(u64::from(index))).entry(account)
}
