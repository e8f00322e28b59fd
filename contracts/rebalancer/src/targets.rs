//! Which strategies should owe how much.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_math::WAD;
use ballast_shell::{Calldata, Reply};

use crate::errors::{encode, invalid_target, out_of_bounds};
use crate::state::{Rebalancer, TARGETS_MAX, Target};

impl Rebalancer {
    /// `setTargets(address[],uint256[])`
    pub(crate) fn set_targets(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_authority()?;
        let targets = read_targets(&mut input)?;
        let mut settings = self.settings();
        // At most twelve.
        settings.count = targets.len() as u8;
        self.set_settings(&settings);
        for (index, target) in (0..).zip(&targets) {
            self.set_target(index, *target);
        }
        self.log_targets_changed(&targets);
        Ok(Vec::new())
    }

    /// `setWeight(address,uint256)`
    pub(crate) fn set_weight(&mut self, mut input: Calldata<'_>) -> Reply {
        let (strategy, weight) = (input.address()?, input.uint()?);
        self.only_to(weight.is_zero())?;
        let mut targets = self.targets(self.settings().count);
        let found = (0..)
            .zip(&mut targets)
            .find(|(_, target)| target.strategy == strategy);
        let Some((index, target)) = found else {
            let words = [strategy.into_word().0];
            return Err(encode(Abi::UnknownTarget::SELECTOR, &words));
        };
        let before = target.weight_wad;
        target.weight_wad = small_weight(weight)?;
        let after = *target;
        require_valid(&targets)?;
        self.set_target(index, after);
        self.log_weight_changed(strategy, before, after.weight_wad);
        Ok(Vec::new())
    }
}

/// The next two words as the offsets of strategies and their weights: at most twelve, each another,
/// and no more than the whole together.
pub(crate) fn read_targets(input: &mut Calldata<'_>) -> Result<Vec<Target>, Vec<u8>> {
    let (strategies, weights) = read_lists(input)?;
    let targets = pair(&strategies, &weights)?;
    require_valid(&targets)?;
    Ok(targets)
}

/// The next two words as the offsets of a list of addresses and one of numbers. Not inlined: it is
/// needed in several places.
#[inline(never)]
pub(crate) fn read_lists(input: &mut Calldata<'_>) -> Result<(Vec<Address>, Vec<U256>), Vec<u8>> {
    Ok((input.addresses()?, input.uints()?))
}

/// Strategies with their weights.
fn pair(strategies: &[Address], weights: &[U256]) -> Result<Vec<Target>, Vec<u8>> {
    if strategies.len() != weights.len() {
        return Err(invalid_target(Address::ZERO));
    }
    let pairs = strategies.iter().zip(weights);
    pairs
        .map(|(strategy, weight)| {
            Ok(Target {
                strategy: *strategy,
                weight_wad: small_weight(*weight)?,
            })
        })
        .collect()
}

/// A weight of at most the whole.
fn small_weight(weight: U256) -> Result<u64, Vec<u8>> {
    match u64::try_from(weight) {
        Ok(weight_wad) if weight_wad <= WAD => Ok(weight_wad),
        _ => Err(too_much(weight)),
    }
}

fn too_much(weight: U256) -> Vec<u8> {
    out_of_bounds(weight, U256::from_limbs([WAD, 0, 0, 0]))
}

/// Makes sure that targets are at most twelve, each another, and no more than the whole together.
fn require_valid(targets: &[Target]) -> Result<(), Vec<u8>> {
    if TARGETS_MAX < targets.len() {
        let [length, max] =
            [targets.len(), TARGETS_MAX].map(|number| U256::from_limbs([number as u64, 0, 0, 0]));
        return Err(out_of_bounds(length, max));
    }
    let mut sum: u64 = 0;
    for (index, target) in targets.iter().enumerate() {
        let earlier = targets.iter().take(index);
        let is_repeated = earlier
            .map(|other| other.strategy)
            .any(|other| other == target.strategy);
        if target.strategy.is_zero() || is_repeated {
            return Err(invalid_target(target.strategy));
        }
        // Twelve times the whole fit 64 bits.
        sum = sum.saturating_add(target.weight_wad);
    }
    if WAD < sum {
        return Err(too_much(U256::from_limbs([sum, 0, 0, 0])));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    fn targets(weights: &[u64]) -> Vec<Target> {
        let targets = (1..).zip(weights).map(|(number, weight_wad)| Target {
            strategy: Address::with_last_byte(number),
            weight_wad: *weight_wad,
        });
        targets.collect()
    }

    #[test]
    fn weights_are_the_whole_at_most() {
        assert_eq!(require_valid(&targets(&[WAD / 2, WAD / 2])), Ok(()));
        let refusal = too_much(U256::from(WAD + 1));
        assert_eq!(require_valid(&targets(&[WAD, 1])), Err(refusal));
        assert_eq!(
            require_valid(&targets(&[WAD; 12])),
            Err(too_much(U256::from(12 * WAD)))
        );
        assert_eq!(small_weight(U256::from(WAD)), Ok(WAD));
        assert!(small_weight(U256::from(WAD + 1)).is_err());
        assert!(small_weight(U256::MAX).is_err());
    }

    #[test]
    fn twelve_different_strategies_at_most() {
        assert_eq!(require_valid(&[]), Ok(()));
        assert_eq!(require_valid(&targets(&[1; 12])), Ok(()));
        assert!(require_valid(&targets(&[1; 13])).is_err());
        let mut repeated = targets(&[1, 1, 1]);
        repeated[2].strategy = repeated[0].strategy;
        let refusal = Err(invalid_target(repeated[0].strategy));
        assert_eq!(require_valid(&repeated), refusal);
        let nobody = vec![Target::default()];
        assert_eq!(require_valid(&nobody), Err(invalid_target(Address::ZERO)));
    }

    #[test]
    fn lists_are_equally_long() {
        assert!(pair(&[Address::ZERO], &[]).is_err());
    }
}
