//! Asking contracts who governs them.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolCall, sol};
use ballast_abi::curator::IGoverned;
use ballast_shell::{Calldata, Cells, Reply, Word, encode_list, remote, reply, uint};
use stylus_sdk::prelude::*;

sol! {
    /// Who owns, where that is the word for it.
    function owner() external view returns (address);
    /// Who will once they accept.
    function pendingOwner() external view returns (address);
}

/// What a contract gets to answer a question.
const QUESTION_GAS: u64 = 100_000;

/// A view of who governs; see the crate's documentation.
#[storage]
#[entrypoint]
pub struct GovernanceLens {
    pub(crate) cells: Cells,
}

/// Who governs a contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Governance {
    authority: Address,
    pending: Address,
    is_known: bool,
}

impl GovernanceLens {
    /// `isGovernedBy(address,address[])`
    pub(crate) fn is_governed_by(&self, mut input: Calldata<'_>) -> Reply {
        let (governor, modules) = (input.address()?, input.addresses()?);
        let expected = Governance {
            authority: governor,
            pending: Address::ZERO,
            is_known: true,
        };
        let is_governed = modules.into_iter().all(|it| self.ask(it) == expected);
        reply(&[uint(is_governed.into())])
    }

    /// `governance(address[])`
    pub(crate) fn governance(&self, mut input: Calldata<'_>) -> Reply {
        let modules = input.addresses()?.into_iter();
        let all: Vec<Governance> = modules.map(|it| self.ask(it)).collect();
        let lists = [
            encode_list(all.iter().map(|it| it.authority.into_word().0)),
            encode_list(all.iter().map(|it| it.pending.into_word().0)),
            encode_list(all.iter().map(|it| uint(it.is_known.into()))),
        ];
        // Lists that were read from calldata are far shorter than 2^32 words.
        let length = (all.len() as u64).wrapping_add(1).wrapping_mul(32);
        let (first, second) = (3 * 32, length.wrapping_add(3 * 32));
        let offsets = [uint(first), uint(second), uint(second.wrapping_add(length))];
        let words: Vec<Word> = [&offsets[..], &lists.concat()].concat();
        reply(&words)
    }

    /// Who governs a contract; nobody is known to unless it answers both questions.
    fn ask(&self, module: Address) -> Governance {
        let authority = [
            IGoverned::authorityCall::SELECTOR,
            IGoverned::pendingAuthorityCall::SELECTOR,
        ];
        let owner = [ownerCall::SELECTOR, pendingOwnerCall::SELECTOR];
        let answer = self
            .ask_both(module, authority)
            .or_else(|| self.ask_both(module, owner));
        match answer {
            Some([authority, pending]) => Governance {
                authority,
                pending,
                is_known: true,
            },
            None => Governance::default(),
        }
    }

    fn ask_both(&self, module: Address, questions: [[u8; 4]; 2]) -> Option<[Address; 2]> {
        let [first, second] = questions;
        Some([
            self.ask_address(module, first)?,
            self.ask_address(module, second)?,
        ])
    }

    #[inline(never)]
    fn ask_address(&self, module: Address, question: [u8; 4]) -> Option<Address> {
        let answer = remote::view(self.vm(), module, &question, QUESTION_GAS)?;
        Calldata::new(&answer).address().ok()
    }
}
