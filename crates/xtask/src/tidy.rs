//! `cargo xtask tidy`: the house rules, as a test instead of a page.

mod manifest;
mod source;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::workspace_path;

/// Folders that hold nothing of ours, or data that is kept as it came.
const FOREIGN: [&str; 6] = [
    "target",
    "node_modules",
    "out",
    "dist",
    "vectors",
    "fixtures",
];

/// Endings of files that people write.
const TEXT: [&str; 16] = [
    "rs", "toml", "md", "json", "yml", "yaml", "sh", "py", "csv", "ts", "tsx", "js", "html", "css",
    "wat", "sol",
];

/// A rule that a file breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    /// Counted from 1; 0 for the file as a whole.
    line: usize,
    /// What is wrong.
    what: String,
}

impl Finding {
    fn new(line: usize, what: impl Into<String>) -> Self {
        Self {
            line,
            what: what.into(),
        }
    }
}

/// Checks every file of the workspace; whether all are tidy.
pub(crate) fn run() -> anyhow::Result<bool> {
    let findings = findings(&workspace_path(""))?;
    for finding in &findings {
        println!("{finding}");
    }
    Ok(findings.is_empty())
}

/// One line for every rule that a file below `root` breaks.
fn findings(root: &Path) -> io::Result<Vec<String>> {
    let mut lines = Vec::new();
    for path in files(root)? {
        // What is not UTF-8 is no text.
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let relative = path.strip_prefix(root).unwrap_or(&path);
        let found = check(relative, &text).into_iter();
        let place = relative.display();
        lines.extend(found.map(|Finding { line, what }| format!("{place}:{line}: {what}")));
    }
    Ok(lines)
}

fn check(path: &Path, text: &str) -> Vec<Finding> {
    let mut findings = source::any(text);
    if path.extension().is_some_and(|ending| ending == "rs") {
        findings.extend(source::rust(text));
    }
    if path.ends_with("Cargo.toml") && is_member(path) {
        findings.extend(manifest::check(text));
    }
    findings
}

/// Whether a manifest takes from a workspace. The packages that stand in for others in the native
/// tests cannot: each has the version that it is asked for by.
fn is_member(manifest: &Path) -> bool {
    const SINGLE: [&str; 3] = [
        "tests/Cargo.toml",
        "tests/motsu/Cargo.toml",
        "tests/motsu/testkit/Cargo.toml",
    ];
    let is_single = SINGLE.iter().any(|path| manifest == Path::new(path));
    is_single || manifest.starts_with("contracts") || manifest.starts_with("crates")
}

/// The text files below a folder, in the order of their paths.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if name.starts_with('.') || FOREIGN.contains(&name.as_str()) {
                continue;
            }
            let ending = path.extension().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                folders.push(path);
            } else if TEXT.contains(&ending.as_ref()) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_is_tidy() {
        let findings = findings(&workspace_path("")).unwrap();
        assert!(findings.is_empty(), "\n{}", findings.join("\n"));
    }

    #[test]
    fn the_walk_finds_what_is_ours_and_nothing_else() {
        let files = files(&workspace_path("")).unwrap();
        let has = |path: &str| files.contains(&workspace_path(path));
        assert!(has("Cargo.toml") && has("crates/xtask/src/tidy.rs"));
        let target = workspace_path("target");
        assert!(!files.iter().any(|file| file.starts_with(&target)));
    }

    #[test]
    fn rules_go_by_the_kind_of_file() {
        let count = |path: &str, text: &str| check(Path::new(path), text).len();
        assert_eq!(count("a.md", "text\n"), 0);
        assert_eq!(count("a.rs", "fn main() {}\n"), 1);
        assert_eq!(count("Cargo.toml", "[workspace]\n"), 0);
        for member in [
            "crates/a",
            "contracts/a",
            "tests/motsu",
            "tests/motsu/testkit",
        ] {
            assert!(0 < count(&format!("{member}/Cargo.toml"), "[package]\n"));
        }
        assert_eq!(count("tests/motsu/compat/Cargo.toml", "[package]\n"), 0);
    }
}
