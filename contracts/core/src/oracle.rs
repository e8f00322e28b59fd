//! Prices that money is lent against: one scale, bounds around a price, agreement of several
//! sources, and what may be done while the sequencer that brings them is away.

mod band;
mod consensus;
mod gate;
mod price;
mod reading;

pub use band::Band;
pub use band::Values;
pub use consensus::Consensus;
pub use consensus::Disagreement;
pub use consensus::SOURCES_MAX;
pub use consensus::agrees;
pub use consensus::consensus;
pub use consensus::deviation_bps_up;
pub use gate::Gate;
pub use gate::Sequencer;
pub use price::DECIMALS_MAX;
pub use price::UnitPrice;
pub use price::power_of_ten;
pub use reading::Fault;
pub use reading::Reading;
pub use reading::Trust;
