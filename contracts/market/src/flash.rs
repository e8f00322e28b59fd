//! Loans for the length of a call.
//!
//! What is lent is what suppliers have not lent otherwise: neither collateral nor what somebody
//! sent here. A fee goes to the suppliers. It is a hundredth of the loan at most, and the loan is no
//! more than the supply, so one raises the price of a supply share by a hundredth and a unit at most.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError, SolEvent};
use ballast_abi::market::{IFlashBorrower, IMarket as Abi, IMarketCallbacks};
use ballast_core::{Assets, Shares};
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, Literal, Reply, reply, reply_uint, token, uint, word};

use crate::books::Books;
use crate::errors::{about, named, too_large};
use crate::money::with_data;
use crate::state::Market;

const FLASH_LOAN: Literal = Literal::new(Abi::FlashLoan::SIGNATURE_HASH.0);

/// What a borrower answers, by ERC-3156.
const CALLBACK_ANSWER: Literal = Literal::hash(b"ERC3156FlashBorrower.onFlashLoan");

impl Market {
    /// `maxFlashLoan(address)`
    pub(crate) fn max_flash_loan(&self, mut input: Calldata<'_>) -> Reply {
        let (token, books) = (input.address()?, self.books()?);
        let most = if token == books.config.asset {
            books.available()
        } else {
            Assets::ZERO
        };
        reply_uint(most.to_u256())
    }

    /// `flashFee(address,uint256)`
    pub(crate) fn flash_fee(&self, mut input: Calldata<'_>) -> Reply {
        let (token, config) = (input.address()?, self.config());
        check_token(token, config.asset)?;
        let amount = Assets::from_u256(input.uint()?).ok_or_else(too_large)?;
        reply_uint(config.flash_fee.of_up(amount).to_u256())
    }

    /// `flashLoan(address,address,uint256,bytes)`
    pub(crate) fn flash_loan(&mut self, mut input: Calldata<'_>) -> Reply {
        let (receiver, token) = (input.address()?, input.address()?);
        let (amount, data) = (input.uint()?, input.string()?);
        let mut books = self.books()?;
        check_token(token, books.config.asset)?;
        let (amount, lent) = lendable(&books, amount)?;
        self.check_receiver(receiver)?;
        let fee = books.config.flash_fee.of_up(lent);
        if !fee.is_zero() {
            self.give_fee(&mut books, fee)?;
        }
        let fee = fee.to_u256();
        let head = [
            named(self.cells.sender()),
            named(token),
            word(amount),
            word(fee),
        ];
        let call = with_data(IFlashBorrower::onFlashLoanCall::SELECTOR, &head, data);
        let answer = self.lend(token, receiver, [amount, fee], &call)?;
        if answer.first_chunk() != Some(&CALLBACK_ANSWER.word()) {
            return Err(about(Abi::InvalidAnswer::SELECTOR, receiver));
        }
        reply(&[uint(1)])
    }

    /// `flash(uint256,bytes)`
    pub(crate) fn flash(&mut self, mut input: Calldata<'_>) -> Reply {
        let (amount, data) = (input.uint()?, input.string()?);
        let books = self.books()?;
        let (amount, _) = lendable(&books, amount)?;
        let selector = IMarketCallbacks::onMarketFlashCall::SELECTOR;
        let call = with_data(selector, &[word(amount)], data);
        let (token, caller) = (books.config.asset, self.cells.sender());
        self.lend(token, caller, [amount, U256::ZERO], &call)?;
        Ok(Vec::new())
    }

    /// Sends a loan to `to`, calls it, and takes loan and fee back from it; what it answered.
    ///
    /// # Errors
    /// The token's, the borrower's, `WrongAmountReceived`.
    #[inline(never)]
    fn lend(
        &mut self,
        token: Address,
        to: Address,
        [amount, fee]: [U256; 2],
        call: &[u8],
    ) -> Result<Vec<u8>, Vec<u8>> {
        let caller = named(self.cells.sender());
        let words = [FLASH_LOAN.word(), caller, word(amount), word(fee)];
        self.cells.log(&words, 2);
        token::transfer(self, token, to, amount)?;
        let answer = remote::send(self, to, call, ALL_GAS)?;
        // Two numbers of 128 bits.
        self.pull(token, to, amount.saturating_add(fee))?;
        Ok(answer)
    }

    /// Gives assets that are about to come to all suppliers.
    fn give_fee(&mut self, books: &mut Books, fee: Assets) -> Result<(), Vec<u8>> {
        let all = books.settled.supply.with(fee, Shares::ZERO);
        let stored = books.stored.with(fee, Shares::ZERO);
        let (all, stored) = all.zip(stored).ok_or_else(too_large)?;
        self.write_supply(books, all, stored)
    }
}

/// An amount that is not lent.
fn lendable(books: &Books, amount: U256) -> Result<(U256, Assets), Vec<u8>> {
    let lent = Assets::from_u256(amount).ok_or_else(too_large)?;
    books.check_available(lent)?;
    Ok((amount, lent))
}

fn check_token(token: Address, asset: Address) -> Result<(), Vec<u8>> {
    if token == asset {
        return Ok(());
    }
    Err(about(Abi::UnsupportedToken::SELECTOR, token))
}
