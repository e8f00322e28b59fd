//! Several sources of one price.

use alloy_primitives::Address;
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::{SolCall, SolError, SolValue, sol};
use ballast_abi::oracle::IPriceOracle::getQuoteCall;
use ballast_abi::oracle::Oracle as Abi;
use ballast_tests::{ALICE, Contract, DEPLOYER, DOLLARS, Feed, SourceTerms, peers, uint};

use crate::{DOLLAR, ONE, Stage};

sol! {
    function setMode(uint8 mode) external;
}

/// A stage whose asset has so many feeds beside the first one, at these dollars.
fn with(dollars: &[i128], least: u128) -> (Stage, Vec<Feed>) {
    let stage = Stage::new();
    stage.pricing.register(stage.asset(), least, 200);
    let mut feeds = vec![stage.feed.clone()];
    for (index, dollars) in (1..).zip(dollars) {
        let feed = Feed::new(&stage.chain, 8, dollars * DOLLAR);
        let terms = SourceTerms::feed(feed.address());
        stage.pricing.set(stage.asset(), index, terms);
        feeds.push(feed);
    }
    (stage, feeds)
}

fn quote(stage: &Stage) -> u128 {
    let value = stage.pricing.quote(ONE, stage.asset(), DOLLARS);
    (value / uint(ONE)).to()
}

#[test]
fn the_median_of_up_to_five_counts() {
    let (stage, feeds) = with(&[3_010, 2_990, 3_020, 2_970], 3);
    assert_eq!(quote(&stage), 3_000);
    assert_eq!(stage.pricing.states(stage.asset()), [1; 5]);
    // Two that lie move it no further than to another honest one.
    feeds[3].transmit(1);
    feeds[4].transmit(2);
    assert_eq!(quote(&stage), 2_990);
    assert_eq!(stage.pricing.states(stage.asset()), [1, 1, 1, 11, 11]);
    // A third leaves none in the middle that enough agree with.
    feeds[2].transmit(3);
    stage.pricing.misses(stage.asset(), 1, 3);
}

#[test]
fn one_that_fails_takes_no_price_down() {
    let (stage, feeds) = with(&[3_010, 3_020], 2);
    assert_eq!(quote(&stage), 3_010);
    feeds[1].force(0, 1, 1, 0);
    assert_eq!(quote(&stage), 3_010, "the mean of 3,000 and 3,020");
    assert_eq!(stage.pricing.states(stage.asset()), [1, 4, 1, 0, 0]);
    feeds[2].force(0, 1, 1, 0);
    stage.pricing.misses(stage.asset(), 1, 2);
}

/// Two sources must agree with each other, whichever of them is wrong.
#[test]
fn of_two_that_disagree_neither_is_believed() {
    let (stage, feeds) = with(&[3_059], 1);
    assert_eq!(quote(&stage), 3_029);
    feeds[1].transmit(3_061 * DOLLAR);
    stage.pricing.misses(stage.asset(), 0, 1);
    assert_eq!(stage.pricing.states(stage.asset()), [11, 11, 0, 0, 0]);
}

fn hostile(stage: &Stage, index: u128) -> Contract {
    let code = peers().contract("HostileFeed").unwrap();
    let arguments = uint(3_000 * DOLLAR as u128).abi_encode();
    let address = stage.chain.create(code, &arguments).unwrap();
    stage
        .pricing
        .set(stage.asset(), index, SourceTerms::feed(address));
    Contract::new(stage.chain.clone(), address)
}

/// Whatever a feed does, the others count, and it costs no more than its bound.
#[test]
fn a_hostile_feed_stops_nothing() {
    let (stage, _) = with(&[3_010], 2);
    let feed = hostile(&stage, 2);
    assert_eq!(quote(&stage), 3_000);
    for mode in 1..=4 {
        feed.send(DEPLOYER, &setModeCall { mode });
        assert_eq!(quote(&stage), 3_005, "mode {mode}");
        assert_eq!(stage.pricing.states(stage.asset()), [1, 1, 3, 0, 0]);
        let call = getQuoteCall {
            inAmount: uint(ONE),
            base: stage.asset(),
            quote: DOLLARS,
        };
        let done = stage.pricing.oracle.send(ALICE, &call);
        let used = done.receipt.gas_used();
        assert!(used < 320_000, "mode {mode}: {used}");
    }
}

/// A caller cannot choose which source fails by bringing too little gas for it: with whatever gas, the
/// answer is that of all three, or none.
#[test]
fn too_little_gas_makes_no_other_price() {
    let (stage, feeds) = with(&[3_010, 3_020], 1);
    let call = getQuoteCall {
        inAmount: uint(ONE),
        base: stage.asset(),
        quote: DOLLARS,
    };
    let (mut refused, mut answered) = (0, 0);
    for gas in (60_000..420_000).step_by(7_000) {
        let request = TransactionRequest::default()
            .from(ALICE)
            .to(stage.pricing.oracle.address)
            .input(call.abi_encode().into())
            .gas_limit(gas);
        match stage.chain.node().call(&request) {
            Ok(answer) => {
                assert_eq!(answer, uint(3_010 * ONE).abi_encode());
                answered += 1;
            }
            Err(error) => {
                if let Some(data) = error.revert_data().filter(|data| !data.is_empty()) {
                    assert_eq!(data[..4], Abi::NotEnoughGas::SELECTOR);
                    refused += 1;
                }
            }
        }
    }
    assert!(
        refused > 5 && answered > 5,
        "{refused} and {answered} of {}",
        feeds.len()
    );
}

#[test]
fn a_disabled_source_is_not_asked() {
    let (stage, _) = with(&[3_010, 3_020], 2);
    let (asset, oracle) = (stage.asset(), &stage.pricing.oracle);
    let disable = |index: u128, disabled| {
        let index = uint(index);
        let call = Abi::setDisabledCall {
            asset,
            index,
            disabled,
        };
        stage.pricing.govern(&call);
    };
    disable(0, true);
    assert_eq!(quote(&stage), 3_015);
    disable(1, true);
    stage.pricing.misses(asset, 1, 2);
    assert_eq!(stage.pricing.states(asset), [2, 2, 1, 0, 0]);
    disable(1, false);
    assert_eq!(quote(&stage), 3_015);
    let index = uint(2);
    stage
        .pricing
        .govern(&Abi::removeSourceCall { asset, index });
    assert_eq!(stage.pricing.states(asset), [2, 1, 0, 0, 0]);
    let status = oracle.ask(&Abi::statusCall { asset });
    assert_eq!(status.targets[2], Address::ZERO);
    let error = Abi::UnknownSource { asset, index };
    oracle.refuses(ALICE, &Abi::sourceCall { asset, index }, &error);
    let index = uint(5);
    let error = Abi::UnknownSource { asset, index };
    oracle.refuses(ALICE, &Abi::sourceCall { asset, index }, &error);
}
