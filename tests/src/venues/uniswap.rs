//! Uniswap v3 as its own packages have it, from `@uniswap/v3-core` and `@uniswap/v3-periphery`:
//! factory, position manager, router, and a pool of two tokens.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue, sol};
use ballast_abi::strategy_uniswap_v3::StrategyUniswapV3::constructorCall;
use ballast_abi::uniswap_v3::{IUniswapV3Factory, IUniswapV3Pool};
use ballast_artifacts::STRATEGY_UNISWAP_V3;
use ballast_bench::chain::Chain;
use ballast_bench::peers::PeerToken;
use ballast_client::deploy::Plan;

use crate::actors::{CAROL, DEPLOYER};
use crate::contract::{Contract, Done, uint};
use crate::scene::{TOKEN, peers, token};

sol! {
    function mint(address to, uint256 value) external;
    function approve(address spender, uint256 value) external;

    interface ISwapRouter {
        struct ExactInputSingle {
            address tokenIn;
            address tokenOut;
            uint24 fee;
            address recipient;
            uint256 deadline;
            uint256 amountIn;
            uint256 amountOutMinimum;
            uint160 sqrtPriceLimitX96;
        }

        function exactInputSingle(ExactInputSingle params) external payable
            returns (uint256 amountOut);
    }

    interface INonfungiblePositionManager {
        struct Mint {
            address token0;
            address token1;
            uint24 fee;
            int24 tickLower;
            int24 tickUpper;
            uint256 amount0Desired;
            uint256 amount1Desired;
            uint256 amount0Min;
            uint256 amount1Min;
            address recipient;
            uint256 deadline;
        }

        function createAndInitializePoolIfNecessary(
            address token0, address token1, uint24 fee, uint160 sqrtPriceX96
        ) external payable returns (address pool);

        function mint(Mint params) external payable
            returns (uint256 tokenId, uint128 liquidity, uint256 amount0, uint256 amount1);
    }
}

const CORE: &str = "@uniswap/v3-core/artifacts/contracts";
const PERIPHERY: &str = "@uniswap/v3-periphery/artifacts/contracts";

/// No swap and no position is ever too late.
const FOREVER: U256 = U256::MAX;

/// 2^96: one, as the root of a price.
const ONE_X96: f64 = 79_228_162_514_264_337_593_543_950_336.0;

/// What a pool's liquidity providers other than the strategy hold: this much of the asset and as
/// much in value of the other token, over all prices.
pub const DEPTH: u128 = 10_000_000 * TOKEN;

/// How a strategy over a pool is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Ticks from the centre of a range to its ends.
    pub half_width: u128,
    /// Ticks from the centre beyond which the range may be moved.
    pub inner_ticks: u128,
    /// Seconds over which the mean price is taken.
    pub window_seconds: u128,
    /// Ticks that spot may be off the mean.
    pub deviation_ticks: u128,
    /// Ticks that a swap may be off the mean.
    pub slippage_ticks: u128,
    /// Seconds between two moves of the range.
    pub wait_seconds: u128,
    /// What moving the range may lose.
    pub budget_bps: u128,
    /// Seconds over which that refills.
    pub budget_seconds: u128,
    /// How many observations the pool must have room for.
    pub observations: u128,
}

/// 10 % to either side, half an hour, 1 % off the mean.
pub const TERMS: Terms = Terms {
    half_width: 960,
    inner_ticks: 480,
    window_seconds: 1_800,
    deviation_ticks: 100,
    slippage_ticks: 150,
    wait_seconds: 3_600,
    budget_bps: 50,
    budget_seconds: 7 * 86_400,
    observations: 100,
};

/// A factory, its periphery, and a pool with liquidity over all prices, which is Carol's.
#[derive(Clone, Debug)]
pub struct Uniswap {
    /// Where it is traded.
    pub pool: Contract,
    /// Who made it.
    pub factory: Contract,
    /// Uniswap's own router.
    pub router: Contract,
    /// Uniswap's own position manager.
    pub manager: Contract,
    /// A vault's asset.
    pub asset: Contract,
    /// What it is traded for.
    pub other: Contract,
    /// The pool's fee, in millionths.
    pub fee: u32,
}

impl Uniswap {
    /// Deploys Uniswap, and a pool of `asset` and a new token that costs `price` of it. The new token
    /// is the pool's token0 or token1 as wanted.
    pub fn new(asset: &Contract, asset_is_token0: bool, fee: u32, price: f64) -> Self {
        let chain = asset.chain();
        let other = loop {
            let other = token(chain, PeerToken::Solmate);
            if (asset.address < other.address) == asset_is_token0 {
                break other;
            }
        };
        Self::between(asset, &other, fee, price)
    }

