//! What accounts sign (EIP-712), and permits among it (ERC-2612).

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_primitives_08::B256 as MotsuB256;
use alloy_sol_types::SolValue;
use motsu::prelude::Account;

/// An account that can sign.
#[derive(Clone, Copy, Debug)]
pub struct Signer(Account);

impl Signer {
    /// The signer of a name.
    pub fn new(name: &str) -> Self {
        Self(Account::from_seed(name))
    }

    /// The account.
    pub fn address(&self) -> Address {
        Address::new(self.0.address().0.0)
    }

    /// Signs the message with these words, its type's hash first, for a contract with this EIP-712
    /// domain: `v`, `r`, `s`.
    pub fn sign(&self, domain: B256, message: &[u8]) -> (u8, B256, B256) {
        let message = keccak256(message);
        let digest = [&[0x19, 0x01], domain.as_slice(), message.as_slice()].concat();
        let digest = MotsuB256::new(keccak256(digest).0);
        let signature = self.0.signer().sign_hash(&digest);
        let (r, rest) = signature.split_at(32);
        let (s, v) = rest.split_at(32);
        (v[0], B256::from_slice(r), B256::from_slice(s))
    }

    /// Signs what lets the spender take `value` of the owner's, of a token with this EIP-712 domain:
    /// `v`, `r`, `s`.
    pub fn permit(
        &self,
        domain: B256,
        [owner, spender]: [Address; 2],
        [value, nonce, deadline]: [U256; 3],
    ) -> (u8, B256, B256) {
        let kind = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)",
        );
        self.sign(
            domain,
            &(kind, owner, spender, value, nonce, deadline).abi_encode(),
        )
    }
}
