//! Logs and filters.

use alloy_primitives::U256;
use alloy_rpc_types_eth::Filter;
use jsonrpsee::core::RegisterMethodError;

use super::registry::Registry;
use crate::filters::FilterKind;
use crate::node::Result;

pub(super) fn register(registry: &mut Registry) -> Result<(), RegisterMethodError> {
    registry
        .add_long("eth_getLogs", |node, (filter,): (Filter,)| {
            node.logs(&filter)
        })?
        .add("eth_newFilter", |node, (filter,): (Filter,)| {
            node.new_filter(FilterKind::Logs(Box::new(filter)))
        })?
        .add("eth_newBlockFilter", |node, ()| {
            node.new_filter(FilterKind::Blocks)
        })?
        .add(
            "eth_newPendingTransactionFilter",
            |node, (_,): (Option<bool>,)| node.new_filter(FilterKind::Transactions),
        )?
        .add_long("eth_getFilterChanges", |node, (id,): (U256,)| {
            node.filter_changes(&id)
        })?
        .add_long("eth_getFilterLogs", |node, (id,): (U256,)| {
            node.filter_logs(&id)
        })?
        .add("eth_uninstallFilter", |node, (id,): (U256,)| {
            Ok(node.uninstall_filter(&id))
        })?;
    Ok(())
}
