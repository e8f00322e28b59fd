//! What no call may break.

mod accounts;
mod liquidation;

use alloy_primitives::{U256, U512};
use alloy_sol_types::SolEvent;
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk::Liquidate;

use super::deeds::Deeds;
use super::picture::{Picture, Pool};
use super::roles::Rights;
use super::world::{COLLATERALS, World};
use crate::soak::{Act, Place, Sent, require};

/// Shares that belong to nobody.
const VIRTUAL_SHARES: u64 = 1_000_000;

/// What holds whatever anybody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Law {
    /// The market has what is supplied and not lent, and what it was given, to the unit but for a
    /// unit that somebody paid too much.
    Conservation,
    /// Of each collateral the market has what all accounts together have, and what it was given.
    Collateral,
    /// All shares of the supply together are as many as the books say.
    SupplyShares,
    /// All shares of the debt together are as many as the books say.
    DebtShares,
    /// The price of a supply share falls by nothing but bad debt, and by no more than that.
    Price,
    /// A debt becomes less by nothing but payment and liquidation.
    Debt,
    /// Nobody's position changes but by who may change it.
    Consent,
    /// No healthy account loses collateral, and none before its time.
    Seizure,
    /// A liquidation lowers no health, unless nothing could heal the account.
    Health,
    /// Bad debt is what is owed without any collateral, all of it at once, the reserve's first.
    BadDebt,
    /// Who takes risk is left solvent at every price.
    Solvent,
    /// What grows keeps to its cap, and nothing grows that is stopped.
    Caps,
    /// Totals do not depend on how often anybody asks for interest to be accrued.
    Accrual,
    /// Whoever goes in and out at once, or the other way round, has gained nothing.
    RoundTrip,
    /// While the market calls somebody it answers nobody.
    Locked,
    /// Who has no right to do something cannot do it, and roles change as they should.
    Roles,
    /// Views answer, and answer what is so.
    Views,
    /// The chain takes every transaction.
    Engine,
}

/// A law was broken.
pub type Breach = crate::soak::Breach<Law>;

impl Law {
    /// The law is broken.
    pub fn broken(self, detail: impl Into<String>) -> Breach {
        Breach {
            law: self,
            detail: detail.into(),
        }
    }
}

/// What passed, and how things were before and after it.
pub(super) struct Change<'a> {
    pub(super) world: &'a World,
    pub(super) before: &'a Picture,
    pub(super) after: &'a Picture,
    pub(super) act: &'a Act,
    pub(super) deeds: &'a Deeds,
    pub(super) sent: &'a Sent,
    /// Who could act for whom before.
    pub(super) rights: &'a Rights,
}

/// Checks what must hold at any moment.
///
/// # Errors
/// The first law that is broken.
pub(super) fn state(world: &World, now: &Picture) -> Result<(), Breach> {
    require(Law::Conservation, now.surplus().is_some(), || {
        let (supply, debt) = (now.supply.assets, now.debt.assets);
        format!("{} there, {supply} supplied, {debt} lent", now.held)
    })?;
    let sum: U256 = now.holders.iter().map(|holder| holder.supply).sum();
    let all = sum + now.reserve + now.fee;
    require(Law::SupplyShares, all == now.supply.shares, || {
        let (reserve, fee) = (now.reserve, now.fee);
        format!("{sum}, {reserve} and {fee}, not {}", now.supply.shares)
    })?;
    let sum: U256 = now.holders.iter().map(|holder| holder.debt).sum();
    require(Law::DebtShares, sum == now.debt.shares, || {
        format!("{sum}, not {}", now.debt.shares)
    })?;
    for index in 0..COLLATERALS {
        let (total, balance) = (now.total(index), now.balances[index]);
        require(Law::Collateral, total <= balance, || {
            let token = world.collaterals()[index];
            format!("{total} of {token:?} by accounts, {balance} there")
        })?;
    }
    for holder in &now.holders {
        let is_marked = |index: usize| holder.mask >> index & 1 == 1;
        let fits = |index: usize| is_marked(index) != holder.held[index].is_zero();
        let is_known = holder.mask >> COLLATERALS == 0 && (0..COLLATERALS).all(fits);
        require(Law::Collateral, is_known, || format!("marks of {holder:?}"))?;
    }
    Ok(())
}

