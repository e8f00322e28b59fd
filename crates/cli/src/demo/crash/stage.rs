//! The contracts of the market, who takes part, and the settings that a deployment would ship.

use alloy_primitives::aliases::U48;
use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::{SolCall, SolValue};
use ballast_abi::access_control::IAccessControl::{grantRoleCall, renounceRoleCall};
use ballast_abi::curator::IGoverned::transferAuthorityCall;
use ballast_abi::erc20::IERC20::approveCall;
use ballast_abi::governor::Governor;
use ballast_abi::liquidator::Liquidator;
use ballast_abi::market::Market;
use ballast_abi::market_risk::IMarketRisk::{self as Risk, Setting};
use ballast_abi::market_risk::{MarketGovernance, MarketRisk};
use ballast_abi::oracle::Oracle;
use ballast_abi::params::IParams::{self, DelayClass, Safety};
use ballast_abi::params::Params;
use ballast_abi::timelock::Timelock;
use ballast_abi::token::Token;
use ballast_abi::vault::Vault;
use ballast_abi::votes::IERC5805::delegateCall;
use ballast_abi::votes::Votes;
use ballast_artifacts::{
    GOVERNOR, LIQUIDATOR, MARKET, MARKET_GOVERNANCE, MARKET_RISK, ORACLE, PARAMS, TIMELOCK, TOKEN,
    VAULT, VOTES,
};
use ballast_bench::chain::Chain;
use ballast_client::Client;
use ballast_client::deploy::{self, Plan};
use ballast_devnet::{DEV_ACCOUNTS, Node};
use ballast_tests::venues::uniswap::Uniswap;
use ballast_tests::{Contract, DOLLARS, Feed, SourceTerms};

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

/// What governance begins with, and what it comes to: borrow LTV and liquidation LTV of the vault's
/// shares, in basis points.
pub(super) const LTV_FIRST: [u128; 2] = [7_000, 7_500];
pub(super) const LTV_LAST: [u128; 2] = [6_500, 7_000];

/// A liquidation LTV moves over two days.
const RAMP_SECONDS: u64 = 2 * 86_400;

/// A vote begins after an hour and lasts a day; what won waits another.
pub(super) const VOTING_DELAY: u64 = 3_600;
const VOTING_PERIOD: u32 = 86_400;
const TIMELOCK_SECONDS: u64 = 86_400;

/// Everything that votes.
const VOTES_SUPPLY: u128 = 1_000_000;

/// Liquidations: a bonus of 2 to 5 %, towards a health of 1.05, half a debt at once; the slow
/// average holds them up for an hour at most.
const TERMS: Risk::LiquidationTerms = Risk::LiquidationTerms {
    leastBps: small(10_200),
    mostBps: small(10_500),
    fullAtBps: small(9_000),
    targetBps: small(10_500),
    closeFactorBps: small(5_000),
    fullCloseBelowBps: small(9_500),
    dust: DUST,
    coolOffSeconds: small(60),
    delaySeconds: small(3_600),
    deepBps: small(9_500),
};

/// What is left of a debt or of its collateral is worth a thousand dollars, or nothing.
const DUST: U256 = U256::from_limbs([(1_000 * ONE) as u64, ((1_000 * ONE) >> 64) as u64, 0, 0]);

/// Time constants of the averages: ten minutes, six hours.
const CONSTANTS: [U256; 2] = [small(600), small(21_600)];

/// A tenth of the interest is kept, half of that as a reserve; an ERC-3156 loan costs 0.05 %.
const FEES: Risk::setFeesCall = Risk::setFeesCall {
    feeBps: small(1_000),
    reservePartBps: small(5_000),
    flashFeeBps: small(5),
};

/// What the pool's traders pay for each trade, in millionths.
const POOL_FEE: u32 = 3_000;

