//! How things stand, and what is to be moved.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use ballast_abi::registry::IRegistry;
use ballast_abi::vault::Vault;
use ballast_core::{Assets, Candidate, Exposure, Step, plan, target_down};
use ballast_shell::Word;

use crate::errors::small;
use crate::source::Goal;
use crate::state::{REGISTRY, Rebalancer, Settings, VAULT};

/// The vault's setting that holds what lending leaves.
const IDLE_MIN_SETTING: u8 = 1;

/// What the vault has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Funds {
    /// Idle beyond the least that stays.
    pub(crate) available: Assets,
    /// All that is on its books, idle and lent.
    pub(crate) total: Assets,
}

/// A debt that can be moved.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Position {
    /// The strategy.
    pub(crate) strategy: Address,
    /// What it owes.
    pub(crate) debt: Assets,
    /// What it is worth.
    pub(crate) worth: Assets,
}

/// A step of the plan.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Move {
    /// As things stand.
    pub(crate) position: Position,
    /// How the debt is to change.
    pub(crate) step: Step,
}

impl Move {
    /// What the strategy is to owe.
    pub(crate) fn target(&self) -> Assets {
        let debt = self.position.debt;
        match self.step {
            // Nobody pays back more than is owed.
            Step::Less(less) => debt.checked_sub(less).unwrap_or_default(),
            Step::More(more) => debt.checked_add(more).unwrap_or(Assets::MAX),
        }
    }
}

/// The plan, and what it was made from.
#[derive(Clone, Debug)]
pub(crate) struct Survey {
    /// What the vault has.
    pub(crate) funds: Funds,
    /// Gas for a call of a strategy.
    pub(crate) call_gas: u64,
    /// What is to be moved: back, then forth.
    pub(crate) moves: Vec<Move>,
}

/// What strategies count towards, each id once.
#[derive(Clone, Debug, Default)]
struct Groups {
    ids: Vec<Word>,
    exposures: Vec<Exposure>,
}

impl Rebalancer {
    /// How things stand, and what is to be moved; `None` if the source of targets fails.
    ///
    /// # Errors
    /// `CallFailed` if vault or registry do not answer, `NotEnoughGas`.
    #[inline(never)]
    pub(crate) fn survey(&self, settings: &Settings) -> Result<Option<Survey>, Vec<u8>> {
        let Some(goals) = self.goals(settings)? else {
            return Ok(None);
        };
        let registry = self.address_at(REGISTRY);
        let (funds, call_gas) = (self.funds()?, self.call_gas()?);
        let stopped = self.ask_uint(registry, IRegistry::riskStoppedCall::SELECTOR, &[])?;
        let mut groups = Groups::default();
        let mut positions = Vec::new();
        let mut candidates = Vec::new();
        for goal in &goals {
            let found = self.candidate(settings, &funds, goal, call_gas)?;
            let Some((position, step, liquid)) = found else {
                continue;
            };
            if matches!(step, Step::More(_)) && !stopped.is_zero() {
                continue;
            }
            let ids = self.group_bits(&mut groups, position.strategy, funds.total)?;
            positions.push(position);
            candidates.push(Candidate { step, liquid, ids });
        }
        let mut moves = Vec::new();
        plan(
            settings.band,
            funds.available,
            &mut groups.exposures,
            &candidates,
            |index, step| {
                if let (Some(position), Some(step)) = (positions.get(index), step) {
                    let position = *position;
                    moves.push(Move { position, step });
                }
            },
        );
        Ok(Some(Survey {
            funds,
            call_gas,
            moves,
        }))
    }

    /// What the vault has.
    ///
    /// # Errors
    /// `CallFailed`.
    #[inline(never)]
    pub(crate) fn funds(&self) -> Result<Funds, Vec<u8>> {
        let vault = self.address_at(VAULT);
        let idle = self.ask_amount(vault, Vault::totalIdleCall::SELECTOR, &[])?;
        let debt = self.ask_amount(vault, Vault::totalDebtCall::SELECTOR, &[])?;
        let question = [small(IDLE_MIN_SETTING)];
        let least = self.ask_amount(vault, Vault::settingCall::SELECTOR, &question)?;
        Ok(Funds {
            available: idle.checked_sub(least).unwrap_or_default(),
            // A vault's assets fit together.
            total: idle.checked_add(debt).unwrap_or(Assets::MAX),
        })
    }

    /// What is to change about a strategy, and the most it would pay back; `None` if nothing is,
    /// or if it must be left out.
    fn candidate(
        &self,
        settings: &Settings,
        funds: &Funds,
        goal: &Goal,
        call_gas: u64,
    ) -> Result<Option<(Position, Step, Assets)>, Vec<u8>> {
        let Goal { target, standing } = *goal;
        let strategy = target.strategy;
        if !standing.is_movable() {
            return Ok(None);
        }
        let aim = if standing.is_active() {
            target_down(funds.total, target.weight_wad, standing.cap)
        } else {
            Assets::ZERO
        };
        let debt = standing.debt;
        let Some(step) = settings.band.step(debt, aim, funds.total) else {
            return Ok(None);
        };
        let Some(worth) = self.worth(strategy, call_gas)? else {
            return Ok(None);
        };
        if worth < debt {
            return Ok(None);
        }
        let liquid = match step {
            Step::Less(_) => self.liquid(strategy, call_gas)?.unwrap_or_default(),
            Step::More(_) => Assets::ZERO,
        };
        let position = Position {
            strategy,
            debt,
            worth,
        };
        Ok(Some((position, step, liquid)))
    }

    /// The bits of what a strategy counts towards; what is not known yet is asked for.
    fn group_bits(
        &self,
        groups: &mut Groups,
        strategy: Address,
        total: Assets,
    ) -> Result<u64, Vec<u8>> {
        let mut bits = 0;
        for id in self.ids_of(strategy)? {
            let known = groups.ids.iter().position(|other| *other == id);
            let index = match known {
                Some(index) => index,
                None => {
                    groups.exposures.push(self.exposure(id, total)?);
                    groups.ids.push(id);
                    groups.ids.len().saturating_sub(1)
                }
            };
            // Twelve strategies have at most 48 ids.
            bits |= 1_u64.wrapping_shl(index as u32);
        }
        Ok(bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_leads_to_its_target() {
        let position = Position {
            strategy: Address::ZERO,
            debt: Assets::new(10),
            worth: Assets::new(11),
        };
        let target = |step| Move { position, step }.target();
        assert_eq!(target(Step::Less(Assets::new(4))), Assets::new(6));
        assert_eq!(target(Step::More(Assets::new(4))), Assets::new(14));
    }
}
