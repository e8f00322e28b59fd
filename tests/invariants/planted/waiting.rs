//! Faults of the redemptions and of the rebalancer.

use alloy_primitives::keccak256;
use alloy_sol_types::SolValue;
use ballast_abi::rebalancer::Rebalancer as Moves;
use ballast_abi::redemptions::{IERC7540Claim, IERC7540Redeem, IERC7887Redeem, Redemptions as Abi};
use ballast_tests::redemptions::{COLLECT, NOTICE};
use ballast_tests::soak::{Change, Role};

use super::*;

/// Who waits for what, of the first epoch: where the contract keeps it.
const EPOCH_SHARES: u128 = 3;
const POSITIONS: u128 = 6;
const TAKEN: u128 = 8;
const POT: u128 = 9;
const RETURNED: u128 = 11;
const OPERATORS: u128 = 12;

fn entry(key: U256, slot: U256) -> U256 {
    keccak256((key, slot).abi_encode()).into()
}

fn of(person: Address) -> U256 {
    U256::from_be_bytes(person.into_word().0)
}

/// The upper half of a word, a unit of it.
fn upper(units: u128) -> U256 {
    uint(units) << 128
}

fn member<C: SolCall + std::fmt::Debug>(soak: &Soak, from: Address, call: &C) -> Act {
    Act::new(Place::Redemptions, from, soak.world().redemptions(), call)
}

fn request(soak: &Soak, from: Address) -> Act {
    let call = IERC7540Redeem::requestRedeemCall {
        shares: soak.world().shares_of(from),
        controller: from,
        owner: from,
    };
    member(soak, from, &call)
}

/// Dave and Erin wait together for all that they have, 7 of 15 parts are paid, and Dave has claimed
/// half of what is his.
fn waiting() -> Soak {
    let mut soak = soak();
    let do_it = |soak: &mut Soak, act: Act| {
        soak.perform(&act).unwrap();
        soak.inspect_waiting().unwrap();
    };
    for person in [DAVE, ERIN] {
        let act = request(&soak, person);
        do_it(&mut soak, act);
    }
    soak.pass(COLLECT).unwrap();
    let strategies = vec![soak.world().strategies()[0]];
    let act = member(&soak, EVE, &Abi::settleCall { strategies });
    do_it(&mut soak, act.clone());
    soak.pass(NOTICE).unwrap();
    do_it(&mut soak, act);
    let controller = DAVE;
    let max = IERC7540Claim::maxWithdrawCall { controller };
    let max = soak.world().ask(soak.world().redemptions(), &max).unwrap();
    let paid = uint(130_000 * TOKEN) * uint(7) / uint(15);
    assert!(max.abs_diff(paid) < uint(2), "{max}");
    let call = IERC7540Claim::withdrawCall {
        assets: max / uint(2),
        receiver: DAVE,
        controller,
    };
    let act = member(&soak, DAVE, &call);
    do_it(&mut soak, act);
    soak
}

/// Plants a fault in the redemptions' storage, and checks that the next look at those who wait
/// finds it.
#[track_caller]
fn finds_waiting(law: Law, slot: U256, change: impl FnOnce(U256) -> U256) {
    let mut soak = waiting();
    plant(&soak, soak.world().redemptions(), slot, change);
    expect(law, soak.inspect_waiting());
}

#[test]
fn a_planted_theft_of_a_share_that_waits() {
    let mut soak = waiting();
    let redemptions = soak.world().redemptions();
    plant_in_vault(&soak, Slot::Balance(redemptions), |shares| {
        shares - U256::ONE
    });
    plant_in_vault(&soak, Slot::Balance(EVE), |shares| shares + U256::ONE);
    let act = nothing(&soak);
    expect(Law::Waiting, soak.inspect(&act, &Sent::default()));
}

