//! Accounts the node holds keys for.

use alloy_consensus::TxEnvelope;
use alloy_dyn_abi::TypedData;
use alloy_eips::eip2718::Decodable2718;
use alloy_primitives::{Address, Bytes};
use alloy_rpc_types_eth::TransactionRequest;
use jsonrpsee::core::RegisterMethodError;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::registry::Registry;
use crate::error::Error;
use crate::node::{Node, Result};

pub(super) fn register(registry: &mut Registry) -> Result<(), RegisterMethodError> {
    registry
        .add_long("eth_accounts", |node, ()| Ok(node.accounts()))?
        .alias(
            "eth_accounts",
            &["eth_requestAccounts", "personal_listAccounts"],
        )?
        .add("eth_sign", |node, (address, message): (Address, Bytes)| {
            sign(node, address, &message)
        })?
        .add(
            "personal_sign",
            |node, (message, address, _): (Text, Address, Option<String>)| {
                sign(node, address, &message.0)
            },
        )?
        .add("eth_signTypedData_v4", sign_typed_data)?
        .alias(
            "eth_signTypedData_v4",
            &["eth_signTypedData", "eth_signTypedData_v3"],
        )?
        .add_long("eth_signTransaction", sign_transaction)?;
    Ok(())
}

/// What wallets pass to `personal_sign`: hex, or plain text.
#[derive(Deserialize)]
#[serde(from = "String")]
struct Text(Bytes);

impl From<String> for Text {
    fn from(text: String) -> Self {
        let bytes = text.starts_with("0x").then(|| text.parse().ok()).flatten();
        Self(bytes.unwrap_or_else(|| text.into_bytes().into()))
    }
}

fn sign(node: &Node, address: Address, message: &[u8]) -> Result<Bytes> {
    Ok(node.sign_message(address, message)?.as_bytes().into())
}

fn sign_typed_data(node: &Node, (address, data): (Address, Value)) -> Result<Bytes> {
    // Some wallets pass the structure as JSON inside a string.
    let data: serde_json::Result<TypedData> = match data {
        Value::String(text) => serde_json::from_str(&text),
        data => serde_json::from_value(data),
    };
    let data =
        data.map_err(|error| Error::InvalidParams(format!("invalid argument 1: {error}")))?;
    Ok(node.sign_typed_data(address, &data)?.as_bytes().into())
}

/// A signed transaction, encoded and as an object.
#[derive(Serialize)]
struct SignedTransaction {
    raw: Bytes,
    tx: TxEnvelope,
}

fn sign_transaction(node: &Node, (request,): (TransactionRequest,)) -> Result<SignedTransaction> {
    let raw = node.sign_transaction(request)?;
    let tx = TxEnvelope::decode_2718_exact(&raw);
    let tx = tx.map_err(|error| Error::Internal(error.to_string()))?;
    Ok(SignedTransaction { raw, tx })
}
