//! What the strategy does not do, and what it is.

use super::pool::FACTORY;
use super::*;

#[test]
fn assets_that_have_not_come_are_not_booked() {
    let stage = stage();
    let assets = number(LENT);
    let call = IStrategy::allocateCall { assets };
    let outcome = stage.strategy.call(REGISTRY, &call).err().unwrap();
    assert_eq!(
        outcome[..4],
        <IStrategy::VenueShortfall as SolError>::SELECTOR
    );
    // A pool that takes more than a swap at the bound would cost.
    stage.change(|pool| pool.stinginess = 10);
    let outcome = stage.allocate(LENT).err().unwrap();
    assert_eq!(
        outcome[..4],
        <IStrategy::VenueShortfall as SolError>::SELECTOR
    );
}

#[test]
fn the_pool_gets_what_a_trade_may_cost_and_nobody_else_anything() {
    let stage = stage();
    let callback = IUniswapV3Trader::uniswapV3SwapCallbackCall {
        amount0Delta: I256::ONE,
        amount1Delta: I256::MINUS_ONE,
        data: Default::default(),
    };
    let caller = MALLORY;
    let outcome = stage.strategy.call(MALLORY, &callback);
    refused(outcome, &IUniswapV3Trader::NotPool { caller });
    let (owed, limit) = (number(1), U256::ZERO);
    let outcome = stage.strategy.call(POOL, &callback);
    refused(
        outcome,
        &IUniswapV3Trader::UnexpectedCallback { owed, limit },
    );
    stage.change(|pool| pool.greed = 150);
    let outcome = stage.allocate(LENT).err().unwrap();
    let selector = <IUniswapV3Trader::UnexpectedCallback as SolError>::SELECTOR;
    assert_eq!(outcome[..4], selector);
}

#[test]
fn a_pool_that_does_not_answer_is_named() {
    let stage = stage();
    let real = IStrategy::realAssetsCall {};
    let unavailable = IUniswapV3Trader::PriceUnavailable { pool: POOL };
    stage.change(|pool| pool.is_young = true);
    refused(stage.strategy.call(BOB, &real), &unavailable);
    refused(stage.allocate(5), &unavailable);
    refused(stage.harvest(), &unavailable);
    assert_eq!(stage.liquid(), stage.ask(&Abi::idleCall {}).amount0);
    stage.change(|pool| (pool.is_young, pool.is_silent) = (false, true));
    refused(stage.strategy.call(BOB, &real), &unavailable);
    let failed = IUniswapV3Trader::VenueFailed { venue: POOL };
    let exit = IStrategy::emergencyExitCall {};
    refused(stage.strategy.call(REGISTRY, &exit), &failed);
    refused(stage.strategy.call(BOB, &IStrategy::idsCall {}), &failed);
}

#[test]
fn the_registry_alone_is_obeyed() {
    let stage = stage();
    let assets = number(1);
    let calls = [
        IStrategy::allocateCall { assets }.abi_encode(),
        IStrategy::deallocateCall { assets }.abi_encode(),
        IStrategy::harvestCall {}.abi_encode(),
        IStrategy::emergencyExitCall {}.abi_encode(),
        IStrategy::transferInKindCall {
            fraction: assets,
            receiver: MALLORY,
        }
        .abi_encode(),
    ];
    for caller in [MALLORY, VAULT, POOL, Address::ZERO] {
        for calldata in &calls {
            let outcome = stage.strategy.send(caller, calldata.clone());
            refused(outcome, &IStrategy::NotRegistry { caller });
        }
    }
    let [paid, unknown] = [calls[0].clone(), vec![0xff; 4]];
    assert_eq!(stage.strategy.pay(REGISTRY, assets, paid), Err(vec![]));
    assert_eq!(stage.strategy.send(REGISTRY, unknown), Err(vec![]));
    assert_eq!(stage.strategy.send(REGISTRY, vec![]), Err(vec![]));
}

#[test]
fn a_strategy_says_what_it_is() {
    let stage = stage();
    assert_eq!(stage.ask(&IStrategy::assetCall {}), stage.asset.address());
    assert_eq!(stage.ask(&IStrategy::vaultCall {}), VAULT);
    assert_eq!(stage.ask(&IStrategy::registryCall {}), REGISTRY);
    assert_eq!(stage.ask(&Abi::poolCall {}), POOL);
    let other = stage.other.address();
    assert_eq!(stage.ask(&Abi::otherTokenCall {}), other);
    let id = |kind: &str, place: Address| keccak256((kind, place).abi_encode_params());
    let ids = [
        id("pool", POOL),
        id("collateral", other),
        id("venue", FACTORY),
    ];
    assert_eq!(stage.ask(&IStrategy::idsCall {}), ids);
    let terms = stage.ask(&Abi::termsCall {});
    assert_eq!(terms.halfWidth, number(960));
    assert_eq!(terms.budgetSeconds, number(604_800));
    assert_eq!(stage.pool.borrow().observations, 50);
}

#[test]
fn the_constructor_refuses_what_is_no_pool_for_the_vault() {
    let stage = bare(true);
    let construct = |vault, pool, terms| {
        let constructor = construction(vault, pool, terms);
        stage.strategy.construct(ALICE, &constructor)
    };
    let vault = BOB;
    refused(construct(vault, POOL, TERMS), &Abi::InvalidVault { vault });
    let asset = stage.asset.address();
    let invalid = |pool| Abi::InvalidPool { pool, asset };
    for pool in [BOB, VAULT, FACTORY] {
        refused(construct(VAULT, pool, TERMS), &invalid(pool));
    }
    stage.change(|pool| pool.factory_knows = false);
    refused(construct(VAULT, POOL, TERMS), &invalid(POOL));
    stage.change(|pool| pool.factory_knows = true);
    let tokens = stage.pool.borrow().tokens;
    stage.change(|pool| pool.tokens = [BOB, MALLORY]);
    refused(construct(VAULT, POOL, TERMS), &invalid(POOL));
    stage.change(|pool| pool.tokens = tokens);
    for observations in [0, 1_001] {
        let mut terms = TERMS;
        terms[8] = observations;
        let error = Abi::OutOfBounds {
            value: number(observations),
            min: number(1),
            max: number(1_000),
        };
        refused(construct(VAULT, POOL, terms), &error);
    }
    let mut terms = TERMS;
    terms[0] = 59;
    let error = Abi::OutOfBounds {
        value: number(59),
        min: number(60),
        max: number(400_000),
    };
    refused(construct(VAULT, POOL, terms), &error);
    construct(VAULT, POOL, TERMS).unwrap();
    let error = IConstruction::AlreadyConstructed {};
    refused(construct(VAULT, POOL, TERMS), &error);
}
