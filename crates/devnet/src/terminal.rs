//! What a person sees: the accounts at the start, then a paragraph per transaction.

use std::fmt::Write as _;
use std::io::{self, Write};

use alloy_consensus::Transaction as _;
use alloy_primitives::{Bytes, TxKind, utils::format_ether};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::accounts::{DEV_ACCOUNTS, MNEMONIC};
use crate::assembly::Detail;
use crate::block::{Block, Mined};
use crate::known::KnownAbis;
use crate::node::{Event, Node};

/// Prints the start and then every transaction, until the chain ends.
///
/// Printing happens on a thread of its own: a slow terminal does not slow the chain.
pub(crate) fn print(node: &Node, url: &str) {
    let events = node.subscribe();
    let abis = node.abis().clone();
    let start = start(node, url);
    std::thread::spawn(move || follow(&mut io::stdout(), &start, events, &abis));
}

/// Writes until the chain ends or nobody reads any more.
fn follow(
    out: &mut impl Write,
    start: &str,
    mut events: Receiver<Event>,
    abis: &KnownAbis,
) -> io::Result<()> {
    out.write_all(start.as_bytes())?;
    out.flush()?;
    loop {
        match events.blocking_recv() {
            Ok(Event::Block { block, details }) => {
                out.write_all(paragraphs(&block, &details, abis).as_bytes())?;
                out.flush()?;
            }
            Ok(Event::Transaction(_)) => {}
            Err(RecvError::Lagged(missed)) => writeln!(out, "({missed} events not shown)")?,
            Err(RecvError::Closed) => return Ok(()),
        }
    }
}

fn start(node: &Node, url: &str) -> String {
    let config = node.config();
    let mut text = format!(
        "Ballast: chain {}, ArbOS {}, listening on {url}\n\n",
        config.chain_id,
        node.latest().arbos_version(),
    );
    let ether = format_ether(config.balance);
    // Writing to a string does not fail.
    let _ = writeln!(
        text,
        "Accounts, {} ETH each (their keys are public):",
        short_ether(&ether)
    );
    for (index, account) in DEV_ACCOUNTS.iter().enumerate() {
        let _ = writeln!(text, "  ({index:2}) {}  {}", account.address, account.key);
    }
    let last = DEV_ACCOUNTS.len() - 1;
    let _ = writeln!(
        text,
        "  0 to {} from the phrase \"{MNEMONIC}\"; {last} owns the chain\n",
        last - 1
    );
    text
}

fn short_ether(ether: &str) -> &str {
    ether.trim_end_matches('0').trim_end_matches('.')
}

fn paragraphs(block: &Block, details: &[Detail], abis: &KnownAbis) -> String {
    let mut text = String::new();
    for (mined, detail) in block.transactions.iter().zip(details) {
        paragraph(&mut text, block, mined, detail, abis);
    }
    text
}

fn paragraph(text: &mut String, block: &Block, mined: &Mined, detail: &Detail, abis: &KnownAbis) {
    let receipt = &mined.receipt;
    let mark = if receipt.success { "ok  " } else { "FAIL" };
    let what = action(mined, abis);
    let _ = writeln!(text, "#{} {mark} {what}", block.number());
    let l1 = match receipt.gas_used_for_l1 {
        0 => String::new(),
        gas => format!(" ({} for L1 data)", grouped(gas)),
    };
    let _ = writeln!(
        text,
        "     {}  gas {}{l1}",
        mined.hash(),
        grouped(receipt.gas_used)
    );
    for program in &detail.programs {
        let indent = "  ".repeat(program.depth.min(16));
        let (entry, ink) = (grouped(program.entry_gas), grouped(program.ink));
        let _ = writeln!(
            text,
            "     {indent}{}  entry {entry} gas, {ink} ink",
            program.address
        );
    }
    if !receipt.success {
        let _ = writeln!(text, "     {}", reason(detail, abis));
    }
    let names = receipt
        .logs
        .iter()
        .filter_map(|log| abis.event_name(log.topics().first()?));
    let names: Vec<_> = names.collect();
    if !names.is_empty() {
        let _ = writeln!(text, "     events {}", names.join(", "));
    }
}

fn action(mined: &Mined, abis: &KnownAbis) -> String {
    let tx = mined.transaction.inner();
    let value = match tx.value() {
        value if value.is_zero() => String::new(),
        value => format!(" with {} ETH", short_ether(&format_ether(value))),
    };
    match tx.kind() {
        TxKind::Create => {
            let address = mined.receipt.contract_address.unwrap_or_default();
            format!(
                "create {address}, {} bytes of init code{value}",
                grouped(tx.input().len() as u64)
            )
        }
        TxKind::Call(to) => format!("{to} {}{value}", call(tx.input(), abis)),
    }
}

fn call(input: &Bytes, abis: &KnownAbis) -> String {
    if input.is_empty() {
        return "transfer of ETH".to_owned();
    }
    abis.call(input).unwrap_or_else(|| {
        let selector = input.get(..4).unwrap_or(input);
        format!(
            "{} ({} bytes)",
            alloy_primitives::hex::encode_prefixed(selector),
            input.len()
        )
    })
}

fn reason(detail: &Detail, abis: &KnownAbis) -> String {
    if let Some(reason) = abis.revert_reason(&detail.revert_data) {
        return format!("reverted: {reason}");
    }
    match (&detail.failure, detail.revert_data.len()) {
        (Some(failure), _) => format!("failed: {failure}"),
        (None, 0) => "failed without saying why".to_owned(),
        (None, _) => {
            let shown = detail.revert_data.slice(..detail.revert_data.len().min(36));
            format!("reverted with {shown}")
        }
    }
}

/// A number with its digits in groups of three.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index != 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use alloy_primitives::U256;
    use alloy_rpc_types_eth::TransactionRequest;

    #[test]
    fn digits_are_grouped() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn a_session_reads_well() {
        let node = Node::new(Config::default()).unwrap();
        let events = node.subscribe();
        let from = DEV_ACCOUNTS[0].address;
        let send = |to, value: u64, input: &'static [u8]| {
            let request = TransactionRequest::default()
                .from(from)
                .to(to)
                .value(U256::from(value));
            let request = TransactionRequest {
                gas: Some(200_000),
                ..request
            };
            node.send(request.input(Bytes::from_static(input).into()))
                .unwrap();
        };
        send(DEV_ACCOUNTS[1].address, 2_000_000_000_000_000_000, &[]);
        // An unknown method of ArbWasm consumes everything.
        send(
            alloy_primitives::address!("0000000000000000000000000000000000000071"),
            0,
            &[1, 2, 3, 4],
        );
        let start = start(&node, "http://here");
        let abis = node.abis().clone();
        drop(node);
        let mut out = Vec::new();
        follow(&mut out, &start, events, &abis).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(
            text.contains("chain 412346, ArbOS 51, listening on http://here"),
            "{text}"
        );
        assert!(text.contains("10000 ETH each"), "{text}");
        assert!(text.contains("transfer of ETH with 2 ETH"), "{text}");
        assert!(text.contains("gas 21,000"), "{text}");
        assert!(
            text.contains("#2 FAIL") && text.contains("0x01020304 (4 bytes)"),
            "{text}"
        );
    }
}
