//! Vault, registry and rebalancer under the curator: what raises risk waits

use alloy_primitives::FixedBytes;
use ballast_abi::curator::IGoverned;
use ballast_abi::rebalancer::Rebalancer;
use ballast_abi::vault::Vault;
use ballast_tests::curating::LEAVING_SECONDS;
use ballast_tests::{PLAIN, STAKE, Setting, TOKEN, Terms, configure, near};

use super::*;

/// A farm with a strategy that was lent half of all, and under the curator.
fn lent() -> (Curating, Address) {
    let farm = Farm::new();
    let strategy = farm.hostile().address();
    farm.move_debt(strategy, STAKE / 2);
    farm.queue(&[strategy]);
    (Curating::new(farm), strategy)
}

#[test]
fn all_three_are_the_curators() {
    let curating = stage();
    let targets = curating.governed().map(|contract| contract.address);
    let targets = targets.to_vec();
    let governs = curating.contract.ask(&Abi::governsCall { targets });
    assert_eq!(governs, [true; 3]);
    for contract in curating.governed() {
        let authority = contract.ask(&IGoverned::authorityCall {});
        assert_eq!(authority, curating.contract.address);
        assert_eq!(
            contract.ask(&IGoverned::pendingAuthorityCall {}),
            Address::ZERO
        );
    }
    // Whoever deployed has no say any more.
    let [vault, registry, rebalancer] = curating.governed();
    let caller = DEPLOYER;
    let fees = configure(Setting::Terms, PLAIN.word());
    vault.refuses(caller, &fees, &Vault::Unauthorized { caller });
    let add = IRegistry::addCall { strategy: ALICE };
    registry.refuses(caller, &add, &IRegistry::Unauthorized { caller });
    let go = Rebalancer::stopCall { stopped: false };
    rebalancer.refuses(caller, &go, &Rebalancer::Unauthorized { caller });
}

/// Every method by which an authority raises risk is in the table, and waits a day at least; none
/// is at once but what only narrows or orders.
#[test]
fn what_raises_waits() {
    let (curating, strategy) = lent();
    let [vault, registry, rebalancer] = curating.governed();
    let (most, one) = (U256::MAX >> 128, U256::ONE);
    let fees = Terms {
        recipient: MALLORY,
        performance_bps: 5_000,
        ..PLAIN
    };
    let raising = [
        call_of(&vault, &configure(Setting::Terms, fees.word())),
        call_of(&vault, &configure(Setting::Gate, MALLORY.into_word())),
        call_of(&vault, &Vault::stopDepositsCall { stopped: false }),
        call_of(
            &registry,
            &IRegistry::setCapCall {
                strategy,
                cap: most,
            },
        ),
        call_of(&registry, &IRegistry::stopRiskCall { stopped: false }),
        call_of(
            &registry,
            &IRegistry::setAllocatorCall { allocator: MALLORY },
        ),
        call_of(&registry, &IRegistry::setSentinelCall { sentinel: MALLORY }),
        call_of(&registry, &IRegistry::revokeCall { strategy }),
        call_of(&registry, &IRegistry::reinstateCall { strategy }),
        call_of(
            &rebalancer,
            &Rebalancer::setToleranceCall {
                bps: one,
                period: uint(DAY.into()),
            },
        ),
        call_of(
            &rebalancer,
            &Rebalancer::setOperatorCall { operator: MALLORY },
        ),
        call_of(&rebalancer, &Rebalancer::stopCall { stopped: false }),
    ];
    for call in raising {
        let calls = [call];
        let id = curating.submit(&calls).returned;
        let then = curating.executable_at(id);
        assert_eq!(then, curating.now() + RAISING_SECONDS);
        let error = Abi::TooEarly {
            executableAt: U256::from(then),
        };
        curating.contract.refuses(MALLORY, &execute(&calls), &error);
    }
    for contract in curating.governed() {
        let calls = [call_of(
            &contract,
            &IGoverned::transferAuthorityCall { to: MALLORY },
        )];
        let id = curating.submit(&calls).returned;
        assert_eq!(curating.executable_at(id), curating.now() + LEAVING_SECONDS);
    }
}

