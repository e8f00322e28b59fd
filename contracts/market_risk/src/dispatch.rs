//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::market_risk::{IMarketRisk as Abi, MarketRisk};
use ballast_market::Market;
use ballast_shell::{Calldata, Reply, remote, reply_address, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::program::{construct, governance_program};
use crate::{Risk, accounts, keepers};

const POKE: u32 = selector::<Abi::pokeCall>();
const TOUCH: u32 = selector::<Abi::touchCall>();
const COLLECT_FEES: u32 = selector::<Abi::collectFeesCall>();
const HEALTH: u32 = selector::<Abi::healthCall>();
const STANDING: u32 = selector::<Abi::standingCall>();
const MAX_BORROW: u32 = selector::<Abi::maxBorrowCall>();
const PREVIEW_LIQUIDATE: u32 = selector::<Abi::previewLiquidateCall>();
const COLLATERALS_OF: u32 = selector::<Abi::collateralsOfCall>();
const PRICES_OF: u32 = selector::<Abi::pricesOfCall>();
const GOVERNANCE_PROGRAM: u32 = selector::<MarketRisk::governanceProgramCall>();

impl Router<Market> for Risk {
    type Storage = Market;

    fn route(market: &mut Market, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = market.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        dispatch_keepers(market, selector, input)
            .or_else(|| dispatch_accounts(market, selector, input))
    }

    fn receive(_: &mut Market) -> Option<Result<(), Vec<u8>>> {
        None
    }

    /// What is not here governs the market: a third program on the same storage.
    fn fallback(market: &mut Market, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = market.cells.refuse_value() {
            return Some(Err(reason));
        }
        let program = governance_program(market);
        Some(remote::delegate(market, program, input))
    }

    fn constructor(market: &mut Market, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = market.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(construct(market, Calldata::new(input)))
    }
}

fn dispatch_keepers(market: &mut Market, selector: u32, input: Calldata<'_>) -> Option<Reply> {
    Some(match selector {
        POKE => keepers::poke(market, input),
        TOUCH => keepers::touch(market, input),
        COLLECT_FEES => keepers::collect_fees(market),
        _ => return None,
    })
}

fn dispatch_accounts(market: &Market, selector: u32, input: Calldata<'_>) -> Option<Reply> {
    Some(match selector {
        HEALTH => accounts::health(market, input),
        STANDING => accounts::standing(market, input),
        MAX_BORROW => accounts::max_borrow(market, input),
        PREVIEW_LIQUIDATE => accounts::preview_liquidate(market, input),
        COLLATERALS_OF => accounts::collaterals_of(market, input),
        PRICES_OF => accounts::prices_of(market, input),
        GOVERNANCE_PROGRAM => reply_address(governance_program(market)),
        _ => return None,
    })
}
