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
    /// To look.
    Look,
    /// To liquidate, which an open gate lets everybody do.
    Liquidation,
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

/// What a collateral is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// At all prices that decide.
    pub prices: Prices,
    /// The averages once this price is seen, if there are any.
    pub averages: Option<Averages>,
    /// Whether the gate was asked, and is open.
    pub is_open: bool,
}

impl Market {
    /// What the oracle says of a collateral now, and whether its gate was asked in the same call, and
    /// is open: for new risk and liquidations, if there is a gate at all.
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
    ) -> Result<(Spot, bool), Vec<u8>> {
        let words = [collateral.token, config.asset].map(named);
        let is_gated = purpose != Purpose::Look && pricing.is_gated;
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
        let is_open = is_gated && answer.as_chunks().0.get(3) == Some(&uint(1));
        if is_gated && !is_open && purpose == Purpose::NewRisk {
            return Err(encode(Abi::RiskWaits::SELECTOR, &[]));
        }
        Ok((spot, is_open))
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
    ) -> Result<Seen, Vec<u8>> {
        let (Spot { bid, mid }, is_open) = self.spot(config, pricing, collateral, purpose)?;
        if pricing.pace.is_off() {
            let prices = Prices {
                spot: mid,
                fast: mid,
                slow: mid,
                bid,
            };
            return Ok(Seen {
                prices,
                averages: None,
                is_open,
            });
        }
        let now = self.now();
        let averages = Averages::from_word(self.averages_word(index)).map_or_else(
            || Averages::begin(mid, now),
            |known| known.observed(mid, now, pricing.pace),
        );
        Ok(Seen {
            prices: averages.prices(mid, bid),
            averages: Some(averages),
            is_open,
        })
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
        let seen = self.look(config, pricing, index, collateral, purpose)?;
        if let Some(averages) = seen.averages {
            self.set_averages_word(index, averages.to_word());
        }
        Ok(seen.prices)
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
