//! Who may do what, as it should be.

use std::collections::BTreeSet;

use alloy_primitives::{Address, U256};
use ballast_abi::market_risk::IMarketRisk::IMarketRiskCalls as RiskCall;

use super::cast::{GOVERNOR, SENTINEL, TREASURY};
use super::deeds::Deeds;
use super::laws::{Breach, Law};
use super::slots::AUTHORITY;
use super::world::World;
use crate::contract::uint;
use crate::soak::require;

/// The holders of the roles, in the order of their slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Roles {
    pub(super) authority: Address,
    pub(super) pending: Address,
    pub(super) sentinel: Address,
    pub(super) recipient: Address,
    pub(super) params: Address,
}

impl Roles {
    /// At first.
    pub(super) const fn first(world: &World) -> Self {
        Self {
            authority: GOVERNOR,
            pending: Address::ZERO,
            sentinel: SENTINEL,
            recipient: TREASURY,
            params: world.params(),
        }
    }

    /// After what passed.
    pub(super) fn follow(&mut self, from: Address, deeds: &Deeds) {
        match deeds.risk() {
            Some(RiskCall::setSentinel(call)) => self.sentinel = call.sentinel,
            Some(RiskCall::setFeeRecipient(call)) => self.recipient = call.recipient,
            Some(RiskCall::setParams(call)) => self.params = call.params,
            Some(RiskCall::transferAuthority(call)) => self.pending = call.to,
            Some(RiskCall::acceptAuthority(_)) => {
                (self.authority, self.pending) = (from, Address::ZERO);
            }
            _ => {}
        }
    }

    fn read(world: &World) -> Self {
        let at = |slot: u128| {
            let word: U256 = world.word(uint(slot));
            Address::from_word(word.into())
        };
        Self {
            authority: at(AUTHORITY),
            pending: at(AUTHORITY + 1),
            sentinel: at(AUTHORITY + 2),
            recipient: at(AUTHORITY + 3),
            params: at(AUTHORITY + 4),
        }
    }
}

/// Who may act for whom: authorizer, authorized.
pub(super) type Rights = BTreeSet<(Address, Address)>;

/// Rights after what passed.
pub(super) fn follow(rights: &mut Rights, deeds: &Deeds) {
    for (authorizer, authorized, is_given) in deeds.authorizations() {
        if is_given {
            rights.insert((authorizer, authorized));
        } else {
            rights.remove(&(authorizer, authorized));
        }
    }
}

/// Checks that the market names those who should hold the roles, and who may act for whom.
///
/// # Errors
/// [`Law::Roles`].
pub(super) fn check(world: &World, roles: &Roles, rights: &Rights) -> Result<(), Breach> {
    let seen = Roles::read(world);
    require(Law::Roles, seen == *roles, || {
        format!("{seen:?}, not {roles:?}")
    })?;
    for authorizer in world.accounts() {
        for authorized in world.accounts() {
            let pair = (*authorizer, *authorized);
            let seen = world.is_authorized(*authorizer, *authorized);
            require(Law::Roles, seen == rights.contains(&pair), || {
                format!("{authorized:?} for {authorizer:?}: {seen}")
            })?;
        }
    }
    Ok(())
}
