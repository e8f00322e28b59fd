//! Who changes limits and roles.

use alloy_primitives::B256;

use super::*;

#[test]
fn a_lower_limit_holds_at_once_a_higher_one_later() {
    let stage = stage();
    assert_eq!(stage.set_limit(AUTHORITY, 1_000), Ok(()));
    assert_eq!(
        (stage.limit_and_left(), stage.pending()),
        ((1_000, 1_000), (0, 0))
    );
    stage.pay_tokens(1_000).unwrap();
    assert_eq!(stage.set_limit(AUTHORITY, 5_000), Ok(()));
    let since = START + RAISE;
    assert_eq!(
        (stage.limit_and_left(), stage.pending()),
        ((1_000, 0), (5_000, since))
    );
    set_block_timestamp(since - 1);
    assert_eq!(stage.limit_and_left(), (1_000, 1_000));
    assert_eq!(stage.pay_tokens(1_001), stage.exceeded(uint(1_001), 1_000));
    set_block_timestamp(since);
    assert_eq!(
        (stage.limit_and_left(), stage.pending()),
        ((5_000, 5_000), (0, 0))
    );
    stage.pay_tokens(5_000).unwrap();
    // Below what was used nothing leaves until time has made up for it.
    assert_eq!(stage.set_limit(GUARDIAN, 2_000), Ok(()));
    assert_eq!(stage.limit_and_left(), (2_000, 0));
    set_block_timestamp(since + DAY);
    assert_eq!(stage.limit_and_left(), (2_000, 0));
    set_block_timestamp(since + 2 * DAY);
    assert_eq!(stage.limit_and_left(), (2_000, 1_000));
    let told = stage.treasury.events::<Abi::LimitSet>();
    let told: Vec<_> = told[2..]
        .iter()
        .map(|it| [it.previous, it.limit, it.since].map(|word| word.to::<u64>()))
        .collect();
    let expected = [
        [LIMIT, 1_000, START],
        [1_000, 5_000, since],
        [5_000, 2_000, since],
    ];
    assert_eq!(told, expected);
}

#[test]
fn the_guardian_only_lowers_and_takes_a_raise_back() {
    let stage = stage();
    let caller = GUARDIAN;
    let refused = Err(Abi::Unauthorized { caller }.abi_encode());
    assert_eq!(stage.set_limit(GUARDIAN, LIMIT + 1), refused);
    stage.set_limit(AUTHORITY, 10 * LIMIT).unwrap();
    assert_eq!(stage.pending(), (10 * LIMIT, START + RAISE));
    // The same as it is takes back what was to come.
    assert_eq!(stage.set_limit(GUARDIAN, LIMIT), Ok(()));
    assert_eq!(stage.pending(), (0, 0));
    set_block_timestamp(START + RAISE);
    assert_eq!(stage.limit_and_left(), (LIMIT, LIMIT));
    assert_eq!(stage.set_limit(GUARDIAN, 0), Ok(()));
    assert_eq!(stage.pay_tokens(1), stage.exceeded(uint(1), 0));
    let limit = U256::from(1) << 128;
    let token = stage.token.address();
    let call = Abi::setLimitCall { token, limit };
    let error = Abi::InvalidLimit { limit };
    let outcome = stage.treasury.call(AUTHORITY, &call).err();
    assert_eq!(outcome, Some(error.abi_encode()));
}

#[test]
fn methods_are_for_their_roles() {
    let stage = stage();
    let token = stage.token.address();
    let calls = [
        Abi::payCall {
            token,
            to: BOB,
            amount: uint(1),
        }
        .abi_encode(),
        Abi::setLimitCall {
            token,
            limit: uint(LIMIT + 1),
        }
        .abi_encode(),
        Abi::setGuardianCall { guardian: BOB }.abi_encode(),
        Abi::transferAuthorityCall { to: BOB }.abi_encode(),
        Abi::acceptAuthorityCall {}.abi_encode(),
    ];
    for call in &calls {
        for caller in [ALICE, GUARDIAN, TREASURY] {
            let error = Abi::Unauthorized { caller };
            let outcome = stage.treasury.send(caller, call.clone());
            assert_eq!(outcome, Err(error.abi_encode()));
        }
        assert_eq!(
            stage.treasury.pay(AUTHORITY, uint(1), call.clone()),
            Err(vec![])
        );
    }
    let caller = ALICE;
    let lower = Err(Abi::Unauthorized { caller }.abi_encode());
    assert_eq!(stage.set_limit(ALICE, 0), lower);
    assert_eq!(stage.treasury.send(AUTHORITY, vec![0xff; 4]), Err(vec![]));
    assert_eq!(stage.balance(BOB), 0);
}

#[test]
fn authority_and_guardian_are_handed_over() {
    let stage = stage();
    let offer = Abi::transferAuthorityCall { to: ALICE };
    stage.treasury.call(AUTHORITY, &offer).unwrap();
    assert_eq!(stage.ask(&Abi::pendingAuthorityCall {}), ALICE);
    assert_eq!(stage.ask(&Abi::authorityCall {}), AUTHORITY);
    let accept = Abi::acceptAuthorityCall {};
    for caller in [AUTHORITY, BOB, Address::ZERO] {
        let error = Abi::Unauthorized { caller };
        let outcome = stage.treasury.call(caller, &accept).err();
        assert_eq!(outcome, Some(error.abi_encode()));
    }
    stage.treasury.call(ALICE, &accept).unwrap();
    assert_eq!(stage.ask(&Abi::authorityCall {}), ALICE);
    assert_eq!(stage.ask(&Abi::pendingAuthorityCall {}), Address::ZERO);
    let guardian = BOB;
    let appoint = Abi::setGuardianCall { guardian };
    stage.treasury.call(ALICE, &appoint).unwrap();
    assert_eq!(stage.ask(&Abi::guardianCall {}), BOB);
    let caller = GUARDIAN;
    let before = Err(Abi::Unauthorized { caller }.abi_encode());
    assert_eq!(stage.set_limit(GUARDIAN, 0), before);
    assert_eq!(stage.set_limit(BOB, 0), Ok(()));
    let told: Vec<(B256, Address, Address)> = stage
        .treasury
        .events::<Abi::RoleChanged>()
        .iter()
        .skip(2)
        .map(|it| (it.role, it.from, it.to))
        .collect();
    let (pending, zero) = (keccak256("pendingAuthority"), Address::ZERO);
    let expected = [
        (pending, zero, ALICE),
        (pending, ALICE, zero),
        (keccak256("authority"), AUTHORITY, ALICE),
        (keccak256("guardian"), GUARDIAN, BOB),
    ];
    assert_eq!(told, expected);
}
