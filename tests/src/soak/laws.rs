//! What no call may break.

use alloy_primitives::{Address, U256, U512};
use alloy_sol_types::{SolCall, SolEvent};
use ballast_abi::erc4626::IERC4626;
use ballast_abi::registry::IRegistry::{self as Registry, Status};
use ballast_abi::vault::Vault;

use super::act::{Act, Place, Sent};
use super::picture::Picture;
use super::roles::Roles;
use super::world::World;
use crate::contract::uint;
use crate::vault::SHARE_UNITS;

/// A year as the vault counts it.
const YEAR: u64 = 31_536_000;
/// Parts of the whole.
const WHOLE_BPS: u64 = 10_000;

/// What holds whatever anybody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Law {
    /// What is idle is there, and all shares together claim no more than there is.
    Solvency,
    /// What was given to the vault for nothing stays there.
    Surplus,
    /// The price falls by nothing but a reported loss, and with time by the fee on management.
    Price,
    /// Vault and registry agree on debt.
    Debts,
    /// Vault, registry and the strategies' statuses agree on how many are in quarantine.
    Quarantine,
    /// All balances together are the supply.
    Supply,
    /// Whoever enters and leaves at once, or the other way round, has gained nothing.
    RoundTrip,
    /// Lending keeps to the caps and the least idle, entries to the deposit cap.
    Caps,
    /// What may go in goes in, and a unit more does not.
    Entries,
    /// What may be had can be had, and a unit more cannot; what is idle always.
    Exits,
    /// Strategies leave no approvals behind.
    Approvals,
    /// The redemptions hold what their epochs say, to the unit, and nothing else but what rounding
    /// keeps back.
    Waiting,
    /// Who waits together is paid together: everybody has their part of every payment, once.
    Alike,
    /// Who has no right to do something cannot do it, and roles change as they should.
    Roles,
    /// Views answer.
    Views,
    /// The chain takes every transaction.
    Engine,
}

impl Law {
    /// The law is broken.
    pub fn broken(self, detail: impl Into<String>) -> Breach {
        Breach {
            law: self,
            detail: detail.into(),
        }
    }
}

/// A law of a world was broken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{law:?} is broken: {detail}")]
pub struct Breach<L = Law> {
    /// Which.
    pub law: L,
    /// The numbers that show it.
    pub detail: String,
}

/// A law of any world is broken unless something holds.
pub(crate) fn require<L>(
    law: L,
    holds: bool,
    detail: impl FnOnce() -> String,
) -> Result<(), Breach<L>> {
    if holds {
        return Ok(());
    }
    let detail = detail();
    Err(Breach { law, detail })
}

/// Checks what must hold at any moment.
///
/// # Errors
/// The first law that is broken.
pub(super) fn state(world: &World, now: &Picture) -> Result<(), Breach> {
    solvency(now)?;
    debts(now)?;
    let sum: U256 = now.shares.iter().sum();
    require(Law::Supply, sum + now.locked == now.supply, || {
        format!(
            "balances {sum} and {} locked, supply {}",
            now.locked, now.supply
        )
    })?;
    for (index, left) in now.approvals.iter().enumerate() {
        require(Law::Approvals, left.is_zero(), || {
            let (strategy, venue) = (world.strategies()[index], world.venues()[index]);
            format!("{venue:?} may take {left} of {strategy:?}")
        })?;
    }
    Ok(())
}

fn solvency(now: &Picture) -> Result<(), Breach> {
    require(Law::Solvency, now.idle <= now.held, || {
        format!("{} idle, {} there", now.idle, now.held)
    })?;
    // The vault's own balance includes what is locked.
    let claims: U256 = now
        .shares
        .iter()
        .chain([&now.locked])
        .map(|shares| claim(now, *shares))
        .sum();
    require(Law::Solvency, claims <= now.assets, || {
        format!("claims {claims}, assets {}", now.assets)
    })
}

/// `floor(shares * (assets + 1) / (supply + virtual shares))`
fn claim(now: &Picture, shares: U256) -> U256 {
    let product: U512 = shares.widening_mul(now.assets + U256::ONE);
    U256::from(product / U512::from(denominator(now.supply)))
}

fn denominator(supply: U256) -> U256 {
    supply + uint(SHARE_UNITS)
}

fn debts(now: &Picture) -> Result<(), Breach> {
    let sum: U256 = now.strategies.iter().map(|strategy| strategy.debt).sum();
    require(Law::Debts, sum == now.debt, || {
        format!("{} by the vault, {sum} by the registry", now.debt)
    })?;
    let is_out = |strategy: &&Registry::Strategy| strategy.status == Status::Quarantined;
    let out = U256::from(now.strategies.iter().filter(is_out).count());
    let (vault, registry) = (now.quarantined_vault, now.quarantined);
    require(
        Law::Quarantine,
        vault == registry && registry == out,
        || format!("{vault} by the vault, {registry} by the registry, {out} by their status"),
    )
}

/// Checks what a call that passed has changed, at one and the same time.
///
/// # Errors
/// The first law that is broken.
pub(super) fn change(
    world: &World,
    before: &Picture,
    act: &Act,
    sent: &Sent,
    after: &Picture,
) -> Result<(), Breach> {
    require(Law::Roles, !act.is_forbidden, || {
        format!("{:?} may not do this", act.from)
    })?;
    require(
        Law::Surplus,
        before.surplus() <= after.surplus() || after.held < after.idle,
        || format!("{} before, {} after", before.surplus(), after.surplus()),
    )?;
    let loss = losses(world.vault(), sent);
    // A strategy that leaves the vault before it reports a loss leaves all of it to the others.
    if loss.is_zero() || !has_exit(world.vault(), sent) {
        price(before, loss, after)?;
    }
    caps(world, before, act, sent, after)
}

