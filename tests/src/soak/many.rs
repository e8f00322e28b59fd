//! Many soaks side by side.

use std::num::NonZero;
use std::ops::{AddAssign, Range};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// Makes what each of the seeds leads to, on all processors, and adds it up. `ended` is told of
/// every seed that led to no failure.
///
/// # Errors
/// The first of `make`'s.
pub(crate) fn side_by_side<O, E>(
    seeds: Range<u64>,
    make: impl Fn(u64) -> Result<O, E> + Sync,
    ended: impl Fn(u64) + Sync,
) -> Result<O, E>
where
    O: Default + Send + for<'a> AddAssign<&'a O>,
    E: Send,
{
    let (next, whole) = (AtomicU64::new(seeds.start), Mutex::new(Ok(O::default())));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seeds.end <= seed {
                break;
            }
            let outcome = make(seed);
            let mut whole = whole.lock().expect("no thread panics with the lock");
            match (&mut *whole, outcome) {
                (Ok(sum), Ok(outcome)) => *sum += &outcome,
                (Ok(_), Err(failure)) => *whole = Err(failure),
                (Err(_), _) => break,
            }
            drop(whole);
            ended(seed);
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, NonZero::get) {
            scope.spawn(work);
        }
    });
    whole.into_inner().expect("no thread panics with the lock")
}
