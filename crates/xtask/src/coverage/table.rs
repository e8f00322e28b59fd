//! Coverage as people read it.

use std::fmt::Write;
use std::path::Path;

use super::lines::{Counts, Lines};

/// A table of all crates and their total, in Markdown.
pub(super) fn markdown(lines: &Lines) -> String {
    let mut text = String::from(
        "Lines of the contracts that native tests run; `cargo xtask coverage` writes this.\n\n\
         | crate | lines | run | part |\n| --- | ---: | ---: | ---: |\n",
    );
    let (mut all, mut ran) = (0, 0);
    for (folder, run, of) in crates(lines) {
        row(&mut text, &format!("{}", folder.display()), run, of);
        all += of;
        ran += run;
    }
    row(&mut text, "all", ran, all);
    text
}

/// The lines that nothing runs, a line per file.
pub(super) fn missed(lines: &Lines) -> String {
    let mut text = String::new();
    let files = lines.0.values().flatten();
    for (path, counts) in files.filter(|(_, counts)| !counts.missed.is_empty()) {
        let numbers = ranges(&counts.missed).join(", ");
        let _ = writeln!(text, "{}: {numbers}", path.display());
    }
    text
}

/// The crates of which less than a part of the lines runs, in percent.
pub(super) fn falls_short(lines: &Lines, percent: u64) -> Vec<&Path> {
    let short = crates(lines).filter(|(_, run, all)| run * 100 < all * percent);
    short.map(|(folder, ..)| folder).collect()
}

/// Every crate with the lines that run and all of them.
fn crates(lines: &Lines) -> impl Iterator<Item = (&Path, u64, u64)> {
    lines.0.iter().map(|(folder, files)| {
        let run = files.values().map(|counts| counts.ran).sum();
        let all = files.values().map(Counts::all).sum();
        (folder.as_path(), run, all)
    })
}

fn row(text: &mut String, name: &str, run: u64, all: u64) {
    let name = name.strip_prefix("contracts/").unwrap_or(name);
    let tenths = (run * 1_000).checked_div(all).unwrap_or(1_000);
    let _ = writeln!(
        text,
        "| {name} | {all} | {run} | {}.{} % |",
        tenths / 10,
        tenths % 10
    );
}

/// Numbers in order, those that follow each other joined.
fn ranges(numbers: &[u64]) -> Vec<String> {
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => ranges.push((*number, *number)),
        }
    }
    let text = ranges.into_iter().map(|(first, last)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}-{last}")
        }
    });
    text.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn lines() -> Lines {
        let counts = |ran, missed: &[u64]| Counts {
            ran,
            missed: missed.to_vec(),
        };
        let of = |name: &str, counts: Counts| {
            let folder = format!("contracts/{name}").into();
            let file = format!("contracts/{name}/src/lib.rs").into();
            (folder, BTreeMap::from([(file, counts)]))
        };
        Lines(BTreeMap::from([
            of("a", counts(2, &[3])),
            of("b", counts(7, &[])),
        ]))
    }

    #[test]
    fn parts_are_rounded_down() {
        let table = markdown(&lines());
        let rows: Vec<_> = table.lines().skip(4).collect();
        let expected = [
            "| a | 3 | 2 | 66.6 % |",
            "| b | 7 | 7 | 100.0 % |",
            "| all | 10 | 9 | 90.0 % |",
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn missed_lines_are_named_by_file() {
        assert_eq!(missed(&lines()), "contracts/a/src/lib.rs: 3\n");
        assert_eq!(ranges(&[1, 3, 4, 5, 9]), ["1", "3-5", "9"]);
    }

    #[test]
    fn every_crate_must_have_the_part() {
        assert!(falls_short(&lines(), 66).is_empty());
        assert_eq!(falls_short(&lines(), 67), [Path::new("contracts/a")]);
    }
}
