//! `depositEther`, `redeemEther`, and ether that just comes

use super::*;

const WETHS: [&str; 2] = ["SolmateWeth", "SoladyWeth"];
const VALUE: u128 = 3 * TOKEN;
const SHARES: u128 = VALUE * 10_000;

fn enter(stage: &Stage, receiver: Address, min: u128) -> Abi::depositEtherCall {
    Abi::depositEtherCall {
        vault: stage.ether_vault.address(),
        receiver,
        minShares: uint(min),
    }
}

fn leave(stage: &Stage, shares: u128, receiver: Address, min: u128) -> Abi::redeemEtherCall {
    Abi::redeemEtherCall {
        vault: stage.ether_vault.address(),
        shares: uint(shares),
        receiver,
        minEther: uint(min),
    }
}

/// What a call with ether reverts with.
fn refusal(stage: &Stage, value: u128, input: Vec<u8>) -> Bytes {
    let request = TransactionRequest::default()
        .from(ALICE)
        .to(stage.router.address)
        .value(uint(value))
        .input(Bytes::from(input).into());
    let error = stage.chain.node().call(&request).unwrap_err();
    error.revert_data().cloned().unwrap_or_default()
}

#[test]
fn ether_goes_in_and_comes_out() {
    for weth in WETHS {
        let stage = Stage::over("PermitToken", weth);
        let receipt = stage.pay(ALICE, uint(VALUE), &enter(&stage, ALICE, SHARES));
        assert!(receipt.success());
        assert_eq!(stage.ether_vault.shares_of(ALICE), uint(SHARES));
        assert_eq!(stage.ether_of(stage.weth.address), uint(VALUE));

        let call = leave(&stage, SHARES / 3, STRANGER, VALUE / 3);
        let done = stage.router.send(ALICE, &call);
        assert_eq!(done.returned, uint(VALUE / 3));
        assert_eq!(stage.ether_of(STRANGER), uint(VALUE / 3));
        assert_eq!(stage.ether_of(stage.weth.address), uint(VALUE / 3 * 2));
        assert_eq!(stage.ether_vault.shares_of(ALICE), uint(SHARES / 3 * 2));
        stage.assert_clean(stage.ether_vault.address());
    }
}

#[test]
fn both_ways_are_bounded() {
    let stage = Stage::new();
    let call = enter(&stage, ALICE, SHARES + 1).abi_encode();
    let error = slippage(SHARES, SHARES + 1);
    assert_eq!(refusal(&stage, VALUE, call), error.abi_encode());
    assert_eq!(stage.deposit_ether(ALICE, VALUE), uint(SHARES));
    let call = leave(&stage, SHARES, ALICE, VALUE + 1);
    stage
        .router
        .refuses(ALICE, &call, &slippage(VALUE, VALUE + 1));
}

#[test]
fn only_a_vault_over_wrapped_ether_will_do() {
    let stage = Stage::new();
    stage.deposit_ether(ALICE, VALUE);
    let (asset, expected) = (stage.token.address, stage.weth.address);
    let error = Abi::AssetMismatch { asset, expected };
    let mut call = enter(&stage, ALICE, 0);
    call.vault = stage.vault.address();
    assert_eq!(
        refusal(&stage, VALUE, call.abi_encode()),
        error.abi_encode()
    );
    let mut call = leave(&stage, SHARES, ALICE, 0);
    call.vault = stage.vault.address();
    stage.router.refuses(ALICE, &call, &error);
}

#[test]
fn a_receiver_that_takes_no_ether_is_named() {
    let stage = Stage::new();
    stage.deposit_ether(ALICE, VALUE);
    let receiver = stage.token.address;
    let error = Abi::EtherRefused { receiver };
    let call = leave(&stage, SHARES, receiver, 0);
    stage.router.refuses(ALICE, &call, &error);
    for receiver in [Address::ZERO, stage.router.address] {
        let error = Abi::InvalidReceiver { receiver };
        let call = leave(&stage, SHARES, receiver, 0);
        stage.router.refuses(ALICE, &call, &error);
    }
}

/// A vault that takes half of what it is offered: the rest comes back wrapped.
#[test]
fn what_the_vault_leaves_comes_back_wrapped() {
    let stage = Stage::new();
    let hostile = stage.hostile();
    let configure = hostile::configure(stage.weth.address, 0, 50, 0);
    hostile.send(DEPLOYER, &configure);
    let call = Abi::depositEtherCall {
        vault: hostile.address,
        receiver: ALICE,
        minShares: U256::ZERO,
    };
    assert!(stage.pay(ALICE, uint(VALUE), &call).success());
    let account = ALICE;
    let wrapped = stage.weth.ask(&IERC20::balanceOfCall { account });
    assert_eq!(wrapped, uint(VALUE / 2));
    stage.assert_clean(hostile.address);
}

#[test]
fn ether_without_a_call_is_refused() {
    let stage = Stage::new();
    let error = Abi::NotWeth { sender: ALICE };
    assert_eq!(refusal(&stage, VALUE, Vec::new()), error.abi_encode());
    assert_eq!(refusal(&stage, 0, Vec::new()), error.abi_encode());
    assert!(refusal(&stage, VALUE, vec![1, 2, 3]).is_empty());
}

#[test]
fn no_other_call_takes_ether() {
    let stage = Stage::new();
    let vault = stage.ether_vault.address();
    for call in [
        deposit(vault, 10, ALICE, 0).abi_encode(),
        mint(vault, 10, ALICE, 10).abi_encode(),
        withdraw(vault, 10, ALICE, 10).abi_encode(),
        redeem(vault, 10, ALICE, 0).abi_encode(),
        leave(&stage, 10, ALICE, 0).abi_encode(),
        Abi::wethCall {}.abi_encode(),
    ] {
        assert!(refusal(&stage, 1, call).is_empty());
    }
}
