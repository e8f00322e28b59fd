//! Liquidators: what they take, and what a pool pays them for it.
//!
//! Liquidators have dollars, take what pays, and sell it at once. The pool holds as much at all
//! prices, and whoever trades between markets brings it back to the market's price until they act
//! again: so what they can sell at a gain within a step is what limits them.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_bench::BenchError;

use super::run::{Run, dollars};
use super::stage::POOL_FEE;
use crate::actors::{CAROL, MALLORY};
use crate::contract::Done;
use crate::scene::TOKEN;
use crate::vault::SHARE_UNITS;
use crate::venues::uniswap::DEPTH;

/// What a liquidation must bring beyond what it pays, in dollars.
pub(super) const GAIN_MIN: f64 = 5.0;

/// A liquidator halves what is too much for the pool so often.
const HALVINGS_MAX: u32 = 7;

/// Liquidations of one account within a step.
const TRIES_MAX: usize = 4;

/// Accounts are looked at whose health, reckoned outside, is below; the market decides.
const LOOKED_AT_BELOW: f64 = 1.0005;

/// Where a pool stands that has the same liquidity at all prices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Depth {
    /// Root of the product of both amounts.
    liquidity: f64,
    /// What bitcoin costs in it.
    price: f64,
}

impl Depth {
    /// A pool that held so many dollars, and as much in bitcoin, at a first price, and is at another.
    pub(super) fn new(dollars: f64, first: f64, price: f64) -> Self {
        Self {
            liquidity: dollars / first.sqrt(),
            price,
        }
    }

    /// What a sale brings: `y * in / (x + in)`, `in` being what the fee leaves.
    pub(super) fn proceeds(&self, bitcoins: f64) -> f64 {
        let (x, y) = (
            self.liquidity / self.price.sqrt(),
            self.liquidity * self.price.sqrt(),
        );
        let sold = bitcoins * (1.0 - f64::from(POOL_FEE) / 1e6);
        y * sold / (x + sold)
    }
}

impl Run {
    /// Liquidators act at what the feed says, the weakest accounts first, and sell at the price of
    /// this moment.
    pub(super) fn liquidate(&mut self, told: f64, price: f64) {
        let mut weak: Vec<(f64, usize)> = self
            .debtors()
            .into_iter()
            .map(|place| (self.health_of(place, told), place))
            .filter(|(health, _)| *health < LOOKED_AT_BELOW)
            .collect();
        if weak.is_empty() {
            return;
        }
        weak.sort_by(|one, other| one.0.total_cmp(&other.0));
        self.stage.pool.trade_to(CAROL, price);
        for (_, place) in weak {
            let mut tries = 0..TRIES_MAX;
            while tries.next().is_some() && self.liquidate_once(place, price) {}
        }
    }

    /// Whether something of a borrower's was worth taking.
    fn liquidate_once(&mut self, place: usize, price: f64) -> bool {
        let [shares, bitcoin] = self.stage.collaterals();
        let borrower = self.borrowers[place];
        for (collateral, held) in [(shares, borrower.shares), (bitcoin, borrower.bitcoins)] {
            if held != 0
                && let Some(most) = self.worth_paying(place, collateral)
                && self.take(place, collateral, most, price)
            {
                return true;
            }
        }
        false
    }

