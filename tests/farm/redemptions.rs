//! Redemptions in epochs

mod interface;

use alloy_primitives::U256;
use alloy_sol_types::SolError;
use ballast_abi::erc20::IERC20::transferCall;
use ballast_abi::redemptions::{
    IERC7540Claim, IERC7540Operator, IERC7887Redeem, Redemptions as Abi,
};
use ballast_abi::vault::Vault as VaultAbi;
use ballast_tests::redemptions::{
    COLLECT, Epochs, NOTICE, cancel, claim, request, settle, take_back,
};
use ballast_tests::{
    ALICE, BOB, CAROL, FUNDS, MALLORY, Mode, SHARE_UNITS, STAKE, TOKEN, near, uint,
};

const ALL: u128 = STAKE * SHARE_UNITS;

fn should_settle(stage: &Epochs) -> bool {
    stage.contract.ask(&Abi::shouldSettleCall {})
}

fn refuses_to_settle(stage: &Epochs, error: &impl SolError) {
    stage.contract.refuses(MALLORY, &settle(), error);
}

#[test]
fn a_request_goes_from_pending_to_claimable_to_paid() {
    let stage = Epochs::new();
    let (scene, none) = (&stage.farm.scene, U256::ZERO);
    refuses_to_settle(&stage, &Abi::NothingRequested {});
    let asked = stage.request(ALICE, STAKE);
    assert_eq!(asked.returned, uint(1));
    assert_eq!(scene.vault.shares_of(ALICE), none);
    assert_eq!(stage.states(1, ALICE), [uint(ALL), none, none]);
    assert!(!should_settle(&stage));
    stage.contract.revert_data(MALLORY, &settle());

    scene.pass(COLLECT);
    scene.fund(MALLORY, 1);
    assert!(should_settle(&stage));
    stage.settle();
    assert_eq!(stage.live(), (2, 1));
    assert!(!should_settle(&stage));
    stage.contract.revert_data(MALLORY, &settle());

    scene.pass(NOTICE);
    scene.fund(MALLORY, 1);
    assert!(should_settle(&stage));
    let settled = stage.settle();
    assert_eq!(settled.returned.shares, uint(ALL));
    assert_eq!(settled.returned.assets, uint(STAKE));
    assert_eq!(stage.live(), (2, 0));
    assert_eq!(stage.states(1, ALICE), [none, uint(ALL), none]);
    assert_eq!(stage.max_withdraw(ALICE), uint(STAKE));

    let call = claim(uint(ALL), ALICE, ALICE);
    let paid = stage.contract.send(ALICE, &call);
    assert_eq!(paid.returned, uint(STAKE));
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS));
    assert_eq!(stage.states(1, ALICE), [none; 3]);
    assert_eq!(scene.tokens_of(stage.contract.address), none);
    assert_eq!(scene.vault.shares_of(stage.contract.address), none);
}

#[test]
fn an_illiquid_strategy_is_waited_for_and_all_share_what_it_frees() {
    let stage = Epochs::new();
    stage.request(ALICE, STAKE);
    stage.request(BOB, STAKE / 2);
    stage.hostile.set(Mode::Illiquid);
    stage.close();
    let pending = uint(ALL / 2 * 3);
    let offered = U256::ZERO;
    refuses_to_settle(&stage, &Abi::NothingPayable { pending, offered });

    stage.free(STAKE / 2);
    assert_eq!(stage.settle().returned.assets, uint(STAKE / 2));
    near(stage.max_withdraw(ALICE), STAKE / 3, 1);
    near(stage.max_withdraw(BOB), STAKE / 6, 1);
    near(stage.claim(ALICE), STAKE / 3, 1);
    // Carol came later, and does not share.
    stage.request(CAROL, STAKE);
    stage.free(STAKE / 4);
    stage.settle();
    near(stage.max_withdraw(ALICE), STAKE / 6, 1);
    near(stage.max_withdraw(BOB), STAKE / 4, 1);
    assert_eq!(stage.max_withdraw(CAROL), U256::ZERO);
    assert_eq!(stage.live(), (2, 1));

    stage.hostile.set(Mode::Honest);
    stage.settle();
    assert_eq!(stage.live(), (2, 0));
    stage.claim(BOB);
    stage.claim(ALICE);
    let tokens = |who| stage.farm.scene.tokens_of(who);
    near(tokens(ALICE), FUNDS, 3);
    near(tokens(BOB), FUNDS - STAKE / 2, 3);
    // Each payment may cost them a unit, which stays in the vault; the last to claim takes what
    // rounding left here.
    near(tokens(ALICE) + tokens(BOB), 2 * FUNDS - STAKE / 2, 3);
    assert_eq!(tokens(stage.contract.address), U256::ZERO);
}

