//! Who governs a list of contracts.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, sol};
use ballast_abi::curator::IGoverned;
use ballast_abi::governance_lens::GovernanceLens as Abi;
use ballast_abi::params::{IParams, Params as ParamsAbi};
use ballast_governance_lens::GovernanceLens;
use ballast_motsu_testkit::{Deployed, Foreign};
use ballast_params::Params;

use crate::tokens::{ALICE, BOB};

sol! {
    function owner() external view returns (address);
    function pendingOwner() external view returns (address);
}

const TIMELOCK: Address = Address::repeat_byte(0x71);
const LENS: Address = Address::repeat_byte(0x1e);

fn lens() -> Deployed<GovernanceLens> {
    let lens = Deployed::bare(LENS);
    // It keeps nothing, so it may be made twice.
    for _ in 0..2 {
        let made = Abi::constructorCall {};
        lens.construct(ALICE, &made).unwrap();
    }
    lens
}

fn word(account: Address) -> Vec<u8> {
    account.into_word().to_vec()
}

/// A contract that answers to two selectors with these words.
fn answering(place: u8, selectors: [[u8; 4]; 2], answers: [Vec<u8>; 2]) -> Foreign {
    let answers = selectors.into_iter().zip(answers).collect();
    Foreign::answering(Address::repeat_byte(place), answers)
}

const AUTHORITY: [[u8; 4]; 2] = [
    IGoverned::authorityCall::SELECTOR,
    IGoverned::pendingAuthorityCall::SELECTOR,
];
const OWNER: [[u8; 4]; 2] = [ownerCall::SELECTOR, pendingOwnerCall::SELECTOR];

/// Who governs a contract, to whom it is offered, and whether it answered.
fn of(lens: &Deployed<GovernanceLens>, modules: &[Address]) -> Vec<(Address, Address, bool)> {
    let modules = modules.to_vec();
    let all = lens.call(BOB, &Abi::governanceCall { modules }).unwrap();
    let accounts = all.authorities.into_iter().zip(all.pending);
    let answered = accounts.zip(all.answered);
    answered
        .map(|((authority, pending), is)| (authority, pending, is))
        .collect()
}

fn is_governed(lens: &Deployed<GovernanceLens>, modules: &[Address]) -> bool {
    let (governor, modules) = (TIMELOCK, modules.to_vec());
    lens.call(BOB, &Abi::isGovernedByCall { governor, modules })
        .unwrap()
}

#[test]
fn a_hand_over_is_seen_step_by_step() {
    let lens = lens();
    let store = Deployed::<Params>::bare(Address::repeat_byte(0x9a));
    let authority = ALICE;
    store
        .construct(BOB, &ParamsAbi::constructorCall { authority })
        .unwrap();
    let modules = [store.address()];
    let zero = Address::ZERO;
    assert_eq!(of(&lens, &modules), [(ALICE, zero, true)]);
    assert!(!is_governed(&lens, &modules));
    let offer = |to| IParams::transferAuthorityCall { to };
    store.call(ALICE, &offer(TIMELOCK)).unwrap();
    assert_eq!(of(&lens, &modules), [(ALICE, TIMELOCK, true)]);
    assert!(!is_governed(&lens, &modules));
    let accept = IParams::acceptAuthorityCall {};
    store.call(TIMELOCK, &accept).unwrap();
    assert_eq!(of(&lens, &modules), [(TIMELOCK, zero, true)]);
    assert!(is_governed(&lens, &modules));
    // What is on offer again is not governed by it alone.
    store.call(TIMELOCK, &offer(BOB)).unwrap();
    assert!(!is_governed(&lens, &modules));
}

#[test]
fn a_contract_may_have_an_owner_instead() {
    let lens = lens();
    let zero = Address::ZERO;
    let owned = answering(0x11, OWNER, [word(TIMELOCK), word(zero)]);
    let offered = answering(0x12, OWNER, [word(TIMELOCK), word(BOB)]);
    let both: Vec<([u8; 4], Vec<u8>)> = AUTHORITY
        .into_iter()
        .chain(OWNER)
        .zip([word(ALICE), word(zero), word(TIMELOCK), word(zero)])
        .collect();
    let both_ways = Foreign::answering(Address::repeat_byte(0x13), both);
    let modules = [0x11, 0x12, 0x13].map(Address::repeat_byte);
    let expected = [
        (TIMELOCK, zero, true),
        (TIMELOCK, BOB, true),
        // The authority is asked for first.
        (ALICE, zero, true),
    ];
    assert_eq!(of(&lens, &modules), expected);
    let governed = modules.map(|module| is_governed(&lens, &[module]));
    assert_eq!(governed, [true, false, false]);
    assert!(!is_governed(&lens, &modules));
    drop((owned, offered, both_ways));
}

#[test]
fn who_does_not_answer_is_not_governed() {
    let lens = lens();
    let zero = Address::ZERO;
    let dirty = [vec![1; 12], TIMELOCK.to_vec()].concat();
    let table = [
        // Half of the answers, an answer that is no address, and too short a one.
        answering(0x21, [AUTHORITY[0], OWNER[1]], [word(TIMELOCK), word(zero)]),
        answering(0x22, AUTHORITY, [dirty, word(zero)]),
        answering(0x23, OWNER, [TIMELOCK.to_vec(), word(zero)]),
        Foreign::answering(Address::repeat_byte(0x24), vec![]),
    ];
    let modules = [0x21, 0x22, 0x23, 0x24, 0x25].map(Address::repeat_byte);
    assert_eq!(of(&lens, &modules), [(zero, zero, false); 5]);
    for module in modules {
        assert!(!is_governed(&lens, &[module]));
        let (governor, modules) = (zero, vec![module]);
        let call = Abi::isGovernedByCall { governor, modules };
        assert_eq!(lens.call(BOB, &call), Ok(false), "nobody is no governor");
    }
    drop(table);
}

#[test]
fn a_list_is_governed_if_all_of_it_is() {
    let lens = lens();
    let zero = Address::ZERO;
    let all: Vec<_> = (0x31..=0x34)
        .map(|place| answering(place, AUTHORITY, [word(TIMELOCK), word(zero)]))
        .collect();
    let modules = [0x31, 0x32, 0x33, 0x34].map(Address::repeat_byte);
    assert!(is_governed(&lens, &modules) && is_governed(&lens, &[]));
    assert!(!is_governed(&lens, &[&modules[..], &[ALICE]].concat()));
    assert_eq!(of(&lens, &[]), []);
    drop(all);
}

#[test]
fn the_lens_takes_no_ether() {
    let lens = lens();
    let call = Abi::governanceCall { modules: vec![] }.abi_encode();
    let one = U256::from(1);
    assert_eq!(lens.pay(BOB, one, call), Err(vec![]));
    assert_eq!(lens.pay(BOB, one, vec![]), Err(vec![]));
    assert_eq!(lens.send(BOB, vec![0xff; 4]), Err(vec![]));
    let outcome = lens.construct_paying(ALICE, one, &Abi::constructorCall {});
    assert_eq!(outcome, Err(vec![]));
}
