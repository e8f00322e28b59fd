//! What anybody may know. Interest is in every answer.

use ballast_shell::{Calldata, Field, Reply, reply, reply_address, reply_uint, uint, word};

use crate::errors::{not_listed, too_large};
use crate::state::Market;

impl Market {
    /// `asset()`
    pub(crate) fn asset(&self) -> Reply {
        reply_address(self.config().asset)
    }

    /// An address in a field.
    pub(crate) fn holder(&self, field: Field) -> Reply {
        reply_address(self.address_at(field))
    }

    /// `totals()` and `accrueInterest()`
    pub(crate) fn totals(&self) -> Reply {
        let settled = self.books()?.settled;
        reply(&[
            word(settled.supply.assets.to_u256()),
            word(settled.supply.shares.to_u256()),
            word(settled.debt.assets.to_u256()),
            word(settled.debt.shares.to_u256()),
        ])
    }

    /// `position(address)`
    pub(crate) fn position(&self, mut input: Calldata<'_>) -> Reply {
        let account = input.address()?;
        let (supply, debt) = (self.supply_shares(account), self.account(account).debt);
        reply(&[supply.to_u256(), debt.to_u256()].map(word))
    }

    /// `suppliedOf(address)`
    pub(crate) fn supplied_of(&self, mut input: Calldata<'_>) -> Reply {
        let shares = self.supply_shares(input.address()?);
        let assets = self.books()?.settled.supply.to_assets_down(shares);
        reply_uint(assets.ok_or_else(too_large)?.to_u256())
    }

    /// `debtOf(address)`
    pub(crate) fn debt_now(&self, mut input: Calldata<'_>) -> Reply {
        let record = self.account(input.address()?);
        reply_uint(self.debt_of(&record)?.to_u256())
    }

    /// `collateralOf(address,address)`
    pub(crate) fn collateral_of(&self, mut input: Calldata<'_>) -> Reply {
        let (account, token) = (input.address()?, input.address()?);
        let index = self.index_of(token).ok_or_else(|| not_listed(token))?;
        reply_uint(self.holding(account, index).to_u256())
    }

    /// `isAuthorized(address,address)`
    pub(crate) fn authorized(&self, mut input: Calldata<'_>) -> Reply {
        let (authorizer, authorized) = (input.address()?, input.address()?);
        let is_authorized = self.is_authorized(authorizer, authorized);
        reply(&[uint(u64::from(is_authorized))])
    }

    /// `nonce(address)`
    pub(crate) fn next_nonce(&self, mut input: Calldata<'_>) -> Reply {
        reply_uint(self.nonce(input.address()?))
    }
}
