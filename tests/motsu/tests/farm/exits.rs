//! Exits that need the strategies.

use alloy_primitives::U256;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::vault::Vault as VaultAbi;

use super::*;

/// 1,000 idle, 6,000 with the first strategy, 3,000 with the second; the first is asked first.
fn lent() -> Farm {
    let farm = Farm::new();
    farm.move_debt(&farm.first, 6_000 * UNIT).unwrap();
    farm.move_debt(&farm.second, 3_000 * UNIT).unwrap();
    farm.queue(&[&farm.first, &farm.second]);
    farm
}

#[test]
fn what_is_idle_is_paid_first_and_then_the_queue() {
    let farm = lent();
    // What is withdrawn, and what the strategies owe afterwards.
    let table = [
        (1_000, 6_000, 3_000),
        (500, 5_500, 3_000),
        (6_000, 0, 2_500),
        (2_500, 0, 0),
    ];
    let mut left = STAKE;
    for (assets, first, second) in table {
        left -= assets * UNIT;
        farm.vault
            .call(ALICE, &withdraw(assets * UNIT, &[]))
            .unwrap();
        assert_eq!(farm.debt(&farm.first), number(first * UNIT));
        assert_eq!(farm.debt(&farm.second), number(second * UNIT));
        assert_eq!(farm.assets(), number(left));
        assert_eq!(farm.tokens_of(ALICE), number(STAKE - left));
    }
}

#[test]
fn the_leaver_names_strategies_in_an_order() {
    let farm = lent();
    let call = withdraw(2_000 * UNIT, &[&farm.second]);
    farm.vault.call(ALICE, &call).unwrap();
    assert_eq!(farm.debt(&farm.first), number(6_000 * UNIT));
    assert_eq!(farm.debt(&farm.second), number(2_000 * UNIT));
    // The named one has 2,000 and nothing is idle: the queue is not asked.
    let outcome = farm
        .vault
        .call(ALICE, &withdraw(2_001 * UNIT, &[&farm.second]));
    let error = VaultAbi::InsufficientLiquidity {
        claim: number(2_001 * UNIT),
        met: number(2_000 * UNIT),
    };
    refused(outcome, &error);
    let call = withdraw(3_000 * UNIT, &[&farm.second, &farm.first]);
    farm.vault.call(ALICE, &call).unwrap();
    assert_eq!(farm.debt(&farm.first), number(5_000 * UNIT));
    assert_eq!(farm.debt(&farm.second), U256::ZERO);
}

#[test]
fn the_limit_is_what_a_venue_that_is_short_can_pay() {
    let farm = Farm::new();
    farm.move_debt(&farm.first, 6_000 * UNIT).unwrap();
    farm.queue(&[&farm.first]);
    farm.drain_venue(4_000 * UNIT);
    let owner = ALICE;
    let max = IERC4626::maxWithdrawCall { owner };
    assert_eq!(farm.vault.call(BOB, &max), Ok(number(6_000 * UNIT)));
    let error = VaultAbi::InsufficientLiquidity {
        claim: number(6_000 * UNIT + 1),
        met: number(6_000 * UNIT),
    };
    let above = withdraw(6_000 * UNIT + 1, &[]);
    refused(farm.vault.call(ALICE, &above), &error);
    let call = withdraw(6_000 * UNIT, &[]);
    farm.vault.call(ALICE, &call).unwrap();
    assert_eq!(farm.debt(&farm.first), number(4_000 * UNIT));
}

#[test]
fn the_leaver_bears_the_part_of_a_loss_that_is_pulled() {
    let farm = Farm::new();
    farm.move_debt(&farm.first, STAKE).unwrap();
    farm.queue(&[&farm.first]);
    farm.lose(STAKE / 10);
    let mut call = withdraw(STAKE / 20 * 9, &[]);
    let outcome = farm.vault.call(ALICE, &call);
    let selector = <VaultAbi::LossExceeded as SolError>::SELECTOR;
    assert_eq!(outcome.unwrap_err()[..4], selector);
    call.maxLossBps = number(1_001);
    farm.vault.call(ALICE, &call).unwrap();
    near(farm.tokens_of(ALICE), STAKE / 20 * 9);
    // By the books those who stay have as much a share as before.
    near(farm.assets(), STAKE / 2);
    near(farm.debt(&farm.first), STAKE / 2);
}

#[test]
fn in_kind_pays_a_part_of_what_is_idle_and_of_every_receipt() {
    let farm = lent();
    farm.drain_venue(9_000 * UNIT);
    let call = VaultAbi::redeemInKindCall {
        shares: number(STAKE / 4 * SHARE_UNITS),
        receiver: BOB,
        owner: ALICE,
        strategies: vec![],
    };
    let needed = call.shares;
    let error = IERC20::ERC20InsufficientAllowance {
        spender: BOB,
        allowance: U256::ZERO,
        needed,
    };
    refused(farm.vault.call(BOB, &call), &error);
    near(farm.vault.call(ALICE, &call).unwrap(), 250 * UNIT);
    near(farm.tokens_of(BOB), 250 * UNIT);
    let account = BOB;
    let receipts = IERC20::balanceOfCall { account };
    let shares = farm.venue.call(BOB, &receipts).unwrap();
    let convert = IERC4626::convertToAssetsCall { shares };
    near(farm.venue.call(BOB, &convert).unwrap(), 2_250 * UNIT);
    near(farm.debt(&farm.first), 4_500 * UNIT);
    near(farm.debt(&farm.second), 2_250 * UNIT);
    assert!(number(STAKE / 4 * 3) <= farm.assets());
}
