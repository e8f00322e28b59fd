//! `ArbOwner`, `ArbOwnerPublic` and `ArbDebug`: who owns the chain and what owners set.

use alloy_primitives::{Address, Bytes, FixedBytes, U256};
use alloy_sol_types::SolCall;
use ballast_stylus::arbos as versions;
use ballast_stylus::ink::InkPrice;
use ballast_stylus::params::StylusParams;
use revm::Database;

use super::abi::{ArbDebug, ArbOwner, ArbOwnerPublic};
use super::call::{Access, Answer, Call, Failed};
use super::wasm_cache::{is_member, members};
use crate::arbos::state::{self, Field, Set, address_of, word_of};

/// Reads and writes of adding an address to a set.
const SET_ADD_GAS: u64 = 800 + 800 + 20_000 + 20_000 + 800 + 20_000;

/// Answers owners only, and lets them act for free; each act leaves an event.
pub(super) fn arb_owner<DB: Database>(call: &mut Call<'_, DB>) -> Answer {
    let caller = call.caller;
    if !Set::ChainOwners.contains(call.ctx, caller)? {
        return Err(Failed::Burned);
    }
    let gas_before = call.gas_left;
    let answer = act(call);
    // Owners act for free, whatever the act cost along the way or whether it failed.
    call.gas_left = u64::MAX;
    if answer.is_ok() {
        call.emit(&ArbOwner::OwnerActs {
            method: FixedBytes(call.selector()?),
            owner: caller,
            data: Bytes::copy_from_slice(&call.data),
        })?;
    }
    call.gas_left = gas_before;
    let answer = call.charge_output(answer);
    call.gas_left = gas_before;
    answer
}

fn act<DB: Database>(call: &mut Call<'_, DB>) -> Answer {
    call.gas_left = u64::MAX;
    match call.selector()? {
        ArbOwner::addChainOwnerCall::SELECTOR => {
            let owner = call
                .arguments::<ArbOwner::addChainOwnerCall>(Access::Write)?
                .newOwner;
            Set::ChainOwners.add(call.ctx, owner)?;
            Ok(Vec::new())
        }
        ArbOwner::removeChainOwnerCall::SELECTOR => {
            type Method = ArbOwner::removeChainOwnerCall;
            let owner = call.arguments::<Method>(Access::Write)?.ownerToRemove;
            removed(Set::ChainOwners.remove(call.ctx, owner)?)
        }
        ArbOwner::addWasmCacheManagerCall::SELECTOR => {
            let manager = call
                .arguments::<ArbOwner::addWasmCacheManagerCall>(Access::Write)?
                .manager;
            Set::CacheManagers.add(call.ctx, manager)?;
            Ok(Vec::new())
        }
        ArbOwner::removeWasmCacheManagerCall::SELECTOR => {
            type Method = ArbOwner::removeWasmCacheManagerCall;
            let manager = call.arguments::<Method>(Access::Write)?.manager;
            removed(Set::CacheManagers.remove(call.ctx, manager)?)
        }
        ArbOwner::isChainOwnerCall::SELECTOR => {
            let account = call
                .arguments::<ArbOwner::isChainOwnerCall>(Access::View)?
                .account;
            let is_owner = is_member(call, Set::ChainOwners, account)?;
            Ok(ArbOwner::isChainOwnerCall::abi_encode_returns(&is_owner))
        }
        ArbOwner::getAllChainOwnersCall::SELECTOR => {
            call.arguments::<ArbOwner::getAllChainOwnersCall>(Access::View)?;
            let owners = members(call, Set::ChainOwners)?;
            Ok(ArbOwner::getAllChainOwnersCall::abi_encode_returns(&owners))
        }
        ArbOwner::getNetworkFeeAccountCall::SELECTOR => {
            call.arguments::<ArbOwner::getNetworkFeeAccountCall>(Access::View)?;
            network_fee_account(call)
        }
        ArbOwner::scheduleArbOSUpgradeCall::SELECTOR => {
            let plan = call.arguments::<ArbOwner::scheduleArbOSUpgradeCall>(Access::Write)?;
            if ballast_stylus::arbos::FRAGMENTS < plan.newVersion {
                return Err(Failed::PLAIN);
            }
            call.write(Field::UpgradeVersion, U256::from(plan.newVersion))?;
            call.write(Field::UpgradeTimestamp, U256::from(plan.timestamp))?;
            Ok(Vec::new())
        }
        selector => set_value(call, selector),
    }
}

const fn removed(was_member: bool) -> Answer {
    if was_member {
        Ok(Vec::new())
    } else {
        Err(Failed::PLAIN)
    }
}

/// Setters of a single word.
fn set_value<DB: Database>(call: &mut Call<'_, DB>, selector: [u8; 4]) -> Answer {
    let (field, value) = match selector {
        ArbOwner::setNetworkFeeAccountCall::SELECTOR => {
            type Method = ArbOwner::setNetworkFeeAccountCall;
            let account: Address = call
                .arguments::<Method>(Access::Write)?
                .newNetworkFeeAccount;
            (Field::NetworkFeeAccount, word_of(account))
        }
        ArbOwner::setMinimumL2BaseFeeCall::SELECTOR => {
            let price = call.arguments::<ArbOwner::setMinimumL2BaseFeeCall>(Access::Write)?;
            (Field::MinimumBaseFee, price.priceInWei)
        }
        ArbOwner::setL1PricePerUnitCall::SELECTOR => {
            let price = call.arguments::<ArbOwner::setL1PricePerUnitCall>(Access::Write)?;
            (Field::L1PricePerUnit, price.pricePerUnit)
        }
        ArbOwner::setWasmActivationGasCall::SELECTOR
            if versions::FRAGMENTS <= call.ctx.chain.arbos_version =>
        {
            let gas = call
                .arguments::<ArbOwner::setWasmActivationGasCall>(Access::Write)?
                .gas;
            (Field::ActivationGas, U256::from(gas))
        }
        selector => return set_parameter(call, selector),
    };
    call.write(field, value)?;
    Ok(Vec::new())
}

