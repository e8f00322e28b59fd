//! Moving debts as anybody likes, within what may flow.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_core::{Assets, Flow};
use ballast_shell::{Calldata, Reply, reply};

use crate::errors::{amount, encode, failed, invalid_target, out_of_bounds, word};
use crate::moves::{Moved, require_running};
use crate::state::{REALLOCATIONS, Rebalancer, TARGETS_MAX};
use crate::survey::Position;
use crate::targets::read_lists;

/// What is to leave a strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Withdrawal {
    strategy: Address,
    assets: Assets,
}

impl Rebalancer {
    /// `reallocate(address[],uint256[],address)`
    ///
    /// All of it or nothing: what does not come back in full reverts, so that the flows are those
    /// of what was moved.
    pub(crate) fn reallocate(&mut self, mut input: Calldata<'_>) -> Reply {
        let (sources, amounts) = read_lists(&mut input)?;
        let destination = input.address()?;
        require_running(&self.settings())?;
        let withdrawals = withdrawals(&sources, &amounts, destination)?;
        let assets = self.let_flow(&withdrawals, destination)?;
        let (total, call_gas) = (self.funds()?.total, self.call_gas()?);
        // All before the first move: some may share a venue.
        let mut positions = Vec::new();
        for strategy in sources.iter().chain([&destination]) {
            positions.push(self.sound_position(*strategy, call_gas)?);
        }
        let mut moved = Vec::new();
        for (before, withdrawal) in positions.iter().zip(&withdrawals) {
            let target = before
                .debt
                .checked_sub(withdrawal.assets)
                .ok_or_else(|| out_of_bounds(withdrawal.assets.to_u256(), before.debt.to_u256()))?;
            moved.push(self.complete_move(*before, target, call_gas)?);
        }
        if let Some(before) = positions.last() {
            let target = before.debt.checked_add(assets).unwrap_or(Assets::MAX);
            moved.push(self.complete_move(*before, target, call_gas)?);
        }
        let loss = self.settle(REALLOCATIONS, total, call_gas, &moved)?;
        self.log_reallocated(destination, assets, loss);
        reply(&[word(assets), word(loss)])
    }

    /// Takes what is to be moved off the flows. Returns how much it is.
    ///
    /// # Errors
    /// `FlowExceeded`, `NothingToMove`.
    fn let_flow(
        &mut self,
        withdrawals: &[Withdrawal],
        destination: Address,
    ) -> Result<Assets, Vec<u8>> {
        let mut sum = Assets::ZERO;
        for Withdrawal { strategy, assets } in withdrawals {
            let flow = self.flow(*strategy);
            let after = flow.out(*assets);
            self.change_flow(*strategy, flow, after, [*assets, flow.out_max])?;
            // What does not fit exceeds what may come in.
            sum = sum.checked_add(*assets).unwrap_or(Assets::MAX);
        }
        if sum.is_zero() {
            return Err(encode(Abi::NothingToMove::SELECTOR, &[]));
        }
        let flow = self.flow(destination);
        let after = flow.into(sum);
        self.change_flow(destination, flow, after, [sum, flow.in_max])?;
        Ok(sum)
    }

    /// Writes a flow after something was let through; `asked` is how much, and how much may be.
    #[inline(never)]
    fn change_flow(
        &mut self,
        strategy: Address,
        before: Flow,
        after: Option<Flow>,
        asked: [Assets; 2],
    ) -> Result<(), Vec<u8>> {
        let after = after.ok_or_else(|| {
            let [assets, max] = asked.map(word);
            let words = [strategy.into_word().0, assets, max];
            encode(Abi::FlowExceeded::SELECTOR, &words)
        })?;
        self.set_flow(strategy, after);
        self.log_flow_changed(strategy, &before, &after);
        Ok(())
    }

