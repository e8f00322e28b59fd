//! Methods that only look.

use alloc::vec::Vec;

use alloy_primitives::U256;
use alloy_sol_types::SolCall;
use ballast_abi::seller::Seller as Abi;
use ballast_core::Assets;
use ballast_shell::{Calldata, Field, Reply, Word, encode, reply, reply_address};

use crate::errors::{small, word};
use crate::sale::{read_key, unknown};
use crate::state::{Key, Seller};

/// What a sale would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Effect {
    is_due: bool,
    amount: U256,
    worth: U256,
    least: U256,
}

impl Seller {
    /// The address in a field: vault, asset and the roles.
    pub(crate) fn holder(&self, field: Field) -> Reply {
        reply_address(self.address_at(field))
    }

    /// `stopped()`
    pub(crate) fn stopped(&self) -> Reply {
        reply(&[small(self.is_stopped())])
    }

    /// `routes()`
    pub(crate) fn all_routes(&self) -> Reply {
        reply(&route_lists(&self.keys()))
    }

    /// `route(address,address)`
    pub(crate) fn route_of(&self, mut input: Calldata<'_>) -> Reply {
        let key = read_key(&mut input)?;
        let route = self.route(key).ok_or_else(|| unknown(key))?;
        reply(&route.words())
    }

    /// `standing(address,address)`
    pub(crate) fn standing(&self, mut input: Calldata<'_>) -> Reply {
        let key = read_key(&mut input)?;
        let route = self.route(key).ok_or_else(|| unknown(key))?;
        let amounts = [
            self.pile(key),
            self.size_left(key, &route),
            self.loss_left(key, &route),
        ];
        reply(&amounts.map(word))
    }

    /// `shouldSell(address,address)`
    pub(crate) fn should_sell(&self, mut input: Calldata<'_>) -> Reply {
        let key = read_key(&mut input)?;
        let effect = self.effect(key).unwrap_or_default();
        reply(&trigger(key, &effect))
    }

    /// What a sale would do now; `None` if it could not be made.
    fn effect(&self, key: Key) -> Option<Effect> {
        let route = self.route(key)?;
        let there = self.pile(key).to_u256().saturating_add(self.sweepable(key));
        let amount = there.min(self.size_left(key, &route).to_u256());
        let terms = &route.terms;
        if self.is_stopped() || amount < terms.least.to_u256() {
            return None;
        }
        let prices = self.prices(&route).ok()?;
        let left: Assets = self.loss_left(key, &route);
        Some(Effect {
            is_due: prices.loss_at_spot(amount) <= left.to_u256(),
            amount,
            worth: prices.worth(amount),
            least: prices.least(amount, terms.slippage),
        })
    }
}

/// Tokens and strategies as two lists.
fn route_lists(keys: &[Key]) -> Vec<Word> {
    let length = keys.len() as u64;
    // Sixteen at most.
    let second = length.wrapping_add(3).wrapping_mul(32);
    let mut words = Vec::from([small(64_u8), small(second), small(length)]);
    words.extend(keys.iter().map(|key| key.token.into_word().0));
    words.push(small(length));
    words.extend(keys.iter().map(|key| key.strategy.into_word().0));
    words
}

/// `(bool, bytes, uint256, uint256, uint256)`: whether, which call, how much, worth what, for how
/// much at least.
fn trigger(key: Key, effect: &Effect) -> Vec<Word> {
    let call = encode(
        Abi::sellCall::SELECTOR,
        &[key.token, key.strategy].map(|address| address.into_word().0),
    );
    let [amount, worth, least] =
        [effect.amount, effect.worth, effect.least].map(ballast_shell::word);
    let mut words = Vec::from([
        small(effect.is_due),
        small(5_u8 * 32),
        amount,
        worth,
        least,
        small(call.len() as u64),
    ]);
    words.extend(call.chunks(32).map(|bytes| {
        let mut padded = [0; 32];
        for (to, from) in padded.iter_mut().zip(bytes) {
            *to = *from;
        }
        padded
    }));
    words
}

#[cfg(test)]
mod tests {
    use alloy_primitives::Address;

    use super::*;

    fn key(byte: u8) -> Key {
        Key {
            token: Address::repeat_byte(byte),
            strategy: Address::with_last_byte(byte),
        }
    }

    #[test]
    fn the_answer_is_what_the_abi_says() {
        let [amount, worth, least] = [7, 8, 9].map(U256::from);
        let effect = Effect {
            is_due: true,
            amount,
            worth,
            least,
        };
        let answer = trigger(key(3), &effect);
        let decoded = Abi::shouldSellCall::abi_decode_returns(answer.as_flattened()).unwrap();
        assert!(decoded.due);
        assert_eq!(
            [decoded.amount, decoded.worth, decoded.least],
            [amount, worth, least]
        );
        let Key { token, strategy } = key(3);
        assert_eq!(
            decoded.call.as_ref(),
            Abi::sellCall { token, strategy }.abi_encode()
        );
    }

    #[test]
    fn routes_are_two_lists() {
        for keys in [&[][..], &[key(1)][..], &[key(1), key(2)][..]] {
            let words = route_lists(keys);
            let decoded = Abi::routesCall::abi_decode_returns(words.as_flattened()).unwrap();
            let seen = decoded.tokens.into_iter().zip(decoded.strategies);
            assert!(seen.eq(keys.iter().map(|key| (key.token, key.strategy))));
        }
    }
}
