//! What others do at the venues: they lend and borrow at Aave, and one has written a strategy that
//! breaks.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolValue;
use ballast_abi::strategy_aave_v3::StrategyAaveV3::constructorCall;
use ballast_abi::token::Token::mintCall;
use ballast_artifacts::STRATEGY_AAVE_V3;
use ballast_bench::peers::PeerToken;
use ballast_client::deploy::{self, Plan};
use ballast_tests::venues::aave::Aave;
use ballast_tests::{Candle, DEPLOYER, Hostile, Mode, PAUPER, peers, token};

use super::stage::{Farm, ONE};

/// What others have lent at Aave, in tokens.
const LENT_BY_OTHERS: u128 = 500_000;

/// What the stranger's strategy earns at a time, in tokens.
const EARNED: u128 = 150;

/// Tokens that are borrowed for every dollar that a bitcoin costs: whoever holds bitcoin borrows
/// against it.
const BORROWED_PER_DOLLAR: u128 = 11;

/// Who lends at Aave besides the vault; the first account of the chain.
const OTHERS: Address = DEPLOYER;

/// Who borrows.
const BORROWER: Address = PAUPER;

/// The venues of others.
#[derive(Debug)]
pub(super) struct Markets {
    aave: Aave,
    stranger: Hostile,
    /// What is borrowed, without interest.
    borrowed: u128,
}

impl Markets {
    /// Deploys the venues and the strategies over them.
    pub(super) async fn open(farm: &mut Farm) -> anyhow::Result<Self> {
        let asset = farm.contract(farm.token);
        let collateral = token(&farm.chain, PeerToken::Solmate);
        let aave = Aave::new(&asset, &collateral);
        for to in [OTHERS, BORROWER] {
            let value = U256::from(LENT_BY_OTHERS * ONE);
            asset.send(DEPLOYER, &mintCall { to, value });
        }
        aave.supply(OTHERS, LENT_BY_OTHERS * ONE, OTHERS);

        let mut plan = Plan::new("ballast demo, season");
        let constructor = constructorCall {
            vault: farm.vault,
            registry: farm.registry,
            pool: aave.pool.address,
        };
        let strategy = plan.add("aave", STRATEGY_AAVE_V3.code, &constructor, true)?;
        deploy::run(&farm.owner.client, &plan, |_, _| {}).await?;
        farm.admit("Aave v3", strategy, 50).await?;

        let code = peers().contract("HostileStrategy")?;
        let arguments = (farm.vault, farm.registry, farm.token).abi_encode();
        let address = farm.chain.create(code, &arguments)?;
        farm.admit("a stranger's strategy", address, 20).await?;
        Ok(Self {
            aave,
            stranger: Hostile {
                contract: farm.contract(address),
            },
            borrowed: 0,
        })
    }

    /// A day at Aave: what is borrowed follows the price of bitcoin.
    pub(super) fn trade(&mut self, candle: &Candle) {
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
