//! Deposit and mint: assets in, shares out.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::erc4626::IERC4626;
use ballast_abi::vault::Vault as Abi;
use ballast_core::{Assets, BooksError, Holdings, Shares};
use ballast_erc20::ledger;
use ballast_shell::{Calldata, Literal, Reply, encode, reply_uint, token, word};
use stylus_sdk::prelude::*;

use crate::gate;
use crate::state::{State, Vault};

const DEPOSIT: Literal = Literal::new(IERC4626::Deposit::SIGNATURE_HASH.0);

impl State {
    /// The holdings after an entry, if the vault takes it in.
    fn admit(&self, assets: Assets, shares: Shares) -> Result<Holdings, BooksError> {
        if !self.is_open() || self.holdings.room(self.cap) < assets {
            return Err(BooksError::ExceedsLimit);
        }
        self.holdings
            .enter(assets, shares)
            .ok_or(BooksError::ExceedsLimit)
    }
}

impl Vault {
    /// `deposit(uint256,address)`
    pub(crate) fn deposit(&mut self, mut input: Calldata<'_>) -> Reply {
        let (amount, receiver) = (input.uint()?, input.address()?);
        let state = self.state();
        let outcome = Assets::from_u256(amount)
            .ok_or(BooksError::ExceedsLimit)
            .and_then(|assets| {
                let (shares, _) = state.books().deposit(assets)?;
                Ok((assets, shares, state.admit(assets, shares)?))
            });
        let (assets, shares, holdings) = outcome.map_err(|error| match error {
            BooksError::ExceedsLimit => {
                let max = state.max_deposit().to_u256();
                let words = [receiver.into_word().0, word(amount), word(max)];
                encode(IERC4626::ERC4626ExceededMaxDeposit::SELECTOR, &words)
            }
            error => refusal(error),
        })?;
        self.enter(&state, &holdings, receiver, assets, shares)?;
        reply_uint(shares.to_u256())
    }

    /// `mint(uint256,address)`
    pub(crate) fn mint(&mut self, mut input: Calldata<'_>) -> Reply {
        let (amount, receiver) = (input.uint()?, input.address()?);
        let state = self.state();
        let outcome = Shares::from_u256(amount)
            .ok_or(BooksError::ExceedsLimit)
            .and_then(|shares| {
                let (assets, _) = state.books().mint(shares)?;
                Ok((shares, assets, state.admit(assets, shares)?))
            });
        let (shares, assets, holdings) = outcome.map_err(|error| match error {
            BooksError::ExceedsLimit => {
                let max = state.max_mint().to_u256();
                let words = [receiver.into_word().0, word(amount), word(max)];
                encode(IERC4626::ERC4626ExceededMaxMint::SELECTOR, &words)
            }
            error => refusal(error),
        })?;
        self.enter(&state, &holdings, receiver, assets, shares)?;
        reply_uint(assets.to_u256())
    }

    /// Books an entry and takes the assets in. `holdings` are those after it.
    fn enter(
        &mut self,
        state: &State,
        holdings: &Holdings,
        receiver: Address,
        assets: Assets,
        shares: Shares,
    ) -> Result<(), Vec<u8>> {
        gate::pass(&self.cells, &state.pace, receiver)?;
        let (asset, _) = self.config();
        let sender = self.cells.sender();
        let (assets, shares) = (assets.to_u256(), shares.to_u256());
        self.set_totals(holdings);
        ledger::mint(&mut self.cells, receiver, shares)?;
        let words = [
            DEPOSIT.word(),
            sender.into_word().0,
            receiver.into_word().0,
            word(assets),
            word(shares),
        ];
        self.cells.log(&words, 3);

        let this = self.vm().contract_address();
        token::transfer_from(self, asset, sender, this, assets)?;
        // Compared with all that is idle rather than with the balance before: one read instead of
        // two. A donation may thus pay the shortfall of a deposit, which harms nobody.
        let held = token::balance_of(self.vm(), asset, this).unwrap_or_default();
        let idle = holdings.idle.to_u256();
        if held < idle {
            let words = [word(held), word(idle)];
            return Err(encode(Abi::AssetsMissing::SELECTOR, &words));
        }
        Ok(())
    }
}

/// The error for an amount that is too small.
pub(crate) fn refusal(error: BooksError) -> Vec<u8> {
    match error {
        BooksError::ZeroAssets => encode(Abi::ZeroAssets::SELECTOR, &[]),
        _ => encode(Abi::ZeroShares::SELECTOR, &[]),
    }
}
