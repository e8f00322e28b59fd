//! A soak: everybody does anything, in any order, and after every call the laws must hold.
//!
//! The world is a vault with its registry over five strategies: one lends to solady's vault, one to
//! a second vault of ours, three misbehave the way they are told. Five investors, one of them with
//! bad intentions, and whoever holds a role call whatever there is to call, with amounts at and
//! beyond their bounds, and now and then without the right to: shares wait in redemptions, and
//! debts are moved by a rebalancer whenever it is the allocator. All of it follows from a seed.
//!
//! ```text
//! match soak::run(7, 10_000) {
//!     Ok(outcome) => println!("{outcome}"),
//!     Err(failure) => println!("{failure}"),
//! }
//! ```

mod act;
pub(crate) mod call;
mod cast;
mod draw;
mod entries;
mod exits;
mod laws;
pub(crate) mod many;
pub(crate) mod outcome;
mod picture;
mod random;
pub(crate) mod reason;
mod roles;
mod waiting;
mod world;

use std::collections::VecDeque;

use alloy_primitives::{Address, U256};

pub use act::{Act, Place, Sent};
pub use cast::{ALLOCATOR, DAVE, ERIN, EVE, GOVERNOR, INVESTORS, KEEPER};
pub use laws::{Breach, Law};
pub use many::run_all;
pub use outcome::{Failure, Outcome, Tallies, Tally};
pub use picture::Picture;
pub use random::Random;
pub use roles::{Change, Role};
pub use world::{HOSTILE, LENDING, STRATEGIES, World, allowance_slot, balance_slot};

use draw::Draw;
use roles::Roles;
use waiting::Waiting;

/// What is remembered for those who look for the reason of a failure.
const TAIL: usize = 24;

/// Every so many calls somebody's exits, entries or round trips are looked at.
const PROBE_CALLS: u64 = 12;

/// Parts of a hundred in which time passes before a call.
const PASSING_PERCENT: u64 = 6;

/// A step of time at most: two weeks.
const STEP_SECONDS_MAX: u64 = 14 * 86_400;

/// All time together at most. A program lives for 365 days, of which the farm has used 92.
const SECONDS_MAX: u64 = 260 * 86_400;

/// Makes so many calls that follow from a seed.
///
/// # Errors
/// The first law that is broken, and what led to it.
pub fn run(seed: u64, calls: u64) -> Result<Outcome, Box<Failure>> {
    let mut soak = Soak::new(seed)?;
    for _ in 0..calls {
        soak.step()?;
    }
    Ok(soak.outcome)
}

/// A soak under way.
#[derive(Clone, Debug)]
pub struct Soak {
    world: World,
    seed: u64,
    random: Random,
    roles: Roles,
    waiting: Waiting,
    now: Picture,
    calls: u64,
    outcome: Outcome,
    tail: VecDeque<String>,
}

impl Soak {
    /// A new world.
    ///
    /// # Errors
    /// When it is against the law from the start.
    pub fn new(seed: u64) -> Result<Self, Box<Failure>> {
        let world = World::new();
        let failed = |breach| {
            Box::new(Failure {
                seed,
                calls: 0,
                breach,
                tail: Vec::new(),
            })
        };
        let now = Picture::read(&world, world.now()).map_err(failed)?;
        laws::state(&world, &now).map_err(failed)?;
        Ok(Self {
            world,
            seed,
            random: Random::new(seed),
            roles: Roles::FIRST,
            waiting: Waiting::default(),
            now,
            calls: 0,
            outcome: Outcome::default(),
            tail: VecDeque::new(),
        })
    }

    /// The stage.
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// What was done so far.
    pub const fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// How things are, by the laws' last look.
    pub const fn now(&self) -> &Picture {
        &self.now
    }

