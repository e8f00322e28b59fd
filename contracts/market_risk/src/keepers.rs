//! What anybody may do so that nothing goes stale: averages, marks, fees.

use alloc::vec::Vec;

use alloy_sol_types::SolEvent;
use ballast_abi::market_risk::IMarketRisk as Abi;
use ballast_core::Shares;
use ballast_market::errors::{named, not_listed, too_large};
use ballast_market::record::FeeShares;
use ballast_market::{FEE_RECIPIENT, Found, Market, Purpose, check_address};
use ballast_shell::{Calldata, Literal, Reply, reply_uint, word};

const FEES_COLLECTED: Literal = Literal::new(Abi::FeesCollected::SIGNATURE_HASH.0);

/// `poke(address)`
pub(crate) fn poke(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    let token = input.address()?;
    let index = market.index_of(token).ok_or_else(|| not_listed(token))?;
    let (config, pricing) = (market.config(), market.pricing());
    let collateral = market.collateral(index);
    market.observe(&config, &pricing, index, &collateral, Purpose::Look)?;
    Ok(Vec::new())
}

/// `touch(address)`
pub(crate) fn touch(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    let found = Found::look(market, input.address()?, Purpose::Look)?;
    found.check_prices()?;
    found.remember(market);
    let mut record = found.record;
    let mark = found
        .account()?
        .mark(record.unhealthy_since, found.books.now);
    let mark = mark.ok_or_else(too_large)?;
    if mark != record.unhealthy_since {
        market.log_mark(found.address, record.unhealthy_since, mark);
        record.unhealthy_since = mark;
        market.set_account(found.address, &record);
    }
    Ok(Vec::new())
}

/// `collectFees()`
pub(crate) fn collect_fees(market: &mut Market) -> Reply {
    let recipient = market.address_at(FEE_RECIPIENT);
    check_address(recipient)?;
    market.book_interest()?;
    let fees = market.fee_shares();
    let held = market.supply_shares(recipient).checked_add(fees.recipient);
    market.set_supply_shares(recipient, held.ok_or_else(too_large)?);
    market.set_fee_shares(&FeeShares {
        recipient: Shares::ZERO,
        ..fees
    });
    let shares = fees.recipient.to_u256();
    let words = [FEES_COLLECTED.word(), named(recipient), word(shares)];
    market.cells.log(&words, 2);
    reply_uint(shares)
}