    /// The most that is worth paying for a collateral now: all that may be paid, or a half, or a
    /// quarter of it and so on.
    fn worth_paying(&mut self, place: usize, collateral: Address) -> Option<U256> {
        let borrower = self.borrowers[place].account;
        let market = &self.stage.market;
        let call = Risk::previewLiquidateCall {
            borrower,
            collateral,
            maxRepaid: U256::MAX,
        };
        let preview = match market.chain().call(MALLORY, market.address, &call) {
            Ok(preview) => preview,
            Err(BenchError::Reverted { data, .. }) => {
                if data.starts_with(&Risk::LiquidationWaits::SELECTOR) && !self.touched[place] {
                    self.touched[place] = true;
                    market.send(MALLORY, &Risk::touchCall { account: borrower });
                }
                return None;
            }
            Err(error) => panic!("{error}"),
        };
        let bitcoins = self.bitcoins_of(collateral, preview.seized);
        let (paid, depth) = (dollars(preview.repaid), self.depth());
        let halvings = (0..=HALVINGS_MAX).find(|halvings| {
            let part = 1.0 / f64::from(1_u32 << halvings);
            paid * part + GAIN_MIN <= depth.proceeds(bitcoins * part)
        })?;
        Some(match halvings {
            0 => U256::MAX,
            _ => preview.repaid >> halvings as usize,
        })
    }

    fn depth(&self) -> Depth {
        let held = DEPTH as f64 / TOKEN as f64;
        Depth::new(held, self.first, self.stage.pool.price())
    }

    /// Liquidates and sells; whether the market let it.
    fn take(&mut self, place: usize, collateral: Address, most: U256, price: f64) -> bool {
        let was_healthy = 1.0 <= self.health_of(place, price);
        let market = &self.stage.market;
        let call = Risk::liquidateCall {
            borrower: self.borrowers[place].account,
            collateral,
            maxRepaid: most,
            minSeized: U256::ZERO,
            data: Bytes::new(),
        };
        let sent = market.chain().send(MALLORY, market.address, &call);
        let done = match sent {
            Ok(sent) => Done {
                returned: sent.returned,
                receipt: sent.receipt,
            },
            Err(BenchError::Reverted { .. }) => return false,
            Err(error) => panic!("{error}"),
        };
        let logs = done.logs();
        let mut logs = logs
            .iter()
            .map(|(_, log)| Risk::Liquidate::decode_log_data(log));
        let log = logs.find_map(Result::ok).expect("a liquidation says so");
        self.sell(collateral, log.seizedAssets);
        self.book(place, &log, was_healthy, price);
        self.book_rate();
        true
    }

    fn sell(&self, collateral: Address, seized: U256) {
        let vault = &self.stage.scene.vault;
        let bitcoins = if collateral == vault.address() {
            vault.redeem(MALLORY, seized.to()).returned
        } else {
            seized
        };
        let pool = &self.stage.pool;
        let swap = pool.swap_call(MALLORY, false, bitcoins, U256::ZERO);
        pool.router.send(MALLORY, &swap);
    }

    fn book(&mut self, place: usize, log: &Risk::Liquidate, was_healthy: bool, price: f64) {
        let bitcoins = self.bitcoins_of(log.collateral, log.seizedAssets);
        let (repaid, lost) = (dollars(log.repaidAssets), dollars(log.badDebt));
        let outcome = &mut self.outcome;
        outcome.liquidations += 1;
        outcome.healthy_liquidated += u64::from(was_healthy && !self.liquidated[place]);
        outcome.repaid += repaid;
        outcome.taken += bitcoins * price - repaid;
        outcome.bad_debt += lost;
        outcome.from_reserve += dollars(log.fromReserve);
        outcome.largest = outcome.largest.max(lost);
        self.liquidated[place] = true;
        let seized: u128 = log.seizedAssets.to();
        let borrower = &mut self.borrowers[place];
        if log.collateral == self.stage.scene.vault.address() {
            borrower.shares -= seized;
        } else {
            borrower.bitcoins -= seized;
        }
        borrower.debt = if log.badDebt.is_zero() {
            borrower.debt - log.repaidShares
        } else {
            U256::ZERO
        };
    }

    /// What an amount of a collateral is in whole bitcoins.
    fn bitcoins_of(&self, collateral: Address, amount: U256) -> f64 {
        let units = if collateral == self.stage.scene.vault.address() {
            SHARE_UNITS as f64
        } else {
            1.0
        };
        dollars(amount) / units
    }
}
