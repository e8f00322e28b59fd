//! The token beside OpenZeppelin's: same calls at the same seconds, same answers, logs and errors.

use alloy_primitives::{Address, B256, U256, b256, keccak256};
use alloy_signer::SignerSync;
use alloy_sol_types::{SolCall, SolValue};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc20::IERC20Permit::{self, DOMAIN_SEPARATORCall};
use ballast_abi::votes::{IERC5805, Votes as Abi};
use ballast_tests::{ALICE, BOB, CAROL, Contract, Permit, Twins, key_of, uint};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::{SUPPLY, chain, openzeppelin_votes, votes};

/// The last two hold tokens, and have no key.
const ACCOUNTS: [Address; 5] = [
    ALICE,
    BOB,
    CAROL,
    Address::ZERO,
    Address::with_last_byte(0xaa),
];

const CASES: u32 = 24;
const STEPS: usize = 24;

/// The smallest `s` that is refused.
const S_TOO_LARGE: B256 = b256!("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1");

#[derive(Clone, Copy, Debug)]
enum Step {
    Transfer,
    TransferAll,
    TransferFrom,
    Approve,
    Delegate,
    DelegateBySig,
    Permit,
    Pass,
}

/// What is wrong with a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaw {
    None,
    Expired,
    Nonce,
    Signer,
    LargeS,
    V,
}

#[derive(Clone, Copy, Debug)]
struct Act {
    step: Step,
    from: usize,
    to: usize,
    third: usize,
    amount: u128,
    flaw: Flaw,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let step = prop_oneof![
        1 => Just(Step::Transfer),
        1 => Just(Step::TransferAll),
        1 => Just(Step::TransferFrom),
        1 => Just(Step::Approve),
        3 => Just(Step::Delegate),
        2 => Just(Step::DelegateBySig),
        1 => Just(Step::Permit),
        1 => Just(Step::Pass),
    ];
    let flaw = prop_oneof![
        5 => Just(Flaw::None),
        1 => Just(Flaw::Expired),
        1 => Just(Flaw::Nonce),
        1 => Just(Flaw::Signer),
        1 => Just(Flaw::LargeS),
        1 => Just(Flaw::V),
    ];
    let amount = prop_oneof![0..10_u128, 0..SUPPLY, SUPPLY..=u128::MAX];
    let act = (step, 0..3_usize, 0..5_usize, 0..5_usize, amount, flaw);
    let act = act.prop_map(|(step, from, to, third, amount, flaw)| Act {
        step,
        from,
        to,
        third,
        amount,
        flaw,
    });
    prop::collection::vec(act, STEPS)
}

/// A delegation, signed.
fn delegation(
    token: &Contract,
    signer: Address,
    delegatee: Address,
    nonce: U256,
    expiry: U256,
) -> IERC5805::delegateBySigCall {
    let kind = keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)");
    let message = keccak256((kind, delegatee, nonce, expiry).abi_encode());
    let domain = token.ask(&DOMAIN_SEPARATORCall {});
    let digest = keccak256([&[0x19, 0x01], domain.as_slice(), message.as_slice()].concat());
    let signature = key_of(signer).sign_hash_sync(&digest).unwrap();
    IERC5805::delegateBySigCall {
        delegatee,
        nonce,
        expiry,
        v: 27 + u8::from(signature.v()),
        r: signature.r().into(),
        s: signature.s().into(),
    }
}

struct Pair {
    twins: Twins,
}

impl Pair {
    fn new() -> Self {
        let (ours, theirs) = (chain(), chain());
        let twins = Twins::new(votes(&ours), openzeppelin_votes(&theirs));
        Self { twins }
    }

    fn take(&self, act: Act) {
        let Act { step, amount, .. } = act;
        let [from, to, third] = [act.from, act.to, act.third].map(|index| ACCOUNTS[index]);
        let twins = &self.twins;
        let value = uint(amount);
        match step {
            Step::Transfer => {
                let _ = twins.send(from, &IERC20::transferCall { to, value });
            }
            Step::TransferAll => {
                let account = from;
                let value = twins.ours.ask(&IERC20::balanceOfCall { account });
                let (answer, _) = twins.send(from, &IERC20::transferCall { to, value });
                assert_eq!(answer.is_ok(), !to.is_zero());
            }
            Step::TransferFrom => {
                let from = third;
                let spender = ACCOUNTS[act.from];
                let _ = twins.send(spender, &IERC20::transferFromCall { from, to, value });
            }
            Step::Approve => {
                let spender = to;
                let _ = twins.send(from, &IERC20::approveCall { spender, value });
            }
            Step::Delegate => {
                let (answer, _) = twins.send(from, &IERC5805::delegateCall { delegatee: to });
                assert!(answer.is_ok());
            }
            Step::DelegateBySig => self.delegate_by_sig(from, to, act.flaw),
            Step::Permit => self.permit(from, to, value, act.flaw),
            Step::Pass => twins.pass(1 + (amount % 1_000) as u64),
        }
    }

