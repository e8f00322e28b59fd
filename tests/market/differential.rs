//! The market beside Morpho Blue, compiled from its package: the same calls at the same seconds.
//!
//! Rules agree where one collateral at a price that stands, one rate whatever is lent, and neither
//! caps nor fees are. Where there is no interest, everything agrees to the unit. Where there is, it
//! differs by how it compounds: Morpho Blue multiplies by `1 + x + x^2/2 + x^3/6` whenever somebody
//! calls, `x` being rate and time since the last call; here a debt grows by `e` to the sum of all
//! `x`. So a debt here is higher, in each span by less than `x^4 / 23` of it, whoever calls when.

pub(crate) mod morpho;

use alloy_primitives::{Address, Bytes, U256};
use alloy_rpc_types_eth::{BlockId, TransactionRequest};
use alloy_sol_types::SolCall;
use ballast_abi::market::IMarket as Ours;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::oracle::IPriceOracle::getPriceCall;
use ballast_bench::chain::Chain;
use ballast_devnet::{CallOptions, Error};
use ballast_tests::lending::{DOLLAR, ETHER_PRICE, Lending};
use ballast_tests::{Contract, TOKEN, uint};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use morpho::{ACCOUNTS, Blue, IMorpho};

const CASES: u32 = 12;
const STEPS: usize = 30;

/// 20 % a year.
const RATE: u64 = 6_341_958_396;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Supply,
    Withdraw,
    Borrow,
    Repay,
    Pledge,
    Release,
    Accrue,
    Pass,
}

#[derive(Clone, Copy, Debug)]
struct Act {
    step: Step,
    who: usize,
    amount: u128,
    by_shares: bool,
    seconds: u64,
}

/// What only looks.
const ACCRUE: Act = Act {
    step: Step::Accrue,
    who: 0,
    amount: 1,
    by_shares: false,
    seconds: 0,
};

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let step = prop_oneof![
        3 => Just(Step::Supply),
        2 => Just(Step::Withdraw),
        4 => Just(Step::Borrow),
        3 => Just(Step::Repay),
        3 => Just(Step::Pledge),
        2 => Just(Step::Release),
        1 => Just(Step::Accrue),
        1 => Just(Step::Pass),
    ];
    let amount = prop_oneof![1..1_000_u128, 1..TOKEN, TOKEN..10_000 * TOKEN];
    let act = (step, 0..3_usize, amount, any::<bool>(), 1..3_000_000_u64);
    let act = act.prop_map(|(step, who, amount, by_shares, seconds)| Act {
        step,
        who,
        amount,
        by_shares,
        seconds,
    });
    prop::collection::vec(act, STEPS)
}

/// Both, with their chains at the same second.
struct Pair {
    ours: Lending,
    theirs: Blue,
}

impl Pair {
    fn new(rate: u64) -> Self {
        let ours = Lending::new();
        let off = U256::ZERO;
        ours.govern(&Risk::setPricingCall {
            fastSeconds: off,
            slowSeconds: off,
            gated: false,
        });
        ours.govern(&Risk::setKinkedModelCall {
            base: U256::from(rate),
            below: off,
            above: off,
            kink: U256::from(500_000_000_000_000_000_u64),
        });
        let price = ours.pricing.oracle.ask(&getPriceCall {
            base: ours.ether.address,
            quote: ours.scene.token.address,
        });
        assert_eq!([price.bidE36, price.askE36], [price.midE36; 2]);
        let theirs = Blue::new(price.midE36, rate);
        let pair = Self { ours, theirs };
        let now = pair.chains().map(now).into_iter().max().unwrap();
        pair.mine_at(now + 1);
        pair
    }

    fn chains(&self) -> [&Chain; 2] {
        [&self.ours.scene.chain, &self.theirs.chain]
    }

    fn mine_at(&self, time: u64) {
        for chain in self.chains() {
            chain.node().mine_at(time).unwrap();
        }
    }

    /// Lets time pass; the feeds then say what they said.
    fn pass(&self, seconds: u64) {
        let [ours, theirs] = self.chains();
        self.mine_at(now(ours) + seconds);
        self.ours.token_feed.transmit(DOLLAR);
        self.ours.ether_feed.transmit(ETHER_PRICE * DOLLAR);
        theirs.node().mine_at(now(ours)).unwrap();
    }

