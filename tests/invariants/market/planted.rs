//! Faults that are planted, and the laws that must find them.

mod liquidations;
mod rights;

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_tests::lending::{borrow, pledge, release, supply};
use ballast_tests::soak::{Act, Place, Sent, balance_slot};
use ballast_tests::soak_market::{DAVE, ERIN, EVE, Failure, GOVERNOR, KEEPER, Law, Markets, slots};
use ballast_tests::{TOKEN, uint};

use crate::planting::{self, REVERTING, perform, plant};

type Soak = ballast_tests::soak::Soak<Markets>;

const DAY: u64 = 86_400;

/// EVM code that counts its calls by two, and answers four words, the first of them the count.
const COUNTING: Bytes = Bytes::from_static(&[
    0x5f, 0x54, 0x60, 0x02, 0x01, 0x80, 0x5f, 0x55, 0x5f, 0x52, 0x60, 0x80, 0x5f, 0xf3,
]);

/// Dave has supplied half a million, and Erin owes 20,000 of it against ten ether of 3,000.
fn soak() -> Soak {
    let mut soak = Soak::new(1).unwrap();
    let ether = soak.world().collaterals()[0];
    let acts = [
        act(&soak, DAVE, &supply(500_000 * TOKEN, DAVE)),
        act(&soak, ERIN, &pledge(ether, 10 * TOKEN, ERIN)),
        act(&soak, ERIN, &borrow(20_000 * TOKEN, ERIN)),
    ];
    for act in acts {
        perform(&mut soak, &act);
    }
    let nothing = nothing(&soak);
    perform(&mut soak, &nothing);
    for account in [DAVE, ERIN, EVE] {
        soak.inspect_views(account).unwrap();
    }
    soak.inspect_accrual(30 * DAY, 7).unwrap();
    soak
}

fn act<C: SolCall + std::fmt::Debug>(soak: &Soak, from: Address, call: &C) -> Act {
    Act::new(Place::Market, from, soak.world().market(), call)
}

/// An act that changes nothing.
fn nothing(soak: &Soak) -> Act {
    let collateral = soak.world().collaterals()[1];
    act(soak, KEEPER, &Risk::pokeCall { collateral })
}

/// Sends an act that passes, and that the laws do not look at.
#[track_caller]
fn send(soak: &Soak, act: &Act) -> Sent {
    let sent = soak.world().send(act).unwrap();
    assert!(sent.passed(), "{act}: {sent:?}");
    sent
}

fn plant_here(soak: &Soak, slot: U256, change: impl FnOnce(U256) -> U256) {
    plant(soak, soak.world().market(), slot, change);
}

/// A unit of the left half of a word.
fn left() -> U256 {
    U256::ONE << 128
}

/// Where an account's word says when it was checked.
fn check_bits() -> U256 {
    U256::from((1_u64 << 40) - 1) << 32
}

/// Takes an amount of ether from Erin, and from everything that says how much there is.
fn take_ether(soak: &Soak, amount: U256) {
    plant_here(soak, slots::holding(ERIN, 0), |held| held - amount);
    let ether = soak.world().collaterals()[0];
    let slot = balance_slot(soak.world().market());
    plant(soak, ether, slot, |held| held - amount);
}

/// Checks which law is found to be broken, and that the failure tells what led to it.
#[track_caller]
fn expect<T>(law: Law, outcome: Result<T, Box<Failure>>) {
    planting::expect(law, "dave calls market: supplyCall", outcome);
}

/// Plants a fault, and checks that the next look finds it.
#[track_caller]
fn finds(law: Law, fault: impl FnOnce(&Soak)) {
    let look = |soak: &mut Soak| {
        let act = nothing(soak);
        let sent = soak.world().send(&act).unwrap();
        soak.inspect(&act, &sent)
    };
    planting::finds(law, "dave calls market: supplyCall", soak(), fault, look);
}

#[test]
fn a_planted_theft_of_what_is_not_lent() {
    finds(Law::Conservation, |soak| {
        let world = soak.world();
        let slot = balance_slot(world.market());
        plant(soak, world.asset(), slot, |held| held - U256::ONE);
    });
}

