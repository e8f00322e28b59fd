//! The strategy by itself, with an account for its registry

use alloy_primitives::Bytes;
use alloy_primitives::aliases::I24;
use alloy_sol_types::{SolValue, sol};
use ballast_abi::strategy::IStrategy::{
    NotRegistry, VenueShortfall, allocateCall, assetCall, deallocateCall, emergencyExitCall,
    harvestCall, registryCall, transferInKindCall, vaultCall,
};
use ballast_abi::strategy_uniswap_v3::StrategyUniswapV3::{InvalidFraction, poolCall};
use ballast_abi::uniswap_v3::IUniswapV3Trader::{
    NotPool, PriceDeviates, PriceUnavailable, UnexpectedCallback, uniswapV3MintCallbackCall,
    uniswapV3SwapCallbackCall,
};
use ballast_tests::{DEPLOYER, peers};

use super::*;

sol! {
    function setMode(uint8 mode) external;
    function looks() external view returns (uint256);
}

/// What `HostilePool` can be told to do.
mod mode {
    pub(super) const ASKS_FOR_MORE: u8 = 1;
    pub(super) const ASKS_TWICE: u8 = 2;
    pub(super) const ASKS_UNASKED: u8 = 3;
    pub(super) const LOOKS: u8 = 4;
    pub(super) const FORGETS: u8 = 5;
}

/// Stands in for the registry.
const REGISTRY: Address = CAROL;

const WAD: u128 = 1_000_000_000_000_000_000;

struct Alone {
    farm: Farm,
    uniswap: Uniswap,
    strategy: Contract,
}

impl Alone {
    fn new() -> Self {
        let farm = Farm::new();
        let uniswap = Uniswap::new(&farm.scene.token, false, FEE, PRICE);
        let vault = farm.scene.vault.address();
        let strategy = uniswap.strategy("alone", vault, REGISTRY, TERMS);
        let alone = Self {
            farm,
            uniswap,
            strategy,
        };
        alone.settle();
        alone
    }

    /// The same over a pool that misbehaves the way it is told.
    fn hostile() -> Self {
        let mut alone = Self::new();
        let [token0, token1] = alone.uniswap.tokens();
        let code = peers().contract("HostilePool").unwrap();
        let chain = &alone.farm.scene.chain;
        let pool = chain.create(code, &(token0, token1).abi_encode()).unwrap();
        alone.uniswap.pool = Contract::new(chain.clone(), pool);
        let vault = alone.farm.scene.vault.address();
        alone.strategy = alone.uniswap.strategy("hostile", vault, REGISTRY, TERMS);
        alone
    }

    fn settle(&self) {
        self.uniswap.swap(BOB, true, TOKEN);
        self.farm.scene.pass(3_600);
        self.uniswap.swap(BOB, true, TOKEN);
    }

    fn behave(&self, mode: u8) {
        self.uniswap.pool.send(DEPLOYER, &setModeCall { mode });
    }

    /// The call that puts to work what was sent before it.
    fn allocation(&self, assets: u128) -> allocateCall {
        self.farm.scene.fund(self.strategy.address, assets);
        let assets = uint(assets);
        allocateCall { assets }
    }
}

#[test]
fn names_whom_it_belongs_to() {
    let Alone {
        farm,
        uniswap,
        strategy,
    } = Alone::new();
    assert_eq!(strategy.ask(&assetCall {}), farm.scene.token.address);
    assert_eq!(strategy.ask(&vaultCall {}), farm.scene.vault.address());
    assert_eq!(strategy.ask(&registryCall {}), REGISTRY);
    assert_eq!(strategy.ask(&poolCall {}), uniswap.pool.address);
    assert_eq!(strategy.ask(&realAssetsCall {}), U256::ZERO);
    assert_eq!(strategy.ask(&maxWithdrawableCall {}), U256::ZERO);
}

#[test]
fn obeys_the_registry_alone() {
    let Alone { strategy, .. } = Alone::new();
    let caller = MALLORY;
    let error = NotRegistry { caller };
    let (assets, fraction, receiver) = (U256::ZERO, U256::ZERO, MALLORY);
    strategy.refuses(caller, &allocateCall { assets }, &error);
    strategy.refuses(caller, &deallocateCall { assets }, &error);
    strategy.refuses(caller, &harvestCall {}, &error);
    strategy.refuses(caller, &emergencyExitCall {}, &error);
    let give = transferInKindCall { fraction, receiver };
    strategy.refuses(caller, &give, &error);
}

/// E38: nobody but the pool, and it only in the middle of a trade.
#[test]
fn pays_nobody_who_calls_back_unasked() {
    let alone = Alone::new();
    alone.farm.scene.fund(alone.strategy.address, TOKEN);
    for caller in [MALLORY, REGISTRY, DEPLOYER] {
        let mint = uniswapV3MintCallbackCall {
            amount0Owed: uint(TOKEN),
            amount1Owed: uint(TOKEN),
            data: Bytes::new(),
        };
        let error = NotPool { caller };
        alone.strategy.refuses(caller, &mint, &error);
        let swap = uniswapV3SwapCallbackCall {
            amount0Delta: alloy_primitives::I256::ONE,
            amount1Delta: alloy_primitives::I256::ONE,
            data: Bytes::new(),
        };
        alone.strategy.refuses(caller, &swap, &error);
    }
}

