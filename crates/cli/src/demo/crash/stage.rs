//! The contracts of the market, and who takes part.

use alloy_primitives::aliases::U48;
use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::SolValue;
use ballast_abi::governor::Governor;
use ballast_abi::liquidator::Liquidator;
use ballast_abi::market::{Market, MarketAccounts};
use ballast_abi::market_risk::{MarketGovernance, MarketRisk};
use ballast_abi::oracle::Oracle;
use ballast_abi::params::Params;
use ballast_abi::timelock::Timelock;
use ballast_abi::token::Token;
use ballast_abi::vault::Vault;
use ballast_abi::votes::Votes;
use ballast_artifacts::{
    GOVERNOR, LIQUIDATOR, MARKET, MARKET_ACCOUNTS, MARKET_GOVERNANCE, MARKET_RISK, ORACLE, PARAMS,
    TIMELOCK, TOKEN, VAULT, VOTES,
};
use ballast_bench::chain::Chain;
use ballast_client::Client;
use ballast_client::deploy::{self, Plan};
use ballast_devnet::{DEV_ACCOUNTS, Node};
use ballast_tests::venues::uniswap::Uniswap;
use ballast_tests::{Contract, DOLLARS, Feed};

use crate::demo::season::Person;
use crate::demo::stage::signer;
use crate::progress::Progress;

/// One of any token here.
pub(super) const ONE: u128 = 1_000_000_000_000_000_000;

/// A dollar, in a feed's decimals.
const FEED_ONE: f64 = 1e8;

/// What the suppliers have, in dollars, and the borrower, in bitcoin.
pub(super) const SUPPLIED: [u128; 2] = [400_000, 200_000];
pub(super) const PLEDGED: u128 = 10;

/// A vote begins after an hour, within the six that pass between two acts, and lasts a day; what won waits another.
const VOTING_DELAY: u64 = 3_600;
const VOTING_PERIOD: u32 = 86_400;
const TIMELOCK_SECONDS: u64 = 86_400;

/// Everything that votes.
const VOTES_SUPPLY: u128 = 1_000_000;

/// What the pool's traders pay for each trade, in millionths.
const POOL_FEE: u32 = 3_000;

/// Everything this part needs.
#[derive(Debug)]
pub(super) struct Place {
    /// The chain, from within.
    pub(super) chain: Chain,
    /// What is lent.
    pub(super) dollars: Address,
    /// What the vault holds.
    pub(super) bitcoin: Address,
    /// A vault of bitcoin, whose shares are the collateral.
    pub(super) vault: Address,
    /// The market.
    pub(super) market: Address,
    /// What it sells collateral by.
    pub(super) liquidator: Address,
    /// The parameter store.
    pub(super) params: Address,
    /// The oracle.
    pub(super) oracle: Address,
    /// Where proposals are made.
    pub(super) governor: Address,
    /// Where they wait.
    pub(super) timelock: Address,
    /// Parameters: the shares' borrow LTV and liquidation LTV.
    pub(super) keys: [B256; 2],
    /// Who lends.
    pub(super) suppliers: [Person; 2],
    /// Who borrows.
    pub(super) borrower: Person,
    /// Who keeps.
    pub(super) keeper: Person,
    /// Who set everything up, and votes.
    pub(super) owner: Person,
    /// What a dollar costs.
    pub(super) parity: Feed,
    /// What a bitcoin costs.
    pub(super) feed: Feed,
    /// Where bitcoin is sold.
    pub(super) pool: Uniswap,
}

