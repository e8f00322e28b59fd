//! What happens, day by day.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use anyhow::{Context, bail};
use ballast_abi::erc20::IERC20::{balanceOfCall, totalSupplyCall};
use ballast_abi::erc4626::IERC4626::{depositCall, redeemCall, totalAssetsCall};
use ballast_abi::registry::IRegistry::{Status, strategyCall};
use ballast_abi::vault::Vault::{totalDebtCall, totalIdleCall};
use ballast_keeper::{Duty, Keeper, Result as Done, Watched};
use ballast_tests::bitcoin_from;
use serde::Serialize;

use super::markets::UNISWAP;
use super::stage::{Farm, ONE, Person, UNLOCK_SECONDS};
use crate::demo::books::Books;
use crate::progress::Progress;
use crate::table::grouped;

/// The first day.
const FIRST_DAY: &str = "2021-05-29";

/// How many days are lived through.
pub(in crate::demo) const DAYS: usize = 60;

const HOUR_SECONDS: u64 = 3_600;
const DAY_SECONDS: u64 = 24 * HOUR_SECONDS;

/// When who comes, and how much they bring, in tokens.
const ARRIVALS: [(usize, usize, u128); 3] = [(0, 0, 500_000), (0, 1, 300_000), (10, 2, 200_000)];

/// When the stranger's strategy breaks, and when its author has mended it.
const BROKEN: usize = 20;
const MENDED: usize = 30;

/// When the second depositor takes half out.
const HALF_OUT: usize = 22;

/// Every so many days the keeper looks, and the table shows how things stand.
const ROUND_DAYS: usize = 5;

/// Something that happened.
#[derive(Clone, Debug, Serialize)]
pub(in crate::demo) struct Row {
    /// Days since the first.
    pub(in crate::demo) day: usize,
    /// The date whose prices these are.
    pub(in crate::demo) date: &'static str,
    /// What a bitcoin cost at the end of it, in dollars.
    pub(in crate::demo) bitcoin: u64,
    /// Who.
    pub(in crate::demo) who: String,
    /// What they did.
    pub(in crate::demo) what: String,
    /// What the vault holds afterwards, in the token's smallest unit.
    pub(in crate::demo) assets: U256,
    /// What a share is worth afterwards, in whole tokens.
    pub(in crate::demo) share_price: String,
    /// The time of the chain, in seconds since 1970.
    pub(in crate::demo) timestamp: u64,
    /// How the vault's numbers stand.
    #[serde(skip)]
    pub(super) books: Books,
    /// Whether somebody reported a loss.
    #[serde(skip)]
    pub(super) is_loss: bool,
    /// Which kind of thing it was.
    #[serde(skip)]
    pub(super) event: Event,
}

/// Kinds of what happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Deposit,
    Rebalance,
    Harvest,
    Quarantine,
    Release,
    Rerange,
    KeepAlive,
    Exit,
    Other,
}

/// The days so far.
struct Diary<'a> {
    farm: &'a mut Farm,
    rows: Vec<Row>,
    day: usize,
    date: &'static str,
    bitcoin: u64,
}

/// What a bitcoin costs when the first day begins, in dollars.
pub(super) fn first_price() -> f64 {
    bitcoin_from(FIRST_DAY)
        .next()
        .map_or(f64::NAN, |candle| candle.open)
}

/// Lives through all days, and has everybody leave.
pub(super) async fn live(farm: &mut Farm, progress: &Progress) -> anyhow::Result<Vec<Row>> {
    let start = farm.now();
    let mut diary = Diary {
        farm,
        rows: Vec::new(),
        day: 0,
        date: FIRST_DAY,
        bitcoin: 0,
    };
    for (day, candle) in bitcoin_from(FIRST_DAY).take(DAYS).enumerate() {
        progress.say(format!("season: {}", candle.date));
        diary.farm.wait_until(start + day as u64 * DAY_SECONDS)?;
        (diary.day, diary.date) = (day, candle.date);
        diary.bitcoin = candle.close as u64;
        diary.live_through().await?;
        if let Some(markets) = &mut diary.farm.markets {
            markets.trade(&candle);
        }
        progress.step();
    }
    diary.leave().await?;
    Ok(diary.rows)
}

