//! Liquidations, averages and what governs a market: to the unit where figures are published, and
//! against whoever would gain by a price, a moment or a silence.

mod attacks_feeds;
mod attacks_prices;
mod attacks_rules;
mod configuration;
mod every_method;
mod liquidation;
mod liquidator;
mod parameters;
mod shares;

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::sol;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_tests::lending::{DOLLAR, Lending};
use ballast_tests::{ALICE, BOB, Contract, DEPLOYER, TOKEN, peers, uint};

sol! {
    #![sol(all_derives)]
    function allow(address token, address spender, uint256 value) external;
    function prepare(address token, address target, bytes errand, bool honest) external;
    function run(address to, bytes data) external returns (bytes memory);
    function transmit(int256 answer) external;
    function runAll(address[] targets, bytes[] calls) external;
    function heldMeanwhile() external view returns (uint256);
    function lastAssets() external view returns (uint256);
    function succeeded() external view returns (bool);
}

/// A market without interest whose collateral, ether, costs what a test says: what is counted to the
/// unit.
struct Stage {
    lending: Lending,
}

/// Terms of one bonus, the whole debt at once, and nothing that waits.
fn plain_terms() -> Risk::LiquidationTerms {
    Risk::LiquidationTerms {
        leastBps: uint(10_438),
        mostBps: uint(10_438),
        fullAtBps: uint(9_000),
        targetBps: uint(10_500),
        closeFactorBps: uint(10_000),
        fullCloseBelowBps: uint(10_000),
        dust: U256::ZERO,
        coolOffSeconds: U256::ZERO,
        delaySeconds: uint(3_600),
        deepBps: uint(9_500),
    }
}

impl Stage {
    /// Ether at a price in cents, these terms, these LTVs of ether; no averages. Bob supplies a
    /// hundred thousand.
    fn new(cents: i128, terms: Risk::LiquidationTerms, [borrow, liquidation]: [u128; 2]) -> Self {
        let stage = Self {
            lending: Lending::new(),
        };
        stage.price(cents);
        stage.averages(0, 0);
        stage.no_interest();
        // Shares of the vault have a higher LTV than some terms admit.
        stage.ltv(stage.lending.shares(), 7_000, 7_500);
        stage.ltv(stage.ether(), 1_000, liquidation);
        stage.terms(terms);
        stage.ltv(stage.ether(), borrow, liquidation);
        stage.lending.supply(BOB, 100_000 * TOKEN);
        stage
    }

    fn ether(&self) -> Address {
        self.lending.ether.address
    }

    fn price(&self, cents: i128) {
        self.lending.ether_feed.transmit(cents * DOLLAR / 100);
    }

    fn averages(&self, fast: u64, slow: u64) {
        self.lending.govern(&Risk::setPricingCall {
            fastSeconds: U256::from(fast),
            slowSeconds: U256::from(slow),
            gated: false,
        });
    }

    fn no_interest(&self) {
        self.lending.govern(&Risk::setKinkedModelCall {
            base: U256::ZERO,
            below: U256::ZERO,
            above: U256::ZERO,
            kink: uint(TOKEN / 2),
        });
    }

    fn terms(&self, terms: Risk::LiquidationTerms) {
        self.lending.govern(&Risk::setTermsCall { terms });
    }

    fn ltv(&self, collateral: Address, borrow: u128, liquidation: u128) {
        self.lending
            .govern(&set_ltv(collateral, borrow, liquidation, 0));
    }

    /// Alice borrows against ether.
    fn owe(&self, collateral: u128, debt: u128) {
        self.lending.pledge(ALICE, self.ether(), collateral);
        self.lending.borrow(ALICE, debt);
    }

    /// Bob liquidates Alice with as much as he may, or up to `most`.
    fn liquidate(&self, most: U256) -> [U256; 2] {
        let call = liquidate(ALICE, self.ether(), most);
        let done = self.lending.market.send(BOB, &call);
        [done.returned.repaid, done.returned.seized]
    }

    /// Health at spot, fast and slow average, and bid, in WAD.
    fn healths(&self) -> [U256; 4] {
        self.lending
            .market
            .ask(&Risk::healthCall { account: ALICE })
    }

    /// Where Alice stands: 0 healthy, 1 waits, 2 liquidatable.
    fn state(&self) -> u64 {
        let standing = self
            .lending
            .market
            .ask(&Risk::standingCall { account: ALICE });
        standing.state.to()
    }

    fn poke(&self) {
        let collateral = self.ether();
        self.lending
            .market
            .send(BOB, &Risk::pokeCall { collateral });
    }

    /// Pokes every so many seconds, so many times.
    fn poke_every(&self, seconds: u64, times: u64) {
        for _ in 0..times {
            self.lending.pass(seconds);
            self.poke();
        }
    }
}

/// A contract of `tests/peers` that calls what it is told to, and that markets call back. It has the
/// market's asset, and the market may take its tokens.
fn caller(lending: &Lending) -> Contract {
    let chain = lending.market.chain();
    let code = peers().contract("Caller").expect("a contract");
    let caller = chain.create(code, &[]);
    let caller = Contract::new(chain.clone(), caller.expect("a constructor passes"));
    lending.scene.fund(caller.address, 1_000 * TOKEN);
    let (spender, value) = (lending.market.address, U256::MAX);
    for token in [lending.scene.token.address, lending.ether.address] {
        caller.send(
            DEPLOYER,
            &allowCall {
                token,
                spender,
                value,
            },
        );
    }
    caller
}

fn liquidate(borrower: Address, collateral: Address, most: U256) -> Risk::liquidateCall {
    Risk::liquidateCall {
        borrower,
        collateral,
        maxRepaid: most,
        minSeized: U256::ZERO,
        data: Bytes::new(),
    }
}

fn set_ltv(collateral: Address, borrow: u128, liquidation: u128, ramp: u64) -> Risk::setLtvCall {
    Risk::setLtvCall {
        collateral,
        borrowBps: uint(borrow),
        liquidationBps: uint(liquidation),
        rampSeconds: U256::from(ramp),
    }
}
