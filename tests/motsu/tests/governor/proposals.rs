//! Who may propose what.

use std::cell::Cell;
use std::rc::Rc;

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::governor::Governor as Abi;
use ballast_abi::params::IParams::{self, DelayClass, Safety};
use ballast_abi::params::{IValidator, Params as ParamsAbi};
use ballast_abi::redemptions::IERC165;
use ballast_motsu_testkit::{Deployed, Foreign};
use ballast_params::Params;

use super::stage::*;
use crate::tokens::{ALICE, BOB};

const STORE: Address = Address::repeat_byte(0x9a);
const DAY: u64 = 86_400;

#[test]
fn a_proposer_has_enough_votes_a_second_ago() {
    let stage = stage();
    let motion = Motion::to(TARGET, *b"call");
    let few = |votes| Abi::GovernorInsufficientProposerVotes {
        proposer: DAVE,
        votes: uint(votes),
        threshold: uint(THRESHOLD),
    };
    stage.refuses(DAVE, &motion.propose(), &few(50));
    // What arrives in this second does not count in it.
    let transfer = ballast_abi::erc20::IERC20::transferCall {
        to: DAVE,
        value: uint(50),
    };
    stage.token.call(ALICE, &transfer).unwrap();
    stage.refuses(DAVE, &motion.propose(), &few(50));
    stage.pass_time(1);
    assert!(stage.governor.call(DAVE, &motion.propose()).is_ok());
}

#[test]
fn a_description_may_keep_others_from_proposing() {
    let stage = stage();
    let address = |account: Address| alloy_primitives::hex::encode(account);
    let named = format!("Why #proposer=0x{}", address(ALICE));
    let restricted = |proposer| Abi::GovernorRestrictedProposer { proposer };
    let motion = Motion::to(TARGET, *b"call").described(named.as_str());
    stage.refuses(BOB, &motion.propose(), &restricted(BOB));
    assert!(stage.governor.call(ALICE, &motion.propose()).is_ok());
    // In capitals it is the same address.
    let capitals = format!("#proposer=0x{}", address(ALICE).to_uppercase());
    let motion = motion.described(capitals);
    stage.refuses(BOB, &motion.propose(), &restricted(BOB));
    assert!(stage.governor.call(ALICE, &motion.propose()).is_ok());
    // What is no address at the end names nobody.
    let open = [
        format!("{named} and more"),
        format!("#proposer=0x{}g", &address(ALICE)[1..]),
        format!("proposer=0x{}", address(ALICE)),
        address(ALICE),
        String::new(),
    ];
    for description in open {
        let motion = motion.clone().described(description);
        let outcome = stage.governor.call(BOB, &motion.propose());
        assert!(outcome.is_ok(), "{motion:?}");
    }
}

#[test]
fn the_lists_of_a_proposal_match() {
    let stage = stage();
    let motion = Motion::to(TARGET, *b"call");
    let lengths = [(0, 0, 0), (2, 1, 1), (1, 2, 1), (1, 1, 2), (1, 0, 0)];
    for (targets, values, calldatas) in lengths {
        let call = ballast_abi::governor::IGovernor::proposeCall {
            targets: vec![TARGET; targets],
            values: vec![U256::ZERO; values],
            calldatas: vec![Bytes::new(); calldatas],
            description: String::new(),
        };
        let [targets, calldatas, values] = [targets, calldatas, values].map(U256::from);
        let error = Abi::GovernorInvalidProposalLength {
            targets,
            calldatas,
            values,
        };
        stage.refuses(ALICE, &call, &error);
    }
    assert!(stage.governor.call(ALICE, &motion.propose()).is_ok());
}

#[test]
fn the_description_is_part_of_the_name() {
    let stage = stage();
    let motion = Motion::to(TARGET, *b"call");
    let other = motion.clone().described("Another");
    let first = stage.governor.call(ALICE, &motion.propose()).unwrap();
    let second = stage.governor.call(ALICE, &other.propose()).unwrap();
    assert_ne!(first, second);
    assert_eq!(stage.ask(&other.hash()), second);
}

