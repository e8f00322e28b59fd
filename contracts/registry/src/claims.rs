//! What an exit could take now.

use ballast_core::{Assets, Source};
use ballast_shell::{Calldata, Reply, reply};

use crate::errors::word;
use crate::place::Places;
use crate::state::Registry;

/// The largest claims that an exit meets: at any loss, and at none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Claimable {
    most: Assets,
    lossless: Assets,
    /// Whether a strategy would have to pay at a loss before more could be claimed.
    has_loss: bool,
}

impl Claimable {
    /// Adds what the next strategy would pay, of which `liquid` is at hand.
    fn add(self, source: &Source, liquid: Assets) -> Self {
        let claim = source.claimable(liquid);
        // Debts fit together: each was lent by the same vault.
        let plus = |sum: Assets| sum.checked_add(claim).unwrap_or(Assets::MAX);
        let has_loss = self.has_loss || (source.is_short() && !claim.is_zero());
        Self {
            most: plus(self.most),
            lossless: if has_loss {
                self.lossless
            } else {
                plus(self.lossless)
            },
            has_loss,
        }
    }
}

impl Registry {
    /// `claimable(address[])`
    ///
    /// A strategy that does not answer adds nothing: an exit would put it into quarantine.
    pub(crate) fn claimable(&self, mut input: Calldata<'_>) -> Reply {
        let named = input.addresses()?;
        let state = self.state();
        let mut seen = Places::default();
        let mut claimable = Claimable::default();
        for place in self.chosen(&state, &named)? {
            if !seen.insert(place) {
                continue;
            }
            let Some((record, loan)) = self.payer(place) else {
                continue;
            };
            let Some(worth) = self.worth(&state, record.strategy) else {
                continue;
            };
            let Some(liquid) = self.liquid(&state, record.strategy) else {
                continue;
            };
            let source = Source {
                debt: loan.debt,
                worth,
            };
            claimable = claimable.add(&source, liquid);
        }
        reply(&[word(claimable.most), word(claimable.lossless)])
    }
}

#[cfg(test)]
mod tests {
    use ballast_core::Slice;
    use proptest::prelude::*;

    use super::*;

    fn source(debt: u128, worth: u128) -> Source {
        Source {
            debt: Assets::new(debt),
            worth: Assets::new(worth),
        }
    }

    fn add(sources: &[(u128, u128, u128)]) -> (u128, u128) {
        let claimable =
            sources
                .iter()
                .fold(Claimable::default(), |claimable, &(debt, worth, liquid)| {
                    claimable.add(&source(debt, worth), Assets::new(liquid))
                });
        (claimable.most.get(), claimable.lossless.get())
    }

    #[test]
    fn what_is_not_liquid_is_not_claimable() {
        assert_eq!(add(&[(100, 100, 30), (50, 80, 90)]), (80, 80));
    }

    #[test]
    fn behind_a_loss_nothing_is_lossless() {
        assert_eq!(
            add(&[(100, 100, 100), (10, 9, 9), (50, 50, 50)]),
            (160, 100)
        );
    }

    proptest! {
        /// An exit for what is lossless loses nothing, and one for the most is met.
        #[test]
        fn the_exit_agrees(
            sources in prop::collection::vec((1..100u128, 0..120u128, 0..100u128), 0..6),
        ) {
            let (most, lossless) = add(&sources);
            for (claim, may_lose) in [(most, true), (lossless, false)] {
                let mut left = Assets::new(claim);
                for &(debt, worth, liquid) in &sources {
                    let source = source(debt, worth);
                    let asked = source.slice(left);
                    let slice: Slice = source.covered(asked, asked.paid.min(Assets::new(liquid)));
                    prop_assert!(may_lose || slice.loss().is_zero());
                    left = left.checked_sub(slice.debt).unwrap();
                }
                prop_assert!(left.is_zero());
            }
        }
    }
}
