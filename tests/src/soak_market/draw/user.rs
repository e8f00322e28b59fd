//! What users do, each for themselves, for others, or against them.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_signer::SignerSync;
use alloy_sol_types::SolValue;
use ballast_abi::market::{IFlashLender, IMarket as Abi};

use super::Draw;
use crate::actors::{ALICE, key_of};
use crate::contract::uint;
use crate::scene::TOKEN;
use crate::soak::{Act, Place};
use crate::soak_market::model::worth;

type Maker = fn(&mut Draw<'_>, Address) -> Act;

/// What may stand in a batch, and alone.
const ACTS: &[(u64, Maker)] = &[
    (20, supply),
    (15, withdraw),
    (25, pledge),
    (12, release),
    (35, borrow),
    (10, repay),
    (3, accrue),
    (3, authorize),
    (2, sign),
];

/// The most items of a batch.
const ITEMS_MAX: u64 = 6;

/// One of them.
pub(super) fn anything(draw: &mut Draw<'_>) -> Act {
    let from = draw.person();
    draw.random.weighted(ACTS)(draw, from)
}

/// Several of them.
pub(super) fn batch(draw: &mut Draw<'_>) -> Act {
    let from = draw.person();
    let count = draw.random.below(ITEMS_MAX) + 1;
    let (mut items, mut is_forbidden, mut is_given) = (Vec::new(), false, false);
    for _ in 0..count {
        let item = draw.random.weighted(ACTS)(draw, from);
        // What somebody allows on the way may be needed by the next item.
        is_given |= item.method.starts_with("setAuthorization");
        is_forbidden |= item.is_forbidden && !is_given;
        items.push(item.input);
    }
    if draw.random.chance(3) {
        let call = Abi::batchCall { items: Vec::new() };
        items.push(alloy_sol_types::SolCall::abi_encode(&call).into());
    }
    let act = act(draw, from, &Abi::batchCall { items });
    if is_forbidden { act.forbidden() } else { act }
}

fn act<C: alloy_sol_types::SolCall + std::fmt::Debug>(
    draw: &Draw<'_>,
    from: Address,
    call: &C,
) -> Act {
    Act::new(Place::Market, from, draw.world.market(), call)
}

/// The same for an account, which only itself and whom it authorized may do.
fn act_for<C: alloy_sol_types::SolCall + std::fmt::Debug>(
    draw: &Draw<'_>,
    from: Address,
    account: Address,
    call: &C,
) -> Act {
    let act = act(draw, from, call);
    if draw.may_act(from, account) {
        act
    } else {
        act.forbidden()
    }
}

/// Either assets or shares, seldom both or none, of amounts of both that are the same.
fn either(draw: &mut Draw<'_>, assets: U256, shares: U256) -> (U256, U256) {
    match draw.random.below(100) {
        0 => (draw.amount(assets), draw.amount(shares)),
        1..=65 => (draw.amount(assets), U256::ZERO),
        _ => (U256::ZERO, draw.amount(shares)),
    }
}

/// Data, so that the caller is called back: one who cannot answer, seldom.
fn data(draw: &mut Draw<'_>, from: Address) -> Bytes {
    let percent = if from == draw.world.callee() { 60 } else { 2 };
    if draw.random.chance(percent) {
        Bytes::from_static(&[1])
    } else {
        Bytes::new()
    }
}

/// Shares for assets, at nearly the price.
fn shares_for(pool: &crate::soak_market::Pool, assets: U256) -> U256 {
    assets * (pool.shares + uint(1_000_000)) / (pool.assets + U256::ONE)
}

fn supply(draw: &mut Draw<'_>, from: Address) -> Act {
    let tokens = draw.world.tokens_of(draw.world.asset(), from);
    let whole = tokens.min(uint(500_000 * TOKEN));
    let shares = shares_for(&draw.now.supply, whole);
    let (assets, shares) = either(draw, whole, shares);
    let call = Abi::supplyCall {
        assets,
        shares,
        onBehalf: draw.other(from, 90),
        data: data(draw, from),
    };
    act(draw, from, &call)
}

fn withdraw(draw: &mut Draw<'_>, from: Address) -> Act {
    let account = draw.account_of(from);
    let shares = draw.holder(account).supply;
    let most = draw.now.available().min(worth(&draw.now.supply, shares));
    let shares = shares_for(&draw.now.supply, most).min(shares);
    let (assets, shares) = either(draw, most, shares);
    let call = Abi::withdrawCall {
        assets,
        shares,
        onBehalf: account,
        receiver: draw.other(from, 90),
    };
    act_for(draw, from, account, &call)
}

fn pledge(draw: &mut Draw<'_>, from: Address) -> Act {
    let index = draw.number();
    let balance = draw.world.balance(index, from);
    let (assets, collateral) = if draw.random.chance(97) {
        (draw.amount(balance), draw.world.collaterals()[index])
    } else {
        (draw.amount(balance), draw.collateral())
    };
    let call = Abi::supplyCollateralCall {
        collateral,
        assets,
        onBehalf: draw.other(from, 90),
        data: data(draw, from),
    };
    act(draw, from, &call)
}

fn release(draw: &mut Draw<'_>, from: Address) -> Act {
    let account = draw.account_of(from);
    let holder = draw.holder(account);
    let index = draw.number_of(&holder);
    let call = Abi::withdrawCollateralCall {
        collateral: draw.world.collaterals()[index],
        assets: draw.amount(holder.held[index]),
        onBehalf: account,
        receiver: draw.other(from, 90),
    };
    act_for(draw, from, account, &call)
}

fn borrow(draw: &mut Draw<'_>, from: Address) -> Act {
    let account = draw.account_of(from);
    let holder = draw.holder(account);
    let room = draw.now.room(&holder).min(draw.now.available());
    if room.is_zero() && account == from && draw.random.chance(85) {
        return pledge(draw, from);
    }
    // Just up to the room, and beyond it; most are near it, where a price that falls hurts.
    let least = if draw.random.chance(60) {
        room * uint(9) / uint(10)
    } else {
        U256::ZERO
    };
    let whole = least + draw.random.part(room - least + room / uint(50));
    let (assets, shares) = match draw.random.below(10) {
        0..=6 => (whole, U256::ZERO),
        7 => (U256::ZERO, shares_for(&draw.now.debt, whole)),
        _ => either(draw, whole, whole * uint(1_000_000)),
    };
    let call = Abi::borrowCall {
        assets,
        shares,
        onBehalf: account,
        receiver: draw.other(from, 90),
    };
    act_for(draw, from, account, &call)
}

fn repay(draw: &mut Draw<'_>, from: Address) -> Act {
    let account = if draw.random.chance(85) {
        from
    } else {
        draw.debtor().address
    };
    let shares = draw.holder(account).debt;
    let assets = draw.now.owed(shares).to_u256();
    let (assets, shares) = either(draw, assets, shares);
    let call = Abi::repayCall {
        assets,
        shares,
        onBehalf: account,
        data: data(draw, from),
    };
    act(draw, from, &call)
}

fn accrue(draw: &mut Draw<'_>, from: Address) -> Act {
    act(draw, from, &Abi::accrueInterestCall {})
}

fn authorize(draw: &mut Draw<'_>, from: Address) -> Act {
    let call = Abi::setAuthorizationCall {
        authorized: draw.other(from, 5),
        isAuthorized: draw.random.chance(40),
    };
    act(draw, from, &call)
}

/// Alice signs, or somebody else in her name.
fn sign(draw: &mut Draw<'_>, from: Address) -> Act {
    let authorized = draw.other(from, 50);
    let is_authorized = draw.random.chance(40);
    let account = ALICE;
    let nonce = draw
        .world
        .ask(&Abi::nonceCall { account })
        .unwrap_or_default();
    let domain = draw
        .world
        .ask(&Abi::DOMAIN_SEPARATORCall {})
        .unwrap_or_default();
    let late = if draw.random.chance(10) { 1 } else { 0 };
    let deadline = U256::from(draw.now.time - late);
    let signer = if draw.random.chance(90) {
        ALICE
    } else {
        crate::actors::BOB
    };
    let type_hash = keccak256(
        "Authorization(address authorizer,address authorized,bool isAuthorized,uint256 nonce,\
         uint256 deadline)",
    );
    let message = (type_hash, ALICE, authorized, is_authorized, nonce, deadline).abi_encode();
    let digest = [
        &[0x19, 0x01],
        domain.as_slice(),
        keccak256(message).as_slice(),
    ]
    .concat();
    let signature = key_of(signer).sign_hash_sync(&B256::from(keccak256(digest)));
    let call = Abi::setAuthorizationWithSigCall {
        authorizer: ALICE,
        authorized,
        isAuthorized: is_authorized,
        nonce,
        deadline,
        signature: signature.expect("a signature").as_bytes().into(),
    };
    let act = act(draw, from, &call);
    if late == 1 || signer != ALICE {
        act.forbidden()
    } else {
        act
    }
}

/// A loan for the length of a call, to who can pay it back, or to who cannot.
pub(super) fn flash(draw: &mut Draw<'_>) -> Act {
    let from = if draw.random.chance(80) {
        draw.world.callee()
    } else {
        draw.person()
    };
    let available = draw.now.available();
    let call = Abi::flashCall {
        assets: draw.amount(available),
        data: Bytes::new(),
    };
    act(draw, from, &call)
}

/// The same by ERC-3156.
pub(super) fn flash_loan(draw: &mut Draw<'_>) -> Act {
    let (from, available) = (draw.person(), draw.now.available());
    let (receiver, token) = if draw.random.chance(85) {
        (draw.world.callee(), draw.world.asset())
    } else {
        (draw.other(from, 50), draw.collateral())
    };
    let call = IFlashLender::flashLoanCall {
        receiver,
        token,
        amount: draw.amount(available),
        data: Bytes::new(),
    };
    act(draw, from, &call)
}
