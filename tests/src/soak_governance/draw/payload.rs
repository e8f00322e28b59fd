//! Calls that are worth a vote.

use alloy_primitives::aliases::U48;
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolCall;
use ballast_abi::access_control::IAccessControl::{grantRoleCall, revokeRoleCall};
use ballast_abi::erc20::IERC20::transferCall;
use ballast_abi::governor::Governor as Gov;
use ballast_abi::params::IParams;
use ballast_abi::timelock::Timelock::updateDelayCall;
use ballast_abi::treasury::Treasury;

use super::Draw;
use crate::contract::uint;
use crate::scene::TOKEN;
use crate::soak_governance::cast::{COUNCIL, ERIN, GUARDIAN, KEEPER, SENTINEL};
use crate::soak_governance::model::role;
use crate::soak_governance::motion::{Call, Motion};
use crate::soak_governance::settings::{failCall, setCall};
use crate::soak_governance::world::World;

fn call<C: SolCall>(target: Address, call: &C) -> Call {
    Call {
        target,
        value: U256::ZERO,
        data: call.abi_encode().into(),
    }
}

/// One to three calls; those of the governor by proposals alone.
pub(super) fn motion(draw: &mut Draw<'_>, is_proposal: bool) -> Motion {
    let count = draw.random.weighted(&[(70, 1), (20, 2), (10, 3)]);
    let calls = (0..count).map(|_| one(draw, is_proposal));
    Motion {
        calls: calls.collect(),
    }
}

fn one(draw: &mut Draw<'_>, is_proposal: bool) -> Call {
    let world = draw.world;
    match draw.random.below(100) {
        0..=16 => remember(draw, world.target()),
        17..=18 => call(world.target(), &failCall {}),
        19..=40 => pay(draw),
        41..=48 => limit(draw),
        49..=68 => parameter(draw),
        69..=72 => call(
            world.params(),
            &IParams::setSentinelCall {
                sentinel: draw.random.pick(&[SENTINEL, SENTINEL, ERIN]),
            },
        ),
        73..=76 => call(
            world.timelock(),
            &updateDelayCall {
                newDelay: U256::from(draw.random.below(2 * 86_400) + 3_600),
            },
        ),
        77..=81 => appointment(draw),
        82..=85 => {
            let (to, value) = (draw.person(), uint(10 * TOKEN));
            call(world.token(), &transferCall { to, value })
        }
        _ if is_proposal => setting(draw),
        _ => remember(draw, world.target()),
    }
}

fn remember(draw: &mut Draw<'_>, target: Address) -> Call {
    let value = U256::from(draw.random.below(1_000_000));
    let wei = U256::from(draw.random.below(2));
    Call {
        value: wei,
        ..call(target, &setCall { value })
    }
}

fn pay(draw: &mut Draw<'_>) -> Call {
    let world = draw.world;
    let token = draw.random.pick(&[world.token(), Address::ZERO]);
    let limits = &draw.model.settings.limits;
    let left = limits
        .get(&token)
        .map_or(U256::ZERO, |it| it.left(draw.now.time));
    let amount = match draw.random.below(10) {
        0 => left + U256::ONE,
        1..=4 => left,
        _ => draw.random.part(left),
    };
    let to = draw.random.pick(&[ERIN, KEEPER, world.timelock()]);
    call(world.treasury(), &Treasury::payCall { token, to, amount })
}

fn limit(draw: &mut Draw<'_>) -> Call {
    let world = draw.world;
    if draw.random.chance(20) {
        let guardian = draw.random.pick(&[GUARDIAN, GUARDIAN, ERIN]);
        return call(world.treasury(), &Treasury::setGuardianCall { guardian });
    }
    let (token, most) = draw
        .random
        .pick(&[(world.token(), 2_000 * TOKEN), (Address::ZERO, 900)]);
    let limit = draw.random.part(uint(most));
    call(world.treasury(), &Treasury::setLimitCall { token, limit })
}

