//! Makes a block every so often.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError, Weak};
use std::time::Duration;

use crate::node::{Inner, Node};

/// The thread that makes blocks at an interval, if there is one.
///
/// Setting another interval hangs up on the old thread, which then ends; so does dropping the
/// chain.
#[derive(Debug, Default)]
pub(crate) struct Ticker {
    stop: Mutex<Option<mpsc::Sender<()>>>,
}

impl Ticker {
    /// Makes blocks at this interval from now on, or stops making them.
    pub(crate) fn set(&self, chain: Weak<Inner>, interval: Option<Duration>) {
        let mut stop = self.stop.lock().unwrap_or_else(PoisonError::into_inner);
        *stop = interval
            .filter(|interval| !interval.is_zero())
            .map(|interval| {
                let (sender, receiver) = mpsc::channel();
                std::thread::spawn(move || {
                    while receiver.recv_timeout(interval) == Err(RecvTimeoutError::Timeout) {
                        let Some(inner) = chain.upgrade() else { return };
                        Node::from_inner(inner).tick();
                    }
                });
                sender
            });
    }
}
