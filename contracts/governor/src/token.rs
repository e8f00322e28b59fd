//! What the token is asked.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc20::IERC20;
use ballast_abi::governor::Governor as Abi;
use ballast_abi::votes::IERC5805;
use ballast_core::Seconds;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Literal, Word, encode, malformed, uint, word};
use stylus_sdk::prelude::*;

use crate::state::Governor;
use crate::tally::Tally;

/// ERC-6372: seconds since 1970.
pub(crate) const CLOCK_MODE: Literal =
    Literal::new(*b"mode=timestamp\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
/// Its length.
pub(crate) const CLOCK_MODE_LENGTH: u64 = 14;

impl Governor {
    /// The votes of an account at a time, as the token says.
    ///
    /// # Errors
    /// The token's, for a time that is not past.
    #[inline(never)]
    pub(crate) fn past_votes(
        &self,
        token: Address,
        account: Address,
        time: Word,
    ) -> Result<U256, Vec<u8>> {
        let words = [account.into_word().0, time];
        let call = encode(IERC5805::getPastVotesCall::SELECTOR, &words);
        self.ask_uint(token, &call)
    }

    /// The quorum of votes of a past time.
    ///
    /// # Errors
    /// As [`past_votes`](Self::past_votes).
    #[inline(never)]
    pub(crate) fn quorum_at(&self, time: U256) -> Result<U256, Vec<u8>> {
        let call = encode(IERC5805::getPastTotalSupplyCall::SELECTOR, &[word(time)]);
        let supply = self.ask_uint(self.terms().token, &call)?;
        Ok(self.quorum_rule(seconds(time)).of(supply))
    }

    /// Whether enough voted, votes of the second `start` counting. The supply is asked for only if
    /// there are as many votes as are needed whatever it is.
    ///
    /// # Errors
    /// The token's.
    pub(crate) fn is_quorate(&self, start: u64, tally: Tally) -> Result<bool, Vec<u8>> {
        let present = tally.present();
        if present < self.quorum_rule(Seconds::new(start)).floor {
            return Ok(false);
        }
        let quorum = self.quorum_at(U256::from_limbs([start, 0, 0, 0]))?;
        Ok(quorum <= present)
    }

    /// All tokens there are now.
    ///
    /// # Errors
    /// The token's.
    pub(crate) fn supply(&self, token: Address) -> Result<U256, Vec<u8>> {
        self.ask_uint(token, &IERC20::totalSupplyCall::SELECTOR)
    }

    /// Refuses a token whose clock is not that of timestamps.
    ///
    /// # Errors
    /// `ERC6372InconsistentClock`.
    pub(crate) fn check_clock(&self, token: Address) -> Result<(), Vec<u8>> {
        let now = U256::from_limbs([self.cells.now(), 0, 0, 0]);
        let clock = IERC5805::clockCall::SELECTOR;
        let clock = remote::view_uint(self.vm(), token, &clock, ALL_GAS);
        let mode = IERC5805::CLOCK_MODECall::SELECTOR;
        let mode = remote::view(self.vm(), token, &mode, ALL_GAS);
        let expected = [uint(32), uint(CLOCK_MODE_LENGTH), CLOCK_MODE.word()];
        if clock == Some(now) && mode.as_deref() == Some(expected.as_flattened()) {
            return Ok(());
        }
        Err(encode(Abi::ERC6372InconsistentClock::SELECTOR, &[]))
    }

    /// The number that a trusted contract answers.
    ///
    /// # Errors
    /// Its own, empty if it answers none.
    #[inline(never)]
    pub(crate) fn ask_uint(&self, to: Address, call: &[u8]) -> Result<U256, Vec<u8>> {
        let answer = remote::ask(self.vm(), to, call, ALL_GAS)?;
        remote::first_uint(&answer).ok_or_else(malformed)
    }
}

/// A time of the ABI; one that is too far away is as far away as can be.
pub(crate) fn seconds(time: U256) -> Seconds {
    Seconds::new(u64::try_from(time).unwrap_or(u64::MAX))
}
