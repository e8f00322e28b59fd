//! What amounts are worth.

use alloy_primitives::{Address, U256};
use ballast_abi::oracle::IPriceOracle::{getQuoteCall, getQuotesCall};
use ballast_abi::oracle::Oracle as Abi;
use ballast_bench::peers::PeerToken;
use ballast_tests::{ALICE, DEPLOYER, DOLLARS, Feed, SourceTerms, token, uint};

use crate::{E36, ONE, Stage};

#[test]
fn an_amount_is_worth_its_price() {
    let stage = Stage::new();
    let (pricing, ether) = (&stage.pricing, stage.asset());
    assert_eq!(pricing.quote(ONE, ether, DOLLARS), uint(3_000 * ONE));
    assert_eq!(pricing.quote(3_000 * ONE, DOLLARS, ether), uint(ONE));
    // A unit of a dollar is worth less than a unit of ether.
    assert_eq!(pricing.quote(2_999, DOLLARS, ether), uint(0));
    let price = pricing.oracle.ask(&Abi::priceCall { asset: ether });
    assert_eq!(price.midE36, uint(3_000) * uint(E36));
    assert_eq!((price.bidE36, price.askE36), (price.midE36, price.midE36));
    let unit = pricing.oracle.ask(&Abi::numeraireCall {});
    assert_eq!((unit.asset, unit.decimals), (DOLLARS, 18));
}

#[test]
fn decimals_of_both_sides_count() {
    let stage = Stage::new();
    let (pricing, ether) = (&stage.pricing, stage.asset());
    // A token of six decimals at 1.01 dollars, by a feed of 18.
    let coin = token(&stage.chain, PeerToken::Silent).address;
    let feed = Feed::new(&stage.chain, 18, 1_010_000_000_000_000_000);
    pricing.list(coin, SourceTerms::feed(feed.address()));
    assert_eq!(
        pricing.quote(1_000_000, coin, DOLLARS),
        uint(ONE / 100 * 101)
    );
    // 3,000 / 1.01, rounded down; and back.
    assert_eq!(pricing.quote(ONE, ether, coin), uint(2_970_297_029));
    let back = pricing.quote(2_970_297_029, coin, ether);
    assert!(back < uint(ONE) && uint(ONE - ONE / 1_000_000_000) < back);
}

/// A market's three numbers in one call: they are what the quotes of 1e36 units are.
#[test]
fn a_price_is_the_quotes_of_its_scale() {
    let stage = Stage::new();
    let (pricing, ether) = (&stage.pricing, stage.asset());
    let wide = |target, confidence_bps| SourceTerms {
        confidence_bps,
        ..SourceTerms::feed(target)
    };
    pricing.set(ether, 0, wide(stage.feed.address(), 50));
    let coin = token(&stage.chain, PeerToken::Silent).address;
    let feed = Feed::new(&stage.chain, 18, 1_010_000_000_000_000_000);
    pricing.list(coin, wide(feed.address(), 10));
    for (base, quote) in [(ether, coin), (coin, ether), (ether, DOLLARS), (coin, coin)] {
        let [bid, ask] = pricing.quotes(E36, base, quote);
        let mid = pricing.quote(E36, base, quote);
        assert_eq!(pricing.unit_price(base, quote), [bid, mid, ask]);
    }
    // A unit of ether, of 18 decimals, in units of a coin of six: 3,000 / 1.01 of them, less twelve
    // decimals; at worst with half a per cent less, over a tenth of a per cent more.
    let exact = |numerator: u128, denominator: u128| {
        uint(E36 / 1_000_000_000_000) * uint(numerator) / uint(denominator)
    };
    let [bid, mid, ask] = pricing.unit_price(ether, coin);
    assert_eq!(mid, exact(300_000, 101));
    assert_eq!(bid, exact(298_500_000, 101_101));
    assert_eq!(ask, exact(301_500_000, 100_899) + uint(1));
}

#[test]
fn bid_and_ask_lie_around_the_quote() {
    let stage = Stage::new();
    let (pricing, ether) = (&stage.pricing, stage.asset());
    let terms = SourceTerms {
        confidence_bps: 50,
        ..SourceTerms::feed(stage.feed.address())
    };
    pricing.set(ether, 0, terms);
    assert_eq!(
        pricing.quotes(ONE, ether, DOLLARS),
        [2_985, 3_015].map(|v| uint(v * ONE))
    );
    assert_eq!(pricing.quote(ONE, ether, DOLLARS), uint(3_000 * ONE));
    // The other way round at the worst of it, too: 1 / 3,015 and 1 / 2,985.
    let [bid, ask] = pricing.quotes(ONE, DOLLARS, ether);
    assert_eq!(bid, uint(ONE / 3_015));
    assert_eq!(ask, uint(ONE / 2_985 + 1));
}

