//! What only contracts may ask of contracts, asked by people: all of it must be refused.

use alloy_primitives::U256;
use ballast_abi::registry::IRegistry as Registry;
use ballast_abi::strategy::IStrategy;
use ballast_abi::vault::Vault;

use super::{Act, Draw};
use crate::soak::act::Place;
use crate::soak::cast::EVE;
use crate::soak::world::LENDING;

/// What only the registry may ask of the vault.
pub(super) fn act_as_registry(draw: &mut Draw<'_>) -> Act {
    let (from, vault) = (draw.person(), draw.world.vault());
    let whole = draw.now.gross();
    let amount = draw.amount(whole);
    let act = match draw.random.below(3) {
        0 => {
            let strategy = draw.strategy();
            let call = Vault::lendCall {
                strategy,
                assets: amount,
            };
            Act::new(Place::Vault, from, vault, &call)
        }
        1 => {
            let call = Vault::takeBackCall {
                debt: amount,
                paid: amount,
            };
            Act::new(Place::Vault, from, vault, &call)
        }
        _ => {
            let nothing = U256::ZERO;
            let is_gain = draw.random.chance(50);
            let (gain, loss) = if is_gain {
                (amount, nothing)
            } else {
                (nothing, amount)
            };
            let call = Vault::reportCall {
                gain,
                loss,
                quarantined: U256::from(draw.random.below(3)),
                reporter: EVE,
            };
            Act::new(Place::Vault, from, vault, &call)
        }
    };
    act.forbidden()
}

/// What only the vault may ask of the registry.
pub(super) fn act_as_vault(draw: &mut Draw<'_>) -> Act {
    let (from, registry) = (draw.person(), draw.world.registry());
    let whole = draw.now.gross();
    let (amount, strategies) = (draw.amount(whole), draw.strategies(3));
    let asset = draw.world.token();
    let act = if draw.random.chance(30) {
        let call = Registry::exitCall {
            asset,
            claim: amount,
            strategies,
        };
        Act::new(Place::Registry, from, registry, &call)
    } else if draw.random.chance(50) {
        let call = Registry::payCall {
            asset,
            assets: amount,
            strategies,
        };
        Act::new(Place::Registry, from, registry, &call)
    } else {
        let call = Registry::exitInKindCall {
            fraction: amount,
            receiver: from,
            strategies,
        };
        Act::new(Place::Registry, from, registry, &call)
    };
    act.forbidden()
}

/// What only the registry may ask of a strategy.
pub(super) fn command_a_strategy(draw: &mut Draw<'_>) -> Act {
    let from = draw.person();
    let number = draw.number();
    let strategy = draw.world.strategies()[number];
    let debt = draw.now.strategies[number].debt;
    let assets = draw.amount(debt);
    let place = Place::Strategy;
    let act = match draw.random.below(5) {
        0 => Act::new(place, from, strategy, &IStrategy::allocateCall { assets }),
        1 => Act::new(place, from, strategy, &IStrategy::deallocateCall { assets }),
        2 => {
            let act = Act::new(place, from, strategy, &IStrategy::harvestCall {});
            // Where it changes nothing, anybody may ask.
            let is_harmless = number < LENDING;
            return if is_harmless { act } else { act.forbidden() };
        }
        3 => Act::new(place, from, strategy, &IStrategy::emergencyExitCall {}),
        _ => {
            let call = IStrategy::transferInKindCall {
                fraction: assets,
                receiver: from,
            };
            Act::new(place, from, strategy, &call)
        }
    };
    act.forbidden()
}