#[test]
fn a_loss_before_settlement_is_borne_by_leavers_and_stayers_alike() {
    let stage = Epochs::new();
    stage.request(ALICE, STAKE);
    stage.close();
    stage.hostile.lose(3 * STAKE / 20);
    stage.farm.harvest(MALLORY, stage.hostile.address());
    stage.settle();
    near(stage.claim(ALICE), STAKE / 20 * 19, 2);
    near(
        stage.farm.scene.vault.redeem_all(BOB).returned,
        STAKE / 20 * 19,
        2,
    );
}

#[test]
fn a_loss_beyond_the_bound_is_not_accepted_and_the_rest_is_paid() {
    let stage = Epochs::new();
    stage.request(ALICE, STAKE);
    stage.close();
    stage.free(STAKE / 5);
    stage.hostile.set(Mode::Honest);
    stage.hostile.lose(STAKE / 4);
    // At any loss the vault offers all; at one percent only what is idle, and what loses no more
    // than rounding may.
    let settled = stage.settle().returned;
    near(settled.shares, ALL / 5, 200 * SHARE_UNITS);
    near(settled.assets, STAKE / 5, 200);
    let reason = stage.contract.revert_data(MALLORY, &settle());
    let selector = VaultAbi::LossExceeded::SELECTOR;
    assert_eq!(reason[..4], selector);
    stage.farm.harvest(MALLORY, stage.hostile.address());
    stage.settle();
    assert_eq!(stage.live(), (2, 0));
    let rest = STAKE / 5 * 4;
    // A quarter of a stake was lost while 2.8 were left.
    near(stage.claim(ALICE), STAKE / 5 + rest - rest * 25 / 280, 20);
}

#[test]
fn a_cancelled_request_gives_shares_back_at_once() {
    let stage = Epochs::new();
    let (scene, none) = (&stage.farm.scene, U256::ZERO);
    stage.request(BOB, STAKE);
    stage.contract.send(BOB, &cancel(1, BOB));
    assert_eq!(stage.states(1, BOB), [none, none, uint(ALL)]);
    let pending = IERC7887Redeem::pendingCancelRedeemRequestCall {
        requestId: uint(1),
        controller: BOB,
    };
    assert!(!stage.contract.ask(&pending));
    stage.contract.send(BOB, &take_back(1, BOB, BOB));
    assert_eq!(scene.vault.shares_of(BOB), uint(ALL));
    let again = Abi::ZeroShares {};
    stage.contract.refuses(BOB, &take_back(1, BOB, BOB), &again);
    stage.contract.refuses(BOB, &cancel(1, BOB), &again);
    stage.contract.refuses(BOB, &cancel(2, BOB), &again);
    refuses_to_settle(&stage, &Abi::NothingRequested {});
}

#[test]
fn who_cancels_half_way_keeps_what_was_paid_and_harms_nobody() {
    let stage = Epochs::new();
    stage.request(ALICE, STAKE);
    stage.request(CAROL, STAKE);
    stage.close();
    stage.free(STAKE);
    stage.settle();
    stage.contract.send(CAROL, &cancel(1, CAROL));
    // The vault burns as many shares as it may for what it pays: some units more than half.
    let half = ALL / 2;
    let [pending, claimable, cancelled] = stage.states(1, CAROL);
    assert_eq!((pending, claimable + cancelled), (U256::ZERO, uint(ALL)));
    near(cancelled, half, SHARE_UNITS);
    // Rounded down for Carol, so that Alice has a unit more.
    near(stage.max_redeem(ALICE), claimable.to(), 1);
    let left = stage.states(1, ALICE)[0];
    near(left, cancelled.to(), 1);
    assert_eq!(stage.claim(CAROL), uint(STAKE / 2));
    stage.hostile.set(Mode::Honest);
    assert_eq!(stage.settle().returned.shares, left);
    near(stage.claim(ALICE), STAKE, 1);
    stage.contract.send(CAROL, &take_back(1, CAROL, CAROL));
    assert_eq!(stage.farm.scene.vault.shares_of(CAROL), cancelled);
}

#[test]
fn an_epoch_that_all_have_left_ends() {
    let stage = Epochs::new();
    stage.request(ALICE, STAKE);
    stage.close();
    stage.contract.send(ALICE, &cancel(1, ALICE));
    assert_eq!(stage.live(), (2, 0));
    refuses_to_settle(&stage, &Abi::NothingRequested {});
}

#[test]
fn what_is_worth_nothing_goes_back() {
    let stage = Epochs::new();
    stage.request(ALICE, STAKE);
    stage.close();
    stage.hostile.lose(3 * STAKE);
    stage.farm.harvest(MALLORY, stage.hostile.address());
    stage.settle();
    assert_eq!(stage.live(), (2, 0));
    assert_eq!(stage.states(1, ALICE), [U256::ZERO, U256::ZERO, uint(ALL)]);
    stage.contract.send(ALICE, &take_back(1, ALICE, ALICE));
    assert_eq!(stage.farm.scene.vault.shares_of(ALICE), uint(ALL));
    assert_eq!(stage.states(1, ALICE), [U256::ZERO; 3]);
}

