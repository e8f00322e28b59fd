//! Who calls back is paid: a stranger, a pool that is none, another pool, the right pool when
//! nothing is owed, and the right pool twice.

use alloy_primitives::{Address, Bytes, I256, U256};
use alloy_sol_types::{SolCall, SolError, SolValue, sol};
use ballast_abi::strategy::IStrategy::allocateCall;
use ballast_abi::uniswap_v3::IUniswapV3Trader::{
    NotPool, UnexpectedCallback, uniswapV3MintCallbackCall, uniswapV3SwapCallbackCall,
};
use ballast_tests::venues::uniswap::{TERMS, Uniswap};
use ballast_tests::{BOB, CAROL, Contract, DEPLOYER, Farm, MALLORY, TOKEN, peers, uint};

use crate::create;

sol! {
    #![sol(all_derives)]
    function take(address trader, int256 owed0, int256 owed1) external;
    function setMode(uint8 mode) external;
}

/// What lies at a trader between two trades.
const IDLE: u128 = 1_000 * TOKEN;

const PRICE: f64 = 2_500.0;

/// Stands in for the registry.
const REGISTRY: Address = CAROL;

/// `HostilePool` asks twice.
const ASKS_TWICE: u8 = 2;

fn swap_callback(owed: [u128; 2]) -> uniswapV3SwapCallbackCall {
    let [amount0, amount1] = owed.map(|owed| I256::try_from(owed).unwrap());
    uniswapV3SwapCallbackCall {
        amount0Delta: amount0,
        amount1Delta: amount1,
        data: Bytes::new(),
    }
}

fn mint_callback(owed: [u128; 2]) -> uniswapV3MintCallbackCall {
    let [amount0, amount1] = owed.map(uint);
    uniswapV3MintCallbackCall {
        amount0Owed: amount0,
        amount1Owed: amount1,
        data: Bytes::new(),
    }
}

struct Stage {
    farm: Farm,
    uniswap: Uniswap,
    strategy: Contract,
}

impl Stage {
    /// A strategy at which something lies.
    fn new() -> Self {
        let farm = Farm::new();
        let uniswap = Uniswap::new(&farm.scene.token, false, 3_000, PRICE);
        let vault = farm.scene.vault.address();
        let strategy = uniswap.strategy("called", vault, REGISTRY, TERMS);
        farm.scene.fund(strategy.address, IDLE);
        uniswap.swap(BOB, true, TOKEN);
        farm.scene.pass(3_600);
        uniswap.swap(BOB, true, TOKEN);
        Self {
            farm,
            uniswap,
            strategy,
        }
    }

    /// What is owed if it is of the asset.
    fn owed(&self) -> [u128; 2] {
        self.uniswap.in_order(IDLE, 0)
    }

    /// Checks that a call by anybody, contracts included, reverts with this error.
    fn refuses<C: SolCall>(&self, caller: Address, call: &C, error: &impl SolError) {
        let node = self.strategy.chain().node();
        node.impersonate(caller);
        node.set_balance(caller, uint(TOKEN));
        self.strategy.refuses(caller, call, error);
    }

    fn fake_pool(&self) -> Contract {
        let [token0, token1] = self.uniswap.tokens();
        create(&self.farm.scene, "FakePool", &(token0, token1).abi_encode())
    }

    fn assert_untouched(&self) {
        let held = self.farm.scene.tokens_of(self.strategy.address);
        assert_eq!(held, uint(IDLE));
    }
}

#[test]
fn who_pays_whoever_calls_is_emptied() {
    let stage = Stage::new();
    let scene = &stage.farm.scene;
    let asset = scene.token.address.abi_encode();
    let trader = create(scene, "TrustingTrader", &asset);
    scene.fund(trader.address, IDLE);
    let before = scene.tokens_of(MALLORY);
    trader.send(MALLORY, &swap_callback([IDLE, 0]));
    assert_eq!(scene.tokens_of(MALLORY), before + uint(IDLE));

    let trader = create(scene, "CredulousTrader", &asset);
    scene.fund(trader.address, IDLE);
    let pool = stage.fake_pool();
    let [owed0, owed1] = [IDLE, 0].map(|owed| I256::try_from(owed).unwrap());
    let trader = trader.address;
    pool.send(
        MALLORY,
        &takeCall {
            trader,
            owed0,
            owed1,
        },
    );
    assert_eq!(scene.tokens_of(pool.address), uint(IDLE));
}

#[test]
fn strangers_are_not_paid() {
    let stage = Stage::new();
    for caller in [
        MALLORY,
        REGISTRY,
        DEPLOYER,
        stage.farm.scene.vault.address(),
    ] {
        let error = NotPool { caller };
        let owed = stage.owed();
        stage.refuses(caller, &swap_callback(owed), &error);
        stage.refuses(caller, &mint_callback(owed), &error);
    }
    stage.assert_untouched();
}

#[test]
fn pools_that_are_none_and_other_pools_are_not_paid() {
    let stage = Stage::new();
    let fake = stage.fake_pool();
    let [owed0, owed1] = stage.owed().map(|owed| I256::try_from(owed).unwrap());
    let trader = stage.strategy.address;
    let take = takeCall {
        trader,
        owed0,
        owed1,
    };
    let caller = fake.address;
    fake.refuses(MALLORY, &take, &NotPool { caller });
    // A real one of the same factory and tokens, with another fee.
    let caller = stage.uniswap.open(500, PRICE).address;
    let call = swap_callback(stage.owed());
    stage.refuses(caller, &call, &NotPool { caller });
    stage.assert_untouched();
}

/// Its own pool, and nothing is under way.
#[test]
fn the_pool_is_not_paid_when_nothing_is_owed() {
    let stage = Stage::new();
    let pool = stage.uniswap.pool.address;
    let error = UnexpectedCallback {
        owed: uint(IDLE),
        limit: U256::ZERO,
    };
    let owed = stage.owed();
    stage.refuses(pool, &swap_callback(owed), &error);
    stage.refuses(pool, &mint_callback(owed), &error);
    // Nor after a trade was made.
    let assets = uint(IDLE);
    stage.strategy.send(REGISTRY, &allocateCall { assets });
    stage.farm.scene.fund(stage.strategy.address, IDLE);
    stage.refuses(pool, &swap_callback(owed), &error);
}

/// A trade is paid once. The pool asks for the same again in the middle of it.
#[test]
fn nothing_is_paid_twice() {
    let mut stage = Stage::new();
    let [token0, token1] = stage.uniswap.tokens();
    let chain = &stage.farm.scene.chain;
    let code = peers().contract("HostilePool").unwrap();
    let pool = chain.create(code, &(token0, token1).abi_encode()).unwrap();
    stage.uniswap.pool = Contract::new(chain.clone(), pool);
    let vault = stage.farm.scene.vault.address();
    stage.strategy = stage.uniswap.strategy("twice", vault, REGISTRY, TERMS);
    stage.farm.scene.fund(stage.strategy.address, IDLE);
    let mode = ASKS_TWICE;
    stage.uniswap.pool.send(DEPLOYER, &setModeCall { mode });
    let assets = uint(IDLE);
    let call = allocateCall { assets };
    let data = stage.strategy.revert_data(REGISTRY, &call);
    let error = UnexpectedCallback::abi_decode(&data).unwrap();
    assert!(error.limit == U256::ZERO && U256::ZERO < error.owed);
    stage.assert_untouched();
    // Once is paid.
    stage.uniswap.pool.send(DEPLOYER, &setModeCall { mode: 0 });
    stage.strategy.send(REGISTRY, &call);
}
