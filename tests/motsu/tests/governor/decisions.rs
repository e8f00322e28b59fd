//! From a proposal to what it does, and how it ends otherwise.

use alloy_primitives::aliases::U48;
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolError;
use ballast_abi::governor::Governor as Abi;
use ballast_abi::governor::IGovernor::{self, ProposalState};
use ballast_abi::timelock::Timelock as TimelockAbi;
use ballast_motsu_testkit::{ether_of, set_code};

use super::stage::*;
use crate::tokens::{ALICE, BOB};

#[test]
fn what_is_decided_is_done_and_told() {
    let stage = stage();
    let mut motion = Motion::to(TARGET, *b"first");
    motion.calls.push((TARGET, 7, b"and then".to_vec()));
    let id = stage.ask(&motion.hash());
    assert_eq!(
        stage.ask(&IGovernor::getProposalIdCall::from(motion.parts())),
        id
    );
    let proposed = stage.now();
    assert_eq!(stage.governor.call(ALICE, &motion.propose()), Ok(id));
    let told = stage.governor.events::<Abi::ProposalCreated>();
    let [told] = &told[..] else {
        panic!("one proposal");
    };
    let (targets, values, calldatas, _) = motion.parts();
    assert_eq!((told.proposalId, told.proposer), (id, ALICE));
    assert_eq!((&told.targets, &told.values), (&targets, &values));
    assert_eq!(
        (&told.calldatas, &told.description),
        (&calldatas, &motion.description)
    );
    assert_eq!(told.signatures, ["", ""]);
    let start = proposed + VOTING_DELAY;
    assert_eq!(told.voteStart, uint(start));
    assert_eq!(told.voteEnd, uint(start + VOTING_PERIOD));
    let proposal = IGovernor::proposalSnapshotCall { proposalId: id };
    assert_eq!(stage.ask(&proposal), uint(start));
    assert_eq!(stage.deadline(id), start + VOTING_PERIOD);
    assert_eq!(
        stage.ask(&IGovernor::proposalProposerCall { proposalId: id }),
        ALICE
    );

    let states = [
        (start, ProposalState::Pending),
        (start + 1, ProposalState::Active),
    ];
    for (time, state) in states {
        stage.go_to(time);
        assert_eq!(stage.state(id), state);
    }
    assert_eq!(stage.vote(ALICE, id, FOR), uint(500));
    stage.go_to(start + VOTING_PERIOD);
    assert_eq!(stage.state(id), ProposalState::Active);
    stage.pass_time(1);
    assert_eq!(stage.state(id), ProposalState::Succeeded);

    let eta = IGovernor::proposalEtaCall { proposalId: id };
    assert_eq!(stage.ask(&eta), U256::ZERO);
    assert_eq!(stage.governor.call(DAVE, &motion.queue()), Ok(id));
    let ready = stage.now() + WAIT;
    assert_eq!(stage.ask(&eta), uint(ready));
    let queued = stage
        .governor
        .events::<Abi::ProposalQueued>()
        .pop()
        .unwrap();
    assert_eq!((queued.proposalId, queued.etaSeconds), (id, uint(ready)));
    assert_eq!(stage.state(id), ProposalState::Queued);

    // The timelock says when, not the governor.
    stage.go_to(ready - 1);
    let early = stage.governor.send(DAVE, call_of(&motion));
    assert!(early.is_err_and(|reason| {
        reason.starts_with(&TimelockAbi::TimelockUnexpectedOperationState::SELECTOR)
    }));
    assert_eq!(stage.state(id), ProposalState::Queued);
    stage.go_to(ready);
    assert_eq!(
        stage
            .governor
            .pay(DAVE, uint(7), call_of(&motion))
            .map(|it| it.len()),
        Ok(32)
    );
    assert_eq!(stage.state(id), ProposalState::Executed);
    let heard = [
        (TIMELOCK, 0, b"first".to_vec()),
        (TIMELOCK, 7, b"and then".to_vec()),
    ];
    assert_eq!(*stage.heard.borrow(), heard);
    assert_eq!(ether_of(TARGET), uint(7));
    let done = stage.governor.events::<Abi::ProposalExecuted>().pop();
    assert_eq!(done.map(|event| event.proposalId), Some(id));
}

