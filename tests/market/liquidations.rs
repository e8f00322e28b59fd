//! Liquidations beside Morpho Blue's, as far as the rules agree: one collateral, one price, no interest,
//! and a bonus of 15 %, which is Morpho Blue's at a liquidation LTV of one half.
//!
//! What differs by rule: here the borrow LTV lies below the liquidation LTV, a liquidation is bounded by
//! the health that it leads to, and what is paid is named in assets. So Morpho Blue is asked to pay the
//! shares that were paid here, or to seize everything. What differs then is rounding, by a unit of what is
//! seized and two of what is paid: here the bonus is taken on what the liquidator pays, there on what
//! its shares are worth, rounded down.

use alloy_primitives::{Bytes, U256};
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::oracle::IPriceOracle::getPriceCall;
use ballast_tests::lending::{DOLLAR, Lending, borrow, pledge};
use ballast_tests::{ALICE, BOB, CAROL, Contract, DEPLOYER, TOKEN, uint};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::differential::morpho::{Blue, IMorpho, setCall};

/// One half, in WAD and in basis points.
const LLTV: u64 = 500_000_000_000_000_000;
const LLTV_BPS: u128 = 5_000;

/// `min(1.15, 1 / (1 - 0.3 * (1 - LLTV)))`.
const BONUS_BPS: u128 = 11_500;

const CASES: u32 = 24;

/// A borrower, and what happens to them.
#[derive(Clone, Copy, Debug)]
struct Fall {
    collateral: u128,
    /// Of what 3,000 an ether lets them borrow.
    ltv_bps: u128,
    /// Where the price leads health.
    health_bps: u128,
    /// Of the debt, what a liquidator would pay.
    part_bps: u128,
}

fn falls(healths: std::ops::Range<u128>) -> impl Strategy<Value = Fall> {
    let parts = (
        TOKEN / 100..50 * TOKEN,
        1_000..4_990_u128,
        healths,
        1..10_000_u128,
    );
    parts.prop_map(|(collateral, ltv_bps, health_bps, part_bps)| Fall {
        collateral,
        ltv_bps,
        health_bps,
        part_bps,
    })
}

impl Fall {
    fn debt(self) -> u128 {
        self.collateral / 10_000 * self.ltv_bps * 3_000
    }

    /// Units of 1e-8 dollars.
    fn price(self) -> i128 {
        let price = 3_000 * self.ltv_bps * self.health_bps * DOLLAR as u128 / 10_000 / LLTV_BPS;
        price as i128
    }
}

struct Pair {
    ours: Lending,
    theirs: Blue,
}

impl Pair {
    fn new() -> Self {
        let ours = Lending::new();
        let (off, price) = (
            U256::ZERO,
            U256::from(3_000) * U256::from(10).pow(U256::from(36)),
        );
        ours.govern(&Risk::setPricingCall {
            fastSeconds: off,
            slowSeconds: off,
            gated: false,
        });
        ours.govern(&Risk::setKinkedModelCall {
            base: off,
            below: off,
            above: off,
            kink: uint(TOKEN / 2),
        });
        let ltv = |collateral, liquidation: u128| Risk::setLtvCall {
            collateral,
            borrowBps: uint(liquidation - 1),
            liquidationBps: uint(liquidation),
            rampSeconds: off,
        };
        ours.govern(&ltv(ours.shares(), LLTV_BPS));
        ours.govern(&ltv(ours.ether.address, LLTV_BPS));
        ours.govern(&Risk::setTermsCall {
            terms: Risk::LiquidationTerms {
                leastBps: uint(BONUS_BPS),
                mostBps: uint(BONUS_BPS),
                fullAtBps: uint(9_000),
                targetBps: uint(20_000),
                closeFactorBps: uint(10_000),
                fullCloseBelowBps: uint(10_000),
                dust: off,
                coolOffSeconds: off,
                delaySeconds: uint(3_600),
                deepBps: uint(9_500),
            },
        });
        let theirs = Blue::with(price, 0, LLTV);
        let pair = Self { ours, theirs };
        pair.ours.supply(BOB, 900_000 * TOKEN);
        let call = IMorpho::supplyCall {
            marketParams: pair.theirs.params.clone(),
            assets: uint(900_000 * TOKEN),
            shares: off,
            onBehalf: BOB,
            data: Bytes::new(),
        };
        pair.theirs.morpho.send(BOB, &call);
        pair
    }

