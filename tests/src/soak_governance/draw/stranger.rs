//! Who tries what others decide, and who may do a little at once.

use alloy_primitives::{Address, B256, Bytes, U256};
use ballast_abi::governor::Governor as Gov;
use ballast_abi::params::IParams::{self, DelayClass, Safety};
use ballast_abi::timelock::ITokenReceiver as Receiver;
use ballast_abi::treasury::Treasury;

use super::{Draw, payload};
use crate::soak::{Act, Place};

/// A setting of the governor without a proposal.
pub(super) fn govern(draw: &mut Draw<'_>) -> Act {
    let call = payload::setting(draw);
    let selector = call.data.first_chunk().copied().unwrap_or_default();
    let method = Gov::GovernorCalls::signature_by_selector(selector).unwrap_or_default();
    Act {
        from: draw.stranger(),
        to: call.target,
        place: Place::Governor,
        method,
        input: call.data,
        words: method.to_owned(),
        is_forbidden: true,
        change: None,
    }
}

/// What the treasury does for the timelock alone.
pub(super) fn spend(draw: &mut Draw<'_>) -> Act {
    let (from, world) = (draw.stranger(), draw.world);
    let (to, token) = (world.treasury(), world.token());
    let act = match draw.random.below(4) {
        0 => Act::new(
            Place::Treasury,
            from,
            to,
            &Treasury::payCall {
                token,
                to: from,
                amount: U256::ONE,
            },
        ),
        1 => Act::new(
            Place::Treasury,
            from,
            to,
            &Treasury::setGuardianCall { guardian: from },
        ),
        2 => Act::new(
            Place::Treasury,
            from,
            to,
            &Treasury::transferAuthorityCall { to: from },
        ),
        _ => Act::new(Place::Treasury, from, to, &Treasury::acceptAuthorityCall {}),
    };
    act.forbidden()
}

/// What the parameter store does for the timelock alone.
pub(super) fn set_parameter(draw: &mut Draw<'_>) -> Act {
    let (from, to) = (draw.stranger(), draw.world.params());
    let key = draw.random.pick(draw.world.keys());
    let value = U256::from(draw.random.below(10_000));
    let subscriber = from;
    let act = match draw.random.below(9) {
        0 => Act::new(Place::Params, from, to, &IParams::setCall { key, value }),
        1 => Act::new(
            Place::Params,
            from,
            to,
            &IParams::setSlowCall { key, value },
        ),
        2 => Act::new(
            Place::Params,
            from,
            to,
            &IParams::setSlowestCall { key, value },
        ),
        3 => Act::new(
            Place::Params,
            from,
            to,
            &IParams::subscribeCall { key, subscriber },
        ),
        4 => Act::new(
            Place::Params,
            from,
            to,
            &IParams::unsubscribeCall { key, subscriber },
        ),
        5 => Act::new(
            Place::Params,
            from,
            to,
            &IParams::setSentinelCall { sentinel: from },
        ),
        6 => Act::new(
            Place::Params,
            from,
            to,
            &IParams::transferAuthorityCall { to: from },
        ),
        7 => Act::new(Place::Params, from, to, &IParams::acceptAuthorityCall {}),
        _ => Act::new(Place::Params, from, to, &definition()),
    };
    act.forbidden()
}

fn definition() -> IParams::defineCall {
    IParams::defineCall {
        module: B256::ZERO,
        subject: B256::ZERO,
        name: B256::ZERO,
        rules: IParams::Rules {
            min: U256::ZERO,
            max: U256::ONE,
            step: U256::ONE,
            interval: U256::ONE,
            duration: U256::ZERO,
            delayClass: DelayClass::Standard,
            safety: Safety::Neither,
        },
        value: U256::ONE,
    }
}

/// The sentinel moves a parameter, to where it is safer or not.
pub(super) fn secure(draw: &mut Draw<'_>) -> Act {
    let sentinel = draw.model.settings.sentinel;
    let from = draw.one_of(&[sentinel]);
    let place = draw.random.below(draw.world.keys().len() as u64) as usize;
    let (key, value) = (draw.world.keys()[place], payload::value_near(draw, place));
    let call = IParams::secureCall { key, value };
    Act::new(Place::Params, from, draw.world.params(), &call).only(&[sentinel])
}

/// The guardian lowers a limit; to raise one is not for them.
pub(super) fn cut(draw: &mut Draw<'_>) -> Act {
    let guardian = draw.model.settings.treasury_guardian;
    let from = draw.one_of(&[guardian]);
    let token = draw.random.pick(&[draw.world.token(), Address::ZERO]);
    let bucket = draw
        .model
        .settings
        .limits
        .get(&token)
        .cloned()
        .unwrap_or_default();
    let now = bucket.limit_at(draw.now.time);
    let is_raise = draw.random.chance(15);
    let limit = if is_raise {
        now + U256::ONE
    } else {
        now - now / U256::from(draw.random.below(20) + 20)
    };
    let call = Treasury::setLimitCall { token, limit };
    let act = Act::new(Place::Treasury, from, draw.world.treasury(), &call);
    if is_raise {
        act.forbidden()
    } else {
        act.only(&[guardian])
    }
}

/// Nobody follows these parameters.
pub(super) fn sync(draw: &mut Draw<'_>) -> Act {
    let (from, key) = (draw.stranger(), draw.random.pick(draw.world.keys()));
    let call = IParams::syncCall {
        key,
        subscriber: from,
    };
    Act::new(Place::Params, from, draw.world.params(), &call).forbidden()
}

/// What whoever gets tokens is told: the timelock takes them, the governor does not.
pub(super) fn give(draw: &mut Draw<'_>) -> Act {
    let (from, world) = (draw.stranger(), draw.world);
    let (place, to) = draw.random.pick(&[
        (Place::Timelock, world.timelock()),
        (Place::Governor, world.governor()),
    ]);
    let (operator, data, one) = (from, Bytes::new(), U256::ONE);
    let act = match draw.random.below(3) {
        0 => Act::new(
            place,
            from,
            to,
            &Receiver::onERC721ReceivedCall {
                operator,
                from,
                tokenId: one,
                data,
            },
        ),
        1 => Act::new(
            place,
            from,
            to,
            &Receiver::onERC1155ReceivedCall {
                operator,
                from,
                id: one,
                value: one,
                data,
            },
        ),
        _ => Act::new(
            place,
            from,
            to,
            &Receiver::onERC1155BatchReceivedCall {
                operator,
                from,
                ids: vec![one],
                values: vec![one],
                data,
            },
        ),
    };
    if place == Place::Governor {
        act.forbidden()
    } else {
        act
    }
}

/// A signature that was used is used again.
pub(super) fn repeat(draw: &mut Draw<'_>) -> Act {
    let used = &draw.model.used;
    if used.is_empty() {
        return govern(draw);
    }
    let place = draw.random.below(used.len() as u64) as usize;
    used[place].clone().forbidden()
}
