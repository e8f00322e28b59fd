//! What a chain remembers of an activated program, by the hash of its deployed code.

use thiserror::Error;

use super::StylusParams;
use super::word::WordReader;
use super::word::WordWriter;

/// Start of the hour count in [`ProgramRecord::activated_at_hours`], in seconds since 1970.
pub const ARBITRUM_START: u64 = 1_421_388_000;

const SECONDS_PER_HOUR: u64 = 3_600;
const BYTES_PER_KIB: u32 = 1_024;
const U24_MAX: u32 = 0x00ff_ffff;

/// An activated program. All contracts with the same code share one record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProgramRecord {
    /// Stylus version it was activated for; 0 if it never was.
    pub version: u16,
    /// Init cost in gas, before the chain's scale and minimum.
    pub init_cost: u16,
    /// Cached init cost in gas, before the chain's scale and minimum.
    pub cached_init_cost: u16,
    /// Initial memory pages.
    pub footprint: u16,
    /// Whole hours from the start of the count to the activation; 24 bits.
    pub activated_at_hours: u32,
    /// Estimated size of the native code in KiB, rounded up; 24 bits.
    pub asm_estimate_kib: u32,
    /// True if a cache manager had the program cached.
    pub cached: bool,
}

/// Why a program may not be called. The call loses all its gas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Inactive {
    /// `ProgramNotActivated()`.
    #[error("the program is not activated")]
    NotActivated,
    /// `ProgramNeedsUpgrade(uint16,uint16)`.
    #[error("the program was activated for Stylus version {version}, the chain has {current}")]
    NeedsUpgrade {
        /// Version of the activation.
        version: u16,
        /// Version of the chain.
        current: u16,
    },
    /// `ProgramExpired(uint64)`.
    #[error("the program expired, it was activated {age_seconds} seconds ago")]
    Expired {
        /// Seconds since the activation.
        age_seconds: u64,
    },
}

/// Whole hours from the start of the count to `now` (seconds since 1970), within 24 bits.
#[must_use]
pub fn hours_at(now: u64) -> u32 {
    let hours = now.saturating_sub(ARBITRUM_START) / SECONDS_PER_HOUR;
    u32::try_from(hours).unwrap_or(U24_MAX).min(U24_MAX)
}

/// KiB that hold `asm_estimate_bytes`, rounded up, for [`ProgramRecord::asm_estimate_kib`].
#[must_use]
pub const fn asm_estimate_kib(asm_estimate_bytes: u32) -> u32 {
    asm_estimate_bytes.div_ceil(BYTES_PER_KIB)
}

impl ProgramRecord {
    /// The word in which a chain keeps the record: the fields in the order of this struct,
    /// big-endian from the left, hours and KiB in 3 bytes each.
    #[must_use]
    pub fn encode(&self) -> [u8; 32] {
        let mut word = WordWriter::default();
        word.put(&self.version.to_be_bytes());
        word.put(&self.init_cost.to_be_bytes());
        word.put(&self.cached_init_cost.to_be_bytes());
        word.put(&self.footprint.to_be_bytes());
        word.put(&self.activated_at_hours.min(U24_MAX).to_be_bytes()[1..]);
        word.put(&self.asm_estimate_kib.min(U24_MAX).to_be_bytes()[1..]);
        word.put(&[u8::from(self.cached)]);
        word.finish()
    }

    /// The record in a word; all zeros is a program that was never activated.
    #[must_use]
    pub fn decode(word: &[u8; 32]) -> Self {
        let mut word = WordReader::new(word);
        Self {
            version: word.u16(),
            init_cost: word.u16(),
            cached_init_cost: word.u16(),
            footprint: word.u16(),
            activated_at_hours: word.u24(),
            asm_estimate_kib: word.u24(),
            cached: word.u8() != 0,
        }
    }

    /// Seconds from the activation's hour to `now` (seconds since 1970), never negative.
    #[must_use]
    pub fn age_seconds(&self, now: u64) -> u64 {
        let hours = u64::from(self.activated_at_hours);
        now.saturating_sub(ARBITRUM_START + hours * SECONDS_PER_HOUR)
    }

    /// True if the activation is older than the chain's expiry.
    #[must_use]
    pub fn expired(&self, now: u64, params: &StylusParams) -> bool {
        params.expiry_seconds() < self.age_seconds(now)
    }

    /// Checks that the program may be called at `now`.
    ///
    /// # Errors
    /// [`Inactive::NotActivated`], then [`Inactive::NeedsUpgrade`], then [`Inactive::Expired`].
    pub fn check_active(&self, now: u64, params: &StylusParams) -> Result<(), Inactive> {
        if self.version == 0 {
            return Err(Inactive::NotActivated);
        }
        if self.version != params.version {
            return Err(Inactive::NeedsUpgrade {
                version: self.version,
                current: params.version,
            });
        }
        if self.expired(now, params) {
            return Err(Inactive::Expired {
                age_seconds: self.age_seconds(now),
            });
        }
        Ok(())
    }

    /// True if `activateProgram` must refuse: the version is current and nothing expired.
    #[must_use]
    pub fn up_to_date(&self, now: u64, params: &StylusParams) -> bool {
        self.check_active(now, params).is_ok()
    }

    /// Seconds until the activation expires, of `ArbWasm.programTimeLeft(address)`.
    #[must_use]
    pub fn seconds_left(&self, now: u64, params: &StylusParams) -> u64 {
        params
            .expiry_seconds()
            .saturating_sub(self.age_seconds(now))
    }

    /// True if the activation is old enough to be extended.
    #[must_use]
    pub fn may_be_kept_alive(&self, now: u64, params: &StylusParams) -> bool {
        params.keepalive_seconds() <= self.age_seconds(now)
    }

    /// Estimated bytes of native code, of `ArbWasm.codehashAsmSize(bytes32)` and for the data fee
    /// of an extension.
    #[must_use]
    pub fn asm_estimate_bytes(&self) -> u32 {
        self.asm_estimate_kib.saturating_mul(BYTES_PER_KIB)
    }
}
