//! What the vault keeps, and where.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::vault::Vault as Abi;
use ballast_core::{Assets, Books, Bps, Holdings, Management, Seconds, Shares, Ticks, Unlocking};
use ballast_erc20::slots;
use ballast_shell::{Cells, Field, Word, address_in, encode, number, word};
use stylus_sdk::prelude::*;

/// Idle assets in the upper half of the word, shares in people's hands in the lower.
pub(crate) const TOTALS: Field = Field::new(slots::FIRST_FREE);
/// From the right: the asset, 20 bytes; the shares' decimals.
pub(crate) const CONFIG: Field = Field::new(slots::FIRST_FREE + 1);
/// The [`Pace`].
pub(crate) const PACE: Field = Field::new(slots::FIRST_FREE + 2);
/// The deposit cap in the upper half of the word, debt in the lower.
pub(crate) const LOANS: Field = Field::new(slots::FIRST_FREE + 3);
/// Losses not made up for in the upper half of the word, growth not used in the lower.
pub(crate) const CARRY: Field = Field::new(slots::FIRST_FREE + 4);
/// Settings 1 to 6 in a row, as `configure` takes them. Setting 0 is in [`LOANS`].
pub(crate) const IDLE_MIN: Field = Field::new(slots::FIRST_FREE + 5);
pub(crate) const TERMS: Field = Field::new(slots::FIRST_FREE + 6);
pub(crate) const REWARD: Field = Field::new(slots::FIRST_FREE + 7);
pub(crate) const GATE: Field = Field::new(slots::FIRST_FREE + 8);
pub(crate) const GUARDIAN: Field = Field::new(slots::FIRST_FREE + 9);
pub(crate) const REGISTRY: Field = Field::new(slots::FIRST_FREE + 10);
/// Who governs.
pub(crate) const AUTHORITY: Field = Field::new(slots::FIRST_FREE + 11);
/// Who will govern once they accept.
pub(crate) const PENDING_AUTHORITY: Field = Field::new(slots::FIRST_FREE + 12);

/// Deposits are stopped.
pub(crate) const STOPPED: u8 = 1;
/// There is a gate.
pub(crate) const GATED: u8 = 2;

/// An ERC-4626 vault; see the crate's documentation.
#[storage]
#[entrypoint]
pub struct Vault {
    pub(crate) cells: Cells,
}

/// What every entry, exit and price needs: three words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) holdings: Holdings,
    pub(crate) cap: Assets,
    pub(crate) pace: Pace,
    pub(crate) now: Seconds,
}

/// What makes the price move by itself, and what stops entries.
///
/// From the left: flags in 3 bits, strategies in quarantine in 7, decimals offset in 5, the
/// management fee in 9; its clock in 5 bytes; `until` and `from` in 4 bytes each; locked shares
/// in 16. Seconds of 32 bits last until February 2106; from then on time stands still for the
/// vault: fees and growth stop, and what was locked is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    pub(crate) flags: u8,
    pub(crate) quarantined: u8,
    pub(crate) offset: u8,
    pub(crate) management: Management,
    pub(crate) unlocking: Unlocking,
}

impl Pace {
    pub(crate) fn from_word(word: Word) -> Self {
        let [low, high, times, top] = *number(&word).as_limbs();
        let head = top >> 40;
        Self {
            flags: (head >> 21) as u8,
            quarantined: (head >> 14) as u8 & QUARANTINED_MAX,
            offset: (head >> 9) as u8 & 31,
            management: Management {
                rate: Bps::new(head as u16 & 511),
                clock: Ticks::new(top & MASK_40),
            },
            unlocking: Unlocking {
                locked: Shares::new(join(high, low)),
                from: Seconds::new(times & TIME_MAX),
                until: Seconds::new(times >> 32),
            },
        }
    }

    /// The opposite of [`from_word`](Self::from_word). A time that does not fit is the last that
    /// does, and so is a number of strategies; there are no more than 64.
    pub(crate) fn to_word(self) -> Word {
        let [low, high, ..] = *self.unlocking.locked.to_u256().as_limbs();
        let [from, until] =
            [self.unlocking.from, self.unlocking.until].map(|time| time.get().min(TIME_MAX));
        let quarantined = self.quarantined.min(QUARANTINED_MAX);
        let head = u64::from(self.flags) << 21
            | u64::from(quarantined) << 14
            | u64::from(self.offset) << 9
            | u64::from(self.management.rate.get());
        let clock = self.management.clock.get().min(MASK_40);
        let words = [low, high, until << 32 | from, head << 40 | clock];
        word(U256::from_limbs(words))
    }
}

const QUARANTINED_MAX: u8 = 127;
const TIME_MAX: u64 = u32::MAX as u64;
const MASK_40: u64 = (1 << 40) - 1;

impl State {
    /// The books that make the price now.
    pub(crate) fn books(&self) -> Books {
        self.holdings.books(self.now)
    }

    /// Whether the vault takes anything in.
    pub(crate) const fn is_open(&self) -> bool {
        self.pace.flags & STOPPED == 0 && self.pace.quarantined == 0
    }
}

impl Vault {
    /// The token, and the decimals of the shares.
    pub(crate) fn config(&self) -> (Address, u8) {
        let word = self.cells.word(CONFIG.slot());
        (address_in(&word), word[11])
    }

    /// Reads what entries, exits and prices need.
    pub(crate) fn state(&self) -> State {
        let (idle, supply) = halves(self.cells.uint(TOTALS.slot()));
        let (cap, debt) = halves(self.cells.uint(LOANS.slot()));
        let pace = Pace::from_word(self.cells.word(PACE.slot()));
        State {
            holdings: Holdings {
                idle: Assets::new(idle),
                debt: Assets::new(debt),
                supply: Shares::new(supply),
                unlocking: pace.unlocking,
                management: pace.management,
                virtual_shares: power_of_ten(pace.offset),
            },
            cap: Assets::new(cap),
            pace,
            now: Seconds::new(self.cells.now().min(TIME_MAX)),
        }
    }

