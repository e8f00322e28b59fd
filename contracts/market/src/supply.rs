//! What suppliers do. Neither oracle nor gate is asked, and nobody can stop a withdrawal of what is
//! not lent.

use alloc::vec::Vec;

use alloy_sol_types::{SolCall, SolError, SolEvent};
use ballast_abi::market::{IMarket as Abi, IMarketCallbacks};
use ballast_core::Assets;
use ballast_shell::{Calldata, Literal, Reply};

use crate::amounts::{Rounding, moved};
use crate::books::Books;
use crate::errors::{insufficient, measured, plain, too_large};
use crate::money::check_address;
use crate::state::Market;

const SUPPLY: Literal = Literal::new(Abi::Supply::SIGNATURE_HASH.0);
const WITHDRAW: Literal = Literal::new(Abi::Withdraw::SIGNATURE_HASH.0);

impl Market {
    /// `supply(uint256,uint256,address,bytes)`
    pub(crate) fn supply(&mut self, mut input: Calldata<'_>) -> Reply {
        let mut books = self.books()?;
        let pool = books.settled.supply;
        let moved = moved(&pool, &mut input, Rounding::Brings)?;
        let (account, data) = (input.address()?, input.string()?);
        check_address(account)?;
        let all = pool.with(moved.assets, moved.shares);
        let stored = books.stored.with(moved.assets, moved.shares);
        let held = self.supply_shares(account).checked_add(moved.shares);
        let all = all.ok_or_else(too_large)?;
        check_supply(&books, all.assets)?;
        self.write_supply(&mut books, all, stored.ok_or_else(too_large)?)?;
        self.set_supply_shares(account, held.ok_or_else(too_large)?);

        let callback = IMarketCallbacks::onMarketSupplyCall::SELECTOR;
        self.take_in(SUPPLY, account, &moved, callback, data)
    }

    /// `withdraw(uint256,uint256,address,address)`
    pub(crate) fn withdraw(&mut self, mut input: Calldata<'_>) -> Reply {
        let mut books = self.books()?;
        let pool = books.settled.supply;
        let moved = moved(&pool, &mut input, Rounding::Takes)?;
        let (account, receiver) = (input.address()?, input.address()?);
        self.check_receiver(receiver)?;
        self.only_for(account)?;
        let held = self.supply_shares(account);
        let Some(left) = held.checked_sub(moved.shares) else {
            let asked = moved.shares.to_u256();
            return Err(insufficient(account, asked, held.to_u256()));
        };
        books.check_available(moved.assets)?;
        // What is not lent is no more than what is stored: interest is debt as well as supply.
        let all = pool.without(moved.assets, moved.shares);
        let stored = books.stored.without(moved.assets, moved.shares);
        let (all, stored) = all.zip(stored).ok_or_else(too_large)?;
        self.write_supply(&mut books, all, stored)?;
        self.set_supply_shares(account, left);
        self.pay_out(WITHDRAW, account, receiver, &moved)
    }
}

/// Refuses new supply where it is stopped or above its cap.
fn check_supply(books: &Books, total: Assets) -> Result<(), Vec<u8>> {
    let config = &books.config;
    if config.supply_stopped {
        return Err(plain(Abi::SupplyStopped::SELECTOR));
    }
    if total <= config.supply_cap {
        return Ok(());
    }
    Err(measured(
        Abi::CapExceeded::SELECTOR,
        config.asset,
        total.to_u256(),
        config.supply_cap.to_u256(),
    ))
}
