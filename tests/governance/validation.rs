//! Targets that say what they would refuse, and proposals that reach the parameter store.

use alloy_primitives::aliases::U48;
use alloy_primitives::{B256, Bytes, U256};
use alloy_sol_types::{SolCall, SolError, SolValue, sol};
use ballast_abi::governor::Governor as Abi;
use ballast_abi::governor::IGovernor::ProposalState;
use ballast_abi::params::IParams::{self, DelayClass, Rules, Safety};
use ballast_abi::params::IValidator::validateCall;
use ballast_abi::params::Params;
use ballast_abi::redemptions::IERC165::supportsInterfaceCall;
use ballast_artifacts::PARAMS;
use ballast_bench::chain::execution_gas;
use ballast_client::deploy::Plan;
use ballast_tests::{ALICE, Contract, MALLORY, uint};

use crate::assembly::{Assembly, Proposal, VOTING_PERIOD};
use crate::create;
use crate::stage::MIN_DELAY;

sol! {
    #![sol(all_derives)]
    error NotThis(bytes data);
    function set(uint8 mode) external;
    function valueOf(bytes32 key) external view returns (uint256);
}

/// What a target may say, in the order of `Validating`.
const ACCEPTING: u8 = 0;
const REFUSING: u8 = 1;
const BURNING: u8 = 2;
const SILENT: u8 = 3;
const LONG_WINDED: u8 = 4;
const UNDECLARED: u8 = 5;
const EVERYTHING: u8 = 6;

/// What a target gets to look at a call, three questions by ERC-165 before it, and the rest of a
/// proposal with room to spare.
const GAS_BOUND: u64 = 500_000 + 300_000;

/// What the execution of a change with one subscriber may cost.
const PARAMS_GAS_MAX: u64 = 95_000;

#[test]
fn a_target_is_asked_if_it_says_that_it_validates() {
    let assembly = Assembly::ours();
    let target = create(assembly.governor.chain(), "Validating", &[]);
    let call = setCall { mode: ACCEPTING };
    let plain = Proposal::of(assembly.target.address, &call);
    let proposal = plain.and(target.address, &call);
    let data = Bytes::from(call.abi_encode());
    let refusal = |reason: Bytes| Abi::GovernorRefusedCall {
        index: U256::ONE,
        target: target.address,
        reason,
    };
    target.send(ALICE, &setCall { mode: REFUSING });
    let reason = NotThis { data }.abi_encode().into();
    let propose = proposal.propose();
    assembly.governor.refuses(ALICE, &propose, &refusal(reason));
    for mode in [BURNING, SILENT] {
        target.send(ALICE, &setCall { mode });
        let error = refusal(Bytes::new());
        assembly.governor.refuses(ALICE, &propose, &error);
        let gas = last_gas(&assembly);
        assert!(gas < GAS_BOUND, "mode {mode} costs {gas}");
    }
    target.send(ALICE, &setCall { mode: LONG_WINDED });
    // Solidity's memory has the address of its free part there.
    let mut memory = vec![0; 1_024];
    memory[95] = 0x80;
    let error = refusal(memory.into());
    assembly.governor.refuses(ALICE, &propose, &error);
    for mode in [ACCEPTING, UNDECLARED, EVERYTHING] {
        target.send(ALICE, &setCall { mode });
        let proposal = proposal.clone().because(&format!("In mode {mode}"));
        assembly.governor.send(ALICE, &proposal.propose());
        assert_eq!(assembly.state(&proposal), ProposalState::Pending);
    }
}

/// Gas of the latest transaction.
fn last_gas(assembly: &Assembly) -> u64 {
    let node = assembly.governor.chain().node();
    let receipts = node.block_receipts(alloy_rpc_types_eth::BlockId::latest());
    receipts.unwrap().unwrap().last().unwrap().gas_used()
}

/// Whoever proposes cannot starve a target into saying yes.
#[test]
fn a_target_that_runs_out_of_gas_did_not_accept() {
    let assembly = Assembly::ours();
    let target = create(assembly.governor.chain(), "Validating", &[]);
    target.send(ALICE, &setCall { mode: REFUSING });
    let proposal = Proposal::of(target.address, &setCall { mode: ACCEPTING });
    let input = Bytes::from(proposal.propose().abi_encode());
    let node = assembly.governor.chain().node();
    for gas in (40_000..400_000).step_by(4_000) {
        let request = alloy_rpc_types_eth::TransactionRequest::default()
            .from(ALICE)
            .to(assembly.governor.address)
            .input(input.clone().into())
            .gas_limit(gas);
        let receipt = node.transact(request);
        // Some of these do not even pay for the calldata.
        assert!(!receipt.is_ok_and(|receipt| receipt.success()), "{gas}");
    }
}