    /// Writes idle assets and shares back.
    pub(crate) fn set_totals(&mut self, holdings: &Holdings) {
        let word = whole(holdings.idle.get(), holdings.supply.get());
        self.cells.set_uint(TOTALS.slot(), word);
    }

    /// Writes the deposit cap and the debt back.
    pub(crate) fn set_loans(&mut self, cap: Assets, debt: Assets) {
        self.cells
            .set_uint(LOANS.slot(), whole(cap.get(), debt.get()));
    }

    /// Writes the pace back.
    pub(crate) fn set_pace(&mut self, pace: Pace) {
        self.cells.set_word(PACE.slot(), pace.to_word());
    }

    /// Lets only the holder of a role go on. Returns the caller.
    pub(crate) fn only(&self, role: Field) -> Result<Address, Vec<u8>> {
        let sender = self.cells.sender();
        if address_at(&self.cells, role) == sender {
            Ok(sender)
        } else {
            Err(unauthorized(sender))
        }
    }
}

/// The address in a field.
pub(crate) fn address_at(cells: &Cells, field: Field) -> Address {
    address_in(&cells.word(field.slot()))
}

/// The caller does not hold the role.
pub(crate) fn unauthorized(caller: Address) -> Vec<u8> {
    encode(Abi::Unauthorized::SELECTOR, &[caller.into_word().0])
}

/// The two amounts in a word: the upper half, and the lower.
pub(crate) const fn halves(word: U256) -> (u128, u128) {
    let [a, b, c, d] = *word.as_limbs();
    (join(d, c), join(b, a))
}

/// Two amounts in a word.
pub(crate) const fn whole(upper: u128, lower: u128) -> U256 {
    U256::from_limbs([
        lower as u64,
        (lower >> 64) as u64,
        upper as u64,
        (upper >> 64) as u64,
    ])
}

const fn join(high: u64, low: u64) -> u128 {
    ((high as u128) << 64) | low as u128
}

/// `10^exponent`, for an exponent of at most 19.
pub(crate) fn power_of_ten(exponent: u8) -> u64 {
    (0..exponent).fold(1, |power: u64, _| power.wrapping_mul(10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_apart() {
        let all = [
            slots::NAME,
            slots::SYMBOL,
            slots::BALANCES,
            slots::ALLOWANCES,
            slots::NONCES,
            TOTALS,
            CONFIG,
            PACE,
            LOANS,
            CARRY,
            IDLE_MIN,
            TERMS,
            REWARD,
            GATE,
            GUARDIAN,
            REGISTRY,
            AUTHORITY,
            PENDING_AUTHORITY,
        ];
        for (i, one) in all.iter().enumerate() {
            assert!(
                all[..i].iter().all(|other| other != one),
                "{one:?} has two meanings"
            );
        }
    }

    #[test]
    fn halves_share_a_word_and_come_back() {
        let (upper, lower) = (0x11 << 120 | 0x22, 0x33 << 120 | 0x44);
        let word = whole(upper, lower).to_be_bytes::<32>();
        assert_eq!(word[..16], upper.to_be_bytes());
        assert_eq!(word[16..], lower.to_be_bytes());
        assert_eq!(halves(whole(upper, lower)), (upper, lower));
    }

    #[test]
    fn the_pace_fits_a_word_and_comes_back() {
        let pace = Pace {
            flags: STOPPED | GATED,
            quarantined: 64,
            offset: 18,
            management: Management {
                rate: Bps::new(500),
                clock: Ticks::new(0xab_cdef_0123),
            },
            unlocking: Unlocking {
                locked: Shares::new(u128::MAX - 1),
                from: Seconds::new(0xfedc_ba98),
                until: Seconds::new(0x1234_5678),
            },
        };
        let word = pace.to_word();
        // 011, 1000000, 10010, 111110100
        assert_eq!(word[..3], [0b0111_0000, 0b0010_0101, 0b1111_0100]);
        assert_eq!(word[3..8], [0xab, 0xcd, 0xef, 0x01, 0x23]);
        assert_eq!(word[8..12], [0x12, 0x34, 0x56, 0x78]);
        assert_eq!(word[12..16], [0xfe, 0xdc, 0xba, 0x98]);
        assert_eq!(Pace::from_word(word), pace);
        assert_eq!(Pace::from_word([0; 32]).to_word(), [0; 32]);
        assert_eq!(Pace::from_word([255; 32]).to_word(), [255; 32]);
    }

    #[test]
    fn what_does_not_fit_the_pace_is_the_most_that_does() {
        let mut pace = Pace::from_word([0; 32]);
        pace.quarantined = 200;
        pace.unlocking.until = Seconds::new(1 << 32);
        pace.unlocking.from = Seconds::new(u64::MAX);
        pace.management.clock = Ticks::new(1 << 40);
        let read = Pace::from_word(pace.to_word());
        assert_eq!((read.quarantined, read.flags, read.offset), (127, 0, 0));
        assert_eq!(read.unlocking.until.get(), TIME_MAX);
        assert_eq!(read.unlocking.from.get(), TIME_MAX);
        assert_eq!(read.management.clock.get(), MASK_40);
        assert_eq!(read.management.rate, Bps::ZERO);
    }

    #[test]
    fn powers_of_ten() {
        assert_eq!(power_of_ten(3), 1_000);
        assert_eq!(power_of_ten(18), 1_000_000_000_000_000_000);
    }
}
