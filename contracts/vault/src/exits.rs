//! Withdraw and redeem: shares in, assets out.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError, SolEvent};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::registry::IRegistry;
use ballast_abi::vault::Vault as Abi;
use ballast_core::{Assets, BooksError, Bps, Holdings, Shares};
use ballast_erc20::ledger::{self, Account};
use ballast_shell::{
    Calldata, Literal, Reply, encode, list_call, malformed, remote, reply_uint, token, word,
};

use crate::entries::refusal;
use crate::state::{REGISTRY, State, Vault, address_at};
use crate::views::shares_in;

const WITHDRAW: Literal = Literal::new(IERC4626::Withdraw::SIGNATURE_HASH.0);
const TAKEN_BACK: Literal = Literal::new(Abi::TakenBack::SIGNATURE_HASH.0);

/// Who leaves, and on what conditions.
pub(crate) struct Leave {
    pub(crate) receiver: Address,
    pub(crate) owner: Address,
    loss_max: Bps,
    strategies: Vec<Address>,
}

impl Leave {
    /// Receiver and owner, and if `is_long` the largest loss and the strategies; else `loss_max`
    /// and the queue.
    fn read(input: &mut Calldata<'_>, loss_max: Bps, is_long: bool) -> Result<Self, Vec<u8>> {
        let (receiver, owner) = (input.address()?, input.address()?);
        let (loss_max, strategies) = if is_long {
            (read_bps(input)?, input.addresses()?)
        } else {
            (loss_max, Vec::new())
        };
        Ok(Self {
            receiver,
            owner,
            loss_max,
            strategies,
        })
    }
}

/// A part that is at most the whole; more than that is the whole, too.
pub(crate) fn read_bps(input: &mut Calldata<'_>) -> Result<Bps, Vec<u8>> {
    let parts = input.uint()?;
    Ok(u16::try_from(parts).map_or(Bps::ONE, |parts| Bps::new(parts).min(Bps::ONE)))
}

/// So many units of a loss are rounding, the venues' and ours: a unit for each strategy that an exit
/// asks. Who accepts no loss accepts them.
pub(crate) const ROUNDING: Assets = Assets::new(10);

/// What an exit is for.
struct Claim {
    account: Account,
    /// The claim of `shares`, or what is to be paid if `is_payment`.
    assets: Assets,
    /// What is burnt, unless a payment out of strategies takes more.
    shares: Shares,
    is_payment: bool,
}

/// What strategies gave towards an exit.
struct Pulled {
    /// What the leaver gets.
    paid: Assets,
    /// What the leaver loses.
    loss: Assets,
    /// What the vault holds before it pays.
    holdings: Holdings,
}

impl Vault {
    /// `withdraw(uint256,address,address)`, and if `is_long` with the largest loss and strategies
    pub(crate) fn withdraw(&mut self, mut input: Calldata<'_>, is_long: bool) -> Reply {
        let amount = input.uint()?;
        let leave = Leave::read(&mut input, Bps::ZERO, is_long)?;
        let state = self.state();
        let account = Account::load(&self.cells, leave.owner);
        let balance = shares_in(&account);
        let books = state.books();
        let outcome = Assets::from_u256(amount)
            .ok_or(BooksError::ExceedsLimit)
            .and_then(|assets| Ok((assets, books.withdraw(assets, balance)?.0)));
        let (assets, shares) = outcome.map_err(|error| match error {
            BooksError::ExceedsLimit => exceeded(
                IERC4626::ERC4626ExceededMaxWithdraw::SELECTOR,
                leave.owner,
                amount,
                books.max_withdraw(balance).to_u256(),
            ),
            error => refusal(error),
        })?;
        let claim = Claim {
            account,
            assets,
            shares,
            is_payment: true,
        };
        let (_, shares) = self.exit(&state, &leave, claim)?;
        reply_uint(shares.to_u256())
    }

