//! When the pool gives less than is asked, or nothing

use alloy_primitives::U256;
use ballast_abi::erc4626::IERC4626::{maxRedeemCall, maxWithdrawCall};
use ballast_abi::registry::IRegistry::{self as Abi, Status};
use ballast_abi::vault::Vault;
use ballast_tests::{ALICE, BOB, DEPLOYER, STAKE, TOKEN, redeem, uint, withdraw};

use super::{LENT, Stage};

/// What lies in the vault.
const IDLE: u128 = STAKE - LENT;

impl Stage {
    /// Alice's largest exits pass, and more is refused; nobody is put into quarantine.
    fn limits_are_true(&self, assets: U256) {
        let vault = &self.farm.scene.vault.contract;
        let owner = ALICE;
        assert_eq!(vault.ask(&maxWithdrawCall { owner }), assets);
        let shares = vault.ask(&maxRedeemCall { owner });
        let assets: u128 = assets.to();
        let (claim, met) = (uint(assets + 1), uint(assets));
        let error = Vault::InsufficientLiquidity { claim, met };
        vault.refuses(ALICE, &withdraw(assets + 1, ALICE, ALICE), &error);
        vault.revert_data(ALICE, &redeem(shares.to::<u128>() + 1, ALICE, ALICE));

        let node = self.farm.scene.chain.node();
        let snapshot = node.snapshot();
        self.farm.scene.vault.withdraw(ALICE, assets);
        node.revert(snapshot);
        let snapshot = node.snapshot();
        let done = self.farm.scene.vault.redeem(ALICE, shares.to());
        assert_eq!(done.returned, uint(assets));
        assert_eq!(self.farm.status(self.strategy.address), Status::Active);
        node.revert(snapshot);
    }

    fn lends_no_more(&self) {
        let strategy = self.strategy.address;
        let target = uint(LENT + TOKEN);
        let call = Abi::moveDebtCall { strategy, target };
        let error = Abi::StrategyFailed { strategy };
        self.farm.registry.refuses(DEPLOYER, &call, &error);
    }
}

#[test]
fn exits_are_as_large_as_what_nobody_has_borrowed() {
    let stage = Stage::new();
    let left = 2_000 * TOKEN;
    stage.aave.borrow(BOB, LENT - left);
    assert_eq!(stage.liquid(), uint(left));
    stage.limits_are_true(uint(IDLE + left));
    // A debt that is called in is paid as far as it goes.
    assert_eq!(
        stage.farm.move_debt(stage.strategy.address, 0),
        uint(LENT - left)
    );
    assert_eq!(stage.liquid(), U256::ZERO);
    // And the rest once it is there.
    stage.aave.repay(BOB, 2 * LENT);
    let none = stage.farm.move_debt(stage.strategy.address, 0);
    assert_eq!(none, U256::ZERO);
}

/// Newer pools count what they have themselves: a gift to the aToken does not help them to pay.
#[test]
fn exits_are_as_large_as_what_a_newer_pool_counts() {
    let stage = Stage::new();
    let left = 2_000 * TOKEN;
    stage.aave.borrow(BOB, LENT - left);
    stage.farm.scene.fund(stage.aave.a_token.address, TOKEN);
    assert_eq!(stage.liquid(), uint(left + TOKEN));
    stage.aave.count_virtually(uint(left));
    assert_eq!(stage.liquid(), uint(left));
    stage.limits_are_true(uint(IDLE + left));
}

#[test]
fn a_paused_reserve_pays_nothing_and_is_no_failure() {
    let stage = Stage::new();
    let (farm, strategy) = (&stage.farm, stage.strategy.address);
    stage.aave.pause(true);
    assert_eq!((stage.worth(), stage.liquid()), (uint(LENT), U256::ZERO));
    stage.limits_are_true(uint(IDLE));
    stage.lends_no_more();
    assert_eq!(farm.move_debt(strategy, 0), uint(LENT));
    // Whoever gives up on it learns that it does not pay.
    let call = Abi::emergencyExitCall { strategy };
    let error = Abi::StrategyFailed { strategy };
    farm.registry.refuses(DEPLOYER, &call, &error);
    stage.aave.pause(false);
    let paid = farm.scene.vault.redeem_all(ALICE).returned;
    assert_eq!(paid, uint(STAKE));
}

#[test]
fn a_frozen_reserve_takes_nothing_and_pays() {
    let stage = Stage::new();
    stage.aave.freeze(true);
    stage.lends_no_more();
    assert_eq!(stage.liquid(), uint(LENT));
    stage.farm.scene.vault.redeem_all(ALICE);
    assert_eq!(stage.worth(), U256::ZERO);
}

#[test]
fn a_full_reserve_takes_nothing() {
    let stage = Stage::new();
    stage.aave.cap(LENT / TOKEN);
    stage.lends_no_more();
    assert_eq!(stage.farm.debt(stage.strategy.address), uint(LENT));
    assert_eq!(stage.farm.assets(), uint(STAKE));
    stage.aave.cap(LENT / TOKEN + 1);
    stage.farm.move_debt(stage.strategy.address, LENT + TOKEN);
    assert_eq!(stage.worth(), uint(LENT + TOKEN));
}

#[test]
fn an_emergency_exit_takes_what_the_pool_has_left() {
    let stage = Stage::new();
    let (farm, strategy) = (&stage.farm, stage.strategy.address);
    let left = 2_000 * TOKEN;
    stage.aave.borrow(BOB, LENT - left);
    let exit = Abi::emergencyExitCall { strategy };
    assert_eq!(farm.govern(&exit).returned, uint(left));
    assert_eq!(farm.debt(strategy), uint(LENT - left));
    assert_eq!(farm.status(strategy), Status::Retired);
    // With nothing left there is nothing to fail at.
    assert_eq!(farm.govern(&exit).returned, U256::ZERO);
    stage.aave.repay(BOB, 2 * LENT);
    assert_eq!(farm.govern(&exit).returned, uint(LENT - left));
    assert_eq!(stage.worth(), U256::ZERO);
}