#[test]
fn pays_its_pool_no_more_than_a_trade_may_cost() {
    let alone = Alone::hostile();
    let call = alone.allocation(1_000 * TOKEN);
    alone.behave(mode::ASKS_FOR_MORE);
    let data = alone.strategy.revert_data(REGISTRY, &call);
    let error = <UnexpectedCallback as alloy_sol_types::SolError>::abi_decode(&data).unwrap();
    assert_eq!(error.owed, error.limit + U256::ONE);
    assert!(U256::ZERO < error.limit);

    alone.behave(mode::ASKS_TWICE);
    let data = alone.strategy.revert_data(REGISTRY, &call);
    let error = <UnexpectedCallback as alloy_sol_types::SolError>::abi_decode(&data).unwrap();
    assert!(error.limit == U256::ZERO && U256::ZERO < error.owed);
}

#[test]
fn pays_nothing_when_it_takes_liquidity_out() {
    let alone = Alone::hostile();
    let call = alone.allocation(1_000 * TOKEN);
    alone.strategy.send(REGISTRY, &call);
    alone.behave(mode::ASKS_UNASKED);
    let error = UnexpectedCallback {
        owed: U256::ONE,
        limit: U256::ZERO,
    };
    alone
        .strategy
        .refuses(REGISTRY, &emergencyExitCall {}, &error);
}

#[test]
fn lets_nobody_look_in_the_middle_of_a_call() {
    let alone = Alone::hostile();
    alone.behave(mode::LOOKS);
    let call = alone.allocation(1_000 * TOKEN);
    alone.strategy.send(REGISTRY, &call);
    // A hundred for every look that was refused.
    assert_eq!(alone.uniswap.pool.ask(&looksCall {}), uint(100));
}

#[test]
fn without_a_mean_price_nothing_is_worth_anything_but_what_lies_there_is_paid() {
    let alone = Alone::hostile();
    alone.behave(mode::FORGETS);
    let pool = alone.uniswap.pool.address;
    let error = PriceUnavailable { pool };
    alone.strategy.refuses(BOB, &realAssetsCall {}, &error);
    alone.strategy.refuses(REGISTRY, &harvestCall {}, &error);
    let call = alone.allocation(TOKEN);
    alone.strategy.refuses(REGISTRY, &call, &error);
    let assets = uint(TOKEN);
    let sent = alone.strategy.send(REGISTRY, &deallocateCall { assets });
    assert_eq!(sent.returned, U256::ZERO);
    assert_eq!(alone.strategy.ask(&maxWithdrawableCall {}), U256::ZERO);
}

#[test]
fn refuses_to_enter_off_the_mean() {
    let alone = Alone::new();
    let call = alone.allocation(1_000 * TOKEN);
    alone.uniswap.trade_to(MALLORY, PRICE * 1.02);
    let prices = alone.strategy.ask(&pricesCall {});
    let (spot, mean) = (prices.spot, prices.mean);
    assert!(spot - mean > I24::unchecked_from(100));
    alone
        .strategy
        .refuses(REGISTRY, &call, &PriceDeviates { spot, mean });
    // The other way as well.
    alone.uniswap.trade_to(MALLORY, PRICE * 0.98);
    alone.strategy.revert_data(REGISTRY, &call);
}

#[test]
fn puts_no_more_to_work_than_has_come() {
    let alone = Alone::new();
    alone.farm.scene.fund(alone.strategy.address, TOKEN);
    let assets = uint(2 * TOKEN);
    let error = VenueShortfall {
        received: uint(TOKEN),
        expected: assets,
    };
    alone
        .strategy
        .refuses(REGISTRY, &allocateCall { assets }, &error);
}

#[test]
fn a_gift_counts_from_the_next_harvest_on() {
    let alone = Alone::new();
    let call = alone.allocation(1_000 * TOKEN);
    alone.strategy.send(REGISTRY, &call);
    let before = alone.strategy.ask(&realAssetsCall {});
    alone.farm.scene.fund(alone.strategy.address, 100 * TOKEN);
    assert_eq!(alone.strategy.ask(&realAssetsCall {}), before);
    let after = alone.strategy.send(REGISTRY, &harvestCall {}).returned;
    close(float(after - before), 100.0 * TOKEN as f64, 0.006);
    assert_eq!(alone.strategy.ask(&realAssetsCall {}), after);
}

#[test]
fn gives_no_more_than_the_whole() {
    let alone = Alone::new();
    let call = alone.allocation(1_000 * TOKEN);
    alone.strategy.send(REGISTRY, &call);
    let fraction = uint(WAD + 1);
    let give = |fraction| transferInKindCall {
        fraction,
        receiver: MALLORY,
    };
    let error = InvalidFraction { fraction };
    alone.strategy.refuses(REGISTRY, &give(fraction), &error);
    alone.strategy.send(REGISTRY, &give(uint(WAD)));
    let left = alone.strategy.ask(&realAssetsCall {});
    assert!(left < uint(TOKEN / 1_000_000), "{left}");
    assert_eq!(alone.strategy.ask(&rangeCall {}).liquidity, 0);
}
