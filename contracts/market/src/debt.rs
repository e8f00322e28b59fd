//! What borrowers do with the asset. Paying never asks oracle or gate, and nobody can stop it.

use alloy_sol_types::{SolCall, SolError, SolEvent};
use ballast_abi::market::{IMarket as Abi, IMarketCallbacks};
use ballast_shell::{Calldata, Literal, Reply};

use crate::amounts::{Rounding, moved, pool_of};
use crate::checks::Checks;
use crate::errors::{compared, insufficient, plain, too_large};
use crate::money::check_address;
use crate::state::Market;

const BORROW: Literal = Literal::new(Abi::Borrow::SIGNATURE_HASH.0);
const REPAY: Literal = Literal::new(Abi::Repay::SIGNATURE_HASH.0);

impl Market {
    /// `borrow(uint256,uint256,address,address)`
    pub(crate) fn borrow(&mut self, mut input: Calldata<'_>, checks: &mut Checks) -> Reply {
        let mut books = self.books()?;
        let pool = books.settled.debt;
        let moved = moved(&pool_of(&pool), &mut input, Rounding::Takes)?;
        let (account, receiver) = (input.address()?, input.address()?);
        self.check_receiver(receiver)?;
        self.only_for(account)?;
        if books.config.borrow_stopped {
            return Err(plain(Abi::BorrowStopped::SELECTOR));
        }
        books.check_available(moved.assets)?;
        let all = pool.with(moved.assets, moved.debt_shares());
        let all = all.ok_or_else(too_large)?;
        let pricing = self.pricing();
        if pricing.borrow_cap < all.assets {
            let (total, cap) = (all.assets.to_u256(), pricing.borrow_cap.to_u256());
            return Err(compared(Abi::BorrowCapExceeded::SELECTOR, total, cap));
        }
        self.write_debt(&mut books, all)?;
        let mut record = self.account(account);
        let debt = record.debt.checked_add(moved.debt_shares());
        record.debt = debt.ok_or_else(too_large)?;
        self.set_account(account, &record);
        checks.check(self, account)?;
        self.pay_out(BORROW, account, receiver, &moved)
    }

    /// `repay(uint256,uint256,address,bytes)`
    pub(crate) fn repay(&mut self, mut input: Calldata<'_>) -> Reply {
        let mut books = self.books()?;
        let pool = books.settled.debt;
        let moved = moved(&pool_of(&pool), &mut input, Rounding::Brings)?;
        let (account, data) = (input.address()?, input.string()?);
        check_address(account)?;
        let mut record = self.account(account);
        let Some(left) = record.debt.checked_sub(moved.debt_shares()) else {
            let (asked, held) = (moved.shares.to_u256(), record.debt.to_u256());
            return Err(insufficient(account, asked, held));
        };
        let all = pool.repaid(moved.assets, moved.debt_shares());
        self.write_debt(&mut books, all.ok_or_else(too_large)?)?;
        record.debt = left;
        self.set_account(account, &record);

        let callback = IMarketCallbacks::onMarketRepayCall::SELECTOR;
        self.take_in(REPAY, account, &moved, callback, data)
    }
}
