//! Governors over tokens and timelocks, and proposals for them.

use alloy_primitives::aliases::U48;
use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::{SolCall, SolError, SolValue};
use ballast_abi::access_control::IAccessControl::grantRoleCall;
use ballast_abi::erc20::IERC20::transferCall;
use ballast_abi::governor::{Governor as Abi, IGovernor};
use ballast_abi::votes::IERC5805::delegateCall;
use ballast_artifacts::GOVERNOR;
use ballast_bench::chain::Chain;
use ballast_client::deploy::Plan;
use ballast_tests::{ALICE, BOB, CAROL, Contract, TOKEN, uint};

use crate::stage::{
    MIN_DELAY, TREASURY, construction, openzeppelin_timelock, send_ether, timelock,
};
use crate::{chain, create, openzeppelin_votes, votes};

/// Seconds from a proposal to its votes, of voting, and that are left after the quorum.
pub(crate) const VOTING_DELAY: u64 = 100;
pub(crate) const VOTING_PERIOD: u64 = 1_000;
pub(crate) const EXTENSION: u64 = 300;

/// The votes that a proposer needs.
pub(crate) const THRESHOLD: u128 = 1_000 * TOKEN;

/// Hundredths of the supply.
pub(crate) const QUORUM: u64 = 40;

/// What Bob and Carol have of the million tokens.
pub(crate) const BOBS: u128 = 250_000 * TOKEN;
pub(crate) const CAROLS: u128 = 150_000 * TOKEN;

/// Against, for, abstaining.
pub(crate) const AGAINST: u8 = 0;
pub(crate) const FOR: u8 = 1;
pub(crate) const ABSTAIN: u8 = 2;

/// The guardian.
pub(crate) const GUARDIAN: Address = CAROL;

/// A governor, its token, its timelock, and what it acts upon.
#[derive(Clone, Debug)]
pub(crate) struct Assembly {
    pub(crate) governor: Contract,
    pub(crate) token: Contract,
    pub(crate) timelock: Contract,
    pub(crate) target: Contract,
}

/// The constructor of this project's governor.
pub(crate) fn terms(token: Address, timelock: Address) -> Abi::constructorCall {
    Abi::constructorCall {
        name: "Ballast Governor".to_owned(),
        token,
        timelock,
        votingDelay: U48::from(VOTING_DELAY),
        votingPeriod: VOTING_PERIOD as u32,
        proposalThreshold: uint(THRESHOLD),
        quorumNumerator: U256::from(QUORUM),
        quorumFloor: U256::ZERO,
        voteExtension: U48::from(EXTENSION),
        proposalGuardian: GUARDIAN,
    }
}

/// This project's governor.
pub(crate) fn governor(chain: &Chain, constructor: &Abi::constructorCall) -> Contract {
    let mut plan = Plan::new("governance");
    let address = plan.add("governor", GOVERNOR.code, constructor, true);
    let deployed = chain.deploy(&plan);
    deployed.unwrap_or_else(|error| panic!("{error}"));
    Contract::new(chain.clone(), address.expect("a plan of one"))
}

impl Assembly {
    /// This project's, with another constructor than [`terms`] makes.
    pub(crate) fn with(change: impl FnOnce(&mut Abi::constructorCall)) -> Self {
        Self::on(&chain(), change)
    }

    /// The same on a chain that there is.
    pub(crate) fn on(chain: &Chain, change: impl FnOnce(&mut Abi::constructorCall)) -> Self {
        let (token, timelock) = (votes(chain), timelock(chain, &construction()));
        let mut constructor = terms(token.address, timelock.address);
        change(&mut constructor);
        let governor = governor(chain, &constructor);
        let target = create(chain, "Target", &[]);
        Self {
            governor,
            token,
            timelock,
            target,
        }
        .ready()
    }

    /// This project's.
    pub(crate) fn ours() -> Self {
        Self::with(|_| {})
    }

    /// OpenZeppelin's, all of it.
    pub(crate) fn theirs() -> Self {
        Self::theirs_with(|_| {})
    }

    /// The same with other terms than [`terms`] makes.
    pub(crate) fn theirs_with(change: impl FnOnce(&mut Abi::constructorCall)) -> Self {
        let chain = chain();
        let (token, timelock) = (openzeppelin_votes(&chain), openzeppelin_timelock(&chain));
        let mut terms = terms(token.address, timelock.address);
        change(&mut terms);
        let extensions = (
            terms.votingDelay,
            terms.votingPeriod,
            terms.proposalThreshold,
            terms.quorumNumerator,
            terms.voteExtension,
            terms.proposalGuardian,
        );
        let arguments = (terms.name, terms.token, terms.timelock, extensions);
        let arguments = arguments.abi_encode_params();
        let governor = create(&chain, "OpenZeppelinGovernor", &arguments);
        let target = create(&chain, "Target", &[]);
        Self {
            governor,
            token,
            timelock,
            target,
        }
        .ready()
    }

