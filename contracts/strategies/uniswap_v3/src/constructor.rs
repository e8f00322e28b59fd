//! The constructor.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::strategy_uniswap_v3::StrategyUniswapV3 as Abi;
use ballast_core::Pips;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, Reply, address_in, encode, uint, word};
use ballast_strategy::Parties;
use ballast_uniswap_v3::Pool;
use stylus_sdk::prelude::*;

use crate::refusals::{about, failed};
use crate::state::{POOL, Pair, REGISTRY, Strategy, TERMS, TOKEN0, TOKEN1};
use crate::terms::{OutOfBounds, Terms};

/// What one transaction can pay room for.
const OBSERVATIONS_MAX: u16 = 1_000;

impl Strategy {
    /// The constructor, with its twelve arguments.
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let (vault, registry) = (input.address()?, input.address()?);
        let pool = Pool(input.address()?);
        // A pool that passed the checks has an address.
        if self.cells.word(POOL.slot()) != [0; 32] {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        let pair = self.pair_of(vault, pool)?;
        let mut given = [U256::ZERO; 8];
        for term in &mut given {
            *term = input.uint()?;
        }
        let terms = Terms::new(given, pair.spacing as u32).map_err(out_of_bounds)?;
        let observations = observations(input.uint()?)?;

        let parties = Parties {
            position: pool.0,
            registry,
            vault,
        };
        let [first, second] = parties.to_words();
        let [token0, token1] = pair.to_words();
        for (field, word) in [
            (POOL, first),
            (REGISTRY, second),
            (TOKEN0, token0),
            (TOKEN1, token1),
        ] {
            self.cells.set_word(field.slot(), word);
        }
        self.cells.set_uint(TERMS.slot(), terms.to_uint());
        let there = pool.slot0(self.vm()).ok_or_else(|| failed(pool.0))?;
        if there.observations < observations {
            pool.grow_observations(self, observations)?;
        }
        Ok(Vec::new())
    }

    /// The tokens of a pool, one of which must be the vault's asset.
    fn pair_of(&self, vault: Address, pool: Pool) -> Result<Pair, Vec<u8>> {
        let question = encode(IERC4626::assetCall::SELECTOR, &[]);
        let asset = remote::view_uint(self.vm(), vault, &question, ALL_GAS)
            .filter(|asset| !asset.is_zero())
            .map(|asset| address_in(&word(asset)))
            .ok_or_else(|| about(Abi::InvalidVault::SELECTOR, vault))?;
        let invalid = || {
            let words = [pool.0, asset].map(|address| address.into_word().0);
            encode(Abi::InvalidPool::SELECTOR, &words)
        };
        let host = self.vm();
        if !pool.is_genuine(host) {
            return Err(invalid());
        }
        let tokens = pool.tokens(host).ok_or_else(invalid)?;
        let fee = pool.fee(host).and_then(Pips::new).ok_or_else(invalid)?;
        let spacing = pool.spacing(host).ok_or_else(invalid)?;
        if !tokens.contains(&asset) || spacing < 1 {
            return Err(invalid());
        }
        Ok(Pair {
            tokens,
            asset_is_token0: tokens[0] == asset,
            fee,
            spacing,
        })
    }
}

fn observations(given: U256) -> Result<u16, Vec<u8>> {
    let refuse = || {
        out_of_bounds(OutOfBounds {
            value: given,
            min: 1,
            max: u32::from(OBSERVATIONS_MAX),
        })
    };
    let count = u16::try_from(given).map_err(|_| refuse())?;
    if (1..=OBSERVATIONS_MAX).contains(&count) {
        Ok(count)
    } else {
        Err(refuse())
    }
}

fn out_of_bounds(OutOfBounds { value, min, max }: OutOfBounds) -> Vec<u8> {
    let words = [word(value), uint(u64::from(min)), uint(u64::from(max))];
    encode(Abi::OutOfBounds::SELECTOR, &words)
}
