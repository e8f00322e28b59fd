//! Faults that are planted, and the laws that must find them.

mod decisions;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::{SolCall, SolValue};
use ballast_abi::erc20::IERC20::transferCall;
use ballast_abi::timelock::Timelock;
use ballast_abi::treasury::Treasury;
use ballast_abi::votes::IERC5805::delegateCall;
use ballast_tests::soak::{Act, Place};
use ballast_tests::soak_governance::{
    COUNCIL, DAVE, ERIN, EVE, Failure, Governments, KEEPER, Law, slots,
};
use ballast_tests::{TOKEN, uint};

use crate::planting::{self, REVERTING, perform, plant};

type Soak = ballast_tests::soak::Soak<Governments>;

const DAY: u64 = 86_400;

/// A unit above the 48 bits of a time: of votes in a snapshot.
fn vote() -> U256 {
    U256::ONE << 48
}

/// Dave has delegated to himself, and all of it is past.
fn soak() -> Soak {
    let mut soak = Soak::new(1).unwrap();
    soak.pass(60).unwrap();
    let act = nothing(&soak);
    perform(&mut soak, &act);
    soak.pass(60).unwrap();
    soak.inspect_views().unwrap();
    soak
}

/// An act that changes nothing.
fn nothing(soak: &Soak) -> Act {
    let call = delegateCall { delegatee: DAVE };
    Act::new(Place::Token, DAVE, soak.world().token(), &call)
}

/// Checks which law is found to be broken, and that the failure tells what led to it.
#[track_caller]
fn expect<T>(law: Law, outcome: Result<T, Box<Failure>>) {
    planting::expect(law, "dave calls token: delegateCall", outcome);
}

/// Plants a fault, and checks that the next look finds it.
#[track_caller]
fn finds(law: Law, fault: impl FnOnce(&Soak)) {
    let look = |soak: &mut Soak| soak.perform(&nothing(soak));
    planting::finds(law, "dave calls token: delegateCall", soak(), fault, look);
}

/// Plants a fault, and checks that views show it.
#[track_caller]
fn shows(law: Law, fault: impl FnOnce(&Soak)) {
    let look = |soak: &mut Soak| soak.inspect_views();
    planting::finds(law, "dave calls token: delegateCall", soak(), fault, look);
}

fn remember(number: u128) -> Bytes {
    let call = keccak256("set(uint256)");
    [&call[..4], &uint(number).abi_encode()].concat().into()
}

/// An operation of one call, and its name.
fn operation(target: Address, data: Bytes, predecessor: B256) -> (Timelock::executeCall, B256) {
    let (value, salt) = (U256::ZERO, B256::ZERO);
    let all = (target, value, data.clone(), predecessor, salt);
    let call = Timelock::executeCall {
        target,
        value,
        payload: data,
        predecessor,
        salt,
    };
    (call, keccak256(all.abi_encode_params()))
}

fn schedule(soak: &Soak, from: Address, call: &Timelock::executeCall, delay: u64) -> Act {
    let call = Timelock::scheduleCall {
        target: call.target,
        value: call.value,
        data: call.payload.clone(),
        predecessor: call.predecessor,
        salt: call.salt,
        delay: U256::from(delay),
    };
    Act::new(Place::Timelock, from, soak.world().timelock(), &call)
}

fn execute(soak: &Soak, call: &Timelock::executeCall) -> Act {
    Act::new(Place::Timelock, KEEPER, soak.world().timelock(), call)
}

/// The council has scheduled a number for the target to remember, after a predecessor.
fn waiting(number: u128, predecessor: B256) -> (Soak, Timelock::executeCall, B256) {
    let mut soak = soak();
    let target = soak.world().target();
    let (call, id) = operation(target, remember(number), predecessor);
    let act = schedule(&soak, COUNCIL, &call, DAY);
    perform(&mut soak, &act);
    (soak, call, id)
}

#[test]
fn a_planted_vote_too_many() {
    finds(Law::Votes, |soak| {
        plant(soak, soak.world().token(), slots::votes(EVE), |word| {
            word + vote()
        });
    });
}

