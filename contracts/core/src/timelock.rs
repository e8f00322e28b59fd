//! Waiting before acting: how long a change waits, and when it may be made.
//!
//! The delay per kind of action is after Morpho's Vault V2, its bounds after Euler's and
//! MetaMorpho's, the end of the time in which it may be made after Compound's timelock.

use crate::Seconds;

/// How long an action waits: not at all, or from a day to 30.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Delay(Seconds);

impl Delay {
    /// No wait.
    pub const NONE: Self = Self(Seconds::ZERO);
    /// The shortest wait there is.
    pub const MIN: Self = Self(Seconds::new(86_400));
    /// The longest.
    pub const MAX: Self = Self(Seconds::new(2_592_000));

    /// A wait of so long; `None` if it is neither nothing nor within [`MIN`](Self::MIN) and
    /// [`MAX`](Self::MAX).
    pub fn new(seconds: Seconds) -> Option<Self> {
        let delay = Self(seconds);
        let is_within = Self::MIN <= delay && delay <= Self::MAX;
        (delay == Self::NONE || is_within).then_some(delay)
    }

    /// The wait in seconds.
    pub const fn seconds(self) -> Seconds {
        self.0
    }

    /// Whether `new` may take the place of this delay as a shorter one: it is shorter, and still a
    /// wait.
    pub fn may_fall_to(self, new: Self) -> bool {
        Self::MIN <= new && new < self
    }
}

/// Where an action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It waits.
    Waiting,
    /// It may be made.
    Ready,
    /// Nobody made it in time.
    Expired,
}

/// The time in which an action may be made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The first second of it.
    pub opens: Seconds,
}

impl Window {
    /// How long an action may be made: two weeks.
    pub const LENGTH: Seconds = Seconds::new(1_209_600);

    /// The window of an action that is queued now.
    pub const fn after(now: Seconds, delay: Delay) -> Self {
        let opens = now.after(delay.seconds());
        Self { opens }
    }

    /// The first second behind it.
    pub const fn closes(self) -> Seconds {
        self.opens.after(Self::LENGTH)
    }

    /// Where its action stands.
    pub fn phase_at(self, now: Seconds) -> Phase {
        if now < self.opens {
            Phase::Waiting
        } else if now < self.closes() {
            Phase::Ready
        } else {
            Phase::Expired
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY: u64 = 86_400;

    fn delay(seconds: u64) -> Option<Delay> {
        Delay::new(Seconds::new(seconds))
    }

    #[test]
    fn a_delay_is_nothing_or_a_day_to_thirty() {
        for valid in [0, DAY, DAY + 1, 30 * DAY] {
            assert_eq!(delay(valid).map(|it| it.seconds().get()), Some(valid));
        }
        for invalid in [1, DAY - 1, 30 * DAY + 1, u64::MAX] {
            assert_eq!(delay(invalid), None, "{invalid}");
        }
    }

    #[test]
    fn a_delay_falls_but_never_to_nothing() {
        let [day, week] = [DAY, 7 * DAY].map(|seconds| delay(seconds).unwrap());
        assert!(week.may_fall_to(day));
        assert!(!week.may_fall_to(week) && !day.may_fall_to(week));
        assert!(!week.may_fall_to(Delay::NONE) && !Delay::NONE.may_fall_to(Delay::NONE));
    }

    #[test]
    fn a_window_has_its_first_second_and_not_its_last() {
        let window = Window::after(Seconds::new(1_000), delay(DAY).unwrap());
        let phase = |now| window.phase_at(Seconds::new(now));
        let (opens, closes) = (1_000 + DAY, 1_000 + 15 * DAY);
        assert_eq!(phase(opens - 1), Phase::Waiting);
        assert_eq!(phase(opens), Phase::Ready);
        assert_eq!(phase(closes - 1), Phase::Ready);
        assert_eq!(phase(closes), Phase::Expired);
    }

    proptest! {
        /// Whoever lowers a delay first and acts then is not faster than who acted at once.
        #[test]
        fn lowering_first_gains_nothing(now: u32, old in DAY..=30 * DAY, new in DAY..=30 * DAY) {
            let now = Seconds::new(now.into());
            let [old, new] = [old, new].map(|seconds| delay(seconds).unwrap());
            prop_assume!(old.may_fall_to(new));
            let lowered = Window::after(now, old).opens;
            prop_assert!(Window::after(now, old).opens < Window::after(lowered, new).opens);
        }

        #[test]
        fn no_action_is_ready_at_two_distant_times(opens: u64, now: u64, later: u64) {
            let window = Window { opens: Seconds::new(opens) };
            let both = [now, later].map(|at| window.phase_at(Seconds::new(at)));
            if both == [Phase::Ready; 2] {
                prop_assert!(now.abs_diff(later) < Window::LENGTH.get());
            }
        }
    }
}