/// What could never be set is not voted upon; what depends on when, and calls that set nothing, are
/// decided when they are made.
#[test]
fn the_governor_foresees_what_no_setting_may_be() {
    let assembly = Assembly::ours();
    let governor = &assembly.governor;
    let this = governor.address;
    let call = Abi::setVotingPeriodCall { newVotingPeriod: 0 };
    let error = Abi::GovernorInvalidVotingPeriod {
        votingPeriod: U256::ZERO,
    };
    assembly.foresees(this, &call, &error);
    let call = Abi::updateQuorumNumeratorCall {
        newQuorumNumerator: U256::from(101),
    };
    let error = Abi::GovernorInvalidQuorumFraction {
        quorumNumerator: U256::from(101),
        quorumDenominator: U256::from(100),
    };
    assembly.foresees(this, &call, &error);
    let fine = [
        Abi::updateQuorumNumeratorCall {
            newQuorumNumerator: U256::from(100),
        }
        .abi_encode(),
        Abi::setVotingPeriodCall { newVotingPeriod: 1 }.abi_encode(),
        Abi::setLateQuorumVoteExtensionCall {
            newVoteExtension: U48::from(VOTING_PERIOD + 1),
        }
        .abi_encode(),
        Abi::clockCall {}.abi_encode(),
        Vec::new(),
    ];
    for data in fine.map(Bytes::from) {
        let answer = governor.ask(&validateCall { data });
        assert_eq!(answer, validateCall::SELECTOR);
    }
    let with_itself = supportsInterfaceCall::new((validateCall::SELECTOR.into(),));
    assert!(governor.ask(&with_itself));
}

/// A store under the timelock, and the borrow LTV that is defined by a first proposal, with a
/// subscriber.
struct Store {
    assembly: Assembly,
    store: Contract,
    subscriber: Contract,
    key: B256,
}

fn rules() -> Rules {
    Rules {
        min: uint(1_000),
        max: uint(9_000),
        step: uint(500),
        interval: U256::from(MIN_DELAY),
        duration: U256::ZERO,
        delayClass: DelayClass::Standard,
        safety: Safety::Lower,
    }
}

impl Store {
    fn new() -> Self {
        let assembly = Assembly::ours();
        let chain = assembly.governor.chain().clone();
        let constructor = Params::constructorCall {
            authority: assembly.timelock.address,
        };
        let mut plan = Plan::new("params");
        let address = plan.add("params", PARAMS.code, &constructor, true);
        chain.deploy(&plan).unwrap();
        let store = Contract::new(chain.clone(), address.unwrap());
        let subscriber = create(&chain, "FollowingTerms", &store.address.abi_encode());
        let define = IParams::defineCall {
            module: subscriber.address.into_word(),
            subject: B256::ZERO,
            name: B256::repeat_byte(1),
            rules: rules(),
            value: uint(7_000),
        };
        let answer = chain.call(assembly.timelock.address, store.address, &define);
        let key = answer.unwrap();
        let subscribe = IParams::subscribeCall {
            key,
            subscriber: subscriber.address,
        };
        let first = Proposal::of(store.address, &define).because("A borrow LTV");
        pass(&assembly, &first);
        let second = Proposal::of(store.address, &subscribe).because("Its market");
        pass(&assembly, &second);
        Self {
            assembly,
            store,
            subscriber,
            key,
        }
    }

    fn change(&self, value: u128) -> Proposal {
        let (key, value) = (self.key, uint(value));
        Proposal::of(self.store.address, &IParams::setCall { key, value })
    }
}

/// Takes a proposal all the way; returns what executing it costs.
fn pass(assembly: &Assembly, proposal: &Proposal) -> u64 {
    assembly.succeed(proposal);
    assembly.governor.send(MALLORY, &proposal.queue());
    assembly.pass(MIN_DELAY);
    let execute = proposal.execute();
    let done = assembly.governor.send(MALLORY, &execute);
    assert_eq!(assembly.state(proposal), ProposalState::Executed);
    execution_gas(&done.receipt, &execute.abi_encode())
}

#[test]
fn a_vote_lowers_an_ltv_and_its_market_is_told() {
    let stage = Store::new();
    let gas = pass(&stage.assembly, &stage.change(6_600));
    let key = stage.key;
    assert_eq!(stage.store.ask(&IParams::valueOfCall { key }), uint(6_600));
    assert_eq!(stage.subscriber.ask(&valueOfCall { key }), uint(6_600));
    println!("executed for {gas}");
    assert!(gas <= PARAMS_GAS_MAX, "{gas}");
}

/// Nobody votes on what the rules forbid.
#[test]
fn scenario_34_a_value_out_of_bounds_cannot_be_proposed() {
    let stage = Store::new();
    for value in [999, 9_001, 6_499, 7_501] {
        let propose = stage.change(value).propose();
        let data = stage.assembly.governor.revert_data(ALICE, &propose);
        assert_eq!(data[..4], Abi::GovernorRefusedCall::SELECTOR, "{value}");
    }
    for value in [6_500, 7_500] {
        let propose = stage.change(value).propose();
        stage.assembly.governor.send(ALICE, &propose);
    }
}
