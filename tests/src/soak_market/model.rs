//! How accounts stand, found without asking the market: from its storage, its rules and the oracle.

use alloy_primitives::U256;
use ballast_core::lending::{Account, Averages, Holding, Prices, Quote, Standing, Totals, Wad};
use ballast_core::{Assets, Collateral, DebtShares, Seconds};

use super::picture::{Holder, Picture, Pool};
use super::world::COLLATERALS;

/// For how long nothing must have been seen of a price before what is remembered stands in for it,
/// at least.
const SILENCE_MIN: u64 = 3_600;

/// An account with its prices.
#[derive(Clone, Debug)]
pub(super) struct Valued {
    pub(super) holdings: Vec<Holding>,
    pub(super) debt: Assets,
    /// Whether a price is missing, and what is remembered counts.
    pub(super) is_silent: bool,
    since: Option<Seconds>,
}

impl Picture {
    /// A collateral's prices as an action now would see them.
    pub(super) fn prices(&self, index: usize) -> Option<Prices> {
        let [bid, mid] = self.quotes.prices[index]?;
        if self.rules.pace.is_off() {
            return Some(Prices {
                spot: mid,
                fast: mid,
                slow: mid,
                bid,
            });
        }
        let now = Seconds::new(self.time);
        let averages = self.averages[index].map_or_else(
            || Averages::begin(mid, now),
            |known| known.observed(mid, now, self.rules.pace),
        );
        Some(averages.prices(mid, bid))
    }

    /// What an account owes, rounded up.
    pub(super) fn owed(&self, shares: U256) -> Assets {
        let pool = Totals {
            assets: assets(self.debt.assets),
            shares: DebtShares::new(self.debt.shares.to()),
        };
        let owed = pool.to_assets_up(DebtShares::new(shares.to()));
        owed.expect("debts have 128 bits")
    }

    /// An account as somebody finds it who acts for it: `None` while a price is missing.
    pub(super) fn valued(&self, holder: &Holder) -> Option<Valued> {
        self.value(holder).filter(|valued| !valued.is_silent)
    }

    /// An account as a liquidator finds it: one price may be missing for long.
    pub(super) fn value(&self, holder: &Holder) -> Option<Valued> {
        let mut valued = Valued {
            holdings: Vec::new(),
            debt: self.owed(holder.debt),
            is_silent: false,
            since: Some(Seconds::new(holder.since)).filter(|since| since.get() != 0),
        };
        for index in (0..COLLATERALS).filter(|index| holder.mask >> index & 1 == 1) {
            let prices = match self.prices(index) {
                Some(prices) => prices,
                None => {
                    let silence = Seconds::new(self.rules.delay().max(SILENCE_MIN));
                    let known = self.averages[index]?;
                    let is_due = known.at().after(silence) <= Seconds::new(self.time);
                    if valued.is_silent || !is_due || self.rules.pace.is_off() {
                        return None;
                    }
                    valued.is_silent = true;
                    let slow = known.slow();
                    Prices {
                        spot: slow,
                        fast: slow,
                        slow,
                        bid: slow,
                    }
                }
            };
            valued.holdings.push(Holding {
                amount: Collateral::new(holder.held[index].to()),
                prices,
                ltv: self.rules.ltv(index)?,
            });
        }
        Some(valued)
    }

    /// How much more an account could owe; nothing while a price is missing.
    pub(super) fn room(&self, holder: &Holder) -> U256 {
        let Some(valued) = self.valued(holder) else {
            return U256::ZERO;
        };
        let allowed = |quote: Quote| {
            valued.holdings.iter().try_fold(U256::ZERO, |sum, held| {
                let value = held.prices.at(quote).value_down(held.amount)?;
                Some(sum + held.ltv.borrow().of_down(value)?.to_u256())
            })
        };
        let least = Quote::ALL.iter().filter_map(|quote| allowed(*quote)).min();
        least
            .unwrap_or_default()
            .saturating_sub(valued.debt.to_u256())
    }

    /// Where an account stands with liquidators; `None` while prices are missing.
    pub(super) fn standing(&self, holder: &Holder) -> Option<Standing> {
        let valued = self.value(holder)?;
        let account = valued.account()?;
        if !valued.is_silent {
            let patience = self.rules.patience()?;
            return account.standing(patience, valued.since, Seconds::new(self.time));
        }
        // While a price is missing, no fall that the fast average has not seen counts.
        let health = account.health_at(Quote::Spot)?;
        let health = health.max(account.health_at(Quote::Fast)?);
        Some(if Wad::ONE <= health {
            Standing::Healthy
        } else if self.rules.deep() <= health {
            Standing::Waits {
                until: Seconds::new(u64::MAX),
            }
        } else {
            Standing::Liquidatable
        })
    }
}

impl Valued {
    /// The account.
    pub(super) fn account(&self) -> Option<Account<'_>> {
        Account::new(&self.holdings, self.debt)
    }

    /// Whether it is solvent at every price, at its borrow LTVs.
    pub(super) fn may_act(&self) -> bool {
        let account = self.account();
        account.and_then(|account| account.may_act()) == Some(true)
    }
}

/// What shares of the supply are worth, rounded down as the market does.
pub(super) fn worth(pool: &Pool, shares: U256) -> U256 {
    let all = pool.shares + U256::from(1_000_000);
    shares * (pool.assets + U256::ONE) / all
}

fn assets(amount: U256) -> Assets {
    Assets::from_u256(amount).expect("totals have 128 bits")
}
