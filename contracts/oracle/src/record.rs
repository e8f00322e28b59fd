//! What is kept of an asset, of a source, and of the gate: words, packed.

use alloy_primitives::{Address, U256};
use ballast_core::oracle::Gate;
use ballast_core::{Bps, Checkpoint, Price, Seconds};
use ballast_shell::{Word, address_in, uint, word};

use crate::errors::{named, wide};

/// What is asked of an asset's sources, and which there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asset {
    /// How many must agree; zero for an asset that is not registered.
    pub(crate) least: u8,
    /// Of the token.
    pub(crate) decimals: u8,
    /// How many prices are multiplied at most; zero before the first source.
    pub(crate) level: u8,
    /// Bits of the places that have a source.
    pub(crate) places: u8,
    /// Bits of those that are disabled.
    pub(crate) disabled: u8,
    /// How far off they may be to agree.
    pub(crate) deviation: Bps,
    /// What prices are in: the oracle's numeraire, kept here so that a price reads one word less.
    pub(crate) numeraire: Address,
    /// The numeraire's decimals.
    pub(crate) numeraire_decimals: u8,
}

impl Asset {
    /// From the right: least, decimals, level, places, disabled (a byte each), deviation (2), the
    /// numeraire's decimals, numeraire (20).
    pub(crate) fn from_uint(value: U256) -> Self {
        let [low, _, _, _] = *value.as_limbs();
        let [
            least,
            decimals,
            level,
            places,
            disabled,
            d0,
            d1,
            numeraire_decimals,
        ] = low.to_le_bytes();
        Self {
            numeraire: address_in(&word(value.wrapping_shr(64))),
            numeraire_decimals,
            least,
            decimals,
            level,
            places,
            disabled,
            deviation: Bps::new(u16::from_le_bytes([d0, d1])),
        }
    }

    /// The opposite of [`from_uint`](Self::from_uint).
    pub(crate) fn to_uint(self) -> U256 {
        let [d0, d1] = self.deviation.get().to_le_bytes();
        let Self {
            least,
            decimals,
            level,
            places,
            disabled,
            numeraire_decimals: unit,
            ..
        } = self;
        let low = u64::from_le_bytes([least, decimals, level, places, disabled, d0, d1, unit]);
        let numeraire = ballast_shell::number(&named(self.numeraire));
        numeraire.wrapping_shl(64) | U256::from_limbs([low, 0, 0, 0])
    }

    /// Whether there is a source in a place.
    pub(crate) const fn has(&self, index: u8) -> bool {
        self.places & bit(index) != 0
    }

    /// Whether the source in a place is disabled.
    pub(crate) const fn is_disabled(&self, index: u8) -> bool {
        self.disabled & bit(index) != 0
    }

    /// What `AssetChanged` says of it.
    pub(crate) fn words(&self) -> [Word; 2] {
        [
            uint(u64::from(self.least)),
            uint(u64::from(self.deviation.get())),
        ]
    }
}

/// The bit of a place.
pub(crate) const fn bit(index: u8) -> u8 {
    1_u8.wrapping_shl(index as u32)
}

/// What a source is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// None.
    #[default]
    Empty,
    /// A feed of the asset in the quote.
    Aggregator,
    /// A pool of both.
    Pool,
    /// The vault whose share the asset is.
    Share,
    /// A feed of the quote in the asset.
    Inverse,
}

impl Kind {
    /// By its number in the interface; unknown ones are none.
    pub(crate) const fn from_number(number: u64) -> Self {
        match number {
            1 => Self::Aggregator,
            2 => Self::Pool,
            3 => Self::Share,
            4 => Self::Inverse,
            _ => Self::Empty,
        }
    }
}

/// A source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) kind: Kind,
    /// Whom it asks.
    pub(crate) target: Address,
    /// What its price is in.
    pub(crate) quote: Address,
    /// Heartbeat, or window.
    pub(crate) span: u32,
    /// The least answer, or liquidity.
    pub(crate) lower: u128,
    /// The greatest answer, the room for observations, or the growth in basis points.
    pub(crate) upper: u128,
    /// Bid and ask are so far off.
    pub(crate) confidence: Bps,
    /// A feed's decimals, or the power of ten of shares that is quoted.
    pub(crate) decimals: u8,
    /// Of the feed, when its decimals were read.
    pub(crate) phase: u16,
}