const fn small(number: u64) -> U256 {
    U256::from_limbs([number, 0, 0, 0])
}

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
    let constructor = Market::constructorCall {
        asset: dollars,
        oracle,
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
        suppliers: [person("Dora", 4)?, person("Emil", 5)?],
        borrower: person("Felix", 6)?,
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

impl Place {
    /// What the oracle knows: a dollar is one, bitcoin by its feed, shares by their vault.
    async fn price(&self) -> anyhow::Result<()> {
        let parity = Feed::new(&self.chain, 8, answer(1.0));
        let feed = |feed: &Feed| SourceTerms {
            span: u128::MAX >> 96,
            ..SourceTerms::feed(feed.address())
        };
        let share = SourceTerms::share(self.vault, self.bitcoin, 500);
        for (asset, source) in [
            (self.dollars, feed(&parity)),
            (
                self.bitcoin,
                SourceTerms {
                    span: 86_400,
                    ..SourceTerms::feed(self.feed.address())
                },
            ),
            (self.vault, share),
        ] {
            let register = Oracle::setAssetCall {
                asset,
                least: small(1),
                deviationBps: small(500),
            };
            self.govern(self.oracle, &register).await?;
            self.govern(self.oracle, &source.set(asset, 0)).await?;
        }
        Ok(())
    }

    async fn configure(&self) -> anyhow::Result<()> {
        let market = self.market;
        self.govern(market, &Risk::setTermsCall { terms: TERMS })
            .await?;
        let [fast, slow] = CONSTANTS;
        let pricing = Risk::setPricingCall {
            fastSeconds: fast,
            slowSeconds: slow,
            gated: true,
        };
        self.govern(market, &pricing).await?;
        self.govern(market, &FEES).await?;
        let recipient = self.owner.client.sender();
        self.govern(market, &Risk::setFeeRecipientCall { recipient })
            .await?;
        let caps = Risk::setCapsCall {
            supplyCap: U256::from(1_000_000 * ONE),
            borrowCap: U256::from(900_000 * ONE),
        };
        self.govern(market, &caps).await?;
        let [borrow, liquidation] = LTV_FIRST.map(U256::from);
        let listing = Risk::listCollateralCall {
            collateral: self.vault,
            borrowBps: borrow,
            liquidationBps: liquidation,
            cap: U256::from(100_000 * ONE),
        };
        self.govern(market, &listing).await
    }

    /// The shares' LTVs become parameters, and the market is told of them.
    async fn define(&self) -> anyhow::Result<()> {
        let params = self.params;
        self.govern(self.market, &Risk::setParamsCall { params })
            .await?;
        let settings = [Setting::BorrowLtv, Setting::LiquidationLtv];
        let names = ["borrow LTV", "liquidation LTV"];
        for (index, setting) in settings.into_iter().enumerate() {
            let rules = IParams::Rules {
                min: small(1_000),
                max: small(9_000),
                step: small(500),
                interval: small(86_400),
                duration: U256::from(RAMP_SECONDS * index as u64),
                delayClass: DelayClass::Standard,
                safety: if index == 0 {
                    Safety::Lower
                } else {
                    Safety::Neither
                },
            };
            let definition = IParams::defineCall {
                module: self.market.into_word(),
                subject: self.vault.into_word(),
                name: keccak256(names[index]),
                rules,
                value: U256::from(LTV_FIRST[index]),
            };
            self.govern(self.params, &definition).await?;
            let key = self.keys[index];
            let binding = Risk::bindParameterCall {
                key,
                setting,
                collateral: self.vault,
            };
            self.govern(self.market, &binding).await?;
            let subscriber = self.market;
            self.govern(self.params, &IParams::subscribeCall { key, subscriber })
                .await?;
        }
        Ok(())
    }

    /// Everything is offered to the timelock, which only a proposal makes accept.
    async fn hand_over(&self) -> anyhow::Result<()> {
        for role in ["PROPOSER_ROLE", "CANCELLER_ROLE"] {
            let role = keccak256(role);
            let account = self.governor;
            self.govern(self.timelock, &grantRoleCall { role, account })
                .await?;
        }
        let owner = self.owner.client.sender();
        let renunciation = renounceRoleCall {
            role: B256::ZERO,
            callerConfirmation: owner,
        };
        self.govern(self.timelock, &renunciation).await?;
        for module in self.modules() {
            let to = self.timelock;
            self.govern(module, &transferAuthorityCall { to }).await?;
        }
        Ok(())
    }

    /// What the timelock is to govern.
    pub(super) const fn modules(&self) -> [Address; 4] {
        [self.market, self.params, self.oracle, self.vault]
    }

    /// Money for everybody, and votes.
    async fn fund(&self) -> anyhow::Result<()> {
        let [first, second] = &self.suppliers;
        for (person, token, amount, spender) in [
            (first, self.dollars, SUPPLIED[0], self.market),
            (second, self.dollars, SUPPLIED[1], self.market),
            // What the interest will take.
            (&self.borrower, self.dollars, 50_000, self.market),
            (&self.borrower, self.bitcoin, PLEDGED, self.vault),
        ] {
            let (to, value) = (person.client.sender(), U256::from(amount * ONE));
            person
                .client
                .send(token, &Token::mintCall { to, value })
                .await?;
            let value = U256::MAX;
            let approval = approveCall { spender, value };
            person.client.send(token, &approval).await?;
        }
        let (spender, value) = (self.market, U256::MAX);
        let approval = approveCall { spender, value };
        self.borrower.client.send(self.vault, &approval).await?;
        let delegatee = self.owner.client.sender();
        let votes = self
            .owner
            .client
            .call(self.governor, &Governor::tokenCall {});
        let votes = votes.await?;
        self.govern(votes, &delegateCall { delegatee }).await
    }

    /// Sends a call of the owner's.
    pub(super) async fn govern(&self, to: Address, call: &impl SolCall) -> anyhow::Result<()> {
        self.owner.client.send(to, call).await?;
        Ok(())
    }

    /// Asks a contract, over JSON-RPC.
    pub(super) async fn ask<C: SolCall>(&self, to: Address, call: &C) -> anyhow::Result<C::Return> {
        Ok(self.owner.client.call(to, call).await?)
    }
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
