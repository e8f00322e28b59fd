//! What takes longer to look at than every call could wait for.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_core::lending::{Quote, Standing};

use super::laws::{Breach, Law};
use super::model::worth;
use super::picture::{Holder, Picture};
use super::rules::Rules;
use super::world::{COLLATERALS, World};
use crate::soak::{Act, Place, Random, require};

/// Where the contract that is called back keeps whether its errand succeeded: behind a token and
/// another flag.
pub(super) const SUCCEEDED_SLOT: u64 = 6;

/// The bits before it.
pub(super) const SUCCEEDED_SHIFT: usize = 168;

/// Checks that no call from within a callback was answered.
///
/// # Errors
/// [`Law::Locked`].
pub(super) fn locked(world: &World) -> Result<(), Breach> {
    let flags = world.slot(world.callee(), U256::from(SUCCEEDED_SLOT));
    let succeeded = !((flags >> SUCCEEDED_SHIFT) & U256::from(255)).is_zero();
    require(Law::Locked, !succeeded, || {
        "the market answers while it calls".to_owned()
    })
}

/// Checks that what governs the market is what was last seen: nothing changes it but who may.
///
/// # Errors
/// [`Law::Views`].
pub(super) fn rules(world: &World, now: &Picture) -> Result<(), Breach> {
    let seen = Rules::read(world)?;
    require(Law::Views, seen == now.rules, || {
        format!("{seen:?}, not {:?}", now.rules)
    })
}

/// Checks that all views answer for an account, and what is so.
///
/// # Errors
/// [`Law::Views`].
pub(super) fn views(world: &World, now: &Picture, holder: &Holder) -> Result<(), Breach> {
    let account = holder.address;
    let same = |what: &str, seen: U256, expected: U256| {
        require(Law::Views, seen == expected, || {
            format!("{what} of {account:?}: {seen}, not {expected}")
        })
    };
    let position = world.ask(&Abi::positionCall { account })?;
    same("supply", position.supplyShares, holder.supply)?;
    same("debt shares", position.borrowShares, holder.debt)?;
    let owed = now.owed(holder.debt).to_u256();
    same("debt", world.ask(&Abi::debtOfCall { account })?, owed)?;
    let supplied = world.ask(&Abi::suppliedOfCall { account })?;
    same("supplied", supplied, worth(&now.supply, holder.supply))?;
    for (index, collateral) in world.collaterals().iter().enumerate() {
        let collateral = *collateral;
        let call = Abi::collateralOfCall {
            account,
            collateral,
        };
        same("collateral", world.ask(&call)?, holder.held[index])?;
        prices(world, now, index)?;
    }
    let list = world.ask(&Risk::collateralsOfCall { account })?;
    require(Law::Views, list.amounts.len() == count(holder), || {
        format!("{account:?} has {:?}", list.collaterals)
    })?;
    standing(world, now, holder)
}

fn count(holder: &Holder) -> usize {
    holder.mask.count_ones() as usize
}

/// A collateral's prices, unless there are none.
fn prices(world: &World, now: &Picture, index: usize) -> Result<(), Breach> {
    let collateral = world.collaterals()[index];
    let seen = world.try_ask(&Risk::pricesOfCall { collateral })?;
    let seen = seen
        .ok()
        .map(|seen| [seen.spot, seen.fast, seen.slow, seen.bid]);
    let expected = now.prices(index);
    let expected = expected.map(|prices| Quote::ALL.map(|quote| prices.at(quote).get()));
    require(Law::Views, seen == expected, || {
        format!("prices of {collateral:?}: {seen:?}, not {expected:?}")
    })
}

/// Health and standing, unless prices are missing.
fn standing(world: &World, now: &Picture, holder: &Holder) -> Result<(), Breach> {
    let account = holder.address;
    let seen = world.try_ask(&Risk::standingCall { account })?;
    let seen = seen.map(|seen| (seen.state.to::<u64>(), seen.until.to::<u64>()));
    let expected = now.standing(holder).map(|standing| match standing {
        Standing::Healthy => (0, 0),
        Standing::Waits { until } => (1, until.get()),
        Standing::Liquidatable => (2, 0),
    });
    require(Law::Views, seen.clone().ok() == expected, || {
        format!("{account:?} stands at {seen:?}, not {expected:?}")
    })?;
    let seen = world.try_ask(&Risk::healthCall { account })?;
    let value = now.value(holder);
    let expected = value.as_ref().and_then(|valued| valued.account());
    let expected = expected.map(|account| {
        Quote::ALL.map(|quote| account.health_at(quote).unwrap_or_default().to_u256())
    });
    require(Law::Views, seen.clone().ok() == expected, || {
        format!("health of {account:?}: {seen:?}, not {expected:?}")
    })?;
    // What may be borrowed can be: the market says so before it is asked for a unit more.
    let most = world.try_ask(&Risk::maxBorrowCall { account })?;
    require(
        Law::Views,
        most.is_ok() == now.valued(holder).is_some(),
        || format!("{account:?} may borrow {most:?}"),
    )?;
    let Ok(most) = most else { return Ok(()) };
    let is_open = now.quotes.gate || !now.rules.gated;
    if most.is_zero() || !is_open || account == world.market() {
        return Ok(());
    }
    let call = Abi::borrowCall {
        assets: most,
        shares: U256::ZERO,
        onBehalf: account,
        receiver: account,
    };
    let input: Bytes = call.abi_encode().into();
    let answer = world.simulate(account, world.market(), input);
    require(Law::Views, answer.is_ok(), || {
        format!("{account:?} cannot borrow {most}: {answer:?}")
    })
}

