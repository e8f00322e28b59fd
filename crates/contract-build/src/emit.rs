//! What the build leaves for the crate that exposes the contracts.

use std::env;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::Build;
use crate::BuildError;
use crate::Contract;
use crate::Site;
use crate::build;
use crate::toolchain::CHOICE_VARIABLE;
use crate::toolchain::Choice;

/// The whole build script of `ballast-artifacts`: builds the contracts, writes their code and
/// `artifacts.rs` into `OUT_DIR`, tells cargo what to watch. Failures go to standard error.
#[must_use]
pub fn build_script() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), BuildError> {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let choice = env::var(CHOICE_VARIABLE).unwrap_or_default();
    let site = Site::of_build_script(&manifest, &out);
    let build = build(&site, Choice::parse(&choice)?)?;
    println!("cargo::rerun-if-env-changed={CHOICE_VARIABLE}");
    for source in &build.sources {
        println!("cargo::rerun-if-changed={}", source.display());
    }
    for contract in &build.contracts {
        if let Some(warning) = contract.warning() {
            println!("cargo::warning={warning}");
        }
        write(&out.join(format!("{}.code", contract.name)), &contract.code)?;
        write(&out.join(format!("{}.wasm", contract.name)), &contract.wasm)?;
    }
    write(&out.join("artifacts.rs"), source(&build).as_bytes())
}

impl Site {
    /// The site of a package two folders below the root of the workspace.
    ///
    /// The nested run's target directory lies in the outer one, which cargo marks with a tag, so
    /// that all profiles share what is compiled.
    fn of_build_script(manifest: &Path, out: &Path) -> Self {
        let tagged = |folder: &&Path| folder.join("CACHEDIR.TAG").exists();
        let target = out.ancestors().find(tagged).unwrap_or(out);
        let workspace = manifest.ancestors().nth(2).unwrap_or(manifest);
        let home = || env::home_dir().unwrap_or_default().join(".cargo");
        Self {
            workspace: workspace.to_owned(),
            target_dir: target.join("contracts"),
            cargo_home: env::var_os("CARGO_HOME").map_or_else(home, PathBuf::from),
        }
    }
}

fn write(path: &Path, content: &[u8]) -> Result<(), BuildError> {
    fs::write(path, content).map_err(|source| BuildError::File {
        path: path.to_owned(),
        source,
    })
}

/// Rust source of the list of all contracts, and of one static per contract.
fn source(build: &Build) -> String {
    let entries = build.contracts.iter();
    let entries = entries.map(|contract| artifact(contract, &build.compiler));
    let mut source = format!(
        "/// All contracts, by name.\npub static ALL: &[Artifact] = &[\n{}];\n",
        entries.collect::<String>()
    );
    for (index, contract) in build.contracts.iter().enumerate() {
        let name = &contract.name;
        let identifier = name.to_uppercase();
        source.push_str(&format!(
            "\n/// Contract `{name}`.\npub static {identifier}: &Artifact = &ALL[{index}];\n"
        ));
    }
    source
}

fn artifact(contract: &Contract, compiler: &str) -> String {
    let Contract {
        name,
        code: _,
        wasm: _,
        footprint_pages,
        init_cost,
        cached_init_cost,
        asm_estimate_bytes,
        activation_gas,
    } = contract;
    format!(
        r#"    Artifact {{
        name: "{name}",
        code: include_bytes!(concat!(env!("OUT_DIR"), "/{name}.code")),
        wasm: include_bytes!(concat!(env!("OUT_DIR"), "/{name}.wasm")),
        abi: ballast_abi::contract::{name},
        compiler: "{compiler}",
        footprint_pages: {footprint_pages},
        init_cost: {init_cost},
        cached_init_cost: {cached_init_cost},
        asm_estimate_bytes: {asm_estimate_bytes},
        activation_gas: {activation_gas},
    }},
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nested_target_directory_lies_in_the_tagged_one() {
        let target = env::temp_dir().join(format!("ballast-emit-{}", std::process::id()));
        let out = target.join("debug/build/artifacts/out");
        fs::create_dir_all(&out).unwrap();
        fs::write(target.join("CACHEDIR.TAG"), "").unwrap();
        let site = Site::of_build_script(Path::new("/w/crates/artifacts"), &out);
        assert_eq!(site.workspace, Path::new("/w"));
        assert_eq!(site.target_dir, target.join("contracts"));
        fs::remove_dir_all(target).unwrap();
    }

    #[test]
    fn writes_the_list_and_one_static_per_contract() {
        let contract = |name: &str| Contract {
            name: name.to_owned(),
            code: vec![],
            wasm: vec![],
            footprint_pages: 1,
            init_cost: 5,
            cached_init_cost: 6,
            asm_estimate_bytes: 7,
            activation_gas: 8,
        };
        let source = source(&Build {
            contracts: vec![contract("token"), contract("vault")],
            compiler: "rustc 1.95.0".to_owned(),
            sources: vec![],
        });
        for line in [
            "pub static ALL: &[Artifact] = &[",
            "        abi: ballast_abi::contract::vault,",
            "        cached_init_cost: 6,",
            "pub static TOKEN: &Artifact = &ALL[0];",
            "pub static VAULT: &Artifact = &ALL[1];",
        ] {
            assert!(source.lines().any(|written| written == line), "{line}");
        }
    }
}
