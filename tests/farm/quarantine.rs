//! Strategies that fail

use alloy_primitives::U256;
use ballast_abi::erc4626::IERC4626::maxDepositCall;
use ballast_abi::registry::IRegistry::{self as Abi, Status};
use ballast_abi::vault::Vault;
use ballast_bench::peers::PeerVault;
use ballast_tests::{
    ALICE, BOB, CAROL, Farm, Hostile, MALLORY, Mode, STAKE, TOKEN, deposit, uint, withdraw,
};

const DAY: u64 = 86_400;

/// 1,000 tokens idle, 3,000 with a strategy that does what it is told, 6,000 with a venue; the
/// former first in the queue.
fn farm() -> (Farm, Hostile) {
    let farm = Farm::new();
    let strategy = farm
        .strategy_over(farm.venue(PeerVault::Solady).address)
        .address;
    let hostile = farm.hostile();
    farm.move_debt(hostile.address(), 3_000 * TOKEN);
    farm.move_debt(strategy, 6_000 * TOKEN);
    farm.queue(&[hostile.address(), strategy]);
    (farm, hostile)
}

fn probe(farm: &Farm, hostile: &Hostile) -> Status {
    let strategy = hostile.address();
    farm.registry
        .send(MALLORY, &Abi::probeCall { strategy })
        .returned
}

#[test]
fn an_exit_walks_past_what_fails_and_quarantines_it() {
    for mode in [Mode::Reverts, Mode::BurnsGas, Mode::AnswersShort] {
        let (farm, hostile) = farm();
        hostile.set(mode);
        farm.scene.vault.withdraw(ALICE, 2_000 * TOKEN);
        assert_eq!(
            farm.status(hostile.address()),
            Status::Quarantined,
            "{mode:?}"
        );
        assert_eq!(farm.debt(hostile.address()), uint(3_000 * TOKEN));
        assert_eq!(farm.assets(), uint(STAKE - 2_000 * TOKEN));
        assert_eq!(
            farm.scene.vault.contract.ask(&Vault::quarantinedCall {}),
            uint(1)
        );
        // Entries wait, exits do not.
        let receiver = BOB;
        let max = farm.scene.vault.contract.ask(&maxDepositCall { receiver });
        assert_eq!(max, U256::ZERO);
        farm.scene
            .vault
            .contract
            .revert_data(BOB, &deposit(TOKEN, BOB));
        farm.scene.vault.withdraw(ALICE, 5_000 * TOKEN);
    }
}

#[test]
fn long_answers_cost_a_little_and_stop_nothing() {
    let (farm, hostile) = farm();
    hostile.set(Mode::AnswersLong);
    let done = farm.scene.vault.withdraw(ALICE, 2_000 * TOKEN);
    assert!(
        done.receipt.gas_used() < 5_000_000,
        "{}",
        done.receipt.gas_used()
    );
}

#[test]
fn whoever_gives_too_little_gas_quarantines_nobody() {
    let (farm, hostile) = farm();
    let call = withdraw(2_000 * TOKEN, ALICE, ALICE);
    let vault = farm.scene.vault.contract.address;
    for gas in (150_000..2_200_000).step_by(50_000) {
        let request = alloy_rpc_types_eth::TransactionRequest::default()
            .from(ALICE)
            .to(vault)
            .input(
                alloy_primitives::Bytes::from(alloy_sol_types::SolCall::abi_encode(&call)).into(),
            )
            .gas_limit(gas);
        let snapshot = farm.scene.chain.node().snapshot();
        farm.scene.chain.node().transact(request).unwrap();
        assert_eq!(farm.status(hostile.address()), Status::Active, "{gas}");
        farm.scene.chain.node().revert(snapshot);
    }
}

/// Who can make a strategy fail for a moment must not close the vault for a day.
#[test]
fn anyone_ends_the_quarantine_of_a_failure_once_the_strategy_answers() {
    let (farm, hostile) = farm();
    hostile.set(Mode::Reverts);
    assert_eq!(probe(&farm, &hostile), Status::Quarantined);
    assert_eq!(probe(&farm, &hostile), Status::Quarantined);
    hostile.set(Mode::Honest);
    assert_eq!(probe(&farm, &hostile), Status::Active);
    farm.scene.vault.deposit(BOB, TOKEN, BOB);
}

#[test]
fn anyone_ends_the_quarantine_of_a_loss_after_a_day_if_it_is_made_good() {
    let (farm, hostile) = farm();
    hostile.set(Mode::Belittles);
    assert_eq!(probe(&farm, &hostile), Status::Quarantined);
    let strategy = hostile.address();
    hostile.set(Mode::Honest);
    let data = farm
        .registry
        .revert_data(CAROL, &Abi::probeCall { strategy });
    assert_eq!(
        data[..4],
        <Abi::QuarantineLasts as alloy_sol_types::SolError>::SELECTOR
    );
    farm.scene.pass(DAY);
    assert_eq!(probe(&farm, &hostile), Status::Active);
    assert_eq!(
        farm.scene.vault.contract.ask(&Vault::quarantinedCall {}),
        U256::ZERO
    );
    farm.scene.vault.deposit(BOB, TOKEN, BOB);
}

#[test]
fn a_quarantine_goes_on_while_the_strategy_fails() {
    let (farm, hostile) = farm();
    hostile.lose(1_000 * TOKEN);
    assert_eq!(probe(&farm, &hostile), Status::Quarantined);
    farm.scene.pass(DAY);
    assert_eq!(probe(&farm, &hostile), Status::Quarantined);
    assert_eq!(
        farm.scene.vault.contract.ask(&Vault::quarantinedCall {}),
        uint(1)
    );
}

/// The loss is exactly what the strategy owed.
#[test]
fn a_revocation_books_what_is_lost_and_opens_the_vault() {
    let (farm, hostile) = farm();
    hostile.set(Mode::Reverts);
    probe(&farm, &hostile);
    let strategy = hostile.address();
    farm.govern(&Abi::revokeCall { strategy });
    assert_eq!(farm.assets(), uint(STAKE - 3_000 * TOKEN));
    assert_eq!(farm.status(strategy), Status::Unknown);
    assert_eq!(
        farm.scene.vault.contract.ask(&Vault::quarantinedCall {}),
        U256::ZERO
    );
    farm.scene.vault.deposit(BOB, TOKEN, BOB);
    farm.scene.vault.redeem_all(ALICE);
}

#[test]
fn an_emergency_exit_takes_what_can_be_had() {
    let (farm, hostile) = farm();
    hostile.lose(1_000 * TOKEN);
    probe(&farm, &hostile);
    let strategy = hostile.address();
    let paid = farm.govern(&Abi::emergencyExitCall { strategy }).returned;
    assert_eq!(paid, uint(2_000 * TOKEN));
    assert_eq!(farm.debt(strategy), uint(1_000 * TOKEN));
    assert_eq!(farm.assets(), uint(STAKE));
    farm.govern(&Abi::revokeCall { strategy });
    assert_eq!(farm.assets(), uint(STAKE - 1_000 * TOKEN));
}
