//! New proposals.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::governor::Governor as Abi;
use ballast_shell::{Calldata, Literal, Reply, Word, encode_bytes, reply, uint};

use crate::calls::Calls;
use crate::description::lets_propose;
use crate::proposal::{Proposal, fits_time};
use crate::refusals::{about, time_too_large, too_few_votes, unexpected_state};
use crate::state::Governor;

const PROPOSAL_CREATED: Literal = Literal::new(Abi::ProposalCreated::SIGNATURE_HASH.0);

impl Governor {
    /// `propose(address[],uint256[],bytes[],string)`
    pub(crate) fn propose(&mut self, mut input: Calldata<'_>) -> Reply {
        let (calls, description) = Calls::read_described(&mut input)?;
        let proposer = self.cells.sender();
        if !lets_propose(proposer, description) {
            let selector = Abi::GovernorRestrictedProposer::SELECTOR;
            return Err(about(selector, proposer));
        }
        let terms = self.terms();
        self.check_threshold(terms.token, proposer)?;
        let id = calls.id();
        calls.check_lengths()?;
        if self.proposal(id).start != 0 {
            return Err(unexpected_state(id, self.state_of(id)?, 0));
        }
        self.ask_validators(&calls)?;
        let (now, duration) = (self.cells.now(), self.office().voting_period);
        // 48 bits of a delay, and a second that is far from 64.
        let start = now.wrapping_add(terms.voting_delay);
        if !fits_time(start) {
            return Err(time_too_large(U256::from_limbs([start, 0, 0, 0])));
        }
        let proposal = Proposal {
            proposer,
            start,
            duration,
            ..Proposal::default()
        };
        self.set_proposal(id, proposal);
        self.set_pledge(id, self.code_of(&calls));
        self.log_created(id, &proposal, &calls, description);
        reply(&[id])
    }

    /// Refuses a proposer whose votes a second ago were too few.
    fn check_threshold(&self, token: Address, proposer: Address) -> Result<(), Vec<u8>> {
        let threshold = self.threshold();
        if threshold.is_zero() {
            return Ok(());
        }
        let before = uint(self.cells.now().wrapping_sub(1));
        let votes = self.past_votes(token, proposer, before)?;
        if votes < threshold {
            return Err(too_few_votes(proposer, votes, threshold));
        }
        Ok(())
    }

    #[inline(never)]
    fn log_created(
        &mut self,
        id: Word,
        proposal: &Proposal,
        calls: &Calls<'_>,
        description: &[u8],
    ) {
        let [targets, values, calldatas] = calls.lists();
        let signatures = no_signatures(calls.targets.len() as u64);
        let description = encode_bytes(description);
        // Calldata is far shorter than 2^32 words.
        let after = |at: u64, list: &[Word]| at.wrapping_add((list.len() as u64).wrapping_mul(32));
        let first = 9 * 32;
        let second = after(first, &targets);
        let third = after(second, &values);
        let fourth = after(third, &signatures);
        let fifth = after(fourth, &calldatas);
        let head = [
            PROPOSAL_CREATED.word(),
            id,
            proposal.proposer.into_word().0,
            uint(first),
            uint(second),
            uint(third),
            uint(fourth),
            uint(proposal.start),
            uint(proposal.deadline()),
            uint(fifth),
        ];
        let lists = [targets, values, signatures, calldatas, description];
        let words = [&head[..], &lists.concat()].concat();
        self.cells.log(&words, 1);
    }
}

/// A list of so many empty strings as the ABI encodes it.
fn no_signatures(count: u64) -> Vec<Word> {
    let mut words = Vec::from([uint(count)]);
    // Each is its length alone, behind all offsets.
    words.extend((count..count.wrapping_mul(2)).map(|index| uint(index.wrapping_mul(32))));
    words.extend((0..count).map(|_| [0; 32]));
    words
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec;

    use alloy_sol_types::SolValue;

    use super::*;

    #[test]
    fn signatures_are_empty_strings() {
        for count in 1..4_u64 {
            let strings = vec![String::new(); count as usize];
            let encoded = strings.abi_encode();
            let words = no_signatures(count);
            assert_eq!(words.as_flattened(), &encoded[32..]);
        }
    }
}
