//! A venue that refuses.

use alloy_primitives::U256;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::registry::IRegistry::{self as Abi, Status};
use ballast_abi::vault::Vault as VaultAbi;
use ballast_motsu_testkit::set_refusing;

use super::*;

/// 4,000 idle, 6,000 with a strategy.
fn lent() -> Farm {
    let farm = Farm::new();
    farm.move_debt(&farm.first, 6_000 * UNIT).unwrap();
    farm.queue(&[&farm.first]);
    farm
}

fn probe(farm: &Farm) -> Result<Status, Vec<u8>> {
    let strategy = farm.first.address();
    farm.registry.call(MALLORY, &Abi::probeCall { strategy })
}

fn quarantined(farm: &Farm) -> [U256; 2] {
    let vault = farm.vault.call(BOB, &VaultAbi::quarantinedCall {});
    [vault.unwrap(), farm.ask(&Abi::quarantinedCall {})]
}

#[test]
fn a_failure_stops_entries_until_the_next_answer() {
    let farm = lent();
    set_refusing(farm.venue.address(), true);
    assert_eq!(farm.harvest(&farm.first), (U256::ZERO, U256::ZERO));
    assert_eq!(farm.record(&farm.first).status, Status::Quarantined);
    assert_eq!(quarantined(&farm), [number(1); 2]);
    assert_eq!(farm.assets(), number(STAKE));
    let error = IERC4626::ERC4626ExceededMaxDeposit {
        receiver: BOB,
        assets: number(UNIT),
        max: U256::ZERO,
    };
    refused(farm.deposit(BOB, UNIT), &error);
    let strategy = farm.first.address();
    let error = Abi::WrongStatus {
        strategy,
        status: Status::Quarantined,
    };
    refused(farm.move_debt(&farm.first, 7_000 * UNIT), &error);
    let harvest = Abi::harvestCall { strategy };
    refused(farm.registry.call(MALLORY, &harvest), &error);
    // Exits go on with what is idle.
    farm.vault
        .call(ALICE, &withdraw(4_000 * UNIT, &[]))
        .unwrap();
    assert_eq!(probe(&farm), Ok(Status::Quarantined));

    set_refusing(farm.venue.address(), false);
    assert_eq!(probe(&farm), Ok(Status::Active));
    assert_eq!(quarantined(&farm), [U256::ZERO; 2]);
    farm.deposit(BOB, UNIT).unwrap();
    farm.vault
        .call(ALICE, &withdraw(6_000 * UNIT, &[]))
        .unwrap();
    assert_eq!(farm.tokens_of(ALICE), number(STAKE));
}

#[test]
fn a_loss_is_looked_at_for_a_day() {
    let mut farm = lent();
    farm.put_to_work();
    farm.pass(SEASON);
    farm.lose(600 * UNIT);
    assert_eq!(probe(&farm), Ok(Status::Quarantined));
    farm.earn(600 * UNIT);
    let until = number(farm.now + 86_400);
    let error = Abi::QuarantineLasts { until };
    farm.pass(86_399);
    refused(probe(&farm), &error);
    farm.pass(1);
    assert_eq!(probe(&farm), Ok(Status::Active));
    let changes = farm.registry.events::<Abi::StatusChanged>();
    let last: Vec<_> = changes
        .iter()
        .rev()
        .take(2)
        .map(|change| change.to)
        .collect();
    assert_eq!(last, [Status::Active, Status::Quarantined]);
}

#[test]
fn a_revocation_books_what_is_lost() {
    let farm = lent();
    set_refusing(farm.venue.address(), true);
    assert_eq!(probe(&farm), Ok(Status::Quarantined));
    let strategy = farm.first.address();
    let exit = Abi::emergencyExitCall { strategy };
    let error = Abi::StrategyFailed { strategy };
    refused(farm.registry.call(AUTHORITY, &exit), &error);
    farm.govern(&Abi::revokeCall { strategy });
    assert_eq!(farm.assets(), number(4_000 * UNIT));
    assert_eq!(farm.record(&farm.first).status, Status::Unknown);
    assert_eq!(quarantined(&farm), [U256::ZERO; 2]);
    farm.deposit(BOB, UNIT).unwrap();
}

#[test]
fn an_emergency_exit_takes_what_can_be_had() {
    let farm = lent();
    farm.drain_venue(2_000 * UNIT);
    let strategy = farm.first.address();
    let paid = farm.govern(&Abi::emergencyExitCall { strategy });
    near(paid, 4_000 * UNIT);
    near(farm.debt(&farm.first), 2_000 * UNIT);
    assert_eq!(farm.record(&farm.first).status, Status::Retired);
    assert_eq!(farm.assets(), number(STAKE));
}
