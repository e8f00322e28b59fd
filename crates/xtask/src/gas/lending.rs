//! Markets to measure: 11,000 supplied, 200 borrowed against 500 of collateral, one for one.

use alloy_primitives::{Address, Bytes, I256, U256};
use alloy_sol_types::{SolCall, sol};
use ballast_abi::erc20::IERC20::approveCall;
use ballast_abi::market::IMarket::{borrowCall, repayCall, supplyCall, supplyCollateralCall};
use ballast_abi::market::{Market, MarketAccounts};
use ballast_abi::market_risk::IMarketRisk::LiquidationTerms;
use ballast_abi::market_risk::IMarketRisk::{
    liquidateCall, listCollateralCall, pokeCall, setCapsCall, setFeesCall, setPricingCall,
    setTermsCall,
};
use ballast_abi::market_risk::{MarketGovernance, MarketRisk};
use ballast_abi::oracle::Oracle;
use ballast_abi::token::Token;
use ballast_artifacts::{MARKET, MARKET_ACCOUNTS, MARKET_GOVERNANCE, MARKET_RISK, ORACLE, TOKEN};
use ballast_client::deploy::{self, Plan};

use super::case::Transaction;
use super::oracle::{Feed, feed};
use super::stage::{ONE_TOKEN, Role, Stage};

sol! {
    function transmit(int256 answer) external;
}

/// A price of one, with the feeds' decimals.
const ONE: u64 = 100_000_000;

/// A week: blocks are an hour apart.
const HEARTBEAT: u64 = 604_800;

/// Who supplies, borrows, and has more of both tokens.
pub(super) const USER: Role = Role::Holder;

/// Who liquidates: has both tokens, and lets the markets take what is lent.
const LIQUIDATOR: Role = Role::Other;

/// The price, in parts of a thousand, at which the user's health is 0.967: not so deep that the gate
/// need not ask its feed.
const FALLEN: u64 = 455;

/// A market whose oracle counts in what is lent, so that one feed is all that it reads.
pub(super) struct Lending {
    pub(super) asset: Address,
    pub(super) collateral: Address,
    pub(super) market: Address,
    oracle: Address,
    /// Of the collateral.
    pub(super) feed: Feed,
    /// Says that the sequencer is up.
    uptime: Feed,
}

/// What may be switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rules {
    /// Both averages.
    pub(super) averages: bool,
    /// The gate, with a feed of its own.
    pub(super) gate: bool,
    /// A fee, of which a quarter is the reserve's.
    pub(super) fee: bool,
}

impl Rules {
    /// None.
    pub(super) const NONE: Self = Self {
        averages: false,
        gate: false,
        fee: false,
    };

    /// All of them.
    pub(super) const ALL: Self = Self {
        averages: true,
        gate: true,
        fee: true,
    };
}

impl Lending {
    pub(super) async fn set(stage: &Stage, label: &str, rules: Rules) -> anyhow::Result<Self> {
        let owner = stage.client(Role::Owner)?;
        let (asset, authority) = (stage.token, owner.sender());
        let mut plan = Plan::new(label);
        let collateral = plan.add(TOKEN.name, TOKEN.code, &token(label), true)?;
        let constructor = Oracle::constructorCall {
            numeraire: asset,
            authority,
        };
        let oracle = plan.add(ORACLE.name, ORACLE.code, &constructor, true)?;
        let (name, code) = (MARKET_GOVERNANCE.name, MARKET_GOVERNANCE.code);
        let governance = plan.add(name, code, &MarketGovernance::constructorCall {}, true)?;
        let constructor = MarketRisk::constructorCall {
            governanceProgram: governance,
        };
        let risk = plan.add(MARKET_RISK.name, MARKET_RISK.code, &constructor, true)?;
        let (name, code) = (MARKET_ACCOUNTS.name, MARKET_ACCOUNTS.code);
        let accounts = plan.add(name, code, &MarketAccounts::constructorCall {}, true)?;
        let constructor = Market::constructorCall {
            asset,
            oracle,
            accountsProgram: accounts,
            riskProgram: risk,
            authority,
        };
        let market = plan.add(MARKET.name, MARKET.code, &constructor, true)?;
        deploy::run(&owner, &plan, |_, _| {}).await?;
        let lending = Self {
            asset,
            collateral,
            market,
            oracle,
            feed: feed(stage, ONE).await?,
            uptime: feed(stage, 0).await?,
        };
        let first = lending.feed.proxy;
        lending.govern(stage).await?;
        lending.run(stage, lending.list(collateral, first)).await?;
        lending.run(stage, lending.rules(rules)).await?;
        lending.fill(stage).await?;
        Ok(lending)
    }

