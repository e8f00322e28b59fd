//! What a keeper does for a market: averages, unhealthy accounts, liquidations.

use alloy_primitives::U256;
use ballast_abi::erc20::IERC20;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_keeper::{Duty, KeeperError, Outcome, Watched};
use ballast_tests::lending::DOLLAR;
use ballast_tests::{ALICE, BOB, CAROL, DEPLOYER, MALLORY, TOKEN, is_done, keep, uint};

use super::{DEBT, Sale};

/// A round of a keeper's; everything in it is done.
fn round(sale: &Sale) -> Vec<Duty> {
    let watched = Watched {
        markets: vec![sale.stage.lending.market.address],
        liquidator: Some(sale.liquidator.address),
        pools: vec![sale.pool()],
        ..Watched::default()
    };
    let outcomes = keep(sale.liquidator.chain(), watched).unwrap_or_else(|error| panic!("{error}"));
    let done = |outcome: &Outcome| {
        assert!(is_done(outcome), "{outcome:?}");
        outcome.duty.clone()
    };
    outcomes.iter().map(done).collect()
}

/// The price falls by a fifteenth: the keeper moves the averages until they agree, remembers since when
/// Alice is unhealthy, waits, and liquidates both her and who has shares, whose profit is its own.
#[test]
fn a_keeper_moves_averages_touches_and_liquidates() {
    let sale = Sale::new(2_800.0);
    let vault = sale.vault_over_ether(TOKEN);
    let (lending, ether) = (&sale.stage.lending, sale.stage.ether());
    let market = lending.market.address;
    sale.stage.averages(600, 21_600);
    sale.stage.owe(TOKEN, DEBT);
    // Bob's is a share of a vault over ether, in the same trouble; Carol is far from it.
    let (to, value) = (BOB, uint(TOKEN));
    vault.send(ALICE, &IERC20::transferCall { to, value });
    lending.allow(&vault, BOB, market);
    lending.pledge(BOB, vault.address, TOKEN);
    lending.borrow(BOB, DEBT);
    lending.pledge(CAROL, ether, TOKEN);
    lending.borrow(CAROL, 1_000 * TOKEN);
    assert!(round(&sale).is_empty());

    lending.ether_feed.transmit(2_800 * DOLLAR);
    let before = lending.scene.tokens_of(DEPLOYER);
    let mut seen = Vec::new();
    for _ in 0..80 {
        let node = sale.liquidator.chain().node();
        let mined = node.mine_at(node.latest().header.timestamp + 150);
        mined.unwrap_or_else(|error| panic!("{error}"));
        seen.extend(round(&sale));
    }
    let poke = |collateral| Duty::Poke { market, collateral };
    let touch = |account| Duty::Touch { market, account };
    let count = |duty: &Duty| seen.iter().filter(|seen| *seen == duty).count();
    assert!(1 < count(&poke(ether)) && 1 < count(&poke(vault.address)));
    for account in [ALICE, BOB] {
        assert_eq!(count(&touch(account)), 1, "{seen:?}");
        let liquidated = seen.iter().filter_map(|duty| match duty {
            Duty::Liquidate {
                borrower, profit, ..
            } if *borrower == account => Some(*profit),
            _ => None,
        });
        let profits: Vec<_> = liquidated.collect();
        let [profit] = profits[..] else {
            panic!("{profits:?}");
        };
        assert!(U256::ZERO < profit);
        let healths = lending.market.ask(&Risk::healthCall { account });
        assert!(uint(TOKEN) < healths[0]);
    }
    assert_eq!(count(&touch(CAROL)), 0);
    assert_eq!(lending.debt_of(CAROL), uint(1_000 * TOKEN));
    assert!(before + uint(10 * TOKEN) < lending.scene.tokens_of(DEPLOYER));
    let tokens = [&lending.scene.token, &lending.ether, &vault];
    sale.is_empty(&tokens, &[market, sale.pool()]);
}

/// Seen in this second and never seen, an account waits equally long; what the market remembers tells
/// them apart, also between blocks of one second.
#[test]
fn a_keeper_touches_an_account_once_in_a_second() {
    let sale = Sale::new(2_800.0);
    sale.stage.averages(600, 21_600);
    sale.stage.owe(TOKEN, DEBT);
    let market = sale.stage.lending.market.address;
    sale.stage.lending.ether_feed.transmit(2_800 * DOLLAR);
    let node = sale.liquidator.chain().node();
    let account = ALICE;
    let touch = Duty::Touch { market, account };
    let is_touched = || {
        let now = node.latest().header.timestamp;
        let mined = node.mine_at(now + 150);
        mined.unwrap_or_else(|error| panic!("{error}"));
        // As the last thing, so that the second is still that of the touch.
        round(&sale).last() == Some(&touch)
    };
    assert!((0..80).any(|_| is_touched()));
    assert_eq!(sale.stage.state(), 1);
    assert!(!round(&sale).contains(&touch));
}

/// A pool too shallow for everything at once, which would cost more than the bonus: the keeper sells as
/// much as pays for itself, again and again as others bring the pool's price back.
#[test]
fn a_keeper_sells_no_more_than_a_pool_takes() {
    let sale = Sale::new(2_400.0);
    let lending = &sale.stage.lending;
    lending.supply(BOB, 800_000 * TOKEN);
    sale.stage.owe(400 * TOKEN, 860_000 * TOKEN);
    // Health 0.949.
    sale.stage.price(240_000);
    let watched = Watched {
        markets: vec![lending.market.address],
        ..Watched::default()
    };
    // Without a liquidator nobody is liquidated, and nothing is wrong.
    let outcomes = keep(sale.liquidator.chain(), watched);
    assert!(
        outcomes
            .unwrap_or_else(|error| panic!("{error}"))
            .is_empty()
    );
    let mut rounds = 0;
    while sale.stage.state() == 2 {
        let before = lending.debt_of(ALICE);
        let duties = round(&sale);
        let [Duty::Liquidate { repaid, profit, .. }] = duties[..] else {
            panic!("{duties:?}");
        };
        assert!(U256::ZERO < profit && repaid < uint(400_000 * TOKEN));
        assert!(lending.debt_of(ALICE) < before);
        rounds += 1;
        sale.uniswap.trade_to(MALLORY, 2_400.0);
    }
    assert!((2..=20).contains(&rounds), "{rounds}");
    assert_eq!(sale.stage.state(), 0);
}

#[test]
fn a_keeper_says_what_is_no_market() {
    let sale = Sale::new(3_000.0);
    let watched = Watched {
        markets: vec![MALLORY],
        ..Watched::default()
    };
    let error = keep(sale.liquidator.chain(), watched).unwrap_err();
    assert!(matches!(
        error,
        KeeperError::NoMarket {
            address: MALLORY,
            ..
        }
    ));
}
