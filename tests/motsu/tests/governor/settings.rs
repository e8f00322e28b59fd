//! What only proposals change, and calls that they make through the governor.

use alloy_primitives::aliases::U48;
use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{Panic, PanicKind, SolCall, SolError};
use ballast_abi::governor::Governor as Abi;
use ballast_abi::governor::IGovernor::{self, ProposalState};
use ballast_abi::timelock::Timelock as TimelockAbi;
use ballast_motsu_testkit::ether_of;

use super::stage::*;
use crate::tokens::{ALICE, BOB};

const OTHER: Address = Address::repeat_byte(0x0f);

/// When a guardian's time ends, less than a year ahead.
const SUNSET: u64 = START + 200 * 86_400;

/// Calls of all the methods that only proposals may call.
fn governed() -> Vec<Vec<u8>> {
    vec![
        Abi::setVotingDelayCall {
            newVotingDelay: U48::from(60),
        }
        .abi_encode(),
        Abi::setVotingPeriodCall {
            newVotingPeriod: 200_000,
        }
        .abi_encode(),
        Abi::setProposalThresholdCall {
            newProposalThreshold: uint(7),
        }
        .abi_encode(),
        Abi::updateQuorumNumeratorCall {
            newQuorumNumerator: uint(10),
        }
        .abi_encode(),
        Abi::updateQuorumFloorCall {
            newQuorumFloor: uint(1_000),
        }
        .abi_encode(),
        Abi::setLateQuorumVoteExtensionCall {
            newVoteExtension: U48::from(5),
        }
        .abi_encode(),
        Abi::setProposalGuardianCall {
            newProposalGuardian: OTHER,
        }
        .abi_encode(),
        Abi::setProposalGuardianSunsetCall {
            newSunset: U48::from(SUNSET),
        }
        .abi_encode(),
        Abi::relayCall {
            target: TARGET,
            value: U256::ZERO,
            data: Bytes::from_static(b"relayed"),
        }
        .abi_encode(),
        Abi::updateTimelockCall { newTimelock: OTHER }.abi_encode(),
    ]
}

#[test]
fn nobody_else_governs_here() {
    let stage = stage();
    for call in governed() {
        for account in [ALICE, GUARDIAN, GOVERNOR] {
            let error = Abi::GovernorOnlyExecutor { account };
            let outcome = stage.governor.send(account, call.clone());
            assert_eq!(outcome, Err(error.abi_encode()));
        }
        // Nor the timelock for whoever else schedules there.
        let error = Panic::from(PanicKind::EmptyArrayPop);
        let outcome = stage.governor.send(TIMELOCK, call);
        assert_eq!(outcome, Err(error.abi_encode()));
    }
    assert!(stage.heard.borrow().is_empty());
}

#[test]
fn a_proposal_changes_everything() {
    let stage = stage();
    let calls = governed().into_iter().map(|call| (GOVERNOR, 0, call));
    let motion = Motion {
        calls: calls.collect(),
        description: "All".into(),
    };
    stage.enact(&motion).unwrap();
    assert_eq!(stage.ask(&IGovernor::votingDelayCall {}), uint(60));
    assert_eq!(stage.ask(&IGovernor::votingPeriodCall {}), uint(200_000));
    assert_eq!(stage.ask(&IGovernor::proposalThresholdCall {}), uint(7));
    assert_eq!(stage.ask(&Abi::quorumNumerator_0Call {}), uint(10));
    assert_eq!(stage.ask(&Abi::quorumFloor_0Call {}), uint(1_000));
    let extension = stage.ask(&Abi::lateQuorumVoteExtensionCall {});
    assert_eq!(extension, U48::from(5));
    assert_eq!(stage.ask(&Abi::proposalGuardianCall {}), OTHER);
    let sunset = stage.ask(&Abi::proposalGuardianSunsetCall {});
    assert_eq!(sunset, U48::from(SUNSET));
    assert_eq!(stage.ask(&Abi::timelockCall {}), OTHER);
    assert_eq!(*stage.heard.borrow(), [(GOVERNOR, 0, b"relayed".to_vec())]);
    let governor = &stage.governor;
    let told = governor.events::<Abi::VotingPeriodSet>().pop().unwrap();
    assert_eq!(told.oldVotingPeriod, uint(VOTING_PERIOD));
    let told = governor
        .events::<Abi::ProposalThresholdSet>()
        .pop()
        .unwrap();
    assert_eq!(told.oldProposalThreshold, uint(THRESHOLD));
    let told = governor.events::<Abi::QuorumNumeratorUpdated>();
    assert_eq!(
        told.last().map(|it| it.oldQuorumNumerator),
        Some(uint(NUMERATOR))
    );
    let told = governor.events::<Abi::LateQuorumVoteExtensionSet>();
    let told = told
        .last()
        .map(|it| (it.oldVoteExtension, it.newVoteExtension));
    assert_eq!(told, Some((EXTENSION, 5)));
    let told = governor.events::<Abi::ProposalGuardianSet>().pop().unwrap();
    let told = (told.oldProposalGuardian, told.newProposalGuardian);
    assert_eq!(told, (GUARDIAN, OTHER));
}

