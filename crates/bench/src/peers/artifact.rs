//! Contracts that came compiled with their package.

use std::collections::BTreeMap;
use std::path::Path;

use alloy_json_abi::JsonAbi;
use alloy_primitives::{Address, Bytes, hex};
use serde::Deserialize;

use super::PeersError;
use super::install::{modules, read};

/// A contract as Hardhat wrote it down: creation code, with gaps where addresses of libraries go.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PeerArtifact {
    contract_name: String,
    #[serde(default)]
    abi: JsonAbi,
    /// In hexadecimal, the gaps filled with what is none.
    bytecode: String,
    /// By the library's file and name.
    link_references: BTreeMap<String, BTreeMap<String, Vec<Gap>>>,
}

/// Where an address goes, in bytes.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Gap {
    start: usize,
    length: usize,
}

impl PeerArtifact {
    pub(super) fn read(path: &str) -> Result<Self, PeersError> {
        let path = modules().join(Path::new(path));
        let text = read(path.clone())?;
        serde_json::from_str(&text).map_err(|error| PeersError::Malformed(path, error))
    }

    /// The contract's interface.
    pub const fn abi(&self) -> &JsonAbi {
        &self.abi
    }

    /// The creation code, with libraries at their addresses and without constructor arguments.
    ///
    /// # Errors
    /// [`PeersError::Unlinked`] for a library that is not among `libraries`, and
    /// [`PeersError::NotCode`] if the file holds no code.
    pub fn link(&self, libraries: &[(&str, Address)]) -> Result<Bytes, PeersError> {
        let not_code = || PeersError::NotCode(self.contract_name.clone());
        let mut code = self.bytecode.clone();
        for (name, gaps) in self.link_references.values().flatten() {
            let known = libraries.iter().find(|(library, _)| library == name);
            let Some((_, address)) = known else {
                return Err(PeersError::Unlinked(name.clone()));
            };
            for gap in gaps {
                // Two digits a byte, behind `0x`.
                let start = 2 + 2 * gap.start;
                let range = start..start + 2 * gap.length;
                if gap.length != Address::len_bytes() || !code.is_char_boundary(range.end) {
                    return Err(not_code());
                }
                code.replace_range(range, &hex::encode(address));
            }
        }
        let code = hex::decode(&code).map_err(|_| not_code())?;
        if code.is_empty() {
            return Err(not_code());
        }
        Ok(code.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn artifact(bytecode: &str) -> PeerArtifact {
        let link_references = r#"{"L.sol": {"Lib": [{"start": 1, "length": 20}]}}"#;
        let text = format!(
            r#"{{"contractName": "C", "bytecode": "{bytecode}",
                 "linkReferences": {link_references}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn gap() -> String {
        format!("__${}$__", "0123456789abcdef".repeat(3)[..34].to_owned())
    }

    #[test]
    fn addresses_go_where_libraries_are_missing() {
        let artifact = artifact(&format!("0x60{}61", gap()));
        let code = artifact.link(&[("Lib", Address::repeat_byte(7))]).unwrap();
        assert_eq!(code[..], [&[0x60], &[7; 20][..], &[0x61]].concat());
    }

    #[test]
    fn what_is_missing_is_named() {
        let whole = artifact(&format!("0x60{}61", gap()));
        let libraries = [("Other", Address::ZERO)];
        assert!(matches!(
            whole.link(&libraries),
            Err(PeersError::Unlinked(name)) if name == "Lib"
        ));
        let libraries = [("Lib", Address::ZERO)];
        for bytecode in ["0x", "0x60", &format!("0xzz{}", gap())] {
            assert!(matches!(
                artifact(bytecode).link(&libraries),
                Err(PeersError::NotCode(name)) if name == "C"
            ));
        }
    }
}
