//! The guardian's sunset, which OpenZeppelin's governor has not.

use alloy_primitives::aliases::U48;
use alloy_sol_types::SolEvent;
use ballast_abi::governor::Governor as Abi;
use ballast_abi::governor::IGovernor::ProposalState;
use ballast_tests::{ALICE, BOB, MALLORY, uint};

use crate::assembly::{Assembly, GUARDIAN, Proposal};
use crate::stage::{MIN_DELAY, setCall};

const DAY: u64 = 86_400;

/// How far ahead a sunset may lie.
const TERM_MAX: u64 = 365 * DAY;

fn set(assembly: &Assembly, value: u128) -> Proposal {
    let value = uint(value);
    let proposal = Proposal::of(assembly.target.address, &setCall { value });
    proposal.because(&format!("Set {value}"))
}

fn sunset_call(sunset: u64) -> Abi::setProposalGuardianSunsetCall {
    Abi::setProposalGuardianSunsetCall {
        newSunset: U48::from(sunset),
    }
}

fn sunset_of(assembly: &Assembly) -> u64 {
    let sunset = assembly.governor.ask(&Abi::proposalGuardianSunsetCall {});
    sunset.to()
}

/// Has a proposal set a sunset.
fn move_sunset(assembly: &Assembly, sunset: u64) {
    let call = sunset_call(sunset);
    let proposal = Proposal::of(assembly.governor.address, &call);
    assembly.enact(&proposal.because(&format!("Until {sunset}")));
    assert_eq!(sunset_of(assembly), sunset);
}

fn expired(sunset: u64) -> Abi::GovernorGuardianExpired {
    Abi::GovernorGuardianExpired {
        guardian: GUARDIAN,
        sunset: U48::from(sunset),
    }
}

/// In the last second before its sunset the guardian cancels, in the next nothing any more; what it
/// would have canceled is executed.
#[test]
fn from_its_sunset_on_the_guardian_cancels_nothing() {
    let assembly = Assembly::ours();
    let sunset = assembly.now() + 30 * DAY;
    move_sunset(&assembly, sunset);
    let proposals = [1, 2].map(|value| set(&assembly, value));
    for proposal in &proposals {
        assembly.succeed(proposal);
        assembly.governor.send(BOB, &proposal.queue());
    }
    let [first, second] = proposals;
    // What is sent is in the block after.
    assembly.pass(sunset - 2 - assembly.now());
    assembly.governor.send(GUARDIAN, &first.cancel());
    assert_eq!(assembly.now(), sunset - 1);
    assert_eq!(assembly.state(&first), ProposalState::Canceled);
    assembly.pass(1);
    let cancel = second.cancel();
    assembly
        .governor
        .refuses(GUARDIAN, &cancel, &expired(sunset));
    assert_eq!(
        assembly.governor.ask(&Abi::proposalGuardianCall {}),
        GUARDIAN
    );
    assembly.governor.send(MALLORY, &second.execute());
    assert_eq!(assembly.state(&second), ProposalState::Executed);
}

/// A term of a year from construction; proposals alone set another end, both sides of which are
/// logged, and none that is further away.
#[test]
fn proposals_alone_renew_it_and_for_a_year_at_most() {
    let assembly = Assembly::ours();
    let first = sunset_of(&assembly);
    assert!((assembly.now() - 60..=assembly.now()).contains(&(first - TERM_MAX)));
    for account in [GUARDIAN, ALICE] {
        let error = Abi::GovernorOnlyExecutor { account };
        let call = sunset_call(first + 1);
        assembly.governor.refuses(account, &call, &error);
    }
    let past = assembly.now();
    move_sunset(&assembly, past);
    let proposal = set(&assembly, 1);
    assembly.succeed(&proposal);
    let cancel = proposal.cancel();
    assembly.governor.refuses(GUARDIAN, &cancel, &expired(past));

    let too_far = Proposal::of(assembly.governor.address, &sunset_call(first + TERM_MAX));
    assembly.succeed(&too_far);
    assembly.governor.send(BOB, &too_far.queue());
    assembly.pass(MIN_DELAY);
    let error = Abi::GovernorGuardianTermTooLong {
        newSunset: U48::from(first + TERM_MAX),
        // Of the block that the call would be in.
        maxSunset: U48::from(assembly.now() + 1 + TERM_MAX),
    };
    let execute = too_far.execute();
    assembly.governor.refuses(MALLORY, &execute, &error);

    let later = assembly.now() + TERM_MAX;
    let renewal = Proposal::of(assembly.governor.address, &sunset_call(later));
    assembly.succeed(&renewal);
    assembly.governor.send(BOB, &renewal.queue());
    assembly.pass(MIN_DELAY);
    let logs = assembly.governor.send(BOB, &renewal.execute()).logs();
    let expected = Abi::ProposalGuardianSunsetSet {
        oldSunset: U48::from(past),
        newSunset: U48::from(later),
    };
    let logged = (assembly.governor.address, expected.encode_log_data());
    assert!(logs.contains(&logged), "{logs:?}");
    assembly.governor.send(GUARDIAN, &proposal.cancel());
    assert_eq!(assembly.state(&proposal), ProposalState::Canceled);
}

/// As if there were no guardian, a proposer takes back what was voted for; nobody else does.
#[test]
fn after_the_sunset_the_proposer_cancels_at_any_time() {
    let assembly = Assembly::ours();
    let proposal = set(&assembly, 1);
    assembly.succeed(&proposal);
    let id = proposal.id();
    let unable = |account| Abi::GovernorUnableToCancel {
        proposalId: id,
        account,
    };
    let cancel = proposal.cancel();
    assembly.governor.refuses(ALICE, &cancel, &unable(ALICE));
    move_sunset(&assembly, assembly.now());
    assembly
        .governor
        .refuses(MALLORY, &cancel, &unable(MALLORY));
    assembly.governor.send(ALICE, &cancel);
    assert_eq!(assembly.state(&proposal), ProposalState::Canceled);
}

/// A guardian that is expired proposes and takes back as anybody.
#[test]
fn an_expired_guardian_cancels_its_own_proposals() {
    let assembly = Assembly::ours();
    move_sunset(&assembly, assembly.now());
    let proposal = set(&assembly, 1);
    assembly.governor.send(GUARDIAN, &proposal.propose());
    assembly.governor.send(GUARDIAN, &proposal.cancel());
    assert_eq!(assembly.state(&proposal), ProposalState::Canceled);
}

/// Who replaces a guardian has what was left of its time.
#[test]
fn a_new_guardian_keeps_the_sunset() {
    let assembly = Assembly::ours();
    let sunset = assembly.now() + 30 * DAY;
    move_sunset(&assembly, sunset);
    let call = Abi::setProposalGuardianCall {
        newProposalGuardian: MALLORY,
    };
    assembly.enact(&Proposal::of(assembly.governor.address, &call));
    assert_eq!(
        assembly.governor.ask(&Abi::proposalGuardianCall {}),
        MALLORY
    );
    assert_eq!(sunset_of(&assembly), sunset);
    let proposal = set(&assembly, 1);
    assembly.succeed(&proposal);
    let unable = Abi::GovernorUnableToCancel {
        proposalId: proposal.id(),
        account: GUARDIAN,
    };
    let cancel = proposal.cancel();
    assembly.governor.refuses(GUARDIAN, &cancel, &unable);
    assembly.governor.send(MALLORY, &cancel);
}
