//! `harvest`: reports that anybody may trigger

use alloy_primitives::U256;
use alloy_sol_types::SolEvent;
use ballast_abi::erc4626::IERC4626::convertToAssetsCall;
use ballast_abi::registry::IRegistry::{self as Abi, Status};
use ballast_bench::peers::PeerVault;
use ballast_tests::{
    BOB, Farm, MALLORY, Mode, PLAIN, SHARE_UNITS, STAKE, Setting, TOKEN, Terms, near, reward, uint,
};

#[test]
fn books_what_a_venue_earned() {
    for peer in [
        PeerVault::OpenZeppelin,
        PeerVault::Solmate,
        PeerVault::Solady,
    ] {
        let farm = Farm::new();
        let venue = farm.venue(peer);
        let strategy = farm.strategy_over(venue.address).address;
        farm.move_debt(strategy, 5_000 * TOKEN);
        // To these vaults a gift is interest.
        farm.scene.fund(venue.address, 100 * TOKEN);
        let report = farm.harvest(MALLORY, strategy);
        near(report.gain, 100 * TOKEN, 2);
        assert_eq!(farm.debt(strategy), uint(5_000 * TOKEN) + report.gain);
        assert_eq!(farm.assets(), uint(STAKE) + report.gain);
    }
}

#[test]
fn rewards_whoever_calls_in_shares() {
    let farm = Farm::new();
    let hostile = farm.hostile();
    farm.move_debt(hostile.address(), 5_000 * TOKEN);
    let terms = Terms {
        recipient: BOB,
        performance_bps: 2_000,
        ..PLAIN
    };
    farm.scene.vault.configure(Setting::Terms, terms.word());
    let part = reward(TOKEN / 100, 2 * TOKEN, 100);
    farm.scene.vault.configure(Setting::Reward, part);
    hostile.gain(100 * TOKEN);
    farm.harvest(MALLORY, hostile.address());
    let worth = |who| {
        let shares = farm.scene.vault.shares_of(who);
        farm.scene
            .vault
            .contract
            .ask(&convertToAssetsCall { shares })
    };
    // Fees are shares at the price before: what they are worth has gained a hundredth since.
    let fee = farm.scene.vault.shares_of(BOB);
    near(fee, 20 * TOKEN * SHARE_UNITS, SHARE_UNITS);
    near(
        farm.scene.vault.shares_of(MALLORY),
        TOKEN * SHARE_UNITS,
        SHARE_UNITS,
    );
    assert!(worth(MALLORY) < uint(TOKEN * 101 / 100));
    // Calling again brings nothing.
    farm.harvest(MALLORY, hostile.address());
    near(
        farm.scene.vault.shares_of(MALLORY),
        TOKEN * SHARE_UNITS,
        SHARE_UNITS,
    );
}

#[test]
fn books_a_gain_up_to_its_bound_and_the_rest_later() {
    let farm = Farm::new();
    let hostile = farm.hostile();
    let strategy = hostile.address();
    farm.move_debt(strategy, 1_000 * TOKEN);
    hostile.gain(80 * TOKEN);
    // 500 bps of the debt in one report.
    assert_eq!(farm.harvest(MALLORY, strategy).gain, uint(50 * TOKEN));
    assert_eq!(farm.harvest(MALLORY, strategy).gain, uint(30 * TOKEN));
    assert_eq!(farm.harvest(MALLORY, strategy).gain, U256::ZERO);
    assert_eq!(farm.assets(), uint(STAKE + 80 * TOKEN));
}

#[test]
fn books_a_loss_within_its_bound_at_once() {
    let farm = Farm::new();
    let hostile = farm.hostile();
    farm.move_debt(hostile.address(), 1_000 * TOKEN);
    hostile.lose(10 * TOKEN);
    assert_eq!(
        farm.harvest(MALLORY, hostile.address()).loss,
        uint(10 * TOKEN)
    );
    assert_eq!(farm.assets(), uint(STAKE - 10 * TOKEN));
    assert_eq!(farm.status(hostile.address()), Status::Active);
}