    async fn run(&self, stage: &Stage, all: Vec<Transaction>) -> anyhow::Result<()> {
        for transaction in all {
            stage.send(&transaction).await?;
        }
        Ok(())
    }

    /// Makes a token a collateral by a feed in what is lent.
    pub(super) fn list(&self, collateral: Address, feed: Address) -> Vec<Transaction> {
        self.list_by(
            collateral,
            [U256::ONE, U256::from(HEARTBEAT)],
            feed,
            [U256::from(ONE / 10), U256::from(ONE * 10)],
        )
    }

    /// Makes shares of a vault over what is lent a collateral, which may grow by 20 % a year.
    pub(super) fn list_share(&self, vault: Address) -> Vec<Transaction> {
        let bounds = [U256::ZERO, U256::from(2_000)];
        self.list_by(vault, [U256::from(3), U256::ZERO], vault, bounds)
    }

    /// The same by a source of a kind, with a span and bounds.
    fn list_by(
        &self,
        collateral: Address,
        [kind, span]: [U256; 2],
        target: Address,
        [lower, upper]: [U256; 2],
    ) -> Vec<Transaction> {
        let register = Oracle::setAssetCall {
            asset: collateral,
            least: U256::ONE,
            deviationBps: U256::from(100),
        };
        let source = Oracle::setSourceCall {
            asset: collateral,
            index: U256::ZERO,
            kind,
            target,
            quote: self.asset,
            span,
            lower,
            upper,
            confidenceBps: U256::from(25),
        };
        let list = listCollateralCall {
            collateral,
            borrowBps: U256::from(8_000),
            liquidationBps: U256::from(8_500),
            cap: U256::from(u128::MAX),
        };
        vec![
            Transaction::new(Role::Owner, self.oracle, &register),
            Transaction::new(Role::Owner, self.oracle, &source),
            Transaction::new(Role::Owner, self.market, &list),
        ]
    }

    async fn govern(&self, stage: &Stage) -> anyhow::Result<()> {
        let most = U256::from(u128::MAX);
        let caps = setCapsCall {
            supplyCap: most,
            borrowCap: most,
        };
        let uptime = Oracle::setGateCall {
            feed: self.uptime.proxy,
            graceSeconds: U256::from(3_600),
            failOpenSeconds: U256::from(14_400),
            deepHealthBps: U256::from(9_500),
        };
        let all = vec![
            self.send(Role::Owner, &setTermsCall { terms: terms() }),
            self.send(Role::Owner, &caps),
            Transaction::new(Role::Owner, self.oracle, &uptime),
        ];
        self.run(stage, all).await
    }

    /// Switches rules on, and the others off.
    pub(super) fn rules(&self, rules: Rules) -> Vec<Transaction> {
        let constants = if rules.averages {
            [600, 21_600]
        } else {
            [0; 2]
        };
        let [fast, slow] = constants.map(U256::from);
        let pricing = setPricingCall {
            fastSeconds: fast,
            slowSeconds: slow,
            gated: rules.gate,
        };
        let [fee, part] = if rules.fee { [1_000, 2_500] } else { [0; 2] };
        let fees = setFeesCall {
            feeBps: U256::from(fee),
            reservePartBps: U256::from(part),
            flashFeeBps: U256::ZERO,
        };
        vec![
            self.send(Role::Owner, &pricing),
            self.send(Role::Owner, &fees),
        ]
    }

