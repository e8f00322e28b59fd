//! What governance costs beside OpenZeppelin's on the same run: execution gas of transactions that
//! start cold, programs cached, an hour between any two.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::erc20::IERC20;
use ballast_abi::votes::IERC5805;
use ballast_bench::chain::execution_gas;
use ballast_tests::{ALICE, BOB, CAROL, Contract, TOKEN, uint};

use crate::assembly::{Assembly, EXTENSION, FOR, Proposal, VOTING_DELAY, VOTING_PERIOD};
use crate::stage::{MIN_DELAY, Operation, construction, openzeppelin_timelock, setCall, timelock};
use crate::{chain, create, openzeppelin_votes, votes};

/// What a call costs, an hour after the one before it.
fn cost<C: SolCall>(contract: &Contract, from: Address, call: &C) -> u64 {
    let node = contract.chain().node();
    let now = node.latest().header.timestamp;
    node.set_next_timestamp(now + 3_600).unwrap();
    let done = contract.send(from, call);
    execution_gas(&done.receipt, &call.abi_encode())
}

/// Ours is at most so many hundredths of theirs.
fn compare(what: &str, [ours, theirs]: [u64; 2], most: u64) {
    println!("{what}: {ours}, OpenZeppelin {theirs}");
    assert!(ours * 100 <= theirs * most, "{what}: {ours}, {theirs}");
}

#[test]
fn votes_beside_openzeppelin() {
    let tokens = [votes(&chain()), openzeppelin_votes(&chain())];
    let costs = tokens.each_ref().map(|token| {
        let (to, value) = (BOB, uint(TOKEN));
        let transfer = IERC20::transferCall { to, value };
        token.send(ALICE, &transfer);
        let [one, two] = [ALICE, BOB].map(|delegatee| IERC5805::delegateCall { delegatee });
        let first = cost(token, ALICE, &one);
        token.send(BOB, &two);
        token.send(ALICE, &transfer);
        let moved = cost(token, ALICE, &transfer);
        let now = token.chain().node().latest().header.timestamp;
        let past = IERC5805::getPastVotesCall {
            account: ALICE,
            timepoint: U256::from(now),
        };
        let asked = cost(token, CAROL, &past);
        let changed = cost(token, ALICE, &two);
        [first, moved, asked, changed]
    });
    let [ours, theirs] = costs;
    let limits = [
        ("delegate.first", 75),
        ("transfer.between_delegates", 100),
        ("get_past_votes", 45),
        ("delegate.change", 100),
    ];
    for (i, (name, most)) in limits.into_iter().enumerate() {
        compare(name, [ours[i], theirs[i]], most);
    }
}

#[test]
fn a_timelock_beside_openzeppelin() {
    let costs = [true, false].map(|is_ours| {
        let chain = chain();
        let target = create(&chain, "Target", &[]);
        let timelock = if is_ours {
            timelock(&chain, &construction())
        } else {
            openzeppelin_timelock(&chain)
        };
        target.send(ALICE, &setCall { value: uint(1) });
        let operation = Operation::of(target.address, &setCall { value: uint(42) });
        let delay = U256::from(MIN_DELAY);
        let scheduled = cost(&timelock, ALICE, &operation.schedule_call(delay));
        let node = timelock.chain().node();
        node.mine_at(node.latest().header.timestamp + MIN_DELAY)
            .unwrap();
        let executed = cost(&timelock, ALICE, &operation.execute_call());
        [scheduled, executed]
    });
    let [ours, theirs] = costs;
    // Pinning reads the target's code hash, 2,600 gas.
    compare("schedule", [ours[0], theirs[0]], 105);
    compare("execute", [ours[1], theirs[1]], 95);
}

/// With an extension that an hour between votes does not exceed, and a quorum of so many hundredths:
/// what proposing, a first, a second and a third vote, queueing and executing cost.
fn costs_of(assembly: &Assembly) -> [u64; 6] {
    let target = &assembly.target;
    let governor = &assembly.governor;
    target.send(ALICE, &setCall { value: uint(1) });
    let proposal = Proposal::of(target.address, &setCall { value: uint(42) });
    let proposed = cost(governor, ALICE, &proposal.propose());
    assembly.pass(VOTING_DELAY);
    let votes = [BOB, CAROL, ALICE].map(|voter| cost(governor, voter, &proposal.vote(FOR)));
    assembly.pass(VOTING_PERIOD * 20 + EXTENSION);
    let queued = cost(governor, ALICE, &proposal.queue());
    assembly.pass(MIN_DELAY);
    let executed = cost(governor, ALICE, &proposal.execute());
    let [first, second, third] = votes;
    [proposed, first, second, third, queued, executed]
}

/// With a quorum of 4%, which the first vote reaches, and of 40%, which the second one does.
#[test]
fn a_governor_beside_openzeppelin() {
    for quorum in [4, 40] {
        let change = |terms: &mut ballast_abi::governor::Governor::constructorCall| {
            terms.quorumNumerator = U256::from(quorum);
            terms.votingPeriod = (VOTING_PERIOD * 20) as u32;
        };
        let ours = costs_of(&Assembly::with(change));
        let theirs = costs_of(&Assembly::theirs_with(change));
        let limits = [
            ("propose", 145),
            ("cast_vote.first", 110),
            ("cast_vote.second", 110),
            ("cast_vote.later", 110),
            ("queue", 75),
            ("execute", 100),
        ];
        println!("quorum of {quorum}%");
        for (i, (name, most)) in limits.into_iter().enumerate() {
            compare(name, [ours[i], theirs[i]], most);
        }
        assert!(ours[5] <= 72_000, "{ours:?}");
    }
}
