//! What happens, six hours at a time.

use alloy_primitives::{Bytes, U256};
use anyhow::bail;
use ballast_abi::erc20::IERC20::balanceOfCall;
use ballast_abi::erc4626::IERC4626::{depositCall, redeemCall};
use ballast_abi::market::IMarket;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_keeper::{Duty, Keeper, Result as Done, Watched};
use ballast_tests::{Candle, PAUPER, bitcoin_from};
use serde::Serialize;

use super::stage::{ONE, PLEDGED, Place, SUPPLIED, answer};
use crate::demo::season::{Person, tokens};
use crate::progress::Progress;

/// The first day.
const FIRST_DAY: &str = "2021-05-10";

/// How many days are lived through.
pub(in crate::demo) const DAYS: usize = 13;

/// What the borrower takes, in dollars.
const BORROWED: u128 = 320_000;

const HOUR: u64 = 3_600;

/// The keeper looks so often while an average is behind its price: a quarter of the fast one's
/// constant, beyond which a span counts for no more.
const ROUND_SECONDS: u64 = 150;

/// So often at most within an hour.
const ROUNDS_MAX: u64 = 20;

/// From one of a day's four prices to the next: six hours, and every hour the feed says where the
/// straight way between them has come to.
const QUARTER: u64 = 6 * HOUR;
const HOURS: u64 = 6;

/// Something that happened.
#[derive(Clone, Debug, Serialize)]
pub(in crate::demo) struct Row {
    /// The date whose prices these are.
    pub(in crate::demo) date: &'static str,
    /// What a bitcoin cost, in dollars.
    pub(in crate::demo) bitcoin: u64,
    /// Who.
    pub(in crate::demo) who: &'static str,
    /// What they did.
    pub(in crate::demo) what: String,
    /// What the borrower owes afterwards, in dollars' smallest unit.
    pub(in crate::demo) debt: U256,
    /// Their health at spot, in hundredths; nothing without a debt.
    pub(in crate::demo) health_percent: Option<u64>,
    /// Which kind of thing it was.
    #[serde(skip)]
    pub(super) event: Event,
}

/// Kinds of what happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Entry,
    Proposal,
    Execution,
    Sight,
    Liquidation,
    Exit,
}

/// The days so far.
pub(super) struct Diary<'a> {
    pub(super) place: &'a Place,
    rows: Vec<Row>,
    date: &'static str,
    price: f64,
    /// What a proposal is called that is to be voted for.
    pub(super) open: Option<U256>,
}

/// What a bitcoin costs when the first day begins, in dollars.
pub(super) fn first_price() -> f64 {
    bitcoin_from(FIRST_DAY)
        .next()
        .map_or(f64::NAN, |candle| candle.open)
}

/// Lives through all days, and has everybody leave.
pub(super) async fn live(place: &Place, progress: &Progress) -> anyhow::Result<Vec<Row>> {
    let mut diary = Diary {
        place,
        rows: Vec::new(),
        date: FIRST_DAY,
        price: first_price(),
        open: None,
    };
    diary.begin().await?;
    let start = place.now();
    let days = bitcoin_from(FIRST_DAY).take(DAYS).enumerate();
    for (day, candle) in days {
        progress.say(format!("crash: {}", candle.date));
        diary.date = candle.date;
        for (quarter, price) in prices(&candle).into_iter().enumerate() {
            let quarters = (4 * day + quarter) as u64;
            diary
                .pass_quarter(start + quarters * QUARTER, price)
                .await?;
            diary.govern(day, quarter).await?;
        }
        progress.step();
    }
    diary.leave().await?;
    Ok(diary.rows)
}

/// A day's four prices: low and high in the order that is the shorter way.
fn prices(candle: &Candle) -> [f64; 4] {
    let Candle {
        open,
        high,
        low,
        close,
        ..
    } = *candle;
    if open < close {
        [open, low, high, close]
    } else {
        [open, high, low, close]
    }
}

