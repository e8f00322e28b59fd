//! A soak of the lending market: everybody does anything, in any order, and after every call the
//! laws must hold.
//!
//! One market of one asset and ten collaterals, eight tokens and the shares of two vaults, at the
//! prices of the oracle over feeds that are played: they move, at times violently, and one of them
//! reverts, burns gas or answers nonsense as it is told. Six people and a contract that is called
//! back supply, borrow, pay, batch and liquidate, with amounts at and beyond their bounds, and now
//! and then without the right to; whoever governs moves every setting, and so does the parameter
//! store. All of it follows from a seed.
//!
//! ```text
//! match soak_market::run(7, 10_000) {
//!     Ok(outcome) => println!("{outcome}"),
//!     Err(failure) => println!("{failure}"),
//! }
//! ```

mod cast;
mod deeds;
mod draw;
mod laws;
mod model;
mod outcome;
mod picture;
mod probes;
mod roles;
mod rules;
pub mod slots;
mod slump;
mod stage;
mod world;

use std::collections::VecDeque;
use std::ops::Range;

use alloy_primitives::{Address, U256};

pub use cast::{DAVE, ERIN, EVE, GOVERNOR, KEEPER, PEOPLE};
pub use laws::{Breach, Law};
pub use outcome::Outcome;
pub use picture::{Holder, Picture, Pool, Quotes};
pub use rules::{Rules, Taken};
pub use world::{COLLATERALS, FAILING, TOKENS, World};

use crate::pricing::Feed;
use crate::soak::{Act, Place, Random, Sent, many::side_by_side};
use deeds::Deeds;
use draw::Draw;
use laws::Change;
use roles::{Rights, Roles};
use slump::Slump;

/// A law of the market was broken.
pub type Failure = crate::soak::Failure<Law>;

/// What is remembered for those who look for the reason of a failure.
const TAIL: usize = 24;

/// Every so many calls something is looked at that takes longer.
const PROBE_CALLS: u64 = 20;

/// Parts of a hundred in which time passes before a call.
const PASSING_PERCENT: u64 = 6;

/// A step of time at most: two days.
const STEP_SECONDS_MAX: u64 = 2 * 86_400;

/// All time together at most: a program lives for a year.
const SECONDS_MAX: u64 = 300 * 86_400;

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

/// Makes `calls` calls from each of the seeds, on all processors, and adds up what was done.
/// `ended` is told of every seed that broke no law.
///
/// # Errors
/// A law that is broken, and what led to it; seeds that have not begun by then are left out.
pub fn run_all(
    seeds: Range<u64>,
    calls: u64,
    ended: impl Fn(u64) + Sync,
) -> Result<Outcome, Box<Failure>> {
    side_by_side(seeds, |seed| run(seed, calls), ended)
}

