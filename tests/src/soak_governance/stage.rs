//! How the stage is built.

use alloy_primitives::aliases::U48;
use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::SolConstructor;
use ballast_abi::access_control::IAccessControl::{grantRoleCall, renounceRoleCall};
use ballast_abi::erc20::IERC20::transferCall;
use ballast_abi::governor::Governor;
use ballast_abi::params::IParams::{self, DelayClass, Safety};
use ballast_abi::params::Params;
use ballast_abi::timelock::Timelock;
use ballast_abi::treasury::Treasury;
use ballast_abi::votes::IERC5805::delegateCall;
use ballast_abi::votes::Votes;
use ballast_artifacts::{Artifact, GOVERNOR, PARAMS, TIMELOCK, TREASURY, VOTES};
use ballast_bench::chain::Chain;
use ballast_client::deploy::Plan;

use super::cast::{ADMIN, COUNCIL, GUARDIAN, KEEPER, OFFICERS, PEOPLE, SENTINEL};
use super::settings::Settings;
use super::world::World;
use crate::actors::DEPLOYER;
use crate::contract::{Contract, uint};
use crate::permit::Domain;
use crate::scene::{TOKEN, peers};

/// All tokens there are.
pub(super) const SUPPLY: u128 = 1_000_000 * TOKEN;

/// The seconds in which the treasury's limits refill, and that a raise takes.
pub(super) const EPOCH: u64 = 7 * 86_400;
pub(super) const RAISE_DELAY: u64 = 2 * 86_400;

/// How long a governor's guardian acts unless governance renews it.
const TERM_SECONDS_MAX: u64 = 365 * 86_400;

/// What the treasury has, of the token and of ether.
const STOCK: u128 = 100_000 * TOKEN;
const WEI: u128 = 1 << 100;

/// Parameters: least, greatest, first value, step, interval, duration, class and safety.
const PARAMETERS: [([u128; 6], DelayClass, Safety); 4] = [
    (
        [100, 9_000, 8_000, 500, 3_600, 0],
        DelayClass::Standard,
        Safety::Lower,
    ),
    (
        [0, 1_000_000, 5_000, 100_000, 86_400, 0],
        DelayClass::Slow,
        Safety::Higher,
    ),
    (
        [10, 10_000, 500, 2_000, 7_200, 172_800],
        DelayClass::Slowest,
        Safety::Lower,
    ),
    (
        [1, 100, 50, 10, 3_600, 86_400],
        DelayClass::Standard,
        Safety::Neither,
    ),
];

impl Settings {
    /// At first, of a governor that is deployed now.
    pub(super) fn first(timelock: Address, token: Address, now: u64) -> Self {
        Self {
            voting_delay: 3_600,
            voting_period: 86_400,
            threshold: uint(1_000 * TOKEN),
            extension: 14_400,
            proposal_guardian: GUARDIAN,
            guardian_sunset: now + TERM_SECONDS_MAX,
            timelock,
            min_delay: 86_400,
            treasury_guardian: GUARDIAN,
            sentinel: SENTINEL,
            quorums: vec![(0, 20, U256::ZERO)],
            limits: [
                (token, Self::bucket(1_000 * TOKEN)),
                (Address::ZERO, Self::bucket(500)),
            ]
            .into(),
            number: U256::ZERO,
        }
    }
}

