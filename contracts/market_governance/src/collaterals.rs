//! Collaterals: which there are, and how much may be owed against them.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::market_risk::IMarketRisk as Abi;
use ballast_core::lending::Wad;
use ballast_core::{Bps, Collateral, Seconds};
use ballast_market::errors::{about, not_listed, plain};
use ballast_market::record::{COLLATERALS_MAX, CollateralRecord};
use ballast_market::{Market, Purpose};
use ballast_shell::{Calldata, Reply, Word, uint, word};
use stylus_sdk::prelude::*;

use crate::errors::{amount, bounded, counted, invalid_ltv, not_admitted, read_bps};
use crate::events;
use crate::roles::{Act, only_to};

/// The greatest LTV: less than the whole.
pub(crate) const LTV_MAX: u16 = 9_999;

/// The longest way of a liquidation LTV: a year.
const RAMP_MAX: u64 = Seconds::YEAR.get();

/// A collateral with the number it has, and where the line of its liquidation LTV starts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) index: u8,
    pub(crate) record: CollateralRecord,
    pub(crate) start: Seconds,
}

impl Entry {
    /// The collateral of a token.
    ///
    /// # Errors
    /// `NotListed` if it never was.
    #[inline(never)]
    pub(crate) fn of(market: &Market, token: Address) -> Result<Self, Vec<u8>> {
        let index = market.index_of(token).ok_or_else(|| not_listed(token))?;
        Ok(Self {
            index,
            record: market.collateral(index),
            start: market.ramp_start(index),
        })
    }

    /// The liquidation LTV now.
    pub(crate) fn liquidation(&self, now: Seconds) -> Bps {
        self.record.liquidation_up(now, || self.start)
    }

    /// Refuses LTVs that contradict each other, or the terms, at any time from now on.
    ///
    /// # Errors
    /// `InvalidLtv`, `NotAdmitted`, `InvalidTerms` if there are no terms yet.
    #[inline(never)]
    pub(crate) fn check(&self, market: &Market) -> Result<(), Vec<u8>> {
        let CollateralRecord {
            token, borrow, to, ..
        } = self.record;
        let current = self.liquidation(market.now());
        let (least, most) = (current.min(to), current.max(to));
        if least <= borrow || Bps::ONE <= most {
            return Err(invalid_ltv(borrow, least));
        }
        let terms = market.liquidation().terms();
        let terms = terms.ok_or_else(|| plain(Abi::InvalidTerms::SELECTOR))?;
        if !terms.admits(Wad::from_bps(most)) {
            return Err(not_admitted(token, most));
        }
        Ok(())
    }

    /// Writes it in place of `from`, and says so.
    pub(crate) fn write(&self, market: &mut Market, from: &Self) {
        market.set_collateral(self.index, &self.record);
        if self.start != from.start {
            market.set_ramp_start(self.index, self.start);
        }
        events::collateral(market, self.record.token, &from.words(), &self.words());
    }

    fn words(&self) -> [Word; 6] {
        let record = &self.record;
        let ltvs = [record.borrow, record.from, record.to];
        let [borrow, from, to] = ltvs.map(|ltv| word(ltv.to_u256()));
        let [start, end] = [self.start, record.end].map(|time| uint(time.get()));
        [borrow, from, to, start, end, uint(record.is_taken.into())]
    }
}

/// A collateral to be listed, and its cap.
///
/// # Errors
/// `ListFull`, `InvalidCollateral`, `OutOfBounds`, `NumberTooLarge` and as [`Entry::check`].
pub(crate) fn read_listing(
    market: &Market,
    input: &mut Calldata<'_>,
) -> Result<(Entry, Collateral), Vec<u8>> {
    let token = input.address()?;
    let (borrow, to) = (read_bps(input, LTV_MAX)?, read_bps(input, LTV_MAX)?);
    let cap = Collateral::new(amount(input.uint()?)?);
    let index = market.collateral_count();
    if COLLATERALS_MAX <= index {
        let most = U256::from_limbs([COLLATERALS_MAX.into(), 0, 0, 0]);
        return Err(counted(Abi::ListFull::SELECTOR, most));
    }
    let is_known = token == market.config().asset || market.index_of(token).is_some();
    if is_known || market.vm().code_size(token) == 0 {
        return Err(about(Abi::InvalidCollateral::SELECTOR, token));
    }
    let now = market.now();
    let record = CollateralRecord {
        token,
        borrow,
        from: to,
        to,
        end: now,
        is_taken: true,
    };
    let entry = Entry {
        index,
        record,
        start: now,
    };
    entry.check(market)?;
    Ok((entry, cap))
}

