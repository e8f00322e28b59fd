//! Moving debts, and what that costs.

use alloc::vec::Vec;

use alloy_primitives::U256;
use alloy_sol_types::SolError;
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_core::{Assets, Step};
use ballast_shell::{Calldata, Field, Reply, reply};

use crate::errors::{encode, small, word};
use crate::state::{AUTHORITY, MOVES, OPERATOR, Purse, Rebalancer, Settings};
use crate::survey::{Move, Position, Survey};

/// A debt that was moved.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moved {
    /// As it stood before.
    pub(crate) before: Position,
    /// What is owed now.
    pub(crate) debt: Assets,
}

impl Rebalancer {
    /// `rebalance()`
    ///
    /// The budget is written after the calls, because what they lost must be measured; the entry
    /// guard keeps anybody from coming in between.
    pub(crate) fn rebalance(&mut self) -> Reply {
        let mut settings = self.settings();
        require_running(&settings)?;
        let (now, due) = (self.now(), settings.last.after(settings.wait));
        if now < due {
            return Err(encode(Abi::TooEarly::SELECTOR, &[small(due.get())]));
        }
        let survey = self.survey(&settings)?;
        let survey = survey.ok_or_else(|| self.invalid_targets())?;
        settings.last = now;
        self.set_settings(&settings);
        let moved = self.execute(&settings, &survey)?;
        if moved.iter().all(|moved| moved.debt == moved.before.debt) {
            return Err(encode(Abi::NothingToMove::SELECTOR, &[]));
        }
        let loss = self.settle(MOVES, survey.funds.total, survey.call_gas, &moved)?;
        self.log_rebalanced(moved.len(), loss);
        reply(&[word(loss)])
    }

    /// `moveDebt(address,uint256)`
    pub(crate) fn move_debt(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only(&[OPERATOR, AUTHORITY])?;
        let (strategy, target) = (input.address()?, input.uint()?);
        let target = Assets::from_u256(target).unwrap_or(Assets::MAX);
        require_running(&self.settings())?;
        let (funds, call_gas) = (self.funds()?, self.call_gas()?);
        let before = self.position(strategy, call_gas)?;
        let debt = self.request_move(strategy, target, call_gas)??;
        let moved = [Moved { before, debt }];
        self.settle(MOVES, funds.total, call_gas, &moved)?;
        reply(&[word(debt)])
    }

    /// Makes the moves of a plan, but those that are refused. What did not come back does not go
    /// forth.
    fn execute(&mut self, settings: &Settings, survey: &Survey) -> Result<Vec<Moved>, Vec<u8>> {
        let mut available = None;
        let mut moved = Vec::new();
        for step in &survey.moves {
            let Some(target) = self.reach(settings, step, &mut available)? else {
                continue;
            };
            let before = step.position;
            match self.request_move(before.strategy, target, survey.call_gas)? {
                Ok(debt) => {
                    let lent = debt.checked_sub(before.debt).unwrap_or_default();
                    available = available.and_then(|left| left.checked_sub(lent));
                    moved.push(Moved { before, debt });
                }
                Err(_) => self.log_move_failed(before.strategy, before.debt, target),
            }
        }
        Ok(moved)
    }

    /// The target of a step, cut to what is available by now; `None` if that is too little.
    /// `available` is asked for at the first step forward.
    fn reach(
        &self,
        settings: &Settings,
        step: &Move,
        available: &mut Option<Assets>,
    ) -> Result<Option<Assets>, Vec<u8>> {
        let Step::More(wanted) = step.step else {
            return Ok(Some(step.target()));
        };
        let left = match *available {
            Some(left) => left,
            None => self.funds()?.available,
        };
        *available = Some(left);
        let more = wanted.min(left);
        if more.is_zero() || more < settings.band.change_min {
            return Ok(None);
        }
        let cut = Move {
            step: Step::More(more),
            ..*step
        };
        Ok(Some(cut.target()))
    }

