//! `NodeInterface`: a contract that no chain holds. Nodes answer calls to it themselves.

use alloy_primitives::{Address, Bytes, TxKind, U256, address};
use alloy_rpc_types_eth::{BlockId, TransactionRequest};
use alloy_sol_types::{SolCall, SolInterface, SolValue, sol};

use crate::error::Error;
use crate::node::{CallOptions, Node, Result};

/// Where nodes answer for `NodeInterface`.
pub const NODE_INTERFACE: Address = address!("00000000000000000000000000000000000000c8");

const ARB_GAS_INFO: Address = address!("000000000000000000000000000000000000006c");

sol! {
    interface NodeInterface {
        function gasEstimateComponents(address to, bool contractCreation, bytes data)
            external payable returns (uint64 gasEstimate, uint64 gasEstimateForL1,
                                      uint256 baseFee, uint256 l1BaseFeeEstimate);
        function gasEstimateL1Component(address to, bool contractCreation, bytes data)
            external payable returns (uint64 gasEstimateForL1, uint256 baseFee,
                                      uint256 l1BaseFeeEstimate);
        function nitroGenesisBlock() external pure returns (uint256 number);
        function blockL1Num(uint64 l2BlockNum) external view returns (uint64 l1BlockNum);
        function l2BlockRangeForL1(uint64 blockNum)
            external view returns (uint64 firstBlock, uint64 lastBlock);
        function getL1Confirmations(bytes32 blockHash)
            external view returns (uint64 confirmations);
    }

    function getL1BaseFeeEstimate() external view returns (uint256);
}

/// Answers a call to [`NODE_INTERFACE`].
///
/// # Errors
/// Reverts for methods this node does not answer; fails as the estimated call fails.
pub(crate) fn call(
    node: &Node,
    request: &TransactionRequest,
    options: &CallOptions,
) -> Result<Bytes> {
    use NodeInterface::NodeInterfaceCalls as Calls;
    let input = request.input.input().cloned().unwrap_or_default();
    let decoded = Calls::abi_decode(&input).map_err(|_| reverted("no such method"))?;
    let output = match decoded {
        Calls::gasEstimateComponents(args) => {
            let inner = inner_call(request, args.to, args.contractCreation, args.data);
            let (base_fee, l1_base_fee) = prices(node, options)?;
            let gas = node.estimate_gas(&inner, options)?;
            let l1_gas = node.estimate_l1_gas(&inner, options)?;
            (gas, l1_gas, base_fee, l1_base_fee).abi_encode_params()
        }
        Calls::gasEstimateL1Component(args) => {
            let inner = inner_call(request, args.to, args.contractCreation, args.data);
            let (base_fee, l1_base_fee) = prices(node, options)?;
            let l1_gas = node.estimate_l1_gas(&inner, options)?;
            (l1_gas, base_fee, l1_base_fee).abi_encode_params()
        }
        Calls::nitroGenesisBlock(_) => U256::ZERO.abi_encode(),
        Calls::blockL1Num(args) => {
            let block = node.mined_block(BlockId::number(args.l2BlockNum));
            block
                .ok_or_else(|| reverted("no such block"))?
                .l1_number()
                .abi_encode()
        }
        Calls::l2BlockRangeForL1(args) => node
            .blocks_of_l1(args.blockNum)
            .ok_or_else(|| reverted("requested L1 block number not found in chain"))?
            .abi_encode_params(),
        // Nothing here is ever posted to L1.
        Calls::getL1Confirmations(_) => 0u64.abi_encode(),
    };
    Ok(output.into())
}

/// The call whose cost is asked for: as the one to the interface, with other target and data.
fn inner_call(
    request: &TransactionRequest,
    to: Address,
    creates: bool,
    data: Bytes,
) -> TransactionRequest {
    let mut inner = request.clone();
    inner.to = Some(if creates {
        TxKind::Create
    } else {
        TxKind::Call(to)
    });
    inner.input = data.into();
    inner
}

fn prices(node: &Node, options: &CallOptions) -> Result<(U256, U256)> {
    let base_fee = node.view(options.at)?.context.base_fee;
    let request = TransactionRequest::default()
        .to(ARB_GAS_INFO)
        .input(getL1BaseFeeEstimateCall {}.abi_encode().into());
    let answer = node.call_with(&request, options)?;
    let l1_base_fee = getL1BaseFeeEstimateCall::abi_decode_returns(&answer);
    let l1_base_fee = l1_base_fee.map_err(|error| Error::Internal(error.to_string()))?;
    Ok((U256::from(base_fee), l1_base_fee))
}

fn reverted(reason: &str) -> Error {
    let message = format!("execution reverted: {reason}");
    Error::Reverted {
        message,
        output: Bytes::new(),
    }
}