#[test]
fn what_lowers_is_at_once() {
    let (curating, strategy) = lent();
    let [vault, registry, rebalancer] = curating.governed();
    let before = curating.now();
    vault.send(SENTINEL, &Vault::stopDepositsCall { stopped: true });
    assert!(vault.ask(&Vault::depositsStoppedCall {}));
    registry.send(SENTINEL, &IRegistry::stopRiskCall { stopped: true });
    let cap = U256::ZERO;
    registry.send(SENTINEL, &IRegistry::setCapCall { strategy, cap });
    rebalancer.send(SENTINEL, &Rebalancer::stopCall { stopped: true });
    // What only narrows has no wait, so the proposer may as well.
    let calls = [call_of(&registry, &IRegistry::retireCall { strategy })];
    curating.submit(&calls);
    curating.execute(MALLORY, &calls);
    assert_eq!(curating.farm.status(strategy), IRegistry::Status::Retired);
    registry.send(SENTINEL, &IRegistry::emergencyExitCall { strategy });
    assert_eq!(curating.farm.debt(strategy), U256::ZERO);
    assert!(curating.now() < before + 60);
    // The same hand cannot undo any of it.
    let caller = SENTINEL;
    let open = Vault::stopDepositsCall { stopped: false };
    vault.refuses(caller, &open, &Vault::Unauthorized { caller });
    let unauthorized = IRegistry::Unauthorized { caller };
    registry.refuses(
        caller,
        &IRegistry::stopRiskCall { stopped: false },
        &unauthorized,
    );
    registry.refuses(
        caller,
        &IRegistry::reinstateCall { strategy },
        &unauthorized,
    );
    let go = Rebalancer::stopCall { stopped: false };
    rebalancer.refuses(caller, &go, &Rebalancer::Unauthorized { caller });
    // It takes the curator, and its delay.
    curating.enact(&[
        call_of(&vault, &open),
        call_of(&registry, &IRegistry::stopRiskCall { stopped: false }),
        call_of(&registry, &IRegistry::reinstateCall { strategy }),
    ]);
    assert!(!vault.ask(&Vault::depositsStoppedCall {}));
    assert_eq!(curating.farm.status(strategy), IRegistry::Status::Active);
}

/// Even all keys together need the delay, and exits ask none of them.
#[test]
fn depositors_have_the_delay_to_leave() {
    let (curating, _) = lent();
    let code = peers().contract("HostileStrategy").unwrap();
    let farm = &curating.farm;
    let (vault, registry) = (farm.scene.vault.address(), farm.registry.address);
    let arguments = (vault, registry, farm.scene.token.address).abi_encode();
    let thief = farm.scene.chain.create(code, &arguments).unwrap();
    let (strategy, cap) = (thief, uint(u128::MAX));
    let allocator = MALLORY;
    let calls = [
        curating.registry_call(&IRegistry::addCall { strategy }),
        curating.registry_call(&IRegistry::setCapCall { strategy, cap }),
        curating.registry_call(&IRegistry::setAllocatorCall { allocator }),
    ];
    let id = curating.submit(&calls).returned;
    let then = curating.executable_at(id);
    curating.at(then - 1);
    farm.scene.vault.redeem_all(ALICE);
    near(
        farm.scene.tokens_of(ALICE),
        ballast_tests::FUNDS,
        TOKEN / 1_000,
    );
    curating.execute(MALLORY, &calls);
}

/// A curator is left behind as it was entered: in two steps, and after the longest delay.
#[test]
fn an_authority_moves_on_to_another_curator() {
    let curating = stage();
    let registry = &curating.farm.registry;
    let call = IGoverned::transferAuthorityCall { to: ALICE };
    curating.enact(&[curating.registry_call(&call)]);
    assert_eq!(registry.ask(&IGoverned::pendingAuthorityCall {}), ALICE);
    registry.send(ALICE, &IGoverned::acceptAuthorityCall {});
    assert_eq!(registry.ask(&IGoverned::authorityCall {}), ALICE);
    // The table still has it, and it refuses.
    let calls = appointment(&curating, BOB);
    let id = curating.submit(&calls).returned;
    curating.at(curating.executable_at(id));
    let caller = curating.contract.address;
    let error = failed(0, registry, &IRegistry::Unauthorized { caller });
    curating.contract.refuses(MALLORY, &execute(&calls), &error);
    let selector = FixedBytes(IRegistry::setAllocatorCall::SELECTOR);
    let target = registry.address;
    let answer = curating
        .contract
        .ask(&Abi::delayOfCall { target, selector });
    assert!(answer.allowed);
}
