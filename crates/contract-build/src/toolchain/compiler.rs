//! A compiler for WASM and how its cargo is run.

use std::path::PathBuf;
use std::process::Command;

use crate::BuildError;
use crate::Site;
use crate::compile::TARGET;
use crate::environment;

const RUSTC: &str = "rustc";

/// A program and the arguments that stand before its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Launch {
    pub(super) program: PathBuf,
    pub(super) arguments: Vec<String>,
}

impl Launch {
    pub(super) fn program(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            arguments: Vec::new(),
        }
    }

    /// `program` of a toolchain of `rustup`.
    pub(super) fn rustup(channel: &str, program: &str) -> Self {
        Self {
            program: PathBuf::from("rustup"),
            arguments: ["run", channel, program].map(str::to_owned).to_vec(),
        }
    }

    pub(super) fn command(&self, site: &Site) -> Command {
        let mut command = environment::command(site, &self.program);
        command.args(&self.arguments);
        command
    }
}

/// A compiler that is ready to build contracts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Compiler {
    pub(super) cargo: Launch,
    pub(super) variables: Vec<(&'static str, String)>,
    pub(super) build_arguments: Vec<&'static str>,
    /// Name of the folder for what it builds: toolchains do not share one.
    pub(crate) folder: &'static str,
    /// Name and version, as in `rustc 1.95.0`.
    pub(crate) version: String,
    /// Where the source of its standard library would lie.
    pub(crate) library_source: PathBuf,
    /// Commit of the compiler; a precompiled library calls its source `/rustc/<commit>`.
    pub(crate) commit: String,
}

impl Compiler {
    /// A run of its cargo for `site`.
    pub(crate) fn cargo(&self, site: &Site, subcommand: &str) -> Command {
        let mut command = self.cargo.command(site);
        command.envs(self.variables.iter().cloned());
        command.arg(subcommand);
        command.args(&self.build_arguments);
        command
    }
}

/// What a compiler says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answers {
    pub(super) version: String,
    pub(super) commit: String,
    pub(super) llvm_major: String,
    pub(super) sysroot: PathBuf,
}

impl Answers {
    pub(super) fn ask(site: &Site, rustc: &Launch) -> Result<Self, BuildError> {
        let mut verbose = rustc.command(site);
        verbose.arg("-vV");
        let mut sysroot = rustc.command(site);
        sysroot.args(["--print", "sysroot"]);
        let verbose = environment::output(verbose, RUSTC)?;
        let sysroot = environment::output(sysroot, RUSTC)?;
        Ok(Self::parse(&verbose, &sysroot))
    }

    fn parse(verbose: &str, sysroot: &str) -> Self {
        let value = |key: &str| {
            let mut lines = verbose.lines().filter_map(|line| line.split_once(": "));
            let found = lines.find(|(name, _)| *name == key);
            found.map_or_else(String::new, |(_, value)| value.to_owned())
        };
        let major = |version: String| version.split('.').next().unwrap_or_default().to_owned();
        Self {
            version: format!("rustc {}", value("release")),
            commit: value("commit-hash"),
            llvm_major: major(value("LLVM version")),
            sysroot: PathBuf::from(sysroot.trim()),
        }
    }

    pub(super) fn library_source(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib/src/rust")
    }
}

/// True if the compiler has a compiled standard library for WASM.
pub(super) fn has_target(site: &Site, rustc: &Launch) -> bool {
    let mut command = rustc.command(site);
    command.args(["--print", "target-libdir", "--target", TARGET]);
    let Ok(folder) = environment::output(command, RUSTC) else {
        return false;
    };
    let Ok(files) = std::fs::read_dir(folder.trim()) else {
        return false;
    };
    files
        .flatten()
        .any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_a_compiler_says() {
        let verbose = "rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)\n\
                       binary: rustc\ncommit-hash: ac68faa20c58\nrelease: 1.96.0\n\
                       LLVM version: 22.1.8\n";
        let answers = Answers::parse(verbose, "/usr\n");
        assert_eq!(answers.version, "rustc 1.96.0");
        assert_eq!(answers.commit, "ac68faa20c58");
        assert_eq!(answers.llvm_major, "22");
        assert_eq!(
            answers.library_source(),
            PathBuf::from("/usr/lib/rustlib/src/rust")
        );
    }
}
