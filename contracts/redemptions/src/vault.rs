//! Calls of the vault.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc4626::IERC4626;
use ballast_abi::redemptions::Redemptions as Abi;
use ballast_abi::vault::Vault as VaultAbi;
use ballast_core::{Bps, Shares};
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{encode, list_call, token, word};
use stylus_sdk::host::VM;

use crate::refusals::about;
use crate::state::Redemptions;

/// The vault. What it refuses is passed on with its reason, or is
/// [`VaultFailed`](Abi::VaultFailed).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Vault(pub(crate) Address);

impl Vault {
    /// `asset`; `None` if there is no answer.
    pub(crate) fn asset(self, host: &VM) -> Option<Address> {
        let calldata = encode(IERC4626::assetCall::SELECTOR, &[]);
        let asset = remote::view_uint(host, self.0, &calldata, ALL_GAS)?;
        Some(Address::from_word(B256::new(word(asset))))
    }

    /// `balanceOf`
    pub(crate) fn shares_of(self, host: &VM, owner: Address) -> Result<Shares, Vec<u8>> {
        token::balance_of(host, self.0, owner)
            .and_then(Shares::from_u256)
            .ok_or_else(|| self.failed())
    }

    /// Whether `previewRedeem` answers that shares are worth nothing. No answer is none.
    pub(crate) fn quotes_nothing(self, host: &VM, shares: Shares) -> bool {
        let words = [word(shares.to_u256())];
        let calldata = encode(IERC4626::previewRedeemCall::SELECTOR, &words);
        let assets = remote::view_uint(host, self.0, &calldata, ALL_GAS);
        assets.is_some_and(|assets| assets.is_zero())
    }

    /// `maxRedeem` at a loss, out of these strategies; more than fits is the most that does.
    pub(crate) fn max_redeem(
        self,
        host: &VM,
        owner: Address,
        loss_max: Bps,
        strategies: &[Address],
    ) -> Result<Shares, Vec<u8>> {
        let head = [owner.into_word().0, word(loss_max.to_u256())];
        let calldata = list_call(VaultAbi::maxRedeemCall::SELECTOR, &head, strategies);
        let shares = remote::view_uint(host, self.0, &calldata, ALL_GAS);
        let shares = shares.ok_or_else(|| self.failed())?;
        Ok(Shares::from_u256(shares).unwrap_or(Shares::MAX))
    }

    /// `redeem` of this contract's shares, to this contract, at a loss of at most so much.
    pub(crate) fn redeem(
        self,
        redemptions: &mut Redemptions,
        shares: Shares,
        loss_max: Bps,
        strategies: &[Address],
    ) -> Result<(), Vec<u8>> {
        let this = redemptions.this().into_word().0;
        let head = [word(shares.to_u256()), this, this, word(loss_max.to_u256())];
        let calldata = list_call(VaultAbi::redeemCall::SELECTOR, &head, strategies);
        match remote::send(redemptions, self.0, &calldata, ALL_GAS) {
            Ok(_) => Ok(()),
            Err(reason) if reason.is_empty() => Err(self.failed()),
            Err(reason) => Err(reason),
        }
    }

    /// The vault does not do what it is asked.
    pub(crate) fn failed(self) -> Vec<u8> {
        about(Abi::VaultFailed::SELECTOR, self.0)
    }
}
