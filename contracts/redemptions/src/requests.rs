//! Requests, cancellations, and shares that go back.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::redemptions::{IERC7540Redeem, IERC7887Redeem, Redemptions as Abi};
use ballast_core::Shares;
use ballast_shell::{
    Calldata, Literal, Reply, encode, malformed, reply, reply_uint, token, uint, word,
};
use stylus_sdk::prelude::*;

use crate::members::Held;
use crate::refusals::about;
use crate::state::{Dated, Parity, Redemptions};

const REDEEM_REQUEST: Literal = Literal::new(IERC7540Redeem::RedeemRequest::SIGNATURE_HASH.0);
const CANCEL_REQUEST: Literal = Literal::new(IERC7887Redeem::CancelRedeemRequest::SIGNATURE_HASH.0);
const CANCEL_CLAIM: Literal = Literal::new(IERC7887Redeem::CancelRedeemClaim::SIGNATURE_HASH.0);

impl Redemptions {
    /// `requestRedeem(uint256,address,address)`
    pub(crate) fn request_redeem(&mut self, mut input: Calldata<'_>) -> Reply {
        let (amount, controller, owner) = (input.uint()?, input.address()?, input.address()?);
        self.check_caller(owner)?;
        if controller.is_zero() || controller == self.this() {
            return Err(about(Abi::InvalidController::SELECTOR, controller));
        }
        if amount.is_zero() {
            return Err(zero_shares());
        }
        let shares = self.hand_in(owner, amount)?;

        self.gather(controller)?;
        let id = self.head().open;
        let mut dated = self.epoch(id);
        if dated.epoch.requested.is_zero() {
            dated.since = self.now();
        }
        dated.epoch = dated.epoch.join(shares).ok_or_else(malformed)?;
        self.set_epoch(id, &dated);
        // Gathered, so that the position is either none or in this very epoch.
        let Held { mut position, .. } = self.held(Parity::of(id), controller);
        position.shares = position.shares.checked_add(shares).ok_or_else(malformed)?;
        self.set_held(Parity::of(id), controller, &Held { id, position });
        let words = [
            REDEEM_REQUEST.word(),
            controller.into_word().0,
            owner.into_word().0,
            uint(id),
            self.cells.sender().into_word().0,
            word(amount),
        ];
        self.cells.log(&words, 4);
        reply(&[uint(id)])
    }

    /// Takes an owner's shares, all of which have to arrive. No call gets in meanwhile.
    fn hand_in(&mut self, owner: Address, amount: U256) -> Result<Shares, Vec<u8>> {
        let (vault, this) = (self.config().vault, self.this());
        let before = vault.shares_of(self.vm(), this)?;
        token::transfer_from(self, vault.0, owner, this, amount)?;
        let after = vault.shares_of(self.vm(), this)?;
        after
            .checked_sub(before)
            .filter(|shares| shares.to_u256() == amount)
            .ok_or_else(|| vault.failed())
    }

    /// `cancelRedeemRequest(uint256,address)`
    pub(crate) fn cancel_redeem_request(&mut self, mut input: Calldata<'_>) -> Reply {
        let (id, controller) = (read_id(&mut input)?, input.address()?);
        self.check_caller(controller)?;
        self.gather(controller)?;
        let held = self.held(Parity::of(id), controller);
        if held.id != id || held.position.shares.is_zero() {
            return Err(zero_shares());
        }
        let Dated { epoch, since } = self.epoch(id);
        // What was settled has just been gathered.
        let (epoch, _, pending) = epoch.leave(&held.position).ok_or_else(malformed)?;
        self.set_epoch(id, &Dated { epoch, since });
        self.set_held(Parity::of(id), controller, &Held::default());
        self.give_back(controller, id, pending)?;
        let words = [
            CANCEL_REQUEST.word(),
            controller.into_word().0,
            uint(id),
            self.cells.sender().into_word().0,
        ];
        self.cells.log(&words, 3);
        if id == self.head().settling && epoch.pending().is_zero() {
            self.finish(Shares::ZERO);
        }
        Ok(Vec::new())
    }

    /// `claimCancelRedeemRequest(uint256,address,address)`
    pub(crate) fn claim_cancel_redeem_request(&mut self, mut input: Calldata<'_>) -> Reply {
        let (id, receiver) = (read_id(&mut input)?, input.address()?);
        let controller = input.address()?;
        self.check_caller(controller)?;
        self.check_receiver(receiver)?;
        self.gather(controller)?;
        let shares = self.returned(controller, id);
        if shares.is_zero() {
            return Err(zero_shares());
        }
        self.set_returned(controller, id, Shares::ZERO);
        let shares = shares.to_u256();
        let words = [
            CANCEL_CLAIM.word(),
            receiver.into_word().0,
            controller.into_word().0,
            uint(id),
            self.cells.sender().into_word().0,
            word(shares),
        ];
        self.cells.log(&words, 4);
        let vault = self.config().vault;
        token::transfer(self, vault.0, receiver, shares)?;
        reply_uint(shares)
    }
}

/// The number of an epoch. One that does not fit 64 bits is as little an epoch's as 0 is.
pub(crate) fn read_id(input: &mut Calldata<'_>) -> Result<u64, Vec<u8>> {
    Ok(u64::try_from(input.uint()?).unwrap_or(0))
}

fn zero_shares() -> Vec<u8> {
    encode(Abi::ZeroShares::SELECTOR, &[])
}
