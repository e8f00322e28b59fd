//! Programs run by the build, without what the outer cargo says to its own build.
//!
//! Cargo, clippy, coverage and cross-compilation speak to a build through variables, and a build
//! script inherits them all. In the nested run they would change the contracts' bytes, or send the
//! contracts through a linter.

use std::env;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use crate::BuildError;
use crate::Site;

/// What a person sets to reach a registry or to spare a machine, and what shares the outer cargo's
/// job slots. None of it changes a byte.
const KEPT: [&str; 4] = [
    "CARGO_HOME",
    "CARGO_MAKEFLAGS",
    "CARGO_BUILD_JOBS",
    "RUST_BACKTRACE",
];
const KEPT_PREFIXES: [&str; 6] = [
    "CARGO_HTTP_",
    "CARGO_NET_",
    "CARGO_REGISTRY_",
    "CARGO_REGISTRIES_",
    "CARGO_SOURCE_",
    "RUSTUP_",
];
const DROPPED_PREFIXES: [&str; 5] = ["CARGO", "RUST", "__CARGO", "CLIPPY_", "DEP_"];

/// `rustup` has chosen the outer cargo with this one; the contracts have a toolchain of their own.
const RUSTUP_TOOLCHAIN: &str = "RUSTUP_TOOLCHAIN";

fn keeps(variable: &str) -> bool {
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| variable.starts_with(prefix));
    if variable == RUSTUP_TOOLCHAIN {
        return false;
    }
    KEPT.contains(&variable) || starts(&KEPT_PREFIXES) || !starts(&DROPPED_PREFIXES)
}

/// `program`, without what an outer cargo says to its own build, and without input.
pub fn isolated(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    for (variable, _) in env::vars_os() {
        if !variable.to_str().is_none_or(keeps) {
            command.env_remove(variable);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// `program`, to be run in the workspace.
pub(crate) fn command(site: &Site, program: impl AsRef<Path>) -> Command {
    let mut command = isolated(program);
    command
        .current_dir(&site.workspace)
        .env("CARGO_HOME", &site.cargo_home);
    command
}

/// What `command` prints on its standard output; `name` is what errors call it.
///
/// # Errors
/// [`BuildError::Start`] if it cannot be run, [`BuildError::Failed`] with its standard error if it
/// does not succeed.
pub(crate) fn output(mut command: Command, name: &str) -> Result<String, BuildError> {
    match command.output() {
        Err(source) => Err(BuildError::Start {
            command: name.to_owned(),
            source,
        }),
        Ok(output) if output.status.success() => {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Ok(output) => Err(BuildError::Failed {
            command: name.to_owned(),
            output: String::from_utf8_lossy(&output.stderr).into_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_what_the_outer_build_says() {
        for variable in [
            "CARGO",
            "CARGO_ENCODED_RUSTFLAGS",
            "CARGO_BUILD_TARGET",
            "CARGO_TARGET_DIR",
            "CARGO_PROFILE_RELEASE_OPT_LEVEL",
            "CARGO_FEATURE_JSON",
            "CLIPPY_ARGS",
            "RUSTC",
            "RUSTC_WRAPPER",
            "RUSTC_WORKSPACE_WRAPPER",
            "RUSTC_BOOTSTRAP",
            "RUSTFLAGS",
            "RUSTUP_TOOLCHAIN",
        ] {
            assert!(!keeps(variable), "{variable}");
        }
    }

    #[test]
    fn keeps_what_reaches_registries_and_shares_job_slots() {
        for variable in [
            "PATH",
            "HOME",
            "CARGO_HOME",
            "CARGO_MAKEFLAGS",
            "CARGO_HTTP_PROXY",
            "CARGO_NET_OFFLINE",
            "CARGO_REGISTRIES_MIRROR_INDEX",
            "RUSTUP_HOME",
            "RUSTUP_DIST_SERVER",
        ] {
            assert!(keeps(variable), "{variable}");
        }
    }
}
