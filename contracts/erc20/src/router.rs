//! The methods whose calldata and answers are the same for every token.

use ballast_abi::erc20::{IERC20, IERC20Permit};
use ballast_shell::{Calldata, Cells, Reply, reply, selector, uint};

use crate::{ledger, metadata, permit, slots};

const NAME: u32 = selector::<IERC20::nameCall>();
const SYMBOL: u32 = selector::<IERC20::symbolCall>();
const BALANCE_OF: u32 = selector::<IERC20::balanceOfCall>();
const TRANSFER: u32 = selector::<IERC20::transferCall>();
const TRANSFER_FROM: u32 = selector::<IERC20::transferFromCall>();
const APPROVE: u32 = selector::<IERC20::approveCall>();
const ALLOWANCE: u32 = selector::<IERC20::allowanceCall>();
const PERMIT: u32 = selector::<IERC20Permit::permitCall>();
const NONCES: u32 = selector::<IERC20Permit::noncesCall>();
const DOMAIN_SEPARATOR: u32 = selector::<IERC20Permit::DOMAIN_SEPARATORCall>();
const EIP712_DOMAIN: u32 = selector::<IERC20Permit::eip712DomainCall>();

/// Answers the method with `selector`; `None` if it is not one of ERC-20 without supply and
/// decimals.
pub fn route(cells: &mut Cells, selector: u32, input: Calldata<'_>) -> Option<Reply> {
    Some(match selector {
        TRANSFER => transfer(cells, input),
        TRANSFER_FROM => transfer_from(cells, input),
        APPROVE => approve(cells, input),
        BALANCE_OF => balance_of(cells, input),
        ALLOWANCE => allowance(cells, input),
        NAME => metadata::reply_string(cells, slots::NAME),
        SYMBOL => metadata::reply_string(cells, slots::SYMBOL),
        _ => return None,
    })
}

/// Answers the method with `selector`; `None` if it is not one of ERC-2612 and ERC-5267.
pub fn route_permit(cells: &mut Cells, selector: u32, input: Calldata<'_>) -> Option<Reply> {
    Some(match selector {
        PERMIT => permit::permit(cells, input),
        NONCES => permit::nonces(cells, input),
        DOMAIN_SEPARATOR => reply(&[permit::domain_separator(cells)]),
        EIP712_DOMAIN => permit::eip712_domain(cells),
        _ => return None,
    })
}

fn transfer(cells: &mut Cells, mut input: Calldata<'_>) -> Reply {
    let (to, value) = (input.address()?, input.uint()?);
    let from = cells.sender();
    ledger::transfer(cells, from, to, value)?;
    reply(&[uint(1)])
}

fn transfer_from(cells: &mut Cells, mut input: Calldata<'_>) -> Reply {
    let (from, to, value) = (input.address()?, input.address()?, input.uint()?);
    let spender = cells.sender();
    ledger::spend_allowance(cells, from, spender, value)?;
    ledger::transfer(cells, from, to, value)?;
    reply(&[uint(1)])
}

fn approve(cells: &mut Cells, mut input: Calldata<'_>) -> Reply {
    let (spender, value) = (input.address()?, input.uint()?);
    let owner = cells.sender();
    ledger::approve(cells, owner, spender, value)?;
    reply(&[uint(1)])
}

fn balance_of(cells: &Cells, mut input: Calldata<'_>) -> Reply {
    reply(&[ledger::Account::load(cells, input.address()?)
        .balance()
        .to_be_bytes()])
}

fn allowance(cells: &Cells, mut input: Calldata<'_>) -> Reply {
    let (owner, spender) = (input.address()?, input.address()?);
    reply(&[ledger::allowance(cells, owner, spender).to_be_bytes()])
}
