//! Tokens that answer nothing, demand zero allowances, or take a fee

use super::*;

#[test]
fn tethers_way_works_again_and_again() {
    let stage = Stage::over("SilentToken", "SolmateWeth");
    let vault = stage.vault.address();
    for _ in 0..3 {
        let call = deposit(vault, 5_000_000, ALICE, 5_000_000_000);
        stage.router.send(ALICE, &call);
        let call = mint(vault, 2_000_000_000, ALICE, 2_000_000);
        stage.router.send(ALICE, &call);
        stage.assert_clean(vault);
    }
    let call = withdraw(vault, 20_000_000, ALICE, 20_000_000_000);
    stage.router.send(ALICE, &call);
    let call = redeem(vault, 1_000_000_000, ALICE, 1_000_000);
    stage.router.send(ALICE, &call);
    assert_eq!(stage.tokens_of(ALICE), uint(FUNDS));
}

/// Such a token refuses a second allowance while there is a first: one that was left would shut the
/// router out.
#[test]
fn no_allowance_is_left_behind() {
    let stage = Stage::over("SilentToken", "SolmateWeth");
    let hostile = stage.hostile();
    for takes in [0, 50, 99, 100] {
        let configure = hostile::configure(stage.token.address, 1_000, takes, 0);
        hostile.send(DEPLOYER, &configure);
        for _ in 0..2 {
            let before = stage.tokens_of(ALICE);
            let call = deposit(hostile.address, 1_000, ALICE, 0);
            stage.router.send(ALICE, &call);
            let call = mint(hostile.address, 7, ALICE, 1_000);
            let done = stage.router.send(ALICE, &call);
            let taken = uint(u128::from(takes) * 10);
            assert_eq!(done.returned, taken);
            assert_eq!(before - stage.tokens_of(ALICE), taken * uint(2));
            stage.assert_clean(hostile.address);
        }
    }
}

/// 1,000 sent are 990 here, of which the vault gets 981 and, not noticing, gives shares for 990.
#[test]
fn of_a_fee_token_what_arrived_goes_on() {
    let stage = Stage::over("FeeToken", "SolmateWeth");
    let theirs = stage.peer_vault("OpenZeppelinVault");
    let call = deposit(theirs.address(), 1_000, ALICE, 991);
    stage.router.refuses(ALICE, &call, &slippage(990, 991));
    let call = deposit(theirs.address(), 1_000, ALICE, 990);
    assert_eq!(stage.router.send(ALICE, &call).returned, uint(990));
    assert_eq!(stage.tokens_of(theirs.address()), uint(981));
    stage.assert_clean(theirs.address());

    // The receiver gets a hundredth less than the vault pays.
    let call = withdraw(theirs.address(), 100, STRANGER, 1_000);
    stage.router.refuses(ALICE, &call, &slippage(99, 100));
    let held = theirs.shares_of(ALICE);
    let call = redeem(theirs.address(), 200, STRANGER, 1);
    let paid = stage.router.send(ALICE, &call).returned;
    assert_eq!(stage.tokens_of(STRANGER), paid);
    assert_eq!(theirs.shares_of(ALICE), held - uint(200));
}

#[test]
fn an_answer_of_false_is_a_failure() {
    sol! {
        function setRefuses(bool refuses) external;
    }
    let stage = Stage::over("RefusingToken", "SolmateWeth");
    stage.token.send(MALLORY, &setRefusesCall { refuses: true });
    let error = ballast_abi::erc20::ISafeERC20::SafeERC20FailedOperation {
        token: stage.token.address,
    };
    let call = deposit(stage.vault.address(), 1_000, ALICE, 0);
    stage.router.refuses(ALICE, &call, &error);
}
