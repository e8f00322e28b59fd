//! Whatever everybody does, in whatever order, beside a plain model.

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

use super::*;

/// Numbers from a fixed seed.
struct Draw(TestRng);

impl Draw {
    fn new(seed: u8) -> Self {
        Self(TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]))
    }

    /// A number below `bound`.
    fn below(&mut self, bound: u64) -> u64 {
        self.0.next_u64() % bound
    }
}

const CALLS: usize = 250;

/// A parameter in signed numbers of a size that needs no care.
struct Model {
    from: i64,
    to: i64,
    start: i64,
    end: i64,
    changed: i64,
    duration: i64,
    /// Which way is safer: -1, 0 or 1.
    safety: i64,
    /// What each subscriber was last told, and whether it fails.
    told: [(i64, bool); 2],
    failing: [bool; 2],
}

impl Model {
    fn value(&self, now: i64) -> i64 {
        if self.end <= now {
            return self.to;
        }
        let whole = self.end - self.start;
        let product = (self.to - self.from) * (now - self.start);
        let down = product.div_euclid(whole);
        let is_exact = product.rem_euclid(whole) == 0;
        self.from + down + i64::from(self.safety == 1 && !is_exact)
    }

    /// What becomes of `set`.
    fn set(&mut self, value: i64, now: i64) -> bool {
        let from = self.value(now);
        let passes = (1_000..=9_000).contains(&value)
            && (value - from).abs() <= 500
            && DAY as i64 <= now - self.changed
            && (from, self.to) != (value, value);
        if passes {
            self.changed = now;
            let from = if self.duration == 0 { value } else { from };
            (self.from, self.to, self.start) = (from, value, now);
            self.end = now + self.duration;
            self.tell();
        }
        passes
    }

    /// What becomes of `secure`.
    fn secure(&mut self, value: i64, now: i64) -> bool {
        let from = self.value(now);
        let is_safer = |than: i64| 0 <= (value - than) * self.safety;
        let passes = (1_000..=9_000).contains(&value)
            && self.safety != 0
            && is_safer(from)
            && is_safer(self.to)
            && (from, self.to) != (value, value);
        if passes {
            (self.from, self.to, self.start, self.end) = (value, value, now, now);
            self.tell();
        }
        passes
    }

    fn tell(&mut self) {
        for (told, fails) in self.told.iter_mut().zip(self.failing) {
            *told = if fails {
                (told.0, true)
            } else {
                (self.to, false)
            };
        }
    }

    fn sync(&mut self, which: usize) -> bool {
        let passes = !self.failing[which];
        if passes {
            self.told[which] = (self.to, false);
        }
        passes
    }
}

/// Both sides of a comparison.
struct Pair {
    stage: Stage,
    key: B256,
    subscribers: [Contract; 2],
    model: Model,
}

impl Pair {
    fn new(duration: u64, safety: Safety) -> Self {
        let mut rules = ltv();
        (rules.duration, rules.safety) = (U256::from(duration), safety);
        let stage = Stage::new();
        let key = stage.define("ltv", rules, START);
        let defined = stage.now() as i64;
        let subscribers = [stage.hostile(), stage.hostile()];
        for subscriber in &subscribers {
            stage.subscribe(key, subscriber);
        }
        let (from, to) = (START as i64, START as i64);
        let model = Model {
            from,
            to,
            start: defined,
            end: defined,
            changed: defined,
            duration: duration as i64,
            safety: match safety {
                Safety::Lower => -1,
                Safety::Higher => 1,
                _ => 0,
            },
            told: [(to, false); 2],
            failing: [false; 2],
        };
        Self {
            stage,
            key,
            subscribers,
            model,
        }
    }

    /// Somebody does something at a time; whether it passes on both sides.
    fn step(&mut self, draw: &mut Draw) -> (bool, bool) {
        let then = self.stage.now() + 1 + draw.below(2) * draw.below(2 * DAY);
        self.stage.at(then);
        let (key, now) = (self.key, then as i64);
        // Mostly near where it is, now and then anywhere.
        let near = self.model.value(now) - 600 + draw.below(1_200) as i64;
        let anywhere = draw.below(10_000) as i64;
        let value = if draw.below(4) == 0 { anywhere } else { near };
        let which = draw.below(2) as usize;
        match draw.below(5) {
            0 | 1 => {
                let call = set(key, value as u128);
                (self.sends(DEPLOYER, &call), self.model.set(value, now))
            }
            2 => {
                let call = secure(key, value as u128);
                (self.sends(SENTINEL, &call), self.model.secure(value, now))
            }
            3 => {
                let call = sync(key, &self.subscribers[which]);
                (self.sends(CAROL, &call), self.model.sync(which))
            }
            _ => {
                let mode = [0, 1, 2, 3, 5, 6][draw.below(6) as usize];
                self.subscribers[which].send(MALLORY, &setModeCall { mode });
                self.model.failing[which] = mode != 0;
                (true, true)
            }
        }
    }

    /// Makes a call in a block of its own, whatever comes of it.
    fn sends(&self, from: Address, call: &impl SolCall) -> bool {
        let request = alloy_rpc_types_eth::TransactionRequest::default()
            .from(from)
            .to(self.stage.contract.address)
            .gas_limit(2_000_000);
        let input = alloy_primitives::Bytes::from(call.abi_encode());
        let node = self.stage.chain.node();
        node.transact(request.input(input.into()))
            .unwrap()
            .success()
    }

    fn compare(&self, at: usize) {
        let (stage, model) = (&self.stage, &self.model);
        let parameter = stage.parameter(self.key);
        let number = |value: U256| i64::try_from(value).unwrap();
        let seen = [
            parameter.from,
            parameter.to,
            parameter.start,
            parameter.end,
            parameter.changed,
        ];
        let expected = [model.from, model.to, model.start, model.end, model.changed];
        assert_eq!(seen.map(number), expected, "call {at}");
        let mut failures = Vec::new();
        for (subscriber, (told, fails)) in self.subscribers.iter().zip(model.told) {
            let seen = number(subscriber.ask(&valueCall {}));
            assert_eq!(seen, told, "call {at}");
            if fails {
                failures.push(subscriber.address);
            }
        }
        let listed: Vec<_> = stage.failures().into_iter().map(|it| it.1).collect();
        assert_eq!(listed, failures, "call {at}");
        assert_eq!(number(parameter.failures), failures.len() as i64);
    }
}

fn run(seed: u8, duration: u64, safety: Safety) {
    let mut draw = Draw::new(seed);
    let mut pair = Pair::new(duration, safety);
    let mut passed = 0;
    for at in 0..CALLS {
        let (ours, expected) = pair.step(&mut draw);
        assert_eq!(ours, expected, "call {at} of seed {seed}");
        pair.compare(at);
        passed += usize::from(ours);
    }
    assert!(CALLS / 4 < passed && passed < CALLS, "{passed} passed");
}

#[test]
fn at_once_and_safer_below() {
    run(1, 0, Safety::Lower);
}

#[test]
fn along_lines_and_safer_below() {
    run(2, 3 * DAY, Safety::Lower);
}

#[test]
fn along_lines_and_safer_above() {
    run(3, 5 * DAY, Safety::Higher);
}

#[test]
fn along_lines_and_safer_nowhere() {
    run(4, DAY / 2, Safety::Neither);
}
