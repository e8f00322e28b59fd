//! What deciding costs: a token that votes, a governor over it, and a timelock.

use alloy_primitives::aliases::U48;
use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::{SolCall, SolValue, sol};
use ballast_abi::access_control::IAccessControl::grantRoleCall;
use ballast_abi::erc20::IERC20::transferCall;
use ballast_abi::governor::{Governor, IGovernor};
use ballast_abi::params::IParams::{
    DelayClass, Rules, Safety, acceptAuthorityCall, defineCall, setCall as setParameterCall,
    subscribeCall, transferAuthorityCall,
};
use ballast_abi::params::Params;
use ballast_abi::timelock::Timelock::{
    constructorCall as TimelockConstructor, executeCall, scheduleCall,
};
use ballast_abi::votes::IERC5805::delegateCall;
use ballast_abi::votes::Votes;
use ballast_artifacts::{GOVERNOR, PARAMS, TIMELOCK, VOTES};
use ballast_bench::peers::Peers;
use ballast_client::deploy::{self, Plan};

use super::case::{Case, Transaction};
use super::stage::{ONE_TOKEN, Role, Stage};

sol! {
    function set(uint256 value) external;
}

/// The seconds of an operation's delay: a block's.
const MIN_DELAY: u64 = 3_600;

/// The seconds of voting: two blocks come after a proposal in that time.
const VOTING_PERIOD: u32 = 7_200;

/// For a proposal.
const FOR: u8 = 1;

/// What there is to decide with.
struct House {
    votes: Address,
    timelock: Address,
    governor: Address,
    store: Address,
    target: Address,
    key: B256,
}

/// A proposal of one call.
struct Proposal {
    target: Address,
    data: Bytes,
}

impl Proposal {
    fn new<C: SolCall>(target: Address, call: &C) -> Self {
        let data = call.abi_encode().into();
        Self { target, data }
    }

    fn lists(&self) -> (Vec<Address>, Vec<U256>, Vec<Bytes>) {
        (vec![self.target], vec![U256::ZERO], vec![self.data.clone()])
    }

    fn propose(&self, house: &House) -> Transaction {
        let (targets, values, calldatas) = self.lists();
        let call = IGovernor::proposeCall {
            targets,
            values,
            calldatas,
            description: "A description of 28 letters.".to_owned(),
        };
        Transaction::new(Role::Holder, house.governor, &call)
    }

    fn vote(&self, house: &House, from: Role) -> Transaction {
        let (targets, values, calldatas) = self.lists();
        let lists = (targets, values, calldatas, description());
        let call = IGovernor::castVoteCall {
            proposalId: keccak256(lists.abi_encode_params()).into(),
            support: FOR,
        };
        Transaction::new(from, house.governor, &call)
    }

    fn queue(&self, house: &House) -> Transaction {
        let (targets, values, calldatas) = self.lists();
        let call = IGovernor::queueCall {
            targets,
            values,
            calldatas,
            descriptionHash: description(),
        };
        Transaction::new(Role::Spender, house.governor, &call)
    }

    fn execute(&self, house: &House) -> Transaction {
        let (targets, values, calldatas) = self.lists();
        let call = IGovernor::executeCall {
            targets,
            values,
            calldatas,
            descriptionHash: description(),
        };
        Transaction::new(Role::Spender, house.governor, &call)
    }

    /// All that comes before its execution.
    fn until_ready(&self, house: &House, case: Case) -> Case {
        case.after(self.propose(house))
            .after(self.vote(house, Role::Holder))
            .after(self.vote(house, Role::Other))
            .after(self.queue(house))
    }
}

fn description() -> B256 {
    keccak256("A description of 28 letters.")
}

/// Deploys all of it; comes last, so that it moves the clock of no other case.
pub(super) async fn cases(stage: &Stage) -> anyhow::Result<Vec<Case>> {
    let house = build(stage).await?;
    let mut cases = proposals(&house);
    cases.extend(tokens(&house));
    cases.extend(operations(&house));
    Ok(cases)
}

fn proposals(house: &House) -> Vec<Case> {
    let value = U256::from(42);
    let plain = Proposal::new(house.target, &setCall { value });
    let change = Proposal::new(
        house.store,
        &setParameterCall {
            key: house.key,
            value: U256::from(7_100),
        },
    );
    let first = plain.vote(house, Role::Holder);
    let queue = Case::new(
        "governor.queue",
        "one call; two voted, and nobody against it",
        plain.queue(house),
    );
    let execute = Case::new(
        "governor.execute",
        "one call, which changes a word from one number to another",
        plain.execute(house),
    );
    let params = Case::new(
        "governor.execute.params",
        "one call, which sets a parameter; one subscriber, which was told another value before, \
         writes two words",
        change.execute(house),
    );
    vec![
        Case::new(
            "governor.propose",
            "one call of a target that does not validate; the proposer has the votes it takes",
            plain.propose(house),
        ),
        Case::new(
            "governor.cast_vote.first",
            "the first vote on a proposal, for it, which reaches the quorum",
            first.clone(),
        )
        .after(plain.propose(house)),
        Case::new(
            "governor.cast_vote.later",
            "a second vote for a proposal",
            plain.vote(house, Role::Other),
        )
        .after(plain.propose(house))
        .after(first.clone()),
        queue
            .after(plain.propose(house))
            .after(first)
            .after(plain.vote(house, Role::Other)),
        plain.until_ready(house, execute),
        change.until_ready(house, params),
    ]
}

