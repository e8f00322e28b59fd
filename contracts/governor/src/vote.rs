//! Votes.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::governor::Governor as Abi;
use ballast_core::{Seconds, Snapshot};
use ballast_shell::{Calldata, Literal, Reply, Word, encode, encode_bytes, reply, uint, word};

use crate::proposal::{Proposal, Stage, State};
use crate::refusals::{about, overflow, unexpected_state};
use crate::state::Governor;
use crate::tally::{Support, Tally, add};

const VOTE_CAST: Literal = Literal::new(Abi::VoteCast::SIGNATURE_HASH.0);
const VOTE_CAST_WITH_PARAMS: Literal = Literal::new(Abi::VoteCastWithParams::SIGNATURE_HASH.0);
const PROPOSAL_EXTENDED: Literal = Literal::new(Abi::ProposalExtended::SIGNATURE_HASH.0);

/// A vote as its voter gives it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ballot<'a> {
    /// The proposal.
    pub(crate) id: Word,
    /// Who votes.
    pub(crate) voter: Address,
    /// Against, for or abstaining, if it is any of them.
    pub(crate) support: u8,
    /// Why.
    pub(crate) reason: &'a [u8],
    /// What is logged besides.
    pub(crate) params: &'a [u8],
}

impl Governor {
    /// `castVote(uint256,uint8)`
    pub(crate) fn cast_vote(&mut self, mut input: Calldata<'_>) -> Reply {
        let (id, support) = (*input.word()?, input.byte()?);
        let voter = self.cells.sender();
        let (reason, params) = (&[][..], &[][..]);
        self.cast(Ballot {
            id,
            voter,
            support,
            reason,
            params,
        })
    }

    /// `castVoteWithReason(uint256,uint8,string)`, and `castVoteWithReasonAndParams(uint256,uint8,
    /// string,bytes)` if there are parameters.
    pub(crate) fn cast_vote_with(&mut self, mut input: Calldata<'_>, has_params: bool) -> Reply {
        let (id, support, reason) = (*input.word()?, input.byte()?, input.string()?);
        let params = if has_params { input.string()? } else { &[] };
        let voter = self.cells.sender();
        self.cast(Ballot {
            id,
            voter,
            support,
            reason,
            params,
        })
    }

    /// Counts a vote.
    ///
    /// # Errors
    /// `GovernorUnexpectedProposalState`, `GovernorNonexistentProposal`, `GovernorAlreadyCastVote`,
    /// `GovernorInvalidVoteType`, the token's.
    #[inline(never)]
    pub(crate) fn cast(&mut self, ballot: Ballot<'_>) -> Reply {
        let Ballot { id, voter, .. } = ballot;
        let (proposal, pro) = (self.proposal(id), self.pro(id));
        let stage = proposal.stage_at(self.cells.now(), || pro.time.get());
        if stage != Stage::At(State::Active) {
            return Err(unexpected_state(
                id,
                self.state_of(id)?,
                State::Active.bit(),
            ));
        }
        let token = self.terms().token;
        let weight = self.past_votes(token, voter, uint(proposal.start))?;
        if self.has_voted(id, voter) {
            return Err(about(Abi::GovernorAlreadyCastVote::SELECTOR, voter));
        }
        self.set_voted(id, voter);
        let extended = self.count(ballot, &proposal, pro, weight)?;
        self.log_vote(ballot, weight);
        if let Some(deadline) = extended {
            let words = [PROPOSAL_EXTENDED.word(), id, uint(deadline)];
            self.cells.log(&words, 2);
        }
        reply(&[word(weight)])
    }

    /// Adds votes to those there are, and puts the deadline off if these are the first that suffice;
    /// returns until when if that is later than voting would end anyway.
    fn count(
        &mut self,
        ballot: Ballot<'_>,
        proposal: &Proposal,
        pro: Snapshot,
        weight: U256,
    ) -> Result<Option<u64>, Vec<u8>> {
        let (id, mut pro) = (ballot.id, pro);
        let is_late = pro.time != Seconds::new(0);
        let mut abstain = None;
        match Support::from_number(ballot.support) {
            Some(Support::Against) => {
                let against = self.against(id);
                let value = add(against.value, weight).ok_or_else(overflow)?;
                self.set_against(id, Snapshot { value, ..against });
            }
            Some(Support::For) => pro.value = add(pro.value, weight).ok_or_else(overflow)?,
            Some(Support::Abstain) => {
                let votes = add(self.abstain(id), weight).ok_or_else(overflow)?;
                self.set_abstain(id, votes);
                abstain = Some(votes);
            }
            None => return Err(encode(Abi::GovernorInvalidVoteType::SELECTOR, &[])),
        }
        let mut extended = None;
        if !is_late {
            let tally = Tally {
                against: U256::ZERO,
                pro: pro.value,
                abstain: abstain.unwrap_or_else(|| self.abstain(id)),
            };
            if self.is_quorate(proposal.start, tally)? {
                // 48 bits of an extension, and a second that is far from 64.
                let deadline = self.cells.now().wrapping_add(self.terms().vote_extension);
                pro.time = Seconds::new(deadline);
                extended = (proposal.deadline() < deadline).then_some(deadline);
            }
        }
        self.set_pro(id, pro);
        Ok(extended)
    }

    #[inline(never)]
    fn log_vote(&mut self, ballot: Ballot<'_>, weight: U256) {
        let reason = encode_bytes(ballot.reason);
        let has_params = !ballot.params.is_empty();
        let event = if has_params {
            VOTE_CAST_WITH_PARAMS.word()
        } else {
            VOTE_CAST.word()
        };
        // The reason begins behind four words, or five.
        let start = uint(if has_params { 5 * 32 } else { 4 * 32 });
        let mut words = Vec::from([
            event,
            ballot.voter.into_word().0,
            ballot.id,
            uint(ballot.support.into()),
            word(weight),
            start,
        ]);
        if has_params {
            // Calldata is far shorter than 2^32 words.
            let behind = (reason.len() as u64).wrapping_add(5).wrapping_mul(32);
            words.push(uint(behind));
        }
        words.extend(reason);
        if has_params {
            words.extend(encode_bytes(ballot.params));
        }
        self.cells.log(&words, 2);
    }
}