impl World {
    /// A new world. Blocks have the same time until it is moved.
    #[expect(clippy::new_without_default, reason = "a world is an act, not a value")]
    pub fn new() -> Self {
        let chain = Chain::new(1).expect("a chain starts");
        let node = chain.node().clone();
        node.set_timestamp_interval(Some(0));
        for person in PEOPLE.iter().chain(&OFFICERS) {
            node.impersonate(*person);
            node.set_balance(*person, uint(WEI));
        }
        let token = deploy(&chain, VOTES, &votes());
        let timelock = deploy(&chain, TIMELOCK, &timelock());
        let now = node.latest().header.timestamp;
        let first = Settings::first(timelock.address, token.address, now);
        let governor = deploy(&chain, GOVERNOR, &terms(&first, token.address));
        let treasury = deploy(&chain, TREASURY, &treasury(&first));
        let authority = DEPLOYER;
        let params = deploy(&chain, PARAMS, &Params::constructorCall { authority });
        let code = peers().contract("Target").expect("a contract");
        let target = chain.create(code, &[]);
        let keys = define(
            &params,
            timelock.address,
            target.as_ref().copied().unwrap_or_default(),
        );
        let domain = |contract: Address, name: &'static str| Domain {
            name,
            version: "1",
            chain_id: node.config().chain_id,
            contract,
        };
        let mut accounts = [&PEOPLE[..], &OFFICERS, &[DEPLOYER]].concat();
        accounts.extend([timelock.address, treasury.address, governor.address]);
        let world = Self {
            token: token.address,
            timelock: timelock.address,
            governor: governor.address,
            treasury: treasury.address,
            params: params.address,
            target: target.unwrap_or_else(|error| panic!("{error}")),
            domains: [
                domain(token.address, "Ballast").separator(),
                domain(governor.address, "Ballast Governor").separator(),
            ],
            keys,
            accounts,
            node,
        };
        world.appoint(&timelock);
        world.endow(&token);
        hand_over(&params, &timelock);
        world
    }

    fn appoint(&self, timelock: &Contract) {
        for (role, account) in [
            ("PROPOSER_ROLE", self.governor),
            ("CANCELLER_ROLE", self.governor),
            ("CANCELLER_ROLE", GUARDIAN),
            ("EXECUTOR_ROLE", self.governor),
        ] {
            let role = keccak256(role);
            timelock.send(DEPLOYER, &grantRoleCall { role, account });
        }
        let (role, account) = (B256::ZERO, ADMIN);
        timelock.send(DEPLOYER, &grantRoleCall { role, account });
        let renounce = renounceRoleCall {
            role,
            callerConfirmation: DEPLOYER,
        };
        timelock.send(DEPLOYER, &renounce);
    }

    fn endow(&self, token: &Contract) {
        let shares = [250_000, 180_000, 150_000, 150_000, 100_000, 10_000];
        for (person, share) in PEOPLE.into_iter().zip(shares) {
            let (to, value) = (person, uint(share * TOKEN));
            token.send(DEPLOYER, &transferCall { to, value });
            token.send(person, &delegateCall { delegatee: person });
        }
        for to in [self.treasury, self.timelock] {
            let value = uint(STOCK / 2);
            token.send(DEPLOYER, &transferCall { to, value });
            let request = TransactionRequest::default().from(DEPLOYER).to(to);
            let sent = self.node.transact(request.value(uint(100_000)));
            assert!(sent.unwrap_or_else(|error| panic!("{error}")).success());
        }
    }
}

fn deploy(chain: &Chain, artifact: &Artifact, constructor: &impl SolConstructor) -> Contract {
    let mut plan = Plan::new("soak");
    let address = plan.add(artifact.name, artifact.code, constructor, true);
    let deployed = chain.deploy(&plan);
    deployed.unwrap_or_else(|error| panic!("{error}"));
    Contract::new(chain.clone(), address.expect("a plan of one"))
}

fn votes() -> Votes::constructorCall {
    Votes::constructorCall {
        name: "Ballast".to_owned(),
        symbol: "BAL".to_owned(),
        holder: DEPLOYER,
        supply: uint(SUPPLY),
    }
}

fn timelock() -> Timelock::constructorCall {
    Timelock::constructorCall {
        minDelay: uint(86_400),
        proposers: vec![COUNCIL],
        executors: vec![KEEPER],
        admin: DEPLOYER,
    }
}

fn terms(first: &Settings, token: Address) -> Governor::constructorCall {
    let (_, numerator, floor) = first.quorums[0];
    Governor::constructorCall {
        name: "Ballast Governor".to_owned(),
        token,
        timelock: first.timelock,
        votingDelay: U48::from(first.voting_delay),
        votingPeriod: first.voting_period as u32,
        proposalThreshold: first.threshold,
        quorumNumerator: U256::from(numerator),
        quorumFloor: floor,
        voteExtension: U48::from(first.extension),
        proposalGuardian: first.proposal_guardian,
    }
}

fn treasury(first: &Settings) -> Treasury::constructorCall {
    let limits = first.limits.iter();
    Treasury::constructorCall {
        authority: first.timelock,
        guardian: first.treasury_guardian,
        epoch: U256::from(EPOCH),
        raiseDelay: U256::from(RAISE_DELAY),
        tokens: limits.clone().map(|(token, _)| *token).collect(),
        limits: limits.map(|(_, bucket)| bucket.limit).collect(),
    }
}

/// Parameters without subscribers.
fn define(params: &Contract, timelock: Address, module: Address) -> Vec<B256> {
    let define = |(index, (numbers, class, safety)): (usize, &([u128; 6], DelayClass, Safety))| {
        let [min, max, value, step, interval, duration] = numbers.map(uint);
        let rules = IParams::Rules {
            min,
            max,
            step,
            interval,
            duration,
            delayClass: *class,
            safety: *safety,
        };
        let call = IParams::defineCall {
            module: module.into_word(),
            subject: timelock.into_word(),
            name: keccak256([index as u8]),
            rules,
            value,
        };
        params.send(DEPLOYER, &call).returned
    };
    PARAMETERS.iter().enumerate().map(define).collect()
}

/// The parameter store goes to the timelock, which accepts as an operation would have it.
fn hand_over(params: &Contract, timelock: &Contract) {
    let sentinel = SENTINEL;
    params.send(DEPLOYER, &IParams::setSentinelCall { sentinel });
    let to = timelock.address;
    params.send(DEPLOYER, &IParams::transferAuthorityCall { to });
    let node = params.chain().node();
    node.impersonate(to);
    node.set_balance(to, uint(WEI));
    params.send(to, &IParams::acceptAuthorityCall {});
    node.stop_impersonating(&to);
}
