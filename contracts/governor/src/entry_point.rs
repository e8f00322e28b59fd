//! What the chain calls: open, so that a proposal may change the governor's own settings. Nothing is
//! kept across a call but what is in storage.

use crate::state::Governor;

ballast_shell::open_entry_point!(Governor);
