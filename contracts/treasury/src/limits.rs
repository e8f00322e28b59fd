//! Limits, and money that leaves within them.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::treasury::Treasury as Abi;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, Literal, Reply, encode, reply, token, uint, word};
use stylus_sdk::prelude::*;

use crate::outflow::Outflow;
use crate::state::{AUTHORITY, GUARDIAN, RAISE_DELAY, Treasury};

const PAID: Literal = Literal::new(Abi::Paid::SIGNATURE_HASH.0);
const LIMIT_SET: Literal = Literal::new(Abi::LimitSet::SIGNATURE_HASH.0);

impl Treasury {
    /// `pay(address,address,uint256)`
    pub(crate) fn pay(&mut self, mut input: Calldata<'_>) -> Reply {
        let (asset, to, amount) = (input.address()?, input.address()?, input.uint()?);
        self.only(self.is(AUTHORITY))?;
        let outflow = self.outflow(asset);
        let small = u128::try_from(amount).ok();
        let Some(after) = small.and_then(|amount| outflow.spend(amount)) else {
            return Err(exceeded(asset, amount, outflow));
        };
        self.set_outflow(asset, after);
        let words = [
            PAID.word(),
            asset.into_word().0,
            to.into_word().0,
            word(amount),
        ];
        self.cells.log(&words, 3);
        self.deliver(asset, to, amount)?;
        Ok(Vec::new())
    }

    fn deliver(&mut self, asset: Address, to: Address, amount: U256) -> Result<(), Vec<u8>> {
        if asset.is_zero() {
            let paid = remote::pay(self, to, amount, &[], ALL_GAS);
            return paid.map(drop).map_err(|_| {
                let words = [to.into_word().0, word(amount)];
                encode(Abi::EtherRefused::SELECTOR, &words)
            });
        }
        if self.vm().code_size(asset) == 0 {
            let words = [asset.into_word().0];
            return Err(encode(Abi::NotAToken::SELECTOR, &words));
        }
        token::transfer(self, asset, to, amount)
    }

    /// `setLimit(address,uint256)`
    pub(crate) fn set_limit(&mut self, mut input: Calldata<'_>) -> Reply {
        let (asset, limit) = (input.address()?, input.uint()?);
        let small = small(limit)?;
        let outflow = self.outflow(asset);
        let is_cut = small <= outflow.limit;
        self.only(self.is(AUTHORITY) || is_cut && self.is(GUARDIAN))?;
        let after = outflow.with_limit(small, self.seconds(RAISE_DELAY));
        let since = if is_cut { after.at } else { after.raised_at };
        self.set_outflow(asset, after);
        self.log_limit(asset, outflow.limit, small, since);
        Ok(Vec::new())
    }

    /// Tells of a limit.
    pub(crate) fn log_limit(&mut self, asset: Address, before: u128, after: u128, since: u64) {
        let words = [
            LIMIT_SET.word(),
            asset.into_word().0,
            wide(before),
            wide(after),
            uint(since),
        ];
        self.cells.log(&words, 2);
    }

    /// `limit(address)`
    pub(crate) fn limit(&self, mut input: Calldata<'_>) -> Reply {
        reply(&[wide(self.outflow(input.address()?).limit)])
    }

    /// `pendingLimit(address)`
    pub(crate) fn pending_limit(&self, mut input: Calldata<'_>) -> Reply {
        let outflow = self.outflow(input.address()?);
        reply(&[wide(outflow.raised), uint(outflow.raised_at)])
    }

    /// `left(address)`
    pub(crate) fn left(&self, mut input: Calldata<'_>) -> Reply {
        reply(&[wide(self.outflow(input.address()?).left())])
    }
}

/// `OutflowExceeded(asset, amount, left)`
pub(crate) fn exceeded(asset: Address, amount: U256, outflow: Outflow) -> Vec<u8> {
    let words = [asset.into_word().0, word(amount), wide(outflow.left())];
    encode(Abi::OutflowExceeded::SELECTOR, &words)
}

/// A limit of 128 bits.
///
/// # Errors
/// `InvalidLimit`.
pub(crate) fn small(limit: U256) -> Result<u128, Vec<u8>> {
    u128::try_from(limit).map_err(|_| encode(Abi::InvalidLimit::SELECTOR, &[word(limit)]))
}

fn wide(value: u128) -> [u8; 32] {
    word(U256::from_limbs([value as u64, (value >> 64) as u64, 0, 0]))
}
