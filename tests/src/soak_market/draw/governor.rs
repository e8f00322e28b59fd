//! What whoever governs does, and whoever would like to.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::market_risk::IMarketRisk::{self as Risk, Setting};
use ballast_abi::params::{IParameterSubscriber::onParameterCall, IParams};

use super::Draw;
use crate::contract::uint;
use crate::lending::TERMS;
use crate::scene::TOKEN;
use crate::soak::{Act, Place};
use crate::soak_market::cast::{GOVERNOR, HEIR, SENTINEL, TREASURY};
use crate::soak_market::world::{BOUND, BOUND_COLLATERAL};

/// A mantissa of a cap that is kept.
const MANTISSA_END: u128 = 1 << 40;

fn market<C: SolCall + std::fmt::Debug>(draw: &Draw<'_>, from: Address, call: &C) -> Act {
    Act::new(Place::Market, from, draw.world.market(), call)
}

impl Draw<'_> {
    /// An act of the authority's alone, or of the sentinel's if it narrows.
    fn governed<C: SolCall + std::fmt::Debug>(
        &self,
        from: Address,
        call: &C,
        narrows: bool,
    ) -> Act {
        let act = market(self, from, call);
        if narrows {
            act.only(&[self.roles.authority, self.roles.sentinel])
        } else {
            act.only(&[self.roles.authority])
        }
    }
}

/// A cap as the market keeps it: twelve digits, rounded down.
fn kept(cap: U256) -> U256 {
    let (mut mantissa, mut scale) = (cap, U256::ONE);
    while uint(MANTISSA_END) <= mantissa {
        (mantissa, scale) = (mantissa / uint(10), scale * uint(10));
    }
    mantissa * scale
}

pub(super) fn set_ltv(draw: &mut Draw<'_>) -> Act {
    let (from, index) = (draw.officer(), draw.number());
    let now = draw.now.rules.taken[index];
    let borrow = if draw.random.chance(50) {
        u64::from(now.borrow).saturating_sub(draw.random.below(300))
    } else {
        5_000 + draw.random.below(5_200)
    };
    let liquidation = match draw.random.below(3) {
        0 => u64::from(now.end),
        1 => borrow + draw.random.below(600),
        _ => 6_000 + draw.random.below(4_200),
    };
    let ramps = [0, 3_600, 86_400, 7 * 86_400];
    let call = Risk::setLtvCall {
        collateral: draw.world.collaterals()[index],
        borrowBps: U256::from(borrow),
        liquidationBps: U256::from(liquidation),
        rampSeconds: U256::from(draw.random.pick(&ramps)),
    };
    let narrows = liquidation == u64::from(now.end) && borrow <= u64::from(now.borrow);
    draw.governed(from, &call, narrows)
}

pub(super) fn set_collateral_cap(draw: &mut Draw<'_>) -> Act {
    let (from, index) = (draw.officer(), draw.number());
    let (now, whole) = (
        draw.now.rules.taken[index].cap,
        draw.world.units(index) * uint(6),
    );
    let cap = if draw.random.chance(75) {
        whole
    } else {
        draw.amount(whole)
    };
    let call = Risk::setCollateralCapCall {
        collateral: draw.world.collaterals()[index],
        cap,
    };
    draw.governed(from, &call, cap <= now)
}

pub(super) fn set_caps(draw: &mut Draw<'_>) -> Act {
    let (from, [supply, borrow]) = (draw.officer(), draw.now.rules.caps);
    let mut around = |now: U256| match draw.random.below(10) {
        0..=2 => now,
        3..=8 => uint(6_000_000 * TOKEN),
        _ => draw.random.amount(uint(6_000_000 * TOKEN)),
    };
    let call = Risk::setCapsCall {
        supplyCap: around(supply),
        borrowCap: around(borrow),
    };
    let narrows = kept(call.supplyCap) <= supply && kept(call.borrowCap) <= borrow;
    draw.governed(from, &call, narrows)
}

