//! Setting, disabling and removing sources.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolError;
use ballast_abi::oracle::Oracle as Abi;
use ballast_core::oracle::SOURCES_MAX;
use ballast_core::{Checkpoint, Price};
use ballast_shell::{Calldata, Reply};

use crate::errors::{about, bounded, unknown_source};
use crate::reading::growth;
use crate::record::{Asset, Kind, Source, bit};
use crate::roles::Act;
use crate::state::Oracle;

impl Oracle {
    /// `setSource`, with its nine arguments
    #[inline(never)]
    pub(crate) fn set_source(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_to(Act::Narrow)?;
        let (asset, index) = (input.address()?, read_index(&mut input)?);
        let to = Source::from_input(&mut input)?;
        let mut record = self.registered(asset)?;
        let from = if record.has(index) {
            self.source_of(asset, index)
        } else {
            Source::default()
        };
        // The authority's is checked and pinned anew even if it narrows.
        let to = if to.is_within(&from) && self.only_to(Act::Widen).is_err() {
            Source {
                decimals: from.decimals,
                phase: from.phase,
                ..to
            }
        } else {
            self.only_to(Act::Widen)?;
            record.level = self.level_with(asset, to.quote)?;
            let to = self.checked(asset, to)?;
            if to.kind == Kind::Share {
                self.begin(asset, index, &from, &to)?;
            }
            record.places |= bit(index);
            self.set_asset_of(asset, record);
            to
        };
        self.set_source_of(asset, index, to);
        self.log_source_changed(asset, index, &from, &to);
        Ok(Vec::new())
    }

    /// `removeSource(address,uint256)`
    pub(crate) fn remove_source(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_to(Act::Widen)?;
        let (asset, index, mut record) = self.place(&mut input)?;
        let from = self.source_of(asset, index);
        record.places &= !bit(index);
        record.disabled &= !bit(index);
        self.set_asset_of(asset, record);
        self.set_source_of(asset, index, Source::default());
        self.log_source_changed(asset, index, &from, &Source::default());
        Ok(Vec::new())
    }

    /// `setDisabled(address,uint256,bool)`
    pub(crate) fn set_disabled(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_to(Act::Narrow)?;
        let (asset, index, mut record) = self.place(&mut input)?;
        let to = input.flag()?;
        self.only_to(Act::that(to))?;
        let from = record.is_disabled(index);
        record.disabled = if to {
            record.disabled | bit(index)
        } else {
            record.disabled & !bit(index)
        };
        self.set_asset_of(asset, record);
        self.log_disabled(asset, index, from, to);
        Ok(Vec::new())
    }

    /// Reads a place that has a source.
    ///
    /// # Errors
    /// `UnknownAsset`, `UnknownSource`.
    pub(crate) fn place(&self, input: &mut Calldata<'_>) -> Result<(Address, u8, Asset), Vec<u8>> {
        let asset = input.address()?;
        let number = input.uint()?;
        let record = self.registered(asset)?;
        u8::try_from(number)
            .ok()
            .filter(|index| usize::from(*index) < SOURCES_MAX && record.has(*index))
            .map(|index| (asset, index, record))
            .ok_or_else(|| unknown_source(asset, number))
    }

    /// Takes the checkpoint of a share: its price now, or where that is less the line that the same
    /// share's last checkpoint led to, so that setting a source anew believes no jump.
    #[inline(never)]
    fn begin(
        &mut self,
        asset: Address,
        index: u8,
        from: &Source,
        to: &Source,
    ) -> Result<(), Vec<u8>> {
        let (before, now) = (self.checkpoint_of(asset, index), self.now());
        let current = self
            .shares_worth(to)?
            .filter(|price| Price::ZERO < *price && *price < Price::MAX)
            .ok_or_else(|| about(Abi::InvalidSource::SELECTOR, to.target))?;
        let line = growth(from)
            .filter(|_| from.kind == Kind::Share && from.decimals == to.decimals)
            .map_or(Price::MAX, |rate| before.line_at(rate, now));
        let price = current.min(line);
        self.set_checkpoint_of(asset, index, Checkpoint { price, at: now });
        self.log_checkpoint(asset, index, before.price, price);
        Ok(())
    }
}

/// The number of a place.
fn read_index(input: &mut Calldata<'_>) -> Result<u8, Vec<u8>> {
    let last = (SOURCES_MAX as u64).saturating_sub(1);
    // At most four.
    Ok(bounded(input.uint()?, 0, last)? as u8)
}
