//! `allocate(uint256)`

use ballast_abi::strategy::IStrategy::VenueShortfall;
use ballast_abi::strategy_erc4626::StrategyErc4626 as Abi;
use ballast_tests::TOKEN;

use super::*;

/// Checks that allocating 1,000 is refused, and that nothing is left behind.
fn refused(stage: &Stage, received: u128) {
    let shares = stage.shares();
    stage.fund(1_000);
    let error = VenueShortfall {
        received: uint(received),
        expected: uint(1_000),
    };
    stage.strategy.refuses(REGISTRY, &allocate(1_000), &error);
    assert_eq!(stage.shares(), shares);
}

#[test]
fn puts_everything_into_the_venue() {
    for venue in VENUES {
        let stage = Stage::new(venue);
        stage.allocate(1_000);
        assert!(stage.is_clean(), "{venue:?}");
        let held = stage.venue.ask(&IERC4626::totalAssetsCall {});
        assert_eq!(held, uint(1_000), "{venue:?}");
        let supply = stage.venue.ask(&IERC20::totalSupplyCall {});
        assert_eq!(stage.shares(), supply, "{venue:?}");
        assert_eq!(stage.real_assets(), uint(1_000), "{venue:?}");
    }
}

#[test]
fn takes_what_it_was_told_and_leaves_the_rest() {
    let stage = Stage::new(SOLADY);
    stage.fund(50);
    stage.allocate(1_000);
    assert_eq!(stage.tokens_of(stage.strategy.address), uint(50));
    assert_eq!(stage.real_assets(), uint(1_000));
}

/// A venue with one and a half assets to a share, and odd amounts on top of one another.
#[test]
fn loses_no_more_than_the_venue_rounds_off() {
    for venue in VENUES {
        let stage = Stage::new(venue);
        stage.deposit(2_000_001);
        if venue != Venue::Ours {
            stage.give(stage.venue.address, 1_000_003);
        }
        let mut put = uint(0);
        for (count, assets) in [1_000_000, 7_777_777, 123_456_789_123]
            .into_iter()
            .enumerate()
        {
            stage.allocate(assets);
            put += uint(assets);
            let slack = 2 * (count as u128 + 1);
            assert_near(stage.real_assets(), put, slack, venue);
            assert!(stage.is_clean(), "{venue:?}");
        }
    }
}

#[test]
fn works_with_tokens_that_answer_nothing() {
    let stage = Stage::over(Venue::Peer(PeerVault::OpenZeppelin), PeerToken::Silent);
    // This token refuses to change an allowance that is not zero.
    for _ in 0..2 {
        stage.allocate(1_000);
        assert!(stage.is_clean());
    }
    assert_eq!(stage.deallocate(2_000), uint(2_000));
    assert_eq!(stage.tokens_of(stage.vault.address), uint(2_000));
}

#[test]
fn refuses_a_venue_that_takes_less_than_it_was_offered() {
    let stage = Stage::new(FAULTY);
    stage.set_fault(fault::TAKES_HALF);
    refused(&stage, 500);
}

#[test]
fn refuses_a_venue_that_gives_less_than_its_own_price() {
    let stage = Stage::new(FAULTY);
    // With other money in it, so that what is withheld does not fall back to the strategy.
    stage.deposit(1_000 * TOKEN);
    stage.set_fault(fault::MINTS_HALF);
    refused(&stage, 500);
    stage.set_fault(fault::MINTS_NOTHING);
    refused(&stage, 0);
}

/// The first depositor's attack: one share unit, blown up by a donation.
#[test]
fn refuses_shares_that_round_off() {
    // The standard vault gives no share, and would keep the assets.
    let stage = Stage::new(Venue::Peer(PeerVault::OpenZeppelin));
    stage.deposit(1);
    stage.give(stage.venue.address, 1_000_000);
    refused(&stage, 0);

    // Two shares for what is worth 2.99 of them.
    let stage = Stage::new(Venue::Peer(PeerVault::Solmate));
    stage.deposit(1);
    stage.give(stage.venue.address, 333);
    refused(&stage, 889);
}

/// Three units, where a share is worth one and a half of them and the venue keeps part of another.
#[test]
fn refuses_dust_that_rounds_off() {
    let stage = Stage::new(Venue::Peer(PeerVault::Solmate));
    stage.deposit(2_000_001);
    stage.give(stage.venue.address, 1_000_003);
    stage.fund(3);
    let error = VenueShortfall {
        received: uint(1),
        expected: uint(3),
    };
    stage.strategy.refuses(REGISTRY, &allocate(3), &error);
}

#[test]
fn passes_the_venues_reason_on() {
    let stage = Stage::new(Venue::Peer(PeerVault::Solmate));
    stage.deposit(1);
    stage.give(stage.venue.address, 1_000_000);
    stage.fund(1_000);
    sol! {
        error Error(string reason);
    }
    let reason = "ZERO_SHARES".to_owned();
    stage
        .strategy
        .refuses(REGISTRY, &allocate(1_000), &Error { reason });
}

#[test]
fn names_a_venue_that_gives_no_reason() {
    let stage = Stage::new(FAULTY);
    stage.set_fault(fault::REVERTS);
    stage.fund(1_000);
    let error = Abi::VenueFailed {
        venue: stage.venue.address,
    };
    stage.strategy.refuses(REGISTRY, &allocate(1_000), &error);
}

#[test]
fn needs_the_assets() {
    let stage = Stage::new(Venue::Peer(PeerVault::OpenZeppelin));
    stage.fund(999);
    let error = IERC20::ERC20InsufficientBalance {
        sender: stage.strategy.address,
        balance: uint(999),
        needed: uint(1_000),
    };
    stage.strategy.refuses(REGISTRY, &allocate(1_000), &error);
}

/// It shows in the worth at once; see `views`.
#[test]
fn accepts_an_exit_fee() {
    let stage = Stage::new(FEE);
    stage.allocate(10_000);
    assert_eq!(stage.worth(), uint(10_000));
}
