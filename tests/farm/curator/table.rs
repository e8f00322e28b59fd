//! What may be called, and how long that waits

use alloy_primitives::FixedBytes;
use alloy_sol_types::SolEvent;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::vault::Vault;
use ballast_tests::curating::ADDITION_SECONDS;

use super::*;

const SET_ALLOCATOR: [u8; 4] = IRegistry::setAllocatorCall::SELECTOR;

fn allow(target: Address, selector: [u8; 4], delay: u64) -> Abi::allowCall {
    Abi::allowCall {
        target,
        selector: FixedBytes(selector),
        delay: U256::from(delay),
    }
}

fn raise(target: Address, selector: [u8; 4], delay: u64) -> Abi::raiseDelayCall {
    Abi::raiseDelayCall {
        target,
        selector: FixedBytes(selector),
        delay: U256::from(delay),
    }
}

fn lower(target: Address, selector: [u8; 4], delay: u64) -> Abi::lowerDelayCall {
    Abi::lowerDelayCall {
        target,
        selector: FixedBytes(selector),
        delay: U256::from(delay),
    }
}

fn abdicate(target: Address, selector: [u8; 4]) -> Abi::abdicateCall {
    Abi::abdicateCall {
        target,
        selector: FixedBytes(selector),
    }
}

fn not_allowed(target: Address, selector: [u8; 4]) -> Abi::NotAllowed {
    let selector = FixedBytes(selector);
    Abi::NotAllowed { target, selector }
}

fn forbidden(target: Address, selector: [u8; 4]) -> Abi::Forbidden {
    let selector = FixedBytes(selector);
    Abi::Forbidden { target, selector }
}

fn invalid(delay: u64) -> Abi::InvalidDelay {
    let delay = U256::from(delay);
    Abi::InvalidDelay { delay }
}

#[test]
fn the_owner_fills_it_before_anything_is_submitted() {
    let curating = Curating::open(Farm::new());
    let contract = &curating.contract;
    curating.take_over(&curating.farm.registry);
    let registry = curating.farm.registry.address;
    let calls = appointment(&curating, ALICE);
    contract.refuses(PROPOSER, &submit(&calls), &Abi::NotSealed {});
    let row = allow(registry, SET_ALLOCATOR, DAY);
    for other in [PROPOSER, SENTINEL, MALLORY] {
        contract.refuses(other, &row, &unauthorized(other));
        contract.refuses(other, &Abi::sealCall {}, &unauthorized(other));
    }
    let done = curating.own(&row);
    let event = Abi::Allowed {
        target: registry,
        selector: row.selector,
        delay: U256::from(DAY),
    };
    assert_eq!(done.logs(), [(contract.address, event.encode_log_data())]);
    assert_eq!(curating.delay_of(registry, SET_ALLOCATOR), (true, DAY));
    // As long as it is open a row may be written again.
    curating.allow(registry, SET_ALLOCATOR, 2 * DAY);
    let sealed = curating.own(&Abi::sealCall {});
    let event = Abi::Sealed {};
    assert_eq!(sealed.logs(), [(contract.address, event.encode_log_data())]);
    assert!(contract.ask(&Abi::isSealedCall {}));
    contract.refuses(DEPLOYER, &row, &Abi::IsSealed {});
    contract.refuses(DEPLOYER, &Abi::sealCall {}, &Abi::IsSealed {});
    let id = curating.submit(&calls).returned;
    assert_eq!(curating.executable_at(id), curating.now() + 2 * DAY);
}

#[test]
fn it_takes_only_what_the_curator_governs() {
    let curating = Curating::open(Farm::new());
    let contract = &curating.contract;
    let registry = curating.farm.registry.address;
    let token = curating.farm.scene.token.address;
    for target in [registry, token, STRANGER, MALLORY] {
        let error = Abi::NotGoverned { target };
        contract.refuses(DEPLOYER, &allow(target, SET_ALLOCATOR, DAY), &error);
    }
    curating.take_over(&curating.farm.registry);
    curating.allow(registry, SET_ALLOCATOR, DAY);
    let this = contract.address;
    for selector in [SET_ALLOCATOR, Abi::setProposerCall::SELECTOR] {
        let error = forbidden(this, selector);
        contract.refuses(DEPLOYER, &allow(this, selector, DAY), &error);
    }
}

/// A vault is a token, and the curator its authority.
#[test]
fn it_takes_nothing_that_moves_tokens() {
    let curating = Curating::open(Farm::new());
    let vault = curating.farm.scene.vault.contract.clone();
    curating.take_over(&vault);
    for selector in [
        IERC20::transferCall::SELECTOR,
        IERC20::transferFromCall::SELECTOR,
        IERC20::approveCall::SELECTOR,
        IERC4626::withdrawCall::SELECTOR,
        IERC4626::redeemCall::SELECTOR,
        Vault::withdrawCall::SELECTOR,
        Vault::redeemCall::SELECTOR,
        Vault::redeemInKindCall::SELECTOR,
    ] {
        let error = forbidden(vault.address, selector);
        let row = allow(vault.address, selector, DAY);
        curating.contract.refuses(DEPLOYER, &row, &error);
    }
}

