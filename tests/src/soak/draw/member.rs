//! What those do who wait for assets.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::erc20::IERC20::{self, approveCall};
use ballast_abi::redemptions::{
    IERC7540Claim, IERC7540Operator, IERC7540Redeem, IERC7887Redeem, Redemptions as Abi,
};

use super::{Act, Draw};
use crate::soak::act::Place;
use crate::soak::cast::{EVE, INVESTORS, OFFICERS};

/// A call for `controller`, which only they and their operators may make.
fn act<C: SolCall + std::fmt::Debug>(
    draw: &Draw<'_>,
    from: Address,
    controller: Address,
    call: &C,
) -> Act {
    let act = Act::new(Place::Redemptions, from, draw.world.redemptions(), call);
    if draw.waiting.may_act(controller, from) {
        act
    } else {
        act.forbidden()
    }
}

/// Whoever calls for a controller: mostly themselves, if they can.
fn caller(draw: &mut Draw<'_>, controller: Address) -> Address {
    let can_call = INVESTORS.contains(&controller) || OFFICERS.contains(&controller);
    if can_call && draw.random.chance(88) {
        controller
    } else if draw.random.chance(50) {
        EVE
    } else {
        draw.person()
    }
}

/// Somebody who waits or did, if there is anybody.
fn controller(draw: &mut Draw<'_>) -> Address {
    let all = draw.waiting.controllers();
    if all.is_empty() || draw.random.chance(5) {
        draw.person()
    } else {
        draw.random.pick(&all)
    }
}

/// One of these epochs, or seldom another.
fn epoch(draw: &mut Draw<'_>, ids: &[u64]) -> U256 {
    let id = if ids.is_empty() || draw.random.chance(4) {
        draw.random.below(5)
    } else {
        draw.random.pick(ids)
    };
    U256::from(id)
}

pub(super) fn request(draw: &mut Draw<'_>) -> Act {
    let from = draw.shareholder();
    let owner = draw.other(from, 92);
    let controller = draw.other(owner, 85);
    let whole = draw.world.shares_of(owner);
    let call = IERC7540Redeem::requestRedeemCall {
        shares: draw.amount(whole),
        controller,
        owner,
    };
    act(draw, from, owner, &call)
}

pub(super) fn cancel(draw: &mut Draw<'_>) -> Act {
    let controller = controller(draw);
    let (waiting, _) = draw.waiting.epochs_of(controller);
    let call = IERC7887Redeem::cancelRedeemRequestCall {
        requestId: epoch(draw, &waiting),
        controller,
    };
    let from = caller(draw, controller);
    act(draw, from, controller, &call)
}

pub(super) fn take_back(draw: &mut Draw<'_>) -> Act {
    let controller = controller(draw);
    let (_, back) = draw.waiting.epochs_of(controller);
    let call = IERC7887Redeem::claimCancelRedeemRequestCall {
        requestId: epoch(draw, &back),
        receiver: draw.other(controller, 90),
        controller,
    };
    let from = caller(draw, controller);
    act(draw, from, controller, &call)
}

/// Somebody takes the next step, mostly if there is one.
pub(super) fn settle(draw: &mut Draw<'_>) -> Act {
    let redemptions = draw.world.redemptions();
    let is_due = draw.world.ask(redemptions, &Abi::shouldSettleCall {});
    if !is_due.unwrap_or(true) && draw.random.chance(80) {
        return request(draw);
    }
    let strategies = if draw.random.chance(70) {
        Vec::new()
    } else {
        draw.strategies(3)
    };
    let from = draw.person();
    let call = Abi::settleCall { strategies };
    Act::new(Place::Redemptions, from, redemptions, &call)
}

pub(super) fn redeem(draw: &mut Draw<'_>) -> Act {
    let controller = controller(draw);
    let max = IERC7540Claim::maxRedeemCall { controller };
    let whole = draw.ask(draw.world.redemptions(), &max);
    let call = IERC7540Claim::redeemCall {
        shares: draw.amount(whole),
        receiver: draw.other(controller, 85),
        controller,
    };
    let from = caller(draw, controller);
    act(draw, from, controller, &call)
}

pub(super) fn withdraw(draw: &mut Draw<'_>) -> Act {
    let controller = controller(draw);
    let max = IERC7540Claim::maxWithdrawCall { controller };
    let whole = draw.ask(draw.world.redemptions(), &max);
    let call = IERC7540Claim::withdrawCall {
        assets: draw.amount(whole),
        receiver: draw.other(controller, 85),
        controller,
    };
    let from = caller(draw, controller);
    act(draw, from, controller, &call)
}

pub(super) fn set_operator(draw: &mut Draw<'_>) -> Act {
    let from = draw.person();
    let call = IERC7540Operator::setOperatorCall {
        operator: draw.other(EVE, 60),
        approved: draw.random.chance(60),
    };
    Act::new(Place::Redemptions, from, draw.world.redemptions(), &call)
}

/// Lets the redemptions take all shares again.
pub(super) fn allow(draw: &mut Draw<'_>) -> Act {
    let from = draw.shareholder();
    let call: approveCall = IERC20::approveCall {
        spender: draw.world.redemptions(),
        value: U256::MAX,
    };
    Act::new(Place::Vault, from, draw.world.vault(), &call)
}