#[test]
fn a_planted_token_too_many() {
    finds(Law::Votes, |soak| {
        let slot = slots::balance(EVE);
        plant(soak, soak.world().token(), slot, |balance| {
            balance + U256::ONE
        });
    });
}

#[test]
fn a_planted_supply() {
    finds(Law::Votes, |soak| {
        let slot = uint(slots::SUPPLY);
        plant(soak, soak.world().token(), slot, |word| word + vote());
    });
}

#[test]
fn planted_tokens_that_change_hands() {
    finds(Law::Consent, |soak| {
        let token = soak.world().token();
        plant(soak, token, slots::balance(ERIN), |balance| {
            balance - U256::ONE
        });
        plant(soak, token, slots::votes(ERIN), |word| word - vote());
        plant(soak, token, slots::balance(EVE), |balance| {
            balance + U256::ONE
        });
        plant(soak, token, slots::votes(EVE), |word| word + vote());
    });
}

#[test]
fn planted_tokens_that_vote_with_somebody_else() {
    finds(Law::Consent, |soak| {
        let (world, now) = (soak.world(), soak.now());
        let erin = now.holders.iter().find(|holder| holder.address == ERIN);
        let votes = erin.unwrap().votes << 48;
        let eve = U256::from_be_bytes(EVE.into_word().0);
        let mask: U256 = (U256::ONE << 160) - U256::ONE;
        plant(soak, world.token(), slots::delegate(ERIN), |word: U256| {
            word & !mask | eve
        });
        plant(soak, world.token(), slots::votes(ERIN), |word| word - votes);
        plant(soak, world.token(), slots::votes(EVE), |word| word + votes);
    });
}

#[test]
fn a_planted_vote_of_the_past() {
    let mut soak = soak();
    let then = soak.now().time - 1;
    soak.inspect_past(DAVE, then).unwrap();
    let call = transferCall {
        to: ERIN,
        value: uint(TOKEN),
    };
    let act = Act::new(Place::Token, DAVE, soak.world().token(), &call);
    perform(&mut soak, &act);
    soak.pass(60).unwrap();
    soak.inspect_past(DAVE, then).unwrap();
    let slot = slots::earlier_votes(DAVE, 0);
    plant(&soak, soak.world().token(), slot, |word| word - vote());
    expect(Law::Past, soak.inspect_past(DAVE, then));
}

#[test]
fn a_planted_time_that_has_come() {
    let (mut soak, call, id) = waiting(7, B256::ZERO);
    let slot = slots::operation(id);
    plant(&soak, soak.world().timelock(), slot, |word| {
        word - U256::from(DAY)
    });
    let act = execute(&soak, &call);
    expect(Law::Delay, soak.perform(&act));
}

#[test]
fn a_planted_second_execution() {
    let (mut soak, call, id) = waiting(7, B256::ZERO);
    let (timelock, slot) = (soak.world().timelock(), slots::operation(id));
    let word = soak.world().slot(timelock, slot);
    soak.pass(DAY).unwrap();
    let act = execute(&soak, &call);
    perform(&mut soak, &act);
    plant(&soak, timelock, slot, |_| word);
    expect(Law::Delay, soak.perform(&act));
}

#[test]
fn a_planted_execution_of_what_was_taken_away() {
    let (mut soak, call, id) = waiting(7, B256::ZERO);
    let (timelock, slot) = (soak.world().timelock(), slots::operation(id));
    let word = soak.world().slot(timelock, slot);
    let cancel = Timelock::cancelCall { id };
    let act = Act::new(Place::Timelock, COUNCIL, timelock, &cancel);
    perform(&mut soak, &act);
    soak.pass(DAY).unwrap();
    plant(&soak, timelock, slot, |_| word);
    let act = execute(&soak, &call);
    expect(Law::Delay, soak.perform(&act));
}

#[test]
fn a_planted_predecessor() {
    let first = B256::repeat_byte(9);
    let (mut soak, call, _) = waiting(7, first);
    soak.pass(DAY).unwrap();
    plant(
        &soak,
        soak.world().timelock(),
        slots::operation(first),
        |_| U256::ONE,
    );
    let act = execute(&soak, &call);
    expect(Law::Delay, soak.perform(&act));
}

