//! How votes are given and counted.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use ballast_abi::erc20::IERC20;
use ballast_abi::governor::Governor as Abi;
use ballast_abi::governor::IGovernor::{self, ProposalState};
use ballast_abi::votes::IERC5805;
use ballast_motsu_testkit::Foreign;

use super::stage::*;
use crate::tokens::{ALICE, BOB};

#[test]
fn votes_say_how_and_why_and_once() {
    let stage = stage();
    let id = stage.open(&Motion::to(TARGET, *b"call"));
    let reasoned = IGovernor::castVoteWithReasonCall {
        proposalId: id,
        support: AGAINST,
        reason: "Too dear".into(),
    };
    assert_eq!(stage.governor.call(ALICE, &reasoned), Ok(uint(500)));
    let with_params = |params: &[u8]| IGovernor::castVoteWithReasonAndParamsCall {
        proposalId: id,
        support: ABSTAIN,
        reason: "Who knows, nobody has looked at it for long enough".into(),
        params: Bytes::copy_from_slice(params),
    };
    assert_eq!(
        stage.governor.call(BOB, &with_params(b"params")),
        Ok(uint(300))
    );
    assert_eq!(stage.governor.call(CAROL, &with_params(b"")), Ok(uint(150)));
    assert_eq!(stage.vote(DAVE, id, FOR), uint(50));
    assert_eq!(stage.tally(id), [500, 50, 450]);

    let told = stage.governor.events::<Abi::VoteCast>();
    let told: Vec<_> = told
        .iter()
        .map(|it| {
            (
                it.voter,
                it.proposalId,
                it.support,
                it.weight,
                it.reason.as_str(),
            )
        })
        .collect();
    let long = with_params(b"").reason;
    let expected = [
        (ALICE, id, AGAINST, uint(500), "Too dear"),
        (CAROL, id, ABSTAIN, uint(150), long.as_str()),
        (DAVE, id, FOR, uint(50), ""),
    ];
    assert_eq!(told, expected);
    let told = stage.governor.events::<Abi::VoteCastWithParams>();
    let [told] = &told[..] else {
        panic!("one with parameters");
    };
    assert_eq!(
        (told.voter, told.weight, told.support),
        (BOB, uint(300), ABSTAIN)
    );
    assert_eq!(
        (&told.reason, told.params.as_ref()),
        (&long, &b"params"[..])
    );

    for voter in [ALICE, BOB, CAROL, DAVE] {
        let twice = IGovernor::castVoteCall {
            proposalId: id,
            support: FOR,
        };
        stage.refuses(voter, &twice, &Abi::GovernorAlreadyCastVote { voter });
    }
    assert_eq!(stage.tally(id), [500, 50, 450]);
}

#[test]
fn there_are_three_kinds_of_votes() {
    let stage = stage();
    let id = stage.open(&Motion::to(TARGET, *b"call"));
    for support in [3, u8::MAX] {
        let call = IGovernor::castVoteCall {
            proposalId: id,
            support,
        };
        stage.refuses(ALICE, &call, &Abi::GovernorInvalidVoteType {});
    }
    let call = IGovernor::castVoteCall {
        proposalId: id,
        support: FOR,
    };
    let mut dirty = call.abi_encode();
    dirty[4 + 32 + 30] = 1;
    assert_eq!(stage.governor.send(ALICE, dirty), Err(vec![]));
    let voted = |account| IGovernor::hasVotedCall {
        proposalId: id,
        account,
    };
    assert!(!stage.ask(&voted(ALICE)));
    stage.vote(ALICE, id, FOR);
    assert!(stage.ask(&voted(ALICE)) && !stage.ask(&voted(BOB)));
}

/// Tokens that are bought, or borrowed, once it is known what is voted on.
#[test]
fn votes_of_the_snapshot_count() {
    let stage = stage();
    let motion = Motion::to(TARGET, *b"call");
    let id = stage.governor.call(ALICE, &motion.propose()).unwrap();
    stage.pass_time(VOTING_DELAY + 1);
    let all = IERC20::transferCall {
        to: DAVE,
        value: uint(500),
    };
    stage.token.call(ALICE, &all).unwrap();
    assert_eq!(stage.vote(DAVE, id, AGAINST), uint(50));
    assert_eq!(stage.vote(ALICE, id, FOR), uint(500));
    // Who had none may say so.
    assert_eq!(stage.vote(GUARDIAN, id, FOR), U256::ZERO);
    assert_eq!(stage.tally(id), [50, 500, 0]);
    stage.pass_time(1);
    let timepoint = uint(stage.now() - 1);
    let votes = |account| IGovernor::getVotesCall { account, timepoint };
    assert_eq!(stage.ask(&votes(DAVE)), uint(550));
    let with_params = IGovernor::getVotesWithParamsCall {
        account: ALICE,
        timepoint,
        params: Bytes::from_static(b"nothing"),
    };
    assert_eq!(stage.ask(&with_params), U256::ZERO);
}

