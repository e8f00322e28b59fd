//! What all sources of an asset say, and what follows.
//!
//! Prices that others are multiplied by are found first, one after the other and each once. Nothing
//! recurses: the stack is small, and what is large lies on the heap.

use alloc::vec::Vec;

use alloy_primitives::Address;
use ballast_core::oracle::{Band, Consensus, Disagreement, SOURCES_MAX, agrees, consensus};

use crate::errors::price_missing;
use crate::reading::{Place, Said, State};
use crate::record::{Asset, Source};
use crate::state::Oracle;

/// One source: where it stands, and its price in the numeraire or why it has none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heard {
    pub(crate) target: Address,
    pub(crate) price: Result<Band, State>,
}

/// All sources of an asset, by place.
#[derive(Clone, Debug)]
pub(crate) struct Survey {
    pub(crate) asset: Asset,
    pub(crate) heard: Vec<Heard>,
}

impl Survey {
    /// The price.
    #[inline(never)]
    pub(crate) fn consensus(&self) -> Result<Consensus, Disagreement> {
        let bands: Vec<Band> = self
            .heard
            .iter()
            .filter_map(|heard| heard.price.ok())
            .collect();
        let Asset {
            deviation, least, ..
        } = self.asset;
        consensus(&bands, deviation, usize::from(least))
    }

    /// The state of each source: one with a price is live if it agrees with those in the middle.
    #[inline(never)]
    pub(crate) fn states(&self) -> Vec<State> {
        let bands: Vec<Band> = self
            .heard
            .iter()
            .filter_map(|heard| heard.price.ok())
            .collect();
        // Of any number that answered there is a middle.
        let middle =
            consensus(&bands, self.asset.deviation, 0).map(|found| (found.lower, found.upper));
        let state = |heard: &Heard| match (heard.price, middle) {
            (Err(state), _) => state,
            (Ok(band), Ok((lower, upper)))
                if agrees(band.mid, lower, upper, self.asset.deviation) =>
            {
                State::Live
            }
            (Ok(_), _) => State::Disagrees,
        };
        self.heard.iter().map(state).collect()
    }
}

/// A look at prices within one call: what is asked twice is read once.
#[derive(Clone)]
pub(crate) struct Look<'a> {
    oracle: &'a Oracle,
    /// What prices are in, once an asset's record named it.
    numeraire: Option<Address>,
    /// Prices that others are multiplied by.
    known: Vec<(Address, Asset, Option<Band>)>,
}

impl<'a> Look<'a> {
    /// At prices of an oracle.
    pub(crate) fn at(oracle: &'a Oracle) -> Self {
        Self {
            oracle,
            numeraire: None,
            known: Vec::new(),
        }
    }

    /// The price of an asset in the numeraire.
    ///
    /// # Errors
    /// `UnknownAsset`, `PriceMissing`, `NotEnoughGas`.
    #[inline(never)]
    pub(crate) fn price(&mut self, asset: Address) -> Result<Band, Vec<u8>> {
        if self.numeraire == Some(asset) {
            return Ok(Band::ONE);
        }
        let known = self.known.iter().find(|(known, _, _)| *known == asset);
        if let Some((_, _, Some(band))) = known {
            return Ok(*band);
        }
        let record = match self.oracle.registered(asset) {
            // The numeraire is never registered.
            Err(_) if self.oracle.unit().0 == asset => return Ok(Band::ONE),
            record => record?,
        };
        self.numeraire = Some(record.numeraire);
        match self.survey(asset, record)?.consensus() {
            Ok(found) => Ok(found.band),
            // Five at most.
            Err(Disagreement { agreeing }) => Err(price_missing(
                asset,
                agreeing as u64,
                u64::from(record.least),
            )),
        }
    }

    /// What all sources of an asset say.
    ///
    /// # Errors
    /// `NotEnoughGas`.
    #[inline(never)]
    pub(crate) fn survey(&mut self, asset: Address, record: Asset) -> Result<Survey, Vec<u8>> {
        let mut pending = self.missing(asset, &record);
        while let Some(quote) = pending.last().copied() {
            let record = self.oracle.asset_of(quote);
            let before = self.missing(quote, &record);
            // Levels fall from each to those it waits for, so this ends.
            if before.is_empty() {
                pending.pop();
                if !self.known.iter().any(|(known, _, _)| *known == quote) {
                    let band = self.hear_all(quote, record)?.consensus().ok();
                    self.known
                        .push((quote, record, band.map(|found| found.band)));
                }
            } else {
                pending.extend(before);
            }
        }
        self.hear_all(asset, record)
    }

    /// The assets that sources of an asset are quoted in, if they are registered, of a lower level, and
    /// not known yet. All sources of the first level are quoted in the numeraire.
    #[inline(never)]
    fn missing(&self, asset: Address, record: &Asset) -> Vec<Address> {
        if record.level <= 1 {
            return Vec::new();
        }
        (0..SOURCES_MAX as u8)
            .filter(|index| record.has(*index) && !record.is_disabled(*index))
            .map(|index| self.oracle.source_in(asset, index, record).quote)
            .filter(|quote| {
                let below = self.oracle.asset_of(*quote);
                below.least != 0
                    && below.level < record.level
                    && !self.known.iter().any(|(known, _, _)| known == quote)
            })
            .collect()
    }

    /// What all sources of an asset say, once all that they are quoted in is known.
    #[inline(never)]
    fn hear_all(&self, asset: Address, record: Asset) -> Result<Survey, Vec<u8>> {
        let mut heard = Vec::with_capacity(SOURCES_MAX);
        for index in 0..SOURCES_MAX as u8 {
            heard.push(self.look_at(asset, index, &record)?);
        }
        Ok(Survey {
            asset: record,
            heard,
        })
    }

    /// One place of an asset.
    #[inline(never)]
    fn look_at(&self, asset: Address, index: u8, record: &Asset) -> Result<Heard, Vec<u8>> {
        if !record.has(index) {
            return Ok(Heard {
                target: Address::ZERO,
                price: Err(State::Empty),
            });
        }
        let source = self.oracle.source_in(asset, index, record);
        let price = if record.is_disabled(index) {
            Err(State::Disabled)
        } else {
            self.hear(asset, index, record, &source)?
        };
        Ok(Heard {
            target: source.target,
            price,
        })
    }

    /// The price of an asset in the numeraire by one source.
    #[inline(never)]
    fn hear(&self, asset: Address, index: u8, record: &Asset, source: &Source) -> Said<Band> {
        let in_numeraire = source.quote == record.numeraire;
        let (quote_decimals, quote) = if in_numeraire {
            (record.numeraire_decimals, Band::ONE)
        } else {
            let known = self
                .known
                .iter()
                .find(|(known, below, _)| *known == source.quote && below.level < record.level);
            match known {
                Some((_, below, Some(band))) => (below.decimals, *band),
                _ => return Ok(Err(State::Unquoted)),
            }
        };
        let place = Place {
            asset,
            index,
            decimals: record.decimals,
            quote_decimals,
        };
        let said = self.oracle.read(place, source)?;
        Ok(match said {
            Ok(band) if !in_numeraire => band.then(quote).ok_or(State::NoPrice),
            said => said,
        })
    }
}
