//! The Stylus conformance vectors, each step executed in process: status, output, gas, logs and
//! storage must be what Arbitrum answers.

use std::path::Path;

use crate::chain::Chain;
use crate::vector::{Runner, Vector};

fn vectors() -> Vec<Vector> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/stylus");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the vectors are part of the repository")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| {
            let text = std::fs::read_to_string(file).expect("a readable vector");
            serde_json::from_str(&text)
                .unwrap_or_else(|error| panic!("{}: {error}", file.display()))
        })
        .collect()
}

#[test]
fn every_step_of_every_vector_passes() {
    let vectors = vectors();
    assert_eq!(
        vectors.len(),
        91,
        "vectors came or went: change the count with them"
    );
    let mut failures = Vec::new();
    let mut steps = 0;
    for vector in &vectors {
        failures.extend(Runner::new(Chain::new(51)).run(vector));
        steps += vector.steps.len();
    }
    assert!(
        failures.is_empty(),
        "{} of {steps} steps differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
