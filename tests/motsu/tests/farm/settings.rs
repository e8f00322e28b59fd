//! The vault's settings, roles, limits and fees.

use alloy_primitives::{B256, U256};
use ballast_abi::erc4626::IERC4626;
use ballast_abi::vault::{IGate, Vault as VaultAbi};
use ballast_motsu_testkit::Foreign;

use super::*;

const GUARDIAN: Address = Address::repeat_byte(0x6d);
const GATE: Address = Address::repeat_byte(0x6a);
const CAP: u64 = 0;
const IDLE_MIN: u64 = 1;
const REWARD: u64 = 3;
const GATE_SETTING: u64 = 4;
const GUARDIAN_SETTING: u64 = 5;

fn set(setting: u64, value: B256) -> VaultAbi::configureCall {
    let setting = number(setting);
    VaultAbi::configureCall { setting, value }
}

pub(super) fn ask<C: SolCall>(farm: &Farm, call: &C) -> C::Return {
    farm.vault.call(MALLORY, call).unwrap()
}

fn max_deposit(farm: &Farm) -> U256 {
    ask(farm, &IERC4626::maxDepositCall { receiver: BOB })
}

fn max_mint(farm: &Farm) -> U256 {
    ask(farm, &IERC4626::maxMintCall { receiver: BOB })
}

/// Fees in a setting: recipient, performance and management in basis points.
fn fees(recipient: Address, performance: u64, management: u64) -> B256 {
    let mut word = terms(0);
    word[..20].copy_from_slice(recipient.as_slice());
    word[20..22].copy_from_slice(&(performance as u16).to_be_bytes());
    word[22..24].copy_from_slice(&(management as u16).to_be_bytes());
    word
}

#[test]
fn settings_are_read_as_they_were_written_and_told() {
    let farm = Farm::new();
    let table = [
        (CAP, B256::from(number(30_000 * UNIT))),
        (IDLE_MIN, B256::from(number(7))),
        (TERMS, fees(BOB, 1_000, 100)),
        (
            REWARD,
            B256::from(U256::from(1) << 136 | U256::from(2) << 16 | U256::from(3)),
        ),
        (GATE_SETTING, GATE.into_word()),
        (GUARDIAN_SETTING, GUARDIAN.into_word()),
    ];
    for (setting, value) in table {
        farm.vault.call(AUTHORITY, &set(setting, value)).unwrap();
        let setting = number(setting);
        assert_eq!(ask(&farm, &VaultAbi::settingCall { setting }), value);
        let told = farm.vault.events::<VaultAbi::Configured>();
        let last = told.last().unwrap();
        assert_eq!((last.setting, last.to), (setting, value));
    }
    assert_eq!(ask(&farm, &VaultAbi::guardianCall {}), GUARDIAN);
    let registry = ask(&farm, &VaultAbi::registryCall {});
    assert_eq!(registry, farm.registry.address());
    // No gate again.
    farm.vault
        .call(AUTHORITY, &set(GATE_SETTING, B256::ZERO))
        .unwrap();
    assert!(U256::ZERO < max_deposit(&farm));
}

#[test]
fn settings_have_bounds() {
    let farm = Farm::new();
    let too_much = B256::from(U256::from(1) << 128);
    let table = [
        (CAP, too_much),
        (IDLE_MIN, too_much),
        (TERMS, fees(BOB, 5_001, 0)),
        (TERMS, fees(BOB, 0, 501)),
        (TERMS, fees(Address::ZERO, 1, 0)),
        (REWARD, B256::from(number(1_001))),
        (REWARD, B256::from(U256::from(1) << 136)),
        (GATE_SETTING, B256::repeat_byte(1)),
        (GUARDIAN_SETTING, B256::repeat_byte(1)),
        // The registry is there already.
        (REGISTRY, BOB.into_word()),
        (7, B256::ZERO),
    ];
    for (setting, value) in table {
        let outcome = farm.vault.call(AUTHORITY, &set(setting, value));
        let setting = number(setting);
        refused(outcome, &VaultAbi::InvalidSetting { setting, value });
        let caller = MALLORY;
        let call = VaultAbi::configureCall { setting, value };
        let outcome = farm.vault.call(MALLORY, &call);
        refused(outcome, &VaultAbi::Unauthorized { caller });
    }
    let (setting, value) = (number(7), B256::ZERO);
    let outcome = farm.vault.call(BOB, &VaultAbi::settingCall { setting });
    refused(outcome, &VaultAbi::InvalidSetting { setting, value });
}

