//! The command as people and programs run it.

mod command;
mod demo;
mod devnet;
mod keeper;
mod soak;
mod usage;
