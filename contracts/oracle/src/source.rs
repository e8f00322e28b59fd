//! Checks of a source before it is believed.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc4626::IERC4626;
use ballast_abi::oracle::Oracle as Abi;
use ballast_core::{Bps, GrowthRate};
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, address_in, encode, uint, word};
use ballast_uniswap_v3::Pool;
use stylus_sdk::prelude::*;

use crate::errors::{about, bounded, bounded_wide, named};
use crate::record::{Asset, Kind, Source};
use crate::state::Oracle;

/// How often prices may be multiplied: a share, what it holds, and what that is quoted in.
pub(crate) const LEVEL_MAX: u8 = 3;

/// A week: the slowest feeds are written once a day.
const HEARTBEAT_MAX: u64 = 604_800;
/// Five minutes, and a day.
const WINDOW_SECONDS: (u64, u64) = (300, 86_400);
/// A fifth.
const CONFIDENCE_BPS_MAX: u64 = 2_000;
/// The digits of which a share's price is kept.
const SHARE_DIGITS: u8 = 18;
/// The last power of ten below 2^128.
const EXPONENT_MAX: u8 = 38;

impl Source {
    /// Reads the seven arguments of `setSource` behind the place.
    ///
    /// # Errors
    /// `OutOfBounds`.
    #[inline(never)]
    pub(crate) fn from_input(input: &mut Calldata<'_>) -> Result<Self, Vec<u8>> {
        let kind = Kind::from_number(bounded(input.uint()?, 1, 4)?);
        let (target, quote) = (input.address()?, input.address()?);
        let [span, lower, upper] = [input.uint()?, input.uint()?, input.uint()?];
        let confidence = bounded(input.uint()?, 0, CONFIDENCE_BPS_MAX)?;
        let (span, lower, upper) = match kind {
            Kind::Pool => {
                let (least, most) = WINDOW_SECONDS;
                (
                    bounded(span, least, most)?,
                    bounded_wide(lower, 1, u128::MAX)?,
                    bounded_wide(upper, 1, u128::from(u16::MAX))?,
                )
            }
            Kind::Share => (
                bounded(span, 0, 0)?,
                bounded_wide(lower, 0, 0)?,
                bounded_wide(upper, 0, u128::from(GrowthRate::BPS_MAX))?,
            ),
            Kind::Aggregator | Kind::Inverse | Kind::Empty => {
                // An answer fits between the edges.
                let lower = bounded_wide(lower, 0, u128::MAX >> 1)?;
                (
                    bounded(span, 1, HEARTBEAT_MAX)?,
                    lower,
                    bounded_wide(upper, lower.saturating_add(2), u128::MAX)?,
                )
            }
        };
        Ok(Self {
            kind,
            target,
            quote,
            // Bounds have 32 bits, and 16.
            span: span as u32,
            lower,
            upper,
            confidence: Bps::new(confidence as u16),
            ..Self::default()
        })
    }
}

impl Oracle {
    /// The source with what is pinned, if it is one of its kind for the asset and its quote.
    ///
    /// # Errors
    /// `InvalidSource`, `NotEnoughGas`.
    #[inline(never)]
    pub(crate) fn checked(&self, asset: Address, source: Source) -> Result<Source, Vec<u8>> {
        let invalid = || about(Abi::InvalidSource::SELECTOR, source.target);
        let (decimals, phase) = match source.kind {
            Kind::Aggregator | Kind::Inverse => {
                let decimals = self.decimals_of(source.target)?;
                let round = self.round_of(source.target)?;
                decimals
                    .zip(round)
                    .map(|(decimals, round)| (decimals, round.phase()))
            }
            Kind::Pool => self.is_pool_of(asset, &source).then_some((0, 0)),
            Kind::Share => self
                .quoted_exponent(asset, &source)
                .map(|exponent| (exponent, 0)),
            Kind::Empty => None,
        }
        .ok_or_else(invalid)?;
        Ok(Source {
            decimals,
            phase,
            ..source
        })
    }

