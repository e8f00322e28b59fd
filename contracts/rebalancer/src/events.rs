//! Logs.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_core::{Assets, Flow, Tolerance};
use ballast_shell::{Field, Literal, Word};

use crate::errors::{small, word};
use crate::state::{MOVES, Rebalancer, Settings, Target};
use crate::views::target_lists;

const REBALANCED: Literal = Literal::new(Abi::Rebalanced::SIGNATURE_HASH.0);
const MOVE_FAILED: Literal = Literal::new(Abi::MoveFailed::SIGNATURE_HASH.0);
const BUDGET_SPENT: Literal = Literal::new(Abi::BudgetSpent::SIGNATURE_HASH.0);
const REALLOCATED: Literal = Literal::new(Abi::Reallocated::SIGNATURE_HASH.0);
const DEALLOCATED: Literal = Literal::new(Abi::Deallocated::SIGNATURE_HASH.0);
const PENALTY_CHANGED: Literal = Literal::new(Abi::PenaltyChanged::SIGNATURE_HASH.0);
const FLOW_CHANGED: Literal = Literal::new(Abi::FlowChanged::SIGNATURE_HASH.0);
const TARGETS_CHANGED: Literal = Literal::new(Abi::TargetsChanged::SIGNATURE_HASH.0);
const TARGET_SOURCE_CHANGED: Literal = Literal::new(Abi::TargetSourceChanged::SIGNATURE_HASH.0);
const WEIGHT_CHANGED: Literal = Literal::new(Abi::WeightChanged::SIGNATURE_HASH.0);
const BAND_CHANGED: Literal = Literal::new(Abi::BandChanged::SIGNATURE_HASH.0);
const WAIT_CHANGED: Literal = Literal::new(Abi::WaitChanged::SIGNATURE_HASH.0);
const TOLERANCE_CHANGED: Literal = Literal::new(Abi::ToleranceChanged::SIGNATURE_HASH.0);
const STOPPED: Literal = Literal::new(Abi::Stopped::SIGNATURE_HASH.0);

const REBALANCE_BUDGET: Literal = Literal::hash(b"rebalance");
const REALLOCATE_BUDGET: Literal = Literal::hash(b"reallocate");

impl Rebalancer {
    pub(crate) fn log_rebalanced(&mut self, moves: usize, loss: Assets) {
        let caller = self.cells.sender().into_word().0;
        let words = [REBALANCED.word(), caller, small(moves as u64), word(loss)];
        self.cells.log(&words, 2);
    }

    pub(crate) fn log_move_failed(&mut self, strategy: Address, debt: Assets, target: Assets) {
        self.log_change(
            MOVE_FAILED,
            strategy.into_word().0,
            word(debt),
            word(target),
        );
    }

    /// `from` and `to` are what was left before and is left now.
    pub(crate) fn log_budget_spent(
        &mut self,
        field: Field,
        [loss, total]: [Assets; 2],
        [from, to]: [u64; 2],
    ) {
        let words = [word(loss), word(total), small(from), small(to)];
        self.log_four_about(BUDGET_SPENT, budget_name(field), words);
    }

    pub(crate) fn log_reallocated(&mut self, destination: Address, assets: Assets, loss: Assets) {
        let words = [
            REALLOCATED.word(),
            self.cells.sender().into_word().0,
            destination.into_word().0,
            word(assets),
            word(loss),
        ];
        self.cells.log(&words, 3);
    }

    pub(crate) fn log_deallocated(&mut self, strategy: Address, assets: Assets, shares: U256) {
        let words = [
            DEALLOCATED.word(),
            self.cells.sender().into_word().0,
            strategy.into_word().0,
            word(assets),
            ballast_shell::word(shares),
        ];
        self.cells.log(&words, 3);
    }

    pub(crate) fn log_penalty_changed(&mut self, strategy: Address, from: Word, to: Word) {
        self.log_change(PENALTY_CHANGED, strategy.into_word().0, from, to);
    }

    pub(crate) fn log_flow_changed(&mut self, strategy: Address, from: &Flow, to: &Flow) {
        let amounts = [from.in_max, from.out_max, to.in_max, to.out_max];
        self.log_four_about(FLOW_CHANGED, strategy.into_word().0, amounts.map(word));
    }

    pub(crate) fn log_targets_changed(&mut self, targets: &[Target]) {
        let words = [&[TARGETS_CHANGED.word()], &target_lists(targets)[..]].concat();
        self.cells.log(&words, 1);
    }

    pub(crate) fn log_target_source_changed(&mut self, from: Address, to: Address) {
        let [from, to] = [from, to].map(|source| source.into_word().0);
        self.cells.log(&[TARGET_SOURCE_CHANGED.word(), from, to], 1);
    }

    pub(crate) fn log_weight_changed(&mut self, strategy: Address, from: u64, to: u64) {
        self.log_change(
            WEIGHT_CHANGED,
            strategy.into_word().0,
            small(from),
            small(to),
        );
    }

    pub(crate) fn log_band_changed(&mut self, from: &Settings, to: &Settings) {
        let (from, to) = (from.band, to.band);
        let words = [
            small(from.width.get()),
            small(to.width.get()),
            word(from.change_min),
            word(to.change_min),
        ];
        self.log_four(BAND_CHANGED, words);
    }

    pub(crate) fn log_wait_changed(&mut self, from: &Settings, to: &Settings) {
        let [from, to] = [from, to].map(|settings| small(settings.wait.get()));
        self.cells.log(&[WAIT_CHANGED.word(), from, to], 1);
    }

    pub(crate) fn log_tolerance_changed(&mut self, field: Field, from: &Tolerance, to: &Tolerance) {
        let words = [
            small(from.part.get()),
            small(from.period.get()),
            small(to.part.get()),
            small(to.period.get()),
        ];
        self.log_four_about(TOLERANCE_CHANGED, budget_name(field), words);
    }

    pub(crate) fn log_stopped(&mut self, from: bool, to: bool) {
        self.cells.log(&[STOPPED.word(), small(from), small(to)], 1);
    }

    /// An event about something, with two words of data.
    #[inline(never)]
    fn log_change(&mut self, event: Literal, about: Word, from: Word, to: Word) {
        self.cells.log(&[event.word(), about, from, to], 2);
    }

    /// An event with four words of data.
    #[inline(never)]
    fn log_four(&mut self, event: Literal, [a, b, c, d]: [Word; 4]) {
        self.cells.log(&[event.word(), a, b, c, d], 1);
    }

    /// An event about something, with four words of data.
    #[inline(never)]
    fn log_four_about(&mut self, event: Literal, about: Word, [a, b, c, d]: [Word; 4]) {
        self.cells.log(&[event.word(), about, a, b, c, d], 2);
    }
}

/// What an event calls a budget.
fn budget_name(field: Field) -> Word {
    let name = if field == MOVES {
        REBALANCE_BUDGET
    } else {
        REALLOCATE_BUDGET
    };
    name.word()
}
