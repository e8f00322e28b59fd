//! Many soaks side by side.

use std::num::NonZero;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use super::{Failure, Outcome, run};

/// Makes `calls` calls from each of the seeds, on all processors, and adds up what was done.
/// `ended` is told of every seed that broke no law.
///
/// # Errors
/// A law that is broken, and what led to it; seeds that have not begun by then are left out.
pub fn run_all(
    seeds: Range<u64>,
    calls: u64,
    ended: impl Fn(u64) + Sync,
) -> Result<Outcome, Box<Failure>> {
    let (next, whole) = (
        AtomicU64::new(seeds.start),
        Mutex::new(Ok(Outcome::default())),
    );
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seeds.end <= seed {
                break;
            }
            let outcome = run(seed, calls);
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
