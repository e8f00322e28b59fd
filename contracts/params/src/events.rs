//! Logs.

use alloy_primitives::Address;
use alloy_sol_types::SolEvent;
use ballast_abi::params::IParams as Abi;
use ballast_core::{Parameter, Ramp};
use ballast_shell::{Literal, Word, uint};

use crate::errors::value_word;
use crate::state::{Params, Standing};
use crate::views::rules_words;

const PARAMETER_DEFINED: Literal = Literal::new(Abi::ParameterDefined::SIGNATURE_HASH.0);
const PARAMETER_CHANGED: Literal = Literal::new(Abi::ParameterChanged::SIGNATURE_HASH.0);
const PUSH_FAILED: Literal = Literal::new(Abi::PushFailed::SIGNATURE_HASH.0);
const SYNCED: Literal = Literal::new(Abi::Synced::SIGNATURE_HASH.0);
const SUBSCRIPTION_CHANGED: Literal = Literal::new(Abi::SubscriptionChanged::SIGNATURE_HASH.0);

impl Params {
    pub(crate) fn log_defined(&mut self, key: Word, names: [Word; 3], standing: &Standing) {
        let [module, subject, name] = names;
        let value = value_word(standing.parameter.ramp.to);
        let head = [PARAMETER_DEFINED.word(), key, module, subject, name, value];
        let words = [&head, rules_words(standing).as_slice()].concat();
        self.cells.log(&words, 4);
    }

    /// `before` is what the parameter was, `after` where it goes now.
    pub(crate) fn log_changed(&mut self, key: Word, before: &Parameter, after: &Ramp) {
        let words = [
            PARAMETER_CHANGED.word(),
            key,
            self.cells.sender().into_word().0,
            value_word(before.value_at(self.now())),
            value_word(before.ramp.to),
            value_word(after.to),
            uint(after.start.get()),
            uint(after.end.get()),
        ];
        self.cells.log(&words, 3);
    }

    pub(crate) fn log_push_failed(&mut self, key: Word, subscriber: Address) {
        self.log_pair(PUSH_FAILED, key, subscriber, &[]);
    }

    pub(crate) fn log_synced(&mut self, key: Word, subscriber: Address) {
        self.log_pair(SYNCED, key, subscriber, &[]);
    }

    pub(crate) fn log_subscription(&mut self, key: Word, subscriber: Address, is_new: bool) {
        let data = [!is_new, is_new].map(|is_told| uint(is_told.into()));
        self.log_pair(SUBSCRIPTION_CHANGED, key, subscriber, &data);
    }

    fn log_pair(&mut self, event: Literal, key: Word, subscriber: Address, data: &[Word]) {
        let topics = [event.word(), key, subscriber.into_word().0];
        self.cells.log(&[&topics, data].concat(), 3);
    }
}
