//! Code of other projects to compare with, fetched and compiled when it is first needed.
//!
//! `tests/peers` names the packages, pins them by a lock file, and holds the few lines of Solidity
//! that make contracts of them. What npm and the compiler give is kept in `target/peers`, or the
//! folder that [`FOLDER_VARIABLE`] names, until one of these files changes.

mod artifact;
mod compile;
mod install;

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use alloy_primitives::Bytes;

pub use artifact::PeerArtifact;
use install::Extent;

/// Environment variable that names another folder for what is fetched and compiled.
pub const FOLDER_VARIABLE: &str = "BALLAST_PEERS";

/// How the Solidity compiler got to its bytecode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pipeline {
    /// Straight from the syntax tree.
    Legacy,
    /// By way of the intermediate representation.
    ViaIr,
}

/// The vaults of other projects; their constructors take the token's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PeerVault {
    /// OpenZeppelin 5.7.0, as it comes.
    OpenZeppelin,
    /// OpenZeppelin 5.7.0 with a decimals offset of three.
    OpenZeppelinOffset,
    /// solmate 6.8.0.
    Solmate,
    /// solady 0.1.26, as it comes.
    Solady,
}

/// Tokens, and what else tests need on the other side of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PeerToken {
    /// OpenZeppelin 5.7.0.
    OpenZeppelin,
    /// solmate 6.8.0; its constructor takes the decimals.
    Solmate,
    /// Takes 1% of every transfer.
    Fee,
    /// Anyone may burn what anyone holds.
    Seizable,
    /// Calls those who hold it, as ERC-777 does.
    Callback,
    /// A holder of [`Callback`](Self::Callback) that calls back.
    Reentrant,
    /// Answers nothing, six decimals, as Tether's.
    Silent,
    /// Answers `false` instead of reverting.
    Refusing,
    /// Not a token: answers nothing to anything.
    NoToken,
}

/// Creation code of all of them.
#[derive(Clone, Debug)]
pub struct Peers {
    legacy: BTreeMap<String, Bytes>,
    via_ir: BTreeMap<String, Bytes>,
}

impl Peers {
    /// Fetches and compiles what is not there yet; waits if another process is at it.
    ///
    /// # Errors
    /// When npm or Node.js is missing or fails, or a file cannot be written.
    pub fn load() -> Result<Self, PeersError> {
        let _lock = lock()?;
        install::run(Extent::Contracts)?;
        let (legacy, via_ir) = compile::run()?;
        Ok(Self { legacy, via_ir })
    }

    /// The creation code of a vault, without constructor arguments.
    ///
    /// # Errors
    /// When `tests/peers` has no such contract.
    pub fn vault(&self, vault: PeerVault, pipeline: Pipeline) -> Result<&Bytes, PeersError> {
        let code = match pipeline {
            Pipeline::Legacy => &self.legacy,
            Pipeline::ViaIr => &self.via_ir,
        };
        find(code, vault.contract_name())
    }

    /// The creation code of a token, without constructor arguments.
    ///
    /// # Errors
    /// When `tests/peers` has no such contract.
    pub fn token(&self, token: PeerToken) -> Result<&Bytes, PeersError> {
        find(&self.legacy, token.contract_name())
    }

    /// The creation code of any contract of `tests/peers` by its name, without constructor
    /// arguments.
    ///
    /// # Errors
    /// When `tests/peers` has no such contract.
    pub fn contract(&self, name: &'static str) -> Result<&Bytes, PeersError> {
        find(&self.legacy, name)
    }

    /// A contract that came compiled with its package, by the path of its file among the packages.
    ///
    /// # Errors
    /// When there is no such file, or it is not one of Hardhat's artifacts.
    pub fn artifact(&self, path: &str) -> Result<PeerArtifact, PeersError> {
        PeerArtifact::read(path)
    }
}

impl PeerVault {
    /// The project's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpenZeppelin | Self::OpenZeppelinOffset => "OpenZeppelin",
            Self::Solmate => "solmate",
            Self::Solady => "solady",
        }
    }

    const fn contract_name(self) -> &'static str {
        match self {
            Self::OpenZeppelin => "OpenZeppelinVault",
            Self::OpenZeppelinOffset => "OpenZeppelinOffsetVault",
            Self::Solmate => "SolmateVault",
            Self::Solady => "SoladyVault",
        }
    }
}

