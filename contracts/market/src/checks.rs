//! Whether an account that took risk may be left so.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolError;
use ballast_abi::market::IMarket as Abi;
use ballast_core::Assets;

use crate::errors::{about, too_large};
use crate::found::Found;
use crate::prices::Purpose;
use crate::record::AccountRecord;
use crate::state::Market;

/// When accounts that took risk are checked.
///
/// What is put off lies in the memory of the one call that will check it, behind its last item:
/// there is no storage for another call to clear, and no method that clears.
#[derive(Debug)]
pub(crate) enum Checks {
    /// At once.
    AtOnce,
    /// At the end of a batch: these.
    Deferred(Vec<Address>),
}

impl Checks {
    /// Checks an account that took risk, or puts it on the list.
    ///
    /// # Errors
    /// As [`Market::check_account`].
    #[inline(never)]
    pub(crate) fn check(&mut self, market: &mut Market, account: Address) -> Result<(), Vec<u8>> {
        match self {
            Self::AtOnce => market.check_account(account),
            Self::Deferred(accounts) => {
                if !accounts.contains(&account) {
                    accounts.push(account);
                }
                Ok(())
            }
        }
    }

    /// Checks what was put off.
    ///
    /// # Errors
    /// As [`Market::check_account`].
    pub(crate) fn finish(self, market: &mut Market) -> Result<(), Vec<u8>> {
        let Self::Deferred(accounts) = self else {
            return Ok(());
        };
        let mut accounts = accounts.into_iter();
        accounts.try_for_each(|account| market.check_account(account))
    }
}

impl Market {
    /// Makes sure that an account with debt is solvent at every price, at its borrow LTVs, and that
    /// new risk may be taken now; and remembers when. Without debt nothing is asked.
    ///
    /// # Errors
    /// `InsufficientCollateral`, `RiskWaits`, `PriceMissing`, `NumberTooLarge`.
    #[inline(never)]
    pub(crate) fn check_account(&mut self, account: Address) -> Result<(), Vec<u8>> {
        let mut record = self.account(account);
        if record.debt.is_zero() {
            return Ok(());
        }
        record.checked = self.now();
        self.set_account(account, &record);
        let found = Found::look(self, account, Purpose::NewRisk)?;
        found.remember(self);
        if found.account()?.may_act().ok_or_else(too_large)? {
            return Ok(());
        }
        Err(about(Abi::InsufficientCollateral::SELECTOR, account))
    }

    /// What an account owes now, rounded up.
    ///
    /// # Errors
    /// `NumberTooLarge`.
    pub fn debt_of(&self, record: &AccountRecord) -> Result<Assets, Vec<u8>> {
        let debt = self.books()?.settled.debt.to_assets_up(record.debt);
        debt.ok_or_else(too_large)
    }
}
