//! One test at a time at motsu.
//!
//! motsu keeps the chains of all threads in one map. Whoever finds a part of it locked tries again
//! for ten milliseconds and then panics, which is shorter than a busy machine may keep the thread
//! that holds it from running. So nobody else is at it meanwhile.

use std::cell::Cell;
use std::sync::{Mutex, PoisonError};

static TURN: Mutex<()> = Mutex::new(());

thread_local! {
    static HAS_TURN: Cell<bool> = const { Cell::new(false) };
}

/// Gives the turn back to the thread itself, also when a test panics in the middle.
struct Ended;

impl Drop for Ended {
    fn drop(&mut self) {
        HAS_TURN.set(false);
    }
}

/// Runs what uses motsu while no other thread does. Within it, the thread goes on with its turn.
pub(crate) fn take<T>(work: impl FnOnce() -> T) -> T {
    if HAS_TURN.get() {
        return work();
    }
    // A test that failed has left nothing half done here: its chain is its own.
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    HAS_TURN.set(true);
    let _ended = Ended;
    work()
}