impl Diary<'_> {
    /// Dollars are lent, and borrowed against shares of a vault.
    async fn begin(&mut self) -> anyhow::Result<()> {
        let place = self.place;
        for (person, amount) in place.suppliers.iter().zip(SUPPLIED) {
            let call = IMarket::supplyCall {
                assets: U256::from(amount * ONE),
                shares: U256::ZERO,
                onBehalf: person.client.sender(),
                data: Bytes::new(),
            };
            person.client.send(place.market, &call).await?;
            let what = format!("supplies {amount} dollars");
            self.note(person.name, what, Event::Entry).await?;
        }
        let Person { name, client } = &place.borrower;
        let borrower = client.sender();
        let (assets, receiver) = (U256::from(PLEDGED * ONE), borrower);
        client
            .send(place.vault, &depositCall { assets, receiver })
            .await?;
        let account = borrower;
        let shares = place.ask(place.vault, &balanceOfCall { account }).await?;
        let pledge = IMarket::supplyCollateralCall {
            collateral: place.vault,
            assets: shares,
            onBehalf: borrower,
            data: Bytes::new(),
        };
        client.send(place.market, &pledge).await?;
        let what = format!("posts the vault's shares for {PLEDGED} bitcoin");
        self.note(name, what, Event::Entry).await?;
        let loan = IMarket::borrowCall {
            assets: U256::from(BORROWED * ONE),
            shares: U256::ZERO,
            onBehalf: borrower,
            receiver,
        };
        client.send(place.market, &loan).await?;
        self.note(name, format!("borrows {BORROWED} dollars"), Event::Entry)
            .await
    }

    /// Six hours towards a price.
    async fn pass_quarter(&mut self, start: u64, price: f64) -> anyhow::Result<()> {
        let from = self.price;
        for hour in 1..=HOURS {
            let part = hour as f64 / HOURS as f64;
            self.price = from + (price - from) * part;
            self.pass_hour(start + (hour - 1) * HOUR).await?;
        }
        Ok(())
    }

    /// An hour at a price: the feed says it, traders take the pool there, the keeper looks.
    async fn pass_hour(&mut self, start: u64) -> anyhow::Result<()> {
        let place = self.place;
        place.wait_until(start)?;
        place.feed.transmit(answer(self.price));
        place.parity.transmit(answer(1.0));
        place.pool.trade_to(PAUPER, self.price);
        for round in 1..=ROUNDS_MAX {
            if !self.keep().await? {
                break;
            }
            place.wait_until(start + round * ROUND_SECONDS)?;
        }
        Ok(())
    }

    /// A round of the keeper's. Returns whether there was anything to do.
    async fn keep(&mut self) -> anyhow::Result<bool> {
        let place = self.place;
        let watched = Watched {
            governors: vec![place.governor],
            params: vec![place.params],
            oracles: vec![place.oracle],
            markets: vec![place.market],
            liquidator: Some(place.liquidator),
            pools: vec![place.pool.pool.address],
            ..Watched::default()
        };
        let keeper = Keeper::new(place.keeper.client.clone(), watched);
        let due = keeper.due().await?;
        let is_busy = !due.is_empty();
        for task in due {
            let outcome = keeper.perform(task).await?;
            if let Done::Refused { reason } = &outcome.result {
                bail!("the keeper was refused: {:?}: {reason}", outcome.duty);
            }
            let (what, event) = match outcome.duty {
                Duty::Queue { .. } => ("queues the proposal".to_owned(), Event::Proposal),
                Duty::Execute { .. } => ("executes the proposal".to_owned(), Event::Execution),
                Duty::Touch { .. } => ("sees the borrower unhealthy".to_owned(), Event::Sight),
                Duty::Liquidate { repaid, profit, .. } => {
                    let what = format!(
                        "liquidates: pays up to {}, gains {} or more",
                        tokens(repaid),
                        tokens(profit)
                    );
                    (what, Event::Liquidation)
                }
                // Averages and checkpoints move all the time.
                _ => continue,
            };
            self.note(place.keeper.name, what, event).await?;
        }
        Ok(is_busy)
    }

    /// The borrower pays what is left, and everybody takes what is theirs.
    async fn leave(&mut self) -> anyhow::Result<()> {
        let place = self.place;
        let Person { name, client } = &place.borrower;
        let borrower = client.sender();
        let position = IMarket::positionCall { account: borrower };
        let shares = place.ask(place.market, &position).await?.borrowShares;
        if !shares.is_zero() {
            let repayment = IMarket::repayCall {
                assets: U256::ZERO,
                shares,
                onBehalf: borrower,
                data: Bytes::new(),
            };
            client.send(place.market, &repayment).await?;
            self.note(name, "pays what is left".to_owned(), Event::Exit)
                .await?;
        }
        let left = IMarket::collateralOfCall {
            account: borrower,
            collateral: place.vault,
        };
        let shares = place.ask(place.market, &left).await?;
        if !shares.is_zero() {
            self.take_home(shares).await?;
        }
        place
            .govern(place.market, &Risk::collectFeesCall {})
            .await?;
        for person in place.suppliers.iter().chain([&place.owner]) {
            self.withdraw(person).await?;
        }
        Ok(())
    }

    /// The borrower's collateral becomes bitcoin again.
    async fn take_home(&mut self, shares: U256) -> anyhow::Result<()> {
        let place = self.place;
        let Person { name, client } = &place.borrower;
        let borrower = client.sender();
        let release = IMarket::withdrawCollateralCall {
            collateral: place.vault,
            assets: shares,
            onBehalf: borrower,
            receiver: borrower,
        };
        client.send(place.market, &release).await?;
        let (receiver, owner) = (borrower, borrower);
        let redemption = redeemCall {
            shares,
            receiver,
            owner,
        };
        client.send(place.vault, &redemption).await?;
        let account = borrower;
        let kept = place.ask(place.bitcoin, &balanceOfCall { account }).await?;
        let what = format!("takes {} bitcoin home", tokens(kept));
        self.note(name, what, Event::Exit).await
    }

    async fn withdraw(&mut self, person: &Person) -> anyhow::Result<()> {
        let place = self.place;
        let account = person.client.sender();
        let position = IMarket::positionCall { account };
        let shares = place.ask(place.market, &position).await?.supplyShares;
        let withdrawal = IMarket::withdrawCall {
            assets: U256::ZERO,
            shares,
            onBehalf: account,
            receiver: account,
        };
        person.client.send(place.market, &withdrawal).await?;
        let got = place.ask(place.dollars, &balanceOfCall { account }).await?;
        let what = format!("withdraws {} dollars", tokens(got));
        self.note(person.name, what, Event::Exit).await
    }

    pub(super) async fn note(
        &mut self,
        who: &'static str,
        what: String,
        event: Event,
    ) -> anyhow::Result<()> {
        let place = self.place;
        let account = place.borrower.client.sender();
        let question = IMarket::debtOfCall { account };
        let debt = place.ask(place.market, &question).await?;
        let health_percent = if debt.is_zero() {
            None
        } else {
            let [spot, ..] = place
                .ask(place.market, &Risk::healthCall { account })
                .await?;
            Some((spot / U256::from(ONE / 100)).saturating_to())
        };
        self.rows.push(Row {
            date: self.date,
            bitcoin: self.price as u64,
            who,
            what,
            debt,
            health_percent,
            event,
        });
        Ok(())
    }
}

impl Place {
    /// The time of the newest block.
    fn now(&self) -> u64 {
        self.chain.node().latest().header.timestamp
    }

    /// Lets the next block come at a time, unless that has passed.
    fn wait_until(&self, timestamp: u64) -> anyhow::Result<()> {
        if self.now() < timestamp {
            self.chain.node().set_next_timestamp(timestamp)?;
            // Views show the newest block's time.
            self.chain.node().mine(1, None)?;
        }
        Ok(())
    }
}
