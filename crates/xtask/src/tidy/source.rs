//! Rules for text, and for Rust.

use super::Finding;

/// Lines of a module at most.
const LINES_MAX: usize = 400;

/// Marks of work that is not done. Put together, as this file is checked, too.
const MARKS: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];

/// How Rust tests are switched off.
const IGNORED: &str = concat!("#[ign", "ore");

/// Rules for every text file.
pub(super) fn any(text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in numbered(text) {
        if line.trim_end() != line {
            findings.push(Finding::new(number, "space at the end of the line"));
        }
        for mark in MARKS.iter().filter(|mark| has_word(line, mark)) {
            findings.push(Finding::new(
                number,
                format!("{mark}: finish it, or say why not"),
            ));
        }
    }
    if !text.is_empty() && !text.ends_with('\n') {
        findings.push(Finding::new(
            text.lines().count(),
            "no line break at the end of the file",
        ));
    }
    findings
}

/// Rules for Rust files.
pub(super) fn rust(text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !text.starts_with("//! ") {
        findings.push(Finding::new(
            1,
            "no module documentation; start with `//! `",
        ));
    }
    let lines = text.lines().count();
    if LINES_MAX < lines {
        findings.push(Finding::new(
            0,
            format!("{lines} lines, {LINES_MAX} are allowed: split it"),
        ));
    }
    for (number, line) in numbered(text) {
        if line.trim_start().starts_with(IGNORED) {
            findings.push(Finding::new(number, "a test that is switched off"));
        }
    }
    findings
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split('\n')
        .enumerate()
        .map(|(index, line)| (index + 1, line))
}

fn has_word(line: &str, word: &str) -> bool {
    line.split(|character: char| !character.is_alphanumeric() && character != '_')
        .any(|part| part == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whats(findings: &[Finding]) -> Vec<(usize, &str)> {
        findings
            .iter()
            .map(|finding| (finding.line, finding.what.as_str()))
            .collect()
    }

    #[test]
    fn space_marks_and_the_last_line_are_found() {
        assert!(any("one\n\ntwo\n").is_empty());
        assert!(any("").is_empty());
        assert_eq!(
            whats(&any("one \ntwo\t\n"))[1],
            (2, "space at the end of the line")
        );
        assert_eq!(any("one").len(), 1);
        let text = format!("one\n// {}: later\n", MARKS[0]);
        assert_eq!(any(&text)[0].line, 2);
        assert!(any(&format!("{}S are words, too\n", MARKS[0])).is_empty());
    }

    #[test]
    fn rust_files_say_what_they_are() {
        assert!(rust("//! A module.\nfn f() {}\n").is_empty());
        assert_eq!(rust("fn f() {}\n").len(), 1);
        assert_eq!(rust("//!\nfn f() {}\n").len(), 1);
    }

    #[test]
    fn modules_have_an_end() {
        let lines = |count: usize| "//! A module.\n".to_owned() + &"//\n".repeat(count - 1);
        assert!(rust(&lines(400)).is_empty());
        assert_eq!(rust(&lines(401)).len(), 1);
    }

    #[test]
    fn tests_stay_switched_on() {
        let text = format!("//! A module.\n    {IGNORED} = \"slow\"]\n");
        assert_eq!(rust(&text)[0].line, 2);
    }
}
