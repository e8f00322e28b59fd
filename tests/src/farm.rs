//! A vault that earns: its registry, strategies, and the venues they use.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolValue;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::registry::IRegistry::{self as Abi, Status};
use ballast_abi::registry::Registry;
use ballast_abi::strategy_erc4626::StrategyErc4626;
use ballast_artifacts::{REGISTRY, STRATEGY_ERC4626};
use ballast_bench::peers::{PeerToken, PeerVault, Pipeline};
use ballast_client::deploy::Plan;

use crate::actors::{ALICE, DEPLOYER};
use crate::contract::{Contract, Done, uint};
use crate::scene::{Scene, TOKEN, peers};
use crate::vault::{Setting, Terms};

/// What a farm starts with: no fees, profit at once, the fastest growth.
pub const PLAIN: Terms = Terms {
    recipient: Address::ZERO,
    performance_bps: 0,
    management_bps: 0,
    unlock_seconds: 0,
    growth_bps_per_year: 20_000,
};

/// What Alice deposits in a farm.
pub const STAKE: u128 = 10_000 * TOKEN;

/// Time in which a farm may grow to half as much again.
pub const SEASON: u64 = 92 * 86_400;

/// A scene whose vault has a registry. The deployer governs it and moves debt; Alice's
/// [`STAKE`] is in the vault; a [`SEASON`] has gone by.
#[derive(Clone, Debug)]
pub struct Farm {
    /// The token, the vault, who has what.
    pub scene: Scene,
    /// The registry.
    pub registry: Contract,
}

impl Farm {
    /// A farm without strategies.
    #[expect(clippy::new_without_default, reason = "a farm is an act, not a value")]
    pub fn new() -> Self {
        let scene = Scene::over(PeerToken::Solmate);
        let constructor = Registry::constructorCall {
            vault: scene.vault.address(),
            authority: DEPLOYER,
        };
        let mut plan = Plan::new("farm");
        let address = plan
            .add("registry", REGISTRY.code, &constructor, false)
            .expect("a plan of one");
        deploy(&scene, &plan);
        let registry = Contract::new(scene.chain.clone(), address);
        scene
            .vault
            .configure(Setting::Registry, address.into_word());
        scene.vault.configure(Setting::Terms, PLAIN.word());
        scene.vault.deposit(ALICE, STAKE, ALICE);
        scene.pass(SEASON);
        Self { scene, registry }
    }

    /// A venue of another project over the farm's token, empty.
    pub fn venue(&self, peer: PeerVault) -> Contract {
        let code = peers()
            .vault(peer, Pipeline::Legacy)
            .expect("a known vault");
        self.create(code, &self.scene.token.address.abi_encode())
    }

    /// The strategy over a venue, and in the registry, with caps that stop nothing.
    pub fn strategy_over(&self, venue: Address) -> Contract {
        let constructor = StrategyErc4626::constructorCall {
            vault: self.scene.vault.address(),
            registry: self.registry.address,
            venue,
        };
        // A venue may have several.
        let count = self.registry.ask(&Abi::strategyCountCall {});
        let mut plan = Plan::new(&count.to_string());
        let address = plan
            .add("strategy", STRATEGY_ERC4626.code, &constructor, false)
            .expect("a plan of one");
        deploy(&self.scene, &plan);
        let strategy = Contract::new(self.scene.chain.clone(), address);
        self.admit(address);
        strategy
    }

    /// A strategy that keeps the tokens, and misbehaves the way it is told; in the registry.
    pub fn hostile(&self) -> Hostile {
        let code = peers().contract("HostileStrategy").expect("a contract");
        let (vault, registry) = (self.scene.vault.address(), self.registry.address);
        let arguments = (vault, registry, self.scene.token.address).abi_encode();
        let contract = self.create(code, &arguments);
        self.admit(contract.address);
        Hostile { contract }
    }

    fn create(&self, code: &alloy_primitives::Bytes, arguments: &[u8]) -> Contract {
        let created = self.scene.chain.create(code, arguments);
        let address = created.unwrap_or_else(|error| panic!("{error}"));
        Contract::new(self.scene.chain.clone(), address)
    }

