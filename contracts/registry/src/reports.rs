//! Reports of strategies, and what becomes of those that fail.

use alloc::vec::Vec;

use alloy_sol_types::{SolCall, SolError};
use ballast_abi::registry::IRegistry as Abi;
use ballast_abi::strategy::IStrategy;
use ballast_core::{Assets, Change, Seconds, Source};
use ballast_shell::{Calldata, Reply, encode, remote, reply};

use crate::calls::saturated;
use crate::errors::{small, word, wrong_status};
use crate::place::Place;
use crate::record::{Loan, Record, Status};
use crate::state::{Entry, Registry, State};

/// Why a strategy goes into quarantine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// It says that it has lost more than it may: governance gets time to look.
    Loss,
    /// It did not answer. Whoever calls from inside a venue that is locked, or fills the memory
    /// that all programs share, can make any strategy fail; so the next answer ends it, at once.
    Failure,
}

impl Cause {
    /// By what the strategy said it is worth, if it did.
    const fn of(worth: Option<Assets>) -> Self {
        match worth {
            Some(_) => Self::Loss,
            None => Self::Failure,
        }
    }
}

/// A report that changes nothing, but tells the vault who is in quarantine.
const NOTHING: Change = Change::Gain(Assets::ZERO);

impl Registry {
    /// `harvest(address)`
    ///
    /// The vault books a gain as far as its own limits go, and the debt follows it. What either
    /// leaves is found by the next report.
    pub(crate) fn harvest(&mut self, mut input: Calldata<'_>) -> Reply {
        let strategy = input.address()?;
        let entry = self.entry(strategy)?;
        if entry.record.status == Status::Quarantined {
            return Err(wrong_status(strategy, entry.record.status));
        }
        let mut state = self.state();
        let request = encode(IStrategy::harvestCall::SELECTOR, &[]);
        let worth = self
            .attempt(&state, strategy, &request)?
            .and_then(|answer| remote::first_uint(&answer))
            .map(saturated);
        let Some(change) = worth.and_then(|worth| judge(&entry, worth)) else {
            self.quarantine(&mut state, entry.place, entry.record, Cause::of(worth));
            self.report(&state, NOTHING)?;
            return reply(&[word(Assets::ZERO), word(Assets::ZERO)]);
        };
        let booked = self.report(&state, change)?;
        let (gain, loss, debt) = match change {
            // What the vault booked fits beside all other debt.
            Change::Gain(_) => (booked, Assets::ZERO, entry.loan.debt.checked_add(booked)),
            // A loss is a part of the debt.
            Change::Loss(loss) => (Assets::ZERO, loss, entry.loan.debt.checked_sub(loss)),
        };
        let debt = debt.unwrap_or(entry.loan.debt);
        if entry.loan.debt != debt {
            self.set_loan(entry.place, Loan { debt, ..entry.loan });
        }
        self.log_harvested(strategy, gain, loss, debt);
        reply(&[word(gain), word(loss)])
    }

    /// `probe(address)`
    pub(crate) fn probe(&mut self, mut input: Calldata<'_>) -> Reply {
        let strategy = input.address()?;
        let entry = self.entry(strategy)?;
        let mut state = self.state();
        let is_quarantined = entry.record.status == Status::Quarantined;
        if is_quarantined {
            let span = Seconds::new(u64::from(state.quarantine_seconds));
            let until = entry.record.since.after(span);
            if self.now() < until {
                return Err(encode(
                    Abi::QuarantineLasts::SELECTOR,
                    &[small(until.get())],
                ));
            }
        }
        self.require_gas(&state)?;
        let worth = self.worth(&state, strategy);
        let is_sound = worth.is_some_and(|worth| judge(&entry, worth).is_some());
        let status = match (is_quarantined, is_sound) {
            (false, true) => entry.record.status,
            (true, false) => Status::Quarantined,
            (false, false) => {
                self.quarantine(&mut state, entry.place, entry.record, Cause::of(worth));
                self.report(&state, NOTHING)?;
                Status::Quarantined
            }
            (true, true) => {
                self.release(&mut state, entry.place, entry.record);
                self.report(&state, NOTHING)?;
                entry.record.earlier
            }
        };
        reply(&[small(status.bits())])
    }

    /// Puts a strategy into quarantine that is not there yet.
    pub(crate) fn quarantine(
        &mut self,
        state: &mut State,
        place: Place,
        mut record: Record,
        cause: Cause,
    ) {
        record.earlier = record.status;
        record.status = Status::Quarantined;
        record.since = match cause {
            Cause::Loss => self.now(),
            Cause::Failure => Seconds::ZERO,
        };
        // No more than there are places.
        state.quarantined = state.quarantined.saturating_add(1);
        self.set_record(place, record);
        self.set_state(state);
        self.log_status_changed(record.strategy, record.earlier, record.status);
    }

    /// Lets a strategy out of quarantine, as what it was before.
    fn release(&mut self, state: &mut State, place: Place, mut record: Record) {
        record.status = record.earlier;
        record.since = self.now();
        state.quarantined = state.quarantined.saturating_sub(1);
        self.set_record(place, record);
        self.set_state(state);
        self.log_status_changed(record.strategy, Status::Quarantined, record.status);
    }

    /// Tells the vault how many strategies are in quarantine, and of debt that is lost.
    ///
    /// # Errors
    /// The vault's.
    pub(crate) fn report_lost(&mut self, state: &State, debt: Assets) -> Result<(), Vec<u8>> {
        self.report(state, Change::Loss(debt)).map(drop)
    }
}

/// What a strategy's worth changes; `None` if it has lost more than it may.
pub(crate) fn judge(entry: &Entry, worth: Assets) -> Option<Change> {
    entry.record.bounds.judge(&Source {
        debt: entry.loan.debt,
        worth,
    })
}
