//! The soak of governance.

use alloy_primitives::Address;
use alloy_sol_types::SolEvent;
use ballast_abi::timelock::Timelock::CallExecuted;
use ballast_devnet::Node;

use super::Failure;
use super::draw::Draw;
use super::laws::{self, Breach, Change, Law};
use super::model::Model;
use super::motion::Call;
use super::outcome::Counts;
use super::picture::{Cells, Picture, cells};
use super::world::World;
use crate::soak::{Act, Journal, Passing, Place, Play, Random, Sent, Soak};

/// A program lives for a year.
const PASSING: Passing = Passing {
    percent: 20,
    step_seconds_max: 2 * 86_400,
    seconds_max: 300 * 86_400,
};

/// A government, and what should be of it.
#[derive(Debug)]
pub struct Governments {
    world: World,
    cells: Cells,
    model: Model,
    now: Picture,
}

impl Governments {
    /// Everybody's votes of a second are what they are at its end.
    fn wait(&mut self, seconds: u64, journal: &mut Journal<Self>) -> Result<(), Breach> {
        journal.pass(seconds);
        let votes = self.now.holders.iter().map(|holder| holder.votes);
        self.model.past.push((self.now.time, votes.collect()));
        let node = self.world.node();
        let moved = node.set_next_timestamp(self.now.time + seconds);
        moved.map_err(|error| Law::Engine.broken(error.to_string()))?;
        // Nobody acts in this block: the picture is of the chain as it is.
        node.mine(1, None)
            .map_err(|error| Law::Engine.broken(error.to_string()))?;
        let after = Picture::read(&self.world, &self.cells, self.now.time + seconds);
        laws::time(&mut self.model, &self.now, &after)?;
        self.now = after;
        Ok(())
    }

    /// Looks at some of the past, at any second that is over.
    fn look_back(&self, random: &mut Random) -> Result<(), Breach> {
        let Some(((first, _), (last, _))) = self.model.past.first().zip(self.model.past.last())
        else {
            return Ok(());
        };
        let account = random.pick(self.world.accounts());
        let time = first + random.below(last + 1 - first);
        laws::past(&self.model, &self.world, &self.now, account, time)
    }
}

impl Play for Governments {
    type Law = Law;
    type Counts = Counts;

    const ENGINE: Law = Law::Engine;
    const PROBE_CALLS: u64 = 20;

    fn begin() -> Result<Self, Breach> {
        let world = World::new();
        let cells = cells(&world);
        let now = Picture::read(&world, &cells, world.now());
        let mut model = Model::first(&world);
        laws::state(&model, &now)?;
        laws::parameters(&mut model, &world, None, now.time, &mut Counts::default())?;
        Ok(Self {
            world,
            cells,
            model,
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
        // Nobody has votes of a second that has just begun.
        if self.model.past.is_empty() {
            return self.wait(60, journal);
        }
        match journal.step(&PASSING) {
            Some(seconds) => self.wait(seconds + 1, journal),
            None => Ok(()),
        }
    }

    fn draw(&mut self, random: &mut Random) -> Act {
        let mut draw = Draw {
            world: &self.world,
            now: &self.now,
            model: &self.model,
            random,
        };
        draw.act()
    }

    fn pass(&mut self, seconds: u64, journal: &mut Journal<Self>) -> Result<(), Breach> {
        self.wait(seconds, journal)
    }

    fn judge(&mut self, act: &Act, sent: &Sent, counts: &mut Counts) -> Result<(), Breach> {
        let after = Picture::read(&self.world, &self.cells, self.now.time);
        let logs = sent.logs.iter();
        let logs = logs.filter(|(from, _)| *from == self.world.timelock());
        let executed = logs.filter_map(|(_, log)| CallExecuted::decode_log_data(log).ok());
        let executed = executed.map(|event| Call {
            target: event.target,
            value: event.value,
            data: event.data,
        });
        let change = Change {
            world: &self.world,
            before: &self.now,
            after: &after,
            act,
            sent,
            executed: executed.collect(),
            roles: self.model.roles.clone(),
        };
        laws::change(&mut self.model, &change, counts)?;
        let is_told = change
            .executed
            .iter()
            .any(|call| call.target == self.world.params());
        if is_told || act.place == Place::Params {
            let now = self.now.time;
            laws::parameters(&mut self.model, &self.world, Some(&change), now, counts)?;
        }
        if Draw::is_signed(act) {
            self.model.used.push(act.clone());
        }
        self.now = after;
        Ok(())
    }

    fn probe(&mut self, journal: &mut Journal<Self>) -> Result<(), Breach> {
        let Journal {
            random, outcome, ..
        } = journal;
        if random.chance(60) {
            outcome.counts.lookups += 1;
            return self.look_back(random);
        }
        outcome.counts.views += 1;
        let now = self.now.time;
        laws::parameters(&mut self.model, &self.world, None, now, &mut outcome.counts)?;
        laws::views(&self.model, &self.world, &self.now, random)
    }
}

impl Soak<Governments> {
    /// The stage.
    pub const fn world(&self) -> &World {
        &self.play().world
    }

    /// What should be.
    pub const fn model(&self) -> &Model {
        &self.play().model
    }

    /// How things are, by the laws' last look.
    pub const fn now(&self) -> &Picture {
        &self.play().now
    }

    /// Compares all views to what should be.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn inspect_views(&mut self) -> Result<(), Box<Failure>> {
        self.look(|play, journal| {
            let (now, counts) = (play.now.time, &mut journal.outcome.counts);
            laws::parameters(&mut play.model, &play.world, None, now, counts)?;
            laws::views(&play.model, &play.world, &play.now, &mut journal.random)
        })
    }

    /// Looks at somebody's votes at a time that is past.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn inspect_past(&mut self, account: Address, time: u64) -> Result<(), Box<Failure>> {
        self.look(|play, _| laws::past(&play.model, &play.world, &play.now, account, time))
    }
}
