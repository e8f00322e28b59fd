//! What can be asked.

use alloy_primitives::U256;
use ballast_shell::{Calldata, Literal, Reply, Word, reply, reply_address, reply_uint, uint, word};

use crate::calls::Calls;
use crate::proposal::fits_time;
use crate::refusals::overflow;
use crate::state::Governor;
use crate::tally::{DENOMINATOR, Quorum};
use crate::token::{CLOCK_MODE, CLOCK_MODE_LENGTH, seconds};

/// How votes are given, for, against or abstaining, and which of them make the quorum.
const COUNTING_MODE: Literal = Literal::new(*b"support=bravo&quorum=for,abstain");

impl Governor {
    /// `clock()`
    pub(crate) fn clock(&self) -> Reply {
        reply(&[uint(self.cells.now())])
    }

    /// `CLOCK_MODE()`
    pub(crate) fn clock_mode() -> Reply {
        reply(&[uint(32), uint(CLOCK_MODE_LENGTH), CLOCK_MODE.word()])
    }

    /// `COUNTING_MODE()`
    pub(crate) fn counting_mode() -> Reply {
        reply(&[uint(32), uint(32), COUNTING_MODE.word()])
    }

    /// `version()`
    pub(crate) fn version() -> Reply {
        let mut version = [0; 32];
        version[0] = b'1';
        reply(&[uint(32), uint(1), version])
    }

    /// `hashProposal(address[],uint256[],bytes[],bytes32)`
    pub(crate) fn hash_proposal(mut input: Calldata<'_>) -> Reply {
        reply(&[Calls::read(&mut input)?.id()])
    }

    /// `state(uint256)`
    pub(crate) fn state(&self, mut input: Calldata<'_>) -> Reply {
        reply(&[uint(self.state_of(*input.word()?)? as u64)])
    }

    /// `proposalSnapshot(uint256)`
    pub(crate) fn proposal_snapshot(&self, mut input: Calldata<'_>) -> Reply {
        reply(&[uint(self.proposal(*input.word()?).start)])
    }

    /// `proposalDeadline(uint256)`
    pub(crate) fn proposal_deadline(&self, mut input: Calldata<'_>) -> Reply {
        let id = *input.word()?;
        let deadline = self.proposal(id).deadline();
        if !fits_time(deadline) {
            return Err(overflow());
        }
        reply(&[uint(deadline.max(self.pro(id).time.get()))])
    }

    /// `proposalProposer(uint256)`
    pub(crate) fn proposal_proposer(&self, mut input: Calldata<'_>) -> Reply {
        reply_address(self.proposal(*input.word()?).proposer)
    }

    /// `proposalEta(uint256)`
    pub(crate) fn proposal_eta(&self, mut input: Calldata<'_>) -> Reply {
        reply(&[uint(self.against(*input.word()?).time.get())])
    }

    /// `proposalNeedsQueuing(uint256)`
    pub(crate) fn needs_queuing(mut input: Calldata<'_>) -> Reply {
        input.word()?;
        reply(&[uint(1)])
    }

    /// `proposalVotes(uint256)`
    pub(crate) fn proposal_votes(&self, mut input: Calldata<'_>) -> Reply {
        let tally = self.tally(*input.word()?);
        reply(&[tally.against, tally.pro, tally.abstain].map(word))
    }

    /// `hasVoted(uint256,address)`
    pub(crate) fn voted(&self, mut input: Calldata<'_>) -> Reply {
        let (id, account) = (*input.word()?, input.address()?);
        reply(&[uint(self.has_voted(id, account).into())])
    }

    /// `getVotes(address,uint256)`, and `getVotesWithParams(address,uint256,bytes)` if there are
    /// parameters.
    pub(crate) fn get_votes(&self, mut input: Calldata<'_>, has_params: bool) -> Reply {
        let (account, time): (_, &Word) = (input.address()?, input.word()?);
        if has_params {
            input.string()?;
        }
        reply_uint(self.past_votes(self.terms().token, account, *time)?)
    }

    /// `quorum(uint256)`
    pub(crate) fn quorum(&self, mut input: Calldata<'_>) -> Reply {
        reply_uint(self.quorum_at(input.uint()?)?)
    }

    /// `quorumNumerator()`
    pub(crate) fn quorum_numerator(&self) -> Reply {
        reply_numerator(self.current_quorum())
    }

    /// `quorumNumerator(uint256)`
    pub(crate) fn quorum_numerator_at(&self, mut input: Calldata<'_>) -> Reply {
        reply_numerator(self.quorum_rule(seconds(input.uint()?)))
    }

    /// `quorumDenominator()`
    pub(crate) fn quorum_denominator() -> Reply {
        reply(&[uint(DENOMINATOR.into())])
    }

    /// `quorumFloor()`
    pub(crate) fn quorum_floor(&self) -> Reply {
        reply_uint(self.current_quorum().floor)
    }

    /// `quorumFloor(uint256)`
    pub(crate) fn quorum_floor_at(&self, mut input: Calldata<'_>) -> Reply {
        let time: U256 = input.uint()?;
        reply_uint(self.quorum_rule(seconds(time)).floor)
    }
}

fn reply_numerator(quorum: Quorum) -> Reply {
    reply(&[uint(quorum.numerator.into())])
}
