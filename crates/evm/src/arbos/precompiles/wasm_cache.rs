//! `ArbWasmCache`: which programs every node keeps ready.

use alloy_primitives::{Address, B256};
use alloy_sol_types::SolCall;
use ballast_stylus::params::Inactive;
use revm::Database;

use super::abi::ArbWasmCache as Abi;
use super::call::{Access, Answer, Call, Failed};
use super::wasm::inactive_error;
use crate::arbos::state::{Field, Set};

pub(super) fn arb_wasm_cache<DB: Database>(call: &mut Call<'_, DB>) -> Answer {
    match call.selector()? {
        Abi::isCacheManagerCall::SELECTOR => {
            let manager = call
                .arguments::<Abi::isCacheManagerCall>(Access::View)?
                .manager;
            let is_manager = is_member(call, Set::CacheManagers, manager)?;
            Ok(Abi::isCacheManagerCall::abi_encode_returns(&is_manager))
        }
        Abi::allCacheManagersCall::SELECTOR => {
            call.arguments::<Abi::allCacheManagersCall>(Access::View)?;
            let managers = members(call, Set::CacheManagers)?;
            Ok(Abi::allCacheManagersCall::abi_encode_returns(&managers))
        }
        Abi::cacheProgramCall::SELECTOR => {
            let program = call
                .arguments::<Abi::cacheProgramCall>(Access::Write)?
                .program;
            let code_hash = call.code_hash(program)?;
            set_cached(call, code_hash, true)
        }
        Abi::evictCodehashCall::SELECTOR => {
            let code_hash = call
                .arguments::<Abi::evictCodehashCall>(Access::Write)?
                .codehash;
            set_cached(call, code_hash, false)
        }
        Abi::codehashIsCachedCall::SELECTOR => {
            let code_hash = call
                .arguments::<Abi::codehashIsCachedCall>(Access::View)?
                .codehash;
            let cached = call.program(code_hash)?.cached;
            Ok(Abi::codehashIsCachedCall::abi_encode_returns(&cached))
        }
        _ => Err(Failed::Burned),
    }
}

/// Membership at the price of one read.
pub(super) fn is_member<DB: Database>(
    call: &mut Call<'_, DB>,
    set: Set,
    address: Address,
) -> Result<bool, Failed> {
    Ok(!call.read(Field::MemberIndex(set, address))?.is_zero())
}

/// All members: one read for the count, one for each.
pub(super) fn members<DB: Database>(
    call: &mut Call<'_, DB>,
    set: Set,
) -> Result<Vec<Address>, Failed> {
    let count: u64 = call.read(Field::MemberCount(set))?.saturating_to();
    let mut members = Vec::new();
    for index in 1..=count {
        members.push(crate::arbos::state::address_of(
            call.read(Field::Member(set, index))?,
        ));
    }
    Ok(members)
}

fn set_cached<DB: Database>(call: &mut Call<'_, DB>, code_hash: B256, cached: bool) -> Answer {
    let caller = call.caller;
    if !is_member(call, Set::CacheManagers, caller)? && !is_member(call, Set::ChainOwners, caller)?
    {
        return Err(Failed::Burned);
    }
    let params = call.params()?;
    let mut record = call.program(code_hash)?;
    let now = call.ctx.chain.block.timestamp;
    if cached && record.version != params.version {
        let (version, current) = (record.version, params.version);
        return Err(inactive_error(Inactive::NeedsUpgrade { version, current }));
    }
    if cached && record.expired(now, &params) {
        let age_seconds = record.age_seconds(now);
        return Err(inactive_error(Inactive::Expired { age_seconds }));
    }
    if record.cached == cached {
        return Ok(Vec::new());
    }
    call.emit(&Abi::UpdateProgramCache {
        manager: caller,
        codehash: code_hash,
        cached,
    })?;
    call.burn(u64::from(record.init_cost))?;
    call.read(Field::ModuleHash(code_hash))?;
    record.cached = cached;
    call.set_program(code_hash, &record)?;
    Ok(Vec::new())
}
