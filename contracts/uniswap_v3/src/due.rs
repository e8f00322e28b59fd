//! What a pool may ask for in the middle of a trade.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::uniswap_v3::IUniswapV3Trader as Abi;
use ballast_core::Amounts;
use ballast_shell::{Calldata, Cells, Field, encode, token, word};
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;

use crate::word::positive;

/// What the pool of the trade under way may ask for, token0 in the upper half; nothing between
/// trades. Every contract that trades keeps it here.
const DUE: Field = Field::new(31);

/// A contract that trades with pools.
pub trait Trader: TopLevelStorage + HostAccess<Host = VM> {
    /// Its storage.
    fn cells(&mut self) -> &mut Cells;
}

/// Sets aside what a trade may cost at most. More than 128 bits of a token are none.
pub(crate) fn set_aside<T: Trader>(trader: &mut T, most: Amounts) {
    let all = U256::MAX.wrapping_shr(128);
    let high = most.token0.min(all).wrapping_shl(128);
    trader
        .cells()
        .set_uint(DUE.slot(), high | most.token1.min(all));
}

/// Nothing is set aside any longer: the trade is over, and may not have asked for anything.
pub(crate) fn clear<T: Trader>(trader: &mut T) {
    trader.cells().set_uint(DUE.slot(), U256::ZERO);
}

/// A callback of `pool` for a mint or a swap: pays what is owed of the pool's two `tokens`, once.
///
/// # Errors
/// `NotPool` for anybody else; `UnexpectedCallback` if more of a token is owed than was set aside;
/// what the token says if it does not move.
pub fn settle<T: Trader>(
    trader: &mut T,
    pool: Address,
    tokens: [Address; 2],
    mut input: Calldata<'_>,
) -> Result<Vec<u8>, Vec<u8>> {
    let owed = [positive(input.uint()?), positive(input.uint()?)];
    let sender = trader.cells().sender();
    if sender != pool {
        return Err(encode(Abi::NotPool::SELECTOR, &[sender.into_word().0]));
    }
    let most = trader.cells().uint(DUE.slot());
    let limits = [most.wrapping_shr(128), most & U256::MAX.wrapping_shr(128)];
    if most.is_zero() {
        return Err(unexpected(owed[0].max(owed[1]), U256::ZERO));
    }
    for (owed, limit) in owed.into_iter().zip(limits) {
        if limit < owed {
            return Err(unexpected(owed, limit));
        }
    }
    clear(trader);
    for (owed, asset) in owed.into_iter().zip(tokens) {
        if !owed.is_zero() {
            token::transfer(trader, asset, pool, owed)?;
        }
    }
    Ok(Vec::new())
}

fn unexpected(owed: U256, limit: U256) -> Vec<u8> {
    let words = [word(owed), word(limit)];
    encode(Abi::UnexpectedCallback::SELECTOR, &words)
}
