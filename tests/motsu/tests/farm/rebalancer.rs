//! Debts moved towards targets, and what that may cost.

mod settings;

use alloy_primitives::{B256, U256, keccak256};
use ballast_abi::construction::IConstruction;
use ballast_abi::rebalancer::Rebalancer as Moves;
use ballast_motsu_testkit::{Foreign, set_refusing};
use ballast_rebalancer::Rebalancer;

use super::*;

const WAD: u64 = 1_000_000_000_000_000_000;
const HOUR: u64 = 3_600;
const WEEK: u64 = 604_800;
const OPERATOR: Address = Address::repeat_byte(0x09);

/// A farm whose debts a rebalancer moves.
struct Stage {
    farm: Farm,
    contract: Deployed<Rebalancer>,
}

impl Stage {
    fn new() -> Self {
        let farm = Farm::new();
        let contract = Deployed::bare(Address::repeat_byte(0xeb));
        let constructor = Moves::constructorCall {
            registry: farm.registry.address(),
            authority: AUTHORITY,
        };
        contract.construct(MALLORY, &constructor).unwrap();
        let allocator = contract.address();
        farm.govern(&Abi::setAllocatorCall { allocator });
        Self { farm, contract }
    }

    fn govern<C: SolCall>(&self, call: &C) -> Result<(), Vec<u8>> {
        self.contract.call(AUTHORITY, call).map(drop)
    }

    fn ask<C: SolCall>(&self, call: &C) -> C::Return {
        self.contract.call(MALLORY, call).unwrap()
    }

    fn aim(&self, hundredths: [u64; 2]) {
        let call = targets(
            &[self.farm.first.address(), self.farm.second.address()],
            &hundredths.map(|part| part * (WAD / 100)),
        );
        self.govern(&call).unwrap();
    }

    fn rebalance(&self) -> Result<U256, Vec<u8>> {
        self.contract.call(MALLORY, &Moves::rebalanceCall {})
    }

    fn debts(&self) -> [U256; 2] {
        [&self.farm.first, &self.farm.second].map(|strategy| self.farm.debt(strategy))
    }

    fn is_due(&self) -> bool {
        self.ask(&Moves::shouldRebalanceCall {}).due
    }

    fn refuses(&self, caller: Address, call: &impl SolCall, error: &impl SolError) {
        refused(self.contract.call(caller, call), error);
    }
}

fn targets(strategies: &[Address], weights: &[u64]) -> Moves::setTargetsCall {
    Moves::setTargetsCall {
        strategies: strategies.to_vec(),
        weights: weights.iter().copied().map(number).collect(),
    }
}

fn out_of_bounds(value: u64, max: u64) -> Moves::OutOfBounds {
    Moves::OutOfBounds {
        value: number(value),
        max: number(max),
    }
}

#[test]
fn debts_go_to_their_targets_back_before_forth() {
    let mut stage = Stage::new();
    refused(stage.rebalance(), &Moves::NothingToMove {});
    stage.aim([60, 30]);
    let plan = stage.ask(&Moves::shouldRebalanceCall {});
    assert!(plan.due);
    assert_eq!(plan.call[..], Moves::rebalanceCall {}.abi_encode());
    assert_eq!(plan.debts, [6_000 * UNIT, 3_000 * UNIT].map(number));
    assert_eq!(stage.rebalance(), Ok(U256::ZERO));
    assert_eq!(stage.debts(), [6_000 * UNIT, 3_000 * UNIT].map(number));
    let last = stage.ask(&Moves::lastRebalanceCall {});
    assert_eq!(last, number(stage.farm.now));

    stage.aim([20, 80]);
    let until = number(stage.farm.now + HOUR);
    assert!(!stage.is_due());
    refused(stage.rebalance(), &Moves::TooEarly { until });
    stage.farm.pass(HOUR);
    assert!(stage.is_due());
    stage.rebalance().unwrap();
    assert_eq!(stage.debts(), [2_000 * UNIT, 8_000 * UNIT].map(number));
    let done = stage.contract.events::<Moves::Rebalanced>();
    assert_eq!(done.len(), 2);
    assert_eq!((done[1].caller, done[1].moves), (MALLORY, number(2)));
    // What is in its band stays.
    stage.farm.pass(HOUR);
    stage
        .govern(&targets(
            &[stage.farm.first.address()],
            &[WAD / 1_000 * 205],
        ))
        .unwrap();
    assert!(!stage.is_due());
    refused(stage.rebalance(), &Moves::NothingToMove {});
}