    /// Deploys Uniswap, and a pool of two tokens with 18 decimals.
    pub fn between(asset: &Contract, other: &Contract, fee: u32, price: f64) -> Self {
        let chain = asset.chain();
        let factory = create(chain, CORE, "UniswapV3Factory", &[]);
        let weth = peers().contract("SolmateWeth").expect("wrapped ether");
        let weth = chain.create(weth, &[]).expect("wrapped ether stands");
        let arguments = (factory.address, weth, Address::ZERO).abi_encode_params();
        let manager = create(chain, PERIPHERY, "NonfungiblePositionManager", &arguments);
        let arguments = (factory.address, weth).abi_encode_params();
        let router = create(chain, PERIPHERY, "SwapRouter", &arguments);
        let mut uniswap = Self {
            pool: factory.clone(),
            factory,
            router,
            manager,
            asset: asset.clone(),
            other: other.clone(),
            fee,
        };
        uniswap.pool = uniswap.open(fee, price);
        uniswap.provide(CAROL, -887_220, 887_220, DEPTH, price);
        uniswap
    }

    /// Opens a pool of the two tokens at a fee, without liquidity.
    pub fn open(&self, fee: u32, price: f64) -> Contract {
        let [token0, token1] = self.tokens();
        let call = INonfungiblePositionManager::createAndInitializePoolIfNecessaryCall {
            token0,
            token1,
            fee: fee.try_into().expect("24 bits"),
            sqrtPriceX96: self.root_of(price).to(),
        };
        self.manager.send(DEPLOYER, &call);
        let question = IUniswapV3Factory::getPoolCall {
            tokenA: token0,
            tokenB: token1,
            fee: fee.try_into().expect("24 bits"),
        };
        let pool = self.factory.ask(&question);
        Contract::new(self.asset.chain().clone(), pool)
    }

    /// Provides liquidity by the position manager: so much of the asset, and its worth at `price` of
    /// the other token, or as much as fits.
    pub fn provide(&self, owner: Address, lower: i32, upper: i32, assets: u128, price: f64) {
        let others = (assets as f64 / price) as u128;
        self.equip(owner, self.manager.address, assets, others);
        let [token0, token1] = self.tokens();
        let [amount0, amount1] = self.in_order(uint(assets), uint(others));
        let params = INonfungiblePositionManager::Mint {
            token0,
            token1,
            fee: self.fee.try_into().expect("24 bits"),
            tickLower: lower.try_into().expect("24 bits"),
            tickUpper: upper.try_into().expect("24 bits"),
            amount0Desired: amount0,
            amount1Desired: amount1,
            amount0Min: U256::ZERO,
            amount1Min: U256::ZERO,
            recipient: owner,
            deadline: FOREVER,
        };
        self.manager
            .send(owner, &INonfungiblePositionManager::mintCall { params });
    }

    /// Sells an amount of the asset, or of the other token, by Uniswap's router. Returns what came.
    pub fn swap(&self, from: Address, sells_asset: bool, amount: u128) -> U256 {
        let call = self.swap_call(from, sells_asset, uint(amount), U256::ZERO);
        let (assets, others) = if sells_asset {
            (amount, 0)
        } else {
            (0, amount)
        };
        self.equip(from, self.router.address, assets, others);
        self.router.send(from, &call).returned
    }

    /// The call of a swap by Uniswap's router, up to the root of a price if it is not zero.
    pub fn swap_call(
        &self,
        to: Address,
        sells_asset: bool,
        amount: U256,
        limit: U256,
    ) -> ISwapRouter::exactInputSingleCall {
        let (asset, other) = (self.asset.address, self.other.address);
        let (token_in, token_out) = if sells_asset {
            (asset, other)
        } else {
            (other, asset)
        };
        let params = ISwapRouter::ExactInputSingle {
            tokenIn: token_in,
            tokenOut: token_out,
            fee: self.fee.try_into().expect("24 bits"),
            recipient: to,
            deadline: FOREVER,
            amountIn: amount,
            amountOutMinimum: U256::ZERO,
            sqrtPriceLimitX96: limit.to(),
        };
        ISwapRouter::exactInputSingleCall { params }
    }