    /// Takes a step on both; whether it passed, which must be on both or on neither.
    fn take(&self, act: Act) -> bool {
        let who = ACCOUNTS[act.who];
        let (by_assets, by_shares) = if act.by_shares {
            (0, act.amount.saturating_mul(1_000_000))
        } else {
            (act.amount, 0)
        };
        let (assets, shares) = (uint(by_assets), uint(by_shares));
        let (market_params, data) = (self.theirs.params.clone(), Bytes::new());
        let amount = uint(act.amount);
        let collateral = self.ours.ether.address;
        let calls = match act.step {
            Step::Supply => [
                Ours::supplyCall {
                    assets,
                    shares,
                    onBehalf: who,
                    data: data.clone(),
                }
                .abi_encode(),
                IMorpho::supplyCall {
                    marketParams: market_params,
                    assets,
                    shares,
                    onBehalf: who,
                    data,
                }
                .abi_encode(),
            ],
            Step::Withdraw => [
                Ours::withdrawCall {
                    assets,
                    shares,
                    onBehalf: who,
                    receiver: who,
                }
                .abi_encode(),
                IMorpho::withdrawCall {
                    marketParams: market_params,
                    assets,
                    shares,
                    onBehalf: who,
                    receiver: who,
                }
                .abi_encode(),
            ],
            Step::Borrow => [
                Ours::borrowCall {
                    assets,
                    shares,
                    onBehalf: who,
                    receiver: who,
                }
                .abi_encode(),
                IMorpho::borrowCall {
                    marketParams: market_params,
                    assets,
                    shares,
                    onBehalf: who,
                    receiver: who,
                }
                .abi_encode(),
            ],
            Step::Repay => [
                Ours::repayCall {
                    assets,
                    shares,
                    onBehalf: who,
                    data: data.clone(),
                }
                .abi_encode(),
                IMorpho::repayCall {
                    marketParams: market_params,
                    assets,
                    shares,
                    onBehalf: who,
                    data,
                }
                .abi_encode(),
            ],
            Step::Pledge => [
                Ours::supplyCollateralCall {
                    collateral,
                    assets: amount,
                    onBehalf: who,
                    data: data.clone(),
                }
                .abi_encode(),
                IMorpho::supplyCollateralCall {
                    marketParams: market_params,
                    assets: amount,
                    onBehalf: who,
                    data,
                }
                .abi_encode(),
            ],
            Step::Release => [
                Ours::withdrawCollateralCall {
                    collateral,
                    assets: amount,
                    onBehalf: who,
                    receiver: who,
                }
                .abi_encode(),
                IMorpho::withdrawCollateralCall {
                    marketParams: market_params,
                    assets: amount,
                    onBehalf: who,
                    receiver: who,
                }
                .abi_encode(),
            ],
            Step::Accrue | Step::Pass => {
                if act.step == Step::Pass {
                    self.pass(act.seconds);
                }
                [
                    Ours::accrueInterestCall {}.abi_encode(),
                    IMorpho::accrueInterestCall {
                        marketParams: market_params,
                    }
                    .abi_encode(),
                ]
            }
        };
        let [ours, theirs] = calls;
        let ours = send(&self.ours.market, who, ours);
        let theirs = send(&self.theirs.morpho, who, theirs);
        assert_eq!(ours, theirs, "{act:?} passes on one of both");
        assert_eq!(now(self.chains()[0]), now(self.chains()[1]));
        ours
    }

    /// Takes both back to where they are now, once something is done.
    fn undone<T>(&self, work: impl FnOnce() -> T) -> T {
        let snapshots = self.chains().map(|chain| chain.node().snapshot());
        let done = work();
        for (chain, snapshot) in self.chains().into_iter().zip(snapshots) {
            assert!(chain.node().revert(snapshot));
        }
        done
    }

    /// Our supply and debt at the second of the latest block, where a view would see the next one.
    fn totals_at_latest(&self) -> [U256; 2] {
        let request = TransactionRequest::default().to(self.ours.market.address);
        let input = Bytes::from(Ours::totalsCall {}.abi_encode());
        let options = CallOptions {
            at: BlockId::latest(),
            ..CallOptions::default()
        };
        let node = self.chains()[0].node();
        let answer = node.call_with(&request.input(input.into()), &options);
        let answer = Ours::totalsCall::abi_decode_returns(&answer.unwrap()).unwrap();
        [answer.supplyAssets, answer.borrowAssets]
    }

