//! The parameter store: what may change, who is told, and what cannot be stopped.

mod attacks;
mod governed;
mod keeper;
mod pushes;
mod ramps;
mod random;
mod roles;
mod rules;

use alloy_primitives::{Address, B256, LogData, U256, keccak256};
use alloy_sol_types::{SolCall, SolEvent, SolValue, sol};
use ballast_abi::params::IParams::{self as Abi, DelayClass, Safety};
use ballast_abi::params::Params;
use ballast_artifacts::PARAMS;
use ballast_bench::chain::Chain;
use ballast_client::deploy::Plan;
use ballast_tests::{ALICE, BOB, CAROL, Contract, DEPLOYER, Done, MALLORY, peers, uint};

sol! {
    #![sol(all_derives)]
    function lines(bytes32 key)
        external
        view
        returns (uint128 from, uint128 to, uint64 start, uint64 end, uint64 told);
    function valueOf(bytes32 key) external view returns (uint256);
    function setMode(uint8 mode) external;
    function value() external view returns (uint256);
    function calls() external view returns (uint256);
    function succeeded() external view returns (bool);
    function arm(address target, bytes payload) external;
}

const DAY: u64 = 86_400;

/// May move towards safety.
const SENTINEL: Address = BOB;

/// The borrow LTV of a market, in basis points: what most tests change. Lower is safer.
fn ltv() -> Abi::Rules {
    Abi::Rules {
        min: uint(1_000),
        max: uint(9_000),
        step: uint(500),
        interval: U256::from(DAY),
        duration: U256::ZERO,
        delayClass: DelayClass::Standard,
        safety: Safety::Lower,
    }
}

/// What an LTV starts with.
const START: u128 = 7_000;

/// A store whose authority is the deployer.
#[derive(Clone, Debug)]
struct Stage {
    chain: Chain,
    contract: Contract,
}

impl Stage {
    fn new() -> Self {
        let chain = Chain::new(1).expect("a chain starts");
        let constructor = Params::constructorCall {
            authority: DEPLOYER,
        };
        let mut plan = Plan::new("params");
        let address = plan
            .add("params", PARAMS.code, &constructor, false)
            .expect("a plan of one");
        let deployed = chain.deploy(&plan);
        deployed.unwrap_or_else(|error| panic!("{error}"));
        let contract = Contract::new(chain.clone(), address);
        let stage = Self { chain, contract };
        let sentinel = SENTINEL;
        stage.govern(&Abi::setSentinelCall { sentinel });
        stage
    }

    /// A store with an LTV that may be changed now.
    fn with(rules: Abi::Rules) -> (Self, B256) {
        let stage = Self::new();
        let key = stage.define("ltv", rules, START);
        stage.pass(DAY);
        (stage, key)
    }

    fn govern<C: SolCall>(&self, call: &C) -> Done<C::Return> {
        self.contract.send(DEPLOYER, call)
    }

    fn define(&self, name: &str, rules: Abi::Rules, value: u128) -> B256 {
        self.govern(&definition(name, rules, value)).returned
    }

    fn set(&self, key: B256, value: u128) -> Done<Abi::setReturn> {
        self.govern(&set(key, value))
    }

    fn value_of(&self, key: B256) -> U256 {
        self.contract.ask(&Abi::valueOfCall { key })
    }

    fn parameter(&self, key: B256) -> Abi::Parameter {
        self.contract.ask(&Abi::parameterCall { key })
    }

    /// Who could not be told, of any parameter.
    fn failures(&self) -> Vec<(B256, Address, u64)> {
        let (start, count) = (U256::ZERO, U256::MAX);
        let answer = self.contract.ask(&Abi::failuresCall { start, count });
        let pairs = answer.keys.into_iter().zip(answer.subscribers);
        pairs
            .zip(answer.failedSince)
            .map(|((key, account), since)| (key, account, since.to()))
            .collect()
    }

    fn subscribe(&self, key: B256, subscriber: &Contract) -> Done<Abi::subscribeReturn> {
        self.govern(&subscription(key, subscriber))
    }

    /// A stranger's terms that follow the store.
    fn terms(&self) -> Contract {
        self.create("FollowingTerms", &self.contract.address.abi_encode())
    }

    /// A subscriber that accepts what it is told, until it is told to do worse.
    fn hostile(&self) -> Contract {
        self.create("HostileSubscriber", &[])
    }

    fn create(&self, name: &'static str, arguments: &[u8]) -> Contract {
        let code = peers().contract(name).expect("a contract");
        let created = self.chain.create(code, arguments);
        let address = created.unwrap_or_else(|error| panic!("{error}"));
        Contract::new(self.chain.clone(), address)
    }

    fn now(&self) -> u64 {
        self.chain.node().latest().header.timestamp
    }

    /// The next block is made then.
    fn at(&self, timestamp: u64) {
        let node = self.chain.node();
        node.set_next_timestamp(timestamp)
            .expect("time goes forward");
    }

    /// The next block is made so much later than the last.
    fn pass(&self, seconds: u64) {
        self.at(self.now() + seconds);
    }

    /// What the store emits as an event.
    fn log(&self, event: &impl SolEvent) -> (Address, LogData) {
        (self.contract.address, event.encode_log_data())
    }
}

fn name(text: &str) -> B256 {
    keccak256(text)
}

fn definition(text: &str, rules: Abi::Rules, value: u128) -> Abi::defineCall {
    Abi::defineCall {
        module: ALICE.into_word(),
        subject: B256::ZERO,
        name: name(text),
        rules,
        value: uint(value),
    }
}

const fn set(key: B256, value: u128) -> Abi::setCall {
    let value = U256::from_limbs([value as u64, (value >> 64) as u64, 0, 0]);
    Abi::setCall { key, value }
}

const fn secure(key: B256, value: u128) -> Abi::secureCall {
    let value = U256::from_limbs([value as u64, (value >> 64) as u64, 0, 0]);
    Abi::secureCall { key, value }
}

const fn subscription(key: B256, subscriber: &Contract) -> Abi::subscribeCall {
    let subscriber = subscriber.address;
    Abi::subscribeCall { key, subscriber }
}

const fn sync(key: B256, subscriber: &Contract) -> Abi::syncCall {
    let subscriber = subscriber.address;
    Abi::syncCall { key, subscriber }
}

const fn unauthorized(caller: Address) -> Abi::Unauthorized {
    Abi::Unauthorized { caller }
}

/// What terms were told of a parameter: from, to, start, end, how often.
fn line(terms: &Contract, key: B256) -> (u128, u128, u64, u64, u64) {
    let line = terms.ask(&linesCall { key });
    (line.from, line.to, line.start, line.end, line.told)
}