/// Setters of the Stylus parameters.
fn set_parameter<DB: Database>(call: &mut Call<'_, DB>, selector: [u8; 4]) -> Answer {
    let fragments = versions::FRAGMENTS <= call.ctx.chain.arbos_version;
    macro_rules! setters {
        ($($method:ident $(if $known:expr)? => |$arguments:ident, $params:ident| $set:expr;)*) => {
            match selector {
                $(ArbOwner::$method::SELECTOR $(if $known)? => {
                    let $arguments = call.arguments::<ArbOwner::$method>(Access::Write)?;
                    let mut $params: StylusParams = call.params()?;
                    $set;
                    state::set_stylus_params(call.ctx, &$params)?;
                    Ok(Vec::new())
                })*
                _ => Err(Failed::Burned),
            }
        };
    }
    setters! {
        setInkPriceCall => |new, params| {
            params.ink_price = InkPrice::new(new.price).ok_or(Failed::PLAIN)?;
        };
        setWasmMaxStackDepthCall => |new, params| params.max_stack_depth = new.depth;
        setWasmFreePagesCall => |new, params| params.free_pages = new.pages;
        setWasmPageGasCall => |new, params| params.page_gas = new.gas;
        setWasmPageLimitCall => |new, params| params.page_limit = new.limit;
        setWasmMinInitGasCall => |new, params| params.set_min_init_gas(new.gas, new.cached);
        setWasmInitCostScalarCall => |new, params| params.set_init_cost_percent(new.percent);
        setWasmExpiryDaysCall => |new, params| params.expiry_days = new.days_;
        setWasmKeepaliveDaysCall => |new, params| params.keepalive_days = new.days_;
        setWasmBlockCacheSizeCall => |new, params| params.block_cache_size = new.count;
        setWasmMaxSizeCall => |new, params| params.max_wasm_size = new.size;
        setMaxStylusContractFragmentsCall if fragments => |new, params| {
            params.max_fragments = new.count.max(1);
        };
    }
}

fn network_fee_account<DB: Database>(call: &mut Call<'_, DB>) -> Answer {
    let account = address_of(call.read(Field::NetworkFeeAccount)?);
    Ok(ArbOwnerPublic::getNetworkFeeAccountCall::abi_encode_returns(&account))
}

pub(super) fn arb_owner_public<DB: Database>(call: &mut Call<'_, DB>) -> Answer {
    match call.selector()? {
        ArbOwnerPublic::isChainOwnerCall::SELECTOR => {
            let account = call
                .arguments::<ArbOwnerPublic::isChainOwnerCall>(Access::View)?
                .account;
            let is_owner = is_member(call, Set::ChainOwners, account)?;
            Ok(ArbOwnerPublic::isChainOwnerCall::abi_encode_returns(
                &is_owner,
            ))
        }
        ArbOwnerPublic::getAllChainOwnersCall::SELECTOR => {
            call.arguments::<ArbOwnerPublic::getAllChainOwnersCall>(Access::View)?;
            let owners = members(call, Set::ChainOwners)?;
            Ok(ArbOwnerPublic::getAllChainOwnersCall::abi_encode_returns(
                &owners,
            ))
        }
        ArbOwnerPublic::getNetworkFeeAccountCall::SELECTOR => {
            call.arguments::<ArbOwnerPublic::getNetworkFeeAccountCall>(Access::View)?;
            network_fee_account(call)
        }
        ArbOwnerPublic::getInfraFeeAccountCall::SELECTOR => {
            call.arguments::<ArbOwnerPublic::getInfraFeeAccountCall>(Access::View)?;
            network_fee_account(call)
        }
        ArbOwnerPublic::getScheduledUpgradeCall::SELECTOR => {
            call.arguments::<ArbOwnerPublic::getScheduledUpgradeCall>(Access::View)?;
            let answer = ArbOwnerPublic::getScheduledUpgradeReturn {
                arbosVersion: call.read(Field::UpgradeVersion)?.saturating_to(),
                scheduledForTimestamp: call.read(Field::UpgradeTimestamp)?.saturating_to(),
            };
            Ok(ArbOwnerPublic::getScheduledUpgradeCall::abi_encode_returns(
                &answer,
            ))
        }
        ArbOwnerPublic::getMaxStylusContractFragmentsCall::SELECTOR
            if versions::FRAGMENTS <= call.ctx.chain.arbos_version =>
        {
            call.arguments::<ArbOwnerPublic::getMaxStylusContractFragmentsCall>(Access::View)?;
            let count = call.params()?.max_fragments;
            Ok(U256::from(count).to_be_bytes_vec())
        }
        _ => Err(Failed::Burned),
    }
}

/// A development chain lets anyone become an owner.
pub(super) fn arb_debug<DB: Database>(call: &mut Call<'_, DB>) -> Answer {
    match call.selector()? {
        ArbDebug::becomeChainOwnerCall::SELECTOR => {
            call.arguments::<ArbDebug::becomeChainOwnerCall>(Access::Write)?;
            call.burn(SET_ADD_GAS)?;
            let caller = call.caller;
            Set::ChainOwners.add(call.ctx, caller)?;
            Ok(Vec::new())
        }
        _ => Err(Failed::Burned),
    }
}