#[test]
fn a_delay_is_nothing_or_a_day_to_thirty() {
    let curating = Curating::open(Farm::new());
    curating.take_over(&curating.farm.registry);
    let registry = curating.farm.registry.address;
    for delay in [1, DAY - 1, 30 * DAY + 1] {
        let row = allow(registry, SET_ALLOCATOR, delay);
        curating.contract.refuses(DEPLOYER, &row, &invalid(delay));
    }
    let mut row = allow(registry, SET_ALLOCATOR, 0);
    row.delay = U256::MAX;
    let error = invalid(u64::MAX);
    curating.contract.refuses(DEPLOYER, &row, &error);
    for delay in [0, DAY, 30 * DAY] {
        curating.allow(registry, SET_ALLOCATOR, delay);
    }
}

#[test]
fn what_it_does_not_have_is_not_submitted() {
    let curating = stage();
    let token = &curating.farm.scene.token;
    let error = not_allowed(token.address, IERC20::approveCall::SELECTOR);
    let (spender, value) = (MALLORY, U256::MAX);
    let approve = call_of(token, &IERC20::approveCall { spender, value });
    curating
        .contract
        .refuses(PROPOSER, &submit(&[approve]), &error);
    let strategy = ALICE;
    let debt = curating.registry_call(&IRegistry::emergencyExitCall { strategy });
    let selector = IRegistry::emergencyExitCall::SELECTOR;
    let error = not_allowed(curating.farm.registry.address, selector);
    let calls = vec![appointment(&curating, ALICE).remove(0), debt];
    curating.contract.refuses(PROPOSER, &submit(&calls), &error);
    let wait = Abi::waitOfCall { calls };
    curating.contract.refuses(ALICE, &wait, &error);
    // Neither does the curator call its own methods that are not in it.
    let this = curating.contract.address;
    let proposer = MALLORY;
    let call = curating.own_call(&Abi::setProposerCall { proposer });
    let error = not_allowed(this, Abi::setProposerCall::SELECTOR);
    curating
        .contract
        .refuses(PROPOSER, &submit(&[call]), &error);
    let call = curating.own_call(&raise(this, Abi::allowCall::SELECTOR, 30 * DAY));
    let error = not_allowed(this, Abi::raiseDelayCall::SELECTOR);
    curating
        .contract
        .refuses(PROPOSER, &submit(&[call]), &error);
}

#[test]
fn delays_rise_at_once_and_what_waits_keeps_its_time() {
    let curating = stage();
    let registry = curating.farm.registry.address;
    let calls = appointment(&curating, ALICE);
    let id = curating.submit(&calls).returned;
    let before = curating.executable_at(id);
    let call = raise(registry, SET_ALLOCATOR, 30 * DAY);
    for other in [PROPOSER, SENTINEL, MALLORY] {
        curating
            .contract
            .refuses(other, &call, &unauthorized(other));
    }
    let raised = curating.own(&call);
    let event = Abi::DelayChanged {
        target: registry,
        selector: call.selector,
        from: U256::from(RAISING_SECONDS),
        to: call.delay,
    };
    let this = curating.contract.address;
    assert_eq!(raised.logs(), [(this, event.encode_log_data())]);
    for delay in [30 * DAY, DAY, 0, 30 * DAY + 1] {
        let call = raise(registry, SET_ALLOCATOR, delay);
        curating.contract.refuses(DEPLOYER, &call, &invalid(delay));
    }
    let error = not_allowed(STRANGER, SET_ALLOCATOR);
    let call = raise(STRANGER, SET_ALLOCATOR, DAY);
    curating.contract.refuses(DEPLOYER, &call, &error);
    assert_eq!(curating.executable_at(id), before);
    let id = curating.submit(&appointment(&curating, BOB)).returned;
    assert_eq!(curating.executable_at(id), curating.now() + 30 * DAY);
    curating.at(before);
    curating.execute(MALLORY, &calls);
    assert_eq!(allocator(&curating), ALICE);
}

#[test]
fn what_was_at_once_can_be_made_to_wait() {
    let curating = stage();
    let registry = curating.farm.registry.address;
    let selector = IRegistry::setQueueCall::SELECTOR;
    assert_eq!(curating.delay_of(registry, selector), (true, 0));
    curating.own(&raise(registry, selector, DAY));
    // And never back.
    for delay in [0, DAY, 2 * DAY] {
        let calls = [curating.own_call(&lower(registry, selector, delay))];
        let id = curating.submit(&calls).returned;
        curating.at(curating.executable_at(id));
        let error = failed(0, &curating.contract, &invalid(delay));
        curating.contract.refuses(MALLORY, &execute(&calls), &error);
    }
}