/// A feed that has it the other way round is inverted; one so high that nothing is left has no price.
#[test]
fn a_feed_may_be_inverted() {
    let stage = Stage::new();
    let (pricing, ether) = (&stage.pricing, stage.asset());
    // Ether for a dollar: a 4,000th, with 18 decimals.
    let feed = Feed::new(&stage.chain, 18, 250_000_000_000_000);
    let terms = SourceTerms {
        kind: 4,
        ..SourceTerms::feed(feed.address())
    };
    pricing.set(ether, 0, terms);
    assert_eq!(pricing.quote(ONE, ether, DOLLARS), uint(4_000 * ONE));
    // 10^27 and 10^28 ether for a dollar, without decimals.
    let feed = Feed::new(&stage.chain, 0, 10_i128.pow(27));
    let terms = SourceTerms {
        kind: 4,
        ..SourceTerms::feed(feed.address())
    };
    pricing.set(ether, 0, terms);
    let price = pricing.oracle.ask(&Abi::priceCall { asset: ether });
    assert_eq!(price.midE36, uint(1_000_000_000));
    feed.transmit(10_i128.pow(28));
    pricing.misses(ether, 0, 1);
}

/// A staked token in ether, and ether in dollars.
#[test]
fn prices_are_multiplied() {
    let stage = Stage::new();
    let (pricing, ether) = (&stage.pricing, stage.asset());
    let staked = token(&stage.chain, PeerToken::Solmate).address;
    let feed = Feed::new(&stage.chain, 18, 1_200_000_000_000_000_000);
    let terms = SourceTerms {
        quote: ether,
        ..SourceTerms::feed(feed.address())
    };
    pricing.list(staked, terms);
    assert_eq!(pricing.quote(ONE, staked, DOLLARS), uint(3_600 * ONE));
    assert_eq!(pricing.quote(ONE, staked, ether), uint(ONE / 10 * 12));
    assert_eq!(
        pricing.oracle.ask(&Abi::assetCall { asset: staked }).level,
        uint(2)
    );
    // Without what it is quoted in it has no price either.
    stage.feed.force(0, 1, 1, 0);
    pricing.misses(staked, 0, 1);
    assert_eq!(pricing.states(staked), [10, 0, 0, 0, 0]);
}

#[test]
fn no_price_is_multiplied_in_a_circle_or_too_often() {
    let stage = Stage::new();
    let (pricing, ether) = (&stage.pricing, stage.asset());
    let chain = |quote: Address| {
        let asset = token(&stage.chain, PeerToken::Solmate).address;
        let terms = SourceTerms {
            quote,
            ..SourceTerms::feed(stage.feed.address())
        };
        pricing.register(asset, 1, 500);
        (asset, terms)
    };
    let (second, terms) = chain(ether);
    pricing.set(second, 0, terms);
    let (third, terms) = chain(second);
    pricing.set(third, 0, terms);
    let (fourth, terms) = chain(third);
    let too_deep = |asset| Abi::TooDeep {
        asset,
        level: uint(4),
        max: uint(3),
    };
    pricing
        .oracle
        .refuses(DEPLOYER, &terms.set(fourth, 0), &too_deep(fourth));
    // In a circle.
    let terms = SourceTerms {
        quote: third,
        ..terms
    };
    pricing
        .oracle
        .refuses(DEPLOYER, &terms.set(ether, 1), &too_deep(ether));
    // Ether by another of the second level is let be, and leaves those without a price that count on it.
    let (other, terms) = chain(DOLLARS);
    pricing.set(other, 0, terms);
    let terms = SourceTerms {
        quote: other,
        ..terms
    };
    pricing.set(ether, 1, terms);
    pricing.misses(second, 0, 1);
}

#[test]
fn what_has_no_price_reverts() {
    let stage = Stage::new();
    let (oracle, ether) = (&stage.pricing.oracle, stage.asset());
    let unknown = token(&stage.chain, PeerToken::Solmate).address;
    for (base, quote) in [(unknown, DOLLARS), (ether, unknown)] {
        let call = getQuoteCall {
            inAmount: uint(1),
            base,
            quote,
        };
        oracle.refuses(ALICE, &call, &Abi::UnknownAsset { asset: unknown });
        let call = getQuotesCall {
            inAmount: uint(1),
            base,
            quote,
        };
        oracle.refuses(ALICE, &call, &Abi::UnknownAsset { asset: unknown });
    }
    let call = getQuoteCall {
        inAmount: U256::MAX,
        base: ether,
        quote: DOLLARS,
    };
    let error = Abi::QuoteOverflow {
        inAmount: U256::MAX,
        base: ether,
        quote: DOLLARS,
    };
    oracle.refuses(ALICE, &call, &error);
    // An asset is worth itself, whether it has a price or not.
    assert_eq!(stage.pricing.quote(7, unknown, unknown), uint(7));
    assert_eq!(stage.pricing.quotes(7, ether, ether), [uint(7); 2]);
    let naught = stage.pricing.quote(0, ether, DOLLARS);
    assert_eq!(naught, U256::ZERO);
}
