//! Being told to stop.

use std::io;

use tokio::signal;

/// Waits for ctrl-c or, where there is such a thing, the request to terminate.
///
/// # Errors
/// When signals cannot be watched.
pub(crate) async fn stop() -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::future::poll_fn;
        use std::task::Poll;

        use signal::unix::{SignalKind, signal};
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        poll_fn(|context| {
            let interrupted = interrupt.poll_recv(context).is_ready();
            let terminated = terminate.poll_recv(context).is_ready();
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