pub(super) fn set_listed(draw: &mut Draw<'_>) -> Act {
    let (from, listed) = (draw.officer(), draw.random.chance(80));
    let collateral = draw.collateral();
    draw.governed(from, &Risk::setListedCall { collateral, listed }, !listed)
}

pub(super) fn set_stops(draw: &mut Draw<'_>) -> Act {
    let (from, now) = (draw.officer(), draw.now.rules.stops);
    let stops = [draw.random.chance(8), draw.random.chance(8)];
    let call = Risk::setStopsCall {
        supplyStopped: stops[0],
        borrowStopped: stops[1],
    };
    draw.governed(from, &call, now[0] <= stops[0] && now[1] <= stops[1])
}

pub(super) fn set_fees(draw: &mut Draw<'_>) -> Act {
    let from = draw.governor();
    let mut up_to = |most: u64| U256::from(draw.random.below(most));
    let call = Risk::setFeesCall {
        feeBps: up_to(5_200),
        reservePartBps: up_to(10_300),
        flashFeeBps: up_to(104),
    };
    draw.governed(from, &call, false)
}

pub(super) fn set_model(draw: &mut Draw<'_>) -> Act {
    let from = draw.governor();
    if draw.random.chance(40) {
        return draw.governed(from, &Risk::setAdaptiveModelCall {}, false);
    }
    // A hundredth a year is some 3.2e8 a second.
    let mut percent = |most: u64| U256::from(317_097_920 * draw.random.below(most));
    let call = Risk::setKinkedModelCall {
        base: percent(10),
        below: percent(40),
        above: percent(400),
        kink: uint(TOKEN / 100) * U256::from(draw.random.below(100)),
    };
    draw.governed(from, &call, false)
}

pub(super) fn set_terms(draw: &mut Draw<'_>) -> Act {
    let from = draw.governor();
    let mut between = |least: u64, most: u64| U256::from(least + draw.random.below(most - least));
    let least = between(10_000, 10_400);
    let terms = Risk::LiquidationTerms {
        leastBps: least,
        mostBps: least + between(0, 600),
        fullAtBps: between(8_000, 10_000),
        targetBps: between(9_900, 11_500),
        closeFactorBps: between(0, 10_001),
        fullCloseBelowBps: between(8_000, 10_001),
        dust: TERMS.dust * between(0, 500),
        coolOffSeconds: between(0, 400),
        delaySeconds: between(0, 20_000),
        deepBps: between(9_000, 10_000),
    };
    draw.governed(from, &Risk::setTermsCall { terms }, false)
}

pub(super) fn set_pricing(draw: &mut Draw<'_>) -> Act {
    let from = draw.governor();
    let call = Risk::setPricingCall {
        fastSeconds: uint(draw.random.pick(&[0, 60, 600, 600, 3_600])),
        slowSeconds: uint(draw.random.pick(&[0, 600, 21_600, 21_600, 86_400])),
        gated: draw.random.chance(70),
    };
    draw.governed(from, &call, false)
}

/// What is listed already, or is the asset itself, cannot be listed.
pub(super) fn list(draw: &mut Draw<'_>) -> Act {
    let from = draw.governor();
    let call = Risk::listCollateralCall {
        collateral: draw.collateral(),
        borrowBps: uint(5_000),
        liquidationBps: uint(6_000),
        cap: U256::MAX >> 128,
    };
    market(draw, from, &call).forbidden()
}

pub(super) fn bind(draw: &mut Draw<'_>) -> Act {
    let (from, place) = (
        draw.governor(),
        draw.random.below(BOUND.len() as u64) as usize,
    );
    let setting = BOUND[place];
    let is_about_one = matches!(
        setting,
        Setting::CollateralCap | Setting::BorrowLtv | Setting::LiquidationLtv
    );
    let collateral = if is_about_one {
        draw.world.collaterals()[BOUND_COLLATERAL]
    } else {
        Address::ZERO
    };
    let key = draw.world.keys()[place];
    let call = Risk::bindParameterCall {
        key,
        setting,
        collateral,
    };
    draw.governed(from, &call, false)
}

