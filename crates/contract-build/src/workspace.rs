//! The packages of the workspace, as cargo tells them.

use std::collections::BTreeSet;
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

const METADATA_COMMAND: &str = "cargo metadata";

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
    /// The packages that the programs are made from, themselves and dependencies included. What
    /// else is in the workspace has no say in how contracts are compiled.
    pub(crate) sources: Vec<Source>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_members: Vec<String>,
    workspace_root: PathBuf,
    resolve: Graph,
}

#[derive(Deserialize)]
struct Graph {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<DependencyKind>,
}

/// `None` is an ordinary dependency, else `dev` or `build`.
#[derive(Deserialize)]
struct DependencyKind {
    kind: Option<String>,
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
        Self::parse(&environment::output(command, METADATA_COMMAND)?)
    }

    fn parse(metadata: &str) -> Result<Self, BuildError> {
        let metadata: Metadata =
            serde_json::from_str(metadata).map_err(|source| BuildError::Answer {
                command: METADATA_COMMAND,
                source,
            })?;
        let contracts = metadata.workspace_root.join(CONTRACTS);
        let packages = metadata.packages.iter();
        let programs: Vec<Program> = packages
            .filter(|package| metadata.workspace_members.contains(&package.id))
            .filter(|package| package.manifest_path.starts_with(&contracts))
            .filter(|package| package.is_cdylib())
            .map(Package::program)
            .collect();
        let used = metadata
            .resolve
            .reach(programs.iter().map(|program| &program.id[..]));
        let packages = metadata.packages.iter();
        let sources = packages
            .filter(|package| used.contains(&package.id[..]))
            .map(Package::source)
            .collect();
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

impl Graph {
    /// The packages that `roots` are made from.
    fn reach<'a>(&'a self, roots: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
        let mut reached = BTreeSet::new();
        let mut pending: Vec<&str> = roots.collect();
        while let Some(id) = pending.pop() {
            if reached.insert(id) {
                let nodes = self.nodes.iter().filter(|node| node.id == id);
                pending.extend(nodes.flat_map(Node::ordinary));
            }
        }
        reached
    }
}

impl Node {
    fn ordinary(&self) -> impl Iterator<Item = &str> {
        let is_ordinary = |kinds: &[DependencyKind]| kinds.iter().any(|kind| kind.kind.is_none());
        let dependencies = self.deps.iter();
        dependencies
            .filter(move |dependency| is_ordinary(&dependency.dep_kinds))
            .map(|dependency| &dependency.pkg[..])
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
            {"id": "tool", "name": "tool", "manifest_path": "/home/tool-1/Cargo.toml",
             "targets": [{"crate_types": ["lib"]}]},
            {"id": "vault", "name": "ballast-vault",
             "manifest_path": "/w/contracts/vault/Cargo.toml",
             "targets": [{"crate_types": ["lib"]}]},
            {"id": "program", "name": "ballast-vault-program",
             "manifest_path": "/w/contracts/vault/program/Cargo.toml",
             "targets": [{"crate_types": ["bin"]}, {"crate_types": ["cdylib"]}]},
            {"id": "plugin", "name": "plugin", "manifest_path": "/w/crates/plugin/Cargo.toml",
             "targets": [{"crate_types": ["cdylib"]}]}
        ],
        "workspace_members": ["vault", "program", "plugin"],
        "workspace_root": "/w",
        "resolve": {"nodes": [
            {"id": "program", "deps": [{"pkg": "vault", "dep_kinds": [{"kind": null}]}]},
            {"id": "vault", "deps": [
                {"pkg": "dep", "dep_kinds": [{"kind": "dev"}, {"kind": null}]},
                {"pkg": "tool", "dep_kinds": [{"kind": "dev"}]}
            ]},
            {"id": "dep", "deps": []},
            {"id": "tool", "deps": []},
            {"id": "plugin", "deps": [{"pkg": "tool", "dep_kinds": [{"kind": null}]}]}
        ]}
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
    }

    #[test]
    fn sources_are_what_programs_are_made_from() {
        let workspace = Workspace::parse(METADATA).unwrap();
        let sources = workspace.sources.iter();
        let names: Vec<_> = sources.map(|source| &source.name[..]).collect();
        assert_eq!(names, ["dep", "ballast-vault", "ballast-vault-program"]);
    }

    #[test]
    fn names_contracts_after_their_packages() {
        assert_eq!(contract_name("ballast_vault_program"), "vault");
        assert_eq!(
            contract_name("ballast-strategy-aave-program"),
            "strategy_aave"
        );
        assert_eq!(
            contract_name("ballast_strategy_erc4626_program"),
            "strategy_erc4626"
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
