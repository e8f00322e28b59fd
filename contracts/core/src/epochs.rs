//! Redemptions in epochs: many leave together, at one rate, and nobody is looped over.
//!
//! Whoever asks to leave while an epoch is open is in it. Once closed it is settled in parts, as
//! assets come: each part burns some of the epoch's shares for what was paid for them, and every
//! member has their part of both, `floor(shares * settled / requested)`. An epoch only knows its
//! totals; what a member has is computed when somebody asks.
//!
//! A member who leaves an epoch takes their numbers out of its totals exactly, so nothing is lost
//! to rounding: what one is denied is there for those who come later, and the last one takes what
//! is left.

use ballast_math::{mul_div_down, mul_div_up};
use ruint::aliases::U256;

use crate::{Assets, BooksError, Shares};

/// A part of an epoch's requests settles at least so many-th of them, or all that is left: each
/// part rounds, and nobody shall be able to cut an epoch into dust.
const PARTS: U256 = U256::from_limbs([1_000, 0, 0, 0]);

/// Shares that were redeemed, and the assets that were paid for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// The shares.
    pub shares: Shares,
    /// The assets.
    pub assets: Assets,
}

impl Claim {
    /// `self + other`; `None` if a sum does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Some(Self {
            shares: self.shares.checked_add(other.shares)?,
            assets: self.assets.checked_add(other.assets)?,
        })
    }

    /// `self - other`; `None` if either is more than there is.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        Some(Self {
            shares: self.shares.checked_sub(other.shares)?,
            assets: self.assets.checked_sub(other.assets)?,
        })
    }

    /// The most that [`redeem`](Self::redeem) takes: all shares, unless nothing was paid for them.
    pub const fn max_redeem(&self) -> Shares {
        if self.assets.is_zero() {
            Shares::ZERO
        } else {
            self.shares
        }
    }

    /// Takes out `floor(shares * assets / all shares)`: the assets, and what is left.
    ///
    /// Rounds down, against the claimer; all shares take all assets.
    ///
    /// # Errors
    /// `ExceedsLimit` if there are not so many shares, `ZeroAssets` if they are worth nothing.
    pub fn redeem(&self, shares: Shares) -> Result<(Assets, Self), BooksError> {
        if self.shares < shares {
            return Err(BooksError::ExceedsLimit);
        }
        let assets = part_down(self.assets.to_u256(), shares, self.shares);
        let assets = Assets::from_u256(assets).unwrap_or_default();
        if assets.is_zero() {
            return Err(BooksError::ZeroAssets);
        }
        Ok((assets, self.without(shares, assets)?))
    }

    /// Takes out `assets` for `ceil(assets * all shares / all assets)`: the shares, and what is
    /// left.
    ///
    /// Rounds up, against the claimer; all assets take all shares.
    ///
    /// # Errors
    /// `ExceedsLimit` if there are not so many assets, `ZeroAssets` for none.
    pub fn withdraw(&self, assets: Assets) -> Result<(Shares, Self), BooksError> {
        if assets.is_zero() {
            return Err(BooksError::ZeroAssets);
        }
        if self.assets < assets {
            return Err(BooksError::ExceedsLimit);
        }
        let (part, whole) = (assets.to_u256(), self.assets.to_u256());
        let shares = mul_div_up(part, self.shares.to_u256(), whole)
            .and_then(Shares::from_u256)
            .ok_or(BooksError::ExceedsLimit)?;
        Ok((shares, self.without(shares, assets)?))
    }

    fn without(self, shares: Shares, assets: Assets) -> Result<Self, BooksError> {
        self.checked_sub(Self { shares, assets })
            .ok_or(BooksError::ExceedsLimit)
    }
}

/// The totals of those who leave together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Epoch {
    /// All shares of its members.
    pub requested: Shares,
    /// What was settled of these, never more than requested.
    pub settled: Claim,
}

impl Epoch {
    /// Shares that are not settled yet.
    pub fn pending(&self) -> Shares {
        self.requested
            .checked_sub(self.settled.shares)
            .unwrap_or_default()
    }

    /// The epoch after `shares` were asked for, before anything of it is settled. `None` if the sum
    /// does not fit.
    pub fn join(&self, shares: Shares) -> Option<Self> {
        Some(Self {
            requested: self.requested.checked_add(shares)?,
            ..*self
        })
    }

    /// How many shares to settle while `payable` can be redeemed: as many as are pending and
    /// payable, or none if that is neither all that is pending nor a thousandth of the requests.
    pub fn part(&self, payable: Shares) -> Shares {
        let (pending, part) = (self.pending(), self.pending().min(payable));
        let parts = part.to_u256().wrapping_mul(PARTS);
        if part < pending && parts < self.requested.to_u256() {
            return Shares::ZERO;
        }
        part
    }

    /// The epoch after shares of it were redeemed. `None` if that is more than was pending.
    pub fn settle(&self, part: Claim) -> Option<Self> {
        let settled = self.settled.checked_add(part)?;
        self.requested.checked_sub(settled.shares)?;
        Some(Self { settled, ..*self })
    }

    /// What has been settled of `shares` of a member: `floor(shares * settled / requested)`, of
    /// shares and of assets. All that was settled, for the only member.
    fn due(&self, shares: Shares) -> Claim {
        let of = |settled| part_down(settled, shares, self.requested);
        Claim {
            shares: Shares::from_u256(of(self.settled.shares.to_u256())).unwrap_or_default(),
            assets: Assets::from_u256(of(self.settled.assets.to_u256())).unwrap_or_default(),
        }
    }

    /// Takes a member out, with what is theirs: the epoch without them, what they have not taken of
    /// what is settled, and the shares that are pending.
    ///
    /// What is settled rounds down, so the rate of those who stay never falls. `None` if the
    /// position is not of this epoch.
    pub fn leave(&self, position: &Position) -> Option<(Self, Claim, Shares)> {
        let due = self.due(position.shares);
        let gained = due.checked_sub(position.taken)?;
        let pending = position.shares.checked_sub(due.shares)?;
        let rest = Self {
            requested: self.requested.checked_sub(position.shares)?,
            settled: self.settled.checked_sub(due)?,
        };
        Some((rest, gained, pending))
    }
}

/// A member of an epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Shares that were asked for.
    pub shares: Shares,
    /// What the member has taken of what was settled.
    pub taken: Claim,
}

impl Position {
    /// What has become claimable since the last time, and the position with that taken. `None` if
    /// the position is not of this epoch.
    pub fn accrue(&self, epoch: &Epoch) -> Option<(Claim, Self)> {
        let due = epoch.due(self.shares);
        let gained = due.checked_sub(self.taken)?;
        let after = Self {
            taken: due,
            ..*self
        };
        Some((gained, after))
    }

    /// Shares that are not settled; rounds up, as what is settled rounds down.
    pub fn pending(&self, epoch: &Epoch) -> Shares {
        let due = epoch.due(self.shares);
        self.shares.checked_sub(due.shares).unwrap_or_default()
    }
}

/// `floor(amount * shares / all)`; nothing if there are none.
fn part_down(amount: U256, shares: Shares, all: Shares) -> U256 {
    mul_div_down(amount, shares.to_u256(), all.to_u256()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
