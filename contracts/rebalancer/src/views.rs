//! Methods that only look.

use alloc::vec::Vec;

use alloy_sol_types::SolCall;
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_shell::{Calldata, Field, Reply, Word, reply};

use crate::errors::{small, word};
use crate::state::{Rebalancer, Target};

impl Rebalancer {
    /// The address in a field: vault, registry and the roles.
    pub(crate) fn holder(&self, field: Field) -> Reply {
        reply(&[self.cells.word(field.slot())])
    }

    /// `stopped()`
    pub(crate) fn stopped(&self) -> Reply {
        reply(&[small(self.settings().is_stopped)])
    }

    /// `band()`
    pub(crate) fn band(&self) -> Reply {
        let band = self.settings().band;
        reply(&[small(band.width.get()), word(band.change_min)])
    }

    /// `wait()`
    pub(crate) fn wait(&self) -> Reply {
        reply(&[small(self.settings().wait.get())])
    }

    /// `lastRebalance()`
    pub(crate) fn last_rebalance(&self) -> Reply {
        reply(&[small(self.settings().last.get())])
    }

    /// `tolerance()` and `reallocationTolerance()`
    pub(crate) fn tolerance(&self, field: Field) -> Reply {
        let tolerance = self.purse(field).tolerance;
        reply(&[small(tolerance.part.get()), small(tolerance.period.get())])
    }

    /// `budgetLeft()` and `reallocationBudgetLeft()`
    pub(crate) fn budget_left(&self, field: Field) -> Reply {
        reply(&[small(self.purse(field).left_at(self.now()))])
    }

    /// `flow(address)`
    pub(crate) fn flow_of(&self, mut input: Calldata<'_>) -> Reply {
        let flow = self.flow(input.address()?);
        reply(&[word(flow.in_max), word(flow.out_max)])
    }

    /// `targets()`
    pub(crate) fn all_targets(&self) -> Reply {
        reply(&target_lists(&self.targets(self.settings().count)))
    }

    /// `shouldRebalance()`
    pub(crate) fn should_rebalance(&self) -> Reply {
        let settings = self.settings();
        // A source that fails has nothing moved.
        let moves = self
            .survey(&settings)?
            .map_or(Vec::new(), |survey| survey.moves);
        let is_time = settings.last.after(settings.wait) <= self.now();
        let is_due = is_time && !settings.is_stopped && !moves.is_empty();
        let strategies: Vec<Word> = moves
            .iter()
            .map(|step| step.position.strategy.into_word().0)
            .collect();
        let debts: Vec<Word> = moves.iter().map(|step| word(step.target())).collect();
        reply(&trigger(is_due, &strategies, &debts))
    }
}

/// Strategies and weights as two lists.
pub(crate) fn target_lists(targets: &[Target]) -> Vec<Word> {
    let strategies: Vec<Word> = targets
        .iter()
        .map(|target| target.strategy.into_word().0)
        .collect();
    let weights: Vec<Word> = targets
        .iter()
        .map(|target| small(target.weight_wad))
        .collect();
    with_lists(&[], &strategies, &weights)
}

/// `(bool, bytes, address[], uint256[])`: whether, which call, which debts of whom.
fn trigger(is_due: bool, strategies: &[Word], debts: &[Word]) -> Vec<Word> {
    let mut call = [0; 32];
    for (to, from) in call.iter_mut().zip(Abi::rebalanceCall::SELECTOR) {
        *to = from;
    }
    let mut words = with_lists(&[small(is_due), [0; 32]], strategies, debts);
    // The call stands behind the lists, where its offset says.
    let offset = (words.len() as u64).saturating_mul(32);
    if let Some(place) = words.get_mut(1) {
        *place = small(offset);
    }
    words.extend([small(4_u8), call]);
    words
}

/// A head, the offsets of two lists, and the lists.
fn with_lists(head: &[Word], one: &[Word], other: &[Word]) -> Vec<Word> {
    // A few dozen words.
    let first = (head.len() as u64).saturating_add(2).saturating_mul(32);
    let length = (one.len() as u64).saturating_add(1).saturating_mul(32);
    let offsets = [small(first), small(first.saturating_add(length))];
    let lengths = [one, other].map(|list| [small(list.len() as u64)]);
    [head, &offsets, &lengths[0], one, &lengths[1], other].concat()
}

#[cfg(test)]
mod tests {
    use alloy_primitives::{Address, U256};

    use super::*;

    #[test]
    fn the_answer_is_what_the_abi_says() {
        let strategies = [7, 8].map(Address::with_last_byte);
        let debts = [5_u64, 6];
        let answer = trigger(
            true,
            &strategies.map(|strategy| strategy.into_word().0),
            &debts.map(small),
        );
        let decoded = Abi::shouldRebalanceCall::abi_decode_returns(answer.as_flattened());
        let decoded = decoded.unwrap();
        assert!(decoded.due);
        assert_eq!(decoded.call.as_ref(), Abi::rebalanceCall::SELECTOR);
        assert_eq!(decoded.strategies, strategies);
        assert_eq!(decoded.debts, debts.map(U256::from));
    }

    #[test]
    fn targets_are_two_lists() {
        let target = Target {
            strategy: Address::with_last_byte(7),
            weight_wad: 9,
        };
        for targets in [&[][..], &[target][..]] {
            let words = target_lists(targets);
            let decoded = Abi::targetsCall::abi_decode_returns(words.as_flattened()).unwrap();
            let seen = decoded.strategies.into_iter().zip(decoded.weights);
            let expected = targets
                .iter()
                .map(|target| (target.strategy, U256::from(target.weight_wad)));
            assert!(seen.eq(expected));
        }
    }
}
