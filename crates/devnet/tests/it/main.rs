//! The chain as clients see it: over HTTP, over WebSocket, and in process.

mod bad_input;
mod blocks;
mod calls;
mod dev;
mod filters;
mod fixtures;
mod persistence;
mod programs;
mod support;
mod traces;
mod transactions;
mod wallet;
mod websocket;
