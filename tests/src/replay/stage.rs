//! The contracts that a crash is played on: oracle, market, a vault whose shares are collateral,
//! and a pool where bitcoin is sold.

use alloy_primitives::{Address, Bytes, I256, U256, aliases::U80};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::{SolCall, sol};
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::oracle::Oracle;
use ballast_bench::peers::PeerToken;

use super::borrowers::Borrower;
use super::rules::{BITCOIN_LTV, GATE, Rules, SHARE_LTV};
use crate::actors::{BOB, CAROL, DEPLOYER, MALLORY};
use crate::contract::{Contract, uint};
use crate::lending::{DOLLAR, borrow, deploy, pledge, repay, supply};
use crate::pricing::{Feed, Pricing, SourceTerms};
use crate::scene::{Scene, TOKEN, token};
use crate::vault::SHARE_UNITS;
use crate::venues::uniswap::Uniswap;

sol! {
    function mint(address to, uint256 value) external;
    function approve(address spender, uint256 value) external;
    function force(int256 answer, uint256 started, uint256 updated, uint80 roundsBehind) external;
}

/// What the suppliers bring, in dollars.
pub const SUPPLIED: u128 = 8_000_000;

/// What the market lent, and for how many days, before the crash: the reserve's beginning.
const LENT_BEFORE: u128 = 6_000_000;
const DAYS_BEFORE: u64 = 90;

/// How long an answer of bitcoin's feed is believed, in seconds.
const HEARTBEAT: u128 = 86_400;

/// The same of the dollar's, which is written every day.
const PARITY_HEARTBEAT: u128 = 604_800;

/// The growth of the vault's shares that is believed, in basis points a year.
const SHARE_GROWTH: u128 = 500;

/// Enough to observe a price.
const POKE_GAS: u64 = 5_000_000;

/// What the pool takes of a sale, in millionths.
pub const POOL_FEE: u32 = 3_000;

/// Everything that a crash needs. Bob supplies, Carol keeps the pool at the market's price, Mallory
/// liquidates, the deployer writes feeds and pokes.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Bitcoin, and the vault over it.
    pub scene: Scene,
    /// What is lent.
    pub dollars: Contract,
    /// The oracle.
    pub pricing: Pricing,
    /// Bitcoin's feed.
    pub feed: Feed,
    /// The dollar's.
    pub parity: Feed,
    /// The sequencer's uptime feed.
    pub uptime: Contract,
    /// The market.
    pub market: Contract,
    /// Where bitcoin is sold.
    pub pool: Uniswap,
}

impl Stage {
    /// A market under these rules, ninety days old, with bitcoin at a price in dollars.
    pub fn new(rules: &Rules, price: f64) -> Self {
        let scene = Scene::over(PeerToken::Solmate);
        let chain = &scene.chain;
        chain.node().impersonate_all(true);
        let dollars = token(chain, PeerToken::Solmate);
        let pricing = Pricing::new(chain);
        let feed = Feed::new(chain, 8, answer(price));
        let parity = Feed::new(chain, 8, DOLLAR);
        let uptime = Feed::aggregator(chain, 0, [0, 1]);
        let (market, _) = deploy(chain, dollars.address, pricing.oracle.address);
        let pool = Uniswap::between(&dollars, &scene.token, POOL_FEE, price);
        let stage = Self {
            scene,
            dollars,
            pricing,
            feed,
            parity,
            uptime,
            market,
            pool,
        };
        stage.price();
        stage.configure(rules);
        stage.fund();
        stage.begin(price);
        stage
    }

    fn price(&self) {
        let terms = |feed: &Feed, span| SourceTerms {
            span,
            ..SourceTerms::feed(feed.address())
        };
        let bitcoin = self.scene.token.address;
        let vault = self.scene.vault.address();
        self.pricing
            .list(self.dollars.address, terms(&self.parity, PARITY_HEARTBEAT));
        self.pricing.list(bitcoin, terms(&self.feed, HEARTBEAT));
        let share = SourceTerms::share(vault, bitcoin, SHARE_GROWTH);
        self.pricing.list(vault, share);
    }

    fn configure(&self, rules: &Rules) {
        let [grace, _, deep] = GATE;
        self.pricing.govern(&Oracle::setGateCall {
            feed: self.uptime.address,
            graceSeconds: uint(grace),
            failOpenSeconds: uint(rules.fail_open_seconds),
            deepHealthBps: uint(deep),
        });
        // Up for longer than the grace.
        self.say(false, self.now() - HEARTBEAT as u64);
        let terms = rules.terms.clone();
        self.govern(&Risk::setTermsCall { terms });
        let [fast, slow] = rules.constants.map(U256::from);
        self.govern(&Risk::setPricingCall {
            fastSeconds: fast,
            slowSeconds: slow,
            gated: rules.gated,
        });
        self.govern(&Risk::setFeesCall {
            feeBps: uint(1_000),
            reservePartBps: uint(5_000),
            flashFeeBps: uint(5),
        });
        let recipient = DEPLOYER;
        self.govern(&Risk::setFeeRecipientCall { recipient });
        self.govern(&Risk::setCapsCall {
            supplyCap: uint(2 * SUPPLIED * TOKEN),
            borrowCap: uint(SUPPLIED / 10 * 9 * TOKEN),
        });
        let shares = self.scene.vault.address();
        for (collateral, [_, liquidation], units) in [
            (self.scene.token.address, BITCOIN_LTV, 1),
            (shares, SHARE_LTV, SHARE_UNITS),
        ] {
            self.govern(&Risk::listCollateralCall {
                collateral,
                borrowBps: uint(liquidation - rules.gap_bps),
                liquidationBps: uint(liquidation),
                cap: uint(10_000 * TOKEN * units),
            });
        }
    }

