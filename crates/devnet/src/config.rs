//! What a chain is started with.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use alloy_primitives::U256;
use ballast_evm::ARBOS_DEFAULT;

use crate::known::KnownAbis;

/// What a chain is started with.
#[derive(Clone, Debug)]
pub struct Config {
    /// EIP-155 chain id; 412346 as on Nitro's development chain.
    pub chain_id: u64,
    /// ArbOS version at genesis, 51 or 60.
    pub arbos_version: u64,
    /// Address to listen on.
    pub host: IpAddr,
    /// TCP port for HTTP and WebSocket; 0 picks a free one.
    pub port: u16,
    /// File that keeps blocks and state over restarts.
    pub state: Option<PathBuf>,
    /// Time between blocks; `None` makes a block for every transaction at once.
    pub block_time: Option<Duration>,
    /// Timestamp of genesis in seconds since 1970; `None` takes the machine's time.
    pub genesis_timestamp: Option<u64>,
    /// L1 height at genesis.
    pub l1_number: u64,
    /// Wei per gas.
    pub base_fee: u64,
    /// Wei given to each development account.
    pub balance: U256,
    /// Largest deployed code in bytes.
    pub code_size_max: usize,
    /// ABIs used to print calls and to word reverts, besides the built-in ones.
    pub abis: KnownAbis,
    /// Whether to print nothing.
    pub silent: bool,
}

/// 10,000 ether.
const BALANCE: u128 = 10_000 * 1_000_000_000_000_000_000;

impl Default for Config {
    fn default() -> Self {
        Self {
            chain_id: 412_346,
            arbos_version: ARBOS_DEFAULT,
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 8547,
            state: None,
            block_time: None,
            genesis_timestamp: None,
            l1_number: 1,
            base_fee: 100_000_000,
            balance: U256::from(BALANCE),
            code_size_max: 24_576,
            abis: KnownAbis::default(),
            silent: true,
        }
    }
}
