//! A pool behind a strategy is moved by 5 % within one transaction, with as much as a flash loan
//! gives: around an entry and an exit, around a report, around a harvest.
//!
//! The vault has 100,000, of which 90,000 are liquidity in a pool of Uniswap v3 that holds 20M and
//! takes 0.05 %. The attacker pays some 250 to move it there and back.

use alloy_primitives::U256;
use alloy_sol_types::SolValue;
use ballast_abi::erc20::IERC20::{approveCall, balanceOfCall};
use ballast_abi::registry::IRegistry::{self, harvestCall};
use ballast_abi::strategy::IStrategy::realAssetsCall;
use ballast_abi::strategy_uniswap_v3::StrategyUniswapV3::rerangeCall;
use ballast_abi::uniswap_v3::IUniswapV3Trader::PriceDeviates;
use ballast_tests::venues::uniswap::{TERMS, Terms, Uniswap};
use ballast_tests::{
    ALICE, BOB, Contract, DEPLOYER, Farm, MALLORY, SHARE_UNITS, Scene, TOKEN, deposit, redeem, uint,
};

use crate::naive::Naive;
use crate::{RAIDER, Step, aggregateCall, at_once, create, farm_of, step, worth};

alloy_sol_types::sol! {
    function mint(address to, uint256 value) external;
    function provide(uint128 amount) external;
}

const POOL: u128 = 100_000 * TOKEN;
const LENT: u128 = 90_000 * TOKEN;
const RAID: u128 = 900_000 * TOKEN;
const PRICE: f64 = 2_500.0;
const FEE: u32 = 500;

/// What the attacker brings of either token to move the pool.
const FLASH: u128 = 100_000_000 * TOKEN;

struct Stage {
    farm: Farm,
    uniswap: Uniswap,
    strategy: Contract,
}

impl Stage {
    fn new() -> Self {
        let farm = farm_of(POOL);
        let uniswap = Uniswap::new(&farm.scene.token, false, FEE, PRICE);
        let terms = Terms {
            half_width: 2_000,
            inner_ticks: 200,
            ..TERMS
        };
        let (vault, registry) = (farm.scene.vault.address(), farm.registry.address);
        let strategy = uniswap.strategy("attacked", vault, registry, terms);
        farm.admit(strategy.address);
        farm.govern(&IRegistry::setLimitsCall {
            callGas: uint(2_000_000),
            quarantineSeconds: uint(86_400),
        });
        let stage = Self {
            farm,
            uniswap,
            strategy,
        };
        stage.settle();
        stage.farm.move_debt(stage.strategy.address, LENT);
        stage.settle();
        stage.farm.harvest(BOB, stage.strategy.address);
        arm(
            &stage.farm.scene,
            &stage.uniswap,
            &stage.farm.scene.vault.contract,
        );
        stage
    }

    /// Lets the mean become what the price is.
    fn settle(&self) {
        self.uniswap.trade_to(BOB, PRICE);
        self.uniswap.swap(BOB, true, TOKEN / 1_000);
        self.farm.scene.pass(3_600);
        self.uniswap.swap(BOB, true, TOKEN / 1_000);
    }

    fn worth(&self) -> U256 {
        self.strategy.ask(&realAssetsCall {})
    }

    fn report(&self) -> Step {
        let strategy = self.strategy.address;
        step(&self.farm.registry, &harvestCall { strategy })
    }

    fn look(&self) -> Step {
        step(&self.strategy, &realAssetsCall {})
    }

    fn enter(&self) -> Step {
        step(&self.farm.scene.vault.contract, &deposit(RAID, RAIDER))
    }

    fn leave(&self) -> Step {
        let vault = &self.farm.scene.vault.contract;
        let shares = self.shares();
        step(vault, &redeem(shares, RAIDER, RAIDER))
    }

