//! Calls, reverts and events in words, by the ABIs that are known.

use std::collections::HashMap;
use std::fmt::Write as _;

use alloy_dyn_abi::{DynSolValue, JsonAbiExt};
use alloy_json_abi::{Error as ErrorAbi, Event, Function, JsonAbi, Param};
use alloy_primitives::{B256, Selector, hex};
use alloy_sol_types::{Panic, Revert, SolError};

/// What is longer is not decoded: whoever reads it would not read on.
const DECODED_BYTES_MAX: usize = 32 * 1024;

/// Characters of one value before it is cut.
const VALUE_CHARS_MAX: usize = 96;

/// Signatures known to every chain: tokens, vaults, and Arbitrum's own contracts.
const BUILT_IN: &str = include_str!("../fixtures/abis.txt");

/// Functions, errors and events by selector.
#[derive(Clone, Debug, Default)]
pub struct KnownAbis {
    functions: HashMap<Selector, Function>,
    errors: HashMap<Selector, ErrorAbi>,
    events: HashMap<B256, Event>,
}

impl KnownAbis {
    /// ERC-20, ERC-4626, the precompiles programs need, and the contracts of genesis.
    pub fn built_in() -> Self {
        let mut known = Self::default();
        for line in BUILT_IN
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
        {
            // A line that does not parse is one signature less; a test parses them all.
            if let Ok(abi) = JsonAbi::parse([line]) {
                known.add(&abi);
            }
        }
        known
    }

    /// Learns an ABI. What has the same selector is replaced.
    pub fn add(&mut self, abi: &JsonAbi) {
        self.functions
            .extend(abi.functions().map(|item| (item.selector(), item.clone())));
        self.errors
            .extend(abi.errors().map(|item| (item.selector(), item.clone())));
        self.events
            .extend(abi.events().map(|item| (item.selector(), item.clone())));
    }

    /// These and others, which win where both know a selector.
    pub fn with(mut self, other: &Self) -> Self {
        self.functions.extend(other.functions.clone());
        self.errors.extend(other.errors.clone());
        self.events.extend(other.events.clone());
        self
    }

    /// A call in words, such as `transfer(to: 0x…, amount: 5)`.
    pub fn call(&self, input: &[u8]) -> Option<String> {
        let (selector, arguments) = split(input)?;
        let function = self.functions.get(&selector)?;
        let values = function.abi_decode_input(arguments).ok()?;
        Some(words(&function.name, &function.inputs, &values))
    }

    /// The reason in revert data: the text of `Error(string)`, the meaning of a panic, or a known
    /// custom error with its arguments.
    pub fn revert_reason(&self, output: &[u8]) -> Option<String> {
        let (selector, arguments) = split(output)?;
        if selector == Revert::SELECTOR {
            let revert = Revert::abi_decode(output).ok()?;
            return Some(cut(&revert.reason));
        }
        if selector == Panic::SELECTOR {
            let panic = Panic::abi_decode(output).ok()?;
            let kind = panic
                .kind()
                .map_or("unknown panic code", |kind| kind.as_str());
            return Some(format!("{kind} ({:#x})", panic.code));
        }
        let error = self.errors.get(&selector)?;
        let values = error.abi_decode_input(arguments).ok()?;
        Some(words(&error.name, &error.inputs, &values))
    }

    /// The name of an event by its first topic.
    pub fn event_name(&self, topic: &B256) -> Option<&str> {
        self.events.get(topic).map(|event| event.name.as_str())
    }
}

fn split(data: &[u8]) -> Option<(Selector, &[u8])> {
    if DECODED_BYTES_MAX < data.len() {
        return None;
    }
    let (selector, rest) = data.split_at_checked(4)?;
    Some((Selector::from_slice(selector), rest))
}

