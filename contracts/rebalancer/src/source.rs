//! Targets, the rebalancer's own or another contract's.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_abi::targets::ITargets;
use ballast_shell::{Calldata, Reply, remote};
use stylus_sdk::prelude::*;

use crate::calls::Standing;
use crate::errors::encode;
use crate::state::{Rebalancer, Settings, TARGET_SOURCE, Target, VAULT};
use crate::targets::read_targets;

/// Gas that a source gets: enough for a matrix of twelve strategies, and a sixth of a block.
const SOURCE_GAS: u64 = 5_000_000;

/// A target, and what the registry knows about its strategy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Goal {
    /// The target.
    pub(crate) target: Target,
    /// The strategy's standing.
    pub(crate) standing: Standing,
}

impl Rebalancer {
    /// What strategies should owe: by the source if there is one, else by the own table. `None` if
    /// the source fails, or its answer is none.
    ///
    /// # Errors
    /// `CallFailed` if the registry does not answer, `NotEnoughGas`: whoever calls could else
    /// choose whether the source fails.
    pub(crate) fn goals(&self, settings: &Settings) -> Result<Option<Vec<Goal>>, Vec<u8>> {
        let source = self.address_at(TARGET_SOURCE);
        let is_own = source.is_zero();
        let targets = if is_own {
            Some(self.targets(settings.count))
        } else {
            self.foreign_targets(source)?
        };
        let Some(targets) = targets else {
            return Ok(None);
        };
        let mut goals = Vec::new();
        for target in targets {
            let standing = self.standing(target.strategy)?;
            if !is_own && standing.is_unknown() {
                return Ok(None);
            }
            goals.push(Goal { target, standing });
        }
        Ok(Some(goals))
    }

    /// What a source answers; `None` if that is not as `setTargets` would take it. Twelve targets
    /// fit the kilobyte that is read of an answer.
    fn foreign_targets(&self, source: Address) -> Result<Option<Vec<Target>>, Vec<u8>> {
        self.require_gas(SOURCE_GAS)?;
        let words = [self.cells.word(VAULT.slot())];
        let request = encode(ITargets::targetsCall::SELECTOR, &words);
        let answer = remote::view(self.vm(), source, &request, SOURCE_GAS);
        Ok(answer.and_then(|answer| read_targets(&mut Calldata::new(&answer)).ok()))
    }

    /// The refusal of a source's targets.
    pub(crate) fn invalid_targets(&self) -> Vec<u8> {
        let words = [self.cells.word(TARGET_SOURCE.slot())];
        encode(Abi::InvalidTargets::SELECTOR, &words)
    }

    /// `setTargetSource(address)`
    pub(crate) fn set_target_source(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_authority()?;
        let to = input.address()?;
        let from = self.address_at(TARGET_SOURCE);
        self.put_address(TARGET_SOURCE, to);
        self.log_target_source_changed(from, to);
        Ok(Vec::new())
    }
}