fn call_of(motion: &Motion) -> Vec<u8> {
    use alloy_sol_types::SolCall;
    motion.execute().abi_encode()
}

#[test]
fn each_step_needs_the_one_before() {
    use ProposalState::{Active, Canceled, Defeated, Executed, Pending, Queued, Succeeded};
    let stage = stage();
    let motion = Motion::to(TARGET, *b"call");
    let id = stage.ask(&motion.hash());
    let unknown = Abi::GovernorNonexistentProposal { proposalId: id };
    let ballot = IGovernor::castVoteCall {
        proposalId: id,
        support: FOR,
    };
    let refuses_all = |state| {
        let error = stage.unexpected(id, state, &[Active]);
        stage.refuses(BOB, &ballot, &error);
        let error = stage.unexpected(id, state, &[Succeeded]);
        stage.refuses(BOB, &motion.queue(), &error);
        let error = stage.unexpected(id, state, &[Queued]);
        stage.refuses(BOB, &motion.execute(), &error);
        let error = stage.unexpected(id, state, &[]);
        stage.refuses(ALICE, &motion.propose(), &error);
    };
    stage.refuses(BOB, &ballot, &unknown);
    stage.refuses(BOB, &motion.queue(), &unknown);
    stage.refuses(BOB, &motion.execute(), &unknown);
    stage.refuses(GUARDIAN, &motion.cancel(), &unknown);
    stage.refuses(BOB, &IGovernor::stateCall { proposalId: id }, &unknown);

    stage.governor.call(ALICE, &motion.propose()).unwrap();
    refuses_all(Pending);
    stage.pass_time(VOTING_DELAY + 1);
    stage.refuses(
        BOB,
        &motion.queue(),
        &stage.unexpected(id, Active, &[Succeeded]),
    );
    stage.refuses(
        BOB,
        &motion.execute(),
        &stage.unexpected(id, Active, &[Queued]),
    );
    stage.vote(ALICE, id, FOR);
    stage.pass_time(VOTING_PERIOD);
    stage.refuses(BOB, &ballot, &stage.unexpected(id, Succeeded, &[Active]));
    stage.refuses(
        BOB,
        &motion.execute(),
        &stage.unexpected(id, Succeeded, &[Queued]),
    );
    stage.governor.call(BOB, &motion.queue()).unwrap();
    stage.refuses(
        BOB,
        &motion.queue(),
        &stage.unexpected(id, Queued, &[Succeeded]),
    );
    stage.pass_time(WAIT);
    stage.governor.call(BOB, &motion.execute()).unwrap();
    refuses_all(Executed);
    let unfinished = [Pending, Active, Defeated, Succeeded, Queued];
    stage.refuses(
        GUARDIAN,
        &motion.cancel(),
        &stage.unexpected(id, Executed, &unfinished),
    );
    assert_eq!(stage.heard.borrow().len(), 1);

    // What was taken back does not come again.
    let other = motion.described("Another");
    let id = stage.open(&other);
    stage.governor.call(GUARDIAN, &other.cancel()).unwrap();
    assert_eq!(stage.state(id), Canceled);
    let error = stage.unexpected(id, Canceled, &unfinished);
    stage.refuses(GUARDIAN, &other.cancel(), &error);
    stage.refuses(
        ALICE,
        &other.propose(),
        &stage.unexpected(id, Canceled, &[]),
    );
}

/// Who votes how.
type Ballots = &'static [(Address, u8)];

