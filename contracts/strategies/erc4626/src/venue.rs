//! Calls of the venue, an ERC-4626 vault that may be anybody's.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::strategy_erc4626::StrategyErc4626 as Abi;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Word, encode, word};
use stylus_sdk::host::VM;

use crate::state::Strategy;

/// The venue.
///
/// What it answers is a number or [`VenueFailed`](Abi::VenueFailed); of what it refuses the reason
/// is passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Venue(pub(crate) Address);

impl Venue {
    /// `balanceOf`: the shares of `owner`.
    pub(crate) fn shares_of(self, host: &VM, owner: Address) -> Result<U256, Vec<u8>> {
        self.ask(host, IERC20::balanceOfCall::SELECTOR, owner.into_word().0)
    }

    /// `convertToAssets`: `shares` at the venue's price, without fees.
    pub(crate) fn to_assets(self, host: &VM, shares: U256) -> Result<U256, Vec<u8>> {
        let selector = IERC4626::convertToAssetsCall::SELECTOR;
        self.ask(host, selector, word(shares))
    }

    /// `previewRedeem`: `shares` at the venue's price, less fees.
    pub(crate) fn preview_redeem(self, host: &VM, shares: U256) -> Result<U256, Vec<u8>> {
        let selector = IERC4626::previewRedeemCall::SELECTOR;
        self.ask(host, selector, word(shares))
    }

    /// `maxWithdraw`: the assets that `owner` can have now.
    pub(crate) fn max_withdraw(self, host: &VM, owner: Address) -> Result<U256, Vec<u8>> {
        self.ask(
            host,
            IERC4626::maxWithdrawCall::SELECTOR,
            owner.into_word().0,
        )
    }

    /// `maxRedeem`: the shares that `owner` can redeem now.
    pub(crate) fn max_redeem(self, host: &VM, owner: Address) -> Result<U256, Vec<u8>> {
        self.ask(host, IERC4626::maxRedeemCall::SELECTOR, owner.into_word().0)
    }

    /// `deposit` of this contract's assets, for shares of its own.
    pub(crate) fn deposit(
        self,
        strategy: &mut Strategy,
        assets: U256,
        receiver: Address,
    ) -> Result<(), Vec<u8>> {
        let words = [word(assets), receiver.into_word().0];
        let calldata = encode(IERC4626::depositCall::SELECTOR, &words);
        self.send(strategy, &calldata).map(|_| ())
    }

    /// `withdraw` of `assets` to `receiver`, for shares of `owner`.
    pub(crate) fn withdraw(
        self,
        strategy: &mut Strategy,
        assets: U256,
        receiver: Address,
        owner: Address,
    ) -> Result<(), Vec<u8>> {
        let words = [word(assets), receiver.into_word().0, owner.into_word().0];
        let calldata = encode(IERC4626::withdrawCall::SELECTOR, &words);
        self.send(strategy, &calldata).map(|_| ())
    }

    /// `redeem` of `owner`'s `shares`; what `receiver` got by the venue's word.
    pub(crate) fn redeem(
        self,
        strategy: &mut Strategy,
        shares: U256,
        receiver: Address,
        owner: Address,
    ) -> Result<U256, Vec<u8>> {
        let words = [word(shares), receiver.into_word().0, owner.into_word().0];
        let answer = self.send(strategy, &encode(IERC4626::redeemCall::SELECTOR, &words))?;
        remote::first_uint(&answer).ok_or_else(|| self.failed())
    }

    fn ask(self, host: &VM, selector: [u8; 4], argument: Word) -> Result<U256, Vec<u8>> {
        let calldata = encode(selector, &[argument]);
        remote::view_uint(host, self.0, &calldata, ALL_GAS).ok_or_else(|| self.failed())
    }

    fn send(self, strategy: &mut Strategy, calldata: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
        remote::send(strategy, self.0, calldata, ALL_GAS).map_err(|reason| {
            if reason.is_empty() {
                self.failed()
            } else {
                reason
            }
        })
    }

    fn failed(self) -> Vec<u8> {
        encode(Abi::VenueFailed::SELECTOR, &[self.0.into_word().0])
    }
}
