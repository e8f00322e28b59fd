//! The oracle: what it answers about honest sources, which it does not believe, and what attackers
//! who were paid elsewhere get here.

mod attacks;
mod feeds;
mod gate;
mod keeper;
mod median;
mod pools;
mod quotes;
mod roles;
mod shares;

use alloy_primitives::Address;
use ballast_bench::chain::Chain;
use ballast_bench::peers::PeerToken;
use ballast_tests::{Contract, Feed, Pricing, SourceTerms, token};

/// A dollar by a feed of 8 decimals.
const DOLLAR: i128 = 100_000_000;

/// One, with 18 decimals.
const ONE: u128 = 1_000_000_000_000_000_000;

/// 10^36: the scale of prices.
const E36: u128 = 10_u128.pow(36);

/// An oracle, and ether at 3,000 dollars by one feed.
struct Stage {
    chain: Chain,
    pricing: Pricing,
    ether: Contract,
    feed: Feed,
}

impl Stage {
    fn new() -> Self {
        let chain = Chain::new(1).unwrap();
        let pricing = Pricing::new(&chain);
        let ether = token(&chain, PeerToken::Solmate);
        let feed = Feed::new(&chain, 8, 3_000 * DOLLAR);
        pricing.list(ether.address, SourceTerms::feed(feed.address()));
        Self {
            chain,
            pricing,
            ether,
            feed,
        }
    }

    fn asset(&self) -> Address {
        self.ether.address
    }

    /// The state of the first source.
    fn state(&self) -> u64 {
        self.pricing.states(self.asset())[0]
    }

    /// Lets time pass before the next block.
    fn pass(&self, seconds: u64) {
        pass(&self.chain, seconds);
    }

    /// The latest block's time; a view sees the next block, a second later.
    fn now(&self) -> u64 {
        self.chain.node().latest().header.timestamp
    }
}

fn pass(chain: &Chain, seconds: u64) {
    let node = chain.node();
    let then = node.latest().header.timestamp + seconds;
    node.set_next_timestamp(then).unwrap();
}
