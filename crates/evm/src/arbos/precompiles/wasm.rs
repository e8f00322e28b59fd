//! `ArbWasm`: activation and life of programs, and the Stylus parameters.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::SolCall;
use ballast_stylus::format::{CodeKind, Root};
use ballast_stylus::params::{
    Inactive, PAGE_RAMP, ProgramRecord, StylusParams, asm_estimate_kib, hours_at,
};
use ballast_stylus::pricing::activation::{
    START_GAS, STATE_READ_GAS, STATE_WRITE_GAS, fragment_gas, fragment_gas_required,
};
use ballast_stylus::pricing::program_init_gas;
use ballast_stylus::{Activation, Rules, activate, arbos as versions};
use revm::Database;
use revm::context::{ContextTr, JournalTr};

use super::abi::ArbWasm as Abi;
use super::call::{Access, Answer, Call, Failed};
use crate::arbos::state::{self, Field};
use crate::context::{Fatal, peek};
use crate::program::{self, Undecodable};

pub(super) fn arb_wasm<DB: Database>(call: &mut Call<'_, DB>) -> Answer {
    match call.selector()? {
        Abi::activateProgramCall::SELECTOR => activate_program(call),
        Abi::codehashKeepaliveCall::SELECTOR => keepalive(call),
        Abi::codehashVersionCall::SELECTOR => {
            let hash = call
                .arguments::<Abi::codehashVersionCall>(Access::View)?
                .codehash;
            let (record, _) = active(call, hash)?;
            Ok(Abi::codehashVersionCall::abi_encode_returns(
                &record.version,
            ))
        }
        Abi::codehashAsmSizeCall::SELECTOR => {
            let hash = call
                .arguments::<Abi::codehashAsmSizeCall>(Access::View)?
                .codehash;
            let (record, _) = active(call, hash)?;
            Ok(Abi::codehashAsmSizeCall::abi_encode_returns(
                &record.asm_estimate_bytes(),
            ))
        }
        Abi::programVersionCall::SELECTOR => {
            let at = call
                .arguments::<Abi::programVersionCall>(Access::View)?
                .program;
            let (record, _) = active_at(call, at)?;
            Ok(Abi::programVersionCall::abi_encode_returns(&record.version))
        }
        Abi::programInitGasCall::SELECTOR => {
            let at = call
                .arguments::<Abi::programInitGasCall>(Access::View)?
                .program;
            let (record, params) = active_at(call, at)?;
            let (gas, cached) = program_init_gas(&record, &params);
            let answer = Abi::programInitGasReturn {
                gas,
                gasWhenCached: cached,
            };
            Ok(Abi::programInitGasCall::abi_encode_returns(&answer))
        }
        Abi::programMemoryFootprintCall::SELECTOR => {
            let at = call
                .arguments::<Abi::programMemoryFootprintCall>(Access::View)?
                .program;
            let (record, _) = active_at(call, at)?;
            Ok(Abi::programMemoryFootprintCall::abi_encode_returns(
                &record.footprint,
            ))
        }
        Abi::programTimeLeftCall::SELECTOR => {
            let at = call
                .arguments::<Abi::programTimeLeftCall>(Access::View)?
                .program;
            let (record, params) = active_at(call, at)?;
            let seconds = record.seconds_left(call.ctx.chain.block.timestamp, &params);
            Ok(Abi::programTimeLeftCall::abi_encode_returns(&seconds))
        }
        Abi::activationGasCall::SELECTOR if versions::FRAGMENTS <= call.ctx.chain.arbos_version => {
            call.arguments::<Abi::activationGasCall>(Access::View)?;
            let gas: u64 = call.read(Field::ActivationGas)?.saturating_to();
            Ok(Abi::activationGasCall::abi_encode_returns(&gas))
        }
        selector => parameter(call, selector),
    }
}

/// The getters of the Stylus parameters.
fn parameter<DB: Database>(call: &mut Call<'_, DB>, selector: [u8; 4]) -> Answer {
    macro_rules! getters {
        ($($method:ident => |$params:ident| $value:expr;)*) => {
            match selector {
                $(Abi::$method::SELECTOR => {
                    call.arguments::<Abi::$method>(Access::View)?;
                    let $params = call.params()?;
                    Ok(Abi::$method::abi_encode_returns(&$value))
                })*
                _ => Err(Failed::Burned),
            }
        };
    }
    getters! {
        stylusVersionCall => |params| params.version;
        inkPriceCall => |params| params.ink_price.get();
        maxStackDepthCall => |params| params.max_stack_depth;
        freePagesCall => |params| params.free_pages;
        pageGasCall => |params| params.page_gas;
        pageRampCall => |_params| PAGE_RAMP;
        pageLimitCall => |params| params.page_limit;
        minInitGasCall => |params| {
            let (gas, cached) = params.min_init_gas();
            Abi::minInitGasReturn { gas, cached }
        };
        initCostScalarCall => |params| params.init_cost_percent();
        expiryDaysCall => |params| params.expiry_days;
        keepaliveDaysCall => |params| params.keepalive_days;
        blockCacheSizeCall => |params| params.block_cache_size;
    }
}

