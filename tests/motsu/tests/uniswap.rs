//! A strategy over a pool of Uniswap v3, which is played.

pub(crate) mod pool;
mod refusals;
mod rewards;

use alloy_primitives::{Address, I256, U256, keccak256};
use alloy_sol_types::{SolCall, SolError, SolValue};
use ballast_abi::construction::IConstruction;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::strategy::IStrategy;
use ballast_abi::strategy_uniswap_v3::StrategyUniswapV3 as Abi;
use ballast_abi::token::Token as TokenAbi;
use ballast_abi::uniswap_v3::IUniswapV3Trader;
use ballast_motsu_testkit::{Deployed, Foreign, set_admitting, set_block_timestamp};
use ballast_strategy_uniswap_v3::Strategy;
use ballast_token::Token;

use crate::tokens::{ALICE, BOB, token_at};
use pool::{POOL, Pool, Shared};

const VAULT: Address = Address::repeat_byte(0x7a);
const REGISTRY: Address = Address::repeat_byte(0x4e);
const MALLORY: Address = Address::repeat_byte(0x66);
const START: u64 = 1_800_000_000;
const WAIT: u64 = 3_600;
const WAD: u64 = 1_000_000_000_000_000_000;
/// What is allocated.
const LENT: u64 = 1_000_000_000;
/// Half width, inner band, window, deviation, slippage, wait, budget, its period, observations.
const TERMS: [u64; 9] = [960, 480, 1_800, 100, 150, WAIT, 100, 604_800, 50];

struct Stage {
    asset: Deployed<Token>,
    other: Deployed<Token>,
    pool: Shared,
    strategy: Deployed<Strategy>,
    _others: ([Foreign; 2], Foreign),
}

fn number(value: u64) -> U256 {
    U256::from(value)
}

fn construction(vault: Address, pool: Address, terms: [u64; 9]) -> Abi::constructorCall {
    let [
        half,
        inner,
        window,
        deviation,
        slippage,
        wait,
        budget,
        period,
        observations,
    ] = terms.map(number);
    Abi::constructorCall {
        vault,
        registry: REGISTRY,
        pool,
        halfWidth: half,
        innerTicks: inner,
        windowSeconds: window,
        deviationTicks: deviation,
        slippageTicks: slippage,
        waitSeconds: wait,
        budgetBps: budget,
        budgetSeconds: period,
        observations,
    }
}

fn bare(asset_is_token0: bool) -> Stage {
    set_block_timestamp(START);
    let (asset, other) = (
        token_at(0x70),
        token_at(if asset_is_token0 { 0x71 } else { 0x6f }),
    );
    let mut tokens = [asset.address(), other.address()];
    tokens.sort();
    let (pool, contracts) = pool::place(tokens);
    // What the pool trades with.
    for token in [&asset, &other] {
        let (to, value) = (POOL, number(1_000 * LENT));
        token
            .call(ALICE, &TokenAbi::mintCall { to, value })
            .unwrap();
    }
    let answers = vec![(
        IERC4626::assetCall::SELECTOR,
        asset.address().into_word().to_vec(),
    )];
    let strategy = Deployed::bare(Address::repeat_byte(0x51));
    // As its own entry point has it.
    set_admitting(strategy.address(), ballast_uniswap_v3::entry::is_callback);
    Stage {
        asset,
        other,
        pool,
        strategy,
        _others: (contracts, Foreign::answering(VAULT, answers)),
    }
}

/// A strategy that provides [`LENT`] to a pool at a price of one.
fn stage_with(asset_is_token0: bool) -> Stage {
    let stage = bare(asset_is_token0);
    let constructor = construction(VAULT, POOL, TERMS);
    stage.strategy.construct(ALICE, &constructor).unwrap();
    stage.allocate(LENT).unwrap();
    stage
}

fn stage() -> Stage {
    stage_with(true)
}

