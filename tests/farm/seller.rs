//! Rewards that are sold on Uniswap v3, the real one

mod routes;
mod sweeps;

use alloy_primitives::{Address, Bytes, I256, U256};
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::erc20::IERC20::{allowanceCall, balanceOfCall, transferCall};
use ballast_abi::seller::Seller::{
    self as Abi, Incomplete, LossExceeded, Sold, TooLittle, sellCall, shouldSellReturn, stopCall,
};
use ballast_abi::strategy::IStrategy::realAssetsCall;
use ballast_abi::uniswap_v3::IUniswapV3Trader::{
    NotPool, PriceDeviates, uniswapV3SwapCallbackCall,
};
use ballast_bench::peers::PeerVault;
use ballast_tests::venues::uniswap::{DEPTH, Uniswap};
use ballast_tests::{
    ALICE, BOB, BOUNDS, CAROL, Contract, Farm, MALLORY, RouteBounds, STAKE, Selling, TOKEN,
    set_route, uint,
};

use crate::uniswap::{close, float};

/// What of [`STAKE`] is lent.
const LENT: u128 = 9_000 * TOKEN;

/// What the reward costs.
const PRICE: f64 = 0.5;

/// 0.3 %.
const FEE: u32 = 3_000;

/// A farm with a strategy over another vault, and a pool where its reward is traded.
pub(crate) struct Stage {
    pub(crate) farm: Farm,
    pub(crate) venue: Contract,
    pub(crate) strategy: Contract,
    pub(crate) market: Uniswap,
    pub(crate) selling: Selling,
}

impl Stage {
    pub(crate) fn new() -> Self {
        Self::with(false, BOUNDS)
    }

    pub(crate) fn with(asset_is_token0: bool, bounds: RouteBounds) -> Self {
        let stage = Self::without_route(asset_is_token0);
        let pools = [stage.market.pool.address, Address::ZERO];
        stage.set_route(pools, bounds);
        stage
    }

    pub(crate) fn without_route(asset_is_token0: bool) -> Self {
        let farm = Farm::new();
        let venue = farm.venue(PeerVault::Solady);
        let strategy = farm.strategy_over(venue.address);
        farm.move_debt(strategy.address, LENT);
        farm.queue(&[strategy.address]);
        let market = Uniswap::new(&farm.scene.token, asset_is_token0, FEE, PRICE);
        let selling = Selling::new(&farm);
        selling.serve(&strategy);
        let stage = Self {
            farm,
            venue,
            strategy,
            market,
            selling,
        };
        stage.settle();
        stage
    }

    /// Lets the mean become what the price is.
    pub(crate) fn settle(&self) {
        settle(&self.farm, &self.market);
    }

    pub(crate) fn set_route(&self, pools: [Address; 2], bounds: RouteBounds) {
        let call = set_route(self.token(), self.strategy.address, pools, bounds);
        self.selling.govern(&call);
    }

    /// Where the reward stands.
    pub(crate) fn token(&self) -> Address {
        self.market.other.address
    }

    /// Rewards the strategy, as a campaign does that pays without being asked.
    pub(crate) fn reward(&self, amount: u128) {
        let strategy = self.strategy.address;
        self.market.equip(BOB, strategy, 0, amount);
        let (to, value) = (strategy, uint(amount));
        self.market.other.send(BOB, &transferCall { to, value });
    }

    pub(crate) fn sell(&self) -> Abi::sellReturn {
        let (token, strategy) = (self.token(), self.strategy.address);
        self.selling.sell(MALLORY, token, strategy).returned
    }

    pub(crate) fn call(&self) -> sellCall {
        sellCall {
            token: self.token(),
            strategy: self.strategy.address,
        }
    }

    pub(crate) fn standing(&self) -> Abi::standingReturn {
        let (token, strategy) = (self.token(), self.strategy.address);
        self.selling.standing(token, strategy)
    }

    pub(crate) fn trigger(&self) -> shouldSellReturn {
        let (token, strategy) = (self.token(), self.strategy.address);
        self.selling.trigger(token, strategy)
    }

    pub(crate) fn worth(&self) -> U256 {
        self.strategy.ask(&realAssetsCall {})
    }

    pub(crate) fn held(&self, token: &Contract, account: Address) -> U256 {
        token.ask(&balanceOfCall { account })
    }
}

/// Lets the mean of a pool become what its price is: room for observations, and swaps that write the
/// price down before and after the window.
pub(crate) fn settle(farm: &Farm, market: &Uniswap) {
    market.remember(100);
    market.swap(BOB, true, TOKEN);
    farm.scene.pass(3_600);
    market.swap(BOB, true, TOKEN / 1_000);
}

