//! Genesis and the start of a block.

use std::collections::BTreeMap;

use alloy_primitives::{Address, Bytes, U256, address};
use ballast_stylus::params::StylusParams;
use ballast_stylus::pricing::DataPricer;
use revm::Database;
use revm::bytecode::Bytecode;
use revm::state::AccountInfo;

use super::precompiles;
use super::state::{
    Field, STATE_ACCOUNT, Set, encode_pricer, read, set_stylus_params, stylus_params, word_of,
    write,
};
use crate::context::{Ctx, Fatal};
use crate::types::{ChainConfig, Genesis};

/// Nitro's own ArbOS account, which exists on every Arbitrum chain.
const NITRO_STATE_ACCOUNT: Address = address!("A4B05FffffFffFFFFfFFfffFfffFFfffFfFfFFFf");

/// 0.1 gwei: the floor of the L2 base fee on a fresh chain, in wei per gas.
const MINIMUM_BASE_FEE: u64 = 100_000_000;

/// ArbOS state and precompile accounts of a fresh chain.
pub(crate) fn genesis(config: &ChainConfig) -> Genesis {
    let params = StylusParams::for_arbos(config.arbos_version);
    let owner = word_of(config.owner);
    let storage = BTreeMap::from([
        (Field::Version.slot(), U256::from(config.arbos_version)),
        (
            Field::StylusParams.slot(),
            U256::from_be_bytes(params.encode(config.arbos_version)),
        ),
        (
            Field::DataPricer.slot(),
            encode_pricer(&DataPricer::default()),
        ),
        (Field::NetworkFeeAccount.slot(), owner),
        (Field::MinimumBaseFee.slot(), U256::from(MINIMUM_BASE_FEE)),
        (Field::MemberCount(Set::ChainOwners).slot(), U256::ONE),
        (Field::Member(Set::ChainOwners, 1).slot(), owner),
        (
            Field::MemberIndex(Set::ChainOwners, config.owner).slot(),
            U256::ONE,
        ),
    ]);
    // A nonce of 1 keeps the account from counting as empty.
    let exists = AccountInfo {
        nonce: 1,
        ..AccountInfo::default()
    };
    let mut accounts = BTreeMap::from([
        (*STATE_ACCOUNT, (exists.clone(), storage)),
        (NITRO_STATE_ACCOUNT, (exists, BTreeMap::new())),
    ]);
    let invalid = Bytecode::new_legacy(Bytes::from_static(&[0xfe]));
    for address in precompiles::ADDRESSES {
        let info = AccountInfo {
            nonce: 1,
            ..AccountInfo::from_bytecode(invalid.clone())
        };
        accounts.insert(address, (info, BTreeMap::new()));
    }
    Genesis { accounts }
}

/// Carries out a scheduled ArbOS upgrade whose time has come.
pub(crate) fn begin_block<DB: Database>(ctx: &mut Ctx<DB>) -> Result<(), Fatal> {
    let scheduled: u64 = read(ctx, Field::UpgradeVersion)?.saturating_to();
    let due: u64 = read(ctx, Field::UpgradeTimestamp)?.saturating_to();
    let current = ctx.chain.arbos_version;
    if scheduled <= current || ctx.chain.block.timestamp < due {
        return Ok(());
    }
    let params = stylus_params(ctx)?.upgraded(current, scheduled);
    ctx.chain.arbos_version = scheduled;
    write(ctx, Field::Version, U256::from(scheduled))?;
    set_stylus_params(ctx, &params)
}
