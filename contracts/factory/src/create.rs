//! Making a vault.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolCall, SolError, SolEvent};
use ballast_abi::curator::IGoverned;
use ballast_abi::factory::Factory as Abi;
use ballast_abi::registry::IRegistry;
use ballast_abi::vault::Vault;
use ballast_shell::{Calldata, Literal, Reply, Word, encode, encode_bytes, remote, reply, uint};
use stylus_sdk::prelude::*;

use crate::copies::salt_of;
use crate::errors::copy_failed;
use crate::state::{BLUEPRINTS, Factory, Parts};

const VAULT_CREATED: Literal = Literal::new(Abi::VaultCreated::SIGNATURE_HASH.0);

/// What the SDK's entry point takes for a call of the constructor: of
/// `keccak256("stylus_constructor()")`.
const CONSTRUCTOR: [u8; 4] = [0x55, 0x85, 0x25, 0x8d];

/// Gas for a call of a copy: several times what any of them needs. A program that has expired burns
/// it.
const CALL_GAS: u64 = 1_000_000;

/// The vault's setting that names its registry.
const REGISTRY_SETTING: u64 = 6;

impl Factory {
    /// `create(address,string,string,uint8,address,bytes32)`
    pub(crate) fn create(&mut self, mut input: Calldata<'_>) -> Reply {
        let (asset, name, symbol) = (input.address()?, input.string()?, input.string()?);
        let (offset, owner, salt) = (input.byte()?, input.address()?, *input.word()?);
        if owner.is_zero() {
            return Err(encode(Abi::ZeroAddress::SELECTOR, &[]));
        }
        let this = self.vm().contract_address().into_word().0;
        let own_salt = salt_of(self.cells.sender(), salt);
        let [of_vault, of_registry, of_rebalancer] = BLUEPRINTS;

        let vault = self.copy(of_vault, salt, own_salt)?;
        let head = [asset.into_word().0, uint(offset.into()), this];
        self.send(vault, CONSTRUCTOR, &vault_arguments(head, name, symbol))?;
        let registry = self.copy(of_registry, salt, own_salt)?;
        let words = [vault.into_word().0, this];
        self.send(registry, CONSTRUCTOR, &words)?;
        let rebalancer = self.copy(of_rebalancer, salt, own_salt)?;
        let words = [registry.into_word().0, this];
        self.send(rebalancer, CONSTRUCTOR, &words)?;

        let words = [uint(REGISTRY_SETTING), registry.into_word().0];
        self.send(vault, Vault::configureCall::SELECTOR, &words)?;
        let words = [rebalancer.into_word().0];
        self.send(registry, IRegistry::setAllocatorCall::SELECTOR, &words)?;
        for copy in [vault, registry, rebalancer] {
            let words = [owner.into_word().0];
            self.send(copy, IGoverned::transferAuthorityCall::SELECTOR, &words)?;
        }

        let parts = Parts {
            registry,
            rebalancer,
        };
        self.register(vault, parts);
        self.log_created(vault, asset, owner, parts, salt);
        reply(&[vault, registry, rebalancer].map(|copy| copy.into_word().0))
    }

    /// Calls a copy.
    ///
    /// # Errors
    /// What it says; `CopyFailed` if it says nothing.
    fn send(&mut self, copy: Address, selector: [u8; 4], words: &[Word]) -> Result<(), Vec<u8>> {
        match remote::send(self, copy, &encode(selector, words), CALL_GAS) {
            Ok(_) => Ok(()),
            Err(reason) if reason.is_empty() => Err(copy_failed(copy)),
            Err(reason) => Err(reason),
        }
    }

    fn log_created(
        &mut self,
        vault: Address,
        asset: Address,
        owner: Address,
        parts: Parts,
        salt: Word,
    ) {
        let creator = self.cells.sender();
        let [vault, asset, owner, registry, rebalancer, creator] = [
            vault,
            asset,
            owner,
            parts.registry,
            parts.rebalancer,
            creator,
        ]
        .map(|address| address.into_word().0);
        let topics = [VAULT_CREATED.word(), vault, asset, owner];
        let data = [registry, rebalancer, creator, salt];
        self.cells.log(&[topics, data].concat(), 4);
    }
}

/// The vault's constructor takes `(asset, name, symbol, offset, authority)`; the head is what of it
/// has one word.
fn vault_arguments([asset, offset, authority]: [Word; 3], name: &[u8], symbol: &[u8]) -> Vec<Word> {
    let (name, symbol) = (encode_bytes(name), encode_bytes(symbol));
    let first = 160_u64;
    // A name that was read fits memory.
    let second = first.saturating_add((name.len() as u64).saturating_mul(32));
    let head = [asset, uint(first), uint(second), offset, authority];
    [&head, name.as_slice(), &symbol].concat()
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use alloy_sol_types::SolConstructor;
    use ballast_abi::vault::Vault::constructorCall;

    use super::*;

    #[test]
    fn arguments_are_what_the_vault_reads() {
        let [asset, authority] = [1, 2].map(Address::with_last_byte);
        for length in [0, 5, 31, 32, 40] {
            let (name, symbol) = ("n".repeat(length), String::from("bV"));
            let head = [asset.into_word().0, uint(3), authority.into_word().0];
            let words = vault_arguments(head, name.as_bytes(), symbol.as_bytes());
            let call = constructorCall {
                asset,
                name,
                symbol,
                decimalsOffset: 3,
                authority,
            };
            assert_eq!(words.as_flattened(), call.abi_encode());
        }
    }
}
