//! Whether the sequencer was away.

use alloc::vec::Vec;

use ballast_core::oracle::Sequencer;
use ballast_core::{Bps, Seconds};
use ballast_shell::{Calldata, Reply, reply, uint};

use crate::errors::bounded;
use crate::record::Uptime;
use crate::roles::Act;
use crate::state::Oracle;

/// A day.
const GRACE_MAX: u64 = 86_400;
/// An hour, and a week.
const FAIL_OPEN_SECONDS: (u64, u64) = (3_600, 604_800);

impl Oracle {
    /// `mayTakeRisk()`
    pub(crate) fn may_take_risk(&self) -> Reply {
        let uptime = self.uptime();
        let allowed = match self.sequencer(&uptime)? {
            Some(sequencer) => uptime.gate().allows_risk(sequencer, self.now()),
            None => true,
        };
        reply(&[uint(u64::from(allowed))])
    }

    /// `mayLiquidate(uint256)`
    pub(crate) fn may_liquidate(&self, mut input: Calldata<'_>) -> Reply {
        let (health, uptime) = (input.uint()?, self.uptime());
        // Never waits, so the feed need not be asked.
        if uptime.gate().is_deep(health) {
            return reply(&[uint(1)]);
        }
        let allowed = match self.sequencer(&uptime)? {
            Some(sequencer) => uptime
                .gate()
                .allows_liquidation(sequencer, self.now(), health),
            None => true,
        };
        reply(&[uint(u64::from(allowed))])
    }

    /// `gate()`
    pub(crate) fn gate(&self) -> Reply {
        let uptime = self.uptime();
        let (state, since) = match self.sequencer(&uptime)? {
            None => (0, Seconds::ZERO),
            Some(Sequencer::Up(since)) => (1, since),
            Some(Sequencer::Down(since)) => (2, since),
            Some(Sequencer::Unknown) => (3, Seconds::ZERO),
        };
        let [feed, grace, fail_open, deep] = uptime.words();
        reply(&[feed, grace, fail_open, deep, uint(state), uint(since.get())])
    }

    /// `setGate(address,uint256,uint256,uint256)`
    pub(crate) fn set_gate(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_to(Act::Widen)?;
        let feed = input.address()?;
        let grace = bounded(input.uint()?, 0, GRACE_MAX)?;
        let (least, most) = FAIL_OPEN_SECONDS;
        let fail_open = bounded(input.uint()?, least, most)?;
        let deep = bounded(input.uint()?, 0, u64::from(Bps::ONE.get()))?;
        let (from, to) = (
            self.uptime(),
            Uptime {
                feed,
                // Bounds have 32 bits, and the last one 16.
                grace: grace as u32,
                fail_open: fail_open as u32,
                deep_health: Bps::new(deep as u16),
            },
        );
        self.set_uptime(to);
        self.log_gate_changed(&from, &to);
        Ok(Vec::new())
    }

    /// What the uptime feed says; `None` if there is no feed.
    ///
    /// # Errors
    /// `NotEnoughGas`.
    fn sequencer(&self, uptime: &Uptime) -> Result<Option<Sequencer>, Vec<u8>> {
        if uptime.feed.is_zero() {
            return Ok(None);
        }
        let round = self.round_of(uptime.feed)?;
        Ok(Some(round.map_or(Sequencer::Unknown, |round| {
            Sequencer::from_answer(round.answer, round.started_at, self.now())
        })))
    }
}
