//! The host functions that read or write the chain: storage, transient storage, logs, accounts,
//! memory pages. Calls and creations are next door.

use alloy_primitives::{Address, B256, Bytes, Log, LogData, U256};
use ballast_stylus::pricing::host as price;
use revm::Database;
use revm::context::{ContextTr, JournalTr};

use super::io::{Exit, Io};
use super::{Fault, Frame};
use crate::arbos;
use crate::context::{Ctx, Fatal};

pub(super) fn storage_load<DB: Database>(
    io: &mut Io<'_>,
    ctx: &mut Ctx<DB>,
    frame: &Frame,
    (key, dest): (u32, u32),
) -> Result<(), Fault> {
    let ink_price = io.invocation().ink_price;
    io.require_gas(price::storage_load_required_gas(ink_price))?;
    let key = io.read_u256(key)?;
    let reads = io.invocation_mut().storage.count_read();
    let (value, miss) = match io.invocation().storage.get(key) {
        Some(value) => (value, None),
        None => {
            let loaded = ctx
                .journal_mut()
                .sload(frame.acting, key)
                .map_err(Fatal::database)?;
            io.invocation_mut().storage.loaded(key, loaded.data);
            (loaded.data, Some(loaded.is_cold))
        }
    };
    io.buy_gas(price::storage_load_gas(
        reads,
        miss,
        ink_price,
        ctx.chain.arbos_version,
    ))?;
    io.write_u256(dest, value)?;
    Ok(())
}

pub(super) fn storage_flush<DB: Database>(
    io: &mut Io<'_>,
    ctx: &mut Ctx<DB>,
    frame: &mut Frame,
    clear: bool,
) -> Result<(), Fault> {
    io.trace_args(&[u8::from(clear)]);
    io.require_gas(price::STORAGE_FLUSH_REQUIRED_GAS)?;
    let dirty = io.invocation_mut().storage.take_dirty(clear);
    if dirty.is_empty() {
        return Ok(());
    }
    if frame.is_static {
        return Err(Exit::Failure("storage write in a static call").into());
    }
    let gas_left = io.gas_left();
    let mut total: u64 = 0;
    for (key, value) in dirty {
        let stored = ctx
            .journal_mut()
            .sstore(frame.acting, key, value)
            .map_err(Fatal::database)?;
        let change = price::slot_write(
            stored.is_cold,
            &stored.data.original_value.to_be_bytes(),
            &stored.data.present_value.to_be_bytes(),
            &value.to_be_bytes(),
        );
        total = total.saturating_add(change.gas);
        if gas_left < total {
            return Err(io.out_of_ink().into());
        }
        frame.refund += change.refund;
    }
    io.buy_gas(total)?;
    Ok(())
}

pub(super) fn transient_load<DB: Database>(
    io: &mut Io<'_>,
    ctx: &mut Ctx<DB>,
    frame: &Frame,
    (key, dest): (u32, u32),
) -> Result<(), Fault> {
    io.buy_gas(price::TRANSIENT_GAS)?;
    let key = io.read_u256(key)?;
    let value = ctx.journal_mut().tload(frame.acting, key);
    io.write_u256(dest, value)?;
    Ok(())
}

pub(super) fn transient_store<DB: Database>(
    io: &mut Io<'_>,
    ctx: &mut Ctx<DB>,
    frame: &Frame,
    (key, value): (u32, u32),
) -> Result<(), Fault> {
    io.buy_gas(price::TRANSIENT_GAS)?;
    let (key, value) = (io.read_u256(key)?, io.read_u256(value)?);
    if frame.is_static {
        return Err(Exit::Failure("transient storage write in a static call").into());
    }
    ctx.journal_mut().tstore(frame.acting, key, value);
    Ok(())
}

