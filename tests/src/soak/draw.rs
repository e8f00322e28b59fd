//! What is done next.

mod governor;
mod holder;
mod member;
mod misfortune;
mod mover;
mod registry;
mod rewards;
mod stranger;

use alloy_primitives::{Address, U256};
use ballast_abi::registry::IRegistry::Status;

use super::act::Act;
use super::cast::{INVESTORS, OFFICERS};
use super::picture::Picture;
use super::random::Random;
use super::roles::{Role, Roles};
use super::waiting::Waiting;
use super::world::{STRATEGIES, World};

type Maker = fn(&mut Draw<'_>) -> Act;

/// Parts of a hundred in which something is mended while a strategy is in quarantine: otherwise
/// most runs would soon have nothing but stopped deposits.
const MENDING_PERCENT: u64 = 40;

/// All there is to do, and how often of all.
const ACTS: &[(u64, Maker)] = &[
    (90, holder::deposit),
    (40, holder::mint),
    (50, holder::withdraw),
    (60, holder::redeem),
    (20, holder::withdraw_from),
    (20, holder::redeem_from),
    (20, holder::redeem_in_kind),
    (8, holder::surrender),
    (25, holder::transfer),
    (20, holder::approve),
    (20, holder::transfer_from),
    (6, holder::permit),
    (110, registry::move_debt),
    (70, registry::harvest),
    (25, registry::probe),
    (25, registry::set_queue),
    (5, registry::emergency_exit),
    (6, registry::retire),
    (20, registry::reinstate),
    (3, registry::revoke),
    (12, registry::add),
    (25, registry::set_cap),
    (15, registry::set_id_cap),
    (10, registry::set_bounds),
    (6, registry::set_limits),
    (6, registry::stop_risk),
    (5, registry::set_allocator),
    (3, registry::set_sentinel),
    (3, registry::transfer_authority),
    (4, registry::accept_authority),
    (20, governor::configure),
    (6, governor::stop_deposits),
    (3, governor::transfer_authority),
    (4, governor::accept_authority),
    (60, member::request),
    (15, member::cancel),
    (15, member::take_back),
    (45, member::settle),
    (25, member::redeem),
    (20, member::withdraw),
    (8, member::set_operator),
    (8, member::allow),
    (20, mover::rebalance),
    (12, mover::move_debt),
    (15, mover::set_targets),
    (5, mover::set_weight),
    (3, mover::set_band),
    (3, mover::set_wait),
    (4, mover::set_tolerance),
    (3, mover::stop),
    (4, mover::set_reallocation_tolerance),
    (12, mover::set_flow),
    (6, mover::set_penalty),
    (2, mover::set_target_source),
    (15, mover::reallocate),
    (15, mover::force_deallocate),
    (2, mover::set_operator),
    (2, mover::set_sentinel),
    (2, mover::transfer_authority),
    (3, mover::accept_authority),
    (10, stranger::act_as_registry),
    (10, stranger::act_as_vault),
    (10, stranger::command_a_strategy),
    (25, misfortune::set_mode),
    (12, misfortune::lose),
    (20, misfortune::gain),
    (1, misfortune::steal),
    (8, misfortune::arm),
    (12, misfortune::donate),
    (30, misfortune::use_venue),
    (4, rewards::set_seller),
    (6, rewards::sweep),
    (10, rewards::reinvest),
];

/// What mends a strategy in quarantine.
const REPAIRS: &[(u64, Maker)] = &[
    (3, misfortune::turn_honest),
    (3, misfortune::refill),
    (2, registry::forgive),
    (6, registry::probe_the_worst),
    (2, registry::shorten_quarantine),
    (1, registry::revoke),
];

/// What the next act is drawn from.
pub(super) struct Draw<'a> {
    /// The stage.
    pub world: &'a World,
    /// How things are.
    pub now: &'a Picture,
    /// Who may do what.
    pub roles: &'a Roles,
    /// Who waits for what.
    pub waiting: &'a Waiting,
    /// Chance.
    pub random: &'a mut Random,
}

