//! Faults of proposals and votes.

use alloy_primitives::{Address, U256};
use ballast_abi::governor::IGovernor as Abi;
use ballast_tests::soak::{Act, Place};
use ballast_tests::soak_governance::{ALICE, DAVE, KEEPER, Law, slots};
use ballast_tests::uint;

use super::{Soak, expect, perform, plant, remember, shows, soak, vote};

/// What is proposed: a number for the target to remember.
fn proposal(soak: &Soak) -> Abi::proposeCall {
    Abi::proposeCall {
        targets: vec![soak.world().target()],
        values: vec![U256::ZERO],
        calldatas: vec![remember(7)],
        description: "Seven".to_owned(),
    }
}

fn governor<C: alloy_sol_types::SolCall + std::fmt::Debug>(
    soak: &Soak,
    from: Address,
    call: &C,
) -> Act {
    Act::new(Place::Governor, from, soak.world().governor(), call)
}

/// Alice has proposed, and votes are counted.
fn proposed() -> (Soak, U256) {
    let mut soak = soak();
    let act = governor(&soak, ALICE, &proposal(&soak));
    perform(&mut soak, &act);
    soak.pass(3_601).unwrap();
    let id = *soak.model().proposals.keys().next().unwrap();
    soak.inspect_views().unwrap();
    (soak, id)
}

fn ballot(soak: &Soak, from: Address, id: U256) -> Act {
    let call = Abi::castVoteCall {
        proposalId: id,
        support: 1,
    };
    governor(soak, from, &call)
}

#[test]
fn a_planted_threshold() {
    let mut soak = soak();
    let slot = uint(slots::THRESHOLD);
    plant(&soak, soak.world().governor(), slot, |_| U256::ZERO);
    let act = governor(&soak, KEEPER, &proposal(&soak));
    expect(Law::Threshold, soak.perform(&act));
}

#[test]
fn a_planted_setting() {
    shows(Law::Effects, |soak| {
        let slot = uint(slots::THRESHOLD);
        plant(soak, soak.world().governor(), slot, |votes| {
            votes + U256::ONE
        });
    });
}

#[test]
fn a_planted_end_of_the_guardian() {
    shows(Law::Effects, |soak| {
        let slot = uint(slots::GUARDIAN);
        plant(soak, soak.world().governor(), slot, |word| {
            word + (U256::ONE << 160)
        });
    });
}

#[test]
fn a_planted_end_of_the_guardian_that_is_used() {
    let (mut soak, id) = proposed();
    let proposal = &soak.model().proposals[&id];
    let call = proposal.motion.withdraw(proposal.description);
    let act = governor(&soak, ALICE, &call);
    let slot = uint(slots::GUARDIAN);
    plant(&soak, soak.world().governor(), slot, |_| U256::ZERO);
    expect(Law::Roles, soak.perform(&act));
}

#[test]
fn a_planted_execution_of_a_proposal() {
    let (mut soak, id) = proposed();
    // Its flag lies before the proposer's address, behind a time.
    let slot = slots::proposal(id);
    plant(&soak, soak.world().governor(), slot, |word| {
        word | U256::ONE << 208
    });
    expect(Law::Progress, soak.inspect_views());
}

#[test]
fn a_planted_vote_for_a_proposal() {
    let (mut soak, id) = proposed();
    plant(
        &soak,
        soak.world().governor(),
        slots::votes_for(id),
        |word| word + vote(),
    );
    expect(Law::Tally, soak.inspect_views());
}

#[test]
fn a_planted_second_vote() {
    let (mut soak, id) = proposed();
    let act = ballot(&soak, DAVE, id);
    perform(&mut soak, &act);
    plant(
        &soak,
        soak.world().governor(),
        slots::voted(id, DAVE),
        |_| U256::ZERO,
    );
    expect(Law::Tally, soak.perform(&act));
}

#[test]
fn planted_votes_that_suffice() {
    let (mut soak, id) = proposed();
    soak.pass(2 * super::DAY).unwrap();
    let many = uint(500_000 * ballast_tests::TOKEN) << 48;
    plant(
        &soak,
        soak.world().governor(),
        slots::votes_for(id),
        |word| word + many,
    );
    let proposal = &soak.model().proposals[&id];
    let call = proposal.motion.queue(proposal.description);
    let act = governor(&soak, KEEPER, &call);
    expect(Law::Quorum, soak.perform(&act));
}
