//! Several views in one call, and several calls in one transaction.

use alloy_primitives::I256;
use alloy_sol_types::{SolCall, sol};
use ballast_devnet::MULTICALL3;

use super::cast::{ASKER, KEEPER};
use super::laws::{Breach, Law};
use super::world::World;
use crate::soak::views::{self, Answer, Question, aggregate3Call, question};
use crate::soak::{Act, Place};

sol! {
    function transmit(int256 answer) external;
}

/// Asks several views in one call.
///
/// # Errors
/// [`Law::Views`] if one that must answer does not.
pub(super) fn ask_all(world: &World, questions: Vec<Question>) -> Result<Vec<Answer>, Breach> {
    views::ask_all(world.node(), ASKER, questions).map_err(|reason| Law::Views.broken(reason))
}

/// What a view answered.
///
/// # Errors
/// [`Law::Views`] if that is something else.
pub(super) fn decode<C: SolCall>(answer: &Answer) -> Result<C::Return, Breach> {
    C::abi_decode_returns(&answer.returnData)
        .map_err(|_| Law::Views.broken(format!("{} does not answer", C::SIGNATURE)))
}

impl World {
    /// Lets every feed say something else, in one transaction.
    ///
    /// # Errors
    /// [`Law::Engine`] if the chain refuses it.
    pub(super) fn transmit(&self, answers: &[i128]) -> Result<(), Breach> {
        let feeds = self.feeds().iter().zip(answers);
        let questions = feeds.map(|(feed, answer)| {
            let answer = I256::try_from(*answer).expect("fewer bits");
            question(feed.aggregator.address, &transmitCall { answer }, false)
        });
        let questions = questions.collect();
        let call = aggregate3Call { questions };
        let sent = self.send(&Act::new(Place::Feed, KEEPER, MULTICALL3, &call))?;
        sent.refusal
            .map_or(Ok(()), |reason| Err(Law::Engine.broken(reason)))
    }
}
