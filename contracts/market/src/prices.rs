//! What a collateral is worth, at all prices that decide.

use alloc::vec::Vec;

use alloy_primitives::U256;
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::market::IMarket as Abi;
use ballast_abi::oracle::{IPriceOracle, ISequencerGate};
use ballast_core::lending::{Averages, Prices, UnitPrice};
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Word, encode, number};
use stylus_sdk::prelude::*;

use crate::errors::{about, named};
use crate::record::{CollateralRecord, Config, Pricing};
use crate::state::Market;

/// The most gas that the oracle's gate gets: what it gives its feed, and as much again.
const GATE_GAS: u64 = 600_000;

/// What the oracle says of a collateral now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// What it can be sold for.
    pub bid: UnitPrice,
    /// The middle.
    pub mid: UnitPrice,
}

impl Market {
    /// What the oracle says of a collateral now.
    ///
    /// # Errors
    /// `PriceMissing` if it names none.
    #[inline(never)]
    pub fn spot(
        &self,
        config: &Config,
        pricing: &Pricing,
        collateral: &CollateralRecord,
    ) -> Result<Spot, Vec<u8>> {
        let words = [collateral.token, config.asset].map(named);
        let call = encode(IPriceOracle::getPriceCall::SELECTOR, &words);
        let answer = remote::view(self.vm(), pricing.oracle, &call, ALL_GAS);
        let spot = answer.as_deref().and_then(read_spot);
        spot.ok_or_else(|| about(Abi::PriceMissing::SELECTOR, collateral.token))
    }

    /// What a collateral is worth now, by the oracle and by the averages as they are once this
    /// price is seen; nothing is written.
    ///
    /// # Errors
    /// `PriceMissing`.
    pub fn look(
        &self,
        config: &Config,
        pricing: &Pricing,
        index: u8,
        collateral: &CollateralRecord,
    ) -> Result<(Prices, Option<Averages>), Vec<u8>> {
        let Spot { bid, mid } = self.spot(config, pricing, collateral)?;
        if pricing.pace.is_off() {
            let prices = Prices {
                spot: mid,
                fast: mid,
                slow: mid,
                bid,
            };
            return Ok((prices, None));
        }
        let now = self.now();
        let averages = Averages::from_word(self.averages_word(index)).map_or_else(
            || Averages::begin(mid, now),
            |known| known.observed(mid, now, pricing.pace),
        );
        Ok((averages.prices(mid, bid), Some(averages)))
    }

    /// The same, and the averages remember it: whoever decides by prices observes them.
    ///
    /// # Errors
    /// `PriceMissing`.
    #[inline(never)]
    pub fn observe(
        &mut self,
        config: &Config,
        pricing: &Pricing,
        index: u8,
        collateral: &CollateralRecord,
    ) -> Result<Prices, Vec<u8>> {
        let (prices, averages) = self.look(config, pricing, index, collateral)?;
        if let Some(averages) = averages {
            self.set_averages_word(index, averages.to_word());
        }
        Ok(prices)
    }

    /// Refuses new risk while the oracle's gate is closed, or does not say.
    ///
    /// # Errors
    /// `RiskWaits`.
    pub(crate) fn check_gate(&self, pricing: &Pricing) -> Result<(), Vec<u8>> {
        if !pricing.is_gated {
            return Ok(());
        }
        let call = ISequencerGate::mayTakeRiskCall::SELECTOR;
        let answer = remote::view_uint(self.vm(), pricing.oracle, &call, GATE_GAS);
        if answer == Some(U256::ONE) {
            return Ok(());
        }
        Err(encode(Abi::RiskWaits::SELECTOR, &[]))
    }
}

/// Bid and mid of an answer; `None` if there are not three words, or one of both is nothing.
fn read_spot(answer: &[u8]) -> Option<Spot> {
    let [bid, mid, _]: &[Word; 3] = answer.as_chunks().0.first_chunk()?;
    let [bid, mid] = [bid, mid].map(|price| UnitPrice::new(number(price)));
    Some(Spot {
        bid: bid?,
        mid: mid?,
    })
}