    fn delegate_by_sig(&self, signer: Address, delegatee: Address, flaw: Flaw) {
        let now = U256::from(self.twins.now());
        let (answer, _) = self.twins.send_with(BOB, U256::ZERO, |token| {
            let next = token.ask(&IERC20Permit::noncesCall { owner: signer });
            let nonce = next + U256::from(u8::from(flaw == Flaw::Nonce));
            // The next block is a second later.
            let expiry = now + U256::from(u8::from(flaw != Flaw::Expired));
            let mut call = delegation(token, signer, delegatee, nonce, expiry);
            match flaw {
                Flaw::LargeS => call.s = S_TOO_LARGE,
                Flaw::V => call.v = 29,
                _ => {}
            }
            call
        });
        // Whoever signed is who delegates: nobody else can have.
        assert_eq!(answer.is_ok(), matches!(flaw, Flaw::None | Flaw::Signer));
    }

    fn permit(&self, owner: Address, spender: Address, value: U256, flaw: Flaw) {
        let now = U256::from(self.twins.now());
        let (answer, _) = self.twins.send_with(CAROL, U256::ZERO, |token| {
            let mut permit = Permit::next(token, owner, spender, value);
            permit.deadline = now + U256::from(u8::from(flaw != Flaw::Expired));
            let signer = match flaw {
                Flaw::Signer => *[BOB, ALICE].iter().find(|it| **it != owner).unwrap(),
                _ => owner,
            };
            let mut call = permit.sign_for(signer, token.ask(&DOMAIN_SEPARATORCall {}));
            match flaw {
                Flaw::LargeS => call.s = S_TOO_LARGE,
                Flaw::V => call.v = 29,
                _ => {}
            }
            call
        });
        let valid = matches!(flaw, Flaw::None | Flaw::Nonce);
        assert_eq!(answer.is_ok(), valid && !spender.is_zero());
    }

    /// Everything that can be asked of either has the same answer.
    fn compare(&self, seed: u128) {
        let twins = &self.twins;
        let now = twins.now();
        let times = [now - 1, now, now + 1, now - (seed % 3_000) as u64];
        let times = times.map(U256::from).into_iter();
        let times: Vec<_> = times.chain([U256::ZERO, U256::MAX]).collect();
        for timepoint in &times {
            let timepoint = *timepoint;
            let _ = twins.ask(&IERC5805::getPastTotalSupplyCall { timepoint });
        }
        let mut delegated = U256::ZERO;
        let mut votes = U256::ZERO;
        for account in ACCOUNTS {
            votes += number(twins.ask(&IERC5805::getVotesCall { account }));
            let balance = number(twins.ask(&IERC20::balanceOfCall { account }));
            let delegatee = number(twins.ask(&IERC5805::delegatesCall { account }));
            if !delegatee.is_zero() {
                delegated += balance;
            }
            let _ = twins.ask(&IERC20Permit::noncesCall { owner: account });
            let (owner, spender) = (account, BOB);
            let _ = twins.ask(&IERC20::allowanceCall { owner, spender });
            let count = number(twins.ask(&Abi::numCheckpointsCall { account }));
            let count: u32 = count.to();
            for pos in 0..=count {
                let answer = twins.ask(&Abi::checkpointsCall { account, pos });
                assert_eq!(answer.is_ok(), pos < count);
            }
            for timepoint in &times {
                let timepoint = *timepoint;
                let _ = twins.ask(&IERC5805::getPastVotesCall { account, timepoint });
            }
        }
        assert_eq!(votes, delegated, "votes are what is delegated");
    }
}

fn number(answer: Result<alloy_primitives::Bytes, alloy_primitives::Bytes>) -> U256 {
    U256::from_be_slice(&answer.unwrap()[..32])
}

#[test]
fn any_sequence_of_calls_gives_openzeppelins_answers_logs_and_errors() {
    let pair = Pair::new();
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, random).run(&acts(), |acts| {
        pair.twins.undone(|| {
            for act in acts {
                pair.take(act);
                pair.compare(act.amount);
            }
        });
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn what_never_changes_is_the_same() {
    let twins = Pair::new().twins;
    let _ = twins.ask(&IERC20::nameCall {});
    let _ = twins.ask(&IERC20::symbolCall {});
    let _ = twins.ask(&IERC20::decimalsCall {});
    let _ = twins.ask(&IERC20::totalSupplyCall {});
    let _ = twins.ask(&IERC5805::clockCall {});
    let mode = twins.ask(&IERC5805::CLOCK_MODECall {}).unwrap();
    let mode = IERC5805::CLOCK_MODECall::abi_decode_returns(&mode).unwrap();
    assert_eq!(mode, "mode=timestamp");
}
