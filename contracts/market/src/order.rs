//! Whether an account may be liquidated now, and what that would do.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::market_risk::IMarketRisk as Abi;
use ballast_abi::oracle::ISequencerGate;
use ballast_core::lending::{Plan, Quote, Refusal, Standing, Terms};
use ballast_core::{Assets, Collateral, DebtShares};
use ballast_shell::{encode, remote, word};
use stylus_sdk::prelude::*;

use crate::errors::{about, not_listed, plain, too_large};
use crate::found::Found;
use crate::state::Market;

/// The most gas that the oracle's gate gets: what it gives its feed, and as much again.
const GATE_GAS: u64 = 600_000;

/// What a liquidation moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// The number of the collateral that is seized.
    pub index: u8,
    /// How much of it.
    pub seized: Collateral,
    /// What the liquidator pays.
    pub repaid: Assets,
    /// The shares of the debt that are paid.
    pub shares: DebtShares,
}

impl Order {
    /// What paying up to `most` for a collateral of an account does.
    ///
    /// Shares are those of Morpho Blue's liquidations: what is paid becomes shares rounded up, and
    /// the liquidator pays what those cost, rounded up, never more than `most`.
    ///
    /// # Errors
    /// By what stands in the way: `NotListed`, `Healthy`, `LiquidationWaits`, `GateClosed`,
    /// `LowersHealth`, `DustLeft`, `NothingSeized`, `NumberTooLarge`.
    #[inline(never)]
    pub fn of(market: &Market, found: &Found, token: Address, most: U256) -> Result<Self, Vec<u8>> {
        let index = index_of(market, found, token)?;
        let terms = found.terms.terms();
        let terms = terms.ok_or_else(|| plain(Abi::InvalidTerms::SELECTOR))?;
        check_time(found, &terms)?;
        check_gate(market, found)?;
        let asked = asked(found, most).ok_or_else(too_large)?;
        let plan = plan(found, &terms, index, asked)?;
        let plan = plan.map_err(|refusal| refused(found, token, refusal))?;
        let pool = found.books.settled.debt;
        let shares = if plan.repaid == found.debt {
            found.record.debt
        } else {
            let shares = pool.to_shares_up(plan.repaid);
            shares.ok_or_else(too_large)?.min(found.record.debt)
        };
        let repaid = pool.to_assets_up(shares).ok_or_else(too_large)?;
        Ok(Self {
            index,
            seized: plan.seized,
            repaid,
            shares,
        })
    }
}

/// The number of a token: that of a collateral of the account is read already.
fn index_of(market: &Market, found: &Found, token: Address) -> Result<u8, Vec<u8>> {
    let held = found.collaterals.iter().find(|held| held.token == token);
    held.map(|held| held.index)
        .or_else(|| market.index_of(token))
        .ok_or_else(|| not_listed(token))
}

/// Refuses an account that is healthy, or is to be left in peace for now.
fn check_time(found: &Found, terms: &Terms) -> Result<(), Vec<u8>> {
    let waits = |until: U256| counted(Abi::LiquidationWaits::SELECTOR, until);
    match found.standing()? {
        Standing::Healthy => return Err(about(Abi::Healthy::SELECTOR, found.address)),
        Standing::Waits { until } => return Err(waits(until.to_u256())),
        Standing::Liquidatable => (),
    }
    let checked = found.record.checked;
    if terms.has_cooled(checked, found.books.now) {
        return Ok(());
    }
    Err(waits(checked.after(found.terms.cool_off).to_u256()))
}

/// Refuses while the oracle's gate is closed for an account of this health.
fn check_gate(market: &Market, found: &Found) -> Result<(), Vec<u8>> {
    if !found.pricing.is_gated || found.is_open {
        return Ok(());
    }
    let health = word(found.health(Quote::Spot)?.to_u256());
    let call = encode(ISequencerGate::mayLiquidateCall::SELECTOR, &[health]);
    let oracle = found.pricing.oracle;
    if remote::view_uint(market.vm(), oracle, &call, GATE_GAS) == Some(U256::ONE) {
        return Ok(());
    }
    Err(plain(Abi::GateClosed::SELECTOR))
}

/// What may be planned with so that nobody pays more than `most` for the shares.
fn asked(found: &Found, most: U256) -> Option<Assets> {
    let pool = found.books.settled.debt;
    if found.debt.to_u256() <= most {
        return Some(found.debt);
    }
    // Less than the debt, so 128 bits.
    let shares = pool.to_shares_down(Assets::from_u256(most)?)?;
    pool.to_assets_down(shares)
}

/// The plan at spot; a collateral without a price is sold at the highest that is remembered.
fn plan(
    found: &Found,
    terms: &Terms,
    index: u8,
    asked: Assets,
) -> Result<Result<Plan, Refusal>, Vec<u8>> {
    let mut held = found.collaterals.iter();
    let Some(place) = held.position(|held| held.index == index) else {
        return Ok(Err(Refusal::Nothing));
    };
    let position = found.account()?.position(place, Quote::Spot);
    let mut position = position.ok_or_else(too_large)?;
    if let Some(silent) = found.silent.filter(|silent| silent.index == index) {
        position.price = silent.highest;
    }
    Ok(terms.plan(&position, asked))
}

fn refused(found: &Found, token: Address, refusal: Refusal) -> Vec<u8> {
    match refusal {
        Refusal::Healthy => about(Abi::Healthy::SELECTOR, found.address),
        Refusal::LowersHealth => about(Abi::LowersHealth::SELECTOR, token),
        Refusal::Dust => counted(Abi::DustLeft::SELECTOR, found.terms.dust.to_u256()),
        Refusal::Nothing => plain(Abi::NothingSeized::SELECTOR),
        Refusal::Overflow => too_large(),
    }
}

/// An error with one number.
fn counted(selector: [u8; 4], number: U256) -> Vec<u8> {
    encode(selector, &[word(number)])
}
