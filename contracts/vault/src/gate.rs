//! Who may hold shares.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::vault::{IGate, Vault as Abi};
use ballast_shell::{Cells, encode, remote};
use stylus_sdk::prelude::*;

use crate::state::{GATE, GATED, PACE, Pace, address_at};

/// A list or a signature check fits; a gate that burns its gas costs no more.
const GATE_GAS: u64 = 100_000;

/// Whether the gate, if there is one, lets `account` hold shares.
pub(crate) fn may_hold(cells: &Cells, pace: &Pace, account: Address) -> bool {
    if pace.flags & GATED == 0 {
        return true;
    }
    let gate = address_at(cells, GATE);
    let question = encode(IGate::mayHoldCall::SELECTOR, &[account.into_word().0]);
    remote::view_uint(cells.vm(), gate, &question, GATE_GAS) == Some(U256::ONE)
}

/// Refuses whom the gate keeps out.
pub(crate) fn pass(cells: &Cells, pace: &Pace, account: Address) -> Result<(), Vec<u8>> {
    if may_hold(cells, pace, account) {
        Ok(())
    } else {
        Err(encode(Abi::GateClosed::SELECTOR, &[account.into_word().0]))
    }
}

/// Refuses a transfer to somebody who held nothing and whom the gate keeps out.
pub(crate) fn admit(cells: &mut Cells, account: Address) -> Result<(), Vec<u8>> {
    let pace = Pace::from_word(cells.word(PACE.slot()));
    pass(cells, &pace, account)
}