#[test]
fn a_delay_falls_after_itself() {
    let curating = stage();
    let registry = curating.farm.registry.address;
    let call = lower(registry, SET_ALLOCATOR, DAY);
    for anybody in [DEPLOYER, PROPOSER, MALLORY] {
        curating
            .contract
            .refuses(anybody, &call, &unauthorized(anybody));
    }
    let calls = [curating.own_call(&call)];
    let id = curating.submit(&calls).returned;
    let then = curating.now() + RAISING_SECONDS;
    assert_eq!(curating.executable_at(id), then);
    curating.at(then);
    let made = curating.execute(MALLORY, &calls);
    let event = Abi::DelayChanged {
        target: registry,
        selector: call.selector,
        from: U256::from(RAISING_SECONDS),
        to: U256::from(DAY),
    };
    assert_eq!(made.logs()[1].1, event.encode_log_data());
    let id = curating.submit(&appointment(&curating, ALICE)).returned;
    assert_eq!(curating.executable_at(id), curating.now() + DAY);
    let error = not_allowed(STRANGER, SET_ALLOCATOR);
    let calls = [curating.own_call(&lower(STRANGER, SET_ALLOCATOR, DAY))];
    curating.contract.refuses(PROPOSER, &submit(&calls), &error);
}

#[test]
fn additions_wait_and_change_nothing_that_is_there() {
    let curating = stage();
    let registry = curating.farm.registry.address;
    let selector = IRegistry::emergencyExitCall::SELECTOR;
    let add = [curating.own_call(&allow(registry, selector, 0))];
    let id = curating.submit(&add).returned;
    let then = curating.now() + ADDITION_SECONDS;
    assert_eq!(curating.executable_at(id), then);
    // The same for what would replace a delay by none.
    let replace = [curating.own_call(&allow(registry, SET_ALLOCATOR, 0))];
    curating.submit(&replace);
    let token = curating.farm.scene.token.address;
    let foreign = [curating.own_call(&allow(token, SET_ALLOCATOR, 0))];
    curating.submit(&foreign);
    curating.at(then + 10);
    curating.execute(MALLORY, &add);
    assert_eq!(curating.delay_of(registry, selector), (true, 0));
    let error = failed(0, &curating.contract, &forbidden(registry, SET_ALLOCATOR));
    curating
        .contract
        .refuses(MALLORY, &execute(&replace), &error);
    let reason = Abi::NotGoverned { target: token };
    let error = failed(0, &curating.contract, &reason);
    curating
        .contract
        .refuses(MALLORY, &execute(&foreign), &error);
}

#[test]
fn what_is_abdicated_is_gone_for_good() {
    let curating = stage();
    let registry = curating.farm.registry.address;
    let give_up = abdicate(registry, SET_ALLOCATOR);
    curating
        .contract
        .refuses(DEPLOYER, &give_up, &unauthorized(DEPLOYER));
    let calls = [curating.own_call(&give_up)];
    let id = curating.submit(&calls).returned;
    assert_eq!(
        curating.executable_at(id),
        curating.now() + ADDITION_SECONDS
    );
    let again = [curating.own_call(&allow(registry, SET_ALLOCATOR, DAY))];
    curating.submit(&again);
    curating.farm.scene.pass(ADDITION_SECONDS);
    // What waits for it goes with it.
    let appointment = appointment(&curating, ALICE);
    curating.submit(&appointment);
    curating.execute(MALLORY, &calls);
    assert_eq!(curating.delay_of(registry, SET_ALLOCATOR), (false, 0));
    curating.farm.scene.pass(RAISING_SECONDS);
    let gone = not_allowed(registry, SET_ALLOCATOR);
    let error = failed(0, &curating.farm.registry, &gone);
    curating
        .contract
        .refuses(MALLORY, &execute(&appointment), &error);
    let error = failed(0, &curating.contract, &forbidden(registry, SET_ALLOCATOR));
    curating.contract.refuses(MALLORY, &execute(&again), &error);
    let more = submit(&super::appointment(&curating, BOB));
    curating.contract.refuses(PROPOSER, &more, &gone);
    let raised = raise(registry, SET_ALLOCATOR, 30 * DAY);
    curating.contract.refuses(DEPLOYER, &raised, &gone);
}

/// Without additions the table can only shrink.
#[test]
fn additions_can_be_abdicated_too() {
    let curating = stage();
    let this = curating.contract.address;
    let selector = Abi::allowCall::SELECTOR;
    curating.enact(&[curating.own_call(&abdicate(this, selector))]);
    let registry = curating.farm.registry.address;
    let add = allow(registry, IRegistry::emergencyExitCall::SELECTOR, 0);
    let call = submit(&[curating.own_call(&add)]);
    let error = not_allowed(this, selector);
    curating.contract.refuses(PROPOSER, &call, &error);
}
