//! Having a strategy pay what a leaver waits for, at a price.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc4626::IERC4626;
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_abi::vault::Vault;
use ballast_core::{Assets, Bps};
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, Reply, reply, uint};

use crate::errors::{amount, encode, out_of_bounds, small, word};
use crate::moves::{Moved, require_running};
use crate::settings::read_number;
use crate::state::{Rebalancer, VAULT};

/// Two hundredths, as Morpho's Vault V2 has it: more would be a wall.
const PENALTY_BPS_MAX: u64 = 200;

impl Rebalancer {
    /// `forceDeallocate(address,uint256,uint256)`
    ///
    /// The penalty comes first, because the vault settles with it: what may be booked until now is
    /// a part of what is lent until now.
    pub(crate) fn force_deallocate(&mut self, mut input: Calldata<'_>) -> Reply {
        let (strategy, assets) = (input.address()?, amount(input.uint()?)?);
        let shares_max = input.uint()?;
        require_running(&self.settings())?;
        let part = self.penalty(strategy);
        if part == Bps::ZERO {
            let words = [strategy.into_word().0];
            return Err(encode(Abi::NotOffered::SELECTOR, &words));
        }
        if assets.is_zero() {
            return Err(encode(Abi::NothingToMove::SELECTOR, &[]));
        }
        let call_gas = self.call_gas()?;
        let before = self.position(strategy, call_gas)?;
        let target = before
            .debt
            .checked_sub(assets)
            .ok_or_else(|| out_of_bounds(assets.to_u256(), before.debt.to_u256()))?;
        let penalty = part.of_up(assets);
        let shares = self.surrender(penalty, shares_max)?;
        let moved = self.complete_move(before, target, call_gas)?;
        self.require_borne(moved, penalty, call_gas)?;
        self.log_deallocated(strategy, assets, shares);
        reply(&[ballast_shell::word(shares)])
    }

    /// Has the caller give up shares that are worth `penalty`, rounded up. Returns how many.
    ///
    /// # Errors
    /// `TooManyShares` above `shares_max`, `CallFailed`, and the vault's.
    fn surrender(&mut self, penalty: Assets, shares_max: U256) -> Result<U256, Vec<u8>> {
        let vault = self.address_at(VAULT);
        let question = [word(penalty)];
        let shares = self.ask_uint(vault, IERC4626::previewWithdrawCall::SELECTOR, &question)?;
        let number = ballast_shell::word(shares);
        if shares_max < shares {
            let words = [number, ballast_shell::word(shares_max)];
            return Err(encode(Abi::TooManyShares::SELECTOR, &words));
        }
        let words = [number, self.cells.sender().into_word().0];
        let request = encode(Vault::surrenderCall::SELECTOR, &words);
        remote::send(self, vault, &request, ALL_GAS)?;
        Ok(shares)
    }

    /// Makes sure that a move lost no more than its penalty, so that nobody else bears it.
    ///
    /// # Errors
    /// `LossExceeded`, `NotEnoughGas`.
    fn require_borne(&self, moved: Moved, penalty: Assets, call_gas: u64) -> Result<(), Vec<u8>> {
        let loss = self.loss(call_gas, &[moved])?;
        if penalty < loss {
            let words = [word(loss), word(penalty)];
            return Err(encode(Abi::LossExceeded::SELECTOR, &words));
        }
        Ok(())
    }

    /// `penalty(address)`
    pub(crate) fn penalty_of(&self, mut input: Calldata<'_>) -> Reply {
        let part = self.penalty(input.address()?);
        reply(&[small(part.get())])
    }

    /// `setPenalty(address,uint256)`
    pub(crate) fn set_penalty_of(&mut self, mut input: Calldata<'_>) -> Reply {
        let strategy: Address = input.address()?;
        let parts = read_number(&mut input, 0, PENALTY_BPS_MAX)?;
        self.only_to(parts == 0)?;
        let before = self.penalty(strategy);
        self.set_penalty(strategy, parts);
        self.log_penalty_changed(strategy, small(before.get()), uint(parts));
        Ok(Vec::new())
    }
}