#[test]
fn the_cap_is_what_may_be_in_the_vault() {
    let farm = Farm::new();
    let cap = B256::from(number(STAKE + 5 * UNIT));
    farm.vault.call(AUTHORITY, &set(CAP, cap)).unwrap();
    assert_eq!(max_deposit(&farm), number(5 * UNIT));
    assert_eq!(max_mint(&farm), number(5 * UNIT * SHARE_UNITS));
    farm.deposit(BOB, 5 * UNIT).unwrap();
    assert_eq!(
        (max_deposit(&farm), max_mint(&farm)),
        (U256::ZERO, U256::ZERO)
    );
    let error = IERC4626::ERC4626ExceededMaxMint {
        receiver: BOB,
        shares: number(SHARE_UNITS),
        max: U256::ZERO,
    };
    let mint = IERC4626::mintCall {
        shares: number(SHARE_UNITS),
        receiver: BOB,
    };
    refused(farm.vault.call(BOB, &mint), &error);
}

#[test]
fn the_guardian_stops_and_only_the_authority_allows() {
    let farm = Farm::new();
    let guardian = GUARDIAN.into_word();
    farm.vault
        .call(AUTHORITY, &set(GUARDIAN_SETTING, guardian))
        .unwrap();
    let stop = |stopped| VaultAbi::stopDepositsCall { stopped };
    let refuses = |caller, stopped| {
        let outcome = farm.vault.call(caller, &stop(stopped));
        refused(outcome, &VaultAbi::Unauthorized { caller });
    };
    refuses(MALLORY, true);
    farm.vault.call(GUARDIAN, &stop(true)).unwrap();
    assert!(ask(&farm, &VaultAbi::depositsStoppedCall {}));
    assert_eq!(
        (max_deposit(&farm), max_mint(&farm)),
        (U256::ZERO, U256::ZERO)
    );
    assert!(farm.deposit(BOB, UNIT).is_err());
    refuses(GUARDIAN, false);
    // Who is in may leave.
    farm.vault.call(ALICE, &withdraw(UNIT, &[])).unwrap();
    farm.vault.call(AUTHORITY, &stop(false)).unwrap();
    farm.deposit(BOB, UNIT).unwrap();
}

#[test]
fn the_gate_says_who_may_hold() {
    let farm = Farm::new();
    let _gate = Foreign::place(GATE, |message| {
        let call: IGate::mayHoldCall = message.is().ok_or_else(Vec::new)?;
        Ok(number(u64::from(call.account != MALLORY)).to_be_bytes_vec())
    });
    farm.vault
        .call(AUTHORITY, &set(GATE_SETTING, GATE.into_word()))
        .unwrap();
    farm.deposit(BOB, UNIT).unwrap();
    let error = VaultAbi::GateClosed { account: MALLORY };
    refused(farm.deposit(MALLORY, UNIT), &error);
    let receiver = MALLORY;
    let none = (
        ask(&farm, &IERC4626::maxDepositCall { receiver }),
        ask(&farm, &IERC4626::maxMintCall { receiver }),
    );
    assert_eq!(none, (U256::ZERO, U256::ZERO));
    let (to, value) = (MALLORY, number(1));
    let transfer = IERC20::transferCall { to, value };
    refused(farm.vault.call(ALICE, &transfer), &error);
    // A gate that does not answer keeps everybody out, and nobody in.
    let nowhere = set(GATE_SETTING, Address::repeat_byte(0x6b).into_word());
    farm.vault.call(AUTHORITY, &nowhere).unwrap();
    assert!(farm.deposit(BOB, UNIT).is_err());
    farm.vault.call(ALICE, &withdraw(UNIT, &[])).unwrap();
}

