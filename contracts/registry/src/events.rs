//! Logs.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolEvent;
use ballast_abi::registry::IRegistry as Abi;
use ballast_core::Assets;
use ballast_shell::{Literal, Word};

use crate::errors::{small, word};
use crate::record::Status;
use crate::state::Registry;

const STRATEGY_ADDED: Literal = Literal::new(Abi::StrategyAdded::SIGNATURE_HASH.0);
const STATUS_CHANGED: Literal = Literal::new(Abi::StatusChanged::SIGNATURE_HASH.0);
const DEBT_MOVED: Literal = Literal::new(Abi::DebtMoved::SIGNATURE_HASH.0);
const HARVESTED: Literal = Literal::new(Abi::Harvested::SIGNATURE_HASH.0);
const CAP_CHANGED: Literal = Literal::new(Abi::CapChanged::SIGNATURE_HASH.0);
const ID_CAP_CHANGED: Literal = Literal::new(Abi::IdCapChanged::SIGNATURE_HASH.0);
const BOUNDS_CHANGED: Literal = Literal::new(Abi::BoundsChanged::SIGNATURE_HASH.0);
const QUEUE_CHANGED: Literal = Literal::new(Abi::QueueChanged::SIGNATURE_HASH.0);
const LIMITS_CHANGED: Literal = Literal::new(Abi::LimitsChanged::SIGNATURE_HASH.0);
const RISK_STOPPED: Literal = Literal::new(Abi::RiskStopped::SIGNATURE_HASH.0);

/// `head` and behind it `items` as a list, whose offset is the last word of the head.
pub(crate) fn with_list(head: &[Word], items: &[Word]) -> Vec<Word> {
    [head, &[small(items.len() as u64)], items].concat()
}

impl Registry {
    pub(crate) fn log_strategy_added(&mut self, strategy: Address, index: u8, ids: &[Word]) {
        let head = [
            STRATEGY_ADDED.word(),
            strategy.into_word().0,
            small(index),
            small(64_u64),
        ];
        let words = with_list(&head, ids);
        self.cells.log(&words, 2);
    }

    pub(crate) fn log_status_changed(&mut self, strategy: Address, from: Status, to: Status) {
        let [from, to] = [from, to].map(|status| small(status.bits()));
        self.log_change(STATUS_CHANGED, strategy, from, to);
    }

    pub(crate) fn log_debt_moved(&mut self, strategy: Address, from: Assets, to: Assets) {
        self.log_change(DEBT_MOVED, strategy, word(from), word(to));
    }

    pub(crate) fn log_harvested(
        &mut self,
        strategy: Address,
        gain: Assets,
        loss: Assets,
        debt: Assets,
    ) {
        let words = [
            HARVESTED.word(),
            strategy.into_word().0,
            self.cells.sender().into_word().0,
            word(gain),
            word(loss),
            word(debt),
        ];
        self.cells.log(&words, 3);
    }

    pub(crate) fn log_cap_changed(&mut self, strategy: Address, from: Assets, to: Assets) {
        self.log_change(CAP_CHANGED, strategy, word(from), word(to));
    }

    pub(crate) fn log_id_cap_changed(&mut self, id: Word, absolute: Assets, relative: u16) {
        let words = [ID_CAP_CHANGED.word(), id, word(absolute), small(relative)];
        self.cells.log(&words, 2);
    }

    pub(crate) fn log_bounds_changed(&mut self, strategy: Address, loss: u16, gain: u16) {
        let [loss, gain] = [loss, gain].map(small);
        self.log_change(BOUNDS_CHANGED, strategy, loss, gain);
    }

    pub(crate) fn log_queue_changed(&mut self, strategies: &[Address]) {
        let items = strategies.iter().map(|strategy| strategy.into_word().0);
        let items: Vec<Word> = items.collect();
        let words = with_list(&[QUEUE_CHANGED.word(), small(32_u64)], &items);
        self.cells.log(&words, 1);
    }

    pub(crate) fn log_limits_changed(&mut self, call_gas: u32, quarantine_seconds: u32) {
        let words = [
            LIMITS_CHANGED.word(),
            small(call_gas),
            small(quarantine_seconds),
        ];
        self.cells.log(&words, 1);
    }

    pub(crate) fn log_risk_stopped(&mut self, is_stopped: bool) {
        let words = [RISK_STOPPED.word(), small(is_stopped)];
        self.cells.log(&words, 1);
    }

    /// An event about a strategy with two words of data.
    #[inline(never)]
    fn log_change(&mut self, event: Literal, strategy: Address, one: Word, other: Word) {
        let words = [event.word(), strategy.into_word().0, one, other];
        self.cells.log(&words, 2);
    }
}

#[cfg(test)]
mod tests {
    use ballast_shell::uint;

    use super::*;

    #[test]
    fn lists_follow_their_offset() {
        let items = [[7; 32], [8; 32]];
        let words = with_list(&[[1; 32], uint(32)], &items);
        assert_eq!(words, [[1; 32], uint(32), uint(2), [7; 32], [8; 32]]);
    }
}
