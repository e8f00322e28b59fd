//! Telling subscribers.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::params::{IParameterSubscriber, IParams as Abi};
use ballast_core::{Ramp, Seconds};
use ballast_shell::{Word, encode, remote, uint};
use stylus_sdk::prelude::*;

use crate::errors::{sync_failed, value_word};
use crate::state::{Params, Standing, Subscription};

/// Gas for a subscriber: enough to enter a program that is not cached and to write five words.
const PUSH_GAS: u64 = 200_000;
/// Gas that must be left besides: for the call itself, and to write down that it failed.
const RESERVE_GAS: u64 = 60_000;

/// What subscribers are told.
fn message(key: Word, ramp: &Ramp) -> Vec<u8> {
    let words = [
        key,
        value_word(ramp.to),
        value_word(ramp.from),
        uint(ramp.start.get()),
        uint(ramp.end.get()),
    ];
    encode(IParameterSubscriber::onParameterCall::SELECTOR, &words)
}

/// Whether an answer is a selector, and nothing in the rest of its word.
fn is_selector(answer: &[u8], selector: [u8; 4]) -> bool {
    let word: Option<&Word> = answer.first_chunk();
    word.and_then(|word| word.split_first_chunk())
        .is_some_and(|(first, rest)| *first == selector && rest.iter().all(|byte| *byte == 0))
}

impl Params {
    /// Tells an account, which gets all the gas that is meant for it.
    ///
    /// # Errors
    /// `NotEnoughGas`; the inner error is the account's, a kilobyte at most.
    #[inline(never)]
    fn deliver(
        &mut self,
        account: Address,
        message: &[u8],
    ) -> Result<Result<(), Vec<u8>>, Vec<u8>> {
        if !remote::affords(self.vm(), PUSH_GAS, RESERVE_GAS) {
            return Err(encode(Abi::NotEnoughGas::SELECTOR, &[uint(PUSH_GAS)]));
        }
        let selector = IParameterSubscriber::onParameterCall::SELECTOR;
        Ok(match remote::send(self, account, message, PUSH_GAS) {
            Ok(answer) if is_selector(&answer, selector) => Ok(()),
            Ok(_) => Err(Vec::new()),
            Err(reason) => Err(reason),
        })
    }

    /// Tells all subscribers of a parameter that has changed. What fails is written down.
    ///
    /// # Errors
    /// `NotEnoughGas`.
    pub(crate) fn push(&mut self, key: Word, standing: Standing) -> Result<(), Vec<u8>> {
        let message = message(key, &standing.parameter.ramp);
        let mut failures = 0_u8;
        for place in 0..standing.subscribers {
            let before = self.subscription(key, place);
            let has_failed = self.deliver(before.account, &message)?.is_err();
            // At most as many as there are subscribers.
            failures = failures.wrapping_add(has_failed.into());
            self.note(key, place, before, has_failed);
        }
        self.set_failures(key, standing, failures);
        Ok(())
    }

    /// Tells one subscriber once more.
    ///
    /// # Errors
    /// `NotEnoughGas`, `SyncFailed`.
    pub(crate) fn push_again(
        &mut self,
        key: Word,
        standing: Standing,
        place: u8,
    ) -> Result<(), Vec<u8>> {
        let before = self.subscription(key, place);
        let message = message(key, &standing.parameter.ramp);
        self.deliver(before.account, &message)?
            .map_err(|reason| sync_failed(key, before.account, &reason))?;
        if before.failed_since != Seconds::ZERO {
            self.note(key, place, before, false);
            self.set_failures(key, standing, standing.failures.saturating_sub(1));
        }
        Ok(())
    }

    /// Writes down how a subscriber took what it was told.
    fn note(&mut self, key: Word, place: u8, before: Subscription, has_failed: bool) {
        let account = before.account;
        let had_failed = before.failed_since != Seconds::ZERO;
        if has_failed {
            self.log_push_failed(key, account);
        }
        if has_failed == had_failed {
            return;
        }
        let failed_since = if has_failed {
            self.now()
        } else {
            self.log_synced(key, account);
            Seconds::ZERO
        };
        let after = Subscription {
            account,
            failed_since,
        };
        self.set_subscription(key, place, after);
    }

    fn set_failures(&mut self, key: Word, standing: Standing, failures: u8) {
        if failures != standing.failures {
            let after = Standing {
                failures,
                ..standing
            };
            self.set_point(key, &after);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_the_selector_alone() {
        let selector = [1, 2, 3, 4];
        let mut answer = [0; 64];
        assert!(!is_selector(&answer, selector));
        answer[..4].copy_from_slice(&selector);
        assert!(is_selector(&answer, selector) && is_selector(&answer[..32], selector));
        assert!(!is_selector(&answer[..31], selector) && !is_selector(&[], selector));
        answer[31] = 1;
        assert!(!is_selector(&answer, selector));
    }
}