#[test]
fn authority_is_handed_over_in_two_steps() {
    let farm = Farm::new();
    let offer = VaultAbi::transferAuthorityCall { to: ALICE };
    let accept = VaultAbi::acceptAuthorityCall {};
    let refuses = |caller, call: &dyn Fn(Address) -> Option<Vec<u8>>| {
        let error = VaultAbi::Unauthorized { caller };
        assert_eq!(call(caller), Some(error.abi_encode()));
    };
    let offers = |caller| farm.vault.call(caller, &offer).err();
    let accepts = |caller| farm.vault.call(caller, &accept).err();
    refuses(MALLORY, &offers);
    refuses(MALLORY, &accepts);
    farm.vault.call(AUTHORITY, &offer).unwrap();
    assert_eq!(ask(&farm, &VaultAbi::pendingAuthorityCall {}), ALICE);
    refuses(AUTHORITY, &accepts);
    farm.vault.call(ALICE, &accept).unwrap();
    assert_eq!(ask(&farm, &VaultAbi::authorityCall {}), ALICE);
    assert_eq!(
        ask(&farm, &VaultAbi::pendingAuthorityCall {}),
        Address::ZERO
    );
    refuses(AUTHORITY, &offers);
    let [offered] = &farm.vault.events::<VaultAbi::AuthorityOffered>()[..] else {
        panic!("one offer");
    };
    assert_eq!((offered.from, offered.to), (AUTHORITY, ALICE));
    let taken = farm.vault.events::<VaultAbi::AuthorityTransferred>();
    assert_eq!(taken.last().map(|event| event.to), Some(ALICE));
}

#[test]
fn fees_and_the_reward_are_shares() {
    let mut farm = Farm::new();
    farm.vault
        .call(AUTHORITY, &set(TERMS, fees(BOB, 1_000, 0)))
        .unwrap();
    // A hundredth for whoever reports, a token at most.
    let reward = U256::from(UNIT) << 16 | number(100);
    farm.vault
        .call(AUTHORITY, &set(REWARD, B256::from(reward)))
        .unwrap();
    farm.move_debt(&farm.first, 5_000 * UNIT).unwrap();
    farm.put_to_work();
    farm.pass(SEASON);
    farm.earn(200 * UNIT);
    let strategy = farm.first.address();
    let due = farm.ask(&Abi::shouldHarvestCall { strategy });
    assert!(due.due);
    near(due.gain, 200 * UNIT);
    let call = Abi::harvestCall { strategy }.abi_encode();
    assert_eq!(due.call[..], call);
    farm.harvest(&farm.first);
    // Shares at the price before, so that they have their part of the gain.
    let shares = |account| ask(&farm, &IERC20::balanceOfCall { account }) / number(SHARE_UNITS);
    near(shares(BOB), 20 * UNIT);
    near(shares(MALLORY), UNIT);
    let settled = farm.vault.events::<VaultAbi::Settled>();
    let last = settled.last().unwrap();
    assert!(U256::ZERO < last.feeShares && U256::ZERO < last.rewardShares);
}

#[test]
fn the_fee_on_management_runs_by_the_second() {
    let mut farm = Farm::new();
    farm.vault
        .call(AUTHORITY, &set(TERMS, fees(BOB, 0, 500)))
        .unwrap();
    farm.move_debt(&farm.first, STAKE).unwrap();
    let year = 31_536_000;
    farm.pass(year);
    let left = farm.assets();
    // 5 % a year of what is lent.
    assert!(
        left < number(STAKE / 100 * 96) && number(STAKE / 100 * 94) < left,
        "{left}"
    );
    // A change of terms takes what is due so far, and moves no price.
    farm.vault.call(AUTHORITY, &set(TERMS, terms(0))).unwrap();
    assert!(farm.assets().abs_diff(number(STAKE)) <= number(1));
    let shares = ask(&farm, &IERC20::balanceOfCall { account: BOB });
    let fee = ask(&farm, &IERC4626::convertToAssetsCall { shares });
    assert!((fee + left).abs_diff(number(STAKE)) <= number(64));
    farm.pass(year);
    assert!(farm.assets().abs_diff(number(STAKE)) <= number(1));
}
