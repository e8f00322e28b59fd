//! Liquidity on Uniswap v3, the real one

mod alone;
mod constructor;
mod numbers;
mod prices;
mod range;

use alloy_primitives::{Address, U256};
use ballast_abi::erc20::IERC20::{allowanceCall, balanceOfCall};
use ballast_abi::erc4626::IERC4626::maxRedeemCall;
use ballast_abi::registry::IRegistry::{self as Abi, Status};
use ballast_abi::strategy::IStrategy::{
    idsCall, maxWithdrawableCall, positionsCall, realAssetsCall,
};
use ballast_abi::strategy_uniswap_v3::StrategyUniswapV3::{
    idleCall, otherTokenCall, pricesCall, rangeCall, rangeReturn, rerangeCall,
};
use ballast_abi::vault::Vault::redeemInKindCall;
use ballast_tests::venues::uniswap::{TERMS, Terms, Uniswap};
use ballast_tests::{
    ALICE, BOB, CAROL, Contract, Farm, MALLORY, SHARE_UNITS, STAKE, TOKEN, near, uint,
};

const DAY: u64 = 86_400;

/// What of [`STAKE`] is with Uniswap.
const LENT: u128 = 9_000 * TOKEN;

/// What the other token costs at first.
const PRICE: f64 = 2_500.0;

/// 0.3 %.
const FEE: u32 = 3_000;

/// Gas for a call of the strategy: a harvest takes some 600,000.
const CALL_GAS: u128 = 2_000_000;

/// A farm whose only strategy has [`LENT`] in a pool, and has the queue.
pub(crate) struct Stage {
    pub(crate) farm: Farm,
    pub(crate) uniswap: Uniswap,
    pub(crate) strategy: Contract,
}

impl Stage {
    pub(crate) fn new() -> Self {
        Self::with(false, TERMS)
    }

    pub(crate) fn with(asset_is_token0: bool, terms: Terms) -> Self {
        Self::priced(asset_is_token0, terms, PRICE)
    }

    fn priced(asset_is_token0: bool, terms: Terms, price: f64) -> Self {
        let farm = Farm::new();
        let uniswap = Uniswap::new(&farm.scene.token, asset_is_token0, FEE, price);
        let (vault, registry) = (farm.scene.vault.address(), farm.registry.address);
        let strategy = uniswap.strategy("farm", vault, registry, terms);
        farm.admit(strategy.address);
        farm.govern(&Abi::setLimitsCall {
            callGas: uint(CALL_GAS),
            quarantineSeconds: uint(DAY.into()),
        });
        let stage = Self {
            farm,
            uniswap,
            strategy,
        };
        stage.settle();
        stage.farm.move_debt(stage.strategy.address, LENT);
        stage.farm.queue(&[stage.strategy.address]);
        stage
    }

    /// Lets the mean become what the price is: a swap that writes it down, and the window.
    pub(crate) fn settle(&self) {
        self.uniswap.swap(BOB, true, TOKEN);
        self.farm.scene.pass(2 * TERMS.window_seconds as u64);
        self.uniswap.swap(BOB, true, TOKEN / 1_000);
    }

    pub(crate) fn worth(&self) -> U256 {
        self.strategy.ask(&realAssetsCall {})
    }

    pub(crate) fn liquid(&self) -> U256 {
        self.strategy.ask(&maxWithdrawableCall {})
    }

    pub(crate) fn range(&self) -> rangeReturn {
        self.strategy.ask(&rangeCall {})
    }

    fn balance(&self, token: &Contract, account: Address) -> U256 {
        token.ask(&balanceOfCall { account })
    }

    /// All that the strategy holds, as the asset and the other token.
    fn amounts(&self) -> (U256, U256) {
        let positions = self.strategy.ask(&positionsCall {});
        let of = |token: &Contract| {
            let position = positions.iter().find(|item| item.token == token.address);
            position.expect("both tokens are listed").amount
        };
        (of(&self.uniswap.asset), of(&self.uniswap.other))
    }
}

