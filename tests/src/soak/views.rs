//! Several views in one call.

use alloy_primitives::{Address, Bytes};
use alloy_sol_types::{SolCall, sol};
use ballast_devnet::{MULTICALL3, Node};

use super::call;

sol! {
    #[derive(Debug)]
    struct Question {
        address target;
        bool allowFailure;
        bytes callData;
    }

    #[derive(Debug)]
    struct Answer {
        bool success;
        bytes returnData;
    }

    #[derive(Debug)]
    function aggregate3(Question[] questions) external payable returns (Answer[] answers);
}

/// Asks several views in one call, as `from`.
///
/// # Errors
/// What is wrong if one that must answer does not.
pub(crate) fn ask_all(
    node: &Node,
    from: Address,
    questions: Vec<Question>,
) -> Result<Vec<Answer>, String> {
    let expected = questions.len();
    let input = aggregate3Call { questions }.abi_encode();
    let answer = call::simulate(node, from, MULTICALL3, input.into())
        .map_err(|error| format!("a view reverts: {error}"))?;
    let answers = aggregate3Call::abi_decode_returns(&answer);
    answers
        .ok()
        .filter(|answers| answers.len() == expected)
        .ok_or_else(|| "not all views answer".to_owned())
}

/// A view to be asked, which may fail or not.
pub(crate) fn question<C: SolCall>(target: Address, call: &C, may_fail: bool) -> Question {
    Question {
        target,
        allowFailure: may_fail,
        callData: Bytes::from(call.abi_encode()),
    }
}
