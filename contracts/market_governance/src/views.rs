//! Methods that only look at what governs the market.

use alloc::vec::Vec;

use ballast_market::Market;
use ballast_market::errors::{named, too_large};
use ballast_shell::{Calldata, Field, Reply, reply, reply_address, uint, word};

use crate::collaterals::Entry;
use crate::settings::{fees_of, model_words, pricing_words, terms_words};

/// The address in a field: the roles.
pub(crate) fn holder(market: &Market, field: Field) -> Reply {
    reply_address(market.address_at(field))
}

/// `oracle()`
pub(crate) fn oracle(market: &Market) -> Reply {
    reply_address(market.pricing().oracle)
}

/// `reserves()`
pub(crate) fn reserves(market: &Market) -> Reply {
    let books = market.books()?;
    let shares = market
        .fee_shares()
        .with(books.settled.fee_shares, books.config.reserve_part);
    let shares = shares.ok_or_else(too_large)?;
    reply(&[shares.reserve, shares.recipient].map(|shares| word(shares.to_u256())))
}

/// `collaterals()`
pub(crate) fn collaterals(market: &Market) -> Reply {
    let count = market.collateral_count();
    let mut words = Vec::from([uint(32), uint(count.into())]);
    words.extend((0..count).map(|index| named(market.collateral(index).token)));
    reply(&words)
}

/// `collateralTerms(address)`
pub(crate) fn collateral_terms(market: &Market, mut input: Calldata<'_>) -> Reply {
    let entry = Entry::of(market, input.address()?)?;
    let record = &entry.record;
    let ltvs = [record.borrow, entry.liquidation(market.now()), record.to];
    let [borrow, now, end] = ltvs.map(|ltv| word(ltv.to_u256()));
    let total = word(market.held(record.token).unwrap_or_default());
    let cap = word(market.collateral_cap(entry.index).to_u256());
    reply(&[borrow, now, end, uint(record.is_taken.into()), total, cap])
}

/// `caps()`
pub(crate) fn caps(market: &Market) -> Reply {
    let caps = [market.config().supply_cap, market.pricing().borrow_cap];
    reply(&caps.map(|cap| word(cap.to_u256())))
}

/// `stops()`
pub(crate) fn stops(market: &Market) -> Reply {
    let config = market.config();
    reply(&[config.supply_stopped, config.borrow_stopped].map(|stop| uint(stop.into())))
}

/// `fees()`
pub(crate) fn fees(market: &Market) -> Reply {
    reply(&fees_of(market).map(|fee| word(fee.to_u256())))
}

/// `rateModel()`
pub(crate) fn rate_model(market: &Market) -> Reply {
    let books = market.books()?;
    let model = market.rate_model(&books.config)?;
    let rate = model.rate_down(books.anchor.utilization, books.growth.at_target);
    let rate = uint(rate.ok_or_else(too_large)?.get());
    reply(&[&model_words(market)[..], &[rate]].concat())
}

/// `liquidationTerms()`
pub(crate) fn liquidation_terms(market: &Market) -> Reply {
    reply(&terms_words(&market.liquidation()))
}

/// `pricing()`
pub(crate) fn pricing(market: &Market) -> Reply {
    reply(&pricing_words(&market.pricing()))
}
