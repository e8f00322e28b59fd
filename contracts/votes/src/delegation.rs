//! With whom tokens vote.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256, keccak256};
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::votes::{IERC5805, Votes as Abi};
use ballast_erc20::{ledger, permit, slots};
use ballast_shell::{Calldata, Literal, Reply, Word, encode, signature, word};
use stylus_sdk::prelude::*;

use crate::state::{Account, Votes};

const DELEGATE_CHANGED: Literal = Literal::new(IERC5805::DelegateChanged::SIGNATURE_HASH.0);
const DELEGATE_VOTES_CHANGED: Literal =
    Literal::new(IERC5805::DelegateVotesChanged::SIGNATURE_HASH.0);

/// The EIP-712 type of a delegation by an account with a key.
const DELEGATION_TYPE: Literal =
    Literal::hash(b"Delegation(address delegatee,uint256 nonce,uint256 expiry)");

/// The EIP-712 type of a delegation by any account.
const ACCOUNT_DELEGATION_TYPE: Literal =
    Literal::hash(b"Delegation(address account,address delegatee,uint256 nonce,uint256 expiry)");

impl Votes {
    /// `delegate(address)`
    pub(crate) fn delegate(&mut self, mut input: Calldata<'_>) -> Reply {
        let delegatee = input.address()?;
        self.delegate_from(self.cells.sender(), delegatee);
        Ok(Vec::new())
    }

    /// `delegateBySig(address,uint256,uint256,uint8,bytes32,bytes32)`
    pub(crate) fn delegate_by_key(&mut self, mut input: Calldata<'_>) -> Reply {
        let (delegatee, nonce, expiry) = (input.address()?, input.uint()?, input.uint()?);
        let (v, r, s) = (input.byte()?, input.word()?, input.word()?);
        self.refuse_expired(expiry)?;
        let message = [
            DELEGATION_TYPE.word(),
            delegatee.into_word().0,
            word(nonce),
            word(expiry),
        ];
        let digest = self.digest(&message);
        let signer = signature::recover(self.vm(), digest, v, r, s)?;
        self.use_nonce(signer, nonce)?;
        self.delegate_from(signer, delegatee);
        Ok(Vec::new())
    }

    /// `delegateBySig(address,address,uint256,uint256,bytes)`
    pub(crate) fn delegate_by_signature(&mut self, mut input: Calldata<'_>) -> Reply {
        let (account, delegatee) = (input.address()?, input.address()?);
        let (nonce, expiry, proof) = (input.uint()?, input.uint()?, input.string()?);
        self.refuse_expired(expiry)?;
        let account_word = account.into_word().0;
        let message = [
            ACCOUNT_DELEGATION_TYPE.word(),
            account_word,
            delegatee.into_word().0,
            word(nonce),
            word(expiry),
        ];
        if !signature::is_valid(self.vm(), account, self.digest(&message), proof) {
            return Err(encode(
                Abi::VotesInvalidSignature::SELECTOR,
                &[account_word],
            ));
        }
        self.use_nonce(account, nonce)?;
        self.delegate_from(account, delegatee);
        Ok(Vec::new())
    }

    /// Follows tokens that moved: the votes go from one holder's delegate to the other's.
    pub(crate) fn move_votes_of(&mut self, from: Address, to: Address, value: U256) {
        let (from, to) = (self.account(from), self.account(to));
        self.move_votes(from.delegatee, to.delegatee, value);
    }

    /// What an account signs, for this token on this chain.
    pub(crate) fn digest(&self, message: &[Word]) -> Word {
        let domain = permit::domain_separator(&self.cells);
        signature::typed_digest(domain, keccak256(message.as_flattened()).0)
    }

    /// Lets the tokens of `owner` vote with `delegatee`.
    fn delegate_from(&mut self, owner: Address, delegatee: Address) {
        let record = self.account(owner);
        let before = record.delegatee;
        self.set_account(
            owner,
            Account {
                delegatee,
                ..record
            },
        );
        let words = [DELEGATE_CHANGED.word(), owner.into_word().0];
        let [old, new] = [before, delegatee].map(|address| address.into_word().0);
        self.cells.log(&[words[0], words[1], old, new], 4);
        let balance = ledger::Account::load(&self.cells, owner).balance();
        self.move_votes(before, delegatee, balance);
    }

    fn move_votes(&mut self, from: Address, to: Address, value: U256) {
        if from == to || value.is_zero() {
            return;
        }
        // A delegate has the tokens of all who delegate to it, and no more than the supply exists:
        // neither can overflow.
        if !from.is_zero() {
            self.change_votes(from, |votes| votes.wrapping_sub(value));
        }
        if !to.is_zero() {
            self.change_votes(to, |votes| votes.wrapping_add(value));
        }
    }

    #[inline(never)]
    fn change_votes(&mut self, delegate: Address, change: impl Fn(U256) -> U256) {
        let latest = self.latest(delegate);
        let votes = change(latest.value);
        self.push(delegate, latest, votes);
        let words = [
            DELEGATE_VOTES_CHANGED.word(),
            delegate.into_word().0,
            word(latest.value),
            word(votes),
        ];
        self.cells.log(&words, 2);
    }

    fn refuse_expired(&self, expiry: U256) -> Result<(), Vec<u8>> {
        if expiry < U256::from(self.cells.now()) {
            let words = [word(expiry)];
            return Err(encode(IERC5805::VotesExpiredSignature::SELECTOR, &words));
        }
        Ok(())
    }

    /// Uses up the number that a signature carries.
    fn use_nonce(&mut self, account: Address, nonce: U256) -> Result<(), Vec<u8>> {
        let slot = slots::NONCES.entry(account);
        let current = self.cells.uint(slot);
        signature::check_nonce(account, nonce, current)?;
        // One at a time: 2^256 of them are out of reach.
        self.cells.set_uint(slot, current.wrapping_add(U256::ONE));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::b256;

    use super::*;

    /// The constant that Solidity implementations have written out.
    #[test]
    fn the_type_of_erc5805_is_the_published_one() {
        assert_eq!(
            DELEGATION_TYPE.word(),
            b256!("e48329057bfd03d55e49b547132e39cffd9c1820ad7b9d4c5307691425d15adf")
        );
    }
}
