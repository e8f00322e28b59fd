//! The nested cargo run.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;

use crate::BuildError;
use crate::Site;
use crate::clean::SOURCE_ROOT;
use crate::clean::STANDARD_LIBRARY_ROOT;
use crate::dep_info;
use crate::environment;
use crate::toolchain::Compiler;
use crate::workspace::Workspace;

/// What contracts are compiled for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// A contract as the compiler made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Compiled {
    /// Name of the contract.
    pub(crate) contract: String,
    /// The compiler's WASM.
    pub(crate) wasm: Vec<u8>,
    /// The files of the workspace that it was made from.
    pub(crate) sources: Vec<PathBuf>,
}

/// One line of cargo's messages.
#[derive(Deserialize)]
struct Message {
    reason: String,
    #[serde(default)]
    package_id: String,
    #[serde(default)]
    filenames: Vec<PathBuf>,
}

/// Compiles all programs in one run of cargo, with the release profile.
pub(crate) fn compile(
    site: &Site,
    workspace: &Workspace,
    compiler: &Compiler,
) -> Result<Vec<Compiled>, BuildError> {
    if workspace.programs.is_empty() {
        return Ok(Vec::new());
    }
    let mut cargo = compiler.cargo(site, "build");
    cargo.args(["--release", "--lib", "--locked", "--target", TARGET]);
    cargo.args(["--message-format", "json-render-diagnostics"]);
    cargo.arg("--target-dir");
    cargo.arg(site.target_dir.join(compiler.folder));
    cargo.arg("--config");
    cargo.arg(remap_config(site, workspace, compiler));
    for program in &workspace.programs {
        cargo.args(["--package", &program.package]);
    }
    let messages = environment::output(cargo, "cargo build of the contracts")?;
    let programs = workspace.programs.iter();
    programs
        .map(|program| {
            let contract = program.contract.clone();
            match wasm_file(&messages, &program.id) {
                Some(path) => read(contract, &path),
                None => Err(BuildError::NoWasm { contract }),
            }
        })
        .collect()
}

fn read(contract: String, path: &Path) -> Result<Compiled, BuildError> {
    let at = |path: &Path| {
        let path = path.to_owned();
        |source| BuildError::File { path, source }
    };
    let dep_info = path.with_extension("d");
    let rules = fs::read_to_string(&dep_info).map_err(at(&dep_info))?;
    Ok(Compiled {
        contract,
        wasm: fs::read(path).map_err(at(path))?,
        sources: dep_info::prerequisites(&rules),
    })
}

/// The WASM that a package was compiled into, by cargo's messages.
fn wasm_file(messages: &str, package_id: &str) -> Option<PathBuf> {
    let messages = messages.lines().flat_map(serde_json::from_str::<Message>);
    let mut files = messages
        .filter(|message| message.reason == "compiler-artifact")
        .filter(|message| message.package_id == package_id)
        .flat_map(|message| message.filenames);
    files.find(|file| file.extension() == Some(OsStr::new("wasm")))
}

/// Flags that make the compiler forget where the sources lie: panics carry their place in the
/// source. They join the flags of `.cargo/config.toml`, and cargo leaves them out of the hashes
/// that name and order symbols.
fn remap_config(site: &Site, workspace: &Workspace, compiler: &Compiler) -> String {
    let remaps = remaps(site, workspace, compiler);
    let remaps = remaps.into_iter();
    let remaps = remaps.map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
    // Errors keep naming the files where they are.
    let scope = "--remap-path-scope=object".to_owned();
    let flags: Vec<String> = remaps.chain([scope]).collect();
    // A JSON array of strings is a TOML array of strings.
    let flags = serde_json::Value::from(flags);
    format!("target.{TARGET}.rustflags={flags}")
}

/// The compiler goes by the last prefix that fits, so that inner folders follow outer ones.
fn remaps(site: &Site, workspace: &Workspace, compiler: &Compiler) -> Vec<(PathBuf, String)> {
    let mut remaps = vec![
        // What a standard library built from source depends on is not in the workspace's graph.
        (site.cargo_home.join("registry/src"), SOURCE_ROOT.to_owned()),
        (
            compiler.library_source.clone(),
            format!("{STANDARD_LIBRARY_ROOT}{}", compiler.commit),
        ),
    ];
    for source in &workspace.sources {
        let to = format!("{SOURCE_ROOT}{}", source.name);
        // Cargo names members by their path from the root of the workspace.
        if let Ok(relative) = source.folder.strip_prefix(&site.workspace)
            && relative != Path::new("")
        {
            remaps.push((relative.to_owned(), to.clone()));
        }
        remaps.push((source.folder.clone(), to));
    }
    remaps.sort_by_key(|(from, _)| (from.as_os_str().len(), from.clone()));
    remaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_wasm_of_a_package() {
        let messages = concat!(
            r#"{"reason":"compiler-artifact","package_id":"a","filenames":["/t/liba.rlib"]}"#,
            "\nnot json\n",
            r#"{"reason":"compiler-artifact","package_id":"b","filenames":["/t/b.wasm"]}"#,
            "\n",
            r#"{"reason":"build-finished","success":true}"#,
        );
        assert_eq!(wasm_file(messages, "b"), Some(PathBuf::from("/t/b.wasm")));
        assert_eq!(wasm_file(messages, "a"), None);
    }
}