    /// `redeem(uint256,address,address)`, and if `is_long` with the largest loss and strategies
    pub(crate) fn redeem(&mut self, mut input: Calldata<'_>, is_long: bool) -> Reply {
        let amount = input.uint()?;
        let leave = Leave::read(&mut input, Bps::ONE, is_long)?;
        let state = self.state();
        let (account, shares, assets) = self.claim_of(&state, leave.owner, amount)?;
        let claim = Claim {
            account,
            assets,
            shares,
            is_payment: false,
        };
        let (paid, _) = self.exit(&state, &leave, claim)?;
        reply_uint(paid.to_u256())
    }

    /// What `amount` shares of `owner` claim.
    pub(crate) fn claim_of(
        &self,
        state: &State,
        owner: Address,
        amount: U256,
    ) -> Result<(Account, Shares, Assets), Vec<u8>> {
        let account = Account::load(&self.cells, owner);
        let balance = shares_in(&account);
        let books = state.books();
        let outcome = Shares::from_u256(amount)
            .ok_or(BooksError::ExceedsLimit)
            .and_then(|shares| Ok((shares, books.redeem(shares, balance)?.0)));
        let (shares, assets) = outcome.map_err(|error| match error {
            BooksError::ExceedsLimit => exceeded(
                IERC4626::ERC4626ExceededMaxRedeem::SELECTOR,
                owner,
                amount,
                books.max_redeem(balance).to_u256(),
            ),
            error => refusal(error),
        })?;
        Ok((account, shares, assets))
    }

    /// Burns the shares, finds the assets, pays. Returns what was paid, and the shares.
    fn exit(
        &mut self,
        state: &State,
        leave: &Leave,
        claim: Claim,
    ) -> Result<(Assets, Shares), Vec<u8>> {
        self.burn(leave.receiver, leave.owner, claim.account, claim.shares)?;
        let (asset, _) = self.config();
        let mut shares = claim.shares;
        let (paid, holdings) = if claim.assets <= state.holdings.idle {
            (claim.assets, state.holdings)
        } else {
            let pulled = self.pull(state, leave, asset, &claim)?;
            if claim.is_payment && !pulled.loss.is_zero() {
                shares = self.burn_loss(state, leave, &claim, pulled.loss)?;
            }
            (pulled.paid, pulled.holdings)
        };
        if paid.is_zero() {
            return Err(refusal(BooksError::ZeroAssets));
        }
        let holdings = holdings
            .exit(paid, shares)
            .ok_or_else(|| insufficient(claim.assets, paid))?;
        self.set_totals(&holdings);
        let (paid_out, burnt) = (paid.to_u256(), shares.to_u256());
        let words = [
            WITHDRAW.word(),
            self.cells.sender().into_word().0,
            leave.receiver.into_word().0,
            leave.owner.into_word().0,
            word(paid_out),
            word(burnt),
        ];
        self.cells.log(&words, 4);
        token::transfer(self, asset, leave.receiver, paid_out)?;
        Ok((paid, shares))
    }

    /// Takes the shares that a payment costs beyond what it pays, at the price that held before.
    /// Returns all that it costs, rounded up.
    ///
    /// They cannot be known before strategies have paid. Nobody sees the vault in between: its entry
    /// guard refuses every call, views included.
    #[cold]
    fn burn_loss(
        &mut self,
        state: &State,
        leave: &Leave,
        claim: &Claim,
        loss: Assets,
    ) -> Result<Shares, Vec<u8>> {
        let more = claim
            .assets
            .checked_add(loss)
            .and_then(|claimed| state.books().to_shares_up(claimed))
            .and_then(|shares| Some((shares, shares.checked_sub(claim.shares)?)));
        let (shares, more) = more.ok_or_else(malformed)?;
        let account = Account::load(&self.cells, leave.owner);
        self.burn(leave.receiver, leave.owner, account, more)?;
        Ok(shares)
    }

