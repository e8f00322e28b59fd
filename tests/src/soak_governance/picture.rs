//! What the laws look at after every call, from storage.

use alloy_primitives::{Address, U256};
use ballast_core::Snapshot;

use super::slots;
use super::world::World;
use crate::contract::uint;

/// What an account has, and whom it lets vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Whose it is.
    pub address: Address,
    /// Tokens.
    pub balance: U256,
    /// With whom they vote; the zero address if with nobody.
    pub delegate: Address,
    /// The votes it has itself.
    pub votes: U256,
}

/// The numbers of one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// When the next block is made, in seconds since 1970.
    pub time: u64,
    /// All tokens there are.
    pub supply: U256,
    /// Everybody, in the order of [`World::accounts`].
    pub holders: Vec<Holder>,
    /// The ether of the treasury, in wei.
    pub ether: U256,
    /// What the target remembers.
    pub number: U256,
}

/// The slots of an account: balance, delegate, votes.
pub(super) type Cells = Vec<(Address, [U256; 3])>;

/// Those of everybody.
pub(super) fn cells(world: &World) -> Cells {
    let accounts = world.accounts().iter().map(|account| {
        let account = *account;
        let slots = [
            slots::balance(account),
            slots::delegate(account),
            slots::votes(account),
        ];
        (account, slots)
    });
    accounts.collect()
}

impl Picture {
    pub(super) fn read(world: &World, cells: &Cells, time: u64) -> Self {
        let word = |slot| world.slot(world.token(), slot);
        let holders = cells.iter().map(|(address, slots)| {
            let [balance, delegate, votes] = slots.map(word);
            Holder {
                address: *address,
                balance,
                delegate: Address::from_word(delegate.into()),
                votes: Snapshot::from_uint(votes).value,
            }
        });
        Self {
            time,
            supply: Snapshot::from_uint(word(uint(slots::SUPPLY))).value,
            holders: holders.collect(),
            ether: world.ether(world.treasury()),
            number: world.slot(world.target(), U256::ZERO),
        }
    }

    /// Somebody's tokens and votes; nothing for a stranger.
    pub(super) fn holder(&self, address: Address) -> Option<&Holder> {
        self.holders.iter().find(|holder| holder.address == address)
    }

    /// Somebody's tokens.
    pub(super) fn balance(&self, address: Address) -> U256 {
        self.holder(address)
            .map_or(U256::ZERO, |holder| holder.balance)
    }
}