impl Diary<'_> {
    async fn live_through(&mut self) -> anyhow::Result<()> {
        for (day, person, tokens) in ARRIVALS {
            if day == self.day {
                self.arrive(person, tokens).await?;
            }
        }
        if self.day == BROKEN || self.day == MENDED {
            let broken = self.day == BROKEN;
            if let Some(markets) = &self.farm.markets {
                markets.break_down(broken);
                let what = if broken { "breaks" } else { "is mended" };
                self.note("stranger", format!("the strategy {what}"), Event::Other)
                    .await?;
            }
        }
        if self.day == HALF_OUT {
            self.take_out(1, 2).await?;
        }
        if self.day.is_multiple_of(ROUND_DAYS) {
            let works = self.day != 0 && !self.is_broken();
            if let Some(markets) = self.farm.markets.as_ref().filter(|_| works) {
                markets.earn();
            }
            self.keep().await?;
        }
        Ok(())
    }

    fn is_broken(&self) -> bool {
        (BROKEN..MENDED).contains(&self.day)
    }

    async fn arrive(&mut self, person: usize, tokens: u128) -> anyhow::Result<()> {
        let Person { name, client } = self.farm.people[person].clone();
        let (assets, receiver) = (U256::from(tokens * ONE), client.sender());
        let call = depositCall { assets, receiver };
        client.send(self.farm.vault, &call).await?;
        let what = format!("deposits {}", grouped(tokens));
        self.note(name, what, Event::Deposit).await
    }

    /// Redeems one in `parts` of somebody's shares.
    async fn take_out(&mut self, person: usize, parts: u64) -> anyhow::Result<()> {
        let person = self.farm.people[person].clone();
        self.redeem(person, parts).await
    }

    async fn redeem(&mut self, person: Person, parts: u64) -> anyhow::Result<()> {
        let Person { name, client } = person;
        let owner = client.sender();
        let balance = self.farm.shares_of(owner).await?;
        let (shares, receiver) = (balance / U256::from(parts), owner);
        let before = self.farm.tokens_of(owner).await?;
        let call = redeemCall {
            shares,
            receiver,
            owner,
        };
        let sent = client.send(self.farm.vault, &call).await;
        sent.with_context(|| format!("{name} redeems"))?;
        let paid = self.farm.tokens_of(owner).await? - before;
        let part = if parts == 1 { "everything" } else { "half" };
        let what = format!("redeems {part} for {}", tokens(paid));
        self.note(name, what, Event::Exit).await
    }

    /// A round of the keeper's: whatever the contracts say is due.
    async fn keep(&mut self) -> anyhow::Result<()> {
        let client = self.farm.keeper.client.clone();
        let watched = Watched {
            registry: Some(self.farm.registry),
            ..Watched::default()
        };
        let keeper = Keeper::new(client, watched);
        for task in keeper.due().await? {
            let outcome = keeper.perform(task).await?;
            if let Done::Refused { reason } = &outcome.result {
                // The reports before it may have left nothing to move.
                if matches!(outcome.duty, Duty::Rebalance { .. }) {
                    continue;
                }
                bail!("the keeper was refused: {:?}: {reason}", outcome.duty);
            }
            let (what, event) = self.describe(&outcome.duty).await?;
            let is_loss = matches!(&outcome.duty, Duty::Harvest { loss, .. } if !loss.is_zero());
            self.note("keeper", what, event).await?;
            if let Some(row) = self.rows.last_mut() {
                row.is_loss = is_loss;
            }
        }
        Ok(())
    }

    async fn describe(&self, duty: &Duty) -> anyhow::Result<(String, Event)> {
        let name = |strategy: &Address| {
            let mut all = self.farm.strategies.iter();
            let found = all.find(|one| one.address == *strategy);
            found.map_or("a strategy", |one| one.name)
        };
        Ok(match duty {
            Duty::Harvest { strategy, gain, .. } if self.farm.is_quarantined(*strategy).await? => {
                debug_assert!(gain.is_zero());
                let what = format!("finds {} failing: quarantine", name(strategy));
                (what, Event::Quarantine)
            }
            Duty::Harvest {
                strategy,
                gain,
                loss,
            } => {
                let sign = if loss.is_zero() { "+" } else { "-" };
                let amount = tokens((*gain).max(*loss));
                let what = format!("harvests {}: {sign}{amount}", name(strategy));
                (what, Event::Harvest)
            }
            Duty::Release { strategy } => {
                let what = format!("ends the quarantine of {}", name(strategy));
                (what, Event::Release)
            }
            Duty::Rebalance { strategies, .. } => {
                let names: Vec<_> = strategies.iter().map(name).collect();
                (format!("rebalances {}", names.join(", ")), Event::Rebalance)
            }
            Duty::Rerange { strategy, .. } => {
                let what = format!("moves the range of {}", name(strategy));
                (what, Event::Rerange)
            }
            Duty::Sell {
                strategy, worth, ..
            } => {
                let what = format!("sells {} of rewards of {}", tokens(*worth), name(strategy));
                (what, Event::Other)
            }
            Duty::Settle { .. }
            | Duty::Queue { .. }
            | Duty::Execute { .. }
            | Duty::Poke { .. }
            | Duty::Touch { .. }
            | Duty::Liquidate { .. }
            | Duty::Enact { .. }
            | Duty::Sync { .. }
            | Duty::Checkpoint { .. } => bail!("the season gives no cause for {duty:?}"),
            Duty::KeepAlive { .. } | Duty::Activate { .. } => {
                ("keeps a program alive".to_owned(), Event::KeepAlive)
            }
        })
    }

    /// After the last report everything unlocks, and everybody leaves.
    async fn leave(&mut self) -> anyhow::Result<()> {
        self.wind_down().await?;
        self.farm.pass(u64::from(UNLOCK_SECONDS))?;
        let Farm {
            people,
            owner,
            keeper,
            ..
        } = &*self.farm;
        // Whoever takes the last out of the strategies settles the fee that is due: its recipient
        // goes last, and once more.
        let leavers = people.iter().chain([keeper, owner, owner]).cloned();
        for person in leavers.collect::<Vec<_>>() {
            if !self.farm.shares_of(person.client.sender()).await?.is_zero() {
                self.redeem(person, 1).await?;
            }
        }
        Ok(())
    }

    /// What is in the pool comes home first: whoever sold the last of it would bear what the price
    /// gives way.
    async fn wind_down(&mut self) -> anyhow::Result<()> {
        self.keep().await?;
        if self.farm.markets.is_some() {
            self.farm.drop_target(UNISWAP).await?;
            let what = format!("takes {UNISWAP} out of the targets");
            self.note("owner", what, Event::Other).await?;
            // A first round may move the range, and the mean must know of that before a later one
            // brings everything home.
            for _ in 0..3 {
                self.farm.pass(HOUR_SECONDS)?;
                self.keep().await?;
            }
        }
        Ok(())
    }

    async fn note(&mut self, who: &str, what: String, event: Event) -> anyhow::Result<()> {
        let books = self.farm.books().await?;
        self.rows.push(Row {
            day: self.day,
            date: self.date,
            bitcoin: self.bitcoin,
            who: who.to_owned(),
            what,
            assets: books.assets,
            share_price: books.share_price(),
            timestamp: self.farm.now(),
            books,
            is_loss: false,
            event,
        });
        Ok(())
    }
}

