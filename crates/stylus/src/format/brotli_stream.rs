//! The brotli streams inside program code.

use brotli::BrotliDecompressStream;
use brotli::BrotliResult;
use brotli::BrotliState;
use brotli::enc::BrotliEncoderParams;
use brotli::enc::StandardAlloc;

use super::Dictionary;
use super::FormatError;

const QUALITY: i32 = 11;
const WINDOW_BITS: i32 = 22;
const CHUNK_SIZE: usize = 16_384;

/// The content of a brotli stream, of at most `max_size` bytes.
///
/// The stream must finish; what follows its end is not looked at. Windows above 24 bits are
/// corrupt, as they are to a standard decoder.
///
/// # Errors
/// [`FormatError::SharedDictionary`] if the stream needs that dictionary,
/// [`FormatError::CorruptStream`], [`FormatError::UnfinishedStream`], [`FormatError::TooLarge`].
pub fn decompress(
    stream: &[u8],
    dictionary: Dictionary,
    max_size: u32,
) -> Result<Vec<u8>, FormatError> {
    if dictionary == Dictionary::StylusProgram {
        return Err(FormatError::SharedDictionary);
    }
    let alloc = StandardAlloc::default;
    let mut state = BrotliState::new_strict(alloc(), alloc(), alloc());
    let mut available_in = stream.len();
    let mut input_offset = 0;
    let mut total_out = 0;
    let mut chunk = [0; CHUNK_SIZE];
    let mut content = Vec::new();
    loop {
        let mut available_out = CHUNK_SIZE;
        let mut output_offset = 0;
        let result = BrotliDecompressStream(
            &mut available_in,
            &mut input_offset,
            stream,
            &mut available_out,
            &mut output_offset,
            &mut chunk,
            &mut total_out,
            &mut state,
        );
        content.extend_from_slice(&chunk[..output_offset]);
        if (max_size as usize) < content.len() {
            return Err(FormatError::TooLarge(max_size));
        }
        match result {
            BrotliResult::ResultSuccess => return Ok(content),
            BrotliResult::NeedsMoreInput => return Err(FormatError::UnfinishedStream),
            BrotliResult::NeedsMoreOutput if 0 < output_offset => {}
            // A decoder that asks for room it was just given would otherwise loop for ever.
            BrotliResult::NeedsMoreOutput | BrotliResult::ResultFailure => {
                return Err(FormatError::CorruptStream);
            }
        }
    }
}

/// `content` as a brotli stream of quality 11 and window 22, without a dictionary.
#[must_use]
pub fn compress_stream(content: &[u8]) -> Vec<u8> {
    let params = BrotliEncoderParams {
        quality: QUALITY,
        lgwin: WINDOW_BITS,
        size_hint: content.len(),
        ..BrotliEncoderParams::default()
    };
    let mut stream = Vec::new();
    let written = brotli::BrotliCompress(&mut &content[..], &mut stream, &params);
    // Reading from a slice and appending to a vector never fail, and nothing else can.
    debug_assert!(written.is_ok());
    stream
}
