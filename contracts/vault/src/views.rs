//! Methods that only look.

use alloc::vec::Vec;

use alloy_primitives::U256;
use ballast_core::{Assets, Books, Shares};
use ballast_erc20::ledger::Account;
use ballast_shell::{Calldata, Field, Reply, reply, reply_uint, uint};
use stylus_sdk::prelude::*;

use crate::state::{STOPPED, Vault};

impl Vault {
    /// `asset()`
    pub(crate) fn asset(&self) -> Reply {
        reply(&[self.config().0.into_word().0])
    }

    /// `decimals()`
    pub(crate) fn decimals(&self) -> Reply {
        reply(&[uint(u64::from(self.config().1))])
    }

    /// `totalAssets()`: what is left after the fee that is due.
    pub(crate) fn total_assets(&self) -> Reply {
        reply_uint(self.state().books().assets().to_u256())
    }

    /// `totalSupply()`: shares in people's hands, and those still locked.
    pub(crate) fn total_supply(&self) -> Reply {
        reply_uint(self.state().books().supply().to_u256())
    }

    /// `totalIdle()`
    pub(crate) fn total_idle(&self) -> Reply {
        reply_uint(self.state().holdings.idle.to_u256())
    }

    /// `totalDebt()`
    pub(crate) fn total_debt(&self) -> Reply {
        reply_uint(self.state().holdings.debt.to_u256())
    }

    /// `lockedShares()`
    pub(crate) fn locked_shares(&self) -> Reply {
        reply_uint(self.locked().to_u256())
    }

    /// `balanceOf(address)`: the vault's own include what is locked, so that all balances make the
    /// supply.
    pub(crate) fn balance_of(&self, mut input: Calldata<'_>) -> Reply {
        let owner = input.address()?;
        let balance = shares_in(&Account::load(&self.cells, owner));
        let locked = if owner == self.vm().contract_address() {
            self.locked()
        } else {
            Shares::ZERO
        };
        reply_uint(balance.checked_add(locked).unwrap_or(balance).to_u256())
    }

    /// `quarantined()`
    pub(crate) fn quarantined(&self) -> Reply {
        reply(&[uint(u64::from(self.state().pace.quarantined))])
    }

    /// `depositsStopped()`
    pub(crate) fn deposits_stopped(&self) -> Reply {
        reply(&[uint(u64::from(self.state().pace.flags & STOPPED))])
    }

    /// A view of a field that holds an address.
    pub(crate) fn reply_address(&self, field: Field) -> Reply {
        reply(&[self.cells.word(field.slot())])
    }

    fn locked(&self) -> Shares {
        let state = self.state();
        state.holdings.unlocking.locked_at(state.now)
    }

    /// `convertToShares(uint256)` and `previewDeposit(uint256)`: entries pay no fee, so they are one.
    pub(crate) fn preview_deposit(&self, input: Calldata<'_>) -> Reply {
        self.convert(input, |books, amount| {
            Some(books.to_shares_down(Assets::from_u256(amount)?)?.to_u256())
        })
    }

    /// `convertToAssets(uint256)` and `previewRedeem(uint256)`: exits pay no fee, so they are one.
    ///
    /// A preview that foresaw what strategies have lost and not reported would move with what is
    /// idle: whoever enters or leaves would move what a vault on top of this one is worth.
    pub(crate) fn preview_redeem(&self, input: Calldata<'_>) -> Reply {
        self.convert(input, |books, amount| {
            Some(books.to_assets_down(Shares::from_u256(amount)?)?.to_u256())
        })
    }

    /// `previewMint(uint256)`
    pub(crate) fn preview_mint(&self, input: Calldata<'_>) -> Reply {
        self.convert(input, |books, amount| {
            Some(books.to_assets_up(Shares::from_u256(amount)?)?.to_u256())
        })
    }

    /// `previewWithdraw(uint256)`: with what strategies have lost of what they would pay.
    pub(crate) fn preview_withdraw(&self, mut input: Calldata<'_>) -> Reply {
        let amount = input.uint()?;
        let state = self.state();
        let shares = Assets::from_u256(amount)
            .and_then(|assets| assets.checked_add(self.loss_of_payment(&state, assets)))
            .and_then(|claim| state.books().to_shares_up(claim));
        reply_uint(shares.ok_or_else(Vec::new)?.to_u256())
    }

    /// Converts the one amount in `input`; what does not fit the books reverts without data.
    fn convert(
        &self,
        mut input: Calldata<'_>,
        conversion: impl FnOnce(&Books, U256) -> Option<U256>,
    ) -> Reply {
        let amount = input.uint()?;
        reply_uint(conversion(&self.state().books(), amount).ok_or_else(Vec::new)?)
    }
}

/// The balance of `account` in shares.
pub(crate) fn shares_in(account: &Account) -> Shares {
    // A balance is part of the supply, which fits.
    Shares::from_u256(account.balance()).unwrap_or_default()
}
