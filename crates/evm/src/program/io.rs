//! What a host function works with: the program's memory, its ink, its invocation state.

use alloy_primitives::{Address, Bytes, U256};
use ballast_stylus::ink::{self, InkPrice};
use wasmi::{AsContext, AsContextMut, Global, Memory, StoreContextMut, Val};

use super::storage::StorageCache;
use crate::types::HostCall;

/// Why a program stops before its entry point returns, or is set aside for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The program asked to end with this status.
    Early(i32),
    /// Ink ran out.
    OutOfInk,
    /// A host function failed: the frame reverts without data and keeps its gas.
    Failure(&'static str),
    /// A host function needs the chain; the pending request is in [`Invocation::request`].
    Suspend,
}

impl std::fmt::Display for Exit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Early(status) => write!(f, "exit with status {status}"),
            Self::OutOfInk => f.write_str("out of ink"),
            Self::Failure(reason) => f.write_str(reason),
            Self::Suspend => f.write_str("waits for the chain"),
        }
    }
}

impl wasmi::errors::HostError for Exit {}

/// A host function that needs the chain, with its arguments.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Request {
    StorageLoad {
        key: u32,
        dest: u32,
    },
    StorageFlush {
        clear: bool,
    },
    TransientLoad {
        key: u32,
        dest: u32,
    },
    TransientStore {
        key: u32,
        value: u32,
    },
    Call(CallRequest),
    Create(CreateRequest),
    EmitLog {
        data: u32,
        len: u32,
        topics: u32,
    },
    Balance {
        address: u32,
        dest: u32,
    },
    Code {
        address: u32,
        offset: u32,
        size: u32,
        dest: u32,
    },
    CodeSize {
        address: u32,
    },
    CodeHash {
        address: u32,
        dest: u32,
    },
    GrowMemory {
        pages: u16,
    },
}

/// Which of the three call functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CallKind {
    Call,
    Delegate,
    Static,
}

/// Arguments of the call functions; `value` is a pointer, for [`CallKind::Call`] only.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CallRequest {
    pub(crate) kind: CallKind,
    pub(crate) address: u32,
    pub(crate) data: u32,
    pub(crate) len: u32,
    pub(crate) value: u32,
    pub(crate) gas: u64,
    pub(crate) ret_len: u32,
}

/// Arguments of the creation functions; `salt` is a pointer, for `create2` only.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CreateRequest {
    pub(crate) code: u32,
    pub(crate) len: u32,
    pub(crate) endowment: u32,
    pub(crate) salt: Option<u32>,
    pub(crate) address_out: u32,
    pub(crate) revert_len_out: u32,
}

/// What a program can ask about its frame, its transaction and its block without touching state.
#[derive(Clone, Debug)]
pub(crate) struct Environment {
    pub(crate) calldata: Bytes,
    pub(crate) sender: Address,
    pub(crate) acting: Address,
    pub(crate) value: U256,
    pub(crate) reentrant: bool,
    pub(crate) origin: Address,
    pub(crate) gas_price: U256,
    pub(crate) chain_id: u64,
    pub(crate) block_number: u64,
    pub(crate) timestamp: u64,
    pub(crate) base_fee: U256,
    pub(crate) coinbase: Address,
    pub(crate) gas_limit: u64,
}

/// The instance's memory and instrumentation globals.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Handles {
    pub(crate) memory: Memory,
    pub(crate) ink_left: Global,
    pub(crate) ink_status: Global,
    pub(crate) stack_left: Global,
}

/// State of one run of a program, from entry to exit.
#[derive(Debug)]
pub(crate) struct Invocation {
    pub(crate) environment: Environment,
    pub(crate) ink_price: InkPrice,
    pub(crate) handles: Option<Handles>,
    pub(crate) output: Vec<u8>,
    pub(crate) return_data: Bytes,
    pub(crate) storage: StorageCache,
    pub(crate) last_code: Option<(Address, Bytes)>,
    pub(crate) request: Option<Request>,
    pub(crate) trace: Option<Tracer>,
}

/// Records host calls of one program frame.
#[derive(Debug)]
pub(crate) struct Tracer {
    pub(crate) depth: usize,
    pub(crate) done: Vec<HostCall>,
    current: Option<HostCall>,
}

impl Tracer {
    pub(crate) const fn new(depth: usize) -> Self {
        Self {
            depth,
            done: Vec::new(),
            current: None,
        }
    }
}

/// Access to a program from a host function, whether it is called from the program or finishes a
/// request afterwards. What passes through here is what a trace shows.
pub(crate) struct Io<'a> {
    store: StoreContextMut<'a, Invocation>,
    handles: Handles,
}

impl<'a> Io<'a> {
    /// `None` before the instance exists: a start function ran, which validation rules out.
    pub(crate) fn new(store: StoreContextMut<'a, Invocation>) -> Option<Self> {
        let handles = store.data().handles?;
        Some(Self { store, handles })
    }

    pub(crate) fn invocation(&self) -> &Invocation {
        self.store.data()
    }

    pub(crate) fn invocation_mut(&mut self) -> &mut Invocation {
        self.store.data_mut()
    }

    /// Ink left for the program.
    pub(crate) fn ink(&self) -> u64 {
        match self.handles.ink_left.get(self.store.as_context()) {
            Val::I64(ink) => ink.cast_unsigned(),
            _ => 0,
        }
    }

    fn set_ink(&mut self, ink: u64) {
        // The global is the meter's own: mutable and of this type.
        let _ = self
            .handles
            .ink_left
            .set(self.store.as_context_mut(), Val::I64(ink.cast_signed()));
    }

