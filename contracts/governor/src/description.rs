//! Who may propose, by the description.

use alloy_primitives::Address;

/// What goes before the address.
const MARKER: &[u8] = b"#proposer=0x";

/// The digits of an address.
const DIGITS: usize = 40;

/// Whether a description lets `proposer` propose: it does unless it ends with `#proposer=0x` and
/// forty digits of another's address, which keeps others from proposing the same first.
pub(crate) fn lets_propose(proposer: Address, description: &[u8]) -> bool {
    let Some((head, digits)) = description.split_last_chunk::<DIGITS>() else {
        return true;
    };
    if !head.ends_with(MARKER) {
        return true;
    }
    let (pairs, _) = digits.as_chunks();
    let mut named = Address::ZERO;
    for (byte, [high, low]) in named.0.iter_mut().zip(pairs) {
        match (digit(*high), digit(*low)) {
            (Some(high), Some(low)) => *byte = high << 4 | low,
            _ => return true,
        }
    }
    named == proposer
}

/// A hexadecimal digit.
const fn digit(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character.wrapping_sub(b'0')),
        b'a'..=b'f' => Some(character.wrapping_sub(b'a').wrapping_add(10)),
        b'A'..=b'F' => Some(character.wrapping_sub(b'A').wrapping_add(10)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    const ALICE: Address = Address::repeat_byte(0xab);
    const BOB: Address = Address::repeat_byte(0x12);

    #[test]
    fn an_address_at_the_end_binds() {
        for text in [format!("{ALICE:?}"), format!("{ALICE}")] {
            let description = format!("Lower the cap#proposer={text}");
            assert!(lets_propose(ALICE, description.as_bytes()));
            assert!(!lets_propose(BOB, description.as_bytes()));
        }
    }

    #[test]
    fn whatever_is_none_does_not() {
        let descriptions = [
            "".into(),
            format!("#proposer={ALICE} "),
            format!("#proposer={ALICE}0"),
            format!("#Proposer={ALICE}"),
            format!("#proposer={ALICE}").replace("0x", "0X"),
            format!("#proposer={ALICE}").replace("aB", "ag"),
            format!("#proposer={}", &format!("{ALICE}")[2..]),
        ];
        for description in descriptions {
            assert!(lets_propose(BOB, description.as_bytes()), "{description}");
        }
    }

    #[test]
    fn nothing_need_stand_before_it() {
        let description = format!("#proposer={ALICE}");
        assert!(!lets_propose(BOB, description.as_bytes()));
    }
}
