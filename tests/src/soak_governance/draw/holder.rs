//! Who holds tokens.

use alloy_primitives::{Address, U256};
use ballast_abi::erc20::IERC20::{approveCall, transferCall, transferFromCall};
use ballast_abi::erc20::IERC20Permit::{noncesCall, permitCall};
use ballast_abi::votes::{IERC5805, Votes};

use super::Draw;
use crate::soak::{Act, Place};
use crate::soak_governance::cast::SIGNERS;
use crate::soak_governance::signing;

fn token<C: alloy_sol_types::SolCall + std::fmt::Debug>(
    draw: &Draw<'_>,
    from: Address,
    call: &C,
) -> Act {
    Act::new(Place::Token, from, draw.world.token(), call)
}

/// A part, mostly a small one: whoever has nothing has no say.
fn part(draw: &mut Draw<'_>, owner: Address) -> U256 {
    let whole = draw.now.balance(owner);
    if draw.random.chance(80) {
        return draw.random.part(whole / U256::from(8));
    }
    draw.amount(whole)
}

pub(super) fn transfer(draw: &mut Draw<'_>) -> Act {
    let (from, to) = (draw.person(), draw.anybody());
    let value = part(draw, from);
    token(draw, from, &transferCall { to, value })
}

pub(super) fn approve(draw: &mut Draw<'_>) -> Act {
    let (from, spender) = (draw.person(), draw.anybody());
    let value = part(draw, from);
    token(draw, from, &approveCall { spender, value })
}

pub(super) fn transfer_from(draw: &mut Draw<'_>) -> Act {
    let (by, from, to) = (draw.person(), draw.person(), draw.anybody());
    let value = part(draw, from) / U256::from(4);
    token(draw, by, &transferFromCall { from, to, value })
}

/// With oneself mostly, so that there is somebody to vote.
fn delegatee(draw: &mut Draw<'_>, owner: Address) -> Address {
    match draw.random.below(100) {
        0..=54 => owner,
        55..=89 => draw.person(),
        _ => draw.anybody(),
    }
}

pub(super) fn delegate(draw: &mut Draw<'_>) -> Act {
    let from = draw.person();
    let delegatee = delegatee(draw, from);
    token(draw, from, &IERC5805::delegateCall { delegatee })
}

/// Whose signature, who signs it, with which number, and until when; whether it is good.
struct Terms {
    owner: Address,
    signer: Address,
    nonce: U256,
    until: U256,
    is_good: bool,
}

fn terms(draw: &mut Draw<'_>) -> Terms {
    let owner = draw.random.pick(&SIGNERS);
    let nonce = draw.world.ask(draw.world.token(), &noncesCall { owner });
    let mut terms = Terms {
        owner,
        signer: owner,
        nonce: nonce.unwrap_or_default(),
        until: U256::from(draw.now.time),
        is_good: false,
    };
    match draw.random.below(10) {
        0 => terms.signer = SIGNERS[usize::from(owner == SIGNERS[0])],
        1 => terms.nonce += U256::ONE,
        2 => terms.until -= U256::ONE,
        _ => terms.is_good = true,
    }
    terms
}

fn judged(act: Act, is_good: bool) -> Act {
    if is_good { act } else { act.forbidden() }
}

pub(super) fn permit(draw: &mut Draw<'_>) -> Act {
    let (terms, spender, from) = (terms(draw), draw.person(), draw.stranger());
    let (owner, deadline) = (terms.owner, terms.until);
    let value = part(draw, owner);
    let numbers = [value, terms.nonce, deadline];
    let signature = signing::permit(draw.world, terms.signer, (owner, spender), numbers);
    let (v, r, s) = signing::parts(signature);
    let call = permitCall {
        owner,
        spender,
        value,
        deadline,
        v,
        r,
        s,
    };
    judged(token(draw, from, &call), terms.is_good)
}

pub(super) fn permit_by_signature(draw: &mut Draw<'_>) -> Act {
    let (terms, spender, from) = (terms(draw), draw.person(), draw.stranger());
    let (owner, deadline) = (terms.owner, terms.until);
    let value = part(draw, owner);
    let numbers = [value, terms.nonce, deadline];
    let signature = signing::permit(draw.world, terms.signer, (owner, spender), numbers);
    let call = Votes::permitCall {
        owner,
        spender,
        value,
        deadline,
        signature: signing::bytes(signature),
    };
    judged(token(draw, from, &call), terms.is_good)
}

pub(super) fn delegate_by_key(draw: &mut Draw<'_>) -> Act {
    let (terms, from) = (terms(draw), draw.stranger());
    let delegatee = delegatee(draw, terms.owner);
    let (nonce, expiry) = (terms.nonce, terms.until);
    let signature = signing::delegation(draw.world, terms.signer, delegatee, [nonce, expiry]);
    let (v, r, s) = signing::parts(signature);
    let call = IERC5805::delegateBySigCall {
        delegatee,
        nonce,
        expiry,
        v,
        r,
        s,
    };
    // The signer is who delegates here, whoever was meant.
    let is_good = terms.is_good || terms.signer != terms.owner;
    let act = token(draw, from, &call);
    judged(act, is_good)
}

pub(super) fn delegate_by_signature(draw: &mut Draw<'_>) -> Act {
    let (terms, from) = (terms(draw), draw.stranger());
    let (account, delegatee) = (terms.owner, delegatee(draw, terms.owner));
    let (nonce, expiry) = (terms.nonce, terms.until);
    let pair = (account, delegatee);
    let signature = signing::account_delegation(draw.world, terms.signer, pair, [nonce, expiry]);
    let call = Votes::delegateBySigCall {
        account,
        delegatee,
        nonce,
        expiry,
        signature: signing::bytes(signature),
    };
    judged(token(draw, from, &call), terms.is_good)
}