    /// Almost all of what the raid buys: a report before it makes shares a little dearer.
    fn shares(&self) -> u128 {
        let assets = uint(RAID);
        let vault = &self.farm.scene.vault.contract;
        let call = ballast_abi::erc4626::IERC4626::convertToSharesCall { assets };
        let shares: u128 = vault.ask(&call).to();
        shares / 1_000 * 999
    }

    /// What the raider has, shares included, at the price at which it began.
    fn wealth(&self) -> f64 {
        let vault = &self.farm.scene.vault;
        let left = worth(vault, vault.shares_of(RAIDER));
        wealth(&self.uniswap) + f64::from(left)
    }
}

/// Gives the raider what it takes, and lets router and vault take it.
fn arm(scene: &Scene, uniswap: &Uniswap, vault: &Contract) {
    for token in [&uniswap.asset, &uniswap.other] {
        let (to, value) = (RAIDER, uint(FLASH));
        token.send(DEPLOYER, &mintCall { to, value });
    }
    let value = U256::MAX;
    let allow = |token: &Contract, spender| step(token, &approveCall { spender, value });
    at_once(
        scene,
        vec![
            allow(&uniswap.asset, uniswap.router.address),
            allow(&uniswap.other, uniswap.router.address),
            allow(&uniswap.asset, vault.address),
        ],
    );
}

/// What the raider has, at the price at which it began.
fn wealth(uniswap: &Uniswap) -> f64 {
    let held = |token: &Contract| f64::from(token.ask(&balanceOfCall { account: RAIDER }));
    held(&uniswap.asset) + held(&uniswap.other) * PRICE
}

/// Moves the pool until the other token costs `price`, by Uniswap's router.
fn push(uniswap: &Uniswap, raises: bool, price: f64) -> Step {
    let limit = uniswap.root_of(price);
    let call = uniswap.swap_call(RAIDER, raises, uint(FLASH / 10), limit);
    step(&uniswap.router, &call)
}

/// Makes calls in one transaction, and decodes what the steps with these numbers answered.
fn answers(scene: &Scene, steps: Vec<Step>, numbers: &[usize]) -> Vec<U256> {
    let raider = Contract::new(scene.chain.clone(), RAIDER);
    let done = raider.send(MALLORY, &aggregateCall { steps }).returned;
    let answer = |number: &usize| U256::abi_decode(&done.answers[*number]).unwrap();
    numbers.iter().map(answer).collect()
}

/// The worth moves by what the attacker pays for swaps, of which liquidity has its part, and not by
/// the price: 5 % are 2,250 of 90,000.
#[test]
fn what_liquidity_is_worth_does_not_follow_the_pool() {
    for (raises, target) in [(true, PRICE * 1.05), (false, PRICE * 0.95)] {
        let stage = Stage::new();
        let steps = vec![
            stage.look(),
            push(&stage.uniswap, raises, target),
            stage.look(),
            push(&stage.uniswap, !raises, PRICE),
            stage.look(),
        ];
        let worth = answers(&stage.farm.scene, steps, &[0, 2, 4]);
        let [before, moved, after] = [0, 1, 2].map(|i| worth[i]);
        // All that it pays for swaps is 250, the strategy's part of that some 20.
        assert!(
            before <= moved && moved <= before + uint(20 * TOKEN),
            "{before} {moved}"
        );
        assert!(
            moved <= after && after <= before + uint(40 * TOKEN),
            "{before} {after}"
        );
    }
}

