//! Methods that only look.

use alloc::vec::Vec;

use ballast_core::oracle::UnitPrice;
use ballast_shell::{Calldata, Field, Reply, Word, reply, reply_address, reply_uint, uint, word};

use crate::errors::named;
use crate::state::Oracle;
use crate::survey::Look;

impl Oracle {
    /// The address in a field: the roles.
    pub(crate) fn holder(&self, field: Field) -> Reply {
        reply_address(self.address_at(field))
    }

    /// `numeraire()`
    pub(crate) fn numeraire(&self) -> Reply {
        let (asset, decimals) = self.unit();
        reply(&[named(asset), uint(u64::from(decimals))])
    }

    /// `assetCount()`
    pub(crate) fn asset_count(&self) -> Reply {
        reply_uint(self.count())
    }

    /// `assetAt(uint256)`
    pub(crate) fn asset_at(&self, mut input: Calldata<'_>) -> Reply {
        reply_address(self.listed(input.uint()?))
    }

    /// `asset(address)`
    pub(crate) fn asset(&self, mut input: Calldata<'_>) -> Reply {
        let record = self.registered(input.address()?)?;
        let [least, deviation] = record.words();
        let small = [
            record.decimals,
            record.level,
            record.places,
            record.disabled,
        ];
        let [decimals, level, places, disabled] = small.map(|number| uint(u64::from(number)));
        reply(&[least, deviation, decimals, level, places, disabled])
    }

    /// `source(address,uint256)`
    #[inline(never)]
    pub(crate) fn source(&self, mut input: Calldata<'_>) -> Reply {
        let (asset, index, _) = self.place(&mut input)?;
        let source = self.source_of(asset, index);
        let checkpoint = self.checkpoint_of(asset, index);
        let pinned = [
            uint(u64::from(source.decimals)),
            uint(u64::from(source.phase)),
            word(checkpoint.price.to_u256()),
            uint(checkpoint.at.get()),
        ];
        reply(&[&source.words()[..], &pinned].concat())
    }

    /// `status(address)`
    #[inline(never)]
    pub(crate) fn status(&self, mut input: Calldata<'_>) -> Reply {
        let asset = input.address()?;
        let record = self.registered(asset)?;
        let survey = Look::at(self).survey(asset, record)?;
        let heard = || survey.heard.iter();
        let price = |price: UnitPrice| word(price.get());
        let mut words: Vec<Word> = heard().map(|heard| named(heard.target)).collect();
        words.extend(survey.states().into_iter().map(|state| uint(state as u64)));
        words.extend(heard().map(|heard| heard.price.map_or([0; 32], |band| price(band.mid))));
        reply(&words)
    }
}
