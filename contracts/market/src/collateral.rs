//! Collateral in and out. Adding it never asks oracle or gate; without debt nothing does.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolCall, SolError, SolEvent};
use ballast_abi::market::{IMarket as Abi, IMarketCallbacks};
use ballast_core::Collateral;
use ballast_shell::{Calldata, Literal, Reply, token, word};

use crate::checks::Checks;
use crate::errors::{about, compared, insufficient, measured, named, not_listed, too_large};
use crate::money::check_address;
use crate::state::Market;

const SUPPLY_COLLATERAL: Literal = Literal::new(Abi::SupplyCollateral::SIGNATURE_HASH.0);
const WITHDRAW_COLLATERAL: Literal = Literal::new(Abi::WithdrawCollateral::SIGNATURE_HASH.0);

impl Market {
    /// `supplyCollateral(address,uint256,address,bytes)`
    pub(crate) fn supply_collateral(&mut self, mut input: Calldata<'_>) -> Reply {
        let (token, amount) = (input.address()?, amount(&mut input)?);
        let (account, data) = (input.address()?, input.string()?);
        check_address(account)?;
        let index = self.index_of(token).ok_or_else(|| not_listed(token))?;
        if !self.collateral(index).is_taken {
            return Err(not_listed(token));
        }
        let held = self.holding(account, index).checked_add(amount);
        self.set_holding(account, index, held.ok_or_else(too_large)?);
        let record = self.account(account);
        if !record.has(index) {
            let full = || about(Abi::TooManyCollaterals::SELECTOR, account);
            self.set_account(account, &record.with(index, true).ok_or_else(full)?);
        }

        let caller = self.cells.sender();
        let assets = word(amount.to_u256());
        let words = [
            SUPPLY_COLLATERAL.word(),
            named(caller),
            named(account),
            named(token),
            assets,
        ];
        self.cells.log(&words, 4);
        let callback = IMarketCallbacks::onMarketSupplyCollateralCall::SELECTOR;
        let total = self.bring(token, amount.to_u256(), callback, data)?;
        let cap = self.collateral_cap(index).to_u256();
        if cap < total {
            return Err(measured(Abi::CapExceeded::SELECTOR, token, total, cap));
        }
        Ok(Vec::new())
    }

    /// `withdrawCollateral(address,uint256,address,address)`
    pub(crate) fn withdraw_collateral(
        &mut self,
        mut input: Calldata<'_>,
        checks: &mut Checks,
    ) -> Reply {
        let (token, amount) = (input.address()?, amount(&mut input)?);
        let (account, receiver) = (input.address()?, input.address()?);
        self.check_receiver(receiver)?;
        self.only_for(account)?;
        let index = self.index_of(token).ok_or_else(|| not_listed(token))?;
        self.take_collateral(account, index, amount)?;

        let words = [
            WITHDRAW_COLLATERAL.word(),
            named(account),
            named(receiver),
            named(token),
            named(self.cells.sender()),
            word(amount.to_u256()),
        ];
        self.cells.log(&words, 4);
        checks.check(self, account)?;
        token::transfer(self, token, receiver, amount.to_u256())?;
        Ok(Vec::new())
    }

    /// Takes an amount off an account's collateral.
    ///
    /// # Errors
    /// `InsufficientBalance`.
    #[inline(never)]
    pub fn take_collateral(
        &mut self,
        account: Address,
        index: u8,
        amount: Collateral,
    ) -> Result<(), Vec<u8>> {
        let held = self.holding(account, index);
        let Some(left) = held.checked_sub(amount) else {
            let (asked, held) = (amount.to_u256(), held.to_u256());
            return Err(insufficient(account, asked, held));
        };
        self.set_holding(account, index, left);
        if left.is_zero() {
            let record = self.account(account).with(index, false);
            self.set_account(account, &record.ok_or_else(too_large)?);
        }
        Ok(())
    }
}

/// An amount of collateral, more than nothing.
fn amount(input: &mut Calldata<'_>) -> Result<Collateral, Vec<u8>> {
    let amount = input.uint()?;
    if amount.is_zero() {
        return Err(compared(Abi::InconsistentInput::SELECTOR, amount, amount));
    }
    Collateral::from_u256(amount).ok_or_else(too_large)
}
