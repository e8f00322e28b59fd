//! Revert data that only this program needs.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::market_risk::IMarketRisk as Abi;
use ballast_core::Bps;
use ballast_market::errors::{compared, too_large};
use ballast_shell::{Calldata, encode, uint, word};

/// An error with one number.
#[inline(never)]
pub(crate) fn counted(selector: [u8; 4], number: U256) -> Vec<u8> {
    encode(selector, &[word(number)])
}

/// `value` if it is at most `max`.
///
/// # Errors
/// `OutOfBounds(value, 0, max)`.
#[inline(never)]
pub(crate) fn bounded(value: U256, max: u64) -> Result<u64, Vec<u8>> {
    match u64::try_from(value) {
        Ok(number) if number <= max => Ok(number),
        _ => {
            let words = [word(value), uint(0), uint(max)];
            Err(encode(Abi::OutOfBounds::SELECTOR, &words))
        }
    }
}

/// The next argument as parts in ten thousand, `max` of them at most.
///
/// # Errors
/// `OutOfBounds`.
pub(crate) fn read_bps(input: &mut Calldata<'_>, max: u16) -> Result<Bps, Vec<u8>> {
    // Not above 16 bits.
    bounded(input.uint()?, u64::from(max)).map(|parts| Bps::new(parts as u16))
}

/// An amount of 128 bits.
///
/// # Errors
/// `NumberTooLarge`.
pub(crate) fn amount(value: U256) -> Result<u128, Vec<u8>> {
    u128::try_from(value).map_err(|_| too_large())
}

/// `InvalidLtv(borrowBps, liquidationBps)`
pub(crate) fn invalid_ltv(borrow: Bps, liquidation: Bps) -> Vec<u8> {
    let [borrow, liquidation] = [borrow, liquidation].map(Bps::to_u256);
    compared(Abi::InvalidLtv::SELECTOR, borrow, liquidation)
}

/// `NotAdmitted(collateral, liquidationLtvBps)`
pub(crate) fn not_admitted(collateral: Address, liquidation: Bps) -> Vec<u8> {
    let words = [collateral.into_word().0, word(liquidation.to_u256())];
    encode(Abi::NotAdmitted::SELECTOR, &words)
}
