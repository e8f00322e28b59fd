//! Fragmented programs, from ArbOS 60.

use super::Dictionary;
use super::FRAGMENT_PREFIX;
use super::FormatError;
use super::MAX_CODE_SIZE;
use super::ROOT_PREFIX;
use super::decompress;

const ADDRESS_SIZE: usize = 20;

/// The head of a fragmented program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// Dictionary of the brotli stream.
    pub dictionary: Dictionary,
    /// Bytes of the wasm.
    pub wasm_size: u32,
    /// Addresses of the contracts that hold the stream, in order.
    pub fragments: Vec<[u8; ADDRESS_SIZE]>,
}

impl Root {
    /// The deployed code of this root.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut code = Vec::with_capacity(8 + ADDRESS_SIZE * self.fragments.len());
        code.extend_from_slice(&ROOT_PREFIX);
        code.push(self.dictionary.to_byte());
        code.extend_from_slice(&self.wasm_size.to_be_bytes());
        code.extend_from_slice(self.fragments.as_flattened());
        code
    }

    /// Reads a root and applies the checks of activation that need no fragment: declared size,
    /// number of fragments, shape of the address list.
    ///
    /// # Errors
    /// [`FormatError::Prefix`], [`FormatError::Truncated`], [`FormatError::UnknownDictionary`],
    /// [`FormatError::TooLarge`], [`FormatError::AddressBytes`], [`FormatError::FragmentCount`].
    pub fn decode(code: &[u8], max_wasm_size: u32, max_fragments: u8) -> Result<Self, FormatError> {
        let rest = code
            .strip_prefix(&ROOT_PREFIX)
            .ok_or(FormatError::Prefix(ROOT_PREFIX))?;
        let (dictionary, rest) = rest.split_first().ok_or(FormatError::Truncated)?;
        let (size, addresses) = rest
            .split_first_chunk::<4>()
            .ok_or(FormatError::Truncated)?;
        let wasm_size = u32::from_be_bytes(*size);
        if max_wasm_size < wasm_size {
            return Err(FormatError::TooLarge(max_wasm_size));
        }
        let (fragments, remainder) = addresses.as_chunks::<ADDRESS_SIZE>();
        if !remainder.is_empty() {
            return Err(FormatError::AddressBytes(addresses.len()));
        }
        if usize::from(max_fragments) < fragments.len() {
            return Err(FormatError::FragmentCount {
                found: fragments.len(),
                max: max_fragments,
            });
        }
        Ok(Self {
            dictionary: Dictionary::from_byte(*dictionary)?,
            wasm_size,
            fragments: fragments.to_vec(),
        })
    }

    /// The wasm held by the codes of this root's fragments, given in the root's order.
    ///
    /// # Errors
    /// [`FormatError::Prefix`] for a code that is no fragment, [`FormatError::DeclaredLength`] if
    /// the wasm has another size than the root declares, and the errors of [`decompress`].
    pub fn assemble(&self, codes: &[impl AsRef<[u8]>]) -> Result<Vec<u8>, FormatError> {
        let mut stream = Vec::new();
        for code in codes {
            stream.extend_from_slice(fragment_payload(code.as_ref())?);
        }
        let wasm = decompress(&stream, self.dictionary, self.wasm_size)?;
        if wasm.len() != self.wasm_size as usize {
            return Err(FormatError::DeclaredLength {
                declared: self.wasm_size,
                found: wasm.len(),
            });
        }
        Ok(wasm)
    }
}

/// The slice of a brotli stream that a fragment's code holds.
///
/// # Errors
/// [`FormatError::Prefix`] if the code is no fragment, [`FormatError::Truncated`] if it is empty.
pub fn fragment_payload(code: &[u8]) -> Result<&[u8], FormatError> {
    let payload = code
        .strip_prefix(&FRAGMENT_PREFIX)
        .ok_or(FormatError::Prefix(FRAGMENT_PREFIX))?;
    if payload.is_empty() {
        Err(FormatError::Truncated)
    } else {
        Ok(payload)
    }
}

/// The codes of the fragments that hold a brotli stream, each as long as a contract may be.
#[must_use]
pub fn split(stream: &[u8]) -> Vec<Vec<u8>> {
    let payload_size = MAX_CODE_SIZE - FRAGMENT_PREFIX.len();
    stream
        .chunks(payload_size)
        .map(|payload| [&FRAGMENT_PREFIX, payload].concat())
        .collect()
}
