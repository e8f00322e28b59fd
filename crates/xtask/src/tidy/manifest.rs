//! The form of a member's `Cargo.toml`.

use super::Finding;

/// What a package takes from the workspace.
const INHERITED: [&str; 5] = ["version", "edition", "rust-version", "license", "publish"];

/// Checks the manifest of a workspace member.
pub(super) fn check(text: &str) -> Vec<Finding> {
    let sections = sections(text);
    let mut findings = package(&sections);
    for section in &sections {
        // The table that they come from is not one of them.
        let is_table = section.name == "workspace.dependencies";
        if section.name.ends_with("dependencies") && !is_table {
            findings.extend(dependencies(section));
        }
    }
    let lints = sections.iter().find(|section| section.name == "lints");
    if !lints.is_some_and(|lints| lints.has("workspace = true")) {
        findings.push(Finding::new(0, "no `[lints] workspace = true`"));
    }
    findings
}

/// A table of the file, without blank lines and comments.
struct Section<'a> {
    name: &'a str,
    line: usize,
    entries: Vec<(usize, &'a str)>,
}

impl Section<'_> {
    fn has(&self, entry: &str) -> bool {
        self.entries.iter().any(|(_, found)| *found == entry)
    }
}

fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let header = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        if let Some(name) = header {
            let name = name.trim_matches(['[', ']']);
            sections.push(Section {
                name,
                line: index + 1,
                entries: Vec::new(),
            });
        } else if let Some(section) = sections.last_mut()
            && !line.is_empty()
            && !line.starts_with('#')
        {
            section.entries.push((index + 1, line));
        }
    }
    sections
}

fn package(sections: &[Section<'_>]) -> Vec<Finding> {
    let Some(package) = sections.first().filter(|section| section.name == "package") else {
        return vec![Finding::new(1, "does not start with [package]")];
    };
    let mut findings = Vec::new();
    for key in INHERITED {
        if !package.has(&format!("{key}.workspace = true")) {
            findings.push(Finding::new(
                package.line,
                format!("no `{key}.workspace = true`"),
            ));
        }
    }
    let described = package.entries.iter().any(|(_, entry)| {
        entry
            .strip_prefix("description = ")
            .is_some_and(|text| "\"\"".len() < text.len())
    });
    if !described {
        findings.push(Finding::new(package.line, "no description"));
    }
    findings
}

/// Every dependency comes from the workspace's table, and they stand in order.
fn dependencies(section: &Section<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut last = "";
    for (line, entry) in &section.entries {
        let Some((key, value)) = entry.split_once('=') else {
            continue;
        };
        let key = key.trim();
        let name = key.strip_suffix(".workspace").unwrap_or(key);
        if name == key && !value.contains("workspace = true") {
            let what = format!("{name} does not come from [workspace.dependencies]");
            findings.push(Finding::new(*line, what));
        }
        if name < last {
            findings.push(Finding::new(*line, format!("{name} stands behind {last}")));
        }
        last = name;
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"[package]
name = "ballast-sample"
description = "A sample"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
publish.workspace = true

[dependencies]
# Why this one.
anyhow.workspace = true
serde = { workspace = true, features = ["derive"] }

[lints]
workspace = true
"#;

    fn findings(text: &str) -> Vec<String> {
        check(text)
            .into_iter()
            .map(|finding| finding.what)
            .collect()
    }

    #[test]
    fn the_form_is_accepted() {
        assert_eq!(findings(GOOD), Vec::<String>::new());
    }

    #[test]
    fn every_part_is_needed() {
        for key in INHERITED {
            let without = GOOD.replacen(&format!("\n{key}.workspace = true"), "", 1);
            assert_eq!(findings(&without), [format!("no `{key}.workspace = true`")]);
        }
        let unlinted = GOOD.replace("[lints]\nworkspace = true\n", "");
        assert_eq!(findings(&unlinted), ["no `[lints] workspace = true`"]);
        let nameless = GOOD.replace("\"A sample\"", "\"\"");
        assert_eq!(findings(&nameless), ["no description"]);
    }

    #[test]
    fn the_table_itself_may_stand_beside_a_package() {
        let table = "[workspace.dependencies]\nanyhow = \"1\"\n\n[lints]";
        let with = GOOD.replace("[lints]", table);
        assert_eq!(findings(&with), Vec::<String>::new());
    }

    #[test]
    fn dependencies_are_shared_and_sorted() {
        let own = GOOD.replace("anyhow.workspace = true", "anyhow = \"1\"");
        assert_eq!(
            findings(&own),
            ["anyhow does not come from [workspace.dependencies]"]
        );
        let late = GOOD.replace("anyhow.", "zeroize.");
        assert_eq!(findings(&late), ["serde stands behind zeroize"]);
    }
}
