//! What governance sets.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256};
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::vault::Vault as Abi;
use ballast_core::{Assets, Bps, Change, Reward, Seconds, Terms};
use ballast_math::WAD;
use ballast_shell::{Calldata, Field, Literal, Reply, Word, encode, number, reply, uint, word};

use crate::state::{
    AUTHORITY, CARRY, GATE, GATED, GUARDIAN, IDLE_MIN, PENDING_AUTHORITY, REGISTRY, REWARD,
    STOPPED, TERMS, Vault, address_at, halves, unauthorized, whole,
};

const CONFIGURED: Literal = Literal::new(Abi::Configured::SIGNATURE_HASH.0);
const DEPOSITS_STOPPED: Literal = Literal::new(Abi::DepositsStopped::SIGNATURE_HASH.0);
const OFFERED: Literal = Literal::new(Abi::AuthorityOffered::SIGNATURE_HASH.0);
const TRANSFERRED: Literal = Literal::new(Abi::AuthorityTransferred::SIGNATURE_HASH.0);

/// The most that the fee on performance takes of a gain.
const PERFORMANCE_FEE_MAX: Bps = Bps::new(5_000);
/// The most that the fee on management takes of everything in a year.
const MANAGEMENT_FEE_MAX: Bps = Bps::new(500);
/// The most that whoever reports earns of a gain.
const REWARD_MAX: Bps = Bps::new(1_000);
/// The most that assets may be allowed to grow in a year, in bps: threefold.
const GROWTH_MAX_BPS_PER_YEAR: u32 = 20_000;

/// The fees' recipient and the terms in a setting, without the reward.
pub(crate) fn read_terms(word: &Word) -> (Address, Terms) {
    let [tail, middle, ..] = *number(word).as_limbs();
    let terms = Terms {
        performance_fee: Bps::new((middle >> 16) as u16),
        unlock_period: Seconds::new(tail >> 32),
        growth_limit_wad_per_second: per_second(tail as u32),
        reward: Reward::default(),
    };
    // The recipient's 20 bytes come first.
    let recipient = word
        .first_chunk()
        .map_or(Address::ZERO, |bytes| Address::new(*bytes));
    (recipient, terms)
}

/// The fee on management in a setting.
fn read_management_fee(word: &Word) -> Bps {
    let [_, middle, ..] = *number(word).as_limbs();
    Bps::new(middle as u16)
}

/// `bps / 10,000 / a year` in WAD, rounded down. The product is below 2^79.
const fn per_second(bps_per_year: u32) -> u64 {
    let wad_per_year = (WAD / 10_000).saturating_mul(bps_per_year as u64);
    match wad_per_year.checked_div(Seconds::YEAR.get()) {
        Some(rate) => rate,
        None => 0,
    }
}

/// The reward in a setting: floor and cap in 15 bytes each, the part in two.
pub(crate) fn read_reward(word: &Word) -> Reward {
    let limbs = number(word);
    let (upper, lower) = halves(limbs);
    let floor = upper >> 8;
    let cap = (upper & 0xff) << 112 | lower >> 16;
    Reward {
        part: Bps::new(lower as u16),
        floor: Assets::new(floor),
        cap: Assets::new(cap),
    }
}

/// Whether a word is an address.
fn is_address(word: &Word) -> bool {
    word.starts_with(&[0; 12])
}

/// The growth limit in a setting.
fn growth_bps_per_year(word: &Word) -> u32 {
    word.last_chunk()
        .map_or(0, |bytes| u32::from_be_bytes(*bytes))
}

fn terms_are_valid(word: &Word) -> bool {
    let (recipient, terms) = read_terms(word);
    let management = read_management_fee(word);
    let growth = growth_bps_per_year(word);
    let has_fee = Bps::ZERO < terms.performance_fee.max(management);
    terms.performance_fee <= PERFORMANCE_FEE_MAX
        && management <= MANAGEMENT_FEE_MAX
        && terms.unlock_period <= Seconds::YEAR
        && growth <= GROWTH_MAX_BPS_PER_YEAR
        && !(has_fee && recipient.is_zero())
}

