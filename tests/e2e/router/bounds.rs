//! `deposit`, `mint`, `withdraw`, `redeem`

use super::*;

/// Alice has 1,000,000 share units for 1,000 assets, to which a profit of 500 came.
fn profitable() -> Stage {
    let stage = Stage::new();
    let vault = stage.vault.address();
    stage.router.send(ALICE, &deposit(vault, 1_000, ALICE, 0));
    stage.vault.book_profit(500);
    let value = uint(500);
    stage.token.send(DEPLOYER, &mintCall { to: vault, value });
    stage
}

#[test]
fn a_deposit_buys_shares_for_the_receiver() {
    let stage = Stage::new();
    let vault = stage.vault.address();
    let call = deposit(vault, 5 * TOKEN, STRANGER, 5_000 * TOKEN);
    let done = stage.router.send(ALICE, &call);
    assert_eq!(done.returned, uint(5_000 * TOKEN));
    assert_eq!(stage.vault.shares_of(STRANGER), uint(5_000 * TOKEN));
    assert_eq!(stage.vault.shares_of(ALICE), U256::ZERO);
    assert_eq!(stage.tokens_of(ALICE), uint(FUNDS - 5 * TOKEN));
    stage.assert_clean(vault);
}

/// 300 assets buy `300 * 1,001,000 / 1,501` share units, rounded down.
#[test]
fn a_deposit_that_buys_less_is_refused() {
    let stage = profitable();
    let vault = stage.vault.address();
    let call = deposit(vault, 300, BOB, 200_067);
    stage
        .router
        .refuses(BOB, &call, &slippage(200_066, 200_067));
    assert_eq!(stage.tokens_of(BOB), uint(FUNDS));
    let done = stage.router.send(BOB, &deposit(vault, 300, BOB, 200_066));
    assert_eq!(done.returned, uint(200_066));
    stage.assert_clean(vault);
}

/// 200,000 share units cost `200,000 * 1,501 / 1,001,000` assets, rounded up.
#[test]
fn a_mint_that_costs_more_is_refused() {
    let stage = profitable();
    let vault = stage.vault.address();
    let call = mint(vault, 200_000, BOB, 299);
    stage.router.refuses(BOB, &call, &slippage(300, 299));
    let done = stage.router.send(BOB, &mint(vault, 200_000, BOB, 300));
    assert_eq!(done.returned, uint(300));
    assert_eq!(stage.vault.shares_of(BOB), uint(200_000));
    assert_eq!(stage.tokens_of(BOB), uint(FUNDS - 300));
    stage.assert_clean(vault);
}

/// 100 assets cost `100 * 1,001,000 / 1,501` share units, rounded up.
#[test]
fn a_withdrawal_that_costs_more_is_refused() {
    let stage = profitable();
    let vault = stage.vault.address();
    let call = withdraw(vault, 100, STRANGER, 66_688);
    stage
        .router
        .refuses(ALICE, &call, &slippage(66_689, 66_688));
    let call = withdraw(vault, 100, STRANGER, 66_689);
    let done = stage.router.send(ALICE, &call);
    assert_eq!(done.returned, uint(66_689));
    assert_eq!(stage.tokens_of(STRANGER), uint(100));
    assert_eq!(stage.vault.shares_of(ALICE), uint(1_000_000 - 66_689));
    stage.assert_clean(vault);
}

/// 100,000 share units bring `100,000 * 1,501 / 1,001,000` assets, rounded down.
#[test]
fn a_redemption_that_brings_less_is_refused() {
    let stage = profitable();
    let vault = stage.vault.address();
    let call = redeem(vault, 100_000, STRANGER, 150);
    stage.router.refuses(ALICE, &call, &slippage(149, 150));
    let done = stage
        .router
        .send(ALICE, &redeem(vault, 100_000, STRANGER, 149));
    assert_eq!(done.returned, uint(149));
    assert_eq!(stage.tokens_of(STRANGER), uint(149));
    assert_eq!(stage.vault.shares_of(ALICE), uint(900_000));
    stage.assert_clean(vault);
}

#[test]
fn what_the_vault_refuses_it_explains() {
    let stage = profitable();
    let vault = stage.vault.address();
    let error = ballast_abi::vault::Vault::ZeroShares {};
    stage
        .router
        .refuses(BOB, &deposit(vault, 0, BOB, 0), &error);
    let error = ballast_abi::erc4626::IERC4626::ERC4626ExceededMaxRedeem {
        owner: BOB,
        shares: uint(1),
        max: U256::ZERO,
    };
    stage.router.refuses(BOB, &redeem(vault, 1, BOB, 0), &error);
}

#[test]
fn what_the_caller_did_not_allow_stays() {
    let stage = profitable();
    let (vault, spender) = (stage.vault.address(), stage.router.address);
    let value = uint(9_999);
    for contract in [&stage.token, &stage.vault.contract] {
        contract.send(ALICE, &approveCall { spender, value });
    }
    let error = IERC20::ERC20InsufficientAllowance {
        spender,
        allowance: value,
        needed: uint(10_000),
    };
    let call = deposit(vault, 10_000, ALICE, 0);
    stage.router.refuses(ALICE, &call, &error);
    let call = redeem(vault, 10_000, ALICE, 0);
    stage.router.refuses(ALICE, &call, &error);
}

#[test]
fn nothing_goes_to_nobody_or_stays_here() {
    let stage = profitable();
    let (vault, router) = (stage.vault.address(), &stage.router);
    for receiver in [Address::ZERO, router.address] {
        let error = Abi::InvalidReceiver { receiver };
        router.refuses(ALICE, &deposit(vault, 10, receiver, 0), &error);
        router.refuses(ALICE, &mint(vault, 10, receiver, 10), &error);
        router.refuses(ALICE, &withdraw(vault, 10, receiver, 99_999), &error);
        router.refuses(ALICE, &redeem(vault, 10_000, receiver, 0), &error);
    }
}

#[test]
fn what_is_no_vault_is_refused() {
    let stage = profitable();
    for vault in [
        Address::ZERO,
        STRANGER,
        ALICE,
        stage.token.address,
        stage.weth.address,
        stage.router.address,
    ] {
        let error = Abi::InvalidVault { vault };
        let router = &stage.router;
        router.refuses(ALICE, &deposit(vault, 10, ALICE, 0), &error);
        router.refuses(ALICE, &mint(vault, 10, ALICE, 10), &error);
        router.refuses(ALICE, &withdraw(vault, 10, ALICE, 10), &error);
        router.refuses(ALICE, &redeem(vault, 10, ALICE, 0), &error);
    }
}

/// What was sent here by mistake is nobody's, and no call pays it out.
#[test]
fn what_lies_here_is_left_alone() {
    let stage = profitable();
    let (vault, to) = (stage.vault.address(), stage.router.address);
    let value = uint(700);
    for contract in [&stage.token, &stage.vault.contract] {
        contract.send(ALICE, &IERC20::transferCall { to, value });
    }
    stage.router.send(BOB, &deposit(vault, 300, BOB, 200_066));
    stage.router.send(BOB, &mint(vault, 200_000, BOB, 300));
    stage.router.send(BOB, &withdraw(vault, 100, BOB, 66_689));
    stage.router.send(BOB, &redeem(vault, 100_000, BOB, 149));
    assert_eq!(stage.tokens_of(to), value);
    assert_eq!(stage.vault.shares_of(to), value);
    assert_eq!(stage.tokens_of(BOB), uint(FUNDS - 600 + 249));
}
