//! Aave v3 as its own package has it, from `@aave/core-v3`: addresses provider, access control,
//! pool, configurator, price oracle, and a reserve for each of two tokens.

mod deploy;
mod incentives;

use alloy_primitives::{Address, U256};
use alloy_sol_types::sol;
use ballast_abi::strategy_aave_v3::IAavePool;
use ballast_abi::strategy_aave_v3::StrategyAaveV3::constructorCall;
use ballast_artifacts::STRATEGY_AAVE_V3;
use ballast_bench::chain::Chain;
use ballast_client::deploy::Plan;

use crate::actors::DEPLOYER;
use crate::contract::{Contract, Done, uint};
use crate::scene::peers;

pub use incentives::Incentives;

sol! {
    function mint(address to, uint256 value) external;
    function approve(address spender, uint256 value) external;
    function borrow(address asset, uint256 amount, uint256 rateMode, uint16 referral, address owner)
        external;
    function repay(address asset, uint256 amount, uint256 rateMode, address owner) external
        returns (uint256);
    function setReservePause(address asset, bool paused) external;
    function setReserveFreeze(address asset, bool frozen) external;
    function setSupplyCap(address asset, uint256 cap) external;
    function setPoolImpl(address implementation) external;
    function setVirtualBalance(uint256 amount) external;
}

/// Debt at the variable rate, in Aave's numbers.
const VARIABLE: u128 = 2;

/// One in the unit of rates and indices.
pub const RAY: u128 = 1_000_000_000_000_000_000_000_000_000;

/// A pool of Aave v3 with two reserves, governed by the deployer.
///
/// Both tokens cost a dollar. The asset can be borrowed, the other one is the collateral. Rates are
/// those of a stablecoin: up to 4% a year at a use of 80%, and 75% more beyond; a tenth of the
/// interest goes to the treasury.
#[derive(Clone, Debug)]
pub struct Aave {
    /// Where everything is done.
    pub pool: Contract,
    /// The pool's receipt for the asset.
    pub a_token: Contract,
    /// What is lent.
    pub asset: Contract,
    /// What secures loans.
    pub collateral: Contract,
    provider: Contract,
    configurator: Contract,
    /// What the pool's proxy runs.
    implementation: Address,
}

impl Aave {
    /// Deploys Aave with reserves of two tokens.
    pub fn new(asset: &Contract, collateral: &Contract) -> Self {
        deploy::run(asset, collateral)
    }

    /// Deploys a strategy over the pool. Strategies of the same parties need different names.
    pub fn strategy(&self, name: &str, vault: Address, registry: Address) -> Contract {
        strategy_over(self.chain(), name, vault, registry, self.pool.address)
    }

    /// Lends the asset, for aTokens of `owner`.
    pub fn supply(&self, from: Address, amount: u128, owner: Address) {
        self.pay_in(from, &self.asset, amount, owner);
    }

    /// Takes some of the asset out again, for aTokens of the sender.
    pub fn withdraw(&self, owner: Address, amount: u128) {
        let call = IAavePool::withdrawCall {
            asset: self.asset.address,
            amount: uint(amount),
            to: owner,
        };
        self.pool.send(owner, &call);
    }

    /// Borrows some of the asset against half as much again of collateral, minted for that.
    pub fn borrow(&self, borrower: Address, amount: u128) {
        let secured = amount + amount / 2;
        let (to, value) = (borrower, uint(secured));
        self.collateral.send(DEPLOYER, &mintCall { to, value });
        self.pay_in(borrower, &self.collateral, secured, borrower);
        let call = borrowCall {
            asset: self.asset.address,
            amount: uint(amount),
            rateMode: uint(VARIABLE),
            referral: 0,
            owner: borrower,
        };
        self.pool.send(borrower, &call);
    }

    /// Pays back what was borrowed.
    pub fn repay(&self, borrower: Address, amount: u128) {
        self.allow(borrower, &self.asset);
        let call = repayCall {
            asset: self.asset.address,
            amount: uint(amount),
            rateMode: uint(VARIABLE),
            owner: borrower,
        };
        self.pool.send(borrower, &call);
    }

    /// Stops everything there is to do with the asset, or lets it go on.
    pub fn pause(&self, paused: bool) {
        let asset = self.asset.address;
        self.configure(&setReservePauseCall { asset, paused });
    }

    /// Stops entries and loans of the asset, or lets them go on.
    pub fn freeze(&self, frozen: bool) {
        let asset = self.asset.address;
        self.configure(&setReserveFreezeCall { asset, frozen });
    }

    /// Sets the most of the asset that may be lent, in whole tokens.
    pub fn cap(&self, tokens: u128) {
        let (asset, cap) = (self.asset.address, uint(tokens));
        self.configure(&setSupplyCapCall { asset, cap });
    }

    /// Makes the pool count `amount` as what it has left, as pools of v3.1 count theirs.
    pub fn count_virtually(&self, amount: U256) {
        let code = peers()
            .contract("PoolWithVirtualBalance")
            .expect("a contract");
        let implementation = deploy::create(self.chain(), code, &self.implementation);
        self.provider
            .send(DEPLOYER, &setPoolImplCall { implementation });
        self.pool.send(DEPLOYER, &setVirtualBalanceCall { amount });
    }

    /// The words of the asset's reserve, as `getReserveData` gives them.
    pub fn reserve(&self) -> [U256; 15] {
        let asset = self.asset.address;
        self.pool.ask(&IAavePool::getReserveDataCall { asset })
    }

    /// What those who lend the asset earn in a year, in RAY.
    pub fn rate(&self) -> U256 {
        self.reserve()[2]
    }

    fn pay_in(&self, from: Address, token: &Contract, amount: u128, owner: Address) {
        self.allow(from, token);
        let call = IAavePool::supplyCall {
            asset: token.address,
            amount: uint(amount),
            onBehalfOf: owner,
            referralCode: 0,
        };
        self.pool.send(from, &call);
    }

    fn allow(&self, from: Address, token: &Contract) {
        let (spender, value) = (self.pool.address, U256::MAX);
        token.send(from, &approveCall { spender, value });
    }

    fn configure<C: alloy_sol_types::SolCall>(&self, call: &C) -> Done<C::Return> {
        self.configurator.send(DEPLOYER, call)
    }

    const fn chain(&self) -> &Chain {
        self.pool.chain()
    }
}

/// Deploys a strategy over whatever passes for a pool.
pub fn strategy_over(
    chain: &Chain,
    name: &str,
    vault: Address,
    registry: Address,
    pool: Address,
) -> Contract {
    let constructor = constructorCall {
        vault,
        registry,
        pool,
    };
    let mut plan = Plan::new(name);
    let address = plan
        .add("aave", STRATEGY_AAVE_V3.code, &constructor, false)
        .expect("a plan of one");
    let deployed = chain.deploy(&plan);
    deployed.unwrap_or_else(|error| panic!("{error}"));
    Contract::new(chain.clone(), address)
}