fn tokens(house: &House) -> Vec<Case> {
    let transfer = transferCall {
        to: Role::Other.address(),
        value: U256::from(ONE_TOKEN),
    };
    let transfer = Transaction::new(Role::Holder, house.votes, &transfer);
    let other = Role::Other.address();
    vec![
        Case::new(
            "votes.transfer",
            "both hold tokens and vote with them, and their votes changed before",
            transfer.clone(),
        )
        .after(transfer),
        Case::new(
            "votes.delegate",
            "from oneself to another, who has votes; both changed before",
            delegate(house, Role::Holder, other),
        ),
        Case::new(
            "votes.delegate.first",
            "to oneself, who never had votes",
            delegate(house, Role::Newcomer, Role::Newcomer.address()),
        ),
    ]
}

fn delegate(house: &House, from: Role, delegatee: Address) -> Transaction {
    Transaction::new(from, house.votes, &delegateCall { delegatee })
}

fn operations(house: &House) -> Vec<Case> {
    let value = U256::from(42);
    let (schedule, execute) = operation(house.target, &setCall { value });
    let schedule = Transaction::new(Role::Owner, house.timelock, &schedule);
    vec![
        Case::new(
            "timelock.schedule",
            "one call, without a salt",
            schedule.clone(),
        ),
        Case::new(
            "timelock.execute",
            "one call, which changes a word from one number to another; by anybody",
            Transaction::new(Role::Spender, house.timelock, &execute),
        )
        .after(schedule),
    ]
}

fn operation<C: SolCall>(target: Address, call: &C) -> (scheduleCall, executeCall) {
    let data: Bytes = call.abi_encode().into();
    let schedule = scheduleCall {
        target,
        value: U256::ZERO,
        data: data.clone(),
        predecessor: B256::ZERO,
        salt: B256::ZERO,
        delay: U256::from(MIN_DELAY),
    };
    let execute = executeCall {
        target,
        value: U256::ZERO,
        payload: data,
        predecessor: B256::ZERO,
        salt: B256::ZERO,
    };
    (schedule, execute)
}

/// Three hold tokens, of whom two vote with them; a store under the timelock has one parameter and a
/// subscriber.
async fn build(stage: &Stage) -> anyhow::Result<House> {
    let owner = stage.client(Role::Owner)?;
    let authority = owner.sender();
    let mut plan = Plan::new("governance");
    let votes = plan.add(VOTES.name, VOTES.code, &votes_constructor(authority), true)?;
    let constructor = timelock_constructor(authority);
    let timelock = plan.add(TIMELOCK.name, TIMELOCK.code, &constructor, true)?;
    let constructor = governor_constructor(votes, timelock);
    let governor = plan.add(GOVERNOR.name, GOVERNOR.code, &constructor, true)?;
    let constructor = Params::constructorCall { authority };
    let store = plan.add("governed params", PARAMS.code, &constructor, true)?;
    deploy::run(&owner, &plan, |_, _| {}).await?;
    for role in ["PROPOSER_ROLE", "CANCELLER_ROLE"] {
        let (role, account) = (keccak256(role), governor);
        owner
            .send(timelock, &grantRoleCall { role, account })
            .await?;
    }
    for role in [Role::Holder, Role::Other, Role::Newcomer] {
        let (to, value) = (role.address(), U256::from(100_000 * ONE_TOKEN));
        owner.send(votes, &transferCall { to, value }).await?;
    }
    for role in [Role::Holder, Role::Other] {
        let delegatee = role.address();
        let client = stage.client(role)?;
        client.send(votes, &delegateCall { delegatee }).await?;
    }
    let peers = Peers::load()?;
    let target = stage.create(peers.contract("Target")?, &[]).await?;
    owner.send(target, &setCall { value: U256::ONE }).await?;
    let code = peers.contract("FollowingTerms")?;
    let subscriber = stage.create(code, &store.abi_encode()).await?;
    let definition = definition(subscriber);
    let key = owner.call(store, &definition).await?;
    owner.send(store, &definition).await?;
    owner
        .send(store, &subscribeCall { key, subscriber })
        .await?;
    let to = timelock;
    owner.send(store, &transferAuthorityCall { to }).await?;
    let (schedule, execute) = operation(store, &acceptAuthorityCall {});
    owner.send(timelock, &schedule).await?;
    owner.send(timelock, &execute).await?;
    Ok(House {
        votes,
        timelock,
        governor,
        store,
        target,
        key,
    })
}

fn votes_constructor(holder: Address) -> Votes::constructorCall {
    Votes::constructorCall {
        name: "Votes".to_owned(),
        symbol: "VOTE".to_owned(),
        holder,
        supply: U256::from(1_000_000 * ONE_TOKEN),
    }
}

fn timelock_constructor(admin: Address) -> TimelockConstructor {
    TimelockConstructor {
        minDelay: U256::from(MIN_DELAY),
        proposers: vec![admin],
        executors: vec![Address::ZERO],
        admin,
    }
}

fn governor_constructor(token: Address, timelock: Address) -> Governor::constructorCall {
    Governor::constructorCall {
        name: "Governor".to_owned(),
        token,
        timelock,
        votingDelay: U48::from(60),
        votingPeriod: VOTING_PERIOD,
        proposalThreshold: U256::from(ONE_TOKEN),
        quorumNumerator: U256::from(4),
        quorumFloor: U256::from(50_000 * ONE_TOKEN),
        voteExtension: U48::from(600),
        proposalGuardian: Role::Newcomer.address(),
    }
}

fn definition(module: Address) -> defineCall {
    let rules = Rules {
        min: U256::from(1_000),
        max: U256::from(9_000),
        step: U256::from(500),
        interval: U256::ONE,
        duration: U256::ZERO,
        delayClass: DelayClass::Standard,
        safety: Safety::Lower,
    };
    defineCall {
        module: module.into_word(),
        subject: B256::ZERO,
        name: B256::repeat_byte(1),
        rules,
        value: U256::from(7_000),
    }
}
