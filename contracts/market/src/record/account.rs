//! An account's word.

use alloy_primitives::U256;
use ballast_core::lending::Account;
use ballast_core::{DebtShares, Seconds};

use super::bits::{Reader, Writer, halves, whole};

/// The most collaterals that a market lists.
pub const COLLATERALS_MAX: u8 = 32;

/// What an account owes and which collaterals it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccountRecord {
    /// Its shares of the debt.
    pub debt: DebtShares,
    /// Which collaterals it has, a bit each by their number.
    pub collaterals: u32,
    /// When it was last found able to act.
    pub checked: Seconds,
    /// Since when it is seen unhealthy.
    pub unhealthy_since: Option<Seconds>,
}

impl AccountRecord {
    /// Shares in the left half; collaterals (4 bytes), check, mark (5 each) from the right.
    pub const fn to_uint(&self) -> U256 {
        let since = match self.unhealthy_since {
            Some(since) => since,
            None => Seconds::ZERO,
        };
        let right = Writer::new()
            .put(self.collaterals as u64, 32)
            .time(self.checked)
            .time(since);
        whole(self.debt.get(), right.done())
    }

    /// The opposite of [`to_uint`](Self::to_uint).
    pub fn from_uint(value: U256) -> Self {
        let (debt, right) = halves(value);
        let mut right = Reader::new(right);
        Self {
            debt: DebtShares::new(debt),
            collaterals: right.take(32) as u32,
            checked: right.time(),
            unhealthy_since: Some(right.time()).filter(|since| *since != Seconds::ZERO),
        }
    }

    /// Whether it has the collateral with a number.
    pub const fn has(&self, index: u8) -> bool {
        self.collaterals & bit(index) != 0
    }

    /// With or without it; `None` if it would have more than ten.
    pub fn with(&self, index: u8, has: bool) -> Option<Self> {
        let collaterals = if has {
            self.collaterals | bit(index)
        } else {
            self.collaterals & !bit(index)
        };
        let fits = collaterals.count_ones() as usize <= Account::HOLDINGS_MAX;
        fits.then_some(Self {
            collaterals,
            ..*self
        })
    }

    /// The numbers of its collaterals, in order.
    pub fn indices(&self) -> impl Iterator<Item = u8> + use<> {
        let held = *self;
        (0..COLLATERALS_MAX).filter(move |index| held.has(*index))
    }
}

const fn bit(index: u8) -> u32 {
    match 1_u32.checked_shl(index as u32) {
        Some(bit) => bit,
        None => 0,
    }
}
