//! Name and symbol.

use alloc::vec::Vec;

use alloy_sol_types::SolError;
use ballast_abi::construction::IConstruction;
use ballast_shell::{Cells, Field, Reply, ShortString, encode, reply, uint};

use crate::slots;

/// Keeps name and symbol.
///
/// # Errors
/// `StringTooLong` if either is longer than 31 bytes.
pub fn set(cells: &mut Cells, name: &[u8], symbol: &[u8]) -> Result<(), Vec<u8>> {
    set_name(cells, name)?;
    set_string(cells, slots::SYMBOL, symbol)
}

/// Keeps a name alone, of what signs as a token does and is none.
///
/// # Errors
/// As [`set`].
pub fn set_name(cells: &mut Cells, name: &[u8]) -> Result<(), Vec<u8>> {
    set_string(cells, slots::NAME, name)
}

/// The name.
pub fn name(cells: &Cells) -> ShortString {
    ShortString::from_word(cells.word(slots::NAME.slot()))
}

/// Answers with the string in `field`.
pub fn reply_string(cells: &Cells, field: Field) -> Reply {
    let [length, bytes] = ShortString::from_word(cells.word(field.slot())).to_abi();
    // The string starts behind the word that says where.
    reply(&[uint(32), length, bytes])
}

fn set_string(cells: &mut Cells, field: Field, string: &[u8]) -> Result<(), Vec<u8>> {
    let Some(packed) = ShortString::new(string) else {
        let length = uint(string.len() as u64);
        return Err(encode(IConstruction::StringTooLong::SELECTOR, &[length]));
    };
    cells.set_word(field.slot(), packed.word());
    Ok(())
}