#[test]
fn what_a_sale_brings_is_put_to_work_and_reported_as_a_gain() {
    for asset_is_token0 in [false, true] {
        let stage = Stage::with(asset_is_token0, BOUNDS);
        let (strategy, token) = (stage.strategy.address, stage.token());
        stage.reward(600 * TOKEN);
        let trigger = stage.trigger();
        assert!(trigger.due);
        assert_eq!(trigger.amount, uint(600 * TOKEN));
        close(float(trigger.worth), 300.0 * TOKEN as f64, 0.000_2);
        let before = stage.worth();
        let done = stage.selling.sell(MALLORY, token, strategy);
        let Abi::sellReturn { sold, received } = done.returned;
        assert_eq!(sold, uint(600 * TOKEN));
        // A half each, less the fee and some thousandths of a percent that the sale moves the price.
        close(float(received), 300.0 * TOKEN as f64 * 0.997, 0.000_3);
        assert!(trigger.least < received && received < trigger.worth);
        assert_eq!(stage.worth(), before + received);
        let logs = done.logs();
        let log = logs
            .iter()
            .find_map(|(_, log)| Sold::decode_log_data(log).ok());
        let log = log.unwrap();
        assert_eq!(
            (log.sold, log.received, log.worth),
            (sold, received, trigger.worth)
        );
        // Nothing stays anywhere, and nobody may take anything.
        let seller = stage.selling.contract.address;
        for (token, pool) in [(&stage.market.other, &stage.market.pool)] {
            for account in [seller, strategy] {
                assert_eq!(stage.held(token, account), U256::ZERO);
            }
            let (owner, spender) = (seller, pool.address);
            assert_eq!(token.ask(&allowanceCall { owner, spender }), U256::ZERO);
        }
        assert_eq!(stage.farm.scene.tokens_of(seller), U256::ZERO);
        assert_eq!(stage.farm.scene.tokens_of(strategy), U256::ZERO);
        // It is in nobody's price before it is reported.
        assert_eq!(stage.farm.assets(), uint(STAKE));
        assert_eq!(stage.farm.harvest(MALLORY, strategy).gain, received);
        assert_eq!(stage.farm.assets(), uint(STAKE) + received);
        assert!(!stage.trigger().due);
    }
}

#[test]
fn a_large_pile_is_sold_in_chunks() {
    let stage = Stage::new();
    stage.reward(2_500 * TOKEN);
    assert_eq!(stage.trigger().amount, uint(BOUNDS.chunk));
    assert_eq!(stage.sell().sold, uint(BOUNDS.chunk));
    assert_eq!(stage.standing().pile, uint(1_500 * TOKEN));
    // A second later as much as refills in it, less than the least that is sold.
    let refilled = uint(BOUNDS.chunk / BOUNDS.chunk_seconds);
    let least = uint(BOUNDS.least);
    assert!(refilled < least && !stage.trigger().due);
    let data = stage.selling.contract.revert_data(ALICE, &stage.call());
    assert_eq!(data[..4], TooLittle::SELECTOR);
    // Half the time refills half the chunk.
    stage.farm.scene.pass(1_800);
    let sold = stage.sell().sold;
    assert!(
        uint(BOUNDS.chunk / 2) <= sold && sold < uint(BOUNDS.chunk * 51 / 100),
        "{sold}"
    );
    stage.farm.scene.pass(7_200);
    assert_eq!(stage.sell().sold, uint(1_500 * TOKEN) - sold);
    assert_eq!(stage.standing().pile, U256::ZERO);
}

/// The pool's price may fall by 1.5 %; it is sold up to there and no further.
#[test]
fn a_thin_pool_gets_no_more_than_it_takes_at_the_worst_price() {
    let chunk = 1_000_000 * TOKEN;
    let bounds = RouteBounds {
        chunk,
        loss_max: 10_000 * TOKEN,
        ..BOUNDS
    };
    let stage = Stage::with(false, bounds);
    stage.reward(chunk);
    let sold = stage.sell().sold;
    close(stage.market.price(), PRICE * 1.0001_f64.powi(-150), 0.000_2);
    assert!(sold < uint(chunk / 2), "{sold}");
    assert_eq!(stage.standing().pile, uint(chunk) - sold);
    assert_eq!(
        stage.held(&stage.market.other, stage.selling.contract.address),
        uint(chunk) - sold
    );
}

