//! Prices: the oracle, and feeds that answer what they are told.

use alloy_primitives::{Address, I256, U256, address, aliases::U80};
use alloy_sol_types::{SolCall, SolValue, sol};
use ballast_abi::oracle::IPriceOracle::{getPriceCall, getQuoteCall, getQuotesCall};
use ballast_abi::oracle::Oracle as Abi;
use ballast_artifacts::ORACLE;
use ballast_bench::chain::Chain;
use ballast_client::deploy::Plan;

use crate::actors::DEPLOYER;
use crate::contract::{Contract, Done, uint};
use crate::scene::peers;

sol! {
    #![sol(all_derives)]
    function transmit(int256 answer) external;
    function force(int256 answer, uint256 started, uint256 updated, uint80 roundsBehind) external;
    function confirmAggregator(address aggregator) external;
}

/// Dollars, by their ISO 4217 number: 18 decimals.
pub const DOLLARS: Address = address!("0000000000000000000000000000000000000348");

/// An hour.
pub const HEARTBEAT: u128 = 3_600;

/// What a source is, as `setSource` takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceTerms {
    /// 1 a feed, 2 a pool, 3 a share, 4 a feed the other way round.
    pub kind: u128,
    /// Whom it asks.
    pub target: Address,
    /// What its price is in.
    pub quote: Address,
    /// Heartbeat, or window.
    pub span: u128,
    /// The least answer, or liquidity.
    pub lower: u128,
    /// The greatest answer, the observations, or the growth.
    pub upper: u128,
    /// How far bid and ask are off.
    pub confidence_bps: u128,
}

impl SourceTerms {
    /// A feed in dollars, an hour's heartbeat, any answer.
    pub const fn feed(target: Address) -> Self {
        Self {
            kind: 1,
            target,
            quote: DOLLARS,
            span: HEARTBEAT,
            lower: 0,
            upper: u128::MAX,
            confidence_bps: 0,
        }
    }

    /// A pool, half an hour.
    pub const fn pool(target: Address, quote: Address) -> Self {
        Self {
            kind: 2,
            quote,
            span: 1_800,
            lower: 1,
            upper: 1,
            ..Self::feed(target)
        }
    }

    /// A share whose growth is believed up to so many basis points a year.
    pub const fn share(vault: Address, quote: Address, growth_bps: u128) -> Self {
        Self {
            kind: 3,
            quote,
            span: 0,
            upper: growth_bps,
            ..Self::feed(vault)
        }
    }

    /// The call that sets it.
    pub fn set(self, asset: Address, index: u128) -> Abi::setSourceCall {
        Abi::setSourceCall {
            asset,
            index: uint(index),
            kind: uint(self.kind),
            target: self.target,
            quote: self.quote,
            span: uint(self.span),
            lower: uint(self.lower),
            upper: uint(self.upper),
            confidenceBps: uint(self.confidence_bps),
        }
    }
}

/// The oracle, in dollars. The deployer governs it, and nobody is sentinel.
#[derive(Clone, Debug)]
pub struct Pricing {
    /// The contract.
    pub oracle: Contract,
}

impl Pricing {
    /// Deploys an oracle.
    pub fn new(chain: &Chain) -> Self {
        let constructor = Abi::constructorCall {
            numeraire: DOLLARS,
            authority: DEPLOYER,
        };
        let mut plan = Plan::new("pricing");
        let address = plan
            .add("oracle", ORACLE.code, &constructor, false)
            .expect("a plan of one");
        let deployed = chain.deploy(&plan);
        deployed.unwrap_or_else(|error| panic!("{error}"));
        let oracle = Contract::new(chain.clone(), address);
        Self { oracle }
    }

    /// Calls it as its authority.
    pub fn govern<C: SolCall>(&self, call: &C) -> Done<C::Return> {
        self.oracle.send(DEPLOYER, call)
    }

    /// Registers an asset, of whose sources so many must agree.
    pub fn register(&self, asset: Address, least: u128, deviation_bps: u128) {
        self.govern(&Abi::setAssetCall {
            asset,
            least: uint(least),
            deviationBps: uint(deviation_bps),
        });
    }

    /// Sets a source.
    pub fn set(&self, asset: Address, index: u128, terms: SourceTerms) {
        self.govern(&terms.set(asset, index));
    }

