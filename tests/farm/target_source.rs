//! Targets of another contract

use alloy_primitives::{Address, Bytes, U256};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::{SolCall, SolValue, sol};
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_abi::registry::IRegistry;
use ballast_tests::{
    ALICE, BOB, Contract, DEPLOYER, Farm, MALLORY, Rebalancing, STAKE, TOKEN, peers, reallocate,
    uint,
};

use crate::rebalance::{is_due, pair};

sol! {
    function setMode(uint8 mode) external;
    function setAnswer(bytes words) external;
}

const HOUR: u64 = 3_600;
pub(crate) const REVERTS: u8 = 1;
pub(crate) const BURNS_GAS: u8 = 2;
const ANSWERS_LONG: u8 = 3;

/// Makes a contract of `tests/peers` the source of targets.
pub(crate) fn source(farm: &Farm, rebalancing: &Rebalancing, name: &'static str) -> Contract {
    let code = peers().contract(name).unwrap();
    let address = farm.scene.chain.create(code, &[]).unwrap();
    rebalancing.govern(&Abi::setTargetSourceCall { source: address });
    Contract::new(farm.scene.chain.clone(), address)
}

fn lists(strategies: &[Address], weights: &[u128]) -> Vec<u8> {
    let weights: Vec<_> = weights.iter().copied().map(uint).collect();
    (strategies.to_vec(), weights).abi_encode_params()
}

#[test]
fn a_strangers_source_is_followed() {
    let (farm, rebalancing, [one, other]) = pair();
    // Its own table is asked no more.
    rebalancing.aim(&[(one, 100)]);
    let source = source(&farm, &rebalancing, "EqualTargets");
    let kept = rebalancing.contract.ask(&Abi::targetSourceCall {});
    assert_eq!(kept, source.address);
    let trigger = rebalancing.contract.ask(&Abi::shouldRebalanceCall {});
    assert!(trigger.due);
    assert_eq!(trigger.strategies, [one, other]);
    rebalancing.rebalance(MALLORY);
    let half = uint(STAKE * 45 / 100);
    assert_eq!([one, other].map(|strategy| farm.debt(strategy)), [half; 2]);
    assert!(!is_due(&rebalancing));
    farm.scene.pass(HOUR);
    // Whoever is retired gets no more, and what is not named is left alone.
    farm.govern(&IRegistry::retireCall { strategy: other });
    rebalancing.rebalance(MALLORY);
    let most = uint(STAKE * 55 / 100);
    let debts = [one, other].map(|strategy| farm.debt(strategy));
    assert_eq!(debts, [most, half]);
    // Back to the table.
    farm.scene.pass(HOUR);
    rebalancing.govern(&Abi::setTargetSourceCall {
        source: Address::ZERO,
    });
    rebalancing.aim(&[(one, 50)]);
    rebalancing.rebalance(MALLORY);
    assert_eq!(farm.debt(one), uint(STAKE / 2));
}

#[test]
fn twelve_targets_fit_and_no_more() {
    let (farm, rebalancing, [one, other]) = pair();
    let mut strategies = vec![one, other];
    strategies.extend((0..11).map(|_| farm.hostile().address()));
    let source = source(&farm, &rebalancing, "HostileTargets");
    let twelfth = TOKEN / 12;
    let words = lists(&strategies[..12], &[twelfth; 12]).into();
    source.send(MALLORY, &setAnswerCall { words });
    rebalancing.rebalance(BOB);
    let expected = uint(twelfth * (STAKE / TOKEN));
    for strategy in &strategies[..12] {
        assert_eq!(farm.debt(*strategy), expected);
    }
    farm.scene.pass(HOUR);
    let words = lists(&strategies, &[TOKEN / 13; 13]).into();
    source.send(MALLORY, &setAnswerCall { words });
    refused(&rebalancing, &source);
}

fn refused(rebalancing: &Rebalancing, source: &Contract) {
    let trigger = rebalancing.contract.ask(&Abi::shouldRebalanceCall {});
    assert!(!trigger.due && trigger.strategies.is_empty() && trigger.debts.is_empty());
    let invalid = Abi::InvalidTargets {
        source: source.address,
    };
    let call = Abi::rebalanceCall {};
    rebalancing.contract.refuses(BOB, &call, &invalid);
}