#[test]
fn what_several_epochs_paid_is_one_pot() {
    let stage = Epochs::new();
    for id in 1..=3 {
        assert_eq!(stage.request(ALICE, STAKE / 4).returned, uint(id));
        stage.request(BOB, STAKE / 8);
        stage.close();
        stage.settle();
    }
    let three = uint(ALL / 4 * 3);
    let claimable = [1, 2, 3].map(|id| stage.states(id, ALICE)[1]);
    assert_eq!(claimable, [U256::ZERO, U256::ZERO, three]);
    assert_eq!(stage.max_redeem(ALICE), three);
    assert_eq!(stage.claim(ALICE), uint(STAKE / 4 * 3));
    assert_eq!(stage.claim(BOB), uint(STAKE / 8 * 3));
    for id in 1..=3 {
        let epoch = stage.contract.ask(&Abi::epochCall { id: uint(id) });
        assert_eq!(epoch.requested, U256::ZERO);
        assert_eq!(epoch.settledAssets, U256::ZERO);
    }
}

#[test]
fn a_claim_in_assets_is_exact_and_one_more_fails() {
    let stage = Epochs::new();
    stage.request(ALICE, STAKE);
    stage.close();
    stage.settle();
    let withdraw = |assets: u128| IERC7540Claim::withdrawCall {
        assets: uint(assets),
        receiver: BOB,
        controller: ALICE,
    };
    let error = IERC7540Claim::ERC4626ExceededMaxWithdraw {
        owner: ALICE,
        assets: uint(STAKE + 1),
        max: uint(STAKE),
    };
    stage.contract.refuses(ALICE, &withdraw(STAKE + 1), &error);
    let error = IERC7540Claim::ERC4626ExceededMaxRedeem {
        owner: ALICE,
        shares: uint(ALL + 1),
        max: uint(ALL),
    };
    let call = claim(uint(ALL + 1), ALICE, ALICE);
    stage.contract.refuses(ALICE, &call, &error);
    let call = claim(U256::ONE, ALICE, ALICE);
    stage.contract.refuses(ALICE, &call, &Abi::ZeroAssets {});
    for receiver in [Default::default(), stage.contract.address] {
        let call = claim(uint(ALL), receiver, ALICE);
        let error = Abi::InvalidReceiver { receiver };
        stage.contract.refuses(ALICE, &call, &error);
    }
    let shares = stage.contract.send(ALICE, &withdraw(TOKEN)).returned;
    assert_eq!(shares, uint(TOKEN * SHARE_UNITS));
    assert_eq!(stage.max_withdraw(ALICE), uint(STAKE - TOKEN));
    stage.contract.send(ALICE, &withdraw(STAKE - TOKEN));
    let bob = stage.farm.scene.tokens_of(BOB);
    assert_eq!(bob, uint(FUNDS));
    assert_eq!(stage.max_redeem(ALICE), U256::ZERO);
}

#[test]
fn an_operator_acts_for_a_controller_until_dismissed() {
    let stage = Epochs::new();
    let set = |approved| IERC7540Operator::setOperatorCall {
        operator: MALLORY,
        approved,
    };
    let ask = || IERC7540Operator::isOperatorCall {
        controller: ALICE,
        operator: MALLORY,
    };
    assert!(!stage.contract.ask(&ask()));
    assert!(stage.contract.send(ALICE, &set(true)).returned);
    assert!(stage.contract.ask(&ask()));
    let call = request(STAKE / 2, ALICE, ALICE);
    stage.contract.send(MALLORY, &call);
    stage.contract.send(MALLORY, &cancel(1, ALICE));
    stage.contract.send(MALLORY, &take_back(1, ALICE, ALICE));
    stage.contract.send(MALLORY, &call);
    stage.close();
    stage.settle();
    let call = claim(uint(ALL / 2), ALICE, ALICE);
    stage.contract.send(ALICE, &set(false));
    let error = Abi::Unauthorized {
        caller: MALLORY,
        account: ALICE,
    };
    stage.contract.refuses(MALLORY, &call, &error);
    stage.contract.send(ALICE, &set(true));
    stage.contract.send(MALLORY, &call);
    assert_eq!(stage.farm.scene.tokens_of(ALICE), uint(FUNDS - STAKE / 2));
}

#[test]
fn gifts_change_nothing() {
    let stage = Epochs::new();
    let (scene, to) = (&stage.farm.scene, stage.contract.address);
    let gift = uint(ALL / 10);
    let give = || {
        scene
            .vault
            .contract
            .send(CAROL, &transferCall { to, value: gift });
        scene.fund(to, TOKEN);
    };
    give();
    stage.request(ALICE, STAKE);
    give();
    stage.close();
    give();
    let settled = stage.settle().returned;
    assert_eq!((settled.shares, settled.assets), (uint(ALL), uint(STAKE)));
    give();
    assert_eq!(stage.claim(ALICE), uint(STAKE));
    assert_eq!(scene.vault.shares_of(to), uint(ALL / 10 * 4));
    assert_eq!(scene.tokens_of(to), uint(4 * TOKEN));
}
