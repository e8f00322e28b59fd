//! Who may do what with the registry

use alloy_primitives::{Address, U256, keccak256};
use alloy_sol_types::SolEvent;
use ballast_abi::registry::IRegistry::{self as Abi, Status};
use ballast_tests::{ALICE, BOB, DEPLOYER, Farm, MALLORY, STAKE, STRANGER, TOKEN, uint};

#[test]
fn strategies_of_others_are_refused() {
    let farm = Farm::new();
    let other = Farm::new();
    let strategy = other.hostile().address();
    farm.registry
        .revert_data(DEPLOYER, &Abi::addCall { strategy });
    let known = farm.hostile().address();
    let error = Abi::InvalidStrategy { strategy: known };
    farm.registry
        .refuses(DEPLOYER, &Abi::addCall { strategy: known }, &error);
    let call = Abi::addCall { strategy: STRANGER };
    farm.registry.revert_data(DEPLOYER, &call);
}

#[test]
fn nobody_asks_what_is_not_registered() {
    let farm = Farm::new();
    let strategy = STRANGER;
    let status = Status::Unknown;
    let error = Abi::WrongStatus { strategy, status };
    farm.registry
        .refuses(MALLORY, &Abi::harvestCall { strategy }, &error);
    farm.registry
        .refuses(MALLORY, &Abi::probeCall { strategy }, &error);
    let target = U256::ZERO;
    farm.registry
        .refuses(DEPLOYER, &Abi::moveDebtCall { strategy, target }, &error);
}

#[test]
fn the_sentinel_may_only_lower() {
    let farm = Farm::new();
    let strategy = farm.hostile().address();
    farm.govern(&Abi::setSentinelCall { sentinel: BOB });
    let lower = |cap: u128| Abi::setCapCall {
        strategy,
        cap: uint(cap),
    };
    farm.registry.send(BOB, &lower(10 * TOKEN));
    let error = Abi::Unauthorized { caller: BOB };
    farm.registry.refuses(BOB, &lower(10 * TOKEN + 1), &error);
    farm.registry.send(BOB, &Abi::retireCall { strategy });
    assert_eq!(farm.status(strategy), Status::Retired);
    farm.registry
        .refuses(BOB, &Abi::reinstateCall { strategy }, &error);
    farm.registry
        .refuses(BOB, &Abi::revokeCall { strategy }, &error);
    let (call_gas, wait) = (uint(1_000_000), uint(60));
    let limits = Abi::setLimitsCall {
        callGas: call_gas,
        quarantineSeconds: wait,
    };
    farm.registry.refuses(BOB, &limits, &error);
}

#[test]
fn only_the_vault_has_strategies_pay() {
    let farm = Farm::new();
    let error = Abi::Unauthorized { caller: MALLORY };
    let (asset, assets) = (farm.scene.token.address, uint(1));
    let exit = Abi::exitCall {
        asset,
        claim: assets,
        strategies: vec![],
    };
    farm.registry.refuses(MALLORY, &exit, &error);
    let pay = Abi::payCall {
        asset,
        assets,
        strategies: vec![],
    };
    farm.registry.refuses(MALLORY, &pay, &error);
    let in_kind = Abi::exitInKindCall {
        fraction: uint(1),
        receiver: MALLORY,
        strategies: vec![],
    };
    farm.registry.refuses(MALLORY, &in_kind, &error);
}

#[test]
fn a_retired_strategy_pays_back_and_gets_nothing_more() {
    let farm = Farm::new();
    let strategy = farm.hostile().address();
    farm.move_debt(strategy, 100 * TOKEN);
    farm.govern(&Abi::retireCall { strategy });
    let status = Status::Retired;
    let target = uint(101 * TOKEN);
    let error = Abi::WrongStatus { strategy, status };
    farm.registry
        .refuses(DEPLOYER, &Abi::moveDebtCall { strategy, target }, &error);
    farm.move_debt(strategy, 0);
    farm.govern(&Abi::reinstateCall { strategy });
    farm.move_debt(strategy, TOKEN);
}

#[test]
fn there_is_room_for_sixty_four() {
    let farm = Farm::new();
    for _ in 0..64 {
        farm.hostile();
    }
    assert_eq!(farm.registry.ask(&Abi::strategyCountCall {}), uint(64));
    let code = ballast_tests::peers().contract("HostileStrategy").unwrap();
    let arguments = (
        farm.scene.vault.address(),
        farm.registry.address,
        farm.scene.token.address,
    );
    let arguments = alloy_sol_types::SolValue::abi_encode(&arguments);
    let strategy = farm.scene.chain.create(code, &arguments).unwrap();
    let error = Abi::TooManyStrategies {};
    farm.registry
        .refuses(DEPLOYER, &Abi::addCall { strategy }, &error);
}

#[test]
fn authority_is_handed_over_in_two_steps() {
    let farm = Farm::new();
    let log = |role: &str, from, to| {
        let role = keccak256(role);
        let event = Abi::RoleChanged { role, from, to };
        (farm.registry.address, event.encode_log_data())
    };
    let offered = farm.govern(&Abi::transferAuthorityCall { to: ALICE });
    let zero = Address::ZERO;
    assert_eq!(offered.logs(), [log("pendingAuthority", zero, ALICE)]);
    let accept = Abi::acceptAuthorityCall {};
    let error = Abi::Unauthorized { caller: MALLORY };
    farm.registry.refuses(MALLORY, &accept, &error);
    let accepted = farm.registry.send(ALICE, &accept);
    let logs = [
        log("pendingAuthority", ALICE, zero),
        log("authority", DEPLOYER, ALICE),
    ];
    assert_eq!(accepted.logs(), logs);
    assert_eq!(farm.registry.ask(&Abi::authorityCall {}), ALICE);
    assert_eq!(farm.registry.ask(&Abi::pendingAuthorityCall {}), zero);
    let call = Abi::setAllocatorCall { allocator: BOB };
    let error = Abi::Unauthorized { caller: DEPLOYER };
    farm.registry.refuses(DEPLOYER, &call, &error);
    assert_eq!(farm.assets(), uint(STAKE));
}
