//! ArbOS precompiles: who is called, what every call costs, how a call fails.

mod abi;
mod call;
mod chain_info;
mod owner;
mod sends;
mod wasm;
mod wasm_cache;

use alloy_primitives::{Address, Bytes, address};
use revm::Database;
use revm::context::ContextTr;
use revm::handler::{EthPrecompiles, PrecompileProvider};
use revm::interpreter::{CallInputs, Gas, InstructionResult, InterpreterResult};
use revm::primitives::AddressSet;
use revm::primitives::hardfork::SpecId;

use self::call::{Call, Failed};
use crate::context::Ctx;

pub(crate) const ARB_SYS: Address = address!("0000000000000000000000000000000000000064");
pub(crate) const ARB_INFO: Address = address!("0000000000000000000000000000000000000065");
pub(crate) const ARB_OWNER_PUBLIC: Address = address!("000000000000000000000000000000000000006b");
pub(crate) const ARB_GAS_INFO: Address = address!("000000000000000000000000000000000000006c");
pub(crate) const ARB_OWNER: Address = address!("0000000000000000000000000000000000000070");
pub(crate) const ARB_WASM: Address = address!("0000000000000000000000000000000000000071");
pub(crate) const ARB_WASM_CACHE: Address = address!("0000000000000000000000000000000000000072");
pub(crate) const ARB_DEBUG: Address = address!("00000000000000000000000000000000000000ff");

/// Every precompile account of ArbOS 51, those too that this chain does not answer for: their
/// one-byte code `FE` makes a call to them fail.
pub(crate) const ADDRESSES: [Address; 13] = [
    ARB_SYS,
    ARB_INFO,
    address!("0000000000000000000000000000000000000066"),
    ARB_OWNER_PUBLIC,
    ARB_GAS_INFO,
    address!("000000000000000000000000000000000000006d"),
    address!("000000000000000000000000000000000000006e"),
    address!("000000000000000000000000000000000000006f"),
    ARB_OWNER,
    ARB_WASM,
    ARB_WASM_CACHE,
    address!("0000000000000000000000000000000000000073"),
    ARB_DEBUG,
];

/// The precompiles of Ethereum and of ArbOS.
#[derive(Debug)]
pub(crate) struct ArbPrecompiles {
    ethereum: EthPrecompiles,
    warm: AddressSet,
}

impl ArbPrecompiles {
    pub(crate) fn new(spec: SpecId) -> Self {
        let ethereum = EthPrecompiles::new(spec);
        let warm = ethereum
            .warm_addresses()
            .iter()
            .copied()
            .chain(ADDRESSES)
            .collect();
        Self { ethereum, warm }
    }
}

impl<DB: Database> PrecompileProvider<Ctx<DB>> for ArbPrecompiles {
    type Output = InterpreterResult;

    fn set_spec(&mut self, spec: SpecId) -> bool {
        PrecompileProvider::<Ctx<DB>>::set_spec(&mut self.ethereum, spec)
    }

    fn run(
        &mut self,
        ctx: &mut Ctx<DB>,
        inputs: &CallInputs,
    ) -> Result<Option<InterpreterResult>, String> {
        let address = inputs.bytecode_address;
        if ADDRESSES.contains(&address) {
            return run_arbos(ctx, inputs, address).map(Some);
        }
        self.ethereum.run(ctx, inputs)
    }

    fn warm_addresses(&self) -> &AddressSet {
        &self.warm
    }
}

fn run_arbos<DB: Database>(
    ctx: &mut Ctx<DB>,
    inputs: &CallInputs,
    address: Address,
) -> Result<InterpreterResult, String> {
    let data = inputs.input.bytes_local(ctx.local());
    let mut call = Call::new(ctx, inputs, data);
    let answered = match address {
        ARB_SYS => sends::arb_sys(&mut call),
        ARB_INFO => chain_info::arb_info(&mut call),
        ARB_OWNER_PUBLIC => owner::arb_owner_public(&mut call),
        ARB_GAS_INFO => chain_info::arb_gas_info(&mut call),
        ARB_OWNER => owner::arb_owner(&mut call),
        ARB_WASM => wasm::arb_wasm(&mut call),
        ARB_WASM_CACHE => wasm_cache::arb_wasm_cache(&mut call),
        ARB_DEBUG => owner::arb_debug(&mut call),
        _ => Err(Failed::Burned),
    };
    let (result, output) = match call.charge_output(answered) {
        Ok(output) => (InstructionResult::Return, output),
        Err(Failed::Reverted(data)) => (InstructionResult::Revert, data),
        Err(Failed::Burned) => {
            call.gas_left = 0;
            (InstructionResult::PrecompileError, Vec::new())
        }
        Err(Failed::Fatal(fatal)) => return Err(fatal.0),
    };
    let mut gas = Gas::new(inputs.gas_limit);
    gas.set_remaining(call.gas_left);
    Ok(InterpreterResult::new(result, Bytes::from(output), gas))
}
