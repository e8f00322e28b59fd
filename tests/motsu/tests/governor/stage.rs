//! A governor, its token, its timelock, and a target that hears what is decided.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use alloy_primitives::aliases::U48;
use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::governor::Governor as Abi;
use ballast_abi::governor::IGovernor::{self, ProposalState};
use ballast_abi::redemptions::IERC165;
use ballast_abi::timelock::Timelock as TimelockAbi;
use ballast_abi::votes::{IERC5805, Votes as VotesAbi};
use ballast_governor::Governor;
use ballast_motsu_testkit::{Deployed, Foreign, set_admitting, set_block_timestamp};
use ballast_timelock::Timelock;
use ballast_votes::Votes;

use crate::tokens::{ALICE, BOB};

pub(super) const CAROL: Address = Address::repeat_byte(0xca);
pub(super) const DAVE: Address = Address::repeat_byte(0xda);
pub(super) const GUARDIAN: Address = Address::repeat_byte(0x6d);
pub(super) const TOKEN: Address = Address::repeat_byte(0x70);
pub(super) const TIMELOCK: Address = Address::repeat_byte(0x71);
pub(super) const GOVERNOR: Address = Address::repeat_byte(0x60);
pub(super) const TARGET: Address = Address::repeat_byte(0x7a);

/// When the tokens are handed out; a proposal is first made ten seconds later.
pub(super) const START: u64 = 1_800_000_000;
pub(super) const VOTING_DELAY: u64 = 3_600;
pub(super) const VOTING_PERIOD: u64 = 259_200;
pub(super) const EXTENSION: u64 = 86_400;
/// What the timelock makes proposals wait.
pub(super) const WAIT: u64 = 172_800;
/// Votes that a proposer needs.
pub(super) const THRESHOLD: u64 = 100;
/// Hundredths of the supply of 1,000.
pub(super) const NUMERATOR: u64 = 30;
pub(super) const FLOOR: u64 = 200;

pub(super) const AGAINST: u8 = 0;
pub(super) const FOR: u8 = 1;
pub(super) const ABSTAIN: u8 = 2;

pub(super) fn uint(value: u64) -> U256 {
    U256::from(value)
}

/// What the constructor of a governor is given.
pub(super) fn construction(guardian: Address) -> Abi::constructorCall {
    Abi::constructorCall {
        name: "Governor".into(),
        token: TOKEN,
        timelock: TIMELOCK,
        votingDelay: U48::from(VOTING_DELAY),
        votingPeriod: VOTING_PERIOD as u32,
        proposalThreshold: uint(THRESHOLD),
        quorumNumerator: uint(NUMERATOR),
        quorumFloor: uint(FLOOR),
        voteExtension: U48::from(EXTENSION),
        proposalGuardian: guardian,
    }
}

/// Calls and a description.
#[derive(Clone, Debug)]
pub(super) struct Motion {
    pub(super) calls: Vec<(Address, u64, Vec<u8>)>,
    pub(super) description: String,
}

/// The targets, the ether, the calldata and the hash of the description.
type Parts = (Vec<Address>, Vec<U256>, Vec<alloy_primitives::Bytes>, B256);

impl Motion {
    /// One call without ether.
    pub(super) fn to(target: Address, data: impl Into<Vec<u8>>) -> Self {
        Self {
            calls: vec![(target, 0, data.into())],
            description: "Because".into(),
        }
    }

    /// One call of the governor itself.
    pub(super) fn governing(call: &impl SolCall) -> Self {
        Self::to(GOVERNOR, call.abi_encode())
    }

    /// The same calls with another description.
    pub(super) fn described(self, description: impl Into<String>) -> Self {
        Self {
            description: description.into(),
            ..self
        }
    }

    pub(super) fn parts(&self) -> Parts {
        let calls = || self.calls.iter();
        (
            calls().map(|call| call.0).collect(),
            calls().map(|call| uint(call.1)).collect(),
            calls().map(|call| call.2.clone().into()).collect(),
            keccak256(&self.description),
        )
    }

    pub(super) fn propose(&self) -> IGovernor::proposeCall {
        let (targets, values, calldatas, _) = self.parts();
        IGovernor::proposeCall {
            targets,
            values,
            calldatas,
            description: self.description.clone(),
        }
    }

    pub(super) fn queue(&self) -> IGovernor::queueCall {
        self.parts().into()
    }

    pub(super) fn execute(&self) -> IGovernor::executeCall {
        self.parts().into()
    }

    pub(super) fn cancel(&self) -> IGovernor::cancelCall {
        self.parts().into()
    }

    pub(super) fn hash(&self) -> IGovernor::hashProposalCall {
        self.parts().into()
    }
}

/// What the target was sent: from whom, the ether and the calldata, in order.
type Heard = Rc<RefCell<Vec<(Address, u64, Vec<u8>)>>>;

/// A governor of a token of which Alice, Bob, Carol and Dave have 500, 300, 150 and 50 votes.
///
/// The target refuses calldata that starts with a `0xee`: with whatever follows it.
pub(super) struct Stage {
    pub(super) token: Deployed<Votes>,
    pub(super) timelock: Deployed<Timelock>,
    pub(super) governor: Deployed<Governor>,
    pub(super) heard: Heard,
    _target: Foreign,
    now: Cell<u64>,
}