    /// Registers an asset with one source.
    pub fn list(&self, asset: Address, terms: SourceTerms) {
        self.register(asset, 1, 500);
        self.set(asset, 0, terms);
    }

    /// What an amount is worth.
    pub fn quote(&self, amount: u128, base: Address, quote: Address) -> U256 {
        self.oracle.ask(&getQuoteCall {
            inAmount: uint(amount),
            base,
            quote,
        })
    }

    /// The same at the worst and at the best.
    pub fn quotes(&self, amount: u128, base: Address, quote: Address) -> [U256; 2] {
        let quotes = self.oracle.ask(&getQuotesCall {
            inAmount: uint(amount),
            base,
            quote,
        });
        [quotes.bidOutAmount, quotes.askOutAmount]
    }

    /// What 1e36 units are worth: bid, mid and ask.
    pub fn unit_price(&self, base: Address, quote: Address) -> [U256; 3] {
        let price = self.oracle.ask(&getPriceCall { base, quote });
        [price.bidE36, price.midE36, price.askE36]
    }

    /// The states of an asset's sources.
    pub fn states(&self, asset: Address) -> [u64; 5] {
        let status = self.oracle.ask(&Abi::statusCall { asset });
        status.states.map(|state| state.to())
    }

    /// Checks that an asset has no price, because only so many agree.
    pub fn misses(&self, asset: Address, agreeing: u128, required: u128) {
        let error = Abi::PriceMissing {
            asset,
            agreeing: uint(agreeing),
            required: uint(required),
        };
        let call = getQuoteCall {
            inAmount: uint(1),
            base: asset,
            quote: DOLLARS,
        };
        self.oracle.refuses(DEPLOYER, &call, &error);
    }
}

/// A feed of Chainlink's shape: a proxy, and the aggregator behind it.
#[derive(Clone, Debug)]
pub struct Feed {
    /// What consumers read.
    pub proxy: Contract,
    /// Where answers are written.
    pub aggregator: Contract,
}

impl Feed {
    /// Deploys a feed that answers so much.
    pub fn new(chain: &Chain, decimals: u8, answer: i128) -> Self {
        let aggregator = Self::aggregator(chain, decimals, [0, i128::MAX >> 1]);
        let code = peers().contract("FeedProxy").expect("a contract");
        let created = chain.create(code, &aggregator.address.abi_encode());
        let proxy = created.unwrap_or_else(|error| panic!("{error}"));
        let proxy = Contract::new(chain.clone(), proxy);
        let feed = Self { proxy, aggregator };
        feed.transmit(answer);
        feed
    }

    /// An aggregator that never answers beyond two bounds.
    pub fn aggregator(chain: &Chain, decimals: u8, bounds: [i128; 2]) -> Contract {
        let code = peers().contract("FeedAggregator").expect("a contract");
        let [min, max] = bounds.map(whole);
        let arguments = (uint(decimals.into()), min, max).abi_encode();
        let created = chain.create(code, &arguments);
        let address = created.unwrap_or_else(|error| panic!("{error}"));
        Contract::new(chain.clone(), address)
    }

    /// Puts another aggregator behind the proxy.
    pub fn switch(&mut self, aggregator: Contract) {
        let address = aggregator.address;
        let call = confirmAggregatorCall {
            aggregator: address,
        };
        self.proxy.send(DEPLOYER, &call);
        self.aggregator = aggregator;
    }

    /// Where it stands.
    pub const fn address(&self) -> Address {
        self.proxy.address
    }

    /// Writes an answer.
    pub fn transmit(&self, answer: i128) {
        let answer = whole(answer);
        self.aggregator.send(DEPLOYER, &transmitCall { answer });
    }

    /// Writes a round as no feed should.
    pub fn force(&self, answer: i128, started: u64, updated: u64, rounds_behind: u64) {
        let call = forceCall {
            answer: whole(answer),
            started: U256::from(started),
            updated: U256::from(updated),
            roundsBehind: U80::from(rounds_behind),
        };
        self.aggregator.send(DEPLOYER, &call);
    }
}

fn whole(value: i128) -> I256 {
    I256::try_from(value).expect("fewer bits")
}
