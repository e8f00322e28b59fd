//! Shares given up in favour of all others.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::erc20::IERC20;
use ballast_abi::vault::Vault as Abi;
use ballast_core::{Assets, Change, Shares};
use ballast_erc20::ledger::{self, Account};
use ballast_shell::{Calldata, Literal, Reply, encode, malformed, uint, word};
use stylus_sdk::prelude::*;

use crate::settings::read_terms;
use crate::state::{Pace, TERMS, Vault};

const TRANSFER: Literal = Literal::new(IERC20::Transfer::SIGNATURE_HASH.0);
const SURRENDERED: Literal = Literal::new(Abi::Surrendered::SIGNATURE_HASH.0);

impl Vault {
    /// `surrender(uint256,address)`
    ///
    /// A settlement comes first, because locking sets the clock of the growth limit: without it
    /// whoever gives up a share would take from all others what may be booked next.
    pub(crate) fn surrender(&mut self, mut input: Calldata<'_>) -> Reply {
        let (amount, owner) = (input.uint()?, input.address()?);
        if amount.is_zero() {
            return Err(encode(Abi::ZeroShares::SELECTOR, &[]));
        }
        let state = self.state();
        self.settle(&state, Change::Gain(Assets::ZERO), Address::ZERO)?;
        let state = self.state();
        let sender = self.cells.sender();
        if sender != owner {
            ledger::spend_allowance(&mut self.cells, owner, sender, amount)?;
        }
        // Read only now: the settlement may have minted to the owner.
        let account = Account::load(&self.cells, owner);
        ledger::burn(&mut self.cells, account, amount)?;
        let (_, terms) = read_terms(&self.cells.word(TERMS.slot()));
        let holdings = Shares::from_u256(amount)
            .and_then(|shares| {
                state
                    .holdings
                    .surrender(shares, state.now, terms.unlock_period)
            })
            .ok_or_else(malformed)?;
        self.set_totals(&holdings);
        let unlocking = holdings.unlocking;
        self.set_pace(Pace {
            unlocking,
            ..state.pace
        });
        let this = self.vm().contract_address().into_word().0;
        let (shares, owner) = (word(amount), owner.into_word().0);
        self.cells.log(&[TRANSFER.word(), [0; 32], this, shares], 3);
        let until = uint(unlocking.until.get());
        let sender = sender.into_word().0;
        let words = [SURRENDERED.word(), sender, owner, shares, until];
        self.cells.log(&words, 3);
        Ok(Vec::new())
    }
}
