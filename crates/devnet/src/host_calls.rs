//! Host calls of programs in the shape of Nitro's `stylusTracer`.

use alloy_primitives::{Address, Bytes};
use ballast_evm::HostCall;
use serde::Serialize;

/// Host calls that run another frame, whose steps are shown inside them.
const NESTING: [&str; 3] = [
    "call_contract",
    "delegate_call_contract",
    "static_call_contract",
];

/// A frame that EVM code opened.
const FROM_EVM: &str = "evm_call_contract";

/// What opens a program's frame.
const ENTRY: &str = "user_entrypoint";

/// One host call, or one frame opened by EVM code, with what ran inside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HostStep {
    /// Name of the host function.
    pub name: String,
    /// What the program handed over.
    pub args: Bytes,
    /// What it got back.
    pub outs: Bytes,
    /// Ink before.
    pub start_ink: u64,
    /// Ink after.
    pub end_ink: u64,
    /// The callee, for calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// What ran inside, for calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<Vec<Self>>,
}

/// Nests a list in which a call stands behind everything that ran inside it.
pub(crate) fn nest(calls: &[HostCall]) -> Vec<HostStep> {
    frame(calls, 0)
}

fn frame(calls: &[HostCall], depth: usize) -> Vec<HostStep> {
    let mut steps = Vec::new();
    let mut inner = 0;
    for (index, call) in calls.iter().enumerate() {
        if depth < call.depth {
            continue;
        }
        let ran_inside = &calls[inner..index];
        inner = index + 1;
        let mut step = HostStep {
            name: call.name.to_owned(),
            args: call.args.clone(),
            outs: call.outs.clone(),
            start_ink: call.start_ink,
            end_ink: call.end_ink,
            ..Default::default()
        };
        if NESTING.contains(&call.name) {
            step.address = call.callee.or(Some(Address::ZERO));
            step.steps = Some(frame(ran_inside, depth + 1));
        } else {
            steps.extend(opened_by_evm(ran_inside));
        }
        steps.push(step);
    }
    steps.extend(opened_by_evm(&calls[inner..]));
    steps
}

/// Frames of programs that EVM code called; the EVM frames between leave no trace of their own.
fn opened_by_evm(calls: &[HostCall]) -> Vec<HostStep> {
    let Some(depth) = calls.iter().map(|call| call.depth).min() else {
        return Vec::new();
    };
    let is_entry = |call: &HostCall| call.name == ENTRY && call.depth == depth;
    let mut starts: Vec<_> = (0..calls.len())
        .filter(|&index| is_entry(&calls[index]))
        .collect();
    starts.push(calls.len());
    let frames = starts.windows(2).map(|bounds| &calls[bounds[0]..bounds[1]]);
    frames
        .map(|calls| HostStep {
            name: FROM_EVM.to_owned(),
            address: calls.first().map(|call| call.program),
            steps: Some(frame(calls, depth)),
            ..Default::default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(depth: usize, name: &'static str, program: u8) -> HostCall {
        HostCall {
            depth,
            program: Address::repeat_byte(program),
            name,
            args: Bytes::new(),
            outs: Bytes::new(),
            start_ink: 2,
            end_ink: 1,
            callee: NESTING.contains(&name).then(|| Address::repeat_byte(0xcc)),
        }
    }

    fn names(steps: &[HostStep]) -> Vec<String> {
        steps
            .iter()
            .map(|step| match &step.steps {
                Some(inner) => format!("{}[{}]", step.name, names(inner).join(",")),
                None => step.name.clone(),
            })
            .collect()
    }

    #[test]
    fn a_call_holds_what_its_callee_did() {
        let calls = [
            call(0, "user_entrypoint", 1),
            call(0, "read_args", 1),
            call(1, "user_entrypoint", 2),
            call(1, "msg_sender", 2),
            call(0, "call_contract", 1),
            call(0, "user_returned", 1),
        ];
        let steps = nest(&calls);
        assert_eq!(
            names(&steps),
            [
                "user_entrypoint",
                "read_args",
                "call_contract[user_entrypoint,msg_sender]",
                "user_returned"
            ]
        );
        assert_eq!(steps[2].address, Some(Address::repeat_byte(0xcc)));
    }

    #[test]
    fn programs_called_by_evm_code_get_a_frame_of_their_own() {
        let calls = [
            call(1, "user_entrypoint", 2),
            call(1, "user_returned", 2),
            call(1, "user_entrypoint", 3),
            call(3, "user_entrypoint", 4),
            call(1, "call_contract", 3),
        ];
        let steps = nest(&calls);
        assert_eq!(
            names(&steps),
            [
                "evm_call_contract[user_entrypoint,user_returned]",
                "evm_call_contract[user_entrypoint,\
                 call_contract[evm_call_contract[user_entrypoint]]]"
            ]
        );
        assert_eq!(steps[1].address, Some(Address::repeat_byte(3)));
    }

    #[test]
    fn nothing_in_nothing_out() {
        assert!(nest(&[]).is_empty());
    }
}
