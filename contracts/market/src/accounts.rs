//! What stands in the program of the accounts: supply, collateral, authorizations, batches, and what
//! anybody may know of an account.

use ballast_abi::market::{IFlashLender, IMarket as Abi, Market as Own};
use ballast_shell::{Calldata, Reply, selector};

use crate::checks::Checks;
use crate::state::{ACCOUNTS_PROGRAM, Market, RISK_PROGRAM};

const SUPPLY: u32 = selector::<Abi::supplyCall>();
const WITHDRAW: u32 = selector::<Abi::withdrawCall>();
const SUPPLY_COLLATERAL: u32 = selector::<Abi::supplyCollateralCall>();
const WITHDRAW_COLLATERAL: u32 = selector::<Abi::withdrawCollateralCall>();
const BORROW: u32 = selector::<Abi::borrowCall>();
const REPAY: u32 = selector::<Abi::repayCall>();
const ACCRUE_INTEREST: u32 = selector::<Abi::accrueInterestCall>();
const SET_AUTHORIZATION: u32 = selector::<Abi::setAuthorizationCall>();
const SET_AUTHORIZATION_WITH_SIG: u32 = selector::<Abi::setAuthorizationWithSigCall>();
const BATCH: u32 = selector::<Abi::batchCall>();
const ASSET: u32 = selector::<Abi::assetCall>();
const ACCOUNTS_PROGRAM_OF: u32 = selector::<Own::accountsProgramCall>();
const RISK_PROGRAM_OF: u32 = selector::<Own::riskProgramCall>();
const SUPPLIED_OF: u32 = selector::<Abi::suppliedOfCall>();
const DEBT_OF: u32 = selector::<Abi::debtOfCall>();
const COLLATERAL_OF: u32 = selector::<Abi::collateralOfCall>();
const IS_AUTHORIZED: u32 = selector::<Abi::isAuthorizedCall>();
const NONCE: u32 = selector::<Abi::nonceCall>();
const DOMAIN_SEPARATOR: u32 = selector::<Abi::DOMAIN_SEPARATORCall>();
const MAX_FLASH_LOAN: u32 = selector::<IFlashLender::maxFlashLoanCall>();
const FLASH_FEE: u32 = selector::<IFlashLender::flashFeeCall>();

/// What the market hands over to the program of the accounts. What it answers itself is not here:
/// of that the program knows what may stand in a batch.
pub(crate) const METHODS_OF_ACCOUNTS: [u32; 18] = [
    SUPPLY,
    WITHDRAW,
    SUPPLY_COLLATERAL,
    WITHDRAW_COLLATERAL,
    SET_AUTHORIZATION,
    SET_AUTHORIZATION_WITH_SIG,
    BATCH,
    ASSET,
    ACCOUNTS_PROGRAM_OF,
    RISK_PROGRAM_OF,
    SUPPLIED_OF,
    DEBT_OF,
    COLLATERAL_OF,
    IS_AUTHORIZED,
    NONCE,
    DOMAIN_SEPARATOR,
    MAX_FLASH_LOAN,
    FLASH_FEE,
];

impl Market {
    /// The answer of the accounts' program; `None` to what it does not know.
    pub fn answer_for_accounts(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        if selector == BATCH {
            return Some(self.batch(input));
        }
        self.dispatch_items(selector, input, &mut Checks::AtOnce)
            .or_else(|| self.dispatch_accounts(selector, input))
    }

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

    fn dispatch_accounts(&self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            ASSET => self.asset(),
            ACCOUNTS_PROGRAM_OF => self.holder(ACCOUNTS_PROGRAM),
            RISK_PROGRAM_OF => self.holder(RISK_PROGRAM),
            SUPPLIED_OF => self.supplied_of(input),
            DEBT_OF => self.debt_now(input),
            COLLATERAL_OF => self.collateral_of(input),
            IS_AUTHORIZED => self.authorized(input),
            NONCE => self.next_nonce(input),
            DOMAIN_SEPARATOR => self.domain(),
            MAX_FLASH_LOAN => self.max_flash_loan(input),
            FLASH_FEE => self.flash_fee(input),
            _ => return None,
        })
    }
}
