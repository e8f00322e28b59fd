//! Who sets what, and what is never set.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError, SolEvent};
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::params::IValidator::validateCall;
use ballast_bench::peers::PeerToken;
use ballast_tests::lending::{ETHER_LTV, Lending, TERMS, borrow, pledge, supply};
use ballast_tests::{ALICE, BOB, CAROL, DEPLOYER, MALLORY, TOKEN, token, uint};

use crate::set_ltv;

/// Carol may narrow.
fn with_sentinel() -> Lending {
    let lending = Lending::new();
    lending.govern(&Risk::setSentinelCall { sentinel: CAROL });
    lending
}

/// What a governor asks before a proposal waits says what the call would.
fn foresees<C: SolCall>(lending: &Lending, call: &C, error: &impl SolError) {
    let validate = validateCall {
        data: call.abi_encode().into(),
    };
    lending.refuses(MALLORY, &validate, error);
    lending.refuses(DEPLOYER, call, error);
}

fn passes<C: SolCall>(lending: &Lending, call: &C) {
    let validate = validateCall {
        data: call.abi_encode().into(),
    };
    let answer = lending.market.ask(&validate);
    assert_eq!(answer.0, validateCall::SELECTOR);
    lending.govern(call);
}

#[test]
fn a_market_says_how_it_is_governed() {
    let lending = Lending::new();
    let market = &lending.market;
    assert_eq!(market.ask(&Risk::authorityCall {}), DEPLOYER);
    assert_eq!(
        market.ask(&Risk::oracleCall {}),
        lending.pricing.oracle.address
    );
    let listed = market.ask(&Risk::collateralsCall {});
    assert_eq!(listed, [lending.ether.address, lending.shares()]);
    let collateral = lending.ether.address;
    let terms = market.ask(&Risk::collateralTermsCall { collateral });
    assert_eq!(
        [
            terms.borrowBps,
            terms.liquidationBps,
            terms.liquidationEndBps
        ],
        [ETHER_LTV[0], ETHER_LTV[1], ETHER_LTV[1]].map(uint)
    );
    assert!(terms.listed && terms.total.is_zero());
    assert_eq!(terms.cap, uint(u128::MAX));
    let kept = market.ask(&Risk::liquidationTermsCall {});
    assert_eq!(kept.abi_encode_words(), TERMS.abi_encode_words());
    let pricing = market.ask(&Risk::pricingCall {});
    assert_eq!(
        (pricing.fastSeconds, pricing.slowSeconds),
        (uint(600), uint(21_600))
    );
    let rate = market.ask(&Risk::rateModelCall {});
    // Four per cent a year at target; a quarter of that at no utilization.
    assert_eq!((rate.kind, rate.rateNow), (U256::ZERO, uint(317_097_919)));
}

/// Fields in order, for comparing.
trait Words {
    fn abi_encode_words(&self) -> Vec<u8>;
}

impl Words for Risk::LiquidationTerms {
    fn abi_encode_words(&self) -> Vec<u8> {
        alloy_sol_types::SolValue::abi_encode(self)
    }
}

#[test]
fn only_the_authority_widens() {
    let lending = with_sentinel();
    let ether = lending.ether.address;
    let zero = U256::ZERO;
    let refused = |from: Address| Abi::Unauthorized { caller: from };
    for from in [CAROL, MALLORY] {
        let error = refused(from);
        let market = &lending.market;
        market.refuses(from, &set_ltv(ether, 8_001, 8_500, 0), &error);
        market.refuses(from, &set_ltv(ether, 8_000, 8_600, 0), &error);
        let terms = Risk::setTermsCall { terms: TERMS };
        market.refuses(from, &terms, &error);
        let fees = Risk::setFeesCall {
            feeBps: zero,
            reservePartBps: zero,
            flashFeeBps: zero,
        };
        market.refuses(from, &fees, &error);
        market.refuses(from, &Risk::setAdaptiveModelCall {}, &error);
        let listed = Risk::setListedCall {
            collateral: ether,
            listed: true,
        };
        market.refuses(from, &listed, &error);
        market.refuses(from, &Risk::setSentinelCall { sentinel: from }, &error);
        market.refuses(from, &Risk::setParamsCall { params: from }, &error);
        market.refuses(from, &Risk::transferAuthorityCall { to: from }, &error);
        market.refuses(from, &Risk::acceptAuthorityCall {}, &error);
    }
}

