//! Selectors, topics and return types beside those of OpenZeppelin's published artifacts.

use alloy_json_abi::{EventParam, Function, JsonAbi, StateMutability};
use ballast_abi::contract;
use ballast_tests::peers;

fn artifact(name: &str) -> JsonAbi {
    let path = format!("@openzeppelin/contracts/build/contracts/{name}.json");
    let artifact = peers().artifact(&path);
    let artifact = artifact.unwrap_or_else(|error| panic!("{error}"));
    artifact.abi().clone()
}

/// Whether a method may write, and take ether.
fn kind(function: &Function) -> (bool, bool) {
    use StateMutability::{NonPayable, Payable};
    let kind = function.state_mutability;
    (matches!(kind, NonPayable | Payable), kind == Payable)
}

/// Every method, event and error of theirs is one of ours, but for events and errors that ours has
/// no occasion for.
fn has_all(ours: &JsonAbi, theirs: &JsonAbi, exceptions: &[&str]) {
    assert!(0 < theirs.functions().count() && 0 < theirs.errors().count());
    for function in theirs.functions() {
        let whole = function.signature_with_outputs();
        let found = ours.functions().find(|it| {
            it.selector() == function.selector() && it.signature_with_outputs() == whole
        });
        let found = found.unwrap_or_else(|| panic!("{whole} is missing"));
        assert_eq!(kind(found), kind(function), "{whole}");
    }
    for event in theirs
        .events()
        .filter(|it| !exceptions.contains(&&it.name[..]))
    {
        let found = ours.events().find(|it| it.selector() == event.selector());
        let found = found.unwrap_or_else(|| panic!("{} is missing", event.name));
        let indexed = |inputs: &[EventParam]| -> Vec<bool> {
            inputs.iter().map(|input| input.indexed).collect()
        };
        assert_eq!(
            indexed(&found.inputs),
            indexed(&event.inputs),
            "{}",
            event.name
        );
    }
    for error in theirs
        .errors()
        .filter(|it| !exceptions.contains(&&it.name[..]))
    {
        let found = ours.errors().any(|it| it.selector() == error.selector());
        assert!(found, "{} is missing", error.name);
    }
}

/// Theirs says all of these of things that cannot be: a clock that runs backwards, votes above 208
/// bits or times above 48, a clock that is not the one it is said to be. Names are short strings
/// here by a rule of the constructor, which has an error of its own; the domain never changes, and
/// signatures of any length are for contracts to judge.
const IMPOSSIBLE: [&str; 7] = [
    "CheckpointUnorderedInsertion",
    "SafeCastOverflowedUintDowncast",
    "ERC6372InconsistentClock",
    "InvalidShortString",
    "StringTooLong",
    "EIP712DomainChanged",
    "ECDSAInvalidSignatureLength",
];

#[test]
fn the_token_is_erc20_votes_with_permits() {
    let ours = contract::votes();
    has_all(&ours, &artifact("ERC20Votes"), &IMPOSSIBLE);
    has_all(&ours, &artifact("ERC20Permit"), &IMPOSSIBLE);
}

/// All proposals wait in the timelock, so none is refused there for waiting or for not; parameters
/// of votes mean nothing, so none is wrong.
const UNSAID: [&str; 4] = [
    "GovernorAlreadyQueuedProposal",
    "GovernorProposalQueueingFailed",
    "GovernorProposalQueueingNotRequired",
    "GovernorInvalidVoteParams",
];

#[test]
fn the_governor_is_governor_with_seven_extensions() {
    let exceptions = [&IMPOSSIBLE[..], &UNSAID, &["InvalidAccountNonce"]].concat();
    for name in [
        "IGovernor",
        "Governor",
        "GovernorSettings",
        "GovernorCountingSimple",
        "GovernorVotes",
        "GovernorVotesQuorumFraction",
        "GovernorPreventLateQuorum",
        "GovernorProposalGuardian",
        "GovernorTimelockControl",
    ] {
        has_all(&contract::governor(), &artifact(name), &exceptions);
    }
    let ours = contract::governor();
    for error in exceptions.iter().filter(|name| UNSAID.contains(name)) {
        assert!(ours.error(error).is_none(), "{error} is never said");
    }
}

/// The admin of a role never changes: it is the one that the event would name.
#[test]
fn the_timelock_is_timelock_controller() {
    let theirs = artifact("TimelockController");
    has_all(&contract::timelock(), &theirs, &["RoleAdminChanged"]);
    assert_eq!(theirs.functions().count(), 28);
}
