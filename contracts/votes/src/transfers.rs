//! Tokens that move, and votes with them.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::votes::Votes as Abi;
use ballast_erc20::ledger;
use ballast_shell::{Calldata, Reply, encode, reply, uint};

use crate::state::Votes;

impl Votes {
    /// `transfer(address,uint256)`
    pub(crate) fn transfer(&mut self, mut input: Calldata<'_>) -> Reply {
        let (to, value) = (input.address()?, input.uint()?);
        self.deliver(self.cells.sender(), to, value)
    }

    /// `transferFrom(address,address,uint256)`
    pub(crate) fn transfer_from(&mut self, mut input: Calldata<'_>) -> Reply {
        let (from, to, value) = (input.address()?, input.address()?, input.uint()?);
        let spender = self.cells.sender();
        ledger::spend_allowance(&mut self.cells, from, spender, value)?;
        if from.is_zero() {
            return Err(encode(
                Abi::ERC20InvalidApprover::SELECTOR,
                &[from.into_word().0],
            ));
        }
        self.deliver(from, to, value)
    }

    #[inline(never)]
    fn deliver(&mut self, from: Address, to: Address, value: U256) -> Reply {
        ledger::transfer(&mut self.cells, from, to, value)?;
        self.move_votes_of(from, to, value);
        reply(&[uint(1)])
    }
}
