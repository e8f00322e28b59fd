//! Who is called back, and loans for the length of a call.

use std::cell::RefCell;
use std::rc::Rc;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc20::IERC20;
use ballast_abi::market::{IFlashBorrower, IFlashLender, IMarket as Abi, IMarketCallbacks};
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::token::Token as TokenAbi;
use ballast_motsu_testkit::Foreign;

use super::*;
use crate::tokens::BOB;

const CALLER: Address = Address::repeat_byte(0x44);

/// What a contract was called back with.
type Heard = Rc<RefCell<Vec<(&'static str, U256, Bytes)>>>;

/// A contract that has nothing, and mints in the callback what it owes, but for data that says no.
fn caller() -> (Foreign, Heard) {
    let heard = Heard::default();
    let log = Rc::clone(&heard);
    let contract = Foreign::place(CALLER, move |message| {
        assert_eq!(message.sender, MARKET);
        let decoded = message
            .is::<IMarketCallbacks::onMarketSupplyCall>()
            .map(|it| ("supply", ASSET, it.assets, it.data))
            .or_else(|| {
                let call = message.is::<IMarketCallbacks::onMarketSupplyCollateralCall>();
                call.map(|it| ("collateral", GOLD, it.assets, it.data))
            })
            .or_else(|| {
                let call = message.is::<IMarketCallbacks::onMarketRepayCall>();
                call.map(|it| ("repay", ASSET, it.assets, it.data))
            })
            .or_else(|| {
                let call = message.is::<IMarketCallbacks::onMarketFlashCall>();
                call.map(|it| ("flash", ASSET, it.assets, it.data))
            });
        let (kind, token, assets, data) = decoded.ok_or_else(Vec::new)?;
        if data.as_ref() == b"no" {
            return Err(b"why".to_vec());
        }
        // The market does not answer while it is at work.
        let again = message.call(MARKET, &Abi::totalsCall {});
        assert_eq!(again, Err(vec![]));
        let (to, value) = (CALLER, assets);
        if kind != "flash" {
            message.call(token, &TokenAbi::mintCall { to, value })?;
        }
        let spender = MARKET;
        message.call(token, &IERC20::approveCall { spender, value })?;
        log.borrow_mut().push((kind, assets, data));
        Ok(vec![])
    });
    (contract, heard)
}

#[test]
fn who_brings_data_is_called_back_before_it_pays() {
    let lending = Lending::funded();
    let (_caller, heard) = caller();
    let data = Bytes::from_static(b"data");
    let supplying = Abi::supplyCall {
        data: data.clone(),
        ..supply(CALLER, 10 * UNIT)
    };
    let pledging = Abi::supplyCollateralCall {
        data: data.clone(),
        ..pledge(CALLER, GOLD, UNIT)
    };
    let repaying = Abi::repayCall {
        data: data.clone(),
        ..repay(BOB, 5 * UNIT)
    };
    lending.borrow(BOB, 5 * UNIT);
    lending.act(CALLER, &supplying);
    lending.act(CALLER, &pledging);
    lending.act(CALLER, &repaying);
    assert_eq!(
        (lending.supplied(CALLER), lending.held(CALLER, GOLD)),
        (10 * UNIT, UNIT)
    );
    assert_eq!(lending.debt(BOB), 0);
    let expected = [
        ("supply", uint(10 * UNIT), data.clone()),
        ("collateral", uint(UNIT), data.clone()),
        ("repay", uint(5 * UNIT), data),
    ];
    assert_eq!(*heard.borrow(), expected);
    let refusing = Abi::supplyCall {
        data: Bytes::from_static(b"no"),
        ..supply(CALLER, 1)
    };
    let outcome = lending.market.call(CALLER, &refusing).err();
    assert_eq!(outcome, Some(b"why".to_vec()));
    // Without data nobody is called, and nothing was approved.
    let error = IERC20::ERC20InsufficientAllowance {
        spender: MARKET,
        allowance: U256::ZERO,
        needed: uint(1),
    };
    lending.refuses(CALLER, &supply(CALLER, 1), &error);
}

#[test]
fn what_is_not_lent_is_lent_for_a_call() {
    let lending = Lending::funded();
    let (_caller, heard) = caller();
    lending.borrow(BOB, 1_000 * UNIT);
    let flash = |assets: u64| Abi::flashCall {
        assets: uint(assets),
        data: Bytes::from_static(b"loan"),
    };
    lending.act(CALLER, &flash(99_000 * UNIT));
    assert_eq!(heard.borrow()[0].1, uint(99_000 * UNIT));
    let told = lending.market.events::<Abi::FlashLoan>().pop().unwrap();
    assert_eq!(
        (told.caller, told.assets, told.fee),
        (CALLER, uint(99_000 * UNIT), U256::ZERO)
    );
    let error = Abi::InsufficientLiquidity {
        asked: uint(99_000 * UNIT + 1),
        available: uint(99_000 * UNIT),
    };
    lending.refuses(CALLER, &flash(99_000 * UNIT + 1), &error);
    assert_eq!(lending.totals(), (100_000 * UNIT, 1_000 * UNIT));
}

/// A borrower of ERC-3156 that answers so, and gives back so much less.
fn borrower(answer: B256, less: u64) -> Foreign {
    Foreign::place(CALLER, move |message| {
        let call: IFlashBorrower::onFlashLoanCall = message.is().ok_or_else(Vec::new)?;
        assert_eq!((call.initiator, call.token), (BOB, ASSET));
        assert_eq!(call.data.as_ref(), b"data");
        let (to, value) = (CALLER, call.fee);
        message.call(ASSET, &TokenAbi::mintCall { to, value })?;
        let (spender, value) = (MARKET, call.amount + call.fee - uint(less));
        message.call(ASSET, &IERC20::approveCall { spender, value })?;
        Ok(answer.to_vec())
    })
}

fn loan(amount: u64) -> IFlashLender::flashLoanCall {
    IFlashLender::flashLoanCall {
        receiver: CALLER,
        token: ASSET,
        amount: uint(amount),
        data: Bytes::from_static(b"data"),
    }
}

#[test]
fn a_flash_loan_costs_a_fee_that_suppliers_get() {
    let lending = Lending::funded();
    let success = keccak256("ERC3156FlashBorrower.onFlashLoan");
    let fees = |flash_fee| Risk::setFeesCall {
        feeBps: U256::ZERO,
        reservePartBps: U256::ZERO,
        flashFeeBps: uint(flash_fee),
    };
    let (token, amount) = (ASSET, uint(10_001));
    let fee = IFlashLender::flashFeeCall { token, amount };
    assert_eq!(lending.ask(&fee), U256::ZERO);
    let free = borrower(success, 0);
    assert!(lending.act(BOB, &loan(10_001)));
    drop(free);
    lending.govern(&fees(9));
    // 9.0009, rounded up.
    assert_eq!(lending.ask(&fee), uint(10));
    assert_eq!(
        lending.ask(&IFlashLender::maxFlashLoanCall { token }),
        uint(100_000 * UNIT)
    );
    let paid = borrower(success, 0);
    assert!(lending.act(BOB, &loan(10_001)));
    drop(paid);
    assert_eq!(lending.totals(), (100_000 * UNIT + 10, 0));
    let told = lending.market.events::<Abi::FlashLoan>().pop().unwrap();
    assert_eq!(
        (told.caller, told.assets, told.fee),
        (BOB, amount, uint(10))
    );
    let less = borrower(success, 1);
    let error = IERC20::ERC20InsufficientAllowance {
        spender: MARKET,
        allowance: uint(10_010),
        needed: uint(10_011),
    };
    lending.refuses(BOB, &loan(10_001), &error);
    drop(less);
    let _wrong = borrower(keccak256("another"), 0);
    let receiver = CALLER;
    lending.refuses(BOB, &loan(10_001), &Abi::InvalidAnswer { receiver });
    assert_eq!(lending.totals(), (100_000 * UNIT + 10, 0));
}

#[test]
fn only_the_asset_is_lent() {
    let lending = Lending::funded();
    let token = GOLD;
    let error = Abi::UnsupportedToken { token };
    lending.refuses(
        BOB,
        &IFlashLender::flashLoanCall { token, ..loan(1) },
        &error,
    );
    let amount = uint(1);
    lending.refuses(BOB, &IFlashLender::flashFeeCall { token, amount }, &error);
    assert_eq!(
        lending.ask(&IFlashLender::maxFlashLoanCall { token }),
        U256::ZERO
    );
    for account in [MARKET, Address::ZERO] {
        let call = IFlashLender::flashLoanCall {
            receiver: account,
            ..loan(1)
        };
        lending.refuses(BOB, &call, &Abi::InvalidAddress { account });
    }
    let wide = IFlashLender::flashFeeCall {
        token: ASSET,
        amount: U256::MAX,
    };
    lending.refuses(BOB, &wide, &Abi::NumberTooLarge {});
    let error = Abi::InsufficientLiquidity {
        asked: uint(100_000 * UNIT + 1),
        available: uint(100_000 * UNIT),
    };
    let outcome = lending
        .market
        .send(BOB, loan(100_000 * UNIT + 1).abi_encode());
    assert_eq!(outcome, Err(error.abi_encode()));
}
