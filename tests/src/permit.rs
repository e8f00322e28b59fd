//! Permits, signed by the standard's words rather than by the client's code.

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_signer::SignerSync;
use alloy_sol_types::SolValue;
use ballast_abi::erc20::IERC20Permit::{DOMAIN_SEPARATORCall, noncesCall, permitCall};

use crate::actors::key_of;
use crate::contract::Contract;

/// What a signature holds for.
#[derive(Clone, Debug)]
pub struct Domain {
    /// The token's name.
    pub name: &'static str,
    /// The version.
    pub version: &'static str,
    /// The chain.
    pub chain_id: u64,
    /// The token.
    pub contract: Address,
}

impl Domain {
    /// Its separator, after EIP-712.
    pub fn separator(&self) -> B256 {
        let type_hash = keccak256(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
        );
        let (name, version) = (keccak256(self.name), keccak256(self.version));
        keccak256(
            (
                type_hash,
                name,
                version,
                U256::from(self.chain_id),
                self.contract,
            )
                .abi_encode(),
        )
    }
}

/// What an owner signs, after ERC-2612.
#[derive(Clone, Copy, Debug)]
pub struct Permit {
    /// Whose tokens.
    pub owner: Address,
    /// Who may spend them.
    pub spender: Address,
    /// How many.
    pub value: U256,
    /// The owner's nonce.
    pub nonce: U256,
    /// Until when the signature is good, in seconds since 1970.
    pub deadline: U256,
}

impl Permit {
    /// A permit without deadline, with the nonce that is next.
    pub fn next(token: &Contract, owner: Address, spender: Address, value: U256) -> Self {
        let nonce = token.ask(&noncesCall { owner });
        Self {
            owner,
            spender,
            value,
            nonce,
            deadline: U256::MAX,
        }
    }

    /// Signs for the token, and gives the call that puts it into force.
    pub fn sign(&self, token: &Contract) -> permitCall {
        self.sign_for(self.owner, token.ask(&DOMAIN_SEPARATORCall {}))
    }

    /// Lets `signer` sign for a domain.
    pub fn sign_for(&self, signer: Address, separator: B256) -> permitCall {
        let Self {
            owner,
            spender,
            value,
            nonce,
            deadline,
        } = *self;
        let type_hash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)",
        );
        let message = (type_hash, owner, spender, value, nonce, deadline).abi_encode();
        let digest = [
            &[0x19, 0x01],
            separator.as_slice(),
            keccak256(message).as_slice(),
        ]
        .concat();
        let signature = key_of(signer)
            .sign_hash_sync(&keccak256(digest))
            .expect("a signature");
        let (r, s) = (signature.r().into(), signature.s().into());
        permitCall {
            owner,
            spender,
            value,
            deadline,
            v: 27 + u8::from(signature.v()),
            r,
            s,
        }
    }
}
