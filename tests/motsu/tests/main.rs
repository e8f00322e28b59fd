//! Contracts together, natively.

mod vault;
