//! The Solidity compiler, and what it gave before.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use alloy_primitives::{Bytes, Keccak256};

use super::install::{modules, read};
use super::{PeersError, at, source, work};

type Code = BTreeMap<String, Bytes>;

const SCRIPT: &str = "compile.js";

/// One run of the compiler: a pipeline and the files that go through it.
struct Job {
    pipeline: &'static str,
    files: &'static [&'static str],
}

const LEGACY: Job = Job {
    pipeline: "legacy",
    files: &[
        "Aave.sol",
        "Allocators.sol",
        "Curator.sol",
        "Governance.sol",
        "Governor.sol",
        "HostileVault.sol",
        "Market.sol",
        "Naive.sol",
        "Params.sol",
        "Oracle.sol",
        "Rewards.sol",
        "Strategies.sol",
        "Targets.sol",
        "Tokens.sol",
        "Uniswap.sol",
        "UniswapMath.sol",
        "Vaults.sol",
        "Weth.sol",
    ],
};
/// The slow one; only where the better of two pipelines is looked for.
const VIA_IR: Job = Job {
    pipeline: "viaIR",
    files: &["Vaults.sol"],
};

/// What takes an older compiler.
const MORPHO: Job = Job {
    pipeline: "morpho",
    files: &["Morpho.sol"],
};

/// Creation code by contract, from either pipeline.
pub(super) fn run() -> Result<(Code, Code), PeersError> {
    // All start before any is waited for.
    let (legacy, via_ir) = (LEGACY.start()?, VIA_IR.start()?);
    let morpho = MORPHO.start()?;
    let mut legacy = legacy.finish()?;
    legacy.extend(morpho.finish()?);
    Ok((legacy, via_ir.finish()?))
}

/// A compilation under way, or its result if there is one from before.
struct Started {
    path: PathBuf,
    child: Option<Child>,
}

impl Job {
    fn start(&self) -> Result<Started, PeersError> {
        let path = work().join(format!("{}-{}.json", self.pipeline, self.digest()?));
        if path.is_file() {
            return Ok(Started { path, child: None });
        }
        let child = Command::new("node")
            .arg(source().join(SCRIPT))
            .arg(modules())
            .arg(self.pipeline)
            .args(self.files)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| PeersError::NoNode("node", error))?;
        Ok(Started {
            path,
            child: Some(child),
        })
    }

    /// Of all that the result depends on.
    fn digest(&self) -> Result<String, PeersError> {
        let mut hasher = Keccak256::new();
        let sources = self
            .files
            .iter()
            .map(|name| source().join("contracts").join(name));
        let others = ["package-lock.json", SCRIPT].map(|name| source().join(name));
        for path in sources.chain(others) {
            let text = read(path)?;
            hasher.update(text.len().to_be_bytes());
            hasher.update(text);
        }
        Ok(format!("{:x}", hasher.finalize())[..16].to_owned())
    }
}

impl Started {
    fn finish(self) -> Result<Code, PeersError> {
        if let Some(child) = self.child {
            let output = child.wait_with_output().map_err(at(&self.path))?;
            if !output.status.success() {
                let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
                return Err(PeersError::Failed {
                    command: "node compile.js",
                    message,
                });
            }
            // Renamed when whole, so that a process that ends early leaves no half result.
            let part = self.path.with_extension("part");
            fs::write(&part, output.stdout).map_err(at(&part))?;
            fs::rename(&part, &self.path).map_err(at(&self.path))?;
        }
        let text = read(self.path.clone())?;
        serde_json::from_str(&text).map_err(|error| PeersError::Malformed(self.path, error))
    }
}