impl Stage {
    /// As the registry does it: the assets come first.
    fn allocate(&self, assets: u64) -> Result<(), Vec<u8>> {
        let (to, value) = (self.strategy.address(), number(assets));
        self.asset
            .call(ALICE, &TokenAbi::mintCall { to, value })
            .unwrap();
        let assets = value;
        let call = IStrategy::allocateCall { assets };
        self.strategy.call(REGISTRY, &call).map(drop)
    }

    fn deallocate(&self, assets: u64) -> Result<U256, Vec<u8>> {
        let assets = number(assets);
        let call = IStrategy::deallocateCall { assets };
        self.strategy.call(REGISTRY, &call)
    }

    fn harvest(&self) -> Result<U256, Vec<u8>> {
        self.strategy.call(REGISTRY, &IStrategy::harvestCall {})
    }

    fn rerange(&self) -> Result<Abi::rerangeReturn, Vec<u8>> {
        self.strategy.call(MALLORY, &Abi::rerangeCall {})
    }

    fn ask<C: SolCall>(&self, call: &C) -> C::Return {
        self.strategy.call(BOB, call).unwrap()
    }

    fn change(&self, change: impl FnOnce(&mut Pool)) {
        change(&mut self.pool.borrow_mut());
    }

    fn worth(&self) -> U256 {
        self.ask(&IStrategy::realAssetsCall {})
    }

    fn liquid(&self) -> U256 {
        self.ask(&IStrategy::maxWithdrawableCall {})
    }

    fn range(&self) -> Abi::rangeReturn {
        self.ask(&Abi::rangeCall {})
    }

    fn balance(&self, token: &Deployed<Token>, account: Address) -> U256 {
        token.call(BOB, &IERC20::balanceOfCall { account }).unwrap()
    }
}

#[track_caller]
fn refused<T>(outcome: Result<T, Vec<u8>>, error: &impl SolError) {
    assert_eq!(outcome.err(), Some(error.abi_encode()));
}

/// `value` is at most `parts` millionths below `expected`, and not above it.
#[track_caller]
fn below(value: U256, expected: u64, parts: u64) {
    let least = number(expected - (u128::from(expected) * u128::from(parts) / 1_000_000) as u64);
    assert!(
        least <= value && value <= number(expected),
        "{value} for {expected}"
    );
}

#[test]
fn half_of_what_comes_is_swapped_and_all_of_it_provided() {
    for asset_is_token0 in [true, false] {
        let stage = stage_with(asset_is_token0);
        // The fee for half of it there, and the fee for the other half's way back.
        below(stage.worth(), LENT, 3_010);
        let range = stage.range();
        assert_eq!((range.lower.as_i32(), range.upper.as_i32()), (-960, 960));
        assert_eq!(range.since, number(START));
        assert!(0 < range.liquidity);
        let positions = stage.ask(&IStrategy::positionsCall {});
        let tokens = [stage.asset.address(), stage.other.address()];
        assert_eq!(positions.len(), 2);
        for position in positions {
            assert!(tokens.contains(&position.token));
            below(position.amount, LENT / 2, 2_000);
        }
        for token in [&stage.asset, &stage.other] {
            let left = stage.balance(token, stage.strategy.address());
            assert!(left < number(LENT / 10_000), "{left}");
        }
    }
}

#[test]
fn what_is_asked_for_is_paid_to_the_vault() {
    for asset_is_token0 in [true, false] {
        let stage = stage_with(asset_is_token0);
        let asked = LENT / 4;
        assert_eq!(stage.deallocate(asked), Ok(number(asked)));
        assert_eq!(stage.balance(&stage.asset, VAULT), number(asked));
        let liquid = stage.liquid();
        below(liquid, LENT - asked, 20_000);
        // All that can be had, even if more is asked for: at this price the swap is better than the
        // worst there may be.
        let sent = stage.deallocate(LENT).unwrap();
        assert!(liquid <= sent);
        below(sent, LENT - asked, 5_000);
        assert!(stage.worth() < number(10));
        assert_eq!(stage.range().liquidity, 0);
        // What comes next is put where the price is now.
        stage.change(|pool| (pool.spot, pool.mean) = (600, 600));
        stage.allocate(LENT).unwrap();
        assert_eq!(stage.range().lower.as_i32(), -360);
    }
}