/// Deploys everything over JSON-RPC, and sets it up.
pub(super) async fn set(
    node: &Node,
    url: &str,
    price: f64,
    progress: &Progress,
) -> anyhow::Result<Place> {
    let person = |name, account: usize| -> anyhow::Result<Person> {
        let client = Client::connect(url, signer(DEV_ACCOUNTS[account])?)?;
        Ok(Person { name, client })
    };
    let owner = person("owner", 9)?;
    let authority = owner.client.sender();
    let mut plan = Plan::new("ballast demo, crash");
    let dollars = plan.add("dollars", TOKEN.code, &token("Crash Dollar"), true)?;
    let bitcoin = plan.add("bitcoin", TOKEN.code, &token("Crash Bitcoin"), true)?;
    let constructor = Vault::constructorCall {
        asset: bitcoin,
        name: "Ballast Bitcoin".to_owned(),
        symbol: "bBTC".to_owned(),
        decimalsOffset: 3,
        authority,
    };
    let vault = plan.add("vault", VAULT.code, &constructor, true)?;
    let constructor = Oracle::constructorCall {
        numeraire: DOLLARS,
        authority,
    };
    let oracle = plan.add("oracle", ORACLE.code, &constructor, true)?;
    let constructor = Params::constructorCall { authority };
    let params = plan.add("params", PARAMS.code, &constructor, true)?;
    let constructor = MarketGovernance::constructorCall {};
    let code = MARKET_GOVERNANCE.code;
    let governance_program = plan.add("market_governance", code, &constructor, true)?;
    let constructor = MarketRisk::constructorCall {
        governanceProgram: governance_program,
    };
    let risk_program = plan.add("market_risk", MARKET_RISK.code, &constructor, true)?;
    let constructor = MarketAccounts::constructorCall {};
    let code = MARKET_ACCOUNTS.code;
    let accounts_program = plan.add("market_accounts", code, &constructor, true)?;
    let constructor = Market::constructorCall {
        asset: dollars,
        oracle,
        accountsProgram: accounts_program,
        riskProgram: risk_program,
        authority,
    };
    let market = plan.add("market", MARKET.code, &constructor, true)?;
    let constructor = Liquidator::constructorCall {};
    let liquidator = plan.add("liquidator", LIQUIDATOR.code, &constructor, true)?;
    let [timelock, governor] = plan_votes(&mut plan, authority)?;
    deploy::run(&owner.client, &plan, |contract, action| {
        progress.say(format!("{action} {}", contract.name));
    })
    .await?;

    let chain = Chain::over(node.clone());
    let at = |address| Contract::new(chain.clone(), address);
    let module = market.into_word();
    let keys = ["borrow LTV", "liquidation LTV"].map(|name| key(module, vault, name));
    let place = Place {
        parity: Feed::new(&chain, 8, answer(1.0)),
        feed: Feed::new(&chain, 8, answer(price)),
        pool: Uniswap::between(&at(dollars), &at(bitcoin), POOL_FEE, price),
        chain,
        dollars,
        bitcoin,
        vault,
        market,
        liquidator,
        params,
        oracle,
        governor,
        timelock,
        keys,
        suppliers: [person("Dora", 4)?, person("Emil", 6)?],
        borrower: person("Felix", 7)?,
        keeper: person("keeper", 8)?,
        owner,
    };
    place.price().await?;
    place.configure().await?;
    place.define().await?;
    place.hand_over().await?;
    place.fund().await?;
    Ok(place)
}

/// The token that votes, the timelock and the governor.
fn plan_votes(plan: &mut Plan, owner: Address) -> anyhow::Result<[Address; 2]> {
    let constructor = Votes::constructorCall {
        name: "Ballast Votes".to_owned(),
        symbol: "BV".to_owned(),
        holder: owner,
        supply: U256::from(VOTES_SUPPLY * ONE),
    };
    let token = plan.add("votes", VOTES.code, &constructor, true)?;
    let constructor = Timelock::constructorCall {
        minDelay: U256::from(TIMELOCK_SECONDS),
        proposers: Vec::new(),
        // Anybody.
        executors: vec![Address::ZERO],
        admin: owner,
    };
    let timelock = plan.add("timelock", TIMELOCK.code, &constructor, true)?;
    let constructor = Governor::constructorCall {
        name: "Ballast Governor".to_owned(),
        token,
        timelock,
        votingDelay: U48::from(VOTING_DELAY),
        votingPeriod: VOTING_PERIOD,
        proposalThreshold: U256::from(VOTES_SUPPLY / 1_000 * ONE),
        quorumNumerator: U256::from(4),
        quorumFloor: U256::from(VOTES_SUPPLY / 10 * ONE),
        voteExtension: U48::from(VOTING_PERIOD / 4),
        proposalGuardian: owner,
    };
    let governor = plan.add("governor", GOVERNOR.code, &constructor, true)?;
    Ok([timelock, governor])
}

/// A price as a feed has it.
pub(super) fn answer(price: f64) -> i128 {
    (price * FEED_ONE) as i128
}

/// What the parameter store calls a parameter.
fn key(module: B256, subject: Address, name: &str) -> B256 {
    keccak256((module, subject.into_word(), keccak256(name)).abi_encode())
}

fn token(name: &str) -> Token::constructorCall {
    Token::constructorCall {
        name: name.to_owned(),
        symbol: "CRASH".to_owned(),
        decimals: 18,
    }
}
