//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::redemptions::{
    IERC165, IERC7540Claim, IERC7540Operator, IERC7540Redeem, IERC7887Redeem, Redemptions as Abi,
};
use ballast_shell::{Calldata, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::state::Redemptions;

const SET_OPERATOR: u32 = selector::<IERC7540Operator::setOperatorCall>();
const IS_OPERATOR: u32 = selector::<IERC7540Operator::isOperatorCall>();
const REQUEST: u32 = selector::<IERC7540Redeem::requestRedeemCall>();
const PENDING: u32 = selector::<IERC7540Redeem::pendingRedeemRequestCall>();
const CLAIMABLE: u32 = selector::<IERC7540Redeem::claimableRedeemRequestCall>();
const CANCEL: u32 = selector::<IERC7887Redeem::cancelRedeemRequestCall>();
const PENDING_CANCEL: u32 = selector::<IERC7887Redeem::pendingCancelRedeemRequestCall>();
const CLAIMABLE_CANCEL: u32 = selector::<IERC7887Redeem::claimableCancelRedeemRequestCall>();
const CLAIM_CANCEL: u32 = selector::<IERC7887Redeem::claimCancelRedeemRequestCall>();
const ASSET: u32 = selector::<IERC7540Claim::assetCall>();
const MAX_WITHDRAW: u32 = selector::<IERC7540Claim::maxWithdrawCall>();
const MAX_REDEEM: u32 = selector::<IERC7540Claim::maxRedeemCall>();
const WITHDRAW: u32 = selector::<IERC7540Claim::withdrawCall>();
const REDEEM: u32 = selector::<IERC7540Claim::redeemCall>();
const SUPPORTS_INTERFACE: u32 = selector::<IERC165::supportsInterfaceCall>();
const SHARE: u32 = selector::<Abi::shareCall>();
const TERMS: u32 = selector::<Abi::termsCall>();
const EPOCHS: u32 = selector::<Abi::epochsCall>();
const EPOCH: u32 = selector::<Abi::epochCall>();
const SHOULD_SETTLE: u32 = selector::<Abi::shouldSettleCall>();
const SETTLE: u32 = selector::<Abi::settleCall>();

impl Router<Self> for Redemptions {
    type Storage = Self;

    fn route(redemptions: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = redemptions.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        Some(match selector {
            REQUEST => redemptions.request_redeem(input),
            SETTLE => redemptions.settle(input),
            REDEEM => redemptions.redeem(input),
            WITHDRAW => redemptions.withdraw(input),
            CANCEL => redemptions.cancel_redeem_request(input),
            CLAIM_CANCEL => redemptions.claim_cancel_redeem_request(input),
            SET_OPERATOR => redemptions.set_operator(input),
            IS_OPERATOR => redemptions.is_operator(input),
            PENDING => redemptions.pending_redeem_request(input),
            CLAIMABLE => redemptions.claimable_redeem_request(input),
            PENDING_CANCEL => redemptions.pending_cancel_redeem_request(input),
            CLAIMABLE_CANCEL => redemptions.claimable_cancel_redeem_request(input),
            MAX_REDEEM => redemptions.max_redeem(input),
            MAX_WITHDRAW => redemptions.max_withdraw(input),
            SUPPORTS_INTERFACE => redemptions.supports_interface(input),
            ASSET => redemptions.asset_view(),
            SHARE => redemptions.share(),
            TERMS => redemptions.terms(),
            EPOCHS => redemptions.epochs(),
            EPOCH => redemptions.epoch_view(input),
            SHOULD_SETTLE => redemptions.should_settle(),
            _ => return None,
        })
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(redemptions: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = redemptions.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(redemptions.construct(Calldata::new(input)))
    }
}
