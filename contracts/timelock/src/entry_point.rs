//! What the chain calls: open, so that an operation may change the timelock's own settings, unwrap
//! ether, or be sent a token. Nothing is kept across a call but what is in storage.

use crate::state::Timelock;

ballast_shell::open_entry_point!(Timelock);
