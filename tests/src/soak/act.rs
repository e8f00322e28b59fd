//! What somebody does.

use std::fmt::{self, Debug, Display, Formatter};

use alloy_primitives::{Address, Bytes, LogData};
use alloy_sol_types::SolCall;

use super::roles::Change;

/// What kind of contract is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The vault, its share token included.
    Vault,
    /// The registry.
    Registry,
    /// A strategy, by others than its registry.
    Strategy,
    /// What makes a strategy misbehave.
    Mischief,
    /// What moves debts towards targets.
    Rebalancer,
    /// Where shares wait for assets.
    Redemptions,
    /// What a strategy lends to, which is not under test.
    Venue,
    /// The asset.
    Token,
    /// A lending market, whichever of its programs answers.
    Market,
    /// A feed that the oracle asks.
    Feed,
    /// The oracle.
    Oracle,
    /// The parameter store.
    Params,
    /// A contract that a market calls back.
    Callee,
    /// Where proposals are made.
    Governor,
    /// Where operations wait.
    Timelock,
    /// Money that leaves no faster than its limits.
    Treasury,
}

/// A call that somebody makes.
#[derive(Clone, Debug)]
pub struct Act {
    /// Who.
    pub from: Address,
    /// Of which contract.
    pub to: Address,
    /// What kind of contract that is.
    pub place: Place,
    /// The method's signature.
    pub method: &'static str,
    /// The calldata.
    pub input: Bytes,
    /// The arguments, as they are written in Rust.
    pub words: String,
    /// Whether the caller lacks the right: it must revert.
    pub is_forbidden: bool,
    /// Who holds what role afterwards.
    pub change: Option<Change>,
}

impl Act {
    /// A call that may pass or revert.
    pub fn new<C: SolCall + Debug>(place: Place, from: Address, to: Address, call: &C) -> Self {
        Self {
            from,
            to,
            place,
            method: C::SIGNATURE,
            input: call.abi_encode().into(),
            words: format!("{call:?}"),
            is_forbidden: false,
            change: None,
        }
    }

    /// Only these may make it.
    #[must_use]
    pub fn only(mut self, holders: &[Address]) -> Self {
        self.is_forbidden = !holders.contains(&self.from);
        self
    }

    /// Nobody of those who act may make it.
    #[must_use]
    pub const fn forbidden(mut self) -> Self {
        self.is_forbidden = true;
        self
    }

    /// It gives a role to somebody.
    #[must_use]
    pub const fn giving(mut self, change: Change) -> Self {
        self.change = Some(change);
        self
    }
}

impl Display for Act {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self {
            from, to, words, ..
        } = self;
        write!(f, "{from:?} calls {to:?}: {words}")?;
        if self.is_forbidden {
            f.write_str(" (forbidden)")?;
        }
        Ok(())
    }
}

/// What became of an act.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// Why it reverted, in a word or two; `None` if it passed.
    pub refusal: Option<String>,
    /// What was logged, by whom.
    pub logs: Vec<(Address, LogData)>,
}

impl Sent {
    /// Whether it passed.
    pub const fn passed(&self) -> bool {
        self.refusal.is_none()
    }
}