impl Source {
    /// From the left: kind (1), decimals (1), confidence (2), phase (2), span (4), two that are free,
    /// target (20); then quote; then upper and lower (16 each).
    pub(crate) fn from_words([head, quote, bounds]: [Word; 3]) -> Self {
        let [kind, decimals, c0, c1, p0, p1, s0, s1, s2, s3, ..] = head;
        let [low, high, upper_low, upper_high] = *ballast_shell::number(&bounds).as_limbs();
        let join = |low: u64, high: u64| u128::from(high) << 64 | u128::from(low);
        Self {
            kind: Kind::from_number(u64::from(kind)),
            target: address_in(&head),
            quote: address_in(&quote),
            span: u32::from_be_bytes([s0, s1, s2, s3]),
            lower: join(low, high),
            upper: join(upper_low, upper_high),
            confidence: Bps::new(u16::from_be_bytes([c0, c1])),
            decimals,
            phase: u16::from_be_bytes([p0, p1]),
        }
    }

    /// The opposite of [`from_words`](Self::from_words).
    pub(crate) fn to_words(self) -> [Word; 3] {
        let mut head = named(self.target);
        let ([c0, c1], [p0, p1]) = (
            self.confidence.get().to_be_bytes(),
            self.phase.to_be_bytes(),
        );
        let [s0, s1, s2, s3] = self.span.to_be_bytes();
        let small = [
            self.kind as u8,
            self.decimals,
            c0,
            c1,
            p0,
            p1,
            s0,
            s1,
            s2,
            s3,
        ];
        for (to, from) in head.iter_mut().zip(small) {
            *to = from;
        }
        let bounds = wide(self.upper).wrapping_shl(128) | wide(self.lower);
        [head, named(self.quote), word(bounds)]
    }

    /// The source as `setSource` takes it.
    pub(crate) fn words(&self) -> [Word; 7] {
        [
            uint(self.kind as u64),
            named(self.target),
            named(self.quote),
            uint(u64::from(self.span)),
            word(wide(self.lower)),
            word(wide(self.upper)),
            uint(u64::from(self.confidence.get())),
        ]
    }

    /// Whether a price of this source is one of `other`'s, too: the same source with bounds no wider.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        let same = self.kind == other.kind
            && self.target == other.target
            && self.quote == other.quote
            && other.lower <= self.lower
            && other.confidence <= self.confidence;
        same && match self.kind {
            Kind::Pool => other.span <= self.span && other.upper <= self.upper,
            _ => self.span <= other.span && self.upper <= other.upper,
        }
    }
}

/// A share's checkpoint, from the left: price (16 bytes), 8 empty ones, time (8).
pub(crate) const fn checkpoint_from(value: U256) -> Checkpoint {
    let [at, _, low, high] = *value.as_limbs();
    Checkpoint {
        price: Price::new((high as u128) << 64 | low as u128),
        at: Seconds::new(at),
    }
}

/// The opposite of [`checkpoint_from`].
pub(crate) const fn checkpoint_to(checkpoint: Checkpoint) -> U256 {
    let price = checkpoint.price.get();
    U256::from_limbs([checkpoint.at.get(), 0, price as u64, (price >> 64) as u64])
}

/// Health in WAD for a basis point.
const WAD_PER_BPS: u64 = 100_000_000_000_000;

/// The gate, and whose answer it goes by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Uptime {
    /// The uptime feed; zero for none.
    pub(crate) feed: Address,
    pub(crate) grace: u32,
    pub(crate) fail_open: u32,
    pub(crate) deep_health: Bps,
}

impl Uptime {
    /// From the left: grace (4), fail open (4), deep health (2), two that are free, feed (20).
    pub(crate) fn from_word(word: &Word) -> Self {
        let [g0, g1, g2, g3, f0, f1, f2, f3, d0, d1, ..] = *word;
        Self {
            feed: address_in(word),
            grace: u32::from_be_bytes([g0, g1, g2, g3]),
            fail_open: u32::from_be_bytes([f0, f1, f2, f3]),
            deep_health: Bps::new(u16::from_be_bytes([d0, d1])),
        }
    }