    /// The level of an asset with one more source: above that of the quote.
    ///
    /// # Errors
    /// `UnknownAsset`, `TooDeep`.
    pub(crate) fn level_with(&self, asset: Address, quote: Address) -> Result<u8, Vec<u8>> {
        let (numeraire, _) = self.unit();
        let below = if quote == numeraire {
            0
        } else {
            let record: Asset = self.registered(quote)?;
            // One without a source could be anything yet.
            if record.level == 0 {
                LEVEL_MAX
            } else {
                record.level
            }
        };
        // At most 256.
        let level = below.saturating_add(1).max(self.asset_of(asset).level);
        if LEVEL_MAX < level || asset == quote {
            let words = [
                named(asset),
                uint(u64::from(level)),
                uint(u64::from(LEVEL_MAX)),
            ];
            return Err(encode(Abi::TooDeep::SELECTOR, &words));
        }
        Ok(level)
    }

    /// Whether a pool is one that its factory knows, of the asset and the quote.
    fn is_pool_of(&self, asset: Address, source: &Source) -> bool {
        let pool = Pool(source.target);
        let pair = [asset.min(source.quote), asset.max(source.quote)];
        pool.is_genuine(self.vm()) && pool.tokens(self.vm()) == Some(pair)
    }

    /// The power of ten of a vault's shares that is quoted, so that a price has eighteen digits behind
    /// the point; if the vault's share is the asset, and what it holds the quote.
    fn quoted_exponent(&self, asset: Address, source: &Source) -> Option<u8> {
        let question = encode(IERC4626::assetCall::SELECTOR, &[]);
        let holds = remote::view_uint(self.vm(), asset, &question, ALL_GAS)?;
        if source.target != asset || address_in(&word(holds)) != source.quote {
            return None;
        }
        let [shares, assets] = [asset, source.quote].map(|token| self.token_decimals(token));
        shares?
            .checked_add(SHARE_DIGITS.saturating_sub(assets?))
            .filter(|exponent| *exponent <= EXPONENT_MAX)
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::U256;

    use super::*;

    fn read(kind: u64, [span, lower, upper]: [u128; 3], confidence: u64) -> Option<Source> {
        let words = [
            uint(kind),
            [0; 32],
            [0; 32],
            word(U256::from(span)),
            word(U256::from(lower)),
            word(U256::from(upper)),
            uint(confidence),
        ];
        Source::from_input(&mut Calldata::new(words.as_flattened())).ok()
    }

    #[test]
    fn kinds_have_numbers() {
        for (number, kind) in [(1, Kind::Aggregator), (4, Kind::Inverse)] {
            assert_eq!(read(number, [60, 1, 9], 5).unwrap().kind, kind);
        }
        assert_eq!(read(2, [600, 1, 9], 5).unwrap().kind, Kind::Pool);
        assert_eq!(read(3, [0, 0, 9], 5).unwrap().kind, Kind::Share);
        assert_eq!(read(0, [60, 1, 9], 5), None);
        assert_eq!(read(5, [60, 1, 9], 5), None);
    }

    #[test]
    fn bounds_belong_to_the_kind() {
        assert!(read(1, [604_800, 0, 2], 2_000).is_some());
        for numbers in [
            [0, 0, 2],
            [604_801, 0, 2],
            [1, 5, 6],
            [1, u128::MAX, u128::MAX],
        ] {
            assert_eq!(read(1, numbers, 0), None, "{numbers:?}");
        }
        assert!(read(2, [300, 1, 65_535], 0).is_some());
        for numbers in [
            [299, 1, 1],
            [86_401, 1, 1],
            [600, 0, 1],
            [600, 1, 0],
            [600, 1, 65_536],
        ] {
            assert_eq!(read(2, numbers, 0), None, "{numbers:?}");
        }
        assert!(read(3, [0, 0, 20_000], 0).is_some());
        for numbers in [[1, 0, 1], [0, 1, 1], [0, 0, 20_001]] {
            assert_eq!(read(3, numbers, 0), None, "{numbers:?}");
        }
        assert_eq!(read(1, [60, 1, 9], 2_001), None);
    }
}
