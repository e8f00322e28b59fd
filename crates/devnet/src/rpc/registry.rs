//! Ties methods to names.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jsonrpsee::RpcModule;
use jsonrpsee::core::RegisterMethodError;
use jsonrpsee::types::{ErrorObjectOwned, Params};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::params::{Arguments, parse};
use crate::error::Error;
use crate::node::{Node, Result};

type Handler = dyn Fn(&Node, &Params<'_>) -> Result<Box<RawValue>> + Send + Sync;

/// Methods that were given a name.
pub(crate) struct Registry {
    module: RpcModule<Node>,
}

impl Registry {
    /// No methods yet.
    pub(crate) fn new(node: Node) -> Self {
        Self {
            module: RpcModule::new(node),
        }
    }

    /// For what is more than a method.
    pub(crate) fn module_mut(&mut self) -> &mut RpcModule<Node> {
        &mut self.module
    }

    /// All methods.
    pub(crate) fn finish(self) -> RpcModule<Node> {
        self.module
    }

    /// Names a method that answers at once.
    pub(crate) fn add<A: Arguments + 'static, R: Serialize + 'static>(
        &mut self,
        name: &'static str,
        method: fn(&Node, A) -> Result<R>,
    ) -> Result<&mut Self, RegisterMethodError> {
        self.insert(name, handler(method), false)
    }

    /// Names a method that may run for long: other connections go on meanwhile.
    pub(crate) fn add_long<A: Arguments + 'static, R: Serialize + 'static>(
        &mut self,
        name: &'static str,
        method: fn(&Node, A) -> Result<R>,
    ) -> Result<&mut Self, RegisterMethodError> {
        self.insert(name, handler(method), true)
    }

    /// Gives a method further names.
    pub(crate) fn alias(
        &mut self,
        name: &'static str,
        others: &[&'static str],
    ) -> Result<&mut Self, RegisterMethodError> {
        for other in others {
            self.module.register_alias(other, name)?;
        }
        Ok(self)
    }

    fn insert(
        &mut self,
        name: &'static str,
        handler: Arc<Handler>,
        is_long: bool,
    ) -> Result<&mut Self, RegisterMethodError> {
        self.module.register_method(name, move |params, node, _| {
            if is_long {
                tokio::task::block_in_place(|| run(&*handler, node, &params))
            } else {
                run(&*handler, node, &params)
            }
        })?;
        Ok(self)
    }
}

fn handler<A: Arguments + 'static, R: Serialize + 'static>(
    method: fn(&Node, A) -> Result<R>,
) -> Arc<Handler> {
    Arc::new(move |node, params| {
        let answer = method(node, parse(params)?)?;
        to_raw_value(&answer).map_err(|error| Error::Internal(error.to_string()))
    })
}

/// Runs a method; a panic in it is answered as an internal error and harms no other request.
fn run(
    handler: &Handler,
    node: &Node,
    params: &Params<'_>,
) -> std::result::Result<Box<RawValue>, ErrorObjectOwned> {
    let answer = catch_unwind(AssertUnwindSafe(|| handler(node, params)));
    let answer = answer.unwrap_or_else(|_| Err(Error::Internal("the method panicked".into())));
    answer.map_err(|error| object(&error))
}

/// An error as JSON-RPC carries it.
pub(crate) fn object(error: &Error) -> ErrorObjectOwned {
    ErrorObjectOwned::owned(error.code(), error.to_string(), error.revert_data())
}
