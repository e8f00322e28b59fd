//! What the vault's authority and guardian do.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolCall;
use ballast_abi::vault::Vault as Abi;

use super::{Act, Draw, Role};
use crate::soak::act::Place;
use crate::soak::cast::{EVE, GOVERNOR, GUARDIAN, HEIR, KEEPER, TREASURY};
use crate::soak::roles::Change;
use crate::vault::{Terms, reward};

const AUTHORITY: &[Role] = &[Role::VaultAuthority];

/// A call that only holders of these roles may make, by one of them or by somebody else.
fn official<C: SolCall + std::fmt::Debug>(draw: &mut Draw<'_>, roles: &[Role], call: &C) -> Act {
    let from = draw.caller(roles);
    Act::new(Place::Vault, from, draw.world.vault(), call).only(&draw.holders(roles))
}

/// A new value for any setting, valid or not.
pub(super) fn configure(draw: &mut Draw<'_>) -> Act {
    let setting = draw.random.weighted(&[
        (4, 0),
        (4, 1),
        (8, 2),
        (3, 3),
        (3, 4),
        (2, 5),
        (1, 6),
        (1, 7),
        (1, 256),
    ]);
    let value: B256 = match setting {
        0 => deposit_cap(draw).into(),
        1 => idle_min(draw).into(),
        2 => terms(draw),
        3 => pay(draw),
        // There is no gate that lets anybody in: it is closed, and soon taken away.
        4 => draw
            .random
            .pick(&[Address::ZERO, Address::ZERO, EVE])
            .into_word(),
        5 => {
            let guardian = draw
                .random
                .pick(&[GUARDIAN, GUARDIAN, KEEPER, Address::ZERO]);
            let act = official(draw, AUTHORITY, &set(setting, guardian.into_word()));
            return act.giving(Change::Given(Role::Guardian, guardian));
        }
        6 => EVE.into_word(),
        _ => B256::ZERO,
    };
    let act = official(draw, AUTHORITY, &set(setting, value));
    // There is a registry already, and no setting behind it.
    if setting < 6 { act } else { act.forbidden() }
}

fn set(setting: u64, value: B256) -> Abi::configureCall {
    let setting = U256::from(setting);
    Abi::configureCall { setting, value }
}

fn deposit_cap(draw: &mut Draw<'_>) -> U256 {
    if draw.random.chance(80) {
        return U256::from(u128::MAX);
    }
    let gross = draw.now.gross();
    draw.amount(gross << 1)
}

fn idle_min(draw: &mut Draw<'_>) -> U256 {
    if draw.random.chance(60) {
        return U256::ZERO;
    }
    let gross = draw.now.gross();
    draw.amount(gross >> 1)
}

fn terms(draw: &mut Draw<'_>) -> B256 {
    let recipient = [
        TREASURY,
        TREASURY,
        TREASURY,
        EVE,
        draw.world.vault(),
        Address::ZERO,
    ];
    let (performance, management) = (draw.random.below(5_002), draw.random.below(502));
    let unlock = draw.random.magnitude(U256::from(31_536_001));
    let growth = draw.random.below(20_001) as u32;
    Terms {
        recipient: draw.random.pick(&recipient),
        performance_bps: draw.random.pick(&[0, 1_000, performance as u16]),
        management_bps: draw.random.pick(&[0, 100, management as u16]),
        unlock_seconds: draw.random.pick(&[0, 86_400, 604_800, unlock.to()]),
        growth_bps_per_year: draw.random.pick(&[20_000, 20_000, growth, 20_001]),
    }
    .word()
}

fn pay(draw: &mut Draw<'_>) -> B256 {
    let whole = draw.now.gross() >> 10;
    let mut amount = || draw.random.magnitude(whole).to::<u128>();
    let (one, other) = (amount(), amount());
    let part = draw.random.below(1_002) as u16;
    reward(one.min(other), one.max(other), part)
}

pub(super) fn stop_deposits(draw: &mut Draw<'_>) -> Act {
    let stopped = draw.random.chance(12);
    let roles: &[Role] = if stopped {
        &[Role::VaultAuthority, Role::Guardian]
    } else {
        AUTHORITY
    };
    official(draw, roles, &Abi::stopDepositsCall { stopped })
}

pub(super) fn transfer_authority(draw: &mut Draw<'_>) -> Act {
    let to = draw.random.pick(&[GOVERNOR, HEIR, Address::ZERO]);
    official(draw, AUTHORITY, &Abi::transferAuthorityCall { to })
        .giving(Change::Given(Role::VaultPending, to))
}

pub(super) fn accept_authority(draw: &mut Draw<'_>) -> Act {
    let act = official(draw, &[Role::VaultPending], &Abi::acceptAuthorityCall {});
    let by = act.from;
    act.giving(Change::VaultTaken(by))
}
