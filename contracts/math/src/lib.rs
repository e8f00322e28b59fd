//! Numbers without money: full-width multiply-divide, square roots, exponential and logarithm.
//!
//! Everything here is pure, `no_std` and total: a result that has no value is `None`, nothing
//! panics and nothing wraps. Fixed-point values are in WAD (1e18) where a name says `wad`.
//!
//! The code is shaped by what WASM costs under Stylus: 64-bit words, no 128-bit multiplication or
//! division (both are library calls there), few divisions and branches, no data segment.
#![cfg_attr(not(test), no_std)]

mod exp;
mod limbs;
mod ln;
mod mul_div;
mod q128;
mod sqrt;

pub use exp::exp_wad;
pub use ln::ln_wad;
pub use mul_div::mul_div_down;
pub use mul_div::mul_div_up;
pub use q128::multiply_q128;
pub use sqrt::sqrt_down;
pub use sqrt::sqrt_up;
pub use sqrt::sqrt_wad;

/// One in WAD, the fixed-point format with 18 decimals.
pub const WAD: u64 = 1_000_000_000_000_000_000;
