//! Accounts that sign, with a key and without.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_signer::SignerSync;
use alloy_sol_types::{SolValue, sol};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc20::IERC20Permit::{self, DOMAIN_SEPARATORCall, noncesCall};
use ballast_abi::signature::ISignature;
use ballast_abi::votes::{IERC5805, Votes as Abi};
use ballast_bench::chain::execution_gas;
use ballast_tests::{ALICE, BOB, CAROL, Contract, MALLORY, TOKEN, key_of, uint};

use crate::{chain, create, votes};

sol! {
    #![sol(all_derives)]
    function set(uint8 mode) external;
}

/// What a wallet may do instead of answering.
pub(crate) const BURNING: u8 = 1;
const MISBEHAVIOUR: [u8; 4] = [BURNING, 2, 3, 4];

/// What a wallet gets to answer, and the rest of a delegation with room to spare.
const GAS_BOUND: u64 = 500_000 + 150_000;

/// A token, and a wallet of Bob's that has some.
struct Stage {
    token: Contract,
    wallet: Contract,
}

impl Stage {
    fn new() -> Self {
        let chain = chain();
        let token = votes(&chain);
        let wallet = create(&chain, "Wallet", &BOB.abi_encode());
        let (to, value) = (wallet.address, uint(TOKEN));
        token.send(ALICE, &IERC20::transferCall { to, value });
        Self { token, wallet }
    }

    /// Lets `signer` sign a message for the token.
    fn sign(&self, signer: Address, message: B256) -> Bytes {
        let domain = self.token.ask(&DOMAIN_SEPARATORCall {});
        let digest = keccak256([&[0x19, 0x01], domain.as_slice(), message.as_slice()].concat());
        let signature = key_of(signer).sign_hash_sync(&digest).unwrap();
        signature.as_bytes().into()
    }

    fn delegation(&self, account: Address, signer: Address) -> Abi::delegateBySigCall {
        let kind =
            keccak256("Delegation(address account,address delegatee,uint256 nonce,uint256 expiry)");
        let (delegatee, expiry) = (CAROL, U256::MAX);
        let nonce = self.token.ask(&noncesCall { owner: account });
        let message = (kind, account, delegatee, nonce, expiry).abi_encode();
        Abi::delegateBySigCall {
            account,
            delegatee,
            nonce,
            expiry,
            signature: self.sign(signer, keccak256(message)),
        }
    }

    fn permit(&self, owner: Address, signer: Address) -> Abi::permitCall {
        let kind = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)",
        );
        let (spender, value, deadline) = (CAROL, uint(5), U256::MAX);
        let nonce = self.token.ask(&noncesCall { owner });
        let message = (kind, owner, spender, value, nonce, deadline).abi_encode();
        Abi::permitCall {
            owner,
            spender,
            value,
            deadline,
            signature: self.sign(signer, keccak256(message)),
        }
    }

    fn votes(&self, account: Address) -> U256 {
        self.token.ask(&IERC5805::getVotesCall { account })
    }
}

#[test]
fn a_wallet_delegates_by_its_owners_signature_once() {
    let stage = Stage::new();
    let account = stage.wallet.address;
    let call = stage.delegation(account, BOB);
    stage.token.send(MALLORY, &call);
    assert_eq!(stage.votes(CAROL), uint(TOKEN));
    let current = U256::ONE;
    let error = ISignature::InvalidAccountNonce {
        account,
        currentNonce: current,
    };
    stage.token.refuses(MALLORY, &call, &error);
    let forged = stage.delegation(account, MALLORY);
    let error = Abi::VotesInvalidSignature { account };
    stage.token.refuses(MALLORY, &forged, &error);
    let expired = Abi::delegateBySigCall {
        expiry: U256::ONE,
        ..call
    };
    let expiry = U256::ONE;
    let error = IERC5805::VotesExpiredSignature { expiry };
    stage.token.refuses(MALLORY, &expired, &error);
}

/// Bob has two wallets; what one of them signs moves nothing of the other.
#[test]
fn a_signature_is_good_for_one_wallet() {
    let stage = Stage::new();
    let other = create(stage.token.chain(), "Wallet", &BOB.abi_encode());
    let call = Abi::delegateBySigCall {
        account: other.address,
        ..stage.delegation(stage.wallet.address, BOB)
    };
    let account = other.address;
    let error = Abi::VotesInvalidSignature { account };
    stage.token.refuses(MALLORY, &call, &error);
}

#[test]
fn a_wallet_permits_by_its_owners_signature_once() {
    let stage = Stage::new();
    let owner = stage.wallet.address;
    let call = stage.permit(owner, BOB);
    stage.token.send(MALLORY, &call);
    let spender = CAROL;
    let allowance = stage.token.ask(&IERC20::allowanceCall { owner, spender });
    assert_eq!(allowance, uint(5));
    let signer = Address::ZERO;
    let error = IERC20Permit::ERC2612InvalidSigner { signer, owner };
    stage.token.refuses(MALLORY, &call, &error);
    let forged = stage.permit(owner, MALLORY);
    stage.token.refuses(MALLORY, &forged, &error);
    let deadline = U256::ONE;
    let expired = Abi::permitCall { deadline, ..call };
    let error = IERC20Permit::ERC2612ExpiredSignature { deadline };
    stage.token.refuses(MALLORY, &expired, &error);
}

#[test]
fn accounts_with_a_key_sign_the_same_words() {
    let stage = Stage::new();
    stage.token.send(MALLORY, &stage.delegation(ALICE, ALICE));
    assert!(U256::ZERO < stage.votes(CAROL));
    stage.token.send(MALLORY, &stage.permit(ALICE, ALICE));
    let forged = stage.delegation(ALICE, BOB);
    let error = Abi::VotesInvalidSignature { account: ALICE };
    stage.token.refuses(MALLORY, &forged, &error);
    let mut short = stage.delegation(ALICE, ALICE);
    short.signature = short.signature.slice(..64);
    stage.token.refuses(MALLORY, &short, &error);
}

/// Whoever relays pays for at most the bound, and for a wallet that answers properly next to
/// nothing of it.
#[test]
fn a_wallet_that_misbehaves_signed_nothing_and_costs_a_bounded_amount() {
    let stage = Stage::new();
    let account = stage.wallet.address;
    let call = stage.delegation(account, BOB);
    for mode in MISBEHAVIOUR {
        stage.wallet.send(MALLORY, &setCall { mode });
        let error = Abi::VotesInvalidSignature { account };
        stage.token.refuses(MALLORY, &call, &error);
        let node = stage.token.chain().node();
        let receipts = node.block_receipts(alloy_rpc_types_eth::BlockId::latest());
        let receipts = receipts.unwrap().unwrap();
        let input = alloy_sol_types::SolCall::abi_encode(&call);
        let gas = execution_gas(receipts.last().unwrap(), &input);
        assert!(gas <= GAS_BOUND, "mode {mode} costs {gas}");
        assert_eq!(mode == BURNING, 500_000 <= gas, "mode {mode} costs {gas}");
    }
    stage.wallet.send(MALLORY, &setCall { mode: 0 });
    stage.token.send(MALLORY, &call);
}
