//! The constructor.

use alloc::vec::Vec;
use core::ops::RangeInclusive;

use alloy_primitives::U256;
use alloy_sol_types::SolError;
use ballast_abi::construction::IConstruction;
use ballast_abi::treasury::Treasury as Abi;
use ballast_shell::{Calldata, Reply, encode, uint, word};

use crate::limits::small;
use crate::outflow::Outflow;
use crate::state::{AUTHORITY, EPOCH, RAISE_DELAY, Treasury};

const HOUR: u64 = 3_600;
const YEAR: u64 = 365 * 24 * HOUR;

impl Treasury {
    /// `constructor(address,address,uint256,uint256,address[],uint256[])`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let (authority, guardian) = (input.address()?, input.address()?);
        let epoch = duration(input.uint()?, HOUR..=YEAR)?;
        let raise_delay = duration(input.uint()?, 0..=YEAR)?;
        let (tokens, limits) = (input.addresses()?, input.uints()?);
        if !self.holder(AUTHORITY).is_zero() {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        if authority.is_zero() || tokens.len() != limits.len() {
            return Err(encode(Abi::InvalidConstruction::SELECTOR, &[]));
        }
        self.appoint_authority(authority);
        self.appoint_guardian(guardian);
        self.cells.set_word(EPOCH.slot(), uint(epoch));
        self.cells.set_word(RAISE_DELAY.slot(), uint(raise_delay));
        for (token, limit) in tokens.into_iter().zip(limits) {
            let (limit, at) = (small(limit)?, self.cells.now());
            let outflow = Outflow {
                limit,
                at,
                ..Outflow::default()
            };
            self.set_outflow(token, outflow);
            self.log_limit(token, 0, limit, at);
        }
        Ok(Vec::new())
    }
}

/// Seconds within bounds.
fn duration(seconds: U256, bounds: RangeInclusive<u64>) -> Result<u64, Vec<u8>> {
    let short = u64::try_from(seconds).ok();
    short
        .filter(|seconds| bounds.contains(seconds))
        .ok_or_else(|| encode(Abi::InvalidDuration::SELECTOR, &[word(seconds)]))
}
