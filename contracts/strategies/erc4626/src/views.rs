//! Methods that only look.

use alloy_primitives::{Address, B256, U256, keccak256};
use ballast_shell::{Literal, Reply, reply, uint, word};
use stylus_sdk::prelude::*;

use crate::state::Strategy;

/// `venue`, as the bytes of a Solidity string.
const KIND: Literal = Literal::new(*b"venue\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
/// How many of them there are.
const KIND_LENGTH: u64 = 5;

impl Strategy {
    /// `realAssets()`
    pub(crate) fn real_assets(&self) -> Reply {
        let venue = self.venue();
        let shares = venue.shares_of(self.vm(), self.this())?;
        if shares.is_zero() {
            return reply_uint(shares);
        }
        reply_uint(venue.preview_redeem(self.vm(), shares)?)
    }

    /// `maxWithdrawable()`
    pub(crate) fn max_withdrawable(&self) -> Reply {
        reply_uint(self.venue().max_withdraw(self.vm(), self.this())?)
    }

    /// `positions()`
    pub(crate) fn positions(&self) -> Reply {
        let venue = self.venue();
        let shares = venue.shares_of(self.vm(), self.this())?;
        reply(&[
            uint(32),
            uint(1),
            venue.0.into_word().0,
            word(shares),
            [0; 32],
        ])
    }

    /// `ids()`
    pub(crate) fn ids(&self) -> Reply {
        reply(&[uint(32), uint(1), id(self.venue().0).0])
    }
}

/// `keccak256(abi.encode("venue", venue))`
fn id(venue: Address) -> B256 {
    let words = [
        uint(64),
        venue.into_word().0,
        uint(KIND_LENGTH),
        KIND.word(),
    ];
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
        let venue = address!("fedcba98765432100123456789abcdef00112233");
        assert_eq!(id(venue), keccak256(("venue", venue).abi_encode_params()));
    }
}
