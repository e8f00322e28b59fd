//! The loop that all soaks share: what is drawn is sent, and what it led to is judged.

use std::collections::VecDeque;
use std::fmt::Debug;
use std::ops::{AddAssign, Range};

use alloy_primitives::U256;
use ballast_devnet::Node;

use super::act::{Act, Sent};
use super::call;
use super::laws::Breach;
use super::many::side_by_side;
use super::outcome::{Failure, Outcome};
use super::random::Random;

/// What is remembered for those who look for the reason of a failure.
const TAIL: usize = 24;

/// What a soak is of: a world, what is known of it, and its laws.
pub trait Play: Sized {
    /// What holds whatever anybody does.
    type Law: Copy + Debug + Send;
    /// What is counted besides calls.
    type Counts: Debug + Default + Send + for<'a> AddAssign<&'a Self::Counts>;

    /// The law that the chain takes every transaction.
    const ENGINE: Self::Law;
    /// Every so many calls something is looked at that takes longer.
    const PROBE_CALLS: u64;

    /// A new world.
    ///
    /// # Errors
    /// When it is against the law from the start.
    fn begin() -> Result<Self, Breach<Self::Law>>;

    /// The chain.
    fn node(&self) -> &Node;

    /// A text with names for addresses.
    fn worded(&self, text: &str) -> String;

    /// What happens before a call: time passes, prices move.
    ///
    /// # Errors
    /// A law that is broken.
    fn prepare(&mut self, journal: &mut Journal<Self>) -> Result<(), Breach<Self::Law>>;

    /// What is done next.
    fn draw(&mut self, random: &mut Random) -> Act;

    /// Lets time pass.
    ///
    /// # Errors
    /// A law that is broken by that alone.
    fn pass(&mut self, seconds: u64, journal: &mut Journal<Self>) -> Result<(), Breach<Self::Law>>;

    /// Looks at the laws after an act that passed.
    ///
    /// # Errors
    /// A law that is broken.
    fn judge(
        &mut self,
        act: &Act,
        sent: &Sent,
        counts: &mut Self::Counts,
    ) -> Result<(), Breach<Self::Law>>;

    /// Looks at something that takes longer.
    ///
    /// # Errors
    /// A law that is broken.
    fn probe(&mut self, journal: &mut Journal<Self>) -> Result<(), Breach<Self::Law>>;
}

/// How time passes between calls.
#[derive(Clone, Copy, Debug)]
pub struct Passing {
    /// Calls of a hundred before which it does.
    pub percent: u64,
    /// The longest step.
    pub step_seconds_max: u64,
    /// All steps together at most.
    pub seconds_max: u64,
}

/// Chance, what was done, and what was done last.
#[derive(Debug)]
pub struct Journal<P: Play> {
    /// Chance.
    pub random: Random,
    /// What was done so far.
    pub outcome: Outcome<P::Counts>,
    tail: VecDeque<String>,
}

impl<P: Play> Journal<P> {
    /// Keeps a line for whoever looks for the reason of a failure.
    pub fn remember(&mut self, line: String) {
        if self.tail.len() == TAIL {
            self.tail.pop_front();
        }
        self.tail.push_back(line);
    }

    /// Remembers that time passes.
    pub fn pass(&mut self, seconds: u64) {
        self.remember(format!("{seconds} seconds pass"));
        self.outcome.seconds += seconds;
    }

    /// How many seconds there are left.
    pub const fn left(&self, passing: &Passing) -> u64 {
        passing.seconds_max.saturating_sub(self.outcome.seconds)
    }

    /// How many seconds pass before the next call, if any do: of each magnitude as often.
    pub fn step(&mut self, passing: &Passing) -> Option<u64> {
        let left = self.left(passing);
        let passes = self.random.chance(passing.percent) && passing.step_seconds_max < left;
        passes.then(|| {
            let most = U256::from(passing.step_seconds_max);
            self.random.magnitude(most).to()
        })
    }
}

/// A soak under way.
#[derive(Debug)]
pub struct Soak<P: Play> {
    play: P,
    seed: u64,
    calls: u64,
    journal: Journal<P>,
}