fn reward_is_valid(word: &Word) -> bool {
    let reward = read_reward(word);
    reward.part <= REWARD_MAX && reward.floor <= reward.cap
}

impl Vault {
    /// `configure(uint256,bytes32)`
    pub(crate) fn configure(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only(AUTHORITY)?;
        let (setting, word) = (input.byte()?, *input.word()?);
        let from = self.setting_word(setting).unwrap_or_default();
        let fits = Assets::from_u256(number(&word));
        let valid = match setting {
            0 | 1 => fits.is_some(),
            2 => terms_are_valid(&word),
            3 => reward_is_valid(&word),
            4 | 5 => is_address(&word),
            6 => is_address(&word) && word != [0; 32] && from == [0; 32],
            _ => false,
        };
        if !valid {
            let words = [uint(u64::from(setting)), word];
            return Err(encode(Abi::InvalidSetting::SELECTOR, &words));
        }
        self.apply(setting, word, fits.unwrap_or_default())?;
        let words = [CONFIGURED.word(), uint(u64::from(setting)), from, word];
        self.cells.log(&words, 2);
        Ok(Vec::new())
    }

    fn apply(&mut self, setting: u8, word: Word, amount: Assets) -> Result<(), Vec<u8>> {
        let state = self.state();
        let mut pace = state.pace;
        match setting {
            0 => self.set_loans(amount, state.holdings.debt),
            2 => {
                // The old fee runs to this moment.
                let none = Change::Gain(Assets::ZERO);
                let settled = self.settle(&state, none, Address::ZERO)?;
                // Growth that was allowed before a limit is lowered is so no longer.
                let old = self.cells.word(TERMS.slot());
                if growth_bps_per_year(&word) < growth_bps_per_year(&old) {
                    let losses = settled.carry.losses.get();
                    self.cells.set_uint(CARRY.slot(), whole(losses, 0));
                }
                pace.unlocking = settled.holdings.unlocking;
                pace.management = settled.holdings.management;
                pace.management.rate = read_management_fee(&word);
                self.set_pace(pace);
            }
            4 => {
                pace.flags = if word == [0; 32] {
                    pace.flags & !GATED
                } else {
                    pace.flags | GATED
                };
                self.set_pace(pace);
            }
            _ => {}
        }
        if let Some(field) = field_of(setting) {
            self.cells.set_word(field.slot(), word);
        }
        Ok(())
    }

    /// `setting(uint256)`
    pub(crate) fn setting(&self, mut input: Calldata<'_>) -> Reply {
        let setting = input.byte()?;
        let word = self.setting_word(setting).ok_or_else(|| {
            let words = [uint(u64::from(setting)), [0; 32]];
            encode(Abi::InvalidSetting::SELECTOR, &words)
        })?;
        reply(&[word])
    }

    fn setting_word(&self, setting: u8) -> Option<Word> {
        match setting {
            0 => Some(word(self.state().cap.to_u256())),
            _ => Some(self.cells.word(field_of(setting)?.slot())),
        }
    }

    /// `stopDeposits(bool)`
    pub(crate) fn stop_deposits(&mut self, mut input: Calldata<'_>) -> Reply {
        let stopped = input.flag()?;
        let sender = self.cells.sender();
        let is_guardian = stopped && address_at(&self.cells, GUARDIAN) == sender;
        if !is_guardian {
            self.only(AUTHORITY)?;
        }
        let mut pace = self.state().pace;
        pace.flags = if stopped {
            pace.flags | STOPPED
        } else {
            pace.flags & !STOPPED
        };
        self.set_pace(pace);
        let words = [DEPOSITS_STOPPED.word(), uint(u64::from(stopped))];
        self.cells.log(&words, 1);
        Ok(Vec::new())
    }

    /// `transferAuthority(address)`
    pub(crate) fn transfer_authority(&mut self, mut input: Calldata<'_>) -> Reply {
        let from = self.only(AUTHORITY)?;
        let to = input.address()?.into_word();
        self.cells.set_word(PENDING_AUTHORITY.slot(), to.0);
        self.log_authority(OFFERED, from, to);
        Ok(Vec::new())
    }