    /// The opposite of [`from_word`](Self::from_word).
    pub(crate) fn to_word(self) -> Word {
        let mut word = named(self.feed);
        let [g0, g1, g2, g3] = self.grace.to_be_bytes();
        let [f0, f1, f2, f3] = self.fail_open.to_be_bytes();
        let [d0, d1] = self.deep_health.get().to_be_bytes();
        let small = [g0, g1, g2, g3, f0, f1, f2, f3, d0, d1];
        for (to, from) in word.iter_mut().zip(small) {
            *to = from;
        }
        word
    }

    /// What decides.
    pub(crate) fn gate(&self) -> Gate {
        Gate {
            grace: Seconds::new(u64::from(self.grace)),
            fail_open: Seconds::new(u64::from(self.fail_open)),
            // At most 1e18.
            deep_health_wad: u64::from(self.deep_health.get()).wrapping_mul(WAD_PER_BPS),
        }
    }

    /// The gate as `setGate` takes it.
    pub(crate) fn words(&self) -> [Word; 4] {
        [
            named(self.feed),
            uint(u64::from(self.grace)),
            uint(u64::from(self.fail_open)),
            uint(u64::from(self.deep_health.get())),
        ]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kind(number: u8) -> Kind {
        Kind::from_number(u64::from(number % 5))
    }

    proptest! {
        #[test]
        fn assets_come_back(bytes: [u8; 6], deviation: u16, numeraire: [u8; 20]) {
            let [least, decimals, level, places, disabled, numeraire_decimals] = bytes;
            let asset = Asset {
                least, decimals, level, places, disabled, deviation: Bps::new(deviation),
                numeraire: numeraire.into(), numeraire_decimals,
            };
            prop_assert_eq!(Asset::from_uint(asset.to_uint()), asset);
        }

        #[test]
        fn sources_come_back(
            (number, target, quote) in any::<(u8, [u8; 20], [u8; 20])>(),
            (span, lower, upper) in any::<(u32, u128, u128)>(),
            (confidence, decimals, phase) in any::<(u16, u8, u16)>(),
        ) {
            let source = Source {
                kind: kind(number), target: target.into(), quote: quote.into(),
                span, lower, upper, confidence: Bps::new(confidence), decimals, phase,
            };
            prop_assert_eq!(Source::from_words(source.to_words()), source);
        }

        #[test]
        fn gates_come_back(feed: [u8; 20], grace: u32, fail_open: u32, deep: u16) {
            let deep_health = Bps::new(deep);
            let gate = Uptime { feed: feed.into(), grace, fail_open, deep_health };
            prop_assert_eq!(Uptime::from_word(&gate.to_word()), gate);
        }

        #[test]
        fn checkpoints_come_back(price: u128, at: u64) {
            let checkpoint = Checkpoint { price: Price::new(price), at: Seconds::new(at) };
            prop_assert_eq!(checkpoint_from(checkpoint_to(checkpoint)), checkpoint);
        }
    }

    #[test]
    fn each_bound_narrows_in_its_direction() {
        let usual = |kind| Source {
            kind,
            span: 10,
            lower: 10,
            upper: 10,
            confidence: Bps::new(10),
            ..Source::default()
        };
        for (kind, up) in [
            (Kind::Aggregator, false),
            (Kind::Pool, true),
            (Kind::Share, false),
        ] {
            let base = usual(kind);
            assert!(base.is_within(&base));
            let by = |up: bool| if up { 11 } else { 9 };
            let span = |up| Source {
                span: by(up),
                ..base
            };
            let upper = |up| Source {
                upper: u128::from(by(up)),
                ..base
            };
            let lower = |up| Source {
                lower: u128::from(by(up)),
                ..base
            };
            let wide = |up| Source {
                confidence: Bps::new(by(up) as u16),
                ..base
            };
            assert!(span(up).is_within(&base) && !span(!up).is_within(&base));
            assert!(upper(up).is_within(&base) && !upper(!up).is_within(&base));
            assert!(lower(true).is_within(&base) && !lower(false).is_within(&base));
            assert!(wide(true).is_within(&base) && !wide(false).is_within(&base));
            let target = Address::repeat_byte(1);
            assert!(!Source { target, ..base }.is_within(&base));
            assert!(
                !Source {
                    quote: target,
                    ..base
                }
                .is_within(&base)
            );
        }
    }
}
