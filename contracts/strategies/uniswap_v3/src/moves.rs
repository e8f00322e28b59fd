//! What the registry has the strategy do.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::strategy::IStrategy;
use ballast_abi::strategy_uniswap_v3::StrategyUniswapV3 as Abi;
use ballast_core::{Amounts, TickRange};
use ballast_shell::{Calldata, Literal, Reply, encode, reply_uint, token, word};
use ballast_strategy::{Parties, part, rewards};
use stylus_sdk::prelude::*;

use crate::refusals::{failed, shortfall};
use crate::state::{Pair, Strategy};

const FEES_COLLECTED: Literal = Literal::new(Abi::FeesCollected::SIGNATURE_HASH.0);

impl Strategy {
    /// `allocate(uint256)`
    pub(crate) fn allocate(&mut self, mut input: Calldata<'_>) -> Reply {
        let assets = input.uint()?;
        self.obeying()?;
        let (terms, pair) = (self.terms(), self.pair());
        let market = self.market(&terms)?;
        market.require_agreement(terms.deviation)?;
        let before = self.worth(&pair, &market)?;
        self.book(pair.of_asset(assets));
        self.require_booked(&pair, assets)?;

        let range = self.open_range(&terms, &pair, &market)?;
        self.invest(&terms, &pair, &market, range)?;
        let after = self.worth(&pair, &self.market(&terms)?)?;
        let received = after.saturating_sub(before);
        let worst = market.worst_price(!pair.asset_is_token0, terms.slippage as i32);
        let least = pair.least_for(assets, market.price(), worst);
        if received < least {
            return Err(shortfall(received, least));
        }
        Ok(Vec::new())
    }

    /// `deallocate(uint256)`
    ///
    /// While the price is off the mean it pays what lies here.
    pub(crate) fn deallocate(&mut self, mut input: Calldata<'_>) -> Reply {
        let asked = input.uint()?;
        let vault = self.obeying()?.vault;
        let (terms, pair) = (self.terms(), self.pair());
        if let Some(market) = self.agreed_market(&terms) {
            self.gather(&terms, &pair, &market, asked)?;
        }
        self.pay(&pair, vault, asked)
    }

    /// `harvest()`
    ///
    /// What came without an allocation, from whoever sells rewards or as a gift, is booked here.
    pub(crate) fn harvest(&mut self) -> Reply {
        self.obeying()?;
        let (terms, pair) = (self.terms(), self.pair());
        let market = self.market(&terms)?;
        let provided = self.liquidity()?;
        if let Some((range, _)) = provided {
            let fees = self.withdraw(range, 0)?;
            let words = [FEES_COLLECTED.word(), word(fees.token0), word(fees.token1)];
            self.cells.log(&words, 1);
        }
        let balances = self.balances(&pair)?;
        self.set_idle(balances);
        match provided {
            Some((range, _)) if market.agrees(terms.deviation) => {
                self.invest(&terms, &pair, &market, range)?;
                reply_uint(self.worth(&pair, &self.market(&terms)?)?)
            }
            _ => reply_uint(self.worth(&pair, &market)?),
        }
    }

    /// `emergencyExit()`
    ///
    /// Takes all liquidity out whatever the price is, and sells within the usual bounds: beyond
    /// them a swap would pay whoever moved the price. What is not sold stays, for another call or to
    /// be given in kind.
    pub(crate) fn emergency_exit(&mut self) -> Reply {
        let vault = self.obeying()?.vault;
        let (terms, pair) = (self.terms(), self.pair());
        if let Some((range, liquidity)) = self.liquidity()? {
            self.withdraw(range, liquidity)?;
        }
        if let Ok(market) = self.market(&terms) {
            let sells_token0 = !pair.asset_is_token0;
            let worst = market.worst_price(sells_token0, terms.slippage as i32);
            let (_, other) = pair.split(self.idle());
            let paid = self.pool().sell(self, sells_token0, other, worst)?;
            self.settle(paid);
        }
        self.pay(&pair, vault, U256::MAX)
    }

