//! One storage word, one meaning.
//!
//! Random calls run against the vault; what each of them writes is read off its host calls, and
//! after each of them the whole storage is compared with what the views say it should be.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, B256, U256};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc20::IERC20Permit::noncesCall;
use ballast_devnet::HostStep;
use ballast_tests::{
    ALICE, BOB, CAROL, DECIMALS_OFFSET, DEPLOYER, Permit, SHARE_UNITS, Scene, Slot, redeem, uint,
    withdraw,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const ACTORS: [Address; 3] = [ALICE, BOB, CAROL];

/// A method, three people, an amount.
type Call = (usize, [Address; 3], u128);

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let person = || (0..ACTORS.len()).prop_map(|index| ACTORS[index]);
    let people = [person(), person(), person()];
    prop::collection::vec((0..8_usize, people, 1..100_u128), 25)
}

/// Makes a call that passes, and returns its transaction with what it may write.
fn make(scene: &Scene, (method, [a, b, c], amount): Call) -> (B256, BTreeSet<Slot>) {
    use Slot::{Allowance, Balance, Nonce, Totals};
    let vault = &scene.vault.contract;
    let shares = amount * SHARE_UNITS;
    let approve = IERC20::approveCall {
        spender: b,
        value: uint(shares),
    };
    let value = scene.vault.shares_of(a).min(uint(shares));
    let spends = |owner| {
        // Set beforehand, so that the call is allowed.
        vault.send(
            owner,
            &IERC20::approveCall {
                spender: b,
                value: uint(100 * shares),
            },
        );
        if owner == b {
            Vec::new()
        } else {
            vec![Allowance(owner, b)]
        }
    };
    let (receipt, slots) = match method {
        0 => (
            scene.vault.deposit(a, amount, c).receipt,
            vec![Totals, Balance(c)],
        ),
        1 => (
            scene.vault.mint(a, shares, c).receipt,
            vec![Totals, Balance(c)],
        ),
        2 => {
            scene.vault.deposit(a, amount, a);
            let allowances = spends(a);
            let receipt = vault.send(b, &withdraw(amount, c, a)).receipt;
            (receipt, [vec![Totals, Balance(a)], allowances].concat())
        }
        3 => {
            scene.vault.deposit(a, amount, a);
            let allowances = spends(a);
            let receipt = vault.send(b, &redeem(shares, c, a)).receipt;
            (receipt, [vec![Totals, Balance(a)], allowances].concat())
        }
        4 => {
            let receipt = vault
                .send(a, &IERC20::transferCall { to: c, value })
                .receipt;
            (receipt, vec![Balance(a), Balance(c)])
        }
        5 => {
            vault.send(a, &approve);
            let transfer = IERC20::transferFromCall {
                from: a,
                to: c,
                value,
            };
            (
                vault.send(b, &transfer).receipt,
                vec![Allowance(a, b), Balance(a), Balance(c)],
            )
        }
        6 => (vault.send(a, &approve).receipt, vec![Allowance(a, b)]),
        _ => {
            let permit = Permit::next(vault, a, b, uint(shares)).sign(vault);
            (
                vault.send(c, &permit).receipt,
                vec![Nonce(a), Allowance(a, b)],
            )
        }
    };
    (
        receipt.receipt.transaction_hash,
        slots.into_iter().collect(),
    )
}

/// The keys that a transaction's host calls store.
fn written(steps: &[HostStep]) -> BTreeSet<U256> {
    let mut keys = BTreeSet::new();
    for step in steps {
        assert_ne!(
            step.name, "transient_store_bytes32",
            "transient storage is not used"
        );
        if step.name == "storage_cache_bytes32" {
            keys.insert(U256::from_be_slice(&step.args[..32]));
        }
        keys.extend(step.steps.iter().flat_map(|inner| written(inner)));
    }
    keys
}

/// The storage that follows from what the views say.
fn expected(scene: &Scene) -> BTreeMap<U256, U256> {
    let vault = &scene.vault.contract;
    let (assets, supply) = scene.vault.totals();
    let text = |text: &str| {
        let mut word = [0; 32];
        word[..text.len()].copy_from_slice(text.as_bytes());
        word[31] = 2 * text.len() as u8;
        U256::from_be_bytes(word)
    };
    let config = U256::from_be_slice(scene.token.address.as_slice())
        | (U256::from(vault.ask(&IERC20::decimalsCall {})) << 160);
    let built = uint(scene.built.into());
    let pace =
        (U256::from(DECIMALS_OFFSET) << 241) | (built << 200) | (built << 160) | (built << 128);
    let mut words = vec![
        (Slot::Name, text(&vault.ask(&IERC20::nameCall {}))),
        (Slot::Symbol, text(&vault.ask(&IERC20::symbolCall {}))),
        (Slot::Totals, (assets << 128) | supply),
        (Slot::Config, config),
        (Slot::Pace, pace),
        (Slot::Loans, U256::from(u128::MAX) << 128),
        (Slot::Authority, U256::from_be_slice(DEPLOYER.as_slice())),
    ];
    for owner in ACTORS {
        words.push((Slot::Balance(owner), scene.vault.shares_of(owner)));
        words.push((Slot::Nonce(owner), vault.ask(&noncesCall { owner })));
        let allowances = ACTORS.map(|spender| {
            (
                Slot::Allowance(owner, spender),
                scene.vault.allowance(owner, spender),
            )
        });
        words.extend(allowances);
    }
    let keyed = words.into_iter().map(|(slot, value)| (slot.key(), value));
    keyed.filter(|(_, value)| !value.is_zero()).collect()
}

fn stored(scene: &Scene) -> BTreeMap<U256, U256> {
    let mut dump = scene.chain.node().dump_state(Default::default()).unwrap();
    let account = dump.accounts.remove(&scene.vault.address()).unwrap();
    account
        .storage
        .into_iter()
        .map(|(key, value)| (key.into(), value.into()))
        .collect()
}

#[test]
fn calls_write_the_words_of_their_own_meaning_only() {
    let scene = Scene::new();
    assert_eq!(stored(&scene), expected(&scene));
    let node = scene.chain.node().clone();
    let config = Config {
        cases: 12,
        failure_persistence: None,
        ..Config::default()
    };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, random).run(&calls(), |calls| {
        let snapshot = node.snapshot();
        for call in calls {
            let (transaction, allowed) = make(&scene, call);
            let keys = written(&node.host_calls(&transaction).unwrap());
            let allowed: BTreeSet<_> = allowed.into_iter().map(Slot::key).collect();
            assert_eq!(keys, allowed, "{call:?}");
            assert_eq!(stored(&scene), expected(&scene), "{call:?}");
        }
        node.revert(snapshot);
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn no_two_meanings_share_a_word() {
    let mut slots = vec![
        Slot::Name,
        Slot::Symbol,
        Slot::Totals,
        Slot::Config,
        Slot::Pace,
        Slot::Loans,
        Slot::Authority,
    ];
    for owner in ACTORS {
        slots.extend([Slot::Balance(owner), Slot::Nonce(owner)]);
        slots.extend(ACTORS.map(|spender| Slot::Allowance(owner, spender)));
    }
    let keys: BTreeSet<_> = slots.iter().map(|slot| slot.key()).collect();
    assert_eq!(keys.len(), slots.len());
}