    /// Takes the shares of a leaver, who may be another than the caller.
    pub(crate) fn burn(
        &mut self,
        receiver: Address,
        owner: Address,
        account: Account,
        shares: Shares,
    ) -> Result<(), Vec<u8>> {
        if receiver.is_zero() {
            let words = [receiver.into_word().0];
            return Err(encode(IERC20::ERC20InvalidReceiver::SELECTOR, &words));
        }
        let sender = self.cells.sender();
        if sender != owner {
            ledger::spend_allowance(&mut self.cells, owner, sender, shares.to_u256())?;
        }
        ledger::burn(&mut self.cells, account, shares.to_u256())
    }

    /// Has strategies pay what is not idle.
    fn pull(
        &mut self,
        state: &State,
        leave: &Leave,
        asset: Address,
        claim: &Claim,
    ) -> Result<Pulled, Vec<u8>> {
        let idle = state.holdings.idle;
        let missing = claim.assets.checked_sub(idle).unwrap_or_default();
        let registry = address_at(&self.cells, REGISTRY);
        if registry.is_zero() {
            return Err(insufficient(claim.assets, idle));
        }
        let head = [asset.into_word().0, word(missing.to_u256())];
        let method = if claim.is_payment {
            IRegistry::payCall::SELECTOR
        } else {
            IRegistry::exitCall::SELECTOR
        };
        let request = list_call(method, &head, &leave.strategies);
        let answer = remote::send(self, registry, &request, remote::ALL_GAS)?;
        let mut answer = Calldata::new(&answer);
        let (debt, paid) = (answer.uint()?, answer.uint()?);
        let quarantined = answer.byte()?;
        let (Some(debt), Some(paid)) = (Assets::from_u256(debt), Assets::from_u256(paid)) else {
            return Err(malformed());
        };
        let given = if claim.is_payment { paid } else { debt };
        if given < missing {
            let met = idle.checked_add(given).unwrap_or_default();
            return Err(insufficient(claim.assets, met));
        }
        let loss = debt.checked_sub(paid).unwrap_or_default();
        let claimed = idle.checked_add(debt).unwrap_or(Assets::MAX);
        let loss_max = leave.loss_max.of_down(claimed).checked_add(ROUNDING);
        let loss_max = loss_max.unwrap_or(Assets::MAX);
        if loss_max < loss {
            let words = [loss, loss_max].map(|amount| word(amount.to_u256()));
            return Err(encode(Abi::LossExceeded::SELECTOR, &words));
        }
        let holdings = self.reduce_debt(state, paid, debt, quarantined)?;
        self.log_taken_back(debt, paid);
        // Of what idle assets and strategies gave together, the leaver gets no more than was asked.
        let paid = idle
            .checked_add(paid)
            .unwrap_or(Assets::MAX)
            .min(claim.assets);
        Ok(Pulled {
            paid,
            loss,
            holdings,
        })
    }

    /// Logs what strategies paid, and for how much debt.
    pub(crate) fn log_taken_back(&mut self, debt: Assets, paid: Assets) {
        let words = [
            TAKEN_BACK.word(),
            word(debt.to_u256()),
            word(paid.to_u256()),
        ];
        self.cells.log(&words, 1);
    }
}

/// Neither the vault nor the strategies can pay so much.
fn insufficient(claim: Assets, met: Assets) -> Vec<u8> {
    let words = [claim, met].map(|amount| word(amount.to_u256()));
    encode(Abi::InsufficientLiquidity::SELECTOR, &words)
}

fn exceeded(selector: [u8; 4], owner: Address, amount: U256, max: U256) -> Vec<u8> {
    let words = [owner.into_word().0, word(amount), word(max)];
    encode(selector, &words)
}

#[cfg(test)]
mod tests {
    use ballast_shell::{Word, uint};

    use super::*;

    #[test]
    fn parts_above_the_whole_are_the_whole() {
        let read = |word: Word| read_bps(&mut Calldata::new(&word));
        assert_eq!(read(uint(500)), Ok(Bps::new(500)));
        assert_eq!(read(uint(20_000)), Ok(Bps::ONE));
        assert_eq!(read([255; 32]), Ok(Bps::ONE));
    }
}
