//! The governor over its token and its timelock.

mod decisions;
mod interface;
mod proposals;
mod settings;
mod signatures;
mod stage;
mod votes;
