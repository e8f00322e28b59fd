//! Gas of everything around a program: activation, entry, memory, chain access; and the data fee
//! in wei.

pub mod activation;
mod data_fee;
mod entry;
pub mod host;
mod memory;

pub use data_fee::DataPricer;
pub use entry::cached_gas;
pub use entry::call_gas;
pub use entry::init_gas;
pub use entry::program_init_gas;
pub use entry::return_data_gas;
pub use memory::OpenPages;
pub use memory::page_gas;
pub use memory::page_ramp;

#[cfg(test)]
mod tests;
