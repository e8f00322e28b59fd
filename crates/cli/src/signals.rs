//! Being told to stop.

use std::io;

use tokio::signal;

/// Watches for ctrl-c or, where there is such a thing, the request to terminate.
///
/// To be made before anybody is told that the program runs: a signal that comes earlier ends it.
#[derive(Debug)]
pub(crate) struct Stop {
    #[cfg(unix)]
    interrupt: signal::unix::Signal,
    #[cfg(unix)]
    terminate: signal::unix::Signal,
}

impl Stop {
    /// Begins to watch.
    ///
    /// # Errors
    /// When signals cannot be watched.
    pub(crate) fn watch() -> io::Result<Self> {
        #[cfg(unix)]
        {
            use signal::unix::{SignalKind, signal};
            Ok(Self {
                interrupt: signal(SignalKind::interrupt())?,
                terminate: signal(SignalKind::terminate())?,
            })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    /// Waits for a signal.
    ///
    /// # Errors
    /// When signals cannot be watched.
    pub(crate) async fn asked(&mut self) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::future::poll_fn;
            use std::task::Poll;

            poll_fn(|context| {
                let interrupted = self.interrupt.poll_recv(context).is_ready();
                let terminated = self.terminate.poll_recv(context).is_ready();
                if interrupted || terminated {
                    Poll::Ready(())
                } else {
                    Poll::Pending
                }
            })
            .await;
            Ok(())
        }
        #[cfg(not(unix))]
        signal::ctrl_c().await
    }
}
