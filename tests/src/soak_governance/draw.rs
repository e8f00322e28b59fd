//! What is done next.

mod council;
mod holder;
mod payload;
mod stranger;
mod voter;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::erc20::IERC20Permit::permitCall;
use ballast_abi::governor::IGovernor;
use ballast_abi::votes::{IERC5805, Votes};

use super::cast::{OFFICERS, PEOPLE};
use super::model::Model;
use super::picture::Picture;
use super::world::World;
use crate::soak::{Act, Random};

type Maker = fn(&mut Draw<'_>) -> Act;

/// All there is to do, and how often of all.
const ACTS: &[(u64, Maker)] = &[
    (40, holder::transfer),
    (12, holder::approve),
    (16, holder::transfer_from),
    (8, holder::permit),
    (8, holder::permit_by_signature),
    (40, holder::delegate),
    (8, holder::delegate_by_key),
    (8, holder::delegate_by_signature),
    (45, voter::propose),
    (230, voter::vote),
    (12, voter::vote_by_signature),
    (60, voter::queue),
    (60, voter::enact),
    (8, voter::cancel),
    (60, council::schedule),
    (70, council::execute),
    (10, council::cancel),
    (14, council::appoint),
    (10, stranger::govern),
    (8, stranger::spend),
    (10, stranger::set_parameter),
    (14, stranger::secure),
    (8, stranger::cut),
    (4, stranger::sync),
    (6, stranger::give),
    (8, stranger::repeat),
];

/// What the next act is drawn from.
pub(super) struct Draw<'a> {
    /// The stage.
    pub world: &'a World,
    /// How things are.
    pub now: &'a Picture,
    /// What should be.
    pub model: &'a Model,
    /// Chance.
    pub random: &'a mut Random,
}

impl Draw<'_> {
    /// What is done next.
    pub(super) fn act(&mut self) -> Act {
        self.random.weighted(ACTS)(self)
    }

    /// Whether an act carries a signature that is good for once.
    pub(super) fn is_signed(act: &Act) -> bool {
        [
            permitCall::SIGNATURE,
            Votes::permitCall::SIGNATURE,
            Votes::delegateBySigCall::SIGNATURE,
            IERC5805::delegateBySigCall::SIGNATURE,
            IGovernor::castVoteBySigCall::SIGNATURE,
            IGovernor::castVoteWithReasonAndParamsBySigCall::SIGNATURE,
        ]
        .contains(&act.method)
    }

    /// Somebody who holds tokens.
    fn person(&mut self) -> Address {
        self.random.pick(&PEOPLE)
    }

    /// Anybody, nobody included.
    fn anybody(&mut self) -> Address {
        if self.random.chance(3) {
            Address::ZERO
        } else {
            self.random.pick(self.world.accounts())
        }
    }

    /// One of those, or seldom anybody else.
    fn one_of(&mut self, holders: &[Address]) -> Address {
        let holders: Vec<_> = holders
            .iter()
            .filter(|it| self.acts(**it))
            .copied()
            .collect();
        if !holders.is_empty() && !self.random.chance(12) {
            return self.random.pick(&holders);
        }
        self.stranger()
    }

    /// Somebody, with or without a role.
    fn stranger(&mut self) -> Address {
        if self.random.chance(50) {
            self.random.pick(&OFFICERS)
        } else {
            self.person()
        }
    }

    /// Whether an account acts of its own.
    fn acts(&self, account: Address) -> bool {
        PEOPLE.contains(&account) || OFFICERS.contains(&account)
    }

    fn amount(&mut self, whole: U256) -> U256 {
        self.random.amount(whole)
    }
}
