//! What lending costs, in the state of the figures that it is compared with: 11,000 supplied, 200
//! borrowed against 500 of collateral, one for one, everything touched an hour ago.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, sol};
use ballast_abi::erc20::IERC20::approveCall;
use ballast_abi::market::IFlashLender::flashLoanCall;
use ballast_abi::market::IMarket::{borrowCall, repayCall, supplyCall, supplyCollateralCall};
use ballast_abi::market::Market;
use ballast_abi::market_risk::IMarketRisk::LiquidationTerms;
use ballast_abi::market_risk::IMarketRisk::{
    listCollateralCall, setCapsCall, setFeesCall, setPricingCall, setTermsCall,
};
use ballast_abi::market_risk::{MarketGovernance, MarketRisk};
use ballast_abi::oracle::Oracle;
use ballast_abi::token::Token;
use ballast_artifacts::{MARKET, MARKET_GOVERNANCE, MARKET_RISK, ORACLE, TOKEN};
use ballast_bench::peers::Peers;
use ballast_client::deploy::{self, Plan};

use super::case::{Case, Transaction};
use super::oracle::feed;
use super::stage::{ONE_TOKEN, Role, Stage};

sol! {
    function allow(address token, address spender, uint256 value) external;
}

/// A price of one, with the feeds' decimals.
const ONE: u64 = 100_000_000;

/// A week: blocks are an hour apart.
const HEARTBEAT: u64 = 604_800;

/// Who acts: supplies, borrows, and has more of both tokens.
const USER: Role = Role::Holder;

/// A market whose oracle counts in what is lent, so that one feed is all that it reads.
struct Lending {
    asset: Address,
    collateral: Address,
    oracle: Address,
    market: Address,
}

/// Two markets: with averages, gate and fee, and without. They come last, so that they move the
/// clock of no other case.
pub(super) async fn cases(stage: &Stage) -> anyhow::Result<Vec<Case>> {
    let (all, bare) = (
        Lending::set(stage, "market", true).await?,
        Lending::set(stage, "bare market", false).await?,
    );
    let code = Peers::load()?;
    let receiver = stage.create(code.contract("Caller")?, &[]).await?;
    let owner = stage.client(Role::Owner)?;
    let (token, spender, value) = (all.asset, all.market, U256::MAX);
    let allow = allowCall {
        token,
        spender,
        value,
    };
    owner.send(receiver, &allow).await?;
    let loan = flashLoanCall {
        receiver,
        token: all.asset,
        amount: U256::from(1_000 * ONE_TOKEN),
        data: Bytes::new(),
    };
    Ok(vec![
        Case::new(
            "market.supply.warm",
            "11,000 supplied, 200 borrowed, the supplier has a position; adaptive rate, a fee",
            all.send(&supply(ONE_TOKEN)),
        )
        .after(all.touch()),
        Case::new(
            "market.repay.warm",
            "the same; a part of the debt; the fee is booked",
            all.send(&repay(ONE_TOKEN)),
        )
        .after(all.touch()),
        Case::new(
            "market.borrow.one_feed",
            "one collateral, one feed; adaptive rate; no averages, no gate, no fee",
            bare.send(&borrow(ONE_TOKEN)),
        )
        .after(bare.touch()),
        Case::new(
            "market.borrow.warm",
            "one collateral, one feed; adaptive rate, averages, gate with its own feed, a fee",
            all.send(&borrow(ONE_TOKEN)),
        )
        .after(all.touch()),
        Case::new(
            "market.flash_loan",
            "by ERC-3156, without a fee, to a contract that writes down what it got",
            all.send(&loan),
        )
        .after(all.touch()),
    ])
}

impl Lending {
    async fn set(stage: &Stage, label: &str, with_rules: bool) -> anyhow::Result<Self> {
        let owner = stage.client(Role::Owner)?;
        let (asset, authority) = (stage.token, owner.sender());
        let mut plan = Plan::new(label);
        let constructor = Token::constructorCall {
            name: label.to_owned(),
            symbol: "C".to_owned(),
            decimals: 18,
        };
        let collateral = plan.add(TOKEN.name, TOKEN.code, &constructor, true)?;
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
        let constructor = Market::constructorCall {
            asset,
            oracle,
            riskProgram: risk,
            authority,
        };
        let market = plan.add(MARKET.name, MARKET.code, &constructor, true)?;
        deploy::run(&owner, &plan, |_, _| {}).await?;
        let lending = Self {
            asset,
            collateral,
            oracle,
            market,
        };
        lending.price(stage).await?;
        lending.govern(stage, with_rules).await?;
        lending.fill(stage).await?;
        Ok(lending)
    }

