//! Votes that are signed.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_signer::SignerSync;
use alloy_sol_types::SolValue;
use ballast_abi::governor::{Governor as Abi, IGovernor};
use ballast_tests::{Contract, key_of};

/// What an account signs.
fn sign(governor: &Contract, signer: Address, message: B256) -> Bytes {
    let domain = governor.ask(&Abi::eip712DomainCall {});
    let kind = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
    );
    let separator = keccak256(
        (
            kind,
            keccak256(domain.name),
            keccak256(domain.version),
            domain.chainId,
            domain.verifyingContract,
        )
            .abi_encode(),
    );
    let digest = keccak256([&[0x19, 0x01], separator.as_slice(), message.as_slice()].concat());
    let signature = key_of(signer).sign_hash_sync(&digest).unwrap();
    signature.as_bytes().into()
}

/// A signed vote, with a number that is so much too high.
pub(super) fn signed(
    governor: &Contract,
    voter: Address,
    signer: Address,
    (id, support): (U256, u8),
    late: u8,
) -> IGovernor::castVoteBySigCall {
    let kind = governor.ask(&Abi::BALLOT_TYPEHASHCall {});
    let nonce = governor.ask(&Abi::noncesCall { owner: voter }) + U256::from(late);
    let message = (kind, id, U256::from(support), voter, nonce).abi_encode();
    IGovernor::castVoteBySigCall {
        proposalId: id,
        support,
        voter,
        signature: sign(governor, signer, keccak256(message)),
    }
}

/// A signed vote with a reason and parameters.
pub(super) fn extended(
    governor: &Contract,
    voter: Address,
    id: U256,
    support: u8,
    reason: &str,
    params: &Bytes,
) -> IGovernor::castVoteWithReasonAndParamsBySigCall {
    let kind = governor.ask(&Abi::EXTENDED_BALLOT_TYPEHASHCall {});
    let nonce = governor.ask(&Abi::noncesCall { owner: voter });
    let hashes = (keccak256(reason), keccak256(params));
    let head = (kind, id, U256::from(support), voter, nonce).abi_encode();
    let message = keccak256([head, hashes.abi_encode()].concat());
    IGovernor::castVoteWithReasonAndParamsBySigCall {
        proposalId: id,
        support,
        voter,
        reason: reason.to_owned(),
        params: params.clone(),
        signature: sign(governor, voter, message),
    }
}