    /// Shares of supply and debt and the collateral of all accounts, ours and theirs.
    fn positions(&self) -> Vec<[[U256; 3]; 2]> {
        let positions = ACCOUNTS.into_iter().map(|user| {
            let [supply, debt] = self.ours.position(user);
            let pledged = self.ours.pledged_of(user, self.ours.ether.address);
            let id = self.theirs.id;
            let theirs = self.theirs.morpho.ask(&IMorpho::positionCall { id, user });
            let their_debt = U256::from(theirs.borrowShares);
            let their_pledge = U256::from(theirs.collateral);
            [
                [supply, debt, pledged],
                [theirs.supplyShares, their_debt, their_pledge],
            ]
        });
        positions.collect()
    }

    fn run(&self, check: impl Fn(&Self, &[Act])) -> usize {
        let config = Config {
            cases: CASES,
            failure_persistence: None,
            ..Config::default()
        };
        let passed = std::cell::Cell::new(0);
        let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let outcome = TestRunner::new_with_rng(config, random).run(&acts(), |acts| {
            self.undone(|| {
                for (index, act) in acts.iter().enumerate() {
                    passed.set(passed.get() + usize::from(self.take(*act)));
                    check(self, &acts[..=index]);
                }
            });
            Ok(())
        });
        outcome.unwrap();
        passed.get()
    }
}

fn now(chain: &Chain) -> u64 {
    chain.node().latest().header.timestamp
}

/// Sends a call if it would pass; else a second goes by. Whether it passed.
fn send(to: &Contract, from: Address, input: Vec<u8>) -> bool {
    let node = to.chain().node();
    let request = TransactionRequest::default().from(from).to(to.address);
    let request = request
        .input(Bytes::from(input).into())
        .gas_limit(20_000_000);
    let options = CallOptions {
        at: BlockId::pending(),
        ..CallOptions::default()
    };
    match node.call_with(&request, &options) {
        Ok(_) => node.transact(request).unwrap().success(),
        Err(Error::Reverted { .. }) => {
            node.mine_at(now(to.chain()) + 1).unwrap();
            false
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn without_interest_every_balance_is_morpho_blues_to_the_unit() {
    let pair = Pair::new(0);
    let passed = pair.run(|pair, _| {
        assert_eq!(pair.ours.totals(), pair.theirs.totals());
        for [ours, theirs] in pair.positions() {
            assert_eq!(ours, theirs);
        }
        let held = |token: &Contract, account| {
            token.ask(&ballast_abi::erc20::IERC20::balanceOfCall { account })
        };
        let theirs = held(&pair.theirs.collateral, pair.theirs.morpho.address);
        assert_eq!(held(&pair.ours.ether, pair.ours.market.address), theirs);
    });
    assert!(100 < passed, "{passed} calls passed");
}

#[test]
fn with_interest_it_is_above_morpho_blues_by_the_fourth_term_alone() {
    let pair = Pair::new(RATE);
    let passed = pair.run(|pair, acts| {
        // Theirs are of the last call that touched them.
        let (ours, theirs) = pair.undone(|| {
            assert!(pair.take(ACCRUE));
            let theirs = pair.theirs.totals();
            (pair.totals_at_latest(), theirs)
        });
        // In WAD: a fourth power over 23, of each span; all spans there were.
        let spans = acts.iter().filter(|act| act.step == Step::Pass);
        let fourth: f64 = spans
            .map(|act| (RATE as f64 / 1e18 * (act.seconds + 100) as f64).powi(4) / 23.0)
            .sum();
        let slack = U256::from((fourth * 1e18) as u128 + 1);
        let units = U256::from(3 * STEPS);
        for (ours, theirs) in ours.into_iter().zip([theirs[0], theirs[2]]) {
            let most = theirs + theirs * slack / U256::from(10).pow(U256::from(18)) + units;
            assert!(theirs <= ours + units, "{ours} is below {theirs}");
            assert!(ours <= most, "{ours} is above {theirs}, {most} expected");
        }
    });
    assert!(80 < passed, "{passed} calls passed");
}
