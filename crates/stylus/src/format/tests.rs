//! Formats: round trips, published programs, hostile bytes.

use std::io::Read;

use super::*;

const MAX: u32 = 131_072;

fn bytes(count: usize) -> Vec<u8> {
    // A multiplicative sequence: compressible, but not to nothing.
    (0..count)
        .map(|index| (index * index / 7 % 251) as u8)
        .collect()
}

mod classes {
    use super::*;

    /// Stylus charging reference, section 1.1: prefixes by version, strictly longer than 3 bytes.
    #[test]
    fn follow_prefix_and_version() {
        let code = |kind| [0xef, 0xf0, kind, 0];
        for (kind, class) in [
            (0, CodeKind::Classic),
            (1, CodeKind::Fragment),
            (2, CodeKind::Root),
        ] {
            assert_eq!(classify(&code(kind), 60), Some(class));
            assert_eq!(classify(&code(kind)[..3], 60), None);
            let before = if kind == 0 { Some(class) } else { None };
            assert_eq!(classify(&code(kind), 51), before);
            assert_eq!(classify(&code(kind), 29), None);
        }
        for other in [
            &[][..],
            &[0xef],
            &[0xef, 0xf0, 3, 0],
            &[0xef, 0, 0, 0],
            &[0x60; 8],
        ] {
            assert_eq!(classify(other, 60), None);
        }
        assert!(CodeKind::Classic.runs_as_wasm());
        assert!(CodeKind::Root.runs_as_wasm());
        assert!(!CodeKind::Fragment.runs_as_wasm());
    }
}

mod classic {
    use super::*;

    #[test]
    fn round_trips() {
        for count in [0, 1, 63, 64, 20_000, MAX as usize] {
            let wasm = bytes(count);
            let code = compress(&wasm);
            assert!(code.starts_with(&[0xef, 0xf0, 0, 0]));
            assert_eq!(classify(&code, 30), Some(CodeKind::Classic));
            assert_eq!(decode_classic(&code, MAX), Ok(wasm));
        }
    }

    /// Stylus charging reference, section 1.1: a window of 22 bits shows in the first byte.
    #[test]
    fn streams_have_the_window_of_the_tools() {
        let stream = compress_stream(&bytes(20_000));
        assert_eq!(stream[0] & 0b1111, 0b1011);
    }

    #[test]
    fn size_limit_is_exact() {
        let code = compress(&bytes(1_000));
        assert_eq!(decode_classic(&code, 999), Err(FormatError::TooLarge(999)));
        assert_eq!(
            decode_classic(&code, 1_000).map(|wasm| wasm.len()),
            Ok(1_000)
        );
        assert_eq!(decode_classic(&compress(&[]), 0), Ok(vec![]));
    }

    /// Stylus charging reference, section 1.1: a stream that decompresses to far more than allowed
    /// is given up at the limit.
    #[test]
    fn bombs_stop_at_the_limit() {
        let code = compress(&vec![0; 50_000_000]);
        assert!(code.len() < 1_000);
        assert_eq!(decode_classic(&code, MAX), Err(FormatError::TooLarge(MAX)));
    }

    /// Stylus charging reference, section 1.1: the stream must finish, what follows is ignored.
    #[test]
    fn ends_where_the_stream_ends() {
        let wasm = bytes(1_000);
        let mut code = compress(&wasm);
        assert_eq!(
            decode_classic(&code[..code.len() - 1], MAX),
            Err(FormatError::UnfinishedStream)
        );
        code.extend_from_slice(b"anything");
        assert_eq!(decode_classic(&code, MAX), Ok(wasm));
    }

    /// Stylus charging reference, section 1.1: dictionary bytes.
    #[test]
    fn dictionaries() {
        let mut code = compress(&bytes(100));
        code[3] = 1;
        assert_eq!(
            decode_classic(&code, MAX),
            Err(FormatError::SharedDictionary)
        );
        code[3] = 2;
        assert_eq!(
            decode_classic(&code, MAX),
            Err(FormatError::UnknownDictionary(2))
        );
    }

    #[test]
    fn other_bytes_are_no_program() {
        assert_eq!(
            decode_classic(&[], MAX),
            Err(FormatError::Prefix(CLASSIC_PREFIX))
        );
        assert_eq!(
            decode_classic(&CLASSIC_PREFIX, MAX),
            Err(FormatError::Truncated)
        );
        let noise = [&CLASSIC_PREFIX[..], &[0], &[0xff; 64]].concat();
        assert_eq!(decode_classic(&noise, MAX), Err(FormatError::CorruptStream));
    }

