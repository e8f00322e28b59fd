//! An account as a call finds it.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolError;
use ballast_abi::market::IMarket;
use ballast_abi::market_risk::IMarketRisk as Abi;
use ballast_core::lending::{Account, Averages, Holding, Prices, Quote, Standing, UnitPrice, Wad};
use ballast_core::{Assets, Seconds};
use ballast_market::errors::{about, plain, too_large};
use ballast_market::record::{AccountRecord, Config, LiquidationRecord, Pricing};
use ballast_market::{Books, Market, Purpose};
use stylus_sdk::prelude::*;

/// The shortest time after which a remembered price may stand in for one that is missing.
const SILENCE_MIN: Seconds = Seconds::new(3_600);

/// The gas that a price must have been asked with to count as missing. The oracle gets all of it
/// but a 64th part, of which nothing could be liquidated: whoever starves the oracle gets nowhere.
const GAS_MIN: u64 = 3_000_000;

/// Everything that decides about an account, read once.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) address: Address,
    pub(crate) record: AccountRecord,
    pub(crate) books: Books,
    pub(crate) pricing: Pricing,
    pub(crate) terms: LiquidationRecord,
    /// What it owes, rounded up.
    pub(crate) debt: Assets,
    /// The numbers of its collaterals, in the order of `holdings`.
    pub(crate) indices: Vec<u8>,
    /// Their tokens.
    pub(crate) tokens: Vec<Address>,
    pub(crate) holdings: Vec<Holding>,
    /// What the averages are once its prices were seen.
    averages: Vec<Option<Averages>>,
    /// A collateral whose price is missing, which counts at what is remembered.
    pub(crate) silent: Option<Silent>,
    /// Whether the gate was asked with a price, and is open.
    pub(crate) is_open: bool,
}

/// A collateral without a price.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Silent {
    pub(crate) token: Address,
    /// Its number.
    pub(crate) index: u8,
    /// The highest price that is remembered: for who wants to buy it.
    pub(crate) highest: UnitPrice,
}

impl Found {
    /// Looks at an account; nothing is written.
    ///
    /// # Errors
    /// `PriceMissing`, `NumberTooLarge`.
    #[inline(never)]
    pub(crate) fn look(
        market: &Market,
        address: Address,
        purpose: Purpose,
    ) -> Result<Self, Vec<u8>> {
        let (record, books) = (market.account(address), market.books()?);
        let debt = books.settled.debt.to_assets_up(record.debt);
        let mut found = Self {
            address,
            record,
            books,
            pricing: market.pricing(),
            terms: market.liquidation(),
            debt: debt.ok_or_else(too_large)?,
            indices: record.indices().collect(),
            tokens: Vec::with_capacity(Account::HOLDINGS_MAX),
            holdings: Vec::with_capacity(Account::HOLDINGS_MAX),
            averages: Vec::with_capacity(Account::HOLDINGS_MAX),
            silent: None,
            is_open: false,
        };
        for index in record.indices() {
            let is_first = found.holdings.is_empty();
            // The gate is asked once.
            let purpose = if is_first { purpose } else { Purpose::Look };
            found.add(market, index, purpose)?;
        }
        Ok(found)
    }

    fn add(&mut self, market: &Market, index: u8, purpose: Purpose) -> Result<(), Vec<u8>> {
        let now = self.books.now;
        let collateral = market.collateral(index);
        let gas = market.vm().evm_gas_left();
        let config: &Config = &self.books.config;
        let seen = market.look(config, &self.pricing, index, &collateral, purpose);
        let (prices, averages) = match seen {
            Ok(seen) => {
                self.is_open |= seen.is_open;
                (seen.prices, seen.averages)
            }
            Err(reason) => {
                let known = self.remembered(market, index, gas).ok_or(reason)?;
                self.silent = Some(Silent {
                    token: collateral.token,
                    index,
                    highest: known.fast().max(known.slow()).max(known.last()),
                });
                (steady(known.slow()), None)
            }
        };
        let ltv = collateral.ltv(now, || market.ramp_start(index));
        self.holdings.push(Holding {
            amount: market.holding(self.address, index),
            prices,
            ltv: ltv.ok_or_else(too_large)?,
        });
        self.averages.push(averages);
        self.tokens.push(collateral.token);
        Ok(())
    }

    /// What is remembered of a price, if it is the only one that is missing, for long enough, and
    /// not for want of gas.
    fn remembered(&self, market: &Market, index: u8, gas: u64) -> Option<Averages> {
        let known = Averages::from_word(market.averages_word(index))?;
        let since = known.at().after(self.terms.delay.max(SILENCE_MIN));
        let is_due = since <= self.books.now && !self.pricing.pace.is_off();
        (is_due && GAS_MIN <= gas && self.silent.is_none()).then_some(known)
    }

    /// Lets the averages remember what was seen.
    pub(crate) fn remember(&self, market: &mut Market) {
        for (index, averages) in self.indices.iter().zip(&self.averages) {
            if let Some(averages) = averages {
                market.set_averages_word(*index, averages.to_word());
            }
        }
    }

    /// The account.
    ///
    /// # Errors
    /// `NumberTooLarge` for more collaterals than there can be.
    pub(crate) fn account(&self) -> Result<Account<'_>, Vec<u8>> {
        Account::new(&self.holdings, self.debt).ok_or_else(too_large)
    }

    /// Its health at a price.
    ///
    /// # Errors
    /// `NumberTooLarge`.
    pub(crate) fn health(&self, quote: Quote) -> Result<Wad, Vec<u8>> {
        self.account()?.health_at(quote).ok_or_else(too_large)
    }

    /// Where it stands with liquidators.
    ///
    /// With a price missing, its collateral counts at the remembered slow average, and only what is
    /// deep below at spot and at the fast average may be liquidated: a borrower cannot hide behind
    /// a dead feed, and nobody else loses by one.
    ///
    /// # Errors
    /// `NumberTooLarge`, `InvalidTerms` without terms.
    pub(crate) fn standing(&self) -> Result<Standing, Vec<u8>> {
        if self.silent.is_none() {
            let patience = self.terms.patience();
            let patience = patience.ok_or_else(|| plain(Abi::InvalidTerms::SELECTOR))?;
            let since = self.record.unhealthy_since;
            let standing = self.account()?.standing(patience, since, self.books.now);
            return standing.ok_or_else(too_large);
        }
        let health = self.health(Quote::Spot)?.max(self.health(Quote::Fast)?);
        Ok(if Wad::ONE <= health {
            Standing::Healthy
        } else if Wad::from_bps(self.terms.deep) <= health {
            Standing::Waits {
                until: Seconds::new(u64::MAX),
            }
        } else {
            Standing::Liquidatable
        })
    }

    /// Refuses an account with a collateral whose price is missing.
    ///
    /// # Errors
    /// `PriceMissing`.
    pub(crate) fn check_prices(&self) -> Result<(), Vec<u8>> {
        match self.silent {
            Some(silent) => Err(about(IMarket::PriceMissing::SELECTOR, silent.token)),
            None => Ok(()),
        }
    }
}

/// One price for all.
const fn steady(price: UnitPrice) -> Prices {
    Prices {
        spot: price,
        fast: price,
        slow: price,
        bid: price,
    }
}
