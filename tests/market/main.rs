//! The lending market: what suppliers and borrowers do, what they cannot, and the same sequences
//! beside Morpho Blue.

mod batches;
mod borrow;
mod callbacks;
mod differential;
mod first_supplier;
mod flash;
mod liquidations;
mod supply;

use ballast_bench::chain::Chain;
use ballast_tests::{Contract, peers};

/// A contract of `tests/peers`.
fn create(chain: &Chain, name: &'static str, arguments: &[u8]) -> Contract {
    let code = peers().contract(name).expect("a known contract");
    let address = chain.create(code, arguments);
    let address = address.unwrap_or_else(|error| panic!("{error}"));
    Contract::new(chain.clone(), address)
}
