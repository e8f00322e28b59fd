//! Who may act for an account.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256, keccak256};
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::market::IMarket as Abi;
use ballast_shell::{Calldata, Literal, Reply, Word, encode, reply, signature, uint, word};
use stylus_sdk::prelude::*;

use crate::errors::{about, named};
use crate::state::Market;

const SET_AUTHORIZATION: Literal = Literal::new(Abi::SetAuthorization::SIGNATURE_HASH.0);

/// The EIP-712 type of the domain, Morpho Blue's.
const DOMAIN_TYPE: Literal =
    Literal::hash(b"EIP712Domain(uint256 chainId,address verifyingContract)");

/// The EIP-712 type of an authorization, Morpho Blue's.
const AUTHORIZATION_TYPE: Literal = Literal::hash(
    b"Authorization(address authorizer,address authorized,bool isAuthorized,uint256 nonce,\
uint256 deadline)",
);

impl Market {
    /// Makes sure that the caller is the account, or may act for it.
    ///
    /// # Errors
    /// `Unauthorized`.
    #[inline(never)]
    pub(crate) fn only_for(&self, account: Address) -> Result<(), Vec<u8>> {
        let caller = self.cells.sender();
        if caller == account || self.is_authorized(account, caller) {
            return Ok(());
        }
        Err(about(Abi::Unauthorized::SELECTOR, caller))
    }

    /// `setAuthorization(address,bool)`
    pub(crate) fn authorize(&mut self, mut input: Calldata<'_>) -> Reply {
        let (authorized, to) = (input.address()?, input.flag()?);
        self.change_authorization(self.cells.sender(), authorized, to);
        Ok(Vec::new())
    }

    /// `setAuthorizationWithSig(address,address,bool,uint256,uint256,bytes)`
    pub(crate) fn authorize_by_signature(&mut self, mut input: Calldata<'_>) -> Reply {
        let (authorizer, authorized) = (input.address()?, input.address()?);
        let to = input.flag()?;
        let (nonce, deadline, proof) = (input.uint()?, input.uint()?, input.string()?);
        if deadline < U256::from(self.cells.now()) {
            let words = [word(deadline)];
            return Err(encode(Abi::SignatureExpired::SELECTOR, &words));
        }
        signature::check_nonce(authorizer, nonce, self.nonce(authorizer))?;
        let message = [
            AUTHORIZATION_TYPE.word(),
            named(authorizer),
            named(authorized),
            uint(u64::from(to)),
            word(nonce),
            word(deadline),
        ];
        let message = keccak256(message.as_flattened()).0;
        let digest = signature::typed_digest(self.domain_separator(), message);
        if !signature::is_valid(self.vm(), authorizer, digest, proof) {
            return Err(about(Abi::InvalidSignature::SELECTOR, authorizer));
        }
        // One at a time: 2^256 of them are out of reach.
        self.set_nonce(authorizer, nonce.wrapping_add(U256::ONE));
        self.change_authorization(authorizer, authorized, to);
        Ok(Vec::new())
    }

    /// `DOMAIN_SEPARATOR()`
    pub(crate) fn domain(&self) -> Reply {
        reply(&[self.domain_separator()])
    }

    /// Made anew each time, so it stays right if the chain splits and its id changes.
    fn domain_separator(&self) -> Word {
        let words = [
            DOMAIN_TYPE.word(),
            uint(self.vm().chain_id()),
            named(self.this()),
        ];
        keccak256(words.as_flattened()).0
    }

    fn change_authorization(&mut self, authorizer: Address, authorized: Address, to: bool) {
        let from = self.is_authorized(authorizer, authorized);
        self.set_authorized(authorizer, authorized, to);
        let words = [
            SET_AUTHORIZATION.word(),
            named(self.cells.sender()),
            named(authorizer),
            named(authorized),
            uint(u64::from(from)),
            uint(u64::from(to)),
        ];
        self.cells.log(&words, 4);
    }
}
