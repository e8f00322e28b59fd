//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::rewards::IRewards;
use ballast_abi::strategy::IStrategy;
use ballast_abi::strategy_uniswap_v3::StrategyUniswapV3 as Abi;
use ballast_abi::uniswap_v3::IUniswapV3Trader;
use ballast_shell::{Calldata, Reply, reply_address, selector};
use ballast_strategy::rewards;
use ballast_uniswap_v3::due;
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::state::Strategy;

const ASSET: u32 = selector::<IStrategy::assetCall>();
const VAULT: u32 = selector::<IStrategy::vaultCall>();
const REGISTRY: u32 = selector::<IStrategy::registryCall>();
const ALLOCATE: u32 = selector::<IStrategy::allocateCall>();
const DEALLOCATE: u32 = selector::<IStrategy::deallocateCall>();
const HARVEST: u32 = selector::<IStrategy::harvestCall>();
const EMERGENCY_EXIT: u32 = selector::<IStrategy::emergencyExitCall>();
const TRANSFER_IN_KIND: u32 = selector::<IStrategy::transferInKindCall>();
const REAL_ASSETS: u32 = selector::<IStrategy::realAssetsCall>();
const MAX_WITHDRAWABLE: u32 = selector::<IStrategy::maxWithdrawableCall>();
const POSITIONS: u32 = selector::<IStrategy::positionsCall>();
const IDS: u32 = selector::<IStrategy::idsCall>();
const SELLER: u32 = selector::<IRewards::sellerCall>();
const SWEEPABLE: u32 = selector::<IRewards::sweepableCall>();
const SET_SELLER: u32 = selector::<IRewards::setSellerCall>();
const SWEEP: u32 = selector::<IRewards::sweepCall>();
const REINVEST: u32 = selector::<IRewards::reinvestCall>();
const RERANGE: u32 = selector::<Abi::rerangeCall>();
const SHOULD_RERANGE: u32 = selector::<Abi::shouldRerangeCall>();
const POOL: u32 = selector::<Abi::poolCall>();
const OTHER_TOKEN: u32 = selector::<Abi::otherTokenCall>();
const RANGE: u32 = selector::<Abi::rangeCall>();
const IDLE: u32 = selector::<Abi::idleCall>();
const PRICES: u32 = selector::<Abi::pricesCall>();
const BUDGET_LEFT: u32 = selector::<Abi::budgetLeftCall>();
const TERMS: u32 = selector::<Abi::termsCall>();
const MINT_CALLBACK: u32 = selector::<IUniswapV3Trader::uniswapV3MintCallbackCall>();
const SWAP_CALLBACK: u32 = selector::<IUniswapV3Trader::uniswapV3SwapCallbackCall>();

impl Strategy {
    /// `uniswapV3MintCallback(uint256,uint256,bytes)` and `uniswapV3SwapCallback(int256,int256,bytes)`
    fn called_back(&mut self, input: Calldata<'_>) -> Reply {
        let (pool, tokens) = (self.pool(), self.pair().tokens);
        due::settle(self, pool.0, tokens, input)
    }
}

impl Router<Self> for Strategy {
    type Storage = Self;

    fn route(strategy: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = strategy.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        Some(match selector {
            DEALLOCATE => strategy.deallocate(input),
            REAL_ASSETS => strategy.real_assets(),
            MAX_WITHDRAWABLE => strategy.max_withdrawable(),
            MINT_CALLBACK | SWAP_CALLBACK => strategy.called_back(input),
            ALLOCATE => strategy.allocate(input),
            HARVEST => strategy.harvest(),
            RERANGE => strategy.rerange(),
            SHOULD_RERANGE => strategy.should_rerange(),
            EMERGENCY_EXIT => strategy.emergency_exit(),
            TRANSFER_IN_KIND => strategy.transfer_in_kind(input),
            ASSET => reply_address(strategy.pair().asset()),
            VAULT => reply_address(strategy.parties().vault),
            REGISTRY => reply_address(strategy.parties().registry),
            POOL => reply_address(strategy.pool().0),
            OTHER_TOKEN => reply_address(strategy.pair().other()),
            POSITIONS => strategy.positions(),
            IDS => strategy.ids(),
            SELLER => reply_address(rewards::seller(&strategy.cells)),
            SWEEPABLE => strategy.sweepable(input),
            SET_SELLER => rewards::set_seller(strategy, input),
            SWEEP => strategy.sweep(input),
            REINVEST => strategy.reinvest(),
            RANGE => strategy.range(),
            IDLE => strategy.idle_amounts(),
            PRICES => strategy.prices(),
            BUDGET_LEFT => strategy.budget_left(),
            TERMS => strategy.terms_given(),
            _ => return None,
        })
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(strategy: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = strategy.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(strategy.construct(Calldata::new(input)))
    }
}
