//! What entries and exits may come to: that much works, one more fails.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use ballast_abi::registry::IRegistry;
use ballast_core::{Assets, Bps, Shares};
use ballast_erc20::ledger::Account;
use ballast_shell::{Calldata, Reply, list_call, remote, reply_uint, word};
use stylus_sdk::prelude::*;

use crate::exits::{ROUNDING, read_bps};
use crate::gate;
use crate::state::{REGISTRY, State, Vault, address_at};
use crate::views::shares_in;

const CLAIMABLE: [u8; 4] = IRegistry::claimableCall::SELECTOR;
const WITHDRAWABLE: [u8; 4] = IRegistry::withdrawableCall::SELECTOR;

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

impl Question {
    /// The largest loss to reckon with: exact if any is accepted, or none; in between what can be
    /// had without one.
    fn loss(&self) -> Assets {
        if self.loss_max < Bps::ONE {
            ROUNDING
        } else {
            Assets::MAX
        }
    }
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
        let idle = state.holdings.idle;
        let most = match all.checked_sub(idle) {
            Some(claim) if !claim.is_zero() => {
                let limits = [claim, claim, question.loss()];
                let (_, paid) = self.foresee(WITHDRAWABLE, &limits, &question.strategies);
                idle.checked_add(paid).unwrap_or(idle)
            }
            _ => all,
        };
        reply_uint(most.to_u256())
    }

    /// `maxRedeem(address)`, and if `is_long` with the largest loss and strategies
    pub(crate) fn max_redeem(&self, input: Calldata<'_>, is_long: bool) -> Reply {
        let question = self.question(input, Bps::ONE, is_long)?;
        let state = self.state();
        let (books, idle) = (state.books(), state.holdings.idle);
        let all = books.max_withdraw(question.balance);
        let Some(missing) = all.checked_sub(idle).filter(|part| !part.is_zero()) else {
            return reply_uint(books.max_redeem(question.balance).to_u256());
        };
        let ask = |claim| self.foresee(CLAIMABLE, &[claim, question.loss()], &question.strategies);
        let (debt, mut paid) = ask(missing);
        let liquid = idle.checked_add(debt).unwrap_or(idle);
        let shares = books.redeemable(question.balance, liquid);
        let claim = books.max_withdraw(shares);
        // Shares are worth no more than what can be met, and may be worth too little for strategies
        // that are short to pay anything.
        if idle.is_zero() && claim < debt {
            (_, paid) = ask(claim);
        }
        let most = if idle.is_zero() && paid.is_zero() {
            Shares::ZERO
        } else {
            shares
        };
        reply_uint(most.to_u256())
    }

    /// What a payment of `assets` costs its owner beyond that, now: the part of what strategies have
    /// lost. What cannot be paid now is taken to lose nothing.
    pub(crate) fn loss_of_payment(&self, state: &State, assets: Assets) -> Assets {
        let missing = assets.checked_sub(state.holdings.idle).unwrap_or_default();
        if missing.is_zero() {
            return Assets::ZERO;
        }
        let limits = [missing, Assets::MAX, Assets::MAX];
        let (debt, paid) = self.foresee(WITHDRAWABLE, &limits, &[]);
        debt.checked_sub(paid).unwrap_or_default()
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

    /// What strategies would give within limits: debt taken, and assets paid. Nothing if there is no
    /// registry, or it does not answer.
    fn foresee(
        &self,
        method: [u8; 4],
        limits: &[Assets],
        strategies: &[Address],
    ) -> (Assets, Assets) {
        let registry = address_at(&self.cells, REGISTRY);
        if registry.is_zero() {
            return Default::default();
        }
        let limits: Vec<_> = limits.iter().map(|limit| word(limit.to_u256())).collect();
        let request = list_call(method, &limits, strategies);
        let answer = remote::view(self.vm(), registry, &request, remote::ALL_GAS);
        let answer = answer.unwrap_or_default();
        let mut answer = Calldata::new(&answer);
        let mut next = || answer.uint().ok().and_then(Assets::from_u256);
        next().zip(next()).unwrap_or_default()
    }
}