    /// Lets time pass now and then, makes one call, and looks at the laws.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn step(&mut self) -> Result<(), Box<Failure>> {
        let outcome = self.try_step();
        outcome.map_err(|breach| self.failure(breach))
    }

    fn try_step(&mut self) -> Result<(), Breach> {
        let left = SECONDS_MAX.saturating_sub(self.outcome.seconds);
        if self.random.chance(PASSING_PERCENT) && STEP_SECONDS_MAX < left {
            let seconds = self.random.magnitude(U256::from(STEP_SECONDS_MAX));
            self.try_pass(seconds.to())?;
        }
        let mut draw = Draw {
            world: &self.world,
            now: &self.now,
            roles: &self.roles,
            waiting: &self.waiting,
            random: &mut self.random,
        };
        let act = draw.act();
        self.try_perform(&act)?;
        if self.calls.is_multiple_of(PROBE_CALLS) {
            self.probe()?;
        }
        Ok(())
    }

    /// Lets time pass.
    ///
    /// # Errors
    /// A law that is broken by that alone.
    pub fn pass(&mut self, seconds: u64) -> Result<(), Box<Failure>> {
        let outcome = self.try_pass(seconds);
        outcome.map_err(|breach| self.failure(breach))
    }

    fn try_pass(&mut self, seconds: u64) -> Result<(), Breach> {
        self.remember(format!("{seconds} seconds pass"));
        self.world.pass(seconds);
        let time = self.now.time + seconds;
        let after = Picture::read(&self.world, time)?;
        self.outcome.seconds += seconds;
        laws::state(&self.world, &after)?;
        laws::time(&self.now, &after)?;
        self.now = after;
        Ok(())
    }

    /// Makes a call, and looks at the laws.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn perform(&mut self, act: &Act) -> Result<(), Box<Failure>> {
        let outcome = self.try_perform(act);
        outcome.map_err(|breach| self.failure(breach))
    }

    fn try_perform(&mut self, act: &Act) -> Result<(), Breach> {
        self.remember(act.to_string());
        let sent = self.world.send(act)?;
        self.calls += 1;
        self.outcome.note(act, &sent);
        if let Some(reason) = &sent.refusal {
            // What failed has changed nothing: the laws need no second look.
            self.remember(format!("  reverts: {reason}"));
            return Ok(());
        }
        self.judge(act, &sent)
    }

    /// Looks at the laws after an act that passed.
    fn judge(&mut self, act: &Act, sent: &Sent) -> Result<(), Breach> {
        let after = Picture::read(&self.world, self.now.time)?;
        if let Some(change) = act.change {
            self.roles.apply(change);
        }
        self.waiting.book(&self.world, sent);
        laws::state(&self.world, &after)?;
        self.waiting.holds(&self.world, &after)?;
        laws::change(&self.world, &self.now, act, sent, &after)?;
        laws::roles(&self.world, &self.roles)?;
        self.now = after;
        Ok(())
    }

    /// Looks at the laws as if `act` had just passed.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn inspect(&mut self, act: &Act) -> Result<(), Box<Failure>> {
        let outcome = self.judge(act, &Sent::default());
        outcome.map_err(|breach| self.failure(breach))
    }

    /// Looks at somebody's exits. Returns whether their limits had to be exact.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn inspect_exits(&mut self, holder: Address) -> Result<bool, Box<Failure>> {
        let outcome = exits::check(&self.world, &self.now, holder, &mut self.random);
        outcome.map_err(|breach| self.failure(breach))
    }

    /// Looks at what everybody has in the redemptions.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn inspect_waiting(&mut self) -> Result<(), Box<Failure>> {
        let outcome = self.waiting.check(&self.world);
        outcome.map_err(|breach| self.failure(breach))
    }

    /// Looks at somebody's entries.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn inspect_entries(&mut self, person: Address) -> Result<(), Box<Failure>> {
        let outcome = entries::check(&self.world, person);
        outcome.map_err(|breach| self.failure(breach))
    }

    /// Has somebody go in and out with an amount.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn round_trip(&mut self, person: Address, amount: U256) -> Result<bool, Box<Failure>> {
        let outcome = entries::round_trip(&self.world, person, &mut self.random, amount);
        outcome.map_err(|breach| self.failure(breach))
    }

    fn probe(&mut self) -> Result<(), Breach> {
        match self.random.below(5) {
            0 | 1 => {
                let holders = self.world.holders().iter().zip(&self.now.shares);
                let holders = holders.filter(|(_, shares)| !shares.is_zero());
                let holders: Vec<_> = holders.map(|(holder, _)| *holder).collect();
                if holders.is_empty() {
                    return Ok(());
                }
                let holder = self.random.pick(&holders);
                let exact = exits::check(&self.world, &self.now, holder, &mut self.random)?;
                self.outcome.exits += 1;
                self.outcome.exact_exits += u64::from(exact);
            }
            2 => {
                self.waiting.check(&self.world)?;
                self.outcome.waits += 1;
            }
            3 => {
                let person = self.random.pick(&INVESTORS);
                entries::check(&self.world, person)?;
                self.outcome.entries += 1;
            }
            _ => {
                let person = self.random.pick(&INVESTORS);
                let amount = self.random.magnitude(self.world.tokens_of(person));
                let both = entries::round_trip(&self.world, person, &mut self.random, amount)?;
                self.outcome.round_trips += 1;
                self.outcome.whole_round_trips += u64::from(both);
            }
        }
        Ok(())
    }

    fn remember(&mut self, line: String) {
        if self.tail.len() == TAIL {
            self.tail.pop_front();
        }
        self.tail.push_back(line);
    }

    fn failure(&self, mut breach: Breach) -> Box<Failure> {
        breach.detail = self.world.worded(&breach.detail);
        Box::new(Failure {
            seed: self.seed,
            calls: self.calls,
            breach,
            tail: self
                .tail
                .iter()
                .map(|line| self.world.worded(line))
                .collect(),
        })
    }
}
