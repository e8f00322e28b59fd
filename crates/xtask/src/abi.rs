//! `cargo xtask abi`: the contracts' ABIs as files, for tools that do not read Rust.

use std::fs;

use anyhow::Context;
use ballast_artifacts::ALL;

use crate::workspace_path;

/// Writes `deployments/abi/<name>.json` for every contract, or compares.
pub(crate) fn run(check: bool) -> anyhow::Result<bool> {
    let folder = workspace_path("deployments/abi");
    if !check {
        fs::create_dir_all(&folder)?;
    }
    let mut same = true;
    for artifact in ALL {
        let path = folder.join(artifact.name).with_extension("json");
        let text = artifact.abi_json()? + "\n";
        let kept = fs::read_to_string(&path).unwrap_or_default();
        if kept == text {
            continue;
        }
        if check {
            println!("{} differs; `cargo xtask abi` writes it", path.display());
            same = false;
        } else {
            fs::write(&path, text).with_context(|| path.display().to_string())?;
            println!("wrote {}", path.display());
        }
    }
    Ok(same)
}
