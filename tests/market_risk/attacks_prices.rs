//! Prices that are pushed, and moments that are chosen: what each rule keeps an attacker from, and
//! what they get without it.

use alloy_primitives::U256;
use alloy_sol_types::{SolError, SolValue};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_bench::peers::PeerToken;
use ballast_tests::lending::{borrow, pledge, withdraw};
use ballast_tests::{
    ALICE, BOB, CAROL, Contract, MALLORY, SourceTerms, TOKEN, deposit, near, peers, uint,
};

use crate::{Stage, liquidate, plain_terms};

const LTV: [u128; 2] = [8_000, 8_500];

/// 3,000 dollars.
const CENTS: i128 = 300_000;

/// Ten minutes and six hours.
const FAST: u64 = 600;
const SLOW: u64 = 21_600;

fn watched() -> Stage {
    let stage = Stage::new(CENTS, plain_terms(), LTV);
    stage.averages(FAST, SLOW);
    stage
}

/// Ten times the price for a block: nothing more can be borrowed. Without averages the suppliers
/// would be left with a debt of 20,000 against 3,000.
#[test]
fn scenario_30_a_price_pushed_up_borrows_nothing() {
    let stage = watched();
    let lending = &stage.lending;
    lending.pledge(MALLORY, stage.ether(), TOKEN);
    stage.price(CENTS * 10);
    let call = borrow(20_000 * TOKEN, MALLORY);
    let error = Abi::InsufficientCollateral { account: MALLORY };
    lending.refuses(MALLORY, &call, &error);
    // Not with the next block's push either: two ends of one second.
    stage.poke();
    lending.refuses(MALLORY, &call, &error);

    stage.averages(0, 0);
    lending.borrow(MALLORY, 20_000 * TOKEN);
    stage.price(CENTS);
    stage
        .lending
        .market
        .send(BOB, &liquidate(MALLORY, stage.ether(), U256::MAX));
    let [supplied, ..] = lending.totals();
    // 3,000 / 1.0438 came back.
    near(uint(100_000 * TOKEN) - supplied, 17_126 * TOKEN, TOKEN);
}

/// A fifth less for a block liquidates nobody. Without averages a healthy borrower loses the bonus.
#[test]
fn scenario_30_a_price_pushed_down_liquidates_nobody() {
    let stage = watched();
    stage.owe(TOKEN, 2_399 * TOKEN);
    stage.price(CENTS / 5 * 4);
    let call = liquidate(ALICE, stage.ether(), U256::MAX);
    let healthy = Risk::Healthy { account: ALICE };
    stage.lending.refuses(BOB, &call, &healthy);
    stage.averages(0, 0);
    stage.lending.market.send(BOB, &call);
}

/// Both ends of a long silence pushed: the fast mean goes 22 % of the way, whoever waits how long.
#[test]
fn a_silence_helps_nobody() {
    let stage = watched();
    stage.poke();
    stage.price(CENTS / 2);
    stage.poke();
    stage.price(CENTS);
    stage.lending.pass(86_400);
    stage.price(CENTS / 2);
    stage.poke();
    let collateral = stage.ether();
    let prices = stage.lending.market.ask(&Risk::pricesOfCall { collateral });
    let moved = |price: U256| 100 - (price * uint(100) / (prices.spot * uint(2))).to::<u64>();
    // 22.1 % of the half, and a second's part.
    assert!(
        (11..=12).contains(&moved(prices.fast)),
        "{}",
        moved(prices.fast)
    );
    assert!(moved(prices.slow) <= 12);
}

/// The slow average delays a liquidation by what the terms say, from when somebody touched the
/// account, and a price that is lifted for a moment does not begin that anew.
#[test]
fn a_slow_average_delays_as_long_as_the_terms_say() {
    let stage = watched();
    stage.owe(TOKEN, 2_399 * TOKEN);
    // Health 0.992 at spot.
    stage.price(280_000);
    stage.poke_every(FAST / 4, 20);
    assert_eq!(stage.state(), 1);
    let (market, account) = (&stage.lending.market, ALICE);
    market.send(BOB, &Risk::touchCall { account });
    let since = market.chain().node().latest().header.timestamp;
    let until = U256::from(since + 3_600);
    let call = liquidate(ALICE, stage.ether(), U256::MAX);
    stage
        .lending
        .refuses(BOB, &call, &Risk::LiquidationWaits { until });
    stage.price(CENTS);
    market.send(BOB, &Risk::touchCall { account });
    stage.price(280_000);
    stage
        .lending
        .refuses(BOB, &call, &Risk::LiquidationWaits { until });
    stage.lending.pass(3_600);
    stage.poke();
    assert_eq!(stage.state(), 2);
    let slow = stage.healths()[2];
    assert!(uint(TOKEN) < slow);
    market.send(BOB, &call);
}

