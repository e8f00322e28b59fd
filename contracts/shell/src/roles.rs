//! Roles: who may do what, and how authority over a contract is handed over.
//!
//! A role is held by one account, or by nobody, which the zero address stands for: it never calls.
//! Where the holder is kept is the contract's, under which name a change is logged is the hash of
//! what the role is called, and both sides of a change are. Authority passes in two steps, so that
//! it never reaches an account that cannot use it: who holds it offers, who is offered it accepts.
//! Until then the offer can be replaced, and taken back by offering to nobody.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::registry::IRegistry as Abi;

use crate::calldata::Calldata;
use crate::cells::{Cells, Field};
use crate::output::{Literal, Reply, Word, address_in, encode};

const ROLE_CHANGED: Literal = Literal::new(Abi::RoleChanged::SIGNATURE_HASH.0);

/// `Unauthorized(caller)`.
#[inline(never)]
pub fn unauthorized(caller: Address) -> Vec<u8> {
    encode(Abi::Unauthorized::SELECTOR, &[caller.into_word().0])
}

/// Whether whoever calls holds the role kept at `field`.
#[inline(never)]
pub fn is_held(cells: &Cells, field: Field) -> bool {
    address_in(&cells.word(field.slot())) == cells.sender()
}

/// Refuses whoever calls unless they may.
///
/// # Errors
/// `Unauthorized` with the caller.
#[inline(never)]
pub fn only(cells: &Cells, may: bool) -> Result<(), Vec<u8>> {
    if may {
        Ok(())
    } else {
        Err(unauthorized(cells.sender()))
    }
}

/// A role: where its holder is kept, and what logs call it.
#[derive(Clone, Copy, Debug)]
pub struct Role {
    field: Field,
    name: Literal,
    topics: usize,
}

impl Role {
    /// The role whose holder is kept at `field`, logged under the hash of `name`.
    pub const fn new(field: Field, name: &[u8]) -> Self {
        let (name, topics) = (Literal::hash(name), 2);
        Self {
            field,
            name,
            topics,
        }
    }

    /// The same, of which logs can be found by who held and who holds it.
    pub const fn indexed(field: Field, name: &[u8]) -> Self {
        let (name, topics) = (Literal::hash(name), 4);
        Self {
            field,
            name,
            topics,
        }
    }

    /// Gives the role to `to` at once, the zero address for nobody, and logs
    /// `RoleChanged(role, from, to)`. Who may is the caller's to check.
    #[inline(always)]
    pub fn give(self, cells: &mut Cells, to: Address) {
        change(cells, self.field, &self.name.word(), to, self.topics);
    }
}

/// Takes a role in parts: as a whole it would lie in the data segment, which every call pays for.
#[inline(never)]
fn change(cells: &mut Cells, field: Field, name: &Word, to: Address, topics: usize) {
    let from = cells.word(field.slot());
    let to = to.into_word().0;
    cells.set_word(field.slot(), to);
    cells.log(&[ROLE_CHANGED.word(), *name, from, to], topics);
}

/// A role that its holder passes on in two steps.
#[derive(Clone, Copy, Debug)]
pub struct Handover {
    held: Role,
    offered: Role,
    is_offer_logged: bool,
}

impl Handover {
    /// Passes on `held` by way of `offered`; changes of both are logged.
    pub const fn new(held: Role, offered: Role) -> Self {
        Self {
            held,
            offered,
            is_offer_logged: true,
        }
    }

    /// The same, with whom it is offered to kept at `offered` without a log.
    pub const fn unlogged(held: Role, offered: Field) -> Self {
        Self {
            held,
            offered: Role {
                field: offered,
                ..held
            },
            is_offer_logged: false,
        }
    }

    /// `transferAuthority(address)`: by the holder, offers the role to another, instead of whom it
    /// was offered to before.
    ///
    /// # Errors
    /// `Unauthorized`; empty if the calldata is malformed.
    #[inline(always)]
    pub fn offer(self, cells: &mut Cells, mut input: Calldata<'_>) -> Reply {
        only(cells, is_held(cells, self.held.field))?;
        self.set_offered(cells, input.address()?);
        Ok(Vec::new())
    }

    /// `acceptAuthority()`: by whom it was offered to, takes the role; nothing is offered any more.
    ///
    /// # Errors
    /// `Unauthorized`.
    #[inline(always)]
    pub fn accept(self, cells: &mut Cells) -> Reply {
        only(cells, is_held(cells, self.offered.field))?;
        self.set_offered(cells, Address::ZERO);
        let to = cells.sender();
        self.held.give(cells, to);
        Ok(Vec::new())
    }

    #[inline(always)]
    fn set_offered(self, cells: &mut Cells, to: Address) {
        if self.is_offer_logged {
            self.offered.give(cells, to);
        } else {
            cells.set_word(self.offered.field.slot(), to.into_word().0);
        }
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::keccak256;
    use ballast_abi::curator::ICurator;
    use ballast_abi::market::IMarket;
    use ballast_abi::market_risk::IMarketRisk;
    use ballast_abi::oracle::Oracle;
    use ballast_abi::params::IParams;
    use ballast_abi::rebalancer::Rebalancer;
    use ballast_abi::seller::Seller;
    use ballast_abi::treasury::Treasury;

    use super::*;

    #[test]
    fn roles_are_the_hashes_of_their_names() {
        let role = Role::new(Field::new(1), b"pendingAuthority");
        assert_eq!(role.name.word(), keccak256("pendingAuthority"));
    }

    #[test]
    fn every_interface_has_the_same_event() {
        let hashes = [
            ICurator::RoleChanged::SIGNATURE_HASH,
            IMarketRisk::RoleChanged::SIGNATURE_HASH,
            Oracle::RoleChanged::SIGNATURE_HASH,
            IParams::RoleChanged::SIGNATURE_HASH,
            Rebalancer::RoleChanged::SIGNATURE_HASH,
            Seller::RoleChanged::SIGNATURE_HASH,
            Treasury::RoleChanged::SIGNATURE_HASH,
        ];
        assert_eq!(hashes.map(|hash| hash.0), [ROLE_CHANGED.word(); 7]);
    }

    #[test]
    fn every_interface_has_the_same_error() {
        let selectors = [
            ICurator::Unauthorized::SELECTOR,
            IMarket::Unauthorized::SELECTOR,
            Oracle::Unauthorized::SELECTOR,
            IParams::Unauthorized::SELECTOR,
            Rebalancer::Unauthorized::SELECTOR,
            Seller::Unauthorized::SELECTOR,
            Treasury::Unauthorized::SELECTOR,
        ];
        assert_eq!(selectors, [Abi::Unauthorized::SELECTOR; 7]);
    }
}
