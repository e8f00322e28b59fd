//! An embedded Arbitrum chain: Stylus programs and EVM contracts in one process, with JSON-RPC.
//!
//! [`Node`] is the chain as a library, for tests: every call runs on the caller's thread, nothing
//! goes over a wire. [`serve`] puts HTTP and WebSocket in front of one.
//!
//! ```
//! use alloy_rpc_types_eth::TransactionRequest;
//! use ballast_devnet::{Config, DEV_ACCOUNTS, Node};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let node = Node::new(Config::default())?;
//! let [alice, bob] = [DEV_ACCOUNTS[0].address, DEV_ACCOUNTS[1].address];
//! let receipt = node.transact(TransactionRequest::default().from(alice).to(bob))?;
//! assert_eq!(receipt.gas_used(), 21_000);
//! # Ok(())
//! # }
//! ```
//!
//! Gas is Arbitrum's to the unit, because the engine ([`ballast_evm`]) is; this crate adds what a
//! chain is besides execution: blocks, pool, clock, history, JSON-RPC. It differs from a real node
//! in the following.
//!
//! - `stateRoot` is zero and `eth_getProof` is not offered: no state trie is kept.
//! - Blocks hold no `ArbitrumInternalTx`; what ArbOS does at the start of a block happens unseen.
//! - Blocks are final at once; `safe` and `finalized` name the newest one.
//! - Nothing is posted to L1. The L1 height advances by one for every twelve seconds between block
//!   timestamps, and can be set.
//! - The base fee is constant unless set.
//! - A state file keeps blocks and state, with all past states; what waits in the pool, snapshots,
//!   filters and impersonated accounts end with the process.

mod accounts;
mod assembly;
mod block;
mod chain;
mod clock;
mod config;
mod error;
mod filters;
mod genesis;
mod host_calls;
mod interface;
mod invalid_request;
mod known;
mod node;
mod overrides;
mod pool;
mod producer;
mod rpc;
mod server;
mod state;
mod store;
mod terminal;
mod ticker;
mod transaction;
mod views;

pub use accounts::{DEV_ACCOUNTS, DevAccount, MNEMONIC};
pub use assembly::Detail;
pub use block::{Block, GAS_LIMIT, Mined, Receipt, SEQUENCER};
pub use clock::ClockError;
pub use config::Config;
pub use error::{Error, StartError, StoreError, SubmissionError};
pub use filters::{FilterKind, FilterNews};
pub use genesis::{CACHE_MANAGER, CREATE2_FACTORY, MULTICALL3, STYLUS_DEPLOYER};
pub use host_calls::HostStep;
pub use interface::NODE_INTERFACE;
pub use known::KnownAbis;
pub use node::{AccountDump, BlockOverrides, BlockTrace, CallOptions, Event, Node, StateDump};
pub use server::{Handle, listen, serve};
pub use views::{BlockView, HeaderView, ReceiptView, TransactionView};