fn key(draw: &mut Draw<'_>) -> (usize, B256) {
    let place = draw.random.below(draw.world.keys().len() as u64) as usize;
    (place, draw.world.keys()[place])
}

/// Somewhere near where a parameter goes.
pub(super) fn value_near(draw: &mut Draw<'_>, place: usize) -> U256 {
    let there = draw
        .model
        .parameters
        .get(place)
        .map_or(U256::ZERO, |course| course[1]);
    let parts = U256::from(draw.random.below(14) + 94);
    let value = there * parts / U256::from(100);
    if draw.random.chance(10) {
        draw.amount(there)
    } else {
        value
    }
}

fn parameter(draw: &mut Draw<'_>) -> Call {
    let params = draw.world.params();
    let (place, key) = key(draw);
    let value = value_near(draw, place);
    match (place, draw.random.below(10)) {
        (_, 0) => call(params, &IParams::secureCall { key, value }),
        (1, _) => call(params, &IParams::setSlowCall { key, value }),
        (2, _) => call(params, &IParams::setSlowestCall { key, value }),
        _ => call(params, &IParams::setCall { key, value }),
    }
}

/// Roles that can go without governance going, too.
fn appointment(draw: &mut Draw<'_>) -> Call {
    let world: &World = draw.world;
    let role = role(draw.random.pick(&["PROPOSER", "CANCELLER", "EXECUTOR"]));
    let account = draw.random.pick(&[COUNCIL, KEEPER, ERIN]);
    if draw.random.chance(60) {
        return call(world.timelock(), &grantRoleCall { role, account });
    }
    call(world.timelock(), &revokeRoleCall { role, account })
}

/// A setting of the governor, such that it can go on.
pub(super) fn setting(draw: &mut Draw<'_>) -> Call {
    let (world, random, now) = (draw.world, &mut *draw.random, draw.now.time);
    let governor = world.governor();
    match random.below(10) {
        0 => call(
            governor,
            &Gov::setVotingDelayCall {
                newVotingDelay: U48::from(random.below(7_200)),
            },
        ),
        1 => call(
            governor,
            &Gov::setVotingPeriodCall {
                newVotingPeriod: random.below(86_400) as u32,
            },
        ),
        2 => call(
            governor,
            &Gov::setProposalThresholdCall {
                newProposalThreshold: uint(u128::from(random.below(20_000)) * TOKEN),
            },
        ),
        3 => call(
            governor,
            &Gov::updateQuorumNumeratorCall {
                newQuorumNumerator: U256::from(match random.below(10) {
                    0 => 101,
                    _ => random.below(36),
                }),
            },
        ),
        4 => call(
            governor,
            &Gov::updateQuorumFloorCall {
                newQuorumFloor: uint(u128::from(random.below(200_000)) * TOKEN),
            },
        ),
        5 => call(
            governor,
            &Gov::setLateQuorumVoteExtensionCall {
                newVoteExtension: U48::from(random.below(30_000)),
            },
        ),
        6 => call(
            governor,
            &Gov::setProposalGuardianCall {
                newProposalGuardian: random.pick(&[GUARDIAN, GUARDIAN, Address::ZERO]),
            },
        ),
        7 => {
            // At once, after a while, or further ahead than may be.
            let days = random.pick(&[0, 10, 60, 360, 800]);
            call(
                governor,
                &Gov::setProposalGuardianSunsetCall {
                    newSunset: U48::from(now + days * 86_400),
                },
            )
        }
        8 => call(
            governor,
            &Gov::updateTimelockCall {
                newTimelock: world.timelock(),
            },
        ),
        _ => {
            let value = U256::from(random.below(1_000_000));
            let data = setCall { value }.abi_encode().into();
            call(
                governor,
                &Gov::relayCall {
                    target: world.target(),
                    value: U256::ZERO,
                    data,
                },
            )
        }
    }
}
