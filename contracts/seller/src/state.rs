//! What the seller keeps, and where.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use ballast_core::{Assets, Budget, Seconds};
use ballast_shell::{Cells, Field, Slot, Word, address_in};
use ballast_uniswap_v3::Pool;
use ballast_uniswap_v3::due::Trader;
use stylus_sdk::prelude::*;

use crate::route::{PoolLeg, Route};
use crate::terms::Terms;

/// The vault.
pub(crate) const VAULT: Field = Field::new(0);
/// What tokens are sold for.
pub(crate) const ASSET: Field = Field::new(1);
/// Who governs.
pub(crate) const AUTHORITY: Field = Field::new(2);
/// Who will govern once they accept.
pub(crate) const PENDING_AUTHORITY: Field = Field::new(3);
/// Who narrows.
pub(crate) const SENTINEL: Field = Field::new(4);
/// Whether sales are stopped.
pub(crate) const STOPPED: Field = Field::new(5);
/// How many routes there are.
const COUNT: Field = Field::new(6);
/// The pool of the swap under way, and what it is paid with; what it may ask for is kept by
/// `ballast_uniswap_v3::due`.
const POOL_UNDER_WAY: Field = Field::new(7);
const TOKEN_UNDER_WAY: Field = Field::new(8);

/// By token and strategy: the legs, the three words of the terms, what of both limits was used, what
/// is kept of the token, and who is paid.
const FIRST_LEG: Field = Field::new(16);
const SECOND_LEG: Field = Field::new(17);
const TERMS: [Field; 3] = [Field::new(18), Field::new(19), Field::new(20)];
const USED: Field = Field::new(21);
const PILE: Field = Field::new(22);
const PAYEE: Field = Field::new(23);

/// The keys of all routes, two words each. Behind the field that `due` has.
const KEYS: u64 = 64;

/// The most routes there are.
pub(crate) const ROUTES_MAX: u64 = 16;

/// Sells rewards; see the crate's documentation.
#[storage]
pub struct Seller {
    pub(crate) cells: Cells,
}

impl Trader for Seller {
    fn cells(&mut self) -> &mut Cells {
        &mut self.cells
    }
}

/// Which route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// What is sold.
    pub(crate) token: Address,
    /// Who was rewarded.
    pub(crate) strategy: Address,
}

impl Key {
    fn slot(self, field: Field) -> Slot {
        field.entry(self.token).entry(self.strategy)
    }
}

/// What of both limits was used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Used {
    /// Of the chunk.
    pub(crate) size: Budget,
    /// Of the limit of losses.
    pub(crate) loss: Budget,
}

impl Used {
    /// From the left, 8 bytes each: the moment and what was used of losses, the same of the chunk.
    const fn from_uint(word: U256) -> Self {
        let [size_used, size_at, loss_used, loss_at] = *word.as_limbs();
        Self {
            size: Budget {
                used_wad: size_used,
                at: Seconds::new(size_at),
            },
            loss: Budget {
                used_wad: loss_used,
                at: Seconds::new(loss_at),
            },
        }
    }

    /// The opposite of [`from_uint`](Self::from_uint).
    const fn to_uint(self) -> U256 {
        let Self { size, loss } = self;
        U256::from_limbs([size.used_wad, size.at.get(), loss.used_wad, loss.at.get()])
    }
}

impl Seller {
    /// The address in a field.
    #[inline(never)]
    pub(crate) fn address_at(&self, field: Field) -> Address {
        address_in(&self.cells.word(field.slot()))
    }

    /// Whether sales are stopped.
    pub(crate) fn is_stopped(&self) -> bool {
        self.cells.word(STOPPED.slot()) != [0; 32]
    }

    /// A route, if there is one.
    pub(crate) fn route(&self, key: Key) -> Option<Route> {
        let first = PoolLeg::from_word(&self.cells.word(key.slot(FIRST_LEG)))?;
        let second = PoolLeg::from_word(&self.cells.word(key.slot(SECOND_LEG)));
        let terms = TERMS.map(|field| self.cells.uint(key.slot(field)));
        Some(Route {
            payee: address_in(&self.cells.word(key.slot(PAYEE))),
            first,
            second,
            terms: Terms::from_words(terms),
        })
    }

