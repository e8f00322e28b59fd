//! Withdraw and redeem: shares in, assets out.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_core::{Assets, Books, BooksError, Shares};
use ballast_erc20::ledger::{self, Account};
use ballast_shell::{Calldata, Literal, Reply, encode, token};

use crate::entries::refusal;
use crate::state::{Config, Vault};
use crate::views::{reply_uint, shares_in};

const WITHDRAW: Literal = Literal::new(IERC4626::Withdraw::SIGNATURE_HASH.0);

/// An exit that was found good: what moves between whom.
struct Exit {
    receiver: Address,
    owner: Address,
    account: Account,
    assets: Assets,
    shares: Shares,
}

impl Vault {
    /// `withdraw(uint256,address,address)`
    pub(crate) fn withdraw(&mut self, mut input: Calldata<'_>) -> Reply {
        let (amount, receiver, owner) = (input.uint()?, input.address()?, input.address()?);
        let config = self.config();
        let books = self.books(&config);
        let account = Account::load(&self.cells, owner);
        let balance = shares_in(&account);
        let outcome = Assets::from_u256(amount)
            .ok_or(BooksError::ExceedsLimit)
            .and_then(|assets| Ok((assets, books.withdraw(assets, balance)?)));
        let (assets, (shares, books)) = outcome.map_err(|error| match error {
            BooksError::ExceedsLimit => {
                let max = books.max_withdraw(balance).to_u256();
                let words = [owner.into_word().0, amount.to_be_bytes(), max.to_be_bytes()];
                encode(IERC4626::ERC4626ExceededMaxWithdraw::SELECTOR, &words)
            }
            error => refusal(error),
        })?;
        self.exit(
            &config,
            &books,
            &Exit {
                receiver,
                owner,
                account,
                assets,
                shares,
            },
        )?;
        reply_uint(shares.to_u256())
    }

    /// `redeem(uint256,address,address)`
    pub(crate) fn redeem(&mut self, mut input: Calldata<'_>) -> Reply {
        let (amount, receiver, owner) = (input.uint()?, input.address()?, input.address()?);
        let config = self.config();
        let books = self.books(&config);
        let account = Account::load(&self.cells, owner);
        let balance = shares_in(&account);
        let outcome = Shares::from_u256(amount)
            .ok_or(BooksError::ExceedsLimit)
            .and_then(|shares| Ok((shares, books.redeem(shares, balance)?)));
        let (shares, (assets, books)) = outcome.map_err(|error| match error {
            BooksError::ExceedsLimit => {
                let max = books.max_redeem(balance).to_u256();
                let words = [owner.into_word().0, amount.to_be_bytes(), max.to_be_bytes()];
                encode(IERC4626::ERC4626ExceededMaxRedeem::SELECTOR, &words)
            }
            error => refusal(error),
        })?;
        self.exit(
            &config,
            &books,
            &Exit {
                receiver,
                owner,
                account,
                assets,
                shares,
            },
        )?;
        reply_uint(assets.to_u256())
    }

    /// Books an exit and pays the assets out. `books` are those after it.
    fn exit(&mut self, config: &Config, books: &Books, exit: &Exit) -> Result<(), Vec<u8>> {
        if exit.receiver.is_zero() {
            return Err(encode(
                IERC20::ERC20InvalidReceiver::SELECTOR,
                &[exit.receiver.into_word().0],
            ));
        }
        let sender = self.cells.sender();
        let (assets, shares) = (exit.assets.to_u256(), exit.shares.to_u256());
        if sender != exit.owner {
            ledger::spend_allowance(&mut self.cells, exit.owner, sender, shares)?;
        }
        self.set_books(books);
        ledger::burn(&mut self.cells, exit.account, shares)?;
        let words = [
            WITHDRAW.word(),
            sender.into_word().0,
            exit.receiver.into_word().0,
            exit.owner.into_word().0,
            assets.to_be_bytes(),
            shares.to_be_bytes(),
        ];
        self.cells.log(&words, 4);
        token::transfer(self, config.asset, exit.receiver, assets)
    }
}