/// The custom error that says why a program may not be called.
pub(super) fn inactive_error(inactive: Inactive) -> Failed {
    match inactive {
        Inactive::NotActivated => Failed::error(Abi::ProgramNotActivated {}),
        Inactive::NeedsUpgrade { version, current } => Failed::error(Abi::ProgramNeedsUpgrade {
            version,
            stylusVersion: current,
        }),
        Inactive::Expired { age_seconds } => Failed::error(Abi::ProgramExpired {
            ageInSeconds: age_seconds,
        }),
    }
}

fn active<DB: Database>(
    call: &mut Call<'_, DB>,
    code_hash: B256,
) -> Result<(ProgramRecord, StylusParams), Failed> {
    let params = call.params()?;
    let record = call.program(code_hash)?;
    let now = call.ctx.chain.block.timestamp;
    record.check_active(now, &params).map_err(inactive_error)?;
    Ok((record, params))
}

fn active_at<DB: Database>(
    call: &mut Call<'_, DB>,
    program: Address,
) -> Result<(ProgramRecord, StylusParams), Failed> {
    let code_hash = call.code_hash(program)?;
    active(call, code_hash)
}

/// Stylus charging reference 1.4, in its order.
fn activate_program<DB: Database>(call: &mut Call<'_, DB>) -> Answer {
    let address = call
        .arguments::<Abi::activateProgramCall>(Access::Payable)?
        .program;
    let version = call.ctx.chain.arbos_version;
    if versions::FRAGMENTS <= version {
        let setting: u64 = call.read(Field::ActivationGas)?.saturating_to();
        call.burn(setting)?;
    }
    call.burn(START_GAS)?;
    if is_destroyed(call, address)? {
        return Err(Failed::PLAIN);
    }
    let account = peek(call.ctx, address)?;
    let code_hash = account.code_hash;
    let code = account.code.original_bytes();
    let params = call.params()?;
    let now = call.ctx.chain.block.timestamp;
    let old = call.program(code_hash)?;
    if old.up_to_date(now, &params) {
        return Err(Failed::error(Abi::ProgramUpToDate {}));
    }
    let wasm = load_wasm(call, &code, &params)?;
    let activation = build(call, &wasm, &params)?;

    if old.cached {
        call.read(Field::ModuleHash(code_hash))?;
    }
    let module_hash = keccak256([code_hash.as_slice(), &params.version.to_be_bytes()].concat());
    call.write(
        Field::ModuleHash(code_hash),
        U256::from_be_bytes(module_hash.0),
    )?;
    let fee = data_fee(call, activation.asm_estimate_bytes)?;
    let record = ProgramRecord {
        version: params.version,
        init_cost: activation.init_cost,
        cached_init_cost: activation.cached_init_cost,
        footprint: activation.footprint,
        activated_at_hours: hours_at(now),
        asm_estimate_kib: asm_estimate_kib(activation.asm_estimate_bytes),
        cached: old.cached,
    };
    call.set_program(code_hash, &record)?;
    call.ctx
        .chain
        .programs
        .insert(code_hash, &activation.module)?;
    pay_fee(call, fee)?;
    call.emit(&Abi::ProgramActivated {
        codehash: code_hash,
        moduleHash: module_hash,
        program: address,
        dataFee: fee,
        version: params.version,
    })?;
    let answer = Abi::activateProgramReturn {
        version: params.version,
        dataFee: fee,
    };
    Ok(Abi::activateProgramCall::abi_encode_returns(&answer))
}

fn is_destroyed<DB: Database>(call: &mut Call<'_, DB>, address: Address) -> Result<bool, Failed> {
    let state = call.ctx.journal_mut().evm_state();
    Ok(state
        .get(&address)
        .is_some_and(revm::state::Account::is_selfdestructed))
}

