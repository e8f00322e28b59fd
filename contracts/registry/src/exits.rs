//! Exits: strategies pay for what a leaver claims.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::strategy::IStrategy;
use ballast_core::{Assets, Slice, Source};
use ballast_shell::{Calldata, Reply, encode, reply, token};
use stylus_sdk::prelude::*;

use crate::calls::saturated;
use crate::errors::{small, word};
use crate::place::Place;
use crate::record::{Loan, Record, Status};
use crate::reports::Cause;
use crate::state::{Registry, State};

/// An exit under way.
struct Exit {
    vault: Address,
    asset: Address,
    /// What is claimed still.
    left: Assets,
    /// What was taken so far.
    taken: Slice,
    /// What the vault held when it was asked last, if it was and the asset did answer.
    held: Option<U256>,
}

impl Registry {
    /// `exit(address,uint256,address[])`
    ///
    /// A strategy's debt is written after it was called, because what it paid must be measured: the
    /// entry guard keeps anybody from seeing the registry in between. A strategy that is named
    /// twice is asked twice, and owes less the second time.
    pub(crate) fn exit(&mut self, mut input: Calldata<'_>) -> Reply {
        let vault = self.only_vault()?;
        let (asset, claim, named) = (input.address()?, input.uint()?, input.addresses()?);
        let mut state = self.state();
        let mut exit = Exit {
            vault,
            asset,
            left: saturated(claim),
            taken: Slice::default(),
            held: None,
        };
        for place in self.chosen(&state, &named)? {
            if exit.left.is_zero() {
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

    /// The strategies that an exit asks: those named, or the queue if none is.
    ///
    /// # Errors
    /// `WrongStatus` if one that is named is not there.
    pub(crate) fn chosen(&self, state: &State, named: &[Address]) -> Result<Vec<Place>, Vec<u8>> {
        if named.is_empty() {
            return Ok(state.queue.iter().collect());
        }
        let mut places = Vec::with_capacity(named.len());
        for strategy in named {
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
        let asked = source.slice(exit.left);
        let Some(received) = self.pull(state, exit, record.strategy, asked.paid)? else {
            self.quarantine(state, place, record, Cause::Failure);
            return Ok(());
        };
        let slice = source.covered(asked, received);
        if slice.debt.is_zero() {
            return Ok(());
        }
        // A slice is a part of the debt and of what is left of the claim, and all that was taken a
        // part of the claim.
        let minus = |from: Assets, part| from.checked_sub(part).unwrap_or_default();
        let plus = |to: Assets, part| to.checked_add(part).unwrap_or(Assets::MAX);
        loan.debt = minus(source.debt, slice.debt);
        exit.left = minus(exit.left, slice.debt);
        exit.taken = Slice {
            debt: plus(exit.taken.debt, slice.debt),
            paid: plus(exit.taken.paid, slice.paid),
        };
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