impl PeerToken {
    const fn contract_name(self) -> &'static str {
        match self {
            Self::OpenZeppelin => "OpenZeppelinToken",
            Self::Solmate => "SolmateToken",
            Self::Fee => "FeeToken",
            Self::Seizable => "SeizableToken",
            Self::Callback => "CallbackToken",
            Self::Reentrant => "Reentrant",
            Self::Silent => "SilentToken",
            Self::Refusing => "RefusingToken",
            Self::NoToken => "NoToken",
        }
    }
}

/// The Anvil binary, fetched if it is not there yet.
///
/// # Errors
/// As [`Peers::load`], and on platforms that the lock file has no Anvil for.
pub fn anvil() -> Result<PathBuf, PeersError> {
    let _lock = lock()?;
    install::run(Extent::ContractsAndAnvil)?;
    let path = install::modules().join("@foundry-rs/anvil-linux-amd64/bin/anvil");
    if path.is_file() {
        Ok(path)
    } else {
        Err(PeersError::NoAnvil)
    }
}

/// Why the code of others is not to be had.
#[derive(Debug, thiserror::Error)]
pub enum PeersError {
    /// `npm` or `node` cannot be started.
    #[error(
        "`{0}` cannot be started: contracts of other projects are fetched with npm, install \
         Node.js 20 or newer"
    )]
    NoNode(&'static str, #[source] io::Error),
    /// `npm` or `node` failed.
    #[error("`{command}` failed: {message}")]
    Failed {
        /// What was run.
        command: &'static str,
        /// What it said.
        message: String,
    },
    /// Anvil is there for Linux on x86-64 only.
    #[error("there is no Anvil for this platform in tests/peers/package-lock.json")]
    NoAnvil,
    /// A contract is not among those compiled.
    #[error("tests/peers has no contract {0}")]
    NoContract(&'static str),
    /// A contract that came compiled needs a library whose address is not given.
    #[error("the library {0} is not linked")]
    Unlinked(String),
    /// A contract that came compiled has no code.
    #[error("{0} has no creation code")]
    NotCode(String),
    /// A file cannot be read or written.
    #[error("{}", .0.display())]
    File(PathBuf, #[source] io::Error),
    /// The compiler's answer is not JSON of bytecode.
    #[error("{}", .0.display())]
    Malformed(PathBuf, #[source] serde_json::Error),
}

fn find<'a>(
    code: &'a BTreeMap<String, Bytes>,
    name: &'static str,
) -> Result<&'a Bytes, PeersError> {
    code.get(name).ok_or(PeersError::NoContract(name))
}

/// `tests/peers`.
fn source() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/peers"))
}

/// Where everything fetched and compiled is kept: `target/peers`, or what [`FOLDER_VARIABLE`] says.
fn work() -> &'static Path {
    static WORK: LazyLock<PathBuf> = LazyLock::new(|| {
        let usual = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/peers");
        env::var_os(FOLDER_VARIABLE).map_or_else(|| usual.into(), PathBuf::from)
    });
    &WORK
}

/// One process at a time: the others find its work done.
fn lock() -> Result<File, PeersError> {
    fs::create_dir_all(work()).map_err(at(work()))?;
    let path = work().join("lock");
    let file = File::create(&path).map_err(at(&path))?;
    file.lock().map_err(at(&path))?;
    Ok(file)
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> PeersError {
    move |error| PeersError::File(path.to_owned(), error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_named_here_is_there() {
        let peers = Peers::load().unwrap();
        let vaults = [
            PeerVault::OpenZeppelin,
            PeerVault::OpenZeppelinOffset,
            PeerVault::Solmate,
            PeerVault::Solady,
        ];
        for vault in vaults {
            let legacy = peers.vault(vault, Pipeline::Legacy).unwrap();
            let via_ir = peers.vault(vault, Pipeline::ViaIr).unwrap();
            assert_ne!(legacy, via_ir, "{vault:?}");
        }
        assert_ne!(
            peers.token(PeerToken::Fee).unwrap(),
            peers.token(PeerToken::Callback).unwrap(),
        );
        assert_ne!(
            peers.contract("SolidityStrategy").unwrap(),
            peers.contract("HostileStrategy").unwrap(),
        );
    }

    #[test]
    fn what_is_not_there_is_named() {
        let error = Peers::load().unwrap().contract("Nothing").unwrap_err();
        assert_eq!(error.to_string(), "tests/peers has no contract Nothing");
    }
}
