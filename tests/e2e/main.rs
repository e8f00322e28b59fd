//! What users do with a vault, one file per action, on the real WASM.

mod approve;
mod deploy;
mod deposit;
mod differential;
mod mint;
mod permit;
mod price_feed;
mod redeem;
mod report;
mod router;
mod settings;
mod strategy;
mod surrender;
mod tokens;
mod transfer;
mod views;
mod withdraw;

use alloy_primitives::{Address, LogData};
use alloy_sol_types::SolEvent;
use ballast_abi::erc20::IERC20;
use ballast_tests::{ALICE, Scene, uint};

/// Alice has 1,000,000 share units for 1,000 assets, to which a profit of 500 came: a share unit is
/// worth 1,501 / 1,001,000 of an asset unit, so nothing divides evenly.
fn profitable() -> Scene {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 1_000, ALICE);
    scene.vault.book_profit(500);
    scene.fund(scene.vault.address(), 500);
    scene
}

/// An ERC-20 transfer's log.
fn transfer_log(from: Address, to: Address, value: u128) -> LogData {
    IERC20::Transfer {
        from,
        to,
        value: uint(value),
    }
    .encode_log_data()
}