/// `value`, as a part of `expected`, is off by no more than `part`.
#[track_caller]
pub(crate) fn close(value: f64, expected: f64, part: f64) {
    let off = (value - expected).abs() / expected.abs();
    assert!(off <= part, "{value}, {expected} expected, off by {off:e}");
}

pub(crate) fn float(value: U256) -> f64 {
    f64::from(value)
}

#[test]
fn puts_to_work_all_it_is_sent_and_gives_no_allowance() {
    for asset_is_token0 in [false, true] {
        let stage = Stage::with(asset_is_token0, TERMS);
        let (uniswap, strategy) = (&stage.uniswap, stage.strategy.address);
        // Half is swapped for the other token at 0.3 %, which would be sold at 0.3 %.
        let worth = float(stage.worth());
        close(worth, LENT as f64 * (1.0 - 0.003), 0.000_5);
        let range = stage.range();
        assert_eq!((range.upper - range.lower).as_i32(), 1_920);
        assert!(0 < range.liquidity);
        let idle = stage.strategy.ask(&idleCall {});
        let [asset, other] = [&uniswap.asset, &uniswap.other];
        let [asset_left, other_left] = uniswap.in_order(idle.amount0, idle.amount1);
        assert_eq!(stage.balance(asset, strategy), asset_left);
        assert_eq!(stage.balance(other, strategy), other_left);
        let left = float(asset_left) + float(other_left) * PRICE;
        assert!(left < LENT as f64 / 1_000.0, "{left}");
        for token in [asset, other] {
            let (owner, spender) = (strategy, uniswap.pool.address);
            assert_eq!(token.ask(&allowanceCall { owner, spender }), U256::ZERO);
        }
    }
}

/// Who leaves gets what the vault's books say, which is after the fee for selling half of it. What the
/// sale moves the price by is left to the rest: a tenth of a percent of half of it.
#[test]
fn pays_those_who_leave() {
    for asset_is_token0 in [false, true] {
        let stage = Stage::with(asset_is_token0, TERMS);
        let (strategy, vault) = (stage.strategy.address, &stage.farm.scene.vault);
        stage.farm.harvest(MALLORY, strategy);
        let (assets, owner) = (stage.farm.assets(), ALICE);
        assert!(stage.liquid() < stage.worth());
        let shares = vault.contract.ask(&maxRedeemCall { owner });
        assert!(uint(STAKE / 100 * 99 * SHARE_UNITS) < shares);
        let paid = vault.redeem(ALICE, shares.to()).returned;
        let expected = float(assets) * float(shares) / (STAKE * SHARE_UNITS) as f64;
        close(float(paid), expected, 1e-9);
        close(float(paid + stage.worth()), float(assets), 0.001);
        assert_eq!(stage.farm.status(strategy), Status::Active);
    }
}

#[test]
fn what_it_says_it_could_send_it_sends() {
    let stage = Stage::new();
    let strategy = stage.strategy.address;
    stage.farm.harvest(MALLORY, strategy);
    let liquid = stage.liquid();
    let debt = stage.farm.debt(strategy);
    let left: u128 = (debt - liquid).to();
    assert_eq!(stage.farm.move_debt(strategy, left), uint(left));
    // A part of it, likewise.
    let stage = Stage::new();
    stage.farm.harvest(MALLORY, strategy);
    let debt: u128 = stage.farm.debt(strategy).to();
    let left = stage.farm.move_debt(strategy, debt - 1_000 * TOKEN);
    assert_eq!(left, uint(debt - 1_000 * TOKEN));
}

