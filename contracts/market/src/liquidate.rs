//! Liquidations.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolCall, SolError, SolEvent};
use ballast_abi::market::IMarketCallbacks;
use ballast_abi::market_risk::IMarketRisk as Abi;
use ballast_core::lending::{Account, Loss, Totals};
use ballast_core::{Assets, DebtShares, Seconds};
use ballast_shell::{Calldata, Literal, Reply, reply, token, uint, word};

use crate::errors::{about, compared, named, too_large};
use crate::found::Found;
use crate::order::Order;
use crate::prices::Purpose;
use crate::record::FeeShares;
use crate::state::Market;

const LIQUIDATE: Literal = Literal::new(Abi::Liquidate::SIGNATURE_HASH.0);
const MARK_CHANGED: Literal = Literal::new(Abi::MarkChanged::SIGNATURE_HASH.0);

/// `liquidate(address,address,uint256,uint256,bytes)`
///
/// Books are closed before anything is sent: the collateral goes out, the liquidator is called back
/// if it asked for that, and what it owes is taken and measured. Nobody gets in between, since the
/// market is not entered twice.
pub(crate) fn liquidate(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    let (borrower, collateral) = (input.address()?, input.address()?);
    let (most, least, data) = (input.uint()?, input.uint()?, input.string()?);
    let caller = market.cells.sender();
    if caller == borrower {
        return Err(about(Abi::SelfLiquidation::SELECTOR, borrower));
    }
    let found = Found::look(market, borrower, Purpose::Liquidation)?;
    let order = Order::of(market, &found, collateral, most)?;
    let seized = order.seized.to_u256();
    if seized < least {
        return Err(compared(Abi::TooLittleSeized::SELECTOR, seized, least));
    }
    found.remember(market);
    let loss = settle(market, &found, &order)?;

    let [repaid, seized_word] = [order.repaid.to_u256(), seized].map(word);
    let words = [
        LIQUIDATE.word(),
        named(caller),
        named(borrower),
        named(collateral),
        repaid,
        word(order.shares.to_u256()),
        seized_word,
        word(loss.owed.to_u256()),
        word(loss.split.from_reserve.to_u256()),
    ];
    market.cells.log(&words, 4);
    token::transfer(market, collateral, caller, seized)?;
    let head = [named(collateral), repaid, seized_word];
    let selector = IMarketCallbacks::onMarketLiquidateCall::SELECTOR;
    market.call_back(selector, &head, data)?;
    market.pull(found.books.config.asset, caller, order.repaid.to_u256())?;
    reply(&[repaid, seized_word])
}

/// What nobody pays any more, and who bears it.
#[derive(Clone, Copy, Debug, Default)]
struct BadDebt {
    owed: Assets,
    split: Loss,
}

/// Takes collateral and debt off the books, and what is owed without any collateral off the
/// suppliers'.
#[inline(never)]
fn settle(market: &mut Market, found: &Found, order: &Order) -> Result<BadDebt, Vec<u8>> {
    let borrower = found.address;
    market.take_collateral(borrower, order.index, order.seized)?;
    let mut books = found.books;
    let pool = books.settled.debt.repaid(order.repaid, order.shares);
    let pool = pool.ok_or_else(too_large)?;
    market.write_debt(&mut books, pool)?;
    let mut record = market.account(borrower);
    let left = record.debt.checked_sub(order.shares);
    record.debt = left.ok_or_else(too_large)?;
    let mut loss = BadDebt::default();
    if record.collaterals == 0 && !record.debt.is_zero() {
        loss = write_off(market, pool, record.debt)?;
        record.debt = DebtShares::ZERO;
    }
    if record.unhealthy_since.is_some() && found.silent.is_none() {
        let owed = pool.to_assets_up(record.debt).ok_or_else(too_large)?;
        let from = record.unhealthy_since;
        record.unhealthy_since = mark_after(found, order, owed)?;
        if record.unhealthy_since != from {
            market.log_mark(borrower, from, record.unhealthy_since);
        }
    }
    market.set_account(borrower, &record);
    Ok(loss)
}

/// Since when the account is seen unhealthy once this much is owed.
fn mark_after(found: &Found, order: &Order, owed: Assets) -> Result<Option<Seconds>, Vec<u8>> {
    let mut holdings = found.holdings.clone();
    for (holding, held) in holdings.iter_mut().zip(&found.collaterals) {
        if held.index == order.index {
            // What was seized was there.
            holding.amount = holding.amount.checked_sub(order.seized).unwrap_or_default();
        }
    }
    Account::new(&holdings, owed)
        .and_then(|account| account.mark(found.record.unhealthy_since, found.books.now))
        .ok_or_else(too_large)
}

/// Takes a debt off the books that nothing secures any more: the reserve's shares pay as far as they
/// go, burnt at the price of all shares, and all suppliers bear the rest alike, in the same call.
#[inline(never)]
fn write_off(
    market: &mut Market,
    pool: Totals<DebtShares>,
    shares: DebtShares,
) -> Result<BadDebt, Vec<u8>> {
    let mut books = market.books()?;
    let (supply, fees) = (books.settled.supply, market.fee_shares());
    let written_off = || {
        // Rounding up may make it a unit more than there is.
        let owed = pool.to_assets_up(shares)?.min(pool.assets);
        let reserve = supply.to_assets_down(fees.reserve)?;
        let split = Loss::split(owed, reserve);
        let burnt = if split.from_reserve == reserve {
            fees.reserve
        } else {
            supply.to_shares_up(split.from_reserve)?.min(fees.reserve)
        };
        let left = fees.reserve.checked_sub(burnt)?;
        let all = (supply.without(owed, burnt)?, pool.without(owed, shares)?);
        Some((BadDebt { owed, split }, left, all))
    };
    let (loss, left, (supply, debt)) = written_off().ok_or_else(too_large)?;
    market.set_fee_shares(&FeeShares {
        reserve: left,
        ..fees
    });
    books.settled.supply = supply;
    market.write_debt(&mut books, debt)?;
    Ok(loss)
}

impl Market {
    /// Says since when an account is seen unhealthy.
    pub fn log_mark(&mut self, account: Address, from: Option<Seconds>, to: Option<Seconds>) {
        let [from, to] = [from, to].map(|since| uint(since.unwrap_or_default().get()));
        let words = [MARK_CHANGED.word(), named(account), from, to];
        self.cells.log(&words, 2);
    }
}