/// Checks what a call that passed has changed, at one and the same time.
///
/// # Errors
/// The first law that is broken.
pub(super) fn change(change: &Change<'_>) -> Result<(), Breach> {
    require(Law::Roles, !change.act.is_forbidden, || {
        format!("{:?} may not do this", change.act.from)
    })?;
    conservation(change)?;
    let lost = change
        .liquidations()
        .map(|event| event.badDebt - event.fromReserve);
    price(change.before, lost.sum(), change.after)?;
    accounts::check(change)?;
    liquidation::check(change)?;
    caps(change)
}

impl Change<'_> {
    /// Liquidations that were logged.
    pub(super) fn liquidations(&self) -> impl Iterator<Item = Liquidate> {
        events::<Liquidate>(self)
    }
}

/// Events of one kind that the market has logged.
fn events<E: SolEvent>(change: &Change<'_>) -> impl Iterator<Item = E> {
    let market = change.world.market();
    let logs = change.sent.logs.iter();
    logs.filter(move |(from, _)| *from == market)
        .filter_map(|(_, log)| E::decode_log_data(log).ok())
}

/// What is there and not booked stays there, of the asset and of every collateral.
fn conservation(change: &Change<'_>) -> Result<(), Breach> {
    let Change { before, after, .. } = change;
    let (was, is) = (before.surplus(), after.surplus());
    let (was, is) = (was.unwrap_or_default(), is.unwrap_or_default());
    let is_given = change.act.place == Place::Token;
    // All of a debt may owe a unit more than its pool says: who pays it pays that.
    let most = was + change.deeds.roundings();
    let holds = was <= is && (is_given || is <= most);
    require(Law::Conservation, holds, || {
        format!("{was} beside the books before, {is} after")
    })?;
    for index in 0..COLLATERALS {
        let beside = |picture: &Picture| picture.balances[index] - picture.total(index);
        let (was, is) = (beside(before), beside(after));
        require(Law::Collateral, was == is || is_given && was < is, || {
            format!("{was} of collateral {index} beside the books before, {is} after")
        })?;
    }
    Ok(())
}

/// `(assets + 1) / (shares + virtual shares)` may not fall below what it was, but for `lost`.
fn price(before: &Picture, lost: U256, after: &Picture) -> Result<(), Breach> {
    let shares = |pool: &Pool| pool.shares + U256::from(VIRTUAL_SHARES);
    let was: U512 = (before.supply.assets + U256::ONE).widening_mul(shares(&after.supply));
    let numerator = after.supply.assets + U256::ONE + lost;
    let is: U512 = numerator.widening_mul(shares(&before.supply));
    require(Law::Price, was <= is, || {
        let (before, after) = (before.supply, after.supply);
        format!("{before:?} before, {after:?} after, where {lost} may be missing")
    })
}

/// Checks what time alone has changed.
///
/// # Errors
/// [`Law::Price`], [`Law::Debt`] or [`Law::Conservation`].
pub(super) fn time(before: &Picture, after: &Picture) -> Result<(), Breach> {
    price(before, U256::ZERO, after)?;
    let is_same = before.surplus() == after.surplus() && before.held == after.held;
    require(Law::Conservation, is_same, || {
        "time moves tokens".to_owned()
    })?;
    require(Law::Consent, before.holders == after.holders, || {
        "time changes positions".to_owned()
    })?;
    for holder in &after.holders {
        let (was, is) = (before.owed(holder.debt), after.owed(holder.debt));
        require(Law::Debt, was <= is, || {
            format!("{:?} owes {is:?} after {was:?}", holder.address)
        })?;
    }
    Ok(())
}

fn caps(change: &Change<'_>) -> Result<(), Breach> {
    let Change { before, after, .. } = change;
    let [supply_cap, borrow_cap] = before.rules.caps;
    let [supply_stopped, borrow_stopped] = before.rules.stops;
    if events::<Abi::Supply>(change).next().is_some() {
        let total = after.supply.assets;
        require(Law::Caps, total <= supply_cap && !supply_stopped, || {
            format!("{total} supplied, {supply_cap} may be; stopped: {supply_stopped}")
        })?;
    }
    if events::<Abi::Borrow>(change).next().is_some() {
        let total = after.debt.assets;
        require(Law::Caps, total <= borrow_cap && !borrow_stopped, || {
            format!("{total} lent, {borrow_cap} may be; stopped: {borrow_stopped}")
        })?;
    }
    for (index, taken) in before.rules.taken.iter().enumerate() {
        let held = after.balances[index];
        let is_more = before.total(index) < after.total(index);
        let holds = !is_more || held <= taken.cap && taken.listed;
        require(Law::Caps, holds, || {
            format!("{held} of collateral {index}, {} may be", taken.cap)
        })?;
    }
    Ok(())
}
