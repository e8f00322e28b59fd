//! Programs run recently in a block, which ArbOS 60 lets in at the cached price.

use alloy_primitives::B256;

/// The least-recently-used list of programs of one block, by code hash. Nothing undoes it: frames
/// that fail or revert leave their mark.
#[derive(Clone, Debug, Default)]
pub struct RecentPrograms {
    /// Oldest first.
    hashes: Vec<B256>,
}

impl RecentPrograms {
    /// Marks a program as the most recent; true if it was in the list before. A capacity of 0
    /// behaves as 1.
    pub(crate) fn touch(&mut self, code_hash: B256, capacity: u16) -> bool {
        let position = self.hashes.iter().position(|hash| *hash == code_hash);
        if let Some(position) = position {
            self.hashes.remove(position);
        }
        self.hashes.push(code_hash);
        let capacity = usize::from(capacity).max(1);
        let surplus = self.hashes.len().saturating_sub(capacity);
        self.hashes.drain(..surplus);
        position.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_recent_program_is_evicted_first() {
        let [a, b, c] = [1, 2, 3].map(B256::with_last_byte);
        let mut recent = RecentPrograms::default();
        assert!(!recent.touch(a, 2));
        assert!(!recent.touch(b, 2));
        assert!(recent.touch(a, 2));
        assert!(!recent.touch(c, 2));
        assert!(recent.touch(a, 2));
        assert!(!recent.touch(b, 2));
    }

    #[test]
    fn capacity_zero_remembers_one() {
        let mut recent = RecentPrograms::default();
        assert!(!recent.touch(B256::ZERO, 0));
        assert!(recent.touch(B256::ZERO, 0));
    }
}
