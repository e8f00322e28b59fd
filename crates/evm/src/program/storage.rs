//! The storage cache that each run of a program has for itself.

use std::collections::BTreeMap;

use alloy_primitives::U256;

/// A cached word.
#[derive(Clone, Copy, Debug)]
struct Entry {
    value: U256,
    /// The chain's value as far as this run knows it.
    known: Option<U256>,
}

/// Words read or written, and how often either was asked for. Nothing is shared between frames.
#[derive(Debug, Default)]
pub(crate) struct StorageCache {
    // Ordered, so that a flush writes in the same order everywhere.
    entries: BTreeMap<U256, Entry>,
    reads: u64,
    writes: u64,
}

impl StorageCache {
    /// Counts a read; its number in this run.
    pub(crate) const fn count_read(&mut self) -> u64 {
        self.reads += 1;
        self.reads
    }

    /// Counts a write; its number in this run.
    pub(crate) const fn count_write(&mut self) -> u64 {
        self.writes += 1;
        self.writes
    }

    /// The cached word, written or loaded.
    pub(crate) fn get(&self, key: U256) -> Option<U256> {
        self.entries.get(&key).map(|entry| entry.value)
    }

    /// Remembers a word that was loaded from the chain.
    pub(crate) fn loaded(&mut self, key: U256, value: U256) {
        self.entries.insert(
            key,
            Entry {
                value,
                known: Some(value),
            },
        );
    }

    /// Caches a write.
    pub(crate) fn write(&mut self, key: U256, value: U256) {
        self.entries
            .entry(key)
            .or_insert(Entry { value, known: None })
            .value = value;
    }

    /// The words that differ from what the chain is known to hold, marked as known; then empties
    /// the cache if asked to. The counters stay.
    pub(crate) fn take_dirty(&mut self, clear: bool) -> Vec<(U256, U256)> {
        let mut dirty = Vec::new();
        for (key, entry) in &mut self.entries {
            if entry.known != Some(entry.value) {
                entry.known = Some(entry.value);
                dirty.push((*key, entry.value));
            }
        }
        if clear {
            self.entries.clear();
        }
        dirty
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: U256 = U256::ONE;

    #[test]
    fn a_write_never_loaded_is_dirty_even_if_equal_to_the_chain() {
        let mut cache = StorageCache::default();
        cache.write(KEY, U256::ZERO);
        assert_eq!(cache.take_dirty(false), [(KEY, U256::ZERO)]);
        assert_eq!(cache.take_dirty(false), []);
    }

    #[test]
    fn a_loaded_word_written_back_unchanged_is_clean() {
        let mut cache = StorageCache::default();
        cache.loaded(KEY, U256::from(5));
        cache.write(KEY, U256::from(5));
        assert_eq!(cache.take_dirty(false), []);
    }

    #[test]
    fn clearing_forgets_words_but_not_counters() {
        let mut cache = StorageCache::default();
        assert_eq!(cache.count_read(), 1);
        cache.loaded(KEY, U256::from(5));
        assert_eq!(cache.take_dirty(true), []);
        assert_eq!(cache.get(KEY), None);
        assert_eq!(cache.count_read(), 2);
    }
}
