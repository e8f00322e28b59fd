//! ArbOS: its state, its precompiles, what it does at the start of a block.

mod block;
mod precompiles;
mod state;

pub(crate) use block::{begin_block, genesis};
pub(crate) use precompiles::ArbPrecompiles;
pub(crate) use state::{fee_account, l1_price, program, stylus_params, version};
