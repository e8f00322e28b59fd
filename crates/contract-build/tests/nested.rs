//! The nested cargo run, on workspaces of one small contract.

use std::env;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use ballast_contract_build::Build;
use ballast_contract_build::BuildError;
use ballast_contract_build::Site;
use ballast_contract_build::build;
use ballast_contract_build::toolchain::CHOICE_VARIABLE;
use ballast_contract_build::toolchain::Choice;

const WORKSPACE: &str = r#"
[workspace]
resolver = "3"
members = ["contracts/echo"]

[profile.release]
lto = "fat"
opt-level = "s"
panic = "abort"
"#;

/// A memory that cannot grow needs no import to pay for it. That these flags hold shows that
/// those of the build are added to them.
const CONFIG: &str = r#"
[target.wasm32-unknown-unknown]
rustflags = [
    "-Clink-arg=-zstack-size=8192", "-Clink-arg=--stack-first", "-Clink-arg=--max-memory=65536",
]
"#;

const PACKAGE: &str = r#"
[package]
name = "ballast-echo-program"
version = "0.1.0"
edition = "2024"

[lib]
crate-type = ["cdylib"]
"#;

const LOCK: &str = r#"
version = 4

[[package]]
name = "ballast-echo-program"
version = "0.1.0"
"#;

/// Answers how long the calldata is; one of its panics carries its place in the source.
const ECHO: &str = r#"
static TABLE: [usize; 3] = [1, 2, 4];

#[unsafe(no_mangle)]
pub extern "C" fn user_entrypoint(length: usize) -> usize {
    TABLE[length % 4]
}
"#;

/// A folder of its own for each test, with the compiler of this workspace.
fn site(name: &str, source: &str) -> Site {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("nested")
        .join(name);
    let workspace = folder.join("my checkout");
    let program = workspace.join("contracts/echo");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap();
    let toolchain = fs::read_to_string(root.join("rust-toolchain.toml")).unwrap();
    fs::create_dir_all(workspace.join(".cargo")).unwrap();
    fs::create_dir_all(program.join("src")).unwrap();
    for (path, text) in [
        (workspace.join("Cargo.toml"), WORKSPACE),
        (workspace.join("Cargo.lock"), LOCK),
        (workspace.join("rust-toolchain.toml"), &toolchain),
        (workspace.join(".cargo/config.toml"), CONFIG),
        (program.join("Cargo.toml"), PACKAGE),
        (program.join("src/lib.rs"), source),
    ] {
        fs::write(path, text).unwrap();
    }
    let home = || env::home_dir().unwrap_or_default().join(".cargo");
    Site {
        workspace,
        target_dir: folder.join("target"),
        cargo_home: env::var_os("CARGO_HOME").map_or_else(home, PathBuf::from),
    }
}

fn build_at(site: &Site) -> Result<Build, BuildError> {
    let choice = env::var(CHOICE_VARIABLE).unwrap_or_default();
    build(site, Choice::parse(&choice)?)
}

#[test]
fn builds_a_contract_and_names_its_sources() {
    let site = site("good", ECHO);
    let build = build_at(&site).unwrap_or_else(|error| panic!("{error}"));
    let [contract] = &build.contracts[..] else {
        panic!("{:?}", build.contracts);
    };
    assert_eq!(contract.name, "echo");
    assert_eq!(contract.footprint_pages, 1);
    assert!(build.compiler.starts_with("rustc 1."), "{}", build.compiler);
    let text = String::from_utf8_lossy(&contract.wasm).into_owned();
    assert!(!text.contains("lib.rs"), "{text}");
    let sources = [
        ".cargo/config.toml",
        "Cargo.lock",
        "Cargo.toml",
        "contracts/echo/Cargo.toml",
        "contracts/echo/src/lib.rs",
        "rust-toolchain.toml",
    ];
    assert_eq!(
        build.sources,
        sources.map(|source| site.workspace.join(source))
    );
}

#[test]
fn the_compilers_words_reach_the_user() {
    let site = site("bad", "pub fn f() -> u32 { undefined_name }\n");
    let error = build_at(&site).unwrap_err().to_string();
    assert!(
        error.contains("cannot find value `undefined_name`"),
        "{error}"
    );
    assert!(error.contains("contracts/echo/src/lib.rs:1:21"), "{error}");
}

#[test]
fn a_contract_without_an_entry_point_is_refused() {
    let site = site("empty", "//! No entry point.\n");
    let error = build_at(&site).unwrap_err();
    assert!(matches!(error, BuildError::Invalid { .. }), "{error}");
}
