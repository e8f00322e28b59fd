//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::factory::Factory as Abi;
use ballast_shell::{Calldata, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::state::Factory;

const VERSION: u32 = selector::<Abi::versionCall>();
const BLUEPRINTS: u32 = selector::<Abi::blueprintsCall>();
const VAULT_COUNT: u32 = selector::<Abi::vaultCountCall>();
const VAULT_AT: u32 = selector::<Abi::vaultAtCall>();
const IS_VAULT: u32 = selector::<Abi::isVaultCall>();
const PARTS_OF: u32 = selector::<Abi::partsOfCall>();
const ADDRESSES_OF: u32 = selector::<Abi::addressesOfCall>();
const CREATE: u32 = selector::<Abi::createCall>();

impl Router<Self> for Factory {
    type Storage = Self;

    fn route(factory: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = factory.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        Some(match selector {
            IS_VAULT => factory.is_vault(input),
            PARTS_OF => factory.parts_of(input),
            CREATE => factory.create(input),
            VERSION => factory.version(),
            BLUEPRINTS => factory.blueprints(),
            VAULT_COUNT => factory.vault_count(),
            VAULT_AT => factory.vault_at(input),
            ADDRESSES_OF => factory.addresses_of(input),
            _ => return None,
        })
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(factory: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = factory.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(factory.construct(Calldata::new(input)))
    }
}
