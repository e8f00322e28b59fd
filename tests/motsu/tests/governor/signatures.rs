//! Votes that were signed.

use alloy_primitives::{Address, Bytes, U256, keccak256};
use alloy_sol_types::{SolCall, SolValue, eip712_domain};
use ballast_abi::governor::Governor as Abi;
use ballast_abi::governor::IGovernor;
use ballast_abi::signature::IERC1271;
use ballast_abi::votes::IERC5805;
use ballast_motsu_testkit::{Foreign, Signer, deploy_precompiles};

use super::stage::*;
use crate::tokens::ALICE;

const BALLOT: &str = "Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)";
const EXTENDED: &str = "ExtendedBallot(uint256 proposalId,uint8 support,address voter,\
    uint256 nonce,string reason,bytes params)";

/// Signs a message for the governor: 65 bytes.
fn sign(stage: &Stage, signer: Signer, message: &[u8]) -> Bytes {
    let said = stage.ask(&Abi::eip712DomainCall {});
    assert_eq!((said.fields.0, said.verifyingContract), ([0x0f], GOVERNOR));
    assert_eq!(
        (said.name.as_str(), said.version.as_str()),
        ("Governor", "1")
    );
    let domain = eip712_domain! {
        name: said.name,
        version: said.version,
        chain_id: said.chainId.to(),
        verifying_contract: said.verifyingContract,
    };
    let (v, r, s) = signer.sign(domain.separator(), message);
    [r.as_slice(), s.as_slice(), &[v]].concat().into()
}

fn nonce(stage: &Stage, owner: Address) -> u64 {
    stage.ask(&Abi::noncesCall { owner }).to()
}

/// The vote of a signer, for it.
fn ballot(stage: &Stage, signer: Signer, id: U256, nonce: u64) -> IGovernor::castVoteBySigCall {
    let voter = signer.address();
    let message = (keccak256(BALLOT), id, uint(FOR.into()), voter, uint(nonce)).abi_encode();
    IGovernor::castVoteBySigCall {
        proposalId: id,
        support: FOR,
        voter,
        signature: sign(stage, signer, &message),
    }
}

/// A stage, a proposal, and a signer with Carol's 150 votes.
fn signing() -> (Stage, U256, Signer) {
    let stage = stage();
    let signer = Signer::new("carol");
    let delegatee = signer.address();
    let delegate = IERC5805::delegateCall { delegatee };
    stage.token.call(CAROL, &delegate).unwrap();
    let id = stage.open(&Motion::to(TARGET, *b"call"));
    (stage, id, signer)
}

#[test]
fn a_signed_vote_counts_once() {
    let _precompiles = deploy_precompiles();
    let (stage, id, signer) = signing();
    let call = ballot(&stage, signer, id, 0);
    assert_eq!(stage.governor.call(DAVE, &call), Ok(uint(150)));
    assert_eq!(
        (stage.tally(id), nonce(&stage, signer.address())),
        ([0, 150, 0], 1)
    );
    let told = stage.governor.events::<Abi::VoteCast>().pop().unwrap();
    assert_eq!((told.voter, told.weight), (signer.address(), uint(150)));
    let invalid = Abi::GovernorInvalidSignature {
        voter: signer.address(),
    };
    stage.refuses(DAVE, &call, &invalid);
    // With the next number it is signed again, and counts no more.
    let voter = signer.address();
    let again = ballot(&stage, signer, id, 1);
    stage.refuses(DAVE, &again, &Abi::GovernorAlreadyCastVote { voter });
    assert_eq!(nonce(&stage, voter), 1);
}

#[test]
fn every_word_of_a_vote_is_signed() {
    let _precompiles = deploy_precompiles();
    let (stage, id, signer) = signing();
    let signed = ballot(&stage, signer, id, 0);
    let voter = signer.address();
    let changed = [
        IGovernor::castVoteBySigCall {
            support: AGAINST,
            ..signed.clone()
        },
        IGovernor::castVoteBySigCall {
            signature: signed.signature[..64].to_vec().into(),
            ..signed.clone()
        },
        ballot(&stage, signer, id, 1),
        IGovernor::castVoteBySigCall {
            voter,
            ..ballot(&stage, Signer::new("mallory"), id, 0)
        },
    ];
    for call in changed {
        stage.refuses(DAVE, &call, &Abi::GovernorInvalidSignature { voter });
    }
    // Another's vote it is not, either.
    let call = IGovernor::castVoteBySigCall {
        voter: ALICE,
        ..signed.clone()
    };
    stage.refuses(DAVE, &call, &Abi::GovernorInvalidSignature { voter: ALICE });
    assert_eq!(stage.governor.call(DAVE, &signed), Ok(uint(150)));
}

#[test]
fn a_reason_and_parameters_are_signed_too() {
    let _precompiles = deploy_precompiles();
    let (stage, id, signer) = signing();
    let voter = signer.address();
    let (reason, params) = ("Because", &b"params"[..]);
    let message = (
        (keccak256(EXTENDED), id, uint(ABSTAIN.into())),
        (voter, U256::ZERO, keccak256(reason), keccak256(params)),
    );
    let signature = sign(&stage, signer, &message.abi_encode());
    let call = IGovernor::castVoteWithReasonAndParamsBySigCall {
        proposalId: id,
        support: ABSTAIN,
        voter,
        reason: reason.into(),
        params: Bytes::copy_from_slice(params),
        signature,
    };
    let another = IGovernor::castVoteWithReasonAndParamsBySigCall {
        reason: "Another".into(),
        ..call.clone()
    };
    stage.refuses(DAVE, &another, &Abi::GovernorInvalidSignature { voter });
    assert_eq!(stage.governor.call(DAVE, &call), Ok(uint(150)));
    assert_eq!(stage.tally(id), [0, 0, 150]);
    let told = stage.governor.events::<Abi::VoteCastWithParams>();
    assert_eq!(
        (told[0].reason.as_str(), told[0].params.as_ref()),
        (reason, params)
    );
}

#[test]
fn a_contract_says_what_it_signed() {
    let (stage, id, _) = signing();
    let wallet = Address::repeat_byte(0x3c);
    let _wallet = Foreign::place(wallet, |message| {
        let call: IERC1271::isValidSignatureCall = message.is().ok_or_else(Vec::new)?;
        let accepts = call.signature.as_ref() == b"mine";
        let selector = if accepts {
            IERC1271::isValidSignatureCall::SELECTOR
        } else {
            [0xff; 4]
        };
        Ok([&selector[..], &[0; 28]].concat())
    });
    let call = |signature: &'static [u8]| IGovernor::castVoteBySigCall {
        proposalId: id,
        support: FOR,
        voter: wallet,
        signature: Bytes::from_static(signature),
    };
    let error = Abi::GovernorInvalidSignature { voter: wallet };
    stage.refuses(DAVE, &call(b"yours"), &error);
    assert_eq!(stage.governor.call(DAVE, &call(b"mine")), Ok(U256::ZERO));
}

#[test]
fn what_is_signed_is_published() {
    let stage = stage();
    assert_eq!(stage.ask(&Abi::BALLOT_TYPEHASHCall {}), keccak256(BALLOT));
    assert_eq!(
        stage.ask(&Abi::EXTENDED_BALLOT_TYPEHASHCall {}),
        keccak256(EXTENDED)
    );
}
