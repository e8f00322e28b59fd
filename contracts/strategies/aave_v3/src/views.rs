//! Methods that only look.

use alloy_primitives::{Address, B256, U256, keccak256};
use ballast_shell::{Literal, Reply, reply, uint, word};
use stylus_sdk::prelude::*;

use crate::reserve::balance_of;
use crate::state::Strategy;

/// `venue`, as the bytes of a Solidity string.
const KIND: Literal = Literal::new(*b"venue\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
/// How many of them there are.
const KIND_LENGTH: u64 = 5;

impl Strategy {
    /// `realAssets()`
    pub(crate) fn real_assets(&self) -> Reply {
        reply_uint(balance_of(self.vm(), self.a_token(), self.this())?)
    }

    /// `maxWithdrawable()`
    pub(crate) fn max_withdrawable(&self) -> Reply {
        reply_uint(self.reserve().available(self.vm(), self.this())?)
    }

    /// `positions()`
    pub(crate) fn positions(&self) -> Reply {
        let a_token = self.a_token();
        let held = balance_of(self.vm(), a_token, self.this())?;
        reply(&[
            uint(32),
            uint(1),
            a_token.into_word().0,
            word(held),
            [0; 32],
        ])
    }

    /// `ids()`: the pool alone. A registry has one asset, so all that its strategies supply to the
    /// pool is in the same reserve.
    pub(crate) fn ids(&self) -> Reply {
        reply(&[uint(32), uint(1), id(self.pool()).0])
    }
}

/// `keccak256(abi.encode("venue", pool))`
fn id(pool: Address) -> B256 {
    let words = [uint(64), pool.into_word().0, uint(KIND_LENGTH), KIND.word()];
    keccak256(words.as_flattened())
}

/// Answers with an address.
pub(crate) fn reply_address(address: Address) -> Reply {
    reply(&[address.into_word().0])
}

/// Answers with a number.
pub(crate) fn reply_uint(value: U256) -> Reply {
    reply(&[word(value)])
}

#[cfg(test)]
mod tests {
    use alloy_primitives::address;
    use alloy_sol_types::SolValue;

    use super::*;

    #[test]
    fn id_is_that_of_solidity() {
        let pool = address!("fedcba98765432100123456789abcdef00112233");
        assert_eq!(id(pool), keccak256(("venue", pool).abi_encode_params()));
    }
}
