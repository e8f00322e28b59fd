//! LLVM's tools, of the release that the compiler has.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail, ensure};

/// The tools that read counters.
pub(super) struct Tools {
    /// The compiler's own target.
    pub(super) host: String,
    profdata: PathBuf,
    cov: PathBuf,
}

impl Tools {
    /// Finds the tools: those of the toolchain, then those of the machine.
    ///
    /// # Errors
    /// When there are none of the compiler's release, with what to install.
    pub(super) fn find() -> anyhow::Result<Self> {
        let version = said(Command::new("rustc").arg("-vV"))?;
        let host = field(&version, "host: ")?.to_owned();
        let release = major(field(&version, "LLVM version: ")?).to_owned();
        let sysroot = said(Command::new("rustc").args(["--print", "sysroot"]))?;
        let own = Path::new(sysroot.trim()).join(format!("lib/rustlib/{host}/bin"));
        let tool = |name: &str| {
            let named = [
                own.join(name),
                format!("{name}-{release}").into(),
                name.into(),
            ];
            named.into_iter().find(|tool| is_of(tool, &release))
        };
        let (Some(profdata), Some(cov)) = (tool("llvm-profdata"), tool("llvm-cov")) else {
            bail!(
                "llvm-profdata and llvm-cov of LLVM {release} are needed, as rustc has it: \
                 `rustup component add llvm-tools`, or `apt-get install llvm-{release}`"
            );
        };
        let tools = Self {
            host,
            profdata,
            cov,
        };
        Ok(tools)
    }

    /// Line counts of all executables together, in the format of lcov.
    ///
    /// # Errors
    /// When a tool fails.
    pub(super) fn report(
        &self,
        profiles: &Path,
        executables: &[PathBuf],
    ) -> anyhow::Result<String> {
        let merged = profiles.join("merged.profdata");
        let mut merge = Command::new(&self.profdata);
        merge.args(["merge", "-sparse", "-o"]).arg(&merged);
        for entry in fs::read_dir(profiles).context("no test has left counts")? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "profraw") {
                merge.arg(path);
            }
        }
        said(&mut merge)?;
        let mut export = Command::new(&self.cov);
        export.args(["export", "--format=lcov"]);
        export.arg(format!("--instr-profile={}", merged.display()));
        for executable in executables {
            export.arg("--object").arg(executable);
        }
        said(&mut export)
    }
}

/// Whether a tool is there, and of a release.
fn is_of(tool: &Path, release: &str) -> bool {
    let version = said(Command::new(tool).arg("--version"));
    version.is_ok_and(|version| {
        let found = version.split("LLVM version ").nth(1);
        found.is_some_and(|found| major(found) == release)
    })
}

/// The first number of a version.
fn major(version: &str) -> &str {
    let end = version.find(|letter: char| !letter.is_ascii_digit());
    &version[..end.unwrap_or(version.len())]
}

fn field<'a>(text: &'a str, name: &str) -> anyhow::Result<&'a str> {
    let mut lines = text.lines();
    let found = lines.find_map(|line| line.strip_prefix(name));
    found.with_context(|| format!("rustc does not tell its {name}"))
}

/// What a command prints.
fn said(command: &mut Command) -> anyhow::Result<String> {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{command:?}: {errors}");
    Ok(String::from_utf8(output.stdout)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_first_numbers() {
        assert_eq!(major("22.1.2\n"), "22");
        assert_eq!(major("22"), "22");
        assert_eq!(major("x"), "");
    }

    #[test]
    fn the_compiler_tells_what_is_asked() {
        let version = said(Command::new("rustc").arg("-vV")).unwrap();
        assert!(field(&version, "host: ").is_ok() && field(&version, "guest: ").is_err());
    }

    #[test]
    fn another_tool_is_none_of_ours() {
        assert!(!is_of(Path::new("rustc"), "0"));
        assert!(!is_of(Path::new("/nowhere/llvm-cov"), "22"));
    }
}
