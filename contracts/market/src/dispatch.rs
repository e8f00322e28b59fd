//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::market::{IFlashLender, IMarket as Abi};
use ballast_shell::{Calldata, Reply, remote, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::checks::Checks;
use crate::state::{Market, RISK_PROGRAM};

const SUPPLY: u32 = selector::<Abi::supplyCall>();
const WITHDRAW: u32 = selector::<Abi::withdrawCall>();
const SUPPLY_COLLATERAL: u32 = selector::<Abi::supplyCollateralCall>();
const WITHDRAW_COLLATERAL: u32 = selector::<Abi::withdrawCollateralCall>();
const BORROW: u32 = selector::<Abi::borrowCall>();
const REPAY: u32 = selector::<Abi::repayCall>();
const ACCRUE_INTEREST: u32 = selector::<Abi::accrueInterestCall>();
const SET_AUTHORIZATION: u32 = selector::<Abi::setAuthorizationCall>();
const SET_AUTHORIZATION_WITH_SIG: u32 = selector::<Abi::setAuthorizationWithSigCall>();
const FLASH: u32 = selector::<Abi::flashCall>();
const FLASH_LOAN: u32 = selector::<IFlashLender::flashLoanCall>();
const BATCH: u32 = selector::<Abi::batchCall>();
const ASSET: u32 = selector::<Abi::assetCall>();
const RISK_PROGRAM_OF: u32 = selector::<Abi::riskProgramCall>();
const TOTALS: u32 = selector::<Abi::totalsCall>();
const POSITION: u32 = selector::<Abi::positionCall>();
const SUPPLIED_OF: u32 = selector::<Abi::suppliedOfCall>();
const DEBT_OF: u32 = selector::<Abi::debtOfCall>();
const COLLATERAL_OF: u32 = selector::<Abi::collateralOfCall>();
const IS_AUTHORIZED: u32 = selector::<Abi::isAuthorizedCall>();
const NONCE: u32 = selector::<Abi::nonceCall>();
const DOMAIN_SEPARATOR: u32 = selector::<Abi::DOMAIN_SEPARATORCall>();
const MAX_FLASH_LOAN: u32 = selector::<IFlashLender::maxFlashLoanCall>();
const FLASH_FEE: u32 = selector::<IFlashLender::flashFeeCall>();

impl Router<Self> for Market {
    type Storage = Self;

    fn route(market: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = market.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        market
            .dispatch_items(selector, input, &mut Checks::AtOnce)
            .or_else(|| market.dispatch_loans(selector, input))
            .or_else(|| market.dispatch_views(selector, input))
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    /// What is not here is in the market's other program, which runs on this storage and refuses
    /// what it does not know itself.
    fn fallback(market: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = market.cells.refuse_value() {
            return Some(Err(reason));
        }
        let program = market.address_at(RISK_PROGRAM);
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
    /// What may stand in a batch.
    pub(crate) fn dispatch_items(
        &mut self,
        selector: u32,
        input: Calldata<'_>,
        checks: &mut Checks,
    ) -> Option<Reply> {
        Some(match selector {
            SUPPLY => self.supply(input),
            REPAY => self.repay(input),
            BORROW => self.borrow(input, checks),
            WITHDRAW => self.withdraw(input),
            SUPPLY_COLLATERAL => self.supply_collateral(input),
            WITHDRAW_COLLATERAL => self.withdraw_collateral(input, checks),
            ACCRUE_INTEREST => self.totals(),
            SET_AUTHORIZATION => self.authorize(input),
            SET_AUTHORIZATION_WITH_SIG => self.authorize_by_signature(input),
            _ => return None,
        })
    }

    fn dispatch_loans(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            FLASH_LOAN => self.flash_loan(input),
            FLASH => self.flash(input),
            BATCH => self.batch(input),
            _ => return None,
        })
    }

    fn dispatch_views(&self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            TOTALS => self.totals(),
            POSITION => self.position(input),
            SUPPLIED_OF => self.supplied_of(input),
            DEBT_OF => self.debt_now(input),
            COLLATERAL_OF => self.collateral_of(input),
            IS_AUTHORIZED => self.authorized(input),
            NONCE => self.next_nonce(input),
            ASSET => self.asset(),
            RISK_PROGRAM_OF => self.holder(RISK_PROGRAM),
            DOMAIN_SEPARATOR => self.domain(),
            MAX_FLASH_LOAN => self.max_flash_loan(input),
            FLASH_FEE => self.flash_fee(input),
            _ => return None,
        })
    }
}
