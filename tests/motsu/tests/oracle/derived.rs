//! Prices by several sources, and by the prices of other assets.

use ballast_motsu_testkit::set_refusing;

use super::*;

/// A token of six decimals.
const COIN: Address = Address::repeat_byte(0xc0);

fn coin() -> Foreign {
    Foreign::answering(COIN, vec![(IERC20::decimalsCall::SELECTOR, word(6))])
}

fn register(stage: &Stage, asset: Address, least: u64) {
    stage.govern(&Abi::setAssetCall {
        asset,
        least: uint(least),
        deviationBps: uint(500),
    });
}

/// A feed of one asset in another, without confidence.
fn by(feed: &Feed, asset: Address, index: u64, quote: Address) -> Abi::setSourceCall {
    Abi::setSourceCall {
        asset,
        index: uint(index),
        kind: uint(1),
        target: feed.address,
        quote,
        span: uint(3_600),
        lower: U256::ZERO,
        upper: U256::from(u128::MAX),
        confidenceBps: U256::ZERO,
    }
}

fn states(stage: &Stage, asset: Address) -> [u64; 5] {
    let status = stage.govern(&Abi::statusCall { asset });
    status.states.map(|state| state.to())
}

fn worth(stage: &Stage, amount: U256, base: Address, quote: Address) -> U256 {
    stage.govern(&getQuoteCall {
        inAmount: amount,
        base,
        quote,
    })
}

fn missing(asset: Address, agreeing: u64, required: u64) -> Abi::PriceMissing {
    Abi::PriceMissing {
        asset,
        agreeing: uint(agreeing),
        required: uint(required),
    }
}

#[test]
fn a_feed_may_be_quoted_the_other_way_round() {
    let stage = stage();
    let inverse = feed(0xf3, DOLLAR / 2);
    let call = Abi::setSourceCall {
        kind: uint(4),
        confidenceBps: uint(1_000),
        ..by(&inverse, ETHER, 0, DOLLARS)
    };
    stage.govern(&call);
    assert_eq!(worth(&stage, uint(ONE), ETHER, DOLLARS), uint(2 * ONE));
    let both = stage.govern(&getQuotesCall {
        inAmount: uint(ONE),
        base: ETHER,
        quote: DOLLARS,
    });
    // One over 0.5 and a tenth more or less.
    let near = |value: U256, expected: u64| assert!(value.abs_diff(uint(expected)) < uint(10));
    near(both.bidOutAmount, 1_818_181_818_181_818_181);
    near(both.askOutAmount, 2_222_222_222_222_222_223);
}

#[test]
fn prices_are_multiplied() {
    let (stage, _coin) = (stage(), coin());
    let thousandth = feed(0xf3, DOLLAR / 1_000);
    register(&stage, COIN, 1);
    stage.govern(&by(&thousandth, COIN, 0, ETHER));
    let million = uint(1_000_000);
    assert_eq!(worth(&stage, million, COIN, DOLLARS), uint(3 * ONE));
    assert_eq!(worth(&stage, uint(ONE), ETHER, COIN), uint(1_000) * million);
    assert_eq!(worth(&stage, uint(3 * ONE), DOLLARS, COIN), million);
    assert_eq!(worth(&stage, uint(7), ALICE, ALICE), uint(7));
    let record = stage.govern(&Abi::assetCall { asset: COIN });
    assert_eq!((record.decimals, record.level), (uint(6), uint(2)));
    // Without the price it is multiplied by there is none.
    let (asset, index) = (ETHER, U256::ZERO);
    let disable = Abi::setDisabledCall {
        asset,
        index,
        disabled: true,
    };
    stage.govern(&disable);
    assert_eq!(states(&stage, COIN), [10, 0, 0, 0, 0]);
    let call = getQuoteCall {
        inAmount: million,
        base: COIN,
        quote: DOLLARS,
    };
    stage.refuses(ALICE, &call, &missing(COIN, 0, 1));
}

#[test]
fn each_source_is_multiplied_by_its_own_quote() {
    let (stage, _coin) = (stage(), coin());
    let token = Address::repeat_byte(0xc1);
    let _token = Foreign::answering(token, vec![(IERC20::decimalsCall::SELECTOR, word(6))]);
    let [thousandth, twice] =
        [(0xf3, DOLLAR / 1_000), (0xf4, 2 * DOLLAR)].map(|it| feed(it.0, it.1));
    let half = feed(0xf5, DOLLAR / 2 * 3);
    for asset in [COIN, token] {
        register(&stage, asset, 1);
    }
    stage.govern(&by(&half, token, 0, DOLLARS));
    stage.govern(&by(&thousandth, COIN, 0, ETHER));
    stage.govern(&by(&twice, COIN, 1, token));
    // A thousandth of ether at 3,000 dollars, and two tokens at one and a half.
    let status = stage.govern(&Abi::statusCall { asset: COIN });
    assert_eq!(status.pricesE36[0], status.pricesE36[1]);
    assert_eq!(states(&stage, COIN), [1, 1, 0, 0, 0]);
    assert_eq!(worth(&stage, uint(1_000_000), COIN, DOLLARS), uint(3 * ONE));
}