#[test]
fn fees_count_as_they_accrue_and_are_reinvested() {
    let stage = stage();
    let before = stage.worth();
    let liquidity = stage.range().liquidity;
    // A millionth of the liquidity in either token.
    let growth = (U256::from(1) << 128) / number(1_000_000);
    stage.change(|pool| pool.growth = [growth; 2]);
    let fees = U256::from(liquidity / 1_000_000);
    let gain = stage.worth() - before;
    assert!(fees < gain && gain < fees * number(2), "{gain} for {fees}");
    let reported = stage.harvest().unwrap();
    assert!(reported.abs_diff(before + gain) < number(10));
    assert!(liquidity < stage.range().liquidity);
    let [collected] = &stage.strategy.events::<Abi::FeesCollected>()[..] else {
        panic!("one harvest");
    };
    assert!(collected.amount0.abs_diff(fees) <= number(1));
    // A gift is booked by a harvest, not before.
    let (to, value) = (stage.strategy.address(), number(LENT));
    stage
        .other
        .call(ALICE, &TokenAbi::mintCall { to, value })
        .unwrap();
    assert!(stage.worth().abs_diff(reported) < number(10));
    assert!(reported + number(LENT / 100 * 99) < stage.harvest().unwrap());
}

#[test]
fn nothing_is_traded_while_spot_and_mean_differ() {
    let stage = stage();
    stage.allocate(LENT).unwrap();
    stage.deallocate(LENT / 2).unwrap();
    let idle = stage.ask(&Abi::idleCall {});
    let worth = stage.worth();
    stage.change(|pool| pool.spot = 101);
    let prices = stage.ask(&Abi::pricesCall {});
    assert_eq!((prices.spot.as_i32(), prices.mean.as_i32()), (101, 0));
    assert!(!prices.agree);
    // What it is worth does not follow.
    assert_eq!(stage.worth(), worth);
    let error = IUniswapV3Trader::PriceDeviates {
        spot: prices.spot,
        mean: prices.mean,
    };
    refused(stage.allocate(1_000), &error);
    refused(stage.rerange(), &error);
    assert_eq!(stage.liquid(), idle.amount0);
    assert_eq!(stage.deallocate(LENT), Ok(idle.amount0));
    let liquidity = stage.range().liquidity;
    stage.harvest().unwrap();
    assert_eq!(stage.range().liquidity, liquidity);
    stage.change(|pool| pool.spot = 100);
    assert!(stage.ask(&Abi::pricesCall {}).agree);
    stage.deallocate(LENT / 2).unwrap();
}

#[test]
fn an_exit_in_need_sells_within_bounds_whatever_the_price() {
    let stage = stage();
    let exit = IStrategy::emergencyExitCall {};
    // Token1 is worth less than the mean says, beyond the bound: it is not sold.
    stage.change(|pool| pool.spot = 200);
    let sent = stage.strategy.call(REGISTRY, &exit).unwrap();
    assert!(sent < number(LENT / 2));
    let left = stage.ask(&Abi::idleCall {});
    assert_eq!(left.amount0, U256::ZERO);
    assert!(number(LENT / 2) < left.amount1);
    stage.change(|pool| pool.spot = 0);
    let rest = stage.strategy.call(REGISTRY, &exit).unwrap();
    below(rest + sent, LENT, 20_000);
    assert_eq!(stage.worth(), U256::ZERO);
    // Without a mean nothing is sold either.
    stage.allocate(LENT).unwrap();
    stage.change(|pool| pool.is_young = true);
    let sent = stage.strategy.call(REGISTRY, &exit).unwrap();
    assert!(number(LENT / 3) < sent && sent < number(LENT / 2 + 1));
}

