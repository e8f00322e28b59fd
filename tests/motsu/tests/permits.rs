//! Permits of shares (ERC-2612).

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolError;
use ballast_abi::erc20::{IERC20, IERC20Permit};
use ballast_abi::vault::Vault as VaultAbi;
use ballast_motsu_testkit::{Deployed, Signer, deploy_precompiles, set_block_timestamp};
use ballast_vault::Vault;

use crate::tokens::{ALICE, BOB, token_at};

const NOW: u64 = 1_800_000_000;

/// A vault whose shares are called "Vault".
fn shares_at(place: u8) -> Deployed<Vault> {
    let token = token_at(0x70);
    let vault = Deployed::bare(Address::repeat_byte(place));
    let constructor = VaultAbi::constructorCall {
        asset: token.address(),
        name: "Vault".into(),
        symbol: "V".into(),
        decimalsOffset: 3,
        authority: ALICE,
    };
    vault.construct(ALICE, &constructor).unwrap();
    vault
}

fn domain(token: &Deployed<Vault>) -> B256 {
    let call = IERC20Permit::DOMAIN_SEPARATORCall {};
    token.call(BOB, &call).unwrap()
}

/// A permit for Bob with the nonce that is next.
fn permit(
    token: &Deployed<Vault>,
    signer: Signer,
    value: u64,
    deadline: u64,
) -> IERC20Permit::permitCall {
    let owner = signer.address();
    let nonce = token
        .call(BOB, &IERC20Permit::noncesCall { owner })
        .unwrap();
    let [value, deadline] = [value, deadline].map(U256::from);
    let (v, r, s) = signer.permit(domain(token), [owner, BOB], [value, nonce, deadline]);
    IERC20Permit::permitCall {
        owner,
        spender: BOB,
        value,
        deadline,
        v,
        r,
        s,
    }
}

fn allowance(token: &Deployed<Vault>, owner: Address) -> U256 {
    let call = IERC20::allowanceCall {
        owner,
        spender: BOB,
    };
    token.call(BOB, &call).unwrap()
}

fn refused(token: &Deployed<Vault>, call: &IERC20Permit::permitCall, error: &impl SolError) {
    let outcome = token.call(BOB, call);
    assert_eq!(outcome.err(), Some(error.abi_encode()));
}

#[test]
fn a_permit_holds_once_and_until_its_deadline() {
    let _precompiles = deploy_precompiles();
    set_block_timestamp(NOW);
    let (token, signer) = (shares_at(0x7a), Signer::new("alice"));
    let call = permit(&token, signer, 5, NOW);
    token.call(BOB, &call).unwrap();
    assert_eq!(allowance(&token, signer.address()), U256::from(5));
    // The nonce is used up: the same signature is somebody else's now.
    let again = token.call(BOB, &call).err().unwrap();
    assert_eq!(
        again[..4],
        <IERC20Permit::ERC2612InvalidSigner as SolError>::SELECTOR
    );

    let call = permit(&token, signer, 7, NOW);
    set_block_timestamp(NOW + 1);
    let error = IERC20Permit::ERC2612ExpiredSignature {
        deadline: U256::from(NOW),
    };
    refused(&token, &call, &error);
    set_block_timestamp(NOW);
    token.call(BOB, &call).unwrap();
    assert_eq!(allowance(&token, signer.address()), U256::from(7));
}

#[test]
fn a_permit_is_for_what_was_signed() {
    let _precompiles = deploy_precompiles();
    set_block_timestamp(NOW);
    let (token, other) = (shares_at(0x7a), shares_at(0x7b));
    let (signer, stranger) = (Signer::new("alice"), Signer::new("mallory"));
    let good = permit(&token, signer, 5, NOW);
    let wrong = |change: fn(&mut IERC20Permit::permitCall)| {
        let mut call = good.clone();
        change(&mut call);
        let outcome = token.call(BOB, &call).err().unwrap();
        let selector = <IERC20Permit::ERC2612InvalidSigner as SolError>::SELECTOR;
        assert_eq!(outcome[..4], selector);
    };
    wrong(|call| call.value += U256::from(1));
    wrong(|call| call.spender = Address::repeat_byte(0xcc));
    wrong(|call| call.deadline += U256::from(1));
    wrong(|call| call.owner = Address::repeat_byte(0xcc));
    let outcome = other.call(BOB, &good);
    assert!(outcome.is_err(), "another token is another domain");
    // Signed by somebody else.
    let (v, r, s) = stranger.permit(
        domain(&token),
        [signer.address(), BOB],
        [good.value, U256::ZERO, good.deadline],
    );
    let forged = IERC20Permit::permitCall {
        v,
        r,
        s,
        ..good.clone()
    };
    let error = IERC20Permit::ERC2612InvalidSigner {
        signer: stranger.address(),
        owner: signer.address(),
    };
    refused(&token, &forged, &error);
    // Nobody's signature is not the zero address's.
    let nobody = IERC20Permit::permitCall {
        owner: Address::ZERO,
        v: 0,
        ..good.clone()
    };
    let error = IERC20Permit::ERC2612InvalidSigner {
        signer: Address::ZERO,
        owner: Address::ZERO,
    };
    refused(&token, &nobody, &error);
    assert_eq!(allowance(&token, signer.address()), U256::ZERO);
    token.call(BOB, &good).unwrap();
}

#[test]
fn the_domain_can_be_asked_for() {
    use alloy_primitives::keccak256;
    use alloy_sol_types::SolValue;
    let token = shares_at(0x7a);
    let said = token.call(BOB, &IERC20Permit::eip712DomainCall {}).unwrap();
    assert_eq!((said.name.as_str(), said.version.as_str()), ("Vault", "1"));
    assert_eq!(said.verifyingContract, token.address());
    assert_eq!((said.fields.0, said.salt), ([0x0f], B256::ZERO));
    assert!(said.extensions.is_empty());
    let kind = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
    );
    let fields = (
        kind,
        keccak256("Vault"),
        keccak256("1"),
        said.chainId,
        token.address(),
    );
    assert_eq!(domain(&token), keccak256(fields.abi_encode()));
}
