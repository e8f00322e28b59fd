//! A pool's price now and over time.

use alloc::vec::Vec;

use alloy_sol_types::SolError;
use ballast_abi::uniswap_v3::IUniswapV3Trader as Abi;
use ballast_core::{SqrtPrice, Tick};
use ballast_shell::encode;
use stylus_sdk::host::VM;

use crate::pool::{Pool, Slot0};
use crate::word::signed;

/// What a pool says about its price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Market {
    /// Its price now, which whoever trades can move.
    pub slot0: Slot0,
    /// The mean over a window.
    pub mean: Tick,
}

impl Market {
    /// The price of a pool now and over the last `window_seconds`.
    ///
    /// # Errors
    /// `PriceUnavailable` if the pool has no observation that old.
    pub fn of(pool: Pool, host: &VM, window_seconds: u32) -> Result<Self, Vec<u8>> {
        pool.slot0(host)
            .zip(pool.mean_tick(host, window_seconds))
            .map(|(slot0, mean)| Self { slot0, mean })
            .ok_or_else(|| {
                let words = [pool.0.into_word().0];
                encode(Abi::PriceUnavailable::SELECTOR, &words)
            })
    }

    /// The price over time.
    pub fn price(&self) -> SqrtPrice {
        self.mean.sqrt_price()
    }

    /// Whether the price now is no more than so many ticks off the mean.
    pub fn agrees(&self, deviation_ticks: u32) -> bool {
        self.slot0.tick.distance(self.mean) <= deviation_ticks
    }

    /// Refuses a price now that is more than so many ticks off the mean.
    ///
    /// # Errors
    /// `PriceDeviates`.
    pub fn require_agreement(&self, deviation_ticks: u32) -> Result<(), Vec<u8>> {
        if self.agrees(deviation_ticks) {
            return Ok(());
        }
        let words = [signed(self.slot0.tick.get()), signed(self.mean.get())];
        Err(encode(Abi::PriceDeviates::SELECTOR, &words))
    }

    /// The worst price at which to sell one of the tokens: so many ticks off the mean, against the
    /// seller.
    pub fn worst_price(&self, sells_token0: bool, slippage_ticks: i32) -> SqrtPrice {
        let ticks = if sells_token0 {
            slippage_ticks.saturating_neg()
        } else {
            slippage_ticks
        };
        self.mean.shifted(ticks).sqrt_price()
    }
}
