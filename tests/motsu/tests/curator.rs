//! The curator over a seller: what waits, what does not, and who may do what.

mod queue;
mod roles;
mod table;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::curator::Curator as CuratorAbi;
use ballast_abi::curator::ICurator::{self as Abi, Call, State};
use ballast_abi::erc4626::IERC4626;
use ballast_abi::seller::Seller as Ward;
use ballast_curator::Curator;
use ballast_motsu_testkit::{Deployed, Foreign, set_block_timestamp, set_code};
use ballast_seller::Seller;

use crate::tokens::{ALICE, BOB};

const OWNER: Address = Address::repeat_byte(0x0a);
const PROPOSER: Address = Address::repeat_byte(0x0b);
const SENTINEL: Address = Address::repeat_byte(0x0c);
const MALLORY: Address = Address::repeat_byte(0x66);
const VAULT: Address = Address::repeat_byte(0x7a);
const START: u64 = 1_800_000_000;
const DAY: u64 = 86_400;
/// How long changes of the table itself wait.
const TABLE_WAIT: u64 = 3 * DAY;
/// How long an action may be made.
const WINDOW: u64 = 14 * DAY;

/// A curator, and a seller that it governs: a contract with an authority in two steps.
struct Stage {
    curator: Deployed<Curator>,
    ward: Deployed<Seller>,
    _vault: Foreign,
}

fn number(value: u64) -> U256 {
    U256::from(value)
}

fn construction(owner: Address, delay: u64) -> CuratorAbi::constructorCall {
    CuratorAbi::constructorCall {
        owner,
        proposer: PROPOSER,
        delay: number(delay),
    }
}

/// The table is empty and open.
fn open_stage() -> Stage {
    set_block_timestamp(START);
    let asset = Address::repeat_byte(0x70).into_word().to_vec();
    let vault = Foreign::answering(VAULT, vec![(IERC4626::assetCall::SELECTOR, asset)]);
    let curator = Deployed::bare(Address::repeat_byte(0xc0));
    let constructor = construction(OWNER, TABLE_WAIT);
    curator.construct(ALICE, &constructor).unwrap();
    let ward = Deployed::bare(Address::repeat_byte(0x5e));
    let constructor = Ward::constructorCall {
        vault: VAULT,
        authority: OWNER,
    };
    ward.construct(ALICE, &constructor).unwrap();
    let to = curator.address();
    ward.call(OWNER, &Ward::transferAuthorityCall { to })
        .unwrap();
    let stage = Stage {
        curator,
        ward,
        _vault: vault,
    };
    let target = stage.ward.address();
    stage.own(&Abi::acceptAuthorityCall { target }).unwrap();
    stage
}

/// Appointments wait for a day, what stops for two, what is removed not at all; a sentinel looks on.
fn stage() -> Stage {
    let stage = open_stage();
    stage.allow(Ward::setSentinelCall::SELECTOR, DAY).unwrap();
    stage.allow(Ward::stopCall::SELECTOR, 2 * DAY).unwrap();
    stage.allow(Ward::removeRouteCall::SELECTOR, 0).unwrap();
    stage.own(&Abi::sealCall {}).unwrap();
    let call = Abi::setSentinelCall {
        account: SENTINEL,
        isSentinel: true,
    };
    stage.own(&call).unwrap();
    stage
}

impl Stage {
    /// Calls the curator as its owner.
    fn own<C: SolCall>(&self, call: &C) -> Result<C::Return, Vec<u8>> {
        self.curator.call(OWNER, call)
    }

    fn allow(&self, selector: [u8; 4], delay: u64) -> Result<(), Vec<u8>> {
        self.own(&self.allowance(selector, delay)).map(drop)
    }

    fn allowance(&self, selector: [u8; 4], delay: u64) -> Abi::allowCall {
        Abi::allowCall {
            target: self.ward.address(),
            selector: selector.into(),
            delay: number(delay),
        }
    }

    /// A call of the ward.
    fn of_ward(&self, call: &impl SolCall) -> Call {
        call_of(self.ward.address(), call)
    }

