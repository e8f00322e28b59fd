//! Rewards of the strategies that lend to a venue: who names the seller, who sweeps, who puts to work
//! what lies there.

use alloy_primitives::Address;
use ballast_abi::rewards::IRewards::{reinvestCall, sellerCall, setSellerCall, sweepCall};

use super::{Act, Draw};
use crate::soak::act::Place;
use crate::soak::cast::INVESTORS;
use crate::soak::roles::Role;
use crate::soak::world::LENDING;

/// The number of a strategy that lends to a venue.
fn lending(draw: &mut Draw<'_>) -> usize {
    draw.random.below(LENDING as u64) as usize
}

/// What only the registry's authority may do.
pub(super) fn set_seller(draw: &mut Draw<'_>) -> Act {
    let from = draw.caller(&[Role::Authority]);
    let number = lending(draw);
    let strategy = draw.world.strategies()[number];
    let seller = draw.random.pick(&INVESTORS);
    let call = setSellerCall { seller };
    Act::new(Place::Strategy, from, strategy, &call).only(&draw.holders(&[Role::Authority]))
}

/// What only the seller may do, and nobody to the asset or the venue's shares. Shares of the vault
/// are as stray as any other token.
pub(super) fn sweep(draw: &mut Draw<'_>) -> Act {
    let number = lending(draw);
    let strategy = draw.world.strategies()[number];
    let seller = draw.world.ask(strategy, &sellerCall {});
    let seller: Address = seller.unwrap_or_default();
    let from = if seller.is_zero() || draw.random.chance(30) {
        draw.person()
    } else {
        seller
    };
    let protected = [draw.world.token(), draw.world.venues()[number]];
    let [asset, venue] = protected;
    let token = draw.random.pick(&[asset, venue, draw.world.vault()]);
    let act = Act::new(Place::Strategy, from, strategy, &sweepCall { token });
    if protected.contains(&token) {
        act.forbidden()
    } else {
        act.only(&[seller])
    }
}

/// What anybody may do at any time.
pub(super) fn reinvest(draw: &mut Draw<'_>) -> Act {
    let (from, number) = (draw.person(), lending(draw));
    let strategy = draw.world.strategies()[number];
    Act::new(Place::Strategy, from, strategy, &reinvestCall {})
}
