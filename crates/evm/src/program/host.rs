//! The host functions. Those that need no chain are done here; the others leave a request and set
//! the program aside.

use alloy_primitives::{U256, U512, keccak256};
use ballast_stylus::ink::{self, HOST_MODULE, HOSTIO, host_function};
use ballast_stylus::pricing::host::{STORAGE_CACHE_REQUIRED_GAS, storage_cache_gas};
use wasmi::{AsContextMut, Caller, Engine, Linker};

use super::io::{CallKind, CallRequest, CreateRequest, Exit, Invocation, Io, Request};

/// Something a host function returns to the program, as a trace shows it.
trait Returned {
    fn trace(&self, io: &mut Io<'_>);
}

impl Returned for () {
    fn trace(&self, _io: &mut Io<'_>) {}
}

impl Returned for u32 {
    fn trace(&self, io: &mut Io<'_>) {
        io.trace_outs(&self.to_be_bytes());
    }
}

impl Returned for u64 {
    fn trace(&self, io: &mut Io<'_>) {
        io.trace_outs(&self.to_be_bytes());
    }
}

/// Runs a host function: base ink first, then its body, the whole recorded if a trace is on.
fn enter<R: Returned>(
    caller: &mut Caller<'_, Invocation>,
    name: &'static str,
    body: impl FnOnce(&mut Io<'_>) -> Result<R, Exit>,
) -> Result<R, wasmi::Error> {
    let Some(mut io) = Io::new(caller.as_context_mut()) else {
        return Err(wasmi::Error::host(Exit::Failure(
            "host call before the program started",
        )));
    };
    io.trace_begin(name);
    let base_ink = host_function(name).map_or(0, |function| function.base_ink);
    let result = io.pay(base_ink).and_then(|()| body(&mut io));
    if let Ok(returned) = &result {
        returned.trace(&mut io);
    }
    if !matches!(result, Err(Exit::Suspend)) {
        io.trace_end();
    }
    result.map_err(wasmi::Error::host)
}

/// Sets the program aside until the chain answered.
fn suspend<R>(io: &mut Io<'_>, request: Request) -> Result<R, Exit> {
    io.invocation_mut().request = Some(request);
    Err(Exit::Suspend)
}

macro_rules! link {
    ($linker:ident, $($name:ident($($arg:ident: $ty:ty),*) $(-> $ret:ty)? = |$io:ident| $body:expr;)*) => {
        $(
            #[allow(unused_parens, reason = "functions without a result return the unit")]
            $linker.func_wrap(
                HOST_MODULE,
                stringify!($name),
                |mut caller: Caller<'_, Invocation> $(, $arg: $ty)*| -> Result<($($ret)?), wasmi::Error> {
                    enter(&mut caller, stringify!($name), |$io| $body)
                },
            )?;
        )*
    };
}

/// A linker with the 42 functions of `vm_hooks`.
///
/// # Errors
/// None in practice: no name is defined twice.
pub(crate) fn linker(engine: &Engine) -> Result<Linker<Invocation>, wasmi::Error> {
    let mut linker = Linker::new(engine);
    link_data(&mut linker)?;
    link_environment(&mut linker)?;
    link_arithmetic(&mut linker)?;
    link_chain(&mut linker)?;
    Ok(linker)
}

fn link_data(linker: &mut Linker<Invocation>) -> Result<(), wasmi::Error> {
    link!(linker,
        read_args(dest: u32) = |io| {
            let calldata = io.invocation().environment.calldata.clone();
            io.pay_write(calldata.len())?;
            io.write(dest, &calldata)
        };
        write_result(data: u32, len: u32) = |io| {
            io.pay_read(len)?;
            io.pay_read(len)?;
            io.invocation_mut().output = io.read(data, len)?;
            Ok(())
        };
        exit_early(status: i32) = |io| {
            io.trace_args(&status.to_be_bytes());
            Err::<(), _>(Exit::Early(status))
        };
        read_return_data(dest: u32, offset: u32, size: u32) -> u32 = |io| {
            let data = io.invocation().return_data.clone();
            let available = data.get(offset as usize..).unwrap_or_default();
            let part = available.get(..size as usize).unwrap_or(available);
            io.pay_write(part.len())?;
            io.write(dest, part)?;
            // The slice is at most `size` bytes long, which is a u32.
            Ok(part.len() as u32)
        };
        return_data_size() -> u32 = |io| {
            Ok(u32::try_from(io.invocation().return_data.len()).unwrap_or(u32::MAX))
        };
        storage_cache_bytes32(key: u32, value: u32) = |io| {
            io.require_gas(STORAGE_CACHE_REQUIRED_GAS)?;
            let (key, value) = (io.read_u256(key)?, io.read_u256(value)?);
            let writes = io.invocation_mut().storage.count_write();
            io.buy_gas(storage_cache_gas(writes))?;
            io.invocation_mut().storage.write(key, value);
            Ok(())
        };
        native_keccak256(data: u32, len: u32, dest: u32) = |io| {
            io.pay(ink::keccak_ink(u64::from(len)))?;
            let hash = keccak256(io.read(data, len)?);
            io.write(dest, hash.as_slice())
        };
    );
    Ok(())
}

fn link_environment(linker: &mut Linker<Invocation>) -> Result<(), wasmi::Error> {
    link!(linker,
        evm_gas_left() -> u64 = |io| Ok(io.gas_left());
        evm_ink_left() -> u64 = |io| Ok(io.ink());
        block_basefee(dest: u32) = |io| io.write_u256(dest, io.invocation().environment.base_fee);
        chainid() -> u64 = |io| Ok(io.invocation().environment.chain_id);
        block_coinbase(dest: u32) = |io| {
            let coinbase = io.invocation().environment.coinbase;
            io.write(dest, coinbase.as_slice())
        };
        block_gas_limit() -> u64 = |io| Ok(io.invocation().environment.gas_limit);
        block_number() -> u64 = |io| Ok(io.invocation().environment.block_number);
        block_timestamp() -> u64 = |io| Ok(io.invocation().environment.timestamp);
        contract_address(dest: u32) = |io| {
            let acting = io.invocation().environment.acting;
            io.write(dest, acting.as_slice())
        };
        msg_reentrant() -> u32 = |io| Ok(u32::from(io.invocation().environment.reentrant));
        msg_sender(dest: u32) = |io| {
            let sender = io.invocation().environment.sender;
            io.write(dest, sender.as_slice())
        };
        msg_value(dest: u32) = |io| io.write_u256(dest, io.invocation().environment.value);
        tx_gas_price(dest: u32) = |io| io.write_u256(dest, io.invocation().environment.gas_price);
        tx_ink_price() -> u32 = |io| Ok(io.invocation().ink_price.get());
        tx_origin(dest: u32) = |io| {
            let origin = io.invocation().environment.origin;
            io.write(dest, origin.as_slice())
        };
    );
    Ok(())
}

fn link_arithmetic(linker: &mut Linker<Invocation>) -> Result<(), wasmi::Error> {
    link!(linker,
        math_div(value: u32, divisor: u32) = |io| {
            let (dividend, divisor) = (io.read_u256(value)?, io.read_u256(divisor)?);
            io.write_u256(value, dividend.checked_div(divisor).unwrap_or_default())
        };
        math_mod(value: u32, modulus: u32) = |io| {
            let (dividend, modulus) = (io.read_u256(value)?, io.read_u256(modulus)?);
            io.write_u256(value, dividend.checked_rem(modulus).unwrap_or_default())
        };
        math_pow(value: u32, exponent: u32) = |io| {
            let (base, exponent) = (io.read_u256(value)?, io.read_u256(exponent)?);
            io.pay(ink::pow_ink(&exponent.to_be_bytes()))?;
            io.write_u256(value, base.wrapping_pow(exponent))
        };
        math_add_mod(value: u32, addend: u32, modulus: u32) = |io| {
            let first = io.read_u256(value)?;
            let (addend, modulus) = (io.read_u256(addend)?, io.read_u256(modulus)?);
            io.write_u256(value, first.add_mod(addend, modulus))
        };
        math_mul_mod(value: u32, multiplier: u32, modulus: u32) = |io| {
            let first = io.read_u256(value)?;
            let (multiplier, modulus) = (io.read_u256(multiplier)?, io.read_u256(modulus)?);
            io.write_u256(value, mul_mod(first, multiplier, modulus))
        };
    );
    Ok(())
}

/// (a × b) mod m with a 512-bit product; 0 for m = 0.
fn mul_mod(a: U256, b: U256, modulus: U256) -> U256 {
    let product: U512 = a.widening_mul(b);
    product
        .checked_rem(U512::from(modulus))
        .map_or(U256::ZERO, |rest| rest.wrapping_to())
}

fn link_chain(linker: &mut Linker<Invocation>) -> Result<(), wasmi::Error> {
    link!(linker,
        storage_load_bytes32(key: u32, dest: u32) =
            |io| suspend::<()>(io, Request::StorageLoad { key, dest });
        storage_flush_cache(clear: u32) =
            |io| suspend::<()>(io, Request::StorageFlush { clear: clear != 0 });
        transient_load_bytes32(key: u32, dest: u32) =
            |io| suspend::<()>(io, Request::TransientLoad { key, dest });
        transient_store_bytes32(key: u32, value: u32) =
            |io| suspend::<()>(io, Request::TransientStore { key, value });
        emit_log(data: u32, len: u32, topics: u32) =
            |io| suspend::<()>(io, Request::EmitLog { data, len, topics });
        account_balance(address: u32, dest: u32) =
            |io| suspend::<()>(io, Request::Balance { address, dest });
        account_code(address: u32, offset: u32, size: u32, dest: u32) -> u32 =
            |io| suspend::<u32>(io, Request::Code { address, offset, size, dest });
        account_code_size(address: u32) -> u32 =
            |io| suspend::<u32>(io, Request::CodeSize { address });
        account_codehash(address: u32, dest: u32) =
            |io| suspend::<()>(io, Request::CodeHash { address, dest });
        pay_for_memory_grow(pages: u32) = |io| {
            // The host takes 16 bits, whatever the instruction was handed.
            match (pages & 0xffff) as u16 {
                0 => io.pay(HOSTIO),
                pages => suspend::<()>(io, Request::GrowMemory { pages }),
            }
        };
        call_contract(address: u32, data: u32, len: u32, value: u32, gas: u64, ret_len: u32) -> u32 =
            |io| {
                let kind = CallKind::Call;
                suspend(io, Request::Call(CallRequest { kind, address, data, len, value, gas, ret_len }))
            };
        delegate_call_contract(address: u32, data: u32, len: u32, gas: u64, ret_len: u32) -> u32 =
            |io| {
                let (kind, value) = (CallKind::Delegate, 0);
                suspend(io, Request::Call(CallRequest { kind, address, data, len, value, gas, ret_len }))
            };
        static_call_contract(address: u32, data: u32, len: u32, gas: u64, ret_len: u32) -> u32 =
            |io| {
                let (kind, value) = (CallKind::Static, 0);
                suspend(io, Request::Call(CallRequest { kind, address, data, len, value, gas, ret_len }))
            };
        create1(code: u32, len: u32, endowment: u32, address_out: u32, revert_len_out: u32) =
            |io| {
                let salt = None;
                let request = CreateRequest { code, len, endowment, salt, address_out, revert_len_out };
                suspend::<()>(io, Request::Create(request))
            };
        create2(code: u32, len: u32, endowment: u32, salt: u32, address_out: u32, revert_len_out: u32) =
            |io| {
                let salt = Some(salt);
                let request = CreateRequest { code, len, endowment, salt, address_out, revert_len_out };
                suspend::<()>(io, Request::Create(request))
            };
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_host_function_of_the_table_is_linked_with_its_type() {
        let engine = Engine::default();
        let linker = linker(&engine).expect("names are distinct");
        for function in ink::HOST_FUNCTIONS {
            let wat = import_of(&function);
            let module = wasmi::Module::new(&engine, wat::parse_str(&wat).expect("valid text"))
                .expect("valid module");
            let mut store = wasmi::Store::new(&engine, invocation());
            linker
                .instantiate_and_start(&mut store, &module)
                .expect(function.name);
        }
    }

    fn import_of(function: &ink::HostFunction) -> String {
        let name = |ty: &ink::WasmType| match ty {
            ink::WasmType::I32 => "i32",
            ink::WasmType::I64 => "i64",
            ink::WasmType::F32 | ink::WasmType::F64 => "f64",
        };
        let params: Vec<_> = function.params.iter().map(name).collect();
        let result = function
            .result
            .as_ref()
            .map_or(String::new(), |ty| format!("(result {})", name(ty)));
        format!(
            r#"(module (import "vm_hooks" "{}" (func (param {}) {result})))"#,
            function.name,
            params.join(" ")
        )
    }

    fn invocation() -> Invocation {
        super::super::test_invocation()
    }

    #[test]
    fn mul_mod_keeps_the_high_half_of_the_product() {
        let three = U256::from(3);
        assert_eq!(mul_mod(U256::MAX, U256::MAX, three), U256::ZERO);
        assert_eq!(mul_mod(U256::MAX, U256::from(2), U256::MAX), U256::ZERO);
        assert_eq!(mul_mod(three, three, U256::ZERO), U256::ZERO);
        let modulus = U256::MAX - U256::ONE;
        assert_eq!(mul_mod(U256::MAX, U256::MAX, modulus), U256::ONE);
    }
}
