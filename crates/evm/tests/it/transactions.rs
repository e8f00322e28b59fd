//! Transaction rules: what is refused, what is charged, who gets it.

use alloy_primitives::{Bytes, TxKind, U256, hex};
use ballast_evm::{ExecuteError, RecentPrograms, Transaction};

use crate::chain::{ACCOUNTS, ARB_OWNER, BASE_FEE, Chain, EMPTY, OWNER, output, to, word};

fn refused(chain: &mut Chain, tx: &Transaction) -> ExecuteError {
    chain
        .include(&mut RecentPrograms::default(), tx)
        .expect_err("must be refused")
}

fn priced() -> Transaction {
    Transaction {
        max_fee: u128::from(BASE_FEE),
        ..to(ACCOUNTS[1], Bytes::new())
    }
}

#[test]
fn a_wrong_nonce_is_refused() {
    let mut chain = Chain::new(51);
    let error = refused(
        &mut chain,
        &Transaction {
            nonce: 1,
            ..priced()
        },
    );
    assert!(matches!(
        error,
        ExecuteError::NonceTooHigh {
            expected: 0,
            actual: 1
        }
    ));
    chain.send(priced());
    let error = refused(&mut chain, &priced());
    assert!(matches!(
        error,
        ExecuteError::NonceTooLow {
            expected: 1,
            actual: 0
        }
    ));
}

#[test]
fn a_sender_who_cannot_pay_the_cap_is_refused() {
    let mut chain = Chain::new(51);
    let cost = U256::from(2_000_000_u64).saturating_mul(U256::from(BASE_FEE));
    chain.set_balance(ACCOUNTS[0], cost - U256::ONE);
    let error = refused(&mut chain, &priced());
    assert!(matches!(error, ExecuteError::InsufficientFunds { .. }));
    chain.set_balance(ACCOUNTS[0], cost);
    assert!(
        chain
            .include(&mut RecentPrograms::default(), &priced())
            .is_ok()
    );
}

#[test]
fn prices_below_the_base_fee_and_tips_above_the_cap_are_refused() {
    let mut chain = Chain::new(51);
    let low = Transaction {
        max_fee: u128::from(BASE_FEE) - 1,
        ..priced()
    };
    assert!(matches!(
        refused(&mut chain, &low),
        ExecuteError::FeeCapTooLow { .. }
    ));
    let tip = Transaction {
        max_priority_fee: Some(u128::from(BASE_FEE) + 1),
        ..priced()
    };
    assert!(matches!(
        refused(&mut chain, &tip),
        ExecuteError::TipAboveFeeCap { .. }
    ));
}

#[test]
fn too_little_gas_for_the_calldata_is_refused() {
    let mut chain = Chain::new(51);
    let input = Bytes::from_static(&[1, 0]);
    let tx = Transaction {
        gas_limit: 21_019,
        input,
        ..priced()
    };
    let error = refused(&mut chain, &tx);
    assert!(matches!(
        error,
        ExecuteError::IntrinsicGas {
            limit: 21_019,
            required: 21_020
        }
    ));
}

#[test]
fn contracts_do_not_send() {
    let mut chain = Chain::new(51);
    let contract = chain.deploy_code(&[0]);
    chain.set_balance(contract, U256::MAX);
    let nonce = chain.nonce(contract);
    let error = refused(
        &mut chain,
        &Transaction {
            caller: contract,
            nonce,
            ..priced()
        },
    );
    assert!(matches!(error, ExecuteError::SenderHasCode(_)));
}

#[test]
fn blobs_are_refused() {
    let error = refused(
        &mut Chain::new(51),
        &Transaction {
            tx_type: 3,
            ..priced()
        },
    );
    assert!(matches!(error, ExecuteError::Unsupported(_)));
}

#[test]
fn init_code_of_more_than_twice_the_code_size_is_refused() {
    let input = Bytes::from(vec![0; 49_153]);
    let tx = Transaction {
        kind: TxKind::Create,
        input,
        ..priced()
    };
    let error = refused(&mut Chain::new(51), &tx);
    assert!(matches!(
        error,
        ExecuteError::InitCodeSize {
            size: 49_153,
            limit: 49_152
        }
    ));
}

/// 7.1: the tip is dropped; the base fee goes to the network's fee account.
#[test]
fn the_base_fee_is_paid_to_the_network_and_no_tip() {
    let mut chain = Chain::new(51);
    let (sender, network) = (chain.balance(ACCOUNTS[0]), chain.balance(OWNER));
    let max_fee = u128::from(BASE_FEE) * 3;
    let tip = Some(u128::from(BASE_FEE));
    let done = chain.send(Transaction {
        max_fee,
        max_priority_fee: tip,
        ..priced()
    });
    let fee = U256::from(done.gas_used).saturating_mul(U256::from(BASE_FEE));
    assert_eq!(done.effective_gas_price, u128::from(BASE_FEE));
    assert_eq!(sender - chain.balance(ACCOUNTS[0]), fee);
    assert_eq!(chain.balance(OWNER) - network, fee);
}

/// GAS, returned.
const GAS_LEFT: &str = "5a5f5260205ff3";

