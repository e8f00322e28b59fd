//! The host that contracts see, on motsu's shims.

use sdk10::{
    alloy_primitives::{keccak256, Address, B256, KECCAK256_EMPTY as KECCAK_EMPTY, U256},
    stylus_core::*,
};
pub use sdk10::host::{VMAccess, VM};

use crate::{cheats, shims};

/// Under 0.10.10's feature `stylus-test`, `VM.host` is a `Box<dyn Host>`, so
/// motsu's `VM { host: Box::new(WasmVM {}) }` plugs this host straight in.
#[derive(Clone, Debug, Default)]
pub struct WasmVM {}

pub(crate) fn contract_address() -> Address {
    let mut data = Address::ZERO;
    unsafe { shims::contract_address(data.as_mut_ptr()) };
    data
}

/// A call, with what motsu's shims would panic on (and so abort) taken first.
unsafe fn message(to: *const u8, value: U256, call: impl FnOnce(*mut usize) -> u8) -> u8 {
    let _caller = cheats::Frame::enter_outermost();
    cheats::set_return_data(Vec::new());
    let refusing = cheats::env().refusing;
    if refusing.contains(&Address::from_slice(core::slice::from_raw_parts(to, 20))) {
        return 1;
    }
    if !value.is_zero() && balance_of(contract_address().as_ptr()) < value {
        return 1;
    }
    if !has_code(to) {
        if !value.is_zero() {
            cheats::unsupported("value to an address without code");
        }
        return 0;
    }
    let mut len = 0;
    let status = call(&mut len);
    crate::abi::finish_call();
    status
}

unsafe fn balance_of(account: *const u8) -> U256 {
    let mut data = [0; 32];
    shims::account_balance(account, data.as_mut_ptr());
    U256::from_be_bytes(data)
}

/// motsu says so by the code hash only.
unsafe fn has_code(account: *const u8) -> bool {
    let mut hash = B256::ZERO;
    shims::account_codehash(account, hash.as_mut_ptr());
    hash != KECCAK_EMPTY
}

#[track_caller]
fn deny_in_static(what: &str) {
    assert!(!cheats::in_static_call(), "{what} inside a static call");
}

impl Host for WasmVM {}

impl CryptographyAccess for WasmVM {
    fn native_keccak256(&self, input: &[u8]) -> B256 {
        let mut out = B256::ZERO;
        unsafe { shims::native_keccak256(input.as_ptr(), input.len(), out.as_mut_ptr()) };
        out
    }
}

impl CalldataAccess for WasmVM {
    fn read_args(&self, _len: usize) -> Vec<u8> {
        unimplemented!("motsu hands the calldata to the router directly")
    }
    fn read_return_data(&self, offset: usize, size: Option<usize>) -> Vec<u8> {
        cheats::return_data(|data| {
            let start = offset.min(data.len());
            let end = size.map_or(data.len(), |size| start.saturating_add(size).min(data.len()));
            data[start..end].to_vec()
        })
    }
    fn return_data_size(&self) -> usize {
        cheats::return_data(|data| data.len())
    }
    fn write_result(&self, _data: &[u8]) {
        unimplemented!("motsu takes the result from the router directly")
    }
}

unsafe impl UnsafeDeploymentAccess for WasmVM {
    unsafe fn create1(&self, _: *const u8, _: usize, _: *const u8, _: *mut u8, _: *mut usize) {
        cheats::unsupported("create")
    }
    /// Runs no init code: a test places the contract beforehand.
    unsafe fn create2(
        &self,
        code: *const u8,
        code_len: usize,
        endowment: *const u8,
        salt: *const u8,
        contract: *mut u8,
        revert_data_len: *mut usize,
    ) {
        deny_in_static("creation");
        if core::slice::from_raw_parts(endowment, 32) != [0; 32] {
            cheats::unsupported("value to a contract that is created");
        }
        let init_hash = keccak256(core::slice::from_raw_parts(code, code_len));
        let salt = B256::from_slice(core::slice::from_raw_parts(salt, 32));
        let address = contract_address().create2(salt, init_hash);
        cheats::set_return_data(Vec::new());
        *revert_data_len = 0;
        if cheats::take_unborn(address) {
            contract.copy_from(address.as_ptr(), 20);
        }
    }
}

impl StorageAccess for WasmVM {
    unsafe fn storage_cache_bytes32(&self, key: U256, value: B256) {
        deny_in_static("storage write");
        shims::storage_cache_bytes32(B256::from(key).as_ptr(), value.as_ptr());
    }
    fn storage_load_bytes32(&self, key: U256) -> B256 {
        let mut data = B256::ZERO;
        unsafe { shims::storage_load_bytes32(B256::from(key).as_ptr(), data.as_mut_ptr()) };
        data
    }
    fn flush_cache(&self, clear: bool) {
        unsafe { shims::storage_flush_cache(clear) }
    }
}

