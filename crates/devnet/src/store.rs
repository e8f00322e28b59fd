//! The state file: every block with what it changed, in order, in an embedded database.
//!
//! The state itself is not stored. It is what comes out when all changes are redone, which happens
//! at the start; so past states are there too, and a block costs one small record.
//!
//! One thread writes. It takes everything that waits into one database transaction, so many blocks
//! share one flush to disk, and block making never waits for the disk; showing a receipt does.

mod load;
mod record;
mod writer;

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

use redb::{Database, DatabaseError, TableDefinition};

use crate::block::Block;
use crate::error::{Error, StoreError};
use crate::node::Result;
use crate::state::AccountChange;

pub(crate) use load::Loaded;
use writer::Writer;

/// Layout of the tables and records below. A file of another layout is refused.
const LAYOUT: u64 = 1;

/// `layout` and `chain`.
const FACTS: TableDefinition<'_, &str, u64> = TableDefinition::new("facts");

/// By height: 0 is the block, what follows are changes made after it outside of any block.
const JOURNAL: TableDefinition<'_, (u64, u64), &[u8]> = TableDefinition::new("journal");

/// Code by hash.
const CODES: TableDefinition<'_, &[u8; 32], &[u8]> = TableDefinition::new("codes");

/// Jobs that may wait for the writer; block making waits when there are more.
const JOBS_MAX: usize = 4_096;

/// Something to write.
#[derive(Debug)]
pub(crate) enum Job {
    /// A new block.
    Block(Arc<Block>, Arc<[AccountChange]>),
    /// A change made outside of any block, after the block at this height.
    Adjustment(u64, AccountChange),
    /// Everything after this height is gone; these changes follow it.
    Truncate(u64, Vec<AccountChange>),
    /// Everything is gone; this is the new genesis.
    Restart(Arc<Block>, Arc<[AccountChange]>),
}

/// An open state file.
#[derive(Debug)]
pub(crate) struct Store {
    jobs: Option<SyncSender<Job>>,
    submitted: AtomicU64,
    progress: Arc<Progress>,
    writer: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Progress {
    reached: Mutex<Reached>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Reached {
    /// Jobs on disk.
    written: u64,
    /// Why nothing is written any more.
    failure: Option<String>,
}

impl Store {
    /// Opens or creates a state file and reads what is in it.
    ///
    /// # Errors
    /// When the file is damaged, of another kind, layout or chain, or in use.
    pub(crate) fn open(path: &Path, chain_id: u64) -> Result<(Self, Option<Loaded>), StoreError> {
        // The database checks what it reads, but in some places by panicking.
        let opened = std::panic::catch_unwind(|| {
            let database = Database::create(path).map_err(opening)?;
            let loaded = load::load(&database, chain_id)?;
            Ok::<_, StoreError>((database, loaded))
        });
        let damaged = || {
            Err(StoreError::Foreign(
                "its tables contradict each other".into(),
            ))
        };
        let (database, loaded) = opened.unwrap_or_else(|_| damaged())?;
        let (jobs, waiting) = sync_channel(JOBS_MAX);
        let progress = Arc::<Progress>::default();
        let shared = progress.clone();
        let parts = loaded.as_ref().map_or(0, |loaded| loaded.parts);
        let writer = Writer::new(database, chain_id, parts);
        let writer = std::thread::spawn(move || writer::run(writer, &waiting, &shared));
        let submitted = AtomicU64::new(0);
        Ok((
            Self {
                jobs: Some(jobs),
                submitted,
                progress,
                writer: Some(writer),
            },
            loaded,
        ))
    }

    /// Hands a job to the writer. Jobs are written in the order of these calls.
    pub(crate) fn write(&self, job: Job) {
        self.submitted.fetch_add(1, Ordering::Relaxed);
        if let Some(jobs) = &self.jobs {
            // The writer hangs up only after a failure, which `settle` reports.
            let _ = jobs.send(job);
        }
    }

    /// Waits until everything handed over so far is on disk.
    ///
    /// # Errors
    /// When writing failed.
    pub(crate) fn settle(&self) -> Result<()> {
        let target = self.submitted.load(Ordering::Relaxed);
        let mut reached = self.progress.lock();
        while reached.written < target && reached.failure.is_none() {
            let waited = self.progress.changed.wait(reached);
            reached = waited.unwrap_or_else(PoisonError::into_inner);
        }
        reached.check()
    }

    /// Whether writing still works.
    ///
    /// # Errors
    /// When writing failed.
    pub(crate) fn check(&self) -> Result<()> {
        self.progress.lock().check()
    }
}

impl Progress {
    fn lock(&self) -> std::sync::MutexGuard<'_, Reached> {
        self.reached.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn advance(&self, jobs: u64) {
        self.lock().written += jobs;
        self.changed.notify_all();
    }

    fn fail(&self, failure: String) {
        self.lock().failure = Some(failure);
        self.changed.notify_all();
    }
}

impl Reached {
    fn check(&self) -> Result<()> {
        match &self.failure {
            Some(failure) => Err(Error::Internal(format!("state file: {failure}"))),
            None => Ok(()),
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // The writer writes what waits and ends when nobody can hand it more.
        self.jobs = None;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

fn opening(error: DatabaseError) -> StoreError {
    match error {
        DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => {
            StoreError::InUse
        }
        DatabaseError::Storage(redb::StorageError::Io(error))
            if error.kind() != std::io::ErrorKind::InvalidData =>
        {
            StoreError::Io(error.to_string())
        }
        other => StoreError::Foreign(other.to_string()),
    }
}
