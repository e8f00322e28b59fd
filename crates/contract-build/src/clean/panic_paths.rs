//! Names of source files in a program's data.
//!
//! A panic carries the file and line it came from. On a chain it ends as a bare revert, so the
//! names are bytes that every call pays for and nobody reads. They are told from other data by the
//! roots that the build gives them.

/// What the build calls the folder that holds all packages.
pub const SOURCE_ROOT: &str = "/crate/";

/// What a precompiled standard library calls the folder of its source, before its commit.
pub const STANDARD_LIBRARY_ROOT: &str = "/rustc/";

const SUFFIX: &[u8] = b".rs";

/// Writes zeros over the names of source files; everything else stays, also the length that a
/// panic believes its file name to have.
pub(super) fn blank(data: &mut [u8]) {
    let mut at = 0;
    while at < data.len() {
        let length = name_length(data.get(at..).unwrap_or_default());
        if let Some(name) = data.get_mut(at..at + length) {
            name.fill(0);
        }
        at += length.max(1);
    }
}

/// Length of the file name that `data` starts with; 0 if it starts with none.
fn name_length(data: &[u8]) -> usize {
    let roots = [SOURCE_ROOT, STANDARD_LIBRARY_ROOT].map(str::as_bytes);
    if !roots.iter().any(|root| data.starts_with(root)) {
        return 0;
    }
    let path = data.iter().take_while(|byte| is_path(**byte)).count();
    let path = data.get(..path).unwrap_or_default();
    let suffix = path.windows(SUFFIX.len()).position(|part| part == SUFFIX);
    suffix.map_or(0, |suffix| suffix + SUFFIX.len())
}

const fn is_path(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'+')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blanked(data: &str) -> String {
        let mut bytes = data.as_bytes().to_vec();
        blank(&mut bytes);
        assert_eq!(bytes.len(), data.len());
        String::from_utf8(bytes).unwrap().replace('\0', "")
    }

    #[test]
    fn blanks_file_names_up_to_their_suffix() {
        assert_eq!(
            blanked("abc/rustc/59807/library/alloc/src/raw_vec/mod.rscapacity overflow"),
            "abccapacity overflow"
        );
        assert_eq!(
            blanked("/crate/ruint/src/div.rs/crate/a-b/src/c_d.rsx"),
            "x"
        );
    }

    #[test]
    fn leaves_everything_else() {
        for data in [
            "",
            "/crate/",
            "/crate/no suffix.rs",
            "/other/src/lib.rs",
            "(address,uint256)",
        ] {
            assert_eq!(blanked(data), data);
        }
    }
}
