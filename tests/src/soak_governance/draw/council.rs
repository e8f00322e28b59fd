//! Who schedules, executes and appoints beside the governor.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolCall;
use ballast_abi::access_control::IAccessControl::{
    grantRoleCall, renounceRoleCall, revokeRoleCall,
};
use ballast_abi::timelock::Timelock as Abi;

use super::{Draw, payload};
use crate::soak::{Act, Place};
use crate::soak_governance::cast::{COUNCIL, ERIN, GUARDIAN, KEEPER};
use crate::soak_governance::model::{Operation, Phase, role};

fn timelock<C: SolCall + std::fmt::Debug>(draw: &Draw<'_>, from: Address, call: &C) -> Act {
    Act::new(Place::Timelock, from, draw.world.timelock(), call)
}

pub(super) fn schedule(draw: &mut Draw<'_>) -> Act {
    let holders = draw.model.holders("PROPOSER");
    let from = draw.one_of(&holders);
    let motion = payload::motion(draw, false);
    let pending = draw.model.pending();
    let predecessor = if pending.is_empty() || draw.random.chance(70) {
        B256::ZERO
    } else {
        draw.random.pick(&pending)
    };
    let salt = B256::from(U256::from(draw.random.below(50)));
    let least = draw.model.settings.min_delay;
    let delay = match draw.random.below(10) {
        0 => U256::from(least.saturating_sub(1)),
        1 => draw.random.magnitude(U256::MAX),
        2..=4 => U256::from(least + draw.random.below(86_400)),
        _ => U256::from(least),
    };
    let act = match &motion.calls[..] {
        [call] if draw.random.chance(70) => timelock(
            draw,
            from,
            &Abi::scheduleCall {
                target: call.target,
                value: call.value,
                data: call.data.clone(),
                predecessor,
                salt,
                delay,
            },
        ),
        _ => timelock(draw, from, &motion.schedule_batch(predecessor, salt, delay)),
    };
    act.only(&holders)
}

/// An operation that could be executed now, if there is one and no mistake is made, else any.
fn operation(draw: &mut Draw<'_>) -> Option<(B256, Operation)> {
    let all = draw.model.operations.iter();
    let is_ready = |it: &Operation| it.phase == Phase::Pending && it.ready <= draw.now.time;
    let mut ids: Vec<_> = all
        .filter(|(_, it)| is_ready(it))
        .map(|(id, _)| *id)
        .collect();
    if ids.is_empty() || draw.random.chance(15) {
        ids = draw.model.operations.keys().copied().collect();
    }
    if ids.is_empty() {
        return None;
    }
    let id = draw.random.pick(&ids);
    Some((id, draw.model.operations[&id].clone()))
}

pub(super) fn execute(draw: &mut Draw<'_>) -> Act {
    let Some((id, it)) = operation(draw) else {
        return schedule(draw);
    };
    let holders = draw.model.holders("EXECUTOR");
    let from = draw.one_of(&holders);
    let (mut motion, mut predecessor, salt) = (it.motion, it.predecessor, it.salt);
    let is_single = motion.single_id(predecessor, salt) == Some(id);
    // Other bytes, or another order, than what waits.
    let is_other = draw.random.chance(6);
    if is_other && draw.random.chance(50) {
        predecessor = B256::repeat_byte(1);
    } else if is_other {
        motion.calls[0].value += U256::ONE;
    }
    let act = if is_single {
        let call = motion.calls[0].clone();
        timelock(
            draw,
            from,
            &Abi::executeCall {
                target: call.target,
                value: call.value,
                payload: call.data,
                predecessor,
                salt,
            },
        )
    } else {
        timelock(draw, from, &motion.execute_batch(predecessor, salt))
    };
    if is_other {
        act.forbidden()
    } else {
        act.only(&holders)
    }
}

pub(super) fn cancel(draw: &mut Draw<'_>) -> Act {
    let pending = draw.model.pending();
    let id = if pending.is_empty() || draw.random.chance(10) {
        B256::repeat_byte(2)
    } else {
        draw.random.pick(&pending)
    };
    let holders = draw.model.holders("CANCELLER");
    let from = draw.one_of(&holders);
    timelock(draw, from, &Abi::cancelCall { id }).only(&holders)
}

/// Roles are given and taken, but for those that governance cannot do without.
pub(super) fn appoint(draw: &mut Draw<'_>) -> Act {
    let role = role(draw.random.pick(&["PROPOSER", "CANCELLER", "EXECUTOR"]));
    let account = draw.random.pick(&[COUNCIL, KEEPER, GUARDIAN, ERIN]);
    let admins = draw.model.holders("ADMIN");
    match draw.random.below(8) {
        0 => {
            let from = draw.stranger();
            let call = Abi::updateDelayCall {
                newDelay: U256::ZERO,
            };
            timelock(draw, from, &call).forbidden()
        }
        1 => {
            let from = draw.random.pick(&[account, account, KEEPER]);
            let call = renounceRoleCall {
                role,
                callerConfirmation: account,
            };
            timelock(draw, from, &call).only(&[account])
        }
        2 | 3 => {
            let from = draw.one_of(&admins);
            timelock(draw, from, &revokeRoleCall { role, account }).only(&admins)
        }
        _ => {
            let from = draw.one_of(&admins);
            timelock(draw, from, &grantRoleCall { role, account }).only(&admins)
        }
    }
}
