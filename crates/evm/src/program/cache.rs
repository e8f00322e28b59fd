//! Compiled programs, shared by all executions of a chain.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use alloy_primitives::B256;
use lru::LruCache;
use wasmi::{Config, Engine, Linker, Module};

use super::host;
use super::io::Invocation;
use crate::context::Fatal;

/// Programs kept compiled; beyond that the least recently used is dropped and compiled again when
/// it is called.
const CAPACITY: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1_023);

/// Nested calls inside one program. The meter's depth budget stops a program long before: a frame
/// takes at least 4 of 22,000 words (262,144 on old chains).
const RECURSION_MAX: usize = 100_000;

/// Bytes of the engine's value stack, likewise out of reach of the meter's budget.
const STACK_BYTES_MAX: usize = 64 << 20;

/// The engine, the host functions, and compiled programs by code hash.
pub(crate) struct ProgramCache {
    linker: Linker<Invocation>,
    modules: Mutex<LruCache<B256, Arc<Module>>>,
}

impl std::fmt::Debug for ProgramCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProgramCache").finish_non_exhaustive()
    }
}

impl ProgramCache {
    pub(crate) fn new() -> Result<Self, Fatal> {
        let mut config = Config::default();
        config
            .set_max_recursion_depth(RECURSION_MAX)
            .set_max_stack_height(STACK_BYTES_MAX);
        let linker =
            host::linker(&Engine::new(&config)).map_err(|error| Fatal(error.to_string()))?;
        Ok(Self {
            linker,
            modules: Mutex::new(LruCache::new(CAPACITY)),
        })
    }

    pub(crate) const fn linker(&self) -> &Linker<Invocation> {
        &self.linker
    }

    /// The program of this code hash if it is compiled.
    pub(crate) fn get(&self, code_hash: B256) -> Option<Arc<Module>> {
        // A panic while the lock was held leaves a cache that is still a cache.
        let mut modules = self.modules.lock().unwrap_or_else(PoisonError::into_inner);
        modules.get(&code_hash).cloned()
    }

    /// Compiles an instrumented module and keeps it.
    pub(crate) fn insert(
        &self,
        code_hash: B256,
        instrumented: &[u8],
    ) -> Result<Arc<Module>, Fatal> {
        let module = Module::new(self.linker.engine(), instrumented)
            .map_err(|error| Fatal(format!("an instrumented program does not load: {error}")))?;
        let module = Arc::new(module);
        let mut modules = self.modules.lock().unwrap_or_else(PoisonError::into_inner);
        modules.put(code_hash, Arc::clone(&module));
        Ok(module)
    }
}
