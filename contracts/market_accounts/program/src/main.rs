//! Prints its Solidity interface, or with the argument `constructor` the constructor:
//! what `cargo stylus export-abi` and `cargo stylus deploy` ask for.

use std::env;

use ballast_abi::contract;

fn main() {
    let argument = env::args().nth(1);
    println!(
        "{}",
        contract::export(
            &contract::market_accounts(),
            "IMarketAccounts",
            argument.as_deref()
        )
    );
}
