//! A risk parameter that governance may change: how far, how often, and in which direction somebody
//! may move it at once.
//!
//! Bounds, a largest step and a shortest interval are after the ranges of Reserve's index tokens and
//! BoringVault's accountant; what moves along a line instead of at once is after the ramp of
//! liquidation LTVs in Euler's vault kit. A value is a number of up to 128 bits in the parameter's
//! own unit.

use crate::{Ramp, Seconds};

/// Which way a parameter is safer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Safety {
    /// Neither: nobody moves it at once.
    #[default]
    Neither,
    /// A lower value is safer.
    Lower,
    /// A higher value is safer.
    Higher,
}

impl Safety {
    /// Whether `value` is at least as safe as `other`. Where neither way is safer, nothing is.
    pub const fn admits(self, value: u128, other: u128) -> bool {
        match self {
            Self::Neither => false,
            Self::Lower => value <= other,
            Self::Higher => other <= value,
        }
    }
}

/// Why a parameter may not become what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Below the least or above the most.
    OutOfBounds,
    /// Further from the value it has than a step goes.
    StepTooLarge {
        /// The value it has.
        from: u128,
    },
    /// Sooner than the interval after the change before.
    TooSoon {
        /// The first second in which it may change.
        opens: Seconds,
    },
    /// Less safe than the value it has, or than the one it is on the way to.
    NotSafer {
        /// The value it has.
        from: u128,
    },
    /// It has the value, and stays there.
    Unchanged,
}

/// What holds for a parameter for good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// The least value.
    pub min: u128,
    /// The greatest value.
    pub max: u128,
    /// How far one change goes at most.
    pub step: u128,
    /// The time from one change to the next.
    pub interval: Seconds,
    /// How long a change takes; nothing for at once.
    pub duration: Seconds,
    /// Which way it is safer.
    pub safety: Safety,
}

impl Rules {
    /// The longest interval and duration: a year.
    pub const SECONDS_MAX: Seconds = Seconds::YEAR;

    /// Whether they are any: a range of more than one value, a step within it, an interval of a
    /// second to a year, so that no two changes fall into one moment, and a duration of at most a
    /// year.
    pub fn are_valid(&self) -> bool {
        let Some(range) = self.max.checked_sub(self.min) else {
            return false;
        };
        (1..=range).contains(&self.step)
            && Seconds::ZERO < self.interval
            && self.interval <= Self::SECONDS_MAX
            && self.duration <= Self::SECONDS_MAX
    }

    /// Whether a value is within the bounds.
    pub const fn contain(&self, value: u128) -> bool {
        self.min <= value && value <= self.max
    }
}

/// A parameter as it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parameter {
    /// What holds for good.
    pub rules: Rules,
    /// Where it is and goes.
    pub ramp: Ramp,
    /// When it was last changed by who may move it either way.
    pub changed: Seconds,
}

impl Parameter {
    /// A parameter that has a value from `now` on; `None` if the rules are none, or the value is out
    /// of its bounds.
    pub fn new(rules: Rules, value: u128, now: Seconds) -> Option<Self> {
        (rules.are_valid() && rules.contain(value)).then_some(Self {
            rules,
            ramp: Ramp::steady(value, now),
            changed: now,
        })
    }

    /// The value at a moment. On the way it rounds to the safer side, and down where neither is.
    pub fn value_at(&self, now: Seconds) -> u128 {
        match self.rules.safety {
            Safety::Higher => self.ramp.value_at_up(now),
            Safety::Lower | Safety::Neither => self.ramp.value_at_down(now),
        }
    }

    /// Whether the value is within the bounds and a step, whatever the time since the last change.
    ///
    /// # Errors
    /// `OutOfBounds`, `StepTooLarge`, and `Unchanged` if the parameter has the value and stays there.
    pub fn check(&self, value: u128, now: Seconds) -> Result<(), Refusal> {
        if !self.rules.contain(value) {
            return Err(Refusal::OutOfBounds);
        }
        let from = self.value_at(now);
        if self.rules.step < from.abs_diff(value) {
            return Err(Refusal::StepTooLarge { from });
        }
        if from == value && value == self.ramp.to {
            return Err(Refusal::Unchanged);
        }
        Ok(())
    }

    /// The parameter on its way to a value, from where it is; there at once if a change takes no
    /// time.
    ///
    /// # Errors
    /// As [`check`](Self::check), and `TooSoon`.
    pub fn set(&self, value: u128, now: Seconds) -> Result<Self, Refusal> {
        self.check(value, now)?;
        let opens = self.changed.after(self.rules.interval);
        if now < opens {
            return Err(Refusal::TooSoon { opens });
        }
        let ramp = if self.rules.duration == Seconds::ZERO {
            Ramp::steady(value, now)
        } else {
            Ramp {
                from: self.value_at(now),
                to: value,
                start: now,
                end: now.after(self.rules.duration),
            }
        };
        let rules = self.rules;
        let changed = now;
        Ok(Self {
            rules,
            ramp,
            changed,
        })
    }

    /// The parameter at a value at once, which must be at least as safe as the one it has and as the
    /// one it is on the way to. No step or interval bounds it, and none starts: whoever may only
    /// do this keeps nobody from changing it.
    ///
    /// # Errors
    /// `OutOfBounds`, `NotSafer`, and `Unchanged` if the parameter has the value and stays there.
    pub fn secure(&self, value: u128, now: Seconds) -> Result<Self, Refusal> {
        if !self.rules.contain(value) {
            return Err(Refusal::OutOfBounds);
        }
        let from = self.value_at(now);
        let safety = self.rules.safety;
        if !safety.admits(value, from) || !safety.admits(value, self.ramp.to) {
            return Err(Refusal::NotSafer { from });
        }
        if from == value && value == self.ramp.to {
            return Err(Refusal::Unchanged);
        }
        let ramp = Ramp::steady(value, now);
        Ok(Self { ramp, ..*self })
    }
}

#[cfg(test)]
mod tests;
