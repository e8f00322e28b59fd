//! The curator: what waits, what does not, and who may do what

mod actions;
mod batches;
mod hand_over;
mod pins;
mod roles;
mod table;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall, SolError, SolValue, sol};
use ballast_abi::curator::ICurator::{self as Abi, Call, State};
use ballast_abi::registry::IRegistry;
use ballast_tests::curating::{PROPOSER, RAISING_SECONDS, SENTINEL, call_of, execute, submit};
use ballast_tests::{
    ALICE, BOB, Contract, Curating, DEPLOYER, Farm, MALLORY, PAUPER, STRANGER, peers, uint,
};

sol! {
    #![sol(all_derives)]
    function set(uint256 value) external;
    function fail() external;
    function value() external view returns (uint256);
    function calls() external view returns (uint256);
    function succeeded() external view returns (bool);
    function arm(address target, bytes payload) external;
}

const DAY: u64 = 86_400;

/// How long an action may be made.
const WINDOW: u64 = 14 * DAY;

/// A farm whose three contracts a curator governs.
fn stage() -> Curating {
    Curating::new(Farm::new())
}

/// An action that makes somebody the allocator.
fn appointment(curating: &Curating, allocator: Address) -> Vec<Call> {
    let call = IRegistry::setAllocatorCall { allocator };
    vec![curating.registry_call(&call)]
}

fn allocator(curating: &Curating) -> Address {
    curating.farm.registry.ask(&IRegistry::allocatorCall {})
}

fn create(curating: &Curating, name: &'static str) -> Contract {
    let chain = &curating.farm.scene.chain;
    let address = chain.create(peers().contract(name).unwrap(), &[]).unwrap();
    Contract::new(chain.clone(), address)
}

/// An error of the call at `index`.
fn failed(index: u128, target: &Contract, reason: &impl SolError) -> Abi::CallFailed {
    Abi::CallFailed {
        index: uint(index),
        target: target.address,
        reason: reason.abi_encode().into(),
    }
}

fn unknown(id: B256) -> Abi::UnknownAction {
    Abi::UnknownAction { id }
}

const fn unauthorized(caller: Address) -> Abi::Unauthorized {
    Abi::Unauthorized { caller }
}
