//! `deposit(uint256,address)`

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::vault::Vault as Abi;
use ballast_tests::{ALICE, BOB, FUNDS, PAUPER, SHARE_UNITS, Scene, TOKEN, deposit, token, uint};

use crate::{profitable, transfer_log};

#[test]
fn mints_a_thousand_share_units_for_an_asset_unit() {
    let scene = Scene::new();
    let done = scene.vault.deposit(ALICE, 5 * TOKEN, ALICE);
    assert_eq!(done.returned, uint(5 * TOKEN * SHARE_UNITS));
    assert_eq!(scene.vault.shares_of(ALICE), done.returned);
    assert_eq!(scene.vault.totals(), (uint(5 * TOKEN), done.returned));
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS - 5 * TOKEN));
    assert_eq!(scene.tokens_of(scene.vault.address()), uint(5 * TOKEN));
}

#[test]
fn credits_the_receiver_and_charges_the_sender() {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 10, BOB);
    assert_eq!(scene.vault.shares_of(ALICE), U256::ZERO);
    assert_eq!(scene.vault.shares_of(BOB), uint(10 * SHARE_UNITS));
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS - 10));
    assert_eq!(scene.tokens_of(BOB), uint(FUNDS));
}

#[test]
fn tells_what_happened_in_events() {
    let scene = Scene::new();
    let vault = scene.vault.address();
    let done = scene.vault.deposit(ALICE, 10, BOB);
    let (assets, shares) = (uint(10), uint(10 * SHARE_UNITS));
    let event = IERC4626::Deposit {
        sender: ALICE,
        owner: BOB,
        assets,
        shares,
    };
    let expected = [
        (vault, transfer_log(Address::ZERO, BOB, 10 * SHARE_UNITS)),
        (vault, event.encode_log_data()),
        (scene.token.address, transfer_log(ALICE, vault, 10)),
    ];
    assert_eq!(done.logs(), expected);
}

#[test]
fn rounds_shares_down() {
    let scene = profitable();
    // 7 · 1,001,000 / 1,501 = 4,668.22…
    let done = scene.vault.deposit(BOB, 7, BOB);
    assert_eq!(done.returned, uint(4_668));
    assert_eq!(scene.vault.totals(), (uint(1_507), uint(1_004_668)));
}

#[test]
fn returns_what_the_preview_said() {
    let scene = profitable();
    for assets in [1, 2, 3, 999, TOKEN] {
        let preview = scene.vault.contract.ask(&IERC4626::previewDepositCall {
            assets: uint(assets),
        });
        assert_eq!(
            scene.vault.deposit(BOB, assets, BOB).returned,
            preview,
            "{assets} assets"
        );
    }
}

#[test]
fn refuses_what_buys_no_share() {
    let scene = Scene::new();
    scene
        .vault
        .contract
        .refuses(ALICE, &deposit(0, ALICE), &Abi::ZeroShares {});
    scene.vault.deposit(ALICE, 1, ALICE);
    // A share unit is now worth (1 + 4,000 + 1) / (1,000 + 1,000) = 2.001 asset units.
    scene.vault.book_profit(4_000);
    scene.fund(scene.vault.address(), 4_000);
    scene
        .vault
        .contract
        .refuses(BOB, &deposit(2, BOB), &Abi::ZeroShares {});
    assert_eq!(scene.vault.deposit(BOB, 3, BOB).returned, uint(1));
}

#[test]
fn refuses_more_than_the_books_hold() {
    let scene = Scene::new();
    let max = scene
        .vault
        .contract
        .ask(&IERC4626::maxDepositCall { receiver: BOB });
    for assets in [max + U256::ONE, U256::MAX] {
        let error = IERC4626::ERC4626ExceededMaxDeposit {
            receiver: BOB,
            assets,
            max,
        };
        let call = IERC4626::depositCall {
            assets,
            receiver: BOB,
        };
        scene.vault.contract.refuses(ALICE, &call, &error);
    }
}

#[test]
fn takes_in_as_much_as_it_says() {
    let scene = Scene::new();
    let max = scene
        .vault
        .contract
        .ask(&IERC4626::maxDepositCall { receiver: ALICE });
    scene.fund(ALICE, max.to::<u128>() - FUNDS);
    let done = scene.vault.deposit(ALICE, max.to(), ALICE);
    assert_eq!(scene.vault.totals(), (max, done.returned));
    let left = scene
        .vault
        .contract
        .ask(&IERC4626::maxDepositCall { receiver: ALICE });
    assert_eq!(left, U256::ZERO);
}

#[test]
fn refuses_the_zero_address_as_receiver() {
    let scene = Scene::new();
    let error = IERC20::ERC20InvalidReceiver {
        receiver: Address::ZERO,
    };
    scene
        .vault
        .contract
        .refuses(ALICE, &deposit(1, Address::ZERO), &error);
}

#[test]
fn hands_on_what_the_token_says() {
    let scene = Scene::new();
    let vault = scene.vault.address();
    let error = IERC20::ERC20InsufficientAllowance {
        spender: vault,
        allowance: U256::ZERO,
        needed: uint(1),
    };
    scene
        .vault
        .contract
        .refuses(PAUPER, &deposit(1, PAUPER), &error);
    let (balance, needed) = (uint(FUNDS), uint(FUNDS + 1));
    let error = IERC20::ERC20InsufficientBalance {
        sender: ALICE,
        balance,
        needed,
    };
    scene
        .vault
        .contract
        .refuses(ALICE, &deposit(FUNDS + 1, ALICE), &error);
}

#[test]
fn ignores_other_tokens() {
    let scene = profitable();
    let before = scene.vault.totals();
    let other = token(&scene.chain, ballast_bench::peers::PeerToken::Solmate);
    let mint = ballast_abi::token::Token::mintCall {
        to: scene.vault.address(),
        value: uint(TOKEN),
    };
    other.send(ALICE, &mint);
    assert_eq!(scene.vault.totals(), before);
}
