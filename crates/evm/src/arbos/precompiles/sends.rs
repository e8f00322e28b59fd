//! `ArbSys`: where a contract is, and messages to L1.

use alloy_primitives::{Address, B256, Bytes, U256, address, keccak256};
use alloy_sol_types::SolCall;
use revm::Database;

use super::abi::ArbSys as Abi;
use super::call::{Access, Answer, Call, Failed};
use crate::arbos::state::Field;

/// What an L1 contract's address is shifted by on L2.
const ALIAS_OFFSET: Address = address!("1111000000000000000000000000000000001111");

/// `arbOSVersion` counts from a Nitro version of 55.
const NITRO_VERSION: u64 = 55;

/// Blocks whose hash can be asked for.
const HASHES: u64 = 256;

/// A call at this depth or above counts as top level.
const TOP_LEVEL_DEPTH: usize = 2;

/// ArbOS version from which a message with value costs a further read.
const NATIVE_TOKEN_VERSION: u64 = 41;

pub(super) fn arb_sys<DB: Database>(call: &mut Call<'_, DB>) -> Answer {
    match call.selector()? {
        Abi::arbBlockNumberCall::SELECTOR => {
            call.arguments::<Abi::arbBlockNumberCall>(Access::View)?;
            Ok(word(call.ctx.chain.block.number))
        }
        Abi::arbBlockHashCall::SELECTOR => block_hash(call),
        Abi::arbChainIDCall::SELECTOR => {
            call.arguments::<Abi::arbChainIDCall>(Access::View)?;
            Ok(word(call.ctx.chain.config.chain_id))
        }
        Abi::arbOSVersionCall::SELECTOR => {
            call.arguments::<Abi::arbOSVersionCall>(Access::View)?;
            Ok(word(NITRO_VERSION + call.ctx.chain.arbos_version))
        }
        Abi::getStorageGasAvailableCall::SELECTOR => {
            call.arguments::<Abi::getStorageGasAvailableCall>(Access::View)?;
            Ok(word(0))
        }
        Abi::isTopLevelCallCall::SELECTOR => {
            call.arguments::<Abi::isTopLevelCallCall>(Access::View)?;
            let top_level = call.ctx.chain.frames.len() <= TOP_LEVEL_DEPTH;
            Ok(Abi::isTopLevelCallCall::abi_encode_returns(&top_level))
        }
        Abi::mapL1SenderContractAddressToL2AliasCall::SELECTOR => {
            type Method = Abi::mapL1SenderContractAddressToL2AliasCall;
            let sender = call.arguments::<Method>(Access::Pure)?.sender;
            Ok(Method::abi_encode_returns(&alias(sender)))
        }
        Abi::wasMyCallersAddressAliasedCall::SELECTOR => {
            call.arguments::<Abi::wasMyCallersAddressAliasedCall>(Access::View)?;
            Ok(Abi::wasMyCallersAddressAliasedCall::abi_encode_returns(
                &false,
            ))
        }
        Abi::myCallersAddressWithoutAliasingCall::SELECTOR => {
            call.arguments::<Abi::myCallersAddressWithoutAliasingCall>(Access::View)?;
            let caller = call
                .ctx
                .chain
                .frames
                .last()
                .map_or(Address::ZERO, |frame| frame.caller);
            Ok(Abi::myCallersAddressWithoutAliasingCall::abi_encode_returns(&caller))
        }
        Abi::withdrawEthCall::SELECTOR => {
            let to = call
                .arguments::<Abi::withdrawEthCall>(Access::Payable)?
                .destination;
            send(call, to, Bytes::new())
        }
        Abi::sendTxToL1Call::SELECTOR => {
            let message = call.arguments::<Abi::sendTxToL1Call>(Access::Payable)?;
            send(call, message.destination, message.data)
        }
        Abi::sendMerkleTreeStateCall::SELECTOR => merkle_state(call),
        _ => Err(Failed::Burned),
    }
}

fn word(value: u64) -> Vec<u8> {
    U256::from(value).to_be_bytes_vec()
}

fn alias(sender: Address) -> Address {
    let sum = U256::from_be_slice(sender.as_slice())
        .wrapping_add(U256::from_be_slice(ALIAS_OFFSET.as_slice()));
    Address::from_word(B256::from(sum))
}

fn block_hash<DB: Database>(call: &mut Call<'_, DB>) -> Answer {
    let requested = call
        .arguments::<Abi::arbBlockHashCall>(Access::View)?
        .arbBlockNum;
    let current = call.ctx.chain.block.number;
    let known = u64::try_from(requested)
        .ok()
        .filter(|number| *number < current && current <= number.saturating_add(HASHES))
        .and_then(|number| call.ctx.chain.block.hashes.get(&number).copied());
    match known {
        Some(hash) => Ok(Abi::arbBlockHashCall::abi_encode_returns(&hash)),
        None => {
            let current = U256::from(current);
            Err(Failed::error(Abi::InvalidBlockNumber {
                requested,
                current,
            }))
        }
    }
}

