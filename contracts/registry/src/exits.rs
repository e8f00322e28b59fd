//! Exits: strategies pay for what a leaver claims.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::strategy::IStrategy;
use ballast_core::{Assets, Demand, Slice, Source};
use ballast_shell::{Calldata, Reply, encode, reply, token};
use stylus_sdk::prelude::*;

use crate::calls::saturated;
use crate::errors::{small, word};
use crate::place::{Place, Places};
use crate::record::{Loan, Record, Status};
use crate::reports::Cause;
use crate::state::{Registry, State};

/// An exit under way.
struct Exit {
    vault: Address,
    asset: Address,
    /// What is asked for still.
    left: Demand,
    /// What was taken so far.
    taken: Slice,
    /// What the vault held when it was asked last, if it was and the asset did answer.
    held: Option<U256>,
}

impl Registry {
    /// `exit(address,uint256,address[])`, and if `is_payment` `pay(address,uint256,address[])`
    ///
    /// A strategy's debt is written after it was called, because what it paid must be measured: the
    /// entry guard keeps anybody from seeing the registry in between.
    pub(crate) fn exit(&mut self, mut input: Calldata<'_>, is_payment: bool) -> Reply {
        let vault = self.only_vault()?;
        let (asset, amount, named) = (input.address()?, input.uint()?, input.addresses()?);
        let amount = saturated(amount);
        let mut state = self.state();
        let mut exit = Exit {
            vault,
            asset,
            left: demand(amount, is_payment),
            taken: Slice::default(),
            held: None,
        };
        for place in self.asked(&state, &named)? {
            if exit.left.is_met() {
                break;
            }
            if let Some((record, loan)) = self.payer(place) {
                self.take_from(&mut state, &mut exit, place, record, loan)?;
            }
        }
        reply(&[
            word(exit.taken.debt),
            word(exit.taken.paid),
            small(state.quarantined),
        ])
    }

    /// The strategies that an exit asks, each once: those named, or the queue if none is.
    ///
    /// # Errors
    /// `WrongStatus` if one that is named is not there.
    pub(crate) fn asked(&self, state: &State, named: &[Address]) -> Result<Vec<Place>, Vec<u8>> {
        if named.is_empty() {
            return Ok(state.queue.iter().collect());
        }
        let mut seen = Places::default();
        let mut places = self.named(named)?;
        places.retain(|place| seen.insert(*place));
        Ok(places)
    }

    /// Where strategies are kept.
    ///
    /// # Errors
    /// `WrongStatus` if one is not there.
    pub(crate) fn named(&self, strategies: &[Address]) -> Result<Vec<Place>, Vec<u8>> {
        let mut places = Vec::with_capacity(strategies.len());
        for strategy in strategies {
            places.push(self.find(*strategy)?);
        }
        Ok(places)
    }

    /// What is known about the strategy at a place; `None` if it owes nothing or is in quarantine.
    pub(crate) fn payer(&self, place: Place) -> Option<(Record, Loan)> {
        let loan = self.loan(place);
        if loan.debt.is_zero() {
            return None;
        }
        let record = self.record(place);
        (record.status != Status::Quarantined).then_some((record, loan))
    }

    /// Has one strategy pay as much of the claim as it can. One that fails goes into quarantine.
    fn take_from(
        &mut self,
        state: &mut State,
        exit: &mut Exit,
        place: Place,
        record: Record,
        mut loan: Loan,
    ) -> Result<(), Vec<u8>> {
        self.require_gas(state)?;
        let Some(worth) = self.worth(state, record.strategy) else {
            self.quarantine(state, place, record, Cause::Failure);
            return Ok(());
        };
        let source = Source {
            debt: loan.debt,
            worth,
        };
        if !source.pays() {
            return Ok(());
        }
        let asked = source.asked(exit.left);
        let Some(received) = self.pull(state, exit, record.strategy, asked.paid)? else {
            self.quarantine(state, place, record, Cause::Failure);
            return Ok(());
        };
        let slice = source.covered(exit.left, asked, received);
        if slice.debt.is_zero() {
            return Ok(());
        }
        // A slice is a part of the debt.
        loan.debt = source.debt.checked_sub(slice.debt).unwrap_or_default();
        exit.left = exit.left.after(&slice);
        exit.taken = exit.taken.plus(&slice);
        self.set_loan(place, loan);
        self.log_debt_moved(record.strategy, source.debt, loan.debt);
        Ok(())
    }

    /// Has a strategy send `assets`. Returns how much of it arrived, `None` if the call failed.
    ///
    /// If the asset does not say what the vault holds, nothing has arrived.
    fn pull(
        &mut self,
        state: &State,
        exit: &mut Exit,
        strategy: Address,
        assets: Assets,
    ) -> Result<Option<Assets>, Vec<u8>> {
        if assets.is_zero() {
            return Ok(Some(Assets::ZERO));
        }
        let before = match exit.held {
            None => token::balance_of(self.vm(), exit.asset, exit.vault),
            known => known,
        };
        exit.held = before;
        let request = encode(IStrategy::deallocateCall::SELECTOR, &[word(assets)]);
        if self.attempt(state, strategy, &request)?.is_none() {
            return Ok(None);
        }
        exit.held = token::balance_of(self.vm(), exit.asset, exit.vault);
        let received = match (before, exit.held) {
            (Some(before), Some(after)) => saturated(after.saturating_sub(before)),
            _ => Assets::ZERO,
        };
        Ok(Some(received.min(assets)))
    }
}

/// A claim, or a payment.
pub(crate) const fn demand(amount: Assets, is_payment: bool) -> Demand {
    if is_payment {
        Demand::Payment(amount)
    } else {
        Demand::Claim(amount)
    }
}
