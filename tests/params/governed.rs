//! The store under a timelock whose delays belong to methods

use alloy_sol_types::SolError;
use ballast_abi::curator::ICurator::{self as Queue, Call};
use ballast_abi::curator::{Curator, IGoverned};
use ballast_artifacts::CURATOR;

use super::*;

/// A store whose authority is a sealed curator; setting waits a day, setting slowly a week.
struct Governed {
    stage: Stage,
    curator: Contract,
    /// Follows the parameter of the first class.
    terms: Contract,
    /// A parameter of each of both classes.
    keys: [B256; 2],
}

impl Governed {
    fn new() -> Self {
        let stage = Stage::new();
        let keys = [DelayClass::Standard, DelayClass::Slow].map(|class| {
            let mut rules = ltv();
            rules.delayClass = class;
            stage.define(&format!("{class:?}"), rules, START)
        });
        let terms = stage.terms();
        stage.subscribe(keys[0], &terms);
        let constructor = Curator::constructorCall {
            owner: DEPLOYER,
            proposer: ALICE,
            delay: U256::from(14 * DAY),
        };
        let mut plan = Plan::new("governed");
        let address = plan
            .add("curator", CURATOR.code, &constructor, false)
            .expect("a plan of one");
        stage
            .chain
            .deploy(&plan)
            .unwrap_or_else(|error| panic!("{error}"));
        let curator = Contract::new(stage.chain.clone(), address);
        let governed = Self {
            stage,
            curator,
            terms,
            keys,
        };
        governed.hand_over();
        governed
    }

    fn hand_over(&self) {
        let (to, target) = (self.curator.address, self.stage.contract.address);
        self.stage.govern(&IGoverned::transferAuthorityCall { to });
        self.curator
            .send(DEPLOYER, &Queue::acceptAuthorityCall { target });
        let rows = [
            (Abi::setCall::SELECTOR, DAY),
            (Abi::setSlowCall::SELECTOR, 7 * DAY),
        ];
        for (selector, delay) in rows {
            let allow = Queue::allowCall {
                target,
                selector: selector.into(),
                delay: U256::from(delay),
            };
            self.curator.send(DEPLOYER, &allow);
        }
        self.curator.send(DEPLOYER, &Queue::sealCall {});
    }

    /// An action of one call of the store.
    fn action(&self, call: &impl SolCall) -> Vec<Call> {
        let (target, data) = (self.stage.contract.address, call.abi_encode().into());
        vec![Call { target, data }]
    }

    /// Queues it, and tells how long it waits.
    fn submit(&self, calls: &[Call]) -> u64 {
        let calls = calls.to_vec();
        let done = self.curator.send(ALICE, &Queue::submitCall { calls });
        let id = done.returned;
        let opens: u64 = self.curator.ask(&Queue::executableAtCall { id }).to();
        opens - self.stage.now()
    }
}

fn execute(calls: &[Call]) -> Queue::executeCall {
    let calls = calls.to_vec();
    Queue::executeCall { calls }
}

#[test]
fn a_class_waits_as_long_as_its_method() {
    let governed = Governed::new();
    let Governed {
        stage,
        curator,
        keys: [standard, slow],
        ..
    } = &governed;
    let governs = Queue::governsCall {
        targets: vec![stage.contract.address],
    };
    assert_eq!(curator.ask(&governs), [true]);
    let (key, value) = (*slow, uint(7_500));
    let quick = governed.action(&set(*standard, 7_500));
    let patient = governed.action(&Abi::setSlowCall { key, value });
    assert_eq!(governed.submit(&quick), DAY);
    assert_eq!(governed.submit(&patient), 7 * DAY);
    // By the quick way it is announced, and refused.
    let wrong = governed.action(&set(*slow, 7_500));
    governed.submit(&wrong);
    stage.pass(2 * DAY);
    let reason = Abi::WrongDelayClass {
        key,
        delayClass: DelayClass::Slow,
    };
    let error = Queue::CallFailed {
        index: U256::ZERO,
        target: stage.contract.address,
        reason: reason.abi_encode().into(),
    };
    curator.refuses(MALLORY, &execute(&wrong), &error);
    curator.send(MALLORY, &execute(&quick));
    assert_eq!(stage.value_of(*standard), value);
    stage.pass(7 * DAY);
    curator.send(MALLORY, &execute(&patient));
    assert_eq!(stage.value_of(*slow), value);
}

/// Whoever executes chooses the gas, and with it nothing.
#[test]
fn an_executor_cannot_keep_a_subscriber_from_being_told() {
    let governed = Governed::new();
    let Governed {
        stage,
        curator,
        terms,
        keys: [key, _],
    } = &governed;
    let action = governed.action(&set(*key, 7_500));
    governed.submit(&action);
    stage.pass(DAY);
    let call = execute(&action);
    let told = (30_000..600_000)
        .step_by(5_000)
        .find(|gas| attacks::try_with(curator, &call, *gas));
    assert!(told.is_some_and(|gas| 250_000 < gas), "{told:?}");
    assert_eq!(line(terms, *key).1, 7_500);
    assert_eq!(stage.failures(), []);
}