/// The token and the timelock, and a governor that is not made yet.
pub(super) fn bare() -> Stage {
    set_block_timestamp(START);
    let token = Deployed::bare(TOKEN);
    let (name, symbol) = ("Votes".into(), "V".into());
    let (holder, supply) = (ALICE, uint(1_000));
    let made = VotesAbi::constructorCall {
        name,
        symbol,
        holder,
        supply,
    };
    token.construct(ALICE, &made).unwrap();
    for (to, value) in [(BOB, 300), (CAROL, 150), (DAVE, 50)] {
        let value = uint(value);
        let call = ballast_abi::erc20::IERC20::transferCall { to, value };
        token.call(ALICE, &call).unwrap();
    }
    for delegatee in [ALICE, BOB, CAROL, DAVE] {
        let call = IERC5805::delegateCall { delegatee };
        token.call(delegatee, &call).unwrap();
    }
    let timelock = Deployed::bare(TIMELOCK);
    let made = TimelockAbi::constructorCall {
        minDelay: uint(WAIT),
        proposers: vec![GOVERNOR],
        executors: vec![Address::ZERO],
        admin: Address::ZERO,
    };
    timelock.construct(ALICE, &made).unwrap();
    // As their own entry points do.
    set_admitting(TIMELOCK, |_| true);
    set_admitting(GOVERNOR, |_| true);
    let heard = Heard::default();
    let log = Rc::clone(&heard);
    let target = Foreign::place(TARGET, move |message| {
        // It says nothing of what it is.
        if message.is::<IERC165::supportsInterfaceCall>().is_some() {
            return Err(vec![]);
        }
        if let Some((0xee, reason)) = message.calldata.split_first() {
            return Err(reason.to_vec());
        }
        let value = message.value.to();
        let heard = (message.sender, value, message.calldata.to_vec());
        log.borrow_mut().push(heard);
        Ok(vec![])
    });
    Stage {
        token,
        timelock,
        governor: Deployed::bare(GOVERNOR),
        heard,
        _target: target,
        now: Cell::new(START),
    }
}

/// A governor with a guardian, ten seconds after its start.
pub(super) fn stage() -> Stage {
    guarded_by(GUARDIAN)
}

/// The same with this guardian.
pub(super) fn guarded_by(guardian: Address) -> Stage {
    let stage = bare();
    stage
        .governor
        .construct(ALICE, &construction(guardian))
        .unwrap();
    stage.pass_time(10);
    stage
}

impl Stage {
    pub(super) fn now(&self) -> u64 {
        self.now.get()
    }

    pub(super) fn pass_time(&self, seconds: u64) {
        self.go_to(self.now.get() + seconds);
    }

    pub(super) fn go_to(&self, time: u64) {
        self.now.set(time);
        set_block_timestamp(time);
    }

    /// Asks the governor what nobody in particular may ask.
    pub(super) fn ask<C: SolCall>(&self, call: &C) -> C::Return {
        self.governor.call(CAROL, call).unwrap()
    }

    pub(super) fn refuses(&self, caller: Address, call: &impl SolCall, error: &impl SolError) {
        let outcome = self.governor.call(caller, call).err();
        assert_eq!(outcome, Some(error.abi_encode()));
    }

    /// Proposes as Alice, and lets the delay pass: votes count from now on.
    pub(super) fn open(&self, motion: &Motion) -> U256 {
        let id = self.governor.call(ALICE, &motion.propose()).unwrap();
        self.pass_time(VOTING_DELAY + 1);
        id
    }

    pub(super) fn vote(&self, voter: Address, id: U256, support: u8) -> U256 {
        let call = IGovernor::castVoteCall {
            proposalId: id,
            support,
        };
        self.governor.call(voter, &call).unwrap()
    }

    /// Proposes it, votes for it as Alice, and lets the period pass.
    pub(super) fn decide(&self, motion: &Motion) -> U256 {
        let id = self.open(motion);
        self.vote(ALICE, id, FOR);
        self.pass_time(VOTING_PERIOD);
        assert_eq!(self.state(id), ProposalState::Succeeded);
        id
    }

    /// The same, and lets it wait until it is ready.
    pub(super) fn queue(&self, motion: &Motion) -> U256 {
        let id = self.decide(motion);
        assert_eq!(self.governor.call(DAVE, &motion.queue()), Ok(id));
        self.pass_time(WAIT);
        id
    }

    /// The same, and executes it.
    pub(super) fn enact(&self, motion: &Motion) -> Result<U256, Vec<u8>> {
        self.queue(motion);
        self.governor.call(DAVE, &motion.execute())
    }

    pub(super) fn state(&self, id: U256) -> ProposalState {
        self.ask(&IGovernor::stateCall { proposalId: id })
    }

    pub(super) fn deadline(&self, id: U256) -> u64 {
        self.ask(&IGovernor::proposalDeadlineCall { proposalId: id })
            .to()
    }

    /// Votes against, for and abstaining.
    pub(super) fn tally(&self, id: U256) -> [u64; 3] {
        let votes = self.ask(&Abi::proposalVotesCall { proposalId: id });
        [votes.againstVotes, votes.forVotes, votes.abstainVotes].map(|votes| votes.to())
    }

    /// An error that says the proposal stands here and should in one of these states.
    pub(super) fn unexpected(
        &self,
        id: U256,
        current: ProposalState,
        expected: &[ProposalState],
    ) -> IGovernor::GovernorUnexpectedProposalState {
        let bits = expected.iter().map(|state| 1_u64 << *state as u8).sum();
        IGovernor::GovernorUnexpectedProposalState {
            proposalId: id,
            current,
            expectedStates: uint(bits).into(),
        }
    }
}