#[test]
fn pays_in_kind_with_both_tokens_at_any_price() {
    let stage = Stage::new();
    let (uniswap, vault) = (&stage.uniswap, &stage.farm.scene.vault);
    // Far off the mean: nothing is swapped, and nobody asks.
    uniswap.trade_to(MALLORY, PRICE * 1.05);
    let before = [&uniswap.asset, &uniswap.other].map(|token| stage.balance(token, CAROL));
    let idle = float(stage.balance(&uniswap.asset, vault.address()));
    let call = redeemInKindCall {
        shares: uint(STAKE / 4 * SHARE_UNITS),
        receiver: CAROL,
        owner: ALICE,
        strategies: Vec::new(),
    };
    vault.contract.send(ALICE, &call);
    let after = [&uniswap.asset, &uniswap.other].map(|token| stage.balance(token, CAROL));
    let given = [0, 1].map(|i| float(after[i] - before[i]));
    let shares = stage.range().liquidity as f64;
    // A quarter is gone, so a third of what is left came, besides a quarter of what was idle.
    let (lower, upper) = (stage.range().lower.as_i32(), stage.range().upper.as_i32());
    let [price, low, high] = [
        uniswap.price(),
        1.0001_f64.powi(lower),
        1.0001_f64.powi(upper),
    ];
    let assets = shares * (price.sqrt() - low.sqrt());
    let others = shares * (1.0 / price.sqrt() - 1.0 / high.sqrt());
    close(given[0], assets / 3.0 + idle / 4.0, 0.002);
    close(given[1], others / 3.0, 0.002);
}

#[test]
fn harvest_collects_fees_and_puts_them_to_work() {
    let stage = Stage::new();
    let (farm, strategy) = (&stage.farm, stage.strategy.address);
    farm.harvest(MALLORY, strategy);
    let (before, liquidity) = (stage.worth(), stage.range().liquidity);
    for _ in 0..10 {
        let bought = stage.uniswap.swap(BOB, true, 20_000 * TOKEN);
        stage.uniswap.swap(BOB, false, bought.to());
    }
    stage.settle();
    let counted = stage.worth();
    assert!(before < counted);
    let report = farm.harvest(MALLORY, strategy);
    assert!(U256::ZERO < report.gain && liquidity < stage.range().liquidity);
    // They counted before they were collected; swaps to reinvest them cost next to nothing.
    close(float(stage.worth()), float(counted), 0.000_01);
    close(float(farm.debt(strategy)), float(stage.worth()), 0.000_01);
}

#[test]
fn tells_what_it_holds_and_where() {
    let stage = Stage::new();
    let strategy = stage.strategy.address;
    let uniswap = &stage.uniswap;
    let (asset, other) = stage.amounts();
    let mean = 1.0001_f64.powi(stage.strategy.ask(&pricesCall {}).mean.as_i32());
    let net = float(asset) + float(other) * mean * (1.0 - 0.003);
    close(net, float(stage.worth()), 1e-9);
    assert_eq!(
        stage.strategy.ask(&otherTokenCall {}),
        uniswap.other.address
    );
    let ids = stage.farm.registry.ask(&Abi::idsOfCall { strategy });
    assert_eq!(stage.strategy.ask(&idsCall {}), ids);
    let expected = [
        ("pool", uniswap.pool.address),
        ("collateral", uniswap.other.address),
        ("venue", uniswap.factory.address),
    ];
    let hash = |id: &(&str, Address)| {
        alloy_primitives::keccak256(alloy_sol_types::SolValue::abi_encode_params(id))
    };
    assert_eq!(ids, expected.each_ref().map(hash));
}

#[test]
fn an_emergency_exit_brings_home_what_it_can() {
    let stage = Stage::new();
    let (farm, strategy) = (&stage.farm, stage.strategy.address);
    // 5 % off the mean: liquidity is taken out, nothing is sold, the assets come.
    stage.uniswap.trade_to(MALLORY, PRICE * 0.95);
    let emergency = Abi::emergencyExitCall { strategy };
    let paid = farm.govern(&emergency).returned;
    assert!(uint(LENT / 10) < paid && paid < uint(LENT / 2), "{paid}");
    assert_eq!(stage.range().liquidity, 0);
    let (_, other) = stage.amounts();
    assert_eq!(stage.balance(&stage.uniswap.other, strategy), other);
    // Once the price is where it was, the rest is sold.
    stage.uniswap.trade_to(MALLORY, PRICE);
    let rest = farm.govern(&emergency).returned;
    assert!(uint(LENT / 2) < rest, "{rest}");
    let (asset, other) = stage.amounts();
    near(asset, 0, 1);
    assert_eq!(other, U256::ZERO);
    close(float(paid + rest), LENT as f64, 0.007);
}
