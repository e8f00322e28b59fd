//! The cells of storage that the laws look at, found once: each is a hash or two.

use alloy_primitives::{Address, U256};

use super::slots;
use super::world::{COLLATERALS, World};
use crate::soak::balance_slot;

/// Where the market keeps what an account has.
#[derive(Clone, Debug)]
pub(super) struct AccountCells {
    /// Whose it is.
    pub(super) address: Address,
    /// Shares of the supply.
    pub(super) supplier: U256,
    /// Debt, collaterals, check and mark.
    pub(super) account: U256,
    /// Amounts of the collaterals.
    pub(super) holdings: [U256; COLLATERALS],
}

/// Where everything is that a picture shows.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    /// The market's own of the asset.
    pub(super) asset: (Address, U256),
    /// The market's own of each collateral.
    pub(super) balances: [(Address, U256); COLLATERALS],
    /// What is remembered of each price.
    pub(super) averages: [U256; COLLATERALS],
    /// By the account's place in [`World::accounts`].
    pub(super) accounts: Vec<AccountCells>,
}

impl Cells {
    /// Those of a world.
    pub(super) fn of(world: &World) -> Self {
        let market = world.market();
        let accounts = world.accounts().iter().map(|address| AccountCells {
            address: *address,
            supplier: slots::supplier(*address),
            account: slots::account(*address),
            holdings: std::array::from_fn(|index| slots::holding(*address, index)),
        });
        Self {
            asset: (world.asset(), balance_slot(market)),
            balances: std::array::from_fn(|index| {
                (
                    world.collaterals()[index],
                    world.balance_slot(index, market),
                )
            }),
            averages: std::array::from_fn(slots::averages),
            accounts: accounts.collect(),
        }
    }
}
