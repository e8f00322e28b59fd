//! When it is time to act, for keepers to ask: whether, with which call, to what effect.

use alloy_primitives::U256;
use alloy_sol_types::SolCall;
use ballast_abi::registry::IRegistry as Abi;
use ballast_abi::vault::Vault;
use ballast_core::{Assets, Change};
use ballast_shell::{Calldata, Reply, encode, remote, reply_trigger};
use stylus_sdk::prelude::*;

use crate::errors::{small, word};
use crate::record::Status;
use crate::reports::judge;
use crate::state::{Registry, VAULT};

/// The vault's setting that holds the reward.
const REWARD_SETTING: u8 = 3;

/// A reward's floor in its setting, 15 bytes from the left.
const FLOOR_SHIFT: usize = 136;

/// A reward is at most a tenth of the gain: from ten floors on it is paid in full.
const FLOORS: U256 = U256::from_limbs([10, 0, 0, 0]);

/// What a report would do.
struct Effect {
    is_due: bool,
    gain: Assets,
    loss: Assets,
}

impl Effect {
    /// Of a strategy that fails, or has lost too much: it goes into quarantine.
    const QUARANTINE: Self = Self {
        is_due: true,
        gain: Assets::ZERO,
        loss: Assets::ZERO,
    };
    /// Of one that cannot be asked.
    const NONE: Self = Self {
        is_due: false,
        ..Self::QUARANTINE
    };

    /// Of a report. A loss is due at once, a gain when it pays for the report.
    fn of(change: Change, floor: U256) -> Self {
        match change {
            Change::Loss(loss) => Self {
                is_due: true,
                gain: Assets::ZERO,
                loss,
            },
            Change::Gain(gain) => Self {
                // 120 bits by 4 bits.
                is_due: !gain.is_zero() && floor.wrapping_mul(FLOORS) <= gain.to_u256(),
                gain,
                loss: Assets::ZERO,
            },
        }
    }
}

impl Registry {
    /// `shouldHarvest(address)`
    pub(crate) fn should_harvest(&self, mut input: Calldata<'_>) -> Reply {
        let strategy = input.address()?;
        let effect = match self.entry(strategy) {
            Ok(entry) if entry.record.status != Status::Quarantined => {
                let change = self
                    .worth(&self.state(), strategy)
                    .and_then(|worth| judge(&entry, worth));
                change.map_or(Effect::QUARANTINE, |change| {
                    Effect::of(change, self.reward_floor())
                })
            }
            _ => Effect::NONE,
        };
        let call = encode(Abi::harvestCall::SELECTOR, &[strategy.into_word().0]);
        reply_trigger(
            effect.is_due,
            &call,
            &[word(effect.gain), word(effect.loss)],
        )
    }

    /// What the vault pays for a report at least.
    fn reward_floor(&self) -> U256 {
        let vault = self.address_at(VAULT);
        let question = encode(Vault::settingCall::SELECTOR, &[small(REWARD_SETTING)]);
        remote::view_uint(self.vm(), vault, &question, remote::ALL_GAS)
            .unwrap_or_default()
            .wrapping_shr(FLOOR_SHIFT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gains_are_due_when_they_pay_and_losses_at_once() {
        let floor = U256::from(5);
        let due = |change| Effect::of(change, floor).is_due;
        assert!(!due(Change::Gain(Assets::new(49))));
        assert!(due(Change::Gain(Assets::new(50))));
        assert!(due(Change::Loss(Assets::new(1))));
        assert!(!Effect::of(Change::Gain(Assets::ZERO), U256::ZERO).is_due);
    }
}