impl Draw<'_> {
    /// What is done next.
    pub(super) fn act(&mut self) -> Act {
        let is_hurt = !self.now.quarantined.is_zero();
        let acts = if is_hurt && self.random.chance(MENDING_PERCENT) {
            REPAIRS
        } else {
            ACTS
        };
        self.random.weighted(acts)(self)
    }

    /// Somebody with tokens, or seldom anybody else.
    fn person(&mut self) -> Address {
        if self.random.chance(92) {
            self.random.pick(&INVESTORS)
        } else {
            self.random.pick(&OFFICERS)
        }
    }

    /// Who may hold these roles, or seldom anybody; no contract, which acts when it is called.
    fn caller(&mut self, roles: &[Role]) -> Address {
        let mut holders = self.holders(roles);
        holders.retain(|holder| *holder != self.world.rebalancer());
        if holders.is_empty() || self.random.chance(12) {
            if self.random.chance(50) {
                self.random.pick(&OFFICERS)
            } else {
                self.random.pick(&INVESTORS)
            }
        } else {
            self.random.pick(&holders)
        }
    }

    /// Who holds these roles.
    fn holders(&self, roles: &[Role]) -> Vec<Address> {
        let holders = roles.iter().map(|role| self.roles.of(*role));
        holders.filter(|holder| !holder.is_zero()).collect()
    }

    /// The caller themselves, or somebody or something else.
    fn other(&mut self, person: Address, percent: u64) -> Address {
        match self.random.below(100) {
            roll if roll < percent => person,
            99 => Address::ZERO,
            _ => self.random.pick(self.world.holders()),
        }
    }

    /// The number of a strategy.
    fn number(&mut self) -> usize {
        self.random.below(STRATEGIES as u64) as usize
    }

    /// A strategy, or seldom something else.
    fn strategy(&mut self) -> Address {
        if self.random.chance(97) {
            self.world.strategies()[self.number()]
        } else {
            self.random.pick(self.world.holders())
        }
    }

    /// Somebody or something that has shares, if anybody has, or seldom anybody else.
    fn shareholder(&mut self) -> Address {
        let all = self.world.holders().iter().zip(&self.now.shares);
        let holders: Vec<_> = all
            .filter(|(_, shares)| !shares.is_zero())
            .map(|(holder, _)| *holder)
            .filter(|holder| INVESTORS.contains(holder) || OFFICERS.contains(holder))
            .collect();
        if holders.is_empty() || self.random.chance(10) {
            self.person()
        } else {
            self.random.pick(&holders)
        }
    }

    /// A strategy with this status, or any if there is none.
    fn strategy_in(&mut self, status: Status) -> Address {
        let all = self.world.strategies().iter().zip(&self.now.strategies);
        let fit: Vec<_> = all
            .filter(|(_, seen)| seen.status == status)
            .map(|(strategy, _)| *strategy)
            .collect();
        if fit.is_empty() {
            self.strategy()
        } else {
            self.random.pick(&fit)
        }
    }

    /// What a strategy owes.
    fn debt_of(&self, strategy: Address) -> U256 {
        let all = self.world.strategies().iter().zip(&self.now.strategies);
        let this = all.filter(|(known, _)| **known == strategy);
        this.map(|(_, seen)| seen.debt).sum()
    }

    /// Some strategies, seldom one twice or something else.
    fn strategies(&mut self, most: u64) -> Vec<Address> {
        let count = if self.random.chance(50) {
            STRATEGIES
        } else {
            self.random.below(most + 1) as usize
        };
        let mut rest = self.now.known(self.world);
        let mut chosen = Vec::new();
        while chosen.len() < count && !rest.is_empty() {
            let index = self.random.below(rest.len() as u64) as usize;
            chosen.push(rest.swap_remove(index));
        }
        if self.random.chance(4) {
            let strategy = self.strategy();
            chosen.push(strategy);
        }
        chosen
    }

    /// A part of `whole`, all of it, nothing, one unit, a unit too many, or far too many.
    fn amount(&mut self, whole: U256) -> U256 {
        self.random.amount(whole)
    }

    /// What a view answers, or nothing where it has no answer.
    fn ask<C: alloy_sol_types::SolCall<Return = U256>>(&self, to: Address, call: &C) -> U256 {
        self.world.ask(to, call).unwrap_or_default()
    }
}
