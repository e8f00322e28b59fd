//! The soak of a lending market.

use alloy_primitives::{Address, U256};
use ballast_devnet::Node;

use super::cast::PEOPLE;
use super::cells::Cells;
use super::deeds::Deeds;
use super::draw::{self, Draw};
use super::laws::{self, Breach, Change, Law};
use super::outcome::Counts;
use super::picture::{Picture, Quotes};
use super::roles::{self, Rights, Roles};
use super::rules::Rules;
use super::slump::{self, Slump};
use super::world::World;
use super::{Failure, probes};
use crate::soak::{Act, Journal, Passing, Place, Play, Random, Sent, Soak};

/// A program lives for a year.
const PASSING: Passing = Passing {
    percent: 6,
    step_seconds_max: 2 * 86_400,
    seconds_max: 300 * 86_400,
};

/// A market, and what is known of it.
#[derive(Debug)]
pub struct Markets {
    world: World,
    cells: Cells,
    roles: Roles,
    rights: Rights,
    /// What each feed says that is not told to misbehave.
    answers: Vec<i128>,
    slump: Option<Slump>,
    now: Picture,
}

impl Markets {
    /// Prices slump now and then, and recover after some calls.
    fn slump_or_recover(&mut self, journal: &mut Journal<Self>) -> Result<(), Breach> {
        if let Some(mut slump) = self.slump.take() {
            if !slump.is_over() {
                self.slump = Some(slump);
                return Ok(());
            }
            self.answers = slump.end();
            journal.remember("prices recover".to_owned());
        } else if Slump::is_due(&mut journal.random) {
            self.slump = Some(Slump::begin(&mut journal.random, &mut self.answers));
            journal.outcome.counts.slumps += 1;
            journal.remember("prices slump".to_owned());
        } else {
            return Ok(());
        }
        self.transmit()
    }

    /// Every feed answers anew, as it must once a heartbeat.
    fn move_feeds(&mut self, random: &mut Random) -> Result<(), Breach> {
        for (index, answer) in self.answers.iter_mut().enumerate() {
            *answer = draw::next(random, *answer, index == 0);
        }
        self.transmit()
    }

    fn transmit(&mut self) -> Result<(), Breach> {
        self.world.transmit(&self.answers)?;
        self.now.quotes = Quotes::read(&self.world)?;
        Ok(())
    }

    fn wait(
        &mut self,
        seconds: u64,
        quotes: Option<Quotes>,
        journal: &mut Journal<Self>,
    ) -> Result<(), Breach> {
        journal.pass(seconds);
        self.world.pass(seconds);
        let time = self.now.time + seconds;
        let quotes = quotes.map_or_else(|| Quotes::read(&self.world), Ok)?;
        // Time moves nothing but a liquidation LTV that is on its way.
        let rules = self.now.rules.after_time(&self.world)?;
        let after = Picture::read(&self.world, &self.cells, time, quotes, rules)?;
        laws::state(&self.world, &after)?;
        laws::time(&self.now, &after)?;
        self.now = after;
        Ok(())
    }
}

impl Play for Markets {
    type Law = Law;
    type Counts = Counts;

    const ENGINE: Law = Law::Engine;
    const PROBE_CALLS: u64 = 20;

    fn begin() -> Result<Self, Breach> {
        let world = World::new();
        let cells = Cells::of(&world);
        let (quotes, rules) = (Quotes::read(&world)?, Rules::read(&world)?);
        let now = Picture::read(&world, &cells, world.now(), quotes, rules)?;
        laws::state(&world, &now)?;
        Ok(Self {
            roles: Roles::first(&world),
            rights: Rights::new(),
            answers: world.first_answers(),
            slump: None,
            now,
            cells,
            world,
        })
    }

    fn node(&self) -> &Node {
        self.world.node()
    }

    fn worded(&self, text: &str) -> String {
        self.world.worded(text)
    }

