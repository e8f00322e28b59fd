//! Gas that pays for publishing a transaction on L1.

use alloy_primitives::{Address, U256, address};

use crate::types::{BlockContext, Transaction};

/// Who posts sequenced transactions; only those pay for L1 data.
pub(crate) const SEQUENCER: Address = address!("A4b000000000000000000073657175656e636572");

/// L1 gas per byte, in which the price is quoted.
const UNITS_PER_BYTE: u64 = 16;

/// Brotli's window and Arbitrum's level for this estimate.
const WINDOW_BITS: i32 = 22;
const LEVEL: i32 = 1;

/// floor(price × 16 × compressed length / gas price); 0 without a price, a base fee or an encoding.
pub(crate) fn poster_gas(block: &BlockContext, tx: &Transaction, price_per_unit: U256) -> u64 {
    let free = price_per_unit.is_zero() || block.base_fee == 0 || block.beneficiary != SEQUENCER;
    if free || tx.encoded.is_empty() {
        return 0;
    }
    let units = UNITS_PER_BYTE.saturating_mul(compressed_len(&tx.encoded) as u64);
    let cost = price_per_unit.saturating_mul(U256::from(units));
    (cost / U256::from(block.base_fee)).saturating_to()
}

/// Bytes of the encoding after compression.
pub(crate) fn compressed_len(bytes: &[u8]) -> usize {
    let params = brotli::enc::BrotliEncoderParams {
        quality: LEVEL,
        lgwin: WINDOW_BITS,
        ..Default::default()
    };
    let mut compressed = Vec::new();
    // Reading a slice and writing a vector cannot fail.
    match brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &params) {
        Ok(_) => compressed.len(),
        Err(_) => bytes.len(),
    }
}
