//! What may be called, and how long that waits.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::curator::{ICurator as Abi, IGoverned};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::vault::Vault;
use ballast_core::{Delay, Seconds};
use ballast_shell::{Calldata, Reply, encode, number, remote};
use stylus_sdk::prelude::*;

use crate::calls::{Call, read_seconds, read_selector};
use crate::errors::{forbidden, invalid_delay, not_allowed, not_governed};
use crate::state::{Curator, Rule, Selector};

/// Gas for asking a contract who governs it.
const VIEW_GAS: u64 = 500_000;

/// A delay of at least `min`, as an argument names it.
///
/// # Errors
/// `InvalidDelay`.
pub(crate) fn read_delay(seconds: u64, min: Delay) -> Result<Delay, Vec<u8>> {
    Delay::new(Seconds::new(seconds))
        .filter(|delay| min <= *delay)
        .ok_or_else(|| invalid_delay(seconds))
}

impl Curator {
    /// The delay of a target and a selector.
    ///
    /// # Errors
    /// `NotAllowed` if the table does not have them.
    pub(crate) fn delay(&self, target: Address, selector: Selector) -> Result<Delay, Vec<u8>> {
        match self.rule(target, selector) {
            Rule::Allowed(delay) => Ok(delay),
            Rule::Unknown | Rule::Abdicated => Err(not_allowed(target, selector)),
        }
    }

    /// How long a call waits: as the table says, and for a lowered delay as long as that is.
    ///
    /// # Errors
    /// `NotAllowed`; and nothing if the arguments of `lowerDelay` are not what the ABI says.
    pub(crate) fn wait(&self, call: &Call<'_>) -> Result<Delay, Vec<u8>> {
        let this = self.vm().contract_address();
        if call.target == this && call.selector == Abi::lowerDelayCall::SELECTOR {
            let mut input = Calldata::new(call.arguments());
            let (target, selector) = (input.address()?, read_selector(&mut input)?);
            return self.delay(target, selector);
        }
        self.delay(call.target, call.selector)
    }

    /// `allow(address,bytes4,uint256)`, by whoever may.
    pub(crate) fn allow(&mut self, mut input: Calldata<'_>) -> Reply {
        let (target, selector) = (input.address()?, read_selector(&mut input)?);
        let delay = read_delay(read_seconds(&mut input)?, Delay::NONE)?;
        let is_free = match self.rule(target, selector) {
            Rule::Unknown => true,
            Rule::Allowed(_) => !self.head().is_sealed,
            Rule::Abdicated => false,
        };
        let this = self.vm().contract_address();
        if !is_free || target == this || moves_tokens(selector) {
            return Err(forbidden(target, selector));
        }
        if !self.is_authority_of(target) {
            return Err(not_governed(target));
        }
        self.set_rule(target, selector, Rule::Allowed(delay));
        self.log_allowed(target, selector, delay);
        Ok(Vec::new())
    }

    /// `raiseDelay(address,bytes4,uint256)`
    pub(crate) fn raise_delay(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_owner()?;
        let (target, selector) = (input.address()?, read_selector(&mut input)?);
        let seconds = read_seconds(&mut input)?;
        let before = self.delay(target, selector)?;
        let after = read_delay(seconds, before)?;
        if after == before {
            return Err(invalid_delay(seconds));
        }
        self.change_delay(target, selector, before, after);
        Ok(Vec::new())
    }

    /// `lowerDelay(address,bytes4,uint256)`, by an action.
    pub(crate) fn lower_delay(&mut self, mut input: Calldata<'_>) -> Reply {
        let (target, selector) = (input.address()?, read_selector(&mut input)?);
        let seconds = read_seconds(&mut input)?;
        let before = self.delay(target, selector)?;
        let after = read_delay(seconds, Delay::MIN)?;
        if !before.may_fall_to(after) {
            return Err(invalid_delay(seconds));
        }
        self.change_delay(target, selector, before, after);
        Ok(Vec::new())
    }

    fn change_delay(&mut self, target: Address, selector: Selector, from: Delay, to: Delay) {
        self.set_rule(target, selector, Rule::Allowed(to));
        self.log_delay_changed(target, selector, from, to);
    }

    /// `abdicate(address,bytes4)`, by an action.
    pub(crate) fn abdicate(&mut self, mut input: Calldata<'_>) -> Reply {
        let (target, selector) = (input.address()?, read_selector(&mut input)?);
        self.delay(target, selector)?;
        self.set_rule(target, selector, Rule::Abdicated);
        self.log_abdicated(target, selector);
        Ok(Vec::new())
    }

    /// `seal()`
    pub(crate) fn seal(&mut self) -> Reply {
        self.only_owner()?;
        self.refuse_sealed()?;
        let mut head = self.head();
        head.is_sealed = true;
        self.set_head(head);
        self.log_sealed();
        Ok(Vec::new())
    }

    /// `allow`, as its owner calls it.
    pub(crate) fn allow_now(&mut self, input: Calldata<'_>) -> Reply {
        self.only_owner()?;
        self.refuse_sealed()?;
        self.allow(input)
    }

    fn refuse_sealed(&self) -> Result<(), Vec<u8>> {
        if self.head().is_sealed {
            return Err(encode(Abi::IsSealed::SELECTOR, &[]));
        }
        Ok(())
    }

    /// Whether a contract says that this one governs it.
    pub(crate) fn is_authority_of(&self, target: Address) -> bool {
        let question = encode(IGoverned::authorityCall::SELECTOR, &[]);
        let answer = remote::view_uint(self.vm(), target, &question, VIEW_GAS);
        answer == Some(number(&self.vm().contract_address().into_word().0))
    }
}

/// Whether a selector is one of a token or a vault that moves somebody's tokens. A vault, whose
/// authority the curator may be, is a token itself.
fn moves_tokens(selector: Selector) -> bool {
    matches!(
        selector,
        IERC20::transferCall::SELECTOR
            | IERC20::transferFromCall::SELECTOR
            | IERC20::approveCall::SELECTOR
            | IERC4626::withdrawCall::SELECTOR
            | IERC4626::redeemCall::SELECTOR
            | Vault::withdrawCall::SELECTOR
            | Vault::redeemCall::SELECTOR
            | Vault::redeemInKindCall::SELECTOR
    )
}