    /// Spends what moves lost from a budget. Returns the loss.
    ///
    /// # Errors
    /// `BudgetExceeded`, `NotEnoughGas`.
    #[inline(never)]
    pub(crate) fn settle(
        &mut self,
        purse: Field,
        total: Assets,
        call_gas: u64,
        moved: &[Moved],
    ) -> Result<Assets, Vec<u8>> {
        let loss = self.loss(call_gas, moved)?;
        let (now, before) = (self.now(), self.purse(purse));
        let budget = before
            .budget
            .spend(before.tolerance, now, loss, total)
            .map_err(|excess| {
                let words = [small(excess.loss_wad), small(excess.left_wad)];
                encode(Abi::BudgetExceeded::SELECTOR, &words)
            })?;
        let after = Purse { budget, ..before };
        self.set_purse(purse, &after);
        if !loss.is_zero() {
            let left = [before, after].map(|purse| purse.left_at(now));
            self.log_budget_spent(purse, [loss, total], left);
        }
        Ok(loss)
    }

    /// What moves lost, measured now.
    ///
    /// # Errors
    /// `NotEnoughGas`.
    #[inline(never)]
    pub(crate) fn loss(&self, call_gas: u64, moved: &[Moved]) -> Result<Assets, Vec<u8>> {
        let mut worths = Vec::new();
        for moved in moved {
            // One that does not say is worth nothing, which is more than any move may lose.
            let worth = self.worth(moved.before.strategy, call_gas)?;
            worths.push(worth.unwrap_or_default());
        }
        Ok(loss_of(moved, &worths))
    }
}

/// `max(0, (worth before - worth after) - (debt before - debt after))` of all together: what is
/// worth less, beyond what arrived at the vault. A gain of one makes up for a loss of another, as
/// two may share a venue.
fn loss_of(moved: &[Moved], worths: &[Assets]) -> Assets {
    let sum = |sum: U256, amount: Assets| sum.saturating_add(amount.to_u256());
    let had = moved.iter().fold(U256::ZERO, |total, moved| {
        sum(sum(total, moved.before.worth), moved.debt)
    });
    let has = moved
        .iter()
        .zip(worths)
        .fold(U256::ZERO, |total, (moved, worth)| {
            sum(sum(total, *worth), moved.before.debt)
        });
    Assets::from_u256(had.saturating_sub(has)).unwrap_or(Assets::MAX)
}

/// Makes sure that moves are not stopped.
pub(crate) fn require_running(settings: &Settings) -> Result<(), Vec<u8>> {
    if settings.is_stopped {
        Err(encode(Abi::IsStopped::SELECTOR, &[]))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::Address;
    use proptest::prelude::*;

    use super::*;

    fn moved(worth: u128, debts: [u128; 2]) -> Moved {
        let [before, debt] = debts.map(Assets::new);
        let before = Position {
            strategy: Address::ZERO,
            debt: before,
            worth: Assets::new(worth),
        };
        Moved { before, debt }
    }

    #[test]
    fn a_loss_is_what_does_not_arrive() {
        let loss = |moved, after| loss_of(&[moved], &[Assets::new(after)]);
        // 40 came back, and 40 is missing; or 41.
        assert_eq!(loss(moved(100, [100, 60]), 60), Assets::ZERO);
        assert_eq!(loss(moved(100, [100, 60]), 59), Assets::new(1));
        // 40 went there, and it is worth 39 more; or 41.
        assert_eq!(loss(moved(100, [100, 140]), 139), Assets::new(1));
        assert_eq!(loss(moved(100, [100, 140]), 141), Assets::ZERO);
        // One that does not say any more.
        assert_eq!(loss(moved(100, [90, 90]), 0), Assets::new(100));
    }

    proptest! {
        /// Whatever is moved where, the loss is what idle assets and worths lack together.
        #[test]
        fn losses_are_what_lacks_in_all(
            amounts in prop::collection::vec(any::<[u64; 4]>(), 1..12),
        ) {
            let (mut all, mut worths, mut change) = (Vec::new(), Vec::new(), 0_i128);
            for [worth, before, after, worth_after] in amounts {
                all.push(moved(worth.into(), [before.into(), after.into()]));
                worths.push(Assets::new(worth_after.into()));
                let idle = i128::from(before) - i128::from(after);
                change += i128::from(worth_after) - i128::from(worth) + idle;
            }
            let loss = u128::try_from(-change).unwrap_or_default();
            prop_assert_eq!(loss_of(&all, &worths), Assets::new(loss));
        }
    }
}