#[test]
fn what_does_not_fit_is_refused() {
    let stage = stage();
    let call = getQuoteCall {
        inAmount: U256::MAX,
        base: ETHER,
        quote: DOLLARS,
    };
    let error = Abi::QuoteOverflow {
        inAmount: U256::MAX,
        base: ETHER,
        quote: DOLLARS,
    };
    stage.refuses(ALICE, &call, &error);
    let largest = worth(&stage, U256::MAX, DOLLARS, ETHER);
    assert_eq!(largest, U256::MAX / uint(3_000));
}

#[test]
fn no_chain_of_prices_is_longer_than_three_and_none_a_circle() {
    let (stage, _coin) = (stage(), coin());
    let other = Address::repeat_byte(0xc1);
    let last = Address::repeat_byte(0xc2);
    let decimals = || vec![(IERC20::decimalsCall::SELECTOR, word(6))];
    let _tokens = [other, last].map(|token| Foreign::answering(token, decimals()));
    let one = feed(0xf3, DOLLAR);
    for asset in [COIN, other, last] {
        register(&stage, asset, 1);
    }
    let too_deep = |asset| Abi::TooDeep {
        asset,
        level: uint(4),
        max: uint(3),
    };
    // One without a source could be anything yet.
    stage.refuses(BOB, &by(&one, COIN, 0, other), &too_deep(COIN));
    stage.govern(&by(&one, COIN, 0, ETHER));
    stage.govern(&by(&one, other, 0, COIN));
    stage.refuses(BOB, &by(&one, last, 0, other), &too_deep(last));
    let unknown = by(&one, last, 0, ALICE);
    stage.refuses(BOB, &unknown, &Abi::UnknownAsset { asset: ALICE });
    assert_eq!(states(&stage, other)[0], 1);
    // Ether by the coin would be a circle: it is above the coin then, which has no price.
    stage.govern(&by(&one, ETHER, 1, COIN));
    assert_eq!(states(&stage, COIN)[0], 10);
    assert_eq!(states(&stage, ETHER)[..2], [1, 10]);
}

#[test]
fn sources_must_agree() {
    let stage = stage();
    let [second, third] = [0xf3, 0xf4].map(|byte| feed(byte, 3_010 * DOLLAR));
    register(&stage, ETHER, 2);
    stage.govern(&by(&second, ETHER, 1, DOLLARS));
    let call = quote();
    assert_eq!(stage.govern(&call), uint(3_005) * uint(ONE));
    second.answer.set(3_151 * DOLLAR);
    stage.refuses(ALICE, &call, &missing(ETHER, 0, 2));
    assert_eq!(states(&stage, ETHER), [11, 11, 0, 0, 0]);
    stage.govern(&by(&third, ETHER, 4, DOLLARS));
    // Of three the one in the middle counts, and whoever is far from it does not.
    second.answer.set(9_000 * DOLLAR);
    assert_eq!(stage.govern(&call), uint(3_010) * uint(ONE));
    assert_eq!(states(&stage, ETHER), [1, 11, 0, 0, 1]);
    set_refusing(third.address, true);
    assert_eq!(states(&stage, ETHER), [11, 11, 0, 0, 3]);
    stage.refuses(ALICE, &call, &missing(ETHER, 0, 2));
}

#[test]
fn each_fault_of_a_feed_has_its_name() {
    let stage = stage();
    let feed = &stage.feed;
    let state = || states(&stage, ETHER)[0];
    assert_eq!(state(), 1);
    feed.answer.set(0);
    assert_eq!(state(), 4);
    feed.answer.set(3_000 * DOLLAR);
    feed.answered_in.set(0);
    assert_eq!(state(), 5);
    feed.answered_in.set(1);
    feed.at.set(START - 3_601);
    assert_eq!(state(), 6);
    feed.at.set(START);
    feed.answer.set(100_000 * DOLLAR);
    assert_eq!(state(), 7);
    feed.answer.set(3_000 * DOLLAR);
    feed.decimals.set(18);
    assert_eq!(state(), 8);
    feed.decimals.set(8);
    set_refusing(feed.address, true);
    assert_eq!(state(), 3);
}

/// Behind a proxy the decimals are read again once another aggregator answers.
#[test]
fn decimals_are_pinned_to_the_phase() {
    let stage = stage();
    let proxy = feed(0xf3, 3_000 * DOLLAR);
    proxy.phase.set(7);
    stage.govern(&by(&proxy, ETHER, 0, DOLLARS));
    let (asset, index) = (ETHER, U256::ZERO);
    let kept = stage.govern(&Abi::sourceCall { asset, index });
    assert_eq!((kept.decimals, kept.phase), (uint(8), uint(7)));
    proxy.decimals.set(18);
    assert_eq!(states(&stage, ETHER)[0], 1, "not read within a phase");
    proxy.phase.set(8);
    assert_eq!(states(&stage, ETHER)[0], 8);
    proxy.decimals.set(8);
    assert_eq!(states(&stage, ETHER)[0], 1);
}
