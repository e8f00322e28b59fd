//! Assets in and out.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError, SolEvent};
use ballast_abi::erc4626::IERC4626;
use ballast_abi::market::IMarket;
use ballast_abi::market_shares::MarketShares as Abi;
use ballast_core::{Assets, Shares};
use ballast_erc20::ledger;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{
    Calldata, Literal, Reply, Word, encode, number, reply_uint, token, uint, word,
};
use stylus_sdk::prelude::*;

use crate::limits::{assets_down, assets_up, shares_down, shares_up};
use crate::state::MarketShares;

const DEPOSIT: Literal = Literal::new(IERC4626::Deposit::SIGNATURE_HASH.0);
const WITHDRAW: Literal = Literal::new(IERC4626::Withdraw::SIGNATURE_HASH.0);

/// What moves, in both.
#[derive(Clone, Copy)]
struct Moved {
    assets: Assets,
    shares: Shares,
}

impl Moved {
    /// Refuses to move nothing.
    fn check(self) -> Result<Self, Vec<u8>> {
        if self.assets.is_zero() || self.shares.is_zero() {
            return Err(encode(Abi::NothingMoved::SELECTOR, &[]));
        }
        Ok(self)
    }

    fn words(&self) -> [Word; 2] {
        [self.assets.to_u256(), self.shares.to_u256()].map(word)
    }
}

/// Whose shares are burnt, and who is paid.
struct Exit {
    moved: Moved,
    /// One of both, as the market wants it.
    asked: [Word; 2],
    account: ledger::Account,
    owner: Address,
    receiver: Address,
}

/// An amount above a limit.
fn exceeded(selector: [u8; 4], account: Address, asked: U256, max: U256) -> Vec<u8> {
    encode(selector, &[account.into_word().0, word(asked), word(max)])
}

impl MarketShares {
    /// `deposit(uint256,address)`
    pub(crate) fn deposit(&mut self, mut input: Calldata<'_>) -> Reply {
        let (asked, receiver) = (input.uint()?, input.address()?);
        let moved = self.pool().and_then(|pool| {
            let assets = Assets::from_u256(asked)?;
            let shares = shares_down(&pool, assets)?;
            (assets <= self.room(&pool)).then_some(Moved { assets, shares })
        });
        let moved = moved.ok_or_else(|| {
            let selector = IERC4626::ERC4626ExceededMaxDeposit::SELECTOR;
            exceeded(selector, receiver, asked, self.most_deposited().to_u256())
        })?;
        self.enter(moved.check()?, [word(asked), uint(0)], receiver)?;
        reply_uint(moved.shares.to_u256())
    }

    /// `mint(uint256,address)`
    pub(crate) fn mint(&mut self, mut input: Calldata<'_>) -> Reply {
        let (asked, receiver) = (input.uint()?, input.address()?);
        let moved = self.pool().and_then(|pool| {
            let shares = Shares::from_u256(asked)?;
            let assets = assets_up(&pool, shares)?;
            (assets <= self.room(&pool)).then_some(Moved { assets, shares })
        });
        let moved = moved.ok_or_else(|| {
            let selector = IERC4626::ERC4626ExceededMaxMint::SELECTOR;
            exceeded(selector, receiver, asked, self.most_minted().to_u256())
        })?;
        self.enter(moved.check()?, [uint(0), word(asked)], receiver)?;
        reply_uint(moved.assets.to_u256())
    }

    /// `withdraw(uint256,address,address)`
    pub(crate) fn withdraw(&mut self, mut input: Calldata<'_>) -> Reply {
        let (asked, receiver, owner) = (input.uint()?, input.address()?, input.address()?);
        let account = ledger::Account::load(&self.cells, owner);
        let most = self.most_withdrawn(account.balance());
        let moved = Assets::from_u256(asked).filter(|assets| *assets <= most);
        let moved = moved.and_then(|assets| {
            let shares = shares_up(&self.pool()?, assets)?;
            Some(Moved { assets, shares })
        });
        let selector = IERC4626::ERC4626ExceededMaxWithdraw::SELECTOR;
        let moved = moved.ok_or_else(|| exceeded(selector, owner, asked, most.to_u256()))?;
        self.exit(&Exit {
            moved: moved.check()?,
            asked: [word(asked), uint(0)],
            account,
            owner,
            receiver,
        })?;
        reply_uint(moved.shares.to_u256())
    }