    /// Keeps a route, or forgets it.
    pub(crate) fn set_route(&mut self, key: Key, route: Option<&Route>) {
        let (payee, first, second, terms) = match route {
            Some(route) => (
                route.payee.into_word().0,
                route.first.to_word(),
                route.second.map(PoolLeg::to_word).unwrap_or_default(),
                route.terms.to_words(),
            ),
            None => ([0; 32], [0; 32], [0; 32], [U256::ZERO; 3]),
        };
        self.cells.set_word(key.slot(PAYEE), payee);
        self.cells.set_word(key.slot(FIRST_LEG), first);
        self.cells.set_word(key.slot(SECOND_LEG), second);
        for (field, word) in TERMS.into_iter().zip(terms) {
            self.cells.set_uint(key.slot(field), word);
        }
    }

    /// What of both limits was used.
    pub(crate) fn used(&self, key: Key) -> Used {
        Used::from_uint(self.cells.uint(key.slot(USED)))
    }

    /// Writes it back.
    pub(crate) fn set_used(&mut self, key: Key, used: Used) {
        self.cells.set_uint(key.slot(USED), used.to_uint());
    }

    /// What is kept here for a route.
    pub(crate) fn pile(&self, key: Key) -> Assets {
        Assets::from_u256(self.cells.uint(key.slot(PILE))).unwrap_or(Assets::MAX)
    }

    /// Writes it back.
    pub(crate) fn set_pile(&mut self, key: Key, pile: Assets) {
        self.cells.set_uint(key.slot(PILE), pile.to_u256());
    }

    /// The keys of all routes.
    pub(crate) fn keys(&self) -> Vec<Key> {
        (0..self.count()).map(|index| self.key_at(index)).collect()
    }

    /// Adds a key; `None` if there are as many as there can be.
    pub(crate) fn add_key(&mut self, key: Key) -> Option<()> {
        let count = self.count();
        if ROUTES_MAX <= count {
            return None;
        }
        self.set_key(count, key);
        self.set_count(count.wrapping_add(1));
        Some(())
    }

    /// Takes a key out; the last one takes its place.
    pub(crate) fn remove_key(&mut self, key: Key) {
        let count = self.count();
        let Some(last) = count.checked_sub(1) else {
            return;
        };
        let Some(index) = (0..count).find(|index| self.key_at(*index) == key) else {
            return;
        };
        let moved = self.key_at(last);
        self.set_key(index, moved);
        self.set_count(last);
    }

    /// The pool of the swap under way, and what it is paid with.
    pub(crate) fn under_way(&self) -> (Pool, Address) {
        let pool = self.address_at(POOL_UNDER_WAY);
        (Pool(pool), self.address_at(TOKEN_UNDER_WAY))
    }

    /// Keeps them.
    pub(crate) fn set_under_way(&mut self, pool: Pool, token: Address) {
        self.cells
            .set_word(POOL_UNDER_WAY.slot(), pool.0.into_word().0);
        self.cells
            .set_word(TOKEN_UNDER_WAY.slot(), token.into_word().0);
    }

    /// The time of the block.
    pub(crate) fn now(&self) -> Seconds {
        Seconds::new(self.cells.now())
    }

    /// This contract.
    pub(crate) fn this(&self) -> Address {
        self.vm().contract_address()
    }

    fn count(&self) -> u64 {
        let [count, ..] = *self.cells.uint(COUNT.slot()).as_limbs();
        count
    }

    fn set_count(&mut self, count: u64) {
        let count = U256::from_limbs([count, 0, 0, 0]);
        self.cells.set_uint(COUNT.slot(), count);
    }

    fn key_at(&self, index: u64) -> Key {
        let [token, strategy] = key_slots(index).map(|slot| address_in(&self.cells.word(slot)));
        Key { token, strategy }
    }

    fn set_key(&mut self, index: u64, key: Key) {
        let words: [Word; 2] = [key.token.into_word().0, key.strategy.into_word().0];
        for (slot, word) in key_slots(index).into_iter().zip(words) {
            self.cells.set_word(slot, word);
        }
    }
}

/// Below 64 and twice sixteen.
fn key_slots(index: u64) -> [Slot; 2] {
    let first = KEYS.wrapping_add(index.wrapping_mul(2));
    [first, first.wrapping_add(1)].map(|number| Field::new(number).slot())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_used_comes_back(limbs: [u64; 4]) {
            let word = U256::from_limbs(limbs);
            let used = Used::from_uint(word);
            prop_assert_eq!(used.to_uint(), word);
            prop_assert_eq!((used.size.used_wad, used.loss.used_wad), (limbs[0], limbs[2]));
        }
    }

    #[test]
    fn keys_lie_side_by_side() {
        assert_eq!(key_slots(0)[1], Field::new(65).slot());
        assert_eq!(key_slots(15)[1], Field::new(95).slot());
    }
}
