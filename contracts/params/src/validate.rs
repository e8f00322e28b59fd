//! What a proposal may ask before it waits.

use alloc::vec::Vec;

use alloy_sol_types::{SolCall, SolError};
use ballast_abi::params::{IParams as Abi, IValidator};
use ballast_abi::redemptions::IERC165;
use ballast_core::Parameter;
use ballast_shell::{Calldata, Reply, encode, malformed, reply, selector_word, uint};

use crate::state::Params;

impl Params {
    /// `validate(bytes)`
    pub(crate) fn validate(&self, mut input: Calldata<'_>) -> Reply {
        let data = input.string()?;
        let (selector, arguments) = data.split_first_chunk().ok_or_else(malformed)?;
        self.foresee(*selector, Calldata::new(arguments))?;
        reply(&[selector_word(IValidator::validateCall::SELECTOR)])
    }

    /// Whether a call would pass, but for who makes it and when.
    fn foresee(&self, selector: [u8; 4], mut input: Calldata<'_>) -> Result<(), Vec<u8>> {
        let class = match selector {
            Abi::setCall::SELECTOR => 0,
            Abi::setSlowCall::SELECTOR => 1,
            Abi::setSlowestCall::SELECTOR => 2,
            _ => return self.foresee_others(selector, input),
        };
        self.judge(&mut input, Some(class), Parameter::check)?;
        Ok(())
    }

    fn foresee_others(&self, selector: [u8; 4], mut input: Calldata<'_>) -> Result<(), Vec<u8>> {
        match selector {
            Abi::secureCall::SELECTOR => self.judge(&mut input, None, Parameter::secure).map(drop),
            Abi::defineCall::SELECTOR => self.read_definition(&mut input).map(drop),
            Abi::subscribeCall::SELECTOR => self.read_newcomer(&mut input).map(drop),
            Abi::unsubscribeCall::SELECTOR => self.read_subscriber(&mut input).map(drop),
            Abi::setSentinelCall::SELECTOR | Abi::transferAuthorityCall::SELECTOR => {
                input.address().map(drop)
            }
            Abi::acceptAuthorityCall::SELECTOR => Ok(()),
            _ => {
                let words = [selector_word(selector)];
                Err(encode(Abi::UnknownCall::SELECTOR, &words))
            }
        }
    }

    /// `supportsInterface(bytes4)`
    pub(crate) fn supports_interface(&self, mut input: Calldata<'_>) -> Reply {
        let word = input.word()?;
        let known = [
            IERC165::supportsInterfaceCall::SELECTOR,
            IValidator::validateCall::SELECTOR,
        ];
        let is_known = known.iter().any(|id| word.starts_with(id));
        reply(&[uint(is_known.into())])
    }
}