    /// `redeem(uint256,address,address)`
    pub(crate) fn redeem(&mut self, mut input: Calldata<'_>) -> Reply {
        let (asked, receiver, owner) = (input.uint()?, input.address()?, input.address()?);
        let account = ledger::Account::load(&self.cells, owner);
        let most = self.most_redeemed(account.balance());
        let moved = Shares::from_u256(asked).filter(|shares| *shares <= most);
        let moved = moved.and_then(|shares| {
            let assets = assets_down(&self.pool()?, shares)?;
            Some(Moved { assets, shares })
        });
        let selector = IERC4626::ERC4626ExceededMaxRedeem::SELECTOR;
        let moved = moved.ok_or_else(|| exceeded(selector, owner, asked, most.to_u256()))?;
        self.exit(&Exit {
            moved: moved.check()?,
            asked: [uint(0), word(asked)],
            account,
            owner,
            receiver,
        })?;
        reply_uint(moved.assets.to_u256())
    }

    /// Takes assets and supplies them: `asked` names one of both, as the market wants it, which finds
    /// the other as it was found here, in the same second.
    fn enter(&mut self, moved: Moved, asked: [Word; 2], receiver: Address) -> Result<(), Vec<u8>> {
        let (sender, this) = (self.cells.sender(), self.vm().contract_address());
        let (assets, shares) = (moved.assets.to_u256(), moved.shares.to_u256());
        // No more than the market's shares, which are 128 bits.
        let supply = self.supply().saturating_add(shares);
        self.set_supply(supply);
        ledger::mint(&mut self.cells, receiver, shares)?;
        let [assets_word, shares_word] = moved.words();
        let words = [
            DEPOSIT.word(),
            sender.into_word().0,
            receiver.into_word().0,
            assets_word,
            shares_word,
        ];
        self.cells.log(&words, 3);

        let ((asset, _), market) = (self.asset(), self.market());
        token::transfer_from(self, asset, sender, this, assets)?;
        token::approve(self, asset, market, assets)?;
        let [assets, shares] = asked;
        // No data: the market takes what is due at once.
        let words = [assets, shares, this.into_word().0, uint(128), uint(0)];
        let call = encode(IMarket::supplyCall::SELECTOR, &words);
        self.order(&call, moved)
    }

    /// Burns shares and lets the market pay.
    fn exit(&mut self, exit: &Exit) -> Result<(), Vec<u8>> {
        let Exit {
            moved,
            account,
            owner,
            receiver,
            ..
        } = *exit;
        let (sender, this) = (self.cells.sender(), self.vm().contract_address());
        let shares = moved.shares.to_u256();
        if sender != owner {
            ledger::spend_allowance(&mut self.cells, owner, sender, shares)?;
        }
        ledger::burn(&mut self.cells, account, shares)?;
        // What somebody had is part of all.
        let supply = self.supply().saturating_sub(shares);
        self.set_supply(supply);
        let [assets_word, shares_word] = moved.words();
        let words = [
            WITHDRAW.word(),
            sender.into_word().0,
            receiver.into_word().0,
            owner.into_word().0,
            assets_word,
            shares_word,
        ];
        self.cells.log(&words, 4);
        let [assets, shares] = exit.asked;
        let words = [assets, shares, this.into_word().0, receiver.into_word().0];
        let call = encode(IMarket::withdrawCall::SELECTOR, &words);
        self.order(&call, moved)
    }

    /// Calls the market, which must move what was expected.
    fn order(&mut self, call: &[u8], moved: Moved) -> Result<(), Vec<u8>> {
        let market = self.market();
        let answer = remote::send(self, market, call, ALL_GAS)?;
        let seen: Option<&[Word; 2]> = answer.as_chunks().0.first_chunk();
        let seen = seen.map(|words| words.each_ref().map(number));
        let expected = [moved.assets.to_u256(), moved.shares.to_u256()];
        if seen == Some(expected) {
            return Ok(());
        }
        let [assets, _] = seen.unwrap_or_default();
        let words = [expected[0], assets].map(word);
        Err(encode(Abi::UnexpectedAmount::SELECTOR, &words))
    }
}
