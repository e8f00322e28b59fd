//! The token, and with it what every share is as a token (ERC-20).

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::construction::IConstruction;
use ballast_abi::erc20::IERC20;
use ballast_abi::token::Token as Abi;
use ballast_motsu_testkit::Deployed;
use ballast_token::Token;

pub(crate) const ALICE: Address = Address::repeat_byte(0xa1);
pub(crate) const BOB: Address = Address::repeat_byte(0xb0);

fn construction(name: &str, symbol: &str) -> Abi::constructorCall {
    Abi::constructorCall {
        name: name.into(),
        symbol: symbol.into(),
        decimals: 6,
    }
}

/// A token called "Token" with six decimals.
pub(crate) fn token_at(place: u8) -> Deployed<Token> {
    let token = Deployed::bare(Address::repeat_byte(place));
    token.construct(ALICE, &construction("Token", "T")).unwrap();
    token
}

fn mint(token: &Deployed<Token>, to: Address, value: U256) -> Result<(), Vec<u8>> {
    token.call(BOB, &Abi::mintCall { to, value }).map(drop)
}

fn balance(token: &Deployed<Token>, account: Address) -> U256 {
    token.call(BOB, &IERC20::balanceOfCall { account }).unwrap()
}

#[test]
fn a_token_is_made_once() {
    let token = token_at(0x70);
    let again = token.construct(BOB, &construction("Other", "O"));
    let error = IConstruction::AlreadyConstructed {};
    assert_eq!(again, Err(error.abi_encode()));
    let name = token.call(BOB, &IERC20::nameCall {});
    assert_eq!(name.as_deref(), Ok("Token"));
    let symbol = token.call(BOB, &IERC20::symbolCall {});
    assert_eq!(symbol.as_deref(), Ok("T"));
    assert_eq!(token.call(BOB, &IERC20::decimalsCall {}), Ok(6));
}

#[test]
fn names_and_symbols_fit_a_word() {
    let long = "x".repeat(32);
    for constructor in [construction(&long, "T"), construction("Token", &long)] {
        let token = Deployed::<Token>::bare(Address::repeat_byte(0x71));
        let error = IConstruction::StringTooLong {
            length: U256::from(32),
        };
        let outcome = token.construct(ALICE, &constructor);
        assert_eq!(outcome, Err(error.abi_encode()));
        // What was refused has left nothing.
        let most = "y".repeat(31);
        token.construct(ALICE, &construction(&most, &most)).unwrap();
        assert_eq!(token.call(BOB, &IERC20::nameCall {}), Ok(most));
    }
}

#[test]
fn the_supply_is_the_sum_of_balances_and_fits_a_word() {
    let token = token_at(0x70);
    mint(&token, ALICE, U256::from(5)).unwrap();
    mint(&token, BOB, U256::MAX - U256::from(5)).unwrap();
    let supply = IERC20::totalSupplyCall {};
    assert_eq!(token.call(BOB, &supply), Ok(U256::MAX));
    let outcome = mint(&token, ALICE, U256::from(1));
    assert_eq!(outcome, Err(Abi::SupplyOverflow {}.abi_encode()));
    assert_eq!(balance(&token, ALICE), U256::from(5));
}

#[test]
fn transfers_move_what_is_there_and_nothing_else() {
    let token = token_at(0x70);
    mint(&token, ALICE, U256::from(10)).unwrap();
    let transfer = |to, value: u64| IERC20::transferCall {
        to,
        value: U256::from(value),
    };
    assert_eq!(token.call(ALICE, &transfer(BOB, 4)), Ok(true));
    assert_eq!(token.call(ALICE, &transfer(ALICE, 6)), Ok(true));
    assert_eq!(token.call(ALICE, &transfer(BOB, 0)), Ok(true));
    let error = IERC20::ERC20InsufficientBalance {
        sender: ALICE,
        balance: U256::from(6),
        needed: U256::from(7),
    };
    let outcome = token.call(ALICE, &transfer(BOB, 7));
    assert_eq!(outcome, Err(error.abi_encode()));
    let error = IERC20::ERC20InvalidReceiver {
        receiver: Address::ZERO,
    };
    let outcome = token.call(ALICE, &transfer(Address::ZERO, 1));
    assert_eq!(outcome, Err(error.abi_encode()));
    assert_eq!(balance(&token, ALICE), U256::from(6));
    assert_eq!(balance(&token, BOB), U256::from(4));
    let moved: Vec<_> = token.events::<IERC20::Transfer>();
    let moved: Vec<_> = moved.iter().map(|event| event.value.to::<u64>()).collect();
    assert_eq!(moved, [10, 4, 6, 0]);
}

#[test]
fn a_transfer_for_another_spends_the_allowance() {
    let token = token_at(0x70);
    mint(&token, ALICE, U256::from(10)).unwrap();
    let transfer_from = |value: u64| IERC20::transferFromCall {
        from: ALICE,
        to: BOB,
        value: U256::from(value),
    };
    let approve = IERC20::approveCall {
        spender: BOB,
        value: U256::from(5),
    };
    token.call(ALICE, &approve).unwrap();
    assert_eq!(token.call(BOB, &transfer_from(3)), Ok(true));
    let error = IERC20::ERC20InsufficientAllowance {
        spender: BOB,
        allowance: U256::from(2),
        needed: U256::from(3),
    };
    let outcome = token.call(BOB, &transfer_from(3));
    assert_eq!(outcome, Err(error.abi_encode()));
    let error = IERC20::ERC20InvalidSpender {
        spender: Address::ZERO,
    };
    let nobody = IERC20::approveCall {
        spender: Address::ZERO,
        value: U256::from(1),
    };
    let outcome = token.call(ALICE, &nobody);
    assert_eq!(outcome, Err(error.abi_encode()));
    assert_eq!(balance(&token, BOB), U256::from(3));
}

#[test]
fn no_method_takes_ether() {
    use alloy_sol_types::SolCall;
    let token = token_at(0x70);
    let one = U256::from(1);
    let mint = Abi::mintCall {
        to: ALICE,
        value: one,
    };
    assert_eq!(token.pay(ALICE, one, mint.abi_encode()), Err(vec![]));
    assert_eq!(token.pay(ALICE, one, vec![]), Err(vec![]));
    assert_eq!(balance(&token, ALICE), U256::ZERO);
}
