//! What the strategy keeps, and where.

use alloy_primitives::{Address, U256};
use ballast_core::{Amounts, Assets, Budget, Pips, Seconds, Tick, TickRange};
use ballast_shell::{Cells, Field, Word, address_in, number};
use ballast_strategy::Parties;
use ballast_strategy::rewards::Rewarded;
use ballast_uniswap_v3::Pool;
use ballast_uniswap_v3::due::Trader;
use stylus_sdk::prelude::*;

use crate::terms::Terms;

/// The pool, with the first twelve bytes of the vault's address before it.
pub(crate) const POOL: Field = Field::new(0);

/// The registry, with the other eight bytes of the vault's address before it.
pub(crate) const REGISTRY: Field = Field::new(1);

/// The pool's token0; before it, from the left: whether it is the asset (1 byte), the pool's fee (4),
/// its spacing (4), three bytes that are free.
pub(crate) const TOKEN0: Field = Field::new(2);

/// The pool's token1.
pub(crate) const TOKEN1: Field = Field::new(3);

/// What the constructor fixed: [`Terms`].
pub(crate) const TERMS: Field = Field::new(4);

/// Where the liquidity is, since when, and what moving it has cost: [`Place`]. Nothing before the
/// first allocation.
const PLACE: Field = Field::new(5);

/// What lies here by the books, token0 in the upper half.
const IDLE: Field = Field::new(6);

/// A strategy that provides liquidity to a Uniswap v3 pool; see the crate's documentation.
#[storage]
pub struct Strategy {
    pub(crate) cells: Cells,
}

impl Trader for Strategy {
    fn cells(&mut self) -> &mut Cells {
        &mut self.cells
    }
}

impl Rewarded for Strategy {
    fn cells(&mut self) -> &mut Cells {
        &mut self.cells
    }

    fn governing_registry(&self) -> Address {
        self.parties().registry
    }

    fn protected(&self) -> [Address; 2] {
        self.pair().tokens
    }
}

impl Strategy {
    /// Everybody who is not a token; two words.
    pub(crate) fn parties(&self) -> Parties {
        Parties::from_words([
            self.cells.word(POOL.slot()),
            self.cells.word(REGISTRY.slot()),
        ])
    }

    /// The pool alone; one word.
    pub(crate) fn pool(&self) -> Pool {
        Pool(address_in(&self.cells.word(POOL.slot())))
    }

    /// The pool's tokens, its fee, its spacing; two words.
    pub(crate) fn pair(&self) -> Pair {
        Pair::from_words([
            self.cells.word(TOKEN0.slot()),
            self.cells.word(TOKEN1.slot()),
        ])
    }

    /// What the constructor fixed; one word.
    pub(crate) fn terms(&self) -> Terms {
        Terms::from_uint(self.cells.uint(TERMS.slot()))
    }

    /// Where the liquidity is; one word.
    pub(crate) fn place(&self) -> Option<Place> {
        Place::from_uint(self.cells.uint(PLACE.slot()))
    }

    /// Keeps where the liquidity is.
    pub(crate) fn set_place(&mut self, place: Place) {
        self.cells.set_uint(PLACE.slot(), place.to_uint());
    }

    /// What lies here by the books; one word.
    pub(crate) fn idle(&self) -> Amounts {
        let word = self.cells.uint(IDLE.slot());
        Amounts {
            token0: word.wrapping_shr(128),
            token1: word & U256::MAX.wrapping_shr(128),
        }
    }

    /// Keeps what lies here, at most 128 bits of each token.
    pub(crate) fn set_idle(&mut self, idle: Amounts) {
        let most = U256::MAX.wrapping_shr(128);
        let high = idle.token0.min(most).wrapping_shl(128);
        self.cells
            .set_uint(IDLE.slot(), high | idle.token1.min(most));
    }

    /// This contract.
    pub(crate) fn this(&self) -> Address {
        self.vm().contract_address()
    }
}

/// The two tokens of the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    /// Both, in the pool's order.
    pub(crate) tokens: [Address; 2],
    /// Whether token0 is the asset.
    pub(crate) asset_is_token0: bool,
    /// What a swap pays.
    pub(crate) fee: Pips,
    /// What ranges begin and end at multiples of.
    pub(crate) spacing: i32,
}

impl Pair {
    fn from_words([first, second]: [Word; 2]) -> Self {
        let [_, _, _, high] = *number(&first).as_limbs();
        let fee = high.wrapping_shr(24) as u32;
        let middle = number(&first).wrapping_shr(184);
        Self {
            tokens: [address_in(&first), address_in(&second)],
            asset_is_token0: first[0] == 1,
            fee: Pips::new(fee).unwrap_or_default(),
            // Below 2^24, as the constructor took it.
            spacing: (middle.as_limbs()[0] as u32) as i32,
        }
    }

