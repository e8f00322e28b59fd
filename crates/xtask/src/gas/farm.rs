//! The vault as a deployment would ship it: fees, reward, cap and growth limit are set, the registry
//! lends to vaults of solady's, and a rebalancer moves its debts.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolValue;
use anyhow::Context;
use ballast_abi::erc4626::IERC4626::withdrawCall;
use ballast_abi::rebalancer::Rebalancer;
use ballast_abi::registry::IRegistry::{
    addCall, harvestCall, idsOfCall, moveDebtCall, setAllocatorCall, setCapCall, setIdCapCall,
    setQueueCall,
};
use ballast_abi::strategy_erc4626::StrategyErc4626::constructorCall;
use ballast_abi::token::Token::mintCall;
use ballast_abi::vault::Vault::{configureCall, totalDebtCall, totalIdleCall};
use ballast_artifacts::{REBALANCER, STRATEGY_ERC4626};
use ballast_bench::peers::{PeerVault, Peers, Pipeline};
use ballast_client::deploy::{self, Plan};

use super::case::{Case, Transaction};
use super::stage::{ONE_TOKEN, Role, Stage};
use super::{oracle, rebalancer};

/// What of the 2,000 tokens in the vault is lent.
const LENT: u128 = 500 * ONE_TOKEN;

/// What the venue earns before each report.
const EARNED: u128 = ONE_TOKEN / 10;

/// Settings of the vault by their numbers: the cap, the terms, the reward, the registry.
const SETTINGS: [u64; 4] = [0, 2, 3, 6];

/// A tenth of gains and a hundredth of everything a year for the other holder; ten days to unlock;
/// growth of at most a half a year.
fn terms() -> B256 {
    let mut word = Role::Other.address().to_vec();
    word.extend(1_000_u16.to_be_bytes());
    word.extend(100_u16.to_be_bytes());
    word.extend(864_000_u32.to_be_bytes());
    word.extend(5_000_u32.to_be_bytes());
    B256::from_slice(&word)
}

/// A hundredth of gains, up to a token.
fn reward() -> B256 {
    let mut word = [0; 32];
    word[15..30].copy_from_slice(&ONE_TOKEN.to_be_bytes()[1..]);
    word[30..].copy_from_slice(&100_u16.to_be_bytes());
    word.into()
}

/// Sets everything up: the strategy owes [`LENT`] and has reported once, an hour ago; both fees'
/// recipient and whoever reports have shares.
pub(super) async fn set(stage: &mut Stage) -> anyhow::Result<()> {
    let owner = stage.client(Role::Owner)?;
    let values = [
        U256::from(1_000_000_000 * ONE_TOKEN).into(),
        terms(),
        reward(),
        stage.registry.into_word(),
    ];
    for (setting, value) in SETTINGS.into_iter().zip(values) {
        let setting = U256::from(setting);
        let call = configureCall { setting, value };
        owner.send(stage.vault, &call).await?;
    }
    stage.venue = venue(stage).await?;
    let venues = [stage.venue, venue(stage).await?];
    let mut plan = Plan::new("gas");
    let mut strategies = Vec::new();
    for (name, venue) in ["strategy", "other_strategy"].into_iter().zip(venues) {
        let constructor = constructorCall {
            vault: stage.vault,
            registry: stage.registry,
            venue,
        };
        strategies.push(plan.add(name, STRATEGY_ERC4626.code, &constructor, true)?);
    }
    let constructor = Rebalancer::constructorCall {
        registry: stage.registry,
        authority: Role::Owner.address(),
    };
    stage.rebalancer = plan.add(REBALANCER.name, REBALANCER.code, &constructor, true)?;
    deploy::run(&owner, &plan, |_, _| {}).await?;
    [stage.strategy, stage.other_strategy] = [strategies[0], strategies[1]];
    for strategy in strategies {
        register(stage, strategy).await?;
    }
    let strategies = vec![stage.strategy];
    let queue = setQueueCall { strategies };
    owner.send(stage.registry, &queue).await?;
    let allocator = owner.sender();
    let appoint = setAllocatorCall { allocator };
    owner.send(stage.registry, &appoint).await?;
    for transaction in [move_debt(stage, LENT), earn(stage), harvest(stage)] {
        stage.send(&transaction).await?;
    }
    Ok(())
}

/// Creates the venue, and seeds it so that it stays there.
async fn venue(stage: &Stage) -> anyhow::Result<Address> {
    let peers = Peers::load()?;
    let code = peers.vault(PeerVault::Solady, Pipeline::Legacy)?;
    stage.create(code, &stage.token.abi_encode()).await
}

async fn register(stage: &Stage, strategy: Address) -> anyhow::Result<()> {
    let owner = stage.client(Role::Owner)?;
    let registry = stage.registry;
    let absolute = U256::from(1_000_000 * ONE_TOKEN);
    owner.send(registry, &addCall { strategy }).await?;
    let cap = absolute;
    owner.send(registry, &setCapCall { strategy, cap }).await?;
    for id in owner.call(registry, &idsOfCall { strategy }).await? {
        let call = setIdCapCall {
            id,
            absolute,
            relativeBps: U256::from(10_000),
        };
        owner.send(registry, &call).await?;
    }
    Ok(())
}

fn move_debt(stage: &Stage, target: u128) -> Transaction {
    lend(stage, stage.strategy, target)
}

pub(super) fn lend(stage: &Stage, strategy: Address, target: u128) -> Transaction {
    let target = U256::from(target);
    Transaction::new(
        Role::Owner,
        stage.registry,
        &moveDebtCall { strategy, target },
    )
}

fn earn(stage: &Stage) -> Transaction {
    let (to, value) = (stage.venue, U256::from(EARNED));
    Transaction::new(Role::Owner, stage.token, &mintCall { to, value })
}

fn harvest(stage: &Stage) -> Transaction {
    let strategy = stage.strategy;
    Transaction::new(Role::Holder, stage.registry, &harvestCall { strategy })
}

/// What is measured of it.
pub(super) async fn cases(stage: &Stage) -> anyhow::Result<Vec<Case>> {
    let owner = stage.client(Role::Owner)?;
    let debt = owner.call(stage.vault, &totalDebtCall {}).await?;
    let total = owner.call(stage.vault, &totalIdleCall {}).await? + debt;
    let total: u128 = total.try_into().context("the vault holds too much")?;
    let receiver = Role::Holder.address();
    let withdraw = withdrawCall {
        assets: U256::from(10 * ONE_TOKEN),
        receiver,
        owner: receiver,
    };
    let withdraw = Transaction::new(Role::Holder, stage.vault, &withdraw);
    let nearly_all = move_debt(stage, total - 1);
    let mut cases = rebalancer::cases(stage);
    cases.extend(oracle::cases(stage));
    cases.extend([
        Case::new(
            "vault.withdraw.one_strategy",
            "a unit is idle: one strategy over a vault of solady's pays the rest",
            withdraw,
        )
        .after(nearly_all),
        Case::new(
            "registry.harvest.warm",
            "an earlier gain is unlocking, fees and reward go to holders of shares",
            harvest(stage),
        )
        .after(earn(stage)),
        Case::new(
            "registry.move_debt.warm",
            "lends ten tokens more to a strategy that has some",
            move_debt(stage, LENT + 20 * ONE_TOKEN),
        ),
        Case::new(
            "registry.move_debt.back",
            "takes ten tokens back from a strategy that keeps some",
            move_debt(stage, LENT - 10 * ONE_TOKEN),
        ),
    ]);
    Ok(cases)
}
