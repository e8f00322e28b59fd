//! Programs of the Stylus charging reference, from their text to what a chain charges for them.

mod activation;
mod engine;
mod execution;
mod host_calls;
mod hostile;
mod nested;
mod programs;
mod rows;
mod validity;