#[test]
fn a_planted_shortest_delay() {
    let mut soak = soak();
    plant(
        &soak,
        soak.world().timelock(),
        uint(slots::MIN_DELAY),
        |_| U256::ZERO,
    );
    let (call, _) = operation(soak.world().target(), remember(7), B256::ZERO);
    let act = schedule(&soak, COUNCIL, &call, 0);
    expect(Law::Delay, soak.perform(&act));
}

#[test]
fn planted_bytes_that_nobody_scheduled() {
    let (mut soak, _, id) = waiting(7, B256::ZERO);
    let timelock = soak.world().timelock();
    let word = soak.world().slot(timelock, slots::operation(id));
    let (other, id) = operation(soak.world().target(), remember(8), B256::ZERO);
    plant(&soak, timelock, slots::operation(id), |_| word);
    soak.pass(DAY).unwrap();
    let act = execute(&soak, &other);
    expect(Law::Bytes, soak.perform(&act));
}

#[test]
fn a_planted_role() {
    shows(Law::Roles, |soak| {
        let slot = slots::role(keccak256("EXECUTOR_ROLE"), EVE);
        plant(soak, soak.world().timelock(), slot, |_| U256::ONE);
    });
}

#[test]
fn a_planted_role_that_is_used() {
    let mut soak = soak();
    let slot = slots::role(keccak256("PROPOSER_ROLE"), EVE);
    plant(&soak, soak.world().timelock(), slot, |_| U256::ONE);
    let (call, _) = operation(soak.world().target(), remember(7), B256::ZERO);
    let act = schedule(&soak, EVE, &call, DAY);
    expect(Law::Roles, soak.perform(&act));
}

#[test]
fn a_planted_number_that_nobody_decided() {
    finds(Law::Effects, |soak| {
        plant(soak, soak.world().target(), U256::ZERO, |number| {
            number + U256::ONE
        });
    });
}

#[test]
fn a_planted_limit() {
    let mut soak = soak();
    let (treasury, token) = (soak.world().treasury(), soak.world().token());
    let pay = Treasury::payCall {
        token,
        to: ERIN,
        amount: uint(1_001 * TOKEN),
    };
    let (call, _) = operation(treasury, pay.abi_encode().into(), B256::ZERO);
    let act = schedule(&soak, COUNCIL, &call, DAY);
    perform(&mut soak, &act);
    soak.pass(DAY).unwrap();
    let slot = slots::outflow(token);
    plant(&soak, treasury, slot, |word| word + uint(1_000 * TOKEN));
    let act = execute(&soak, &call);
    expect(Law::Outflow, soak.perform(&act));
}

#[test]
fn a_planted_theft_from_the_treasury() {
    finds(Law::Outflow, |soak| {
        let left = soak.now().ether - U256::ONE;
        soak.world()
            .node()
            .set_balance(soak.world().treasury(), left);
    });
}

#[test]
fn a_planted_parameter_out_of_bounds() {
    shows(Law::Bounds, |soak| {
        let slot = slots::parameter(soak.world().keys()[0]);
        plant(soak, soak.world().params(), slot, |word| {
            word + (uint(1_001) << 128)
        });
    });
}

#[test]
fn a_planted_parameter_that_nobody_moved() {
    shows(Law::Bounds, |soak| {
        let slot = slots::parameter(soak.world().keys()[0]);
        plant(soak, soak.world().params(), slot, |word| {
            word + (U256::ONE << 128)
        });
    });
}

#[test]
fn a_planted_contract_that_answers_nothing() {
    shows(Law::Views, |soak| {
        let params = soak.world().params();
        soak.world().node().set_code(params, REVERTING);
    });
}

#[test]
fn a_planted_poverty() {
    let mut soak = soak();
    soak.world().node().set_balance(DAVE, U256::ZERO);
    let act = nothing(&soak);
    expect(Law::Engine, soak.perform(&act));
}
