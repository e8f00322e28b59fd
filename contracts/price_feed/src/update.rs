//! `update()`

use alloy_sol_types::SolEvent;
use ballast_abi::price_feed::IAggregator::AnswerUpdated;
use ballast_core::Checkpoint;
use ballast_shell::{Literal, Reply, reply, uint, word};

use crate::state::{PriceFeed, ROUND, Round};

const ANSWER_UPDATED: Literal = Literal::new(AnswerUpdated::SIGNATURE_HASH.0);

impl PriceFeed {
    /// `update()`
    pub(crate) fn update(&mut self) -> Reply {
        let (config, round, now) = (self.config(), self.round(), self.now());
        let current = self.quote(&config)?;
        let answer = round.checkpoint.answer(config.rate, now, current);
        if let Some(checkpoint) = round.checkpoint.moved(config.rate, now, current) {
            self.set_round(checkpoint, round.id.wrapping_add(1));
        }
        reply(&[word(answer.to_u256())])
    }

    /// Keeps a checkpoint, and says so. Rounds are fewer than transactions: 64 bits never overflow.
    pub(crate) fn set_round(&mut self, checkpoint: Checkpoint, id: u64) {
        let round = Round { checkpoint, id };
        self.cells.set_uint(ROUND.slot(), round.to_word());
        let words = [
            ANSWER_UPDATED.word(),
            word(checkpoint.price.to_u256()),
            uint(id),
            uint(checkpoint.at.get()),
        ];
        self.cells.log(&words, 3);
    }
}
