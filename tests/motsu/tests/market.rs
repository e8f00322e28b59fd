//! A lending market: four programs behind one address.

mod authorizations;
mod batches;
mod callbacks;
mod collateral;
mod debt;
mod governance;
mod liquidations;
mod parameters;
mod patience;
mod settings;
mod stage;
mod supply;
mod validation;

pub(crate) use stage::*;
