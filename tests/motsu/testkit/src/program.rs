//! Programs that run on a storage that is not their own.

use std::marker::PhantomData;

use alloy_primitives::U256;
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;
use stylus_sdk::host::VM;
use stylus_sdk::storage::StorageType;
use stylus_sdk::stylus_core::{TopLevelStorage, ValueDenier};

/// A contract that answers as `R` does on the storage `S`: what a contract that is split hands over
/// to by delegate calls, as it stands by itself.
pub struct Program<R, S> {
    storage: S,
    methods: PhantomData<R>,
}

// SAFETY: only an entry point makes one, one for each call.
unsafe impl<R, S: TopLevelStorage> TopLevelStorage for Program<R, S> {}

impl<R, S: ValueDenier> ValueDenier for Program<R, S> {
    fn deny_value(&self, method_name: &str) -> Result<(), Vec<u8>> {
        self.storage.deny_value(method_name)
    }
}

impl<R, S: StorageType> StorageType for Program<R, S> {
    type Wraps<'a>
        = S::Wraps<'a>
    where
        Self: 'a;
    type WrapsMut<'a>
        = S::WrapsMut<'a>
    where
        Self: 'a;

    const SLOT_BYTES: usize = S::SLOT_BYTES;
    const REQUIRED_SLOTS: usize = S::REQUIRED_SLOTS;

    unsafe fn new(slot: U256, offset: u8, host: VM) -> Self {
        Self {
            // SAFETY: as the caller says.
            storage: unsafe { S::new(slot, offset, host) },
            methods: PhantomData,
        }
    }

    fn load<'s>(self) -> Self::Wraps<'s>
    where
        Self: 's,
    {
        self.storage.load()
    }

    fn load_mut<'s>(self) -> Self::WrapsMut<'s>
    where
        Self: 's,
    {
        self.storage.load_mut()
    }
}

impl<R, S> Router<Self> for Program<R, S>
where
    R: Router<S, Storage = S>,
    S: TopLevelStorage + ValueDenier,
{
    type Storage = Self;

    fn route(program: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        R::route(&mut program.storage, selector, input)
    }

    fn receive(program: &mut Self) -> Option<Result<(), Vec<u8>>> {
        R::receive(&mut program.storage)
    }

    fn fallback(program: &mut Self, calldata: &[u8]) -> Option<ArbResult> {
        R::fallback(&mut program.storage, calldata)
    }

    fn constructor(program: &mut Self, input: &[u8]) -> Option<ArbResult> {
        R::constructor(&mut program.storage, input)
    }
}
