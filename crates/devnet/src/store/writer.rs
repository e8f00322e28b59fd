//! The thread that writes.

use std::collections::HashSet;
use std::sync::mpsc::Receiver;

use alloy_primitives::B256;
use redb::{Database, Table, WriteTransaction};

use super::record::{encode_block, encode_changes};
use super::{CODES, FACTS, JOURNAL, Job, LAYOUT, Progress};
use crate::block::Block;
use crate::state::AccountChange;

/// Jobs put into one database transaction at most.
const GROUP_MAX: usize = 1_024;

/// Writes jobs until nobody can hand over more, or writing fails.
pub(super) fn run(mut writer: Writer, jobs: &Receiver<Job>, progress: &Progress) {
    while let Ok(first) = jobs.recv() {
        let mut group = vec![first];
        group.extend(jobs.try_iter().take(GROUP_MAX - 1));
        match writer.group(&group) {
            Ok(()) => progress.advance(group.len() as u64),
            Err(error) => return progress.fail(error.to_string()),
        }
    }
}

/// What writing needs to know.
pub(super) struct Writer {
    database: Database,
    chain_id: u64,
    /// Code known to be in the file.
    codes: HashSet<B256>,
    /// How many records the newest height has besides its block.
    part: u64,
}

type Journal<'a> = Table<'a, (u64, u64), &'static [u8]>;

impl Writer {
    /// A writer for a file whose newest height has this many records besides its block.
    pub(super) fn new(database: Database, chain_id: u64, part: u64) -> Self {
        Self {
            database,
            chain_id,
            codes: HashSet::new(),
            part,
        }
    }

    fn group(&mut self, group: &[Job]) -> Result<(), redb::Error> {
        let transaction = self.database.begin_write()?;
        for job in group {
            self.job(&transaction, job)?;
        }
        Ok(transaction.commit()?)
    }

    fn job(&mut self, transaction: &WriteTransaction, job: &Job) -> Result<(), redb::Error> {
        let mut journal = transaction.open_table(JOURNAL)?;
        match job {
            Job::Block(block, changes) => {
                self.block(transaction, &mut journal, block, changes)?;
            }
            Job::Adjustment(number, change) => {
                let change = std::slice::from_ref(change);
                self.adjustments(transaction, &mut journal, *number, change)?;
            }
            Job::Truncate(number, adjustments) => {
                journal.retain_in((*number, 1).., |_, _| false)?;
                self.part = 0;
                self.adjustments(transaction, &mut journal, *number, adjustments)?;
            }
            Job::Restart(block, changes) => {
                journal.retain(|_, _| false)?;
                let mut facts = transaction.open_table(FACTS)?;
                facts.insert("layout", LAYOUT)?;
                facts.insert("chain", self.chain_id)?;
                self.block(transaction, &mut journal, block, changes)?;
            }
        }
        Ok(())
    }

    fn block(
        &mut self,
        transaction: &WriteTransaction,
        journal: &mut Journal<'_>,
        block: &Block,
        changes: &[AccountChange],
    ) -> Result<(), redb::Error> {
        self.write_codes(transaction, changes)?;
        journal.insert((block.number(), 0), encode_block(block, changes).as_slice())?;
        self.part = 0;
        Ok(())
    }

    fn adjustments(
        &mut self,
        transaction: &WriteTransaction,
        journal: &mut Journal<'_>,
        number: u64,
        changes: &[AccountChange],
    ) -> Result<(), redb::Error> {
        if changes.is_empty() {
            return Ok(());
        }
        self.write_codes(transaction, changes)?;
        self.part += 1;
        journal.insert((number, self.part), encode_changes(changes).as_slice())?;
        Ok(())
    }

    fn write_codes(
        &mut self,
        transaction: &WriteTransaction,
        changes: &[AccountChange],
    ) -> Result<(), redb::Error> {
        let infos = changes.iter().filter_map(|change| change.info.as_ref());
        for info in infos.filter(|info| !info.is_empty_code_hash()) {
            let Some(code) = &info.code else { continue };
            if self.codes.insert(info.code_hash) {
                let mut codes = transaction.open_table(CODES)?;
                codes.insert(&info.code_hash.0, code.original_byte_slice())?;
            }
        }
        Ok(())
    }
}
