//! What others do at the venues: they lend and borrow at Aave, trade bitcoin at Uniswap, and one has
//! written a strategy that breaks.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolValue;
use ballast_abi::registry::IRegistry::{setBoundsCall, setLimitsCall};
use ballast_abi::strategy_aave_v3::StrategyAaveV3;
use ballast_abi::token::Token::mintCall;
use ballast_artifacts::{STRATEGY_AAVE_V3, STRATEGY_UNISWAP_V3};
use ballast_bench::peers::PeerToken;
use ballast_client::deploy::{self, Plan};
use ballast_tests::venues::aave::Aave;
use ballast_tests::venues::uniswap::{self, Terms, Uniswap};
use ballast_tests::{Candle, DEPLOYER, Hostile, Mode, PAUPER, peers, token};

use super::stage::{Farm, ONE};

/// What others have lent at Aave, in tokens.
const LENT_BY_OTHERS: u128 = 500_000;

/// What the stranger's strategy earns at a time, in tokens.
const EARNED: u128 = 150;

/// Tokens that are borrowed for every dollar that a bitcoin costs: whoever holds bitcoin borrows
/// against it.
const BORROWED_PER_DOLLAR: u128 = 11;

/// What the strategies are called.
const AAVE: &str = "Aave v3";
pub(super) const UNISWAP: &str = "Uniswap v3";

/// Who lends at Aave besides the vault; the first account of the chain.
const OTHERS: Address = DEPLOYER;

/// Who borrows.
const BORROWER: Address = PAUPER;

/// What the pool's traders pay for each trade, in millionths.
const POOL_FEE: u32 = 3_000;

/// Tokens that are traded for bitcoin and back on a day, besides what moves the price.
const TRADED: u128 = 150_000;

/// A range of a fifth to either side, moved when the price is half of that off its middle, and no
/// more than once a day.
const RANGE: Terms = Terms {
    half_width: 1_920,
    inner_ticks: 960,
    wait_seconds: 86_400,
    ..uniswap::TERMS
};

/// What a strategy with bitcoin may lose from one report to the next, in hundredths of a percent: it
/// is no sign of failure.
const BITCOIN_BOUND_BPS: u64 = 2_500;

/// Gas for a call of a strategy, a harvest at Uniswap included.
const CALL_GAS: u64 = 2_000_000;

/// A quarantine after too large a loss lasts a day.
const QUARANTINE_SECONDS: u64 = 86_400;

/// The venues of others.
#[derive(Debug)]
pub(super) struct Markets {
    aave: Aave,
    uniswap: Uniswap,
    stranger: Hostile,
    /// What is borrowed, without interest.
    borrowed: u128,
}

impl Markets {
    /// Deploys the venues and the strategies over them, with bitcoin at a price.
    pub(super) async fn open(farm: &mut Farm, bitcoin: f64) -> anyhow::Result<Self> {
        let asset = farm.contract(farm.token);
        let collateral = token(&farm.chain, PeerToken::Solmate);
        let aave = Aave::new(&asset, &collateral);
        for to in [OTHERS, BORROWER] {
            let value = U256::from(LENT_BY_OTHERS * ONE);
            asset.send(DEPLOYER, &mintCall { to, value });
        }
        aave.supply(OTHERS, LENT_BY_OTHERS * ONE, OTHERS);

        let uniswap = Uniswap::new(&asset, false, POOL_FEE, bitcoin);
        // A pool that nobody has traded in has no mean price.
        uniswap.swap(BORROWER, true, ONE);
        farm.pass(2 * uniswap::TERMS.window_seconds as u64)?;
        uniswap.swap(BORROWER, false, ONE / 100_000);

        let (vault, registry) = (farm.vault, farm.registry);
        let mut plan = Plan::new("ballast demo, season");
        let constructor = StrategyAaveV3::constructorCall {
            vault,
            registry,
            pool: aave.pool.address,
        };
        let lending = plan.add("aave", STRATEGY_AAVE_V3.code, &constructor, true)?;
        let constructor = uniswap::constructor(vault, registry, uniswap.pool.address, RANGE);
        let providing = plan.add("uniswap", STRATEGY_UNISWAP_V3.code, &constructor, true)?;
        deploy::run(&farm.owner.client, &plan, |_, _| {}).await?;
        farm.admit(AAVE, lending, 50).await?;
        farm.admit(UNISWAP, providing, 10).await?;
        let bounds = setBoundsCall {
            strategy: providing,
            lossBps: U256::from(BITCOIN_BOUND_BPS),
            gainBps: U256::from(BITCOIN_BOUND_BPS),
        };
        farm.govern(registry, &bounds).await?;
        let limits = setLimitsCall {
            callGas: U256::from(CALL_GAS),
            quarantineSeconds: U256::from(QUARANTINE_SECONDS),
        };
        farm.govern(registry, &limits).await?;

        let code = peers().contract("HostileStrategy")?;
        let arguments = (farm.vault, farm.registry, farm.token).abi_encode();
        let address = farm.chain.create(code, &arguments)?;
        farm.admit("a stranger's strategy", address, 20).await?;
        Ok(Self {
            aave,
            uniswap,
            stranger: Hostile {
                contract: farm.contract(address),
            },
            borrowed: 0,
        })
    }

    /// A day at the venues: traders take bitcoin from the day's open to its close by way of its high
    /// and its low, whichever comes first, and what is borrowed follows the price.
    pub(super) fn trade(&mut self, candle: &Candle) {
        let Candle {
            open,
            high,
            low,
            close,
            ..
        } = *candle;
        let between = if open < close {
            [low, high]
        } else {
            [high, low]
        };
        for price in [open, between[0], between[1], close] {
            self.uniswap.trade_to(BORROWER, price);
        }
        let bought = self.uniswap.swap(BORROWER, true, TRADED * ONE);
        self.uniswap.swap(BORROWER, false, bought.saturating_to());
        // Prices are below a million dollars, and positive.
        let wanted = candle.close as u128 * BORROWED_PER_DOLLAR * ONE;
        if self.borrowed < wanted {
            self.aave.borrow(BORROWER, wanted - self.borrowed);
        } else if wanted < self.borrowed {
            self.aave.repay(BORROWER, self.borrowed - wanted);
        }
        self.borrowed = wanted;
    }

    /// The stranger's strategy earns something.
    pub(super) fn earn(&self) {
        self.stranger.gain(EARNED * ONE);
    }

    /// The stranger's strategy reverts, whatever it is asked; or works again.
    pub(super) fn break_down(&self, broken: bool) {
        let mode = if broken { Mode::Reverts } else { Mode::Honest };
        self.stranger.set(mode);
    }
}
