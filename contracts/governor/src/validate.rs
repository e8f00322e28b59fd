//! What the governor says before the vote of calls that change its settings.

use alloc::vec::Vec;

use alloy_sol_types::SolCall;
use ballast_abi::governor::Governor as Abi;
use ballast_abi::params::IValidator;
use ballast_shell::{Calldata, Reply, reply, selector_word};

use crate::settings::{check_period, read_numerator, read_period, read_time};
use crate::state::Governor;

impl Governor {
    /// `validate(bytes)`
    pub(crate) fn validate(&self, mut input: Calldata<'_>) -> Reply {
        let data = input.string()?;
        if let Some((selector, arguments)) = data.split_first_chunk() {
            self.foresee(*selector, Calldata::new(arguments))?;
        }
        reply(&[selector_word(IValidator::validateCall::SELECTOR)])
    }

    /// Refuses what no moment would let pass. What depends on the time, or on another setting, which
    /// the same proposal may change before, is decided when the call is made; so is every other
    /// call, as OpenZeppelin's.
    ///
    /// # Errors
    /// The setting's; empty if its arguments are malformed.
    fn foresee(&self, selector: [u8; 4], mut input: Calldata<'_>) -> Result<(), Vec<u8>> {
        match selector {
            Abi::setVotingPeriodCall::SELECTOR => check_period(read_period(&mut input)?),
            Abi::updateQuorumNumeratorCall::SELECTOR => read_numerator(input.uint()?).map(drop),
            Abi::updateQuorumFloorCall::SELECTOR => self.check_floor(input.uint()?),
            Abi::setVotingDelayCall::SELECTOR
            | Abi::setLateQuorumVoteExtensionCall::SELECTOR
            | Abi::setProposalGuardianSunsetCall::SELECTOR => read_time(&mut input).map(drop),
            _ => Ok(()),
        }
    }
}
