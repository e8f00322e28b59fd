//! Aave's programme of rewards, the real one: from the aToken to the price of a share

use alloy_primitives::{Address, U256};
use alloy_sol_types::{Revert, SolError, SolEvent, sol};
use ballast_abi::erc20::IERC20::balanceOfCall;
use ballast_abi::erc4626::IERC4626::convertToAssetsCall;
use ballast_abi::rewards::IRewards::{reinvestCall, sweepableCall};
use ballast_abi::seller::Seller::{ReinvestFailed, sellCall, sellReturn, setRouteCall};
use ballast_abi::strategy::IStrategy::realAssetsCall;
use ballast_abi::strategy_aave_v3::StrategyAaveV3::{ClaimFailed, Claimed, claimCall};
use ballast_bench::peers::{PeerToken, PeerVault};
use ballast_keeper::{Duty, Watched};
use ballast_tests::venues::aave::{Aave, Incentives};
use ballast_tests::venues::uniswap::Uniswap;
use ballast_tests::{
    ALICE, BOB, BOUNDS, Contract, Farm, MALLORY, PLAIN, STAKE, Selling, Setting, TOKEN, Terms,
    is_done, keep, near, peers, set_route, token, uint,
};

use crate::seller::settle;

sol! {
    function setBurnsGas(bool burns) external;
}

const DAY: u64 = 86_400;

/// What of [`STAKE`] is with Aave, as much again as Bob has there.
const LENT: u128 = 9_000 * TOKEN;

/// Rewards for all who lend: a tenth of a token a minute.
const PER_SECOND: u128 = TOKEN / 600;

/// What the reward costs.
const PRICE: f64 = 0.5;

/// Time over which profit unlocks.
const UNLOCK: u32 = 7 * 86_400;

/// A farm that lends to Aave beside Bob, where a token is paid for that which Uniswap trades.
struct Stage {
    farm: Farm,
    aave: Aave,
    incentives: Incentives,
    strategy: Contract,
    market: Uniswap,
    selling: Selling,
}

impl Stage {
    fn new() -> Self {
        let farm = Farm::new();
        let collateral = token(&farm.scene.chain, PeerToken::Solmate);
        let aave = Aave::new(&farm.scene.token, &collateral);
        let (vault, registry) = (farm.scene.vault.address(), farm.registry.address);
        let strategy = aave.strategy("rewards", vault, registry);
        farm.admit(strategy.address);
        let market = Uniswap::new(&farm.scene.token, false, 3_000, PRICE);
        let selling = Selling::new(&farm);
        selling.serve(&strategy);
        settle(&farm, &market);
        let pools = [market.pool.address, Address::ZERO];
        selling.govern(&set_route(
            market.other.address,
            strategy.address,
            pools,
            BOUNDS,
        ));
        farm.move_debt(strategy.address, LENT);
        farm.queue(&[strategy.address]);
        aave.supply(BOB, LENT, BOB);
        let incentives = Incentives::new(&aave);
        Self {
            farm,
            aave,
            incentives,
            strategy,
            market,
            selling,
        }
    }

    /// The same, with rewards that are paid from now on.
    fn granted() -> (Self, u64) {
        let stage = Self::new();
        let until = stage.now() + 365 * DAY;
        let reward = &stage.market.other;
        stage
            .incentives
            .grant(&stage.aave, reward, PER_SECOND, until);
        let since = stage.now();
        (stage, since)
    }

    /// Whoever accounts for rewards is somebody else from now on.
    fn replace_controller(&self) -> Contract {
        let code = peers().contract("HostileController").unwrap();
        let chain = &self.farm.scene.chain;
        let controller = chain.create(code, &[]).unwrap();
        self.aave.report_to(controller);
        Contract::new(chain.clone(), controller)
    }

    fn reward(&self) -> Address {
        self.market.other.address
    }

    fn now(&self) -> u64 {
        self.farm.scene.chain.node().latest().header.timestamp
    }

    fn mine(&self) {
        self.farm.scene.chain.node().mine(1, None).unwrap();
    }

    fn worth(&self) -> U256 {
        self.strategy.ask(&realAssetsCall {})
    }

    fn share_price(&self) -> U256 {
        let shares = uint(TOKEN);
        let vault = &self.farm.scene.vault.contract;
        vault.ask(&convertToAssetsCall { shares })
    }

