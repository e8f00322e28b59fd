//! A market: its two programs, an oracle over played feeds, and what people do there.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market::{Market as Construction, MarketAccounts};
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::market_risk::{MarketGovernance, MarketRisk};
use ballast_abi::market_shares::MarketShares;
use ballast_artifacts::{MARKET, MARKET_ACCOUNTS, MARKET_GOVERNANCE, MARKET_RISK, MARKET_SHARES};
use ballast_bench::chain::Chain;
use ballast_bench::peers::PeerToken;
use ballast_client::deploy::Plan;

use crate::actors::{ALICE, BOB, CAROL, DEPLOYER, MALLORY};
use crate::contract::{Contract, Done, uint};
use crate::pricing::{Feed, HEARTBEAT, Pricing, SourceTerms};
use crate::scene::{FUNDS, Scene, TOKEN, mintCall, token};

/// A dollar by a feed of 8 decimals.
pub const DOLLAR: i128 = 100_000_000;

/// What ether costs at first, in dollars.
pub const ETHER_PRICE: i128 = 3_000;

/// The borrow and the liquidation LTV of ether, in basis points.
pub const ETHER_LTV: [u128; 2] = [8_000, 8_500];

/// Those of the vault's shares.
pub const SHARE_LTV: [u128; 2] = [9_000, 9_300];

/// Time constants of fast and slow average: ten minutes and six hours.
pub const CONSTANTS: [u64; 2] = [600, 21_600];

/// Liquidations: a bonus of 2 to 5 %, towards a health of 1.05, half a debt at once.
pub const TERMS: Risk::LiquidationTerms = Risk::LiquidationTerms {
    leastBps: U256::from_limbs([10_200, 0, 0, 0]),
    mostBps: U256::from_limbs([10_500, 0, 0, 0]),
    fullAtBps: U256::from_limbs([9_000, 0, 0, 0]),
    targetBps: U256::from_limbs([10_500, 0, 0, 0]),
    closeFactorBps: U256::from_limbs([5_000, 0, 0, 0]),
    fullCloseBelowBps: U256::from_limbs([9_500, 0, 0, 0]),
    dust: U256::from_limbs([TOKEN as u64, 0, 0, 0]),
    coolOffSeconds: U256::from_limbs([60, 0, 0, 0]),
    delaySeconds: U256::from_limbs([3_600, 0, 0, 0]),
    deepBps: U256::from_limbs([9_500, 0, 0, 0]),
};

/// A market of the scene's token, a dollar each. The deployer governs it. Ether at 3,000 dollars
/// and shares of the scene's vault are collaterals; every actor has [`FUNDS`] of both tokens, lets
/// the market take them, and Carol shares of the vault, too.
#[derive(Clone, Debug)]
pub struct Lending {
    /// The token, and a vault over it.
    pub scene: Scene,
    /// The oracle.
    pub pricing: Pricing,
    /// A collateral.
    pub ether: Contract,
    /// The token's feed.
    pub token_feed: Feed,
    /// Ether's feed.
    pub ether_feed: Feed,
    /// The market.
    pub market: Contract,
    /// Its other program, as it stands alone.
    pub program: Contract,
}

