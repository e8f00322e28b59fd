//! An asset on its way through the router.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::router::Router as Abi;
use ballast_shell::token;
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;

use crate::refusals::about;
use crate::state::Router;

/// An asset that passes through within one call, and what the router had of it before: what was
/// sent here by mistake, which the call must not touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Passage {
    asset: Address,
    before: U256,
}

impl Passage {
    /// Starts before any of `asset` has come.
    pub(crate) fn open(router: &Router, asset: Address) -> Result<Self, Vec<u8>> {
        let before = balance_of(router.vm(), asset, router.this())?;
        Ok(Self { asset, before })
    }

    /// What has come and not gone.
    pub(crate) fn held(self, router: &Router) -> Result<U256, Vec<u8>> {
        let now = balance_of(router.vm(), self.asset, router.this())?;
        Ok(now.saturating_sub(self.before))
    }

    /// Takes `assets` from whoever called the router. Returns what arrived.
    ///
    /// Nothing else in this contract calls `transferFrom`.
    pub(crate) fn pull(self, router: &mut Router, assets: U256) -> Result<U256, Vec<u8>> {
        let (from, to) = (router.cells.sender(), router.this());
        token::transfer_from(router, self.asset, from, to, assets)?;
        self.held(router)
    }

    /// Lets `vault` take `assets`, which came in this call, until [`close`](Self::close).
    pub(crate) fn lend(
        self,
        router: &mut Router,
        vault: Address,
        assets: U256,
    ) -> Result<(), Vec<u8>> {
        token::approve(router, self.asset, vault, assets)
    }

    /// Takes back what `vault` may still take, and gives whoever called the router what it has not
    /// taken. Returns how much that is.
    pub(crate) fn close(self, router: &mut Router, vault: Address) -> Result<U256, Vec<u8>> {
        // Asked even if nothing is left: a fee on top of a transfer leaves no tokens, but an
        // allowance.
        let allowed = token::allowance(router.vm(), self.asset, router.this(), vault);
        if allowed != Some(U256::ZERO) {
            token::approve(router, self.asset, vault, U256::ZERO)?;
        }
        let left = self.held(router)?;
        if !left.is_zero() {
            let caller = router.cells.sender();
            token::transfer(router, self.asset, caller, left)?;
        }
        Ok(left)
    }
}

/// What `account` has of `asset`.
pub(crate) fn balance_of(host: &VM, asset: Address, account: Address) -> Result<U256, Vec<u8>> {
    token::balance_of(host, asset, account).ok_or_else(|| about(Abi::InvalidAsset::SELECTOR, asset))
}
