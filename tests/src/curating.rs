//! A farm whose contracts a curator governs.

use alloy_primitives::{Address, B256, FixedBytes, U256};
use alloy_sol_types::SolCall;
use ballast_abi::curator::ICurator::{self as Abi, Call, State};
use ballast_abi::curator::{Curator, IGoverned};
use ballast_abi::rebalancer::Rebalancer;
use ballast_abi::registry::IRegistry;
use ballast_abi::vault::Vault;
use ballast_artifacts::CURATOR;
use ballast_client::deploy::Plan;

use crate::actors::{BOB, CAROL, DEPLOYER, MALLORY};
use crate::contract::{Contract, Done};
use crate::farm::Farm;
use crate::rebalancing::Rebalancing;
use crate::vault::Setting;

/// Submits actions.
pub const PROPOSER: Address = CAROL;

/// Revokes them, and is the sentinel and guardian of what the curator governs.
pub const SENTINEL: Address = BOB;

const DAY: u64 = 86_400;

/// How long additions to the table wait.
pub const ADDITION_SECONDS: u64 = 14 * DAY;

/// How long most of what raises risk waits.
pub const RAISING_SECONDS: u64 = 3 * DAY;

/// How long it takes to let go of a contract.
pub const LEAVING_SECONDS: u64 = 30 * DAY;

/// A farm with a rebalancer, and a curator. The deployer owns the curator.
#[derive(Clone, Debug)]
pub struct Curating {
    /// The vault, its registry, the chain.
    pub farm: Farm,
    /// The registry's allocator.
    pub rebalancing: Rebalancing,
    /// The curator.
    pub contract: Contract,
}

impl Curating {
    /// A curator that governs nothing yet, with an empty table.
    pub fn open(farm: Farm) -> Self {
        let rebalancing = Rebalancing::new(&farm);
        let constructor = Curator::constructorCall {
            owner: DEPLOYER,
            proposer: PROPOSER,
            delay: U256::from(ADDITION_SECONDS),
        };
        let mut plan = Plan::new("curating");
        let address = plan
            .add("curator", CURATOR.code, &constructor, false)
            .expect("a plan of one");
        let deployed = farm.scene.chain.deploy(&plan);
        deployed.unwrap_or_else(|error| panic!("{error}"));
        let contract = Contract::new(farm.scene.chain.clone(), address);
        let curating = Self {
            farm,
            rebalancing,
            contract,
        };
        curating.own(&Abi::setSentinelCall {
            account: SENTINEL,
            isSentinel: true,
        });
        curating
    }

    /// A curator that governs all three, sealed: what a vault should be handed to depositors as.
    pub fn new(farm: Farm) -> Self {
        let curating = Self::open(farm);
        curating.appoint_sentinel();
        for contract in curating.governed() {
            curating.take_over(&contract);
        }
        curating.fill_table();
        curating.own(&Abi::sealCall {});
        curating
    }

    /// Vault, registry and rebalancer.
    pub fn governed(&self) -> [Contract; 3] {
        let vault = self.farm.scene.vault.contract.clone();
        let registry = self.farm.registry.clone();
        [vault, registry, self.rebalancing.contract.clone()]
    }

    fn appoint_sentinel(&self) {
        let vault = &self.farm.scene.vault;
        vault.configure(Setting::Guardian, SENTINEL.into_word());
        let sentinel = SENTINEL;
        self.farm.govern(&IRegistry::setSentinelCall { sentinel });
        self.rebalancing
            .govern(&Rebalancer::setSentinelCall { sentinel });
    }

    /// Hands a contract's authority over to the curator.
    pub fn take_over(&self, contract: &Contract) {
        let to = self.contract.address;
        contract.send(DEPLOYER, &IGoverned::transferAuthorityCall { to });
        let target = contract.address;
        self.own(&Abi::acceptAuthorityCall { target });
    }

