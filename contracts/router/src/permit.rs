//! ERC-2612 permits of whoever called.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc20::IERC20Permit::permitCall;
use ballast_abi::router::Router as Abi;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, encode, token, uint, word};
use stylus_sdk::prelude::*;

use crate::refusals::reason_or;
use crate::state::Router;

/// Lets the router spend `value` of `token` by the signature that `input` goes on with: deadline,
/// v, r, s.
///
/// Anybody may send a permit that they see, before this call gets to it, and the second time it
/// fails. Then the allowance it leads to is there already, which is all that counts.
pub(crate) fn spend(
    router: &mut Router,
    token: Address,
    value: U256,
    mut input: Calldata<'_>,
) -> Result<(), Vec<u8>> {
    let (owner, spender) = (router.cells.sender(), router.this());
    let (deadline, v) = (input.uint()?, input.byte()?);
    let (r, s) = (*input.word()?, *input.word()?);
    let words = [
        owner.into_word().0,
        spender.into_word().0,
        word(value),
        word(deadline),
        uint(u64::from(v)),
        r,
        s,
    ];
    let calldata = encode(permitCall::SELECTOR, &words);
    let Err(reason) = remote::send(router, token, &calldata, ALL_GAS) else {
        return Ok(());
    };
    let allowed = token::allowance(router.vm(), token, owner, spender);
    if allowed.is_some_and(|allowed| value <= allowed) {
        Ok(())
    } else {
        Err(reason_or(reason, Abi::PermitRefused::SELECTOR, token))
    }
}