#[test]
fn entries_exits_and_reports_around_a_moved_pool_gain_nothing() {
    for (raises, target) in [(true, PRICE * 1.05), (false, PRICE * 0.95)] {
        let stage = Stage::new();
        let up = || push(&stage.uniswap, raises, target);
        let down = || push(&stage.uniswap, !raises, PRICE);
        let plain = vec![up(), down()];
        let raids = [
            vec![stage.enter(), up(), stage.leave(), down()],
            vec![up(), stage.enter(), down(), stage.leave()],
            vec![stage.enter(), up(), stage.report(), stage.leave(), down()],
            vec![
                up(),
                stage.report(),
                stage.enter(),
                down(),
                stage.report(),
                stage.leave(),
            ],
        ];
        let start = stage.wealth();
        let node = stage.farm.scene.chain.node();
        let mut snapshot = node.snapshot();
        at_once(&stage.farm.scene, plain);
        let cost = start - stage.wealth();
        assert!(100.0 * TOKEN as f64 <= cost, "{cost}");
        for raid in raids {
            assert!(node.revert(snapshot));
            snapshot = node.snapshot();
            at_once(&stage.farm.scene, raid);
            let lost = start - stage.wealth();
            // What is reported is what the attacker itself paid for swaps: a part of that comes
            // back, and never more than the strategy's part of it.
            let back = cost - lost;
            assert!(back <= 0.2 * cost, "{back} of {cost}");
        }
    }
}

/// The same against a vault that asks a strategy which believes the price of the moment.
#[test]
fn a_strategy_that_believes_the_pool_pays_whoever_moves_it() {
    let scene = Scene::new();
    let uniswap = Uniswap::new(&scene.token, false, FEE, PRICE);
    let naive = Naive::spot(&scene);
    let vault = &naive.vault;
    vault.deposit(ALICE, POOL, ALICE);
    let arguments = (uniswap.pool.address, scene.token.address).abi_encode();
    let strategy = create(&scene, "SpotLiquidity", &arguments);
    naive.lend(strategy.address, LENT / 2);
    let others = (LENT as f64 / 2.0 / PRICE) as u128;
    let (to, value) = (strategy.address, uint(others));
    uniswap.other.send(DEPLOYER, &mintCall { to, value });
    scene.fund(strategy.address, TOKEN);
    // L = sqrt(x y)
    let amount = ((LENT as f64 / 2.0) * others as f64).sqrt() as u128;
    strategy.send(DEPLOYER, &provideCall { amount });
    arm(&scene, &uniswap, &vault.contract);

    let start = wealth(&uniswap);
    let raid = 450_000 * TOKEN;
    let steps = vec![
        step(&vault.contract, &deposit(raid, RAIDER)),
        push(&uniswap, true, PRICE * 1.05),
        step(
            &vault.contract,
            &ballast_abi::erc4626::IERC4626::redeemCall {
                shares: uint(raid) * uint(SHARE_UNITS) * uint(64) / uint(100),
                receiver: RAIDER,
                owner: RAIDER,
            },
        ),
        push(&uniswap, false, PRICE),
    ];
    at_once(&scene, steps);
    let rest = worth(vault, vault.shares_of(RAIDER));
    let gain = wealth(&uniswap) + f64::from(rest) - start;
    assert!(500.0 * TOKEN as f64 <= gain, "{gain}");
}

/// The harvest of a strategy and the move of its range make swaps, which somebody could stand around:
/// off the mean there are none.
#[test]
fn nobody_can_stand_around_a_swap_far_off_the_mean() {
    let stage = Stage::new();
    stage.uniswap.trade_to(MALLORY, PRICE * 1.04);
    stage.farm.scene.pass(1_200);
    // Two thirds of the window: the mean has left the band, the price is a percent off.
    let data = stage.strategy.revert_data(MALLORY, &rerangeCall {});
    assert_eq!(
        data[..4],
        <PriceDeviates as alloy_sol_types::SolError>::SELECTOR
    );
    let before = stage.worth();
    stage.farm.scene.fund(stage.strategy.address, 100 * TOKEN);
    let logs = stage
        .farm
        .registry
        .send(
            BOB,
            &harvestCall {
                strategy: stage.strategy.address,
            },
        )
        .logs();
    let swap =
        alloy_primitives::keccak256("Swap(address,address,int256,int256,uint160,uint128,int24)");
    assert!(
        logs.iter()
            .all(|(_, log)| log.topics().first() != Some(&swap))
    );
    assert!(before < stage.worth());
}
