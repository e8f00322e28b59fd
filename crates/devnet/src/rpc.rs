//! The JSON-RPC methods.

mod debug;
mod dev;
mod eth;
mod filters;
mod params;
mod registry;
mod submission;
mod subscribe;
mod wallet;

use jsonrpsee::RpcModule;
use jsonrpsee::core::RegisterMethodError;

use crate::node::Node;
use registry::Registry;

/// All methods of a chain.
///
/// # Errors
/// When two methods have one name.
pub(crate) fn module(node: Node) -> Result<RpcModule<Node>, RegisterMethodError> {
    let mut registry = Registry::new(node);
    eth::register(&mut registry)?;
    submission::register(&mut registry)?;
    filters::register(&mut registry)?;
    wallet::register(&mut registry)?;
    debug::register(&mut registry)?;
    dev::register(&mut registry)?;
    subscribe::register(registry.module_mut())?;
    Ok(registry.finish())
}