    /// Lets the governor schedule and cancel and everybody execute, gives the timelock ether, and
    /// gives everybody tokens that vote.
    pub(crate) fn ready(self) -> Self {
        let governor = self.governor.address;
        for (role, account) in [
            ("PROPOSER_ROLE", governor),
            ("CANCELLER_ROLE", governor),
            ("EXECUTOR_ROLE", Address::ZERO),
        ] {
            let role = keccak256(role);
            self.timelock.send(CAROL, &grantRoleCall { role, account });
        }
        send_ether(&self.timelock, ALICE, TREASURY);
        for (to, value) in [(BOB, BOBS), (CAROL, CAROLS)] {
            let value = uint(value);
            self.token.send(ALICE, &transferCall { to, value });
        }
        for delegatee in [ALICE, BOB, CAROL] {
            self.token.send(delegatee, &delegateCall { delegatee });
        }
        self
    }

    /// The second of the latest block.
    pub(crate) fn now(&self) -> u64 {
        let chain = self.governor.chain();
        chain.node().latest().header.timestamp
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, seconds: u64) {
        let node = self.governor.chain().node();
        let mined = node.mine_at(self.now() + seconds);
        mined.unwrap_or_else(|error| panic!("{error}"));
    }

    /// Where a proposal stands.
    pub(crate) fn state(&self, proposal: &Proposal) -> IGovernor::ProposalState {
        let proposal_id = proposal.id();
        self.governor.ask(&IGovernor::stateCall {
            proposalId: proposal_id,
        })
    }

    /// Casts a vote.
    pub(crate) fn vote(&self, proposal: &Proposal, voter: Address, support: u8) {
        self.governor.send(voter, &proposal.vote(support));
    }

    /// Takes a proposal all the way, by Alice's votes.
    pub(crate) fn enact(&self, proposal: &Proposal) {
        self.succeed(proposal);
        self.governor.send(BOB, &proposal.queue());
        self.pass(MIN_DELAY);
        self.governor.send(BOB, &proposal.execute());
    }

    /// A call of `target` is refused with an error of its own when it is proposed.
    pub(crate) fn foresees<C: SolCall, E: SolError>(&self, target: Address, call: &C, error: &E) {
        let refusal = Abi::GovernorRefusedCall {
            index: U256::ZERO,
            target,
            reason: error.abi_encode().into(),
        };
        let propose = Proposal::of(target, call).propose();
        self.governor.refuses(ALICE, &propose, &refusal);
    }

    /// Proposes by Alice, and lets Alice vote for it until it has succeeded.
    pub(crate) fn succeed(&self, proposal: &Proposal) {
        self.governor.send(ALICE, &proposal.propose());
        self.pass(VOTING_DELAY);
        self.vote(proposal, ALICE, FOR);
        self.pass(VOTING_PERIOD);
        assert_eq!(self.state(proposal), IGovernor::ProposalState::Succeeded);
    }
}

/// A proposal.
#[derive(Clone, Debug)]
pub(crate) struct Proposal {
    pub(crate) targets: Vec<Address>,
    pub(crate) values: Vec<U256>,
    pub(crate) calldatas: Vec<Bytes>,
    pub(crate) description: String,
}

impl Proposal {
    /// One call.
    pub(crate) fn of<C: SolCall>(target: Address, call: &C) -> Self {
        Self {
            targets: vec![target],
            values: vec![U256::ZERO],
            calldatas: vec![call.abi_encode().into()],
            description: "Proposal".to_owned(),
        }
    }

    /// The same with another call behind.
    pub(crate) fn and<C: SolCall>(mut self, target: Address, call: &C) -> Self {
        self.targets.push(target);
        self.values.push(U256::ZERO);
        self.calldatas.push(call.abi_encode().into());
        self
    }

    /// The same with ether for the first call.
    pub(crate) fn paying(mut self, value: u128) -> Self {
        self.values[0] = uint(value);
        self
    }

    /// The same with another description.
    pub(crate) fn because(mut self, description: &str) -> Self {
        description.clone_into(&mut self.description);
        self
    }

    pub(crate) fn description_hash(&self) -> B256 {
        keccak256(&self.description)
    }

    /// What it is called.
    pub(crate) fn id(&self) -> U256 {
        let lists = (
            self.targets.clone(),
            self.values.clone(),
            self.calldatas.clone(),
            self.description_hash(),
        );
        keccak256(lists.abi_encode_params()).into()
    }

    pub(crate) fn propose(&self) -> IGovernor::proposeCall {
        IGovernor::proposeCall {
            targets: self.targets.clone(),
            values: self.values.clone(),
            calldatas: self.calldatas.clone(),
            description: self.description.clone(),
        }
    }

    pub(crate) fn queue(&self) -> IGovernor::queueCall {
        IGovernor::queueCall {
            targets: self.targets.clone(),
            values: self.values.clone(),
            calldatas: self.calldatas.clone(),
            descriptionHash: self.description_hash(),
        }
    }

    pub(crate) fn execute(&self) -> IGovernor::executeCall {
        IGovernor::executeCall {
            targets: self.targets.clone(),
            values: self.values.clone(),
            calldatas: self.calldatas.clone(),
            descriptionHash: self.description_hash(),
        }
    }

    pub(crate) fn cancel(&self) -> IGovernor::cancelCall {
        IGovernor::cancelCall {
            targets: self.targets.clone(),
            values: self.values.clone(),
            calldatas: self.calldatas.clone(),
            descriptionHash: self.description_hash(),
        }
    }

    pub(crate) fn vote(&self, support: u8) -> IGovernor::castVoteCall {
        IGovernor::castVoteCall {
            proposalId: self.id(),
            support,
        }
    }
}
