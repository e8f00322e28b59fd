//! What anybody may do to others: liquidations, and what keeps things fresh.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, sol};
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk as Risk;

use super::Draw;
use crate::soak::{Act, Place};

sol! {
    #[derive(Debug)]
    function prepare(address token, address target, bytes errand, bool honest) external;
}

/// A liquidation, of whoever may be liquidated if somebody may.
pub(super) fn liquidate(draw: &mut Draw<'_>) -> Act {
    let holder = draw.debtor();
    let mut from = draw.person();
    // Nobody liquidates themselves: that is tried seldom enough.
    if from == holder.address && draw.random.chance(80) {
        from = draw.person();
    }
    let index = draw.number_of(&holder);
    let owed = draw.now.owed(holder.debt).to_u256();
    let has_data = from == draw.world.callee() && draw.random.chance(60);
    let most = if draw.random.chance(60) {
        U256::MAX
    } else {
        draw.amount(owed)
    };
    let least = if draw.random.chance(92) {
        U256::ZERO
    } else {
        draw.amount(holder.held[index])
    };
    let call = Risk::liquidateCall {
        borrower: holder.address,
        collateral: draw.world.collaterals()[index],
        maxRepaid: most,
        minSeized: least,
        data: if has_data {
            Bytes::from_static(&[1])
        } else {
            Bytes::new()
        },
    };
    let act = Act::new(Place::Market, from, draw.world.market(), &call);
    if from == holder.address {
        act.forbidden()
    } else {
        act
    }
}

/// Moves averages.
pub(super) fn poke(draw: &mut Draw<'_>) -> Act {
    let (from, collateral) = (draw.person(), draw.collateral());
    market(draw, from, &Risk::pokeCall { collateral })
}

/// Remembers since when an account is unhealthy.
pub(super) fn touch(draw: &mut Draw<'_>) -> Act {
    let (from, account) = (draw.person(), draw.debtor().address);
    market(draw, from, &Risk::touchCall { account })
}

/// Takes fees for their recipient.
pub(super) fn collect(draw: &mut Draw<'_>) -> Act {
    let from = draw.person();
    market(draw, from, &Risk::collectFeesCall {})
}

/// What the contract that is called back does meanwhile: it calls the market, which must refuse.
pub(super) fn prepare(draw: &mut Draw<'_>) -> Act {
    let (from, callee) = (draw.person(), draw.world.callee());
    let account = callee;
    let errand: Vec<u8> = match draw.random.below(4) {
        0 => Abi::totalsCall {}.abi_encode(),
        1 => Risk::healthCall { account }.abi_encode(),
        2 => Abi::supplyCall {
            assets: U256::ONE,
            shares: U256::ZERO,
            onBehalf: account,
            data: Bytes::new(),
        }
        .abi_encode(),
        _ => Abi::withdrawCall {
            assets: U256::ONE,
            shares: U256::ZERO,
            onBehalf: account,
            receiver: account,
        }
        .abi_encode(),
    };
    let call = prepareCall {
        token: draw.world.asset(),
        target: draw.world.market(),
        errand: errand.into(),
        honest: draw.random.chance(90),
    };
    Act::new(Place::Callee, from, callee, &call)
}

fn market<C: SolCall + std::fmt::Debug>(draw: &Draw<'_>, from: Address, call: &C) -> Act {
    Act::new(Place::Market, from, draw.world.market(), call)
}