/// Calls that revert within a proposal, and why.
#[test]
fn settings_have_bounds_for_proposals_too() {
    let table: [(Vec<u8>, Vec<u8>); 3] = [
        (
            Abi::setVotingPeriodCall { newVotingPeriod: 0 }.abi_encode(),
            Abi::GovernorInvalidVotingPeriod {
                votingPeriod: U256::ZERO,
            }
            .abi_encode(),
        ),
        (
            Abi::updateQuorumNumeratorCall {
                newQuorumNumerator: uint(256),
            }
            .abi_encode(),
            Abi::GovernorInvalidQuorumFraction {
                quorumNumerator: uint(256),
                quorumDenominator: uint(100),
            }
            .abi_encode(),
        ),
        (
            Abi::updateQuorumFloorCall {
                newQuorumFloor: uint(1_001),
            }
            .abi_encode(),
            Abi::GovernorInvalidQuorumFloor {
                quorumFloor: uint(1_001),
                totalSupply: uint(1_000),
            }
            .abi_encode(),
        ),
    ];
    let stage = stage();
    for (call, error) in table {
        let motion = Motion::to(GOVERNOR, call).propose();
        let refusal = Abi::GovernorRefusedCall {
            index: U256::ZERO,
            target: GOVERNOR,
            reason: error.into(),
        };
        stage.refuses(ALICE, &motion, &refusal);
    }
    // This bound may move while a proposal waits.
    let call = Abi::setLateQuorumVoteExtensionCall {
        newVoteExtension: U48::from(VOTING_PERIOD + 1),
    };
    let error = Abi::GovernorPreventLateQuorumVoteExtensionTooLarge {
        newVoteExtension: uint(VOTING_PERIOD + 1),
        maxVoteExtension: uint(VOTING_PERIOD),
    };
    let outcome = stage.enact(&Motion::to(GOVERNOR, call.abi_encode()));
    assert_eq!(outcome, Err(error.abi_encode()));
    // Numbers of more bits than the interface says are none.
    for call in [
        Abi::setVotingDelayCall {
            newVotingDelay: U48::ZERO,
        }
        .abi_encode(),
        Abi::setVotingPeriodCall { newVotingPeriod: 1 }.abi_encode(),
    ] {
        let mut dirty = call;
        dirty[4 + 20] = 1;
        assert_eq!(stage.governor.send(TIMELOCK, dirty), Err(vec![]));
    }
}

#[test]
fn a_quorum_holds_for_votes_from_its_second_on() {
    let stage = stage();
    let before = stage.now() - 1;
    let update = Abi::updateQuorumNumeratorCall {
        newQuorumNumerator: uint(45),
    };
    stage.enact(&Motion::governing(&update)).unwrap();
    let changed = stage.now();
    stage.pass_time(10);
    let floor = Abi::updateQuorumFloorCall {
        newQuorumFloor: uint(700),
    };
    stage.enact(&Motion::governing(&floor)).unwrap();
    let floored = stage.now();
    stage.pass_time(1);
    let at = |time| {
        let timepoint = uint(time);
        (
            stage.ask(&Abi::quorumNumerator_1Call { timepoint }),
            stage.ask(&Abi::quorumFloor_1Call { timepoint }),
            stage.ask(&IGovernor::quorumCall { timepoint }),
        )
    };
    assert_eq!(at(before), (uint(30), uint(200), uint(300)));
    assert_eq!(at(changed - 1), (uint(30), uint(200), uint(300)));
    assert_eq!(at(changed), (uint(45), uint(200), uint(450)));
    assert_eq!(at(floored - 1), (uint(45), uint(200), uint(450)));
    assert_eq!(at(floored), (uint(45), uint(700), uint(700)));
    let timepoint = U256::MAX;
    assert_eq!(stage.ask(&Abi::quorumFloor_1Call { timepoint }), uint(700));
    // With the new one 500 votes are too few, whoever else is not there.
    let id = stage.open(&Motion::to(TARGET, *b"call"));
    stage.vote(ALICE, id, FOR);
    stage.pass_time(VOTING_PERIOD);
    assert_eq!(stage.state(id), ProposalState::Defeated);
}

