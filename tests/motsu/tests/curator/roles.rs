//! Who appoints whom, and how contracts come to be governed.

use alloy_primitives::keccak256;
use ballast_abi::construction::IConstruction;

use super::*;

#[test]
fn a_curator_is_made_once_and_never_without_an_owner() {
    let curator = Deployed::<Curator>::bare(Address::repeat_byte(0xc0));
    let construct = |owner, delay| curator.construct(ALICE, &construction(owner, delay));
    for delay in [0, DAY - 1, 30 * DAY + 1] {
        let error = Abi::InvalidDelay {
            delay: number(delay),
        };
        refused(construct(OWNER, delay), &error);
    }
    refused(construct(Address::ZERO, DAY), &Abi::ZeroAddress {});
    let paid = construction(OWNER, DAY);
    construct(OWNER, DAY).unwrap();
    let error = IConstruction::AlreadyConstructed {};
    refused(curator.construct(ALICE, &paid), &error);
    let ask = |selector: [u8; 4]| {
        let (target, selector) = (curator.address(), selector.into());
        let call = Abi::delayOfCall { target, selector };
        let answer = curator.call(BOB, &call).unwrap();
        (answer.allowed, answer.delay.to::<u64>())
    };
    for selector in [Abi::allowCall::SELECTOR, Abi::abdicateCall::SELECTOR] {
        assert_eq!(ask(selector), (true, DAY));
    }
    let appointed = curator.events::<Abi::RoleChanged>();
    let expected = [("owner", OWNER), ("proposer", PROPOSER)].map(|(role, to)| {
        let (role, from) = (keccak256(role), Address::ZERO);
        Abi::RoleChanged { role, from, to }
    });
    assert_eq!(appointed, expected);
    assert_eq!(curator.events::<Abi::Allowed>().len(), 2);
}

#[test]
fn the_owner_appoints_and_dismisses() {
    let stage = stage();
    let proposer = BOB;
    stage.own(&Abi::setProposerCall { proposer }).unwrap();
    assert_eq!(stage.ask(&Abi::proposerCall {}), BOB);
    let caller = PROPOSER;
    let outcome = stage.submit(&stage.appointment(BOB));
    refused(outcome, &Abi::Unauthorized { caller });
    let account = SENTINEL;
    assert!(stage.ask(&Abi::isSentinelCall { account }));
    let dismiss = Abi::setSentinelCall {
        account,
        isSentinel: false,
    };
    stage.own(&dismiss).unwrap();
    assert!(!stage.ask(&Abi::isSentinelCall { account }));
    let changed = stage.curator.events::<Abi::SentinelChanged>();
    let steps: Vec<_> = changed.iter().map(|event| (event.from, event.to)).collect();
    assert_eq!(steps, [(false, true), (true, false)]);
    let outcome = stage.curator.call(SENTINEL, &Abi::revokeAllCall {});
    refused(outcome, &Abi::Unauthorized { caller: SENTINEL });
}

#[test]
fn nobody_else_holds_the_owner_s_methods() {
    let stage = stage();
    let target = stage.ward.address();
    let calls = [
        Abi::setProposerCall { proposer: MALLORY }.abi_encode(),
        Abi::setSentinelCall {
            account: MALLORY,
            isSentinel: true,
        }
        .abi_encode(),
        Abi::transferOwnershipCall { to: MALLORY }.abi_encode(),
        Abi::acceptOwnershipCall {}.abi_encode(),
        Abi::acceptAuthorityCall { target }.abi_encode(),
    ];
    for caller in [PROPOSER, SENTINEL, MALLORY] {
        for call in &calls {
            let outcome = stage.curator.send(caller, call.clone());
            refused(outcome, &Abi::Unauthorized { caller });
        }
    }
}

#[test]
fn ownership_is_handed_over_in_two_steps() {
    let stage = stage();
    stage.own(&Abi::transferOwnershipCall { to: BOB }).unwrap();
    assert_eq!(stage.ask(&Abi::pendingOwnerCall {}), BOB);
    assert_eq!(stage.ask(&Abi::ownerCall {}), OWNER);
    stage
        .curator
        .call(BOB, &Abi::acceptOwnershipCall {})
        .unwrap();
    assert_eq!(stage.ask(&Abi::ownerCall {}), BOB);
    assert_eq!(stage.ask(&Abi::pendingOwnerCall {}), Address::ZERO);
    let caller = OWNER;
    let outcome = stage.own(&Abi::setProposerCall { proposer: OWNER });
    refused(outcome, &Abi::Unauthorized { caller });
    let changed = stage.curator.events::<Abi::RoleChanged>();
    let last = changed
        .last()
        .map(|event| (event.role, event.from, event.to));
    assert_eq!(last, Some((keccak256("owner"), OWNER, BOB)));
}

#[test]
fn authority_is_accepted_from_whoever_offered_it() {
    let stage = open_stage();
    let target = stage.ward.address();
    let targets = vec![target, VAULT, BOB];
    let governs = stage.ask(&Abi::governsCall { targets });
    assert_eq!(governs, [true, false, false]);
    let accepted = stage.curator.events::<Abi::AuthorityAccepted>();
    assert_eq!(accepted, [Abi::AuthorityAccepted { target }]);
    // Nobody offers it a second time.
    let caller = stage.curator.address();
    let error = failed(0, target, &Ward::Unauthorized { caller });
    refused(stage.own(&Abi::acceptAuthorityCall { target }), &error);
    // An account without code takes any call, and is governed by nobody.
    let target = BOB;
    let outcome = stage.own(&Abi::acceptAuthorityCall { target });
    refused(outcome, &Abi::NotGoverned { target });
}

#[test]
fn no_method_takes_ether_and_none_is_made_up() {
    let stage = stage();
    let (seal, one) = (Abi::ownerCall {}.abi_encode(), number(1));
    assert_eq!(stage.curator.pay(OWNER, one, seal), Err(vec![]));
    assert_eq!(stage.curator.pay(OWNER, one, vec![]), Err(vec![]));
    assert_eq!(stage.curator.send(OWNER, vec![0xff; 4]), Err(vec![]));
    assert_eq!(stage.curator.send(OWNER, vec![]), Err(vec![]));
}
