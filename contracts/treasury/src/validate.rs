//! What a proposal may ask before it waits.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::params::IValidator;
use ballast_abi::redemptions::IERC165;
use ballast_abi::treasury::Treasury as Abi;
use ballast_shell::{Calldata, Reply, encode, malformed, reply, selector_word, uint};

use crate::limits::{exceeded, small};
use crate::state::Treasury;

impl Treasury {
    /// `validate(bytes)`
    pub(crate) fn validate(&self, mut input: Calldata<'_>) -> Reply {
        let data = input.string()?;
        // Without calldata ether is brought, by whoever wants to.
        if !data.is_empty() {
            let (selector, arguments) = data.split_first_chunk().ok_or_else(malformed)?;
            self.foresee(*selector, Calldata::new(arguments))?;
        }
        reply(&[selector_word(IValidator::validateCall::SELECTOR)])
    }

    /// Whether a call could ever pass. How much may leave when it is made nobody knows before: limits
    /// refill, and proposals change them; but none has more than 128 bits.
    ///
    /// # Errors
    /// `OutflowExceeded` with what is left now, `InvalidLimit`, `UnknownCall`.
    fn foresee(&self, selector: [u8; 4], mut input: Calldata<'_>) -> Result<(), Vec<u8>> {
        match selector {
            Abi::payCall::SELECTOR => {
                let (asset, _to): (_, Address) = (input.address()?, input.address()?);
                let amount = input.uint()?;
                match u128::try_from(amount) {
                    Ok(_) => Ok(()),
                    Err(_) => Err(exceeded(asset, amount, self.outflow(asset))),
                }
            }
            Abi::setLimitCall::SELECTOR => {
                input.address()?;
                small(input.uint()?).map(drop)
            }
            Abi::setGuardianCall::SELECTOR | Abi::transferAuthorityCall::SELECTOR => {
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
        let id = input.word()?;
        let known = [
            IERC165::supportsInterfaceCall::SELECTOR,
            IValidator::validateCall::SELECTOR,
        ];
        reply(&[uint(known.map(selector_word).contains(id).into())])
    }
}