impl Farm {
    /// The time of the newest block.
    fn now(&self) -> u64 {
        self.chain.node().latest().header.timestamp
    }

    /// Lets time pass.
    pub(super) fn pass(&self, seconds: u64) -> anyhow::Result<()> {
        self.wait_until(self.now() + seconds)
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

    /// Asks a contract, over JSON-RPC.
    pub(super) async fn ask<C: SolCall>(&self, to: Address, call: &C) -> anyhow::Result<C::Return> {
        Ok(self.owner.client.call(to, call).await?)
    }

    pub(super) async fn shares_of(&self, account: Address) -> anyhow::Result<U256> {
        self.ask(self.vault, &balanceOfCall { account }).await
    }

    pub(super) async fn tokens_of(&self, account: Address) -> anyhow::Result<U256> {
        self.ask(self.token, &balanceOfCall { account }).await
    }

    async fn is_quarantined(&self, strategy: Address) -> anyhow::Result<bool> {
        let state = self.ask(self.registry, &strategyCall { strategy }).await?;
        Ok(state.status == Status::Quarantined)
    }

    /// What is idle and what is lent, by the vault's books, fees not subtracted.
    pub(super) async fn holdings(&self) -> anyhow::Result<[U256; 2]> {
        let idle = self.ask(self.vault, &totalIdleCall {}).await?;
        Ok([idle, self.ask(self.vault, &totalDebtCall {}).await?])
    }

    async fn books(&self) -> anyhow::Result<Books> {
        Ok(Books {
            assets: self.ask(self.vault, &totalAssetsCall {}).await?,
            supply: self.ask(self.vault, &totalSupplyCall {}).await?,
            virtual_shares: U256::from(super::stage::VIRTUAL_SHARES),
        })
    }
}

/// Tokens with all their decimals.
pub(in crate::demo) fn exact(amount: U256) -> String {
    let (whole, part) = amount.div_rem(U256::from(ONE));
    format!("{}.{:0>18}", grouped(whole), part.to_string())
}

/// Tokens with two decimals, rounded down.
pub(in crate::demo) fn tokens(amount: U256) -> String {
    let cents = amount / U256::from(ONE / 100);
    let (whole, part) = cents.div_rem(U256::from(100));
    format!("{}.{:0>2}", grouped(whole), part.to_string())
}