    /// Trades until the other token costs `price` of the asset. Returns what it took: whether the
    /// asset was sold, and how much of what was sold went in.
    pub fn trade_to(&self, from: Address, price: f64) -> (bool, U256) {
        let (limit, now) = (self.root_of(price), self.root());
        let raises = if self.asset_is_token0() {
            limit < now
        } else {
            now < limit
        };
        if limit == now {
            return (raises, U256::ZERO);
        }
        let most = u128::MAX >> 20;
        let (assets, others) = if raises { (most, 0) } else { (0, most) };
        self.equip(from, self.router.address, assets, others);
        let sold = if raises { &self.asset } else { &self.other };
        let balance = || sold.ask(&ballast_abi::erc20::IERC20::balanceOfCall { account: from });
        let before = balance();
        self.router
            .send(from, &self.swap_call(from, raises, uint(most), limit));
        (raises, before - balance())
    }

    /// Pays for room for so many observations of the price.
    pub fn remember(&self, observations: u16) {
        let call = IUniswapV3Pool::increaseObservationCardinalityNextCall {
            observationCardinalityNext: observations,
        };
        self.pool.send(DEPLOYER, &call);
    }

    /// The root of the pool's price.
    pub fn root(&self) -> U256 {
        U256::from(self.pool.ask(&IUniswapV3Pool::slot0Call {}).sqrtPriceX96)
    }

    /// What the other token costs in the asset.
    pub fn price(&self) -> f64 {
        let root = f64::from(self.root()) / ONE_X96;
        if self.asset_is_token0() {
            1.0 / (root * root)
        } else {
            root * root
        }
    }

    /// The root at which the other token costs `price` of the asset; both have 18 decimals.
    pub fn root_of(&self, price: f64) -> U256 {
        let price = if self.asset_is_token0() {
            1.0 / price
        } else {
            price
        };
        U256::from(price.sqrt() * ONE_X96)
    }

    /// Whether the asset is the pool's token0.
    pub fn asset_is_token0(&self) -> bool {
        self.asset.address < self.other.address
    }

    /// The tokens in the pool's order.
    pub fn tokens(&self) -> [Address; 2] {
        self.in_order(self.asset.address, self.other.address)
    }

    /// What belongs to the asset and what to the other token, in the pool's order.
    pub fn in_order<T>(&self, asset: T, other: T) -> [T; 2] {
        if self.asset_is_token0() {
            [asset, other]
        } else {
            [other, asset]
        }
    }

    /// Mints tokens for somebody, who lets a spender take any.
    pub fn equip(&self, owner: Address, spender: Address, assets: u128, others: u128) {
        for (token, amount) in [(&self.asset, assets), (&self.other, others)] {
            if amount != 0 {
                let (to, value) = (owner, uint(amount));
                token.send(DEPLOYER, &mintCall { to, value });
                let value = U256::MAX;
                token.send(owner, &approveCall { spender, value });
            }
        }
    }

    /// Deploys a strategy over the pool. Strategies of the same parties need different names.
    pub fn strategy(
        &self,
        name: &str,
        vault: Address,
        registry: Address,
        terms: Terms,
    ) -> Contract {
        let constructor = constructor(vault, registry, self.pool.address, terms);
        let mut plan = Plan::new(name);
        let address = plan
            .add("uniswap", STRATEGY_UNISWAP_V3.code, &constructor, false)
            .expect("a plan of one");
        let deployed = self.asset.chain().deploy(&plan);
        deployed.unwrap_or_else(|error| panic!("{error}"));
        Contract::new(self.asset.chain().clone(), address)
    }

    /// Has anybody send a call.
    pub fn send<C: alloy_sol_types::SolCall>(&self, call: &C) -> Done<C::Return> {
        self.pool.send(DEPLOYER, call)
    }
}

/// The constructor's call.
pub fn constructor(
    vault: Address,
    registry: Address,
    pool: Address,
    terms: Terms,
) -> constructorCall {
    constructorCall {
        vault,
        registry,
        pool,
        halfWidth: uint(terms.half_width),
        innerTicks: uint(terms.inner_ticks),
        windowSeconds: uint(terms.window_seconds),
        deviationTicks: uint(terms.deviation_ticks),
        slippageTicks: uint(terms.slippage_ticks),
        waitSeconds: uint(terms.wait_seconds),
        budgetBps: uint(terms.budget_bps),
        budgetSeconds: uint(terms.budget_seconds),
        observations: uint(terms.observations),
    }
}

fn create(chain: &Chain, package: &str, name: &str, arguments: &[u8]) -> Contract {
    let artifact = peers().artifact(&format!("{package}/{name}.sol/{name}.json"));
    let code = artifact.and_then(|artifact| artifact.link(&[]));
    let code = code.unwrap_or_else(|error| panic!("{error}"));
    let created = chain.create(&code, arguments);
    let address = created.unwrap_or_else(|error| panic!("{name}: {error}"));
    Contract::new(chain.clone(), address)
}
