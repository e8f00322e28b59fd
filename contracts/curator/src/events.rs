//! Logs.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolEvent;
use ballast_abi::curator::ICurator as Abi;
use ballast_core::{Delay, Window};
use ballast_shell::{Literal, Word, selector_word, uint};

use crate::calls::{Call, encode_calls};
use crate::state::{Curator, Selector};

const SUBMITTED: Literal = Literal::new(Abi::Submitted::SIGNATURE_HASH.0);
const EXECUTED: Literal = Literal::new(Abi::Executed::SIGNATURE_HASH.0);
const REVOKED: Literal = Literal::new(Abi::Revoked::SIGNATURE_HASH.0);
const ALLOWED: Literal = Literal::new(Abi::Allowed::SIGNATURE_HASH.0);
const DELAY_CHANGED: Literal = Literal::new(Abi::DelayChanged::SIGNATURE_HASH.0);
const ABDICATED: Literal = Literal::new(Abi::Abdicated::SIGNATURE_HASH.0);
const SEALED: Literal = Literal::new(Abi::Sealed::SIGNATURE_HASH.0);
const AUTHORITY_ACCEPTED: Literal = Literal::new(Abi::AuthorityAccepted::SIGNATURE_HASH.0);
const SENTINEL_CHANGED: Literal = Literal::new(Abi::SentinelChanged::SIGNATURE_HASH.0);

impl Curator {
    pub(crate) fn log_submitted(&mut self, id: Word, window: Window, calls: &[Call<'_>]) {
        let head = [
            SUBMITTED.word(),
            id,
            self.cells.sender().into_word().0,
            uint(window.opens.get()),
            uint(window.closes().get()),
            uint(96),
        ];
        let words = [&head, encode_calls(calls).as_slice()].concat();
        self.cells.log(&words, 3);
    }

    pub(crate) fn log_executed(&mut self, id: Word) {
        self.log_by_caller(EXECUTED, id);
    }

    pub(crate) fn log_revoked(&mut self, id: Word) {
        self.log_by_caller(REVOKED, id);
    }

    fn log_by_caller(&mut self, event: Literal, id: Word) {
        let caller = self.cells.sender().into_word().0;
        self.cells.log(&[event.word(), id, caller], 3);
    }

    pub(crate) fn log_allowed(&mut self, target: Address, selector: Selector, delay: Delay) {
        self.log_pair(ALLOWED, target, selector, &[seconds(delay)]);
    }

    pub(crate) fn log_delay_changed(
        &mut self,
        target: Address,
        selector: Selector,
        from: Delay,
        to: Delay,
    ) {
        let data = [from, to].map(seconds);
        self.log_pair(DELAY_CHANGED, target, selector, &data);
    }

    pub(crate) fn log_abdicated(&mut self, target: Address, selector: Selector) {
        self.log_pair(ABDICATED, target, selector, &[]);
    }

    fn log_pair(&mut self, event: Literal, target: Address, selector: Selector, data: &[Word]) {
        let topics = [event.word(), target.into_word().0, selector_word(selector)];
        let words: Vec<_> = [&topics, data].concat();
        self.cells.log(&words, 3);
    }

    pub(crate) fn log_sealed(&mut self) {
        self.cells.log(&[SEALED.word()], 1);
    }

    pub(crate) fn log_authority_accepted(&mut self, target: Address) {
        let words = [AUTHORITY_ACCEPTED.word(), target.into_word().0];
        self.cells.log(&words, 2);
    }

    pub(crate) fn log_sentinel_changed(&mut self, account: Address, from: bool, to: bool) {
        let [from, to] = [from, to].map(|is_sentinel| uint(is_sentinel.into()));
        let words = [SENTINEL_CHANGED.word(), account.into_word().0, from, to];
        self.cells.log(&words, 2);
    }
}

fn seconds(delay: Delay) -> Word {
    uint(delay.seconds().get())
}
