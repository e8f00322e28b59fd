//! What attackers try, one file per class of attack, on the real WASM. Where another vault falls
//! for it, its loss stands beside.
//!
//! | no. | scenario | file | known from |
//! | --- | --- | --- | --- |
//! | 1 | first-depositor inflation | `inflation.rs` | Wise, Bao, MahaLend, Raft |
//! | 2 | shares minted or burnt for nothing | `rounding.rs` | Pods |
//! | 3 | stealth donation by rounding | `rounding.rs` | |
//! | 9 | exit without an allowance | `allowance.rs` | RWAVault |
//! | 12 | fee on transfers | `fee_token.rs` | Balancer with STA |
//! | 13 | callbacks of the token | `reentrancy.rs` | lendf.me, Cream, Hundred, Agave |
//! | 42 | one storage word with two meanings | `storage.rs` | SIR, EFVault |
//! | 44 | scope of a signature, replay, chain | `signature.rs` | GiddyVault |

mod allowance;
mod fee_token;
mod inflation;
mod reentrancy;
mod rounding;
mod signature;
mod storage;

use alloy_primitives::Address;
use alloy_sol_types::SolValue;
use ballast_bench::peers::{PeerVault, Pipeline};
use ballast_tests::{ALICE, BOB, CAROL, Contract, MALLORY, Scene, Vault, peers};

/// Who loses.
const VICTIMS: [Address; 3] = [ALICE, BOB, CAROL];

/// Another project's vault over the scene's token, which everybody lets take theirs.
fn peer_vault(scene: &Scene, peer: PeerVault) -> Vault {
    let code = peers().vault(peer, Pipeline::Legacy).unwrap();
    let asset = scene.token.address.abi_encode();
    let address = scene.chain.create(code, &asset).unwrap();
    for actor in [ALICE, BOB, CAROL, MALLORY] {
        scene.allow(actor, address);
    }
    Vault::new(Contract::new(scene.chain.clone(), address))
}
