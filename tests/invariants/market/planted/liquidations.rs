//! Faults of liquidations.

use alloy_primitives::{Bytes, U256};
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_tests::soak::Act;
use ballast_tests::soak_market::{ERIN, GOVERNOR, KEEPER, Law, slots};
use ballast_tests::{TOKEN, uint};

use super::{Soak, act, check_bits, expect, nothing, perform, plant_here, send, soak, take_ether};

fn price(soak: &Soak, dollars: i128) {
    soak.world().feeds()[1].transmit(dollars * 100_000_000);
}

fn liquidation(soak: &Soak, most: u128) -> Act {
    let call = Risk::liquidateCall {
        borrower: ERIN,
        collateral: soak.world().collaterals()[0],
        maxRepaid: uint(most),
        minSeized: U256::ZERO,
        data: Bytes::new(),
    };
    act(soak, KEEPER, &call)
}

/// Ether falls to 2,200 dollars, which averages without memory see at once.
fn crash(soak: &mut Soak) {
    let call = Risk::setPricingCall {
        fastSeconds: U256::ZERO,
        slowSeconds: U256::ZERO,
        gated: false,
    };
    let act = act(soak, GOVERNOR, &call);
    perform(soak, &act);
    price(soak, 2_200);
    soak.pass(600).unwrap();
}

#[test]
fn a_planted_liquidation_of_the_healthy() {
    let mut soak = soak();
    let call = Risk::setPricingCall {
        fastSeconds: U256::ZERO,
        slowSeconds: U256::ZERO,
        gated: false,
    };
    let governed = act(&soak, GOVERNOR, &call);
    perform(&mut soak, &governed);
    soak.pass(600).unwrap();
    // A price that none of the laws has seen.
    price(&soak, 2_200);
    let act = liquidation(&soak, 2_000 * TOKEN);
    let sent = send(&soak, &act);
    expect(Law::Seizure, soak.inspect(&act, &sent));
}

/// The market forgets the check that Erin passed a moment ago.
#[test]
fn a_planted_liquidation_before_its_time() {
    let mut soak = soak();
    crash(&mut soak);
    let checked = uint(u128::from(soak.now().time)) << 32;
    let slot = slots::account(ERIN);
    plant_here(&soak, slot, |word| word & !check_bits() | checked);
    let act = nothing(&soak);
    perform(&mut soak, &act);
    plant_here(&soak, slot, |word| word & !check_bits());
    let act = liquidation(&soak, 2_000 * TOKEN);
    let sent = send(&soak, &act);
    expect(Law::Seizure, soak.inspect(&act, &sent));
}

#[test]
fn a_planted_liquidation_that_takes_too_much() {
    let mut soak = soak();
    crash(&mut soak);
    let act = liquidation(&soak, 2_000 * TOKEN);
    let sent = send(&soak, &act);
    take_ether(&soak, uint(TOKEN));
    expect(Law::Health, soak.inspect(&act, &sent));
}

#[test]
fn a_planted_bad_debt_that_nobody_books() {
    let mut soak = soak();
    crash(&mut soak);
    let act = liquidation(&soak, 2_000 * TOKEN);
    let sent = send(&soak, &act);
    let left = soak
        .world()
        .slot(soak.world().market(), slots::holding(ERIN, 0));
    take_ether(&soak, left);
    plant_here(&soak, slots::account(ERIN), |word| word - U256::ONE);
    expect(Law::BadDebt, soak.inspect(&act, &sent));
}
