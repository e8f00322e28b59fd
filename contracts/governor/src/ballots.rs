//! Votes that were signed.

use alloc::vec::Vec;

use alloy_primitives::keccak256;
use alloy_sol_types::SolError;
use ballast_abi::governor::Governor as Abi;
use ballast_erc20::permit;
use ballast_shell::{Calldata, Literal, Reply, Word, signature, uint};
use stylus_sdk::prelude::*;

use crate::refusals::about;
use crate::state::Governor;
use crate::vote::Ballot;

/// The EIP-712 type of a vote.
pub(crate) const BALLOT_TYPE: Literal =
    Literal::hash(b"Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)");

/// The same with a reason and parameters.
pub(crate) const EXTENDED_BALLOT_TYPE: Literal = Literal::hash(
    b"ExtendedBallot(uint256 proposalId,uint8 support,address voter,uint256 nonce,string reason,\
      bytes params)",
);

impl Governor {
    /// `castVoteBySig(uint256,uint8,address,bytes)`
    pub(crate) fn cast_by_signature(&mut self, mut input: Calldata<'_>) -> Reply {
        let (id, support) = (*input.word()?, input.byte()?);
        let (voter, proof) = (input.address()?, input.string()?);
        let (reason, params) = (&[][..], &[][..]);
        let ballot = Ballot {
            id,
            voter,
            support,
            reason,
            params,
        };
        self.check_signature(ballot, BALLOT_TYPE.word(), &[], proof)?;
        self.cast(ballot)
    }

    /// `castVoteWithReasonAndParamsBySig(uint256,uint8,address,string,bytes,bytes)`
    pub(crate) fn cast_extended_by_signature(&mut self, mut input: Calldata<'_>) -> Reply {
        let (id, support, voter) = (*input.word()?, input.byte()?, input.address()?);
        let (reason, params) = (input.string()?, input.string()?);
        let proof = input.string()?;
        let ballot = Ballot {
            id,
            voter,
            support,
            reason,
            params,
        };
        let more = [reason, params].map(|bytes| keccak256(bytes).0);
        self.check_signature(ballot, EXTENDED_BALLOT_TYPE.word(), &more, proof)?;
        self.cast(ballot)
    }

    /// Refuses what the voter did not sign, once.
    ///
    /// # Errors
    /// `GovernorInvalidSignature`.
    #[inline(never)]
    fn check_signature(
        &mut self,
        ballot: Ballot<'_>,
        kind: Word,
        more: &[Word],
        proof: &[u8],
    ) -> Result<(), Vec<u8>> {
        let voter = ballot.voter;
        let head = [
            kind,
            ballot.id,
            uint(ballot.support.into()),
            voter.into_word().0,
            self.use_nonce(voter),
        ];
        let message = keccak256([&head, more].concat().as_flattened()).0;
        let domain = permit::domain_separator(&self.cells);
        let digest = signature::typed_digest(domain, message);
        if signature::is_valid(self.vm(), voter, digest, proof) {
            return Ok(());
        }
        Err(about(Abi::GovernorInvalidSignature::SELECTOR, voter))
    }
}