    /// A call of the curator by itself.
    fn of_curator(&self, call: &impl SolCall) -> Call {
        call_of(self.curator.address(), call)
    }

    /// An action that makes somebody the ward's sentinel.
    fn appointment(&self, sentinel: Address) -> Vec<Call> {
        vec![self.of_ward(&Ward::setSentinelCall { sentinel })]
    }

    fn submit(&self, calls: &[Call]) -> Result<B256, Vec<u8>> {
        let calls = calls.to_vec();
        self.curator.call(PROPOSER, &Abi::submitCall { calls })
    }

    /// By somebody without a role.
    fn execute(&self, calls: &[Call]) -> Result<(), Vec<u8>> {
        let calls = calls.to_vec();
        let outcome = self.curator.call(MALLORY, &Abi::executeCall { calls });
        outcome.map(drop)
    }

    fn revoke(&self, who: Address, id: B256) -> Result<(), Vec<u8>> {
        self.curator.call(who, &Abi::revokeCall { id }).map(drop)
    }

    fn ask<C: SolCall>(&self, call: &C) -> C::Return {
        self.curator.call(BOB, call).unwrap()
    }

    fn state(&self, id: B256) -> State {
        self.ask(&Abi::stateOfCall { id })
    }

    fn delay(&self, selector: [u8; 4]) -> (bool, u64) {
        let target = self.ward.address();
        let selector = selector.into();
        let answer = self.ask(&Abi::delayOfCall { target, selector });
        (answer.allowed, answer.delay.to())
    }

    fn ward_sentinel(&self) -> Address {
        self.ward.call(BOB, &Ward::sentinelCall {}).unwrap()
    }

    fn not_allowed(&self, selector: [u8; 4]) -> Abi::NotAllowed {
        Abi::NotAllowed {
            target: self.ward.address(),
            selector: selector.into(),
        }
    }
}

fn call_of(target: Address, call: &impl SolCall) -> Call {
    let data = call.abi_encode().into();
    Call { target, data }
}

/// An error of the call at `index`.
fn failed(index: u64, target: Address, reason: &impl SolError) -> Abi::CallFailed {
    Abi::CallFailed {
        index: number(index),
        target,
        reason: reason.abi_encode().into(),
    }
}

#[track_caller]
fn refused<T>(outcome: Result<T, Vec<u8>>, error: &impl SolError) {
    assert_eq!(outcome.err(), Some(error.abi_encode()));
}

#[test]
fn an_action_waits_and_anybody_executes_it() {
    let stage = stage();
    let calls = stage.appointment(BOB);
    let id = stage.submit(&calls).unwrap();
    let asked = Abi::idOfCall {
        calls: calls.clone(),
    };
    assert_eq!(stage.ask(&asked), id);
    let opens = START + DAY;
    let [submitted] = &stage.curator.events::<Abi::Submitted>()[..] else {
        panic!("one action");
    };
    assert_eq!((submitted.id, submitted.proposer), (id, PROPOSER));
    assert_eq!(submitted.executableAt, number(opens));
    assert_eq!(submitted.expiresAt, number(opens + WINDOW));
    assert_eq!(submitted.calls, calls);
    assert_eq!(stage.ask(&Abi::executableAtCall { id }), number(opens));
    set_block_timestamp(opens - 1);
    assert_eq!(stage.state(id), State::Waiting);
    let executable_at = number(opens);
    refused(
        stage.execute(&calls),
        &Abi::TooEarly {
            executableAt: executable_at,
        },
    );
    assert_eq!(stage.ward_sentinel(), Address::ZERO);
    set_block_timestamp(opens);
    assert_eq!(stage.state(id), State::Ready);
    stage.execute(&calls).unwrap();
    assert_eq!(stage.ward_sentinel(), BOB);
    let executed = stage.curator.events::<Abi::Executed>();
    let executor = MALLORY;
    assert_eq!(executed, [Abi::Executed { id, executor }]);
    // Once.
    assert_eq!(stage.state(id), State::Unknown);
    refused(stage.execute(&calls), &Abi::UnknownAction { id });
    assert_eq!(stage.ask(&Abi::executableAtCall { id }), U256::ZERO);
}