/// Checks that totals are the same after some time whether somebody asked for accrual or not.
///
/// # Errors
/// [`Law::Accrual`].
pub(super) fn accrual(world: &World, now: u64, seconds: u64, asked: u64) -> Result<(), Breach> {
    let totals = || -> Result<[U256; 4], Breach> {
        let seen = world.ask(&Abi::totalsCall {})?;
        Ok([
            seen.supplyAssets,
            seen.supplyShares,
            seen.borrowAssets,
            seen.borrowShares,
        ])
    };
    let at = |time: u64| {
        let moved = world.node().set_next_timestamp(time);
        moved.map_err(|error| Law::Engine.broken(error.to_string()))
    };
    let snapshot = world.node().snapshot();
    at(now + seconds)?;
    let plain = totals();
    world.node().revert(snapshot);
    let snapshot = world.node().snapshot();
    for step in 1..=asked {
        at(now + seconds * step / asked)?;
        let call = Abi::accrueInterestCall {};
        let act = Act::new(Place::Market, super::KEEPER, world.market(), &call);
        world.send(&act)?;
    }
    let pinged = totals();
    world.node().revert(snapshot);
    let (plain, pinged) = (plain?, pinged?);
    let is_near = plain
        .iter()
        .zip(&pinged)
        .all(|(a, b)| a.abs_diff(*b) <= U256::ONE);
    require(Law::Accrual, is_near, || {
        format!("{plain:?} after {seconds} seconds, {pinged:?} if asked {asked} times")
    })
}

/// Has somebody enter and leave, or leave and enter, and checks that they have gained nothing.
/// Everything is as before afterwards. Returns whether both halves passed.
///
/// # Errors
/// [`Law::RoundTrip`], [`Law::Views`] or [`Law::Engine`].
pub(super) fn round_trip(
    world: &World,
    person: Address,
    random: &mut Random,
    amount: U256,
) -> Result<bool, Breach> {
    let snapshot = world.node().snapshot();
    let trip = Trip { world, person };
    let before = trip.wealth();
    let outcome = before.clone().and_then(|_| match random.below(4) {
        0 => trip.supply_and_withdraw(amount),
        1 => trip.withdraw_and_supply(amount),
        2 => trip.borrow_and_repay(amount),
        _ => trip.repay_and_borrow(amount),
    });
    let after = trip.wealth();
    world.node().revert(snapshot);
    let (before, after) = (before?, after?);
    let gained = before != after
        && before
            .have
            .iter()
            .zip(&after.have)
            .all(|(was, is)| was <= is)
        && after.owe <= before.owe;
    if gained {
        let words = format!("{person:?} had {before:?}, and has {after:?} after {amount}");
        return Err(Law::RoundTrip.broken(words));
    }
    outcome
}

struct Trip<'a> {
    world: &'a World,
    person: Address,
}

/// Tokens, supply shares and collaterals; debt shares.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wealth {
    have: Vec<U256>,
    owe: U256,
}

impl Trip<'_> {
    fn wealth(&self) -> Result<Wealth, Breach> {
        let Self { world, person } = *self;
        let position = world.ask(&Abi::positionCall { account: person })?;
        let mut have = vec![
            world.tokens_of(world.asset(), person),
            position.supplyShares,
        ];
        have.extend((0..COLLATERALS).map(|index| world.balance(index, person)));
        Ok(Wealth {
            have,
            owe: position.borrowShares,
        })
    }

    fn passes<C: SolCall + std::fmt::Debug>(&self, call: &C) -> Result<bool, Breach> {
        let act = Act::new(Place::Market, self.person, self.world.market(), call);
        Ok(self.world.send(&act)?.passed())
    }

    fn supply(&self, assets: U256, shares: U256) -> Result<bool, Breach> {
        self.passes(&Abi::supplyCall {
            assets,
            shares,
            onBehalf: self.person,
            data: Bytes::new(),
        })
    }

    fn withdraw(&self, assets: U256, shares: U256) -> Result<bool, Breach> {
        self.passes(&Abi::withdrawCall {
            assets,
            shares,
            onBehalf: self.person,
            receiver: self.person,
        })
    }

    fn supply_and_withdraw(&self, assets: U256) -> Result<bool, Breach> {
        let before = self.wealth()?;
        if !self.supply(assets, U256::ZERO)? {
            return Ok(false);
        }
        let gained = self.wealth()?.have[1] - before.have[1];
        self.withdraw(U256::ZERO, gained)
    }

    fn withdraw_and_supply(&self, assets: U256) -> Result<bool, Breach> {
        let before = self.wealth()?;
        if !self.withdraw(assets, U256::ZERO)? {
            return Ok(false);
        }
        let burnt = before.have[1] - self.wealth()?.have[1];
        self.supply(U256::ZERO, burnt)
    }

    fn borrow(&self, assets: U256, shares: U256) -> Result<bool, Breach> {
        self.passes(&Abi::borrowCall {
            assets,
            shares,
            onBehalf: self.person,
            receiver: self.person,
        })
    }

    fn repay(&self, assets: U256, shares: U256) -> Result<bool, Breach> {
        self.passes(&Abi::repayCall {
            assets,
            shares,
            onBehalf: self.person,
            data: Bytes::new(),
        })
    }

    fn borrow_and_repay(&self, assets: U256) -> Result<bool, Breach> {
        let before = self.wealth()?;
        if !self.borrow(assets, U256::ZERO)? {
            return Ok(false);
        }
        let made = self.wealth()?.owe - before.owe;
        self.repay(U256::ZERO, made)
    }

    fn repay_and_borrow(&self, assets: U256) -> Result<bool, Breach> {
        let before = self.wealth()?;
        if !self.repay(assets, U256::ZERO)? {
            return Ok(false);
        }
        let paid = before.owe - self.wealth()?.owe;
        self.borrow(U256::ZERO, paid)
    }
}
