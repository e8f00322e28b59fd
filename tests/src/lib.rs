//! A stage for tests: an embedded chain with a token, a vault over it, and people with money.
//!
//! ```text
//! let scene = Scene::new();
//! let done = scene.vault.deposit(ALICE, 100, ALICE);
//! assert_eq!(done.returned, U256::from(100_000));
//! ```
//!
//! Whatever is expected to pass panics with the decoded reason if it does not. Every scene has a
//! chain of its own, whose blocks are a second apart whatever the machine's clock says.

mod actors;
mod contract;
pub mod curating;
mod farm;
mod keeping;
pub mod lending;
mod permit;
mod prices;
mod pricing;
mod rebalancing;
pub mod redemptions;
pub mod replay;
mod scene;
mod selling;
pub mod soak;
pub mod soak_governance;
pub mod soak_market;
mod twins;
mod vault;
pub mod venues;

pub use actors::{ALICE, BOB, CAROL, DEPLOYER, MALLORY, PAUPER, STRANGER, key_of};
pub use contract::{Contract, Done, near, uint};
pub use curating::Curating;
pub use farm::{Farm, Hostile, Mode, PLAIN, SEASON, STAKE};
pub use keeping::{is_done, keep};
pub use permit::{Domain, Permit};
pub use prices::{Candle, bitcoin_from};
pub use pricing::{DOLLARS, Feed, HEARTBEAT, Pricing, SourceTerms};
pub use rebalancing::{Rebalancing, force, reallocate};
pub use scene::{FUNDS, Scene, TOKEN, peers, token, vault_over};
pub use selling::{BOUNDS, RouteBounds, Selling, set_route};
pub use twins::{Outcome, Twins};
pub use vault::{
    DECIMALS_OFFSET, SHARE_UNITS, Setting, Slot, Terms, Vault, configure, deposit, mint, redeem,
    reward, withdraw,
};
