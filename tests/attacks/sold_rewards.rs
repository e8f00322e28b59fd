//! A sale of rewards with somebody around it, in one transaction and with as much as a flash loan
//! gives; sales that are attacked again and again; rewards that misbehave.
//!
//! What is sold is worth 50,000 in a pool of Uniswap v3 that holds 20M and takes 0.05 %.

use alloy_primitives::{Address, Bytes, U256};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::{SolCall, SolError, SolEvent, SolValue, sol};
use ballast_abi::erc20::IERC20::{approveCall, balanceOfCall};
use ballast_abi::registry::IRegistry::Status;
use ballast_abi::rewards::IRewards::{reinvestCall, sweepCall};
use ballast_abi::seller::Seller::{LossExceeded, Sold, sellCall, standingReturn};
use ballast_abi::strategy::IStrategy::realAssetsCall;
use ballast_abi::uniswap_v3::IUniswapV3Trader::PriceDeviates;
use ballast_bench::peers::PeerVault;
use ballast_tests::venues::uniswap::Uniswap;
use ballast_tests::{
    ALICE, BOB, BOUNDS, Contract, DEPLOYER, Farm, MALLORY, RouteBounds, Scene, Selling, TOKEN,
    set_route, uint,
};

use crate::{RAIDER, Step, aggregateCall, at_once, create, farm_of, step};

