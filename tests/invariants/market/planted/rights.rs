//! Faults of who may do what.

use alloy_primitives::U256;
use ballast_tests::lending::withdraw;
use ballast_tests::soak_market::{DAVE, EVE, Law, slots};
use ballast_tests::{TOKEN, uint};

use super::{act, expect, finds, plant, plant_here, soak};

#[test]
fn a_planted_answer_from_within_a_callback() {
    finds(Law::Locked, |soak| {
        let callee = soak.world().callee();
        plant(soak, callee, uint(6), |word| word | U256::ONE << 168);
    });
}

#[test]
fn a_planted_authority() {
    finds(Law::Roles, |soak| {
        let eve = U256::from_be_bytes(EVE.into_word().0);
        plant_here(soak, uint(slots::AUTHORITY), |_| eve);
    });
}

#[test]
fn a_planted_right_to_act_for_somebody() {
    finds(Law::Roles, |soak| {
        plant_here(soak, slots::authorization(DAVE, EVE), |_| U256::ONE);
    });
}

#[test]
fn a_planted_right_that_is_used() {
    let mut soak = soak();
    plant_here(&soak, slots::authorization(DAVE, EVE), |_| U256::ONE);
    let act = act(&soak, EVE, &withdraw(TOKEN, DAVE));
    expect(Law::Roles, soak.perform(&act.forbidden()));
}

#[test]
fn a_planted_withdrawal_for_somebody_else() {
    let mut soak = soak();
    plant_here(&soak, slots::authorization(DAVE, EVE), |_| U256::ONE);
    let act = act(&soak, EVE, &withdraw(TOKEN, DAVE));
    expect(Law::Consent, soak.perform(&act));
}
