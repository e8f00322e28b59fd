//! Faults that are planted, and the laws that must find them.

mod waiting;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, sol};
use ballast_abi::erc4626::IERC4626::{depositCall, maxRedeemCall};
use ballast_abi::registry::IRegistry as Registry;
use ballast_tests::soak::{
    ALLOCATOR, Act, DAVE, ERIN, EVE, Failure, GOVERNOR, KEEPER, LENDING, Law, Place, Sent, Vaults,
    allowance_slot, balance_slot,
};
use ballast_tests::{SHARE_UNITS, Setting, Slot, TOKEN, Terms, configure, uint};

use crate::planting::{self, REVERTING, plant};

type Soak = ballast_tests::soak::Soak<Vaults>;

sol! {
    #[derive(Debug)]
    function gain(uint256 amount) external;
}

const DAY: u64 = 86_400;

/// Dave and Erin have money in the vault, and three strategies have some of it.
fn soak() -> Soak {
    let mut soak = Soak::new(1).unwrap();
    for (person, assets) in [(DAVE, 130_000 * TOKEN), (ERIN, 20_000 * TOKEN)] {
        let act = deposit(&soak, person, uint(assets));
        soak.perform(&act).unwrap();
    }
    for strategy in [0, 1, LENDING] {
        let act = lend(&soak, strategy, 40_000 * TOKEN);
        soak.perform(&act).unwrap();
    }
    let nothing = nothing(&soak);
    soak.inspect(&nothing, &Sent::default()).unwrap();
    for person in [DAVE, ERIN] {
        assert!(soak.inspect_exits(person).unwrap());
        soak.inspect_entries(person).unwrap();
    }
    soak
}

fn deposit(soak: &Soak, from: Address, assets: U256) -> Act {
    let call = depositCall {
        assets,
        receiver: from,
    };
    Act::new(Place::Vault, from, soak.world().vault(), &call)
}

fn lend(soak: &Soak, strategy: usize, target: u128) -> Act {
    let call = Registry::moveDebtCall {
        strategy: soak.world().strategies()[strategy],
        target: uint(target),
    };
    Act::new(Place::Registry, ALLOCATOR, soak.world().registry(), &call)
}

fn govern<C: SolCall + std::fmt::Debug>(soak: &Soak, call: &C) -> Act {
    Act::new(Place::Registry, GOVERNOR, soak.world().registry(), call)
}

/// An act that changes nothing.
fn nothing(soak: &Soak) -> Act {
    let strategy = soak.world().strategies()[0];
    Act::new(
        Place::Registry,
        KEEPER,
        soak.world().registry(),
        &Registry::probeCall { strategy },
    )
}

fn plant_in_vault(soak: &Soak, slot: Slot, change: impl FnOnce(U256) -> U256) {
    plant(soak, soak.world().vault(), slot.key(), change);
}

/// Checks which law is found to be broken, and that the failure tells what led to it.
#[track_caller]
fn expect<T>(law: Law, outcome: Result<T, Box<Failure>>) {
    planting::expect(law, "dave calls vault: depositCall", outcome);
}

/// Plants a fault, and checks that the next look finds it.
#[track_caller]
fn finds(law: Law, fault: impl FnOnce(&Soak)) {
    let look = |soak: &mut Soak| soak.inspect(&nothing(soak), &Sent::default());
    planting::finds(law, "dave calls vault: depositCall", soak(), fault, look);
}

#[test]
fn a_planted_theft_of_what_is_idle() {
    finds(Law::Solvency, |soak| {
        let (vault, token) = (soak.world().vault(), soak.world().token());
        let idle = soak.now().idle;
        plant(soak, token, balance_slot(vault), |_| idle - U256::ONE);
    });
}

#[test]
fn a_planted_share_too_many() {
    finds(Law::Supply, |soak| {
        plant_in_vault(soak, Slot::Balance(EVE), |shares| shares + U256::ONE);
    });
}

