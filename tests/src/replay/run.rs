//! A crash, played.
//!
//! A step of the path goes: the price is there; borrowers whose day begins come; a minute later the
//! feed writes what is due and keepers poke both collaterals; two minutes after that liquidators
//! act, on a pool that stands at the price of that moment.

use std::ops::Add;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use alloy_primitives::U256;
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk as Risk;

use super::borrowers::{Borrower, borrowers};
use super::crash::{Crash, day_of, worst};
use super::measure::{Outcome, Sample};
use super::path::{DAY_SECONDS, Point};
use super::rounds::{Round, Terms, at, rounds};
use super::rules::{BITCOIN_LTV, Case, Incident, SHARE_LTV};
use super::stage::{Stage, answer};
use crate::contract::uint;
use crate::lending::{DOLLAR, borrow, pledge};
use crate::scene::TOKEN;

/// How bitcoin's feed follows: half a percent, an hour, and a minute late.
pub const FEED: Terms = Terms {
    threshold_bps: 50,
    heartbeat_seconds: 3_600,
    delay_seconds: 60,
};

/// Liquidators act so many seconds after the price was there that the feed tells.
pub const ACTS_AFTER: u64 = 180;

/// What the attacker brings who borrows at a pushed price, in dollars.
const ATTACKER_BRINGS: f64 = 100_000.0;

/// What is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Play {
    /// Which days.
    pub crash: Crash,
    /// How many steps a day has.
    pub steps: u64,
    /// How many borrow.
    pub borrowers: u64,
    /// What follows from it: path and borrowers.
    pub seed: u64,
}

/// A run that goes on.
pub(super) struct Run {
    pub(super) stage: Stage,
    pub(super) borrowers: Vec<Borrower>,
    pub(super) outcome: Outcome,
    /// Who was told of to the market as unhealthy, and who was liquidated.
    pub(super) touched: Vec<bool>,
    pub(super) liquidated: Vec<bool>,
    /// The path's first price, which the pool began at.
    pub(super) first: f64,
    /// What the feed said last.
    told: Round,
    rounds: Vec<Round>,
    incident: Incident,
    /// When the incident begins.
    begin: u64,
    /// What the uptime feed has still to say: when, and whether the sequencer is away.
    announcements: Vec<(u64, bool)>,
    /// The chain's time when the path begins.
    base: u64,
    /// Assets for a share of debt.
    rate: f64,
    unhealthy_seconds: Vec<u64>,
}

/// Plays a crash under some rules. The same play and case have the same outcome on any machine.
pub fn run(play: &Play, case: &Case) -> Outcome {
    let path = play.crash.path(play.steps, play.seed);
    let mut run = Run::new(play, case, &path);
    for (point, next) in path.iter().zip(path.iter().skip(1)) {
        run.step(*point, *next);
    }
    run.finish(path[path.len() - 1].price)
}

/// Plays cases side by side; outcomes are in the order of the cases. `done` is told each name.
pub fn run_all(play: &Play, cases: &[Case], done: impl Fn(&str) + Sync) -> Vec<Outcome> {
    let (next, outcomes) = (AtomicUsize::new(0), Mutex::new(vec![None; cases.len()]));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads.min(cases.len()) {
            scope.spawn(|| {
                while let Some((place, case)) = {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    cases.get(place).map(|case| (place, case))
                } {
                    let outcome = run(play, case);
                    done(case.name);
                    let mut outcomes = outcomes.lock().expect("no run panics");
                    outcomes[place] = Some(outcome);
                }
            });
        }
    });
    let outcomes = outcomes.into_inner().expect("no run panics");
    outcomes.into_iter().flatten().collect()
}

impl Run {
    fn new(play: &Play, case: &Case, path: &[Point]) -> Self {
        let first = path[0].price;
        let span = match case.incident {
            Incident::NoLiquidator(span) | Incident::SequencerAway(span) => span,
            _ => 7_200,
        };
        let begin = match case.incident {
            Incident::Pushed(_) => DAY_SECONDS / 2,
            _ => worst(path, span),
        };
        let announcements = match case.incident {
            Incident::SequencerAway(span) => vec![(begin + span, false)],
            Incident::UptimeStuck(span) => vec![(begin, true), (begin + span, false)],
            _ => Vec::new(),
        };
        let last_day = day_of(worst(path, 7_200));
        let borrowers = borrowers(play.borrowers, first, last_day, play.seed);
        let stage = Stage::new(&case.rules, first);
        borrowers.iter().for_each(|borrower| stage.equip(borrower));
        let rounds = rounds(path, FEED);
        Self {
            base: stage.now() + 1,
            stage,
            outcome: Outcome::default(),
            touched: vec![false; borrowers.len()],
            liquidated: vec![false; borrowers.len()],
            unhealthy_seconds: vec![0; borrowers.len()],
            borrowers,
            first,
            told: rounds[0],
            rounds,
            incident: case.incident,
            begin,
            announcements,
            rate: 1.0,
        }
    }

