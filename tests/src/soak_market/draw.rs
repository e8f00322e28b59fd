//! What is done next.

mod governor;
mod keeper;
mod misfortune;
mod user;

pub(super) use misfortune::next;

use alloy_primitives::{Address, U256};
use ballast_core::lending::Standing;

use super::cast::{OFFICERS, PEOPLE};
use super::picture::{Holder, Picture};
use super::roles::{Rights, Roles};
use super::world::{COLLATERALS, World};
use crate::soak::{Act, Random};

type Maker = fn(&mut Draw<'_>) -> Act;

/// All there is to do, and how often of all.
const ACTS: &[(u64, Maker)] = &[
    (400, user::anything),
    (120, user::batch),
    (12, user::flash),
    (12, user::flash_loan),
    (90, keeper::liquidate),
    (25, keeper::poke),
    (25, keeper::touch),
    (8, keeper::collect),
    (10, keeper::prepare),
    (4, governor::set_ltv),
    (4, governor::set_collateral_cap),
    (4, governor::set_caps),
    (3, governor::set_listed),
    (5, governor::set_stops),
    (4, governor::set_fees),
    (4, governor::set_model),
    (4, governor::set_terms),
    (3, governor::set_pricing),
    (2, governor::list),
    (3, governor::bind),
    (2, governor::unbind),
    (2, governor::set_role),
    (2, governor::transfer),
    (3, governor::accept),
    (3, governor::push),
    (14, governor::set_parameter),
    (45, misfortune::transmit),
    (10, misfortune::fail),
    (6, misfortune::uptime),
    (4, misfortune::donate),
    (4, misfortune::gain),
    (2, misfortune::checkpoint),
];

/// What is done while prices are low: keepers have work.
const LOW: &[(u64, Maker)] = &[
    (50, keeper::liquidate),
    (10, keeper::poke),
    (10, keeper::touch),
    (20, user::anything),
    (5, user::batch),
    (5, misfortune::transmit),
];

/// What the next act is drawn from.
pub(super) struct Draw<'a> {
    /// The stage.
    pub world: &'a World,
    /// How things are.
    pub now: &'a Picture,
    /// Who may do what.
    pub roles: &'a Roles,
    /// Who may act for whom.
    pub rights: &'a Rights,
    /// What each feed says.
    pub answers: &'a mut [i128],
    /// Whether prices are low.
    pub is_low: bool,
    /// Chance.
    pub random: &'a mut Random,
}

impl Draw<'_> {
    /// What is done next.
    pub(super) fn act(&mut self) -> Act {
        let acts = if self.is_low { LOW } else { ACTS };
        self.random.weighted(acts)(self)
    }

    /// Somebody with tokens.
    fn person(&mut self) -> Address {
        if self.random.chance(8) {
            self.world.callee()
        } else {
            self.random.pick(&PEOPLE)
        }
    }

    /// The caller themselves, or somebody or something else.
    fn other(&mut self, person: Address, percent: u64) -> Address {
        match self.random.below(100) {
            roll if roll < percent => person,
            99 => Address::ZERO,
            _ => self.random.pick(self.world.accounts()),
        }
    }

    /// Whose account somebody acts for: their own, mostly, or one of those that let them.
    fn account_of(&mut self, from: Address) -> Address {
        let pairs = self
            .rights
            .iter()
            .filter(|(_, authorized)| *authorized == from);
        let authorizers: Vec<_> = pairs.map(|(authorizer, _)| *authorizer).collect();
        if !authorizers.is_empty() && self.random.chance(30) {
            return self.random.pick(&authorizers);
        }
        self.other(from, 92)
    }

    /// Whether somebody may act for an account.
    fn may_act(&self, from: Address, account: Address) -> bool {
        from == account || self.rights.contains(&(account, from))
    }

    /// How an account stands; nothing for one that is none.
    fn holder(&self, account: Address) -> Holder {
        self.now.holder(account).cloned().unwrap_or_default()
    }

    /// Who governs, or seldom anybody else.
    fn governor(&mut self) -> Address {
        self.one_of(&[self.roles.authority])
    }

    /// Who governs or narrows, or seldom anybody else.
    fn officer(&mut self) -> Address {
        self.one_of(&[self.roles.authority, self.roles.sentinel])
    }

    fn one_of(&mut self, holders: &[Address]) -> Address {
        let holder = self.random.pick(holders);
        if holder.is_zero() || self.random.chance(12) {
            if self.random.chance(50) {
                self.random.pick(&OFFICERS)
            } else {
                self.random.pick(&PEOPLE)
            }
        } else {
            holder
        }
    }

    /// The number of a collateral.
    fn number(&mut self) -> usize {
        self.random.below(COLLATERALS as u64) as usize
    }

    /// A collateral, or seldom something else.
    fn collateral(&mut self) -> Address {
        match self.random.below(100) {
            0 => self.world.asset(),
            1 => self.world.market(),
            _ => self.world.collaterals()[self.number()],
        }
    }

    /// The number of a collateral that an account has, if it has any.
    fn number_of(&mut self, holder: &Holder) -> usize {
        let held = (0..COLLATERALS).filter(|index| holder.mask >> index & 1 == 1);
        let held: Vec<_> = held.collect();
        if held.is_empty() || self.random.chance(4) {
            return self.number();
        }
        self.random.pick(&held)
    }

    /// Somebody who owes, one who may be liquidated if there is one.
    fn debtor(&mut self) -> Holder {
        let now = self.now;
        let owing = now.holders.iter().filter(|holder| !holder.debt.is_zero());
        let owing: Vec<_> = owing.collect();
        let is_ripe = |holder: &&&Holder| now.standing(holder) == Some(Standing::Liquidatable);
        let ripe: Vec<_> = owing.iter().filter(is_ripe).copied().collect();
        let from = if ripe.is_empty() || self.random.chance(15) {
            owing
        } else {
            ripe
        };
        if from.is_empty() {
            return self.holder(PEOPLE[0]);
        }
        self.random.pick(&from).clone()
    }

    fn amount(&mut self, whole: U256) -> U256 {
        self.random.amount(whole)
    }
}
