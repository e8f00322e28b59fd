//! `configure`, `stopDeposits`, the hand-over, the gate

use alloy_primitives::{Address, B256, U256};
use ballast_abi::erc20::IERC20::transferCall;
use ballast_abi::erc4626::IERC4626::{self, maxDepositCall, maxMintCall};
use ballast_abi::vault::Vault as Abi;
use ballast_bench::peers::PeerToken;
use ballast_tests::{
    ALICE, BOB, CAROL, DEPLOYER, MALLORY, SHARE_UNITS, Scene, Setting, Terms, configure, deposit,
    mint, reward, token, uint,
};

fn word(address: Address) -> B256 {
    address.into_word()
}

#[test]
fn the_cap_holds_for_everything() {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 600, ALICE);
    scene.vault.configure(Setting::Cap, uint(1_000).into());
    let vault = &scene.vault.contract;
    let max = uint(400);
    assert_eq!(vault.ask(&maxDepositCall { receiver: BOB }), max);
    assert_eq!(
        vault.ask(&maxMintCall { receiver: BOB }),
        uint(400 * SHARE_UNITS)
    );
    let error = IERC4626::ERC4626ExceededMaxDeposit {
        receiver: BOB,
        assets: uint(401),
        max,
    };
    vault.refuses(BOB, &deposit(401, BOB), &error);
    vault.revert_data(BOB, &mint(400 * SHARE_UNITS + 1, BOB));
    scene.vault.mint(BOB, 400 * SHARE_UNITS, BOB);
    assert_eq!(vault.ask(&maxDepositCall { receiver: BOB }), U256::ZERO);
    scene.vault.configure(Setting::Cap, uint(10).into());
    assert_eq!(vault.ask(&maxMintCall { receiver: BOB }), U256::ZERO);
    scene.vault.redeem_all(ALICE);
}

#[test]
fn settings_keep_to_their_bounds() {
    let scene = Scene::new();
    let fee = Terms {
        recipient: BOB,
        performance_bps: 5_000,
        management_bps: 500,
        ..Terms::default()
    };
    let too_big = B256::from(uint(u128::MAX) + uint(1));
    let no_address = B256::from(uint(1) << 160);
    let refused = [
        (Setting::Cap, too_big),
        (Setting::IdleMin, too_big),
        (
            Setting::Terms,
            Terms {
                performance_bps: 5_001,
                ..fee
            }
            .word(),
        ),
        (
            Setting::Terms,
            Terms {
                management_bps: 501,
                ..fee
            }
            .word(),
        ),
        (
            Setting::Terms,
            Terms {
                recipient: Address::ZERO,
                ..fee
            }
            .word(),
        ),
        (
            Setting::Terms,
            Terms {
                unlock_seconds: 31_536_001,
                ..fee
            }
            .word(),
        ),
        (
            Setting::Terms,
            Terms {
                growth_bps_per_year: 20_001,
                ..fee
            }
            .word(),
        ),
        (Setting::Reward, reward(2, 1, 100)),
        (Setting::Reward, reward(1, 1, 1_001)),
        (Setting::Gate, no_address),
        (Setting::Guardian, no_address),
        (Setting::Registry, B256::ZERO),
    ];
    for (setting, value) in refused {
        let error = Abi::InvalidSetting {
            setting: uint(setting as u128),
            value,
        };
        scene
            .vault
            .contract
            .refuses(DEPLOYER, &configure(setting, value), &error);
    }
    scene.vault.configure(Setting::Terms, fee.word());
    let setting = uint(Setting::Terms as u128);
    assert_eq!(
        scene.vault.contract.ask(&Abi::settingCall { setting }),
        fee.word()
    );
}

#[test]
fn there_is_no_setting_seven() {
    let scene = Scene::new();
    let (setting, value) = (uint(7), B256::ZERO);
    let error = Abi::InvalidSetting { setting, value };
    let call = Abi::configureCall { setting, value };
    scene.vault.contract.refuses(DEPLOYER, &call, &error);
}

#[test]
fn the_registry_is_set_once() {
    let scene = Scene::new();
    scene.vault.configure(Setting::Registry, word(BOB));
    assert_eq!(scene.vault.contract.ask(&Abi::registryCall {}), BOB);
    let setting = uint(Setting::Registry as u128);
    let error = Abi::InvalidSetting {
        setting,
        value: word(CAROL),
    };
    let call = configure(Setting::Registry, word(CAROL));
    scene.vault.contract.refuses(DEPLOYER, &call, &error);
}

