//! The contracts of the season, and who takes part.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolCall;
use ballast_abi::erc20::IERC20::approveCall;
use ballast_abi::rebalancer::Rebalancer;
use ballast_abi::registry::IRegistry::{
    addCall, idsOfCall, setAllocatorCall, setCapCall, setIdCapCall, setQueueCall,
};
use ballast_abi::registry::Registry;
use ballast_abi::strategy_erc4626::StrategyErc4626;
use ballast_abi::token::Token;
use ballast_abi::vault::Vault;
use ballast_artifacts::{REBALANCER, REGISTRY, STRATEGY_ERC4626, TOKEN, VAULT};
use ballast_bench::chain::Chain;
use ballast_client::Client;
use ballast_client::deploy::{self, Plan};
use ballast_devnet::{DEV_ACCOUNTS, Node};
use ballast_tests::{Contract, Setting, Terms, configure, reward};

use super::markets::Markets;
use crate::demo::stage::signer;
use crate::progress::Progress;

/// One token of 18 decimals.
pub(super) const ONE: u128 = 1_000_000_000_000_000_000;

/// All of the vault, in the unit of targets.
const WAD: u128 = 1_000_000_000_000_000_000;

/// Decimals that shares have more than the token.
const DECIMALS_OFFSET: u8 = 3;

/// `10^offset`.
pub(super) const VIRTUAL_SHARES: u64 = 1_000;

/// What each depositor has to begin with, in tokens.
const FUNDS: u128 = 1_000_000;

/// Gains unlock over ten days.
pub(super) const UNLOCK_SECONDS: u32 = 864_000;

/// A tenth of gains, and half a hundredth of what is lent a year for managing.
const PERFORMANCE_FEE_BPS: u16 = 1_000;
pub(super) const MANAGEMENT_FEE_BPS: u16 = 50;

/// The vault may grow by half in a year.
const GROWTH_BPS_PER_YEAR: u32 = 5_000;

/// Whoever reports earns a hundredth of the gain, and at most ten tokens.
const REWARD_BPS: u16 = 100;
const REWARD_MAX: u128 = 10 * ONE;

/// Somebody with money.
#[derive(Clone, Debug)]
pub(in crate::demo) struct Person {
    /// What they are called.
    pub(in crate::demo) name: &'static str,
    /// Sends for them.
    pub(in crate::demo) client: Client,
}

/// One of the strategies.
#[derive(Clone, Debug)]
pub(super) struct Strategy {
    /// Where its money works.
    pub(super) name: &'static str,
    /// The contract.
    pub(super) address: Address,
    /// The part of the vault that it should have, in hundredths.
    pub(super) percent: u64,
}

/// Everything the season needs.
#[derive(Debug)]
pub(super) struct Farm {
    /// The chain, from within.
    pub(super) chain: Chain,
    /// The asset.
    pub(super) token: Address,
    /// The vault.
    pub(super) vault: Address,
    /// Its registry.
    pub(super) registry: Address,
    /// What moves the debts.
    pub(super) rebalancer: Address,
    /// Who deposits.
    pub(super) people: [Person; 3],
    /// Who governs, and earns the fees.
    pub(super) owner: Person,
    /// Who makes the rounds, and earns the rewards.
    pub(super) keeper: Person,
    /// Where the money works.
    pub(super) strategies: Vec<Strategy>,
    /// The venues of others, if there are any.
    pub(super) markets: Option<Markets>,
}

/// Deploys what needs nobody else's code: token, vault, registry, and a strategy over a second vault
/// of the same kind.
pub(super) async fn set(node: &Node, url: &str, progress: &Progress) -> anyhow::Result<Farm> {
    let person = |name, account: usize| -> anyhow::Result<Person> {
        let client = Client::connect(url, signer(DEV_ACCOUNTS[account])?)?;
        Ok(Person { name, client })
    };
    let people = [person("Anna", 1)?, person("Ben", 2)?, person("Clara", 3)?];
    let (keeper, owner) = (person("keeper", 8)?, person("owner", 9)?);
    let governor = owner.client.sender();

    let mut plan = Plan::new("ballast demo, season");
    let token = plan.add("token", TOKEN.code, &token_constructor(), true)?;
    let constructor = vault_constructor(token, "Ballast Season", governor);
    let vault = plan.add("vault", VAULT.code, &constructor, true)?;
    let constructor = vault_constructor(token, "Ballast Savings", governor);
    let savings = plan.add("savings", VAULT.code, &constructor, false)?;
    let constructor = Registry::constructorCall {
        vault,
        authority: governor,
    };
    let registry = plan.add("registry", REGISTRY.code, &constructor, true)?;
    let constructor = Rebalancer::constructorCall {
        registry,
        authority: governor,
    };
    let rebalancer = plan.add("rebalancer", REBALANCER.code, &constructor, true)?;
    let constructor = StrategyErc4626::constructorCall {
        vault,
        registry,
        venue: savings,
    };
    let strategy = plan.add("strategy", STRATEGY_ERC4626.code, &constructor, true)?;
    deploy::run(&owner.client, &plan, |contract, action| {
        progress.say(format!("{action} {}", contract.name));
    })
    .await?;

    let mut farm = Farm {
        chain: Chain::over(node.clone()),
        token,
        vault,
        registry,
        rebalancer,
        people,
        owner,
        keeper,
        strategies: Vec::new(),
        markets: None,
    };
    farm.configure().await?;
    farm.fund().await?;
    farm.admit("a second Ballast vault", strategy, 10).await?;
    Ok(farm)
}

