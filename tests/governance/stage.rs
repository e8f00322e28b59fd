//! Timelocks, and operations for them.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::{SolCall, SolConstructor, SolValue, sol};
use ballast_abi::timelock::Timelock as Abi;
use ballast_artifacts::TIMELOCK;
use ballast_bench::chain::Chain;
use ballast_client::deploy::{CONSTRUCTOR_SELECTOR, Plan};
use ballast_tests::{ALICE, CAROL, Contract, Outcome, Twins, peers, uint};

use crate::{chain, create};

sol! {
    #![sol(all_derives)]
    function value() external view returns (uint256);
    function set(uint256 value) external payable;
    function refuse(uint256 value) external;
    function fail() external;
    function relay(address to, bytes data) external payable;
    function arm(address to, bytes data) external;
    function strike() external payable;
}

/// How long operations wait.
pub(crate) const MIN_DELAY: u64 = 86_400;

/// The ether of a timelock, in wei.
pub(crate) const TREASURY: u128 = 1_000;

/// Alice proposes, cancels and executes; Carol appoints.
pub(crate) fn construction() -> Abi::constructorCall {
    Abi::constructorCall {
        minDelay: U256::from(MIN_DELAY),
        proposers: vec![ALICE],
        executors: vec![ALICE],
        admin: CAROL,
    }
}

/// This project's timelock.
pub(crate) fn timelock(chain: &Chain, constructor: &Abi::constructorCall) -> Contract {
    let mut plan = Plan::new("governance");
    let address = plan.add("timelock", TIMELOCK.code, constructor, true);
    let deployed = chain.deploy(&plan);
    deployed.unwrap_or_else(|error| panic!("{error}"));
    Contract::new(chain.clone(), address.expect("a plan of one"))
}

/// OpenZeppelin's, as its package has it compiled.
pub(crate) fn openzeppelin_timelock(chain: &Chain) -> Contract {
    let path = "@openzeppelin/contracts/build/contracts/TimelockController.json";
    let artifact = peers().artifact(path);
    let code = artifact.and_then(|artifact| artifact.link(&[]));
    let code = code.unwrap_or_else(|error| panic!("{error}"));
    let address = chain.create(&code, &construction().abi_encode());
    Contract::new(
        chain.clone(),
        address.unwrap_or_else(|error| panic!("{error}")),
    )
}

/// Both at the same address, with ether, and the same target beside them.
pub(crate) fn timelock_twins() -> (Twins, Address) {
    let chains = [chain(), chain()];
    let [target, same] = [&chains[0], &chains[1]].map(|it| create(it, "Target", &[]).address);
    assert_eq!(target, same);
    let theirs = openzeppelin_timelock(&chains[1]);
    // The program is active once a copy of it was deployed.
    let copy = timelock(&chains[0], &construction());
    let ours = copy_to(&copy, theirs.address, &construction());
    for twin in [&ours, &theirs] {
        send_ether(twin, ALICE, TREASURY);
    }
    (Twins::new(ours, theirs), target)
}

/// Sends ether without a call.
pub(crate) fn send_ether(to: &Contract, from: Address, value: u128) {
    let request = TransactionRequest::default().from(from).to(to.address);
    let sent = to.chain().node().transact(request.value(uint(value)));
    assert!(sent.unwrap_or_else(|error| panic!("{error}")).success());
}

/// Puts a program's code elsewhere, and constructs it there.
pub(crate) fn copy_to(
    contract: &Contract,
    to: Address,
    constructor: &impl SolConstructor,
) -> Contract {
    let node = contract.chain().node();
    let latest = alloy_rpc_types_eth::BlockId::latest();
    let code = node.code(&contract.address, latest);
    node.set_code(to, code.unwrap_or_else(|error| panic!("{error}")));
    let input = [&CONSTRUCTOR_SELECTOR[..], &constructor.abi_encode()].concat();
    let sent = contract.chain().send_raw(ALICE, to, input.into());
    sent.unwrap_or_else(|error| panic!("{error}"));
    Contract::new(contract.chain().clone(), to)
}

/// An operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) targets: Vec<Address>,
    pub(crate) values: Vec<U256>,
    pub(crate) payloads: Vec<Bytes>,
    pub(crate) predecessor: B256,
    pub(crate) salt: B256,
}

