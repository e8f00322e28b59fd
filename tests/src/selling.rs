//! A farm whose strategies' rewards are sold.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::rewards::IRewards;
use ballast_abi::seller::Seller::{self as Abi, sellReturn, shouldSellReturn, standingReturn};
use ballast_artifacts::SELLER;
use ballast_client::deploy::Plan;

use crate::actors::DEPLOYER;
use crate::contract::{Contract, Done, uint};
use crate::farm::Farm;
use crate::scene::TOKEN;

/// The bounds of a route, as `setRoute` takes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouteBounds {
    /// Seconds over which mean prices are taken.
    pub window_seconds: u128,
    /// Ticks that spot may be off the mean.
    pub deviation_ticks: u128,
    /// Ticks that a sale's worst price is off the mean.
    pub slippage_ticks: u128,
    /// The most that is sold at once.
    pub chunk: u128,
    /// Seconds in which that refills.
    pub chunk_seconds: u128,
    /// The least that is sold.
    pub least: u128,
    /// The most of the asset that is lost at once.
    pub loss_max: u128,
    /// Seconds in which that refills.
    pub loss_seconds: u128,
}

/// Half an hour, 1 % and 1.5 % off the mean; a thousand tokens an hour; losses of fifty a week.
pub const BOUNDS: RouteBounds = RouteBounds {
    window_seconds: 1_800,
    deviation_ticks: 100,
    slippage_ticks: 150,
    chunk: 1_000 * TOKEN,
    chunk_seconds: 3_600,
    least: TOKEN,
    loss_max: 50 * TOKEN,
    loss_seconds: 7 * 86_400,
};

/// The seller of a farm. The deployer governs it, and nobody is sentinel.
#[derive(Clone, Debug)]
pub struct Selling {
    /// The contract.
    pub contract: Contract,
}

impl Selling {
    /// Deploys a seller for a farm's vault.
    pub fn new(farm: &Farm) -> Self {
        let constructor = Abi::constructorCall {
            vault: farm.scene.vault.address(),
            authority: DEPLOYER,
        };
        let mut plan = Plan::new("selling");
        let address = plan
            .add("seller", SELLER.code, &constructor, false)
            .expect("a plan of one");
        let deployed = farm.scene.chain.deploy(&plan);
        deployed.unwrap_or_else(|error| panic!("{error}"));
        let contract = Contract::new(farm.scene.chain.clone(), address);
        Self { contract }
    }

    /// Makes it the seller of a strategy.
    pub fn serve(&self, strategy: &Contract) {
        let seller = self.contract.address;
        strategy.send(DEPLOYER, &IRewards::setSellerCall { seller });
    }

    /// Calls it as its authority.
    pub fn govern<C: SolCall>(&self, call: &C) -> Done<C::Return> {
        self.contract.send(DEPLOYER, call)
    }

    /// Sells as anybody.
    pub fn sell(&self, from: Address, token: Address, strategy: Address) -> Done<sellReturn> {
        self.contract.send(from, &Abi::sellCall { token, strategy })
    }

    /// Whether a sale is due.
    pub fn trigger(&self, token: Address, strategy: Address) -> shouldSellReturn {
        self.contract.ask(&Abi::shouldSellCall { token, strategy })
    }

    /// What is kept for a route, and what is left of its limits.
    pub fn standing(&self, token: Address, strategy: Address) -> standingReturn {
        self.contract.ask(&Abi::standingCall { token, strategy })
    }
}

/// The call that sets a route that pays the strategy itself; one pool leads to the asset if the second
/// is zero.
pub fn set_route(
    token: Address,
    strategy: Address,
    [first, second]: [Address; 2],
    bounds: RouteBounds,
) -> Abi::setRouteCall {
    let [window, deviation, slippage]: [U256; 3] = [
        bounds.window_seconds,
        bounds.deviation_ticks,
        bounds.slippage_ticks,
    ]
    .map(uint);
    Abi::setRouteCall {
        token,
        strategy,
        payee: strategy,
        firstPool: first,
        secondPool: second,
        windowSeconds: window,
        deviationTicks: deviation,
        slippageTicks: slippage,
        chunk: uint(bounds.chunk),
        chunkSeconds: uint(bounds.chunk_seconds),
        least: uint(bounds.least),
        lossMax: uint(bounds.loss_max),
        lossSeconds: uint(bounds.loss_seconds),
    }
}