    fn step(&mut self, point: Point, next: Point) {
        let span = next.seconds - point.seconds;
        self.measure(point, span);
        // A day's last price and the next day's first are a second apart.
        if span < ACTS_AFTER || self.is_away(point.seconds) {
            return;
        }
        self.announce(point.seconds);
        let starts = point.seconds.is_multiple_of(DAY_SECONDS);
        if starts || matches!(self.incident, Incident::SequencerAway(_)) {
            self.enter(point);
        }
        self.tell(point.seconds + FEED.delay_seconds);
        if let Incident::Pushed(times) = self.incident
            && self.begin <= point.seconds
            && point.seconds < self.begin + span
        {
            self.push(times, point.price);
        }
        if self.is_unattended(point.seconds) {
            return;
        }
        self.stage
            .wait_until(self.base + point.seconds + ACTS_AFTER);
        let part = ACTS_AFTER as f64 / span as f64;
        let price = point.price + (next.price - point.price) * part;
        self.liquidate(self.told_price(), price);
    }

    fn is_within(&self, seconds: u64, span: u64) -> bool {
        self.begin <= seconds && seconds < self.begin + span
    }

    fn is_away(&self, seconds: u64) -> bool {
        matches!(self.incident, Incident::SequencerAway(span) if self.is_within(seconds, span))
    }

    fn is_unattended(&self, seconds: u64) -> bool {
        matches!(self.incident, Incident::NoLiquidator(span) if self.is_within(seconds, span))
    }

    /// What the feed says, in dollars.
    fn told_price(&self) -> f64 {
        self.told.answer as f64 / 1e8
    }

    fn announce(&mut self, seconds: u64) {
        while let Some((then, is_away)) = self.announcements.first().copied() {
            if seconds < then {
                return;
            }
            self.announcements.remove(0);
            self.stage.wait_until(self.base + seconds);
            self.stage.say(is_away, self.base + then);
        }
    }

    /// The feed writes what is due, and keepers poke.
    fn tell(&mut self, seconds: u64) {
        self.stage.wait_until(self.base + seconds);
        if let Some(round) = at(&self.rounds, seconds).filter(|round| *round != self.told) {
            self.told = round;
            self.stage.feed.transmit(i128::from(round.answer));
        }
        if seconds % DAY_SECONDS == FEED.delay_seconds {
            self.stage.parity.transmit(DOLLAR);
        }
        self.stage.poke();
    }

    /// Lets come whose day has begun; who is refused stays away.
    fn enter(&mut self, point: Point) {
        let day = day_of(point.seconds);
        for place in 0..self.borrowers.len() {
            let borrower = self.borrowers[place];
            if borrower.day != day || borrower.came {
                continue;
            }
            self.stage.wait_until(self.base + point.seconds);
            self.pledge(place);
            let room = self.room_of(place);
            self.borrow(place, room * uint(borrower.part_bps) / uint(10_000));
        }
    }

    fn pledge(&mut self, place: usize) {
        let borrower = &mut self.borrowers[place];
        borrower.came = true;
        let (account, market) = (borrower.account, &self.stage.market);
        let [shares, bitcoin] = self.stage.collaterals();
        for (collateral, amount) in [(shares, borrower.shares), (bitcoin, borrower.bitcoins)] {
            if amount != 0 {
                market.send(account, &pledge(collateral, amount, account));
            }
        }
    }

    fn room_of(&self, place: usize) -> U256 {
        let account = self.borrowers[place].account;
        self.stage.market.ask(&Risk::maxBorrowCall { account })
    }

