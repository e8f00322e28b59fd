//! What begins with ArbOS 60. Numbers are those of the Stylus charging reference.

use alloy_primitives::{Address, Bytes, U256};
use ballast_evm::{Execution, RecentPrograms, Transaction};
use ballast_stylus::format::{FRAGMENT_PREFIX, ROOT_PREFIX, compress};

use crate::chain::{
    ARB_OWNER, BASE_FEE, Chain, EMPTY, ETHER, calldata_gas, created, frame_gas, method, output, to,
    word,
};

fn in_one_block(chain: &mut Chain, txs: &[Transaction]) -> Vec<Execution> {
    let mut recent = RecentPrograms::default();
    let include = |tx: &Transaction| {
        let nonce = chain.nonce(tx.caller);
        let tx = Transaction {
            nonce,
            max_fee: u128::from(BASE_FEE),
            ..tx.clone()
        };
        chain.include(&mut recent, &tx).expect("included")
    };
    txs.iter().map(include).collect()
}

/// Rows 46 and 47: the second call in a block pays the cached entry only from 60 on.
#[test]
fn a_repeat_in_the_block_is_cheap_from_60_on() {
    for (version, second) in [(60, 364), (51, 9_214)] {
        let mut chain = Chain::new(version);
        let program = chain.program(EMPTY);
        let tx = to(program, Bytes::new());
        let gas: Vec<_> = in_one_block(&mut chain, &[tx.clone(), tx.clone()])
            .iter()
            .map(|done| frame_gas(done, &tx))
            .collect();
        assert_eq!(gas, [9_214, second], "ArbOS {version}");
    }
}

/// 5.3: the list is fresh for each block.
#[test]
fn the_next_block_pays_in_full_again() {
    let mut chain = Chain::new(60);
    let program = chain.program(EMPTY);
    let tx = to(program, Bytes::new());
    for _ in 0..2 {
        assert_eq!(frame_gas(&chain.send(tx.clone()), &tx), 9_214);
    }
}

/// 5.1 step 7: a frame that cannot pay for its entry still leaves its mark.
#[test]
fn a_frame_that_cannot_enter_is_remembered() {
    let mut chain = Chain::new(60);
    let program = chain.program(EMPTY);
    let tx = to(program, Bytes::new());
    let poor = Transaction {
        gas_limit: 21_000 + 9_000,
        ..tx.clone()
    };
    let done = in_one_block(&mut chain, &[poor, tx.clone()]);
    assert!(!done[0].result.is_success());
    assert_eq!(frame_gas(&done[1], &tx), 364);
}

/// Row 58: 1,810,910 gas inside the precompile on 51, 1,811,710 on 60.
#[test]
fn activation_reads_the_activation_gas_setting_from_60_on() {
    for (version, inside) in [(51, 1_810_910), (60, 1_811_710)] {
        let mut chain = Chain::new(version);
        let program = chain.deploy_program(EMPTY);
        let done = chain.activate(program);
        let data = method("58c780c2", &[program.into_word()]);
        assert_eq!(
            done.gas_used - 21_000 - calldata_gas(&data),
            inside,
            "ArbOS {version}"
        );
        let fee = U256::from_be_slice(&output(&done)[32..64]);
        assert_eq!(fee, U256::from(43_607_190_175_334_u64));
    }
}

/// 1.4 step 3: the setting is burnt on top.
#[test]
fn the_activation_gas_setting_is_charged() {
    let mut chain = Chain::new(60);
    chain.as_owner(ARB_OWNER, "a0a32497", &[word(12_345)]);
    let program = chain.deploy_program(EMPTY);
    let done = chain.activate(program);
    let data = method("58c780c2", &[program.into_word()]);
    assert_eq!(
        done.gas_used - 21_000 - calldata_gas(&data),
        1_811_710 + 12_345
    );
}

struct Cut {
    root: Address,
    fragments: Vec<Address>,
    lens: Vec<usize>,
}