impl Lending {
    /// With averages, without a gate, at the adaptive rate, without a fee.
    #[expect(
        clippy::new_without_default,
        reason = "a market is an act, not a value"
    )]
    pub fn new() -> Self {
        Self::over(PeerToken::Solmate)
    }

    /// The same over a token of another kind.
    pub fn over(kind: PeerToken) -> Self {
        Self::on(Scene::over(kind))
    }

    /// The same on a stage that stands.
    pub fn on(scene: Scene) -> Self {
        let lending = Self::without_shares(scene);
        lending.scene.vault.deposit(CAROL, FUNDS / 2, CAROL);
        lending.allow(&lending.scene.vault.contract, CAROL, lending.market.address);
        lending
    }

    /// The same before anybody has shares of the vault, which not every token allows.
    pub fn without_shares(scene: Scene) -> Self {
        let chain = &scene.chain;
        let pricing = Pricing::new(chain);
        let ether = token(chain, PeerToken::Solmate);
        let token_feed = Feed::new(chain, 8, DOLLAR);
        let ether_feed = Feed::new(chain, 8, ETHER_PRICE * DOLLAR);
        let terms = |feed: &Feed| SourceTerms {
            // A feed is silent for longer than the tests take, unless they say otherwise.
            span: HEARTBEAT * 24 * 7,
            ..SourceTerms::feed(feed.address())
        };
        pricing.list(scene.token.address, terms(&token_feed));
        pricing.list(ether.address, terms(&ether_feed));
        let vault = scene.vault.contract.address;
        let share = SourceTerms::share(vault, scene.token.address, 2_000);
        pricing.list(vault, share);
        let (market, program) = deploy(chain, scene.token.address, pricing.oracle.address);
        let lending = Self {
            scene,
            pricing,
            ether,
            token_feed,
            ether_feed,
            market,
            program,
        };
        lending.configure();
        lending.fund();
        lending
    }

    fn configure(&self) {
        self.govern(&Risk::setTermsCall { terms: TERMS });
        let [fast, slow] = CONSTANTS.map(U256::from);
        self.govern(&Risk::setPricingCall {
            fastSeconds: fast,
            slowSeconds: slow,
            gated: false,
        });
        let unlimited = uint(u128::MAX);
        self.govern(&Risk::setCapsCall {
            supplyCap: unlimited,
            borrowCap: unlimited,
        });
        for (collateral, [borrow, liquidation]) in
            [(self.ether.address, ETHER_LTV), (self.shares(), SHARE_LTV)]
        {
            self.govern(&Risk::listCollateralCall {
                collateral,
                borrowBps: uint(borrow),
                liquidationBps: uint(liquidation),
                cap: unlimited,
            });
        }
    }

    fn fund(&self) {
        let market = self.market.address;
        for actor in [ALICE, BOB, CAROL, MALLORY] {
            self.scene.allow(actor, market);
            let value = uint(FUNDS);
            self.ether.send(DEPLOYER, &mintCall { to: actor, value });
            self.allow(&self.ether, actor, market);
        }
    }

    /// Lets a spender take any of an actor's tokens.
    pub fn allow(&self, token: &Contract, actor: Address, spender: Address) {
        let value = U256::MAX;
        let call = ballast_abi::erc20::IERC20::approveCall { spender, value };
        token.send(actor, &call);
    }

    /// Shares of the market's supply, which every actor lets take their tokens.
    pub fn wrapped(&self) -> Contract {
        let constructor = MarketShares::constructorCall {
            market: self.market.address,
            name: "Ballast Market".to_owned(),
            symbol: "bM".to_owned(),
        };
        let mut plan = Plan::new("lending");
        let shares = plan.add("market_shares", MARKET_SHARES.code, &constructor, false);
        let shares = shares.expect("a plan of one");
        let deployed = self.scene.chain.deploy(&plan);
        deployed.unwrap_or_else(|error| panic!("{error}"));
        for actor in [ALICE, BOB, CAROL, MALLORY] {
            self.scene.allow(actor, shares);
        }
        Contract::new(self.scene.chain.clone(), shares)
    }

    /// What the vault's shares are called as a collateral.
    pub const fn shares(&self) -> Address {
        self.scene.vault.contract.address
    }

    /// Calls the market as its authority.
    pub fn govern<C: SolCall>(&self, call: &C) -> Done<C::Return> {
        self.market.send(DEPLOYER, call)
    }

    /// Supplies assets of an actor's for themselves.
    pub fn supply(&self, actor: Address, assets: u128) -> Done<Abi::supplyReturn> {
        self.market.send(actor, &supply(assets, actor))
    }

    /// Withdraws assets to the same actor.
    pub fn withdraw(&self, actor: Address, assets: u128) -> Done<Abi::withdrawReturn> {
        self.market.send(actor, &withdraw(assets, actor))
    }

    /// Brings collateral.
    pub fn pledge(&self, actor: Address, collateral: Address, assets: u128) {
        self.market.send(actor, &pledge(collateral, assets, actor));
    }

    /// Takes it back.
    pub fn release(&self, actor: Address, collateral: Address, assets: u128) {
        self.market.send(actor, &release(collateral, assets, actor));
    }

    /// Borrows.
    pub fn borrow(&self, actor: Address, assets: u128) -> Done<Abi::borrowReturn> {
        self.market.send(actor, &borrow(assets, actor))
    }

    /// Pays some of a debt.
    pub fn repay(&self, actor: Address, assets: u128) -> Done<Abi::repayReturn> {
        self.market.send(actor, &repay(assets, actor))
    }

    /// What an account owes.
    pub fn debt_of(&self, account: Address) -> U256 {
        self.market.ask(&Abi::debtOfCall { account })
    }

    /// What an account's supply is worth.
    pub fn supplied_of(&self, account: Address) -> U256 {
        self.market.ask(&Abi::suppliedOfCall { account })
    }

    /// Assets and shares of supply, then of debt.
    pub fn totals(&self) -> [U256; 4] {
        let totals = self.market.ask(&Abi::totalsCall {});
        [
            totals.supplyAssets,
            totals.supplyShares,
            totals.borrowAssets,
            totals.borrowShares,
        ]
    }

    /// Shares of supply and debt of an account.
    pub fn position(&self, account: Address) -> [U256; 2] {
        let position = self.market.ask(&Abi::positionCall { account });
        [position.supplyShares, position.borrowShares]
    }

    /// What an account has of a collateral.
    pub fn pledged_of(&self, account: Address, collateral: Address) -> U256 {
        self.market.ask(&Abi::collateralOfCall {
            account,
            collateral,
        })
    }

    /// Checks that a call reverts with exactly this error.
    pub fn refuses<C: SolCall>(&self, from: Address, call: &C, error: &impl SolError) {
        self.market.refuses(from, call, error);
    }

    /// Lets time pass before the next block.
    pub fn pass(&self, seconds: u64) {
        self.scene.pass(seconds);
    }
}