    fn exhaust(&mut self) -> Exit {
        let _ = self
            .handles
            .ink_status
            .set(self.store.as_context_mut(), Val::I32(1));
        Exit::OutOfInk
    }

    /// Whole gas left.
    pub(crate) fn gas_left(&self) -> u64 {
        self.invocation().ink_price.ink_to_gas(self.ink())
    }

    /// Deducts ink.
    pub(crate) fn pay(&mut self, ink: u64) -> Result<(), Exit> {
        match self.ink().checked_sub(ink) {
            Some(left) => {
                self.set_ink(left);
                Ok(())
            }
            None => Err(self.exhaust()),
        }
    }

    /// Deducts the ink that buys `gas`.
    pub(crate) fn buy_gas(&mut self, gas: u64) -> Result<(), Exit> {
        let ink = self.invocation().ink_price.gas_to_ink(gas);
        self.pay(ink)
    }

    /// Ends the program unless it could buy `gas`; deducts nothing.
    pub(crate) fn require_gas(&mut self, gas: u64) -> Result<(), Exit> {
        if self.ink() < self.invocation().ink_price.gas_to_ink(gas) {
            return Err(self.exhaust());
        }
        Ok(())
    }

    /// The program's ink is gone for a reason outside it.
    pub(crate) fn out_of_ink(&mut self) -> Exit {
        self.exhaust()
    }

    /// Pays for `len` bytes going into the program.
    pub(crate) fn pay_write(&mut self, len: usize) -> Result<(), Exit> {
        self.pay(ink::write_ink(len as u64))
    }

    /// Pays for `len` bytes coming from the program.
    pub(crate) fn pay_read(&mut self, len: u32) -> Result<(), Exit> {
        self.pay(ink::read_ink(u64::from(len)))
    }

    /// A copy of the program's memory.
    pub(crate) fn read(&mut self, pointer: u32, len: u32) -> Result<Vec<u8>, Exit> {
        let data = self.handles.memory.data(self.store.as_context());
        let start = pointer as usize;
        let bytes = start
            .checked_add(len as usize)
            .and_then(|end| data.get(start..end))
            .ok_or(Exit::Failure("memory access out of bounds"))?
            .to_vec();
        self.trace_args(&bytes);
        Ok(bytes)
    }

    fn read_array<const N: usize>(&mut self, pointer: u32) -> Result<[u8; N], Exit> {
        let mut bytes = [0; N];
        self.handles
            .memory
            .read(self.store.as_context(), pointer as usize, &mut bytes)
            .map_err(|_| Exit::Failure("memory access out of bounds"))?;
        self.trace_args(&bytes);
        Ok(bytes)
    }

    pub(crate) fn read_u256(&mut self, pointer: u32) -> Result<U256, Exit> {
        self.read_array::<32>(pointer).map(U256::from_be_bytes)
    }

    pub(crate) fn read_address(&mut self, pointer: u32) -> Result<Address, Exit> {
        self.read_array::<20>(pointer).map(Address::from)
    }

    pub(crate) fn write(&mut self, pointer: u32, bytes: &[u8]) -> Result<(), Exit> {
        self.handles
            .memory
            .write(self.store.as_context_mut(), pointer as usize, bytes)
            .map_err(|_| Exit::Failure("memory access out of bounds"))?;
        self.trace_outs(bytes);
        Ok(())
    }

    pub(crate) fn write_u256(&mut self, pointer: u32, value: U256) -> Result<(), Exit> {
        self.write(pointer, &value.to_be_bytes::<32>())
    }

    /// A length, as programs expect it: four bytes, little-endian.
    pub(crate) fn write_len(&mut self, pointer: u32, len: usize) -> Result<(), Exit> {
        self.write(
            pointer,
            &u32::try_from(len).unwrap_or(u32::MAX).to_le_bytes(),
        )
    }

    /// Starts recording a host call.
    pub(crate) fn trace_begin(&mut self, name: &'static str) {
        let start_ink = if self.invocation().trace.is_some() {
            self.ink()
        } else {
            0
        };
        let program = self.invocation().environment.acting;
        if let Some(tracer) = self.invocation_mut().trace.as_mut() {
            tracer.current = Some(HostCall {
                depth: tracer.depth,
                program,
                name,
                args: Bytes::new(),
                outs: Bytes::new(),
                start_ink,
                end_ink: start_ink,
                callee: None,
            });
        }
    }

    /// Ends the recording begun last.
    pub(crate) fn trace_end(&mut self) {
        if self.invocation().trace.is_none() {
            return;
        }
        let end_ink = self.ink();
        if let Some(tracer) = self.invocation_mut().trace.as_mut()
            && let Some(mut call) = tracer.current.take()
        {
            call.end_ink = end_ink;
            tracer.done.push(call);
        }
    }

    /// Adds to what the current host call was handed.
    pub(crate) fn trace_args(&mut self, bytes: &[u8]) {
        if let Some(call) = self.traced() {
            call.args = [&call.args, bytes].concat().into();
        }
    }

    /// Adds to what the current host call gave back.
    pub(crate) fn trace_outs(&mut self, bytes: &[u8]) {
        if let Some(call) = self.traced() {
            call.outs = [&call.outs, bytes].concat().into();
        }
    }

    /// Names the callee of the current host call.
    pub(crate) fn trace_callee(&mut self, callee: Address) {
        if let Some(call) = self.traced() {
            call.callee = Some(callee);
        }
    }

    fn traced(&mut self) -> Option<&mut HostCall> {
        self.invocation_mut().trace.as_mut()?.current.as_mut()
    }
}
