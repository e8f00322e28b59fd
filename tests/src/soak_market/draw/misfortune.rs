//! What befalls everybody: prices, silence, gifts.

use alloy_primitives::{Address, I256, U256};
use alloy_sol_types::sol;
use ballast_abi::erc20::IERC20::transferCall;
use ballast_abi::oracle::Oracle;

use super::Draw;
use crate::soak::{Act, Place};
use crate::soak_market::cast::EVE;
use crate::soak_market::world::TOKENS;

sol! {
    #[derive(Debug)]
    function transmit(int256 answer) external;
    #[derive(Debug)]
    function force(int256 answer, uint256 started, uint256 updated, uint80 roundsBehind) external;
    #[derive(Debug)]
    function setMode(uint8 mode) external;
}

/// A new price.
pub(super) fn transmit(draw: &mut Draw<'_>) -> Act {
    let index = draw.random.below(draw.answers.len() as u64) as usize;
    let answer = next(draw.random, draw.answers[index], index == 0);
    draw.answers[index] = answer;
    let answer = I256::try_from(answer).expect("fewer bits");
    let to = draw.world.feeds()[index].aggregator.address;
    Act::new(Place::Feed, EVE, to, &transmitCall { answer })
}

/// Where a price goes next: a little up or down, at times far. The asset's, a dollar, hardly moves.
pub(in crate::soak_market) fn next(
    random: &mut crate::soak::Random,
    answer: i128,
    is_asset: bool,
) -> i128 {
    let parts = match random.below(100) {
        _ if is_asset => 9_990 + random.below(21),
        0..=5 => 5_500 + random.below(4_000),
        6..=9 => 10_500 + random.below(8_000),
        _ => 9_800 + random.below(401),
    };
    let moved = answer * i128::from(parts) / 10_000;
    let bounds = if is_asset {
        (95_000_000, 105_000_000)
    } else {
        (1_000_000, 100_000_000_000_000)
    };
    moved.clamp(bounds.0, bounds.1)
}

/// A feed stops answering, or answers again.
pub(super) fn fail(draw: &mut Draw<'_>) -> Act {
    if draw.random.chance(50) {
        let mode = draw.random.pick(&[0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]);
        return Act::new(
            Place::Feed,
            EVE,
            draw.world.failing(),
            &setModeCall { mode },
        );
    }
    let index = draw.random.below(draw.answers.len() as u64) as usize;
    let time = U256::from(draw.now.time);
    let (answer, updated) = match draw.random.below(4) {
        0 => (I256::ZERO, time),
        1 => (I256::MINUS_ONE, time),
        2 => (I256::ONE, U256::ZERO),
        _ => (
            I256::try_from(draw.answers[index]).expect("fewer bits"),
            time,
        ),
    };
    let call = forceCall {
        answer,
        started: updated,
        updated,
        roundsBehind: alloy_primitives::aliases::U80::ZERO,
    };
    let to = draw.world.feeds()[index].aggregator.address;
    Act::new(Place::Feed, EVE, to, &call)
}

/// The sequencer goes away, or comes back.
pub(super) fn uptime(draw: &mut Draw<'_>) -> Act {
    let is_down = draw.random.chance(25);
    let answer = I256::try_from(u8::from(is_down)).expect("a bit");
    let to = draw.world.uptime().aggregator.address;
    // It has been up for long, mostly: new risk waits after it came back.
    if !is_down && draw.random.chance(80) {
        let started = U256::from(draw.now.time - 7_200);
        let call = forceCall {
            answer,
            started,
            updated: started,
            roundsBehind: alloy_primitives::aliases::U80::ZERO,
        };
        return Act::new(Place::Feed, EVE, to, &call);
    }
    Act::new(Place::Feed, EVE, to, &transmitCall { answer })
}

/// Somebody gives the market something.
pub(super) fn donate(draw: &mut Draw<'_>) -> Act {
    let from = draw.person();
    let tokens = [&[draw.world.asset()], &draw.world.collaterals()[..TOKENS]].concat();
    let token = draw.random.pick(&tokens);
    send(draw, from, token, draw.world.market())
}

/// Somebody gives a vault something whose shares are collateral.
pub(super) fn gain(draw: &mut Draw<'_>) -> Act {
    let from = draw.person();
    let vault = draw.random.pick(&draw.world.collaterals()[TOKENS..]);
    send(draw, from, draw.world.asset(), vault)
}

fn send(draw: &mut Draw<'_>, from: Address, token: Address, to: Address) -> Act {
    let balance = draw.world.tokens_of(token, from) / U256::from(100);
    let value = draw.random.magnitude(balance);
    Act::new(Place::Token, from, token, &transferCall { to, value })
}

/// Moves the price from which a share's growth is counted.
pub(super) fn checkpoint(draw: &mut Draw<'_>) -> Act {
    let asset = draw.random.pick(&draw.world.collaterals()[TOKENS..]);
    let index = U256::ZERO;
    let call = Oracle::checkpointCall { asset, index };
    Act::new(Place::Oracle, EVE, draw.world.oracle(), &call)
}
