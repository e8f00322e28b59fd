//! Collateral, borrowing and repaying.

use alloy_primitives::{Address, U256};
use ballast_abi::erc20::IERC20::transferCall;
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_tests::lending::{
    DOLLAR, ETHER_PRICE, Lending, SHARE_LTV, borrow, pledge, release, repay, supply,
};
use ballast_tests::{ALICE, BOB, CAROL, MALLORY, SHARE_UNITS, TOKEN, near, uint};

/// What a tenth of ether, at 3,000 dollars and four fifths, is good for.
const LIMIT: u128 = 240 * TOKEN;

fn stage() -> Lending {
    let market = Lending::new();
    market.supply(ALICE, 11_000 * TOKEN);
    market.pledge(BOB, market.ether.address, TOKEN / 10);
    market
}

fn unsolvent(account: Address) -> Abi::InsufficientCollateral {
    Abi::InsufficientCollateral { account }
}

#[test]
fn borrows_up_to_the_borrow_ltv() {
    let market = stage();
    // The oracle's quotient is off by less than 1e-9.
    let (most, above) = (LIMIT - LIMIT / 1_000_000, LIMIT + LIMIT / 1_000_000);
    market.refuses(BOB, &borrow(above, BOB), &unsolvent(BOB));
    let done = market.borrow(BOB, most);
    assert_eq!(done.returned.assetsBorrowed, uint(most));
    near(market.debt_of(BOB), most, most / 1_000_000_000 + 2);
    market.refuses(BOB, &borrow(TOKEN, BOB), &unsolvent(BOB));
    market.refuses(MALLORY, &borrow(1, MALLORY), &unsolvent(MALLORY));
}

#[test]
fn only_who_may_borrows_for_an_account() {
    let market = stage();
    let call = Abi::borrowCall {
        receiver: MALLORY,
        ..borrow(TOKEN, BOB)
    };
    market.refuses(MALLORY, &call, &Abi::Unauthorized { caller: MALLORY });
    let call = Abi::withdrawCollateralCall {
        receiver: MALLORY,
        ..release(market.ether.address, 1, BOB)
    };
    market.refuses(MALLORY, &call, &Abi::Unauthorized { caller: MALLORY });
}

#[test]
fn collateral_leaves_as_far_as_it_is_not_needed() {
    let market = stage();
    let ether = market.ether.address;
    market.borrow(BOB, LIMIT / 2);
    let half = TOKEN / 20;
    market.refuses(
        BOB,
        &release(ether, half + half / 100, BOB),
        &unsolvent(BOB),
    );
    market.release(BOB, ether, half - half / 100);
    let owed = market.debt_of(BOB);
    let [_, shares] = market.position(BOB);
    let all = Abi::repayCall {
        shares,
        ..repay(0, BOB)
    };
    let done = market.market.send(BOB, &all);
    near(done.returned.assetsRepaid, owed.to(), 10_u128.pow(13));
    assert_eq!(market.debt_of(BOB), U256::ZERO);
    let left = market.pledged_of(BOB, ether);
    market.release(BOB, ether, left.to());
    assert_eq!(market.pledged_of(BOB, ether), U256::ZERO);
    assert_eq!(market.totals()[2..], [U256::ZERO; 2]);
}

#[test]
fn shares_of_a_vault_secure_a_debt() {
    let market = stage();
    let shares = market.shares();
    let (worth, [ltv, _]) = (1_000 * TOKEN, SHARE_LTV);
    market.pledge(CAROL, shares, worth * SHARE_UNITS);
    let limit = worth / 10_000 * ltv;
    market.refuses(
        CAROL,
        &borrow(limit + limit / 1_000_000, CAROL),
        &unsolvent(CAROL),
    );
    market.borrow(CAROL, limit - limit / 1_000_000);
    // Two collaterals count together.
    market.pledge(CAROL, market.ether.address, TOKEN / 10);
    market.borrow(CAROL, LIMIT - LIMIT / 1_000_000);
}

#[test]
fn a_debt_grows_by_time_alone() {
    let [pinged, left] = [0, 1].map(|_| stage());
    for market in [&pinged, &left] {
        market.borrow(BOB, 200 * TOKEN);
    }
    let start = pinged.scene.chain.node().latest().header.timestamp;
    for days in 1..=30 {
        pinged
            .scene
            .chain
            .node()
            .mine_at(start + days * 86_400)
            .unwrap();
        pinged.market.send(CAROL, &Abi::accrueInterestCall {});
    }
    let end = start + 40 * 86_400;
    let debts = [&pinged, &left].map(|market| {
        market.scene.chain.node().mine_at(end).unwrap();
        market.debt_of(BOB)
    });
    assert_eq!(debts[0], debts[1]);
    // A supply in between reads the rate anew, and books nothing.
    assert!(uint(200 * TOKEN) < debts[0]);
    let totals = left.totals();
    assert_eq!(
        totals[0] - uint(11_000 * TOKEN),
        totals[2] - uint(200 * TOKEN)
    );
}

#[test]
fn a_fee_goes_to_the_reserve_and_its_recipient_in_shares() {
    let market = stage();
    market.govern(&Risk::setFeesCall {
        feeBps: uint(1_000),
        reservePartBps: uint(2_500),
        flashFeeBps: U256::ZERO,
    });
    market.borrow(BOB, 200 * TOKEN);
    market.pass(200 * 86_400);
    market.repay(BOB, TOKEN);
    let reserves = market.market.ask(&Risk::reservesCall {});
    let [assets, shares, ..] = market.totals();
    let interest = assets - uint(11_000 * TOKEN);
    let worth = |part: U256| part * assets / shares;
    let all = worth(reserves.reserveShares + reserves.feeShares);
    near(all, (interest / uint(10)).to(), 10_u128.pow(12));
    let quarter = (reserves.reserveShares + reserves.feeShares) / uint(4);
    near(reserves.reserveShares, quarter.to(), 10_u128.pow(18));
    // The suppliers have the rest.
    near(
        market.supplied_of(ALICE),
        (assets - all).to(),
        10_u128.pow(12),
    );
}

