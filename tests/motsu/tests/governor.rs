//! The governor over its token and its timelock.

mod decisions;
mod interface;
mod odd;
mod proposals;
mod settings;
mod signatures;
mod stage;
mod votes;
