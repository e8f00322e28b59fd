//! Supply, debt, and what they grow by.

use alloy_primitives::U256;
use ballast_core::lending::{Anchor, Kinked, Rate, Share, Totals, Wad};
use ballast_core::{Assets, Bps, Seconds, Shares};

use super::bits::{Reader, TIME_BITS, Writer, halves, whole};

const EXPONENT_BITS: u32 = 72;
const UTILIZATION_BITS: u32 = 60;
const RATE_BITS: u32 = 40;

/// A pool's word: assets in the left half, shares in the right.
pub fn totals_to<S: Share>(totals: &Totals<S>) -> U256 {
    let shares = totals.shares.number();
    let (_, shares) = halves(shares);
    whole(totals.assets.get(), shares)
}

/// The opposite of [`totals_to`].
pub fn totals_from<S: Share + Default>(value: U256) -> Totals<S> {
    let (assets, shares) = halves(value);
    Totals {
        assets: Assets::new(assets),
        shares: S::from_number(whole(0, shares)).unwrap_or_default(),
    }
}

/// The word of what interest is counted from; the principal is the debt's own.
///
/// `None` if a number has more bits than there is room for, which no rate reaches before its
/// exponential does: a principal that has grown by `e^4,722`.
pub fn anchor_to(anchor: &Anchor) -> Option<U256> {
    let fits = anchor.exponent >> EXPONENT_BITS == 0
        && anchor.utilization.get() >> UTILIZATION_BITS == 0
        && anchor.at_target.get() >> RATE_BITS == 0
        && anchor.at.get() >> TIME_BITS == 0;
    let right = Writer::new()
        .put(anchor.utilization.get(), UTILIZATION_BITS)
        .put(anchor.at_target.get(), RATE_BITS);
    let left = (anchor.exponent << TIME_BITS) | u128::from(anchor.at.get());
    fits.then(|| whole(left, right.done()))
}

/// The opposite of [`anchor_to`].
pub fn anchor_from(value: U256, principal: Assets) -> Anchor {
    let (left, right) = halves(value);
    let mut right = Reader::new(right);
    let utilization = Wad::new(right.take(UTILIZATION_BITS));
    Anchor {
        principal,
        exponent: left >> TIME_BITS,
        utilization,
        at_target: Rate::new(right.take(RATE_BITS)),
        at: Seconds::new(Reader::new(left).take(TIME_BITS)),
    }
}

/// The word of a kinked model's rates and kink, as [`Kinked::new`] takes them, from the right.
pub const fn kinked_to(base: Rate, below: Rate, above: Rate, kink: Wad) -> U256 {
    U256::from_limbs([base.get(), below.get(), above.get(), kink.get()])
}

/// The model of that word; `None` if none was written.
pub fn kinked_from(value: U256) -> Option<Kinked> {
    let [base, below, above, kink] = *value.as_limbs();
    let [base, below, above] = [base, below, above].map(Rate::new);
    Kinked::new(base, below, above, Wad::new(kink))
}

/// Shares of the supply that the fee became.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeeShares {
    /// The reserve's.
    pub reserve: Shares,
    /// Its recipient's, not collected yet.
    pub recipient: Shares,
}

impl FeeShares {
    /// The word.
    pub const fn to_uint(&self) -> U256 {
        whole(self.reserve.get(), self.recipient.get())
    }

    /// The opposite of [`to_uint`](Self::to_uint).
    pub const fn from_uint(value: U256) -> Self {
        let (reserve, recipient) = halves(value);
        Self {
            reserve: Shares::new(reserve),
            recipient: Shares::new(recipient),
        }
    }

    /// With shares of a fee, of which the reserve gets the part `reserve_part`, rounded down.
    ///
    /// `None` if that exceeds 128 bits.
    pub fn with(&self, fee: Shares, reserve_part: Bps) -> Option<Self> {
        let reserve = reserve_part.of_down(Assets::new(fee.get())).get();
        let recipient = fee.checked_sub(Shares::new(reserve))?;
        Some(Self {
            reserve: self.reserve.checked_add(Shares::new(reserve))?,
            recipient: self.recipient.checked_add(recipient)?,
        })
    }
}