/// All programs of a market.
pub(crate) fn deploy(chain: &Chain, asset: Address, oracle: Address) -> (Contract, Contract) {
    let run = |plan: &Plan| {
        let deployed = chain.deploy(plan);
        deployed.unwrap_or_else(|error| panic!("{error}"));
    };
    let mut plan = Plan::new("lending");
    let code = MARKET_GOVERNANCE.code;
    let constructor = MarketGovernance::constructorCall {};
    let governance = plan.add("market_governance", code, &constructor, false);
    let constructor = MarketRisk::constructorCall {
        governanceProgram: governance.expect("a plan of three"),
    };
    let program = plan.add("market_risk", MARKET_RISK.code, &constructor, false);
    let program = program.expect("a plan of three");
    let (name, code) = ("market_accounts", MARKET_ACCOUNTS.code);
    let accounts = plan.add(name, code, &MarketAccounts::constructorCall {}, false);
    let accounts = accounts.expect("a plan of three");
    run(&plan);
    let constructor = Construction::constructorCall {
        asset,
        oracle,
        accountsProgram: accounts,
        riskProgram: program,
        authority: DEPLOYER,
    };
    let mut plan = Plan::new("lending");
    let market = plan.add("market", MARKET.code, &constructor, false);
    let market = market.expect("a plan of one");
    run(&plan);
    let at = |address| Contract::new(chain.clone(), address);
    (at(market), at(program))
}

/// `supply` of assets, without data.
pub fn supply(assets: u128, on_behalf: Address) -> Abi::supplyCall {
    Abi::supplyCall {
        assets: uint(assets),
        shares: U256::ZERO,
        onBehalf: on_behalf,
        data: Bytes::new(),
    }
}

/// `withdraw` of assets to the same account.
pub fn withdraw(assets: u128, account: Address) -> Abi::withdrawCall {
    Abi::withdrawCall {
        assets: uint(assets),
        shares: U256::ZERO,
        onBehalf: account,
        receiver: account,
    }
}

/// `supplyCollateral`, without data.
pub fn pledge(collateral: Address, assets: u128, account: Address) -> Abi::supplyCollateralCall {
    Abi::supplyCollateralCall {
        collateral,
        assets: uint(assets),
        onBehalf: account,
        data: Bytes::new(),
    }
}

/// `withdrawCollateral` to the same account.
pub fn release(collateral: Address, assets: u128, account: Address) -> Abi::withdrawCollateralCall {
    Abi::withdrawCollateralCall {
        collateral,
        assets: uint(assets),
        onBehalf: account,
        receiver: account,
    }
}

/// `borrow` of assets to the same account.
pub fn borrow(assets: u128, account: Address) -> Abi::borrowCall {
    Abi::borrowCall {
        assets: uint(assets),
        shares: U256::ZERO,
        onBehalf: account,
        receiver: account,
    }
}

/// `repay` of assets, without data.
pub fn repay(assets: u128, account: Address) -> Abi::repayCall {
    Abi::repayCall {
        assets: uint(assets),
        shares: U256::ZERO,
        onBehalf: account,
        data: Bytes::new(),
    }
}
