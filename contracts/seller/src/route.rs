//! The pools between a token and the asset.

use alloy_primitives::{Address, U256};
use ballast_core::{Leg, Pips, Tick};
use ballast_shell::{Word, address_in, number, word};
use ballast_uniswap_v3::Pool;

use crate::terms::Terms;

/// A pool, and the direction in which it is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PoolLeg {
    /// The pool.
    pub(crate) pool: Pool,
    /// Whether its token0 is sold.
    pub(crate) sells_token0: bool,
    /// Its fee.
    pub(crate) fee: Pips,
}

impl PoolLeg {
    /// From the left: fee (4), direction (1), 7 empty bytes, pool (20). `None` if there is no pool.
    pub(crate) fn from_word(word: &Word) -> Option<Self> {
        let pool = address_in(word);
        let fee = word.first_chunk().copied().unwrap_or_default();
        (!pool.is_zero()).then_some(Self {
            pool: Pool(pool),
            sells_token0: word[4] == 1,
            fee: Pips::new(u32::from_be_bytes(fee)).unwrap_or_default(),
        })
    }

    /// The opposite of [`from_word`](Self::from_word).
    pub(crate) fn to_word(self) -> Word {
        let mut word = self.pool.0.into_word().0;
        if let Some(fee) = word.first_chunk_mut() {
            *fee = self.fee.get().to_be_bytes();
        }
        word[4] = u8::from(self.sells_token0);
        word
    }

    /// The leg at a mean price.
    pub(crate) const fn at(&self, mean: Tick) -> Leg {
        Leg {
            mean,
            sells_token0: self.sells_token0,
            fee: self.fee,
        }
    }
}

/// The way from a token to the asset, and its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    /// The strategy that is paid.
    pub(crate) payee: Address,
    /// The pool that takes the token.
    pub(crate) first: PoolLeg,
    /// The pool that takes what the first one gives, unless that is the asset.
    pub(crate) second: Option<PoolLeg>,
    /// The bounds.
    pub(crate) terms: Terms,
}

impl Route {
    /// One leg or two.
    pub(crate) fn legs(&self) -> impl Iterator<Item = PoolLeg> {
        [Some(self.first), self.second].into_iter().flatten()
    }

    /// The payee, and the addresses of the pools.
    pub(crate) fn parties(&self) -> [Address; 3] {
        let second = self.second.map(|leg| leg.pool.0);
        [self.payee, self.first.pool.0, second.unwrap_or_default()]
    }

    /// Payee, pools and bounds as a call names them.
    pub(crate) fn words(&self) -> [Word; 11] {
        let mut words = [[0; 32]; 11];
        let parties = self.parties().map(|party| number(&party.into_word().0));
        let numbers: [U256; 8] = self.terms.numbers();
        for (place, value) in words.iter_mut().zip(parties.into_iter().chain(numbers)) {
            *place = word(value);
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leg_comes_back() {
        for sells_token0 in [false, true] {
            let leg = PoolLeg {
                pool: Pool(Address::repeat_byte(0xab)),
                sells_token0,
                fee: Pips::new(3_000).unwrap(),
            };
            assert_eq!(PoolLeg::from_word(&leg.to_word()), Some(leg));
        }
        assert_eq!(PoolLeg::from_word(&[0; 32]), None);
    }

    #[test]
    fn a_route_is_eleven_words() {
        let leg = |byte| PoolLeg {
            pool: Pool(Address::repeat_byte(byte)),
            sells_token0: true,
            fee: Pips::default(),
        };
        let terms = Terms {
            window: 7,
            loss_seconds: 9,
            ..Terms::default()
        };
        let words = Route {
            payee: Address::repeat_byte(3),
            first: leg(1),
            second: Some(leg(2)),
            terms,
        }
        .words();
        let parties = [3, 1, 2].map(|byte| Address::repeat_byte(byte).into_word().0);
        assert_eq!(words[..3], parties);
        assert_eq!((words[3][31], words[10][31]), (7, 9));
    }
}