    /// How a strategy stands that is worth what it owes.
    ///
    /// # Errors
    /// `UnreportedLoss`, and as [`position`](Self::position).
    fn sound_position(&self, strategy: Address, call_gas: u64) -> Result<Position, Vec<u8>> {
        let position = self.position(strategy, call_gas)?;
        let Position { debt, worth, .. } = position;
        if worth < debt {
            let words = [strategy.into_word().0, word(worth), word(debt)];
            return Err(encode(Abi::UnreportedLoss::SELECTOR, &words));
        }
        Ok(position)
    }

    /// How a strategy stands.
    ///
    /// # Errors
    /// `CallFailed` if it does not say what it is worth, `NotEnoughGas`.
    #[inline(never)]
    pub(crate) fn position(&self, strategy: Address, call_gas: u64) -> Result<Position, Vec<u8>> {
        let debt = self.standing(strategy)?.debt;
        let worth = self.worth(strategy, call_gas)?;
        Ok(Position {
            strategy,
            debt,
            worth: worth.ok_or_else(|| failed(strategy))?,
        })
    }

    /// Moves a debt to its target.
    ///
    /// # Errors
    /// `MoveIncomplete` if it ends elsewhere, `NotEnoughGas`, and the registry's.
    #[inline(never)]
    pub(crate) fn complete_move(
        &mut self,
        before: Position,
        target: Assets,
        call_gas: u64,
    ) -> Result<Moved, Vec<u8>> {
        let strategy = before.strategy;
        let debt = self.request_move(strategy, target, call_gas)??;
        if debt != target {
            let words = [strategy.into_word().0, word(debt), word(target)];
            return Err(encode(Abi::MoveIncomplete::SELECTOR, &words));
        }
        Ok(Moved { before, debt })
    }

    /// `setFlow(address,uint256,uint256)`
    pub(crate) fn set_flow_of(&mut self, mut input: Calldata<'_>) -> Reply {
        let strategy = input.address()?;
        let after = Flow {
            in_max: amount(input.uint()?)?,
            out_max: amount(input.uint()?)?,
        };
        let before = self.flow(strategy);
        self.only_to(after.is_within(&before))?;
        self.set_flow(strategy, after);
        self.log_flow_changed(strategy, &before, &after);
        Ok(Vec::new())
    }
}

/// What leaves whom: at most as many as there are targets, each another, none the destination.
fn withdrawals(
    sources: &[Address],
    amounts: &[U256],
    destination: Address,
) -> Result<Vec<Withdrawal>, Vec<u8>> {
    if sources.len() != amounts.len() || TARGETS_MAX < sources.len() {
        return Err(invalid_target(Address::ZERO));
    }
    let mut withdrawals: Vec<Withdrawal> = Vec::new();
    for (strategy, value) in sources.iter().zip(amounts) {
        let mut earlier = withdrawals.iter().map(|other| other.strategy);
        if *strategy == destination || earlier.any(|other| other == *strategy) {
            return Err(invalid_target(*strategy));
        }
        withdrawals.push(Withdrawal {
            strategy: *strategy,
            assets: amount(*value)?,
        });
    }
    Ok(withdrawals)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(numbers: &[u8], amounts: usize) -> Result<usize, Vec<u8>> {
        let sources: Vec<_> = numbers
            .iter()
            .copied()
            .map(Address::with_last_byte)
            .collect();
        let amounts: Vec<_> = (1..=amounts).map(U256::from).collect();
        let destination = Address::with_last_byte(99);
        withdrawals(&sources, &amounts, destination).map(|all| all.len())
    }

    #[test]
    fn each_source_is_another() {
        assert_eq!(from(&[1, 2, 3], 3), Ok(3));
        let repeated = invalid_target(Address::with_last_byte(2));
        assert_eq!(from(&[2, 1, 2], 3), Err(repeated));
        let destination = invalid_target(Address::with_last_byte(99));
        assert_eq!(from(&[1, 99], 2), Err(destination));
        let twelve: Vec<_> = (1..=12).collect();
        assert_eq!(from(&twelve, 12), Ok(12));
        let thirteen: Vec<_> = (1..=13).collect();
        assert!(from(&thirteen, 13).is_err() && from(&[1], 2).is_err());
    }
}
