//! What was paid elsewhere for believing a price, each beside a reader that believes it: a market that
//! lends four fifths of what it is told collateral is worth, to anybody.

use alloy_primitives::{Address, Bytes};
use alloy_sol_types::{SolCall, SolValue, sol};
use ballast_abi::erc20::IERC20::{approveCall, balanceOfCall};
use ballast_bench::chain::Chain;
use ballast_bench::peers::PeerToken;
use ballast_devnet::MULTICALL3;
use ballast_tests::{
    ALICE, Contract, DEPLOYER, DOLLARS, Feed, MALLORY, SourceTerms, TOKEN, peers, token, uint,
};

use crate::pools::{PRICE, Pooled};
use crate::shares::Shared;
use crate::{DOLLAR, ONE, Stage};

sol! {
    struct Step {
        address target;
        bytes callData;
    }

    function aggregate(Step[] steps) external returns (uint256 block, bytes[] answers);
    function mint(address to, uint256 value) external;
    function supply(uint256 amount) external;
    function borrowAll() external returns (uint256 amount);
    function limitOf(address account) external view returns (uint256);
}

/// What a market lends out at most: more than anybody borrows here.
const FUNDS: u128 = 100_000_000 * TOKEN;

/// A market that believes a reader, full of dollars.
struct Market {
    market: Contract,
    lent: Contract,
    collateral: Address,
}

impl Market {
    fn new(chain: &Chain, reader: Address, collateral: Address, unit: Address) -> Self {
        let lent = token(chain, PeerToken::Solmate);
        let arguments = (reader, collateral, unit, lent.address).abi_encode();
        let market = create(chain, "ReaderMarket", &arguments);
        give(&lent, market.address, FUNDS);
        Self {
            market,
            lent,
            collateral,
        }
    }

    /// Has somebody supply collateral that they have.
    fn supply(&self, from: Address, amount: u128) {
        let collateral = Contract::new(self.market.chain().clone(), self.collateral);
        let (spender, value) = (self.market.address, uint(amount));
        collateral.send(from, &approveCall { spender, value });
        self.market.send(from, &supplyCall { amount: value });
    }

    /// Whole dollars that somebody borrows with all they can; nothing if it reverts.
    fn borrow(&self, from: Address) -> u128 {
        let call = borrowAllCall {};
        let sent = self.market.chain().send(from, self.market.address, &call);
        sent.map_or(0, |sent| (sent.returned / uint(ONE)).to())
    }

    fn limit(&self, account: Address) -> u128 {
        (self.market.ask(&limitOfCall { account }) / uint(ONE)).to()
    }

    fn borrowed_by(&self, account: Address) -> u128 {
        (self.lent.ask(&balanceOfCall { account }) / uint(ONE)).to()
    }
}

fn create(chain: &Chain, name: &'static str, arguments: &[u8]) -> Contract {
    let code = peers().contract(name).unwrap();
    let address = chain.create(code, arguments).unwrap();
    Contract::new(chain.clone(), address)
}

fn give(token: &Contract, to: Address, value: u128) {
    let value = uint(value);
    token.send(DEPLOYER, &mintCall { to, value });
}

/// A market by the oracle and one by a reader of the bare feed, in each of which Mallory has 100 ether.
fn markets(stage: &Stage) -> [Market; 2] {
    let naive = create(
        &stage.chain,
        "NaiveFeedReader",
        &stage.feed.address().abi_encode(),
    );
    [stage.pricing.oracle.address, naive.address].map(|reader| {
        let market = Market::new(&stage.chain, reader, stage.asset(), DOLLARS);
        give(&stage.ether, MALLORY, 100 * TOKEN);
        market.supply(MALLORY, 100 * TOKEN);
        market
    })
}

/// The feed stopped at 3,000 and ether costs 1,500 by now: 100 of it, bought for 150,000, are lent 240,000
/// on, and the market loses 90,000. A second after the heartbeat there is no price.
#[test]
fn scenario_27_a_stale_price_lends_nothing() {
    let stage = Stage::new();
    let [ours, naive] = markets(&stage);
    stage.pass(3_601);
    assert_eq!(naive.borrow(MALLORY), 240_000);
    assert_eq!(ours.borrow(MALLORY), 0);
    stage.pricing.misses(stage.asset(), 0, 1);
    // With the next answer there is one, and that is the one of now.
    stage.feed.transmit(1_500 * DOLLAR);
    assert_eq!(ours.borrow(MALLORY), 120_000);
}