impl Operation {
    /// One call.
    pub(crate) fn of<C: SolCall>(target: Address, call: &C) -> Self {
        Self {
            targets: vec![target],
            values: vec![U256::ZERO],
            payloads: vec![call.abi_encode().into()],
            predecessor: B256::ZERO,
            salt: B256::ZERO,
        }
    }

    /// The calls of both; with a salt.
    pub(crate) fn and(&self, other: &Self) -> Self {
        Self {
            targets: [self.targets.clone(), other.targets.clone()].concat(),
            values: [self.values.clone(), other.values.clone()].concat(),
            payloads: [self.payloads.clone(), other.payloads.clone()].concat(),
            predecessor: B256::ZERO,
            salt: B256::repeat_byte(7),
        }
    }

    /// Its call, if it has one, and is not a batch of another number.
    fn single(&self) -> Option<(Address, U256, Bytes)> {
        match (&self.targets[..], &self.values[..], &self.payloads[..]) {
            ([target], [value], [payload]) => Some((*target, *value, payload.clone())),
            _ => None,
        }
    }

    /// What it is called.
    pub(crate) fn id(&self) -> B256 {
        let (predecessor, salt) = (self.predecessor, self.salt);
        keccak256(match self.single() {
            Some((target, value, data)) => {
                (target, value, data, predecessor, salt).abi_encode_params()
            }
            None => {
                let lists = (&self.targets, &self.values, &self.payloads);
                let (targets, values, payloads) = lists;
                let all = (
                    targets.clone(),
                    values.clone(),
                    payloads.clone(),
                    predecessor,
                    salt,
                );
                all.abi_encode_params()
            }
        })
    }

    /// What the timelocks call it.
    pub(crate) fn hash(&self, twins: &Twins) -> B256 {
        let Self {
            targets,
            values,
            payloads,
            predecessor,
            salt,
        } = self.clone();
        let answer = match self.single() {
            Some((target, value, data)) => twins.ask(&Abi::hashOperationCall {
                target,
                value,
                data,
                predecessor,
                salt,
            }),
            None => twins.ask(&Abi::hashOperationBatchCall {
                targets,
                values,
                payloads,
                predecessor,
                salt,
            }),
        };
        B256::from_slice(&answer.unwrap())
    }

    /// The calldata that executes one call.
    pub(crate) fn execution(&self) -> Bytes {
        self.execute_call().abi_encode().into()
    }

    /// The call that makes one call wait.
    pub(crate) fn schedule_call(&self, delay: U256) -> Abi::scheduleCall {
        let (target, value, data) = self.single().expect("one call");
        Abi::scheduleCall {
            target,
            value,
            data,
            predecessor: self.predecessor,
            salt: self.salt,
            delay,
        }
    }

    /// The call that executes one call.
    pub(crate) fn execute_call(&self) -> Abi::executeCall {
        let (target, value, payload) = self.single().expect("one call");
        Abi::executeCall {
            target,
            value,
            payload,
            predecessor: self.predecessor,
            salt: self.salt,
        }
    }

    /// Makes it wait.
    pub(crate) fn schedule(&self, twins: &Twins, from: Address, delay: U256) -> Outcome {
        if self.single().is_some() {
            return twins.send(from, &self.schedule_call(delay));
        }
        let Self {
            targets,
            values,
            payloads,
            predecessor,
            salt,
        } = self.clone();
        let call = Abi::scheduleBatchCall {
            targets,
            values,
            payloads,
            predecessor,
            salt,
            delay,
        };
        twins.send(from, &call)
    }

    /// Executes it.
    pub(crate) fn execute(&self, twins: &Twins, from: Address) -> Outcome {
        if self.single().is_some() {
            return twins.send(from, &self.execute_call());
        }
        let Self {
            targets,
            values,
            payloads,
            predecessor,
            salt,
        } = self.clone();
        let call = Abi::executeBatchCall {
            targets,
            values,
            payloads,
            predecessor,
            salt,
        };
        twins.send(from, &call)
    }

    /// Whether it can be executed.
    pub(crate) fn is_ready(&self, twins: &Twins) -> bool {
        let id = self.id();
        let answer = twins.ask(&Abi::isOperationReadyCall { id }).unwrap();
        answer.last() == Some(&1)
    }

    /// Whether it was executed.
    pub(crate) fn is_done(&self, twins: &Twins) -> bool {
        let id = self.id();
        let answer = twins.ask(&Abi::isOperationDoneCall { id }).unwrap();
        answer.last() == Some(&1)
    }
}