/// The sentinel narrows, and what it narrows nobody but the authority widens again. What lowers risk
/// stays open.
#[test]
fn the_sentinel_stops_what_is_new_and_nothing_else() {
    let lending = with_sentinel();
    let (market, ether) = (&lending.market, lending.ether.address);
    lending.supply(BOB, 1_000 * TOKEN);
    lending.pledge(ALICE, ether, TOKEN);
    lending.borrow(ALICE, 100 * TOKEN);
    market.send(CAROL, &set_ltv(ether, 0, 8_500, 0));
    let caps = Risk::setCapsCall {
        supplyCap: U256::ZERO,
        borrowCap: U256::ZERO,
    };
    market.send(CAROL, &caps);
    let cap = Risk::setCollateralCapCall {
        collateral: ether,
        cap: U256::ZERO,
    };
    market.send(CAROL, &cap);
    let unlisted = Risk::setListedCall {
        collateral: ether,
        listed: false,
    };
    market.send(CAROL, &unlisted);
    let stops = |supply, borrow| Risk::setStopsCall {
        supplyStopped: supply,
        borrowStopped: borrow,
    };
    let done = market.send(CAROL, &stops(true, true));
    let logs = done.logs();
    let log = Risk::StopsChanged::decode_log_data(&logs[0].1).expect("it is said");
    assert_eq!((log.from, log.to), ([false; 2], [true; 2]));
    let error = Abi::Unauthorized { caller: CAROL };
    market.refuses(CAROL, &stops(true, false), &error);
    market.refuses(BOB, &supply(TOKEN, BOB), &Abi::SupplyStopped {});
    market.refuses(ALICE, &borrow(TOKEN, ALICE), &Abi::BorrowStopped {});
    let collateral = ether;
    market.refuses(
        BOB,
        &pledge(ether, TOKEN, BOB),
        &Abi::NotListed { collateral },
    );
    lending.repay(ALICE, 50 * TOKEN);
    lending.withdraw(BOB, 900 * TOKEN);
    lending.govern(&stops(false, false));
}

#[test]
fn what_contradicts_itself_is_refused() {
    let lending = Lending::new();
    let ether = lending.ether.address;
    let ltvs = |borrow, liquidation| Risk::InvalidLtv {
        borrowBps: uint(borrow),
        liquidationBps: uint(liquidation),
    };
    foresees(
        &lending,
        &set_ltv(ether, 8_500, 8_500, 0),
        &ltvs(8_500, 8_500),
    );
    // On its way down the line goes below the borrow LTV.
    foresees(
        &lending,
        &set_ltv(ether, 8_000, 7_900, 86_400),
        &ltvs(8_000, 7_900),
    );
    // 0.95 * 1.08 = 1.026: liquidating would make health worse.
    let steep = Risk::LiquidationTerms {
        mostBps: uint(10_800),
        ..TERMS
    };
    let shares = lending.shares();
    let admitted = |collateral, ltv| Risk::NotAdmitted {
        collateral,
        liquidationLtvBps: uint(ltv),
    };
    foresees(
        &lending,
        &Risk::setTermsCall {
            terms: steep.clone(),
        },
        &admitted(shares, 9_300),
    );
    let narrow = set_ltv(shares, 8_000, 9_000, 0);
    passes(&lending, &narrow);
    passes(
        &lending,
        &Risk::setTermsCall {
            terms: steep.clone(),
        },
    );
    foresees(
        &lending,
        &set_ltv(ether, 8_000, 9_500, 0),
        &admitted(ether, 9_500),
    );
    let inverse = Risk::LiquidationTerms {
        leastBps: uint(10_900),
        ..steep
    };
    let invalid = Risk::InvalidTerms {};
    foresees(&lending, &Risk::setTermsCall { terms: inverse }, &invalid);
    let pricing = Risk::setPricingCall {
        fastSeconds: uint(601),
        slowSeconds: uint(600),
        gated: false,
    };
    foresees(&lending, &pricing, &invalid);
    let fees = Risk::setFeesCall {
        feeBps: uint(5_001),
        reservePartBps: U256::ZERO,
        flashFeeBps: U256::ZERO,
    };
    let bounds = |value, max| Risk::OutOfBounds {
        value: uint(value),
        min: U256::ZERO,
        max: uint(max),
    };
    foresees(&lending, &fees, &bounds(5_001, 5_000));
    let unknown = validateCall {
        data: supply(1, ALICE).abi_encode().into(),
    };
    let selector = Abi::supplyCall::SELECTOR.into();
    lending.refuses(BOB, &unknown, &Risk::UnknownCall { selector });
}

