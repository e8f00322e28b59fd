//! Who borrows: some carefully, some as much as is admitted, a few owing a great part of all.

use alloy_primitives::{Address, U256};

use crate::scene::TOKEN;
use crate::soak::Random;
use crate::vault::SHARE_UNITS;

/// Collateral of a borrower is worth so much at least, and less than so much, in dollars.
const WORTH: [f64; 2] = [2_000.0, 1_000_000.0];

/// What the largest borrower's is worth.
const WORTH_OF_LARGEST: f64 = 3_000_000.0;

/// The least part of what they could that somebody borrows, in basis points.
const PART_MIN: u64 = 4_000;

/// A borrower who never acts again once they borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Borrower {
    /// Who.
    pub account: Address,
    /// The day on which they come, counted from zero.
    pub day: u64,
    /// Bitcoin that they bring, with 18 decimals.
    pub bitcoins: u128,
    /// Shares of a vault over bitcoin that they bring, in units.
    pub shares: u128,
    /// What they borrow of what they could, in basis points.
    pub part_bps: u128,
    /// Shares of the debt.
    pub debt: U256,
    /// Whether they came.
    pub came: bool,
}

impl Borrower {
    /// Somebody who brings so much bitcoin, and comes on no day.
    pub fn attacker(bitcoins: u128) -> Self {
        Self {
            account: account(u64::from(u32::MAX)),
            day: u64::MAX,
            bitcoins,
            shares: 0,
            part_bps: 10_000,
            debt: U256::ZERO,
            came: false,
        }
    }

    /// Bitcoin, and what the shares are worth of it, each in whole ones.
    pub fn held(&self) -> [f64; 2] {
        let whole = |amount: u128| amount as f64 / TOKEN as f64;
        [
            whole(self.bitcoins),
            whole(self.shares) / SHARE_UNITS as f64,
        ]
    }

    /// Whether anything is owed.
    pub fn owes(&self) -> bool {
        !self.debt.is_zero()
    }
}

/// So many borrowers at a first price. Half come on the first day, the others by chance up to
/// `last_day`; half bring bitcoin, a quarter shares and a quarter both; one of five borrows all
/// that is admitted, the first owns most.
pub fn borrowers(count: u64, price: f64, last_day: u64, seed: u64) -> Vec<Borrower> {
    let mut random = Random::new(seed ^ 0x626f_7272_6f77);
    (0..count)
        .map(|number| {
            let day = match number % 2 {
                0 => 0,
                _ => random.below(last_day + 1),
            };
            let worth = if number == 0 {
                WORTH_OF_LARGEST
            } else {
                worth(&mut random)
            };
            let bitcoins = (worth / price * TOKEN as f64) as u128;
            let parts = match number % 4 {
                0 | 1 => [bitcoins, 0],
                2 => [0, bitcoins],
                _ => [bitcoins / 2, bitcoins / 2],
            };
            let part = PART_MIN + random.below(10_001 - PART_MIN);
            Borrower {
                account: account(number),
                day,
                bitcoins: parts[0],
                shares: parts[1] * SHARE_UNITS,
                part_bps: u128::from(if number % 5 == 4 { 10_000 } else { part }),
                debt: U256::ZERO,
                came: false,
            }
        })
        .collect()
}

/// Any magnitude within the bounds is as likely as any other: halvings of the greatest, and a part
/// of the last one.
fn worth(random: &mut Random) -> f64 {
    let [least, most] = WORTH;
    let mut worth = most;
    for _ in 0..random.below(9) {
        worth /= 2.0;
    }
    let part = random.below(1 << 20) as f64 / f64::from(1 << 20);
    (worth * (0.5 + part / 2.0)).max(least)
}

/// An account without a key.
fn account(number: u64) -> Address {
    let number = 0x626f_7272_0000_0000_u64 + number;
    Address::left_padding_from(&number.to_be_bytes())
}
