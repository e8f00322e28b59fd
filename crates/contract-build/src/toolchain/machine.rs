//! What is installed on this machine, and what can be: the part of the choice that runs programs.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::path::PathBuf;

use super::Facts;
use super::Step;
use super::compiler::Answers;
use super::compiler::Compiler;
use super::compiler::Launch;
use super::compiler::has_target;
use crate::BuildError;
use crate::Site;
use crate::compile::TARGET;
use crate::environment;

const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

pub(super) struct Machine<'a> {
    site: &'a Site,
    pub(super) channel: String,
}

impl<'a> Machine<'a> {
    pub(super) const fn new(site: &'a Site, channel: String) -> Self {
        Self { site, channel }
    }

    pub(super) fn facts(&self) -> Facts {
        let rustup = self.runs("rustup", &["--version"]);
        Facts {
            rustup,
            rustup_target: rustup && has_target(self.site, &self.rustup("rustc")),
            path_target: !rustup && has_target(self.site, &Launch::program("rustc")),
            debian: self.debian_linker().is_ok_and(|linker| linker.exists()),
            apt: self.runs("apt-get", &["--version"]) && self.is_root(),
        }
    }

    /// Goes one way to a compiler.
    pub(super) fn take(&self, step: Step) -> Result<Compiler, BuildError> {
        match step {
            Step::Rustup => self.rustup_compiler(),
            Step::RustupDownload => {
                let add = ["target", "add", "--toolchain", &self.channel, TARGET];
                self.run("rustup", &add)?;
                self.rustup_compiler()
            }
            Step::Path => self.path_compiler(),
            Step::Debian => self.debian_compiler(),
            Step::DebianInstall => {
                // Lists that cannot be brought up to date may still do.
                let _ = self.run("apt-get", &["update"]);
                self.install(&DEBIAN_PACKAGES)?;
                let lld = format!("lld-{}", self.debian_answers()?.llvm_major);
                self.install(&[&lld])?;
                self.debian_compiler()
            }
        }
    }

    fn rustup(&self, program: &str) -> Launch {
        Launch::rustup(&self.channel, program)
    }

    fn rustup_compiler(&self) -> Result<Compiler, BuildError> {
        let answers = Answers::ask(self.site, &self.rustup("rustc"))?;
        Ok(precompiled(self.rustup("cargo"), "rustup", answers))
    }

    fn path_compiler(&self) -> Result<Compiler, BuildError> {
        let answers = Answers::ask(self.site, &Launch::program("rustc"))?;
        let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        Ok(precompiled(Launch::program(cargo), "path", answers))
    }

    /// Debian has no compiled standard library for WASM, and calls its linker by its version.
    ///
    /// A library built with the contracts' profile is larger than the precompiled one; without the
    /// texts of its panics, which nobody can read on a chain, it is smaller, so that a contract
    /// that fits with the pinned compiler fits with this one.
    fn debian_compiler(&self) -> Result<Compiler, BuildError> {
        let answers = self.debian_answers()?;
        let linker = self.debian_linker()?.display().to_string();
        Ok(Compiler {
            cargo: Launch::program(DEBIAN_CARGO),
            variables: vec![
                ("RUSTC", DEBIAN_RUSTC.to_owned()),
                // Admits the flags below to a stable compiler.
                ("RUSTC_BOOTSTRAP", "1".to_owned()),
                ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker),
            ],
            build_arguments: vec![
                "-Zbuild-std=std,panic_abort",
                "-Zpanic-immediate-abort",
                "--config=profile.release.panic=\"immediate-abort\"",
            ],
            folder: "debian",
            library_source: answers.library_source(),
            version: answers.version,
            commit: answers.commit,
        })
    }

    fn debian_answers(&self) -> Result<Answers, BuildError> {
        Answers::ask(self.site, &Launch::program(DEBIAN_RUSTC))
    }

    /// Where the linker lies once everything is installed; fails as long as the compiler or the
    /// source of its standard library is not.
    fn debian_linker(&self) -> Result<PathBuf, BuildError> {
        let answers = self.debian_answers()?;
        for path in [
            PathBuf::from(DEBIAN_CARGO),
            answers.library_source().join("library/Cargo.lock"),
        ] {
            std::fs::metadata(&path).map_err(|source| BuildError::File { path, source })?;
        }
        let linker = format!("wasm-ld-{}", answers.llvm_major);
        Ok(Path::new("/usr/bin").join(linker))
    }

    /// Nothing that is installed may be removed to make room.
    fn install(&self, packages: &[&str]) -> Result<(), BuildError> {
        let mut arguments = vec!["install", "--yes", "--no-remove", "--no-install-recommends"];
        arguments.extend(packages);
        self.run("apt-get", &arguments)
    }

    fn is_root(&self) -> bool {
        let mut command = environment::command(self.site, "id");
        command.arg("-u");
        environment::output(command, "id").is_ok_and(|id| id.trim() == "0")
    }

    fn runs(&self, program: &str, arguments: &[&str]) -> bool {
        self.run(program, arguments).is_ok()
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<(), BuildError> {
        let mut command = environment::command(self.site, program);
        command.args(arguments);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        environment::output(command, program).map(drop)
    }
}

fn precompiled(cargo: Launch, folder: &'static str, answers: Answers) -> Compiler {
    Compiler {
        cargo,
        variables: Vec::new(),
        build_arguments: Vec::new(),
        folder,
        library_source: answers.library_source(),
        version: answers.version,
        commit: answers.commit,
    }
}
