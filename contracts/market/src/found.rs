//! An account as a call finds it.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolError;
use ballast_abi::market::IMarket;
use ballast_abi::market_risk::IMarketRisk as Abi;
use ballast_core::lending::{Account, Averages, Holding, Prices, Quote, Standing, UnitPrice, Wad};
use ballast_core::{Assets, Seconds};
use stylus_sdk::prelude::*;

use crate::books::Books;
use crate::errors::{about, plain, too_large};
use crate::prices::Purpose;
use crate::record::{AccountRecord, Config, LiquidationRecord, Pricing};
use crate::state::Market;

/// The shortest time after which a remembered price may stand in for one that is missing.
const SILENCE_MIN: Seconds = Seconds::new(3_600);

/// The gas that a price must have been asked with to count as missing. The oracle gets all of it
/// but a 64th part, of which nothing could be liquidated: whoever starves the oracle gets nowhere.
const GAS_MIN: u64 = 3_000_000;

/// Everything that decides about an account, read once.
#[derive(Clone, Debug)]
pub struct Found {
    /// Whose it is.
    pub address: Address,
    /// What it owes, and which collaterals it has.
    pub record: AccountRecord,
    /// The market's totals.
    pub books: Books,
    /// Where prices come from.
    pub pricing: Pricing,
    /// The terms of liquidations.
    pub terms: LiquidationRecord,
    /// What it owes, rounded up.
    pub debt: Assets,
    /// Its collaterals, in the order of `holdings`.
    pub collaterals: Vec<Held>,
    /// How much of each, its prices and LTVs.
    pub holdings: Vec<Holding>,
    /// A collateral whose price is missing, which counts at what is remembered.
    pub silent: Option<Silent>,
    /// Whether the gate was asked with a price, and is open.
    pub is_open: bool,
}

/// A collateral that an account has.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// Its number.
    pub index: u8,
    /// The token.
    pub token: Address,
    /// What the averages are once its price was seen.
    averages: Option<Averages>,
}

/// A collateral without a price.
#[derive(Clone, Copy, Debug)]
pub struct Silent {
    pub token: Address,
    /// Its number.
    pub index: u8,
    /// The highest price that is remembered: for who wants to buy it.
    pub highest: UnitPrice,
}

impl Found {
    /// Looks at an account; nothing is written. For new risk no terms of liquidations are read, and
    /// nothing stands in for a price that is missing.
    ///
    /// # Errors
    /// `RiskWaits`, `PriceMissing`, `NumberTooLarge`.
    #[inline(never)]
    pub fn look(market: &Market, address: Address, purpose: Purpose) -> Result<Self, Vec<u8>> {
        let (record, books) = (market.account(address), market.books()?);
        let debt = books.settled.debt.to_assets_up(record.debt);
        let mut found = Self {
            address,
            record,
            books,
            pricing: market.pricing(),
            terms: match purpose {
                Purpose::NewRisk => LiquidationRecord::default(),
                Purpose::Look | Purpose::Liquidation => market.liquidation(),
            },
            debt: debt.ok_or_else(too_large)?,
            collaterals: Vec::with_capacity(Account::HOLDINGS_MAX),
            holdings: Vec::with_capacity(Account::HOLDINGS_MAX),
            silent: None,
            is_open: false,
        };
        for index in record.indices() {
            found.add(market, index, purpose)?;
        }
        Ok(found)
    }

    fn add(&mut self, market: &Market, index: u8, purpose: Purpose) -> Result<(), Vec<u8>> {
        let now = self.books.now;
        let collateral = market.collateral(index);
        let gas = market.vm().evm_gas_left();
        let config: &Config = &self.books.config;
        // The gate is asked once.
        let asked = if self.holdings.is_empty() {
            purpose
        } else {
            Purpose::Look
        };
        let seen = market.look(config, &self.pricing, index, &collateral, asked);
        let (prices, averages) = match seen {
            Ok(seen) => {
                self.is_open |= seen.is_open;
                (seen.prices, seen.averages)
            }
            Err(reason) if purpose == Purpose::NewRisk => return Err(reason),
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
        self.collaterals.push(Held {
            index,
            token: collateral.token,
            averages,
        });
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
    pub fn remember(&self, market: &mut Market) {
        for held in &self.collaterals {
            if let Some(averages) = held.averages {
                market.set_averages_word(held.index, averages.to_word());
            }
        }
    }

    /// The account.
    ///
    /// # Errors
    /// `NumberTooLarge` for more collaterals than there can be.
    pub fn account(&self) -> Result<Account<'_>, Vec<u8>> {
        Account::new(&self.holdings, self.debt).ok_or_else(too_large)
    }

    /// Its health at a price.
    ///
    /// # Errors
    /// `NumberTooLarge`.
    pub fn health(&self, quote: Quote) -> Result<Wad, Vec<u8>> {
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
    pub fn standing(&self) -> Result<Standing, Vec<u8>> {
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
    pub fn check_prices(&self) -> Result<(), Vec<u8>> {
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