    async fn price(&self, stage: &Stage) -> anyhow::Result<()> {
        let owner = stage.client(Role::Owner)?;
        let register = Oracle::setAssetCall {
            asset: self.collateral,
            least: U256::ONE,
            deviationBps: U256::from(100),
        };
        owner.send(self.oracle, &register).await?;
        let source = Oracle::setSourceCall {
            asset: self.collateral,
            index: U256::ZERO,
            kind: U256::ONE,
            target: feed(stage, ONE).await?,
            quote: self.asset,
            span: U256::from(HEARTBEAT),
            lower: U256::from(ONE / 10),
            upper: U256::from(ONE * 10),
            confidenceBps: U256::from(25),
        };
        owner.send(self.oracle, &source).await?;
        Ok(())
    }

    async fn govern(&self, stage: &Stage, with_rules: bool) -> anyhow::Result<()> {
        let owner = stage.client(Role::Owner)?;
        owner
            .send(self.market, &setTermsCall { terms: terms() })
            .await?;
        let most = U256::from(u128::MAX);
        let caps = setCapsCall {
            supplyCap: most,
            borrowCap: most,
        };
        owner.send(self.market, &caps).await?;
        let list = listCollateralCall {
            collateral: self.collateral,
            borrowBps: U256::from(8_000),
            liquidationBps: U256::from(8_500),
            cap: most,
        };
        owner.send(self.market, &list).await?;
        let constants = if with_rules { [600, 21_600] } else { [0; 2] };
        let [fast, slow] = constants.map(U256::from);
        let pricing = setPricingCall {
            fastSeconds: fast,
            slowSeconds: slow,
            gated: with_rules,
        };
        owner.send(self.market, &pricing).await?;
        if with_rules {
            let fees = setFeesCall {
                feeBps: U256::from(1_000),
                reservePartBps: U256::from(2_500),
                flashFeeBps: U256::ZERO,
            };
            owner.send(self.market, &fees).await?;
            let gate = Oracle::setGateCall {
                feed: feed(stage, 0).await?,
                graceSeconds: U256::from(3_600),
                failOpenSeconds: U256::from(14_400),
                deepHealthBps: U256::from(9_500),
            };
            owner.send(self.oracle, &gate).await?;
        }
        Ok(())
    }

    async fn fill(&self, stage: &Stage) -> anyhow::Result<()> {
        let user = stage.client(USER)?;
        let mint = Token::mintCall {
            to: user.sender(),
            value: U256::from(1_000 * ONE_TOKEN),
        };
        user.send(self.collateral, &mint).await?;
        let approve = approveCall {
            spender: self.market,
            value: U256::MAX,
        };
        user.send(self.collateral, &approve).await?;
        user.send(self.asset, &approve).await?;
        user.send(self.market, &supply(11_000 * ONE_TOKEN)).await?;
        let pledge = supplyCollateralCall {
            collateral: self.collateral,
            assets: U256::from(500 * ONE_TOKEN),
            onBehalf: user.sender(),
            data: Bytes::new(),
        };
        user.send(self.market, &pledge).await?;
        user.send(self.market, &borrow(200 * ONE_TOKEN)).await?;
        Ok(())
    }

    fn send(&self, call: &impl SolCall) -> Transaction {
        Transaction::new(USER, self.market, call)
    }

    /// What leaves everything touched an hour before the next block.
    fn touch(&self) -> Transaction {
        self.send(&borrow(1))
    }
}

fn supply(assets: u128) -> supplyCall {
    supplyCall {
        assets: U256::from(assets),
        shares: U256::ZERO,
        onBehalf: USER.address(),
        data: Bytes::new(),
    }
}

fn borrow(assets: u128) -> borrowCall {
    borrowCall {
        assets: U256::from(assets),
        shares: U256::ZERO,
        onBehalf: USER.address(),
        receiver: USER.address(),
    }
}

fn repay(assets: u128) -> repayCall {
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
