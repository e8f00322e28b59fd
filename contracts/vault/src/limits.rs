//! What entries and exits may come to: that much works, one more fails. Behind a strategy that is
//! worth less than it owes, limits are off by the few units for which it would pay nothing.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use ballast_abi::registry::IRegistry;
use ballast_core::{Assets, Bps, Shares};
use ballast_erc20::ledger::Account;
use ballast_shell::{Calldata, Reply, list_call, remote, reply_uint};
use stylus_sdk::prelude::*;

use crate::exits::read_bps;
use crate::gate;
use crate::state::{REGISTRY, State, Vault, address_at};
use crate::views::shares_in;

impl State {
    /// The most that a deposit brings.
    pub(crate) fn max_deposit(&self) -> Assets {
        let books = self.books();
        let assets = books.max_deposit().min(self.holdings.room(self.cap));
        match books.to_shares_down(assets) {
            Some(shares) if self.is_open() && !shares.is_zero() => assets,
            _ => Assets::ZERO,
        }
    }

    /// The most that a mint creates.
    pub(crate) fn max_mint(&self) -> Shares {
        if !self.is_open() {
            return Shares::ZERO;
        }
        let books = self.books();
        let room = self.holdings.room(self.cap);
        books
            .to_shares_down(room)
            .unwrap_or(Shares::MAX)
            .min(books.max_mint())
    }
}

/// Whose shares, and on what conditions they go.
struct Question {
    balance: Shares,
    loss_max: Bps,
    strategies: Vec<Address>,
}

impl Vault {
    /// `maxDeposit(address)`
    pub(crate) fn max_deposit(&self, mut input: Calldata<'_>) -> Reply {
        let receiver = input.address()?;
        let state = self.state();
        let max = if gate::may_hold(&self.cells, &state.pace, receiver) {
            state.max_deposit()
        } else {
            Assets::ZERO
        };
        reply_uint(max.to_u256())
    }

    /// `maxMint(address)`
    pub(crate) fn max_mint(&self, mut input: Calldata<'_>) -> Reply {
        let receiver = input.address()?;
        let state = self.state();
        let max = if gate::may_hold(&self.cells, &state.pace, receiver) {
            state.max_mint()
        } else {
            Shares::ZERO
        };
        reply_uint(max.to_u256())
    }

    /// `maxWithdraw(address)`, and if `is_long` with the largest loss and strategies
    pub(crate) fn max_withdraw(&self, input: Calldata<'_>, is_long: bool) -> Reply {
        let question = self.question(input, Bps::ZERO, is_long)?;
        let state = self.state();
        let all = state.books().max_withdraw(question.balance);
        reply_uint(all.min(self.liquid(&state, all, &question)).to_u256())
    }

    /// `maxRedeem(address)`, and if `is_long` with the largest loss and strategies
    pub(crate) fn max_redeem(&self, input: Calldata<'_>, is_long: bool) -> Reply {
        let question = self.question(input, Bps::ONE, is_long)?;
        let state = self.state();
        let books = state.books();
        let all = books.max_withdraw(question.balance);
        let liquid = self.liquid(&state, all, &question);
        reply_uint(books.redeemable(question.balance, liquid).to_u256())
    }

    fn question(
        &self,
        mut input: Calldata<'_>,
        loss_max: Bps,
        is_long: bool,
    ) -> Result<Question, Vec<u8>> {
        let owner = input.address()?;
        let balance = shares_in(&Account::load(&self.cells, owner));
        let (loss_max, strategies) = if is_long {
            (read_bps(&mut input)?, input.addresses()?)
        } else {
            (loss_max, Vec::new())
        };
        Ok(Question {
            balance,
            loss_max,
            strategies,
        })
    }

    /// The largest claim that can be met now, as far as `wanted` asks.
    ///
    /// Exact if any loss is accepted, or none; in between what can be met without a loss.
    fn liquid(&self, state: &State, wanted: Assets, question: &Question) -> Assets {
        let idle = state.holdings.idle;
        let registry = address_at(&self.cells, REGISTRY);
        if wanted <= idle || registry.is_zero() {
            return idle;
        }
        let request = list_call(
            IRegistry::claimableCall::SELECTOR,
            &[],
            &question.strategies,
        );
        let answer = remote::view(self.vm(), registry, &request, remote::ALL_GAS);
        let answer = answer.unwrap_or_default();
        let word = if question.loss_max < Bps::ONE { 1 } else { 0 };
        let (words, _) = answer.as_chunks::<32>();
        words
            .get(word)
            .and_then(|word| remote::first_uint(word))
            .and_then(Assets::from_u256)
            .and_then(|claimable| idle.checked_add(claimable))
            .unwrap_or(idle)
    }
}
