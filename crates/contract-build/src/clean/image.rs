//! The memory a program starts with.

use wasmparser::ConstExpr;
use wasmparser::DataKind;
use wasmparser::Operator;
use wasmparser::Parser;
use wasmparser::Payload;

use super::CleanError;

const PAGE_BYTES: u64 = 65_536;

/// Bytes that a segment takes besides its data: flag, offset expression and length. A shorter run
/// of zeros costs less than starting another segment behind it.
const SEGMENT_OVERHEAD: usize = 8;

/// Segments a program may have.
const MAX_SEGMENTS: usize = 128;

/// The initial memory of a module, data segments applied in their order.
pub(super) struct Image {
    bytes: Vec<u8>,
}

/// A stretch of an [`Image`] that becomes a data segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) offset: usize,
    pub(super) bytes: &'a [u8],
}

impl Image {
    pub(super) fn read(wasm: &[u8]) -> Result<Self, CleanError> {
        let mut memory_bytes = 0;
        let mut bytes = Vec::new();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::MemorySection(memories) => {
                    for memory in memories {
                        memory_bytes = memory?.initial.saturating_mul(PAGE_BYTES);
                    }
                }
                Payload::DataSection(segments) => {
                    for segment in segments {
                        let segment = segment?;
                        let offset = place(&segment.kind)?;
                        let end = offset as usize + segment.data.len();
                        if memory_bytes < end as u64 {
                            return Err(CleanError::SegmentBounds);
                        }
                        bytes.resize(end.max(bytes.len()), 0);
                        if let Some(target) = bytes.get_mut(offset as usize..end) {
                            target.copy_from_slice(segment.data);
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(Self { bytes })
    }

    pub(super) fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }

    /// The pieces that are not zero, each zero run within one shorter than a new segment costs;
    /// longer runs are only kept where there would be too many segments.
    pub(super) fn pieces(&self) -> Vec<Piece<'_>> {
        let mut gap = SEGMENT_OVERHEAD;
        loop {
            let pieces = self.split(gap);
            if pieces.len() <= MAX_SEGMENTS {
                return pieces;
            }
            gap *= 2;
        }
    }

    /// The pieces between runs of more than `gap` zeros.
    fn split(&self, gap: usize) -> Vec<Piece<'_>> {
        let mut spans: Vec<(usize, usize)> = Vec::new();
        for (at, _) in self
            .bytes
            .iter()
            .enumerate()
            .filter(|(_, byte)| **byte != 0)
        {
            match spans.last_mut() {
                Some((_, end)) if at - *end <= gap => *end = at + 1,
                _ => spans.push((at, at + 1)),
            }
        }
        let piece = |(offset, end): (usize, usize)| Piece {
            offset,
            bytes: self.bytes.get(offset..end).unwrap_or_default(),
        };
        spans.into_iter().map(piece).collect()
    }
}

/// Where in memory a segment's data starts.
fn place(kind: &DataKind<'_>) -> Result<u32, CleanError> {
    let DataKind::Active {
        memory_index: 0,
        offset_expr,
    } = kind
    else {
        return Err(CleanError::SegmentPlace);
    };
    constant(offset_expr)?.ok_or(CleanError::SegmentPlace)
}

fn constant(expression: &ConstExpr<'_>) -> Result<Option<u32>, CleanError> {
    let mut operators = expression.get_operators_reader();
    let value = match operators.read()? {
        Operator::I32Const { value } => value.cast_unsigned(),
        _ => return Ok(None),
    };
    Ok(matches!(operators.read()?, Operator::End).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(bytes: &[u8]) -> Image {
        Image {
            bytes: bytes.to_vec(),
        }
    }

    #[test]
    fn splits_at_zero_runs_longer_than_a_segments_overhead() {
        let mut bytes = vec![0, 1];
        bytes.extend([0; SEGMENT_OVERHEAD]);
        bytes.push(2);
        bytes.extend([0; SEGMENT_OVERHEAD + 1]);
        bytes.extend([3, 0, 0]);
        let image = image(&bytes);
        let pieces = image.pieces();
        let spans: Vec<_> = pieces
            .iter()
            .map(|piece| (piece.offset, piece.bytes.len()))
            .collect();
        assert_eq!(spans, [(1, SEGMENT_OVERHEAD + 2), (20, 1)]);
    }

    #[test]
    fn an_image_of_zeros_has_no_pieces() {
        assert!(image(&[0; 100]).pieces().is_empty());
        assert!(image(&[]).pieces().is_empty());
    }

    #[test]
    fn keeps_within_the_segments_a_program_may_have() {
        let bytes: Vec<u8> = (0..20 * 300).map(|at| u8::from(at % 20 == 0)).collect();
        let image = image(&bytes);
        assert_eq!(image.split(SEGMENT_OVERHEAD).len(), 300);
        assert!(image.pieces().len() <= MAX_SEGMENTS);
    }

    #[test]
    fn later_segments_lie_on_top_of_earlier_ones() {
        let wasm = wat::parse_str(
            r#"(module (memory 1) (data (i32.const 4) "abcd") (data (i32.const 6) "\00x"))"#,
        )
        .unwrap();
        let image = Image::read(&wasm).unwrap();
        assert_eq!(image.bytes, b"\0\0\0\0ab\0x");
    }

    #[test]
    fn refuses_data_without_a_fixed_place() {
        for (text, bounds) in [
            (r#"(module (memory 1) (data "passive"))"#, false),
            (
                r#"(module (memory 1) (data (i32.const 65530) "too far"))"#,
                true,
            ),
            (
                r#"(module (import "a" "b" (global i32)) (memory 1)
                    (data (global.get 0) "moves"))"#,
                false,
            ),
        ] {
            let wasm = wat::parse_str(text).unwrap();
            match Image::read(&wasm) {
                Err(CleanError::SegmentBounds) => assert!(bounds, "{text}"),
                Err(CleanError::SegmentPlace) => assert!(!bounds, "{text}"),
                other => panic!("{text}: {:?}", other.err()),
            }
        }
    }
}
