//! ArbOS precompiles: gas by section 1.10, 1.8 and 7.2 of the Stylus charging reference.

use alloy_primitives::{Address, B256, Bytes, U256, b256, keccak256};
use ballast_evm::Transaction;
use revm::context::result::ExecutionResult;
use revm::{Database, DatabaseRef};

use crate::chain::{
    ACCOUNTS, ARB_DEBUG, ARB_OWNER, ARB_SYS, ARB_WASM, ARB_WASM_CACHE, Chain, EMPTY, ETHER, OWNER,
    frame_gas, method, output, to, word,
};

/// Gas inside a precompile and its answer.
fn ask(chain: &mut Chain, target: Address, selector: &str, words: &[B256]) -> (u64, Bytes) {
    let tx = to(target, method(selector, words));
    let done = chain.send(tx.clone());
    assert!(done.result.is_success(), "{selector}: {:?}", done.result);
    (frame_gas(&done, &tx), output(&done))
}

fn number(answer: &Bytes) -> U256 {
    U256::from_be_slice(answer)
}

#[test]
fn getters_cost_what_the_reference_says() {
    let mut chain = Chain::new(51);
    let (gas, version) = ask(&mut chain, ARB_WASM, "a996e0c2", &[]);
    assert_eq!((gas, number(&version)), (903, U256::from(2)));
    let (gas, height) = ask(&mut chain, ARB_SYS, "a3b1b31d", &[]);
    assert_eq!((gas, number(&height)), (803, U256::from(2)));
    let (_, version) = ask(&mut chain, ARB_SYS, "051038f2", &[]);
    assert_eq!(number(&version), U256::from(55 + 51));
    let (_, chain_id) = ask(&mut chain, ARB_SYS, "d127f54a", &[]);
    assert_eq!(number(&chain_id), U256::from(412_346));
}

#[test]
fn bad_calls_burn_all_gas() {
    let mut chain = Chain::new(51);
    let cases: [(&str, Transaction); 5] = [
        ("unknown selector", to(ARB_WASM, method("12345678", &[]))),
        ("no selector", to(ARB_WASM, Bytes::from_static(&[1, 2, 3]))),
        ("missing argument", to(ARB_WASM, method("cc8f4e88", &[]))),
        (
            "value to a view",
            Transaction {
                value: U256::ONE,
                ..to(ARB_WASM, method("a996e0c2", &[]))
            },
        ),
        (
            "not an owner",
            to(ARB_OWNER, method("8c1d4fda", &[word(1)])),
        ),
    ];
    for (what, tx) in cases {
        assert_eq!(chain.send(tx).gas_used, 2_000_000, "{what}");
    }
}

#[test]
fn getters_of_later_versions_do_not_exist_yet() {
    for (version, known) in [(51, false), (60, true)] {
        let done = Chain::new(version).send(to(ARB_WASM, method("2278c278", &[])));
        assert_eq!(done.result.is_success(), known, "ArbOS {version}");
    }
}

/// 1.8: 800 + 3 + 2,600 + 800 + 100 + 800 + 1,756 + init cost + 800 + 20,000 for a manager, 800
/// more for an owner who is none.
#[test]
fn caching_costs_what_the_reference_says() {
    let mut chain = Chain::new(51);
    let program = chain.program(EMPTY);
    let tx = Transaction {
        caller: OWNER,
        ..to(ARB_WASM_CACHE, method("e73ac9f2", &[program.into_word()]))
    };
    let done = chain.send(tx.clone());
    assert_eq!(frame_gas(&done, &tx), 27_659 + 18 + 800);
    assert_eq!(done.result.logs().len(), 1);
    // No-op: no event, no write.
    let again = chain.send(tx.clone());
    assert_eq!(frame_gas(&again, &tx), 800 + 3 + 2_600 + 1_600 + 100 + 800);
    assert!(again.result.logs().is_empty());
    chain.as_owner(ARB_OWNER, "ffdca515", &[ACCOUNTS[0].into_word()]);
    let code_hash = chain
        .db
        .basic(program)
        .expect("memory")
        .expect("deployed")
        .code_hash;
    let (gas, _) = ask(&mut chain, ARB_WASM_CACHE, "ce972013", &[code_hash]);
    assert_eq!(gas, 27_659 - 2_600 + 18);
    let empty = to(program, Bytes::new());
    assert_eq!(frame_gas(&chain.send(empty.clone()), &empty), 9_214);
}

