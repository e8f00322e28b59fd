//! The executor as a chain would use it.

mod arbos_60;
mod chain;
mod delegates;
mod frames;
mod precompiles;
mod transactions;
mod vector;
mod vectors;
