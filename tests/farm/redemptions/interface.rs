//! What the redemptions say they are, and what they refuse to become or to take

use alloy_primitives::{FixedBytes, U256, hex};
use alloy_sol_types::SolError;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::redemptions::{IERC165, IERC7540Claim, Redemptions as Abi};
use ballast_tests::redemptions::{COLLECT, Epochs, LOSS_BPS, NOTICE, request};
use ballast_tests::{ALICE, STAKE, uint};

#[test]
fn previews_revert_and_the_standards_are_named() {
    let stage = Epochs::new();
    let shares = uint(1);
    let call = IERC4626::previewRedeemCall { shares };
    stage.contract.refuses_silently(ALICE, &call);
    let call = IERC4626::previewWithdrawCall { assets: shares };
    stage.contract.refuses_silently(ALICE, &call);
    let supports = |id: u32| {
        let interface_id = FixedBytes::from(id.to_be_bytes());
        stage.contract.ask(&IERC165::supportsInterfaceCall {
            interfaceId: interface_id,
        })
    };
    for id in [0x01ffc9a7, 0xe3bc4e65, 0x620ee8e4, 0xe76cffc7] {
        assert!(supports(id), "{id:08x}");
    }
    for id in [0xffffffff, 0x2f0a18c5, 0xce3bbe50, 0] {
        assert!(!supports(id), "{id:08x}");
    }
    let terms = stage.contract.ask(&Abi::termsCall {});
    assert_eq!(terms.maxLossBps, uint(LOSS_BPS));
    assert_eq!(terms.collectSeconds, U256::from(COLLECT));
    assert_eq!(terms.noticeSeconds, U256::from(NOTICE));
    let (vault, token) = (&stage.farm.scene.vault, &stage.farm.scene.token);
    assert_eq!(stage.contract.ask(&Abi::shareCall {}), vault.address());
    let asset = stage.contract.ask(&IERC7540Claim::assetCall {});
    assert_eq!(asset, token.address);
}

#[test]
fn terms_out_of_bounds_and_strange_vaults_are_refused() {
    let stage = Epochs::new();
    let (vault, token) = (&stage.farm.scene.vault, &stage.farm.scene.token);
    let chain = &stage.farm.scene.chain;
    let (terms, vaults) = (Abi::InvalidTerms::SELECTOR, Abi::InvalidVault::SELECTOR);
    let plans = [
        (vault.address(), 501, NOTICE, terms),
        (vault.address(), 500, 0, terms),
        (vault.address(), 500, 1 << 32, terms),
        (token.address, 500, 1, vaults),
        (ALICE, 500, 1, vaults),
    ];
    for (vault, loss, notice, reason) in plans {
        let (plan, _) = Epochs::plan(vault, loss, notice);
        let error = chain.deploy(&plan).expect_err("a refusal");
        let (error, reason) = (format!("{error:?}"), hex::encode(reason));
        assert!(error.contains(&reason), "{reason} in {error}");
    }
    let (plan, _) = Epochs::plan(vault.address(), 500, 1);
    assert!(chain.deploy(&plan).is_ok());
}

#[test]
fn requests_of_nothing_or_for_nobody_are_refused() {
    let stage = Epochs::new();
    let error = Abi::ZeroShares {};
    stage
        .contract
        .refuses(ALICE, &request(0, ALICE, ALICE), &error);
    for controller in [Default::default(), stage.contract.address] {
        let call = request(1, controller, ALICE);
        let error = Abi::InvalidController { controller };
        stage.contract.refuses(ALICE, &call, &error);
    }
    stage
        .contract
        .revert_data(ALICE, &request(STAKE + 1, ALICE, ALICE));
}
