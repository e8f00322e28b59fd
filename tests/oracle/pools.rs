//! Means of a real pool of Uniswap v3.

use ballast_abi::oracle::IPriceOracle::getQuoteCall;
use ballast_abi::oracle::Oracle as Abi;
use ballast_abi::uniswap_v3::IUniswapV3Pool::liquidityCall;
use ballast_bench::chain::Chain;
use ballast_bench::peers::PeerToken;
use ballast_tests::venues::uniswap::Uniswap;
use ballast_tests::{
    BOB, DEPLOYER, DOLLARS, Feed, Pricing, SourceTerms, TOKEN, token, uint, vault_over,
};

use crate::{DOLLAR, ONE, pass};

pub(crate) const PRICE: f64 = 2_500.0;
pub(crate) const FEE: u32 = 500;

/// An oracle, a coin at a dollar by a feed, and ether at 2,500 coins by a pool, which remembers.
pub(crate) struct Pooled {
    pub(crate) chain: Chain,
    pub(crate) pricing: Pricing,
    pub(crate) uniswap: Uniswap,
}

impl Pooled {
    pub(crate) fn new(coin_is_token0: bool) -> Self {
        let chain = Chain::new(1).unwrap();
        let pricing = Pricing::new(&chain);
        let coin = token(&chain, PeerToken::Solmate);
        let feed = Feed::new(&chain, 8, DOLLAR);
        let terms = SourceTerms {
            span: 604_800,
            ..SourceTerms::feed(feed.address())
        };
        pricing.list(coin.address, terms);
        let uniswap = Uniswap::new(&coin, coin_is_token0, FEE, PRICE);
        uniswap.remember(100);
        uniswap.swap(BOB, true, TOKEN / 1_000);
        pass(&chain, 3_600);
        uniswap.swap(BOB, true, TOKEN / 1_000);
        let terms = SourceTerms::pool(uniswap.pool.address, coin.address);
        pricing.list(uniswap.other.address, terms);
        Self {
            chain,
            pricing,
            uniswap,
        }
    }

    /// Whole dollars for a whole ether.
    pub(crate) fn dollars(&self) -> u128 {
        let value = self.pricing.quote(ONE, self.uniswap.other.address, DOLLARS);
        (value / uint(ONE)).to()
    }

    /// The same at bid and ask.
    pub(crate) fn band(&self) -> [u128; 2] {
        let ether = self.uniswap.other.address;
        let quotes = self.pricing.quotes(ONE, ether, DOLLARS);
        quotes.map(|value| (value / uint(ONE)).to())
    }
}

/// In either order of the tokens, within a tick, which is a hundredth of a percent.
#[test]
fn a_mean_is_a_price() {
    for coin_is_token0 in [false, true] {
        let stage = Pooled::new(coin_is_token0);
        let dollars = stage.dollars();
        assert!((2_499..=2_501).contains(&dollars), "{dollars}");
    }
}

/// The mean follows over the window, half after half of it; bid and ask hold the price now.
#[test]
fn the_mean_follows_over_the_window() {
    for coin_is_token0 in [false, true] {
        let stage = Pooled::new(coin_is_token0);
        stage.uniswap.trade_to(BOB, 3_000.0);
        let (mid, [bid, ask]) = (stage.dollars(), stage.band());
        assert!((2_499..=2_502).contains(&mid), "{mid}");
        assert!(bid <= mid && (2_998..=3_001).contains(&ask), "{bid} {ask}");
        pass(&stage.chain, 899);
        stage.uniswap.swap(BOB, true, TOKEN / 1_000);
        // The geometric mean of both is 2,738.
        let mid = stage.dollars();
        assert!((2_732..=2_744).contains(&mid), "{mid}");
        pass(&stage.chain, 901);
        stage.uniswap.swap(BOB, true, TOKEN / 1_000);
        let mid = stage.dollars();
        assert!((2_998..=3_001).contains(&mid), "{mid}");
        stage.uniswap.trade_to(BOB, 2_000.0);
        let [bid, ask] = stage.band();
        assert!((1_998..=2_001).contains(&bid), "{bid}");
        assert!((2_997..=3_001).contains(&ask), "{ask}");
    }
}

/// A share of ether, ether in coins by the pool, coins in dollars by a feed: as many prices as may be
/// multiplied, in five places each.
#[test]
fn three_prices_are_multiplied() {
    let stage = Pooled::new(false);
    let (ether, coin) = (stage.uniswap.other.address, stage.uniswap.asset.address);
    let share = vault_over(&stage.chain, ether, 3).address;
    stage
        .pricing
        .list(share, SourceTerms::share(share, ether, 1_000));
    let terms = SourceTerms::pool(stage.uniswap.pool.address, coin);
    for index in 1..5 {
        stage.pricing.set(ether, index, terms);
        let share_terms = SourceTerms::share(share, ether, 1_000);
        stage.pricing.set(share, index, share_terms);
        let feed = Feed::new(&stage.chain, 8, DOLLAR);
        stage
            .pricing
            .set(coin, index, SourceTerms::feed(feed.address()));
    }
    let value: u128 = stage.pricing.quote(1_000 * ONE, share, DOLLARS).to();
    assert_eq!(value / ONE, stage.dollars());
    assert_eq!(stage.pricing.states(share), [1; 5]);
    let level = stage.pricing.oracle.ask(&Abi::assetCall { asset: share });
    assert_eq!(level.level, uint(3));
    // What is multiplied by is read once for all five: 15 sources, not 155.
    let call = getQuoteCall {
        inAmount: uint(ONE),
        base: share,
        quote: DOLLARS,
    };
    let used = stage.pricing.oracle.send(BOB, &call).receipt.gas_used();
    assert!(used < 500_000, "{used}");
}

#[test]
fn a_thin_pool_is_not_believed() {
    let stage = Pooled::new(true);
    let (ether, coin) = (stage.uniswap.other.address, stage.uniswap.asset.address);
    let usual = SourceTerms::pool(stage.uniswap.pool.address, coin);
    let liquidity = stage.uniswap.pool.ask(&liquidityCall {});
    for (lower, upper, state) in [
        (liquidity - liquidity / 1_000, 2, 1),
        (liquidity + liquidity / 1_000, 2, 9),
        (1, 65_535, 9),
    ] {
        let terms = SourceTerms {
            lower,
            upper,
            ..usual
        };
        stage.pricing.set(ether, 0, terms);
        assert_eq!(stage.pricing.states(ether)[0], state, "{lower} {upper}");
    }
    // No observation is a day old.
    let terms = SourceTerms {
        span: 86_400,
        ..usual
    };
    stage.pricing.set(ether, 0, terms);
    assert_eq!(stage.pricing.states(ether)[0], 3);
    stage.pricing.misses(ether, 0, 1);
}

#[test]
fn what_is_no_pool_of_both_is_refused() {
    let stage = Pooled::new(true);
    let (ether, coin) = (stage.uniswap.other.address, stage.uniswap.asset.address);
    let (oracle, pool) = (&stage.pricing.oracle, stage.uniswap.pool.address);
    let invalid = |terms: SourceTerms, asset| {
        let error = Abi::InvalidSource {
            target: terms.target,
        };
        oracle.refuses(DEPLOYER, &terms.set(asset, 1), &error);
    };
    invalid(SourceTerms::pool(coin, coin), ether);
    invalid(SourceTerms::pool(pool, DOLLARS), ether);
    let stranger = token(&stage.chain, PeerToken::Solmate).address;
    stage.pricing.register(stranger, 1, 500);
    invalid(SourceTerms::pool(pool, coin), stranger);
}
