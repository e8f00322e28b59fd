//! What an execution carries besides revm's own context.

use std::sync::Arc;

use alloy_primitives::{Address, B256, U256};
use ballast_stylus::format::{CodeKind, classify};
use ballast_stylus::pricing::OpenPages;
use revm::context::{BlockEnv, CfgEnv, ContextTr, JournalTr, TxEnv};
use revm::primitives::hardfork::SpecId;
use revm::{Context, Database, Journal};

use crate::program::ProgramCache;
use crate::recent::RecentPrograms;
use crate::types::{BlockContext, ChainConfig, HostCall, ProgramUsage};

/// revm's context with Arbitrum's extension.
pub(crate) type Ctx<DB> = Context<BlockEnv, TxEnv, CfgEnv<SpecId>, DB, Journal<DB>, ArbContext>;

/// The engine failed, not the transaction: a state that cannot be read.
#[derive(Clone, Debug)]
pub(crate) struct Fatal(pub(crate) String);

impl Fatal {
    pub(crate) fn database(error: impl std::fmt::Display) -> Self {
        Self(format!("state: {error}"))
    }
}

/// A frame on the call stack, as ArbOS and programs see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OpenFrame {
    /// Whose storage it works on.
    pub(crate) acting: Address,
    /// `msg.sender` of the frame.
    pub(crate) caller: Address,
    /// Delegate calls do not count as entering a contract.
    pub(crate) enters: bool,
}

/// Arbitrum's state of one execution.
#[derive(Debug)]
pub(crate) struct ArbContext {
    pub(crate) config: Arc<ChainConfig>,
    pub(crate) programs: Arc<ProgramCache>,
    pub(crate) block: BlockContext,
    pub(crate) arbos_version: u64,
    /// Wei per gas with the tip, as programs see it even where the tip is dropped.
    pub(crate) gas_price_with_tip: u128,
    pub(crate) pages: OpenPages,
    pub(crate) recent: RecentPrograms,
    pub(crate) frames: Vec<OpenFrame>,
    pub(crate) usage: Vec<ProgramUsage>,
    pub(crate) trace_host_calls: bool,
    pub(crate) host_calls: Vec<HostCall>,
    pub(crate) failure: Option<String>,
    /// Gas that pays for L1 data.
    pub(crate) poster_gas: u64,
    /// Gas above the per-transaction cap, held back during execution.
    pub(crate) held_gas: u64,
    /// Whether gas above the cap is held back.
    pub(crate) cap_gas: bool,
}

impl ArbContext {
    /// True if the acting address of the innermost frame was entered more than once.
    pub(crate) fn reentrant(&self) -> bool {
        let Some(top) = self.frames.last() else {
            return false;
        };
        let entered = |frame: &&OpenFrame| frame.enters && frame.acting == top.acting;
        1 < self.frames.iter().filter(entered).count()
    }

    /// What this code is to Stylus under the chain's ArbOS version.
    pub(crate) fn classify(&self, code: &[u8]) -> Option<CodeKind> {
        classify(code, self.arbos_version)
    }
}

/// An account as it is now, without marking it warm.
pub(crate) struct Peeked {
    pub(crate) code_hash: B256,
    pub(crate) code: revm::bytecode::Bytecode,
    pub(crate) empty: bool,
    pub(crate) balance: U256,
}

/// Reads an account without touching the access list, as ArbOS and code resolution do.
pub(crate) fn peek<DB: Database>(ctx: &mut Ctx<DB>, address: Address) -> Result<Peeked, Fatal> {
    let (db, state) = ctx.journal_mut().db_and_state_mut();
    let info = match state.get(&address) {
        Some(account) => account.info.clone(),
        None => db
            .basic(address)
            .map_err(Fatal::database)?
            .unwrap_or_default(),
    };
    let code = match info.code.clone() {
        Some(code) => code,
        None if info.is_empty_code_hash() => revm::bytecode::Bytecode::default(),
        None => db.code_by_hash(info.code_hash).map_err(Fatal::database)?,
    };
    Ok(Peeked {
        code_hash: info.code_hash,
        code,
        empty: info.is_empty(),
        balance: info.balance,
    })
}
