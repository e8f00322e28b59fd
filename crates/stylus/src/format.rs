//! Deployed code: which bytes are a Stylus program, and the wasm inside them.
//!
//! A component of a Stylus program starts with `EF F0` and a kind byte and is strictly longer than
//! these three bytes. A *classic* program holds a dictionary byte and a brotli stream. From ArbOS
//! 60 the stream may be cut into *fragments*, each a contract of its own, which a *root* names.

mod brotli_stream;
mod fragments;

use thiserror::Error;

pub use brotli_stream::compress_stream;
pub use brotli_stream::decompress;
pub use fragments::Root;
pub use fragments::fragment_payload;
pub use fragments::split;

use crate::arbos;

/// First bytes of a classic program.
pub const CLASSIC_PREFIX: [u8; 3] = [0xef, 0xf0, 0x00];

/// First bytes of a fragment.
pub const FRAGMENT_PREFIX: [u8; 3] = [0xef, 0xf0, 0x01];

/// First bytes of the root of a fragmented program.
pub const ROOT_PREFIX: [u8; 3] = [0xef, 0xf0, 0x02];

/// Bytes a deployed contract may have, prefix included, unless the chain raises it (EIP-170).
pub const MAX_CODE_SIZE: usize = 24_576;

/// Bytes of the init code that stand before the deployed code in [`init_code`].
pub const INIT_CODE_PRELUDE_SIZE: usize = 43;

const INIT_CODE_AFTER_LENGTH: [u8; 10] = [
    0x80,
    0x60,
    INIT_CODE_PRELUDE_SIZE as u8,
    0x60,
    0x00,
    0x39,
    0x60,
    0x00,
    0xf3,
    0x00,
];

const PUSH32: u8 = 0x7f;

/// What a piece of deployed code is to Stylus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodeKind {
    /// A whole program.
    Classic,
    /// A slice of a program's brotli stream. A call runs it as EVM code, which halts at once.
    Fragment,
    /// The head of a fragmented program.
    Root,
}

impl CodeKind {
    /// True if a frame with this code runs as WASM.
    #[must_use]
    pub const fn runs_as_wasm(self) -> bool {
        matches!(self, Self::Classic | Self::Root)
    }
}

/// The dictionary a brotli stream was compressed against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dictionary {
    /// None.
    #[default]
    Empty,
    /// The 112,640 bytes that Arbitrum calls the Stylus program dictionary.
    StylusProgram,
}

impl Dictionary {
    /// The dictionary that a code's dictionary byte names.
    ///
    /// # Errors
    /// [`FormatError::UnknownDictionary`] for any byte other than 0 and 1.
    pub const fn from_byte(byte: u8) -> Result<Self, FormatError> {
        match byte {
            0 => Ok(Self::Empty),
            1 => Ok(Self::StylusProgram),
            other => Err(FormatError::UnknownDictionary(other)),
        }
    }

    /// The byte that names this dictionary in a code.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        match self {
            Self::Empty => 0,
            Self::StylusProgram => 1,
        }
    }
}

/// Why deployed code holds no wasm.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FormatError {
    /// The code does not start with the prefix that was asked for.
    #[error("the code does not start with {0:02x?}")]
    Prefix([u8; 3]),
    /// The code ends before its header does.
    #[error("the code ends inside its header")]
    Truncated,
    /// The dictionary byte has no meaning.
    #[error("unknown brotli dictionary {0}")]
    UnknownDictionary(u8),
    /// The stream needs Arbitrum's shared dictionary, whose bytes are not part of this crate.
    #[error("the code is compressed against Arbitrum's shared dictionary, which is not shipped")]
    SharedDictionary,
    /// The bytes are not a brotli stream.
    #[error("the brotli stream is corrupt")]
    CorruptStream,
    /// The brotli stream does not finish.
    #[error("the brotli stream ends too early")]
    UnfinishedStream,
    /// The wasm is larger than a program may be.
    #[error("the wasm is larger than {0} bytes")]
    TooLarge(u32),
    /// The addresses in a root are not a whole number of addresses.
    #[error("the addresses of the fragments take {0} bytes, not a multiple of 20")]
    AddressBytes(usize),
    /// The root names more fragments than the chain allows.
    #[error("the root names {found} fragments, at most {max} are allowed")]
    FragmentCount {
        /// Fragments named.
        found: usize,
        /// The chain's `MaxFragmentCount`.
        max: u8,
    },
    /// The fragments do not decompress to the length their root declares.
    #[error("the fragments hold {found} bytes of wasm, the root declares {declared}")]
    DeclaredLength {
        /// Bytes declared.
        declared: u32,
        /// Bytes found.
        found: usize,
    },
}

/// What `code` is to Stylus under an ArbOS version; `None` for everything that is no component.
///
/// The same answer decides whether creation may return code starting with `EF` (EIP-3541 and its
/// exemption): every `Some` may be deployed, every other code starting with `EF` may not.
#[must_use]
pub fn classify(code: &[u8], arbos_version: u64) -> Option<CodeKind> {
    let (prefix, rest) = code.split_first_chunk::<3>()?;
    if rest.is_empty() || arbos_version < arbos::STYLUS {
        return None;
    }
    match *prefix {
        CLASSIC_PREFIX => Some(CodeKind::Classic),
        FRAGMENT_PREFIX if arbos::FRAGMENTS <= arbos_version => Some(CodeKind::Fragment),
        ROOT_PREFIX if arbos::FRAGMENTS <= arbos_version => Some(CodeKind::Root),
        _ => None,
    }
}

/// The wasm of a classic program, of at most `max_wasm_size` bytes.
///
/// # Errors
/// [`FormatError::Prefix`] and [`FormatError::Truncated`] for other code, the errors of
/// [`Dictionary::from_byte`] and of [`decompress`] for what follows.
pub fn decode_classic(code: &[u8], max_wasm_size: u32) -> Result<Vec<u8>, FormatError> {
    let rest = code
        .strip_prefix(&CLASSIC_PREFIX)
        .ok_or(FormatError::Prefix(CLASSIC_PREFIX))?;
    let (dictionary, stream) = rest.split_first().ok_or(FormatError::Truncated)?;
    decompress(stream, Dictionary::from_byte(*dictionary)?, max_wasm_size)
}

/// The code of a classic program that holds `wasm`: prefix, dictionary byte 0 and a brotli stream
/// of quality 11 and window 22.
#[must_use]
pub fn compress(wasm: &[u8]) -> Vec<u8> {
    let stream = compress_stream(wasm);
    let mut code = Vec::with_capacity(CLASSIC_PREFIX.len() + 1 + stream.len());
    code.extend_from_slice(&CLASSIC_PREFIX);
    code.push(Dictionary::Empty.to_byte());
    code.extend_from_slice(&stream);
    code
}

/// The EVM init code that deploys `code`: a prelude of 43 bytes that copies and returns what
/// follows it, and `code`.
#[must_use]
pub fn init_code(code: &[u8]) -> Vec<u8> {
    let mut init = Vec::with_capacity(INIT_CODE_PRELUDE_SIZE + code.len());
    init.push(PUSH32);
    init.extend_from_slice(&[0; 24]);
    init.extend_from_slice(&(code.len() as u64).to_be_bytes());
    init.extend_from_slice(&INIT_CODE_AFTER_LENGTH);
    init.extend_from_slice(code);
    init
}

#[cfg(test)]
mod tests;