#[test]
fn plans_keep_to_caps_and_to_what_is_idle() {
    let stage = Stage::new();
    let strategy = stage.farm.first.address();
    let cap = number(500 * UNIT);
    stage.farm.govern(&Abi::setCapCall { strategy, cap });
    // Of what is idle 2,000 stay.
    let least = number(2_000 * UNIT);
    configure(&stage.farm.vault, 1, B256::from(least));
    stage.aim([50, 50]);
    stage
        .farm
        .move_debt(&stage.farm.second, 4_000 * UNIT)
        .unwrap();
    stage.rebalance().unwrap();
    assert_eq!(stage.debts(), [500 * UNIT, 5_000 * UNIT].map(number));
    let stopped = Abi::stopRiskCall { stopped: true };
    stage.farm.govern(&stopped);
    assert!(!stage.is_due());
}

#[test]
fn what_fails_is_left_out_and_the_rest_moves() {
    let mut stage = Stage::new();
    stage.aim([50, 20]);
    stage.rebalance().unwrap();
    stage.farm.pass(HOUR);
    stage.aim([10, 40]);
    // The venue answers nobody: neither is worth anything that could be known.
    set_refusing(stage.farm.venue.address(), true);
    refused(stage.rebalance(), &Moves::NothingToMove {});
    set_refusing(stage.farm.venue.address(), false);
    // One that owes more than it is worth reports first.
    stage.farm.lose(7 * UNIT);
    assert!(!stage.is_due());
    stage.farm.harvest(&stage.farm.first);
    stage.farm.harvest(&stage.farm.second);
    assert!(stage.is_due());
    stage.rebalance().unwrap();
    near(stage.debts()[1], 4 * (STAKE - 7 * UNIT) / 10);
}

#[test]
fn a_move_that_the_registry_refuses_is_told() {
    let stage = Stage::new();
    stage.aim([50, 20]);
    // Another is the allocator now.
    let allocator = OPERATOR;
    stage.farm.govern(&Abi::setAllocatorCall { allocator });
    refused(stage.rebalance(), &Moves::NothingToMove {});
    let call = Moves::moveDebtCall {
        strategy: stage.farm.first.address(),
        target: number(UNIT),
    };
    let caller = stage.contract.address();
    stage.refuses(AUTHORITY, &call, &Abi::Unauthorized { caller });
}

#[test]
fn retired_strategies_are_brought_home() {
    let mut stage = Stage::new();
    stage.aim([50, 20]);
    stage.rebalance().unwrap();
    stage.farm.pass(HOUR);
    let strategy = stage.farm.first.address();
    stage.farm.govern(&Abi::retireCall { strategy });
    stage.rebalance().unwrap();
    assert_eq!(stage.debts(), [U256::ZERO, number(2_000 * UNIT)]);
}