    fn borrow(&mut self, place: usize, amount: U256) {
        let account = self.borrowers[place].account;
        let market = &self.stage.market;
        let call = borrow(amount.to(), account);
        if amount.is_zero() || market.chain().send(account, market.address, &call).is_err() {
            return;
        }
        let position = market.ask(&Abi::positionCall { account });
        self.borrowers[place].debt = position.borrowShares;
        self.outcome.lent += dollars(amount);
        self.book_rate();
    }

    /// Lets the feed answer so many times the price for a second, in which whoever gains acts.
    fn push(&mut self, times: f64, price: f64) {
        let node = self.stage.scene.chain.node().clone();
        node.set_timestamp_interval(Some(0));
        self.stage.feed.transmit(answer(price * times));
        if 1.0 < times {
            self.overborrow(price);
        } else {
            self.liquidate(price * times, price);
        }
        self.stage.feed.transmit(i128::from(self.told.answer));
        node.set_timestamp_interval(Some(1));
    }

    /// Somebody borrows what the pushed price admits, if that is more than the true one does.
    fn overborrow(&mut self, price: f64) {
        let brings = (ATTACKER_BRINGS / price * TOKEN as f64) as u128;
        let attacker = Borrower::attacker(brings);
        self.stage.equip(&attacker);
        self.borrowers.push(attacker);
        self.touched.push(false);
        self.liquidated.push(false);
        self.unhealthy_seconds.push(0);
        let place = self.borrowers.len() - 1;
        self.pledge(place);
        let room = self.room_of(place);
        if ATTACKER_BRINGS < dollars(room) {
            self.borrow(place, room);
        }
    }

    pub(super) fn book_rate(&mut self) {
        let totals = self.stage.market.ask(&Abi::totalsCall {});
        if !totals.borrowShares.is_zero() {
            self.rate = f64::from(totals.borrowAssets) / f64::from(totals.borrowShares);
        }
    }

    /// What a borrower owes, in dollars, as of the last look.
    pub(super) fn debt_of(&self, place: usize) -> f64 {
        f64::from(self.borrowers[place].debt) * self.rate / TOKEN as f64
    }

    /// What a borrower's collateral is worth, and what of that may be owed.
    fn value_of(&self, place: usize, price: f64) -> [f64; 2] {
        let held = self.borrowers[place].held();
        let ltvs = [BITCOIN_LTV[1], SHARE_LTV[1]].map(|bps| bps as f64 / 1e4);
        let sum = |parts: [f64; 2]| (held[0] * parts[0] + held[1] * parts[1]) * price;
        [sum([1.0, 1.0]), sum(ltvs)]
    }

    /// A borrower's health at a price; infinite without debt.
    pub(super) fn health_of(&self, place: usize, price: f64) -> f64 {
        self.value_of(place, price)[1] / self.debt_of(place)
    }

    /// Who owes, by number.
    pub(super) fn debtors(&self) -> Vec<usize> {
        let all = 0..self.borrowers.len();
        all.filter(|place| self.borrowers[*place].owes()).collect()
    }

    fn measure(&mut self, point: Point, span: u64) {
        self.book_rate();
        let (mut debt, mut weakest) = (0.0, None::<f64>);
        for place in self.debtors() {
            debt += self.debt_of(place);
            let health = self.health_of(place, point.price);
            weakest = Some(weakest.map_or(health, |weakest| weakest.min(health)));
            if health < 1.0 {
                self.unhealthy_seconds[place] += span;
            }
        }
        self.outcome.samples.push(Sample {
            seconds: point.seconds,
            price: point.price,
            debt,
            weakest,
            liquidations: self.outcome.liquidations,
        });
    }

    fn finish(mut self, price: f64) -> Outcome {
        let short = |place: usize| (self.debt_of(place) - self.value_of(place, price)[0]).max(0.0);
        let uncovered = self.debtors().into_iter().map(short).fold(0.0, f64::add);
        self.outcome.uncovered = uncovered;
        let hours = |seconds: u64| seconds as f64 / 3_600.0;
        self.outcome.unhealthy_hours = hours(self.unhealthy_seconds.iter().sum());
        let longest = self.unhealthy_seconds.iter().copied().max();
        self.outcome.longest_hours = hours(longest.unwrap_or(0));
        self.outcome.liquidated = self.liquidated.iter().filter(|it| **it).count() as u64;
        self.outcome
    }
}

/// An amount in dollars.
pub(super) fn dollars(amount: U256) -> f64 {
    f64::from(amount) / TOKEN as f64
}
