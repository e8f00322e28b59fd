//! The token whose holders vote.

mod history;
mod permits;
mod signatures;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::erc20::{IERC20, IERC20Permit};
use ballast_abi::votes::{IERC5805, Votes as Abi};
use ballast_motsu_testkit::{Deployed, set_block_timestamp};
use ballast_votes::Votes;

use crate::tokens::{ALICE, BOB};

const CAROL: Address = Address::repeat_byte(0xca);
const NOW: u64 = 1_800_000_000;

fn uint(value: u64) -> U256 {
    U256::from(value)
}

fn construction(holder: Address, supply: U256) -> Abi::constructorCall {
    Abi::constructorCall {
        name: "Votes".into(),
        symbol: "V".into(),
        holder,
        supply,
    }
}

fn bare() -> Deployed<Votes> {
    set_block_timestamp(NOW);
    Deployed::bare(Address::repeat_byte(0x70))
}

/// A token of which somebody holds all 1,000.
fn held_by(holder: Address) -> Deployed<Votes> {
    let token = bare();
    let constructor = construction(holder, uint(1_000));
    token.construct(BOB, &constructor).unwrap();
    token
}

fn delegate(token: &Deployed<Votes>, owner: Address, delegatee: Address) {
    let call = IERC5805::delegateCall { delegatee };
    token.call(owner, &call).unwrap();
}

fn transfer(token: &Deployed<Votes>, from: Address, to: Address, value: u64) {
    let value = uint(value);
    let call = IERC20::transferCall { to, value };
    assert_eq!(token.call(from, &call), Ok(true));
}

fn votes(token: &Deployed<Votes>, account: Address) -> u64 {
    let call = IERC5805::getVotesCall { account };
    token.call(BOB, &call).unwrap().to()
}

fn delegatee(token: &Deployed<Votes>, account: Address) -> Address {
    let call = IERC5805::delegatesCall { account };
    token.call(BOB, &call).unwrap()
}

fn balance(token: &Deployed<Votes>, account: Address) -> u64 {
    let call = IERC20::balanceOfCall { account };
    token.call(BOB, &call).unwrap().to()
}

fn nonce(token: &Deployed<Votes>, owner: Address) -> u64 {
    let call = IERC20Permit::noncesCall { owner };
    token.call(BOB, &call).unwrap().to()
}

fn domain(token: &Deployed<Votes>) -> B256 {
    let call = IERC20Permit::DOMAIN_SEPARATORCall {};
    token.call(BOB, &call).unwrap()
}

fn refused(token: &Deployed<Votes>, call: &impl SolCall, error: &impl SolError) {
    let outcome = token.call(CAROL, call).err();
    assert_eq!(outcome, Some(error.abi_encode()));
}

/// Whose votes became how many, in order, as the events say.
fn changes(token: &Deployed<Votes>) -> Vec<(Address, u64, u64)> {
    let events = token.events::<IERC5805::DelegateVotesChanged>();
    let change = |event: IERC5805::DelegateVotesChanged| {
        let [before, after] = [event.previousVotes, event.newVotes].map(|votes| votes.to());
        (event.delegate, before, after)
    };
    events.into_iter().map(change).collect()
}

#[test]
fn all_there_will_ever_be_is_the_holders() {
    let token = held_by(ALICE);
    assert_eq!((balance(&token, ALICE), balance(&token, BOB)), (1_000, 0));
    let supply = token.call(BOB, &IERC20::totalSupplyCall {});
    assert_eq!(supply, Ok(uint(1_000)));
    assert_eq!(token.call(BOB, &IERC20::decimalsCall {}), Ok(18));
    let name = token.call(BOB, &IERC20::nameCall {});
    assert_eq!(name.as_deref(), Ok("Votes"));
    let symbol = token.call(BOB, &IERC20::symbolCall {});
    assert_eq!(symbol.as_deref(), Ok("V"));
    let minted = token.events::<IERC20::Transfer>().pop().unwrap();
    assert_eq!((minted.from, minted.to), (Address::ZERO, ALICE));
    assert_eq!(minted.value, uint(1_000));
    let again = token.construct(BOB, &construction(BOB, uint(1)));
    let error = IConstruction::AlreadyConstructed {};
    assert_eq!(again, Err(error.abi_encode()));
    assert_eq!(balance(&token, BOB), 0);
}