pub(super) fn emit_log<DB: Database>(
    io: &mut Io<'_>,
    ctx: &mut Ctx<DB>,
    frame: &Frame,
    (data, len, topics): (u32, u32, u32),
) -> Result<(), Fault> {
    let gas = price::log_gas(len, topics).ok_or(Exit::Failure("malformed log"))?;
    io.pay_read(len)?;
    io.buy_gas(gas)?;
    let bytes = io.read(data, len)?;
    if frame.is_static {
        return Err(Exit::Failure("log in a static call").into());
    }
    // `log_gas` checked that the topics fit the data.
    let (head, rest) = bytes.split_at(topics as usize * 32);
    let topics = head.chunks_exact(32).map(B256::from_slice).collect();
    let data = LogData::new_unchecked(topics, Bytes::copy_from_slice(rest));
    ctx.journal_mut().log(Log {
        address: frame.acting,
        data,
    });
    Ok(())
}

pub(super) fn balance<DB: Database>(
    io: &mut Io<'_>,
    ctx: &mut Ctx<DB>,
    (address, dest): (u32, u32),
) -> Result<(), Fault> {
    io.require_gas(price::ACCOUNT_REQUIRED_GAS)?;
    let address = io.read_address(address)?;
    let account = ctx
        .journal_mut()
        .load_account(address)
        .map_err(Fatal::database)?;
    let (cold, balance) = (account.is_cold, account.info.balance);
    io.buy_gas(price::account_gas(cold))?;
    io.write_u256(dest, balance)?;
    Ok(())
}

pub(super) fn code_hash<DB: Database>(
    io: &mut Io<'_>,
    ctx: &mut Ctx<DB>,
    (address, dest): (u32, u32),
) -> Result<(), Fault> {
    io.require_gas(price::ACCOUNT_REQUIRED_GAS)?;
    let address = io.read_address(address)?;
    let hash = ctx
        .journal_mut()
        .code_hash(address)
        .map_err(Fatal::database)?;
    io.buy_gas(price::account_gas(hash.is_cold))?;
    io.write(dest, hash.data.as_slice())?;
    Ok(())
}

/// The code of an account, remembered for the rest of the invocation.
fn load_code<DB: Database>(
    io: &mut Io<'_>,
    ctx: &mut Ctx<DB>,
    address: u32,
) -> Result<Bytes, Fault> {
    io.require_gas(price::ACCOUNT_REQUIRED_GAS)?;
    let address: Address = io.read_address(address)?;
    if let Some((last, code)) = &io.invocation().last_code
        && *last == address
    {
        return Ok(code.clone());
    }
    let code = ctx.journal_mut().code(address).map_err(Fatal::database)?;
    let gas = price::account_code_gas(code.is_cold, ctx.chain.config.code_size_max as u64);
    io.buy_gas(gas)?;
    let code = code.data;
    if !code.is_empty() || price::remembers_empty_code(ctx.chain.arbos_version) {
        io.invocation_mut().last_code = Some((address, code.clone()));
    }
    Ok(code)
}

pub(super) fn code<DB: Database>(
    io: &mut Io<'_>,
    ctx: &mut Ctx<DB>,
    (address, offset, size, dest): (u32, u32, u32, u32),
) -> Result<u32, Fault> {
    let code = load_code(io, ctx, address)?;
    io.pay_write(code.len())?;
    let available = code.get(offset as usize..).unwrap_or_default();
    let part = available.get(..size as usize).unwrap_or(available);
    io.write(dest, part)?;
    // The slice is at most `size` bytes long, which is a u32.
    Ok(part.len() as u32)
}

pub(super) fn code_size<DB: Database>(
    io: &mut Io<'_>,
    ctx: &mut Ctx<DB>,
    address: u32,
) -> Result<u32, Fault> {
    let code = load_code(io, ctx, address)?;
    Ok(u32::try_from(code.len()).unwrap_or(u32::MAX))
}

pub(super) fn grow_memory<DB: Database>(
    io: &mut Io<'_>,
    ctx: &mut Ctx<DB>,
    pages: u16,
) -> Result<(), Fault> {
    io.trace_args(&pages.to_be_bytes());
    let params = arbos::stylus_params(ctx)?;
    let gas = ctx.chain.pages.gas(pages, &params);
    ctx.chain.pages.open(pages);
    io.buy_gas(gas)?;
    Ok(())
}

/// The value a 256-bit pointer argument has, zero where the function has none.
pub(super) fn value_of(io: &mut Io<'_>, pointer: Option<u32>) -> Result<U256, Exit> {
    pointer.map_or(Ok(U256::ZERO), |pointer| io.read_u256(pointer))
}
