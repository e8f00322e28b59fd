//! Whoever may make a contract call others has it take what its users let it take.
//!
//! Alice let the contract take her tokens and shares, and borrow in her name.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolError, SolValue, sol};
use ballast_abi::curator::ICurator::{self as Abi, Call};
use ballast_abi::erc20::IERC20::{allowanceCall, transferFromCall};
use ballast_abi::rebalancer::Rebalancer;
use ballast_tests::curating::{ADDITION_SECONDS, PROPOSER, call_of, execute, submit};
use ballast_tests::{
    ALICE, Contract, Curating, DEPLOYER, FUNDS, Farm, MALLORY, STAKE, Scene, TOKEN, uint,
};

use crate::create;

sol! {
    #![sol(all_derives)]
    function approve(address spender, uint256 value) external;
    function approveDelegation(address delegate, uint256 amount) external;
    function borrow(uint256 amount, address onBehalf, address to) external;
    function debtOf(address account) external view returns (uint256);
}

mod naive {
    alloy_sol_types::sol! {
        #![sol(all_derives)]
        function execute(address target, bytes data) external returns (bytes answer);
    }
}

const CREDIT: u128 = 5_000 * TOKEN;

/// A pool that lends to whom its users let borrow.
fn credit_pool(scene: &Scene) -> Contract {
    let pool = create(scene, "CreditPool", &scene.token.address.abi_encode());
    scene.fund(pool.address, CREDIT);
    pool
}

/// Alice trusts somebody with all she has.
fn trust(scene: &Scene, pool: &Contract, spender: Address) {
    scene.allow(ALICE, spender);
    let value = U256::MAX;
    let shares = &scene.vault.contract;
    shares.send(ALICE, &approveCall { spender, value });
    let (delegate, amount) = (spender, uint(CREDIT));
    pool.send(ALICE, &approveDelegationCall { delegate, amount });
}

/// The calls that take it: tokens, shares, and a loan in her name.
fn robbery(scene: &Scene, pool: &Contract) -> [Call; 3] {
    let (from, to) = (ALICE, MALLORY);
    let take = |value| transferFromCall { from, to, value };
    let loan = borrowCall {
        amount: uint(CREDIT),
        onBehalf: ALICE,
        to,
    };
    [
        call_of(&scene.token, &take(scene.tokens_of(ALICE))),
        call_of(&scene.vault.contract, &take(scene.vault.shares_of(ALICE))),
        call_of(pool, &loan),
    ]
}

fn assert_untouched(scene: &Scene, pool: &Contract) {
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS - STAKE));
    assert_eq!(scene.tokens_of(MALLORY), uint(FUNDS));
    assert_eq!(scene.vault.shares_of(MALLORY), U256::ZERO);
    assert_eq!(pool.ask(&debtOfCall { account: ALICE }), U256::ZERO);
}

#[test]
fn who_calls_anything_takes_everything() {
    let farm = Farm::new();
    let scene = &farm.scene;
    let pool = credit_pool(scene);
    let executor = create(scene, "NaiveExecutor", &MALLORY.abi_encode());
    trust(scene, &pool, executor.address);
    let shares = scene.vault.shares_of(ALICE);
    for Call { target, data } in robbery(scene, &pool) {
        executor.send(MALLORY, &naive::executeCall { target, data });
    }
    assert_eq!(scene.tokens_of(ALICE), U256::ZERO);
    assert_eq!(scene.tokens_of(MALLORY), uint(2 * FUNDS - STAKE + CREDIT));
    assert_eq!(scene.vault.shares_of(MALLORY), shares);
    assert_eq!(pool.ask(&debtOfCall { account: ALICE }), uint(CREDIT));
}

/// A hostile proposer asks for what is not in the table; a hostile owner cannot put it there.
#[test]
fn a_curator_calls_what_it_governs_and_nothing_else() {
    let curating = Curating::new(Farm::new());
    let scene = &curating.farm.scene;
    let pool = credit_pool(scene);
    trust(scene, &pool, curating.contract.address);
    for call in robbery(scene, &pool) {
        let target = call.target;
        let selector = call.data[..4].try_into().unwrap();
        let error = Abi::NotAllowed { target, selector };
        let calls = [call];
        curating.contract.refuses(PROPOSER, &submit(&calls), &error);
        let id = curating.id_of(&calls);
        let error = Abi::UnknownAction { id };
        curating.contract.refuses(MALLORY, &execute(&calls), &error);

        let delay = U256::ZERO;
        let allow = Abi::allowCall {
            target,
            selector,
            delay,
        };
        curating
            .contract
            .refuses(DEPLOYER, &allow, &Abi::IsSealed {});
        let addition = [curating.own_call(&allow)];
        curating.submit(&addition);
        scene.pass(ADDITION_SECONDS);
        let data = curating.contract.revert_data(MALLORY, &execute(&addition));
        assert_eq!(data[..4], Abi::CallFailed::SELECTOR);
        // Accepting an authority is a call of anything, and says one thing only.
        let accept = Abi::acceptAuthorityCall { target };
        let data = curating.contract.revert_data(DEPLOYER, &accept);
        assert_eq!(data[..4], Abi::CallFailed::SELECTOR);
    }
    assert_untouched(scene, &pool);
}

/// Nor could the owner before the table was sealed.
#[test]
fn a_table_takes_neither_token_nor_venue() {
    let curating = Curating::open(Farm::new());
    let scene = &curating.farm.scene;
    let pool = credit_pool(scene);
    curating.take_over(&scene.vault.contract);
    let allow = |call: &Call| Abi::allowCall {
        target: call.target,
        selector: call.data[..4].try_into().unwrap(),
        delay: U256::ZERO,
    };
    let [tokens, shares, loan] = robbery(scene, &pool);
    for call in [tokens, shares] {
        let row = allow(&call);
        let (target, selector) = (row.target, row.selector);
        let error = Abi::Forbidden { target, selector };
        curating.contract.refuses(DEPLOYER, &row, &error);
    }
    let error = Abi::NotGoverned {
        target: loan.target,
    };
    curating.contract.refuses(DEPLOYER, &allow(&loan), &error);
}

/// The rebalancer calls its registry, and asks strategies that are in it.
#[test]
fn a_rebalancer_moves_debt_and_nothing_else() {
    let curating = Curating::open(Farm::new());
    let scene = &curating.farm.scene;
    let pool = credit_pool(scene);
    let rebalancer = &curating.rebalancing.contract;
    trust(scene, &pool, rebalancer.address);
    let operator = MALLORY;
    curating
        .rebalancing
        .govern(&Rebalancer::setOperatorCall { operator });
    let target = uint(CREDIT);
    for strategy in [
        scene.token.address,
        scene.vault.address(),
        pool.address,
        ALICE,
    ] {
        let call = Rebalancer::moveDebtCall { strategy, target };
        rebalancer.revert_data(MALLORY, &call);
    }
    for call in robbery(scene, &pool) {
        let sent = rebalancer
            .chain()
            .send_raw(MALLORY, rebalancer.address, call.data);
        assert!(sent.is_err());
    }
    assert_untouched(scene, &pool);
}

/// None of the project's contracts that users call keeps an allowance of another's tokens.
#[test]
fn the_curator_is_let_take_nothing_by_the_contracts_it_governs() {
    let curating = Curating::new(Farm::new());
    let scene = &curating.farm.scene;
    let spender = curating.contract.address;
    for contract in curating.governed() {
        let owner = contract.address;
        for token in [&scene.token, &scene.vault.contract] {
            let allowance = token.ask(&allowanceCall { owner, spender });
            assert_eq!(allowance, U256::ZERO);
        }
    }
}
