//! The entry point that motsu calls for each message between contracts.

use core::borrow::BorrowMut;
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};

pub use sdk10::abi::*;
use sdk10::{
    host::VM,
    storage::StorageType,
    stylus_core::{TopLevelStorage, ValueDenier},
    ArbResult,
};

use crate::cheats::{self, Frame, Unsupported};

/// What motsu calls for each message between contracts, in place of 0.10.10's
/// `user_entrypoint`.
///
/// Runs below motsu's `extern "C"` shims, which a panic must not cross: a
/// contract's panic is a revert without data, as the trap is on chain. The
/// harness's own are parked and go on from [`finish_call`].
pub fn router_entrypoint<R, S>(input: Vec<u8>, host: VM) -> ArbResult
where
    R: Router<S>,
    S: StorageType + TopLevelStorage + BorrowMut<R::Storage> + ValueDenier,
{
    let frame = Frame::enter();
    let result = if frame.is_denied(&input) {
        Err(Vec::new())
    } else {
        catch(|| sdk10::abi::router_entrypoint::<R, S>(input, host))
    };
    drop(frame);
    let failed = result.is_err();
    cheats::set_return_data(result.unwrap_or_else(|data| data));
    // The data goes round motsu, which would make up some for an empty revert.
    if failed {
        Err(vec![0])
    } else {
        Ok(Vec::new())
    }
}

/// Runs a contract: its panic is a revert without data, the harness's own is parked.
pub(crate) fn catch(run: impl FnOnce() -> ArbResult) -> ArbResult {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|payload| {
        if payload.is::<Unsupported>() {
            cheats::park(payload);
        }
        Err(Vec::new())
    })
}

/// Ends a call into another contract: its panic goes on, if it is the harness's.
pub(crate) fn finish_call() {
    if let Some(payload) = cheats::take_parked() {
        resume_unwind(payload);
    }
}
