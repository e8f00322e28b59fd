//! What programs did inside a transaction: Nitro's `stylusTracer`, read.

use alloy_primitives::{Address, B256, Bytes};
use serde::Deserialize;
use serde_json::json;

use crate::client::Client;
use crate::error::ClientError;

/// Marks the start of a program's frame.
const ENTRY: &str = "user_entrypoint";

/// One call of a program to its host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HostStep {
    /// Name of the host function; `user_entrypoint` and `user_returned` mark a frame's ends.
    pub name: String,
    /// What the program handed over.
    #[serde(default)]
    pub args: Bytes,
    /// What it got back.
    #[serde(default)]
    pub outs: Bytes,
    /// Ink before the call.
    pub start_ink: u64,
    /// Ink after it.
    pub end_ink: u64,
    /// The callee, for calls.
    pub address: Option<Address>,
    /// What ran inside, for calls.
    pub steps: Option<Vec<Self>>,
}

impl HostStep {
    /// Ink the call took, with all that ran inside it.
    #[must_use]
    pub const fn ink(&self) -> u64 {
        self.start_ink.saturating_sub(self.end_ink)
    }
}

/// What programs did inside a transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct HostTrace {
    /// The outermost program's steps, or one step for each program that EVM code called.
    pub steps: Vec<HostStep>,
}

impl HostTrace {
    /// Asks the node to run a mined transaction again and tell.
    ///
    /// # Errors
    /// When the node offers no `debug_traceTransaction`, or does not know the transaction.
    pub async fn read(client: &Client, hash: B256) -> Result<Self, ClientError> {
        let tracer = json!({ "tracer": "stylusTracer" });
        client
            .request("debug_traceTransaction", (hash, tracer))
            .await
    }

    /// Ink that the outermost programs used after their entry, with what they bought from the
    /// chain and what the programs they called cost them. 0 if no program ran.
    #[must_use]
    pub fn ink(&self) -> u64 {
        frame_ink(&self.steps)
    }
}

fn frame_ink(steps: &[HostStep]) -> u64 {
    match (steps.first(), steps.last()) {
        (Some(first), Some(last)) if first.name == ENTRY => {
            first.start_ink.saturating_sub(last.end_ink)
        }
        _ => steps
            .iter()
            .filter_map(|step| step.steps.as_deref())
            .map(frame_ink)
            .sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(start: u64, end: u64) -> serde_json::Value {
        json!([
            { "name": "user_entrypoint", "args": "0x", "outs": "0x", "startInk": start,
              "endInk": start },
            { "name": "msg_sender", "args": "0x", "outs": "0x01", "startInk": start - 5,
              "endInk": end + 7 },
            { "name": "user_returned", "args": "0x", "outs": "0x", "startInk": end, "endInk": end },
        ])
    }

    #[test]
    fn ink_of_a_program_is_what_lies_between_its_entry_and_its_end() {
        let trace: HostTrace = serde_json::from_value(frame(900, 100)).unwrap();
        assert_eq!(trace.ink(), 800);
        assert_eq!(trace.steps[1].ink(), 900 - 5 - 107);
    }

    #[test]
    fn ink_below_evm_code_is_the_sum_over_the_programs_it_called() {
        let call = |steps| {
            json!({ "name": "evm_call_contract", "args": "0x", "outs": "0x", "startInk": 0,
                    "endInk": 0, "address": Address::ZERO, "steps": steps })
        };
        let value = json!([call(frame(900, 100)), call(frame(50, 20))]);
        let trace: HostTrace = serde_json::from_value(value).unwrap();
        assert_eq!(trace.ink(), 830);
        assert_eq!(HostTrace::default().ink(), 0);
    }
}
