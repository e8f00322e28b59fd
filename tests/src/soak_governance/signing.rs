//! What Alice and Bob sign.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_signer::{Signature, SignerSync};
use alloy_sol_types::SolValue;

use super::world::World;
use crate::actors::key_of;

/// What is signed of a message for the token.
const TOKEN: usize = 0;
/// The same for the governor.
const GOVERNOR: usize = 1;

/// Signs a message.
fn sign(world: &World, domain: usize, signer: Address, message: &[u8]) -> Signature {
    let (domain, message) = (world.domains[domain], keccak256(message));
    let digest = keccak256([&[0x19, 0x01], domain.as_slice(), message.as_slice()].concat());
    key_of(signer).sign_hash_sync(&digest).expect("a signature")
}

/// The three parts that older methods take.
pub(super) fn parts(signature: Signature) -> (u8, B256, B256) {
    let (r, s) = (signature.r().into(), signature.s().into());
    (27 + u8::from(signature.v()), r, s)
}

/// The bytes that newer methods take.
pub(super) fn bytes(signature: Signature) -> Bytes {
    signature.as_bytes().into()
}

/// ERC-2612.
pub(super) fn permit(
    world: &World,
    signer: Address,
    (owner, spender): (Address, Address),
    [value, nonce, deadline]: [U256; 3],
) -> Signature {
    let kind = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)",
    );
    let message = (kind, owner, spender, value, nonce, deadline).abi_encode();
    sign(world, TOKEN, signer, &message)
}

/// ERC-5805.
pub(super) fn delegation(
    world: &World,
    signer: Address,
    delegatee: Address,
    [nonce, expiry]: [U256; 2],
) -> Signature {
    let kind = keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)");
    let message = (kind, delegatee, nonce, expiry).abi_encode();
    sign(world, TOKEN, signer, &message)
}

/// The token's own, which names the account.
pub(super) fn account_delegation(
    world: &World,
    signer: Address,
    (account, delegatee): (Address, Address),
    [nonce, expiry]: [U256; 2],
) -> Signature {
    let kind =
        keccak256("Delegation(address account,address delegatee,uint256 nonce,uint256 expiry)");
    let message = (kind, account, delegatee, nonce, expiry).abi_encode();
    sign(world, TOKEN, signer, &message)
}

/// A vote.
pub(super) fn ballot(
    world: &World,
    signer: Address,
    voter: Address,
    (id, support): (U256, u8),
    nonce: U256,
) -> Signature {
    let kind = keccak256("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)");
    let message = (kind, id, U256::from(support), voter, nonce).abi_encode();
    sign(world, GOVERNOR, signer, &message)
}

/// A vote with a reason and parameters.
pub(super) fn extended_ballot(
    world: &World,
    signer: Address,
    voter: Address,
    (id, support): (U256, u8),
    nonce: U256,
    (reason, params): (&str, &Bytes),
) -> Signature {
    let kind = keccak256(
        "ExtendedBallot(uint256 proposalId,uint8 support,address voter,uint256 nonce,\
         string reason,bytes params)",
    );
    let (reason, params) = (keccak256(reason), keccak256(params));
    let support = U256::from(support);
    let message = (kind, id, support, voter, nonce, reason, params).abi_encode();
    sign(world, GOVERNOR, signer, &message)
}
