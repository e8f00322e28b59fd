//! Where ArbOS keeps what: one account's storage, read and written outside the access list.
//!
//! The layout is this chain's own; nothing on Arbitrum lets a contract look at it. The account's
//! address is one that no transaction can name by accident, so reading it never warms an account
//! that a contract might ask for.

use std::sync::LazyLock;

use alloy_primitives::{Address, B256, U256, keccak256};
use ballast_stylus::params::{ProgramRecord, StylusParams};
use ballast_stylus::pricing::DataPricer;
use revm::Database;
use revm::context::{ContextTr, JournalTr};

use crate::context::{Ctx, Fatal};

/// The account that holds ArbOS state.
pub(crate) static STATE_ACCOUNT: LazyLock<Address> =
    LazyLock::new(|| Address::from_slice(&keccak256("ballast.arbos.state")[12..]));

/// One word of ArbOS state, or a family of words under one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Version,
    UpgradeVersion,
    UpgradeTimestamp,
    StylusParams,
    ActivationGas,
    DataPricer,
    NetworkFeeAccount,
    L1PricePerUnit,
    MinimumBaseFee,
    SendCount,
    SendPartial(u64),
    Program(B256),
    ModuleHash(B256),
    Member(Set, u64),
    MemberIndex(Set, Address),
    MemberCount(Set),
}

/// A set of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Set {
    ChainOwners,
    CacheManagers,
}

impl Set {
    const fn name(self) -> &'static str {
        match self {
            Self::ChainOwners => "owners",
            Self::CacheManagers => "cacheManagers",
        }
    }
}

impl Field {
    /// The storage key: keccak256 of the field's name and, for families, the key within.
    pub(crate) fn slot(self) -> U256 {
        let key = match self {
            Self::Version => "version".into(),
            Self::UpgradeVersion => "upgrade.version".into(),
            Self::UpgradeTimestamp => "upgrade.timestamp".into(),
            Self::StylusParams => "stylus.params".into(),
            Self::ActivationGas => "stylus.activationGas".into(),
            Self::DataPricer => "stylus.dataPricer".into(),
            Self::NetworkFeeAccount => "networkFeeAccount".into(),
            Self::L1PricePerUnit => "l1.pricePerUnit".into(),
            Self::MinimumBaseFee => "minimumBaseFee".into(),
            Self::SendCount => "sends.count".into(),
            Self::SendPartial(level) => format!("sends.partial.{level}"),
            Self::Program(hash) => format!("stylus.program.{hash}"),
            Self::ModuleHash(hash) => format!("stylus.module.{hash}"),
            Self::Member(set, index) => format!("{}.member.{index}", set.name()),
            Self::MemberIndex(set, address) => format!("{}.index.{address}", set.name()),
            Self::MemberCount(set) => format!("{}.count", set.name()),
        };
        U256::from_be_bytes(keccak256(key).0)
    }
}

/// Reads a word of ArbOS state.
pub(crate) fn read<DB: Database>(ctx: &mut Ctx<DB>, field: Field) -> Result<U256, Fatal> {
    let journal = ctx.journal_mut();
    journal
        .load_account(*STATE_ACCOUNT)
        .map_err(Fatal::database)?;
    Ok(journal
        .sload(*STATE_ACCOUNT, field.slot())
        .map_err(Fatal::database)?
        .data)
}

/// Writes a word of ArbOS state; a revert undoes it.
pub(crate) fn write<DB: Database>(
    ctx: &mut Ctx<DB>,
    field: Field,
    value: U256,
) -> Result<(), Fatal> {
    let journal = ctx.journal_mut();
    journal
        .load_account(*STATE_ACCOUNT)
        .map_err(Fatal::database)?;
    journal
        .sstore(*STATE_ACCOUNT, field.slot(), value)
        .map_err(Fatal::database)?;
    journal.touch_account(*STATE_ACCOUNT);
    Ok(())
}

/// The ArbOS version in a state outside any transaction.
pub(crate) fn version<DB: Database>(db: &mut DB) -> Result<u64, Fatal> {
    let word = db
        .storage(*STATE_ACCOUNT, Field::Version.slot())
        .map_err(Fatal::database)?;
    Ok(word.saturating_to())
}

pub(crate) fn stylus_params<DB: Database>(ctx: &mut Ctx<DB>) -> Result<StylusParams, Fatal> {
    let word = read(ctx, Field::StylusParams)?;
    StylusParams::decode(&word.to_be_bytes(), ctx.chain.arbos_version)
        .map_err(|error| Fatal(error.to_string()))
}

pub(crate) fn set_stylus_params<DB: Database>(
    ctx: &mut Ctx<DB>,
    params: &StylusParams,
) -> Result<(), Fatal> {
    let word = params.encode(ctx.chain.arbos_version);
    write(ctx, Field::StylusParams, U256::from_be_bytes(word))
}

