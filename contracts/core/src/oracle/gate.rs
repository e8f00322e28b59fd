//! What may be done after the sequencer was away.
//!
//! While a rollup's sequencer is down only few can transact, and prices stand still; when it comes
//! back, what happened meanwhile comes in at once. Who could not act meanwhile gets a grace to repay
//! or to add collateral, which never ask here.

use ruint::aliases::U256;

use crate::Seconds;

/// What an uptime feed says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sequencer {
    /// At work since then.
    Up(Seconds),
    /// Away since then.
    Down(Seconds),
    /// The feed says nothing, or nothing that makes sense.
    Unknown,
}

impl Sequencer {
    /// By an uptime feed's answer, 0 for up and 1 for down, and the time since which it is so. A
    /// round that has not begun or begins in the future says nothing.
    pub fn from_answer(answer: U256, started_at: U256, now: Seconds) -> Self {
        let since =
            Seconds::from_u256(started_at).filter(|since| Seconds::ZERO < *since && *since <= now);
        match (since, u64::try_from(answer)) {
            (Some(since), Ok(0)) => Self::Up(since),
            (Some(since), Ok(1)) => Self::Down(since),
            _ => Self::Unknown,
        }
    }
}

/// How long to wait for whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gate {
    /// How long the sequencer must have been back.
    pub grace: Seconds,
    /// How long it may be away before the gate opens again: the feed may be what failed.
    pub fail_open: Seconds,
    /// The health, in WAD, below which a liquidation never waits.
    pub deep_health_wad: u64,
}

impl Gate {
    /// Whether new risk may be taken: borrowing, withdrawing collateral behind a debt.
    ///
    /// Once the sequencer is back for the grace, or away for so long that the gate fails open. A feed
    /// that says nothing keeps it closed: nobody knows since when, and only newcomers wait.
    pub fn allows_risk(&self, sequencer: Sequencer, now: Seconds) -> bool {
        match sequencer {
            Sequencer::Up(since) => self.grace <= now.since(since),
            Sequencer::Down(since) => self.fail_open <= now.since(since),
            Sequencer::Unknown => false,
        }
    }

    /// Whether an account of such a health, in WAD, is so deep below that its liquidation never waits.
    pub fn is_deep(&self, health: U256) -> bool {
        health < U256::from_limbs([self.deep_health_wad, 0, 0, 0])
    }

    /// Whether an account of such a health, in WAD, may be liquidated.
    ///
    /// Deep below, always; else as new risk is. A feed that says nothing stops no liquidation: who
    /// breaks it must not be able to keep debts from being paid.
    pub fn allows_liquidation(&self, sequencer: Sequencer, now: Seconds, health: U256) -> bool {
        self.is_deep(health) || sequencer == Sequencer::Unknown || self.allows_risk(sequencer, now)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GATE: Gate = Gate {
        grace: Seconds::new(3_600),
        fail_open: Seconds::new(14_400),
        deep_health_wad: 950_000_000_000_000_000,
    };

    const NOW: Seconds = Seconds::new(1_800_000_000);

    fn ago(seconds: u64) -> Seconds {
        Seconds::new(NOW.get() - seconds)
    }

    fn liquidates(sequencer: Sequencer, hundredths: u64) -> bool {
        let health = U256::from(hundredths * 10_000_000_000_000_000);
        GATE.allows_liquidation(sequencer, NOW, health)
    }

    #[test]
    fn new_risk_waits_for_the_grace() {
        assert!(!GATE.allows_risk(Sequencer::Up(ago(3_599)), NOW));
        assert!(GATE.allows_risk(Sequencer::Up(ago(3_600)), NOW));
        assert!(!GATE.allows_risk(Sequencer::Down(ago(100)), NOW));
        assert!(!GATE.allows_risk(Sequencer::Unknown, NOW));
    }

    #[test]
    fn the_deeply_unhealthy_are_liquidated_at_any_time() {
        for sequencer in [Sequencer::Down(ago(1)), Sequencer::Up(ago(59 * 60))] {
            assert!(liquidates(sequencer, 94));
            assert!(!liquidates(sequencer, 95));
            assert!(!liquidates(sequencer, 99));
        }
        assert!(liquidates(Sequencer::Up(ago(3_600)), 99));
        assert!(liquidates(Sequencer::Unknown, 99));
    }

    #[test]
    fn the_gate_fails_open() {
        assert!(!GATE.allows_risk(Sequencer::Down(ago(14_399)), NOW));
        assert!(GATE.allows_risk(Sequencer::Down(ago(14_400)), NOW));
        assert!(liquidates(Sequencer::Down(ago(14_400)), 99));
    }

    #[test]
    fn answers_are_those_of_an_uptime_feed() {
        let read = |answer: u64, since: u64| {
            Sequencer::from_answer(U256::from(answer), U256::from(since), NOW)
        };
        assert_eq!(read(0, NOW.get()), Sequencer::Up(NOW));
        assert_eq!(read(1, 7), Sequencer::Down(Seconds::new(7)));
        assert_eq!(read(2, 7), Sequencer::Unknown);
        assert_eq!(read(0, 0), Sequencer::Unknown);
        assert_eq!(read(0, NOW.get() + 1), Sequencer::Unknown);
        let endless = Sequencer::from_answer(U256::ZERO, U256::MAX, NOW);
        assert_eq!(endless, Sequencer::Unknown);
    }

    proptest! {
        /// Whatever lets somebody take risk lets anybody be liquidated.
        #[test]
        fn liquidations_wait_for_nothing_that_risk_does_not(since: u32, is_up: bool, health: u64) {
            let since = ago(u64::from(since) % 100_000);
            let sequencer = if is_up { Sequencer::Up(since) } else { Sequencer::Down(since) };
            let allows = GATE.allows_liquidation(sequencer, NOW, U256::from(health));
            prop_assert!(allows || !GATE.allows_risk(sequencer, NOW));
            prop_assert!(allows || GATE.deep_health_wad <= health);
        }
    }
}
