//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::liquidator::Liquidator as Abi;
use ballast_abi::uniswap_v3::IUniswapV3Trader;
use ballast_shell::{Calldata, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::state::Liquidator;

const LIQUIDATE: u32 = selector::<Abi::liquidateCall>();
const ON_MARKET_LIQUIDATE: u32 = selector::<Abi::onMarketLiquidateCall>();
const SWAP_CALLBACK: u32 = selector::<IUniswapV3Trader::uniswapV3SwapCallbackCall>();

impl Router<Self> for Liquidator {
    type Storage = Self;

    fn route(liquidator: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = liquidator.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        Some(match selector {
            LIQUIDATE => liquidator.liquidate(input),
            ON_MARKET_LIQUIDATE => liquidator.on_market_liquidate(input),
            SWAP_CALLBACK => liquidator.on_swap(input),
            _ => return None,
        })
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(liquidator: &mut Self, _: &[u8]) -> Option<ArbResult> {
        Some(liquidator.cells.refuse_value().map(|()| Vec::new()))
    }
}