    async fn fill(&self, stage: &Stage) -> anyhow::Result<()> {
        let value = U256::from(1_000 * ONE_TOKEN);
        let approve = approveCall {
            spender: self.market,
            value: U256::MAX,
        };
        let mint = |role: Role| {
            let to = role.address();
            Transaction::new(role, self.collateral, &Token::mintCall { to, value })
        };
        let mut all = vec![
            mint(USER),
            mint(LIQUIDATOR),
            self.allow(self.collateral),
            self.allow(self.asset),
            Transaction::new(LIQUIDATOR, self.asset, &approve),
            self.send(USER, &supply(11_000 * ONE_TOKEN)),
        ];
        all.extend([
            self.pledge(self.collateral, 500 * ONE_TOKEN),
            self.borrow(200 * ONE_TOKEN),
        ]);
        self.run(stage, all).await
    }

    pub(super) fn send(&self, from: Role, call: &impl SolCall) -> Transaction {
        Transaction::new(from, self.market, call)
    }

    /// The user lets the market take a token.
    pub(super) fn allow(&self, token: Address) -> Transaction {
        let approve = approveCall {
            spender: self.market,
            value: U256::MAX,
        };
        Transaction::new(USER, token, &approve)
    }

    pub(super) fn pledge(&self, collateral: Address, assets: u128) -> Transaction {
        let pledge = supplyCollateralCall {
            collateral,
            assets: U256::from(assets),
            onBehalf: USER.address(),
            data: Bytes::new(),
        };
        self.send(USER, &pledge)
    }

    pub(super) fn borrow(&self, assets: u128) -> Transaction {
        let borrow = borrowCall {
            assets: U256::from(assets),
            shares: U256::ZERO,
            onBehalf: USER.address(),
            receiver: USER.address(),
        };
        self.send(USER, &borrow)
    }

    /// What leaves everything touched an hour before the next block.
    pub(super) fn touch(&self) -> Transaction {
        self.borrow(1)
    }

    /// The collateral's price falls.
    pub(super) fn fall(&self) -> Transaction {
        let answer = I256::unchecked_from(ONE / 1_000 * FALLEN);
        Transaction::new(Role::Owner, self.feed.aggregator, &transmitCall { answer })
    }

    /// A look at the collateral's price.
    pub(super) fn poke(&self) -> Transaction {
        let collateral = self.collateral;
        self.send(Role::Spender, &pokeCall { collateral })
    }

    /// A part of the debt is liquidated, without a callback.
    pub(super) fn liquidate(&self) -> Transaction {
        let call = liquidateCall {
            borrower: USER.address(),
            collateral: self.collateral,
            maxRepaid: U256::from(50 * ONE_TOKEN),
            minSeized: U256::ONE,
            data: Bytes::new(),
        };
        self.send(LIQUIDATOR, &call)
    }
}

pub(super) fn supply(assets: u128) -> supplyCall {
    supplyCall {
        assets: U256::from(assets),
        shares: U256::ZERO,
        onBehalf: USER.address(),
        data: Bytes::new(),
    }
}

pub(super) fn repay(assets: u128) -> repayCall {
    repayCall {
        assets: U256::from(assets),
        shares: U256::ZERO,
        onBehalf: USER.address(),
        data: Bytes::new(),
    }
}

/// A bonus of 2 to 5 %, towards a health of 1.05, half a debt at once.
fn terms() -> LiquidationTerms {
    let bps = U256::from;
    LiquidationTerms {
        leastBps: bps(10_200),
        mostBps: bps(10_500),
        fullAtBps: bps(9_000),
        targetBps: bps(10_500),
        closeFactorBps: bps(5_000),
        fullCloseBelowBps: bps(9_500),
        dust: U256::from(ONE_TOKEN),
        coolOffSeconds: bps(60),
        delaySeconds: bps(3_600),
        deepBps: bps(9_500),
    }
}

fn token(label: &str) -> Token::constructorCall {
    Token::constructorCall {
        name: label.to_owned(),
        symbol: "C".to_owned(),
        decimals: 18,
    }
}