#[test]
fn planted_shares_that_claim_more_than_there_is() {
    finds(Law::Solvency, |soak| {
        let shares = uint(TOKEN * SHARE_UNITS);
        plant_in_vault(soak, Slot::Balance(EVE), |_| shares);
    });
}

#[test]
fn a_planted_loss_of_a_donation() {
    let mut soak = soak();
    let (vault, token) = (soak.world().vault(), soak.world().token());
    let (to, value) = (vault, uint(5));
    let call = ballast_abi::erc20::IERC20::transferCall { to, value };
    soak.perform(&Act::new(Place::Token, EVE, token, &call))
        .unwrap();
    plant(&soak, token, balance_slot(vault), |held| held - U256::ONE);
    let act = nothing(&soak);
    expect(Law::Surplus, soak.inspect(&act, &Sent::default()));
}

#[test]
fn a_planted_fall_of_the_price_by_one_unit() {
    finds(Law::Price, |soak| {
        plant_in_vault(soak, Slot::Totals, |totals| totals - (U256::ONE << 128));
    });
}

#[test]
fn a_planted_fee_that_time_takes() {
    let mut soak = soak();
    plant_in_vault(&soak, Slot::Pace, |pace| pace | uint(1) << 232);
    expect(Law::Price, soak.pass(DAY));
}

#[test]
fn a_planted_debt_that_the_vault_does_not_know() {
    finds(Law::Debts, |soak| {
        // The loan of the first place; debt is the upper half.
        plant(soak, soak.world().registry(), uint(65), |loan| {
            loan + (U256::ONE << 128)
        });
    });
}

#[test]
fn a_planted_quarantine() {
    finds(Law::Quarantine, |soak| {
        plant_in_vault(soak, Slot::Pace, |pace| pace + (U256::ONE << 246));
    });
}

#[test]
fn a_planted_approval() {
    finds(Law::Approvals, |soak| {
        let world = soak.world();
        let (owner, spender) = (world.strategies()[1], world.venues()[1]);
        let slot = allowance_slot(owner, spender);
        plant(soak, world.token(), slot, |_| U256::ONE);
    });
}

#[test]
fn a_planted_authority() {
    finds(Law::Roles, |soak| {
        let eve = U256::from_be_bytes(EVE.into_word().0);
        plant(soak, soak.world().registry(), uint(1), |_| eve);
    });
}

#[test]
fn a_planted_right_to_govern() {
    let mut soak = soak();
    let eve = U256::from_be_bytes(EVE.into_word().0);
    plant(&soak, soak.world().registry(), uint(1), |_| eve);
    let mut act = govern(&soak, &Registry::stopRiskCall { stopped: true });
    act.from = EVE;
    expect(Law::Roles, soak.perform(&act.forbidden()));
}

/// Lends, and only then sends what would have forbidden it.
#[track_caller]
fn finds_lending_beyond(later: impl FnOnce(&Soak) -> Act) {
    let mut soak = soak();
    let act = lend(&soak, LENDING + 1, 1_000 * TOKEN);
    let later = later(&soak);
    for act in [&act, &later] {
        let sent = soak.world().send(act).unwrap();
        assert!(sent.passed(), "{sent:?}");
    }
    expect(Law::Caps, soak.inspect(&act, &Sent::default()));
}

#[test]
fn a_planted_debt_above_the_strategys_cap() {
    finds_lending_beyond(|soak| {
        let strategy = soak.world().strategies()[LENDING + 1];
        let cap = uint(1_000 * TOKEN - 1);
        govern(soak, &Registry::setCapCall { strategy, cap })
    });
}

#[test]
fn a_planted_exposure_above_the_ids_cap() {
    finds_lending_beyond(|soak| {
        let call = Registry::setIdCapCall {
            id: soak.world().ids(LENDING + 1)[0],
            absolute: uint(1_000 * TOKEN - 1),
            relativeBps: uint(10_000),
        };
        govern(soak, &call)
    });
}

#[test]
fn a_planted_exposure_above_the_ids_part() {
    finds_lending_beyond(|soak| {
        let call = Registry::setIdCapCall {
            id: soak.world().ids(LENDING + 1)[0],
            absolute: uint(u128::MAX),
            // 1,000 of 150,000 are 66.7.
            relativeBps: uint(66),
        };
        govern(soak, &call)
    });
}