/// An aggregator of 18 decimals takes the place of one of 8: ether seems to cost 3 * 10^13 dollars, and
/// the market lends all it has.
#[test]
fn scenario_29_other_decimals_lend_nothing() {
    let mut stage = Stage::new();
    let [ours, naive] = markets(&stage);
    let other = Feed::aggregator(&stage.chain, 18, [0, i128::MAX >> 1]);
    stage.feed.switch(other);
    stage.feed.transmit(3_000 * ONE as i128);
    assert_eq!(naive.borrow(MALLORY), FUNDS / TOKEN);
    assert_eq!(ours.borrow(MALLORY), 0);
}

/// A feed of a wrong unit, registered by mistake: a staked token's price in ether taken for dollars, 1.1
/// where it is 3,300, or another's by 10^10. A second source that disagrees leaves none.
#[test]
fn scenario_29_a_wrong_unit_is_seen_by_the_second_source() {
    let stage = Stage::new();
    let wrong = Feed::new(&stage.chain, 18, ONE as i128 / 10 * 11);
    let second = SourceTerms::feed(wrong.address());
    stage.pricing.set(stage.asset(), 1, second);
    stage.pricing.misses(stage.asset(), 0, 1);
    let [ours, naive] = markets(&stage);
    let coin = create(
        &stage.chain,
        "NaiveFeedReader",
        &wrong.address().abi_encode(),
    );
    let misled = Market::new(&stage.chain, coin.address, stage.asset(), DOLLARS);
    give(&stage.ether, MALLORY, TOKEN);
    misled.supply(MALLORY, TOKEN);
    // 1.1 * 10^18 read as of 8 decimals.
    assert_eq!(
        misled.borrow(MALLORY),
        8_800_000_000_u128.min(FUNDS / TOKEN)
    );
    assert_eq!(ours.borrow(MALLORY), 0);
    assert_eq!(naive.borrow(MALLORY), 240_000);
}

/// As with LUNA in May 2022: the price is a cent, the aggregator's least answer ten. For a million tokens,
/// bought for 10,000, a market lends 80,000 and loses 70,000. The edge itself is not believed.
#[test]
fn a_clamped_answer_lends_nothing() {
    let mut stage = Stage::new();
    let bounds = [DOLLAR / 10, 100_000 * DOLLAR];
    let clamped = Feed::aggregator(&stage.chain, 8, bounds);
    stage.feed.switch(clamped);
    let terms = SourceTerms {
        lower: bounds[0] as u128,
        upper: bounds[1] as u128,
        ..SourceTerms::feed(stage.feed.address())
    };
    stage.pricing.set(stage.asset(), 0, terms);
    stage.feed.transmit(80 * DOLLAR);
    let [ours, naive] = markets(&stage);
    for market in [&ours, &naive] {
        give(&stage.ether, MALLORY, 999_900 * TOKEN);
        market.supply(MALLORY, 999_900 * TOKEN);
    }
    stage.feed.transmit(DOLLAR / 100);
    assert_eq!(naive.borrow(MALLORY), 80_000);
    assert_eq!(ours.borrow(MALLORY), 0);
    assert_eq!(stage.state(), 7);
}

/// Ten to the 28th tokens for a dollar: a reader that inverts it has a price of nothing, and takes all
/// collateral for worthless. Here there is none, and so no liquidation either.
#[test]
fn an_inversion_that_rounds_to_nothing_is_no_price() {
    let stage = Stage::new();
    let feed = Feed::new(&stage.chain, 0, 10_i128.pow(28));
    let terms = SourceTerms {
        kind: 4,
        ..SourceTerms::feed(feed.address())
    };
    stage.pricing.set(stage.asset(), 0, terms);
    let naive = 10_u128.pow(18) / 10_u128.pow(28);
    assert_eq!(naive, 0);
    stage.pricing.misses(stage.asset(), 0, 1);
    assert_eq!(stage.state(), 4);
}