    fn owed(&self) -> U256 {
        self.incentives
            .owed(&self.aave, self.strategy.address, self.reward())
    }

    fn held(&self, token: &Contract, account: Address) -> U256 {
        token.ask(&balanceOfCall { account })
    }

    fn sell(&self) -> sellReturn {
        let strategy = self.strategy.address;
        self.selling.sell(MALLORY, self.reward(), strategy).returned
    }
}

/// Rewards accrue by the second, to each in proportion to what they lend: with half of it, half. They
/// are claimed, handed over, sold, put to work, reported, and unlock.
#[test]
fn rewards_of_aave_raise_the_price_of_a_share() {
    let (stage, since) = Stage::granted();
    let (farm, strategy) = (&stage.farm, stage.strategy.address);
    let unlocking = Terms {
        unlock_seconds: UNLOCK,
        ..PLAIN
    };
    farm.scene.vault.configure(Setting::Terms, unlocking.word());
    farm.scene.pass(DAY);
    stage.mine();
    // Whoever looks now sees what the next block will.
    let seconds = stage.now() + 1 - since;
    // The index is per unit lent, in the token's 18 decimals: a unit of it is 9,000 of the reward.
    let expected = PER_SECOND * u128::from(seconds) / 2;
    near(stage.owed(), expected, 9_001);
    let token = stage.reward();
    near(
        stage.strategy.ask(&sweepableCall { token }),
        expected,
        9_001,
    );
    let trigger = stage.selling.trigger(token, strategy);
    assert!(trigger.due);
    near(trigger.amount, expected, 9_001);

    let (before, price) = (stage.worth(), stage.share_price());
    let sellReturn { sold, received } = stage.sell();
    near(sold, expected, 9_001);
    let value = expected / 2;
    assert!(uint(value * 996 / 1_000) < received && received < uint(value * 998 / 1_000));
    // Two units of Aave's rounding.
    near(stage.worth(), (before + received).to(), 2);
    assert_eq!(
        stage.held(&stage.market.other, stage.selling.contract.address),
        U256::ZERO
    );
    assert_eq!(stage.share_price(), price);

    let gain = farm.harvest(MALLORY, strategy).gain;
    near(gain, received.to(), 2);
    near(farm.assets(), STAKE + gain.to::<u128>(), 2);
    // The report itself moves nobody's price; a second later it has moved by about a second's part.
    let all = gain * price / uint(STAKE);
    let rise = stage.share_price() - price;
    assert!(rise < all / uint(UNLOCK.into()) && all / uint(2 * u128::from(UNLOCK)) < rise);
    let rises = |days: u64| {
        farm.scene.pass(days * DAY);
        stage.mine();
        stage.share_price()
    };
    let (half, whole) = (rises(3) - price, rises(5) - price);
    // All of it, for all shares; three days of seven before.
    near(whole, all.to(), 2);
    near(half * uint(7), (all * uint(3)).to(), all.to::<u128>() / 100);
    // And it can be had.
    let paid = farm.scene.vault.redeem_all(ALICE).returned;
    near(paid, STAKE + gain.to::<u128>(), 4);
}

#[test]
fn a_claim_is_anybodys_to_make_and_the_strategys_to_have() {
    let (stage, _) = Stage::granted();
    stage.farm.scene.pass(DAY);
    stage.mine();
    let reward = stage.reward();
    let owed = stage.owed();
    let done = stage.strategy.send(MALLORY, &claimCall { reward });
    assert_eq!(done.returned, owed);
    let logs = done.logs();
    let log = logs
        .iter()
        .find_map(|(_, log)| Claimed::decode_log_data(log).ok());
    assert_eq!(log.unwrap().amount, done.returned);
    let strategy = stage.strategy.address;
    assert_eq!(stage.held(&stage.market.other, strategy), done.returned);
    // It is handed over with the next sale.
    assert!(done.returned <= stage.sell().sold);
}

/// What is paid in the asset needs no sale, and is not to be swept.
#[test]
fn rewards_in_the_asset_are_put_to_work() {
    let stage = Stage::new();
    let until = stage.now() + 365 * DAY;
    let asset = stage.farm.scene.token.clone();
    stage
        .incentives
        .grant(&stage.aave, &asset, PER_SECOND, until);
    stage.farm.scene.pass(DAY);
    let before = stage.worth();
    let reward = asset.address;
    let claimed = stage.strategy.send(MALLORY, &claimCall { reward }).returned;
    assert!(uint(71 * TOKEN) < claimed);
    assert_eq!(stage.worth(), before);
    assert_eq!(stage.strategy.send(BOB, &reinvestCall {}).returned, claimed);
    near(stage.worth(), (before + claimed).to(), 2);
    near(
        stage.farm.harvest(MALLORY, stage.strategy.address).gain,
        claimed.to(),
        2,
    );
}

