//! One call to a precompile: its gas, its arguments, its way out.

use alloy_primitives::{Address, B256, Bytes, Log, LogData, U256, keccak256};
use alloy_sol_types::{SolCall, SolError, SolEvent};
use ballast_stylus::params::{ProgramRecord, StylusParams};
use ballast_stylus::pricing::activation::{
    DATA_WORD_GAS, READ_PARAMS_GAS, STATE_READ_GAS, STATE_WRITE_GAS, event_gas,
};
use revm::Database;
use revm::context::{ContextTr, JournalTr};
use revm::interpreter::{CallInputs, CallScheme};

use crate::arbos::state::{self, Field};
use crate::context::{Ctx, Fatal, peek};

/// Gas of writing zero to ArbOS state.
const STATE_CLEAR_GAS: u64 = 5_000;

/// Gas of reading an account's code hash.
const CODE_HASH_GAS: u64 = 2_600;

/// What a method may do, as its declaration says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Reads nothing: may be delegate-called, pays no 800.
    Pure,
    View,
    Write,
    Payable,
}

/// Why a call failed.
#[derive(Debug)]
pub(super) enum Failed {
    /// All gas is gone, no data.
    Burned,
    /// Reverted with this data; the remaining gas is kept.
    Reverted(Vec<u8>),
    /// The engine failed.
    Fatal(Fatal),
}

impl Failed {
    /// A revert with a custom error.
    pub(super) fn error(error: impl SolError) -> Self {
        Self::Reverted(error.abi_encode())
    }

    /// A revert without data.
    pub(super) const PLAIN: Self = Self::Reverted(Vec::new());
}

impl From<Fatal> for Failed {
    fn from(fatal: Fatal) -> Self {
        Self::Fatal(fatal)
    }
}

/// Encoded return data, or why there is none.
pub(super) type Answer = Result<Vec<u8>, Failed>;

/// A call in progress.
pub(super) struct Call<'a, DB: Database> {
    pub(super) ctx: &'a mut Ctx<DB>,
    pub(super) data: Bytes,
    pub(super) caller: Address,
    pub(super) this: Address,
    pub(super) value: U256,
    pub(super) gas_left: u64,
    delegated: bool,
    is_static: bool,
}

impl<'a, DB: Database> Call<'a, DB> {
    pub(super) fn new(ctx: &'a mut Ctx<DB>, inputs: &CallInputs, data: Bytes) -> Self {
        Self {
            ctx,
            data,
            caller: inputs.caller,
            this: inputs.bytecode_address,
            value: inputs.value.get(),
            gas_left: inputs.gas_limit,
            delegated: matches!(
                inputs.scheme,
                CallScheme::DelegateCall | CallScheme::CallCode
            ),
            is_static: inputs.is_static,
        }
    }

    /// The method's selector; calldata that is too short for one burns everything.
    pub(super) fn selector(&self) -> Result<[u8; 4], Failed> {
        self.data.first_chunk().copied().ok_or(Failed::Burned)
    }

    /// Checks that the method may be reached this way, charges for opening ArbOS state and for the
    /// arguments, and decodes them.
    pub(super) fn arguments<C: SolCall>(&mut self, access: Access) -> Result<C, Failed> {
        let pure = access == Access::Pure;
        let writes = matches!(access, Access::Write | Access::Payable);
        let payable = access == Access::Payable;
        let refused = (self.delegated && !pure)
            || (self.is_static && writes)
            || (!self.value.is_zero() && !payable);
        if refused {
            return Err(Failed::Burned);
        }
        if !pure {
            self.burn(STATE_READ_GAS)?;
        }
        let arguments = self.data.slice(4..);
        self.burn(words_gas(arguments.len()))?;
        C::abi_decode_raw_validate(&arguments).map_err(|_| Failed::Burned)
    }

    /// Charges for what goes back to the caller.
    pub(super) fn charge_output(&mut self, answer: Answer) -> Answer {
        if let Ok(data) | Err(Failed::Reverted(data)) = &answer {
            self.burn(words_gas(data.len()))?;
        }
        answer
    }

    pub(super) fn burn(&mut self, gas: u64) -> Result<(), Failed> {
        self.gas_left = self.gas_left.checked_sub(gas).ok_or(Failed::Burned)?;
        Ok(())
    }

    pub(super) fn read(&mut self, field: Field) -> Result<U256, Failed> {
        self.burn(STATE_READ_GAS)?;
        Ok(state::read(self.ctx, field)?)
    }

    pub(super) fn write(&mut self, field: Field, value: U256) -> Result<(), Failed> {
        self.burn(if value.is_zero() {
            STATE_CLEAR_GAS
        } else {
            STATE_WRITE_GAS
        })?;
        Ok(state::write(self.ctx, field, value)?)
    }

    pub(super) fn params(&mut self) -> Result<StylusParams, Failed> {
        self.burn(READ_PARAMS_GAS)?;
        Ok(state::stylus_params(self.ctx)?)
    }

    pub(super) fn program(&mut self, code_hash: B256) -> Result<ProgramRecord, Failed> {
        self.burn(STATE_READ_GAS)?;
        Ok(state::program(self.ctx, code_hash)?)
    }

    pub(super) fn set_program(
        &mut self,
        code_hash: B256,
        record: &ProgramRecord,
    ) -> Result<(), Failed> {
        self.burn(STATE_WRITE_GAS)?;
        Ok(state::set_program(self.ctx, code_hash, record)?)
    }

    /// An account's code hash; zero for an account that does not exist.
    pub(super) fn code_hash(&mut self, address: Address) -> Result<B256, Failed> {
        self.burn(CODE_HASH_GAS)?;
        let account = peek(self.ctx, address)?;
        Ok(if account.empty {
            B256::ZERO
        } else {
            account.code_hash
        })
    }

    /// keccak256 at the EVM's price.
    pub(super) fn keccak(&mut self, bytes: &[u8]) -> Result<B256, Failed> {
        self.burn(30 + 6 * (bytes.len() as u64).div_ceil(32))?;
        Ok(keccak256(bytes))
    }

    pub(super) fn emit<E: SolEvent>(&mut self, event: &E) -> Result<(), Failed> {
        let data: LogData = event.encode_log_data();
        let indexed = data.topics().len().saturating_sub(1) as u64;
        self.burn(event_gas(indexed, data.data.len() as u64))?;
        self.ctx.journal_mut().log(Log {
            address: self.this,
            data,
        });
        Ok(())
    }

    /// Moves wei without a call.
    pub(super) fn transfer(
        &mut self,
        from: Address,
        to: Address,
        amount: U256,
    ) -> Result<(), Failed> {
        let moved = self
            .ctx
            .journal_mut()
            .transfer(from, to, amount)
            .map_err(Fatal::database)?;
        match moved {
            None => Ok(()),
            Some(_) => Err(Failed::PLAIN),
        }
    }
}

/// 3 gas for each word of `len` bytes.
fn words_gas(len: usize) -> u64 {
    DATA_WORD_GAS.saturating_mul((len as u64).div_ceil(32))
}