/// The fee on management of so many basis points for so many seconds, rounded up.
fn due(assets: U256, fee_bps: u16, seconds: u64) -> U256 {
    if fee_bps == 0 {
        return U256::ZERO;
    }
    let whole = U256::from(WHOLE_BPS) * U256::from(YEAR);
    let product: U512 = assets.widening_mul(U256::from(fee_bps) * U256::from(seconds));
    U256::from(product / U512::from(whole)) + U256::ONE
}

/// Losses that the vault has settled.
fn losses(vault: Address, sent: &Sent) -> U256 {
    events::<Vault::Settled>(vault, sent)
        .map(|settled| settled.loss)
        .sum()
}

/// Events of one kind that the vault has logged.
fn events<E: SolEvent>(vault: Address, sent: &Sent) -> impl Iterator<Item = E> {
    let logs = sent.logs.iter().filter(move |(from, _)| *from == vault);
    logs.filter_map(|(_, log)| E::decode_log_data(log).ok())
}

/// `(assets + 1) / (supply + virtual shares)` may not fall below what it was less `given_up`.
fn price(before: &Picture, given_up: U256, after: &Picture) -> Result<(), Breach> {
    let numerator = (before.assets + U256::ONE).saturating_sub(given_up);
    let was: U512 = numerator.widening_mul(denominator(after.supply));
    let is: U512 = (after.assets + U256::ONE).widening_mul(denominator(before.supply));
    require(Law::Price, was <= is, || {
        format!(
            "{} assets for {} shares before, {} for {} after, where {given_up} may be missing",
            before.assets, before.supply, after.assets, after.supply
        )
    })
}

/// Checks what time alone has changed.
///
/// # Errors
/// [`Law::Price`].
pub(super) fn time(before: &Picture, after: &Picture) -> Result<(), Breach> {
    require(
        Law::Price,
        before.gross() == after.gross() && after.supply <= before.supply,
        || "time changes the books".to_owned(),
    )?;
    let fee = due(before.debt, before.fee_bps, after.time - before.time);
    price(before, fee, after)
}

fn caps(
    world: &World,
    before: &Picture,
    act: &Act,
    sent: &Sent,
    after: &Picture,
) -> Result<(), Breach> {
    match (act.place, act.method) {
        // A strategy that leaves the vault while it is lent to makes everything less: caps bind
        // lending, not exits.
        (Place::Registry, Registry::moveDebtCall::SIGNATURE) | (Place::Rebalancer, _)
            if before.debt < after.debt && !has_exit(world.vault(), sent) =>
        {
            lending_caps(world, before, after)
        }
        (Place::Vault, IERC4626::depositCall::SIGNATURE | IERC4626::mintCall::SIGNATURE) => {
            let setting = U256::ZERO;
            let cap = world.ask(world.vault(), &Vault::settingCall { setting })?;
            let cap: U256 = cap.into();
            require(Law::Caps, after.gross() <= cap, || {
                format!("{} assets under a cap of {cap}", after.gross())
            })
        }
        _ => Ok(()),
    }
}

/// Whether somebody left the vault.
fn has_exit(vault: Address, sent: &Sent) -> bool {
    let in_kind = events::<Vault::RedeemedInKind>(vault, sent).next();
    in_kind.is_some() || events::<IERC4626::Withdraw>(vault, sent).next().is_some()
}

/// The caps of whichever strategy owes more than before, and the least idle.
fn lending_caps(world: &World, before: &Picture, after: &Picture) -> Result<(), Breach> {
    let setting = U256::ONE;
    let idle_min = world.ask(world.vault(), &Vault::settingCall { setting })?;
    let idle_min: U256 = idle_min.into();
    require(Law::Caps, idle_min <= after.idle, || {
        format!("{} idle, at least {idle_min} to be left", after.idle)
    })?;
    for (index, strategy) in after.strategies.iter().enumerate() {
        if strategy.debt <= before.strategies[index].debt {
            continue;
        }
        require(Law::Caps, strategy.debt <= strategy.cap, || {
            format!("debt {} under a cap of {}", strategy.debt, strategy.cap)
        })?;
        for id in world.ids(index) {
            let seen = world.ask(world.registry(), &Registry::exposureCall { id: *id })?;
            let relative: U512 = after.gross().widening_mul(seen.relativeCapBps);
            let relative = U256::from(relative / U512::from(WHOLE_BPS));
            let is_free = U256::from(WHOLE_BPS) <= seen.relativeCapBps;
            let holds = seen.debt <= seen.absoluteCap && (is_free || seen.debt <= relative);
            require(Law::Caps, holds, || {
                format!("exposure {} to {id} of {}", seen.debt, after.gross())
            })?;
        }
    }
    Ok(())
}

/// Checks that the contracts name those who should hold the roles.
///
/// # Errors
/// [`Law::Roles`].
pub(super) fn roles(world: &World, expected: &Roles) -> Result<(), Breach> {
    let seen = Roles::read(world);
    require(Law::Roles, seen == *expected, || {
        format!("{seen:?}, not {expected:?}")
    })
}