#[test]
fn a_planted_loss_of_a_gift() {
    let mut soak = soak();
    let (market, asset) = (soak.world().market(), soak.world().asset());
    let (to, value) = (market, uint(5));
    let call = ballast_abi::erc20::IERC20::transferCall { to, value };
    perform(&mut soak, &Act::new(Place::Token, EVE, asset, &call));
    plant(&soak, asset, balance_slot(market), |held| held - U256::ONE);
    let act = nothing(&soak);
    expect(Law::Conservation, soak.perform(&act));
}

#[test]
fn a_planted_theft_of_collateral() {
    finds(Law::Collateral, |soak| {
        let world = soak.world();
        let slot = balance_slot(world.market());
        plant(soak, world.collaterals()[0], slot, |held| held - U256::ONE);
    });
}

#[test]
fn a_planted_collateral_that_is_not_there() {
    finds(Law::Collateral, |soak| {
        plant_here(soak, slots::holding(ERIN, 0), |held| held + left());
    });
}

#[test]
fn a_planted_mark_without_collateral() {
    finds(Law::Collateral, |soak| {
        plant_here(soak, slots::account(EVE), |word| word | U256::from(2));
    });
}

#[test]
fn a_planted_share_of_the_supply_too_many() {
    finds(Law::SupplyShares, |soak| {
        plant_here(soak, slots::supplier(EVE), |shares| shares + U256::ONE);
    });
}

#[test]
fn a_planted_share_of_the_reserve_too_many() {
    finds(Law::SupplyShares, |soak| {
        plant_here(soak, uint(slots::FEES), |shares| shares + left());
    });
}

#[test]
fn a_planted_share_of_the_debt_too_few() {
    finds(Law::DebtShares, |soak| {
        plant_here(soak, slots::account(ERIN), |word| word - left());
    });
}

#[test]
fn planted_shares_that_cost_nothing() {
    finds(Law::Price, |soak| {
        let shares = uint(1_000_000);
        plant_here(soak, slots::supplier(EVE), |held| held + shares);
        plant_here(soak, uint(slots::SUPPLY), |word| word + shares);
    });
}

#[test]
fn a_planted_debt_that_is_forgiven() {
    finds(Law::Debt, |soak| {
        plant_here(soak, slots::account(ERIN), |word| word - left());
        plant_here(soak, uint(slots::DEBT), |word| word - U256::ONE);
    });
}

#[test]
fn a_planted_debt_that_time_takes() {
    let mut soak = soak();
    // A principal of 10,000 for the same shares, and as much less of the supply.
    let half = uint(10_000 * TOKEN) << 128;
    plant_here(&soak, uint(slots::DEBT), |word| word - half);
    plant_here(&soak, uint(slots::SUPPLY), |word| word - half);
    // The suppliers lose what the debtor gains.
    expect(Law::Price, soak.pass(DAY));
}

#[test]
fn a_planted_debt_that_only_time_takes() {
    let mut soak = soak();
    let half = uint(10_000 * TOKEN) << 128;
    plant_here(&soak, uint(slots::DEBT), |word| word - half);
    let (market, asset) = (soak.world().market(), soak.world().asset());
    let gift = uint(10_000 * TOKEN);
    plant(&soak, asset, balance_slot(market), |held| held + gift);
    expect(Law::Conservation, soak.pass(DAY));
}

#[test]
fn planted_supply_that_changes_hands() {
    finds(Law::Consent, |soak| {
        plant_here(soak, slots::supplier(DAVE), |held| held - U256::ONE);
        plant_here(soak, slots::supplier(EVE), |held| held + U256::ONE);
    });
}

#[test]
fn planted_collateral_that_changes_hands() {
    finds(Law::Consent, |soak| {
        plant_here(soak, slots::holding(ERIN, 0), |held| held - U256::ONE);
        plant_here(soak, slots::holding(EVE, 0), |held| held + U256::ONE);
        plant_here(soak, slots::account(EVE), |word| word | U256::ONE);
    });
}

#[test]
fn a_planted_debt_that_nobody_made() {
    finds(Law::Consent, |soak| {
        plant_here(soak, slots::account(EVE), |word| word + left());
        plant_here(soak, uint(slots::DEBT), |word| word + U256::ONE);
    });
}