    /// Stylus charging reference, section 1.1: the decoder is a standard one, so a window of 30
    /// bits, which large-window decoders know, is corrupt.
    #[test]
    fn large_windows_are_corrupt() {
        let empty_with_large_window = [0x11, 0xde];
        let mut content = Vec::new();
        let mut large = brotli::Decompressor::new(&empty_with_large_window[..], 64);
        assert_eq!(large.read_to_end(&mut content).ok(), Some(0));
        assert_eq!(
            decompress(&empty_with_large_window, Dictionary::Empty, MAX),
            Err(FormatError::CorruptStream)
        );
    }
}

mod deployment {
    use super::*;

    /// Stylus charging reference, section 1.2: the prelude byte by byte.
    #[test]
    fn prelude_is_that_of_the_tools() {
        let init = init_code(&[0xef; 0x1234]);
        assert_eq!(init.len(), 43 + 0x1234);
        assert_eq!(init[0], 0x7f);
        assert_eq!(init[1..31], [0; 30]);
        assert_eq!(init[31..33], [0x12, 0x34]);
        assert_eq!(
            init[33..43],
            [0x80, 0x60, 0x2b, 0x60, 0x00, 0x39, 0x60, 0x00, 0xf3, 0x00]
        );
        assert_eq!(init[43..], [0xef; 0x1234]);
    }
}

mod fragmented {
    use super::*;

    fn root(wasm_size: u32, fragments: usize) -> Root {
        Root {
            dictionary: Dictionary::Empty,
            wasm_size,
            fragments: vec![[0xab; 20]; fragments],
        }
    }

    fn noise(count: usize) -> Vec<u8> {
        // A generator whose output brotli cannot shrink.
        let mut state = 1_u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888);
            (state >> 56) as u8
        };
        (0..count).map(|_| next()).collect()
    }

    /// Stylus charging reference, sections 1.1 and 1.11: cut, deployed, put together again.
    #[test]
    fn programs_round_trip() {
        let wasm = noise(40_000);
        let codes = split(&compress_stream(&wasm));
        assert_eq!(codes.len(), 2);
        assert_eq!(codes[0].len(), 24_576);
        assert!(
            codes
                .iter()
                .all(|code| classify(code, 60) == Some(CodeKind::Fragment))
        );
        let root = root(40_000, codes.len());
        assert_eq!(Root::decode(&root.encode(), MAX, 2), Ok(root.clone()));
        assert_eq!(root.assemble(&codes), Ok(wasm));
    }

    /// Stylus charging reference, section 1.1: the layout of a root.
    #[test]
    fn root_has_the_layout_of_the_reference() {
        let code = root(0x0001_2345, 1).encode();
        assert_eq!(code[..8], [0xef, 0xf0, 2, 0, 0, 1, 0x23, 0x45]);
        assert_eq!(code[8..], [0xab; 20]);
    }

    /// Stylus charging reference, section 1.1: the checks of a root.
    #[test]
    fn root_checks() {
        let decode = |root: Root| Root::decode(&root.encode(), MAX, 2).map(|_| ());
        assert_eq!(decode(root(MAX, 2)), Ok(()));
        assert_eq!(decode(root(MAX + 1, 1)), Err(FormatError::TooLarge(MAX)));
        assert_eq!(
            decode(root(1, 3)),
            Err(FormatError::FragmentCount { found: 3, max: 2 })
        );
        let code = root(1, 1).encode();
        assert_eq!(
            Root::decode(&code[..code.len() - 1], MAX, 2),
            Err(FormatError::AddressBytes(19))
        );
        assert_eq!(
            Root::decode(&code[..7], MAX, 2),
            Err(FormatError::Truncated)
        );
        assert_eq!(
            Root::decode(&code[..3], MAX, 2),
            Err(FormatError::Truncated)
        );
        assert_eq!(
            Root::decode(&[0xef], MAX, 2),
            Err(FormatError::Prefix(ROOT_PREFIX))
        );
    }

    /// Stylus charging reference, section 1.1: exactly the declared length.
    #[test]
    fn declared_length_is_exact() {
        let codes = split(&compress_stream(&bytes(1_000)));
        assert_eq!(
            root(1_001, 1).assemble(&codes),
            Err(FormatError::DeclaredLength {
                declared: 1_001,
                found: 1_000
            })
        );
        assert_eq!(
            root(999, 1).assemble(&codes),
            Err(FormatError::TooLarge(999))
        );
        let no_fragment = [compress(&bytes(1_000))];
        assert_eq!(
            root(1_000, 1).assemble(&no_fragment),
            Err(FormatError::Prefix(FRAGMENT_PREFIX))
        );
        assert_eq!(
            fragment_payload(&FRAGMENT_PREFIX),
            Err(FormatError::Truncated)
        );
        let none: [Vec<u8>; 0] = [];
        assert_eq!(
            root(0, 0).assemble(&none),
            Err(FormatError::UnfinishedStream)
        );
    }
}