#[test]
fn what_has_no_price_or_is_there_already_is_not_listed() {
    let lending = Lending::new();
    let list = |collateral| Risk::listCollateralCall {
        collateral,
        borrowBps: uint(7_000),
        liquidationBps: uint(7_500),
        cap: U256::MAX >> 128,
    };
    let coin = token(lending.market.chain(), PeerToken::Solmate).address;
    let missing = Abi::PriceMissing { collateral: coin };
    foresees(&lending, &list(coin), &missing);
    for collateral in [lending.ether.address, lending.scene.token.address, ALICE] {
        let error = Risk::InvalidCollateral { collateral };
        foresees(&lending, &list(collateral), &error);
    }
}

/// A liquidation LTV moves along its line and never jumps; nobody is liquidated before the line says.
#[test]
fn a_liquidation_ltv_moves_along_its_line() {
    let lending = Lending::new();
    let collateral = lending.ether.address;
    lending.govern(&set_ltv(collateral, 7_000, 7_500, 10_000));
    let ltv = || {
        let terms = lending
            .market
            .ask(&Risk::collateralTermsCall { collateral });
        [terms.liquidationBps, terms.liquidationEndBps].map(|ltv| ltv.to::<u64>())
    };
    assert_eq!(ltv(), [8_500, 7_500]);
    lending.pass(5_000);
    lending.market.send(BOB, &Risk::pokeCall { collateral });
    assert_eq!(ltv(), [8_000, 7_500]);
    // The sentinel lowers the borrow LTV and leaves the line as it is.
    lending.govern(&Risk::setSentinelCall { sentinel: CAROL });
    lending
        .market
        .send(CAROL, &set_ltv(collateral, 6_000, 7_500, 0));
    assert_eq!(ltv()[0], 8_000);
    lending.pass(6_000);
    lending.market.send(BOB, &Risk::pokeCall { collateral });
    assert_eq!(ltv(), [7_500, 7_500]);
}

#[test]
fn roles_change_hands_in_two_steps() {
    let lending = Lending::new();
    let market = &lending.market;
    lending.govern(&Risk::transferAuthorityCall { to: ALICE });
    assert_eq!(market.ask(&Risk::pendingAuthorityCall {}), ALICE);
    assert_eq!(market.ask(&Risk::authorityCall {}), DEPLOYER);
    market.send(ALICE, &Risk::acceptAuthorityCall {});
    assert_eq!(market.ask(&Risk::authorityCall {}), ALICE);
    assert_eq!(market.ask(&Risk::pendingAuthorityCall {}), Address::ZERO);
    let stop = Risk::setSentinelCall { sentinel: BOB };
    market.refuses(DEPLOYER, &stop, &Abi::Unauthorized { caller: DEPLOYER });
}

/// Fees become shares: the reserve's part stays, the rest goes to its recipient when anybody asks.
#[test]
fn fees_are_collected_by_anybody_for_their_recipient() {
    let lending = Lending::new();
    lending.govern(&Risk::setFeesCall {
        feeBps: uint(1_000),
        reservePartBps: uint(2_500),
        flashFeeBps: U256::ZERO,
    });
    lending.govern(&Risk::setFeeRecipientCall { recipient: CAROL });
    lending.supply(BOB, 1_000 * TOKEN);
    lending.pledge(ALICE, lending.ether.address, TOKEN);
    lending.borrow(ALICE, 900 * TOKEN);
    lending.pass(30 * 86_400);
    let done = lending.market.send(MALLORY, &Risk::collectFeesCall {});
    let shares = done.returned;
    assert_eq!(lending.position(CAROL)[0], shares);
    let reserves = lending.market.ask(&Risk::reservesCall {});
    // The view sees the next second.
    assert!(reserves.feeShares < shares / uint(1_000_000));
    // A quarter for the reserve, three for the recipient, but for a rounding.
    assert!((shares + reserves.feeShares).abs_diff(reserves.reserveShares * uint(3)) < uint(4));
    // A tenth of the interest.
    let [supplied, _, owed, _] = lending.totals();
    let interest = owed - uint(900 * TOKEN);
    assert_eq!(supplied, uint(1_000 * TOKEN) + interest);
    let fee = lending.supplied_of(CAROL) * uint(4) / uint(3);
    assert!((interest / uint(10)).abs_diff(fee) < interest / uint(1_000));
}
