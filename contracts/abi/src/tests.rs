//! Selectors and topics against the published constants of the standards.

use alloy_sol_types::{SolCall, SolError, SolEvent};

use crate::erc20::{IERC20, IERC20Permit, ISafeERC20};
use crate::erc4626::IERC4626;
use crate::price_feed::IAggregator;
use crate::redemptions::{IERC165, IERC7540Operator, IERC7540Redeem, IERC7887Redeem};
use crate::router::IWETH;

fn selectors<const N: usize>(table: [([u8; 4], u32); N]) {
    for (selector, expected) in table {
        assert_eq!(u32::from_be_bytes(selector), expected, "{expected:08x}");
    }
}

#[test]
fn erc20_selectors() {
    selectors([
        (IERC20::nameCall::SELECTOR, 0x06fdde03),
        (IERC20::symbolCall::SELECTOR, 0x95d89b41),
        (IERC20::decimalsCall::SELECTOR, 0x313ce567),
        (IERC20::totalSupplyCall::SELECTOR, 0x18160ddd),
        (IERC20::balanceOfCall::SELECTOR, 0x70a08231),
        (IERC20::transferCall::SELECTOR, 0xa9059cbb),
        (IERC20::allowanceCall::SELECTOR, 0xdd62ed3e),
        (IERC20::approveCall::SELECTOR, 0x095ea7b3),
        (IERC20::transferFromCall::SELECTOR, 0x23b872dd),
    ]);
}

#[test]
fn permit_selectors() {
    selectors([
        (IERC20Permit::permitCall::SELECTOR, 0xd505accf),
        (IERC20Permit::noncesCall::SELECTOR, 0x7ecebe00),
        (IERC20Permit::DOMAIN_SEPARATORCall::SELECTOR, 0x3644e515),
        (IERC20Permit::eip712DomainCall::SELECTOR, 0x84b0196e),
    ]);
}

#[test]
fn erc4626_selectors() {
    selectors([
        (IERC4626::assetCall::SELECTOR, 0x38d52e0f),
        (IERC4626::totalAssetsCall::SELECTOR, 0x01e1d114),
        (IERC4626::convertToSharesCall::SELECTOR, 0xc6e6f592),
        (IERC4626::convertToAssetsCall::SELECTOR, 0x07a2d13a),
        (IERC4626::maxDepositCall::SELECTOR, 0x402d267d),
        (IERC4626::previewDepositCall::SELECTOR, 0xef8b30f7),
        (IERC4626::depositCall::SELECTOR, 0x6e553f65),
        (IERC4626::maxMintCall::SELECTOR, 0xc63d75b6),
        (IERC4626::previewMintCall::SELECTOR, 0xb3d7f6b9),
        (IERC4626::mintCall::SELECTOR, 0x94bf804d),
        (IERC4626::maxWithdrawCall::SELECTOR, 0xce96cb77),
        (IERC4626::previewWithdrawCall::SELECTOR, 0x0a28a477),
        (IERC4626::withdrawCall::SELECTOR, 0xb460af94),
        (IERC4626::maxRedeemCall::SELECTOR, 0xd905777e),
        (IERC4626::previewRedeemCall::SELECTOR, 0x4cdad506),
        (IERC4626::redeemCall::SELECTOR, 0xba087652),
    ]);
}

#[test]
fn aggregator_and_wrapped_ether_selectors() {
    selectors([
        (IAggregator::decimalsCall::SELECTOR, 0x313ce567),
        (IAggregator::descriptionCall::SELECTOR, 0x7284e416),
        (IAggregator::versionCall::SELECTOR, 0x54fd4d50),
        (IAggregator::getRoundDataCall::SELECTOR, 0x9a6fc8f5),
        (IAggregator::latestRoundDataCall::SELECTOR, 0xfeaf968c),
        (IAggregator::latestAnswerCall::SELECTOR, 0x50d25bcd),
        (IWETH::depositCall::SELECTOR, 0xd0e30db0),
        (IWETH::withdrawCall::SELECTOR, 0x2e1a7d4d),
    ]);
}

/// The identifiers that ERC-7540 and ERC-7887 publish are the exclusive or of the selectors.
#[test]
fn redemption_interfaces() {
    let id = |selectors: &[[u8; 4]]| {
        let numbers = selectors.iter().map(|bytes| u32::from_be_bytes(*bytes));
        numbers.fold(0, |id, selector| id ^ selector)
    };
    let operators = [
        IERC7540Operator::setOperatorCall::SELECTOR,
        IERC7540Operator::isOperatorCall::SELECTOR,
    ];
    assert_eq!(id(&operators), 0xe3bc4e65);
    let requests = [
        IERC7540Redeem::requestRedeemCall::SELECTOR,
        IERC7540Redeem::pendingRedeemRequestCall::SELECTOR,
        IERC7540Redeem::claimableRedeemRequestCall::SELECTOR,
    ];
    assert_eq!(id(&requests), 0x620ee8e4);
    let cancellations = [
        IERC7887Redeem::cancelRedeemRequestCall::SELECTOR,
        IERC7887Redeem::pendingCancelRedeemRequestCall::SELECTOR,
        IERC7887Redeem::claimableCancelRedeemRequestCall::SELECTOR,
        IERC7887Redeem::claimCancelRedeemRequestCall::SELECTOR,
    ];
    assert_eq!(id(&cancellations), 0xe76cffc7);
    assert_eq!(id(&[IERC165::supportsInterfaceCall::SELECTOR]), 0x01ffc9a7);
}

#[test]
fn error_selectors() {
    selectors([
        (IERC20::ERC20InsufficientBalance::SELECTOR, 0xe450d38c),
        (IERC20::ERC20InvalidSender::SELECTOR, 0x96c6fd1e),
        (IERC20::ERC20InvalidReceiver::SELECTOR, 0xec442f05),
        (IERC20::ERC20InsufficientAllowance::SELECTOR, 0xfb8f41b2),
        (IERC20::ERC20InvalidSpender::SELECTOR, 0x94280d62),
        (IERC20Permit::ERC2612ExpiredSignature::SELECTOR, 0x62791302),
        (IERC20Permit::ERC2612InvalidSigner::SELECTOR, 0x4b800e46),
        (IERC4626::ERC4626ExceededMaxDeposit::SELECTOR, 0x79012fb2),
        (IERC4626::ERC4626ExceededMaxMint::SELECTOR, 0x284ff667),
        (IERC4626::ERC4626ExceededMaxWithdraw::SELECTOR, 0xfe9cceec),
        (IERC4626::ERC4626ExceededMaxRedeem::SELECTOR, 0xb94abeec),
        (ISafeERC20::SafeERC20FailedOperation::SELECTOR, 0x5274afe7),
    ]);
}

#[test]
fn event_topics() {
    let topics = [
        (
            IERC20::Transfer::SIGNATURE_HASH,
            0xddf252ad1be2c89b69c2b068fc378daa_u128,
        ),
        (
            IERC20::Approval::SIGNATURE_HASH,
            0x8c5be1e5ebec7d5bd14f71427d1e84f3,
        ),
        (
            IERC4626::Deposit::SIGNATURE_HASH,
            0xdcbc1c05240f31ff3ad067ef1ee35ce4,
        ),
        (
            IERC4626::Withdraw::SIGNATURE_HASH,
            0xfbde797d201c681b91056529119e0b02,
        ),
    ];
    for (topic, expected) in topics {
        assert_eq!(topic.0[..16], expected.to_be_bytes(), "{expected:032x}");
    }
}