#[test]
fn only_the_authority_configures() {
    let scene = Scene::new();
    let error = Abi::Unauthorized { caller: MALLORY };
    for setting in [
        Setting::Cap,
        Setting::Terms,
        Setting::Gate,
        Setting::Registry,
    ] {
        let call = configure(setting, word(MALLORY));
        scene.vault.contract.refuses(MALLORY, &call, &error);
    }
}

#[test]
fn the_guardian_stops_and_the_authority_starts() {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 100, ALICE);
    scene.vault.configure(Setting::Guardian, word(BOB));
    let vault = &scene.vault.contract;
    let (stop, start) = (
        Abi::stopDepositsCall { stopped: true },
        Abi::stopDepositsCall { stopped: false },
    );
    vault.refuses(MALLORY, &stop, &Abi::Unauthorized { caller: MALLORY });
    vault.send(BOB, &stop);
    assert!(vault.ask(&Abi::depositsStoppedCall {}));
    assert_eq!(vault.ask(&maxDepositCall { receiver: ALICE }), U256::ZERO);
    vault.revert_data(ALICE, &deposit(1, ALICE));
    vault.revert_data(ALICE, &mint(SHARE_UNITS, ALICE));
    scene.vault.withdraw(ALICE, 50);
    vault.refuses(BOB, &start, &Abi::Unauthorized { caller: BOB });
    vault.send(DEPLOYER, &start);
    scene.vault.deposit(ALICE, 1, ALICE);
}

#[test]
fn the_authority_hands_over_in_two_steps() {
    let scene = Scene::new();
    let vault = &scene.vault.contract;
    let (accept, offer) = (
        Abi::acceptAuthorityCall {},
        Abi::transferAuthorityCall { to: BOB },
    );
    vault.refuses(MALLORY, &offer, &Abi::Unauthorized { caller: MALLORY });
    vault.send(DEPLOYER, &offer);
    assert_eq!(vault.ask(&Abi::pendingAuthorityCall {}), BOB);
    assert_eq!(vault.ask(&Abi::authorityCall {}), DEPLOYER);
    vault.refuses(MALLORY, &accept, &Abi::Unauthorized { caller: MALLORY });
    vault.send(BOB, &accept);
    assert_eq!(vault.ask(&Abi::authorityCall {}), BOB);
    assert_eq!(vault.ask(&Abi::pendingAuthorityCall {}), Address::ZERO);
    vault.refuses(BOB, &accept, &Abi::Unauthorized { caller: BOB });
    let call = configure(Setting::Cap, B256::ZERO);
    vault.refuses(DEPLOYER, &call, &Abi::Unauthorized { caller: DEPLOYER });
    vault.send(BOB, &call);
}

/// The token, which knows no `mayHold`, plays a gate that answers nobody.
#[test]
fn a_gate_keeps_newcomers_out_and_nobody_in() {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 100, ALICE);
    let vault = &scene.vault.contract;
    let gate = token(&scene.chain, PeerToken::OpenZeppelin).address;
    scene.vault.configure(Setting::Gate, word(gate));
    let closed = |account| Abi::GateClosed { account };
    vault.refuses(ALICE, &deposit(1, ALICE), &closed(ALICE));
    vault.refuses(ALICE, &deposit(1, BOB), &closed(BOB));
    assert_eq!(vault.ask(&maxDepositCall { receiver: ALICE }), U256::ZERO);
    assert_eq!(vault.ask(&maxMintCall { receiver: ALICE }), U256::ZERO);
    let give = |to| transferCall {
        to,
        value: uint(SHARE_UNITS),
    };
    vault.refuses(ALICE, &give(CAROL), &closed(CAROL));
    scene.vault.withdraw(ALICE, 10);
    scene.vault.configure(Setting::Gate, B256::ZERO);
    vault.send(ALICE, &give(CAROL));
    scene.vault.configure(Setting::Gate, word(gate));
    vault.send(ALICE, &give(CAROL));
    scene.vault.redeem_all(CAROL);
}

#[test]
fn somebody_must_govern() {
    let scene = Scene::new();
    let mut plan = ballast_client::deploy::Plan::new("nobody");
    let constructor = Abi::constructorCall {
        asset: scene.token.address,
        name: "V".to_owned(),
        symbol: "V".to_owned(),
        decimalsOffset: 3,
        authority: Address::ZERO,
    };
    let code = ballast_artifacts::VAULT.code;
    plan.add("vault", code, &constructor, false).unwrap();
    assert!(scene.chain.deploy(&plan).is_err());
}
