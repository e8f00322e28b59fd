//! The token by itself.

use alloy_primitives::aliases::U48;
use alloy_primitives::{Address, U256};
use ballast_abi::erc20::IERC20;
use ballast_abi::votes::{IERC5805, Votes as Abi};
use ballast_artifacts::VOTES;
use ballast_bench::chain::Chain;
use ballast_client::deploy::Plan;
use ballast_tests::{ALICE, BOB, CAROL, Contract, TOKEN, uint};

use crate::{SUPPLY, chain, construction, votes};

fn deployable(chain: &Chain, constructor: &Abi::constructorCall) -> bool {
    let mut plan = Plan::new("governance");
    let _ = plan.add("votes", VOTES.code, constructor, false);
    chain.deploy(&plan).is_ok()
}

fn votes_of(token: &Contract, account: Address) -> U256 {
    token.ask(&IERC5805::getVotesCall { account })
}

#[test]
fn all_there_will_ever_be_is_the_holders_and_votes_once_delegated() {
    let token = votes(&chain());
    let account = ALICE;
    assert_eq!(token.ask(&IERC20::totalSupplyCall {}), uint(SUPPLY));
    assert_eq!(token.ask(&IERC20::balanceOfCall { account }), uint(SUPPLY));
    assert_eq!(votes_of(&token, ALICE), U256::ZERO);
    token.send(ALICE, &IERC5805::delegateCall { delegatee: BOB });
    assert_eq!(votes_of(&token, BOB), uint(SUPPLY));
}

#[test]
fn the_supply_fits_208_bits_and_has_a_holder() {
    let most = (U256::ONE << 208) - U256::ONE;
    assert!(deployable(&chain(), &construction(ALICE, most)));
    let more = most + U256::ONE;
    assert!(!deployable(&chain(), &construction(ALICE, more)));
    assert!(!deployable(&chain(), &construction(Address::ZERO, most)));
    let mut long = construction(ALICE, most);
    long.name = "x".repeat(32);
    assert!(!deployable(&chain(), &long));
}

#[test]
fn votes_follow_transfers_between_delegates() {
    let token = votes(&chain());
    token.send(ALICE, &IERC5805::delegateCall { delegatee: ALICE });
    token.send(BOB, &IERC5805::delegateCall { delegatee: CAROL });
    let (to, value) = (BOB, uint(7 * TOKEN));
    let done = token.send(ALICE, &IERC20::transferCall { to, value });
    assert_eq!(done.logs().len(), 3);
    assert_eq!(votes_of(&token, ALICE), uint(SUPPLY - 7 * TOKEN));
    assert_eq!(votes_of(&token, CAROL), value);
}

/// A second that is not over has no votes yet: whoever borrows, votes and gives back in one
/// transaction has none.
#[test]
fn the_second_that_runs_cannot_be_asked_for() {
    let token = votes(&chain());
    token.send(ALICE, &IERC5805::delegateCall { delegatee: ALICE });
    let account = ALICE;
    let now = token.chain().node().latest().header.timestamp;
    let past = |time: u64| IERC5805::getPastVotesCall {
        account,
        timepoint: U256::from(time),
    };
    assert_eq!(token.ask(&past(now)), uint(SUPPLY));
    assert_eq!(token.ask(&past(now - 1)), U256::ZERO);
    let refusal = IERC5805::ERC5805FutureLookup {
        timepoint: U256::from(now + 1),
        clock: U48::from(now + 1),
    };
    token.refuses(ALICE, &past(now + 1), &refusal);
}
