//! Vaults over tokens that are not OpenZeppelin's

use alloy_primitives::U256;
use alloy_sol_types::sol;
use ballast_abi::erc20::ISafeERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::vault::Vault as Abi;
use ballast_bench::peers::PeerToken;
use ballast_tests::{
    ALICE, BOB, FUNDS, MALLORY, PAUPER, SHARE_UNITS, Scene, TOKEN, deposit, uint, withdraw,
};

sol! {
    function setRefuses(bool refuses) external;
    function seize(address from, uint256 value) external;
}

#[test]
fn tokens_that_answer_nothing_work() {
    let scene = Scene::over(PeerToken::Silent);
    let done = scene.vault.deposit(ALICE, 5_000_000, ALICE);
    assert_eq!(done.returned, uint(5_000_000 * SHARE_UNITS));
    scene.vault.withdraw(ALICE, 2_000_000);
    scene.vault.redeem_all(ALICE);
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS));
    assert_eq!(scene.tokens_of(scene.vault.address()), U256::ZERO);
}

#[test]
fn solmates_token_works() {
    let scene = Scene::over(PeerToken::Solmate);
    scene.vault.deposit(ALICE, 5 * TOKEN, ALICE);
    scene.vault.mint(BOB, 3 * TOKEN * SHARE_UNITS, BOB);
    scene.vault.redeem_all(ALICE);
    scene.vault.withdraw(BOB, 3 * TOKEN);
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS));
    assert_eq!(scene.tokens_of(BOB), uint(FUNDS));
}

#[test]
fn an_answer_of_false_is_a_failure() {
    let scene = Scene::over(PeerToken::Refusing);
    scene.vault.deposit(ALICE, 10, ALICE);
    scene.token.send(MALLORY, &setRefusesCall { refuses: true });
    let error = ISafeERC20::SafeERC20FailedOperation {
        token: scene.token.address,
    };
    scene
        .vault
        .contract
        .refuses(ALICE, &deposit(10, ALICE), &error);
    scene
        .vault
        .contract
        .refuses(ALICE, &withdraw(10, ALICE, ALICE), &error);
    scene
        .token
        .send(MALLORY, &setRefusesCall { refuses: false });
    scene.vault.redeem_all(ALICE);
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS));
}

#[test]
fn a_failure_without_a_reason_is_named() {
    let scene = Scene::over(PeerToken::Silent);
    let error = ISafeERC20::SafeERC20FailedOperation {
        token: scene.token.address,
    };
    // The token's own checked subtraction panics: that reason is handed on.
    let data = scene
        .vault
        .contract
        .revert_data(PAUPER, &deposit(1, PAUPER));
    assert_eq!(data[..4], [0x4e, 0x48, 0x7b, 0x71]);
    scene
        .chain
        .node()
        .set_code(scene.token.address, [0xfe].into());
    scene
        .vault
        .contract
        .refuses(ALICE, &deposit(1, ALICE), &error);
}

#[test]
fn a_loss_behind_the_vaults_back_stops_entries_but_not_exits() {
    let scene = Scene::over(PeerToken::Seizable);
    let vault = scene.vault.address();
    scene.vault.deposit(ALICE, 100, ALICE);
    scene.token.send(
        MALLORY,
        &seizeCall {
            from: vault,
            value: uint(30),
        },
    );
    let error = Abi::AssetsMissing {
        held: uint(80),
        booked: uint(110),
    };
    scene.vault.contract.refuses(BOB, &deposit(10, BOB), &error);
    scene.vault.withdraw(ALICE, 70);
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS - 30));
    scene.fund(vault, 30);
    scene.vault.deposit(BOB, 10, BOB);
    scene.vault.redeem_all(ALICE);
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS));
}

#[test]
fn donations_belong_to_nobody() {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 100, ALICE);
    scene.fund(scene.vault.address(), 1_000 * TOKEN);
    assert_eq!(scene.vault.totals(), (uint(100), uint(100 * SHARE_UNITS)));
    let assets = scene
        .vault
        .contract
        .ask(&IERC4626::maxWithdrawCall { owner: ALICE });
    assert_eq!(assets, uint(100));
}
