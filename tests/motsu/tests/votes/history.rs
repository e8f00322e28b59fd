//! What votes were.

use alloy_primitives::aliases::{U48, U208};
use alloy_sol_types::{Panic, PanicKind};

use super::*;

fn past_votes(token: &Deployed<Votes>, account: Address, time: u64) -> u64 {
    let timepoint = uint(time);
    let call = IERC5805::getPastVotesCall { account, timepoint };
    token.call(BOB, &call).unwrap().to()
}

fn past_supply(token: &Deployed<Votes>, time: u64) -> u64 {
    let timepoint = uint(time);
    let call = IERC5805::getPastTotalSupplyCall { timepoint };
    token.call(BOB, &call).unwrap().to()
}

fn count(token: &Deployed<Votes>, account: Address) -> u32 {
    let call = Abi::numCheckpointsCall { account };
    token.call(BOB, &call).unwrap()
}

fn checkpoint(account: Address, pos: u32) -> Abi::checkpointsCall {
    Abi::checkpointsCall { account, pos }
}

#[test]
fn the_clock_is_the_blocks() {
    let token = held_by(ALICE);
    let clock = token.call(BOB, &IERC5805::clockCall {});
    assert_eq!(clock, Ok(U48::from(NOW)));
    let mode = token.call(BOB, &IERC5805::CLOCK_MODECall {});
    assert_eq!(mode.as_deref(), Ok("mode=timestamp"));
}

#[test]
fn only_what_is_past_can_be_asked_for() {
    let token = held_by(ALICE);
    for timepoint in [uint(NOW), uint(NOW + 1), U256::MAX, U256::from(1) << 64] {
        let error = IERC5805::ERC5805FutureLookup {
            timepoint,
            clock: U48::from(NOW),
        };
        let account = ALICE;
        let call = IERC5805::getPastVotesCall { account, timepoint };
        refused(&token, &call, &error);
        let call = IERC5805::getPastTotalSupplyCall { timepoint };
        refused(&token, &call, &error);
    }
    assert_eq!(past_supply(&token, NOW - 1), 0);
    set_block_timestamp(NOW + 1);
    assert_eq!(past_supply(&token, NOW), 1_000);
    assert_eq!(past_votes(&token, ALICE, NOW), 0);
}

/// Many changes, each asked for before, at and after its second, by the short search and the long.
#[test]
fn every_second_keeps_its_votes() {
    let token = held_by(ALICE);
    delegate(&token, ALICE, ALICE);
    // Every tenth second ten tokens go; the votes after the change at `NOW + 10 * i`.
    let after = |change: u64| 1_000 - 10 * change;
    for change in 1..=40 {
        set_block_timestamp(NOW + 10 * change);
        transfer(&token, ALICE, BOB, 10);
        for earlier in (0..change).rev() {
            let time = NOW + 10 * earlier;
            assert_eq!(past_votes(&token, ALICE, time), after(earlier));
            assert_eq!(past_votes(&token, ALICE, time + 9), after(earlier));
        }
        assert_eq!(past_votes(&token, ALICE, NOW - 1), 0);
        assert_eq!(count(&token, ALICE), change as u32 + 1);
    }
    for place in 0..=40 {
        let kept = token.call(BOB, &checkpoint(ALICE, place)).unwrap();
        let (time, votes) = (NOW + 10 * u64::from(place), after(place.into()));
        assert_eq!(
            (kept._key, kept._value),
            (U48::from(time), U208::from(votes))
        );
    }
}

#[test]
fn a_second_has_one_snapshot_the_last() {
    let token = held_by(ALICE);
    delegate(&token, ALICE, BOB);
    assert_eq!((count(&token, ALICE), count(&token, BOB)), (0, 1));
    transfer(&token, ALICE, CAROL, 100);
    transfer(&token, CAROL, ALICE, 30);
    assert_eq!(count(&token, BOB), 1);
    let kept = token.call(BOB, &checkpoint(BOB, 0)).unwrap();
    assert_eq!((kept._key, kept._value), (U48::from(NOW), U208::from(930)));
    set_block_timestamp(NOW + 1);
    assert_eq!(past_votes(&token, BOB, NOW), 930);
    // Tokens that come and go within a second are never seen afterwards.
    transfer(&token, ALICE, CAROL, 900);
    transfer(&token, CAROL, ALICE, 900);
    set_block_timestamp(NOW + 2);
    assert_eq!(past_votes(&token, BOB, NOW + 1), 930);
    assert_eq!(count(&token, BOB), 2);
}

#[test]
fn a_snapshot_that_is_not_there_panics_as_an_array_does() {
    let token = held_by(ALICE);
    delegate(&token, ALICE, ALICE);
    let error = Panic::from(PanicKind::ArrayOutOfBounds);
    for (account, place) in [(ALICE, 1), (ALICE, u32::MAX), (BOB, 0)] {
        refused(&token, &checkpoint(account, place), &error);
    }
    // An index of more bits than the interface says is no index.
    let mut dirty = checkpoint(ALICE, 0).abi_encode();
    dirty[4 + 32 + 27] = 1;
    assert_eq!(token.send(BOB, dirty), Err(vec![]));
}
