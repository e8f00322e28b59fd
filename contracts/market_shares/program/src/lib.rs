//! The shares of a market as a WASM program: nothing but the entry point of `ballast_market_shares`.
//!
//! A package of its own, because Cargo drops link-time optimisation for a crate that is a library
//! and a program at once. Its name has underscores, because `cargo stylus` looks for a file of the
//! package's name. That tool builds what lies in the current folder, and takes every contract of
//! the workspace unless told which; so run it here, with `--contract ballast_market_shares_program`.

extern crate ballast_market_shares as _;
