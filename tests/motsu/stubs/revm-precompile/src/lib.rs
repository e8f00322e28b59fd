//! The ecrecover precompile alone.

use alloy_primitives::{Address, Bytes};

/// Variants as in revm-precompile 16.2.0: motsu matches them exhaustively.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrecompileError {
    OutOfGas,
    Blake2WrongLength,
    Blake2WrongFinalIndicatorFlag,
    ModexpExpOverflow,
    ModexpBaseOverflow,
    ModexpModOverflow,
    Bn128FieldPointNotAMember,
    Bn128AffineGFailedToCreate,
    Bn128PairLength,
    BlobInvalidInputLength,
    BlobMismatchedVersion,
    BlobVerifyKzgProofFailed,
    Other(String),
}
pub use PrecompileError as Error;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrecompileErrors {
    Error(PrecompileError),
    Fatal { msg: String },
}

pub struct PrecompileOutput {
    pub gas_used: u64,
    pub bytes: Bytes,
}

pub type PrecompileResult = Result<PrecompileOutput, PrecompileErrors>;

pub struct PrecompileWithAddress(pub Address, pub fn(&Bytes, u64) -> PrecompileResult);

pub mod secp256k1 {
    use alloy_primitives::{keccak256, Address, Bytes};
    use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};

    use super::{PrecompileError, PrecompileErrors, PrecompileOutput, PrecompileResult, PrecompileWithAddress};

    const GAS: u64 = 3_000;

    pub const ECRECOVER: PrecompileWithAddress = PrecompileWithAddress(Address::with_last_byte(1), ec_recover_run);

    pub fn ec_recover_run(input: &Bytes, gas_limit: u64) -> PrecompileResult {
        if GAS > gas_limit {
            return Err(PrecompileErrors::Error(PrecompileError::OutOfGas));
        }
        let mut word = [0; 128];
        let len = input.len().min(128);
        word[..len].copy_from_slice(&input[..len]);
        let bytes = recover(&word).unwrap_or_default();
        Ok(PrecompileOutput { gas_used: GAS, bytes })
    }

    fn recover(input: &[u8; 128]) -> Option<Bytes> {
        let v = input[63];
        if input[32..63].iter().any(|b| *b != 0) || !matches!(v, 27 | 28) {
            return None;
        }
        let mut sig = Signature::from_slice(&input[64..]).ok()?;
        let mut id = v - 27;
        if let Some(low) = sig.normalize_s() {
            sig = low;
            id ^= 1;
        }
        let id = RecoveryId::from_byte(id)?;
        let key = VerifyingKey::recover_from_prehash(&input[..32], &sig, id).ok()?;
        let point = key.to_encoded_point(false);
        let address = Address::from_word(keccak256(&point.as_bytes()[1..]));
        Some(Bytes::copy_from_slice(address.into_word().as_slice()))
    }
}
