//! Methods that only look.

use alloc::vec::Vec;

use alloy_primitives::U256;
use alloy_sol_types::SolError;
use ballast_abi::price_feed::PriceFeed as Abi;
use ballast_core::Price;
use ballast_shell::{Calldata, Reply, ShortString, encode, malformed, reply, uint, word};
use stylus_sdk::prelude::*;

use crate::state::{Config, DESCRIPTION, GROWTH_BPS, PriceFeed, Round};

/// The only one.
const VERSION: u64 = 1;

/// Rounds are numbered in so many bits by the interface.
const ROUND_BITS: usize = 80;

impl PriceFeed {
    /// `decimals()`
    pub(crate) fn decimals(&self) -> Reply {
        reply(&[uint(u64::from(self.config().decimals))])
    }

    /// `description()`
    pub(crate) fn description(&self) -> Reply {
        let description = ShortString::from_word(self.cells.word(DESCRIPTION.slot()));
        let [length, bytes] = description.to_abi();
        // The string starts behind the word that says where.
        reply(&[uint(32), length, bytes])
    }

    /// `version()`
    pub(crate) fn version(&self) -> Reply {
        reply(&[uint(VERSION)])
    }

    /// `vault()`
    pub(crate) fn vault(&self) -> Reply {
        reply(&[self.config().vault.into_word().0])
    }

    /// `growthBpsPerYear()`
    pub(crate) fn growth_bps_per_year(&self) -> Reply {
        reply(&[self.cells.word(GROWTH_BPS.slot())])
    }

    /// `checkpoint()`
    pub(crate) fn checkpoint(&self) -> Reply {
        let Round { checkpoint, .. } = self.round();
        reply(&[word(checkpoint.price.to_u256()), uint(checkpoint.at.get())])
    }

    /// `cap()`
    pub(crate) fn cap(&self) -> Reply {
        let (config, round) = (self.config(), self.round());
        let cap = round.checkpoint.cap_at(config.rate, self.now());
        reply(&[word(cap.to_u256())])
    }

    /// `uncappedAnswer()`
    pub(crate) fn uncapped_answer(&self) -> Reply {
        let price = self.quote(&self.config())?;
        reply(&[word(price.to_u256())])
    }

    /// `latestAnswer()`
    pub(crate) fn latest_answer(&self) -> Reply {
        let (_, answer) = self.live()?;
        reply(&[word(answer.to_u256())])
    }

    /// `latestRoundData()`
    pub(crate) fn latest_round_data(&self) -> Reply {
        let (round, answer) = self.live()?;
        let id = uint(round.id);
        reply(&[
            id,
            word(answer.to_u256()),
            uint(round.checkpoint.at.get()),
            uint(self.cells.now()),
            id,
        ])
    }

    /// `getRoundData(uint80)`
    pub(crate) fn get_round_data(&self, mut input: Calldata<'_>) -> Reply {
        let asked = input.uint()?;
        if ROUND_BITS < asked.bit_len() {
            return Err(malformed());
        }
        let latest = self.round().id;
        if asked != U256::from_limbs([latest, 0, 0, 0]) {
            let words = [word(asked), uint(latest)];
            return Err(encode(Abi::RoundNotAvailable::SELECTOR, &words));
        }
        self.latest_round_data()
    }

    /// The round, and what of the vault's price now is believed. An answer is at most 2^128, so it
    /// is a positive `int256`.
    fn live(&self) -> Result<(Round, Price), Vec<u8>> {
        let (config, round) = (self.config(), self.round());
        let current = self.quote(&config)?;
        let answer = round.checkpoint.answer(config.rate, self.now(), current);
        Ok((round, answer))
    }

    /// The vault's price as it stands.
    pub(crate) fn quote(&self, config: &Config) -> Result<Price, Vec<u8>> {
        let words = [config.vault.into_word().0];
        config
            .scale
            .price(self.vm(), config.vault)
            .ok_or_else(|| encode(Abi::VaultFailed::SELECTOR, &words))
    }
}
