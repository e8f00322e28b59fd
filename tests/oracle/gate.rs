//! What may be done while the sequencer is away, and after.

use alloy_primitives::{Address, I256, U256, aliases::U80};
use alloy_sol_types::{SolEvent, sol};
use ballast_abi::oracle::ISequencerGate::{mayLiquidateCall, mayTakeRiskCall};
use ballast_abi::oracle::Oracle::{self as Abi, GateChanged};
use ballast_tests::{ALICE, Contract, DEPLOYER, DOLLARS, Feed, uint};

use crate::{ONE, Stage};

sol! {
    function force(int256 answer, uint256 started, uint256 updated, uint80 roundsBehind) external;
}

const HOUR: u64 = 3_600;

/// An hour's grace, fails open after four, deep below 0.95.
fn gate(feed: Address) -> Abi::setGateCall {
    Abi::setGateCall {
        feed,
        graceSeconds: uint(3_600),
        failOpenSeconds: uint(14_400),
        deepHealthBps: uint(9_500),
    }
}

/// A stage with an uptime feed.
struct Watched {
    stage: Stage,
    uptime: Contract,
}

impl Watched {
    fn new() -> Self {
        let stage = Stage::new();
        let uptime = Feed::aggregator(&stage.chain, 0, [0, 1]);
        stage.pricing.govern(&gate(uptime.address));
        Self { stage, uptime }
    }

    /// Says 0 for up, 1 for down, since the block that says it.
    fn say(&self, answer: u64, started: u64) {
        let call = forceCall {
            answer: I256::unchecked_from(answer),
            started: U256::from(started),
            updated: U256::from(started),
            roundsBehind: U80::ZERO,
        };
        self.uptime.send(DEPLOYER, &call);
    }

    fn turn(&self, is_down: bool) {
        self.say(is_down.into(), self.stage.now() + 1);
    }

    fn risk(&self) -> bool {
        self.stage.pricing.oracle.ask(&mayTakeRiskCall {})
    }

    fn liquidates(&self, hundredths: u128) -> bool {
        let health = uint(hundredths * (ONE / 100));
        let call = mayLiquidateCall { healthWad: health };
        self.stage.pricing.oracle.ask(&call)
    }

    /// Lets so many seconds pass, and one for the block.
    fn pass(&self, seconds: u64) {
        let then = self.stage.now() + seconds;
        self.stage.chain.node().mine_at(then).unwrap();
    }
}

#[test]
fn without_a_feed_everything_may_be_done() {
    let stage = Stage::new();
    let oracle = &stage.pricing.oracle;
    assert!(oracle.ask(&mayTakeRiskCall {}));
    assert!(oracle.ask(&mayLiquidateCall {
        healthWad: uint(ONE)
    }));
    assert_eq!(oracle.ask(&Abi::gateCall {}).state, uint(0));
}

/// Three borrowers slid below their limits while nobody could act. Where nothing waits all three are
/// liquidated in the first block, for a bonus of 5 %: of debts of 100 each they lose 15. Here the one that
/// is deep below is, and the others have an hour to repay, which asks nobody.
#[test]
fn a_restart_is_no_storm() {
    let watched = Watched::new();
    watched.turn(true);
    watched.pass(3 * HOUR);
    watched.turn(false);
    let healths = [99, 96, 94];
    let taken = |healths: &[u128]| {
        healths
            .iter()
            .filter(|health| watched.liquidates(**health))
            .count()
    };
    assert_eq!(taken(&healths), 1);
    assert!(!watched.risk());
    watched.pass(HOUR - 60);
    assert_eq!(taken(&healths), 1);
    assert!(!watched.risk());
    watched.pass(60);
    assert_eq!(taken(&healths), 3);
    assert!(watched.risk());
}

/// Prices are quoted whatever the sequencer does: who repays or adds collateral does not wait.
#[test]
fn quotes_do_not_ask() {
    let watched = Watched::new();
    watched.turn(true);
    let stage = &watched.stage;
    let quote = stage.pricing.quote(ONE, stage.asset(), DOLLARS);
    assert_eq!(quote, uint(3_000 * ONE));
}

#[test]
fn the_gate_fails_open() {
    let watched = Watched::new();
    watched.turn(true);
    watched.pass(4 * HOUR - 2);
    assert!(!watched.risk() && !watched.liquidates(99) && watched.liquidates(94));
    watched.pass(1);
    assert!(watched.risk() && watched.liquidates(99));
    let gate = watched.stage.pricing.oracle.ask(&Abi::gateCall {});
    assert_eq!(gate.state, uint(2));
    // Back, it waits for the grace again.
    watched.turn(false);
    assert!(!watched.risk() && !watched.liquidates(99));
}

/// A feed that says nothing keeps nobody from liquidating, and everybody from new risk.
#[test]
fn a_feed_that_says_nothing_closes_new_risk_alone() {
    let watched = Watched::new();
    let later = watched.stage.now() + 100;
    for (answer, started) in [(0, 0), (2, 1), (0, later)] {
        watched.say(answer, started);
        assert!(!watched.risk(), "{answer} {started}");
        assert!(watched.liquidates(99));
        let gate = watched.stage.pricing.oracle.ask(&Abi::gateCall {});
        assert_eq!(gate.state, uint(3));
    }
    let nobody = gate(watched.stage.asset());
    watched.stage.pricing.govern(&nobody);
    assert!(!watched.risk() && watched.liquidates(99));
}

#[test]
fn the_authority_alone_sets_it_within_bounds() {
    let watched = Watched::new();
    let oracle = &watched.stage.pricing.oracle;
    let feed = watched.uptime.address;
    let error = Abi::Unauthorized { caller: ALICE };
    oracle.refuses(ALICE, &gate(feed), &error);
    let refused = |call: &Abi::setGateCall, value: u128, min: u128, max: u128| {
        let [value, min, max] = [value, min, max].map(uint);
        oracle.refuses(DEPLOYER, call, &Abi::OutOfBounds { value, min, max });
    };
    let usual = gate(feed);
    let call = Abi::setGateCall {
        graceSeconds: uint(86_401),
        ..usual.clone()
    };
    refused(&call, 86_401, 0, 86_400);
    let call = Abi::setGateCall {
        failOpenSeconds: uint(3_599),
        ..usual.clone()
    };
    refused(&call, 3_599, 3_600, 604_800);
    let call = Abi::setGateCall {
        deepHealthBps: uint(10_001),
        ..usual.clone()
    };
    refused(&call, 10_001, 0, 10_000);
    let call = Abi::setGateCall {
        feed: Address::ZERO,
        ..usual
    };
    let done = watched.stage.pricing.govern(&call);
    let expected = [3_600, 14_400, 9_500].map(uint);
    let from = U256::from_be_bytes(feed.into_word().0);
    let log = GateChanged {
        from: [from, expected[0], expected[1], expected[2]],
        to: [U256::ZERO, expected[0], expected[1], expected[2]],
    };
    assert_eq!(done.logs(), [(oracle.address, log.encode_log_data())]);
    assert!(watched.risk());
}
