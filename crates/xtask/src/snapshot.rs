//! Figures kept in the repository, so that a change of them shows in review.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What is kept under a key.
pub(crate) trait Figures: Serialize + DeserializeOwned {
    /// The compiler that the figures hold for.
    fn compiler(&self) -> &str;
}

/// Figures by key.
pub(crate) type Snapshot<F> = BTreeMap<String, F>;

/// Writes `found` to the file at `path`, or with `check` compares it with what is there. Prints
/// every difference; whether there is none that counts.
///
/// Figures of another compiler than the snapshot's differ by nature: they are not compared.
///
/// # Errors
/// When the file cannot be read or written.
pub(crate) fn settle<F: Figures>(
    path: &Path,
    task: &str,
    found: &Snapshot<F>,
    check: bool,
) -> anyhow::Result<bool> {
    let kept = read::<F>(path, check).with_context(|| {
        format!(
            "{} cannot be read; `cargo xtask {task}` writes it",
            path.display()
        )
    })?;
    let differences = differences(&kept, found)?;
    for difference in &differences {
        println!("{difference}");
    }
    if !check {
        let text = serde_json::to_string_pretty(found)? + "\n";
        fs::write(path, text).with_context(|| path.display().to_string())?;
        println!(
            "{}: {} entries, {} changed",
            path.display(),
            found.len(),
            differences.len()
        );
        return Ok(true);
    }
    if let Some((kept, found)) = other_compiler(&kept, found) {
        println!("not compared: the snapshot is of {kept}, this is {found}");
        return Ok(true);
    }
    if !differences.is_empty() {
        println!(
            "{} differs; if that is meant, run `cargo xtask {task}`",
            path.display()
        );
    }
    Ok(differences.is_empty())
}

/// The snapshot in a file; an empty one if there is no file and there need not be.
fn read<F: Figures>(path: &Path, needed: bool) -> anyhow::Result<Snapshot<F>> {
    if !needed && !path.exists() {
        return Ok(Snapshot::new());
    }
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

/// The compilers of both, if they are not the same.
fn other_compiler<'a, F: Figures>(
    kept: &'a Snapshot<F>,
    found: &'a Snapshot<F>,
) -> Option<(&'a str, &'a str)> {
    let kept = kept.values().next()?.compiler();
    let found = found.values().next()?.compiler();
    (kept != found).then_some((kept, found))
}

/// One line for every figure that is not the same in both.
fn differences<F: Figures>(kept: &Snapshot<F>, found: &Snapshot<F>) -> anyhow::Result<Vec<String>> {
    let mut lines = Vec::new();
    for (key, new) in found {
        let Some(old) = kept.get(key) else {
            lines.push(format!("{key}: new"));
            continue;
        };
        let (old, new) = (serde_json::to_value(old)?, serde_json::to_value(new)?);
        for (name, new) in new.as_object().into_iter().flatten() {
            let old = old.get(name).unwrap_or(&Value::Null);
            if old != new {
                lines.push(format!("{key}: {name} was {old}, is {new}"));
            }
        }
    }
    let gone = kept.keys().filter(|key| !found.contains_key(*key));
    lines.extend(gone.map(|key| format!("{key}: gone")));
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Clone, Debug, Serialize, Deserialize)]
    struct Sample {
        gas: u64,
        compiler: String,
    }

    impl Figures for Sample {
        fn compiler(&self) -> &str {
            &self.compiler
        }
    }

    fn snapshot(entries: &[(&str, u64)], compiler: &str) -> Snapshot<Sample> {
        let entry = |(key, gas): &(&str, u64)| {
            (
                (*key).to_owned(),
                Sample {
                    gas: *gas,
                    compiler: compiler.to_owned(),
                },
            )
        };
        entries.iter().map(entry).collect()
    }

    #[test]
    fn every_difference_is_told() {
        let kept = snapshot(&[("a", 1), ("b", 2), ("c", 3)], "x");
        let found = snapshot(&[("a", 1), ("b", 5), ("d", 4)], "x");
        let lines = differences(&kept, &found).unwrap();
        assert_eq!(lines, ["b: gas was 2, is 5", "d: new", "c: gone"]);
        assert!(differences(&kept, &kept).unwrap().is_empty());
    }

    #[test]
    fn a_check_fails_on_a_difference_unless_the_compiler_is_another() {
        let path = std::env::temp_dir().join(format!("snapshot-{}.json", std::process::id()));
        let kept = snapshot(&[("a", 1)], "x");
        assert!(settle(&path, "sample", &kept, true).is_err());
        assert!(settle(&path, "sample", &kept, false).unwrap());
        assert!(settle(&path, "sample", &kept, true).unwrap());
        assert!(!settle(&path, "sample", &snapshot(&[("a", 2)], "x"), true).unwrap());
        assert!(settle(&path, "sample", &snapshot(&[("a", 2)], "y"), true).unwrap());
        let text = fs::read_to_string(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert_eq!(
            text,
            "{\n  \"a\": {\n    \"gas\": 1,\n    \"compiler\": \"x\"\n  }\n}\n"
        );
    }
}
