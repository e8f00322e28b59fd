//! Money without a chain: what decides an amount, as pure functions of amounts.
//!
//! Nothing here knows storage, a caller or a clock. A contract loads its state, asks this crate
//! what follows, and writes the answer back. Every public item states its units and on whose side
//! it rounds.
#![no_std]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

mod books;
mod budget;
mod epochs;
mod exit;
mod exposure;
mod history;
mod holdings;
pub mod lending;
mod liquidity;
mod management;
pub mod oracle;
mod parameter;
mod ramp;
mod rate_cap;
mod rebalance;
mod rebalanced_pair;
mod route;
mod settlement;
mod surrender;
mod tick;
mod time_weighted;
mod timelock;
mod units;
mod unlocking;

pub use books::Books;
pub use books::BooksError;
pub use budget::Budget;
pub use budget::Excess;
pub use budget::Tolerance;
pub use epochs::Claim;
pub use epochs::Epoch;
pub use epochs::Position;
pub use exit::Demand;
pub use exit::Forecast;
pub use exit::Slice;
pub use exit::Source;
pub use exposure::Bounds;
pub use exposure::Caps;
pub use exposure::debt_in_kind_up;
pub use history::History;
pub use history::Snapshot;
pub use holdings::Holdings;
pub use liquidity::Amounts;
pub use liquidity::TickRange;
pub use liquidity::fees_down;
pub use management::Management;
pub use management::Ticks;
pub use parameter::Parameter;
pub use parameter::Refusal;
pub use parameter::Rules;
pub use parameter::Safety;
pub use ramp::Ramp;
pub use rate_cap::Checkpoint;
pub use rate_cap::GrowthRate;
pub use rate_cap::Price;
pub use rebalance::Band;
pub use rebalance::Candidate;
pub use rebalance::Exposure;
pub use rebalance::Flow;
pub use rebalance::Step;
pub use rebalance::plan;
pub use rebalance::target_down;
pub use rebalanced_pair::Pips;
pub use rebalanced_pair::Sale;
pub use rebalanced_pair::sale_to_ratio;
pub use route::Leg;
pub use route::least_down;
pub use route::worth_up;
pub use settlement::Carry;
pub use settlement::Change;
pub use settlement::Reward;
pub use settlement::Settlement;
pub use settlement::Terms;
pub use tick::SqrtPrice;
pub use tick::Tick;
pub use time_weighted::harmonic_mean_liquidity;
pub use time_weighted::mean_tick_down;
pub use timelock::Delay;
pub use timelock::Phase;
pub use timelock::Window;
pub use units::Assets;
pub use units::Bps;
pub use units::Collateral;
pub use units::DebtShares;
pub use units::Seconds;
pub use units::Shares;
pub use unlocking::Unlocking;