#[test]
fn an_operator_moves_within_the_budget() {
    let mut stage = Stage::new();
    stage
        .govern(&Moves::setOperatorCall { operator: OPERATOR })
        .unwrap();
    let strategy = stage.farm.first.address();
    let call = |target: u64| Moves::moveDebtCall {
        strategy,
        target: number(target),
    };
    let moved = stage.contract.call(OPERATOR, &call(5_000 * UNIT));
    assert_eq!(moved, Ok(number(5_000 * UNIT)));
    let caller = MALLORY;
    stage.refuses(MALLORY, &call(0), &Moves::Unauthorized { caller });
    set_refusing(stage.farm.venue.address(), true);
    let target = strategy;
    stage.refuses(OPERATOR, &call(0), &Moves::CallFailed { target });
    set_refusing(stage.farm.venue.address(), false);
    // Nothing was lost so far: two thousandths of everything are left.
    let left = stage.ask(&Moves::budgetLeftCall {});
    assert_eq!(left, number(WAD / 500));
    stage.farm.pass(WEEK);
    assert_eq!(stage.ask(&Moves::budgetLeftCall {}), left);
    let stopped = true;
    stage.govern(&Moves::stopCall { stopped }).unwrap();
    stage.refuses(OPERATOR, &call(0), &Moves::IsStopped {});
    refused(stage.rebalance(), &Moves::IsStopped {});
    assert!(!stage.is_due());
    assert!(stage.ask(&Moves::stoppedCall {}));
}

/// A registry that moves what it is asked to move, and strategies that are worth what they owe
/// less a hundredth once they are lent more.
#[test]
fn what_moves_lose_is_spent_and_never_exceeds_what_is_left() {
    let farm = Farm::new();
    let registry = Address::repeat_byte(0x99);
    let (vault, first) = (farm.vault.address(), Address::repeat_byte(0x98));
    let debt = std::rc::Rc::new(std::cell::Cell::new((0_u64, 0_u64)));
    let books = std::rc::Rc::clone(&debt);
    let _registry = Foreign::place(registry, move |message| {
        let words = |words: &[u64]| {
            let words = words.iter().map(|word| number(*word).to_be_bytes::<32>());
            Ok(words.collect::<Vec<_>>().concat())
        };
        if message.is::<Abi::vaultCall>().is_some() {
            return Ok(vault.into_word().to_vec());
        }
        if message.is::<Abi::limitsCall>().is_some() {
            return words(&[1_000_000, 0]);
        }
        if message.is::<Abi::strategyCall>().is_some() {
            return words(&[0, 1, books.get().0, u64::MAX]);
        }
        if let Some(call) = message.is::<Abi::moveDebtCall>() {
            let target: u64 = call.target.to();
            let (owed, worth) = books.get();
            let cost = target.abs_diff(owed) / 100;
            books.set((target, worth + target - owed - cost));
            return words(&[target]);
        }
        Err(vec![])
    });
    let books = std::rc::Rc::clone(&debt);
    let _strategy = Foreign::place(first, move |_| Ok(number(books.get().1).to_be_bytes_vec()));
    let contract = Deployed::<Rebalancer>::bare(Address::repeat_byte(0xeb));
    let authority = AUTHORITY;
    let constructor = Moves::constructorCall {
        registry,
        authority,
    };
    contract.construct(MALLORY, &constructor).unwrap();
    let call = |target: u64| Moves::moveDebtCall {
        strategy: first,
        target: number(target),
    };
    // A hundredth of 1,000 is a thousandth of all.
    contract.call(AUTHORITY, &call(1_000 * UNIT)).unwrap();
    let spent = contract.events::<Moves::BudgetSpent>();
    let [spent] = &spent[..] else {
        panic!("one loss");
    };
    assert_eq!(
        (spent.loss, spent.total),
        (number(10 * UNIT), number(STAKE))
    );
    assert_eq!(spent.leftBefore, number(WAD / 500));
    assert_eq!(spent.leftAfter, number(WAD / 1_000));
    let outcome = contract.call(AUTHORITY, &call(2_100 * UNIT));
    let error = Moves::BudgetExceeded {
        loss: number(WAD / 1_000_000 * 1_100),
        left: number(WAD / 1_000),
    };
    refused(outcome, &error);
    let left = contract.call(MALLORY, &Moves::budgetLeftCall {});
    assert_eq!(left, Ok(number(WAD / 1_000)));
}
