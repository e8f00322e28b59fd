//! The governor by itself: what it has beyond OpenZeppelin's, and the way of a proposal.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolError;
use ballast_abi::governor::IGovernor::ProposalState;
use ballast_abi::governor::{Governor as Abi, IGovernor};
use ballast_artifacts::GOVERNOR;
use ballast_client::deploy::Plan;
use ballast_tests::{ALICE, BOB, CAROL, MALLORY, TOKEN, uint};

use crate::assembly::{
    ABSTAIN, AGAINST, Assembly, FOR, GUARDIAN, Proposal, VOTING_DELAY, VOTING_PERIOD, terms,
};
use crate::stage::{MIN_DELAY, setCall, valueCall};

fn set(assembly: &Assembly, value: u128) -> Proposal {
    let value = uint(value);
    Proposal::of(assembly.target.address, &setCall { value })
}

#[test]
fn what_enough_voted_for_waits_and_is_executed_by_anybody() {
    let assembly = Assembly::ours();
    let proposal = set(&assembly, 42);
    assembly.succeed(&proposal);
    assembly.governor.send(MALLORY, &proposal.queue());
    assert_eq!(assembly.state(&proposal), ProposalState::Queued);
    assembly.pass(MIN_DELAY);
    assembly.governor.send(MALLORY, &proposal.execute());
    assert_eq!(assembly.state(&proposal), ProposalState::Executed);
    assert_eq!(assembly.target.ask(&valueCall {}), uint(42));
}

/// 240,000 votes are 24% of the supply: enough for the fraction, not for the floor.
#[test]
fn the_quorum_is_the_larger_of_fraction_and_floor() {
    let assembly = Assembly::with(|terms| {
        terms.quorumNumerator = U256::from(20);
        terms.quorumFloor = uint(300_000 * TOKEN);
    });
    let timepoint = U256::from(assembly.now());
    assembly.pass(1);
    let quorum = IGovernor::quorumCall { timepoint };
    assert_eq!(assembly.governor.ask(&quorum), uint(300_000 * TOKEN));
    let proposal = set(&assembly, 1);
    assembly.governor.send(ALICE, &proposal.propose());
    assembly.pass(VOTING_DELAY);
    assembly.vote(&proposal, BOB, FOR);
    assembly.pass(VOTING_PERIOD);
    assert_eq!(assembly.state(&proposal), ProposalState::Defeated);
    let other = proposal.because("Again");
    assembly.governor.send(ALICE, &other.propose());
    assembly.pass(VOTING_DELAY);
    assembly.vote(&other, BOB, FOR);
    assembly.vote(&other, CAROL, ABSTAIN);
    assembly.pass(VOTING_PERIOD);
    assert_eq!(assembly.state(&other), ProposalState::Succeeded);
}

/// A proposal is judged by the floor of the second its votes are of.
#[test]
fn the_floor_is_changed_by_proposals_alone_and_for_later_ones() {
    let assembly = Assembly::ours();
    let floor = uint(700_000 * TOKEN);
    let call = Abi::updateQuorumFloorCall {
        newQuorumFloor: floor,
    };
    let error = Abi::GovernorOnlyExecutor { account: GUARDIAN };
    assembly.governor.refuses(GUARDIAN, &call, &error);
    let higher = Proposal::of(assembly.governor.address, &call);
    assembly.succeed(&higher);
    assembly.governor.send(MALLORY, &higher.queue());
    let earlier = set(&assembly, 1);
    assembly.pass(MIN_DELAY - VOTING_DELAY - 10);
    assembly.governor.send(ALICE, &earlier.propose());
    assembly.pass(VOTING_DELAY + 20);
    assembly.vote(&earlier, ALICE, FOR);
    assembly.governor.send(MALLORY, &higher.execute());
    assert_eq!(assembly.governor.ask(&Abi::quorumFloor_0Call {}), floor);
    let later = set(&assembly, 2);
    assembly.governor.send(ALICE, &later.propose());
    assembly.pass(VOTING_DELAY);
    assembly.vote(&later, ALICE, FOR);
    assembly.pass(VOTING_PERIOD);
    assert_eq!(assembly.state(&earlier), ProposalState::Succeeded);
    assert_eq!(assembly.state(&later), ProposalState::Defeated);
    let timepoint = U256::from(assembly.now() - VOTING_PERIOD - VOTING_DELAY - 60);
    let before = Abi::quorumFloor_1Call { timepoint };
    assert_eq!(assembly.governor.ask(&before), U256::ZERO);
}

/// Nobody could ever change it again.
#[test]
fn a_floor_above_the_supply_is_refused() {
    let assembly = Assembly::ours();
    let supply = uint(1_000_000 * TOKEN);
    let (floor, total) = (supply + U256::ONE, supply);
    let call = Abi::updateQuorumFloorCall {
        newQuorumFloor: floor,
    };
    let error = Abi::GovernorInvalidQuorumFloor {
        quorumFloor: floor,
        totalSupply: total,
    };
    assembly.foresees(assembly.governor.address, &call, &error);
    let mut constructor = terms(assembly.token.address, assembly.timelock.address);
    constructor.quorumFloor = floor;
    assert!(!deployable(&assembly, &constructor));
}

