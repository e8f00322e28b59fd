//! `deallocate(uint256)`

use alloy_sol_types::SolEvent;
use ballast_abi::strategy_erc4626::StrategyErc4626 as Abi;

use super::*;
use crate::transfer_log;

#[test]
fn pays_the_vault_out_of_the_venue() {
    for venue in VENUES {
        let stage = Stage::new(venue);
        stage.allocate(1_000);
        let shares = stage.shares();
        let done = stage.strategy.send(REGISTRY, &deallocate(400));
        assert_eq!(done.returned, uint(400), "{venue:?}");
        assert_eq!(stage.tokens_of(stage.vault.address), uint(400), "{venue:?}");
        assert_eq!(stage.real_assets(), uint(600), "{venue:?}");

        // By the venue itself: the strategy is not on the way.
        let paid = transfer_log(stage.venue.address, stage.vault.address, 400);
        let withdrawn = IERC4626::Withdraw {
            sender: stage.strategy.address,
            receiver: stage.vault.address,
            owner: stage.strategy.address,
            assets: uint(400),
            shares: shares - stage.shares(),
        };
        let logs = done.logs();
        assert!(logs.contains(&(stage.token.address, paid)), "{venue:?}");
        let withdrawn = (stage.venue.address, withdrawn.encode_log_data());
        assert!(logs.contains(&withdrawn), "{venue:?}");
    }
}

#[test]
fn pays_what_there_is_if_asked_for_more() {
    for venue in VENUES {
        let stage = Stage::new(venue);
        stage.allocate(1_000);
        let sent = stage
            .strategy
            .send(REGISTRY, &deallocateCall { assets: U256::MAX });
        assert_eq!(sent.returned, uint(1_000), "{venue:?}");
        assert_eq!(stage.tokens_of(stage.vault.address), uint(1_000));
        assert_eq!(stage.shares(), U256::ZERO, "{venue:?}");
        assert_eq!(stage.deallocate(1), U256::ZERO, "{venue:?}");
    }
}

#[test]
fn pays_exactly_at_odd_prices() {
    for venue in VENUES {
        let stage = Stage::new(venue);
        stage.deposit(2_000_001);
        stage.allocate(1_000_000);
        if venue != Venue::Ours {
            stage.give(stage.venue.address, 1_000_003);
        }
        let (mut left, mut paid) = (stage.real_assets(), U256::ZERO);
        for assets in [1, 2, 3, 333_333, 500_000] {
            assert_eq!(stage.deallocate(assets), uint(assets), "{venue:?}");
            paid += uint(assets);
            left -= uint(assets);
            assert_eq!(stage.tokens_of(stage.vault.address), paid, "{venue:?}");
            // A share more may be burnt for each payment.
            assert_near(stage.real_assets(), left, 3, venue);
            left = stage.real_assets();
        }
    }
}

#[test]
fn pays_as_much_as_an_illiquid_venue_gives() {
    let stage = Stage::new(LIMITED);
    stage.allocate(1_000);
    stage.set_limit(300);
    assert_eq!(stage.max_withdrawable(), uint(300));
    assert_eq!(stage.deallocate(200), uint(200));
    assert_eq!(stage.deallocate(1_000), uint(300));
    assert_eq!(stage.tokens_of(stage.vault.address), uint(500));

    stage.set_limit(0);
    let done = stage.strategy.send(REGISTRY, &deallocate(1_000));
    assert_eq!(done.returned, U256::ZERO);
    assert!(done.logs().is_empty());
    assert_eq!(stage.real_assets(), uint(500));
}

#[test]
fn pays_in_full_over_an_exit_fee() {
    let stage = Stage::new(FEE);
    stage.allocate(10_000);
    assert_eq!(stage.deallocate(990), uint(990));
    assert_eq!(stage.tokens_of(stage.vault.address), uint(990));
    // The fee of 10 came off the shares.
    assert_eq!(stage.worth(), uint(9_000));
    assert_eq!(stage.deallocate(10_000), uint(8_910));
    assert_eq!(stage.shares(), U256::ZERO);
}

#[test]
fn reverts_if_the_venue_lies_about_what_it_pays() {
    let stage = Stage::new(FAULTY);
    stage.allocate(1_000);
    stage.set_fault(fault::PAYS_NOTHING);
    assert_eq!(stage.max_withdrawable(), uint(1_000));
    stage.strategy.refuses(REGISTRY, &deallocate(1), &Frozen {});
    assert_eq!(stage.worth(), uint(1_000));
}

#[test]
fn reverts_if_the_venue_names_no_limit() {
    let stage = Stage::new(FAULTY);
    stage.allocate(1_000);
    for fault in [fault::NAMES_NO_LIMIT, fault::ANSWERS_SHORT, fault::REVERTS] {
        stage.set_fault(fault);
        let error = Abi::VenueFailed {
            venue: stage.venue.address,
        };
        stage.strategy.refuses(REGISTRY, &deallocate(1), &error);
    }
}
