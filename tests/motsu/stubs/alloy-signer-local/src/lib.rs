//! The methods of a signer that motsu calls.

use alloy_primitives::{keccak256, Address, B256};
use k256::ecdsa::SigningKey;

#[derive(Clone, Debug)]
pub struct PrivateKeySigner(SigningKey);

impl PrivateKeySigner {
    pub fn from_signing_key(key: SigningKey) -> Self {
        Self(key)
    }
    pub fn address(&self) -> Address {
        let point = self.0.verifying_key().to_encoded_point(false);
        Address::from_word(keccak256(&point.as_bytes()[1..]))
    }
    pub fn to_bytes(&self) -> B256 {
        B256::from_slice(&self.0.to_bytes())
    }
    /// For tests that sign: r || s || v (27/28) over `hash`.
    pub fn sign_hash(&self, hash: &B256) -> [u8; 65] {
        let (sig, id) = self.0.sign_prehash_recoverable(hash.as_slice()).expect("signs");
        let mut out = [0; 65];
        out[..64].copy_from_slice(&sig.to_bytes());
        out[64] = 27 + id.to_byte();
        out
    }
}
