//! Methods that only look.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use ballast_core::{Assets, Books, Shares};
use ballast_erc20::ledger::Account;
use ballast_shell::{Calldata, Reply, reply, uint};

use crate::state::Vault;

impl Vault {
    /// `asset()`
    pub(crate) fn asset(&self) -> Reply {
        reply(&[self.config().asset.into_word().0])
    }

    /// `decimals()`
    pub(crate) fn decimals(&self) -> Reply {
        reply(&[uint(u64::from(self.config().decimals))])
    }

    /// `totalAssets()`
    pub(crate) fn total_assets(&self) -> Reply {
        reply_uint(self.current_books().assets().to_u256())
    }

    /// `totalSupply()`
    pub(crate) fn total_supply(&self) -> Reply {
        reply_uint(self.current_books().supply().to_u256())
    }

    /// `convertToShares(uint256)` and `previewDeposit(uint256)`: without fees they are one.
    pub(crate) fn preview_deposit(&self, input: Calldata<'_>) -> Reply {
        self.convert(input, |books, amount| {
            Some(books.to_shares_down(Assets::from_u256(amount)?)?.to_u256())
        })
    }

    /// `convertToAssets(uint256)` and `previewRedeem(uint256)`: without fees they are one.
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

    /// `previewWithdraw(uint256)`
    pub(crate) fn preview_withdraw(&self, input: Calldata<'_>) -> Reply {
        self.convert(input, |books, amount| {
            Some(books.to_shares_up(Assets::from_u256(amount)?)?.to_u256())
        })
    }

    /// `maxDeposit(address)`
    pub(crate) fn max_deposit(&self, mut input: Calldata<'_>) -> Reply {
        input.address()?;
        reply_uint(self.current_books().max_deposit().to_u256())
    }

    /// `maxMint(address)`
    pub(crate) fn max_mint(&self, mut input: Calldata<'_>) -> Reply {
        input.address()?;
        reply_uint(self.current_books().max_mint().to_u256())
    }

    /// `maxWithdraw(address)`
    pub(crate) fn max_withdraw(&self, mut input: Calldata<'_>) -> Reply {
        let balance = self.shares_of(input.address()?);
        reply_uint(self.current_books().max_withdraw(balance).to_u256())
    }

    /// `maxRedeem(address)`
    pub(crate) fn max_redeem(&self, mut input: Calldata<'_>) -> Reply {
        let balance = self.shares_of(input.address()?);
        reply_uint(self.current_books().max_redeem(balance).to_u256())
    }

    fn shares_of(&self, owner: Address) -> Shares {
        shares_in(&Account::load(&self.cells, owner))
    }

    fn current_books(&self) -> Books {
        self.books(&self.config())
    }

    /// Converts the one amount in `input`; what does not fit the books reverts without data.
    fn convert(
        &self,
        mut input: Calldata<'_>,
        conversion: impl FnOnce(&Books, U256) -> Option<U256>,
    ) -> Reply {
        let amount = input.uint()?;
        reply_uint(conversion(&self.current_books(), amount).ok_or_else(Vec::new)?)
    }
}

/// Answers with a number.
pub(crate) fn reply_uint(value: U256) -> Reply {
    reply(&[value.to_be_bytes()])
}

/// The balance of `account` in shares.
pub(crate) fn shares_in(account: &Account) -> Shares {
    // A balance is part of the supply, which fits.
    Shares::from_u256(account.balance()).unwrap_or_default()
}