/// 7.1: from ArbOS 50 a transaction runs with at most 32,000,000 less its intrinsic gas and gets
/// the rest back; calls are not capped.
#[test]
fn gas_above_the_cap_is_held_back() {
    let mut chain = Chain::new(51);
    let contract = chain.deploy_code(&hex::decode(GAS_LEFT).expect("hex"));
    let tx = Transaction {
        gas_limit: 50_000_000,
        ..to(contract, Bytes::new())
    };
    let called = chain.call(tx.clone());
    assert_eq!(
        U256::from_be_slice(&output(&called)),
        U256::from(50_000_000 - 21_000 - 2)
    );
    let done = chain.send(tx);
    assert_eq!(
        U256::from_be_slice(&output(&done)),
        U256::from(32_000_000 - 21_000 - 2)
    );
    assert!(
        done.gas_used < 22_000,
        "what was held back is returned: {}",
        done.gas_used
    );
}

#[test]
fn gas_above_the_cap_is_returned_even_by_a_halt() {
    let mut chain = Chain::new(51);
    let halting = chain.deploy_code(&hex::decode("fe").expect("hex"));
    let tx = Transaction {
        gas_limit: 50_000_000,
        ..to(halting, Bytes::new())
    };
    assert_eq!(chain.send(tx).gas_used, 32_000_000);
}

/// 7.3: nothing unless the owner sets a price; then part of the gas used, reported apart.
#[test]
fn poster_gas_pays_for_l1_data() {
    let mut chain = Chain::new(51);
    let encoded = Bytes::from((0..200).map(|i| (i * 37 % 251) as u8).collect::<Vec<_>>());
    let tx = Transaction {
        encoded,
        ..priced()
    };
    let free = chain.send(tx.clone());
    assert_eq!((free.gas_used, free.gas_used_for_l1), (21_000, 0));
    // One gwei for each of the 16 units of a byte: 160 gas a byte at a base fee of 0.1 gwei.
    chain.as_owner(ARB_OWNER, "2b352fae", &[word(1_000_000_000)]);
    let paid = chain.send(tx);
    assert_eq!(paid.gas_used, 21_000 + paid.gas_used_for_l1);
    assert_eq!(paid.gas_used_for_l1 % 160, 0);
    let bytes = paid.gas_used_for_l1 / 160;
    assert!(
        (100..=220).contains(&bytes),
        "{bytes} bytes after compression"
    );
}

#[test]
fn a_limit_that_does_not_cover_the_poster_gas_is_refused() {
    let mut chain = Chain::new(51);
    chain.as_owner(ARB_OWNER, "2b352fae", &[word(1_000_000_000)]);
    let encoded = Bytes::from_static(&[1, 2, 3, 4, 5, 6, 7, 8]);
    let nonce = chain.nonce(ACCOUNTS[0]);
    let tx = Transaction {
        gas_limit: 21_100,
        encoded,
        nonce,
        ..priced()
    };
    assert!(matches!(
        refused(&mut chain, &tx),
        ExecuteError::IntrinsicGas { .. }
    ));
}

/// 5.6: clearing a slot refunds 4,800, at most a fifth of what was used.
#[test]
fn refunds_are_capped_at_a_fifth() {
    let mut chain = Chain::new(51);
    // SSTORE(0, calldata word).
    let contract = chain.deploy_code(&hex::decode("5f355f5500").expect("hex"));
    chain.send(to(contract, word(1)));
    let done = chain.send(to(contract, word(0)));
    // 21,000 + 128 calldata + 2 PUSH0 + CALLDATALOAD + 5,000 store of a cold slot.
    assert_eq!(done.gas_refunded, 4_800);
    assert_eq!(done.gas_used + 4_800, 21_000 + 128 + 2 + 3 + 2 + 5_000);
}

#[test]
fn a_call_without_price_sees_a_base_fee_of_zero() {
    let mut chain = Chain::new(51);
    let contract = chain.deploy_code(&hex::decode("485f5260205ff3").expect("hex"));
    let mut recent = RecentPrograms::default();
    let options = ballast_evm::Options::CALL;
    let tx = to(contract, Bytes::new());
    let done = chain
        .executor
        .execute(&mut chain.db, &chain.block, &mut recent, &tx, &options);
    assert_eq!(
        U256::from_be_slice(&output(&done.expect("executed"))),
        U256::ZERO
    );
}

/// EIP-7702: an account that delegates to a program runs the program.
#[test]
fn a_delegated_account_runs_the_program() {
    let mut chain = Chain::new(51);
    let program = chain.program(EMPTY);
    let code = revm::bytecode::Bytecode::new_eip7702(program);
    let mut info = revm::state::AccountInfo::from_bytecode(code);
    info.balance = chain.balance(ACCOUNTS[1]);
    chain.db.insert_account_info(ACCOUNTS[1], info);
    let done = chain.send(to(ACCOUNTS[1], Bytes::new()));
    assert!(done.result.is_success());
    assert_eq!(done.programs.len(), 1);
    assert_eq!(done.programs[0].address, ACCOUNTS[1]);
}
