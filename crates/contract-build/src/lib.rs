//! The one place that builds contracts: from the packages under `contracts/` to deployable code.
//!
//! A contract is a workspace package under `contracts/` with a `cdylib` target; package
//! `ballast_vault_program` is contract `vault`. [`build`] compiles all of them in one nested cargo
//! run, [cleans](mod@clean) the WASM, [checks](mod@check) it against the limits of a chain, and
//! measures it. [`build_script`] does the same for the build script of `ballast-artifacts` and
//! writes what it exposes.
//!
//! The bytes depend on the sources, `Cargo.lock`, the release profile and the compiler, and on
//! nothing else: the nested run sees neither the outer cargo's flags nor the places where the
//! checkout, the registry and the compiler lie.

pub mod check;
pub mod clean;
mod compile;
mod dep_info;
mod emit;
mod environment;
mod error;
pub mod toolchain;
mod workspace;

use std::path::PathBuf;

pub use check::Contract;
pub use emit::build_script;
pub use environment::isolated;
pub use error::BuildError;

use toolchain::Choice;
use workspace::Workspace;

/// Where contracts are built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Root of the workspace.
    pub workspace: PathBuf,
    /// Target directory of the nested cargo run. It may not be the outer one's, whose lock the
    /// nested run would wait for forever.
    pub target_dir: PathBuf,
    /// Cargo's home: where the sources of dependencies lie.
    pub cargo_home: PathBuf,
}

/// What [`build`] made.
#[derive(Clone, Debug)]
pub struct Build {
    /// The contracts, in the order of their names.
    pub contracts: Vec<Contract>,
    /// Name and version of the compiler, as in `rustc 1.95.0`.
    pub compiler: String,
    /// The files that the contracts are made from.
    pub sources: Vec<PathBuf>,
}

/// Builds all contracts of a workspace; `choice` forces where the compiler comes from.
///
/// # Errors
/// [`BuildError`], whose text tells the user what to do or what the compiler said.
pub fn build(site: &Site, choice: Option<Choice>) -> Result<Build, BuildError> {
    let workspace = Workspace::read(site)?;
    let compiler = toolchain::obtain(site, choice)?;
    let compiled = compile::compile(site, &workspace, &compiler)?;
    let mut sources = workspace.build_files(site);
    let mut contracts = Vec::with_capacity(compiled.len());
    for program in compiled {
        contracts.push(Contract::check(&program.contract, &program.wasm)?);
        sources.extend(program.sources);
    }
    contracts.sort_by(|one, other| one.name.cmp(&other.name));
    sources.sort();
    sources.dedup();
    Ok(Build {
        contracts,
        compiler: compiler.version,
        sources,
    })
}
