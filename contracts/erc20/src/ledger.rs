//! Balances and allowances.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::erc20::IERC20;
use ballast_shell::{Cells, Literal, Slot, encode, word};

use crate::slots;

const TRANSFER: Literal = Literal::new(IERC20::Transfer::SIGNATURE_HASH.0);
const APPROVAL: Literal = Literal::new(IERC20::Approval::SIGNATURE_HASH.0);

/// A balance that was read, and where it is kept: a write needs no second hash.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    owner: Address,
    slot: Slot,
    balance: U256,
}

impl Account {
    /// Reads the balance of `owner`.
    pub fn load(cells: &Cells, owner: Address) -> Self {
        let slot = slots::BALANCES.entry(owner);
        Self {
            owner,
            slot,
            balance: cells.uint(slot),
        }
    }

    /// The balance as it was read.
    pub const fn balance(&self) -> U256 {
        self.balance
    }

    fn debit(self, cells: &mut Cells, value: U256) -> Result<(), Vec<u8>> {
        let Some(left) = self.balance.checked_sub(value) else {
            let words = [self.owner.into_word().0, word(self.balance), word(value)];
            return Err(encode(IERC20::ERC20InsufficientBalance::SELECTOR, &words));
        };
        cells.set_uint(self.slot, left);
        Ok(())
    }

    fn credit(self, cells: &mut Cells, value: U256) {
        // No balance exceeds the supply, and the supply fits.
        cells.set_uint(self.slot, self.balance.wrapping_add(value));
    }
}

/// What `spender` may spend of `owner`.
pub fn allowance(cells: &Cells, owner: Address, spender: Address) -> U256 {
    cells.uint(allowance_slot(owner, spender))
}

/// Moves `value` from `from` to `to`. Returns whether `to` held nothing before.
///
/// # Errors
/// `ERC20InvalidSender` and `ERC20InvalidReceiver` for the zero address,
/// `ERC20InsufficientBalance` if `from` has less.
pub fn transfer(
    cells: &mut Cells,
    from: Address,
    to: Address,
    value: U256,
) -> Result<bool, Vec<u8>> {
    if from.is_zero() {
        return Err(encode(
            IERC20::ERC20InvalidSender::SELECTOR,
            &[from.into_word().0],
        ));
    }
    refuse_zero_receiver(to)?;
    Account::load(cells, from).debit(cells, value)?;
    // Read only now: `to` may be `from`.
    let receiver = Account::load(cells, to);
    receiver.credit(cells, value);
    log_transfer(cells, from, to, value);
    Ok(receiver.balance.is_zero())
}

/// Creates `value` for `to`. The caller has added it to the supply, and found that to fit.
///
/// # Errors
/// `ERC20InvalidReceiver` for the zero address.
pub fn mint(cells: &mut Cells, to: Address, value: U256) -> Result<(), Vec<u8>> {
    refuse_zero_receiver(to)?;
    Account::load(cells, to).credit(cells, value);
    log_transfer(cells, Address::ZERO, to, value);
    Ok(())
}

/// Destroys `value` of an account just loaded. The caller takes it off the supply.
///
/// # Errors
/// `ERC20InsufficientBalance` if the account has less.
pub fn burn(cells: &mut Cells, from: Account, value: U256) -> Result<(), Vec<u8>> {
    from.debit(cells, value)?;
    log_transfer(cells, from.owner, Address::ZERO, value);
    Ok(())
}

/// Lets `spender` spend `value` of `owner`.
///
/// # Errors
/// `ERC20InvalidSpender` for the zero address.
pub fn approve(
    cells: &mut Cells,
    owner: Address,
    spender: Address,
    value: U256,
) -> Result<(), Vec<u8>> {
    if spender.is_zero() {
        return Err(encode(
            IERC20::ERC20InvalidSpender::SELECTOR,
            &[spender.into_word().0],
        ));
    }
    cells.set_uint(allowance_slot(owner, spender), value);
    let (owner, spender) = (owner.into_word().0, spender.into_word().0);
    cells.log(&[APPROVAL.word(), owner, spender, word(value)], 3);
    Ok(())
}

/// Uses up `value` of what `spender` may spend of `owner`. The largest allowance is never used up.
///
/// # Errors
/// `ERC20InsufficientAllowance` if it is less.
pub fn spend_allowance(
    cells: &mut Cells,
    owner: Address,
    spender: Address,
    value: U256,
) -> Result<(), Vec<u8>> {
    let slot = allowance_slot(owner, spender);
    let allowance = cells.uint(slot);
    if allowance == U256::MAX {
        return Ok(());
    }
    let Some(left) = allowance.checked_sub(value) else {
        let words = [spender.into_word().0, word(allowance), word(value)];
        return Err(encode(IERC20::ERC20InsufficientAllowance::SELECTOR, &words));
    };
    cells.set_uint(slot, left);
    Ok(())
}

fn allowance_slot(owner: Address, spender: Address) -> Slot {
    slots::ALLOWANCES.entry(owner).entry(spender)
}

fn refuse_zero_receiver(to: Address) -> Result<(), Vec<u8>> {
    if to.is_zero() {
        return Err(encode(
            IERC20::ERC20InvalidReceiver::SELECTOR,
            &[to.into_word().0],
        ));
    }
    Ok(())
}

fn log_transfer(cells: &mut Cells, from: Address, to: Address, value: U256) {
    let (from, to) = (from.into_word().0, to.into_word().0);
    cells.log(&[TRANSFER.word(), from, to, word(value)], 3);
}
