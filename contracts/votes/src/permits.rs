//! Allowances by signature.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::erc20::IERC20Permit;
use ballast_erc20::permit::PERMIT_TYPE;
use ballast_erc20::{ledger, slots};
use ballast_shell::{Calldata, Reply, Slot, Word, encode, signature, word};
use stylus_sdk::prelude::*;

use crate::state::Votes;

/// What an owner allows by a signature.
struct Permit {
    owner: Address,
    spender: Address,
    value: U256,
    deadline: U256,
}

impl Permit {
    fn read(input: &mut Calldata<'_>) -> Result<Self, Vec<u8>> {
        Ok(Self {
            owner: input.address()?,
            spender: input.address()?,
            value: input.uint()?,
            deadline: input.uint()?,
        })
    }

    fn nonce_slot(&self) -> Slot {
        slots::NONCES.entry(self.owner)
    }

    /// The revert data if `signer` signed it, who is not the owner.
    fn signed_by(&self, signer: Address) -> Vec<u8> {
        let words = [signer.into_word().0, self.owner.into_word().0];
        encode(IERC20Permit::ERC2612InvalidSigner::SELECTOR, &words)
    }
}

impl Votes {
    /// `permit(address,address,uint256,uint256,uint8,bytes32,bytes32)`
    pub(crate) fn permit_by_key(&mut self, mut input: Calldata<'_>) -> Reply {
        let permit = Permit::read(&mut input)?;
        let (v, r, s) = (input.byte()?, input.word()?, input.word()?);
        let digest = self.permit_digest(&permit)?;
        let signer = signature::recover(self.vm(), digest, v, r, s)?;
        if signer != permit.owner {
            return Err(permit.signed_by(signer));
        }
        self.grant(&permit)
    }

    /// `permit(address,address,uint256,uint256,bytes)`
    pub(crate) fn permit_by_signature(&mut self, mut input: Calldata<'_>) -> Reply {
        let permit = Permit::read(&mut input)?;
        let proof = input.string()?;
        let digest = self.permit_digest(&permit)?;
        if !signature::is_valid(self.vm(), permit.owner, digest, proof) {
            return Err(permit.signed_by(Address::ZERO));
        }
        self.grant(&permit)
    }

    /// What the owner must have signed.
    #[inline(never)]
    fn permit_digest(&self, permit: &Permit) -> Result<Word, Vec<u8>> {
        if permit.deadline < U256::from(self.cells.now()) {
            return Err(encode(
                IERC20Permit::ERC2612ExpiredSignature::SELECTOR,
                &[word(permit.deadline)],
            ));
        }
        Ok(self.digest(&[
            PERMIT_TYPE.word(),
            permit.owner.into_word().0,
            permit.spender.into_word().0,
            word(permit.value),
            self.cells.word(permit.nonce_slot()),
            word(permit.deadline),
        ]))
    }

    #[inline(never)]
    fn grant(&mut self, permit: &Permit) -> Reply {
        let slot = permit.nonce_slot();
        // One at a time: 2^256 of them are out of reach.
        let next = self.cells.uint(slot).wrapping_add(U256::ONE);
        self.cells.set_uint(slot, next);
        let Permit {
            owner,
            spender,
            value,
            ..
        } = *permit;
        ledger::approve(&mut self.cells, owner, spender, value)?;
        Ok(Vec::new())
    }
}
