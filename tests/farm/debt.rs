//! `moveDebt`, and the caps

use alloy_primitives::U256;
use ballast_abi::erc20::IERC20::allowanceCall;
use ballast_abi::registry::IRegistry as Abi;
use ballast_abi::vault::Vault;
use ballast_bench::peers::PeerVault;
use ballast_tests::{ALICE, DEPLOYER, Farm, MALLORY, Mode, STAKE, Setting, TOKEN, near, uint};

fn move_debt(strategy: alloy_primitives::Address, target: u128) -> Abi::moveDebtCall {
    let target = uint(target);
    Abi::moveDebtCall { strategy, target }
}

#[test]
fn lends_and_takes_back_through_other_projects_vaults() {
    for peer in [
        PeerVault::OpenZeppelin,
        PeerVault::Solmate,
        PeerVault::Solady,
    ] {
        let farm = Farm::new();
        let venue = farm.venue(peer);
        let strategy = farm.strategy_over(venue.address).address;
        assert_eq!(farm.move_debt(strategy, 4_000 * TOKEN), uint(4_000 * TOKEN));
        assert_eq!(farm.debt(strategy), uint(4_000 * TOKEN));
        assert_eq!(farm.scene.tokens_of(venue.address), uint(4_000 * TOKEN));
        assert_eq!(farm.assets(), uint(STAKE));
        let (owner, spender) = (strategy, venue.address);
        let left = farm.scene.token.ask(&allowanceCall { owner, spender });
        assert_eq!(left, U256::ZERO);
        assert_eq!(farm.move_debt(strategy, 1_000 * TOKEN), uint(1_000 * TOKEN));
        assert_eq!(farm.move_debt(strategy, 0), U256::ZERO);
        assert_eq!(farm.scene.tokens_of(venue.address), U256::ZERO);
        assert_eq!(
            farm.scene.vault.contract.ask(&Vault::totalIdleCall {}),
            uint(STAKE)
        );
    }
}

#[test]
fn debts_of_vault_and_registry_are_the_same() {
    let farm = Farm::new();
    let one = farm
        .strategy_over(farm.venue(PeerVault::Solady).address)
        .address;
    let other = farm.hostile().address();
    farm.move_debt(one, 3_000 * TOKEN);
    farm.move_debt(other, 2_000 * TOKEN);
    let debt = farm.scene.vault.contract.ask(&Vault::totalDebtCall {});
    assert_eq!(debt, farm.debt(one) + farm.debt(other));
}

#[test]
fn caps_hold_for_a_strategy_and_for_what_it_counts_towards() {
    let farm = Farm::new();
    let venue = farm.venue(PeerVault::Solady).address;
    let (one, other) = (farm.strategy_over(venue), farm.strategy_over(venue));
    let strategy = one.address;
    let cap = uint(500 * TOKEN);
    farm.govern(&Abi::setCapCall { strategy, cap });
    let id = strategy.into_word();
    let exposure = uint(500 * TOKEN + 1);
    let error = Abi::CapExceeded { id, exposure, cap };
    farm.registry
        .refuses(DEPLOYER, &move_debt(strategy, 500 * TOKEN + 1), &error);
    farm.move_debt(strategy, 500 * TOKEN);

    // Both are in one venue, which may have 700.
    let id = farm.registry.ask(&Abi::idsOfCall { strategy })[0];
    let (absolute, full) = (uint(700 * TOKEN), uint(10_000));
    farm.govern(&Abi::setIdCapCall {
        id,
        absolute,
        relativeBps: full,
    });
    let error = Abi::CapExceeded {
        id,
        exposure: uint(701 * TOKEN),
        cap: absolute,
    };
    farm.registry
        .refuses(DEPLOYER, &move_debt(other.address, 201 * TOKEN), &error);
    farm.move_debt(other.address, 200 * TOKEN);

    // Or six hundredths of everything, which is 600.
    let (absolute, part) = (uint(u128::MAX), uint(600));
    farm.govern(&Abi::setIdCapCall {
        id,
        absolute,
        relativeBps: part,
    });
    let seen = farm.registry.ask(&Abi::exposureCall { id });
    assert_eq!((seen.debt, seen.relativeCapBps), (uint(700 * TOKEN), part));
    let call = move_debt(other.address, 200 * TOKEN + 1);
    let (exposure, cap) = (uint(700 * TOKEN + 1), uint(600 * TOKEN));
    farm.registry
        .refuses(DEPLOYER, &call, &Abi::CapExceeded { id, exposure, cap });
    // Less is always allowed.
    farm.move_debt(other.address, 150 * TOKEN);
}

#[test]
fn only_the_allocator_moves_and_only_while_risk_is_welcome() {
    let farm = Farm::new();
    let strategy = farm.hostile().address();
    let call = move_debt(strategy, TOKEN);
    farm.registry
        .refuses(MALLORY, &call, &Abi::Unauthorized { caller: MALLORY });
    farm.govern(&Abi::setAllocatorCall { allocator: MALLORY });
    farm.registry.send(MALLORY, &call);
    farm.govern(&Abi::setSentinelCall { sentinel: ALICE });
    farm.registry
        .send(ALICE, &Abi::stopRiskCall { stopped: true });
    let more = move_debt(strategy, 2 * TOKEN);
    farm.registry
        .refuses(MALLORY, &more, &Abi::RiskIsStopped {});
    farm.registry.send(MALLORY, &move_debt(strategy, 0));
    let again = Abi::stopRiskCall { stopped: false };
    farm.registry
        .refuses(ALICE, &again, &Abi::Unauthorized { caller: ALICE });
}

#[test]
fn the_least_idle_stays() {
    let farm = Farm::new();
    let strategy = farm.hostile().address();
    farm.scene
        .vault
        .configure(Setting::IdleMin, uint(TOKEN).into());
    let (idle, assets) = (uint(STAKE), uint(STAKE - TOKEN + 1));
    let error = Vault::IdleTooLow { idle, assets };
    farm.registry
        .refuses(DEPLOYER, &move_debt(strategy, STAKE - TOKEN + 1), &error);
    farm.move_debt(strategy, STAKE - TOKEN);
}

#[test]
fn an_unreported_loss_must_be_reported_first() {
    let farm = Farm::new();
    let hostile = farm.hostile();
    let strategy = hostile.address();
    farm.move_debt(strategy, 1_000 * TOKEN);
    hostile.lose(TOKEN);
    let (worth, debt) = (uint(999 * TOKEN), uint(1_000 * TOKEN));
    let error = Abi::UnreportedLoss {
        strategy,
        worth,
        debt,
    };
    farm.registry
        .refuses(DEPLOYER, &move_debt(strategy, 0), &error);
    farm.harvest(MALLORY, strategy);
    farm.move_debt(strategy, 0);
    near(farm.assets(), STAKE - TOKEN, 0);
}

#[test]
fn what_a_strategy_keeps_back_is_still_owed() {
    let farm = Farm::new();
    let hostile = farm.hostile();
    farm.move_debt(hostile.address(), 1_000 * TOKEN);
    hostile.set(Mode::Withholds);
    assert_eq!(farm.move_debt(hostile.address(), 0), uint(500 * TOKEN));
    let idle = farm.scene.vault.contract.ask(&Vault::totalIdleCall {});
    assert_eq!(idle, uint(STAKE - 500 * TOKEN));
    assert_eq!(farm.assets(), uint(STAKE));
}
