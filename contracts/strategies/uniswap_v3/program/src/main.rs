//! Prints the strategy's Solidity interface, or with the argument `constructor` the constructor:
//! what `cargo stylus export-abi` and `cargo stylus deploy` ask for.

use std::env;

use ballast_abi::contract;

fn main() {
    let argument = env::args().nth(1);
    println!(
        "{}",
        contract::export(
            &contract::strategy_uniswap_v3(),
            "IStrategyUniswapV3",
            argument.as_deref()
        )
    );
}