#[test]
fn the_supply_has_208_bits_and_a_holder() {
    let token = bare();
    let most = (U256::from(1) << 208) - U256::from(1);
    let too_much = Abi::ERC20ExceededSafeSupply {
        increasedSupply: most + U256::from(1),
        cap: most,
    };
    let outcome = token.construct(BOB, &construction(ALICE, most + U256::from(1)));
    assert_eq!(outcome, Err(too_much.abi_encode()));
    let nobody = IERC20::ERC20InvalidReceiver {
        receiver: Address::ZERO,
    };
    let outcome = token.construct(BOB, &construction(Address::ZERO, most));
    assert_eq!(outcome, Err(nobody.abi_encode()));
    let name = "x".repeat(32);
    let constructor = Abi::constructorCall {
        name,
        ..construction(ALICE, most)
    };
    let error = IConstruction::StringTooLong { length: uint(32) };
    let outcome = token.construct(BOB, &constructor);
    assert_eq!(outcome, Err(error.abi_encode()));
    // What was refused has left nothing.
    token.construct(BOB, &construction(ALICE, most)).unwrap();
    delegate(&token, ALICE, BOB);
    let call = IERC5805::getVotesCall { account: BOB };
    assert_eq!(token.call(BOB, &call), Ok(most));
}

#[test]
fn no_method_takes_ether_or_what_it_does_not_know() {
    let token = bare();
    let one = uint(1);
    let constructor = construction(ALICE, one);
    let delegate = IERC5805::delegateCall { delegatee: BOB }.abi_encode();
    let outcome = token.construct_paying(BOB, one, &constructor);
    assert_eq!(outcome, Err(vec![]));
    token.construct(BOB, &constructor).unwrap();
    assert_eq!(token.pay(ALICE, one, delegate.clone()), Err(vec![]));
    assert_eq!(token.pay(ALICE, one, vec![]), Err(vec![]));
    assert_eq!(token.send(ALICE, vec![]), Err(vec![]));
    assert_eq!(token.send(ALICE, vec![0xff; 36]), Err(vec![]));
    assert_eq!(token.send(ALICE, delegate[..35].to_vec()), Err(vec![]));
    assert_eq!(delegatee(&token, ALICE), Address::ZERO);
}

#[test]
fn tokens_vote_once_they_are_delegated() {
    let token = held_by(ALICE);
    assert_eq!(
        (votes(&token, ALICE), delegatee(&token, ALICE)),
        (0, Address::ZERO)
    );
    delegate(&token, ALICE, ALICE);
    assert_eq!(
        (votes(&token, ALICE), delegatee(&token, ALICE)),
        (1_000, ALICE)
    );
    delegate(&token, ALICE, BOB);
    assert_eq!((votes(&token, ALICE), votes(&token, BOB)), (0, 1_000));
    // Once more to the same changes nothing, and says who it is.
    delegate(&token, ALICE, BOB);
    assert_eq!((votes(&token, ALICE), votes(&token, BOB)), (0, 1_000));
    delegate(&token, ALICE, Address::ZERO);
    assert_eq!(
        (votes(&token, BOB), delegatee(&token, ALICE)),
        (0, Address::ZERO)
    );
    let moved = [
        (ALICE, 0, 1_000),
        (ALICE, 1_000, 0),
        (BOB, 0, 1_000),
        (BOB, 1_000, 0),
    ];
    assert_eq!(changes(&token), moved);
    let told = token.events::<IERC5805::DelegateChanged>();
    let told: Vec<_> = told
        .iter()
        .map(|it| (it.delegator, it.fromDelegate, it.toDelegate))
        .collect();
    let zero = Address::ZERO;
    let expected = [
        (ALICE, zero, ALICE),
        (ALICE, ALICE, BOB),
        (ALICE, BOB, BOB),
        (ALICE, BOB, zero),
    ];
    assert_eq!(told, expected);
}

