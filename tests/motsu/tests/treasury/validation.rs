//! What a proposal may ask before it waits.

use alloy_primitives::FixedBytes;
use ballast_abi::params::IValidator;
use ballast_abi::redemptions::IERC165;

use super::*;

fn validate(stage: &Stage, data: Vec<u8>) -> Outcome<FixedBytes<4>> {
    let data = data.into();
    stage.treasury.call(BOB, &IValidator::validateCall { data })
}

fn passes(stage: &Stage, data: Vec<u8>) {
    let selector = FixedBytes(IValidator::validateCall::SELECTOR);
    assert_eq!(validate(stage, data), Ok(selector));
}

/// Limits refill while a proposal waits, so more than is left now may be proposed.
#[test]
fn what_may_pass_one_day_may_be_proposed() {
    let stage = stage();
    let (token, to, limit) = (stage.token.address(), BOB, U256::from(u128::MAX));
    let amount = limit;
    passes(&stage, Abi::payCall { token, to, amount }.abi_encode());
    passes(&stage, Abi::setLimitCall { token, limit }.abi_encode());
    passes(&stage, Abi::setGuardianCall { guardian: to }.abi_encode());
    passes(&stage, Abi::transferAuthorityCall { to }.abi_encode());
    passes(&stage, Abi::acceptAuthorityCall {}.abi_encode());
    // Ether is brought without calldata.
    passes(&stage, vec![]);
    assert_eq!(stage.limit_and_left(), (LIMIT, LIMIT));
    assert_eq!(stage.balance(BOB), 0, "nothing was paid by asking");
}

#[test]
fn what_can_never_pass_is_refused() {
    let stage = stage();
    let (token, to) = (stage.token.address(), BOB);
    let amount = U256::from(u128::MAX) + U256::ONE;
    let pay = Abi::payCall { token, to, amount }.abi_encode();
    let exceeded = stage.exceeded(amount, LIMIT).unwrap_err();
    assert_eq!(validate(&stage, pay), Err(exceeded));
    let limit = amount;
    let set = Abi::setLimitCall { token, limit }.abi_encode();
    let error = Abi::InvalidLimit { limit }.abi_encode();
    assert_eq!(validate(&stage, set), Err(error));
    let selector = FixedBytes(Abi::leftCall::SELECTOR);
    let error = Abi::UnknownCall { selector }.abi_encode();
    let view = Abi::leftCall { token }.abi_encode();
    assert_eq!(validate(&stage, view), Err(error));
}

#[test]
fn what_is_no_call_is_refused() {
    let stage = stage();
    assert_eq!(validate(&stage, vec![1, 2, 3]), Err(vec![]));
    for mut dirty in [
        Abi::setGuardianCall { guardian: BOB }.abi_encode(),
        Abi::setLimitCall {
            token: ETHER,
            limit: uint(1),
        }
        .abi_encode(),
    ] {
        dirty[4] = 1;
        assert_eq!(validate(&stage, dirty), Err(vec![]));
    }
    let cut = Abi::payCall {
        token: ETHER,
        to: BOB,
        amount: uint(1),
    };
    let cut = cut.abi_encode()[..67].to_vec();
    assert_eq!(validate(&stage, cut), Err(vec![]));
}

#[test]
fn the_treasury_says_that_it_judges() {
    let stage = stage();
    let supports = |id: [u8; 4]| {
        stage.ask(&IERC165::supportsInterfaceCall {
            interfaceId: FixedBytes(id),
        })
    };
    assert!(supports(IERC165::supportsInterfaceCall::SELECTOR));
    assert!(supports(IValidator::validateCall::SELECTOR));
    assert!(!supports([0xff; 4]));
}
