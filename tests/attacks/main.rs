//! What attackers try, one file per class of attack, on the real WASM. Where another vault falls
//! for it, its loss stands beside.
//!
//! | no. | scenario | file | known from |
//! | --- | --- | --- | --- |
//! | 1 | first-depositor inflation | `inflation.rs` | Wise, Bao, MahaLend, Raft |
//! | 2 | shares minted or burnt for nothing | `rounding.rs` | Pods |
//! | 3 | stealth donation by rounding | `rounding.rs` | |
//! | 4 | a strategy without debt that is sent something | `empty_strategy.rs` | Summer.fi, xUSD |
//! | 5 | entry just before a report | `just_in_time.rs` | |
//! | 6 | exit just before a loss is reported | `unreported_loss.rs` | |
//! | 7 | losses that the leaver did not accept | `unreported_loss.rs` | |
//! | 8 | a strategy that reverts | `failing_strategy.rs` | |
//! | 9 | exit without an allowance | `allowance.rs`, `epochs.rs` | RWAVault |
//! | 10 | a holding without a price | `failing_strategy.rs` | SingularityDynaVault |
//! | 11 | a price moved within a transaction | `moved_price.rs` | Makina, Harvest |
//! | 11 | a pool moved within a transaction | `moved_pool.rs` | Makina, Harvest |
//! | 11 | a sale of rewards with somebody around it | `sold_rewards.rs` | Harvest, many |
//! | 12 | fee on transfers | `fee_token.rs` | Balancer with STA |
//! | 13 | callbacks of the token | `reentrancy.rs` | lendf.me, Cream, Hundred, Agave |
//! | 14 | prices read in the middle of a call | `strategy_callback.rs` | dForce, Sturdy |
//! | 15 | callbacks of a strategy | `strategy_callback.rs` | GMX, Rari |
//! | 16 | a strategy of the attacker's | `unregistered.rs` | Index Coop, Onyx, Penpie |
//! | 5 | entry just before a penalty is paid | `forced_deallocation.rs` | |
//! | 26 | a run on what is liquid | `epochs.rs` | |
//! | 35 | code swapped while an action waits | `timelock.rs` | Tornado Cash |
//! | 36 | ways around a delay | `timelock.rs` | |
//! | 37 | a contract that calls what it is told | `arbitrary_call.rs` | Size, Li.Fi, rebalancers on Aave |
//! | 38 | callbacks of a pool | `callback.rs` | EFLeverVault, Annex |
//! | 42 | one storage word with two meanings | `storage.rs` | SIR, EFVault |
//! | 43 | balances of some units | `tiny_balances.rs` | Balancer, yETH, KyberSwap |
//! | 44 | scope of a signature, replay, chain | `signature.rs` | GiddyVault |
//! | 48 | asked for and settled in one transaction | `epochs.rs` | |
//! | 50 | keepers that starve or repeat a call | `keeper.rs` | |
//! | 50 | an allocator that moves back and forth | `churn.rs` | |
//! | 50 | anybody who moves back and forth | `reallocation.rs` | |
//! | 50 | anybody who empties strategies | `forced_deallocation.rs` | |
//! | 53 | fees at their edges | `fees.rs` | |

mod allowance;
mod arbitrary_call;
mod callback;
mod churn;
mod empty_strategy;
mod epochs;
mod failing_strategy;
mod fee_token;
mod fees;
mod forced_deallocation;
mod inflation;
mod just_in_time;
mod keeper;
mod moved_pool;
mod moved_price;
mod naive;
mod reallocation;
mod reentrancy;
mod rounding;
mod signature;
mod sold_rewards;
mod storage;
mod strategy_callback;
mod timelock;
mod tiny_balances;
mod unregistered;
mod unreported_loss;

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, SolValue, sol};
use ballast_abi::erc4626::IERC4626::convertToAssetsCall;
use ballast_bench::peers::{PeerVault, Pipeline};
use ballast_devnet::MULTICALL3;
use ballast_tests::{ALICE, BOB, CAROL, Contract, Farm, MALLORY, STAKE, Scene, Vault, peers};

sol! {
    struct Step {
        address target;
        bytes callData;
    }

    function aggregate(Step[] steps) external returns (uint256 block, bytes[] answers);
}

/// Who loses.
const VICTIMS: [Address; 3] = [ALICE, BOB, CAROL];

const DAY: u64 = 86_400;

/// Another project's vault over the scene's token, which everybody lets take theirs.
fn peer_vault(scene: &Scene, peer: PeerVault) -> Vault {
    let code = peers().vault(peer, Pipeline::Legacy).unwrap();
    open_vault(scene, code, &scene.token.address.abi_encode())
}

/// A new vault, which everybody lets take their tokens.
fn open_vault(scene: &Scene, code: &Bytes, arguments: &[u8]) -> Vault {
    let address = scene.chain.create(code, arguments).unwrap();
    for actor in [ALICE, BOB, CAROL, MALLORY] {
        scene.allow(actor, address);
    }
    Vault::new(Contract::new(scene.chain.clone(), address))
}

/// A new contract of `tests/peers`.
fn create(scene: &Scene, name: &'static str, arguments: &[u8]) -> Contract {
    let code = peers().contract(name).unwrap();
    let address = scene.chain.create(code, arguments).unwrap();
    Contract::new(scene.chain.clone(), address)
}

/// A farm in which Alice has so much, at least [`STAKE`].
fn farm_of(assets: u128) -> Farm {
    let farm = Farm::new();
    farm.scene.fund(ALICE, assets);
    farm.scene.vault.deposit(ALICE, assets - STAKE, ALICE);
    farm
}

/// What shares are worth.
fn worth(vault: &Vault, shares: U256) -> U256 {
    vault.contract.ask(&convertToAssetsCall { shares })
}

fn step(to: &Contract, call: &impl SolCall) -> Step {
    Step {
        target: to.address,
        callData: call.abi_encode().into(),
    }
}

/// Makes calls one after another in one transaction, as a flash loan lets anyone do. The caller is
/// [`RAIDER`], and what it gets stays there.
fn at_once(scene: &Scene, steps: Vec<Step>) {
    let raider = Contract::new(scene.chain.clone(), RAIDER);
    raider.send(MALLORY, &aggregateCall { steps });
}

/// A contract that makes whatever calls it is told to.
const RAIDER: Address = MULTICALL3;