#[test]
fn planted_lending_below_the_least_idle() {
    finds_lending_beyond(|soak| {
        let value = (soak.now().idle - uint(999 * TOKEN)).into();
        let call = configure(Setting::IdleMin, value);
        Act::new(Place::Vault, GOVERNOR, soak.world().vault(), &call)
    });
}

#[test]
fn a_planted_deposit_above_the_cap() {
    let mut soak = soak();
    let act = deposit(&soak, DAVE, uint(TOKEN));
    assert!(soak.world().send(&act).unwrap().passed());
    let value = (soak.now().gross() + uint(TOKEN - 1)).into();
    let call = configure(Setting::Cap, value);
    let later = Act::new(Place::Vault, GOVERNOR, soak.world().vault(), &call);
    assert!(soak.world().send(&later).unwrap().passed());
    expect(Law::Caps, soak.inspect(&act, &Sent::default()));
}

#[test]
fn a_planted_token_that_nobody_gets_out() {
    let mut soak = soak();
    let token = soak.world().token();
    soak.world().node().set_code(token, REVERTING);
    expect(Law::Exits, soak.inspect_exits(DAVE));
}

/// The second venue says that it can pay, and cannot.
#[test]
fn a_planted_venue_without_money() {
    let mut soak = soak();
    let (world, owner) = (soak.world(), DAVE);
    let slot = balance_slot(world.venues()[1]);
    plant(&soak, world.token(), slot, |_| U256::ZERO);
    let all = world.ask(world.vault(), &maxRedeemCall { owner }).unwrap();
    assert_eq!(all, world.shares_of(DAVE));
    expect(Law::Exits, soak.inspect_exits(DAVE));
}

#[test]
fn a_planted_limit_that_is_too_high() {
    let mut soak = soak();
    let (vault, token) = (soak.world().vault(), soak.world().token());
    plant(&soak, token, allowance_slot(DAVE, vault), |_| U256::ZERO);
    expect(Law::Entries, soak.inspect_entries(DAVE));
}

/// Profit is unlocked while Erin is in, because time goes on between her two calls.
#[test]
fn a_planted_gain_of_a_round_trip() {
    let mut soak = soak();
    let terms = Terms {
        unlock_seconds: 365 * DAY as u32,
        growth_bps_per_year: 20_000,
        ..Terms::default()
    };
    let vault = soak.world().vault();
    let call = configure(Setting::Terms, terms.word());
    soak.perform(&Act::new(Place::Vault, GOVERNOR, vault, &call))
        .unwrap();
    let strategy = soak.world().strategies()[LENDING];
    let amount = uint(900 * TOKEN);
    soak.perform(&Act::new(
        Place::Mischief,
        EVE,
        strategy,
        &gainCall { amount },
    ))
    .unwrap();
    soak.pass(30 * DAY).unwrap();
    let act = govern(&soak, &Registry::harvestCall { strategy });
    soak.perform(&act).unwrap();
    let assets = uint(10_000 * TOKEN);
    let trips: Vec<_> = (0..8).map(|_| soak.round_trip(ERIN, assets)).collect();
    assert!(trips.iter().all(Result::is_ok));
    soak.world().node().set_timestamp_interval(Some(30 * DAY));
    let broken = (0..8).find_map(|_| soak.round_trip(ERIN, assets).err());
    expect(Law::RoundTrip, broken.map_or(Ok(()), Err));
}

#[test]
fn a_planted_contract_that_answers_nothing() {
    finds(Law::Views, |soak| {
        let registry = soak.world().registry();
        soak.world().node().set_code(registry, REVERTING);
    });
}

#[test]
fn a_planted_poverty() {
    let mut soak = soak();
    soak.world().node().set_balance(DAVE, U256::ZERO);
    let act = deposit(&soak, DAVE, U256::ONE);
    expect(Law::Engine, soak.perform(&act));
}
