//! A collateral's words.

use alloy_primitives::Address;
use ballast_core::lending::Ltv;
use ballast_core::{Bps, Ramp, Seconds};
use ballast_shell::Word;

use super::bits::{Reader, Writer, apart, beside};

/// What may be owed against a collateral. The liquidation LTV moves along a line, whose start is a
/// word of its own that is read only on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CollateralRecord {
    /// The token.
    pub token: Address,
    /// The part of its value up to which an account may go by itself.
    pub borrow: Bps,
    /// The part above which it may be liquidated, until the line's start.
    pub from: Bps,
    /// The same from the line's end on.
    pub to: Bps,
    /// The line's end.
    pub end: Seconds,
    /// Whether more of it is taken.
    pub is_taken: bool,
}

impl CollateralRecord {
    /// From the right: token (20 bytes), borrow LTV, both ends of the liquidation LTV (2 each), the
    /// line's end (5), a flag.
    pub fn to_word(&self) -> Word {
        let bits = Writer::new()
            .bps(self.borrow)
            .bps(self.from)
            .bps(self.to)
            .time(self.end)
            .flag(self.is_taken);
        beside(self.token, bits.done())
    }

    /// The opposite of [`to_word`](Self::to_word).
    pub fn from_word(word: &Word) -> Self {
        let (token, bits) = apart(word);
        let mut bits = Reader::new(bits);
        Self {
            token,
            borrow: bits.bps(),
            from: bits.bps(),
            to: bits.bps(),
            end: bits.time(),
            is_taken: bits.flag(),
        }
    }

    /// The liquidation LTV now, rounded up, so that nobody is liquidated before the line says;
    /// `start` is asked only while the line is on its way.
    pub fn liquidation_up(&self, now: Seconds, start: impl FnOnce() -> Seconds) -> Bps {
        if self.end <= now {
            return self.to;
        }
        let ramp = Ramp {
            from: self.from.get().into(),
            to: self.to.get().into(),
            start: start(),
            end: self.end,
        };
        // Between two numbers of 16 bits.
        Bps::new(ramp.value_at_up(now) as u16)
    }

    /// Both LTVs now; `None` if they contradict each other.
    pub fn ltv(&self, now: Seconds, start: impl FnOnce() -> Seconds) -> Option<Ltv> {
        Ltv::new(self.borrow, self.liquidation_up(now, start))
    }
}
