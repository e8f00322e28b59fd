//! A farm whose debts a rebalancer moves.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::erc20::IERC20;
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_abi::registry::IRegistry;
use ballast_artifacts::REBALANCER;
use ballast_client::deploy::Plan;

use crate::actors::DEPLOYER;
use crate::contract::{Contract, Done, uint};
use crate::farm::Farm;
use crate::scene::TOKEN;

/// The rebalancer of a farm. The deployer governs it, and nobody is operator or sentinel.
#[derive(Clone, Debug)]
pub struct Rebalancing {
    /// The contract, which is the registry's allocator.
    pub contract: Contract,
}

impl Rebalancing {
    /// Makes a new rebalancer the allocator of a farm's registry.
    pub fn new(farm: &Farm) -> Self {
        let constructor = Abi::constructorCall {
            registry: farm.registry.address,
            authority: DEPLOYER,
        };
        let mut plan = Plan::new("rebalancing");
        let address = plan
            .add("rebalancer", REBALANCER.code, &constructor, false)
            .expect("a plan of one");
        let deployed = farm.scene.chain.deploy(&plan);
        deployed.unwrap_or_else(|error| panic!("{error}"));
        farm.govern(&IRegistry::setAllocatorCall { allocator: address });
        let contract = Contract::new(farm.scene.chain.clone(), address);
        Self { contract }
    }

    /// Calls it as its authority.
    pub fn govern<C: SolCall>(&self, call: &C) -> Done<C::Return> {
        self.contract.send(DEPLOYER, call)
    }

    /// Sets targets, in hundredths of all assets.
    pub fn aim(&self, targets: &[(Address, u128)]) {
        let hundredth = TOKEN / 100;
        self.govern(&Abi::setTargetsCall {
            strategies: targets.iter().map(|(strategy, _)| *strategy).collect(),
            weights: targets
                .iter()
                .map(|(_, weight)| uint(weight * hundredth))
                .collect(),
        });
    }

    /// Rebalances as anybody. Returns the loss.
    pub fn rebalance(&self, from: Address) -> Done<U256> {
        self.contract.send(from, &Abi::rebalanceCall {})
    }

    /// What moves may lose now, as a part of all assets in WAD.
    pub fn budget_left(&self) -> U256 {
        self.contract.ask(&Abi::budgetLeftCall {})
    }

    /// Lets anybody move so much into a strategy, and out of it.
    pub fn let_flow(&self, strategy: Address, max_in: u128, max_out: u128) {
        self.govern(&Abi::setFlowCall {
            strategy,
            maxIn: uint(max_in),
            maxOut: uint(max_out),
        });
    }

    /// Offers forced deallocations of a strategy.
    pub fn offer(&self, strategy: Address, bps: u128) {
        let bps = uint(bps);
        self.govern(&Abi::setPenaltyCall { strategy, bps });
    }

    /// Lets it spend an actor's shares.
    pub fn trust(&self, farm: &Farm, actor: Address) {
        farm.scene.vault.contract.send(
            actor,
            &IERC20::approveCall {
                spender: self.contract.address,
                value: U256::MAX,
            },
        );
    }
}

/// Has a strategy send an amount to the vault, whatever the penalty.
pub fn force(strategy: Address, assets: u128) -> Abi::forceDeallocateCall {
    Abi::forceDeallocateCall {
        strategy,
        assets: uint(assets),
        maxShares: U256::MAX,
    }
}

/// Moves amounts out of strategies into another one.
pub fn reallocate(sources: &[(Address, u128)], destination: Address) -> Abi::reallocateCall {
    Abi::reallocateCall {
        sources: sources.iter().map(|(strategy, _)| *strategy).collect(),
        amounts: sources.iter().map(|(_, amount)| uint(*amount)).collect(),
        destination,
    }
}