pub(crate) fn program<DB: Database>(
    ctx: &mut Ctx<DB>,
    code_hash: B256,
) -> Result<ProgramRecord, Fatal> {
    Ok(ProgramRecord::decode(
        &read(ctx, Field::Program(code_hash))?.to_be_bytes(),
    ))
}

pub(crate) fn set_program<DB: Database>(
    ctx: &mut Ctx<DB>,
    code_hash: B256,
    record: &ProgramRecord,
) -> Result<(), Fatal> {
    write(
        ctx,
        Field::Program(code_hash),
        U256::from_be_bytes(record.encode()),
    )
}

/// The data pricer's five numbers in one word.
pub(crate) fn encode_pricer(pricer: &DataPricer) -> U256 {
    let mut word = [0; 32];
    word[..4].copy_from_slice(&pricer.demand.to_be_bytes());
    word[4..8].copy_from_slice(&pricer.bytes_per_second.to_be_bytes());
    word[8..16].copy_from_slice(&pricer.last_update.to_be_bytes());
    word[16..20].copy_from_slice(&pricer.min_price.to_be_bytes());
    word[20..24].copy_from_slice(&pricer.inertia.to_be_bytes());
    U256::from_be_bytes(word)
}

pub(crate) fn data_pricer<DB: Database>(ctx: &mut Ctx<DB>) -> Result<DataPricer, Fatal> {
    let word = read(ctx, Field::DataPricer)?;
    let part = |shift: usize| -> u32 { (word >> shift).wrapping_to() };
    Ok(DataPricer {
        demand: part(224),
        bytes_per_second: part(192),
        last_update: (word >> 128usize).wrapping_to(),
        min_price: part(96),
        inertia: part(64),
    })
}

/// Who receives the network fees.
pub(crate) fn fee_account<DB: Database>(ctx: &mut Ctx<DB>) -> Result<Address, Fatal> {
    Ok(address_of(read(ctx, Field::NetworkFeeAccount)?))
}

/// Wei per unit of L1 data, in a state outside any transaction.
pub(crate) fn l1_price<DB: Database>(db: &mut DB) -> Result<U256, Fatal> {
    db.storage(*STATE_ACCOUNT, Field::L1PricePerUnit.slot())
        .map_err(Fatal::database)
}

pub(crate) fn address_of(word: U256) -> Address {
    Address::from_word(B256::from(word))
}

pub(crate) fn word_of(address: Address) -> U256 {
    U256::from_be_bytes(address.into_word().0)
}

impl Set {
    pub(crate) fn contains<DB: Database>(
        self,
        ctx: &mut Ctx<DB>,
        address: Address,
    ) -> Result<bool, Fatal> {
        Ok(!read(ctx, Field::MemberIndex(self, address))?.is_zero())
    }

    pub(crate) fn add<DB: Database>(
        self,
        ctx: &mut Ctx<DB>,
        address: Address,
    ) -> Result<(), Fatal> {
        if self.contains(ctx, address)? {
            return Ok(());
        }
        let count = read(ctx, Field::MemberCount(self))?.saturating_add(U256::ONE);
        write(ctx, Field::MemberCount(self), count)?;
        write(
            ctx,
            Field::Member(self, count.saturating_to()),
            word_of(address),
        )?;
        write(ctx, Field::MemberIndex(self, address), count)
    }

    /// Removes a member; the last one takes its place. False if it was none.
    pub(crate) fn remove<DB: Database>(
        self,
        ctx: &mut Ctx<DB>,
        address: Address,
    ) -> Result<bool, Fatal> {
        let index = read(ctx, Field::MemberIndex(self, address))?;
        if index.is_zero() {
            return Ok(false);
        }
        let count = read(ctx, Field::MemberCount(self))?;
        let last = address_of(read(ctx, Field::Member(self, count.saturating_to()))?);
        write(
            ctx,
            Field::Member(self, index.saturating_to()),
            word_of(last),
        )?;
        write(ctx, Field::MemberIndex(self, last), index)?;
        write(ctx, Field::Member(self, count.saturating_to()), U256::ZERO)?;
        write(ctx, Field::MemberIndex(self, address), U256::ZERO)?;
        write(
            ctx,
            Field::MemberCount(self),
            count.saturating_sub(U256::ONE),
        )?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pricers_word_holds_all_five_numbers() {
        let pricer = DataPricer {
            demand: 1,
            bytes_per_second: 2,
            last_update: 3,
            min_price: 4,
            inertia: 5,
        };
        let bytes: [u8; 32] = encode_pricer(&pricer).to_be_bytes();
        assert_eq!(
            bytes[..24],
            [
                0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5
            ]
        );
    }
}