    fn prepare(&mut self, journal: &mut Journal<Self>) -> Result<(), Breach> {
        self.slump_or_recover(journal)?;
        if self.slump.is_some() && slump::STEP_SECONDS_MAX < journal.left(&PASSING) {
            if journal.random.chance(slump::PASSING_PERCENT) {
                let seconds = journal.random.below(slump::STEP_SECONDS_MAX);
                self.pass(seconds, journal)?;
            }
        } else if let Some(seconds) = journal.step(&PASSING) {
            // Feeds move before anybody acts: until then old prices do.
            let quotes = self.now.quotes.clone();
            self.wait(seconds, Some(quotes), journal)?;
            self.move_feeds(&mut journal.random)?;
        }
        Ok(())
    }

    fn draw(&mut self, random: &mut Random) -> Act {
        let mut draw = Draw {
            world: &self.world,
            now: &self.now,
            roles: &self.roles,
            rights: &self.rights,
            answers: &mut self.answers,
            is_low: self.slump.is_some(),
            random,
        };
        draw.act()
    }

    fn pass(&mut self, seconds: u64, journal: &mut Journal<Self>) -> Result<(), Breach> {
        self.wait(seconds, None, journal)
    }

    fn judge(&mut self, act: &Act, sent: &Sent, counts: &mut Counts) -> Result<(), Breach> {
        let deeds = Deeds::of(&self.world, act);
        let quotes = self.now.quotes.after(&self.world, act)?;
        let is_governed = !deeds.is_plain() && matches!(act.place, Place::Market | Place::Params);
        let rules = if is_governed {
            Rules::read(&self.world)?
        } else {
            self.now.rules.clone()
        };
        let after = Picture::read(&self.world, &self.cells, self.now.time, quotes, rules)?;
        laws::state(&self.world, &after)?;
        let change = Change {
            world: &self.world,
            before: &self.now,
            after: &after,
            act,
            deeds: &deeds,
            sent,
            rights: &self.rights,
        };
        laws::change(&change)?;
        for event in change.liquidations() {
            counts.liquidations += 1;
            counts.bad_debts += u64::from(!event.badDebt.is_zero());
            counts.losses += u64::from(event.fromReserve < event.badDebt);
        }
        self.roles.follow(act.from, &deeds);
        roles::follow(&mut self.rights, &deeds);
        if deeds.risk().is_some() || deeds.authorizations().next().is_some() {
            roles::check(&self.world, &self.roles, &self.rights)?;
        }
        probes::locked(&self.world)?;
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
                let holder = random.below(self.now.holders.len() as u64) as usize;
                probes::rules(&self.world, &self.now)?;
                probes::views(&self.world, &self.now, &self.now.holders[holder])?;
                counts.views += 1;
            }
            2 => {
                let seconds = random.magnitude(U256::from(PASSING.step_seconds_max)).to();
                let asked = random.below(6) + 1;
                probes::accrual(&self.world, self.now.time, seconds, asked)?;
                counts.twins += 1;
            }
            _ => {
                let person = random.pick(&PEOPLE);
                let tokens = self.world.tokens_of(self.world.asset(), person);
                let amount = random.magnitude(tokens);
                let both = probes::round_trip(&self.world, person, random, amount)?;
                counts.round_trips += 1;
                counts.whole_round_trips += u64::from(both);
            }
        }
        Ok(())
    }
}

impl Soak<Markets> {
    /// The stage.
    pub const fn world(&self) -> &World {
        &self.play().world
    }

    /// How things are, by the laws' last look.
    pub const fn now(&self) -> &Picture {
        &self.play().now
    }

    /// Looks at what the market says of somebody, and of what governs it.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn inspect_views(&mut self, account: Address) -> Result<(), Box<Failure>> {
        self.look(|play, _| {
            let holder = play.now.holder(account).cloned().unwrap_or_default();
            probes::rules(&play.world, &play.now)?;
            probes::views(&play.world, &play.now, &holder)
        })
    }

    /// Lets time pass twice, once with `asked` times of accrual, and compares. Everything is as
    /// before afterwards.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn inspect_accrual(&mut self, seconds: u64, asked: u64) -> Result<(), Box<Failure>> {
        self.look(|play, _| probes::accrual(&play.world, play.now.time, seconds, asked))
    }

    /// Has somebody go in and out with an amount. Returns whether both halves passed.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn round_trip(&mut self, person: Address, amount: U256) -> Result<bool, Box<Failure>> {
        self.look(|play, journal| {
            probes::round_trip(&play.world, person, &mut journal.random, amount)
        })
    }
}