fn load_wasm<DB: Database>(
    call: &mut Call<'_, DB>,
    code: &Bytes,
    params: &StylusParams,
) -> Result<Vec<u8>, Failed> {
    let not_wasm = || Failed::error(Abi::ProgramNotWasm {});
    let version = call.ctx.chain.arbos_version;
    match call.ctx.chain.classify(code) {
        _ if code.is_empty() => return Err(not_wasm()),
        None if versions::FRAGMENTS <= version => return Err(not_wasm()),
        Some(CodeKind::Root) => pay_fragments(call, code, params)?,
        Some(CodeKind::Classic) => {}
        None | Some(CodeKind::Fragment) => return Err(Failed::PLAIN),
    }
    match program::wasm_of(call.ctx, code, params.max_wasm_size, params.max_fragments)? {
        Ok(wasm) => Ok(wasm),
        Err(Undecodable::NotWasm) => Err(Failed::PLAIN),
        Err(Undecodable::Malformed(error)) => {
            call.ctx.chain.failure = Some(error.to_string());
            Err(Failed::PLAIN)
        }
    }
}

/// Charges for reading each fragment, which thereby becomes warm.
fn pay_fragments<DB: Database>(
    call: &mut Call<'_, DB>,
    code: &[u8],
    params: &StylusParams,
) -> Result<(), Failed> {
    let root = Root::decode(code, params.max_wasm_size, params.max_fragments)
        .map_err(|_| Failed::PLAIN)?;
    for address in root.fragments {
        let address = Address::from(address);
        let loaded = call
            .ctx
            .journal_mut()
            .code(address)
            .map_err(Fatal::database)?;
        if call.gas_left < fragment_gas_required(loaded.is_cold) {
            return Err(Failed::Burned);
        }
        call.burn(fragment_gas(loaded.data.len() as u64, loaded.is_cold))?;
    }
    Ok(())
}

/// Validates and instruments; any failure burns all gas.
fn build<DB: Database>(
    call: &mut Call<'_, DB>,
    wasm: &[u8],
    params: &StylusParams,
) -> Result<Activation, Failed> {
    let rules = Rules {
        arbos_version: call.ctx.chain.arbos_version,
        debug_chain: false,
        page_limit: params.page_limit.saturating_sub(call.ctx.chain.pages.open),
        max_wasm_size: params.max_wasm_size,
    };
    let activation = match activate(wasm, &rules) {
        Ok(activation) => activation,
        Err(invalid) => {
            call.ctx.chain.failure = Some(format!("activation failed: {invalid}"));
            return Err(Failed::Burned);
        }
    };
    call.burn(activation.gas)?;
    Ok(activation)
}

/// The fee for this much native code, with the pricer's reads and writes.
fn data_fee<DB: Database>(call: &mut Call<'_, DB>, bytes: u32) -> Result<U256, Failed> {
    call.burn(5 * STATE_READ_GAS + 2 * STATE_WRITE_GAS)?;
    let mut pricer = state::data_pricer(call.ctx)?;
    let fee = pricer.charge(bytes, call.ctx.chain.block.timestamp);
    state::write(call.ctx, Field::DataPricer, state::encode_pricer(&pricer))?;
    Ok(U256::from(fee))
}

/// Takes the fee out of the value and returns the rest.
fn pay_fee<DB: Database>(call: &mut Call<'_, DB>, fee: U256) -> Result<(), Failed> {
    let (this, caller, value) = (call.this, call.caller, call.value);
    let Some(rest) = value.checked_sub(fee) else {
        return Err(Failed::error(Abi::ProgramInsufficientValue {
            have: value,
            want: fee,
        }));
    };
    let account = state::address_of(call.read(Field::NetworkFeeAccount)?);
    call.transfer(this, account, fee)?;
    call.transfer(this, caller, rest)
}

fn keepalive<DB: Database>(call: &mut Call<'_, DB>) -> Answer {
    let code_hash = call
        .arguments::<Abi::codehashKeepaliveCall>(Access::Payable)?
        .codehash;
    let (mut record, params) = active(call, code_hash)?;
    let now = call.ctx.chain.block.timestamp;
    if !record.may_be_kept_alive(now, &params) {
        let age = record.age_seconds(now);
        return Err(Failed::error(Abi::ProgramKeepaliveTooSoon {
            ageInSeconds: age,
        }));
    }
    let fee = data_fee(call, record.asm_estimate_bytes())?;
    record.activated_at_hours = hours_at(now);
    call.set_program(code_hash, &record)?;
    pay_fee(call, fee)?;
    call.emit(&Abi::ProgramLifetimeExtended {
        codehash: code_hash,
        dataFee: fee,
    })?;
    Ok(Vec::new())
}