#[test]
fn planted_collateral_that_leaves_a_debt_behind() {
    let mut soak = soak();
    let ether = soak.world().collaterals()[0];
    let act = act(&soak, ERIN, &release(ether, TOKEN, ERIN));
    let sent = send(&soak, &act);
    take_ether(&soak, uint(2 * TOKEN));
    expect(Law::Solvent, soak.inspect(&act, &sent));
}

#[test]
fn a_planted_check_that_did_not_happen() {
    let mut soak = soak();
    let act = act(&soak, ERIN, &borrow(TOKEN, ERIN));
    let sent = send(&soak, &act);
    plant_here(&soak, slots::account(ERIN), |word| word & !check_bits());
    expect(Law::Solvent, soak.inspect(&act, &sent));
}

/// A cap that the laws know, and the market does not.
#[track_caller]
fn finds_beyond_a_cap(supply_cap: u128, borrow_cap: u128, beyond: impl FnOnce(&Soak) -> Act) {
    let mut soak = soak();
    let caps = |supply: u128, borrow: u128| Risk::setCapsCall {
        supplyCap: uint(supply),
        borrowCap: uint(borrow),
    };
    let narrow = act(&soak, GOVERNOR, &caps(supply_cap, borrow_cap));
    perform(&mut soak, &narrow);
    let wide = act(&soak, GOVERNOR, &caps(1_000_000 * TOKEN, 1_000_000 * TOKEN));
    send(&soak, &wide);
    let act = beyond(&soak);
    let sent = send(&soak, &act);
    expect(Law::Caps, soak.inspect(&act, &sent));
}

#[test]
fn planted_supply_beyond_the_cap() {
    finds_beyond_a_cap(500_010 * TOKEN, 1_000_000 * TOKEN, |soak| {
        act(soak, DAVE, &supply(11 * TOKEN, DAVE))
    });
}

#[test]
fn a_planted_debt_beyond_the_cap() {
    finds_beyond_a_cap(1_000_000 * TOKEN, 20_010 * TOKEN, |soak| {
        act(soak, ERIN, &borrow(11 * TOKEN, ERIN))
    });
}

#[test]
fn planted_collateral_beyond_the_cap() {
    let mut soak = soak();
    let collateral = soak.world().collaterals()[0];
    let cap = |cap: u128| Risk::setCollateralCapCall {
        collateral,
        cap: uint(cap),
    };
    let narrow = act(&soak, GOVERNOR, &cap(10 * TOKEN));
    perform(&mut soak, &narrow);
    let wide = act(&soak, GOVERNOR, &cap(60 * TOKEN));
    send(&soak, &wide);
    let act = act(&soak, ERIN, &pledge(collateral, 1, ERIN));
    let sent = send(&soak, &act);
    expect(Law::Caps, soak.inspect(&act, &sent));
}

#[test]
fn a_planted_count_of_accruals() {
    let mut soak = soak();
    let market = soak.world().market();
    soak.world().node().set_code(market, COUNTING);
    expect(Law::Accrual, soak.inspect_accrual(DAY, 1));
}

/// Interest accrues while Dave is out, because time goes on between his two calls.
#[test]
fn a_planted_gain_of_a_round_trip() {
    let mut soak = soak();
    let amount = uint(10_000 * TOKEN);
    let trips: Vec<_> = (0..8).map(|_| soak.round_trip(DAVE, amount)).collect();
    assert!(trips.iter().all(Result::is_ok), "{trips:?}");
    soak.world().node().set_timestamp_interval(Some(30 * DAY));
    let broken = (0..8).find_map(|_| soak.round_trip(DAVE, amount).err());
    expect(Law::RoundTrip, broken.map_or(Ok(()), Err));
}

#[test]
fn a_planted_contract_that_answers_nothing() {
    let mut soak = soak();
    let market = soak.world().market();
    soak.world().node().set_code(market, REVERTING);
    expect(Law::Views, soak.pass(DAY));
}

#[test]
fn a_planted_answer_that_is_not_so() {
    let mut soak = soak();
    plant_here(&soak, slots::averages(0), |word| word - (U256::ONE << 250));
    expect(Law::Views, soak.inspect_views(ERIN));
}

#[test]
fn a_planted_poverty() {
    let mut soak = soak();
    soak.world().node().set_balance(DAVE, U256::ZERO);
    let act = act(&soak, DAVE, &Abi::accrueInterestCall {});
    expect(Law::Engine, soak.perform(&act));
}