#[test]
fn a_dead_feed_stops_those_who_hold_that_collateral_and_only_from_taking_risk() {
    let market = stage();
    let (ether, shares) = (market.ether.address, market.shares());
    market.pledge(CAROL, shares, 1_000 * TOKEN * SHARE_UNITS);
    market.borrow(BOB, TOKEN);
    market.pass(8 * 86_400);
    market.token_feed.transmit(DOLLAR);
    let dead = Abi::PriceMissing { collateral: ether };
    market.refuses(BOB, &borrow(TOKEN, BOB), &dead);
    market.refuses(BOB, &release(ether, 1, BOB), &dead);
    market.borrow(CAROL, TOKEN);
    market.pledge(BOB, ether, 1);
    market.repay(BOB, TOKEN / 2);
    market.supply(BOB, TOKEN);
    market.withdraw(BOB, TOKEN / 2);
    market.ether_feed.transmit(ETHER_PRICE * DOLLAR);
    market.borrow(BOB, TOKEN / 2);
}

#[test]
fn a_price_that_jumps_lends_nothing_until_the_averages_follow() {
    let market = stage();
    market.borrow(BOB, 200 * TOKEN);
    market.ether_feed.transmit(10 * ETHER_PRICE * DOLLAR);
    market.refuses(BOB, &borrow(100 * TOKEN, BOB), &unsolvent(BOB));
    // Seen again and again for days, it is believed.
    for _ in 0..40 {
        market.pass(5_400);
        market.market.send(
            CAROL,
            &Risk::pokeCall {
                collateral: market.ether.address,
            },
        );
    }
    market.borrow(BOB, 100 * TOKEN);
}

#[test]
fn the_gate_stops_new_risk_and_nothing_else() {
    let market = stage();
    market.borrow(BOB, 100 * TOKEN);
    let [fast, slow] = [0; 2].map(U256::from);
    market.govern(&Risk::setPricingCall {
        fastSeconds: fast,
        slowSeconds: slow,
        gated: true,
    });
    let feed = ballast_tests::Feed::new(&market.scene.chain, 0, 0);
    market
        .pricing
        .govern(&ballast_abi::oracle::Oracle::setGateCall {
            feed: feed.address(),
            graceSeconds: uint(3_600),
            failOpenSeconds: uint(14_400),
            deepHealthBps: uint(9_500),
        });
    // Up, for less than the grace.
    market.refuses(BOB, &borrow(TOKEN, BOB), &Abi::RiskWaits {});
    market.refuses(
        BOB,
        &release(market.ether.address, 1, BOB),
        &Abi::RiskWaits {},
    );
    market.repay(BOB, TOKEN);
    market.pledge(BOB, market.ether.address, 1);
    market.pass(3_700);
    market.borrow(BOB, TOKEN);
}

#[test]
fn keeps_to_its_caps_and_stops() {
    let market = stage();
    let ether = market.ether.address;
    let cap = uint(100 * TOKEN);
    market.govern(&Risk::setCapsCall {
        supplyCap: uint(u128::MAX),
        borrowCap: cap,
    });
    let error = Abi::BorrowCapExceeded {
        total: cap + uint(1),
        cap,
    };
    market.refuses(BOB, &borrow(100 * TOKEN + 1, BOB), &error);
    market.borrow(BOB, 100 * TOKEN);
    let cap = uint(TOKEN / 10);
    market.govern(&Risk::setCollateralCapCall {
        collateral: ether,
        cap,
    });
    let error = Abi::CapExceeded {
        token: ether,
        total: cap + uint(1),
        cap,
    };
    market.refuses(CAROL, &pledge(ether, 1, CAROL), &error);
    // A gift uses up room as a pledge does, and is nobody's.
    let room = uint(3);
    market.govern(&Risk::setCollateralCapCall {
        collateral: ether,
        cap: cap + room,
    });
    let gift = transferCall {
        to: market.market.address,
        value: uint(2),
    };
    market.ether.send(MALLORY, &gift);
    market.pledge(CAROL, ether, 1);
    let error = Abi::CapExceeded {
        token: ether,
        total: cap + room + uint(1),
        cap: cap + room,
    };
    market.refuses(CAROL, &pledge(ether, 1, CAROL), &error);
    assert_eq!(market.pledged_of(CAROL, ether), uint(1));
    let terms = Risk::collateralTermsCall { collateral: ether };
    assert_eq!(market.market.ask(&terms).total, cap + room);
    market.govern(&Risk::setListedCall {
        collateral: ether,
        listed: false,
    });
    market.refuses(
        CAROL,
        &pledge(ether, 1, CAROL),
        &Abi::NotListed { collateral: ether },
    );
    let unknown = market.scene.token.address;
    let error = Abi::NotListed {
        collateral: unknown,
    };
    market.refuses(CAROL, &pledge(unknown, 1, CAROL), &error);
    market.govern(&Risk::setStopsCall {
        supplyStopped: true,
        borrowStopped: true,
    });
    market.refuses(BOB, &borrow(1, BOB), &Abi::BorrowStopped {});
    // Exits go on.
    market.repay(BOB, 50 * TOKEN);
    market.release(BOB, ether, 1);
    market.refuses(BOB, &supply(1, BOB), &Abi::SupplyStopped {});
}
