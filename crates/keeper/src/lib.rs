//! What a keeper does for a vault: has rewards sold, reports for strategies when that is due, ends
//! quarantines, moves ranges of liquidity, settles redemptions, has debts rebalanced, keeps programs
//! active. And for what governs: queues and executes proposals, executes
//! announced actions, tells subscribers of parameters what
//! they missed, moves checkpoints of prices. And for markets: moves averages, sees unhealthy
//! accounts, liquidates them.
//!
//! Every round reads the chain anew and decides by the contracts' own triggers (`shouldHarvest`,
//! `shouldRerange`, `shouldSell`, `shouldSettle`, `shouldRebalance`), so a keeper has no state and
//! several may run side by side. Each transaction is simulated by the node before it is sent; one
//! that would fail is told and not sent. Anybody may be a keeper: no call here needs a role.

mod duties;
mod error;
mod governance;
mod keepalive;
mod market;
mod proposals;
mod round;
mod status;

pub use duties::{Duty, Task};
pub use error::KeeperError;
pub use round::{Keeper, Outcome, Result, Watched};
pub use status::{Announcement, Program, Status, Strategy};