    /// `acceptAuthority()`
    pub(crate) fn accept_authority(&mut self) -> Reply {
        let to = self.cells.sender();
        if address_at(&self.cells, PENDING_AUTHORITY) != to {
            return Err(unauthorized(to));
        }
        let from = address_at(&self.cells, AUTHORITY);
        self.cells.set_word(PENDING_AUTHORITY.slot(), [0; 32]);
        self.cells.set_word(AUTHORITY.slot(), to.into_word().0);
        self.log_authority(TRANSFERRED, from, to.into_word());
        Ok(Vec::new())
    }

    fn log_authority(&mut self, event: Literal, from: Address, to: B256) {
        self.cells.log(&[event.word(), from.into_word().0, to.0], 3);
    }
}

/// Where a setting of one word is kept.
const fn field_of(setting: u8) -> Option<Field> {
    match setting {
        1 => Some(IDLE_MIN),
        2 => Some(TERMS),
        3 => Some(REWARD),
        4 => Some(GATE),
        5 => Some(GUARDIAN),
        6 => Some(REGISTRY),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    /// A word of fields, each with its width in bytes.
    fn word(fields: &[(u128, usize)]) -> Word {
        let mut bytes = vec![];
        for (value, width) in fields {
            bytes.extend(&value.to_be_bytes()[16 - width..]);
        }
        bytes.try_into().unwrap()
    }

    fn terms(
        recipient: u128,
        performance: u128,
        management: u128,
        unlock: u128,
        growth: u128,
    ) -> Word {
        word(&[
            (0, 4),
            (recipient, 16),
            (performance, 2),
            (management, 2),
            (unlock, 4),
            (growth, 4),
        ])
    }

    #[test]
    fn terms_are_read_as_they_are_written() {
        let word = terms(7, 1_000, 200, 864_000, 20_000);
        let (recipient, read) = read_terms(&word);
        assert_eq!(recipient, Address::with_last_byte(7));
        assert_eq!(read.performance_fee, Bps::new(1_000));
        assert_eq!(read.unlock_period, Seconds::new(864_000));
        assert_eq!(read.growth_limit_wad_per_second, 2 * WAD / 31_536_000);
        assert_eq!(read_management_fee(&word), Bps::new(200));
        assert!(terms_are_valid(&word));
    }

    #[test]
    fn terms_keep_to_their_bounds() {
        assert!(terms_are_valid(&[0; 32]));
        assert!(terms_are_valid(&terms(1, 5_000, 500, 31_536_000, 20_000)));
        for beyond in [
            terms(1, 5_001, 0, 0, 0),
            terms(1, 0, 501, 0, 0),
            terms(1, 0, 0, 31_536_001, 0),
            terms(1, 0, 0, 0, 20_001),
            terms(0, 1, 0, 0, 0),
            terms(0, 0, 1, 0, 0),
        ] {
            assert!(!terms_are_valid(&beyond));
        }
    }

    #[test]
    fn rewards_are_read_as_they_are_written() {
        let most = (1 << 120) - 1;
        let reward = read_reward(&word(&[(5, 15), (most, 15), (100, 2)]));
        assert_eq!((reward.floor.get(), reward.cap.get()), (5, most));
        assert_eq!(reward.part, Bps::new(100));
        let reward = read_reward(&word(&[(most, 15), (6, 15), (1, 2)]));
        assert_eq!((reward.floor.get(), reward.cap.get()), (most, 6));
    }

    #[test]
    fn rewards_keep_to_their_bounds() {
        assert!(reward_is_valid(&word(&[(5, 15), (5, 15), (1_000, 2)])));
        assert!(!reward_is_valid(&word(&[(6, 15), (5, 15), (1_000, 2)])));
        assert!(!reward_is_valid(&word(&[(5, 15), (5, 15), (1_001, 2)])));
    }
}
