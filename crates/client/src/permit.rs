//! Permits after ERC-2612: an owner's signature allows spending without a transaction of theirs.

use alloy_primitives::{Address, U256};
use alloy_signer::SignerSync;
use alloy_signer_local::PrivateKeySigner;
use alloy_sol_types::{Eip712Domain, SolStruct};
use ballast_abi::erc20::IERC20Permit::{eip712DomainCall, noncesCall, permitCall};

use crate::client::Client;
use crate::error::ClientError;

mod message {
    alloy_sol_types::sol! {
        /// What an owner signs.
        struct Permit {
            address owner;
            address spender;
            uint256 value;
            uint256 nonce;
            uint256 deadline;
        }
    }
}

/// What is to be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Who may spend.
    pub spender: Address,
    /// How much, in units of the token.
    pub value: U256,
    /// Seconds since 1970 up to which the signature is good.
    pub deadline: U256,
}

/// Signs a permit for `allowance` of what `owner` has in `token`, and returns the call that puts it
/// into force; anyone may send it.
///
/// Domain and nonce are asked of the token (ERC-5267, ERC-2612).
///
/// # Errors
/// When the token knows no permits, or the node does not answer.
pub async fn sign(
    client: &Client,
    token: Address,
    owner: &PrivateKeySigner,
    allowance: Allowance,
) -> Result<permitCall, ClientError> {
    let nonce = client
        .call(
            token,
            &noncesCall {
                owner: owner.address(),
            },
        )
        .await?;
    let domain = client.call(token, &eip712DomainCall {}).await?;
    let domain = Eip712Domain {
        name: Some(domain.name.into()),
        version: Some(domain.version.into()),
        chain_id: Some(domain.chainId),
        verifying_contract: Some(domain.verifyingContract),
        salt: None,
    };
    sign_with(owner, allowance, nonce, &domain)
}

fn sign_with(
    owner: &PrivateKeySigner,
    allowance: Allowance,
    nonce: U256,
    domain: &Eip712Domain,
) -> Result<permitCall, ClientError> {
    let Allowance {
        spender,
        value,
        deadline,
    } = allowance;
    let message = message::Permit {
        owner: owner.address(),
        spender,
        value,
        nonce,
        deadline,
    };
    let signature = owner.sign_hash_sync(&message.eip712_signing_hash(domain))?;
    Ok(permitCall {
        owner: owner.address(),
        spender,
        value,
        deadline,
        v: 27 + u8::from(signature.v()),
        r: signature.r().into(),
        s: signature.s().into(),
    })
}

#[cfg(test)]
mod tests {
    use alloy_primitives::{B256, Signature, keccak256};
    use alloy_sol_types::SolValue;

    use super::*;

    #[test]
    fn the_signature_is_the_owners_over_the_hash_of_the_standard() {
        let owner = PrivateKeySigner::from_bytes(&B256::repeat_byte(7)).unwrap();
        let (token, spender) = (Address::repeat_byte(1), Address::repeat_byte(2));
        let domain = Eip712Domain {
            name: Some("Shares".into()),
            version: Some("1".into()),
            chain_id: Some(U256::from(412_346)),
            verifying_contract: Some(token),
            salt: None,
        };
        let (value, nonce, deadline) = (U256::from(5), U256::from(3), U256::MAX);
        let allowance = Allowance {
            spender,
            value,
            deadline,
        };
        let call = sign_with(&owner, allowance, nonce, &domain).unwrap();

        // By hand, after EIP-712.
        let type_hash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)",
        );
        let words = (type_hash, owner.address(), spender, value, nonce, deadline);
        let message = keccak256(words.abi_encode());
        let domain_type = keccak256(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
        );
        let words = (
            domain_type,
            keccak256("Shares"),
            keccak256("1"),
            U256::from(412_346),
            token,
        );
        let separator = keccak256(words.abi_encode());
        let hash = keccak256([&[0x19, 0x01], separator.as_slice(), message.as_slice()].concat());

        let signature = Signature::new(call.r.into(), call.s.into(), call.v == 28);
        assert_eq!(
            signature.recover_address_from_prehash(&hash).unwrap(),
            owner.address()
        );
        assert_eq!(
            (call.spender, call.value, call.deadline),
            (spender, value, deadline)
        );
    }
}
