//! Where strategies lend: protocols of others, deployed whole.

pub mod aave;
pub mod uniswap;