/// Votes of each, and where the proposal stands after them.
#[test]
fn more_votes_for_it_and_a_quorum_decide() {
    use ProposalState::{Defeated, Succeeded};
    // The quorum is 300: 30 hundredths of 1,000, above the floor.
    let table: [(Ballots, [u64; 3], ProposalState); 8] = [
        (&[], [0, 0, 0], Defeated),
        (&[(ALICE, FOR)], [0, 500, 0], Succeeded),
        (&[(BOB, FOR)], [0, 300, 0], Succeeded),
        (&[(CAROL, FOR), (DAVE, FOR)], [0, 200, 0], Defeated),
        // Who abstains is there, but not for it.
        (&[(CAROL, FOR), (BOB, ABSTAIN)], [0, 150, 300], Succeeded),
        (&[(ALICE, ABSTAIN)], [0, 0, 500], Defeated),
        // Votes against it do not make the quorum.
        (&[(CAROL, FOR), (DAVE, AGAINST)], [50, 150, 0], Defeated),
        (&[(BOB, FOR), (ALICE, AGAINST)], [500, 300, 0], Defeated),
    ];
    for (ballots, tally, state) in table {
        let stage = stage();
        let id = stage.open(&Motion::to(TARGET, *b"call"));
        for (voter, support) in ballots {
            stage.vote(*voter, id, *support);
        }
        assert_eq!(stage.tally(id), tally);
        // Longer than any extension.
        stage.pass_time(2 * VOTING_PERIOD);
        assert_eq!(stage.state(id), state, "{ballots:?}");
    }
}

#[test]
fn targets_have_the_code_that_was_voted_on() {
    let stage = stage();
    set_code(TARGET, b"looked at".to_vec());
    let motion = Motion::to(TARGET, *b"call");
    let id = stage.decide(&motion);
    set_code(TARGET, b"another".to_vec());
    let changed = Abi::GovernorCodeChanged { proposalId: id };
    stage.refuses(DAVE, &motion.queue(), &changed);
    set_code(TARGET, b"looked at".to_vec());
    stage.governor.call(DAVE, &motion.queue()).unwrap();
    // From there the timelock pins it.
    stage.pass_time(WAIT);
    set_code(TARGET, b"another".to_vec());
    assert!(stage.governor.call(DAVE, &motion.execute()).is_err());
    assert_eq!(stage.state(id), ProposalState::Queued);
    set_code(TARGET, b"looked at".to_vec());
    assert_eq!(stage.governor.call(DAVE, &motion.execute()), Ok(id));
}

#[test]
fn what_fails_stays_queued_with_the_targets_reason() {
    let stage = stage();
    let motion = Motion::to(TARGET, *b"\xeewhy");
    let id = stage.queue(&motion);
    let outcome = stage.governor.call(DAVE, &motion.execute());
    assert_eq!(outcome, Err(b"why".to_vec()));
    assert_eq!(stage.state(id), ProposalState::Queued);
    assert!(stage.governor.events::<Abi::ProposalExecuted>().is_empty());
}

#[test]
fn the_guardian_cancels_until_it_is_done() {
    let waits = [0, VOTING_DELAY + 1, VOTING_DELAY + VOTING_PERIOD + 1];
    for wait in waits {
        let stage = stage();
        let motion = Motion::to(TARGET, *b"call");
        let id = stage.governor.call(ALICE, &motion.propose()).unwrap();
        stage.pass_time(wait);
        assert_eq!(stage.governor.call(GUARDIAN, &motion.cancel()), Ok(id));
        assert_eq!(stage.state(id), ProposalState::Canceled);
        let told = stage.governor.events::<Abi::ProposalCanceled>().pop();
        assert_eq!(told.map(|event| event.proposalId), Some(id));
    }
    // What waits is taken from the timelock as well.
    let stage = stage();
    let motion = Motion::to(TARGET, *b"call");
    let id = stage.queue(&motion);
    assert_eq!(stage.governor.call(GUARDIAN, &motion.cancel()), Ok(id));
    assert_eq!(stage.timelock.events::<TimelockAbi::Cancelled>().len(), 1);
    let unexpected = stage.unexpected(id, ProposalState::Canceled, &[ProposalState::Queued]);
    stage.refuses(DAVE, &motion.execute(), &unexpected);
    assert!(stage.heard.borrow().is_empty());
}

#[test]
fn a_proposer_cancels_before_votes_count() {
    let stage = stage();
    let motion = Motion::to(TARGET, *b"call");
    let id = stage.governor.call(ALICE, &motion.propose()).unwrap();
    let unable = |proposal, account| Abi::GovernorUnableToCancel {
        proposalId: proposal,
        account,
    };
    stage.refuses(BOB, &motion.cancel(), &unable(id, BOB));
    assert_eq!(stage.governor.call(ALICE, &motion.cancel()), Ok(id));
    let motion = motion.described("Once more");
    let id = stage.open(&motion);
    stage.refuses(ALICE, &motion.cancel(), &unable(id, ALICE));
}