    /// `transferInKind(uint256,address)`
    pub(crate) fn transfer_in_kind(&mut self, mut input: Calldata<'_>) -> Reply {
        let (fraction, receiver) = (input.uint()?, input.address()?);
        self.obeying()?;
        let part_of = |amount| {
            part(amount, fraction)
                .ok_or_else(|| encode(Abi::InvalidFraction::SELECTOR, &[word(fraction)]))
        };
        let parts_of = |amounts: Amounts| -> Result<Amounts, Vec<u8>> {
            Ok(Amounts {
                token0: part_of(amounts.token0)?,
                token1: part_of(amounts.token1)?,
            })
        };
        let idle = self.idle();
        let given = parts_of(idle)?;
        self.set_idle(idle.saturating_sub(given));
        if let Some((range, liquidity)) = self.liquidity()? {
            // A part of 128 bits.
            let burnt = part_of(U256::from(liquidity))?
                .try_into()
                .unwrap_or(liquidity);
            let pool = self.pool();
            let paid_out = pool.burn(self, range, burnt)?;
            let position = pool.position(self.vm(), self.this(), range);
            let owed = position.ok_or_else(|| pool.failed())?.owed;
            let fees = parts_of(owed.saturating_sub(paid_out))?;
            pool.collect(self, range, paid_out.saturating_add(fees), receiver)?;
        }
        let pair = self.pair();
        for (token, amount) in pair.tokens.into_iter().zip([given.token0, given.token1]) {
            if !amount.is_zero() {
                token::transfer(self, token, receiver, amount)?;
            }
        }
        Ok(Vec::new())
    }

    /// `sweep(address)`
    pub(crate) fn sweep(&mut self, mut input: Calldata<'_>) -> Reply {
        let token = input.address()?;
        rewards::require_sweep(self, token)?;
        rewards::hand_over(self, token)
    }

    /// `reinvest()`: books what lies here, for the next harvest to put to work. Returns how much of
    /// the asset was not in the books.
    pub(crate) fn reinvest(&mut self) -> Reply {
        let pair = self.pair();
        let (before, balances) = (self.idle(), self.balances(&pair)?);
        self.set_idle(balances);
        let (came, _) = pair.split(balances.saturating_sub(before));
        rewards::reinvested(&mut self.cells, came)
    }

    /// Takes liquidity out, and with it all fees; nothing of it takes the fees alone. Books and
    /// returns what came.
    pub(crate) fn withdraw(
        &mut self,
        range: TickRange,
        liquidity: u128,
    ) -> Result<Amounts, Vec<u8>> {
        let (pool, this) = (self.pool(), self.this());
        pool.burn(self, range, liquidity)?;
        let all = Amounts {
            token0: U256::MAX,
            token1: U256::MAX,
        };
        let came = pool.collect(self, range, all, this)?;
        self.book(came);
        Ok(came)
    }

    /// Books what came.
    pub(crate) fn book(&mut self, came: Amounts) {
        let idle = self.idle();
        self.set_idle(idle.saturating_add(came));
    }

    /// Sends the vault up to `asked` of the asset that lies here. Answers with what it sent.
    fn pay(&mut self, pair: &Pair, vault: Address, asked: U256) -> Reply {
        let idle = self.idle();
        let (asset, _) = pair.split(idle);
        let sent = asked.min(asset);
        if !sent.is_zero() {
            self.set_idle(idle.saturating_sub(pair.of_asset(sent)));
            token::transfer(self, pair.asset(), vault, sent)?;
        }
        reply_uint(sent)
    }

    /// What lies here by the tokens.
    fn balances(&self, pair: &Pair) -> Result<Amounts, Vec<u8>> {
        let balance =
            |token| token::balance_of(self.vm(), token, self.this()).ok_or_else(|| failed(token));
        let [token0, token1] = pair.tokens;
        Ok(Amounts {
            token0: balance(token0)?,
            token1: balance(token1)?,
        })
    }

    /// Makes sure that the assets that were booked have come.
    fn require_booked(&self, pair: &Pair, assets: U256) -> Result<(), Vec<u8>> {
        let asset = pair.asset();
        let held = token::balance_of(self.vm(), asset, self.this()).ok_or_else(|| failed(asset))?;
        let (booked, _) = pair.split(self.idle());
        let missing = booked.saturating_sub(held);
        if missing.is_zero() {
            return Ok(());
        }
        Err(shortfall(assets.saturating_sub(missing), assets))
    }

    /// Everybody there is, if the registry calls.
    fn obeying(&self) -> Result<Parties, Vec<u8>> {
        let (parties, sender) = (self.parties(), self.cells.sender());
        if sender == parties.registry {
            Ok(parties)
        } else {
            let words = [sender.into_word().0];
            Err(encode(IStrategy::NotRegistry::SELECTOR, &words))
        }
    }
}