#[test]
fn a_proposal_relays_with_ether_and_reasons() {
    let stage = stage();
    let relay = |value: u64, data: &'static [u8]| Abi::relayCall {
        target: TARGET,
        value: uint(value),
        data: Bytes::from_static(data),
    };
    let mut motion = Motion::governing(&relay(5, b"paid"));
    motion.calls[0].1 = 5;
    stage.queue(&motion);
    let call = motion.execute().abi_encode();
    stage.governor.pay(DAVE, uint(5), call).unwrap();
    assert_eq!(*stage.heard.borrow(), [(GOVERNOR, 5, b"paid".to_vec())]);
    assert_eq!(ether_of(TARGET), uint(5));
    let outcome = stage.enact(&Motion::governing(&relay(0, b"\xeewhy")));
    assert_eq!(outcome, Err(b"why".to_vec()));
    let outcome = stage.enact(&Motion::governing(&relay(0, b"\xee")));
    assert_eq!(outcome, Err(Abi::FailedCall {}.abi_encode()));
}

/// The timelock is its own admin: a proposal lets another schedule there, who still does not govern
/// the governor.
#[test]
fn another_proposer_of_the_timelock_does_not_govern() {
    use ballast_abi::access_control::IAccessControl;
    let stage = stage();
    let role = alloy_primitives::keccak256("PROPOSER_ROLE");
    let account = BOB;
    let grant = IAccessControl::grantRoleCall { role, account };
    stage
        .enact(&Motion::to(TIMELOCK, grant.abi_encode()))
        .unwrap();
    let guardian = Abi::setProposalGuardianCall {
        newProposalGuardian: BOB,
    };
    let (target, value) = (GOVERNOR, U256::ZERO);
    let (predecessor, salt) = (Default::default(), Default::default());
    let schedule = TimelockAbi::scheduleCall {
        target,
        value,
        data: guardian.abi_encode().into(),
        predecessor,
        salt,
        delay: uint(WAIT),
    };
    stage.timelock.call(BOB, &schedule).unwrap();
    stage.pass_time(WAIT);
    let execute = TimelockAbi::executeCall {
        target,
        value,
        payload: guardian.abi_encode().into(),
        predecessor,
        salt,
    };
    let outcome = stage.timelock.call(BOB, &execute).map(drop);
    let error = Panic::from(PanicKind::EmptyArrayPop);
    assert_eq!(outcome, Err(error.abi_encode()));
    assert_eq!(stage.ask(&Abi::proposalGuardianCall {}), GUARDIAN);
}

/// A delay that ends after the last second that the interface can name.
#[test]
fn times_have_48_bits() {
    let stage = stage();
    let delay = U48::MAX;
    let set = Abi::setVotingDelayCall {
        newVotingDelay: delay,
    };
    stage.enact(&Motion::governing(&set)).unwrap();
    let value = U256::from(delay) + uint(stage.now());
    let error = Abi::SafeCastOverflowedUintDowncast { bits: 48, value };
    let motion = Motion::to(TARGET, *b"call");
    stage.refuses(ALICE, &motion.propose(), &error);
}

/// A call of the governor that governs nothing is expected and never comes; the next proposal does
/// not find it.
#[test]
fn what_was_expected_in_vain_is_forgotten() {
    let stage = stage();
    let clock = Motion::governing(&Abi::clockCall {});
    stage.enact(&clock).unwrap();
    let error = Panic::from(PanicKind::EmptyArrayPop);
    let call = Abi::setProposalThresholdCall {
        newProposalThreshold: U256::ZERO,
    };
    stage.refuses(TIMELOCK, &call, &error);
    // In one proposal it is passed over.
    let mut motion = clock.described("Both");
    motion.calls.push((GOVERNOR, 0, call.abi_encode()));
    stage.enact(&motion).unwrap();
    // Without a threshold whoever holds nothing proposes.
    let motion = Motion::to(TARGET, *b"call");
    let id = stage.governor.call(GUARDIAN, &motion.propose()).unwrap();
    assert_eq!(stage.state(id), ProposalState::Pending);
}
