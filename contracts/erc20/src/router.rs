//! The methods whose calldata and answers are the same for every token.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use ballast_abi::erc20::{IERC20, IERC20Permit};
use ballast_shell::{Calldata, Cells, Reply, reply, selector, uint, word};

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

/// May refuse whoever gets tokens and held none.
pub type Admission = fn(&mut Cells, Address) -> Result<(), Vec<u8>>;

/// Answers the method with `selector`; `None` if it is not one of ERC-20 without supply and
/// decimals. `admit` may refuse whoever gets tokens and held none.
pub fn route(
    cells: &mut Cells,
    selector: u32,
    input: Calldata<'_>,
    admit: Admission,
) -> Option<Reply> {
    Some(match selector {
        TRANSFER => transfer(cells, input, admit),
        TRANSFER_FROM => transfer_from(cells, input, admit),
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

fn transfer(cells: &mut Cells, mut input: Calldata<'_>, admit: Admission) -> Reply {
    let (to, value) = (input.address()?, input.uint()?);
    let from = cells.sender();
    deliver(cells, from, to, value, admit)
}

fn transfer_from(cells: &mut Cells, mut input: Calldata<'_>, admit: Admission) -> Reply {
    let (from, to, value) = (input.address()?, input.address()?, input.uint()?);
    let spender = cells.sender();
    ledger::spend_allowance(cells, from, spender, value)?;
    deliver(cells, from, to, value, admit)
}

fn deliver(cells: &mut Cells, from: Address, to: Address, value: U256, admit: Admission) -> Reply {
    if ledger::transfer(cells, from, to, value)? {
        admit(cells, to)?;
    }
    reply(&[uint(1)])
}

fn approve(cells: &mut Cells, mut input: Calldata<'_>) -> Reply {
    let (spender, value) = (input.address()?, input.uint()?);
    let owner = cells.sender();
    ledger::approve(cells, owner, spender, value)?;
    reply(&[uint(1)])
}

fn balance_of(cells: &Cells, mut input: Calldata<'_>) -> Reply {
    let account = ledger::Account::load(cells, input.address()?);
    reply(&[word(account.balance())])
}

fn allowance(cells: &Cells, mut input: Calldata<'_>) -> Reply {
    let (owner, spender) = (input.address()?, input.address()?);
    reply(&[word(ledger::allowance(cells, owner, spender))])
}
