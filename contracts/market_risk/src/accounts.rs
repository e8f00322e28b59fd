//! Methods that only look at an account.

use alloc::vec::Vec;

use ballast_core::Assets;
use ballast_core::lending::{Quote, Standing};
use ballast_market::errors::{named, not_listed, too_large};
use ballast_market::{Found, Market, Order, Purpose, Seen};
use ballast_shell::{Calldata, Reply, Word, reply, reply_uint, uint, word};

/// `health(address)`
pub(crate) fn health(market: &Market, mut input: Calldata<'_>) -> Reply {
    let found = Found::look(market, input.address()?, Purpose::Look)?;
    let mut words = Vec::new();
    for quote in Quote::ALL {
        words.push(word(found.health(quote)?.to_u256()));
    }
    reply(&words)
}

/// `standing(address)`
pub(crate) fn standing(market: &Market, mut input: Calldata<'_>) -> Reply {
    let found = Found::look(market, input.address()?, Purpose::Look)?;
    let (state, until) = match found.standing()? {
        Standing::Healthy => (0, 0),
        Standing::Waits { until } => (1, until.get()),
        Standing::Liquidatable => (2, 0),
    };
    reply(&[state, until].map(uint))
}

/// `maxBorrow(address)`: a unit less than the least price allows, since a debt rounds up.
pub(crate) fn max_borrow(market: &Market, mut input: Calldata<'_>) -> Reply {
    let found = Found::look(market, input.address()?, Purpose::Look)?;
    found.check_prices()?;
    let room = |most: Assets, taken: Assets| most.checked_sub(taken).unwrap_or_default();
    let mut least = room(found.pricing.borrow_cap, found.books.settled.debt.assets)
        .min(found.books.available());
    for quote in Quote::ALL {
        let allowed = found.holdings.iter().try_fold(Assets::ZERO, |sum, held| {
            let value = held.prices.at(quote).value_down(held.amount)?;
            sum.checked_add(held.ltv.borrow().of_down(value)?)
        });
        let allowed = room(allowed.ok_or_else(too_large)?, found.debt);
        least = least.min(room(allowed, Assets::new(1)));
    }
    if found.books.config.borrow_stopped {
        least = Assets::ZERO;
    }
    reply_uint(least.to_u256())
}

/// `collateralsOf(address)`
pub(crate) fn collaterals_of(market: &Market, mut input: Calldata<'_>) -> Reply {
    let account = input.address()?;
    let indices: Vec<u8> = market.account(account).indices().collect();
    let tokens = || {
        indices
            .iter()
            .map(|index| named(market.collateral(*index).token))
    };
    let amounts = || {
        let held = |index: &u8| word(market.holding(account, *index).to_u256());
        indices.iter().map(held)
    };
    let count = indices.len() as u64;
    // Both heads, and the first list: at most 32 collaterals.
    let second = count.wrapping_add(3).wrapping_mul(32);
    let mut words: Vec<Word> = Vec::from([uint(64), uint(second), uint(count)]);
    words.extend(tokens());
    words.push(uint(count));
    words.extend(amounts());
    reply(&words)
}

/// `pricesOf(address)`
pub(crate) fn prices_of(market: &Market, mut input: Calldata<'_>) -> Reply {
    let token = input.address()?;
    let index = market.index_of(token).ok_or_else(|| not_listed(token))?;
    let (config, pricing) = (market.config(), market.pricing());
    let Seen { prices, .. } = market.look(
        &config,
        &pricing,
        index,
        &market.collateral(index),
        Purpose::Look,
    )?;
    reply(&Quote::ALL.map(|quote| word(prices.at(quote).get())))
}

/// `previewLiquidate(address,address,uint256)`
pub(crate) fn preview_liquidate(market: &Market, mut input: Calldata<'_>) -> Reply {
    let found = Found::look(market, input.address()?, Purpose::Liquidation)?;
    let (collateral, most) = (input.address()?, input.uint()?);
    let order = Order::of(market, &found, collateral, most)?;
    reply(&[order.repaid.to_u256(), order.seized.to_u256()].map(word))
}