#[test]
fn strangers_cannot_cache() {
    let mut chain = Chain::new(51);
    let program = chain.program(EMPTY);
    let done = chain.send(to(
        ARB_WASM_CACHE,
        method("e73ac9f2", &[program.into_word()]),
    ));
    assert_eq!(done.gas_used, 2_000_000);
}

#[test]
fn anyone_may_own_a_development_chain() {
    let mut chain = Chain::new(51);
    assert!(
        chain
            .send(to(ARB_DEBUG, method("0e5bbc11", &[])))
            .result
            .is_success()
    );
    // setInkPrice, which costs an owner nothing inside the precompile.
    let tx = to(ARB_OWNER, method("8c1d4fda", &[word(20_000)]));
    let done = chain.send(tx.clone());
    assert!(done.result.is_success());
    assert_eq!(frame_gas(&done, &tx), 0);
    let (_, price) = ask(&mut chain, ARB_WASM, "d1c17abc", &[]);
    assert_eq!(number(&price), U256::from(20_000));
}

#[test]
fn parameters_change_what_programs_pay() {
    let mut chain = Chain::new(51);
    let program = chain.program(EMPTY);
    // setWasmMinInitGas(255 → 2 units of 128, 100 → 4 units of 32).
    chain.as_owner(ARB_OWNER, "8293405e", &[word(255), word(100)]);
    let tx = to(program, Bytes::new());
    assert_eq!(
        frame_gas(&chain.send(tx.clone()), &tx),
        256 + 18 + 128 + 11 + 1
    );
}

/// 1.5: the second activation of the same size in the same second is dearer.
#[test]
fn the_data_fee_rises_with_demand() {
    let mut chain = Chain::new(51);
    let fee = |chain: &mut Chain, text: &str| {
        let program = chain.deploy_program(text);
        let done = chain.activate(program);
        U256::from_be_slice(&output(&done)[32..64])
    };
    let first = fee(&mut chain, EMPTY);
    let other = EMPTY.replace("i32.const 0", "i32.const 1");
    let second = fee(&mut chain, &other);
    assert_eq!(first, U256::from(43_607_190_175_334_u64));
    assert!(first < second, "{first} {second}");
}

#[test]
fn an_activation_that_is_not_paid_for_says_what_it_wants() {
    let mut chain = Chain::new(51);
    let program = chain.deploy_program(EMPTY);
    let tx = to(ARB_WASM, method("58c780c2", &[program.into_word()]));
    let done = chain.send(Transaction {
        value: U256::from(5),
        gas_limit: 10_000_000,
        ..tx
    });
    let data = output(&done);
    assert_eq!(data[..4], [0x09, 0x78, 0x1a, 0xb7]);
    assert_eq!(U256::from_be_slice(&data[4..36]), U256::from(5));
    assert_eq!(
        U256::from_be_slice(&data[36..68]),
        U256::from(43_607_190_175_334_u64)
    );
}

/// What is not needed comes back; the fee goes to the network's account.
#[test]
fn the_rest_of_the_value_is_returned() {
    let mut chain = Chain::new(51);
    let program = chain.deploy_program(EMPTY);
    let (before, network) = (chain.balance(ACCOUNTS[0]), chain.balance(OWNER));
    let done = chain.activate(program);
    let gas = U256::from(done.gas_used).saturating_mul(U256::from(crate::chain::BASE_FEE));
    let fee = U256::from_be_slice(&output(&done)[32..64]);
    assert_eq!(before - chain.balance(ACCOUNTS[0]), gas + fee);
    assert_eq!(chain.balance(OWNER) - network, gas + fee);
    assert_eq!(chain.balance(ARB_WASM), U256::ZERO);
}

