//! What befalls strategies and their venues, and what is given away.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::registry::IRegistry::{self as Registry, Status};
use ballast_abi::vault::Vault;

use super::{Act, Draw};
use crate::farm::{Mode, armCall, gainCall, loseCall, setModeCall};
use crate::soak::act::Place;
use crate::soak::cast::{EVE, SINK, VENUE_KEEPER};
use crate::soak::exits::heldCall;
use crate::soak::world::LENDING;

alloy_sol_types::sol! {
    #[derive(Debug)]
    function steal(uint256 amount) external;
}

fn victim(draw: &mut Draw<'_>) -> Address {
    draw.random.pick(draw.world.hostile())
}

fn act<C: SolCall + std::fmt::Debug>(to: Address, call: &C) -> Act {
    Act::new(Place::Mischief, EVE, to, call)
}

pub(super) fn set_mode(draw: &mut Draw<'_>) -> Act {
    let to = victim(draw);
    let mode = draw.random.weighted(&[
        (9, Mode::Honest),
        (1, Mode::Boasts),
        (1, Mode::Belittles),
        (1, Mode::Reverts),
        (1, Mode::BurnsGas),
        (3, Mode::Reenters),
        (1, Mode::Withholds),
        (1, Mode::AnswersShort),
        (2, Mode::Illiquid),
        (1, Mode::AnswersLong),
    ]);
    act(to, &setModeCall { mode: mode as u8 })
}

/// One that is in quarantine behaves again.
pub(super) fn turn_honest(draw: &mut Draw<'_>) -> Act {
    let to = draw.strategy_in(Status::Quarantined);
    let mode = Mode::Honest as u8;
    act(to, &setModeCall { mode })
}

fn held(draw: &Draw<'_>, strategy: Address) -> U256 {
    draw.ask(strategy, &heldCall {})
}

/// One that is in quarantine gets back what it lost.
pub(super) fn refill(draw: &mut Draw<'_>) -> Act {
    let to = draw.strategy_in(Status::Quarantined);
    let amount = draw.debt_of(to).saturating_sub(held(draw, to));
    act(to, &gainCall { amount })
}

pub(super) fn lose(draw: &mut Draw<'_>) -> Act {
    let to = victim(draw);
    let whole = held(draw, to) / U256::from(draw.random.pick(&[100, 100, 100, 10, 1]));
    let amount = draw.amount(whole);
    act(to, &loseCall { amount })
}

pub(super) fn gain(draw: &mut Draw<'_>) -> Act {
    let to = victim(draw);
    let whole = held(draw, to) / U256::from(20);
    let amount = draw.random.magnitude(whole);
    act(to, &gainCall { amount })
}

pub(super) fn steal(draw: &mut Draw<'_>) -> Act {
    let to = victim(draw);
    let whole = held(draw, to) >> 4;
    let amount = draw.amount(whole);
    act(to, &stealCall { amount })
}

/// Chooses what a strategy calls when it reenters.
pub(super) fn arm(draw: &mut Draw<'_>) -> Act {
    let strategy = victim(draw);
    let (vault, registry) = (draw.world.vault(), draw.world.registry());
    let (receiver, owner) = (strategy, draw.other(strategy, 70));
    let whole = held(draw, strategy);
    let assets = draw.amount(whole);
    let shares = draw.world.shares_of(owner);
    let named = Vec::new();
    let (target, payload) = match draw.random.below(8) {
        0 => (vault, deposit(assets, receiver)),
        1 | 2 => (vault, redeem(shares, receiver, owner)),
        3 => {
            let call = Vault::redeemInKindCall {
                shares,
                receiver,
                owner,
                strategies: named,
            };
            (vault, call.abi_encode())
        }
        4 => (registry, Registry::harvestCall { strategy }.abi_encode()),
        5 => (registry, Registry::probeCall { strategy }.abi_encode()),
        6 => {
            let call = Vault::reportCall {
                gain: assets,
                loss: U256::ZERO,
                quarantined: U256::ZERO,
                reporter: strategy,
            };
            (vault, call.abi_encode())
        }
        _ => {
            let call = IERC20::transferCall {
                to: EVE,
                value: shares,
            };
            (vault, call.abi_encode())
        }
    };
    let payload = payload.into();
    act(strategy, &armCall { target, payload })
}