/// While the reserve is frozen nothing is sold for the strategy, and the rewards stay what they are;
/// another strategy of the vault may be paid instead.
#[test]
fn a_venue_that_takes_nothing_delays_the_sale() {
    let (stage, _) = Stage::granted();
    let (farm, strategy, token) = (&stage.farm, stage.strategy.address, stage.reward());
    farm.scene.pass(DAY);
    stage.aave.freeze(true);
    let payee = strategy;
    let call = sellCall { token, strategy };
    let seller = &stage.selling.contract;
    seller.refuses(MALLORY, &call, &ReinvestFailed { payee });
    assert_eq!(farm.scene.tokens_of(strategy), U256::ZERO);
    let venue = farm.venue(PeerVault::Solady);
    let other = farm.strategy_over(venue.address);
    let pools = [stage.market.pool.address, Address::ZERO];
    stage.selling.govern(&setRouteCall {
        payee: other.address,
        ..set_route(token, strategy, pools, BOUNDS)
    });
    let before = stage.worth();
    let received = stage.sell().received;
    assert_eq!(stage.worth(), before);
    near(other.ask(&realAssetsCall {}), received.to(), 1);
}

/// Reports and exits do not ask the controller; what lies in the strategy is sold all the same.
#[test]
fn a_controller_that_fails_stops_neither_reports_nor_exits_nor_other_rewards() {
    for burns in [false, true] {
        let (stage, _) = Stage::granted();
        let (farm, strategy) = (&stage.farm, stage.strategy.address);
        farm.scene.pass(DAY);
        let reward = stage.reward();
        let claimed = stage.strategy.send(BOB, &claimCall { reward }).returned;
        let controller = stage.replace_controller();
        controller.send(BOB, &setBurnsGasCall { burns });
        let data = stage.strategy.revert_data(BOB, &claimCall { reward });
        if burns {
            let controller = controller.address;
            assert_eq!(data, ClaimFailed { controller }.abi_encode());
        } else {
            assert_eq!(Revert::abi_decode(&data).unwrap().reason, "no");
        }
        assert_eq!(stage.sell().sold, claimed);
        assert!(U256::ZERO < farm.harvest(MALLORY, strategy).gain);
        let paid = farm.scene.vault.redeem_all(ALICE).returned;
        assert!(uint(STAKE) < paid);
    }
}

#[test]
fn without_a_controller_there_is_nothing_to_claim() {
    let stage = Stage::new();
    stage.aave.report_to(Address::ZERO);
    let reward = stage.reward();
    let controller = Address::ZERO;
    stage
        .strategy
        .refuses(BOB, &claimCall { reward }, &ClaimFailed { controller });
    let token = reward;
    assert_eq!(stage.strategy.ask(&sweepableCall { token }), U256::ZERO);
}

#[test]
fn the_keeper_sells_when_the_seller_says_so() {
    let (stage, _) = Stage::granted();
    let (farm, token, strategy) = (&stage.farm, stage.reward(), stage.strategy.address);
    let round = || {
        let watched = Watched {
            registry: Some(farm.registry.address),
            ..Watched::default()
        };
        keep(&farm.scene.chain, watched).unwrap()
    };
    assert!(round().is_empty());
    farm.scene.pass(DAY);
    stage.mine();
    let due = stage.selling.trigger(token, strategy);
    let outcomes = round();
    let duty = Duty::Sell {
        token,
        strategy,
        amount: due.amount,
        worth: due.worth,
    };
    let sold = outcomes
        .iter()
        .find(|outcome| outcome.duty == duty)
        .unwrap();
    assert!(is_done(sold), "{sold:?}");
    // What it brought is reported in the next round.
    let outcomes = round();
    assert!(
        outcomes
            .iter()
            .any(|outcome| matches!(outcome.duty, Duty::Harvest { .. }))
    );
    assert!(uint(STAKE) < farm.assets());
    assert!(round().is_empty());
}