    /// Adds a strategy, and lifts all its caps.
    pub fn admit(&self, strategy: Address) {
        self.govern(&Abi::addCall { strategy });
        let cap = uint(u128::MAX);
        self.govern(&Abi::setCapCall { strategy, cap });
        for id in self.registry.ask(&Abi::idsOfCall { strategy }) {
            let (absolute, relative_bps) = (cap, uint(10_000));
            self.govern(&Abi::setIdCapCall {
                id,
                absolute,
                relativeBps: relative_bps,
            });
        }
    }

    /// Calls the registry as its authority.
    pub fn govern<C: alloy_sol_types::SolCall>(&self, call: &C) -> Done<C::Return> {
        self.registry.send(DEPLOYER, call)
    }

    /// Sets the order of exits.
    pub fn queue(&self, strategies: &[Address]) {
        let strategies = strategies.to_vec();
        self.govern(&Abi::setQueueCall { strategies });
    }

    /// Lends or takes back until a strategy owes so much.
    pub fn move_debt(&self, strategy: Address, target: u128) -> U256 {
        let target = uint(target);
        self.govern(&Abi::moveDebtCall { strategy, target })
            .returned
    }

    /// Has a strategy report; an account earns the reward.
    pub fn harvest(&self, reporter: Address, strategy: Address) -> Abi::harvestReturn {
        self.registry
            .send(reporter, &Abi::harvestCall { strategy })
            .returned
    }

    /// What a strategy owes by the registry.
    pub fn debt(&self, strategy: Address) -> U256 {
        self.registry.ask(&Abi::strategyCall { strategy }).debt
    }

    /// A strategy's status.
    pub fn status(&self, strategy: Address) -> Status {
        self.registry.ask(&Abi::strategyCall { strategy }).status
    }

    /// What the vault's assets are, by its books.
    pub fn assets(&self) -> U256 {
        self.scene.vault.contract.ask(&IERC4626::totalAssetsCall {})
    }
}

fn deploy(scene: &Scene, plan: &Plan) {
    scene
        .chain
        .deploy(plan)
        .unwrap_or_else(|error| panic!("{error}"));
}

/// How a strategy misbehaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Mode {
    /// Not at all.
    Honest = 0,
    /// Says that it is worth twice as much.
    Boasts = 1,
    /// Says that it is worth half as much.
    Belittles = 2,
    /// Reverts.
    Reverts = 3,
    /// Burns all its gas.
    BurnsGas = 4,
    /// Makes a call of its own first.
    Reenters = 5,
    /// Sends half of what it says.
    Withholds = 6,
    /// Answers a byte too little.
    AnswersShort = 7,
    /// Can send nothing.
    Illiquid = 8,
    /// Answers 300,000 bytes.
    AnswersLong = 9,
}

alloy_sol_types::sol! {
    #![sol(all_derives)]
    function setMode(uint8 mode) external;
    function lose(uint256 amount) external;
    function gain(uint256 amount) external;
    function arm(address target, bytes payload) external;
    function calls() external view returns (uint256);
    function succeeded() external view returns (bool);
}

/// A strategy that does what it is told.
#[derive(Clone, Debug)]
pub struct Hostile {
    /// The contract.
    pub contract: Contract,
}

impl Hostile {
    /// Where it stands.
    pub const fn address(&self) -> Address {
        self.contract.address
    }

    /// Behaves otherwise from now on.
    pub fn set(&self, mode: Mode) {
        let mode = mode as u8;
        self.contract.send(DEPLOYER, &setModeCall { mode });
    }

    /// Loses some of what it holds.
    pub fn lose(&self, amount: u128) {
        let amount = uint(amount);
        self.contract.send(DEPLOYER, &loseCall { amount });
    }

    /// Gains tokens that are minted for it.
    pub fn gain(&self, amount: u128) {
        let amount = uint(amount);
        self.contract.send(DEPLOYER, &gainCall { amount });
    }

    /// Calls `target` whenever it is asked for something, in [`Mode::Reenters`].
    pub fn arm(&self, target: Address, payload: Vec<u8>) {
        let payload = payload.into();
        self.contract.send(DEPLOYER, &armCall { target, payload });
        self.set(Mode::Reenters);
    }

    /// How often it made its call, and whether the last one succeeded.
    pub fn attempts(&self) -> (U256, bool) {
        let calls = self.contract.ask(&callsCall {});
        (calls, self.contract.ask(&succeededCall {}))
    }
}
