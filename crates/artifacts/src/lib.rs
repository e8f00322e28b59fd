//! The contracts, built: what tests run, tools deploy and snapshots compare.
//!
//! Building this crate builds the contracts, by `ballast-contract-build`. Each is an [`Artifact`]
//! under its own name ([`VAULT`]) and in [`ALL`].

mod artifact;
mod sizes;

pub use artifact::Artifact;
pub use artifact::find;
pub use sizes::Sizes;
pub use sizes::sizes;
pub use sizes::table;

include!(concat!(env!("OUT_DIR"), "/artifacts.rs"));