/// A target of the address `STORE` that says what the cells say.
fn validator(says_all: bool, answer: Rc<Cell<Result<[u8; 4], u8>>>) -> Foreign {
    Foreign::place(STORE, move |message| {
        if let Some(call) = message.is::<IERC165::supportsInterfaceCall>() {
            let is = call.interfaceId.0 == IValidator::validateCall::SELECTOR || says_all;
            return Ok(uint(is.into()).to_be_bytes_vec());
        }
        if message.is::<IValidator::validateCall>().is_none() {
            return Ok(vec![]);
        }
        let answer = answer.get().map_err(|reason| vec![reason])?;
        Ok([&answer[..], &[0; 28]].concat())
    })
}

#[test]
fn a_target_that_validates_is_asked_before_the_vote() {
    let stage = stage();
    let accepts = IValidator::validateCall::SELECTOR;
    let answer = Rc::new(Cell::new(Err(7)));
    let _target = validator(false, Rc::clone(&answer));
    let mut motion = Motion::to(TARGET, *b"first");
    motion.calls.push((STORE, 0, b"second".to_vec()));
    let refused = |reason: &[u8]| Abi::GovernorRefusedCall {
        index: uint(1),
        target: STORE,
        reason: Bytes::copy_from_slice(reason),
    };
    stage.refuses(ALICE, &motion.propose(), &refused(&[7]));
    answer.set(Ok([1, 2, 3, 4]));
    stage.refuses(ALICE, &motion.propose(), &refused(&[]));
    answer.set(Ok(accepts));
    assert!(stage.governor.call(ALICE, &motion.propose()).is_ok());
}

#[test]
fn one_that_claims_every_interface_is_not_asked() {
    let stage = stage();
    let _target = validator(true, Rc::new(Cell::new(Err(7))));
    let motion = Motion::to(STORE, *b"call");
    assert!(stage.governor.call(ALICE, &motion.propose()).is_ok());
    // Nor is an account without code.
    let motion = Motion::to(Address::repeat_byte(0x77), *b"call");
    assert!(stage.governor.call(ALICE, &motion.propose()).is_ok());
}

/// The store of parameters, whose authority is the timelock, with one parameter at 50.
fn store() -> (Deployed<Params>, B256) {
    let store = Deployed::<Params>::bare(STORE);
    let made = ParamsAbi::constructorCall {
        authority: TIMELOCK,
    };
    store.construct(BOB, &made).unwrap();
    let define = IParams::defineCall {
        module: TARGET.into_word(),
        subject: B256::ZERO,
        name: B256::repeat_byte(1),
        rules: IParams::Rules {
            min: uint(10),
            max: uint(90),
            step: uint(15),
            interval: uint(DAY),
            duration: U256::ZERO,
            delayClass: DelayClass::Slow,
            safety: Safety::Lower,
        },
        value: uint(50),
    };
    let key = store.call(TIMELOCK, &define).unwrap();
    (store, key)
}

#[test]
fn a_parameter_is_voted_on_within_its_rules() {
    let stage = stage();
    let (store, key) = store();
    let set = |value| {
        let call = IParams::setSlowCall {
            key,
            value: uint(value),
        };
        Motion::to(STORE, call.abi_encode())
    };
    let value = || store.call(BOB, &IParams::valueOfCall { key }).unwrap();
    // Who would vote for what the store refuses anyway?
    let outside = store.call(
        BOB,
        &IValidator::validateCall {
            data: set(91).calls[0].2.clone().into(),
        },
    );
    let refused = Abi::GovernorRefusedCall {
        index: U256::ZERO,
        target: STORE,
        reason: outside.unwrap_err().into(),
    };
    assert!(!refused.reason.is_empty());
    stage.refuses(ALICE, &set(91).propose(), &refused);
    let proposal = set(60);
    let id = stage.enact(&proposal).unwrap();
    assert_eq!(value(), uint(60));
    let state = stage.state(id);
    assert_eq!(
        state,
        ballast_abi::governor::IGovernor::ProposalState::Executed
    );
    // Nobody else sets it, not even the governor by itself.
    for caller in [ALICE, GOVERNOR, GUARDIAN] {
        let call = IParams::setSlowCall {
            key,
            value: uint(61),
        };
        let error = IParams::Unauthorized { caller };
        assert_eq!(store.call(caller, &call).err(), Some(error.abi_encode()));
    }
}
