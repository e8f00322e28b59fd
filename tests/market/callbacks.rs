//! Callers that are called back, and what they cannot do meanwhile.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, sol};
use ballast_abi::market::IMarket as Abi;
use ballast_tests::lending::{Lending, borrow, pledge, repay, supply};
use ballast_tests::{ALICE, BOB, Contract, DEPLOYER, TOKEN, uint};

use crate::create;

sol! {
    #![sol(all_derives)]
    function prepare(address token, address target, bytes errand, bool honest) external;
    function allow(address token, address spender, uint256 value) external;
    function run(address to, bytes data) external returns (bytes memory);
    function lastCaller() external view returns (address);
    function lastAssets() external view returns (uint256);
    function lastFee() external view returns (uint256);
    function heldMeanwhile() external view returns (uint256);
    function succeeded() external view returns (bool);
}

/// A contract that a market calls back, with tokens, which the market may take.
pub(crate) fn caller(market: &Lending) -> Contract {
    let caller = create(&market.scene.chain, "Caller", &[]);
    market.scene.fund(caller.address, 1_000 * TOKEN);
    for token in [&market.scene.token, &market.ether] {
        let (spender, value) = (market.market.address, U256::MAX);
        let token = token.address;
        caller.send(
            ALICE,
            &allowCall {
                token,
                spender,
                value,
            },
        );
    }
    caller
}

/// Lets it call the market.
pub(crate) fn run(caller: &Contract, market: &Lending, call: &impl SolCall) {
    let (to, data) = (market.market.address, call.abi_encode().into());
    caller.send(ALICE, &runCall { to, data });
}

fn prepared(market: &Lending, errand: Vec<u8>) -> Contract {
    let caller = caller(market);
    caller.send(
        ALICE,
        &prepareCall {
            token: market.scene.token.address,
            target: market.market.address,
            errand: errand.into(),
            honest: true,
        },
    );
    caller
}

#[test]
fn each_is_called_with_what_is_due_before_it_pays() {
    let market = Lending::new();
    let caller = prepared(&market, Vec::new());
    let data = Bytes::from_static(b"any");
    let this = caller.address;
    let with_data = Abi::supplyCall {
        data: data.clone(),
        ..supply(TOKEN, this)
    };
    run(&caller, &market, &with_data);
    assert_eq!(caller.ask(&lastCallerCall {}), market.market.address);
    assert_eq!(caller.ask(&lastAssetsCall {}), uint(TOKEN));
    assert_eq!(caller.ask(&heldMeanwhileCall {}), uint(1_000 * TOKEN));

    let value = uint(TOKEN);
    market.ether.send(
        BOB,
        &ballast_abi::erc20::IERC20::transferCall { to: this, value },
    );
    let ether = market.ether.address;
    let with_data = Abi::supplyCollateralCall {
        data: data.clone(),
        ..pledge(ether, 500, this)
    };
    run(&caller, &market, &with_data);
    assert_eq!(caller.ask(&lastAssetsCall {}), uint(500));
    let with_data = pledge(ether, TOKEN / 10, this);
    run(&caller, &market, &with_data);
    run(&caller, &market, &borrow(TOKEN / 2, this));
    run(
        &caller,
        &market,
        &Abi::repayCall {
            data,
            ..repay(7, this)
        },
    );
    assert_eq!(caller.ask(&lastAssetsCall {}), uint(7));
    assert_eq!(caller.ask(&lastFeeCall {}), U256::ZERO);
}

#[test]
fn nothing_gets_in_meanwhile_neither_calls_nor_views() {
    let market = Lending::new();
    market.supply(ALICE, 100 * TOKEN);
    let errands = [
        supply(1, ALICE).abi_encode(),
        Abi::totalsCall {}.abi_encode(),
        ballast_abi::market_risk::IMarketRisk::authorityCall {}.abi_encode(),
    ];
    for errand in errands {
        let caller = prepared(&market, errand);
        let data = Bytes::from_static(b"any");
        let call = Abi::supplyCall {
            data,
            ..supply(TOKEN, caller.address)
        };
        run(&caller, &market, &call);
        assert!(!caller.ask(&succeededCall {}));
    }
}

#[test]
fn who_does_not_pay_gets_nothing() {
    let market = Lending::new();
    let caller = create(&market.scene.chain, "Caller", &[]);
    let data = Bytes::from_static(b"any");
    let call = Abi::supplyCall {
        data,
        ..supply(TOKEN, caller.address)
    };
    let (to, data) = (market.market.address, call.abi_encode().into());
    caller.revert_data(DEPLOYER, &runCall { to, data });
    assert_eq!(market.position(caller.address), [U256::ZERO; 2]);
    assert_eq!(market.scene.tokens_of(Address::ZERO), U256::ZERO);
}