/// Burns the value, adds the message to the tree of all messages, tells about it.
fn send<DB: Database>(call: &mut Call<'_, DB>, destination: Address, data: Bytes) -> Answer {
    if !call.value.is_zero() && NATIVE_TOKEN_VERSION <= call.ctx.chain.arbos_version {
        call.burn(ballast_stylus::pricing::activation::STATE_READ_GAS)?;
    }
    let block = &call.ctx.chain.block;
    let number = U256::from(block.number);
    let l1_number = U256::from(block.l1_number);
    let timestamp = U256::from(block.timestamp);
    let (caller, value) = (call.caller, call.value);
    let mut message = Vec::with_capacity(168 + data.len());
    message.extend_from_slice(caller.as_slice());
    message.extend_from_slice(destination.as_slice());
    for field in [number, l1_number, timestamp, value] {
        message.extend_from_slice(&field.to_be_bytes::<32>());
    }
    message.extend_from_slice(&data);
    let hash = call.keccak(&message)?;

    let position = append(call, hash)?;
    if !value.is_zero() {
        burn_value(call)?;
    }
    call.emit(&Abi::L2ToL1Tx {
        caller,
        destination,
        hash: U256::from_be_bytes(hash.0),
        position,
        arbBlockNum: number,
        ethBlockNum: l1_number,
        timestamp,
        callvalue: value,
        data,
    })?;
    Ok(position.to_be_bytes_vec())
}

fn burn_value<DB: Database>(call: &mut Call<'_, DB>) -> Result<(), Failed> {
    use revm::context::journaled_state::account::JournaledAccountTr;
    use revm::context::{ContextTr, JournalTr};
    let (this, value) = (call.this, call.value);
    let journal = call.ctx.journal_mut();
    let mut account = journal
        .load_account_mut(this)
        .map_err(crate::context::Fatal::database)?;
    if account.decr_balance(value) {
        Ok(())
    } else {
        Err(Failed::PLAIN)
    }
}

/// Number of partial trees a tree of `size` leaves has room for: the bits of its size.
const fn partials(size: u64) -> u64 {
    (u64::BITS - size.leading_zeros()) as u64
}

/// Adds a leaf to the tree and carries full subtrees upwards; the leaf's index.
fn append<DB: Database>(call: &mut Call<'_, DB>, item: B256) -> Result<U256, Failed> {
    let leaf: u64 = call.read(Field::SendCount)?.saturating_to();
    call.write(Field::SendCount, U256::from(leaf).saturating_add(U256::ONE))?;
    let mut carried = keccak256(item);
    let mut level = 0;
    loop {
        if level == partials(leaf) {
            call.write(Field::SendPartial(level), U256::from_be_bytes(carried.0))?;
            break;
        }
        let partial = call.read(Field::SendPartial(level))?;
        if partial.is_zero() {
            call.write(Field::SendPartial(level), U256::from_be_bytes(carried.0))?;
            break;
        }
        carried = call.keccak(&[partial.to_be_bytes::<32>(), carried.0].concat())?;
        call.write(Field::SendPartial(level), U256::ZERO)?;
        level += 1;
        call.emit(&Abi::SendMerkleUpdate {
            reserved: U256::ZERO,
            hash: carried,
            position: (U256::from(level) << 192usize) | U256::from(leaf),
        })?;
    }
    let size = call.read(Field::SendCount)?;
    Ok(size.saturating_sub(U256::ONE))
}

/// The tree as an off-chain prover needs it; only a call from the zero address may ask.
fn merkle_state<DB: Database>(call: &mut Call<'_, DB>) -> Answer {
    call.arguments::<Abi::sendMerkleTreeStateCall>(Access::View)?;
    if call.caller != Address::ZERO {
        return Err(Failed::Burned);
    }
    let size = call.read(Field::SendCount)?;
    let count: u64 = size.saturating_to();
    let mut found = Vec::new();
    for level in 0..partials(count) {
        found.push(B256::from(call.read(Field::SendPartial(level))?));
    }
    let answer = Abi::sendMerkleTreeStateReturn {
        size,
        root: root(count, &found),
        partials: found,
    };
    Ok(Abi::sendMerkleTreeStateCall::abi_encode_returns(&answer))
}

/// Root of the tree whose missing leaves are zero: partial trees combined from the lowest up, each
/// padded with empty subtrees to its sibling's height.
fn root(size: u64, partials: &[B256]) -> B256 {
    if size == 0 {
        return B256::ZERO;
    }
    let pair = |left: B256, right: B256| keccak256([left.0, right.0].concat());
    let mut combined: Option<B256> = None;
    let mut height = 0;
    let mut empty = B256::ZERO;
    for (level, partial) in partials.iter().enumerate() {
        if partial.is_zero() {
            continue;
        }
        combined = Some(match combined {
            None => {
                height = level;
                empty = (0..level).fold(B256::ZERO, |empty, _| pair(empty, empty));
                *partial
            }
            Some(mut lower) => {
                while height < level {
                    lower = pair(lower, empty);
                    empty = pair(empty, empty);
                    height += 1;
                }
                height += 1;
                empty = pair(empty, empty);
                pair(*partial, lower)
            }
        });
    }
    combined.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alias_is_the_sum_modulo_two_to_the_160() {
        assert_eq!(alias(Address::ZERO), ALIAS_OFFSET);
        let high = address!("eeeeffffffffffffffffffffffffffffffffeeef");
        assert_eq!(alias(high), Address::ZERO);
    }

    #[test]
    fn two_leaves_make_their_pair() {
        let [a, b] = [B256::with_last_byte(1), B256::with_last_byte(2)];
        let pair = keccak256([a.0, b.0].concat());
        assert_eq!(root(2, &[B256::ZERO, pair]), pair);
        assert_eq!(root(1, &[a]), a);
        let three = root(3, &[a, pair]);
        assert_eq!(
            three,
            keccak256([pair.0, keccak256([a.0, [0; 32]].concat()).0].concat())
        );
    }
}
