//! The client against the embedded chain, over HTTP as against any other node.

mod chain;
mod deploy;
mod errors;
mod floor;
mod permit;
