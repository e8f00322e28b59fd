//! Views.

use alloc::vec::Vec;

use alloy_primitives::U256;
use ballast_core::{Parameter, Ramp, Rules, Seconds};
use ballast_shell::{Calldata, Field, Reply, Word, reply, reply_address, uint};

use crate::define::read_names;
use crate::errors::value_word;
use crate::state::{Params, Standing, safety_byte};

/// Rules as the ABI has them.
pub(crate) fn rules_words(standing: &Standing) -> [Word; 7] {
    let Rules {
        min,
        max,
        step,
        interval,
        duration,
        safety,
    } = standing.parameter.rules;
    [
        value_word(min),
        value_word(max),
        value_word(step),
        uint(interval.get()),
        uint(duration.get()),
        uint(standing.class.into()),
        uint(safety_byte(safety).into()),
    ]
}

/// Lists behind one another, each from its length on, with where they start before them.
fn reply_lists(lists: &[&[Word]]) -> Reply {
    let mut words = Vec::new();
    // Lists that were built fit memory.
    let mut offset = (lists.len() as u64).wrapping_mul(32);
    for list in lists {
        words.push(uint(offset));
        let bytes = (list.len() as u64).wrapping_add(1).wrapping_mul(32);
        offset = offset.wrapping_add(bytes);
    }
    for list in lists {
        words.push(uint(list.len() as u64));
        words.extend_from_slice(list);
    }
    reply(&words)
}

impl Params {
    /// The address in a field.
    pub(crate) fn holder(&self, field: Field) -> Reply {
        reply_address(self.address_at(field))
    }

    /// `count()`
    pub(crate) fn count(&self) -> Reply {
        reply(&[uint(self.parameters())])
    }

    /// The next two arguments as a part of the list of keys.
    fn read_keys(&self, input: &mut Calldata<'_>) -> Result<Vec<Word>, Vec<u8>> {
        let all = U256::from(self.parameters());
        let (start, count) = (input.uint()?, input.uint()?);
        let end = start.saturating_add(count).min(all);
        // Both are at most the number of keys.
        let [start, end] = [start.min(all), end].map(|place| place.as_limbs()[0]);
        Ok((start..end).map(|place| self.key_at(place)).collect())
    }

    /// `keys(uint256,uint256)`
    pub(crate) fn keys(&self, mut input: Calldata<'_>) -> Reply {
        reply_lists(&[&self.read_keys(&mut input)?])
    }

    /// `keyOf(bytes32,bytes32,bytes32)`
    pub(crate) fn key_of(&self, mut input: Calldata<'_>) -> Reply {
        let (key, _) = read_names(&mut input)?;
        reply(&[key])
    }

    /// `parameter(bytes32)`
    pub(crate) fn parameter(&self, mut input: Calldata<'_>) -> Reply {
        let key = *input.word()?;
        let standing = self.standing(key)?;
        let Parameter { ramp, changed, .. } = standing.parameter;
        let Ramp {
            from,
            to,
            start,
            end,
        } = ramp;
        let values = [
            value_word(standing.parameter.value_at(self.now())),
            value_word(from),
            value_word(to),
            uint(start.get()),
            uint(end.get()),
            uint(changed.get()),
        ];
        let counts = [standing.subscribers, standing.failures].map(|count| uint(count.into()));
        let (names, rules) = (self.names(key), rules_words(&standing));
        reply(&[names.as_slice(), &values, &rules, &counts].concat())
    }

    /// `valueOf(bytes32)`
    pub(crate) fn value_of(&self, mut input: Calldata<'_>) -> Reply {
        let standing = self.standing(*input.word()?)?;
        reply(&[value_word(standing.parameter.value_at(self.now()))])
    }

    /// `subscribersOf(bytes32)`
    pub(crate) fn subscribers_of(&self, mut input: Calldata<'_>) -> Reply {
        let key = *input.word()?;
        let standing = self.standing(key)?;
        let (mut accounts, mut times) = (Vec::new(), Vec::new());
        for place in 0..standing.subscribers {
            let subscription = self.subscription(key, place);
            accounts.push(subscription.account.into_word().0);
            times.push(uint(subscription.failed_since.get()));
        }
        reply_lists(&[&accounts, &times])
    }

    /// `failures(uint256,uint256)`
    pub(crate) fn failures(&self, mut input: Calldata<'_>) -> Reply {
        let (mut keys, mut accounts, mut times) = (Vec::new(), Vec::new(), Vec::new());
        for key in self.read_keys(&mut input)? {
            let standing = self.standing(key)?;
            if standing.failures == 0 {
                continue;
            }
            for place in 0..standing.subscribers {
                let subscription = self.subscription(key, place);
                if subscription.failed_since != Seconds::ZERO {
                    keys.push(key);
                    accounts.push(subscription.account.into_word().0);
                    times.push(uint(subscription.failed_since.get()));
                }
            }
        }
        reply_lists(&[&keys, &accounts, &times])
    }
}