#[test]
fn only_what_is_past_has_a_quorum_and_votes() {
    let stage = stage();
    let now = stage.now();
    let future = IERC5805::ERC5805FutureLookup {
        timepoint: uint(now),
        clock: alloy_primitives::aliases::U48::from(now),
    };
    let timepoint = uint(now);
    let quorum = IGovernor::quorumCall { timepoint };
    stage.refuses(BOB, &quorum, &future);
    let votes = IGovernor::getVotesCall {
        account: ALICE,
        timepoint,
    };
    stage.refuses(BOB, &votes, &future);
    let timepoint = uint(now - 1);
    assert_eq!(stage.ask(&IGovernor::quorumCall { timepoint }), uint(300));
}

/// Seconds before the deadline of the vote that makes the quorum, and until when voting goes on.
#[test]
fn a_late_quorum_puts_the_deadline_off() {
    // At the very deadline, in the middle of the extension, at its edge, and earlier.
    let table = [
        (0, EXTENSION),
        (EXTENSION / 2, EXTENSION / 2),
        (EXTENSION, 0),
        (EXTENSION + 1, 0),
    ];
    for (before, more) in table {
        let stage = stage();
        let id = stage.open(&Motion::to(TARGET, *b"call"));
        let deadline = stage.deadline(id);
        stage.go_to(deadline - before);
        stage.vote(CAROL, id, FOR);
        assert_eq!(stage.deadline(id), deadline, "too few votes");
        stage.vote(BOB, id, ABSTAIN);
        assert_eq!(stage.deadline(id), deadline + more);
        let told = stage.governor.events::<Abi::ProposalExtended>();
        let told: Vec<_> = told
            .iter()
            .map(|it| (it.proposalId, it.extendedDeadline))
            .collect();
        let expected = (more != 0).then_some((id, deadline + more));
        assert_eq!(told, Vec::from_iter(expected));
        // Once only: what comes later puts nothing off.
        stage.go_to(deadline + more);
        assert_eq!(stage.state(id), ProposalState::Active);
        stage.vote(ALICE, id, AGAINST);
        assert_eq!(stage.deadline(id), deadline + more);
        stage.pass_time(1);
        assert_eq!(stage.state(id), ProposalState::Defeated);
    }
}

/// What a token answers whose holders have as many votes as it is asked for.
fn boundless() -> Foreign {
    Foreign::place(Address::repeat_byte(0x7b), move |message| {
        let word = |value: U256| Ok(value.to_be_bytes_vec());
        if message.is::<IERC5805::clockCall>().is_some() {
            return word(uint(START));
        }
        if message.is::<IERC5805::CLOCK_MODECall>().is_some() {
            let mode = "mode=timestamp".to_owned();
            return Ok(IERC5805::CLOCK_MODECall::abi_encode_returns(&mode));
        }
        if let Some(call) = message.is::<IERC5805::getPastVotesCall>() {
            let most = (uint(1) << 208) - uint(1);
            return word(if call.account == DAVE { uint(1) } else { most });
        }
        if message.is::<IERC20::totalSupplyCall>().is_some() {
            return word(uint(1_000));
        }
        if message.is::<IERC5805::getPastTotalSupplyCall>().is_some() {
            return word(U256::MAX);
        }
        Err(vec![])
    })
}

#[test]
fn more_votes_than_a_token_can_have_overflow() {
    use alloy_sol_types::{Panic, PanicKind};
    let stage = bare();
    let _token = boundless();
    let token = Address::repeat_byte(0x7b);
    let made = Abi::constructorCall {
        token,
        ..construction(GUARDIAN)
    };
    stage.governor.construct(ALICE, &made).unwrap();
    stage.pass_time(10);
    let id = stage.open(&Motion::to(TARGET, *b"call"));
    for (support, voter) in [(AGAINST, ALICE), (FOR, BOB), (ABSTAIN, CAROL)] {
        stage.vote(voter, id, support);
    }
    for support in [AGAINST, FOR, ABSTAIN] {
        let call = IGovernor::castVoteCall {
            proposalId: id,
            support,
        };
        stage.refuses(DAVE, &call, &Panic::from(PanicKind::UnderOverflow));
    }
}