impl<P: Play> Soak<P> {
    /// A new world, and all that follows from a seed.
    ///
    /// # Errors
    /// When it is against the law from the start.
    pub fn new(seed: u64) -> Result<Self, Box<Failure<P::Law>>> {
        let play = P::begin().map_err(|breach| {
            Box::new(Failure {
                seed,
                calls: 0,
                breach,
                tail: Vec::new(),
            })
        })?;
        Ok(Self {
            play,
            seed,
            calls: 0,
            journal: Journal {
                random: Random::new(seed),
                outcome: Outcome::default(),
                tail: VecDeque::new(),
            },
        })
    }

    /// The world and what is known of it.
    pub const fn play(&self) -> &P {
        &self.play
    }

    /// What was done so far.
    pub const fn outcome(&self) -> &Outcome<P::Counts> {
        &self.journal.outcome
    }

    /// Lets time pass now and then, makes one call, and looks at the laws.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn step(&mut self) -> Result<(), Box<Failure<P::Law>>> {
        let outcome = self.try_step();
        outcome.map_err(|breach| self.failure(breach))
    }

    fn try_step(&mut self) -> Result<(), Breach<P::Law>> {
        self.play.prepare(&mut self.journal)?;
        let act = self.play.draw(&mut self.journal.random);
        self.try_perform(&act)?;
        if self.calls.is_multiple_of(P::PROBE_CALLS) {
            self.play.probe(&mut self.journal)?;
        }
        Ok(())
    }

    /// Lets time pass.
    ///
    /// # Errors
    /// A law that is broken by that alone.
    pub fn pass(&mut self, seconds: u64) -> Result<(), Box<Failure<P::Law>>> {
        self.look(|play, journal| play.pass(seconds, journal))
    }

    /// Makes a call, and looks at the laws.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn perform(&mut self, act: &Act) -> Result<(), Box<Failure<P::Law>>> {
        let outcome = self.try_perform(act);
        outcome.map_err(|breach| self.failure(breach))
    }

    fn try_perform(&mut self, act: &Act) -> Result<(), Breach<P::Law>> {
        self.journal.remember(act.to_string());
        let sent = call::send(self.play.node(), act).map_err(|error| Breach {
            law: P::ENGINE,
            detail: error.to_string(),
        })?;
        self.calls += 1;
        self.journal.outcome.note(act, &sent);
        if let Some(reason) = &sent.refusal {
            // What failed has changed nothing: the laws need no second look.
            self.journal.remember(format!("  reverts: {reason}"));
            return Ok(());
        }
        let counts = &mut self.journal.outcome.counts;
        self.play.judge(act, &sent, counts)
    }

    /// Looks at the laws as if `act` had just passed.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn inspect(&mut self, act: &Act, sent: &Sent) -> Result<(), Box<Failure<P::Law>>> {
        self.look(|play, journal| play.judge(act, sent, &mut journal.outcome.counts))
    }

    /// Looks at anything else.
    ///
    /// # Errors
    /// A law that is broken.
    pub fn look<T>(
        &mut self,
        look: impl FnOnce(&mut P, &mut Journal<P>) -> Result<T, Breach<P::Law>>,
    ) -> Result<T, Box<Failure<P::Law>>> {
        let outcome = look(&mut self.play, &mut self.journal);
        outcome.map_err(|breach| self.failure(breach))
    }

    fn failure(&self, mut breach: Breach<P::Law>) -> Box<Failure<P::Law>> {
        breach.detail = self.play.worded(&breach.detail);
        let tail = self.journal.tail.iter();
        Box::new(Failure {
            seed: self.seed,
            calls: self.calls,
            breach,
            tail: tail.map(|line| self.play.worded(line)).collect(),
        })
    }
}

/// Makes so many calls that follow from a seed.
///
/// # Errors
/// The first law that is broken, and what led to it.
pub fn run<P: Play>(seed: u64, calls: u64) -> Result<Outcome<P::Counts>, Box<Failure<P::Law>>> {
    let mut soak = Soak::<P>::new(seed)?;
    for _ in 0..calls {
        soak.step()?;
    }
    Ok(soak.journal.outcome)
}

/// Makes `calls` calls from each of the seeds, on all processors, and adds up what was done.
/// `ended` is told of every seed that broke no law.
///
/// # Errors
/// A law that is broken, and what led to it; seeds that have not begun by then are left out.
pub fn run_all<P: Play>(
    seeds: Range<u64>,
    calls: u64,
    ended: impl Fn(u64) + Sync,
) -> Result<Outcome<P::Counts>, Box<Failure<P::Law>>> {
    side_by_side(seeds, |seed| run::<P>(seed, calls), ended)
}
