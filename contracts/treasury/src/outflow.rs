//! How much of a token may leave: a limit per epoch that refills by the second.

use alloy_primitives::U256;
use ballast_math::mul_div_down;
use ballast_shell::{Word, number, word};

/// What of a limit was used, as of a moment, and what the limit will be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outflow {
    /// What may leave in an epoch, in the token's units.
    pub(crate) limit: u128,
    /// What left and was not refilled yet.
    pub(crate) used: u128,
    /// The moment, in seconds since 1970.
    pub(crate) at: u64,
    /// The limit from `raised_at` on.
    pub(crate) raised: u128,
    /// Zero if the limit stays.
    pub(crate) raised_at: u64,
}

impl Outflow {
    /// From two words: limit and what was used, of 128 bits each; the raised limit, and two times
    /// of 64.
    pub(crate) fn from_words(words: [Word; 2]) -> Self {
        let [[a, b, c, d], [e, f, g, h]] = words.map(|word| *number(&word).as_limbs());
        let wide = |low: u64, high: u64| u128::from(high) << 64 | u128::from(low);
        Self {
            limit: wide(a, b),
            used: wide(c, d),
            at: g,
            raised: wide(e, f),
            raised_at: h,
        }
    }

    /// The opposite of [`from_words`](Self::from_words).
    pub(crate) fn to_words(self) -> [Word; 2] {
        let [limit, used, raised] =
            [self.limit, self.used, self.raised].map(|wide| (wide as u64, (wide >> 64) as u64));
        [
            word(U256::from_limbs([limit.0, limit.1, used.0, used.1])),
            word(U256::from_limbs([
                raised.0,
                raised.1,
                self.at,
                self.raised_at,
            ])),
        ]
    }

    /// The same as of now: what time refilled, and a raise whose time has come.
    ///
    /// `used = max(0, used - floor(limit · seconds / epoch))`; what was refilled rounds down,
    /// against the spender.
    pub(crate) fn at(self, now: u64, epoch: u64) -> Self {
        if self.raised_at == 0 || now < self.raised_at {
            return self.refilled(now, epoch);
        }
        let before = self.refilled(self.raised_at, epoch);
        let raised = Self {
            limit: self.raised,
            raised: 0,
            raised_at: 0,
            ..before
        };
        raised.refilled(now, epoch)
    }

    fn refilled(self, now: u64, epoch: u64) -> Self {
        let [limit, span, epoch] = [
            U256::from_limbs([self.limit as u64, (self.limit >> 64) as u64, 0, 0]),
            U256::from_limbs([now.saturating_sub(self.at), 0, 0, 0]),
            U256::from_limbs([epoch, 0, 0, 0]),
        ];
        // What does not fit is more than was ever used.
        let refilled = mul_div_down(limit, span, epoch).and_then(|it| it.try_into().ok());
        Self {
            used: self.used.saturating_sub(refilled.unwrap_or(u128::MAX)),
            at: now,
            ..self
        }
    }

    /// What may leave, as of the moment this is.
    pub(crate) const fn left(self) -> u128 {
        self.limit.saturating_sub(self.used)
    }

    /// After `amount` left; `None` if that is more than what is left.
    ///
    /// In any time `t` at most `limit · (1 + t / epoch)` leaves: never more than the limit at once.
    pub(crate) fn spend(self, amount: u128) -> Option<Self> {
        if self.left() < amount {
            return None;
        }
        Some(Self {
            // At most the limit.
            used: self.used.saturating_add(amount),
            ..self
        })
    }

    /// With another limit: at once if it is no higher, which takes back a raise; else `delay`
    /// seconds from the moment this is.
    pub(crate) fn with_limit(self, limit: u128, delay: u64) -> Self {
        if limit <= self.limit {
            return Self {
                limit,
                raised: 0,
                raised_at: 0,
                ..self
            };
        }
        Self {
            raised: limit,
            // Seconds since 1970, and a year at most.
            raised_at: self.at.saturating_add(delay),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const EPOCH: u64 = 1_000;

    fn full(limit: u128) -> Outflow {
        Outflow {
            limit,
            at: 10_000,
            ..Outflow::default()
        }
    }

    #[test]
    fn a_limit_is_used_once_and_refills_by_the_second() {
        let used = full(500).spend(500).unwrap();
        assert_eq!(used.left(), 0);
        assert_eq!(used.spend(1), None);
        assert_eq!(used.at(10_001, EPOCH).left(), 0);
        assert_eq!(used.at(10_002, EPOCH).left(), 1);
        assert_eq!(used.at(10_500, EPOCH).left(), 250);
        assert_eq!(used.at(11_000, EPOCH).left(), 500);
        assert_eq!(used.at(99_000, EPOCH).left(), 500);
    }

    #[test]
    fn a_raise_waits_and_a_cut_does_not() {
        let raised = full(500).with_limit(800, 100);
        assert_eq!(raised.at(10_099, EPOCH).limit, 500);
        assert_eq!(raised.at(10_100, EPOCH).limit, 800);
        let cut = raised.with_limit(0, 100);
        assert_eq!((cut.left(), cut.at(20_000, EPOCH).limit), (0, 0));
    }

    #[test]
    fn what_was_used_stays_used_when_the_limit_changes() {
        let used = full(500).spend(400).unwrap();
        assert_eq!(used.with_limit(300, 100).left(), 0);
        assert_eq!(used.with_limit(450, 100).left(), 50);
    }

    proptest! {
        /// However it is spread, no more than the limit and what time refills leaves.
        #[test]
        fn no_more_leaves_than_the_limit_and_what_was_refilled(
            limit in 0..1_u128 << 100, steps in prop::collection::vec((0..2_000_u64, any::<u128>()), 1..30),
        ) {
            let (mut outflow, mut spent) = (full(limit), 0_u128);
            let start = outflow.at;
            for (seconds, wanted) in steps {
                outflow = outflow.at(outflow.at + seconds, EPOCH);
                let amount = wanted % (limit + 2);
                if let Some(after) = outflow.spend(amount) {
                    outflow = after;
                    spent += amount;
                }
                let passed = u128::from(outflow.at - start);
                prop_assert!(spent <= limit + limit * passed / u128::from(EPOCH));
                prop_assert!(outflow.left() <= limit);
            }
        }

        #[test]
        fn outflows_come_back(
            limit: u128, used: u128, at: u64, raised: u128, raised_at: u64,
        ) {
            let outflow = Outflow { limit, used, at, raised, raised_at };
            prop_assert_eq!(Outflow::from_words(outflow.to_words()), outflow);
        }

        /// Asking often changes nothing but rounding, against the spender.
        #[test]
        fn asking_in_between_refills_no_more(
            limit: u64, used: u64, first in 0..500_u64, second in 0..500_u64,
        ) {
            let outflow = Outflow { used: used.into(), ..full(limit.into()) };
            let once = outflow.at(10_000 + first + second, EPOCH);
            let twice = outflow.at(10_000 + first, EPOCH).at(10_000 + first + second, EPOCH);
            prop_assert!(once.used <= twice.used && twice.used <= once.used + 1);
        }
    }
}
