//! The whole JSON ABI of each contract.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use alloy_json_abi::JsonAbi;

use crate::construction::IConstruction;
use crate::erc20::{IERC20, IERC20Permit, ISafeERC20};
use crate::erc4626::IERC4626;
use crate::token::Token;
use crate::vault::Vault;

/// The vault: its own part, ERC-20, ERC-2612 and ERC-4626.
pub fn vault() -> JsonAbi {
    union([
        Vault::abi::contract(),
        IConstruction::abi::contract(),
        IERC20::abi::contract(),
        IERC20Permit::abi::contract(),
        ISafeERC20::abi::contract(),
        IERC4626::abi::contract(),
    ])
}

/// The test token: its own part and ERC-20.
pub fn token() -> JsonAbi {
    union([
        Token::abi::contract(),
        IConstruction::abi::contract(),
        IERC20::abi::contract(),
    ])
}

fn union<const N: usize>(parts: [JsonAbi; N]) -> JsonAbi {
    let mut whole = JsonAbi::new();
    for part in parts {
        whole.constructor = whole.constructor.or(part.constructor);
        whole.functions.extend(part.functions);
        whole.events.extend(part.events);
        whole.errors.extend(part.errors);
    }
    whole
}

/// What `cargo stylus` asks a contract's binary for: with the argument `constructor` the
/// constructor's signature, else the Solidity interface.
pub fn export(abi: &JsonAbi, name: &str, argument: Option<&str>) -> String {
    match (argument, &abi.constructor) {
        (Some("constructor"), Some(constructor)) => {
            let inputs = constructor.inputs.iter().map(|input| {
                let location = if input.ty == "string" { " memory" } else { "" };
                format!("{}{location} {}", input.ty, input.name)
            });
            format!("constructor({})", inputs.collect::<Vec<_>>().join(", "))
        }
        _ => abi.to_sol(name, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constructor_is_found_by_cargo_stylus() {
        assert_eq!(
            export(&vault(), "IVault", Some("constructor")),
            "constructor(address asset, string memory name, string memory symbol, \
             uint8 decimalsOffset)"
        );
        assert_eq!(
            export(&token(), "IToken", Some("constructor")),
            "constructor(string memory name, string memory symbol, uint8 decimals)"
        );
    }

    #[test]
    fn interface_has_all_parts() {
        let interface = export(&vault(), "IVault", Some("abi"));
        for part in [
            "interface IVault {",
            "function transferFrom(address from, address to, uint256 value) external",
            "function nonces(address owner) external view returns (uint256)",
            "function redeem(uint256 shares, address receiver, address owner)",
            "error AssetsMissing(uint256 held, uint256 booked)",
            "error AlreadyConstructed()",
        ] {
            assert!(interface.contains(part), "{part} in {interface}");
        }
        assert_eq!(vault().functions().count(), 29);
        assert_eq!(token().functions().count(), 10);
    }
}
