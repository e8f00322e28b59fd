//! A sale of rewards with somebody around it, in one transaction and with as much as a flash loan
//! gives; sales that are attacked again and again; rewards that misbehave.
//!
//! What is sold is worth 50,000 in a pool of Uniswap v3 that holds 20M and takes 0.05 %.

mod hostile;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolError, SolEvent, SolValue, sol};
use ballast_abi::erc20::IERC20::{approveCall, balanceOfCall};
use ballast_abi::seller::Seller::{LossExceeded, Sold, sellCall, standingReturn};
use ballast_abi::strategy::IStrategy::realAssetsCall;
use ballast_abi::uniswap_v3::IUniswapV3Trader::PriceDeviates;
use ballast_bench::peers::PeerVault;
use ballast_tests::venues::uniswap::Uniswap;
use ballast_tests::{
    BOB, BOUNDS, Contract, DEPLOYER, Farm, MALLORY, RouteBounds, Scene, Selling, TOKEN, set_route,
    uint,
};

use crate::{RAIDER, Step, aggregateCall, at_once, create, farm_of, step};

sol! {
    function mint(address to, uint256 value) external;

    interface INaiveSeller {
        function sell() external;
    }
}

const POOL: u128 = 100_000 * TOKEN;
const LENT: u128 = 90_000 * TOKEN;

/// What the reward costs.
const PRICE: f64 = 0.5;

/// 0.05 %: the less a swap pays, the better for who stands around another's.
const FEE: u32 = 500;

/// What is sold.
const REWARD: u128 = 100_000 * TOKEN;

/// What the attacker brings of either token to move the pool.
const FLASH: u128 = 1_000_000_000 * TOKEN;

/// Losses of 1 % of 100,000 a week; as much as there is may be sold every hour.
const LIMITS: RouteBounds = RouteBounds {
    chunk: REWARD,
    loss_max: 1_000 * TOKEN,
    ..BOUNDS
};

struct Stage {
    farm: Farm,
    strategy: Contract,
    market: Uniswap,
    selling: Selling,
}

impl Stage {
    fn new() -> Self {
        Self::of(|asset| Uniswap::new(asset, false, FEE, PRICE))
    }

    /// The reward is what the market trades for the asset.
    fn of(market: impl FnOnce(&Contract) -> Uniswap) -> Self {
        let farm = farm_of(POOL);
        let venue = farm.venue(PeerVault::Solady);
        let strategy = farm.strategy_over(venue.address);
        farm.move_debt(strategy.address, LENT);
        farm.queue(&[strategy.address]);
        let market = market(&farm.scene.token);
        let selling = Selling::new(&farm);
        selling.serve(&strategy);
        let stage = Self {
            farm,
            strategy,
            market,
            selling,
        };
        stage.open(&stage.market);
        arm_raider(&stage.farm.scene, &stage.market);
        stage
    }

    /// Lets the mean of a market become what its price is, and sets the route through it.
    fn open(&self, market: &Uniswap) {
        market.remember(300);
        market.swap(BOB, true, TOKEN);
        self.farm.scene.pass(3_600);
        market.swap(BOB, true, TOKEN / 1_000);
        let pools = [market.pool.address, Address::ZERO];
        let token = market.other.address;
        self.selling
            .govern(&set_route(token, self.strategy.address, pools, LIMITS));
    }

    fn reward(&self, token: &Contract, amount: u128) {
        let (to, value) = (self.strategy.address, uint(amount));
        token.send(DEPLOYER, &mintCall { to, value });
    }

    fn call(&self, token: &Contract) -> sellCall {
        let (token, strategy) = (token.address, self.strategy.address);
        sellCall { token, strategy }
    }

    fn standing(&self) -> standingReturn {
        let (token, strategy) = (self.market.other.address, self.strategy.address);
        self.selling.standing(token, strategy)
    }

    fn worth(&self) -> U256 {
        self.strategy.ask(&realAssetsCall {})
    }

    /// Pushes the price down, has the reward sold, and lets the price come back.
    fn sandwich(&self, pushed: f64) -> Vec<Step> {
        let token = &self.market.other;
        vec![
            push(&self.market, false, pushed),
            step(&self.selling.contract, &self.call(token)),
            push(&self.market, true, PRICE),
        ]
    }
}

/// Gives the raider what it takes, and lets the router take it.
fn arm_raider(scene: &Scene, market: &Uniswap) {
    let (spender, value) = (market.router.address, U256::MAX);
    for token in [&market.asset, &market.other] {
        let (to, value) = (RAIDER, uint(FLASH));
        token.send(DEPLOYER, &mintCall { to, value });
    }
    let allow = |token: &Contract| step(token, &approveCall { spender, value });
    at_once(scene, vec![allow(&market.asset), allow(&market.other)]);
}

/// Moves the pool until the reward costs `price`, by Uniswap's router.
fn push(market: &Uniswap, raises: bool, price: f64) -> Step {
    let limit = market.root_of(price);
    let call = market.swap_call(RAIDER, raises, uint(FLASH / 10), limit);
    step(&market.router, &call)
}

/// What the raider has, at the price at which it began.
fn wealth(market: &Uniswap) -> f64 {
    let held = |token: &Contract| f64::from(token.ask(&balanceOfCall { account: RAIDER }));
    (held(&market.asset) + held(&market.other) * PRICE) / TOKEN as f64
}