    /// Both have Alice owe the same, and see the same price.
    fn fall(&self, fall: Fall) {
        let (ours, theirs) = (&self.ours, &self.theirs);
        let (ether, debt) = (ours.ether.address, fall.debt());
        ours.market
            .send(ALICE, &pledge(ether, fall.collateral, ALICE));
        ours.market.send(ALICE, &borrow(debt, ALICE));
        let market_params = theirs.params.clone();
        let pledge = IMorpho::supplyCollateralCall {
            marketParams: market_params.clone(),
            assets: uint(fall.collateral),
            onBehalf: ALICE,
            data: Bytes::new(),
        };
        theirs.morpho.send(ALICE, &pledge);
        let borrow = IMorpho::borrowCall {
            marketParams: market_params,
            assets: uint(debt),
            shares: U256::ZERO,
            onBehalf: ALICE,
            receiver: ALICE,
        };
        theirs.morpho.send(ALICE, &borrow);
        ours.ether_feed.transmit(fall.price());
        let price = ours.pricing.oracle.ask(&getPriceCall {
            base: ether,
            quote: ours.scene.token.address,
        });
        let oracle = Contract::new(theirs.chain.clone(), theirs.params.oracle);
        oracle.send(
            DEPLOYER,
            &setCall {
                price: price.midE36,
            },
        );
    }

    /// What Carol pays and seizes here, paying up to so much.
    fn liquidate(&self, most: U256) -> [U256; 2] {
        let call = Risk::liquidateCall {
            borrower: ALICE,
            collateral: self.ours.ether.address,
            maxRepaid: most,
            minSeized: U256::ZERO,
            data: Bytes::new(),
        };
        let done = self.ours.market.send(CAROL, &call).returned;
        [done.repaid, done.seized]
    }

    /// What she pays and seizes there, for so many shares of the debt or so much collateral.
    fn liquidate_there(&self, seized: U256, shares: U256) -> [U256; 2] {
        let call = IMorpho::liquidateCall {
            marketParams: self.theirs.params.clone(),
            borrower: ALICE,
            seizedAssets: seized,
            repaidShares: shares,
            data: Bytes::new(),
        };
        let done = self.theirs.morpho.send(CAROL, &call).returned;
        [done.repaid, done.seized]
    }

    /// Runs cases, each from the same beginning.
    fn run(&self, healths: std::ops::Range<u128>, check: impl Fn(Fall)) {
        let config = Config {
            cases: CASES,
            failure_persistence: None,
            ..Config::default()
        };
        let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let nodes = [&self.ours.scene.chain, &self.theirs.chain].map(|chain| chain.node());
        let outcome = TestRunner::new_with_rng(config, random).run(&falls(healths), |fall| {
            let snapshots = nodes.map(|node| node.snapshot());
            self.fall(fall);
            check(fall);
            for (node, snapshot) in nodes.into_iter().zip(snapshots) {
                assert!(node.revert(snapshot));
            }
            Ok(())
        });
        outcome.unwrap();
    }

    /// Shares of Alice's debt here and there.
    fn debts(&self) -> [U256; 2] {
        let (id, user) = (self.theirs.id, ALICE);
        let theirs = self.theirs.morpho.ask(&IMorpho::positionCall { id, user });
        [
            self.ours.position(ALICE)[1],
            U256::from(theirs.borrowShares),
        ]
    }
}

/// Collateral covers debt and bonus: any part costs the same to the unit, and brings the same but for
/// one.
#[test]
fn parts_cost_and_bring_what_they_do_at_morpho_blue() {
    let pair = Pair::new();
    pair.run(6_000..9_990, |fall| {
        let [before, there] = pair.debts();
        assert_eq!(before, there);
        let most = uint(fall.debt()) * uint(fall.part_bps) / uint(10_000);
        let ours = pair.liquidate(most);
        assert!(ours[0] <= most);
        let shares = before - pair.debts()[0];
        let theirs = pair.liquidate_there(U256::ZERO, shares);
        assert_eq!(ours[0], theirs[0], "{fall:?}");
        assert!(ours[1].abs_diff(theirs[1]) <= uint(1), "{fall:?}");
        assert_eq!(pair.ours.totals(), pair.theirs.totals());
        let [here, there] = pair.debts();
        assert_eq!(here, there);
    });
}

/// Collateral covers less: both seize everything for the same but for two units, and write off the rest
/// in the same call.
#[test]
fn bad_debt_is_morpho_blues() {
    let pair = Pair::new();
    pair.run(2_000..5_700, |fall| {
        let ours = pair.liquidate(U256::MAX);
        assert_eq!(ours[1], uint(fall.collateral));
        let theirs = pair.liquidate_there(ours[1], U256::ZERO);
        assert!(ours[0].abs_diff(theirs[0]) <= uint(2), "{fall:?}");
        assert_eq!(pair.debts(), [U256::ZERO; 2]);
        let totals = pair.ours.totals().into_iter().zip(pair.theirs.totals());
        for (ours, theirs) in totals {
            assert!(ours.abs_diff(theirs) <= uint(2), "{fall:?}");
        }
        assert!(pair.ours.totals()[0] < uint(900_000 * TOKEN));
    });
}
