//! Who changes what is believed, and what the logs say of it.

use alloy_primitives::{Address, U256, keccak256};
use alloy_sol_types::{SolCall, SolEvent};
use ballast_abi::oracle::Oracle::{
    self as Abi, AssetChanged, RoleChanged, SourceChanged, SourceDisabled,
};
use ballast_tests::{ALICE, BOB, CAROL, DEPLOYER, DOLLARS, MALLORY, SourceTerms, uint};

use crate::Stage;

/// A stage with a sentinel.
fn guarded() -> Stage {
    let stage = Stage::new();
    let call = Abi::setSentinelCall { sentinel: CAROL };
    stage.pricing.govern(&call);
    stage
}

fn refused(stage: &Stage, caller: Address, call: &impl SolCall) {
    let error = Abi::Unauthorized { caller };
    stage.pricing.oracle.refuses(caller, call, &error);
}

#[test]
fn the_authority_moves_in_two_steps() {
    let stage = guarded();
    let oracle = &stage.pricing.oracle;
    let offer = Abi::transferAuthorityCall { to: BOB };
    refused(&stage, ALICE, &offer);
    refused(&stage, CAROL, &offer);
    stage.pricing.govern(&offer);
    assert_eq!(oracle.ask(&Abi::authorityCall {}), DEPLOYER);
    assert_eq!(oracle.ask(&Abi::pendingAuthorityCall {}), BOB);
    refused(&stage, ALICE, &Abi::acceptAuthorityCall {});
    let done = oracle.send(BOB, &Abi::acceptAuthorityCall {});
    let log = RoleChanged {
        role: keccak256("authority"),
        from: DEPLOYER,
        to: BOB,
    };
    assert_eq!(done.logs(), [(oracle.address, log.encode_log_data())]);
    refused(&stage, DEPLOYER, &Abi::setSentinelCall { sentinel: BOB });
    refused(&stage, BOB, &Abi::acceptAuthorityCall {});
}

/// Whatever else there is to set, strangers set none of it, and the sentinel nothing that widens.
#[test]
fn the_sentinel_narrows_and_nothing_else() {
    let stage = guarded();
    let (asset, oracle) = (stage.asset(), &stage.pricing.oracle);
    let usual = SourceTerms {
        lower: 100,
        upper: 1_000_000_000_000,
        confidence_bps: 50,
        ..SourceTerms::feed(stage.feed.address())
    };
    stage.pricing.set(asset, 0, usual);
    stage.pricing.register(asset, 1, 400);
    let set_asset = |least: u128, deviation: u128| Abi::setAssetCall {
        asset,
        least: uint(least),
        deviationBps: uint(deviation),
    };
    let widening = [
        SourceTerms {
            span: 3_601,
            ..usual
        },
        SourceTerms { lower: 99, ..usual },
        SourceTerms {
            upper: 1_000_000_000_001,
            ..usual
        },
        SourceTerms {
            confidence_bps: 49,
            ..usual
        },
        SourceTerms { kind: 4, ..usual },
        SourceTerms {
            target: MALLORY,
            ..usual
        },
        SourceTerms {
            quote: MALLORY,
            ..usual
        },
    ];
    for terms in widening {
        refused(&stage, CAROL, &terms.set(asset, 0));
    }
    refused(&stage, CAROL, &usual.set(asset, 1));
    refused(&stage, CAROL, &set_asset(1, 401));
    refused(
        &stage,
        CAROL,
        &Abi::removeSourceCall {
            asset,
            index: uint(0),
        },
    );
    refused(&stage, CAROL, &Abi::setSentinelCall { sentinel: MALLORY });
    let narrow = SourceTerms {
        span: 3_599,
        lower: 101,
        confidence_bps: 51,
        ..usual
    };
    refused(&stage, ALICE, &narrow.set(asset, 0));
    refused(&stage, ALICE, &set_asset(2, 300));
    oracle.send(CAROL, &narrow.set(asset, 0));
    oracle.send(CAROL, &set_asset(2, 300));
    refused(&stage, CAROL, &set_asset(1, 300));
    let disable = |disabled| Abi::setDisabledCall {
        asset,
        index: uint(0),
        disabled,
    };
    refused(&stage, ALICE, &disable(true));
    oracle.send(CAROL, &disable(true));
    refused(&stage, CAROL, &disable(false));
    stage.pricing.misses(asset, 0, 2);
    assert_eq!(stage.state(), 2);
}