impl Farm {
    /// The settings that a deployment would ship.
    async fn configure(&self) -> anyhow::Result<()> {
        let terms = Terms {
            recipient: self.owner.client.sender(),
            performance_bps: PERFORMANCE_FEE_BPS,
            management_bps: MANAGEMENT_FEE_BPS,
            unlock_seconds: UNLOCK_SECONDS,
            growth_bps_per_year: GROWTH_BPS_PER_YEAR,
        };
        let settings: [(Setting, B256); 4] = [
            (Setting::Cap, U256::from(10 * FUNDS * ONE).into()),
            (Setting::Terms, terms.word()),
            (Setting::Reward, reward(0, REWARD_MAX, REWARD_BPS)),
            (Setting::Registry, self.registry.into_word()),
        ];
        for (setting, value) in settings {
            self.govern(self.vault, &configure(setting, value)).await?;
        }
        let allocator = self.rebalancer;
        self.govern(self.registry, &setAllocatorCall { allocator })
            .await
    }

    /// Gives the depositors their money, and lets the vault take it.
    async fn fund(&self) -> anyhow::Result<()> {
        for Person { client, .. } in &self.people {
            let (to, value) = (client.sender(), U256::from(FUNDS * ONE));
            client
                .send(self.token, &Token::mintCall { to, value })
                .await?;
            let (spender, value) = (self.vault, U256::MAX);
            client
                .send(self.token, &approveCall { spender, value })
                .await?;
        }
        Ok(())
    }

    /// Adds a strategy for a part of the vault, capped at half as much again, and has exits ask all
    /// strategies in the order they came.
    pub(super) async fn admit(
        &mut self,
        name: &'static str,
        strategy: Address,
        percent: u64,
    ) -> anyhow::Result<()> {
        self.govern(self.registry, &addCall { strategy }).await?;
        let cap = U256::from(10 * FUNDS * ONE);
        self.govern(self.registry, &setCapCall { strategy, cap })
            .await?;
        let ids = self
            .owner
            .client
            .call(self.registry, &idsOfCall { strategy })
            .await?;
        for id in ids {
            let call = setIdCapCall {
                id,
                absolute: cap,
                relativeBps: U256::from(150 * percent),
            };
            self.govern(self.registry, &call).await?;
        }
        self.strategies.push(Strategy {
            name,
            address: strategy,
            percent,
        });
        let strategies = self.strategies.iter().map(|strategy| strategy.address);
        let strategies = strategies.collect();
        self.govern(self.registry, &setQueueCall { strategies })
            .await
    }

    /// Has the rebalancer take everything out of a strategy.
    pub(super) async fn drop_target(&mut self, name: &str) -> anyhow::Result<()> {
        for strategy in &mut self.strategies {
            if strategy.name == name {
                strategy.percent = 0;
            }
        }
        self.aim().await
    }

    /// Tells the rebalancer which part of the vault each strategy should have.
    pub(super) async fn aim(&self) -> anyhow::Result<()> {
        let weights = self.strategies.iter().map(|one| one.percent);
        let call = Rebalancer::setTargetsCall {
            strategies: self.strategies.iter().map(|one| one.address).collect(),
            weights: weights
                .map(|percent| U256::from(u128::from(percent) * WAD / 100))
                .collect(),
        };
        self.govern(self.rebalancer, &call).await
    }

    /// Calls a contract as its authority.
    pub(super) async fn govern(&self, to: Address, call: &impl SolCall) -> anyhow::Result<()> {
        self.owner.client.send(to, call).await?;
        Ok(())
    }

    /// A contract of the farm, from within.
    pub(super) fn contract(&self, address: Address) -> Contract {
        Contract::new(self.chain.clone(), address)
    }
}

fn token_constructor() -> Token::constructorCall {
    Token::constructorCall {
        name: "Season Dollar".to_owned(),
        symbol: "SEASON".to_owned(),
        decimals: 18,
    }
}

fn vault_constructor(asset: Address, name: &str, authority: Address) -> Vault::constructorCall {
    Vault::constructorCall {
        asset,
        name: name.to_owned(),
        symbol: "bSEASON".to_owned(),
        decimalsOffset: DECIMALS_OFFSET,
        authority,
    }
}