/// Below the deep threshold at spot and at the fast average nothing is waited for.
#[test]
fn what_is_deep_is_not_waited_for() {
    let stage = watched();
    stage.owe(TOKEN, 2_399 * TOKEN);
    // Health 0.92.
    stage.price(260_000);
    stage.poke_every(FAST / 4, 20);
    assert!(uint(TOKEN) < stage.healths()[2]);
    assert_eq!(stage.state(), 2);
    stage.liquidate(U256::MAX);
}

/// Borrow at an old price and be liquidated by a sister at the next one: refused for the cool-off,
/// after which others were faster. Without it the suppliers pay 9.26 of 100.
#[test]
fn scenario_21_nobody_is_liquidated_right_after_borrowing() {
    let terms = Risk::LiquidationTerms {
        coolOffSeconds: uint(60),
        ..plain_terms()
    };
    let stage = Stage::new(10_000, terms, [8_599, 8_600]);
    stage.owe(TOKEN, 859 * TOKEN / 10);
    let checked = stage
        .lending
        .market
        .chain()
        .node()
        .latest()
        .header
        .timestamp;
    stage.price(8_000);
    let call = liquidate(ALICE, stage.ether(), U256::MAX);
    let until = U256::from(checked + 60);
    stage
        .lending
        .refuses(MALLORY, &call, &Risk::LiquidationWaits { until });
    stage.terms(plain_terms());
    stage.lending.market.send(MALLORY, &call);
    let [supplied, ..] = stage.lending.totals();
    near(
        uint(100_000 * TOKEN) - supplied,
        926 * TOKEN / 100,
        TOKEN / 100,
    );
}

/// Marking up one's own illiquid collateral, for as long as it takes: the caps bound the loss.
#[test]
fn scenario_31_caps_bound_what_a_lie_borrows() {
    let stage = watched();
    let lending = &stage.lending;
    lending.govern(&Risk::setCapsCall {
        supplyCap: uint(u128::MAX),
        borrowCap: uint(5_000 * TOKEN),
    });
    let collateral = stage.ether();
    let cap = uint(2 * TOKEN);
    lending.govern(&Risk::setCollateralCapCall { collateral, cap });
    let too_much = Abi::CapExceeded {
        token: collateral,
        total: uint(3 * TOKEN),
        cap,
    };
    lending.refuses(MALLORY, &pledge(collateral, 3 * TOKEN, MALLORY), &too_much);
    lending.pledge(MALLORY, collateral, 2 * TOKEN);
    stage.price(CENTS * 10);
    stage.poke_every(SLOW / 4, 60);
    let error = Abi::BorrowCapExceeded {
        total: uint(5_000 * TOKEN + 1),
        cap: uint(5_000 * TOKEN),
    };
    lending.refuses(MALLORY, &borrow(5_000 * TOKEN + 1, MALLORY), &error);
    lending.borrow(MALLORY, 5_000 * TOKEN);
}

/// All assets of the vault whose shares are collateral, donated: what may be borrowed rises by 0.05 %
/// and what its growth allows, and no more.
#[test]
fn scenario_17_a_donation_to_the_collaterals_vault_lifts_nothing() {
    let stage = watched();
    let lending = &stage.lending;
    let (chain, asset) = (lending.market.chain(), &lending.scene.token);
    let code = peers().contract("OpenZeppelinVault").expect("a contract");
    let naive = chain.create(code, &asset.address.abi_encode());
    let naive = Contract::new(chain.clone(), naive.expect("a constructor passes"));
    lending.allow(asset, CAROL, naive.address);
    naive.send(CAROL, &deposit(10_000 * TOKEN, CAROL));
    let share = SourceTerms::share(naive.address, asset.address, 2_000);
    lending.pricing.list(naive.address, share);
    let collateral = naive.address;
    lending.govern(&Risk::listCollateralCall {
        collateral,
        borrowBps: uint(9_000),
        liquidationBps: uint(9_300),
        cap: uint(u128::MAX),
    });
    let before = lending.market.ask(&Risk::pricesOfCall { collateral });
    lending.scene.fund(naive.address, 10_000 * TOKEN);
    let after = lending.market.ask(&Risk::pricesOfCall { collateral });
    // The vault itself says twice as much: who reads it lends twice as much.
    let shares = uint(TOKEN);
    let worth = naive.ask(&IERC4626::convertToAssetsCall { shares });
    near(worth, 2 * TOKEN, 1_000);
    assert!(after.spot <= before.spot + before.spot / uint(1_900));
    assert!(before.spot < after.spot + uint(1));
    // A thousandth an hour at most, of which half is there at once.
    lending.pass(3_600);
    let later = lending.market.ask(&Risk::pricesOfCall { collateral });
    assert!(later.spot <= before.spot + before.spot / uint(1_000));
}