#[test]
fn parts_are_given_in_both_tokens_at_any_price() {
    let stage = stage();
    let growth = (U256::from(1) << 128) / number(1_000_000);
    stage.change(|pool| (pool.growth, pool.is_young) = ([growth; 2], true));
    let give = |fraction: u64| IStrategy::transferInKindCall {
        fraction: number(fraction),
        receiver: BOB,
    };
    let liquidity = stage.range().liquidity;
    stage.strategy.call(REGISTRY, &give(WAD / 4)).unwrap();
    assert!(stage.range().liquidity.abs_diff(liquidity / 4 * 3) < 4);
    for token in [&stage.asset, &stage.other] {
        let fees = liquidity as u64 / 4_000_000;
        below(stage.balance(token, BOB), LENT / 8 + fees, 3_000);
    }
    let fraction = number(WAD + 1);
    let outcome = stage.strategy.call(REGISTRY, &give(WAD + 1));
    refused(outcome, &Abi::InvalidFraction { fraction });
}

#[test]
fn the_range_follows_the_mean_for_a_price() {
    let stage = stage();
    let within = |mean: i32| Abi::WithinBand {
        mean: mean.try_into().unwrap(),
        centre: 0.try_into().unwrap(),
    };
    refused(stage.rerange(), &within(0));
    stage.change(|pool| (pool.spot, pool.mean) = (480, 480));
    refused(stage.rerange(), &within(480));
    stage.change(|pool| (pool.spot, pool.mean) = (481, 481));
    let until = number(START + WAIT);
    refused(stage.rerange(), &Abi::TooEarly { until });
    assert!(!stage.ask(&Abi::shouldRerangeCall {}).due);
    set_block_timestamp(START + WAIT);
    let trigger = stage.ask(&Abi::shouldRerangeCall {});
    assert!(trigger.due);
    assert_eq!(*trigger.call, Abi::rerangeCall {}.abi_encode());
    let before = stage.worth();
    let range = stage.rerange().unwrap();
    assert_eq!((range.lower.as_i32(), range.upper.as_i32()), (-480, 1_440));
    assert_eq!((trigger.lower, trigger.upper), (range.lower, range.upper));
    assert_eq!(stage.range().since, until);
    let [event] = &stage.strategy.events::<Abi::Reranged>()[..] else {
        panic!("one move");
    };
    assert_eq!(event.loss, before - stage.worth());
    let left = stage.ask(&Abi::budgetLeftCall {});
    assert!(left < number(WAD / 100) && !event.loss.is_zero());
    set_block_timestamp(START + WAIT + 604_800);
    assert_eq!(stage.ask(&Abi::budgetLeftCall {}), number(WAD / 100));
    // A pool that gives less than its price says costs more than there is.
    stage.change(|pool| (pool.spot, pool.mean, pool.stinginess) = (-900, -900, 10));
    let outcome = stage.rerange().err().unwrap();
    assert_eq!(outcome[..4], <Abi::CostExceedsBudget as SolError>::SELECTOR);
    assert_eq!(stage.range().upper.as_i32(), 1_440);
}

#[test]
fn there_is_nothing_to_move_without_liquidity() {
    let stage = bare(true);
    let constructor = construction(VAULT, POOL, TERMS);
    stage.strategy.construct(ALICE, &constructor).unwrap();
    refused(stage.rerange(), &Abi::NoPosition {});
    assert_eq!(stage.worth(), U256::ZERO);
    assert_eq!(stage.harvest(), Ok(U256::ZERO));
    assert_eq!(stage.deallocate(5), Ok(U256::ZERO));
    let range = stage.range();
    assert_eq!((range.liquidity, range.since), (0, U256::ZERO));
    assert_eq!(stage.ask(&Abi::budgetLeftCall {}), number(WAD / 100));
}
