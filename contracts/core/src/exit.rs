//! What an exit takes from a strategy, and who bears what the strategy has lost.
//!
//! Debt is what a strategy was lent and has reported. If it is worth less than that and has not
//! reported it, whoever has assets pulled from it bears the part of the loss that belongs to them
//! (Yearn V3): those who stay lose nothing to those who leave first.

use ballast_math::{mul_div_down, mul_div_up};
use ruint::aliases::U256;

use crate::Assets;

/// A strategy as an exit finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// What it was lent and has reported.
    pub debt: Assets,
    /// What it says it is worth now. Anything above the debt belongs to a later report.
    pub worth: Assets,
}

/// What an exit takes from a strategy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// What is taken off the debt: the leaver's claim.
    pub debt: Assets,
    /// What is paid for it. The difference is the loss that the leaver bears.
    pub paid: Assets,
}

impl Slice {
    /// What the leaver loses.
    pub fn loss(&self) -> Assets {
        self.debt.checked_sub(self.paid).unwrap_or_default()
    }
}

impl Source {
    /// The slice for a claim of `claim`, if the strategy can pay: `min(claim, debt)`, for which
    /// `floor(slice * worth / debt)` is to be paid.
    ///
    /// The leaver's loss rounds up. A claim for which nothing is to be paid takes nothing: it would
    /// cost the leaver everything.
    pub fn slice(&self, claim: Assets) -> Slice {
        let debt = claim.min(self.debt);
        let paid = if self.worth < self.debt {
            mul_div_down(debt.to_u256(), self.worth.to_u256(), self.debt.to_u256())
                .and_then(Assets::from_u256)
                .unwrap_or_default()
        } else {
            debt
        };
        if paid.is_zero() {
            return Slice::default();
        }
        Slice { debt, paid }
    }

    /// The slice that `received` pays for, where [`slice`](Self::slice) asked for more: the
    /// largest whose price is covered. What was received above that stays with the strategy's
    /// other claimants.
    ///
    /// The largest `s` with `floor(s * worth / debt) <= received` means
    /// `s < (received + 1) * debt / worth`.
    pub fn covered(&self, asked: Slice, received: Assets) -> Slice {
        if asked.paid <= received {
            return asked;
        }
        if received.is_zero() {
            return Slice::default();
        }
        let debt = if self.worth < self.debt {
            let more = received.to_u256().wrapping_add(U256::ONE);
            mul_div_up(more, self.debt.to_u256(), self.worth.to_u256())
                .and_then(|bound| Assets::from_u256(bound.wrapping_sub(U256::ONE)))
                .map_or(asked.debt, |debt| debt.min(asked.debt))
        } else {
            received
        };
        Slice {
            debt,
            paid: received,
        }
    }

    /// The largest claim that can be met while the strategy can pay `liquid`.
    pub fn claimable(&self, liquid: Assets) -> Assets {
        self.covered(self.slice(self.debt), liquid).debt
    }

    /// Whether taking anything from it costs the leaver something.
    pub fn is_short(&self) -> bool {
        self.worth < self.debt
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn source(debt: u128, worth: u128) -> Source {
        Source {
            debt: Assets::new(debt),
            worth: Assets::new(worth),
        }
    }

    fn slice(debt: u128, paid: u128) -> Slice {
        Slice {
            debt: Assets::new(debt),
            paid: Assets::new(paid),
        }
    }

    /// Lent 1,000, worth 900: who takes 500 gets 450, and 500 of debt are left for 450.
    #[test]
    fn the_leaver_bears_their_part_of_an_unreported_loss() {
        let asked = source(1_000, 900).slice(Assets::new(500));
        assert_eq!(asked, slice(500, 450));
        assert_eq!(asked.loss().get(), 50);
    }

    #[test]
    fn an_unreported_gain_stays() {
        assert_eq!(source(100, 300).slice(Assets::new(150)), slice(100, 100));
    }

    #[test]
    fn what_is_not_liquid_is_left_for_later() {
        let whole = source(1_000, 1_000);
        let asked = whole.slice(Assets::new(600));
        assert_eq!(whole.covered(asked, Assets::new(250)), slice(250, 250));
        assert_eq!(whole.covered(asked, Assets::ZERO), Slice::default());
        let short = source(1_000, 900);
        let asked = short.slice(Assets::new(500));
        assert_eq!(short.covered(asked, Assets::new(90)), slice(101, 90));
    }

    #[test]
    fn nothing_is_taken_for_nothing() {
        assert_eq!(source(10, 9).claimable(Assets::ZERO), Assets::ZERO);
        assert_eq!(source(10, 9).slice(Assets::new(1)), Slice::default());
        assert_eq!(source(1_000, 1).slice(Assets::new(999)), Slice::default());
        let lost = source(1_000, 0);
        assert_eq!(lost.slice(Assets::new(10)), Slice::default());
        assert_eq!(lost.claimable(Assets::MAX), Assets::ZERO);
        assert_eq!(source(0, 0).claimable(Assets::new(5)), Assets::ZERO);
    }

    fn sources() -> impl Strategy<Value = Source> {
        prop_oneof![(0..200u128, 0..200u128), (any::<u128>(), any::<u128>()),]
            .prop_map(|(debt, worth)| source(debt, worth))
    }

    proptest! {
        /// Those who stay are never worse off: worth over debt does not fall.
        #[test]
        fn who_stays_loses_nothing(from in sources(), claim: u128, received: u128) {
            let asked = from.slice(Assets::new(claim));
            let slice = from.covered(asked, Assets::new(received));
            prop_assert!(slice.paid <= slice.debt && slice.debt <= asked.debt);
            prop_assert!(slice.paid.get() <= received.max(asked.paid.get()));
            if from.is_short() {
                let wide = |a: Assets, b: Assets| a.to_u256() * b.to_u256();
                let debt = from.debt.checked_sub(slice.debt).unwrap();
                let worth = from.worth.checked_sub(slice.paid).unwrap();
                prop_assert!(wide(from.worth, debt) <= wide(worth, from.debt));
            }
        }

        /// The view and the exit agree: what is claimable is met, and one more is not.
        #[test]
        fn what_is_claimable_is_the_most_that_is_met(from in sources(), liquid in prop_oneof![0..4u128, any::<u128>()]) {
            let liquid = Assets::new(liquid);
            let most = from.claimable(liquid);
            let met = |claim: Assets| {
                let asked = from.slice(claim);
                let sent = asked.paid.min(liquid);
                from.covered(asked, sent).debt
            };
            prop_assert_eq!(met(most), most);
            if let Some(more) = most.checked_add(Assets::new(1)) {
                prop_assert!(met(more) < more);
            }
        }
    }
}