/// Nothing is moved by it, and all else goes on.
#[test]
fn what_is_no_answer_moves_nothing_and_harms_nothing() {
    let (farm, rebalancing, [one, other]) = pair();
    let contract = &rebalancing.contract;
    for strategy in [one, other] {
        rebalancing.let_flow(strategy, STAKE, STAKE);
    }
    let source = source(&farm, &rebalancing, "HostileTargets");
    let sound = lists(&[one, other], &[TOKEN / 2, TOKEN / 2]);
    let mut dirty = sound.clone();
    dirty[3 * 32] = 1;
    let mut outside = sound.clone();
    outside[31] = 255;
    let answers = [
        Vec::new(),
        lists(&[one, one], &[1, 1]),
        lists(&[one, MALLORY], &[1, 1]),
        lists(&[one, Address::ZERO], &[1, 1]),
        lists(&[one, other], &[TOKEN, 1]),
        lists(&[one], &[1, 1]),
        (vec![one], vec![U256::MAX]).abi_encode_params(),
        sound[..sound.len() - 1].to_vec(),
        dirty,
        outside,
    ];
    for words in answers {
        let words = words.into();
        source.send(MALLORY, &setAnswerCall { words });
        refused(&rebalancing, &source);
    }
    for mode in [REVERTS, BURNS_GAS, ANSWERS_LONG] {
        source.send(MALLORY, &setModeCall { mode });
        if mode == ANSWERS_LONG {
            // Of 300,000 bytes of nothing a kilobyte is read, which names nobody.
            assert!(!is_due(&rebalancing));
            let nothing = Abi::NothingToMove {};
            contract.refuses(BOB, &Abi::rebalanceCall {}, &nothing);
        } else {
            refused(&rebalancing, &source);
        }
        // The operator and anybody go on.
        let (strategy, target) = (one, uint(1_000 * TOKEN));
        rebalancing.govern(&Abi::moveDebtCall { strategy, target });
        contract.send(BOB, &reallocate(&[(one, 400 * TOKEN)], other));
        contract.send(BOB, &reallocate(&[(other, 400 * TOKEN)], one));
        rebalancing.govern(&Abi::moveDebtCall {
            strategy,
            target: U256::ZERO,
        });
    }
    // One that is nobody.
    rebalancing.govern(&Abi::setTargetSourceCall { source: ALICE });
    refused(
        &rebalancing,
        &Contract::new(farm.scene.chain.clone(), ALICE),
    );
    rebalancing.govern(&Abi::setTargetSourceCall {
        source: source.address,
    });
    let words = sound.into();
    source.send(MALLORY, &setAnswerCall { words });
    rebalancing.rebalance(BOB);
    assert_eq!(farm.debt(one), uint(STAKE / 2));
}

#[test]
fn too_little_gas_does_not_make_a_source_fail() {
    let (farm, rebalancing, [one, _]) = pair();
    let source = source(&farm, &rebalancing, "HostileTargets");
    let words = lists(&[one], &[TOKEN / 2]).into();
    source.send(MALLORY, &setAnswerCall { words });
    let node = farm.scene.chain.node();
    let mut outcomes = [0; 2];
    for gas in (100_000..9_000_000).step_by(100_000) {
        let snapshot = node.snapshot();
        let input = Bytes::from(Abi::rebalanceCall {}.abi_encode());
        let request = TransactionRequest::default()
            .from(MALLORY)
            .to(rebalancing.contract.address)
            .input(input.into())
            .gas_limit(gas);
        let passed = node.transact(request).unwrap().success();
        outcomes[usize::from(passed)] += 1;
        let expected = if passed { STAKE / 2 } else { 0 };
        assert_eq!(farm.debt(one), uint(expected), "{gas}");
        assert!(node.revert(snapshot));
    }
    assert!(outcomes.iter().all(|count| 10 < *count), "{outcomes:?}");
}

#[test]
fn only_the_authority_names_a_source() {
    let (_, rebalancing, _) = pair();
    rebalancing.govern(&Abi::setSentinelCall { sentinel: BOB });
    rebalancing.govern(&Abi::setOperatorCall { operator: ALICE });
    for source in [MALLORY, Address::ZERO] {
        for caller in [MALLORY, BOB, ALICE] {
            let call = Abi::setTargetSourceCall { source };
            let refusal = Abi::Unauthorized { caller };
            rebalancing.contract.refuses(caller, &call, &refusal);
        }
    }
    let call = Abi::setTargetSourceCall { source: MALLORY };
    rebalancing.contract.send(DEPLOYER, &call);
    let kept = rebalancing.contract.ask(&Abi::targetSourceCall {});
    assert_eq!(kept, MALLORY);
}