fn deposit(assets: U256, receiver: Address) -> Vec<u8> {
    IERC4626::depositCall { assets, receiver }.abi_encode()
}

fn redeem(shares: U256, receiver: Address, owner: Address) -> Vec<u8> {
    let call = IERC4626::redeemCall {
        shares,
        receiver,
        owner,
    };
    call.abi_encode()
}

/// Gives tokens away.
pub(super) fn donate(draw: &mut Draw<'_>) -> Act {
    let from = draw.person();
    let contracts = [draw.world.vault(), draw.world.venues()[0], draw.strategy()];
    let to = draw.random.pick(&contracts);
    let whole = draw.world.tokens_of(from) >> 10;
    let value = draw.amount(whole);
    let token = draw.world.token();
    Act::new(
        Place::Token,
        from,
        token,
        &IERC20::transferCall { to, value },
    )
}

/// Something that others do with a venue.
pub(super) fn use_venue(draw: &mut Draw<'_>) -> Act {
    let number = draw.random.below(LENDING as u64) as usize;
    let venue = draw.world.venues()[number];
    match draw.random.below(8) {
        0..=2 => enter(draw, venue),
        3..=5 => leave(draw, venue),
        _ if number == 0 => lose_tokens(draw, venue),
        _ => keep(draw, venue),
    }
}

fn enter(draw: &mut Draw<'_>, venue: Address) -> Act {
    let from = draw.person();
    let whole = draw.world.tokens_of(from) >> 4;
    let (assets, receiver) = (draw.amount(whole), from);
    let call = IERC4626::depositCall { assets, receiver };
    Act::new(Place::Venue, from, venue, &call)
}

fn leave(draw: &mut Draw<'_>, venue: Address) -> Act {
    let account = draw.person();
    let whole = draw.ask(venue, &IERC20::balanceOfCall { account });
    let call = IERC4626::redeemCall {
        shares: draw.amount(whole),
        receiver: account,
        owner: account,
    };
    Act::new(Place::Venue, account, venue, &call)
}

/// A venue loses some of what it holds.
fn lose_tokens(draw: &mut Draw<'_>, venue: Address) -> Act {
    let part = draw.random.pick(&[1_000, 1_000, 100, 10]);
    let whole = draw.world.tokens_of(venue) / U256::from(part);
    let (to, value) = (SINK, draw.random.magnitude(whole));
    let token = draw.world.token();
    Act::new(
        Place::Token,
        venue,
        token,
        &IERC20::transferCall { to, value },
    )
}

/// Whoever lends what our second vault holds does so, is paid back, or reports.
fn keep(draw: &mut Draw<'_>, venue: Address) -> Act {
    let from = VENUE_KEEPER;
    let idle = draw.ask(venue, &Vault::totalIdleCall {});
    let debt = draw.ask(venue, &Vault::totalDebtCall {});
    let unbooked = draw.world.tokens_of(venue).saturating_sub(idle);
    let nothing = U256::ZERO;
    let report = |gain, loss| {
        let call = Vault::reportCall {
            gain,
            loss,
            quarantined: nothing,
            reporter: Address::ZERO,
        };
        Act::new(Place::Venue, from, venue, &call)
    };
    match draw.random.below(6) {
        0 => {
            let strategy = from;
            let assets = draw.amount(idle);
            let call = Vault::lendCall { strategy, assets };
            Act::new(Place::Venue, from, venue, &call)
        }
        1 => {
            let to = venue;
            let value = draw.random.part(debt.min(draw.world.tokens_of(from)));
            let token = draw.world.token();
            Act::new(
                Place::Token,
                from,
                token,
                &IERC20::transferCall { to, value },
            )
        }
        2 | 3 => {
            let paid = debt.min(unbooked);
            let call = Vault::takeBackCall { debt: paid, paid };
            Act::new(Place::Venue, from, venue, &call)
        }
        4 => {
            let whole = (idle + debt) / U256::from(50);
            report(draw.random.magnitude(whole), nothing)
        }
        _ => {
            let whole = debt / U256::from(draw.random.pick(&[100, 100, 10]));
            report(nothing, draw.random.magnitude(whole))
        }
    }
}