#[test]
fn two_pools_lead_to_the_asset() {
    for middle_is_token0 in [false, true] {
        let stage = Stage::without_route(middle_is_token0);
        // The reward costs four of what costs a half.
        let thin = Uniswap::new(&stage.market.other, !middle_is_token0, FEE, 4.0);
        settle(&stage.farm, &thin);
        stage.settle();
        let (token, strategy) = (thin.other.address, stage.strategy.address);
        let pools = [thin.pool.address, stage.market.pool.address];
        stage
            .selling
            .govern(&set_route(token, strategy, pools, BOUNDS));
        thin.equip(BOB, strategy, 0, 100 * TOKEN);
        let (to, value) = (strategy, uint(100 * TOKEN));
        thin.other.send(BOB, &transferCall { to, value });
        let trigger = stage.selling.trigger(token, strategy);
        assert!(trigger.due);
        close(float(trigger.worth), 200.0 * TOKEN as f64, 0.000_4);
        let done = stage.selling.sell(MALLORY, token, strategy).returned;
        assert_eq!(done.sold, uint(100 * TOKEN));
        let expected = 200.0 * TOKEN as f64 * 0.997 * 0.997;
        close(float(done.received), expected, 0.000_5);
        let seller = stage.selling.contract.address;
        for token in [&thin.other, &thin.asset, &stage.farm.scene.token] {
            assert_eq!(stage.held(token, seller), U256::ZERO);
        }
    }
}

/// What the second pool does not take would stay with the seller: nothing is sold then.
#[test]
fn a_second_pool_that_does_not_take_everything_refuses_the_sale() {
    let stage = Stage::without_route(false);
    let (price, ends) = (400_000.0, 887_220);
    let deep = Uniswap::new(&stage.market.other, false, FEE, price);
    deep.provide(CAROL, -ends, ends, 100 * DEPTH, price);
    settle(&stage.farm, &deep);
    stage.settle();
    let (token, strategy) = (deep.other.address, stage.strategy.address);
    let pools = [deep.pool.address, stage.market.pool.address];
    stage
        .selling
        .govern(&set_route(token, strategy, pools, BOUNDS));
    // It costs 480,000 of the middle token, 2.4 % of what the second pool has.
    let amount = TOKEN + TOKEN / 5;
    deep.equip(BOB, strategy, 0, amount);
    let (to, value) = (strategy, uint(amount));
    deep.other.send(BOB, &transferCall { to, value });
    let call = sellCall { token, strategy };
    let data = stage.selling.contract.revert_data(ALICE, &call);
    assert_eq!(data[..4], Incomplete::SELECTOR);
    assert_eq!(stage.held(&deep.other, strategy), value);
}

#[test]
fn losses_are_limited_over_time() {
    let bounds = RouteBounds {
        loss_max: TOKEN,
        ..BOUNDS
    };
    let stage = Stage::with(false, bounds);
    stage.reward(1_000 * TOKEN);
    // 500 lose 0.3 % at least, which is one and a half: no keeper is called for that.
    assert!(!stage.trigger().due);
    let data = stage.selling.contract.revert_data(ALICE, &stage.call());
    let exceeded = LossExceeded::abi_decode(&data).unwrap();
    assert_eq!(exceeded.left, uint(TOKEN));
    assert!(uint(3 * TOKEN / 2) < exceeded.loss && exceeded.loss < uint(8 * TOKEN / 5));
    let wider = RouteBounds {
        loss_max: 2 * TOKEN,
        ..bounds
    };
    stage.set_route([stage.market.pool.address, Address::ZERO], wider);
    let trigger = stage.trigger();
    assert!(trigger.due);
    let loss = trigger.worth - stage.sell().received;
    // Seconds of refilling come on top.
    let left = float(stage.standing().lossLeft);
    close(left, float(uint(2 * TOKEN) - loss), 0.000_1);
}

#[test]
fn nothing_is_sold_while_spot_is_off_the_mean() {
    let stage = Stage::new();
    stage.reward(100 * TOKEN);
    stage.market.trade_to(MALLORY, PRICE * 0.985);
    assert!(!stage.trigger().due);
    let data = stage.selling.contract.revert_data(ALICE, &stage.call());
    assert_eq!(data[..4], PriceDeviates::SELECTOR);
    stage.market.trade_to(MALLORY, PRICE);
    assert!(stage.trigger().due);
    stage.sell();
}

#[test]
fn nothing_is_sold_while_it_is_stopped() {
    let stage = Stage::new();
    stage.reward(100 * TOKEN);
    stage.selling.govern(&stopCall { stopped: true });
    assert!(!stage.trigger().due);
    let refusal = Abi::IsStopped {};
    stage
        .selling
        .contract
        .refuses(ALICE, &stage.call(), &refusal);
    stage.selling.govern(&stopCall { stopped: false });
    stage.sell();
}

#[test]
fn nobody_is_paid_by_a_callback() {
    let stage = Stage::new();
    stage.reward(2_000 * TOKEN);
    stage.sell();
    let call = uniswapV3SwapCallbackCall {
        amount0Delta: I256::ONE,
        amount1Delta: I256::ONE,
        data: Bytes::new(),
    };
    let caller = MALLORY;
    stage
        .selling
        .contract
        .refuses(MALLORY, &call, &NotPool { caller });
}
