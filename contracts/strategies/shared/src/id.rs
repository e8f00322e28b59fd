//! What exposure to a strategy counts towards.

use alloy_primitives::{Address, B256, keccak256};
use ballast_shell::{Literal, uint};

/// `venue`, as the bytes of a Solidity string.
const VENUE: Literal =
    Literal::new(*b"venue\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
/// `pool`, likewise.
const POOL: Literal =
    Literal::new(*b"pool\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
/// `collateral`, likewise.
const COLLATERAL: Literal =
    Literal::new(*b"collateral\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");

/// `keccak256(abi.encode("venue", venue))`: where a strategy lends or trades.
pub fn venue_id(venue: Address) -> B256 {
    id(VENUE, 5, venue)
}

/// `keccak256(abi.encode("pool", pool))`: one market of a venue.
pub fn pool_id(pool: Address) -> B256 {
    id(POOL, 4, pool)
}

/// `keccak256(abi.encode("collateral", token))`: a token whose price matters.
pub fn collateral_id(token: Address) -> B256 {
    id(COLLATERAL, 10, token)
}

fn id(kind: Literal, kind_length: u64, address: Address) -> B256 {
    let words = [
        uint(64),
        address.into_word().0,
        uint(kind_length),
        kind.word(),
    ];
    keccak256(words.as_flattened())
}

#[cfg(test)]
mod tests {
    use alloy_primitives::address;
    use alloy_sol_types::SolValue;

    use super::*;

    #[test]
    fn ids_are_those_of_solidity() {
        let address = address!("fedcba98765432100123456789abcdef00112233");
        let expected = |kind: &str| keccak256((kind, address).abi_encode_params());
        assert_eq!(venue_id(address), expected("venue"));
        assert_eq!(pool_id(address), expected("pool"));
        assert_eq!(collateral_id(address), expected("collateral"));
    }
}
