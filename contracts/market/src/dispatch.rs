//! Selectors to methods.
//!
//! Here is what has to be cheap: debts, liquidations, flash loans. Each hand-over to another program
//! costs a slot, an account, and a page of memory for every program that is called from there.

use alloc::vec::Vec;

use ballast_abi::market::{IFlashLender, IMarket as Abi};
use ballast_abi::market_risk::IMarketRisk;
use ballast_shell::{Calldata, Reply, remote, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::accounts::METHODS_OF_ACCOUNTS;
use crate::checks::Checks;
use crate::liquidate::liquidate;
use crate::state::{ACCOUNTS_PROGRAM, Market, RISK_PROGRAM};

const BORROW: u32 = selector::<Abi::borrowCall>();
const REPAY: u32 = selector::<Abi::repayCall>();
const LIQUIDATE: u32 = selector::<IMarketRisk::liquidateCall>();
const FLASH: u32 = selector::<Abi::flashCall>();
const FLASH_LOAN: u32 = selector::<IFlashLender::flashLoanCall>();
const ACCRUE_INTEREST: u32 = selector::<Abi::accrueInterestCall>();
const TOTALS: u32 = selector::<Abi::totalsCall>();
const POSITION: u32 = selector::<Abi::positionCall>();

impl Router<Self> for Market {
    type Storage = Self;

    fn route(market: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = market.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        market
            .dispatch_loans(selector, input)
            .or_else(|| market.dispatch_views(selector, input))
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    /// What is not here is in one of the market's other programs, which run on this storage and
    /// refuse what they do not know themselves.
    fn fallback(market: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = market.cells.refuse_value() {
            return Some(Err(reason));
        }
        let selector = input.first_chunk().map(|head| u32::from_be_bytes(*head));
        let is_of_accounts = selector.is_some_and(|head| METHODS_OF_ACCOUNTS.contains(&head));
        let program = market.address_at(if is_of_accounts {
            ACCOUNTS_PROGRAM
        } else {
            RISK_PROGRAM
        });
        Some(remote::delegate(market, program, input))
    }

    fn constructor(market: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = market.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(market.construct(Calldata::new(input)))
    }
}

impl Market {
    fn dispatch_loans(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            REPAY => self.repay(input),
            BORROW => self.borrow(input, &mut Checks::AtOnce),
            LIQUIDATE => liquidate(self, input),
            FLASH_LOAN => self.flash_loan(input),
            FLASH => self.flash(input),
            _ => return None,
        })
    }

    fn dispatch_views(&self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            TOTALS | ACCRUE_INTEREST => self.totals(),
            POSITION => self.position(input),
            _ => return None,
        })
    }
}