/// What one transaction does around a loan by a pool's price.
fn raid(stage: &Pooled, market: &Market) {
    let (uniswap, raider) = (
        &stage.uniswap,
        Contract::new(stage.chain.clone(), MULTICALL3),
    );
    give(&uniswap.asset, MULTICALL3, FLASH);
    give(&uniswap.other, MULTICALL3, 100 * TOKEN);
    let step = |target: Address, call: Vec<u8>| Step {
        target,
        callData: Bytes::from(call),
    };
    let approve = |token: &Contract, spender| {
        let value = uint(u128::MAX);
        step(token.address, approveCall { spender, value }.abi_encode())
    };
    let (router, bank) = (uniswap.router.address, market.market.address);
    let push = uniswap.swap_call(MULTICALL3, true, uint(FLASH), uint(0));
    let supply = supplyCall {
        amount: uint(100 * TOKEN),
    };
    let back = uniswap.swap_call(MULTICALL3, false, uint(2_800 * TOKEN), uint(0));
    let steps = vec![
        approve(&uniswap.asset, router),
        approve(&uniswap.other, router),
        approve(&uniswap.other, bank),
        step(bank, supply.abi_encode()),
        step(router, push.abi_encode()),
        step(bank, borrowAllCall {}.abi_encode()),
        step(router, back.abi_encode()),
    ];
    raider.send(MALLORY, &aggregateCall { steps });
}

/// What a flash loan brings: two and a half times the pool's coins.
const FLASH: u128 = 25_000_000 * TOKEN;

/// 100 ether at 2,500 are supplied, and within one transaction the pool is bought up to twelve times the
/// price and down again: by its price a market lends 2.4 million against 250,000. By the mean it lends four
/// fifths of what they are worth.
#[test]
fn scenario_30_a_pool_moved_within_a_transaction_lends_no_more() {
    let lends = |naive: bool| {
        let stage = Pooled::new(true);
        let (ether, coin) = (stage.uniswap.other.address, stage.uniswap.asset.address);
        let pool = stage.uniswap.pool.address;
        let reader = if naive {
            create(&stage.chain, "NaivePoolReader", &pool.abi_encode()).address
        } else {
            stage.pricing.oracle.address
        };
        let unit = if naive { coin } else { DOLLARS };
        let market = Market::new(&stage.chain, reader, ether, unit);
        raid(&stage, &market);
        market.borrowed_by(MULTICALL3)
    };
    let worth = 100 * PRICE as u128;
    let (naive, ours) = (lends(true), lends(false));
    assert!(2_200_000 < naive && naive < 2_600_000, "{naive}");
    // The mean is a tick off at most, and what made it remember moved it a little.
    assert!(ours.abs_diff(worth / 10 * 8) < 40, "{ours}");
}

/// A push in the other direction lowers the bid at once: whoever moves a pool borrows less, and liquidations,
/// which go by the mid, do not follow.
#[test]
fn scenario_30_a_pool_moved_down_liquidates_nobody() {
    let stage = Pooled::new(true);
    stage.uniswap.trade_to(MALLORY, PRICE / 10.0);
    let (mid, [bid, _]) = (stage.dollars(), stage.band());
    assert!((2_490..=2_501).contains(&mid), "{mid}");
    assert!(bid <= 251, "{bid}");
}

/// Somebody who has shares of 1,000 tokens as collateral sends the vault another 1,000: a reader of the
/// vault has the limit double, from 800 to 1,600. Here it rises by half a thousandth, and in an hour by as
/// much as a tenth a year comes to.
#[test]
fn scenario_17_a_donation_raises_a_share_by_half_a_thousandth() {
    let shared = Shared::new();
    let (chain, share) = (&shared.scene.chain, shared.vault.address());
    let naive = create(chain, "NaiveShareReader", &[]);
    let limits = [shared.pricing.oracle.address, naive.address].map(|reader| {
        let unit = shared.scene.token.address;
        let market = Market::new(chain, reader, share, unit);
        market.supply(ALICE, 500 * TOKEN);
        assert_eq!(market.limit(ALICE), 400);
        market
    });
    shared.scene.fund(share, 1_000 * TOKEN);
    let [ours, naive] = limits.each_ref().map(|market| market.limit(ALICE));
    assert_eq!(naive, 799, "twice as much, less a unit of rounding");
    assert_eq!(ours, 400);
    let before = shared.worth();
    assert!(
        before <= ONE / 10_000 * 10_005 + ONE / 1_000_000,
        "{before}"
    );
    shared.scene.pass(3_500);
    let after = shared.worth();
    // ln(1.1) / 8,760 is 10.9 in a million.
    assert!(after - before < ONE / 1_000_000 * 11, "{before} {after}");
}
