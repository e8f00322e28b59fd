//! Lending against collateral: shares of a pool, interest, rates, health and liquidation.

mod health;
mod interest;
mod liquidation;
mod price;
mod rates;
mod shares;
mod wad;

pub use health::Account;
pub use health::Holding;
pub use health::Ltv;
pub use health::Patience;
pub use health::Prices;
pub use health::Quote;
pub use health::Standing;
pub use interest::Anchor;
pub use interest::Settled;
pub use interest::settle;
pub use interest::taylor_compounded_down;
pub use liquidation::Incentive;
pub use liquidation::Loss;
pub use liquidation::Plan;
pub use liquidation::Position;
pub use liquidation::Refusal;
pub use liquidation::Rules;
pub use liquidation::Terms;
pub use price::UnitPrice;
pub use rates::Adaptive;
pub use rates::Growth;
pub use rates::Kinked;
pub use rates::Rate;
pub use rates::RateModel;
pub use rates::utilization_down;
pub use shares::Share;
pub use shares::Totals;
pub use wad::Wad;