fn tokens(amount: U256) -> f64 {
    f64::from(amount) / TOKEN as f64
}

/// Makes calls in one transaction. What was sold in it, if anything was, or that it failed.
fn raid(scene: &Scene, steps: Vec<Step>) -> Option<Sold> {
    let sent = scene.chain.send(MALLORY, RAIDER, &aggregateCall { steps });
    let receipt = sent.ok()?.receipt;
    receipt
        .logs()
        .iter()
        .find_map(|log| Sold::decode_log_data(log.data()).ok())
}

fn loss_of(sale: &Sold) -> f64 {
    tokens(sale.worth) - tokens(sale.received)
}

/// Who sells at any price gets half of the worth once somebody halves the price: of 50,000 the attacker
/// gains 21,500.
#[test]
fn a_naive_seller_is_robbed() {
    let stage = Stage::new();
    let market = &stage.market;
    let arguments = (
        market.router.address,
        market.other.address,
        market.asset.address,
    );
    let naive = create(&stage.farm.scene, "NaiveSeller", &arguments.abi_encode());
    let (to, value) = (naive.address, uint(REWARD));
    market.other.send(DEPLOYER, &mintCall { to, value });
    market.trade_to(BOB, PRICE);
    let start = wealth(market);
    let steps = vec![
        push(market, false, PRICE / 2.0),
        step(&naive, &INaiveSeller::sellCall {}),
        push(market, true, PRICE),
    ];
    at_once(&stage.farm.scene, steps);
    let received = tokens(stage.farm.scene.tokens_of(naive.address));
    let gain = wealth(market) - start;
    assert!(received < 25_000.0, "{received}");
    assert!(20_000.0 < gain, "{gain}");
}

/// The price may be pushed by a percent, and the sale goes on for half a percent more: what it loses is
/// less than 1.5 %, and the attacker gains less than that. Of 30,000 that are sold 374 are lost, of which
/// the attacker has 299.
#[test]
fn a_sandwich_gains_less_than_the_bound() {
    let stage = Stage::new();
    stage.reward(&stage.market.other, REWARD);
    stage.market.trade_to(BOB, PRICE);
    let (start, worth) = (wealth(&stage.market), stage.worth());
    let sale = raid(&stage.farm.scene, stage.sandwich(PRICE * 0.991)).unwrap();
    let (gain, loss) = (wealth(&stage.market) - start, loss_of(&sale));
    let part = loss / tokens(sale.worth);
    assert!(sale.sold < uint(REWARD * 7 / 10));
    assert!(0.009 < part && part < 0.015, "{part}");
    assert!(gain < loss && gain < 400.0, "{gain}");
    assert_eq!(stage.worth(), worth + sale.received);
}

/// Pushed further, nothing is sold, and the way there and back is the attacker's loss.
#[test]
fn a_price_that_is_pushed_further_sells_nothing() {
    let stage = Stage::new();
    stage.reward(&stage.market.other, REWARD);
    stage.market.trade_to(BOB, PRICE);
    assert!(raid(&stage.farm.scene, stage.sandwich(PRICE * 0.985)).is_none());
    stage.market.trade_to(MALLORY, PRICE * 0.985);
    let call = stage.call(&stage.market.other);
    let data = stage.selling.contract.revert_data(MALLORY, &call);
    assert_eq!(data[..4], PriceDeviates::SELECTOR);
}

/// An attacked sale an hour, for days: the limit of losses is used up, refills by the second, and is
/// never exceeded. Of 48 raids two pass, which gain 599 of a limit of 1,000.
#[test]
fn repeated_sandwiches_use_up_the_limit_and_no_more() {
    let stage = Stage::new();
    stage.reward(&stage.market.other, 40 * REWARD);
    stage.market.trade_to(BOB, PRICE);
    let (start, node) = (wealth(&stage.market), stage.farm.scene.chain.node());
    let begin = node.latest().header.timestamp;
    let (mut lost, mut raids, mut refused) = (0.0, 0, 0);
    for _ in 0..48 {
        match raid(&stage.farm.scene, stage.sandwich(PRICE * 0.991)) {
            Some(sale) => {
                lost += loss_of(&sale);
                raids += 1;
            }
            None => refused += 1,
        }
        stage.farm.scene.pass(3_600);
    }
    let seconds = (node.latest().header.timestamp - begin) as f64;
    let limit = tokens(uint(LIMITS.loss_max)) * (1.0 + seconds / LIMITS.loss_seconds as f64);
    let gain = wealth(&stage.market) - start;
    assert!(lost <= limit && 0.6 * limit < lost, "{lost} of {limit}");
    assert!(gain <= lost, "{gain} of {lost}");
    assert!(
        2 <= raids && 10 < refused,
        "{raids} passed, {refused} were refused"
    );
    assert!(tokens(stage.standing().lossLeft) < 400.0);
    stage.market.trade_to(MALLORY, PRICE * 0.991);
    let call = stage.call(&stage.market.other);
    let data = stage.selling.contract.revert_data(MALLORY, &call);
    assert_eq!(data[..4], LossExceeded::SELECTOR);
}