#[test]
fn a_guardian_whose_time_is_over_cancels_nothing() {
    let stage = stage();
    let sunset = stage.ask(&Abi::proposalGuardianSunsetCall {});
    assert_eq!(sunset, U48::from(START + 365 * 86_400));
    let ends = stage.now() + 30 * 86_400;
    let end = Abi::setProposalGuardianSunsetCall {
        newSunset: U48::from(ends),
    };
    stage.enact(&Motion::governing(&end)).unwrap();
    let told = stage.governor.events::<Abi::ProposalGuardianSunsetSet>();
    let told = told.last().map(|it| (it.oldSunset, it.newSunset));
    assert_eq!(told, Some((sunset, U48::from(ends))));

    let late = Motion::to(TARGET, *b"late");
    let id = stage.queue(&late);
    stage.go_to(ends);
    let expired = Abi::GovernorGuardianExpired {
        guardian: GUARDIAN,
        sunset: U48::from(ends),
    };
    stage.refuses(GUARDIAN, &late.cancel(), &expired);
    // As without a guardian.
    assert_eq!(stage.governor.call(ALICE, &late.cancel()), Ok(id));
}

#[test]
fn a_guardians_time_is_renewed_for_a_year_at_most() {
    let stage = stage();
    let proposed = |sunset| {
        let call = Abi::setProposalGuardianSunsetCall { newSunset: sunset };
        Motion::governing(&call)
    };
    let motion = proposed(U48::from(START + 3 * 365 * 86_400));
    stage.queue(&motion);
    let error = Abi::GovernorGuardianTermTooLong {
        newSunset: U48::from(START + 3 * 365 * 86_400),
        maxSunset: U48::from(stage.now() + 365 * 86_400),
    };
    stage.refuses(DAVE, &motion.execute(), &error);
    let sunset = U48::from(stage.now() + 360 * 86_400);
    stage.enact(&proposed(sunset)).unwrap();
    assert_eq!(stage.ask(&Abi::proposalGuardianSunsetCall {}), sunset);
}

#[test]
fn without_a_guardian_a_proposer_cancels_at_any_time() {
    let stage = guarded_by(Address::ZERO);
    let motion = Motion::to(TARGET, *b"call");
    let id = stage.queue(&motion);
    let error = Abi::GovernorUnableToCancel {
        proposalId: id,
        account: BOB,
    };
    stage.refuses(BOB, &motion.cancel(), &error);
    assert_eq!(stage.governor.call(ALICE, &motion.cancel()), Ok(id));
    assert_eq!(stage.state(id), ProposalState::Canceled);
}

/// The timelock's own admins could execute or forget behind the governor's back.
#[test]
fn what_the_timelock_did_alone_is_seen() {
    let stage = stage();
    let motion = Motion::to(TARGET, *b"call");
    let id = stage.queue(&motion);
    let scheduled = stage.timelock.events::<TimelockAbi::CallSalt>();
    let salt = scheduled[0].salt;
    let (targets, values, payloads, hash) = motion.parts();
    // The governor's address over the description's hash, so that another's is another's.
    let mut expected = hash;
    for (byte, other) in expected.0.iter_mut().zip(GOVERNOR.0) {
        *byte ^= other;
    }
    assert_eq!(salt, expected);
    let call = TimelockAbi::executeBatchCall {
        targets,
        values,
        payloads,
        predecessor: B256::ZERO,
        salt,
    };
    stage.timelock.call(BOB, &call).unwrap();
    assert_eq!(stage.state(id), ProposalState::Executed);
    let other = motion.described("Another");
    let id = stage.queue(&other);
    let operation = stage.timelock.events::<TimelockAbi::CallSalt>()[1].id;
    // As the governor, who alone is a canceller here.
    let cancel = TimelockAbi::cancelCall { id: operation };
    stage.timelock.call(GOVERNOR, &cancel).unwrap();
    assert_eq!(stage.state(id), ProposalState::Canceled);
}
