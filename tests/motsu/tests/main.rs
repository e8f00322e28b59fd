//! Contracts together, natively.

mod farm;
mod vault;
