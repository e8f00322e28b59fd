//! A keeper carries out what was voted for: nobody has to be asked.

use ballast_abi::governor::IGovernor::ProposalState;
use ballast_keeper::{Duty, KeeperError, Outcome, Watched};
use ballast_tests::{ALICE, BOB, MALLORY, is_done, keep, uint};

use crate::assembly::{AGAINST, Assembly, FOR, Proposal, VOTING_DELAY, VOTING_PERIOD};
use crate::stage::{MIN_DELAY, setCall, valueCall};

fn round(assembly: &Assembly) -> Vec<Outcome> {
    let watched = Watched {
        governors: vec![assembly.governor.address],
        ..Watched::default()
    };
    keep(assembly.governor.chain(), watched).unwrap()
}

#[test]
fn queues_what_won_and_executes_it_once_it_has_waited() {
    let assembly = Assembly::ours();
    let [won, lost] = [42, 43].map(|value| {
        let call = setCall { value: uint(value) };
        Proposal::of(assembly.target.address, &call)
    });
    for (proposal, support) in [(&won, FOR), (&lost, AGAINST)] {
        assembly.governor.send(ALICE, &proposal.propose());
        assembly.pass(VOTING_DELAY);
        assembly.vote(proposal, ALICE, support);
    }
    assembly.vote(&lost, BOB, FOR);
    assert!(round(&assembly).is_empty());
    assembly.pass(VOTING_PERIOD);
    assert_eq!(assembly.state(&lost), ProposalState::Defeated);
    let (governor, proposal) = (assembly.governor.address, won.id());
    let does = |duty: Duty| {
        let outcomes = round(&assembly);
        let [outcome] = &outcomes[..] else {
            panic!("{outcomes:?}");
        };
        assert_eq!(outcome.duty, duty);
        assert!(is_done(outcome), "{outcome:?}");
        assert!(round(&assembly).is_empty());
    };
    does(Duty::Queue { governor, proposal });
    assembly.pass(MIN_DELAY);
    does(Duty::Execute { governor, proposal });
    assert_eq!(assembly.target.ask(&valueCall {}), uint(42));
}

#[test]
fn says_what_is_no_governor() {
    let assembly = Assembly::ours();
    let watched = Watched {
        governors: vec![MALLORY],
        ..Watched::default()
    };
    let error = keep(assembly.governor.chain(), watched).unwrap_err();
    assert!(matches!(
        error,
        KeeperError::NoGovernor {
            address: MALLORY,
            ..
        }
    ));
}
