//! `HostileStrategy`, which other tests set on the registry: it does what they rely on

use alloy_primitives::Bytes;
use alloy_rpc_types_eth::TransactionRequest;

use super::*;

sol! {
    function setMode(uint8 mode) external;
    function arm(address target, bytes payload) external;
    function lose(uint256 amount) external;
    function steal(uint256 amount) external;
    function gain(uint256 amount) external;
    function calls() external view returns (uint256);
    function succeeded() external view returns (bool);
    function answer() external view returns (bytes);
}

/// What `HostileStrategy` can be told to do.
mod mode {
    pub(super) const BOASTS: u8 = 1;
    pub(super) const BELITTLES: u8 = 2;
    pub(super) const REVERTS: u8 = 3;
    pub(super) const BURNS_GAS: u8 = 4;
    pub(super) const REENTERS: u8 = 5;
    pub(super) const WITHHOLDS: u8 = 6;
    pub(super) const ANSWERS_SHORT: u8 = 7;
    pub(super) const ILLIQUID: u8 = 8;
    pub(super) const ANSWERS_LONG: u8 = 9;
}

/// A hostile strategy that was lent 1,000, in a mode.
fn lent(mode: u8) -> Stage {
    let mut stage = Stage::new(SOLADY);
    let code = peers().contract("HostileStrategy").unwrap();
    let parties = (stage.vault.address, REGISTRY, stage.token.address);
    stage.strategy.address = stage.chain.create(code, &parties.abi_encode()).unwrap();
    stage.allocate(1_000);
    stage.strategy.send(DEPLOYER, &setModeCall { mode });
    stage
}

/// What a call answers, word or not.
fn answer<C: SolCall>(stage: &Stage, call: &C) -> Bytes {
    let request = TransactionRequest::default()
        .from(REGISTRY)
        .to(stage.strategy.address)
        .input(Bytes::from(call.abi_encode()).into());
    stage.chain.node().call(&request).unwrap()
}

#[test]
fn is_honest_until_told_otherwise() {
    let stage = lent(0);
    assert_eq!(stage.real_assets(), uint(1_000));
    assert_eq!(stage.max_withdrawable(), uint(1_000));
    assert_eq!(stage.deallocate(400), uint(400));
    assert_eq!(stage.tokens_of(stage.vault.address), uint(400));
    stage.strategy.send(REGISTRY, &in_kind(WAD / 2, ALICE));
    assert_eq!(stage.tokens_of(ALICE), uint(300));
    let exit = stage.strategy.send(REGISTRY, &emergencyExitCall {});
    assert_eq!(exit.returned, uint(300));
    assert_eq!(stage.real_assets(), U256::ZERO);
    let error = NotRegistry { caller: ALICE };
    stage.strategy.refuses(ALICE, &deallocate(1), &error);
}

#[test]
fn gains_and_loses() {
    let stage = lent(0);
    let amount = uint(100);
    stage.strategy.send(ALICE, &gainCall { amount });
    assert_eq!(stage.real_assets(), uint(1_100));
    stage.strategy.send(ALICE, &loseCall { amount });
    assert_eq!(stage.real_assets(), uint(1_000));
    stage.strategy.send(ALICE, &stealCall { amount });
    assert_eq!(stage.real_assets(), uint(1_000));
    assert_eq!(stage.tokens_of(stage.strategy.address), uint(900));
    let error = IERC20::ERC20InsufficientBalance {
        sender: stage.strategy.address,
        balance: uint(900),
        needed: uint(1_000),
    };
    stage.strategy.refuses(REGISTRY, &deallocate(1_000), &error);
}

#[test]
fn lies_about_what_it_is_worth() {
    for (mode, worth) in [(mode::BOASTS, 2_000), (mode::BELITTLES, 500)] {
        let stage = lent(mode);
        assert_eq!(stage.real_assets(), uint(worth));
        let harvest = stage.strategy.send(REGISTRY, &harvestCall {});
        assert_eq!(harvest.returned, uint(worth));
    }
}

#[test]
fn reverts_and_burns_gas() {
    let stage = lent(mode::REVERTS);
    assert!(
        !stage
            .strategy
            .revert_data(REGISTRY, &deallocate(1))
            .is_empty()
    );
    let stage = lent(mode::BURNS_GAS);
    let request = TransactionRequest::default()
        .from(REGISTRY)
        .to(stage.strategy.address)
        .input(Bytes::from(deallocate(1).abi_encode()).into())
        .gas_limit(1_000_000);
    let receipt = stage.chain.node().transact(request).unwrap();
    assert!(!receipt.success());
    assert_eq!(receipt.gas_used(), 1_000_000);
}

#[test]
fn makes_a_call_of_its_choice() {
    let stage = lent(mode::REENTERS);
    let mint = mintCall {
        to: ALICE,
        value: uint(7),
    };
    let arm = |payload: Vec<u8>| {
        let (target, payload) = (stage.token.address, payload.into());
        stage.strategy.send(ALICE, &armCall { target, payload });
    };
    arm(mint.abi_encode());
    assert_eq!(stage.deallocate(10), uint(10));
    assert!(stage.strategy.ask(&succeededCall {}));
    assert_eq!(stage.tokens_of(ALICE), uint(7));
    arm(vec![1, 2, 3, 4]);
    stage.strategy.send(REGISTRY, &harvestCall {});
    assert!(!stage.strategy.ask(&succeededCall {}));
    assert!(stage.strategy.ask(&answerCall {}).is_empty());
    assert_eq!(stage.strategy.ask(&callsCall {}), uint(2));
}

#[test]
fn sends_less_than_it_says() {
    let stage = lent(mode::WITHHOLDS);
    assert_eq!(stage.deallocate(400), uint(400));
    assert_eq!(stage.tokens_of(stage.vault.address), uint(200));
    let stage = lent(mode::ILLIQUID);
    assert_eq!(stage.max_withdrawable(), U256::ZERO);
    assert_eq!(stage.deallocate(400), U256::ZERO);
    assert_eq!(stage.real_assets(), uint(1_000));
}

#[test]
fn answers_too_little_and_too_much() {
    for (mode, length) in [(mode::ANSWERS_SHORT, 31), (mode::ANSWERS_LONG, 300_000)] {
        let stage = lent(mode);
        assert_eq!(answer(&stage, &realAssetsCall {}).len(), length);
        assert_eq!(answer(&stage, &deallocate(400)).len(), length);
    }
}
