//! Contracts that are handed over to the timelock, and the view that says so.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use ballast_abi::curator::{ICurator, IGoverned};
use ballast_abi::governance_lens::GovernanceLens as Abi;
use ballast_abi::params::Params;
use ballast_artifacts::{GOVERNANCE_LENS, PARAMS};
use ballast_bench::chain::Chain;
use ballast_client::deploy::Plan;
use ballast_tests::curating::Curating;
use ballast_tests::{ALICE, Contract, DEPLOYER, Farm, MALLORY, Pricing, STRANGER};

use crate::assembly::{Assembly, Proposal};
use crate::create;

/// What asking about eleven contracts of which ten burn all they get may cost.
const GAS_BOUND: u64 = 10 * 2 * 100_000 + 300_000;

fn lens(chain: &Chain) -> Contract {
    let mut plan = Plan::new("lens");
    let constructor = Abi::constructorCall {};
    let address = plan.add("lens", GOVERNANCE_LENS.code, &constructor, true);
    chain.deploy(&plan).unwrap();
    Contract::new(chain.clone(), address.unwrap())
}

/// A protocol of the deployer's: vault, registry, rebalancer, parameters, oracle, and a curator.
struct Protocol {
    assembly: Assembly,
    lens: Contract,
    /// With an authority.
    modules: Vec<Contract>,
    /// With an owner.
    curator: Contract,
}

impl Protocol {
    fn new() -> Self {
        let curating = Curating::open(Farm::new());
        let chain = curating.contract.chain().clone();
        let mut plan = Plan::new("params");
        let constructor = Params::constructorCall {
            authority: DEPLOYER,
        };
        let store = plan.add("params", PARAMS.code, &constructor, true);
        chain.deploy(&plan).unwrap();
        let mut modules = curating.governed().to_vec();
        modules.push(Contract::new(chain.clone(), store.unwrap()));
        modules.push(Pricing::new(&chain).oracle);
        Self {
            assembly: Assembly::on(&chain, |_| {}),
            lens: lens(&chain),
            modules,
            curator: curating.contract,
        }
    }

    fn all(&self) -> Vec<Address> {
        let all = self.modules.iter().chain([&self.curator]);
        all.map(|contract| contract.address).collect()
    }

    fn is_governed(&self) -> bool {
        self.lens.ask(&Abi::isGovernedByCall {
            governor: self.assembly.timelock.address,
            modules: self.all(),
        })
    }

    fn offer(&self) {
        let to = self.assembly.timelock.address;
        for module in &self.modules {
            module.send(DEPLOYER, &IGoverned::transferAuthorityCall { to });
        }
        self.curator.send(DEPLOYER, &ownership(to));
    }

    /// The proposal that accepts all of them.
    fn acceptance(&self) -> Proposal {
        let accept = ICurator::acceptOwnershipCall {};
        let first = Proposal::of(self.curator.address, &accept);
        self.modules.iter().fold(first, |proposal, module| {
            proposal.and(module.address, &IGoverned::acceptAuthorityCall {})
        })
    }
}

fn ownership(to: Address) -> ICurator::transferOwnershipCall {
    ICurator::transferOwnershipCall { to }
}

#[test]
fn a_protocol_is_handed_over_in_two_steps() {
    let protocol = Protocol::new();
    let timelock = protocol.assembly.timelock.address;
    assert!(!protocol.is_governed());
    protocol.offer();
    assert!(!protocol.is_governed());
    let modules = protocol.all();
    let governance = Abi::governanceCall { modules };
    let answer = protocol.lens.ask(&governance);
    assert_eq!(answer.authorities, [DEPLOYER; 6]);
    assert_eq!(answer.pending, [timelock; 6]);
    assert_eq!(answer.answered, [true; 6]);

    protocol.assembly.enact(&protocol.acceptance());
    assert!(protocol.is_governed());
    let answer = protocol.lens.ask(&governance);
    assert_eq!(answer.authorities, [timelock; 6]);
    assert_eq!(answer.pending, [Address::ZERO; 6]);
    for module in &protocol.modules {
        let back = IGoverned::transferAuthorityCall { to: DEPLOYER };
        module.revert_data(DEPLOYER, &back);
    }
    protocol.curator.revert_data(DEPLOYER, &ownership(DEPLOYER));
}

/// One that was left out, or is offered on, is seen.
#[test]
fn one_that_is_missing_or_offered_on_is_seen() {
    let protocol = Protocol::new();
    protocol.offer();
    protocol.assembly.enact(&protocol.acceptance());
    let oracle = protocol.modules[4].address;
    let to = MALLORY;
    let call = IGoverned::transferAuthorityCall { to };
    protocol.assembly.enact(&Proposal::of(oracle, &call));
    assert!(!protocol.is_governed());
    let modules = protocol.all();
    let answer = protocol.lens.ask(&Abi::governanceCall { modules });
    assert_eq!(answer.pending[4], MALLORY);
    let call = IGoverned::transferAuthorityCall { to: Address::ZERO };
    let back = Proposal::of(oracle, &call);
    protocol.assembly.enact(&back);
    assert!(protocol.is_governed());
}

/// Accounts without code, tokens, and contracts that burn all they get govern nothing, and keep
/// nobody from asking about the others.
#[test]
fn contracts_that_do_not_answer_are_not_governed() {
    let assembly = Assembly::ours();
    let chain = assembly.governor.chain();
    let lens = lens(chain);
    let burning = create(chain, "Burning", &[]);
    let silent = [STRANGER, assembly.token.address, burning.address];
    for module in silent {
        let modules = vec![module];
        let governor = Address::ZERO;
        let asked = Abi::isGovernedByCall { governor, modules };
        assert!(!lens.ask(&asked), "{module}");
    }
    let modules = [vec![burning.address; 10], vec![ALICE]].concat();
    let call = Abi::governanceCall { modules };
    let answer = lens.ask(&call);
    assert_eq!(answer.answered, [false; 11]);
    assert_eq!(answer.authorities, [Address::ZERO; 11]);
    let done = lens.send(ALICE, &call);
    let gas = done.receipt.gas_used();
    assert!(gas < GAS_BOUND, "{gas}");
    let none = Abi::isGovernedByCall {
        governor: ALICE,
        modules: Vec::new(),
    };
    assert!(lens.ask(&none));
    let bytes = Bytes::from(none.abi_encode());
    let request = alloy_rpc_types_eth::TransactionRequest::default()
        .from(ALICE)
        .to(lens.address)
        .value(U256::ONE)
        .gas_limit(1_000_000)
        .input(bytes.into());
    assert!(!chain.node().transact(request).unwrap().success());
}