sol! {
    function mint(address to, uint256 value) external;
    function setMode(uint8 mode) external;
    function arm(address target, bytes payload) external;
    function calls() external view returns (uint256);
    function succeeded() external view returns (bool);

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

/// What `HostileReward` can be told to do.
mod mode {
    pub(super) const HONEST: u8 = 0;
    pub(super) const REVERTS: u8 = 1;
    pub(super) const BURNS_GAS: u8 = 2;
    pub(super) const ANSWERS_FALSE: u8 = 3;
    pub(super) const TAKES_FEE: u8 = 4;
    pub(super) const BOASTS: u8 = 6;
}

/// A stage with another reward, which has a route as the first one has, and does what it is told.
fn with_hostile_reward() -> (Stage, Contract) {
    let stage = Stage::new();
    let reward = create(&stage.farm.scene, "HostileReward", &[]);
    let market = Uniswap::between(&stage.farm.scene.token, &reward, FEE, PRICE);
    stage.open(&market);
    // The mean of the first market is still what its price is.
    stage.market.trade_to(BOB, PRICE);
    (stage, reward)
}

impl Stage {
    /// Everything but the hostile reward works as ever: another reward is sold, a report, an exit.
    fn is_unharmed(&self) {
        self.reward(&self.market.other, 1_000 * TOKEN);
        let (token, strategy) = (self.market.other.address, self.strategy.address);
        let before = self.worth();
        let sale = self.selling.sell(BOB, token, strategy).returned;
        assert_eq!(sale.sold, uint(1_000 * TOKEN));
        assert_eq!(self.worth(), before + sale.received);
        let gain = self.farm.harvest(BOB, strategy).gain;
        assert!(sale.received <= gain);
        let paid = self.farm.scene.vault.withdraw(ALICE, 50_000 * TOKEN);
        assert!(U256::ZERO < paid.returned);
        assert_eq!(self.farm.status(strategy), Status::Active);
    }
}

#[test]
fn a_reward_that_misbehaves_harms_no_other() {
    let modes = [
        mode::REVERTS,
        mode::BURNS_GAS,
        mode::ANSWERS_FALSE,
        mode::TAKES_FEE,
        mode::BOASTS,
    ];
    for mode in modes {
        for is_collected in [false, true] {
            let (stage, reward) = with_hostile_reward();
            stage.reward(&reward, 2 * REWARD);
            let call = stage.call(&reward);
            if is_collected {
                // Half of it is with the seller when it begins.
                stage.selling.contract.send(BOB, &call);
                stage.farm.scene.pass(3_600);
            }
            let (before, assets) = (stage.worth(), stage.farm.assets());
            reward.send(DEPLOYER, &setModeCall { mode });
            // What is with the seller is what came, whatever the token says: that much is sold.
            let is_sold = mode == mode::BOASTS && is_collected;
            let passes = sends(&stage.selling.contract, &call, 30_000_000);
            assert_eq!(passes, is_sold, "{mode}");
            assert_eq!(before < stage.worth(), is_sold);
            assert_eq!(stage.farm.assets(), assets);
            if is_collected {
                stage.farm.harvest(BOB, stage.strategy.address);
            }
            stage.is_unharmed();
            // Nothing is lost that can still be moved.
            reward.send(DEPLOYER, &setModeCall { mode: mode::HONEST });
            stage.farm.scene.pass(3_600);
            let passes = sends(&stage.selling.contract, &call, 30_000_000);
            assert_eq!(passes, !is_sold, "{mode}");
        }
    }
}

/// Neither in the middle of a sweep nor while it pays a pool can a reward make seller or strategy do
/// anything.
#[test]
fn a_reward_that_calls_back_gets_nowhere() {
    let (stage, reward) = with_hostile_reward();
    let honest = &stage.market.other;
    let (seller, strategy) = (&stage.selling.contract, &stage.strategy);
    let token = honest.address;
    let calls: [(&Contract, Vec<u8>); 3] = [
        (seller, stage.call(honest).abi_encode()),
        (seller, stage.call(&reward).abi_encode()),
        (strategy, sweepCall { token }.abi_encode()),
    ];
    for (target, payload) in calls {
        stage.reward(&reward, REWARD / 10);
        stage.reward(honest, TOKEN);
        let (target, payload) = (target.address, payload.into());
        reward.send(DEPLOYER, &armCall { target, payload });
        let before = stage.worth();
        let (token, strategy) = (reward.address, stage.strategy.address);
        let sale = stage.selling.sell(BOB, token, strategy).returned;
        assert_eq!(stage.worth(), before + sale.received);
        assert!(uint(2) <= reward.ask(&callsCall {}));
        assert!(!reward.ask(&succeededCall {}));
        reward.send(DEPLOYER, &setModeCall { mode: mode::HONEST });
    }
    // What anybody may do at any time does no harm there either.
    stage.reward(&reward, REWARD / 10);
    let (target, payload) = (strategy.address, reinvestCall {}.abi_encode().into());
    reward.send(DEPLOYER, &armCall { target, payload });
    let before = stage.worth();
    let sale = stage
        .selling
        .sell(BOB, reward.address, strategy.address)
        .returned;
    assert_eq!(stage.worth(), before + sale.received);
}

/// With too little gas a sale is refused as a whole: it cannot be had without the sweep before it or
/// without putting to work what it brings.
#[test]
fn too_little_gas_leaves_nothing_half_done() {
    let stage = Stage::new();
    stage.reward(&stage.market.other, 100 * TOKEN);
    let call = stage.call(&stage.market.other);
    let node = stage.farm.scene.chain.node();
    let (before, mut outcomes) = (stage.worth(), [0; 2]);
    for gas in (200_000..5_000_000).step_by(100_000) {
        let snapshot = node.snapshot();
        let passed = sends(&stage.selling.contract, &call, gas);
        outcomes[usize::from(passed)] += 1;
        assert_eq!(before < stage.worth(), passed, "{gas}");
        assert_eq!(
            stage.farm.scene.tokens_of(stage.strategy.address),
            U256::ZERO
        );
        assert!(node.revert(snapshot));
    }
    let [failed, passed] = outcomes;
    assert!(
        20 < failed && 5 < passed,
        "{failed} failed, {passed} passed"
    );
}

/// Sends a call with so much gas. Whether it succeeds.
fn sends(to: &Contract, call: &impl SolCall, gas: u64) -> bool {
    let input = Bytes::from(call.abi_encode());
    let request = TransactionRequest::default().from(MALLORY).to(to.address);
    let request = request.input(input.into()).gas_limit(gas);
    to.chain().node().transact(request).unwrap().success()
}
