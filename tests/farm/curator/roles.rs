//! Who appoints whom, and what the constructor takes

use alloy_primitives::{Bytes, keccak256};
use alloy_sol_types::{SolConstructor, SolEvent};
use ballast_abi::construction::IConstruction::AlreadyConstructed;
use ballast_abi::curator::{Curator, IGoverned};
use ballast_artifacts::CURATOR;
use ballast_bench::BenchError;
use ballast_bench::chain::Chain;
use ballast_client::ClientError;
use ballast_client::deploy::{DeployError, Plan};
use ballast_client::precompiles::StylusDeployer::ContractInitializationError;

use super::*;

sol! {
    function stylus_constructor() external;
}

#[test]
fn ownership_is_handed_over_in_two_steps() {
    let curating = stage();
    let contract = &curating.contract;
    let log = |role: &str, from, to| {
        let role = keccak256(role);
        let event = Abi::RoleChanged { role, from, to };
        (contract.address, event.encode_log_data())
    };
    let zero = Address::ZERO;
    let offer = Abi::transferOwnershipCall { to: ALICE };
    contract.refuses(MALLORY, &offer, &unauthorized(MALLORY));
    let offered = curating.own(&offer);
    assert_eq!(offered.logs(), [log("pendingOwner", zero, ALICE)]);
    assert_eq!(contract.ask(&Abi::pendingOwnerCall {}), ALICE);
    let accept = Abi::acceptOwnershipCall {};
    contract.refuses(MALLORY, &accept, &unauthorized(MALLORY));
    assert_eq!(contract.ask(&Abi::ownerCall {}), DEPLOYER);
    let accepted = contract.send(ALICE, &accept);
    let logs = [
        log("pendingOwner", ALICE, zero),
        log("owner", DEPLOYER, ALICE),
    ];
    assert_eq!(accepted.logs(), logs);
    assert_eq!(contract.ask(&Abi::ownerCall {}), ALICE);
    contract.refuses(ALICE, &accept, &unauthorized(ALICE));
    contract.refuses(DEPLOYER, &offer, &unauthorized(DEPLOYER));
}

#[test]
fn the_owner_appoints_proposer_and_sentinels() {
    let curating = stage();
    let contract = &curating.contract;
    let appoint = Abi::setProposerCall { proposer: ALICE };
    let trust = |trusted| Abi::setSentinelCall {
        account: PAUPER,
        isSentinel: trusted,
    };
    for other in [PROPOSER, SENTINEL, MALLORY] {
        contract.refuses(other, &appoint, &unauthorized(other));
        contract.refuses(other, &trust(true), &unauthorized(other));
    }
    let done = curating.own(&appoint);
    let (role, from, to) = (keccak256("proposer"), PROPOSER, ALICE);
    let event = Abi::RoleChanged { role, from, to };
    assert_eq!(done.logs(), [(contract.address, event.encode_log_data())]);
    assert_eq!(contract.ask(&Abi::proposerCall {}), ALICE);
    for (from, to) in [(false, true), (true, false)] {
        let done = curating.own(&trust(to));
        let account = PAUPER;
        let event = Abi::SentinelChanged { account, from, to };
        assert_eq!(done.logs(), [(contract.address, event.encode_log_data())]);
        assert_eq!(contract.ask(&Abi::isSentinelCall { account }), to);
    }
    // What one proposer submitted outlives them, and can be revoked.
    let calls = appointment(&curating, ALICE);
    let id = contract.send(ALICE, &submit(&calls)).returned;
    let proposer = Address::ZERO;
    curating.own(&Abi::setProposerCall { proposer });
    contract.refuses(ALICE, &submit(&calls), &unauthorized(ALICE));
    let revoke = Abi::revokeCall { id };
    contract.refuses(ALICE, &revoke, &unauthorized(ALICE));
    contract.refuses(PAUPER, &revoke, &unauthorized(PAUPER));
    contract.send(SENTINEL, &revoke);
}

#[test]
fn an_authority_is_accepted_by_the_owner_once_it_was_offered() {
    let curating = Curating::open(Farm::new());
    let contract = &curating.contract;
    let registry = &curating.farm.registry;
    let target = registry.address;
    let accept = Abi::acceptAuthorityCall { target };
    let to = contract.address;
    let reason = IRegistry::Unauthorized { caller: to };
    contract.refuses(DEPLOYER, &accept, &failed(0, registry, &reason));
    curating
        .farm
        .govern(&IGoverned::transferAuthorityCall { to });
    contract.refuses(MALLORY, &accept, &unauthorized(MALLORY));
    let targets = curating.governed().map(|contract| contract.address);
    let governs = Abi::governsCall {
        targets: targets.to_vec(),
    };
    assert_eq!(contract.ask(&governs), [false, false, false]);
    let accepted = curating.own(&accept);
    let event = Abi::AuthorityAccepted { target };
    let last = accepted.logs().pop().unwrap();
    assert_eq!(last, (to, event.encode_log_data()));
    assert_eq!(contract.ask(&governs), [false, true, false]);
    assert_eq!(registry.ask(&IRegistry::authorityCall {}), to);

    let target = create(&curating, "Pretender").address;
    let accept = Abi::acceptAuthorityCall { target };
    contract.refuses(DEPLOYER, &accept, &Abi::NotGoverned { target });
}

/// What the constructor reverts with.
fn refusal(chain: &Chain, owner: Address, delay: u64) -> Bytes {
    let constructor = construction(owner, delay);
    let mut plan = Plan::new("refused");
    plan.add("curator", CURATOR.code, &constructor, false)
        .unwrap();
    let error = chain.deploy(&plan).unwrap_err();
    let BenchError::Deploy(DeployError::Step { source, .. }) = error else {
        panic!("{error}");
    };
    let ClientError::Reverted { data, .. } = source else {
        panic!("{source}")
    };
    ContractInitializationError::abi_decode(&data)
        .unwrap()
        .reason
}

fn construction(owner: Address, delay: u64) -> Curator::constructorCall {
    Curator::constructorCall {
        owner,
        proposer: MALLORY,
        delay: U256::from(delay),
    }
}

#[test]
fn the_constructor_wants_an_owner_and_a_wait() {
    let curating = stage();
    let chain = &curating.farm.scene.chain;
    let zero = Abi::ZeroAddress {}.abi_encode();
    assert_eq!(refusal(chain, Address::ZERO, DAY), zero);
    for delay in [0, DAY - 1, 30 * DAY + 1] {
        let error = Abi::InvalidDelay {
            delay: U256::from(delay),
        };
        assert_eq!(refusal(chain, ALICE, delay), error.abi_encode());
    }
}

#[test]
fn the_constructor_runs_once() {
    let curating = stage();
    let arguments = construction(MALLORY, DAY).abi_encode();
    let selector = stylus_constructorCall::SELECTOR;
    let call = Bytes::from([&selector, &arguments[..]].concat());
    let contract = &curating.contract;
    let sent = contract.chain().send_raw(MALLORY, contract.address, call);
    let Err(BenchError::Reverted { data, .. }) = sent else {
        panic!("a second construction passes");
    };
    assert_eq!(data, AlreadyConstructed {}.abi_encode());
    assert_eq!(contract.ask(&Abi::ownerCall {}), DEPLOYER);
}
