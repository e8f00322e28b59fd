//! The packages of the workspace, as cargo tells them.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;

use crate::BuildError;
use crate::Site;
use crate::compile::TARGET;
use crate::environment;

/// Files besides the sources that decide what is built.
const BUILD_FILES: [&str; 4] = [
    "Cargo.lock",
    "Cargo.toml",
    "rust-toolchain.toml",
    ".cargo/config.toml",
];

const CONTRACTS: &str = "contracts";

/// A package that is compiled into a WASM program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Program {
    /// Name of the contract.
    pub(crate) contract: String,
    /// Name of the package.
    pub(crate) package: String,
    /// Cargo's identifier of the package.
    pub(crate) id: String,
}

/// Name and folder of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
}

/// The packages that a contract can be made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Workspace {
    /// The programs, in cargo's order.
    pub(crate) programs: Vec<Program>,
    /// All packages, dependencies included.
    pub(crate) sources: Vec<Source>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_members: Vec<String>,
    workspace_root: PathBuf,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    manifest_path: PathBuf,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    crate_types: Vec<String>,
}

impl Workspace {
    /// Asks cargo. The lock file is taken as it stands: the outer cargo has just brought it up to
    /// date, or was told not to.
    pub(crate) fn read(site: &Site) -> Result<Self, BuildError> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = environment::command(site, PathBuf::from(cargo));
        command.args(["metadata", "--format-version", "1", "--locked"]);
        command.args(["--filter-platform", TARGET]);
        Self::parse(&environment::output(command)?)
    }

    fn parse(metadata: &str) -> Result<Self, BuildError> {
        let metadata: Metadata =
            serde_json::from_str(metadata).map_err(|source| BuildError::Answer {
                command: "cargo metadata",
                source,
            })?;
        let contracts = metadata.workspace_root.join(CONTRACTS);
        let programs = metadata
            .packages
            .iter()
            .filter(|package| metadata.workspace_members.contains(&package.id))
            .filter(|package| package.manifest_path.starts_with(&contracts))
            .filter(|package| package.is_cdylib())
            .map(Package::program)
            .collect();
        let sources = metadata.packages.iter().map(Package::source).collect();
        Ok(Self { programs, sources })
    }

    /// The manifests of the contracts' packages and the [`BUILD_FILES`] that exist.
    pub(crate) fn build_files(&self, site: &Site) -> Vec<PathBuf> {
        let contracts = site.workspace.join(CONTRACTS);
        let manifests = self
            .sources
            .iter()
            .filter(|source| source.folder.starts_with(&contracts))
            .map(|source| source.folder.join("Cargo.toml"));
        BUILD_FILES
            .iter()
            .map(|file| site.workspace.join(file))
            .filter(|file| file.exists())
            .chain(manifests)
            .collect()
    }
}

impl Package {
    fn is_cdylib(&self) -> bool {
        let mut types = self.targets.iter().flat_map(|target| &target.crate_types);
        types.any(|crate_type| crate_type == "cdylib")
    }

    fn program(&self) -> Program {
        Program {
            contract: contract_name(&self.name),
            package: self.name.clone(),
            id: self.id.clone(),
        }
    }

    fn source(&self) -> Source {
        let folder = self.manifest_path.parent().unwrap_or(Path::new(""));
        Source {
            name: self.name.clone(),
            folder: folder.to_owned(),
        }
    }
}

/// `vault` of `ballast_vault_program`.
fn contract_name(package: &str) -> String {
    let name = package.replace('-', "_");
    let name = name.strip_prefix("ballast_").unwrap_or(&name);
    name.strip_suffix("_program").unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const METADATA: &str = r#"{
        "packages": [
            {"id": "dep", "name": "dep", "manifest_path": "/home/dep-1/Cargo.toml",
             "targets": [{"crate_types": ["cdylib"]}]},
            {"id": "vault", "name": "ballast-vault", "manifest_path": "/w/contracts/vault/Cargo.toml",
             "targets": [{"crate_types": ["lib"]}]},
            {"id": "program", "name": "ballast-vault-program",
             "manifest_path": "/w/contracts/vault/program/Cargo.toml",
             "targets": [{"crate_types": ["bin"]}, {"crate_types": ["cdylib"]}]},
            {"id": "plugin", "name": "plugin", "manifest_path": "/w/crates/plugin/Cargo.toml",
             "targets": [{"crate_types": ["cdylib"]}]}
        ],
        "workspace_members": ["vault", "program", "plugin"],
        "workspace_root": "/w"
    }"#;

    #[test]
    fn programs_are_the_cdylib_members_under_contracts() {
        let workspace = Workspace::parse(METADATA).unwrap();
        assert_eq!(
            workspace.programs,
            [Program {
                contract: "vault".to_owned(),
                package: "ballast-vault-program".to_owned(),
                id: "program".to_owned(),
            }]
        );
        assert_eq!(workspace.sources.len(), 4);
    }

    #[test]
    fn names_contracts_after_their_packages() {
        assert_eq!(contract_name("ballast_vault_program"), "vault");
        assert_eq!(
            contract_name("ballast-strategy-aave-program"),
            "strategy_aave"
        );
        assert_eq!(contract_name("other"), "other");
    }

    #[test]
    fn watches_manifests_and_existing_build_files() {
        let workspace = Workspace::parse(METADATA).unwrap();
        let site = Site {
            workspace: PathBuf::from("/w"),
            target_dir: PathBuf::new(),
            cargo_home: PathBuf::new(),
        };
        assert_eq!(
            workspace.build_files(&site),
            [
                "/w/contracts/vault/Cargo.toml",
                "/w/contracts/vault/program/Cargo.toml"
            ]
            .map(PathBuf::from)
        );
    }

    #[test]
    fn an_answer_that_is_no_metadata_is_an_error() {
        assert!(matches!(
            Workspace::parse("{}"),
            Err(BuildError::Answer { .. })
        ));
    }
}
