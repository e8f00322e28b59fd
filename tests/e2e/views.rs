//! Methods that only look

use alloy_primitives::{Bytes, U256};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::SolCall;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_tests::{ALICE, BOB, STRANGER, Scene, uint};

use crate::profitable;

#[test]
fn tell_what_the_vault_is() {
    let scene = Scene::new();
    let vault = &scene.vault.contract;
    assert_eq!(vault.ask(&IERC4626::assetCall {}), scene.token.address);
    assert_eq!(vault.ask(&IERC20::nameCall {}), "Ballast Vault");
    assert_eq!(vault.ask(&IERC20::symbolCall {}), "bV");
    assert_eq!(vault.ask(&IERC20::decimalsCall {}), 21);
    assert_eq!(scene.vault.totals(), (U256::ZERO, U256::ZERO));
}

#[test]
fn an_empty_vault_converts_at_the_offset() {
    let scene = Scene::new();
    let vault = &scene.vault.contract;
    assert_eq!(
        vault.ask(&IERC4626::convertToSharesCall { assets: uint(7) }),
        uint(7_000)
    );
    assert_eq!(
        vault.ask(&IERC4626::convertToAssetsCall {
            shares: uint(7_999)
        }),
        uint(7)
    );
}

#[test]
fn conversions_and_previews_round_for_the_vault() {
    let scene = profitable();
    let vault = &scene.vault.contract;
    // Seven assets are worth 4,668.22… share units, 10,000 share units 14.995… assets.
    let (assets, shares) = (uint(7), uint(10_000));
    assert_eq!(
        vault.ask(&IERC4626::convertToSharesCall { assets }),
        uint(4_668)
    );
    assert_eq!(
        vault.ask(&IERC4626::previewDepositCall { assets }),
        uint(4_668)
    );
    assert_eq!(
        vault.ask(&IERC4626::previewWithdrawCall { assets }),
        uint(4_669)
    );
    assert_eq!(
        vault.ask(&IERC4626::convertToAssetsCall { shares }),
        uint(14)
    );
    assert_eq!(vault.ask(&IERC4626::previewRedeemCall { shares }), uint(14));
    assert_eq!(vault.ask(&IERC4626::previewMintCall { shares }), uint(15));
}

#[test]
fn limits_follow_from_the_books() {
    let scene = profitable();
    let vault = &scene.vault.contract;
    let assets_max = vault.ask(&IERC4626::maxDepositCall { receiver: STRANGER });
    let shares_max = vault.ask(&IERC4626::maxMintCall { receiver: STRANGER });
    // 2^128 − 1 share units, less the million there are.
    assert_eq!(shares_max, uint(u128::MAX - 1_000_000));
    let fits = vault.ask(&IERC4626::previewDepositCall { assets: assets_max });
    assert!(fits <= shares_max);
    let assets = assets_max + U256::ONE;
    let shares = U256::from(1_001_000) * assets / U256::from(1_501);
    assert!(shares_max < shares, "one more asset would have fitted");
}

#[test]
fn limits_of_exits_are_truthful() {
    let scene = profitable();
    let vault = &scene.vault.contract;
    assert_eq!(
        vault.ask(&IERC4626::maxRedeemCall { owner: ALICE }),
        uint(1_000_000)
    );
    assert_eq!(
        vault.ask(&IERC4626::maxWithdrawCall { owner: ALICE }),
        uint(1_499)
    );
    assert_eq!(
        vault.ask(&IERC4626::maxRedeemCall { owner: BOB }),
        U256::ZERO
    );
    assert_eq!(
        vault.ask(&IERC4626::maxWithdrawCall { owner: BOB }),
        U256::ZERO
    );
}

#[test]
fn shares_worth_less_than_a_unit_cannot_leave() {
    let scene = Scene::new();
    let vault = &scene.vault.contract;
    scene.vault.mint(ALICE, 1, ALICE);
    assert_eq!(
        vault.ask(&IERC4626::maxRedeemCall { owner: ALICE }),
        U256::ZERO
    );
    assert_eq!(
        vault.ask(&IERC4626::maxWithdrawCall { owner: ALICE }),
        U256::ZERO
    );
}

#[test]
fn what_does_not_fit_the_books_reverts() {
    let scene = Scene::new();
    let vault = &scene.vault.contract;
    vault.refuses_silently(ALICE, &IERC4626::previewDepositCall { assets: U256::MAX });
    vault.refuses_silently(ALICE, &IERC4626::previewMintCall { shares: U256::MAX });
    vault.refuses_silently(ALICE, &IERC4626::convertToAssetsCall { shares: U256::MAX });
}

#[test]
fn unknown_methods_short_calldata_and_ether_are_refused() {
    let scene = Scene::new();
    let deposit = IERC4626::depositCall {
        assets: uint(1),
        receiver: ALICE,
    }
    .abi_encode();
    let fails = |input: &[u8], value: u64| {
        let request = TransactionRequest::default()
            .from(ALICE)
            .to(scene.vault.address())
            .value(U256::from(value))
            .input(Bytes::copy_from_slice(input).into());
        scene.chain.node().call(&request).is_err()
    };
    assert!(!fails(&deposit, 0));
    assert!(fails(&deposit, 1));
    assert!(fails(&deposit[..67], 0));
    assert!(fails(&[0xde, 0xad, 0xbe, 0xef], 0));
    assert!(fails(&[], 0));
    let mut dirty = deposit.clone();
    dirty[36] = 1;
    assert!(fails(&dirty, 0), "an address with more than 20 bytes");
    let longer = [deposit.as_slice(), &[0; 32]].concat();
    assert!(!fails(&longer, 0));
}
