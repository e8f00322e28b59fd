//! Timelocks that answer oddly, and times that no proposal can have.

use std::cell::Cell;
use std::rc::Rc;

use alloy_primitives::aliases::U48;
use alloy_primitives::{Address, U256};
use alloy_sol_types::{Panic, PanicKind, SolError};
use ballast_abi::governor::Governor as Abi;
use ballast_abi::governor::IGovernor::{self, ProposalState};
use ballast_abi::timelock::Timelock as TimelockAbi;
use ballast_motsu_testkit::Foreign;

use super::stage::*;
use crate::tokens::ALICE;

const ODD: Address = Address::repeat_byte(0x72);

/// What a timelock answers that is none: its delay, and the state of whatever it is asked for.
struct Answers {
    delay: Cell<U256>,
    state: Cell<U256>,
}

/// A governor over a timelock that accepts everything, and answers so.
fn over_an_odd_timelock() -> (Stage, Rc<Answers>, Foreign) {
    let answers = Rc::new(Answers {
        delay: Cell::new(U256::ZERO),
        state: Cell::new(U256::ZERO),
    });
    let told = Rc::clone(&answers);
    let timelock = Foreign::place(ODD, move |message| {
        let word = |word: &Cell<U256>| Ok(word.get().to_be_bytes_vec());
        if message.is::<TimelockAbi::getMinDelayCall>().is_some() {
            return word(&told.delay);
        }
        if message.is::<TimelockAbi::getOperationStateCall>().is_some() {
            return word(&told.state);
        }
        Ok(vec![])
    });
    let stage = bare();
    let made = Abi::constructorCall {
        timelock: ODD,
        ..construction(GUARDIAN)
    };
    stage.governor.construct(ALICE, &made).unwrap();
    stage.pass_time(10);
    (stage, answers, timelock)
}

#[test]
fn a_delay_that_never_ends_is_refused() {
    let (stage, answers, _timelock) = over_an_odd_timelock();
    let motion = Motion::to(TARGET, *b"call");
    let id = stage.decide(&motion);
    answers.delay.set(U256::MAX);
    let overflow = Panic::from(PanicKind::UnderOverflow);
    stage.refuses(DAVE, &motion.queue(), &overflow);
    let most = U256::from(U48::MAX);
    answers.delay.set(most);
    let value = most + uint(stage.now());
    let too_large = Abi::SafeCastOverflowedUintDowncast { bits: 48, value };
    stage.refuses(DAVE, &motion.queue(), &too_large);
    answers.delay.set(most - uint(stage.now()));
    assert_eq!(stage.governor.call(DAVE, &motion.queue()), Ok(id));
    assert_eq!(
        stage.ask(&IGovernor::proposalEtaCall { proposalId: id }),
        most
    );
}

/// What the timelock says of an operation is what the proposal is.
#[test]
fn states_are_those_of_the_timelock() {
    let (stage, answers, _timelock) = over_an_odd_timelock();
    let motion = Motion::to(TARGET, *b"call");
    let id = stage.decide(&motion);
    stage.governor.call(DAVE, &motion.queue()).unwrap();
    let table = [
        (0, ProposalState::Canceled),
        (1, ProposalState::Queued),
        (2, ProposalState::Queued),
        (3, ProposalState::Executed),
    ];
    for (answer, state) in table {
        answers.state.set(uint(answer));
        assert_eq!(stage.state(id), state);
    }
    for answer in [uint(4), U256::MAX, uint(1) << 64] {
        answers.state.set(answer);
        let call = IGovernor::stateCall { proposalId: id };
        assert_eq!(stage.governor.call(DAVE, &call).err(), Some(vec![]));
    }
}

#[test]
fn a_deadline_beyond_48_bits_overflows() {
    let stage = bare();
    let last = u64::try_from(U256::from(U48::MAX)).unwrap();
    let made = Abi::constructorCall {
        votingDelay: U48::from(last - START - 10),
        ..construction(GUARDIAN)
    };
    stage.governor.construct(ALICE, &made).unwrap();
    stage.pass_time(10);
    let motion = Motion::to(TARGET, *b"call");
    let id = stage.governor.call(ALICE, &motion.propose()).unwrap();
    let snapshot = IGovernor::proposalSnapshotCall { proposalId: id };
    assert_eq!(stage.ask(&snapshot), uint(last));
    let call = IGovernor::proposalDeadlineCall { proposalId: id };
    stage.refuses(DAVE, &call, &Panic::from(PanicKind::UnderOverflow));
}

#[test]
fn a_governor_that_executes_itself_governs_itself() {
    let stage = bare();
    let made = Abi::constructorCall {
        timelock: GOVERNOR,
        ..construction(GUARDIAN)
    };
    stage.governor.construct(ALICE, &made).unwrap();
    let set = Abi::setVotingDelayCall {
        newVotingDelay: U48::from(60),
    };
    for account in [ALICE, TIMELOCK] {
        let error = Abi::GovernorOnlyExecutor { account }.abi_encode();
        assert_eq!(stage.governor.call(account, &set).err(), Some(error));
    }
    stage.governor.call(GOVERNOR, &set).unwrap();
    assert_eq!(stage.ask(&IGovernor::votingDelayCall {}), uint(60));
}
