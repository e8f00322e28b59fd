//! Lines of the contracts' sources, by crate and file, and whether they ran.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::Context;

/// Lines that ran and lines that did not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) ran: u64,
    pub(super) missed: Vec<u64>,
}

impl Counts {
    /// All lines that could run.
    pub(super) fn all(&self) -> u64 {
        self.ran.saturating_add(self.missed.len() as u64)
    }

    fn add(&mut self, line: u64, has_run: bool) {
        if has_run {
            self.ran = self.ran.saturating_add(1);
        } else {
            self.missed.push(line);
        }
    }
}

/// Counts by crate, then by file, both from the workspace's root on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lines(pub(super) BTreeMap<PathBuf, BTreeMap<PathBuf, Counts>>);

impl Lines {
    /// Reads what llvm-cov exported in the format of lcov, of the sources below `root`.
    ///
    /// # Errors
    /// When a source that is counted cannot be read.
    pub(super) fn read(report: &str, root: &Path) -> anyhow::Result<Self> {
        let mut lines = Self::default();
        // Per file: a file is reported once for every way in which it is spelt.
        let mut files: BTreeMap<PathBuf, BTreeMap<u64, bool>> = BTreeMap::new();
        let mut current = None;
        for entry in report.lines() {
            if let Some(path) = entry.strip_prefix("SF:") {
                current = counted(Path::new(path), root);
            } else if let (Some(data), Some(path)) = (entry.strip_prefix("DA:"), &current) {
                let (line, count) = data.split_once(',').context("a line without a count")?;
                let file = files.entry(path.clone()).or_default();
                *file.entry(line.parse()?).or_default() |= count != "0";
            }
        }
        for (path, found) in files {
            let source =
                fs::read_to_string(root.join(&path)).with_context(|| path.display().to_string())?;
            let end = tests_start(&source);
            let folder = path.iter().take_while(|part| *part != "src").collect();
            let counts = lines.0.entry(folder).or_default().entry(path).or_default();
            for (line, has_run) in found.into_iter().filter(|(line, _)| *line < end) {
                counts.add(line, has_run);
            }
        }
        Ok(lines)
    }
}

/// A source file from the root on, if it can become part of a contract.
fn counted(path: &Path, root: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        if part == Component::ParentDir {
            plain.pop();
        } else {
            plain.push(part);
        }
    }
    let relative = plain.strip_prefix(root).ok()?;
    let is_contract =
        relative.starts_with("contracts") && relative.iter().any(|part| part == "src");
    // Interfaces are declarations, and programs name a contract.
    let is_empty =
        relative.starts_with("contracts/abi") || relative.iter().any(|part| part == "program");
    let is_test = relative.ends_with("tests.rs") || relative.iter().any(|part| part == "tests");
    (is_contract && !is_empty && !is_test).then(|| relative.to_owned())
}

/// The first line of a file's tests, which stand at its end.
fn tests_start(source: &str) -> u64 {
    let position = source.lines().position(|line| line == "#[cfg(test)]");
    position.map_or(u64::MAX, |index| index as u64 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_becomes_a_contract_is_counted() {
        let root = Path::new("/root");
        let relative = |path: &str| counted(Path::new(path), root);
        let books = Some("contracts/core/src/books.rs".into());
        assert_eq!(relative("/root/contracts/core/src/books.rs"), books);
        assert_eq!(
            relative("/root/tests/motsu/../../contracts/core/src/books.rs"),
            books
        );
        for other in [
            "/root/contracts/core/src/books/tests.rs",
            "/root/contracts/core/src/books/tests/many.rs",
            "/root/contracts/math/tests/vectors.rs",
            "/root/contracts/vault/program/src/lib.rs",
            "/root/contracts/abi/src/lib.rs",
            "/root/crates/evm/src/lib.rs",
            "/elsewhere/contracts/core/src/books.rs",
        ] {
            assert_eq!(relative(other), None, "{other}");
        }
    }

    #[test]
    fn tests_at_the_end_are_not() {
        assert_eq!(tests_start("fn a() {}\n\n#[cfg(test)]\nmod tests;\n"), 3);
        assert_eq!(tests_start("fn a() {}\n"), u64::MAX);
    }

    #[test]
    fn a_line_has_run_if_any_report_says_so() {
        let folder = std::env::temp_dir().join(format!("coverage-{}", std::process::id()));
        let source = "contracts/a/src/lib.rs";
        fs::create_dir_all(folder.join(source).parent().unwrap()).unwrap();
        fs::write(folder.join(source), "a\nb\nc\n#[cfg(test)]\nd\n").unwrap();
        let file = |data: &str| {
            format!(
                "SF:{}\n{data}end_of_record\n",
                folder.join(source).display()
            )
        };
        let report = file("DA:1,0\nDA:2,7\nDA:5,3\n") + &file("DA:1,1\nDA:2,0\nDA:3,0\n");
        let lines = Lines::read(&report, &folder);
        fs::remove_dir_all(&folder).unwrap();
        let counts = Counts {
            ran: 2,
            missed: vec![3],
        };
        let expected = BTreeMap::from([(
            PathBuf::from("contracts/a"),
            BTreeMap::from([(source.into(), counts)]),
        )]);
        assert_eq!(lines.unwrap(), Lines(expected));
    }
}