#[test]
fn two_weeks_later_nobody_executes_and_anybody_clears() {
    let stage = stage();
    let calls = stage.appointment(BOB);
    let id = stage.submit(&calls).unwrap();
    let closes = START + DAY + WINDOW;
    set_block_timestamp(closes - 1);
    assert_eq!(stage.state(id), State::Ready);
    refused(
        stage.revoke(MALLORY, id),
        &Abi::Unauthorized { caller: MALLORY },
    );
    set_block_timestamp(closes);
    assert_eq!(stage.state(id), State::Expired);
    let expires_at = number(closes);
    refused(
        stage.execute(&calls),
        &Abi::TooLate {
            expiresAt: expires_at,
        },
    );
    // It stands in the way of its like until somebody takes it out.
    refused(stage.submit(&calls), &Abi::AlreadyPending { id });
    stage.revoke(MALLORY, id).unwrap();
    assert_eq!(stage.submit(&calls), Ok(id));
    assert_eq!(stage.ward_sentinel(), Address::ZERO);
}

#[test]
fn calls_are_made_in_order_and_wait_for_the_slowest() {
    let stage = stage();
    let stop = Ward::stopCall { stopped: true };
    let calls = [stage.appointment(BOB), vec![stage.of_ward(&stop)]].concat();
    let asked = Abi::waitOfCall {
        calls: calls.clone(),
    };
    assert_eq!(stage.ask(&asked), number(2 * DAY));
    let id = stage.submit(&calls).unwrap();
    // Another order is another action, and a part of it none.
    let reversed = [calls[1].clone(), calls[0].clone()];
    assert_ne!(
        stage.ask(&Abi::idOfCall {
            calls: reversed.to_vec()
        }),
        id
    );
    set_block_timestamp(START + 2 * DAY);
    let id_of_part = stage.ask(&Abi::idOfCall {
        calls: calls[..1].to_vec(),
    });
    let error = Abi::UnknownAction { id: id_of_part };
    refused(stage.execute(&calls[..1]), &error);
    stage.execute(&calls).unwrap();
    assert_eq!(stage.ward_sentinel(), BOB);
    assert_eq!(stage.ward.call(BOB, &Ward::stoppedCall {}), Ok(true));
}

#[test]
fn a_refusal_keeps_the_action_and_names_its_reason() {
    let stage = stage();
    let [token, strategy] = [ALICE, BOB];
    let remove = Ward::removeRouteCall { token, strategy };
    let calls = [stage.appointment(BOB), vec![stage.of_ward(&remove)]].concat();
    let id = stage.submit(&calls).unwrap();
    set_block_timestamp(START + DAY);
    let reason = Ward::UnknownRoute { token, strategy };
    let error = failed(1, stage.ward.address(), &reason);
    refused(stage.execute(&calls), &error);
    assert_eq!(stage.state(id), State::Ready);
    assert!(stage.curator.events::<Abi::Executed>().is_empty());
    assert_eq!(stage.ward_sentinel(), Address::ZERO, "all or none");
}

#[test]
fn what_code_was_looked_at_is_what_is_called() {
    let stage = stage();
    let calls = stage.appointment(BOB);
    let id = stage.submit(&calls).unwrap();
    set_block_timestamp(START + DAY);
    let changed = Abi::CodeChanged { id };
    // The account that is to be appointed.
    set_code(BOB, vec![1]);
    refused(stage.execute(&calls), &changed);
    // The target's own.
    set_code(BOB, vec![]);
    set_code(stage.ward.address(), vec![2]);
    refused(stage.execute(&calls), &changed);
    // A call of nothing would succeed and do nothing.
    set_code(stage.ward.address(), vec![]);
    let target = stage.ward.address();
    refused(stage.execute(&calls), &Abi::NoCode { target });
    refused(
        stage.submit(&stage.appointment(ALICE)),
        &Abi::NoCode { target },
    );
    assert_eq!(stage.state(id), State::Ready);
    assert_eq!(stage.ward_sentinel(), Address::ZERO);
}
