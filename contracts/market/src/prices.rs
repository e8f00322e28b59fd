//! What a collateral is worth, at all prices that decide.

use alloc::vec::Vec;

use alloy_sol_types::{SolCall, SolError};
use ballast_abi::market::IMarket as Abi;
use ballast_abi::oracle::IPriceOracle;
use ballast_core::lending::{Averages, Prices, UnitPrice};
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Word, encode, number, uint};
use stylus_sdk::prelude::*;

use crate::errors::{about, named};
use crate::record::{CollateralRecord, Config, Pricing};
use crate::state::Market;

/// What a price is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To look, or to liquidate.
    Look,
    /// To let an account take risk, for which the oracle's gate must be open.
    NewRisk,
}

/// What the oracle says of a collateral now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// What it can be sold for.
    pub bid: UnitPrice,
    /// The middle.
    pub mid: UnitPrice,
}

impl Market {
    /// What the oracle says of a collateral now, and, for new risk, of its gate in the same call.
    ///
    /// # Errors
    /// `PriceMissing` if it names none, `RiskWaits` while the gate is closed or does not say.
    #[inline(never)]
    pub fn spot(
        &self,
        config: &Config,
        pricing: &Pricing,
        collateral: &CollateralRecord,
        purpose: Purpose,
    ) -> Result<Spot, Vec<u8>> {
        let words = [collateral.token, config.asset].map(named);
        let is_gated = purpose == Purpose::NewRisk && pricing.is_gated;
        let selector = if is_gated {
            IPriceOracle::getPriceAndGateCall::SELECTOR
        } else {
            IPriceOracle::getPriceCall::SELECTOR
        };
        let call = encode(selector, &words);
        let answer = remote::view(self.vm(), pricing.oracle, &call, ALL_GAS);
        let answer = answer.unwrap_or_default();
        let spot = read_spot(&answer);
        let spot = spot.ok_or_else(|| about(Abi::PriceMissing::SELECTOR, collateral.token))?;
        if is_gated && answer.as_chunks().0.get(3) != Some(&uint(1)) {
            return Err(encode(Abi::RiskWaits::SELECTOR, &[]));
        }
        Ok(spot)
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
        purpose: Purpose,
    ) -> Result<(Prices, Option<Averages>), Vec<u8>> {
        let Spot { bid, mid } = self.spot(config, pricing, collateral, purpose)?;
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
        purpose: Purpose,
    ) -> Result<Prices, Vec<u8>> {
        let (prices, averages) = self.look(config, pricing, index, collateral, purpose)?;
        if let Some(averages) = averages {
            self.set_averages_word(index, averages.to_word());
        }
        Ok(prices)
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
