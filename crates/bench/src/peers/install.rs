//! `npm ci`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::{PeersError, at, source, work};

/// Which packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// Solidity and its compiler.
    Contracts,
    /// And Anvil, which is three times as much.
    ContractsAndAnvil,
}

impl Extent {
    /// The mark that an installation of this extent leaves.
    const fn mark(self) -> &'static str {
        match self {
            Self::Contracts => "contracts\n",
            Self::ContractsAndAnvil => "contracts and anvil\n",
        }
    }
}

/// Where npm puts the packages.
pub(super) fn modules() -> PathBuf {
    work().join("node_modules")
}

/// Installs what the lock file says, unless that was done.
pub(super) fn run(extent: Extent) -> Result<(), PeersError> {
    let locked = read(source().join("package-lock.json"))?;
    // npm deletes the folder first, and with it the mark of an earlier installation.
    let mark = modules().join(".installed");
    let done = fs::read_to_string(&mark).unwrap_or_default();
    let all = Extent::ContractsAndAnvil.mark().to_owned() + &locked;
    let wanted = extent.mark().to_owned() + &locked;
    if done == all || done == wanted {
        return Ok(());
    }
    for name in ["package.json", "package-lock.json"] {
        let (from, to) = (source().join(name), work().join(name));
        fs::copy(&from, &to).map_err(at(&from))?;
    }
    let mut npm = Command::new("npm");
    npm.current_dir(work())
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    npm.arg("--loglevel=error");
    if extent == Extent::Contracts {
        npm.arg("--omit=optional");
    }
    let output = npm
        .output()
        .map_err(|error| PeersError::NoNode("npm", error))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(PeersError::Failed {
            command: "npm ci",
            message,
        });
    }
    fs::write(&mark, wanted).map_err(at(&mark))
}

pub(super) fn read(path: PathBuf) -> Result<String, PeersError> {
    fs::read_to_string(&path).map_err(at(&path))
}
