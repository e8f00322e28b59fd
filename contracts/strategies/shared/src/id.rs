//! What exposure to a strategy counts towards.

use alloy_primitives::{Address, B256, keccak256};
use ballast_shell::{Literal, uint};

/// `venue`, as the bytes of a Solidity string.
const KIND: Literal = Literal::new(*b"venue\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
/// How many of them there are.
const KIND_LENGTH: u64 = 5;

/// `keccak256(abi.encode("venue", venue))`
pub fn venue_id(venue: Address) -> B256 {
    let words = [
        uint(64),
        venue.into_word().0,
        uint(KIND_LENGTH),
        KIND.word(),
    ];
    keccak256(words.as_flattened())
}

#[cfg(test)]
mod tests {
    use alloy_primitives::address;
    use alloy_sol_types::SolValue;

    use super::*;

    #[test]
    fn id_is_that_of_solidity() {
        let venue = address!("fedcba98765432100123456789abcdef00112233");
        assert_eq!(
            venue_id(venue),
            keccak256(("venue", venue).abi_encode_params())
        );
    }
}
