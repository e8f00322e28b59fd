//! Everything that the laws look at, read at once.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::oracle::{IPriceOracle, ISequencerGate};
use ballast_core::lending::{Averages, UnitPrice};

use super::asking::{ask_all, decode};
use super::cells::{AccountCells, Cells};
use super::laws::Breach;
use super::rules::Rules;
use super::slots::halves;
use super::world::{COLLATERALS, TOKENS, World};
use crate::soak::views::question;
use crate::soak::{Act, Place};

/// Assets and shares of a pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pool {
    /// All assets.
    pub assets: U256,
    /// All shares.
    pub shares: U256,
}

/// What an account has and owes, from storage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// Whose it is.
    pub address: Address,
    /// Shares of the supply.
    pub supply: U256,
    /// Shares of the debt.
    pub debt: U256,
    /// Which collaterals it has, a bit each.
    pub mask: u32,
    /// When it was last found able to act.
    pub checked: u64,
    /// Since when it is seen unhealthy; zero for healthy.
    pub since: u64,
    /// Amounts of the collaterals.
    pub held: [U256; COLLATERALS],
}

/// What the oracle says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotes {
    /// Bid and mid of a collateral, unless there is no price.
    pub prices: [Option<[UnitPrice; 2]>; COLLATERALS],
    /// Whether new risk may be taken.
    pub gate: bool,
}

/// The numbers of one moment.
#[derive(Clone, Debug)]
pub struct Picture {
    /// When the next block is made, in seconds since 1970.
    pub time: u64,
    /// What is supplied, with interest.
    pub supply: Pool,
    /// What is lent, with interest.
    pub debt: Pool,
    /// Shares of the reserve.
    pub reserve: U256,
    /// Shares of the fee's recipient that are not collected.
    pub fee: U256,
    /// What the market has of the asset.
    pub held: U256,
    /// What the market has of each collateral.
    pub balances: [U256; COLLATERALS],
    /// Everybody, in the order of [`World::accounts`].
    pub holders: Vec<Holder>,
    /// What the market remembers of prices.
    pub averages: [Option<Averages>; COLLATERALS],
    /// What the oracle says.
    pub quotes: Quotes,
    /// What governs the market.
    pub rules: Rules,
}

impl Quotes {
    /// Asks the oracle.
    ///
    /// # Errors
    /// [`Law::Views`](super::Law::Views) if nobody answers.
    pub(super) fn read(world: &World) -> Result<Self, Breach> {
        let all = std::array::from_fn::<_, COLLATERALS, _>(|index| index);
        let mut quotes = Self::default();
        quotes.renew(world, &all)?;
        let gate = question(world.oracle(), &ISequencerGate::mayTakeRiskCall {}, true);
        let answers = ask_all(world, vec![gate])?;
        quotes.gate = answers[0].success && answers[0].returnData.last() == Some(&1);
        Ok(quotes)
    }

    /// What it says after an act: prices come from feeds, and those of shares from what vaults have.
    ///
    /// # Errors
    /// [`Law::Views`](super::Law::Views) if nobody answers.
    pub(super) fn after(&self, world: &World, act: &Act) -> Result<Self, Breach> {
        let mut quotes = self.clone();
        match act.place {
            Place::Feed => match world.fed_by(act.to) {
                Some(index) => quotes.renew(world, &[index])?,
                None => quotes = Self::read(world)?,
            },
            Place::Token | Place::Oracle => quotes.renew(world, &[TOKENS, TOKENS + 1])?,
            _ => {}
        }
        Ok(quotes)
    }

    fn renew(&mut self, world: &World, indices: &[usize]) -> Result<(), Breach> {
        let ask = |index: &usize| {
            let call = IPriceOracle::getPriceCall {
                base: world.collaterals()[*index],
                quote: world.asset(),
            };
            question(world.oracle(), &call, true)
        };
        let answers = ask_all(world, indices.iter().map(ask).collect())?;
        for (index, answer) in indices.iter().zip(answers) {
            let price = IPriceOracle::getPriceCall::abi_decode_returns(&answer.returnData);
            let price = price.ok().filter(|_| answer.success);
            self.prices[*index] = price.and_then(|price| {
                Some([UnitPrice::new(price.bidE36)?, UnitPrice::new(price.midE36)?])
            });
        }
        Ok(())
    }
}

impl Picture {
    /// Takes a picture, of which what the oracle says and what governs the market is known.
    ///
    /// # Errors
    /// [`Law::Views`](super::Law::Views) if a view does not answer.
    pub(super) fn read(
        world: &World,
        cells: &Cells,
        time: u64,
        quotes: Quotes,
        rules: Rules,
    ) -> Result<Self, Breach> {
        let market = world.market();
        let answers = ask_all(
            world,
            vec![
                question(market, &Abi::totalsCall {}, false),
                question(market, &Risk::reservesCall {}, false),
            ],
        )?;
        let totals = decode::<Abi::totalsCall>(&answers[0])?;
        let reserves = decode::<Risk::reservesCall>(&answers[1])?;
        let pool = |assets, shares| Pool { assets, shares };
        let held = |(token, slot): &(Address, U256)| world.slot(*token, *slot);
        Ok(Self {
            time,
            supply: pool(totals.supplyAssets, totals.supplyShares),
            debt: pool(totals.borrowAssets, totals.borrowShares),
            reserve: reserves.reserveShares,
            fee: reserves.feeShares,
            held: held(&cells.asset),
            balances: std::array::from_fn(|index| held(&cells.balances[index])),
            holders: cells
                .accounts
                .iter()
                .map(|cells| holder(world, cells))
                .collect(),
            averages: cells
                .averages
                .map(|slot| Averages::from_word(world.word(slot))),
            quotes,
            rules,
        })
    }

    /// What the accounts together have of a collateral.
    pub fn total(&self, index: usize) -> U256 {
        self.holders.iter().map(|holder| holder.held[index]).sum()
    }

    /// What the market has of the asset and has not booked.
    pub fn surplus(&self) -> Option<U256> {
        (self.held + self.debt.assets).checked_sub(self.supply.assets)
    }

    /// What is supplied and not lent.
    pub fn available(&self) -> U256 {
        self.supply.assets.saturating_sub(self.debt.assets)
    }

    /// Somebody, if they are among the accounts.
    pub fn holder(&self, address: Address) -> Option<&Holder> {
        self.holders.iter().find(|holder| holder.address == address)
    }
}

fn holder(world: &World, cells: &AccountCells) -> Holder {
    let (debt, right) = halves(world.word(cells.account));
    let mask = right as u32;
    let time = |shift: u32| (right >> shift) as u64 & ((1 << 40) - 1);
    Holder {
        address: cells.address,
        supply: world.word(cells.supplier),
        debt: U256::from(debt),
        mask,
        checked: time(32),
        since: time(72),
        held: std::array::from_fn(|index| {
            if mask >> index & 1 == 0 {
                return U256::ZERO;
            }
            world.word(cells.holdings[index])
        }),
    }
}