#[test]
fn who_holds_nothing_brings_no_votes() {
    let token = held_by(ALICE);
    delegate(&token, BOB, BOB);
    assert_eq!((votes(&token, BOB), delegatee(&token, BOB)), (0, BOB));
    assert_eq!(changes(&token), []);
    // What arrives later votes at once.
    transfer(&token, ALICE, BOB, 7);
    assert_eq!(changes(&token), [(BOB, 0, 7)]);
}

#[test]
fn votes_follow_tokens() {
    let token = held_by(ALICE);
    delegate(&token, ALICE, ALICE);
    transfer(&token, ALICE, BOB, 100);
    assert_eq!((votes(&token, ALICE), votes(&token, BOB)), (900, 0));
    delegate(&token, BOB, CAROL);
    assert_eq!(votes(&token, CAROL), 100);
    transfer(&token, BOB, ALICE, 40);
    assert_eq!((votes(&token, ALICE), votes(&token, CAROL)), (940, 60));
    let seen = changes(&token).len();
    // To themselves, of nothing, and between holders with one delegate: no votes move.
    transfer(&token, ALICE, ALICE, 500);
    transfer(&token, ALICE, BOB, 0);
    delegate(&token, BOB, ALICE);
    transfer(&token, ALICE, BOB, 10);
    assert_eq!((votes(&token, ALICE), votes(&token, CAROL)), (1_000, 0));
    assert_eq!(changes(&token).len(), seen + 2);
    assert_eq!((balance(&token, ALICE), balance(&token, BOB)), (930, 70));
}

#[test]
fn an_allowance_moves_votes_and_ends() {
    let token = held_by(ALICE);
    delegate(&token, ALICE, ALICE);
    let approve = |value| IERC20::approveCall {
        spender: CAROL,
        value,
    };
    let take = |from, value| IERC20::transferFromCall {
        from,
        to: BOB,
        value: uint(value),
    };
    token.call(ALICE, &approve(uint(30))).unwrap();
    assert_eq!(token.call(CAROL, &take(ALICE, 20)), Ok(true));
    assert_eq!((votes(&token, ALICE), balance(&token, BOB)), (980, 20));
    let error = IERC20::ERC20InsufficientAllowance {
        spender: CAROL,
        allowance: uint(10),
        needed: uint(11),
    };
    refused(&token, &take(ALICE, 11), &error);
    // The largest one is never used up.
    token.call(ALICE, &approve(U256::MAX)).unwrap();
    assert_eq!(token.call(CAROL, &take(ALICE, 80)), Ok(true));
    let allowance = IERC20::allowanceCall {
        owner: ALICE,
        spender: CAROL,
    };
    assert_eq!(token.call(BOB, &allowance), Ok(U256::MAX));
    let error = IERC20::ERC20InsufficientBalance {
        sender: ALICE,
        balance: uint(900),
        needed: uint(901),
    };
    refused(&token, &take(ALICE, 901), &error);
    // The zero address allowed nothing, and nothing is what it may be asked for.
    let error = Abi::ERC20InvalidApprover {
        approver: Address::ZERO,
    };
    refused(&token, &take(Address::ZERO, 0), &error);
    let error = IERC20::ERC20InvalidReceiver {
        receiver: Address::ZERO,
    };
    let burn = IERC20::transferCall {
        to: Address::ZERO,
        value: uint(1),
    };
    refused(&token, &burn, &error);
    assert_eq!((votes(&token, ALICE), balance(&token, BOB)), (900, 100));
}