    /// The opposite of `from_words`.
    pub(crate) fn to_words(self) -> [Word; 2] {
        let [mut first, second] = self.tokens.map(|token| token.into_word().0);
        first[0] = u8::from(self.asset_is_token0);
        first[1..5].copy_from_slice(&self.fee.get().to_be_bytes());
        first[5..9].copy_from_slice(&self.spacing.to_be_bytes());
        [first, second]
    }

    /// The asset.
    pub(crate) const fn asset(&self) -> Address {
        let [token0, token1] = self.tokens;
        if self.asset_is_token0 { token0 } else { token1 }
    }

    /// The token that is not the asset.
    pub(crate) const fn other(&self) -> Address {
        let [token0, token1] = self.tokens;
        if self.asset_is_token0 { token1 } else { token0 }
    }

    /// Amounts as the asset and the other token.
    pub(crate) const fn split(&self, amounts: Amounts) -> (U256, U256) {
        if self.asset_is_token0 {
            (amounts.token0, amounts.token1)
        } else {
            (amounts.token1, amounts.token0)
        }
    }

    /// An amount of the asset alone.
    pub(crate) const fn of_asset(&self, amount: U256) -> Amounts {
        if self.asset_is_token0 {
            Amounts {
                token0: amount,
                token1: U256::ZERO,
            }
        } else {
            Amounts {
                token0: U256::ZERO,
                token1: amount,
            }
        }
    }
}

/// Where the liquidity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// From where to where.
    pub(crate) range: TickRange,
    /// Since when.
    pub(crate) since: Seconds,
    /// What moving it has cost.
    pub(crate) budget: Budget,
}

impl Place {
    /// From the left: both ends in 4 bytes each, since when in 8; what was used of the budget in 8,
    /// and when in 8.
    fn from_uint(word: U256) -> Option<Self> {
        let [at, used_wad, since, ends] = *word.as_limbs();
        let tick = |bits: u64| Tick::new(bits as u32 as i32);
        Some(Self {
            range: TickRange::new(tick(ends.wrapping_shr(32))?, tick(ends)?)?,
            since: Seconds::new(since),
            budget: Budget {
                used_wad,
                at: Seconds::new(at),
            },
        })
    }

    /// The opposite of `from_uint`.
    fn to_uint(self) -> U256 {
        let bits = |tick: Tick| u64::from(tick.get() as u32);
        let ends = bits(self.range.lower()).wrapping_shl(32) | bits(self.range.upper());
        U256::from_limbs([
            self.budget.at.get(),
            self.budget.used_wad,
            self.since.get(),
            ends,
        ])
    }
}

/// An amount for the books of a budget; what does not fit is the most that does.
pub(crate) fn saturated(amount: U256) -> Assets {
    Assets::from_u256(amount).unwrap_or(Assets::MAX)
}

#[cfg(test)]
mod tests {
    use alloy_primitives::address;

    use super::*;

    #[test]
    fn pairs_fit_two_words_and_come_back() {
        let pair = Pair {
            tokens: [
                address!("00112233445566778899aabbccddeeff01234567"),
                address!("fedcba98765432100123456789abcdef00112233"),
            ],
            asset_is_token0: true,
            fee: Pips::new(3_000).unwrap(),
            spacing: 16_383,
        };
        assert_eq!(Pair::from_words(pair.to_words()), pair);
        let other = Pair {
            asset_is_token0: false,
            fee: Pips::new(100).unwrap(),
            spacing: 1,
            ..pair
        };
        assert_eq!(Pair::from_words(other.to_words()), other);
        let amounts = Amounts {
            token0: U256::from(3),
            token1: U256::from(5),
        };
        assert_eq!(pair.split(amounts), (U256::from(3), U256::from(5)));
        assert_eq!(other.split(amounts), (U256::from(5), U256::from(3)));
        assert_eq!(
            (pair.asset(), other.asset()),
            (pair.tokens[0], pair.tokens[1])
        );
        assert_eq!(
            (pair.other(), other.other()),
            (pair.tokens[1], pair.tokens[0])
        );
    }

    #[test]
    fn places_fit_a_word_and_come_back() {
        let tick = |tick| Tick::new(tick).unwrap();
        let place = Place {
            range: TickRange::new(tick(-887_220), tick(-60)).unwrap(),
            since: Seconds::new(1_800_000_000),
            budget: Budget {
                used_wad: 20_000_000_000_000_000,
                at: Seconds::new(1_800_000_007),
            },
        };
        assert_eq!(Place::from_uint(place.to_uint()), Some(place));
        assert_eq!(Place::from_uint(U256::ZERO), None);
    }
}
