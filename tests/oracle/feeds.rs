//! Answers of feeds that are not believed.

use ballast_abi::oracle::Oracle as Abi;
use ballast_tests::{DEPLOYER, DOLLARS, Feed, SourceTerms, uint};

use crate::{DOLLAR, ONE, Stage};

const LIVE: u64 = 1;
const NO_PRICE: u64 = 4;
const INCOMPLETE: u64 = 5;
const STALE: u64 = 6;
const OUT_OF_BAND: u64 = 7;
const RESCALED: u64 = 8;

#[test]
fn answers_of_nothing_or_below_are_no_price() {
    let stage = Stage::new();
    let now = stage.now();
    for answer in [0, -1, i128::MIN] {
        stage.feed.force(answer, now, now, 0);
        assert_eq!(stage.state(), NO_PRICE);
        stage.pricing.misses(stage.asset(), 0, 1);
    }
    stage.feed.transmit(DOLLAR);
    assert_eq!(stage.state(), LIVE);
}

#[test]
fn rounds_without_an_answer_of_their_own_are_not_believed() {
    let stage = Stage::new();
    let now = stage.now();
    stage.feed.force(DOLLAR, now, 0, 0);
    assert_eq!(stage.state(), INCOMPLETE);
    stage.feed.force(DOLLAR, now, now, 1);
    assert_eq!(stage.state(), INCOMPLETE);
    stage.pricing.misses(stage.asset(), 0, 1);
}

/// At the heartbeat an answer counts, a second later it does not, and one from the future never.
#[test]
fn each_feed_has_its_own_heartbeat() {
    let stage = Stage::new();
    let then = stage.now() + 7_200;
    stage.chain.node().mine_at(then).unwrap();
    // Written in the next block, and looked at in the one after.
    for (age, state) in [(3_600, LIVE), (3_601, STALE), (0, LIVE)] {
        let look = stage.now() + 2;
        stage.feed.force(DOLLAR, look - age, look - age, 0);
        assert_eq!(stage.state(), state, "{age}");
    }
    let look = stage.now() + 2;
    stage.feed.force(DOLLAR, look, look + 1, 0);
    assert_eq!(stage.state(), STALE);
    stage.pricing.misses(stage.asset(), 0, 1);
}

#[test]
fn the_edges_of_the_band_are_not_believed() {
    let stage = Stage::new();
    let terms = SourceTerms {
        lower: 100 * DOLLAR as u128,
        upper: 10_000 * DOLLAR as u128,
        ..SourceTerms::feed(stage.feed.address())
    };
    stage.pricing.set(stage.asset(), 0, terms);
    for (answer, state) in [
        (100 * DOLLAR, OUT_OF_BAND),
        (100 * DOLLAR + 1, LIVE),
        (10_000 * DOLLAR - 1, LIVE),
        (10_000 * DOLLAR, OUT_OF_BAND),
    ] {
        stage.feed.transmit(answer);
        assert_eq!(stage.state(), state);
    }
}

/// Behind the same proxy an aggregator of other decimals answers: none of its prices is believed, until
/// the source is set again. One of the same decimals goes on.
#[test]
fn decimals_are_pinned() {
    let mut stage = Stage::new();
    let same = Feed::aggregator(&stage.chain, 8, [0, i128::MAX >> 1]);
    stage.feed.switch(same);
    stage.feed.transmit(3_100 * DOLLAR);
    let (asset, feed) = (stage.asset(), stage.feed.address());
    let quote = stage.pricing.quote(ONE, asset, DOLLARS);
    assert_eq!(quote, uint(3_100 * ONE));
    let other = Feed::aggregator(&stage.chain, 18, [0, i128::MAX >> 1]);
    stage.feed.switch(other);
    stage.feed.transmit(3_000 * ONE as i128);
    assert_eq!(stage.state(), RESCALED);
    stage.pricing.misses(asset, 0, 1);
    stage.pricing.set(asset, 0, SourceTerms::feed(feed));
    let quote = stage.pricing.quote(ONE, asset, DOLLARS);
    assert_eq!(quote, uint(3_000 * ONE));
    let index = uint(0);
    let source = stage.pricing.oracle.ask(&Abi::sourceCall { asset, index });
    assert_eq!((source.decimals, source.phase), (uint(18), uint(3)));
}

#[test]
fn what_is_no_feed_is_refused() {
    let stage = Stage::new();
    let target = stage.asset();
    let error = Abi::InvalidSource { target };
    let call = SourceTerms::feed(target).set(target, 0);
    stage.pricing.oracle.refuses(DEPLOYER, &call, &error);
}
