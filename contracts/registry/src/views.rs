//! Methods that only look.

use alloc::vec::Vec;

use ballast_shell::{Calldata, Field, Reply, Word, reply};

use crate::errors::{out_of_bounds, small, word};
use crate::events::with_list;
use crate::place::Place;
use crate::state::{Entry, Registry};

impl Registry {
    /// The address in a field: `vault()` and the roles.
    pub(crate) fn holder(&self, field: Field) -> Reply {
        reply(&[self.cells.word(field.slot())])
    }

    /// `strategyCount()`
    pub(crate) fn strategy_count(&self) -> Reply {
        reply(&[small(self.state().count)])
    }

    /// `strategyAt(uint256)`
    pub(crate) fn strategy_at(&self, mut input: Calldata<'_>) -> Reply {
        let index = input.uint()?;
        let count = self.state().count;
        let place = u8::try_from(index)
            .ok()
            .filter(|index| *index < count)
            .and_then(Place::new)
            .ok_or_else(|| out_of_bounds(index, u64::from(count.saturating_sub(1))))?;
        reply(&[self.record(place).strategy.into_word().0])
    }

    /// `strategy(address)`
    pub(crate) fn strategy(&self, mut input: Calldata<'_>) -> Reply {
        let strategy = input.address()?;
        let Ok(Entry { record, loan, .. }) = self.entry(strategy) else {
            let mut unknown = [[0; 32]; 7];
            unknown[0] = strategy.into_word().0;
            return reply(&unknown);
        };
        reply(&[
            strategy.into_word().0,
            small(record.status.bits()),
            word(loan.debt),
            word(loan.cap),
            small(record.bounds.loss.get()),
            small(record.bounds.gain.get()),
            small(record.since.get()),
        ])
    }

    /// `idsOf(address)`
    pub(crate) fn ids_of(&self, mut input: Calldata<'_>) -> Reply {
        let ids = match self.place_of(input.address()?) {
            Some(place) => self.ids(place, self.record(place).ids),
            None => Vec::new(),
        };
        reply_list(&ids)
    }

    /// `exposure(bytes32)`
    pub(crate) fn exposure(&self, mut input: Calldata<'_>) -> Reply {
        let group = self.group(*input.word()?);
        reply(&[
            word(self.debt_of(&group)),
            word(group.caps.absolute),
            small(group.caps.relative.get()),
        ])
    }

    /// `queue()`
    pub(crate) fn queue(&self) -> Reply {
        let strategies = self.state().queue.iter();
        let strategies = strategies.map(|place| self.record(place).strategy.into_word().0);
        reply_list(&strategies.collect::<Vec<Word>>())
    }

    /// `limits()`
    pub(crate) fn limits(&self) -> Reply {
        let state = self.state();
        reply(&[small(state.call_gas), small(state.quarantine_seconds)])
    }

    /// `quarantined()`
    pub(crate) fn quarantined(&self) -> Reply {
        reply(&[small(self.state().quarantined)])
    }

    /// `riskStopped()`
    pub(crate) fn risk_stopped(&self) -> Reply {
        reply(&[small(self.state().is_risk_stopped)])
    }
}

fn reply_list(items: &[Word]) -> Reply {
    reply(&with_list(&[small(32_u64)], items))
}