/// Two units supplied and two hundred thousand donated to an empty market, or to its shares: the
/// donation is nobody's, the next supplier loses a unit at most, and two units burn all shares.
#[test]
fn scenario_18_an_empty_market_cannot_be_inflated() {
    let lending = ballast_tests::lending::Lending::over(PeerToken::OpenZeppelin);
    let wrapped = lending.wrapped();
    lending.supply(MALLORY, 2);
    wrapped.send(MALLORY, &deposit(2, MALLORY));
    for place in [lending.market.address, wrapped.address] {
        lending.scene.fund(place, 200_000 * TOKEN);
    }
    let call = withdraw(19_999 * TOKEN / 100, MALLORY);
    let data = lending.market.revert_data(MALLORY, &call);
    let seen = <Abi::InsufficientBalance as SolError>::abi_decode(&data).expect("that error");
    assert_eq!((seen.account, seen.held), (MALLORY, uint(2_000_000)));
    lending.supply(BOB, 100 * TOKEN);
    near(lending.supplied_of(BOB), 100 * TOKEN, 1);
    assert!(lending.supplied_of(MALLORY) <= uint(2));
    let shares = wrapped.ask(&IERC20::balanceOfCall { account: MALLORY });
    assert!(wrapped.ask(&IERC4626::convertToAssetsCall { shares }) <= uint(2));
    let half = lending.market.send(MALLORY, &withdraw(1, MALLORY)).returned;
    assert_eq!(half.sharesWithdrawn, uint(1_000_000));
}

/// What books by balances and rounds down falls for it: two units, 200 donated, and for one of two
/// shares it pays out 133 of what was worth 67.
#[test]
fn scenario_18_an_empty_vault_by_balances_is_inflated() {
    let lending = ballast_tests::lending::Lending::over(PeerToken::OpenZeppelin);
    let chain = lending.market.chain();
    let code = peers().contract("FloorVault").expect("a contract");
    let naive = chain.create(code, &lending.scene.token.address.abi_encode());
    let naive = Contract::new(chain.clone(), naive.expect("a constructor passes"));
    lending.scene.allow(MALLORY, naive.address);
    naive.send(MALLORY, &deposit(2, MALLORY));
    lending.scene.fund(naive.address, 200 * TOKEN);
    let worth = naive.ask(&IERC4626::convertToAssetsCall { shares: uint(1) });
    near(worth, 66_666 * TOKEN / 1_000, TOKEN / 100);
    let before = lending.scene.tokens_of(MALLORY);
    naive.send(
        MALLORY,
        &ballast_tests::withdraw(133 * TOKEN, MALLORY, MALLORY),
    );
    let account = MALLORY;
    assert_eq!(naive.ask(&IERC20::balanceOfCall { account }), uint(1));
    assert_eq!(lending.scene.tokens_of(MALLORY) - before, uint(133 * TOKEN));
}

/// A peg that breaks is marked with the feed's next answer: nothing here believes in a dollar.
#[test]
fn scenario_32_a_broken_peg_is_marked_at_once() {
    let stage = Stage::new(100, plain_terms(), LTV);
    stage.owe(1_000 * TOKEN, 700 * TOKEN);
    stage.price(60);
    let collateral = stage.ether();
    let prices = stage.lending.market.ask(&Risk::pricesOfCall { collateral });
    let mark = U256::from(10).pow(U256::from(36)) * uint(6) / uint(10);
    assert_eq!([prices.spot, prices.bid], [mark, mark]);
    assert_eq!(stage.state(), 2);
}
