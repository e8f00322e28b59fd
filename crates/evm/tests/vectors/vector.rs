//! The vectors' file format; the README beside them describes it.

use alloy_primitives::{B256, Bytes, U256};
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Vector {
    pub(crate) name: String,
    pub(crate) deploy: Vec<Deploy>,
    pub(crate) fund: Vec<Fund>,
    pub(crate) steps: Vec<Step>,
}

#[derive(Deserialize)]
pub(crate) struct Deploy {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) init_code: Bytes,
    pub(crate) activate: bool,
    pub(crate) cached: bool,
}

#[derive(Deserialize)]
pub(crate) struct Fund {
    pub(crate) to: String,
    pub(crate) value: U256,
}

#[derive(Deserialize)]
pub(crate) struct Step {
    pub(crate) name: String,
    pub(crate) from: usize,
    pub(crate) to: String,
    pub(crate) data: String,
    pub(crate) value: U256,
    pub(crate) gas: U256,
    pub(crate) expect: Expect,
}

#[derive(Deserialize)]
pub(crate) struct Expect {
    pub(crate) status: u8,
    pub(crate) output: Option<String>,
    pub(crate) gas_used: Option<U256>,
    pub(crate) logs: Option<Vec<Log>>,
    pub(crate) storage: Vec<Slot>,
}

#[derive(Deserialize)]
pub(crate) struct Log {
    pub(crate) address: String,
    pub(crate) topics: Vec<String>,
    pub(crate) data: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Slot {
    pub(crate) address: String,
    pub(crate) slot: U256,
    pub(crate) value: B256,
}
