//! The thin shell between a contract and its host: what every contract needs to read its calldata,
//! keep words in storage, emit logs, call a token and answer.
//!
//! The SDK's typed router, storage fields and interfaces do the same with more code: a contract of
//! 30 methods written with them does not fit the 24,576 bytes of a deployed contract. So a contract
//! routes by a plain `match` over [`selector`]s, reads its arguments with [`Calldata`], and keeps
//! its state in [`Cells`] under [`Slot`]s that follow Solidity's layout. Nothing here panics: each
//! panic would add its message and place to the data segment, which every call pays for.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod arrays;
mod calldata;
mod cells;
pub mod code;
mod open;
mod output;
pub mod remote;
pub mod roles;
mod short_string;
pub mod signature;
pub mod token;

pub use arrays::encode_bytes_list;
pub use arrays::encode_list;
pub use calldata::Calldata;
pub use cells::Cells;
pub use cells::Field;
pub use cells::Slot;
pub use output::Literal;
pub use output::Reply;
pub use output::Word;
pub use output::address_in;
pub use output::encode;
pub use output::encode_bytes;
pub use output::list_call;
pub use output::malformed;
pub use output::number;
pub use output::reply;
pub use output::reply_address;
pub use output::reply_trigger;
pub use output::reply_uint;
pub use output::selector;
pub use output::selector_word;
pub use output::uint;
pub use output::word;
pub use short_string::ShortString;
