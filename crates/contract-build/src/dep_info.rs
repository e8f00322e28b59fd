//! The files a program was made from, as cargo records them beside it.

use std::path::PathBuf;

/// The prerequisites in the text of a `.d` file: one rule in the syntax of make, in which a space
/// within a path is written `\ `.
pub(crate) fn prerequisites(text: &str) -> Vec<PathBuf> {
    let Some((_, list)) = text.split_once(": ") else {
        return Vec::new();
    };
    let rule = list.lines().next().unwrap_or_default();
    let mut paths = Vec::new();
    let mut path = String::new();
    for word in rule.split(' ') {
        path.push_str(word.strip_suffix('\\').unwrap_or(word));
        if word.ends_with('\\') {
            path.push(' ');
        } else if !path.is_empty() {
            paths.push(PathBuf::from(std::mem::take(&mut path)));
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_the_prerequisites_of_the_first_rule() {
        let text = "/t/a.wasm: /w/a.rs /w/my\\ file.rs\n\n/w/a.rs:\n";
        assert_eq!(
            prerequisites(text),
            ["/w/a.rs", "/w/my file.rs"].map(PathBuf::from)
        );
    }

    #[test]
    fn a_rule_without_prerequisites_lists_none() {
        assert!(prerequisites("/t/a.wasm:\n").is_empty());
        assert!(prerequisites("").is_empty());
    }
}
