//! The same bytes come out wherever the checkout, the registry and the target directory lie.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use ballast_artifacts::ALL;
use ballast_contract_build::Site;
use ballast_contract_build::build;
use ballast_contract_build::toolchain::CHOICE_VARIABLE;
use ballast_contract_build::toolchain::Choice;

/// Folders of the checkout that are no source.
const NOT_SOURCE: [&str; 3] = [".git", "node_modules", "target"];

/// What a cargo home must have so that nothing is downloaded. Without the unpacked sources cargo
/// unpacks them anew, into the other home.
const REGISTRY: [&str; 2] = ["registry/index", "registry/cache"];

/// Makes `to` a copy of `from`, and leaves files alone that are the same already: cargo goes by
/// their age.
fn mirror(from: &Path, to: &Path) -> io::Result<()> {
    if from.is_file() {
        let content = fs::read(from)?;
        if fs::read(to).ok().as_deref() != Some(&content[..]) {
            fs::write(to, content)?;
        }
        return Ok(());
    }
    fs::create_dir_all(to)?;
    let names = source_names(from)?;
    for stale in source_names(to)?.difference(&names) {
        let stale = to.join(stale);
        if stale.is_dir() {
            fs::remove_dir_all(stale)?;
        } else {
            fs::remove_file(stale)?;
        }
    }
    names
        .iter()
        .try_for_each(|name| mirror(&from.join(name), &to.join(name)))
}

fn source_names(folder: &Path) -> io::Result<BTreeSet<OsString>> {
    let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name()));
    let mut names = names.collect::<io::Result<BTreeSet<_>>>()?;
    for name in NOT_SOURCE {
        names.remove(&OsString::from(name));
    }
    Ok(names)
}

fn cargo_home() -> PathBuf {
    let home = || env::home_dir().unwrap_or_default().join(".cargo");
    env::var_os("CARGO_HOME").map_or_else(home, PathBuf::from)
}

/// One build is that of this crate, in this checkout. The other happens in a copy, deeper in the
/// file system, with a cargo home of its own.
#[test]
fn another_folder_and_another_cargo_home_give_the_same_bytes() {
    let elsewhere = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reproducible/in/another/place");
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap();
    let site = Site {
        workspace: elsewhere.join("checkout"),
        target_dir: elsewhere.join("contracts"),
        cargo_home: elsewhere.join("home"),
    };
    mirror(checkout, &site.workspace).unwrap();
    for folder in REGISTRY {
        mirror(&cargo_home().join(folder), &site.cargo_home.join(folder)).unwrap();
    }

    let choice = Choice::parse(&env::var(CHOICE_VARIABLE).unwrap_or_default()).unwrap();
    let build = build(&site, choice).unwrap_or_else(|error| panic!("{error}"));

    let names: Vec<_> = build
        .contracts
        .iter()
        .map(|contract| &contract.name[..])
        .collect();
    let expected: Vec<_> = ALL.iter().map(|artifact| artifact.name).collect();
    assert_eq!(names, expected);
    for (contract, artifact) in build.contracts.iter().zip(ALL) {
        assert_eq!(build.compiler, artifact.compiler);
        assert!(contract.wasm == artifact.wasm, "{} differs", artifact.name);
        assert!(contract.code == artifact.code, "{} differs", artifact.name);
    }
    let inside = |source: &PathBuf| source.starts_with(&site.workspace);
    assert!(build.sources.iter().all(inside));
}
