//! The constructor.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::strategy_aave_v3::StrategyAaveV3 as Abi;
use ballast_abi::strategy_aave_v3::{IAToken, IAavePool};
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, Reply, Word, encode, word};
use ballast_strategy::Parties;
use stylus_sdk::prelude::*;

use crate::state::{A_TOKEN, ASSET, POOL, REGISTRY, Strategy};

/// Which word of `getReserveData` is the aToken. Source: aave-v3-core `DataTypes.sol`; since v3.1
/// the struct is kept for callers under the name `ReserveDataLegacy`.
const A_TOKEN_WORD: usize = 8;

impl Strategy {
    /// `constructor(address vault, address registry, address pool)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let (vault, registry, pool) = (input.address()?, input.address()?, input.address()?);
        // A pool that passed the checks has an address.
        if self.cells.word(POOL.slot()) != [0; 32] {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        let asset = self.name(vault, IERC4626::assetCall::SELECTOR);
        let Some(asset) = asset.filter(|asset| !asset.is_zero()) else {
            let words = [vault.into_word().0];
            return Err(encode(Abi::InvalidVault::SELECTOR, &words));
        };
        let Some(a_token) = self.a_token_of(pool, asset) else {
            let words = [pool.into_word().0, word(asset)];
            return Err(encode(Abi::InvalidPool::SELECTOR, &words));
        };
        let parties = Parties {
            position: a_token,
            registry,
            vault,
        };
        let [first, second] = parties.to_words();
        self.cells.set_word(A_TOKEN.slot(), first);
        self.cells.set_word(REGISTRY.slot(), second);
        self.cells.set_word(POOL.slot(), pool.into_word().0);
        self.cells.set_uint(ASSET.slot(), asset);
        Ok(Vec::new())
    }

    /// The aToken of `asset`; `None` if there is none, or what is there is for another asset.
    fn a_token_of(&self, pool: Address, asset: U256) -> Option<Address> {
        let calldata = encode(IAavePool::getReserveDataCall::SELECTOR, &[word(asset)]);
        let answer = remote::view(self.vm(), pool, &calldata, ALL_GAS)?;
        let (words, _) = answer.as_chunks();
        let word: &Word = words.get(A_TOKEN_WORD)?;
        let a_token = Address::from_word(B256::new(*word));
        let selector = IAToken::UNDERLYING_ASSET_ADDRESSCall::SELECTOR;
        (self.name(a_token, selector) == Some(asset)).then_some(a_token)
    }

    /// What a contract answers to a question without arguments, if it answers.
    fn name(&self, contract: Address, selector: [u8; 4]) -> Option<U256> {
        remote::view_uint(self.vm(), contract, &encode(selector, &[]), ALL_GAS)
    }
}
