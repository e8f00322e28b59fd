//! How a governor is made, what it says it is, and what it does not take.

use alloy_primitives::aliases::U48;
use alloy_primitives::{Address, Bytes, FixedBytes, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::governor::Governor as Abi;
use ballast_abi::governor::IGovernor;
use ballast_abi::redemptions::IERC165;
use ballast_abi::timelock::ITokenReceiver;
use ballast_abi::votes::IERC5805;
use ballast_motsu_testkit::Foreign;

use super::stage::*;
use crate::tokens::{ALICE, BOB};

#[test]
fn a_governor_says_how_it_was_made() {
    let stage = stage();
    let words = |call: &dyn Fn() -> U256, expected: u64| assert_eq!(call(), uint(expected));
    words(&|| stage.ask(&IGovernor::votingDelayCall {}), VOTING_DELAY);
    words(
        &|| stage.ask(&IGovernor::votingPeriodCall {}),
        VOTING_PERIOD,
    );
    words(
        &|| stage.ask(&IGovernor::proposalThresholdCall {}),
        THRESHOLD,
    );
    words(&|| stage.ask(&Abi::quorumNumerator_0Call {}), NUMERATOR);
    words(&|| stage.ask(&Abi::quorumDenominatorCall {}), 100);
    words(&|| stage.ask(&Abi::quorumFloor_0Call {}), FLOOR);
    let extension = stage.ask(&Abi::lateQuorumVoteExtensionCall {});
    assert_eq!(extension, U48::from(EXTENSION));
    assert_eq!(stage.ask(&Abi::tokenCall {}), TOKEN);
    assert_eq!(stage.ask(&Abi::timelockCall {}), TIMELOCK);
    assert_eq!(stage.ask(&Abi::proposalGuardianCall {}), GUARDIAN);
    assert_eq!(stage.ask(&IGovernor::nameCall {}), "Governor");
    assert_eq!(stage.ask(&IGovernor::versionCall {}), "1");
    let mode = stage.ask(&IGovernor::COUNTING_MODECall {});
    assert_eq!(mode, "support=bravo&quorum=for,abstain");
    assert_eq!(stage.ask(&Abi::clockCall {}), U48::from(stage.now()));
    assert_eq!(stage.ask(&Abi::CLOCK_MODECall {}), "mode=timestamp");
    let queues = IGovernor::proposalNeedsQueuingCall {
        proposalId: U256::ZERO,
    };
    assert!(stage.ask(&queues));
    // Each setting is told of, from nothing.
    let told = stage.governor.events::<Abi::VotingDelaySet>();
    assert_eq!(told[0].newVotingDelay, uint(VOTING_DELAY));
    let told = stage.governor.events::<Abi::TimelockChange>();
    assert_eq!(
        (told[0].oldTimelock, told[0].newTimelock),
        (Address::ZERO, TIMELOCK)
    );
    let told = stage.governor.events::<Abi::QuorumFloorUpdated>();
    assert_eq!(
        (told[0].oldQuorumFloor, told[0].newQuorumFloor),
        (uint(0), uint(FLOOR))
    );
}

#[test]
fn a_governor_is_made_once_and_within_bounds() {
    let stage = bare();
    let refused = |made: &Abi::constructorCall, error: Vec<u8>| {
        assert_eq!(stage.governor.construct(ALICE, made), Err(error));
    };
    let good = || construction(GUARDIAN);
    let fraction = Abi::GovernorInvalidQuorumFraction {
        quorumNumerator: uint(101),
        quorumDenominator: uint(100),
    };
    let made = Abi::constructorCall {
        quorumNumerator: uint(101),
        ..good()
    };
    refused(&made, fraction.abi_encode());
    let floor = Abi::GovernorInvalidQuorumFloor {
        quorumFloor: uint(1_001),
        totalSupply: uint(1_000),
    };
    let made = Abi::constructorCall {
        quorumFloor: uint(1_001),
        ..good()
    };
    refused(&made, floor.abi_encode());
    let period = Abi::GovernorInvalidVotingPeriod {
        votingPeriod: U256::ZERO,
    };
    let made = Abi::constructorCall {
        votingPeriod: 0,
        ..good()
    };
    refused(&made, period.abi_encode());
    let extension = Abi::GovernorPreventLateQuorumVoteExtensionTooLarge {
        newVoteExtension: uint(VOTING_PERIOD + 1),
        maxVoteExtension: uint(VOTING_PERIOD),
    };
    let made = Abi::constructorCall {
        voteExtension: U48::from(VOTING_PERIOD + 1),
        ..good()
    };
    refused(&made, extension.abi_encode());
    let made = Abi::constructorCall {
        name: "x".repeat(32),
        ..good()
    };
    let long = IConstruction::StringTooLong { length: uint(32) };
    refused(&made, long.abi_encode());
    let outcome = stage.governor.construct_paying(ALICE, uint(1), &good());
    assert_eq!(outcome, Err(vec![]));
    stage.governor.construct(ALICE, &good()).unwrap();
    refused(&good(), IConstruction::AlreadyConstructed {}.abi_encode());
}

/// What the token says its clock is, and when it is now.
#[test]
fn the_tokens_clock_is_that_of_timestamps() {
    let stage = bare();
    let token = Address::repeat_byte(0x7b);
    let made = Abi::constructorCall {
        token,
        ..construction(GUARDIAN)
    };
    let inconsistent = Abi::ERC6372InconsistentClock {}.abi_encode();
    // Where there is no contract there is no clock.
    let outcome = stage.governor.construct(ALICE, &made);
    assert_eq!(outcome, Err(inconsistent.clone()));
    let clocks = [
        ("mode=blocknumber&from=default", START),
        ("mode=timestamp", START - 1),
        ("mode=timestamp ", START),
    ];
    for (mode, time) in clocks {
        let mode = IERC5805::CLOCK_MODECall::abi_encode_returns(&mode.to_owned());
        let answers = vec![
            (IERC5805::clockCall::SELECTOR, uint(time).to_be_bytes_vec()),
            (IERC5805::CLOCK_MODECall::SELECTOR, mode),
        ];
        let _token = Foreign::answering(token, answers);
        let outcome = stage.governor.construct(ALICE, &made);
        assert_eq!(outcome, Err(inconsistent.clone()));
    }
}

#[test]
fn interfaces_are_those_of_the_standard() {
    let stage = stage();
    let supports = |id: [u8; 4]| {
        stage.ask(&IERC165::supportsInterfaceCall {
            interfaceId: FixedBytes(id),
        })
    };
    let selectors = IGovernor::IGovernorCalls::SELECTORS.iter();
    let governor = selectors.fold(0, |id, selector| id ^ u32::from_be_bytes(*selector));
    for id in [
        IERC165::supportsInterfaceCall::SELECTOR,
        governor.to_be_bytes(),
        // A receiver of ERC-1155.
        [0x4e, 0x23, 0x12, 0xe0],
    ] {
        assert!(supports(id));
    }
    assert!(!supports([0xff; 4]) && !supports([1, 2, 3, 4]));
    let call = IERC165::supportsInterfaceCall {
        interfaceId: FixedBytes([1, 2, 3, 4]),
    };
    let mut dirty = call.abi_encode();
    dirty[4 + 4] = 1;
    assert_eq!(stage.governor.send(BOB, dirty), Err(vec![]));
}

#[test]
fn neither_ether_nor_tokens_are_kept_here() {
    let stage = stage();
    let disabled = Abi::GovernorDisabledDeposit {}.abi_encode();
    assert_eq!(
        stage.governor.pay(BOB, uint(1), vec![]),
        Err(disabled.clone())
    );
    let (operator, from) = (ALICE, BOB);
    let (one, data) = (uint(1), Bytes::from_static(b"data"));
    let single = ITokenReceiver::onERC721ReceivedCall {
        operator,
        from,
        tokenId: one,
        data: data.clone(),
    };
    let amount = ITokenReceiver::onERC1155ReceivedCall {
        operator,
        from,
        id: one,
        value: one,
        data: data.clone(),
    };
    let batch = ITokenReceiver::onERC1155BatchReceivedCall {
        operator,
        from,
        ids: vec![one],
        values: vec![one],
        data,
    };
    for call in [single.abi_encode(), amount.abi_encode(), batch.abi_encode()] {
        assert_eq!(stage.governor.send(BOB, call), Err(disabled.clone()));
    }
    // A vote takes no ether either.
    let vote = IGovernor::castVoteCall {
        proposalId: one,
        support: FOR,
    };
    assert_eq!(stage.governor.pay(BOB, one, vote.abi_encode()), Err(vec![]));
    assert_eq!(stage.governor.send(BOB, vec![0xff; 36]), Err(vec![]));
}

/// One that is its own timelock keeps what it is to spend.
#[test]
fn a_governor_that_executes_itself_takes_deposits() {
    let stage = bare();
    let made = Abi::constructorCall {
        timelock: GOVERNOR,
        ..construction(GUARDIAN)
    };
    stage.governor.construct(ALICE, &made).unwrap();
    assert_eq!(stage.governor.pay(BOB, uint(1), vec![]), Ok(vec![]));
    let call = ITokenReceiver::onERC721ReceivedCall {
        operator: ALICE,
        from: BOB,
        tokenId: uint(1),
        data: Bytes::new(),
    };
    let answer = FixedBytes(ITokenReceiver::onERC721ReceivedCall::SELECTOR);
    assert_eq!(stage.governor.call(BOB, &call), Ok(answer));
}