/// Deploys the empty program as two fragments and a root.
fn deploy_cut(chain: &mut Chain) -> Cut {
    let wasm = wat::parse_str(EMPTY).expect("valid text");
    let stream = compress(&wasm)[4..].to_vec();
    let (first, second) = stream.split_at(stream.len() / 2);
    let codes = [first, second].map(|part| [&FRAGMENT_PREFIX[..], part].concat());
    let fragments: Vec<_> = codes.iter().map(|code| chain.deploy_code(code)).collect();
    let mut root = [&ROOT_PREFIX[..], &[0]].concat();
    root.extend_from_slice(&u32::try_from(wasm.len()).expect("small").to_be_bytes());
    fragments
        .iter()
        .for_each(|fragment| root.extend_from_slice(fragment.as_slice()));
    let lens = codes.iter().map(Vec::len).collect();
    Cut {
        root: chain.deploy_code(&root),
        fragments,
        lens,
    }
}

/// 1.1: a root costs 2,600 + 3 per word for each fragment at activation, nothing when called.
#[test]
fn a_program_in_fragments_activates_and_runs() {
    let mut chain = Chain::new(60);
    let cut = deploy_cut(&mut chain);
    let done = chain.activate(cut.root);
    assert!(
        done.result.is_success(),
        "{:?} {:?}",
        done.result,
        done.failure
    );
    let reads: u64 = cut
        .lens
        .iter()
        .map(|len| 2_600 + 3 * (*len as u64).div_ceil(32))
        .sum();
    let data = method("58c780c2", &[cut.root.into_word()]);
    assert_eq!(
        done.gas_used - 21_000 - calldata_gas(&data),
        1_811_710 + reads
    );
    let tx = to(cut.root, Bytes::new());
    assert_eq!(frame_gas(&chain.send(tx.clone()), &tx), 9_214);
}

/// 1.1: a fragment called directly halts on its first byte.
#[test]
fn a_fragment_is_no_program() {
    let mut chain = Chain::new(60);
    let cut = deploy_cut(&mut chain);
    let done = chain.send(to(cut.fragments[0], Bytes::new()));
    assert_eq!(done.gas_used, 2_000_000);
    let refused = chain.activate(cut.fragments[0]);
    assert!(!refused.result.is_success());
    assert!(output(&refused).is_empty());
    assert!(refused.gas_used < 20_000_000, "a plain revert keeps gas");
}

/// 1.1: below 60 only the classic prefix may be deployed.
#[test]
fn fragments_cannot_be_deployed_before_60() {
    let code = [&FRAGMENT_PREFIX[..], &[1, 2, 3]].concat();
    let init = ballast_stylus::format::init_code(&code);
    assert!(!Chain::new(51).create(init.clone()).result.is_success());
    created(&Chain::new(60).create(init));
}

/// A scheduled upgrade takes effect at the first block that is not before its time.
#[test]
fn an_upgrade_changes_the_rules_of_the_next_block() {
    let mut chain = Chain::new(51);
    let due = chain.block.timestamp + 100;
    chain.as_owner(ARB_OWNER, "e388b381", &[word(60), word(due)]);
    for (timestamp, version) in [(due - 1, 51), (due, 60)] {
        chain.block.timestamp = timestamp;
        let changes = chain
            .executor
            .begin_block(&mut chain.db, &chain.block)
            .expect("readable");
        revm::DatabaseCommit::commit(&mut chain.db, changes);
        assert_eq!(
            chain
                .executor
                .arbos_version(&mut chain.db)
                .expect("readable"),
            version
        );
    }
    let program = chain.deploy_program(EMPTY);
    let done = chain.send(Transaction {
        value: ETHER,
        gas_limit: 20_000_000,
        ..to(
            crate::chain::ARB_WASM,
            method("58c780c2", &[program.into_word()]),
        )
    });
    assert!(done.result.is_success());
    let data = method("58c780c2", &[program.into_word()]);
    assert_eq!(done.gas_used - 21_000 - calldata_gas(&data), 1_811_710);
}
