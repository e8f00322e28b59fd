//! Calls of the vault that the caller named, which may be anybody's.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc4626::IERC4626;
use ballast_abi::router::Router as Abi;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Word, encode, token, word};
use stylus_sdk::host::VM;

use crate::refusals::{about, reason_or};
use crate::state::Router;

/// A vault. What it refuses is passed on with its reason, or is
/// [`VaultFailed`](Abi::VaultFailed); what it answers to a call that changes something is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Vault(pub(crate) Address);

impl Vault {
    /// `asset`
    pub(crate) fn asset(self, host: &VM) -> Result<Address, Vec<u8>> {
        let calldata = encode(IERC4626::assetCall::SELECTOR, &[]);
        let answer = remote::view_uint(host, self.0, &calldata, ALL_GAS);
        answer
            .map(|asset| Address::from_word(B256::new(word(asset))))
            .ok_or_else(|| self.invalid())
    }

    /// `previewMint`: the assets that `shares` cost.
    pub(crate) fn preview_mint(self, host: &VM, shares: U256) -> Result<U256, Vec<u8>> {
        let calldata = encode(IERC4626::previewMintCall::SELECTOR, &[word(shares)]);
        remote::view_uint(host, self.0, &calldata, ALL_GAS).ok_or_else(|| self.invalid())
    }

    /// `balanceOf`: the shares of `owner`.
    pub(crate) fn shares_of(self, host: &VM, owner: Address) -> Result<U256, Vec<u8>> {
        token::balance_of(host, self.0, owner).ok_or_else(|| self.invalid())
    }

    /// `deposit` of the router's `assets`.
    pub(crate) fn deposit(
        self,
        router: &mut Router,
        assets: U256,
        receiver: Address,
    ) -> Result<(), Vec<u8>> {
        let words = [word(assets), receiver.into_word().0];
        self.send(router, IERC4626::depositCall::SELECTOR, &words)
    }

    /// `mint` of `shares`, out of the router's assets.
    pub(crate) fn mint(
        self,
        router: &mut Router,
        shares: U256,
        receiver: Address,
    ) -> Result<(), Vec<u8>> {
        let words = [word(shares), receiver.into_word().0];
        self.send(router, IERC4626::mintCall::SELECTOR, &words)
    }

    /// `withdraw` of `assets` for shares of whoever called the router.
    pub(crate) fn withdraw(
        self,
        router: &mut Router,
        assets: U256,
        receiver: Address,
    ) -> Result<(), Vec<u8>> {
        let owner = router.cells.sender();
        let words = [word(assets), receiver.into_word().0, owner.into_word().0];
        self.send(router, IERC4626::withdrawCall::SELECTOR, &words)
    }

    /// `redeem` of `shares` of whoever called the router.
    pub(crate) fn redeem(
        self,
        router: &mut Router,
        shares: U256,
        receiver: Address,
    ) -> Result<(), Vec<u8>> {
        let owner = router.cells.sender();
        let words = [word(shares), receiver.into_word().0, owner.into_word().0];
        self.send(router, IERC4626::redeemCall::SELECTOR, &words)
    }

    fn send(self, router: &mut Router, selector: [u8; 4], words: &[Word]) -> Result<(), Vec<u8>> {
        match remote::send(router, self.0, &encode(selector, words), ALL_GAS) {
            Ok(_) => Ok(()),
            Err(reason) => Err(reason_or(reason, Abi::VaultFailed::SELECTOR, self.0)),
        }
    }

    fn invalid(self) -> Vec<u8> {
        about(Abi::InvalidVault::SELECTOR, self.0)
    }
}