    /// What may be called: all that the authority of the three contracts may do.
    fn fill_table(&self) {
        let [vault, registry, rebalancer] = self.governed().map(|contract| contract.address);
        let raising: [(Address, [u8; 4]); 18] = [
            (vault, Vault::configureCall::SELECTOR),
            (vault, Vault::stopDepositsCall::SELECTOR),
            (registry, IRegistry::addCall::SELECTOR),
            (registry, IRegistry::reinstateCall::SELECTOR),
            (registry, IRegistry::revokeCall::SELECTOR),
            (registry, IRegistry::setCapCall::SELECTOR),
            (registry, IRegistry::setIdCapCall::SELECTOR),
            (registry, IRegistry::setBoundsCall::SELECTOR),
            (registry, IRegistry::setLimitsCall::SELECTOR),
            (registry, IRegistry::setAllocatorCall::SELECTOR),
            (registry, IRegistry::setSentinelCall::SELECTOR),
            (registry, IRegistry::stopRiskCall::SELECTOR),
            (rebalancer, Rebalancer::setTargetsCall::SELECTOR),
            (rebalancer, Rebalancer::setWeightCall::SELECTOR),
            (rebalancer, Rebalancer::setToleranceCall::SELECTOR),
            (rebalancer, Rebalancer::setOperatorCall::SELECTOR),
            (rebalancer, Rebalancer::setSentinelCall::SELECTOR),
            (rebalancer, Rebalancer::stopCall::SELECTOR),
        ];
        for (target, selector) in raising {
            self.allow(target, selector, RAISING_SECONDS);
        }
        let routine: [(Address, [u8; 4]); 4] = [
            (registry, IRegistry::retireCall::SELECTOR),
            (registry, IRegistry::setQueueCall::SELECTOR),
            (rebalancer, Rebalancer::setBandCall::SELECTOR),
            (rebalancer, Rebalancer::setWaitCall::SELECTOR),
        ];
        for (target, selector) in routine {
            self.allow(target, selector, 0);
        }
        for target in [vault, registry, rebalancer] {
            let selector = IGoverned::transferAuthorityCall::SELECTOR;
            self.allow(target, selector, LEAVING_SECONDS);
        }
    }

    /// Lets a pair into the table, as the owner.
    pub fn allow(&self, target: Address, selector: [u8; 4], delay: u64) {
        self.own(&Abi::allowCall {
            target,
            selector: selector.into(),
            delay: U256::from(delay),
        });
    }

    /// Calls the curator as its owner.
    pub fn own<C: SolCall>(&self, call: &C) -> Done<C::Return> {
        self.contract.send(DEPLOYER, call)
    }

    /// A call of the curator by itself.
    pub fn own_call(&self, call: &impl SolCall) -> Call {
        call_of(&self.contract, call)
    }

    /// A call of the registry.
    pub fn registry_call(&self, call: &impl SolCall) -> Call {
        call_of(&self.farm.registry, call)
    }

    /// Queues an action.
    pub fn submit(&self, calls: &[Call]) -> Done<B256> {
        self.contract.send(PROPOSER, &submit(calls))
    }

    /// Makes an action as somebody.
    pub fn execute(&self, from: Address, calls: &[Call]) -> Done<Abi::executeReturn> {
        self.contract.send(from, &execute(calls))
    }

    /// Queues an action, waits as long as it must, and has a stranger make it.
    pub fn enact(&self, calls: &[Call]) {
        let id = self.submit(calls).returned;
        self.at(self.executable_at(id));
        self.execute(MALLORY, calls);
    }

    /// What an action is called.
    pub fn id_of(&self, calls: &[Call]) -> B256 {
        let calls = calls.to_vec();
        self.contract.ask(&Abi::idOfCall { calls })
    }

    /// From when on an action may be executed.
    pub fn executable_at(&self, id: B256) -> u64 {
        self.contract.ask(&Abi::executableAtCall { id }).to()
    }

    /// Where an action stands.
    pub fn state_of(&self, id: B256) -> State {
        self.contract.ask(&Abi::stateOfCall { id })
    }

    /// The ids in the queue.
    pub fn pending(&self) -> Vec<B256> {
        self.contract.ask(&Abi::pendingCall {}).ids
    }

    /// Whether a pair is in the table, and its delay.
    pub fn delay_of(&self, target: Address, selector: [u8; 4]) -> (bool, u64) {
        let selector = FixedBytes(selector);
        let answer = self.contract.ask(&Abi::delayOfCall { target, selector });
        (answer.allowed, answer.delay.to())
    }

    /// The next block is made then.
    pub fn at(&self, timestamp: u64) {
        let node = self.contract.chain().node();
        node.set_next_timestamp(timestamp)
            .expect("time goes forward");
    }

    /// When the newest block was made.
    pub fn now(&self) -> u64 {
        self.contract.chain().node().latest().header.timestamp
    }
}

/// A call that an action is made of.
pub fn call_of(to: &Contract, call: &impl SolCall) -> Call {
    Call {
        target: to.address,
        data: call.abi_encode().into(),
    }
}

/// `submit(calls)`
pub fn submit(calls: &[Call]) -> Abi::submitCall {
    let calls = calls.to_vec();
    Abi::submitCall { calls }
}

/// `execute(calls)`
pub fn execute(calls: &[Call]) -> Abi::executeCall {
    let calls = calls.to_vec();
    Abi::executeCall { calls }
}