fn deployable(assembly: &Assembly, constructor: &Abi::constructorCall) -> bool {
    let mut plan = Plan::new("another");
    let _ = plan.add("governor", GOVERNOR.code, constructor, false);
    assembly.governor.chain().deploy(&plan).is_ok()
}

#[test]
fn the_constructor_refuses_what_no_proposal_could_set() {
    let assembly = Assembly::ours();
    let fine = terms(assembly.token.address, assembly.timelock.address);
    let flaws: [fn(&mut Abi::constructorCall); 6] = [
        |terms| terms.token = Address::repeat_byte(9),
        |terms| terms.token = terms.timelock,
        |terms| terms.votingPeriod = 0,
        |terms| terms.quorumNumerator = U256::from(101),
        |terms| terms.voteExtension += alloy_primitives::aliases::U48::from(VOTING_PERIOD),
        |terms| terms.name = "x".repeat(32),
    ];
    for flaw in flaws {
        let mut constructor = fine.clone();
        flaw(&mut constructor);
        assert!(!deployable(&assembly, &constructor));
    }
    assert!(deployable(&assembly, &fine));
    let again = [
        &ballast_client::deploy::CONSTRUCTOR_SELECTOR[..],
        &alloy_sol_types::SolConstructor::abi_encode(&fine),
    ];
    let governor = assembly.governor.address;
    let chain = assembly.governor.chain();
    assert!(
        chain
            .send_raw(ALICE, governor, again.concat().into())
            .is_err()
    );
}

/// The guardian stops what has succeeded and waits, and can do nothing else.
#[test]
fn the_guardian_cancels_until_it_is_executed() {
    let assembly = Assembly::ours();
    let proposal = set(&assembly, 1);
    assembly.succeed(&proposal);
    assembly.governor.send(MALLORY, &proposal.queue());
    let id = proposal.id();
    let error = Abi::GovernorUnableToCancel {
        proposalId: id,
        account: ALICE,
    };
    assembly.governor.refuses(ALICE, &proposal.cancel(), &error);
    assembly.pass(MIN_DELAY);
    assembly.governor.send(GUARDIAN, &proposal.cancel());
    assert_eq!(assembly.state(&proposal), ProposalState::Canceled);
    let execute = proposal.execute();
    let data = assembly.governor.revert_data(MALLORY, &execute);
    let selector = IGovernor::GovernorUnexpectedProposalState::SELECTOR;
    assert_eq!(data[..4], selector);
    assert_eq!(assembly.target.ask(&valueCall {}), U256::ZERO);
}

/// Whoever else schedules in the timelock does not govern the governor.
#[test]
fn the_timelock_changes_settings_only_on_behalf_of_a_proposal() {
    use crate::stage::Operation;
    let assembly = Assembly::ours();
    let call = Abi::setVotingPeriodCall { newVotingPeriod: 1 };
    let operation = Operation::of(assembly.governor.address, &call);
    let delay = U256::from(MIN_DELAY);
    assembly
        .timelock
        .send(ALICE, &operation.schedule_call(delay));
    assembly.pass(MIN_DELAY);
    let data = assembly
        .timelock
        .revert_data(ALICE, &operation.execute_call());
    assert_eq!(data[..4], alloy_sol_types::Panic::SELECTOR);
    let period = assembly.governor.ask(&IGovernor::votingPeriodCall {});
    assert_eq!(period, U256::from(VOTING_PERIOD));
}

#[test]
fn against_wins_a_tie_and_a_lost_vote() {
    let assembly = Assembly::ours();
    for (voter, support, expected) in [
        (ALICE, AGAINST, ProposalState::Defeated),
        (ALICE, ABSTAIN, ProposalState::Defeated),
        (ALICE, FOR, ProposalState::Succeeded),
    ] {
        let proposal = set(&assembly, 1).because(&format!("{support}"));
        assembly.governor.send(ALICE, &proposal.propose());
        assembly.pass(VOTING_DELAY);
        assembly.vote(&proposal, voter, support);
        assembly.pass(VOTING_PERIOD);
        assert_eq!(assembly.state(&proposal), expected);
    }
}

/// Ether and tokens belong to the timelock.
#[test]
fn deposits_are_refused() {
    let assembly = Assembly::ours();
    let receipt = ballast_abi::timelock::ITokenReceiver::onERC721ReceivedCall {
        operator: ALICE,
        from: ALICE,
        tokenId: U256::ONE,
        data: Bytes::new(),
    };
    let error = Abi::GovernorDisabledDeposit {};
    assembly.governor.refuses(ALICE, &receipt, &error);
    let chain = assembly.governor.chain();
    let request = alloy_rpc_types_eth::TransactionRequest::default()
        .from(ALICE)
        .to(assembly.governor.address)
        .value(U256::ONE)
        .gas_limit(1_000_000);
    assert!(!chain.node().transact(request).unwrap().success());
}
