//! Deposit and mint: assets in, shares out.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::erc4626::IERC4626;
use ballast_abi::vault::Vault as Abi;
use ballast_core::{Assets, Books, BooksError, Shares};
use ballast_erc20::ledger;
use ballast_shell::{Calldata, Literal, Reply, encode, token};
use stylus_sdk::prelude::*;

use crate::state::{Config, Vault};
use crate::views::reply_uint;

const DEPOSIT: Literal = Literal::new(IERC4626::Deposit::SIGNATURE_HASH.0);

impl Vault {
    /// `deposit(uint256,address)`
    pub(crate) fn deposit(&mut self, mut input: Calldata<'_>) -> Reply {
        let (amount, receiver) = (input.uint()?, input.address()?);
        let config = self.config();
        let books = self.books(&config);
        let outcome = Assets::from_u256(amount)
            .ok_or(BooksError::ExceedsLimit)
            .and_then(|assets| Ok((assets, books.deposit(assets)?)));
        let (assets, (shares, books)) = outcome.map_err(|error| match error {
            BooksError::ExceedsLimit => {
                let max = books.max_deposit().to_u256();
                let words = [
                    receiver.into_word().0,
                    amount.to_be_bytes(),
                    max.to_be_bytes(),
                ];
                encode(IERC4626::ERC4626ExceededMaxDeposit::SELECTOR, &words)
            }
            error => refusal(error),
        })?;
        self.enter(&config, &books, receiver, assets, shares)?;
        reply_uint(shares.to_u256())
    }

    /// `mint(uint256,address)`
    pub(crate) fn mint(&mut self, mut input: Calldata<'_>) -> Reply {
        let (amount, receiver) = (input.uint()?, input.address()?);
        let config = self.config();
        let books = self.books(&config);
        let outcome = Shares::from_u256(amount)
            .ok_or(BooksError::ExceedsLimit)
            .and_then(|shares| Ok((shares, books.mint(shares)?)));
        let (shares, (assets, books)) = outcome.map_err(|error| match error {
            BooksError::ExceedsLimit => {
                let max = books.max_mint().to_u256();
                let words = [
                    receiver.into_word().0,
                    amount.to_be_bytes(),
                    max.to_be_bytes(),
                ];
                encode(IERC4626::ERC4626ExceededMaxMint::SELECTOR, &words)
            }
            error => refusal(error),
        })?;
        self.enter(&config, &books, receiver, assets, shares)?;
        reply_uint(assets.to_u256())
    }

    /// Books an entry and takes the assets in. `books` are those after it.
    fn enter(
        &mut self,
        config: &Config,
        books: &Books,
        receiver: Address,
        assets: Assets,
        shares: Shares,
    ) -> Result<(), Vec<u8>> {
        let sender = self.cells.sender();
        let (assets, shares) = (assets.to_u256(), shares.to_u256());
        self.set_books(books);
        ledger::mint(&mut self.cells, receiver, shares)?;
        let words = [
            DEPOSIT.word(),
            sender.into_word().0,
            receiver.into_word().0,
            assets.to_be_bytes(),
            shares.to_be_bytes(),
        ];
        self.cells.log(&words, 3);

        let this = self.vm().contract_address();
        token::transfer_from(self, config.asset, sender, this, assets)?;
        let held = token::balance_of(self.vm(), config.asset, this).unwrap_or_default();
        if !books.is_covered_by(held) {
            let words = [held.to_be_bytes(), books.assets().to_u256().to_be_bytes()];
            return Err(encode(Abi::AssetsMissing::SELECTOR, &words));
        }
        Ok(())
    }
}

/// The error for an amount that is too small.
pub(crate) fn refusal(error: BooksError) -> Vec<u8> {
    match error {
        BooksError::ZeroAssets => encode(Abi::ZeroAssets::SELECTOR, &[]),
        _ => encode(Abi::ZeroShares::SELECTOR, &[]),
    }
}
