//! Prices by a pool of Uniswap v3.

use super::*;
use crate::uniswap::pool::{POOL, Shared, place};

/// 1 in E36.
fn one() -> U256 {
    uint(ONE) * uint(ONE)
}

/// A source over ten minutes, with at least 1,000 of liquidity and room for 10 observations.
fn source(asset: Address) -> Abi::setSourceCall {
    Abi::setSourceCall {
        asset,
        index: U256::ZERO,
        kind: uint(2),
        target: POOL,
        quote: DOLLARS,
        span: uint(600),
        lower: uint(1_000),
        upper: uint(10),
        confidenceBps: uint(100),
    }
}

/// A pool of ether and dollars with what such a source asks for.
fn pool_of(tokens: [Address; 2]) -> (Shared, [Foreign; 2]) {
    let (pool, contracts) = place(tokens);
    let mut shared = pool.borrow_mut();
    (shared.liquidity, shared.observations) = (1_001, 10);
    drop(shared);
    (pool, contracts)
}

fn price(stage: &Stage, asset: Address) -> [U256; 3] {
    let price = stage.govern(&Abi::priceCall { asset });
    [price.bidE36, price.midE36, price.askE36]
}

fn state(stage: &Stage) -> u64 {
    stage.govern(&Abi::statusCall { asset: ETHER }).states[0].to()
}

#[test]
fn a_pool_is_its_mean_and_its_price_now_widens_it() {
    let stage = stage();
    let (pool, _contracts) = pool_of([DOLLARS, ETHER]);
    stage.govern(&source(ETHER));
    let hundredth = one() / uint(100);
    let usual = [one() - hundredth, one(), one() + hundredth];
    assert_eq!(price(&stage, ETHER), usual);
    // Dollars come first, so a lower tick is dearer ether: by 1.0001^500.
    let near = |price: U256, e4: u64| {
        let expected = one() / uint(10_000) * uint(e4);
        assert!(price.abs_diff(expected) < one() / uint(10_000), "{price}");
    };
    pool.borrow_mut().spot = -500;
    let [bid, mid, ask] = price(&stage, ETHER);
    assert_eq!(
        [bid, mid],
        [usual[0], usual[1]],
        "no price now moves the mean"
    );
    near(ask, 10_513);
    pool.borrow_mut().spot = 500;
    let [bid, mid, ask] = price(&stage, ETHER);
    near(bid, 9_512);
    assert_eq!([mid, ask], [usual[1], usual[2]]);
    pool.borrow_mut().mean = -6_932;
    near(price(&stage, ETHER)[1], 20_000);
}

#[test]
fn whichever_token_comes_first() {
    let stage = stage();
    let asset = Address::with_last_byte(0x77);
    let decimals = vec![(IERC20::decimalsCall::SELECTOR, word(18))];
    let _token = Foreign::answering(asset, decimals);
    let (pool, _contracts) = pool_of([asset, DOLLARS]);
    stage.govern(&Abi::setAssetCall {
        asset,
        least: uint(1),
        deviationBps: uint(100),
    });
    stage.govern(&source(asset));
    pool.borrow_mut().mean = 6_932;
    let [_, mid, _] = price(&stage, asset);
    assert!(
        mid.abs_diff(one() * uint(2)) < one() / uint(10_000),
        "{mid}"
    );
}

#[test]
fn a_thin_young_or_silent_pool_has_no_price() {
    let stage = stage();
    let (pool, _contracts) = pool_of([DOLLARS, ETHER]);
    stage.govern(&source(ETHER));
    assert_eq!(state(&stage), 1);
    pool.borrow_mut().liquidity = 999;
    assert_eq!(state(&stage), 9);
    pool.borrow_mut().liquidity = 0;
    assert_eq!(state(&stage), 9, "what it does not say is nothing");
    pool.borrow_mut().liquidity = 1_001;
    pool.borrow_mut().observations = 9;
    assert_eq!(state(&stage), 9);
    pool.borrow_mut().observations = 10;
    pool.borrow_mut().is_young = true;
    assert_eq!(state(&stage), 3);
    pool.borrow_mut().is_young = false;
    pool.borrow_mut().is_silent = true;
    assert_eq!(state(&stage), 3);
    stage.misses();
    pool.borrow_mut().is_silent = false;
    assert_eq!(state(&stage), 1);
    // Ether that is worth less than nine digits of dollars.
    pool.borrow_mut().mean = 887_000;
    assert_eq!(state(&stage), 4);
}

#[test]
fn a_pool_is_the_factorys_and_of_both_tokens() {
    let stage = stage();
    let error = Abi::InvalidSource { target: POOL };
    stage.refuses(BOB, &source(ETHER), &error);
    let (pool, _contracts) = pool_of([DOLLARS, ETHER]);
    pool.borrow_mut().factory_knows = false;
    stage.refuses(BOB, &source(ETHER), &error);
    pool.borrow_mut().factory_knows = true;
    pool.borrow_mut().tokens = [DOLLARS, BOB];
    stage.refuses(BOB, &source(ETHER), &error);
    pool.borrow_mut().tokens = [DOLLARS, ETHER];
    stage.govern(&source(ETHER));
    for (span, lower, upper, error) in [
        (299, 1, 1, (299, 300, 86_400)),
        (600, 1, 65_536, (65_536, 1, 65_535)),
        (600, 1, 0, (0, 1, 65_535)),
    ] {
        let [span, lower, upper] = [span, lower, upper].map(uint);
        let call = Abi::setSourceCall {
            span,
            lower,
            upper,
            ..source(ETHER)
        };
        let (value, min, max) = error;
        let [value, min, max] = [value, min, max].map(uint);
        stage.refuses(BOB, &call, &Abi::OutOfBounds { value, min, max });
    }
}
