//! What becomes of proposals.

use alloc::vec::Vec;

use alloy_primitives::{U256, keccak256};
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::governor::Governor as Abi;
use ballast_core::{Seconds, Snapshot};
use ballast_shell::{Calldata, Literal, Reply, Word, code, encode, reply, uint};
use stylus_sdk::prelude::*;

use crate::calls::Calls;
use crate::proposal::{Proposal, Stage, State, fits_time};
use crate::refusals::{nonexistent, overflow, time_too_large, unexpected_state};
use crate::state::Governor;

const PROPOSAL_QUEUED: Literal = Literal::new(Abi::ProposalQueued::SIGNATURE_HASH.0);
const PROPOSAL_EXECUTED: Literal = Literal::new(Abi::ProposalExecuted::SIGNATURE_HASH.0);
const PROPOSAL_CANCELED: Literal = Literal::new(Abi::ProposalCanceled::SIGNATURE_HASH.0);

/// All states of the ABI but those that nothing follows.
const UNFINISHED: u64 = State::Pending.bit()
    | State::Active.bit()
    | State::Defeated.bit()
    | State::Succeeded.bit()
    | State::Queued.bit();

impl Governor {
    /// Where a proposal stands.
    ///
    /// # Errors
    /// `GovernorNonexistentProposal`, the token's, the timelock's.
    #[inline(never)]
    pub(crate) fn state_of(&self, id: Word) -> Result<State, Vec<u8>> {
        let proposal = self.proposal(id);
        let extended = || self.pro(id).time.get();
        match proposal.stage_at(self.cells.now(), extended) {
            Stage::Unknown => return Err(nonexistent(id)),
            Stage::At(state) => return Ok(state),
            Stage::Voted => {}
        }
        let tally = self.tally(id);
        if !tally.is_won() || !self.is_quorate(proposal.start, tally)? {
            return Ok(State::Defeated);
        }
        if self.against(id).time == Seconds::new(0) {
            return Ok(State::Succeeded);
        }
        self.state_in_timelock(id)
    }

    /// Refuses a proposal that is in none of the states whose bits are set.
    ///
    /// # Errors
    /// `GovernorUnexpectedProposalState`, and as [`state_of`](Self::state_of).
    fn check_state(&self, id: Word, expected: u64) -> Result<(), Vec<u8>> {
        let state = self.state_of(id)?;
        if state.bit() & expected != 0 {
            return Ok(());
        }
        Err(unexpected_state(id, state, expected))
    }

    /// `queue(address[],uint256[],bytes[],bytes32)`
    pub(crate) fn queue(&mut self, mut input: Calldata<'_>) -> Reply {
        let calls = Calls::read(&mut input)?;
        let id = calls.id();
        self.check_state(id, State::Succeeded.bit())?;
        if self.code_of(&calls) != self.pledge(id) {
            return Err(encode(Abi::GovernorCodeChanged::SELECTOR, &[id]));
        }
        let (delay, operation) = self.schedule(&calls)?;
        self.set_pledge(id, operation);
        let now = U256::from_limbs([self.cells.now(), 0, 0, 0]);
        let eta = now.checked_add(delay).ok_or_else(overflow)?;
        let short = u64::try_from(eta).ok().filter(|eta| fits_time(*eta));
        let eta = short.ok_or_else(|| time_too_large(eta))?;
        let against = self.against(id);
        let time = Seconds::new(eta);
        self.set_against(id, Snapshot { time, ..against });
        self.cells.log(&[PROPOSAL_QUEUED.word(), id, uint(eta)], 1);
        reply(&[id])
    }

    /// `execute(address[],uint256[],bytes[],bytes32)`
    pub(crate) fn execute(&mut self, mut input: Calldata<'_>) -> Reply {
        let calls = Calls::read(&mut input)?;
        let id = calls.id();
        self.check_state(id, State::Queued.bit())?;
        let proposal = self.proposal(id);
        self.set_proposal(
            id,
            Proposal {
                is_executed: true,
                ..proposal
            },
        );
        let this = self.this();
        if self.office().timelock != this {
            let hashes = calls.to(this).map(|data| keccak256(data).0);
            self.expect_calls(hashes.collect());
        }
        self.execute_in_timelock(&calls)?;
        self.set_pledge(id, [0; 32]);
        self.forget_expected();
        self.cells.log(&[PROPOSAL_EXECUTED.word(), id], 1);
        reply(&[id])
    }

    /// `cancel(address[],uint256[],bytes[],bytes32)`
    pub(crate) fn cancel(&mut self, mut input: Calldata<'_>) -> Reply {
        let calls = Calls::read(&mut input)?;
        let id = calls.id();
        self.check_canceller(id)?;
        self.check_state(id, UNFINISHED)?;
        let proposal = self.proposal(id);
        self.set_proposal(
            id,
            Proposal {
                is_canceled: true,
                ..proposal
            },
        );
        self.cells.log(&[PROPOSAL_CANCELED.word(), id], 1);
        let pledge = self.pledge(id);
        self.set_pledge(id, [0; 32]);
        if self.against(id).time != Seconds::new(0) {
            self.cancel_in_timelock(pledge)?;
        }
        reply(&[id])
    }

    /// The hash of what code the targets have.
    pub(crate) fn code_of(&self, calls: &Calls<'_>) -> Word {
        code::hash_of(self.vm(), calls.targets.iter().copied())
    }
}
