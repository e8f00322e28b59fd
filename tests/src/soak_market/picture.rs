//! Everything that the laws look at, read at once.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, sol};
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::oracle::{IPriceOracle, ISequencerGate};
use ballast_core::lending::{Averages, UnitPrice};
use ballast_devnet::MULTICALL3;

use super::cast::ASKER;
use super::laws::{Breach, Law};
use super::rules::Rules;
use super::slots::{self, halves};
use super::world::{COLLATERALS, World};

sol! {
    struct Question {
        address target;
        bool allowFailure;
        bytes callData;
    }

    struct Answer {
        bool success;
        bytes returnData;
    }

    function aggregate3(Question[] questions) external payable returns (Answer[] answers);
}

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
    /// [`Law::Views`] if nobody answers.
    pub(super) fn read(world: &World) -> Result<Self, Breach> {
        let oracle = world.oracle();
        let mut questions = vec![question(oracle, &ISequencerGate::mayTakeRiskCall {}, true)];
        questions.extend(world.collaterals().iter().map(|collateral| {
            let call = IPriceOracle::getPriceCall {
                base: *collateral,
                quote: world.asset(),
            };
            question(oracle, &call, true)
        }));
        let answers = ask_all(world, questions)?;
        let price = |answer: &Answer| {
            let price = IPriceOracle::getPriceCall::abi_decode_returns(&answer.returnData);
            let price = price.ok().filter(|_| answer.success)?;
            Some([UnitPrice::new(price.bidE36)?, UnitPrice::new(price.midE36)?])
        };
        Ok(Self {
            prices: std::array::from_fn(|index| price(&answers[index + 1])),
            gate: answers[0].success && answers[0].returnData.last() == Some(&1),
        })
    }
}

impl Picture {
    /// Takes a picture. What the oracle says and what governs the market is read anew unless it is
    /// known.
    ///
    /// # Errors
    /// [`Law::Views`] if a view does not answer.
    pub(super) fn read(
        world: &World,
        time: u64,
        quotes: Option<&Quotes>,
        rules: Option<&Rules>,
    ) -> Result<Self, Breach> {
        let quotes = quotes.map_or_else(|| Quotes::read(world), |known| Ok(known.clone()))?;
        let rules = rules.map_or_else(|| Rules::read(world), |known| Ok(known.clone()))?;
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
        let holders = world.accounts().iter();
        Ok(Self {
            time,
            supply: pool(totals.supplyAssets, totals.supplyShares),
            debt: pool(totals.borrowAssets, totals.borrowShares),
            reserve: reserves.reserveShares,
            fee: reserves.feeShares,
            held: world.tokens_of(world.asset(), market),
            balances: std::array::from_fn(|index| world.balance(index, market)),
            holders: holders.map(|address| holder(world, *address)).collect(),
            averages: std::array::from_fn(|index| {
                Averages::from_word(world.word(slots::averages(index)))
            }),
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

fn holder(world: &World, address: Address) -> Holder {
    let (debt, right) = halves(world.word(slots::account(address)));
    let mask = right as u32;
    let time = |shift: u32| (right >> shift) as u64 & ((1 << 40) - 1);
    Holder {
        address,
        supply: world.word(slots::supplier(address)),
        debt: U256::from(debt),
        mask,
        checked: time(32),
        since: time(72),
        held: std::array::from_fn(|index| {
            if mask >> index & 1 == 0 {
                return U256::ZERO;
            }
            world.word(slots::holding(address, index))
        }),
    }
}

/// Asks several views in one call.
///
/// # Errors
/// [`Law::Views`] if one that must answer does not.
pub(super) fn ask_all(world: &World, questions: Vec<Question>) -> Result<Vec<Answer>, Breach> {
    let expected = questions.len();
    let input = aggregate3Call { questions }.abi_encode();
    let answer = world
        .simulate(ASKER, MULTICALL3, input.into())
        .map_err(|error| Law::Views.broken(format!("a view reverts: {error}")))?;
    let answers = aggregate3Call::abi_decode_returns(&answer);
    answers
        .ok()
        .filter(|answers| answers.len() == expected)
        .ok_or_else(|| Law::Views.broken("not all views answer"))
}

/// What a view answered.
///
/// # Errors
/// [`Law::Views`] if that is something else.
pub(super) fn decode<C: SolCall>(answer: &Answer) -> Result<C::Return, Breach> {
    C::abi_decode_returns(&answer.returnData)
        .map_err(|_| Law::Views.broken(format!("{} does not answer", C::SIGNATURE)))
}

/// A view to be asked, which may fail or not.
pub(super) fn question<C: SolCall>(target: Address, call: &C, may_fail: bool) -> Question {
    Question {
        target,
        allowFailure: may_fail,
        callData: Bytes::from(call.abi_encode()),
    }
}
