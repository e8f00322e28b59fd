//! Who may do what with the registry.

use alloy_primitives::U256;
use ballast_abi::registry::IRegistry::{self as Abi, Status};

use super::*;

const ALLOCATOR: Address = Address::repeat_byte(0xa7);
const SENTINEL: Address = Address::repeat_byte(0x5e);

fn governed() -> Farm {
    let farm = Farm::new();
    farm.govern(&Abi::setAllocatorCall {
        allocator: ALLOCATOR,
    });
    farm.govern(&Abi::setSentinelCall { sentinel: SENTINEL });
    farm
}

#[test]
fn methods_are_for_their_roles() {
    let farm = governed();
    let (strategy, zero) = (farm.first.address(), U256::ZERO);
    let (vault, most) = (farm.vault.address(), U256::from(u128::MAX));
    let asset = farm.token.address();
    // Each with those who may.
    let table: [(Vec<u8>, &[Address]); 13] = [
        (
            debt_call(&farm.first, 1).abi_encode(),
            &[AUTHORITY, ALLOCATOR],
        ),
        (
            Abi::setQueueCall { strategies: vec![] }.abi_encode(),
            &[AUTHORITY, ALLOCATOR],
        ),
        (
            Abi::setCapCall {
                strategy,
                cap: most,
            }
            .abi_encode(),
            &[AUTHORITY, SENTINEL],
        ),
        (
            Abi::stopRiskCall { stopped: true }.abi_encode(),
            &[AUTHORITY, SENTINEL],
        ),
        (
            Abi::stopRiskCall { stopped: false }.abi_encode(),
            &[AUTHORITY],
        ),
        (
            Abi::retireCall { strategy }.abi_encode(),
            &[AUTHORITY, SENTINEL],
        ),
        (Abi::reinstateCall { strategy }.abi_encode(), &[AUTHORITY]),
        (
            Abi::setBoundsCall {
                strategy,
                lossBps: zero,
                gainBps: zero,
            }
            .abi_encode(),
            &[AUTHORITY],
        ),
        (
            Abi::setLimitsCall {
                callGas: number(1_000_000),
                quarantineSeconds: zero,
            }
            .abi_encode(),
            &[AUTHORITY],
        ),
        (
            Abi::setAllocatorCall {
                allocator: ALLOCATOR,
            }
            .abi_encode(),
            &[AUTHORITY],
        ),
        (
            Abi::setSentinelCall { sentinel: SENTINEL }.abi_encode(),
            &[AUTHORITY],
        ),
        (
            Abi::exitCall {
                asset,
                claim: zero,
                strategies: vec![],
            }
            .abi_encode(),
            &[vault],
        ),
        (
            Abi::payCall {
                asset,
                assets: zero,
                strategies: vec![],
            }
            .abi_encode(),
            &[vault],
        ),
    ];
    for (calldata, allowed) in table {
        for caller in [ALLOCATOR, SENTINEL, MALLORY, ALICE, AUTHORITY, vault] {
            if !allowed.contains(&caller) {
                let outcome = farm.registry.send(caller, calldata.clone());
                refused(outcome, &Abi::Unauthorized { caller });
            }
        }
        // Refusals have changed nothing: whoever may still can.
        let outcome = farm.registry.send(allowed[0], calldata);
        assert!(outcome.is_ok(), "{outcome:?}");
    }
}

#[test]
fn the_sentinel_only_narrows() {
    let farm = governed();
    let strategy = farm.first.address();
    let cap = |cap: u64| Abi::setCapCall {
        strategy,
        cap: number(cap),
    };
    let caller = SENTINEL;
    farm.registry.call(SENTINEL, &cap(10)).unwrap();
    let outcome = farm.registry.call(SENTINEL, &cap(11));
    refused(outcome, &Abi::Unauthorized { caller });
    assert_eq!(farm.record(&farm.first).cap, number(10));
    let stop = Abi::stopRiskCall { stopped: true };
    farm.registry.call(SENTINEL, &stop).unwrap();
    refused(farm.move_debt(&farm.second, 1), &Abi::RiskIsStopped {});
    farm.registry
        .call(SENTINEL, &Abi::retireCall { strategy })
        .unwrap();
    let status = Status::Retired;
    let error = Abi::WrongStatus { strategy, status };
    refused(farm.move_debt(&farm.first, 1), &error);
}

#[test]
fn authority_is_handed_over_in_two_steps() {
    let farm = governed();
    let (offer, accept) = (
        Abi::transferAuthorityCall { to: ALICE },
        Abi::acceptAuthorityCall {},
    );
    farm.govern(&offer);
    for caller in [MALLORY, AUTHORITY, Address::ZERO] {
        let outcome = farm.registry.call(caller, &accept);
        refused(outcome, &Abi::Unauthorized { caller });
    }
    assert_eq!(farm.ask(&Abi::authorityCall {}), AUTHORITY);
    farm.registry.call(ALICE, &accept).unwrap();
    assert_eq!(farm.ask(&Abi::authorityCall {}), ALICE);
    assert_eq!(farm.ask(&Abi::pendingAuthorityCall {}), Address::ZERO);
    let caller = AUTHORITY;
    let outcome = farm.registry.call(AUTHORITY, &offer);
    refused(outcome, &Abi::Unauthorized { caller });
}
