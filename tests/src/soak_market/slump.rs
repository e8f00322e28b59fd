//! Slumps: for a while all collaterals with a feed are worth less, at times less than what is owed.

use crate::soak::Random;

/// Calls of a hundred before which prices slump.
const PERCENT: u64 = 2;

/// How many calls are made until they recover.
const CALLS: u64 = 15;

/// Slumps of a hundred that leave debts without cover.
const SHARP_PERCENT: u64 = 50;

/// Parts of a hundred in which time passes before a call until then, so that averages follow.
pub(super) const PASSING_PERCENT: u64 = 25;

/// A step of time until then at most: no feed becomes silent.
pub(super) const STEP_SECONDS_MAX: u64 = 7_200;

/// Prices that are low.
#[derive(Clone, Debug)]
pub(super) struct Slump {
    /// What feeds said before.
    before: Vec<i128>,
    /// How many calls are left.
    left: u64,
}

impl Slump {
    /// Whether prices slump now.
    pub(super) const fn is_due(random: &mut Random) -> bool {
        random.chance(PERCENT)
    }

    /// Lowers what feeds say, but for the first, the asset's.
    pub(super) fn begin(random: &mut Random, answers: &mut [i128]) -> Self {
        let before = answers.to_vec();
        let (least, span) = if random.chance(SHARP_PERCENT) {
            (1_000, 4_000)
        } else {
            (7_000, 2_300)
        };
        for answer in &mut answers[1..] {
            let bps = i128::from(least + random.below(span));
            *answer = (*answer * bps / 10_000).max(1);
        }
        Self {
            before,
            left: CALLS,
        }
    }

    /// Counts a call; whether it was the last.
    pub(super) const fn is_over(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left == 0
    }

    /// What feeds say again: prices that only fell would leave nobody anything to lose.
    pub(super) fn end(self) -> Vec<i128> {
        self.before
    }
}
