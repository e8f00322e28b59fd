//! What holders of shares and of tokens do.

use alloy_primitives::{Address, U256};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::vault::Vault;

use super::{Act, Draw};
use crate::actors::ALICE;
use crate::permit::Permit;
use crate::soak::act::Place;
use crate::soak::cast::EVE;

fn act<C: alloy_sol_types::SolCall + std::fmt::Debug>(
    draw: &Draw<'_>,
    from: Address,
    call: &C,
) -> Act {
    Act::new(Place::Vault, from, draw.world.vault(), call)
}

pub(super) fn deposit(draw: &mut Draw<'_>) -> Act {
    let from = draw.person();
    let receiver = draw.other(from, 80);
    let whole = if draw.random.chance(15) {
        draw.ask(draw.world.vault(), &IERC4626::maxDepositCall { receiver })
    } else {
        draw.world.tokens_of(from)
    };
    let assets = draw.amount(whole);
    act(draw, from, &IERC4626::depositCall { assets, receiver })
}

pub(super) fn mint(draw: &mut Draw<'_>) -> Act {
    let from = draw.person();
    let receiver = draw.other(from, 80);
    let vault = draw.world.vault();
    let whole = if draw.random.chance(15) {
        draw.ask(vault, &IERC4626::maxMintCall { receiver })
    } else {
        let assets = draw.world.tokens_of(from);
        draw.ask(vault, &IERC4626::convertToSharesCall { assets })
    };
    let shares = draw.amount(whole);
    act(draw, from, &IERC4626::mintCall { shares, receiver })
}

/// Who leaves, whose shares these are, and who gets the tokens.
fn leaver(draw: &mut Draw<'_>) -> (Address, Address, Address) {
    let from = draw.shareholder();
    let owner = draw.other(from, 85);
    (from, owner, draw.other(from, 85))
}

fn assets_of(draw: &mut Draw<'_>, owner: Address) -> U256 {
    let vault = draw.world.vault();
    let whole = if draw.random.chance(40) {
        draw.ask(vault, &IERC4626::maxWithdrawCall { owner })
    } else {
        let shares = draw.world.shares_of(owner);
        draw.ask(vault, &IERC4626::convertToAssetsCall { shares })
    };
    draw.amount(whole)
}

fn shares_of(draw: &mut Draw<'_>, owner: Address) -> U256 {
    let whole = if draw.random.chance(40) {
        draw.ask(draw.world.vault(), &IERC4626::maxRedeemCall { owner })
    } else {
        draw.world.shares_of(owner)
    };
    draw.amount(whole)
}

pub(super) fn withdraw(draw: &mut Draw<'_>) -> Act {
    let (from, owner, receiver) = leaver(draw);
    let assets = assets_of(draw, owner);
    let call = IERC4626::withdrawCall {
        assets,
        receiver,
        owner,
    };
    act(draw, from, &call)
}

pub(super) fn redeem(draw: &mut Draw<'_>) -> Act {
    let (from, owner, receiver) = leaver(draw);
    let shares = shares_of(draw, owner);
    let call = IERC4626::redeemCall {
        shares,
        receiver,
        owner,
    };
    act(draw, from, &call)
}

/// The loss that a leaver accepts.
fn loss(draw: &mut Draw<'_>) -> U256 {
    let any = U256::from(draw.random.below(10_001));
    draw.random
        .pick(&[U256::ZERO, U256::from(10_000), U256::MAX, any])
}

pub(super) fn withdraw_from(draw: &mut Draw<'_>) -> Act {
    let (from, owner, receiver) = leaver(draw);
    let call = Vault::withdrawCall {
        assets: assets_of(draw, owner),
        receiver,
        owner,
        maxLossBps: loss(draw),
        strategies: draw.strategies(4),
    };
    act(draw, from, &call)
}

pub(super) fn redeem_from(draw: &mut Draw<'_>) -> Act {
    let (from, owner, receiver) = leaver(draw);
    let call = Vault::redeemCall {
        shares: shares_of(draw, owner),
        receiver,
        owner,
        maxLossBps: loss(draw),
        strategies: draw.strategies(4),
    };
    act(draw, from, &call)
}

pub(super) fn redeem_in_kind(draw: &mut Draw<'_>) -> Act {
    let (from, owner, receiver) = leaver(draw);
    let whole = draw.world.shares_of(owner);
    let call = Vault::redeemInKindCall {
        shares: draw.amount(whole),
        receiver,
        owner,
        strategies: draw.strategies(4),
    };
    act(draw, from, &call)
}

pub(super) fn surrender(draw: &mut Draw<'_>) -> Act {
    let (from, owner, _) = leaver(draw);
    let whole = draw.world.shares_of(owner);
    let shares = draw.amount(whole);
    act(draw, from, &Vault::surrenderCall { shares, owner })
}

pub(super) fn transfer(draw: &mut Draw<'_>) -> Act {
    let from = draw.shareholder();
    let to = draw.other(from, 10);
    let whole = draw.world.shares_of(from);
    let value = draw.amount(whole);
    act(draw, from, &IERC20::transferCall { to, value })
}

pub(super) fn approve(draw: &mut Draw<'_>) -> Act {
    let from = draw.shareholder();
    // A forced deallocation is paid for out of what the rebalancer may take.
    let spender = if draw.random.chance(30) {
        draw.world.rebalancer()
    } else {
        draw.other(EVE, 30)
    };
    let whole = draw.world.shares_of(from);
    let value = draw.amount(whole);
    act(draw, from, &IERC20::approveCall { spender, value })
}

pub(super) fn transfer_from(draw: &mut Draw<'_>) -> Act {
    let by = draw.person();
    let from = draw.other(by, 20);
    let to = draw.other(by, 50);
    let allowed = IERC20::allowanceCall {
        owner: from,
        spender: by,
    };
    let whole = draw.ask(draw.world.vault(), &allowed);
    let whole = whole.min(draw.world.shares_of(from));
    let value = draw.amount(whole);
    act(draw, by, &IERC20::transferFromCall { from, to, value })
}

/// Alice's permits, some of them signed by somebody else, too late, or for another number.
pub(super) fn permit(draw: &mut Draw<'_>) -> Act {
    let (from, spender) = (draw.person(), draw.person());
    let whole = draw.world.shares_of(ALICE);
    let value = draw.amount(whole);
    let shares = draw.world.shares();
    let mut permit = Permit::next(shares, ALICE, spender, value);
    let flaw = draw.random.below(6);
    match flaw {
        0 => permit.deadline = U256::from(draw.now.time - 1),
        1 => permit.nonce += U256::ONE,
        _ => {}
    }
    let mut call = permit.sign(shares);
    if flaw == 2 {
        call.value = call.value.wrapping_add(U256::ONE);
    }
    let act = act(draw, from, &call);
    if flaw < 3 { act.forbidden() } else { act }
}