    fn fund(&self) {
        let market = self.market.address;
        let (to, value) = (BOB, uint(SUPPLIED * TOKEN));
        self.dollars.send(DEPLOYER, &mintCall { to, value });
        self.allow(&self.dollars, BOB, market);
        self.market.send(BOB, &supply(SUPPLIED * TOKEN, BOB));
        let (to, value) = (MALLORY, uint(SUPPLIED * TOKEN));
        self.dollars.send(DEPLOYER, &mintCall { to, value });
        self.allow(&self.dollars, MALLORY, market);
        self.allow(&self.scene.token, MALLORY, self.pool.router.address);
        self.allow(&self.scene.token, MALLORY, market);
    }

    /// Carol, who is far from the edge, owes for ninety days and pays: the reserve gets its part.
    fn begin(&self, price: f64) {
        let market = self.market.address;
        let bitcoins = (2.0 * LENT_BEFORE as f64 / price * TOKEN as f64) as u128;
        self.scene.fund(CAROL, bitcoins);
        self.allow(&self.scene.token, CAROL, market);
        self.allow(&self.dollars, CAROL, market);
        let bitcoin = self.scene.token.address;
        self.market.send(CAROL, &pledge(bitcoin, bitcoins, CAROL));
        self.market.send(CAROL, &borrow(LENT_BEFORE * TOKEN, CAROL));
        self.scene.pass(DAYS_BEFORE * 86_400);
        let (to, value) = (CAROL, uint(LENT_BEFORE * TOKEN));
        self.dollars.send(DEPLOYER, &mintCall { to, value });
        // Blue's way of paying a whole debt: its shares.
        let debt = self
            .market
            .ask(&ballast_abi::market::IMarket::positionCall { account: CAROL });
        let mut call = repay(0, CAROL);
        call.shares = debt.borrowShares;
        self.market.send(CAROL, &call);
        self.feed.transmit(answer(price));
        self.parity.transmit(DOLLAR);
        self.poke();
    }

    /// Gives a borrower what they bring.
    pub fn equip(&self, borrower: &Borrower) {
        let Borrower {
            account,
            bitcoins,
            shares,
            ..
        } = *borrower;
        let ether = U256::from(TOKEN);
        self.scene.chain.node().set_balance(account, ether);
        let vault = &self.scene.vault;
        let deposited = shares / SHARE_UNITS;
        self.scene.fund(account, bitcoins + deposited);
        self.allow(&self.scene.token, account, self.market.address);
        if deposited != 0 {
            self.scene.allow(account, vault.address());
            vault.deposit(account, deposited, account);
            self.allow(&vault.contract, account, self.market.address);
        }
    }

    /// Observes both prices, as keepers do. Nothing is asked before: there are thousands of these.
    pub fn poke(&self) {
        for collateral in self.collaterals() {
            let input = Bytes::from(Risk::pokeCall { collateral }.abi_encode());
            let request = TransactionRequest::default()
                .from(DEPLOYER)
                .to(self.market.address)
                .gas_limit(POKE_GAS)
                .input(input.into());
            let sent = self.scene.chain.node().transact(request);
            let receipt = sent.unwrap_or_else(|error| panic!("{error}"));
            assert!(receipt.success(), "a poke always passes");
        }
    }

    /// Says since when the sequencer is away, or back.
    pub fn say(&self, is_away: bool, since: u64) {
        let call = forceCall {
            answer: I256::unchecked_from(u64::from(is_away)),
            started: U256::from(since),
            updated: U256::from(since),
            roundsBehind: U80::ZERO,
        };
        self.uptime.send(DEPLOYER, &call);
    }

    /// The last block's time.
    pub fn now(&self) -> u64 {
        self.scene.chain.node().latest().header.timestamp
    }

    /// Lets the next block be no earlier than then.
    pub fn wait_until(&self, then: u64) {
        let next = then.max(self.now() + 1);
        let node = self.scene.chain.node();
        node.set_next_timestamp(next).expect("time goes forward");
    }

    /// Shares, whose LTV is the lower one, and bitcoin.
    pub const fn collaterals(&self) -> [Address; 2] {
        [self.scene.vault.address(), self.scene.token.address]
    }

    fn govern<C: SolCall>(&self, call: &C) {
        self.market.send(DEPLOYER, call);
    }

    fn allow(&self, token: &Contract, owner: Address, spender: Address) {
        let value = U256::MAX;
        token.send(owner, &approveCall { spender, value });
    }
}

/// A price as a feed of eight decimals says it.
pub fn answer(price: f64) -> i128 {
    (price * DOLLAR as f64).round() as i128
}