pub(super) fn unbind(draw: &mut Draw<'_>) -> Act {
    let (from, key) = (draw.governor(), draw.random.pick(draw.world.keys()));
    draw.governed(from, &Risk::unbindParameterCall { key }, false)
}

pub(super) fn set_role(draw: &mut Draw<'_>) -> Act {
    let from = draw.governor();
    match draw.random.below(3) {
        0 => {
            let sentinel = draw.random.pick(&[SENTINEL, SENTINEL, HEIR, Address::ZERO]);
            draw.governed(from, &Risk::setSentinelCall { sentinel }, false)
        }
        1 => {
            let recipient = draw.random.pick(&[TREASURY, TREASURY, Address::ZERO]);
            draw.governed(from, &Risk::setFeeRecipientCall { recipient }, false)
        }
        _ => {
            let params = draw.world.params();
            let params = draw.random.pick(&[params, params, HEIR]);
            draw.governed(from, &Risk::setParamsCall { params }, false)
        }
    }
}

pub(super) fn transfer(draw: &mut Draw<'_>) -> Act {
    let from = draw.governor();
    let to = draw.random.pick(&[GOVERNOR, HEIR, Address::ZERO]);
    draw.governed(from, &Risk::transferAuthorityCall { to }, false)
}

pub(super) fn accept(draw: &mut Draw<'_>) -> Act {
    let from = draw.one_of(&[draw.roles.pending, HEIR, GOVERNOR]);
    let pending = draw.roles.pending;
    market(draw, from, &Risk::acceptAuthorityCall {}).only(&[pending])
}

/// What only the store may say.
pub(super) fn push(draw: &mut Draw<'_>) -> Act {
    let (from, key) = (draw.officer(), draw.random.pick(draw.world.keys()));
    let value = draw.amount(uint(10_000));
    let call = onParameterCall {
        key,
        value,
        from: value,
        start: U256::ZERO,
        end: U256::ZERO,
    };
    market(draw, from, &call).only(&[draw.roles.params])
}

/// A parameter of the store, which the market follows.
pub(super) fn set_parameter(draw: &mut Draw<'_>) -> Act {
    let params = draw.world.params();
    let place = draw.random.below(BOUND.len() as u64) as usize;
    let key = draw.world.keys()[place];
    let subscriber = draw.world.market();
    let value = match BOUND[place] {
        Setting::SupplyCap | Setting::BorrowCap => {
            uint(1_000_000 * TOKEN) * U256::from(draw.random.below(9) + 1)
        }
        Setting::CollateralCap => {
            draw.world.units(BOUND_COLLATERAL) * U256::from(draw.random.below(8))
        }
        Setting::BorrowLtv | Setting::LiquidationLtv => {
            U256::from(7_000 + draw.random.below(2_500))
        }
        Setting::Fee => U256::from(draw.random.below(6_000)),
        Setting::ReservePart => U256::from(draw.random.below(10_000)),
        _ => U256::from(draw.random.below(100)),
    };
    match draw.random.below(10) {
        0 | 1 => {
            let from = draw.one_of(&[SENTINEL]);
            let call = IParams::secureCall { key, value };
            Act::new(Place::Params, from, params, &call).only(&[SENTINEL, GOVERNOR])
        }
        2 | 3 => {
            let from = draw.person();
            let call = IParams::syncCall { key, subscriber };
            Act::new(Place::Params, from, params, &call)
        }
        _ => {
            let from = draw.one_of(&[GOVERNOR]);
            let call = IParams::setCall { key, value };
            Act::new(Place::Params, from, params, &call).only(&[GOVERNOR])
        }
    }
}