#[test]
fn every_change_says_both_sides() {
    let stage = guarded();
    let (asset, oracle) = (stage.asset(), &stage.pricing.oracle);
    let done = stage.pricing.govern(&Abi::setAssetCall {
        asset,
        least: uint(2),
        deviationBps: uint(300),
    });
    let log = AssetChanged {
        asset,
        from: [1, 500].map(uint),
        to: [2, 300].map(uint),
    };
    assert_eq!(done.logs(), [(oracle.address, log.encode_log_data())]);
    let number = |address: Address| U256::from_be_bytes(address.into_word().0);
    let (feed, unit) = (number(stage.feed.address()), number(DOLLARS));
    let words = |span: u128, confidence: u128| {
        let upper = uint(u128::MAX);
        [
            uint(1),
            feed,
            unit,
            uint(span),
            uint(0),
            upper,
            uint(confidence),
        ]
    };
    let terms = SourceTerms {
        span: 60,
        confidence_bps: 7,
        ..SourceTerms::feed(stage.feed.address())
    };
    let index = uint(0);
    let done = oracle.send(CAROL, &terms.set(asset, 0));
    let (from, to) = (words(3_600, 0), words(60, 7));
    let log = SourceChanged {
        asset,
        index,
        from,
        to,
    };
    assert_eq!(done.logs(), [(oracle.address, log.encode_log_data())]);
    let disabled = true;
    let done = oracle.send(
        CAROL,
        &Abi::setDisabledCall {
            asset,
            index,
            disabled,
        },
    );
    let log = SourceDisabled {
        asset,
        index,
        from: false,
        to: true,
    };
    assert_eq!(done.logs(), [(oracle.address, log.encode_log_data())]);
    let done = stage
        .pricing
        .govern(&Abi::removeSourceCall { asset, index });
    let log = SourceChanged {
        asset,
        index,
        from: words(60, 7),
        to: [U256::ZERO; 7],
    };
    assert_eq!(done.logs(), [(oracle.address, log.encode_log_data())]);
}

#[test]
fn arguments_have_bounds() {
    let stage = Stage::new();
    let (asset, oracle) = (stage.asset(), &stage.pricing.oracle);
    let out_of = |call: &Abi::setAssetCall, [value, min, max]: [u128; 3]| {
        let [value, min, max] = [value, min, max].map(uint);
        oracle.refuses(DEPLOYER, call, &Abi::OutOfBounds { value, min, max });
    };
    let usual = Abi::setAssetCall {
        asset,
        least: uint(1),
        deviationBps: uint(1),
    };
    out_of(
        &Abi::setAssetCall {
            least: uint(0),
            ..usual.clone()
        },
        [0, 1, 5],
    );
    out_of(
        &Abi::setAssetCall {
            least: uint(6),
            ..usual.clone()
        },
        [6, 1, 5],
    );
    out_of(
        &Abi::setAssetCall {
            deviationBps: uint(5_001),
            ..usual.clone()
        },
        [5_001, 1, 5_000],
    );
    out_of(
        &Abi::setAssetCall {
            deviationBps: uint(0),
            ..usual.clone()
        },
        [0, 1, 5_000],
    );
    for asset in [Address::ZERO, DOLLARS] {
        let call = Abi::setAssetCall {
            asset,
            ..usual.clone()
        };
        oracle.refuses(DEPLOYER, &call, &Abi::InvalidAsset { asset });
    }
    let unknown = Address::repeat_byte(9);
    let call = SourceTerms::feed(stage.feed.address()).set(unknown, 0);
    oracle.refuses(DEPLOYER, &call, &Abi::UnknownAsset { asset: unknown });
    let call = SourceTerms::feed(stage.feed.address()).set(asset, 5);
    let [value, min, max] = [5, 0, 4].map(uint);
    oracle.refuses(DEPLOYER, &call, &Abi::OutOfBounds { value, min, max });
    assert_eq!(oracle.ask(&Abi::assetCountCall {}), uint(1));
    assert_eq!(oracle.ask(&Abi::assetAtCall { index: uint(0) }), asset);
    assert_eq!(
        oracle.ask(&Abi::assetAtCall { index: uint(1) }),
        Address::ZERO
    );
}

#[test]
fn it_needs_a_unit_and_an_authority() {
    use ballast_artifacts::ORACLE;
    use ballast_client::deploy::Plan;
    let stage = Stage::new();
    let deploy = |numeraire, authority| {
        let constructor = Abi::constructorCall {
            numeraire,
            authority,
        };
        let mut plan = Plan::new("twice");
        plan.add("oracle", ORACLE.code, &constructor, false)
            .unwrap();
        stage.chain.deploy(&plan)
    };
    assert!(deploy(Address::ZERO, ALICE).is_err());
    assert!(deploy(DOLLARS, Address::ZERO).is_err());
    assert!(deploy(DOLLARS, ALICE).is_ok());
}
