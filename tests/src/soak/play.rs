//! The soak of a vault.

use alloy_primitives::{Address, U256};
use ballast_devnet::Node;

use super::act::{Act, Sent};
use super::cast::INVESTORS;
use super::draw::Draw;
use super::engine::{Journal, Passing, Play, Soak};
use super::laws::{self, Breach, Law};
use super::outcome::{Counts, Failure};
use super::picture::Picture;
use super::random::Random;
use super::roles::Roles;
use super::waiting::Waiting;
use super::world::World;
use super::{entries, exits};

/// A program lives for 365 days, of which the farm has used 92.
const PASSING: Passing = Passing {
    percent: 6,
    step_seconds_max: 14 * 86_400,
    seconds_max: 260 * 86_400,
};

/// A vault, and what is known of it.
#[derive(Debug)]
pub struct Vaults {
    world: World,
    roles: Roles,
    waiting: Waiting,
    now: Picture,
}

impl Play for Vaults {
    type Law = Law;
    type Counts = Counts;

    const ENGINE: Law = Law::Engine;
    const PROBE_CALLS: u64 = 12;

    fn begin() -> Result<Self, Breach> {
        let world = World::new();
        let now = Picture::read(&world, world.now())?;
        laws::state(&world, &now)?;
        Ok(Self {
            world,
            roles: Roles::FIRST,
            waiting: Waiting::default(),
            now,
        })
    }

    fn node(&self) -> &Node {
        self.world.node()
    }

    fn worded(&self, text: &str) -> String {
        self.world.worded(text)
    }

    fn prepare(&mut self, journal: &mut Journal<Self>) -> Result<(), Breach> {
        match journal.step(&PASSING) {
            Some(seconds) => self.pass(seconds, journal),
            None => Ok(()),
        }
    }

    fn draw(&mut self, random: &mut Random) -> Act {
        let mut draw = Draw {
            world: &self.world,
            now: &self.now,
            roles: &self.roles,
            waiting: &self.waiting,
            random,
        };
        draw.act()
    }

    fn pass(&mut self, seconds: u64, journal: &mut Journal<Self>) -> Result<(), Breach> {
        journal.pass(seconds);
        self.world.pass(seconds);
        let time = self.now.time + seconds;
        let after = Picture::read(&self.world, time)?;
        laws::state(&self.world, &after)?;
        laws::time(&self.now, &after)?;
        self.now = after;
        Ok(())
    }

    fn judge(&mut self, act: &Act, sent: &Sent, _: &mut Counts) -> Result<(), Breach> {
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

    fn probe(&mut self, journal: &mut Journal<Self>) -> Result<(), Breach> {
        let Journal {
            random, outcome, ..
        } = journal;
        let counts = &mut outcome.counts;
        match random.below(5) {
            0 | 1 => {
                let holders = self.world.holders().iter().zip(&self.now.shares);
                let holders = holders.filter(|(_, shares)| !shares.is_zero());
                let holders: Vec<_> = holders.map(|(holder, _)| *holder).collect();
                if holders.is_empty() {
                    return Ok(());
                }
                let holder = random.pick(&holders);
                let exact = exits::check(&self.world, &self.now, holder, random)?;
                counts.exits += 1;
                counts.exact_exits += u64::from(exact);
            }
            2 => {
                self.waiting.check(&self.world)?;
                counts.waits += 1;
            }
            3 => {
                let person = random.pick(&INVESTORS);
                entries::check(&self.world, person)?;
                counts.entries += 1;
            }
            _ => {
                let person = random.pick(&INVESTORS);
                let amount = random.magnitude(self.world.tokens_of(person));
                let both = entries::round_trip(&self.world, person, random, amount)?;
                counts.round_trips += 1;
                counts.whole_round_trips += u64::from(both);
            }
        }
        Ok(())
    }
}

impl Soak<Vaults> {
    /// The stage.
    pub const fn world(&self) -> &World {
        &self.play().world
    }

    /// How things are, by the laws' last look.
    pub const fn now(&self) -> &Picture {
        &self.play().now
    }

    /// Looks at somebody's exits. Returns whether their limits had to be exact.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn inspect_exits(&mut self, holder: Address) -> Result<bool, Box<Failure>> {
        self.look(|play, journal| exits::check(&play.world, &play.now, holder, &mut journal.random))
    }

    /// Looks at what everybody has in the redemptions.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn inspect_waiting(&mut self) -> Result<(), Box<Failure>> {
        self.look(|play, _| play.waiting.check(&play.world))
    }

    /// Looks at somebody's entries.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn inspect_entries(&mut self, person: Address) -> Result<(), Box<Failure>> {
        self.look(|play, _| entries::check(&play.world, person))
    }

    /// Has somebody go in and out with an amount.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn round_trip(&mut self, person: Address, amount: U256) -> Result<bool, Box<Failure>> {
        self.look(|play, journal| {
            entries::round_trip(&play.world, person, &mut journal.random, amount)
        })
    }
}