/// A soak under way.
#[derive(Clone, Debug)]
pub struct Soak {
    world: World,
    seed: u64,
    random: Random,
    roles: Roles,
    rights: Rights,
    /// What each feed says that is not told to misbehave.
    answers: Vec<i128>,
    slump: Option<Slump>,
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
        let now = Picture::read(&world, world.now(), None, None).map_err(failed)?;
        laws::state(&world, &now).map_err(failed)?;
        Ok(Self {
            seed,
            random: Random::new(seed),
            roles: Roles::first(&world),
            rights: Rights::new(),
            answers: world.first_answers(),
            slump: None,
            now,
            world,
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
        self.slump_or_recover()?;
        if self.slump.is_some() && slump::STEP_SECONDS_MAX < left {
            if self.random.chance(slump::PASSING_PERCENT) {
                let seconds = self.random.below(slump::STEP_SECONDS_MAX);
                self.try_pass(seconds)?;
            }
        } else if self.random.chance(PASSING_PERCENT) && STEP_SECONDS_MAX < left {
            let seconds = self.random.magnitude(U256::from(STEP_SECONDS_MAX));
            // Feeds move before anybody acts: until then old prices do.
            let quotes = self.now.quotes.clone();
            self.wait(seconds.to(), Some(&quotes))?;
            self.move_feeds()?;
        }
        let mut draw = Draw {
            world: &self.world,
            now: &self.now,
            roles: &self.roles,
            rights: &self.rights,
            answers: &mut self.answers,
            is_low: self.slump.is_some(),
            random: &mut self.random,
        };
        let act = draw.act();
        self.try_perform(&act)?;
        if self.calls.is_multiple_of(PROBE_CALLS) {
            self.probe()?;
        }
        Ok(())
    }

    /// Prices slump now and then, and recover after some calls.
    fn slump_or_recover(&mut self) -> Result<(), Breach> {
        if let Some(mut slump) = self.slump.take() {
            if !slump.is_over() {
                self.slump = Some(slump);
                return Ok(());
            }
            self.answers = slump.end();
            self.remember("prices recover".to_owned());
        } else if Slump::is_due(&mut self.random) {
            self.slump = Some(Slump::begin(&mut self.random, &mut self.answers));
            self.outcome.slumps += 1;
            self.remember("prices slump".to_owned());
        } else {
            return Ok(());
        }
        self.transmit()
    }

    /// Every feed answers anew, as it must once a heartbeat.
    fn move_feeds(&mut self) -> Result<(), Breach> {
        for (index, answer) in self.answers.iter_mut().enumerate() {
            *answer = draw::next(&mut self.random, *answer, index == 0);
        }
        self.transmit()
    }

    fn transmit(&mut self) -> Result<(), Breach> {
        for (feed, answer) in self.world.feeds().iter().zip(&self.answers) {
            Feed::transmit(feed, *answer);
        }
        self.now.quotes = Quotes::read(&self.world)?;
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
        self.wait(seconds, None)
    }

    fn wait(&mut self, seconds: u64, quotes: Option<&Quotes>) -> Result<(), Breach> {
        self.remember(format!("{seconds} seconds pass"));
        self.world.pass(seconds);
        let time = self.now.time + seconds;
        let after = Picture::read(&self.world, time, quotes, None)?;
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
        let deeds = Deeds::of(&self.world, act);
        // Prices come from feeds, and from what vaults have; rules from the market and the store.
        let is_priced = matches!(act.place, Place::Feed | Place::Token | Place::Oracle);
        let quotes = (!is_priced).then_some(&self.now.quotes);
        let is_governed = !deeds.is_plain() && matches!(act.place, Place::Market | Place::Params);
        let rules = (!is_governed).then_some(&self.now.rules);
        let after = Picture::read(&self.world, self.now.time, quotes, rules)?;
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
            self.outcome.liquidations += 1;
            self.outcome.bad_debts += u64::from(!event.badDebt.is_zero());
            self.outcome.losses += u64::from(event.fromReserve < event.badDebt);
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

    /// Looks at the laws as if `act` had just passed.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn inspect(&mut self, act: &Act, sent: &Sent) -> Result<(), Box<Failure>> {
        let outcome = self.judge(act, sent);
        outcome.map_err(|breach| self.failure(breach))
    }

    /// Looks at what the market says of somebody.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn inspect_views(&mut self, account: Address) -> Result<(), Box<Failure>> {
        let holder = self.now.holder(account).cloned().unwrap_or_default();
        let outcome = probes::views(&self.world, &self.now, &holder);
        outcome.map_err(|breach| self.failure(breach))
    }

    /// Lets time pass twice, once with `asked` times of accrual, and compares. Everything is as
    /// before afterwards.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn inspect_accrual(&mut self, seconds: u64, asked: u64) -> Result<(), Box<Failure>> {
        let outcome = probes::accrual(&self.world, self.now.time, seconds, asked);
        outcome.map_err(|breach| self.failure(breach))
    }

    /// Has somebody go in and out with an amount. Returns whether both halves passed.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn round_trip(&mut self, person: Address, amount: U256) -> Result<bool, Box<Failure>> {
        let outcome = probes::round_trip(&self.world, person, &mut self.random, amount);
        outcome.map_err(|breach| self.failure(breach))
    }

    fn probe(&mut self) -> Result<(), Breach> {
        match self.random.below(5) {
            0 | 1 => {
                let holder = self.random.below(self.now.holders.len() as u64) as usize;
                probes::views(&self.world, &self.now, &self.now.holders[holder])?;
                self.outcome.views += 1;
            }
            2 => {
                let seconds = self.random.magnitude(U256::from(STEP_SECONDS_MAX)).to();
                let asked = self.random.below(6) + 1;
                probes::accrual(&self.world, self.now.time, seconds, asked)?;
                self.outcome.twins += 1;
            }
            _ => {
                let person = self.random.pick(&PEOPLE);
                let tokens = self.world.tokens_of(self.world.asset(), person);
                let amount = self.random.magnitude(tokens);
                let both = probes::round_trip(&self.world, person, &mut self.random, amount)?;
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
        let tail = self.tail.iter().map(|line| self.world.worded(line));
        Box::new(Failure {
            seed: self.seed,
            calls: self.calls,
            breach,
            tail: tail.collect(),
        })
    }
}