impl RawLogAccess for WasmVM {
    fn emit_log(&self, input: &[u8], num_topics: usize) {
        deny_in_static("log");
        unsafe { shims::emit_log(input.as_ptr(), input.len(), num_topics) }
    }
    fn raw_log(&self, topics: &[B256], data: &[u8]) -> Result<(), &'static str> {
        if topics.len() > 4 {
            return Err("too many topics");
        }
        let mut bytes = topics.concat();
        bytes.extend(data);
        self.emit_log(&bytes, topics.len());
        Ok(())
    }
}

unsafe impl UnsafeCallAccess for WasmVM {
    unsafe fn call_contract(
        &self,
        to: *const u8,
        data: *const u8,
        data_len: usize,
        value: *const u8,
        gas: u64,
        outs_len: &mut usize,
    ) -> u8 {
        let amount = U256::from_be_slice(core::slice::from_raw_parts(value, 32));
        if !amount.is_zero() {
            deny_in_static("value transfer");
        }
        let status = message(to, amount, |len| {
            shims::call_contract(to, data, data_len, value, gas, len)
        });
        *outs_len = self.return_data_size();
        status
    }
    /// Runs within the frame of the caller, whose storage, sender and value it has. What one that
    /// fails has written is undone where the caller fails as well.
    unsafe fn delegate_call_contract(
        &self,
        to: *const u8,
        data: *const u8,
        data_len: usize,
        _gas: u64,
        outs_len: &mut usize,
    ) -> u8 {
        let program = cheats::program(Address::from_slice(core::slice::from_raw_parts(to, 20)));
        let result = program.map_or(Ok(Vec::new()), |program| {
            let input = core::slice::from_raw_parts(data, data_len).to_vec();
            crate::abi::catch(|| program(input, VM { host: Box::new(Self {}) }))
        });
        let status = u8::from(result.is_err());
        cheats::set_return_data(result.unwrap_or_else(|data| data));
        crate::abi::finish_call();
        *outs_len = self.return_data_size();
        status
    }
    unsafe fn static_call_contract(
        &self,
        to: *const u8,
        data: *const u8,
        data_len: usize,
        gas: u64,
        outs_len: &mut usize,
    ) -> u8 {
        let _scope = cheats::StaticScope::enter();
        let status = message(to, U256::ZERO, |len| {
            shims::static_call_contract(to, data, data_len, gas, len)
        });
        *outs_len = self.return_data_size();
        status
    }
}

impl BlockAccess for WasmVM {
    fn block_basefee(&self) -> U256 {
        cheats::env().block_basefee
    }
    fn block_coinbase(&self) -> Address {
        Address::ZERO
    }
    fn block_gas_limit(&self) -> u64 {
        1 << 50
    }
    fn block_number(&self) -> u64 {
        cheats::env().block_number
    }
    fn block_timestamp(&self) -> u64 {
        cheats::env()
            .block_timestamp
            .unwrap_or_else(|| unsafe { shims::block_timestamp() })
    }
}

impl ChainAccess for WasmVM {
    fn chain_id(&self) -> u64 {
        unsafe { shims::chainid() }
    }
}

impl AccountAccess for WasmVM {
    fn balance(&self, account: Address) -> U256 {
        unsafe { balance_of(account.as_ptr()) }
    }
    fn contract_address(&self) -> Address {
        contract_address()
    }
    fn code(&self, account: Address) -> Vec<u8> {
        cheats::code(account).unwrap_or_default()
    }
    fn code_size(&self, account: Address) -> usize {
        usize::from(unsafe { has_code(account.as_ptr()) })
    }
    fn code_hash(&self, account: Address) -> B256 {
        if let Some(code) = cheats::code(account) {
            return keccak256(code);
        }
        let mut data = B256::ZERO;
        unsafe { shims::account_codehash(account.as_ptr(), data.as_mut_ptr()) };
        data
    }
}

impl MemoryAccess for WasmVM {
    fn pay_for_memory_grow(&self, _pages: u16) {}
}

impl MessageAccess for WasmVM {
    fn msg_reentrant(&self) -> bool {
        cheats::reentrant(contract_address())
    }
    fn msg_sender(&self) -> Address {
        let mut data = Address::ZERO;
        unsafe { shims::msg_sender(data.as_mut_ptr()) };
        data
    }
    fn msg_value(&self) -> U256 {
        let mut data = [0; 32];
        unsafe { shims::msg_value(data.as_mut_ptr()) };
        U256::from_be_bytes(data)
    }
    fn tx_origin(&self) -> Address {
        cheats::env().tx_origin
    }
}

impl MeteringAccess for WasmVM {
    fn evm_gas_left(&self) -> u64 {
        unsafe { shims::evm_gas_left() }
    }
    fn evm_ink_left(&self) -> u64 {
        unsafe { shims::evm_ink_left() }
    }
    fn tx_gas_price(&self) -> U256 {
        cheats::env().block_basefee
    }
    fn tx_ink_price(&self) -> u32 {
        10_000
    }
}