/// `listCollateral(address,uint256,uint256,uint256)`: only with a price, where its averages begin.
pub(crate) fn list(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    only_to(market, Act::Widen)?;
    let (entry, cap) = read_listing(market, &mut input)?;
    let Entry { index, record, .. } = entry;
    // Less than the most that there may be.
    market.set_collateral_count(index.wrapping_add(1));
    market.set_index_of(record.token, index);
    let none = Entry {
        index,
        record: CollateralRecord::default(),
        start: Seconds::ZERO,
    };
    entry.write(market, &none);
    set_cap_of(market, &entry, cap);
    let (config, pricing) = (market.config(), market.pricing());
    market.observe(&config, &pricing, index, &record, Purpose::Look)?;
    Ok(Vec::new())
}

/// Whether a collateral is to be taken.
///
/// # Errors
/// `NotListed`.
pub(crate) fn read_listed(
    market: &Market,
    input: &mut Calldata<'_>,
) -> Result<(Entry, bool), Vec<u8>> {
    Ok((Entry::of(market, input.address()?)?, input.flag()?))
}

/// `setListed(address,bool)`
pub(crate) fn set_listed(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    let (from, is_taken) = read_listed(market, &mut input)?;
    only_to(market, Act::that(!is_taken))?;
    let mut to = from;
    to.record.is_taken = is_taken;
    to.write(market, &from);
    Ok(Vec::new())
}

/// LTVs before and after. The liquidation LTV that its line leads to anyway leaves the line as it is.
///
/// # Errors
/// `NotListed`, `OutOfBounds` and as [`Entry::check`].
pub(crate) fn read_ltv(
    market: &Market,
    input: &mut Calldata<'_>,
) -> Result<(Entry, Entry), Vec<u8>> {
    let from = Entry::of(market, input.address()?)?;
    let (borrow, liquidation) = (read_bps(input, LTV_MAX)?, read_bps(input, LTV_MAX)?);
    let length = Seconds::new(bounded(input.uint()?, RAMP_MAX)?);
    let (mut to, now) = (from, market.now());
    to.record.borrow = borrow;
    if liquidation != from.record.to {
        to.record.from = from.liquidation(now);
        to.record.to = liquidation;
        (to.start, to.record.end) = (now, now.after(length));
    }
    to.check(market)?;
    Ok((from, to))
}

/// `setLtv(address,uint256,uint256,uint256)`
pub(crate) fn set_ltv(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    let (from, to) = read_ltv(market, &mut input)?;
    let is_line_kept = to.record.to == from.record.to;
    let narrows = is_line_kept && to.record.borrow <= from.record.borrow;
    only_to(market, Act::that(narrows))?;
    to.write(market, &from);
    Ok(Vec::new())
}

/// A collateral and a cap.
///
/// # Errors
/// `NotListed`, `NumberTooLarge`.
pub(crate) fn read_cap(
    market: &Market,
    input: &mut Calldata<'_>,
) -> Result<(Entry, Collateral), Vec<u8>> {
    let entry = Entry::of(market, input.address()?)?;
    Ok((entry, Collateral::new(amount(input.uint()?)?)))
}

/// `setCollateralCap(address,uint256)`
pub(crate) fn set_cap(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    let (entry, cap) = read_cap(market, &mut input)?;
    let narrows = cap <= market.collateral_cap(entry.index);
    only_to(market, Act::that(narrows))?;
    set_cap_of(market, &entry, cap);
    Ok(Vec::new())
}

/// Writes a cap, and says so.
pub(crate) fn set_cap_of(market: &mut Market, entry: &Entry, cap: Collateral) {
    let from = market.collateral_cap(entry.index);
    market.set_collateral_cap(entry.index, cap);
    events::cap(market, entry.record.token, from.to_u256(), cap.to_u256());
}
