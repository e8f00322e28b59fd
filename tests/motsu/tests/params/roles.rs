//! Who may do what.

use alloy_primitives::keccak256;
use ballast_abi::construction::IConstruction;
use ballast_abi::params::IParams::RoleChanged;

use super::*;

#[test]
fn the_store_is_made_once_by_somebody_for_the_authority() {
    set_block_timestamp(START);
    let store = Deployed::<Params>::bare(Address::repeat_byte(0x9b));
    let construct = |authority| store.construct(BOB, &Own::constructorCall { authority });
    let error = Abi::ZeroAddress {};
    assert_eq!(construct(Address::ZERO), Err(error.abi_encode()));
    let constructor = Own::constructorCall {
        authority: TIMELOCK,
    };
    let outcome = store.construct_paying(BOB, uint(1), &constructor);
    assert_eq!(outcome, Err(vec![]));
    assert_eq!(construct(TIMELOCK), Ok(()));
    let error = IConstruction::AlreadyConstructed {};
    assert_eq!(construct(BOB), Err(error.abi_encode()));
    assert_eq!(store.call(BOB, &Abi::authorityCall {}), Ok(TIMELOCK));
    let paid = store.pay(BOB, uint(1), Abi::authorityCall {}.abi_encode());
    assert_eq!(paid, Err(vec![]));
    for nonsense in [vec![], vec![0xff; 4]] {
        assert_eq!(store.send(BOB, nonsense), Err(vec![]));
    }
}

#[test]
fn only_the_authority_rules() {
    let stage = stage(0);
    let key = stage.key;
    let refused = |caller, call: Vec<u8>| {
        let error = Abi::Unauthorized { caller };
        let outcome = stage.store.send(caller, call);
        assert_eq!(outcome, Err(error.abi_encode()));
    };
    let (subscriber, value) = (BOB, uint(45));
    for caller in [SENTINEL, MARKET, BOB] {
        let define = Abi::defineCall {
            module: B256::ZERO,
            subject: B256::ZERO,
            name: B256::ZERO,
            rules: rules(0, Safety::Lower),
            value,
        };
        refused(caller, define.abi_encode());
        refused(caller, Abi::setSlowCall { key, value }.abi_encode());
        refused(caller, Abi::subscribeCall { key, subscriber }.abi_encode());
        refused(
            caller,
            Abi::unsubscribeCall { key, subscriber }.abi_encode(),
        );
        refused(
            caller,
            Abi::setSentinelCall { sentinel: caller }.abi_encode(),
        );
        refused(
            caller,
            Abi::transferAuthorityCall { to: caller }.abi_encode(),
        );
        refused(caller, Abi::acceptAuthorityCall {}.abi_encode());
        if caller != SENTINEL {
            refused(caller, Abi::secureCall { key, value }.abi_encode());
        }
    }
    assert_eq!(stage.value(), 50);
    // Towards safety both may.
    assert_eq!(stage.secure(SENTINEL, 45), Ok(()));
    assert_eq!(stage.secure(TIMELOCK, 40), Ok(()));
    assert_eq!((stage.value(), stage.told.get()), (40, 40));
}

#[test]
fn the_authority_moves_in_two_steps() {
    let stage = stage(0);
    let store = &stage.store;
    let offer = Abi::transferAuthorityCall { to: BOB };
    store.call(TIMELOCK, &offer).unwrap();
    assert_eq!(store.call(BOB, &Abi::pendingAuthorityCall {}), Ok(BOB));
    assert_eq!(store.call(BOB, &Abi::authorityCall {}), Ok(TIMELOCK));
    store.call(BOB, &Abi::acceptAuthorityCall {}).unwrap();
    assert_eq!(
        store.call(BOB, &Abi::pendingAuthorityCall {}),
        Ok(Address::ZERO)
    );
    assert_eq!(store.call(BOB, &Abi::authorityCall {}), Ok(BOB));
    assert_eq!(store.call(BOB, &Abi::sentinelCall {}), Ok(SENTINEL));
    let sentinel = Address::ZERO;
    store.call(BOB, &Abi::setSentinelCall { sentinel }).unwrap();
    let told = store.events::<RoleChanged>();
    let told: Vec<_> = told.iter().map(|it| (it.role, it.from, it.to)).collect();
    let role = |name: &str| keccak256(name);
    let zero = Address::ZERO;
    let expected = [
        (role("authority"), zero, TIMELOCK),
        (role("sentinel"), zero, SENTINEL),
        (role("pendingAuthority"), zero, BOB),
        (role("pendingAuthority"), BOB, zero),
        (role("authority"), TIMELOCK, BOB),
        (role("sentinel"), SENTINEL, zero),
    ];
    assert_eq!(told, expected);
    // Nobody is the sentinel now.
    let caller = SENTINEL;
    let error = Abi::Unauthorized { caller };
    assert_eq!(stage.secure(SENTINEL, 45), Err(error.abi_encode()));
}