#[test]
fn a_loss_beyond_its_bound_quarantines_and_books_nothing() {
    let farm = Farm::new();
    let hostile = farm.hostile();
    farm.move_debt(hostile.address(), 1_000 * TOKEN);
    hostile.lose(10 * TOKEN + 1);
    let report = farm.harvest(MALLORY, hostile.address());
    assert_eq!((report.gain, report.loss), (U256::ZERO, U256::ZERO));
    assert_eq!(farm.status(hostile.address()), Status::Quarantined);
    assert_eq!(farm.assets(), uint(STAKE));
}

#[test]
fn a_strategy_without_debt_adds_nothing() {
    let farm = Farm::new();
    let hostile = farm.hostile();
    hostile.gain(1_000 * TOKEN);
    assert_eq!(farm.harvest(MALLORY, hostile.address()).gain, U256::ZERO);
    assert_eq!(farm.assets(), uint(STAKE));
}

#[test]
fn boasting_brings_no_more_than_the_bound_and_is_taken_back_as_a_loss() {
    let farm = Farm::new();
    let hostile = farm.hostile();
    farm.move_debt(hostile.address(), 1_000 * TOKEN);
    hostile.set(Mode::Boasts);
    assert_eq!(
        farm.harvest(MALLORY, hostile.address()).gain,
        uint(50 * TOKEN)
    );
    hostile.set(Mode::Honest);
    farm.harvest(MALLORY, hostile.address());
    assert_eq!(farm.status(hostile.address()), Status::Quarantined);
}

#[test]
fn tells_what_happened_in_events() {
    let farm = Farm::new();
    let hostile = farm.hostile();
    let strategy = hostile.address();
    farm.move_debt(strategy, 1_000 * TOKEN);
    hostile.gain(5 * TOKEN);
    let done = farm.registry.send(MALLORY, &Abi::harvestCall { strategy });
    let event = Abi::Harvested {
        strategy,
        reporter: MALLORY,
        gain: uint(5 * TOKEN),
        loss: U256::ZERO,
        debt: uint(1_005 * TOKEN),
    };
    let logs = done.logs();
    assert_eq!(
        logs.last(),
        Some(&(farm.registry.address, event.encode_log_data()))
    );
}

/// A lower limit holds from the moment it is set, whatever the old one had left over.
#[test]
fn a_lower_limit_forgets_what_was_not_used() {
    let farm = Farm::new();
    let hostile = farm.hostile();
    farm.move_debt(hostile.address(), 1_000 * TOKEN);
    let slow = Terms {
        growth_bps_per_year: 100,
        ..PLAIN
    };
    farm.scene.vault.configure(Setting::Terms, slow.word());
    hostile.gain(10 * TOKEN);
    let gain = farm.harvest(MALLORY, hostile.address()).gain;
    assert!(gain < uint(TOKEN / 1_000), "{gain}");
}

#[test]
fn keepers_are_told_when_a_report_is_due() {
    let farm = Farm::new();
    let hostile = farm.hostile();
    let strategy = hostile.address();
    farm.move_debt(strategy, 1_000 * TOKEN);
    let part = reward(TOKEN, 2 * TOKEN, 100);
    farm.scene.vault.configure(Setting::Reward, part);
    let ask = || farm.registry.ask(&Abi::shouldHarvestCall { strategy });
    assert!(!ask().due);
    hostile.gain(9 * TOKEN);
    assert!(!ask().due);
    hostile.gain(TOKEN);
    let due = ask();
    assert_eq!((due.due, due.gain), (true, uint(10 * TOKEN)));
    assert_eq!(
        due.call,
        alloy_sol_types::SolCall::abi_encode(&Abi::harvestCall { strategy })
    );
    let report = farm.harvest(MALLORY, strategy);
    assert_eq!((report.gain, report.loss), (due.gain, due.loss));
    assert!(!ask().due);
    hostile.lose(TOKEN / 1_000);
    assert_eq!((ask().due, ask().loss), (true, uint(TOKEN / 1_000)));
    hostile.set(Mode::Reverts);
    assert!(ask().due);
    farm.harvest(MALLORY, strategy);
    assert!(!ask().due);
}
