//! Who may do what, as it should be.

use alloy_primitives::{Address, U256};

use super::cast::{ALLOCATOR, GOVERNOR, GUARDIAN, SENTINEL};
use super::world::World;
use crate::contract::uint;

/// A role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Governs the vault.
    VaultAuthority,
    /// Will govern the vault once they accept.
    VaultPending,
    /// Stops deposits.
    Guardian,
    /// Governs the registry.
    Authority,
    /// Will govern the registry once they accept.
    Pending,
    /// Moves debt.
    Allocator,
    /// Narrows.
    Sentinel,
    /// Governs the rebalancer.
    MoverAuthority,
    /// Will govern the rebalancer once they accept.
    MoverPending,
    /// Moves debt through the rebalancer.
    Operator,
    /// Narrows the rebalancer.
    MoverSentinel,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::VaultAuthority,
        Self::VaultPending,
        Self::Guardian,
        Self::Authority,
        Self::Pending,
        Self::Allocator,
        Self::Sentinel,
        Self::MoverAuthority,
        Self::MoverPending,
        Self::Operator,
        Self::MoverSentinel,
    ];

    /// The contract and the slot that hold it.
    fn place(self, world: &World) -> (Address, U256) {
        let (vault, registry) = (world.vault(), world.registry());
        let rebalancer = world.rebalancer();
        match self {
            Self::Guardian => (vault, uint(14)),
            Self::VaultAuthority => (vault, uint(16)),
            Self::VaultPending => (vault, uint(17)),
            Self::Authority => (registry, uint(1)),
            Self::Pending => (registry, uint(2)),
            Self::Allocator => (registry, uint(3)),
            Self::Sentinel => (registry, uint(4)),
            Self::MoverAuthority => (rebalancer, uint(2)),
            Self::MoverPending => (rebalancer, uint(3)),
            Self::Operator => (rebalancer, uint(4)),
            Self::MoverSentinel => (rebalancer, uint(5)),
        }
    }
}

/// What a call does to the roles if it passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Somebody gets a role.
    Given(Role, Address),
    /// Who was offered the vault takes it.
    VaultTaken(Address),
    /// Who was offered the registry takes it.
    RegistryTaken(Address),
    /// Who was offered the rebalancer takes it.
    RebalancerTaken(Address),
}

/// Who holds which role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Roles {
    holders: [Address; Role::ALL.len()],
}

impl Roles {
    /// Those whom the world starts with.
    pub(super) const FIRST: Self = Self {
        holders: [
            GOVERNOR,
            Address::ZERO,
            GUARDIAN,
            GOVERNOR,
            Address::ZERO,
            ALLOCATOR,
            SENTINEL,
            GOVERNOR,
            Address::ZERO,
            ALLOCATOR,
            SENTINEL,
        ],
    };

    /// Those whom the contracts' storage names.
    pub(super) fn read(world: &World) -> Self {
        let holders = Role::ALL.map(|role| {
            let (contract, slot) = role.place(world);
            Address::from_word(world.slot(contract, slot).into())
        });
        Self { holders }
    }

    /// Who holds a role.
    pub(super) const fn of(&self, role: Role) -> Address {
        self.holders[role as usize]
    }

    /// Who holds what after a change.
    pub(super) const fn apply(&mut self, change: Change) {
        match change {
            Change::Given(role, to) => self.holders[role as usize] = to,
            Change::VaultTaken(by) => self.take(Role::VaultAuthority, Role::VaultPending, by),
            Change::RegistryTaken(by) => self.take(Role::Authority, Role::Pending, by),
            Change::RebalancerTaken(by) => {
                self.take(Role::MoverAuthority, Role::MoverPending, by);
            }
        }
    }

    const fn take(&mut self, role: Role, pending: Role, by: Address) {
        self.holders[role as usize] = by;
        self.holders[pending as usize] = Address::ZERO;
    }
}
