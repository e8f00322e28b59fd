//! Who decides: the token that votes and the timelock, beside OpenZeppelin's.

mod assembly;
mod attacks;
mod composition;
mod gas;
mod governor;
mod governor_differential;
mod guardian;
mod handover;
mod interface;
mod keeper;
mod signers;
mod stage;
mod timelock;
mod timelock_differential;
mod treasury;
mod validation;
mod votes;
mod votes_differential;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolValue;
use ballast_abi::votes::Votes as Abi;
use ballast_artifacts::VOTES;
use ballast_bench::chain::Chain;
use ballast_client::deploy::Plan;
use ballast_tests::{ALICE, Contract, TOKEN, peers, uint};

/// The tokens there are, all of them Alice's at first.
const SUPPLY: u128 = 1_000_000 * TOKEN;

/// A chain whose blocks are a second apart.
fn chain() -> Chain {
    Chain::new(1).expect("a chain starts")
}

/// The token's constructor.
fn construction(holder: Address, supply: U256) -> Abi::constructorCall {
    Abi::constructorCall {
        name: "Ballast".to_owned(),
        symbol: "BAL".to_owned(),
        holder,
        supply,
    }
}

/// This project's token.
fn votes(chain: &Chain) -> Contract {
    let mut plan = Plan::new("governance");
    let constructor = construction(ALICE, uint(SUPPLY));
    let address = plan.add("votes", VOTES.code, &constructor, true);
    let deployed = chain.deploy(&plan);
    deployed.unwrap_or_else(|error| panic!("{error}"));
    Contract::new(chain.clone(), address.expect("a plan of one"))
}

/// OpenZeppelin's token.
fn openzeppelin_votes(chain: &Chain) -> Contract {
    let arguments = ("Ballast", "BAL", ALICE, uint(SUPPLY)).abi_encode_params();
    create(chain, "OpenZeppelinVotes", &arguments)
}

/// A contract of `tests/peers`.
fn create(chain: &Chain, name: &'static str, arguments: &[u8]) -> Contract {
    let code = peers().contract(name).expect("a known contract");
    let address = chain.create(code, arguments);
    let address = address.unwrap_or_else(|error| panic!("{error}"));
    Contract::new(chain.clone(), address)
}