fn words(name: &str, parameters: &[Param], values: &[DynSolValue]) -> String {
    let mut text = format!("{name}(");
    for (index, (parameter, value)) in parameters.iter().zip(values).enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        let colon = if parameter.name.is_empty() { "" } else { ": " };
        // Writing to a string does not fail.
        let _ = write!(text, "{comma}{}{colon}{}", parameter.name, show(value));
    }
    text.push(')');
    text
}

fn show(value: &DynSolValue) -> String {
    match value {
        DynSolValue::Bool(value) => value.to_string(),
        DynSolValue::Int(value, _) => value.to_string(),
        DynSolValue::Uint(value, _) => value.to_string(),
        DynSolValue::FixedBytes(value, size) => hex::encode_prefixed(&value[..*size]),
        DynSolValue::Address(value) => value.to_string(),
        DynSolValue::Function(value) => value.to_string(),
        DynSolValue::Bytes(value) => cut(&hex::encode_prefixed(value)),
        DynSolValue::String(value) => format!("\"{}\"", cut(value)),
        DynSolValue::Array(values) | DynSolValue::FixedArray(values) => list('[', values, ']'),
        DynSolValue::Tuple(values) => list('(', values, ')'),
        DynSolValue::CustomStruct { tuple, .. } => list('(', tuple, ')'),
    }
}

fn list(open: char, values: &[DynSolValue], close: char) -> String {
    let mut text = String::from(open);
    for (index, value) in values.iter().enumerate() {
        if VALUE_CHARS_MAX < text.len() {
            let _ = write!(text, ", … {} more", values.len() - index);
            break;
        }
        let comma = if index == 0 { "" } else { ", " };
        let _ = write!(text, "{comma}{}", show(value));
    }
    text.push(close);
    text
}

/// Cuts long text, and keeps control characters of contracts off the terminal.
fn cut(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(VALUE_CHARS_MAX)
        .flat_map(printable)
        .collect();
    if text.chars().nth(VALUE_CHARS_MAX).is_some() {
        short.push('…');
    }
    short
}

fn printable(character: char) -> impl Iterator<Item = char> {
    let escaped = character.is_control().then(|| character.escape_default());
    let plain = escaped.is_none().then_some(character);
    escaped.into_iter().flatten().chain(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::{Address, U256};
    use alloy_sol_types::{SolCall, sol};

    sol! {
        function transfer(address to, uint256 amount) returns (bool);
        error Paused(uint256 until, string why);
    }

    #[test]
    fn every_built_in_signature_parses() {
        for line in BUILT_IN
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
        {
            assert!(JsonAbi::parse([line]).is_ok(), "{line}");
        }
    }

    #[test]
    fn a_call_names_its_arguments() {
        let call = transferCall {
            to: Address::repeat_byte(1),
            amount: U256::from(5),
        };
        let text = KnownAbis::built_in().call(&call.abi_encode()).unwrap();
        assert_eq!(
            text,
            format!("transfer(to: {}, amount: 5)", Address::repeat_byte(1))
        );
        assert_eq!(KnownAbis::built_in().call(&[1, 2, 3, 4]), None);
        assert_eq!(KnownAbis::built_in().call(&[1, 2]), None);
    }

    #[test]
    fn reasons_of_all_three_kinds() {
        let mut known = KnownAbis::built_in();
        known.add(&JsonAbi::parse(["error Paused(uint256 until, string why)"]).unwrap());
        let revert = Revert::from("no\nway").abi_encode();
        assert_eq!(known.revert_reason(&revert).unwrap(), "no\\nway");
        let panic = Panic::from(0x11).abi_encode();
        assert!(known.revert_reason(&panic).unwrap().contains("overflow"));
        let paused = Paused {
            until: U256::from(9),
            why: "x".repeat(500),
        }
        .abi_encode();
        let text = known.revert_reason(&paused).unwrap();
        assert!(
            text.starts_with("Paused(until: 9, why: \"xxx") && text.len() < 200,
            "{text}"
        );
        assert_eq!(known.revert_reason(&[]), None);
    }
}