/// 1.7: an extension needs an age of 31 days and starts the year again.
#[test]
fn a_program_is_kept_alive() {
    let mut chain = Chain::new(51);
    let program = chain.program(EMPTY);
    let code_hash = chain
        .db
        .basic(program)
        .expect("memory")
        .expect("deployed")
        .code_hash;
    let extend = Transaction {
        value: ETHER,
        ..to(ARB_WASM, method("c689bad5", &[code_hash]))
    };
    let early = chain.send(extend.clone());
    assert_eq!(output(&early)[..4], [0x16, 0xbd, 0x0c, 0xf8]);
    chain.block.timestamp += 40 * 86_400;
    let done = chain.send(extend);
    assert!(done.result.is_success(), "{:?}", done.result);
    let topic = b256!("03802ba32e3bd489d2ab04abb93d10687e0b6883bcb091206ca75172d248f2ec");
    assert_eq!(done.result.logs()[0].topics(), [topic, code_hash]);
    let (_, left) = ask(&mut chain, ARB_WASM, "c775a62a", &[program.into_word()]);
    let year = U256::from(365 * 86_400);
    assert!(year - U256::from(3_600) <= number(&left) && number(&left) <= year);
}

/// 7.2: a message without carry, and one with.
#[test]
fn messages_to_l1_cost_what_the_reference_says() {
    let mut chain = Chain::new(51);
    let destination = ACCOUNTS[1].into_word();
    // withdrawEth without value: 800 + 3 + keccak of 168 bytes 66 + count 20,800 + [partial 800] +
    // partial 20,000 + size 800 + event 375 × 5 + 8 × 224 + result 3.
    let base = 800 + 3 + 66 + 20_800 + 20_000 + 800 + 1_875 + 8 * 224 + 3;
    let carry = 800 + 42 + 5_000 + 1_875;
    let expected = [
        // The very first reads no partial; the second carries into a new level.
        base,
        base + carry,
        base + 800,
        base + 2 * carry,
    ];
    for (index, expected) in expected.into_iter().enumerate() {
        let (gas, leaf) = ask(&mut chain, ARB_SYS, "25e16063", &[destination]);
        assert_eq!(
            (gas, number(&leaf)),
            (expected, U256::from(index)),
            "message {index}"
        );
    }
}

#[test]
fn a_withdrawal_burns_its_value_and_tells() {
    let mut chain = Chain::new(51);
    let tx = to(ARB_SYS, method("25e16063", &[ACCOUNTS[1].into_word()]));
    let done = chain.send(Transaction { value: ETHER, ..tx });
    assert_eq!(chain.balance(ARB_SYS), U256::ZERO);
    let ExecutionResult::Success { logs, .. } = &done.result else {
        panic!("{:?}", done.result)
    };
    let log = logs.last().expect("an event");
    let topic = b256!("3e7aafa77dbf186b7fd488006beff893744caa3c4f6f299e8a709fa2087374fc");
    assert_eq!(log.topics()[0], topic);
    assert_eq!(log.topics()[1], ACCOUNTS[1].into_word());
    assert_eq!(U256::from_be_slice(&log.data.data[128..160]), ETHER);
}

#[test]
fn hashes_of_the_last_256_blocks_can_be_asked_for() {
    let mut chain = Chain::new(51);
    chain.block.number = 300;
    let hash = |number: u64| keccak256(number.to_be_bytes());
    chain.block.hashes = std::sync::Arc::new((44..300).map(|n| (n, hash(n))).collect());
    for number in [44, 299] {
        let done = chain.call(to(ARB_SYS, method("2b407a82", &[word(number)])));
        assert_eq!(output(&done)[..], hash(number)[..]);
    }
    for number in [43, 300] {
        let done = chain.call(to(ARB_SYS, method("2b407a82", &[word(number)])));
        assert_eq!(
            output(&done).len(),
            4 + 64,
            "InvalidBlockNumber(requested, current)"
        );
    }
}

#[test]
fn precompile_accounts_carry_one_byte_of_code() {
    let chain = Chain::new(51);
    for address in [ARB_SYS, ARB_OWNER, ARB_WASM, ARB_WASM_CACHE, ARB_DEBUG] {
        let info = chain
            .db
            .basic_ref(address)
            .expect("memory")
            .expect("genesis");
        assert_eq!(info.code.expect("code").original_bytes()[..], [0xfe]);
    }
}