#[test]
fn a_planted_theft_of_what_was_paid() {
    let mut soak = waiting();
    let (token, redemptions) = (soak.world().token(), soak.world().redemptions());
    plant(&soak, token, balance_slot(redemptions), |held| {
        held - U256::ONE
    });
    let act = nothing(&soak);
    expect(Law::Waiting, soak.inspect(&act, &Sent::default()));
}

#[test]
fn a_planted_request_that_nobody_made() {
    let slot = entry(U256::ONE, uint(EPOCH_SHARES));
    finds_waiting(Law::Waiting, slot, |totals| totals + upper(1));
}

#[test]
fn a_planted_settlement_that_did_not_happen() {
    let slot = entry(U256::ONE, uint(EPOCH_SHARES));
    finds_waiting(Law::Alike, slot, |totals| totals + uint(TOKEN));
}

#[test]
fn a_planted_larger_part_of_an_epoch() {
    let slot = entry(of(ERIN), uint(POSITIONS));
    finds_waiting(Law::Alike, slot, |position| position + uint(1_000 * TOKEN));
}

#[test]
fn a_planted_second_payment() {
    let slot = entry(of(DAVE), uint(TAKEN));
    finds_waiting(Law::Alike, slot, |_| U256::ZERO);
}

#[test]
fn a_planted_pot_with_a_few_units_too_many() {
    let slot = entry(of(DAVE), uint(POT));
    finds_waiting(Law::Alike, slot, |pot| pot + uint(5));
}

#[test]
fn a_planted_pot_with_a_few_units_too_few() {
    let slot = entry(of(DAVE), uint(POT));
    finds_waiting(Law::Alike, slot, |pot| pot - uint(5));
}

#[test]
fn planted_shares_that_go_back_to_somebody_else() {
    let mut soak = waiting();
    let call = IERC7887Redeem::cancelRedeemRequestCall {
        requestId: U256::ONE,
        controller: ERIN,
    };
    let act = member(&soak, ERIN, &call);
    soak.perform(&act).unwrap();
    soak.inspect_waiting().unwrap();
    let slot = entry(U256::ONE, entry(of(ERIN), uint(RETURNED)));
    plant(&soak, soak.world().redemptions(), slot, |shares| {
        shares - uint(TOKEN)
    });
    expect(Law::Alike, soak.inspect_waiting());
}

#[test]
fn a_planted_operator() {
    let mut soak = waiting();
    let slot = entry(of(EVE), entry(of(DAVE), uint(OPERATORS)));
    plant(&soak, soak.world().redemptions(), slot, |_| U256::ONE);
    let controller = DAVE;
    let call = IERC7540Claim::withdrawCall {
        assets: uint(TOKEN),
        receiver: EVE,
        controller,
    };
    let act = member(&soak, EVE, &call).forbidden();
    expect(Law::Roles, soak.perform(&act));
}

#[test]
fn a_planted_operator_of_the_rebalancer() {
    finds(Law::Roles, |soak| {
        plant(soak, soak.world().rebalancer(), uint(4), |_| of(EVE));
    });
}

/// Lends through the rebalancer, and only then sends what would have forbidden it.
#[test]
fn a_planted_debt_above_a_cap_by_the_rebalancer() {
    let mut soak = soak();
    let allocator = soak.world().rebalancer();
    let act = govern(&soak, &Registry::setAllocatorCall { allocator });
    let given = Change::Given(Role::Allocator, allocator);
    soak.perform(&act.giving(given)).unwrap();
    let strategy = soak.world().strategies()[LENDING + 1];
    let call = Moves::moveDebtCall {
        strategy,
        target: uint(1_000 * TOKEN),
    };
    let act = Act::new(Place::Rebalancer, ALLOCATOR, allocator, &call);
    let cap = uint(1_000 * TOKEN - 1);
    let later = govern(&soak, &Registry::setCapCall { strategy, cap });
    for act in [&act, &later] {
        let sent = soak.world().send(act).unwrap();
        assert!(sent.passed(), "{sent:?}");
    }
    expect(Law::Caps, soak.inspect(&act, &Sent::default()));
}
