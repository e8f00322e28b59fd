//! Who may set what of a rebalancer, and how far.

use super::*;

const SENTINEL: Address = Address::repeat_byte(0x5e);

#[test]
fn everybody_has_their_own_rights() {
    let stage = Stage::new();
    let (strategy, stopped) = (stage.farm.first.address(), true);
    stage.aim([10, 10]);
    let offer = Moves::transferAuthorityCall { to: ALICE };
    let weight = |weight: u64| Moves::setWeightCall {
        strategy,
        weight: number(weight),
    };
    let tolerance = |bps: u64, period: u64| Moves::setToleranceCall {
        bps: number(bps),
        period: number(period),
    };
    let band = Moves::setBandCall {
        bps: number(5),
        changeMin: number(7),
    };
    let wait = Moves::setWaitCall {
        waitSeconds: number(9),
    };
    stage
        .govern(&Moves::setSentinelCall { sentinel: SENTINEL })
        .unwrap();
    let for_authority = [
        offer.abi_encode(),
        Moves::setOperatorCall { operator: OPERATOR }.abi_encode(),
        Moves::setSentinelCall { sentinel: SENTINEL }.abi_encode(),
        targets(&[strategy], &[1]).abi_encode(),
        band.abi_encode(),
        wait.abi_encode(),
        weight(1).abi_encode(),
        tolerance(21, WEEK).abi_encode(),
        tolerance(20, WEEK - 1).abi_encode(),
        Moves::stopCall { stopped: false }.abi_encode(),
    ];
    let narrowing = [
        weight(0).abi_encode(),
        tolerance(10, WEEK).abi_encode(),
        Moves::stopCall { stopped }.abi_encode(),
    ];
    for calldata in &for_authority {
        for caller in [MALLORY, SENTINEL, OPERATOR, ALICE] {
            let outcome = stage.contract.send(caller, calldata.clone());
            refused(outcome, &Moves::Unauthorized { caller });
        }
    }
    for calldata in &narrowing {
        let caller = OPERATOR;
        let outcome = stage.contract.send(caller, calldata.clone());
        refused(outcome, &Moves::Unauthorized { caller });
        stage.contract.send(SENTINEL, calldata.clone()).unwrap();
    }
    for calldata in for_authority {
        stage.contract.send(AUTHORITY, calldata).unwrap();
    }
    let band = stage.ask(&Moves::bandCall {});
    assert_eq!((band.bps, band.changeMin), (number(5), number(7)));
    assert_eq!(stage.ask(&Moves::waitCall {}), number(9));
    let said = stage.ask(&Moves::toleranceCall {});
    assert_eq!((said.bps, said.period), (number(20), number(WEEK - 1)));
    assert_eq!(stage.ask(&Moves::operatorCall {}), OPERATOR);
    assert_eq!(stage.ask(&Moves::sentinelCall {}), SENTINEL);
    assert_eq!(stage.ask(&Moves::pendingAuthorityCall {}), ALICE);
    assert_eq!(stage.ask(&Moves::vaultCall {}), stage.farm.vault.address());
    let registry = stage.farm.registry.address();
    assert_eq!(stage.ask(&Moves::registryCall {}), registry);
    let accept = Moves::acceptAuthorityCall {};
    let caller = AUTHORITY;
    stage.refuses(AUTHORITY, &accept, &Moves::Unauthorized { caller });
    stage.contract.call(ALICE, &accept).unwrap();
    assert_eq!(stage.ask(&Moves::authorityCall {}), ALICE);
    let roles = stage.contract.events::<Moves::RoleChanged>();
    let last = roles.last().unwrap();
    assert_eq!(last.role, keccak256("authority"));
    assert_eq!((last.from, last.to), (AUTHORITY, ALICE));
}

#[test]
fn settings_have_bounds() {
    let stage = Stage::new();
    let year = 31_536_000;
    let (one, other) = (stage.farm.first.address(), stage.farm.second.address());
    let band = |bps: u64, change_min: U256| Moves::setBandCall {
        bps: number(bps),
        changeMin: change_min,
    };
    stage.refuses(
        AUTHORITY,
        &band(1_001, U256::ZERO),
        &out_of_bounds(1_001, 1_000),
    );
    let error = Moves::OutOfBounds {
        value: U256::MAX,
        max: U256::from(u128::MAX),
    };
    stage.refuses(AUTHORITY, &band(1, U256::MAX), &error);
    let wait = Moves::setWaitCall {
        waitSeconds: number(2_592_001),
    };
    stage.refuses(AUTHORITY, &wait, &out_of_bounds(2_592_001, 2_592_000));
    let tolerance = |bps: u64, period: u64| Moves::setToleranceCall {
        bps: number(bps),
        period: number(period),
    };
    stage.refuses(
        AUTHORITY,
        &tolerance(1_001, year),
        &out_of_bounds(1_001, 1_000),
    );
    stage.refuses(
        AUTHORITY,
        &tolerance(1, year + 1),
        &out_of_bounds(year + 1, year),
    );
    stage.refuses(
        AUTHORITY,
        &tolerance(1, 86_399),
        &out_of_bounds(86_399, year),
    );
    let whole = targets(&[one, other], &[WAD, 1]);
    stage.refuses(AUTHORITY, &whole, &out_of_bounds(WAD + 1, WAD));
    let invalid = |strategy| Moves::InvalidTarget { strategy };
    stage.refuses(AUTHORITY, &targets(&[one, one], &[1, 1]), &invalid(one));
    stage.refuses(AUTHORITY, &targets(&[one], &[]), &invalid(Address::ZERO));
    stage.govern(&targets(&[one], &[7])).unwrap();
    let (strategy, weight) = (other, number(1));
    let unknown = Moves::UnknownTarget { strategy };
    stage.refuses(
        AUTHORITY,
        &Moves::setWeightCall { strategy, weight },
        &unknown,
    );
    let strategy = one;
    stage
        .govern(&Moves::setWeightCall { strategy, weight })
        .unwrap();
    let kept = stage.ask(&Moves::targetsCall {});
    assert_eq!((kept.strategies, kept.weights), (vec![one], vec![weight]));
}

#[test]
fn the_constructor_refuses_what_makes_no_rebalancer() {
    let farm = Farm::new();
    let contract = Deployed::<Rebalancer>::bare(Address::repeat_byte(0xea));
    let construct = |registry, authority| {
        let constructor = Moves::constructorCall {
            registry,
            authority,
        };
        contract.construct(MALLORY, &constructor)
    };
    let registry = farm.registry.address();
    refused(construct(registry, Address::ZERO), &Moves::ZeroAddress {});
    for registry in [MALLORY, farm.token.address()] {
        let error = Moves::InvalidRegistry { registry };
        refused(construct(registry, AUTHORITY), &error);
    }
    construct(registry, AUTHORITY).unwrap();
    let error = IConstruction::AlreadyConstructed {};
    refused(construct(registry, AUTHORITY), &error);
    assert_eq!(contract.send(BOB, vec![]), Err(vec![]));
    assert_eq!(contract.send(BOB, vec![0xff; 4]), Err(vec![]));
    let with_ether = Moves::rebalanceCall {}.abi_encode();
    assert_eq!(contract.pay(BOB, number(1), with_ether), Err(vec![]));
}
