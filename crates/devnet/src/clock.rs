//! Time and the L1 height of the next block.

use std::time::{SystemTime, UNIX_EPOCH};

/// L1 blocks are twelve seconds apart.
const L1_BLOCK_SECONDS: u64 = 12;

/// Where the timestamps and L1 heights of new blocks come from.
///
/// Time is the machine's, moved by an offset that setters change, and never below the parent's.
/// The L1 height advances by one for every twelve seconds between block timestamps, so it stands
/// still over many L2 blocks and moves when time is moved; it never falls.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    offset_seconds: i64,
    next_timestamp: Option<u64>,
    interval_seconds: Option<u64>,
    /// L1 height and the timestamp at which it was reached.
    l1_anchor: (u64, u64),
}

/// A setter that would make time or the L1 height run backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// A timestamp below the newest block's.
    #[error("timestamp {asked} is lower than the previous block's timestamp {parent}")]
    Timestamp {
        /// Seconds asked for.
        asked: u64,
        /// Seconds of the newest block.
        parent: u64,
    },
    /// An L1 height below the newest block's.
    #[error("L1 block number {asked} is lower than the previous block's {parent}")]
    L1Number {
        /// Height asked for.
        asked: u64,
        /// Height of the newest block.
        parent: u64,
    },
}

impl Clock {
    /// A clock that shows `timestamp` now, or the machine's time, at this L1 height.
    pub(crate) fn new(timestamp: Option<u64>, l1_number: u64) -> Self {
        let mut clock = Self {
            offset_seconds: 0,
            next_timestamp: None,
            interval_seconds: None,
            l1_anchor: (l1_number, 0),
        };
        if let Some(timestamp) = timestamp {
            clock.run_from(timestamp);
        }
        clock.l1_anchor.1 = clock.now();
        clock
    }

    /// Seconds since 1970 on this clock.
    pub(crate) fn now(&self) -> u64 {
        wall_seconds().saturating_add_signed(self.offset_seconds)
    }

    /// Seconds this clock is ahead of the machine's.
    pub(crate) fn offset_seconds(&self) -> i64 {
        self.offset_seconds
    }

    /// The timestamp a block on top of `parent` would get now.
    pub(crate) fn timestamp(&self, parent: u64) -> u64 {
        match (self.next_timestamp, self.interval_seconds) {
            (Some(next), _) => next.max(parent),
            (None, Some(interval)) => parent.saturating_add(interval),
            (None, None) => self.now().max(parent),
        }
    }

    /// The L1 height of a block with this timestamp.
    pub(crate) fn l1_number(&self, timestamp: u64) -> u64 {
        let (number, reached) = self.l1_anchor;
        number.saturating_add(timestamp.saturating_sub(reached) / L1_BLOCK_SECONDS)
    }

    /// Notes that a block with this timestamp was made: a timestamp asked for is used up, and time
    /// runs on from it.
    pub(crate) fn block_made(&mut self, timestamp: u64) {
        if self.next_timestamp.take().is_some() {
            self.run_from(timestamp);
        }
    }

    /// Moves time; the sum of all moves so far is returned.
    pub(crate) fn increase(&mut self, seconds: i64) -> i64 {
        self.offset_seconds = self.offset_seconds.saturating_add(seconds);
        self.offset_seconds
    }

    /// Sets the time to `timestamp` from now on.
    pub(crate) fn run_from(&mut self, timestamp: u64) {
        let wall = wall_seconds();
        self.offset_seconds = if timestamp < wall {
            -i64::try_from(wall - timestamp).unwrap_or(i64::MAX)
        } else {
            i64::try_from(timestamp - wall).unwrap_or(i64::MAX)
        };
    }

    /// Asks for the timestamp of the next block.
    pub(crate) fn set_next(&mut self, asked: u64, parent: u64) -> Result<(), ClockError> {
        if asked < parent {
            return Err(ClockError::Timestamp { asked, parent });
        }
        self.next_timestamp = Some(asked);
        Ok(())
    }

    /// Fixes the distance between blocks, or lets time decide again.
    pub(crate) fn set_interval(&mut self, seconds: Option<u64>) {
        self.interval_seconds = seconds;
    }

    /// Sets the L1 height of the next block; it advances from there.
    pub(crate) fn set_l1_number(
        &mut self,
        asked: u64,
        parent: u64,
        timestamp: u64,
    ) -> Result<(), ClockError> {
        if asked < parent {
            return Err(ClockError::L1Number { asked, parent });
        }
        self.l1_anchor = (asked, timestamp);
        Ok(())
    }
}

fn wall_seconds() -> u64 {
    // A machine whose clock stands before 1970 is treated as standing at 1970.
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| elapsed.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_never_falls_below_the_parent() {
        let clock = Clock::new(Some(1_000), 0);
        assert_eq!(clock.timestamp(5_000), 5_000);
        assert!((1_000..1_010).contains(&clock.timestamp(0)));
    }

    #[test]
    fn a_timestamp_asked_for_is_used_once_and_time_runs_on_from_it() {
        let mut clock = Clock::new(Some(1_000), 0);
        clock.set_next(9_000, 1_000).unwrap();
        assert_eq!(clock.timestamp(1_000), 9_000);
        clock.block_made(9_000);
        assert!((9_000..9_010).contains(&clock.timestamp(1_000)));
        assert_eq!(
            clock.set_next(5, 9_000),
            Err(ClockError::Timestamp {
                asked: 5,
                parent: 9_000
            })
        );
    }

    #[test]
    fn interval_replaces_the_machine_clock() {
        let mut clock = Clock::new(Some(1_000), 0);
        clock.set_interval(Some(7));
        assert_eq!(clock.timestamp(2_000), 2_007);
        clock.set_interval(None);
        assert!(clock.timestamp(0) < 1_010);
    }

    #[test]
    fn l1_height_advances_every_twelve_seconds_and_may_be_set() {
        let mut clock = Clock::new(Some(1_200), 100);
        assert_eq!(clock.l1_number(1_211), 100);
        assert_eq!(clock.l1_number(1_224), 102);
        clock.set_l1_number(500, 102, 1_224).unwrap();
        assert_eq!(clock.l1_number(1_236), 501);
        assert_eq!(
            clock.set_l1_number(1, 500, 1_236),
            Err(ClockError::L1Number {
                asked: 1,
                parent: 500
            })
        );
    }
}
