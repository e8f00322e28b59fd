//! Lending, gains, losses and caps.

use alloy_primitives::{Address, B256, U256};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::registry::IRegistry::{self as Abi, Status};
use ballast_abi::vault::Vault as VaultAbi;

use super::*;

#[test]
fn debt_moves_there_and_back() {
    let farm = Farm::new();
    let venue = farm.venue.address();
    for target in [4_000, 9_000, 1_000, 0] {
        let moved = farm.move_debt(&farm.first, target * UNIT);
        assert_eq!(moved, Ok(number(target * UNIT)));
        assert_eq!(farm.debt(&farm.first), number(target * UNIT));
        assert_eq!(farm.tokens_of(venue), number(target * UNIT));
        assert_eq!(farm.assets(), number(STAKE));
        let allowance = IERC20::allowanceCall {
            owner: farm.first.address(),
            spender: venue,
        };
        assert_eq!(farm.token.call(BOB, &allowance), Ok(U256::ZERO));
    }
    let moves = farm.registry.events::<Abi::DebtMoved>();
    assert_eq!(moves.len(), 4);
    assert_eq!(moves[1].from, number(4_000 * UNIT));
    assert_eq!(moves[1].to, number(9_000 * UNIT));
}

#[test]
fn a_gain_is_booked_and_unlocked_over_time() {
    let mut farm = Farm::new();
    configure(&farm.vault, TERMS, terms(1_000));
    farm.move_debt(&farm.first, 5_000 * UNIT).unwrap();
    farm.put_to_work();
    farm.pass(SEASON);
    farm.earn(100 * UNIT);
    let (gain, loss) = farm.harvest(&farm.first);
    near(gain, 100 * UNIT);
    assert_eq!(loss, U256::ZERO);
    assert_eq!(farm.debt(&farm.first), number(5_000 * UNIT) + gain);
    assert_eq!(farm.assets(), number(STAKE) + gain);
    let shares = number(STAKE * SHARE_UNITS);
    let convert = IERC4626::convertToAssetsCall { shares };
    let worth = |farm: &Farm| farm.vault.call(BOB, &convert).unwrap();
    near(worth(&farm), STAKE);
    farm.pass(500);
    // Half of the locked shares are gone: 10,100 for 10,000 shares and half of the 100.
    let half = worth(&farm);
    assert!(number(STAKE + 49 * UNIT) < half && half < number(STAKE + 51 * UNIT));
    farm.pass(500);
    near(worth(&farm), STAKE + 100 * UNIT);
    farm.pass(1_000);
    near(worth(&farm), STAKE + 100 * UNIT);
}

#[test]
fn a_report_is_taken_within_its_bounds() {
    // What the venue gains or loses for a debt of 1,000, what is booked, and the status then.
    let table = [
        (0, 0, (0, 0), Status::Active),
        (30, 0, (30, 0), Status::Active),
        (80, 0, (50, 0), Status::Active),
        (0, 9, (0, 9), Status::Active),
        (0, 11, (0, 0), Status::Quarantined),
    ];
    for (gain, loss, (booked_gain, booked_loss), status) in table {
        let mut farm = Farm::new();
        farm.move_debt(&farm.first, 1_000 * UNIT).unwrap();
        farm.put_to_work();
        farm.pass(SEASON);
        farm.earn(gain * UNIT);
        farm.lose(loss * UNIT);
        let report = farm.harvest(&farm.first);
        near(report.0, booked_gain * UNIT);
        near(report.1, booked_loss * UNIT);
        assert_eq!(farm.record(&farm.first).status, status);
        near(
            farm.assets(),
            STAKE + booked_gain * UNIT - booked_loss * UNIT,
        );
        let debt = VaultAbi::totalDebtCall {};
        let debt = farm.vault.call(BOB, &debt).unwrap();
        assert_eq!(debt, farm.debt(&farm.first));
    }
}

#[test]
fn a_loss_must_be_reported_before_debt_is_paid_back() {
    let farm = Farm::new();
    farm.move_debt(&farm.first, 1_000 * UNIT).unwrap();
    farm.lose(5 * UNIT);
    let outcome = farm.move_debt(&farm.first, 0);
    let strategy = farm.first.address();
    let worth = ballast_abi::strategy::IStrategy::realAssetsCall {};
    let error = Abi::UnreportedLoss {
        strategy,
        worth: farm.first.call(BOB, &worth).unwrap(),
        debt: number(1_000 * UNIT),
    };
    near(error.worth, 995 * UNIT);
    refused(outcome, &error);
    farm.harvest(&farm.first);
    assert_eq!(farm.move_debt(&farm.first, 0), Ok(U256::ZERO));
}

#[test]
fn caps_hold_for_a_strategy_and_for_its_venue() {
    let farm = Farm::new();
    let strategy = farm.first.address();
    let exceeded = |id: B256, exposure: u64, cap: u64| Abi::CapExceeded {
        id,
        exposure: number(exposure),
        cap: number(cap),
    };
    let cap = number(500);
    farm.govern(&Abi::setCapCall { strategy, cap });
    let outcome = farm.move_debt(&farm.first, 501);
    refused(outcome, &exceeded(strategy.into_word(), 501, 500));
    farm.move_debt(&farm.first, 500).unwrap();

    let id = farm.ask(&Abi::idsOfCall { strategy })[0];
    let both = |absolute: u64, relative_bps: u64| Abi::setIdCapCall {
        id,
        absolute: number(absolute),
        relativeBps: number(relative_bps),
    };
    farm.govern(&both(700, 10_000));
    refused(farm.move_debt(&farm.second, 201), &exceeded(id, 701, 700));
    assert_eq!(farm.debt(&farm.second), U256::ZERO);
    farm.move_debt(&farm.second, 200).unwrap();
    // A hundredth of everything.
    farm.govern(&both(STAKE, 100));
    let second = 100 * UNIT - 500;
    let outcome = farm.move_debt(&farm.second, second + 1);
    refused(outcome, &exceeded(id, 100 * UNIT + 1, 100 * UNIT));
    farm.move_debt(&farm.second, second).unwrap();
}

#[test]
fn the_strategy_obeys_its_registry_alone() {
    use ballast_abi::strategy::IStrategy;
    let farm = Farm::new();
    farm.move_debt(&farm.first, UNIT).unwrap();
    let assets = number(1);
    let table = [
        IStrategy::allocateCall { assets }.abi_encode(),
        IStrategy::deallocateCall { assets }.abi_encode(),
        IStrategy::emergencyExitCall {}.abi_encode(),
        IStrategy::transferInKindCall {
            fraction: assets,
            receiver: MALLORY,
        }
        .abi_encode(),
    ];
    for caller in [MALLORY, AUTHORITY, farm.vault.address(), Address::ZERO] {
        for calldata in &table {
            let outcome = farm.first.send(caller, calldata.clone());
            refused(outcome, &IStrategy::NotRegistry { caller });
        }
    }
    assert_eq!(farm.tokens_of(farm.venue.address()), number(UNIT));
}
