//! The test token as a WASM program: nothing but `ballast_token`'s entry point.
//!
//! A package of its own because Cargo drops link-time optimisation for a crate that is both a
//! library and a program.

extern crate ballast_token as _;
