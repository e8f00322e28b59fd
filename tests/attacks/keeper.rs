//! Whoever triggers reports gives a call too little gas, or makes it all day.

use alloy_primitives::{Address, B256, Bytes};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::{SolCall, SolValue};
use ballast_abi::registry::IRegistry::{Status, harvestCall, probeCall};
use ballast_tests::{
    ALICE, Contract, Farm, MALLORY, PLAIN, SHARE_UNITS, STAKE, Setting, TOKEN, Terms, near, reward,
    uint, withdraw,
};

use crate::{DAY, create, worth};

const LENT: u128 = 5_000 * TOKEN;
const GAIN: u128 = 100 * TOKEN;
const TIMES: u64 = 1_000;

/// Sends a call with so much gas. Whether it succeeds.
fn send_with(to: &Contract, call: &impl SolCall, gas: u64) -> bool {
    send_as(MALLORY, to, call, gas)
}

fn send_as(from: Address, to: &Contract, call: &impl SolCall, gas: u64) -> bool {
    let input = Bytes::from(call.abi_encode());
    let request = TransactionRequest::default().from(from).to(to.address);
    let request = request.input(input.into()).gas_limit(gas);
    to.chain().node().transact(request).unwrap().success()
}

/// From what a transaction costs by itself to far more than a report does.
fn gas_limits() -> impl Iterator<Item = u64> {
    (60_000..3_000_000).step_by(15_000)
}

/// A strategy whose venue fails at once, at little cost, if it gets too little gas: enough is left
/// to write down that it failed.
fn hungry() -> (Farm, Address) {
    let farm = Farm::new();
    let asset = farm.scene.token.address.abi_encode();
    let venue = create(&farm.scene, "VenueHungry", &asset);
    let strategy = farm.strategy_over(venue.address).address;
    farm.move_debt(strategy, LENT);
    farm.scene.fund(venue.address, GAIN);
    (farm, strategy)
}

#[test]
fn too_little_gas_neither_quarantines_nor_books_a_part() {
    let (farm, strategy) = hungry();
    let node = farm.scene.chain.node();
    let mut outcomes = [0; 2];
    for gas in gas_limits() {
        let snapshot = node.snapshot();
        let passed = send_with(&farm.registry, &harvestCall { strategy }, gas);
        outcomes[usize::from(passed)] += 1;
        assert_eq!(farm.status(strategy), Status::Active, "{gas}");
        let gain = if passed { GAIN } else { 0 };
        near(farm.debt(strategy), LENT + gain, 2);
        near(farm.assets(), STAKE + gain, 2);
        assert!(node.revert(snapshot));
    }
    let [failed, passed] = outcomes;
    assert!(
        100 < failed && 20 < passed,
        "{failed} failed, {passed} passed"
    );
}

#[test]
fn too_little_gas_fails_no_probe() {
    let (farm, strategy) = hungry();
    let mut passed = 0;
    for gas in gas_limits() {
        passed += u32::from(send_with(&farm.registry, &probeCall { strategy }, gas));
        assert_eq!(farm.status(strategy), Status::Active, "{gas}");
    }
    assert!(20 < passed, "{passed}");
}

/// Another strategy could pay, so a failure would stop nobody.
#[test]
fn too_little_gas_fails_no_exit() {
    let (farm, strategy) = hungry();
    let other = farm.hostile().address();
    farm.move_debt(other, STAKE - LENT);
    farm.queue(&[strategy, other]);
    let node = farm.scene.chain.node();
    let call = withdraw(LENT / 2, ALICE, ALICE);
    let mut passed = 0;
    for gas in gas_limits() {
        let snapshot = node.snapshot();
        passed += u32::from(send_as(ALICE, &farm.scene.vault.contract, &call, gas));
        assert_eq!(farm.status(strategy), Status::Active, "{gas}");
        assert!(node.revert(snapshot));
    }
    assert!(20 < passed, "{passed}");
}

/// What a reporter earns in shares if 100 tokens are gained in a day and reported so often.
fn earned(times: u64, reward: B256) -> (Farm, Address) {
    let farm = Farm::new();
    let terms = Terms {
        unlock_seconds: 7 * DAY as u32,
        ..PLAIN
    };
    let hostile = farm.hostile();
    farm.move_debt(hostile.address(), LENT);
    farm.scene.vault.configure(Setting::Terms, terms.word());
    farm.scene.vault.configure(Setting::Reward, reward);
    for _ in 0..times {
        farm.scene.pass(DAY / times - 1);
        hostile.gain(GAIN / u128::from(times));
        farm.harvest(MALLORY, hostile.address());
    }
    (farm, hostile.address())
}

#[test]
fn a_thousand_reports_a_day_earn_no_more_than_one() {
    // A hundredth of what is gained.
    let part = reward(0, 100 * TOKEN, 100);
    let (once, _) = earned(1, part);
    let (often, strategy) = earned(TIMES, part);
    let [one, many] = [&once, &often].map(|farm| farm.scene.vault.shares_of(MALLORY));
    near(one, GAIN / 100 * SHARE_UNITS, SHARE_UNITS);
    // Slightly fewer, because the price rises during the day.
    assert!(
        many <= one && one - many < one / uint(1_000),
        "{many}, {one} at once"
    );
    assert_eq!(often.assets(), uint(STAKE + GAIN));
    // Without a gain there is nothing to earn.
    for _ in 0..TIMES {
        often.harvest(MALLORY, strategy);
    }
    assert_eq!(often.scene.vault.shares_of(MALLORY), many);
}

/// However high the floor, and however often it is asked for: a tenth of the gain, of which the
/// others keep nine.
#[test]
fn rewards_are_never_more_than_a_tenth_of_the_gain() {
    let floor = reward(10 * TOKEN, 100 * TOKEN, 0);
    let (farm, strategy) = earned(50, floor);
    let vault = &farm.scene.vault;
    let shares = vault.shares_of(MALLORY);
    assert!(shares <= uint(GAIN / 10 * SHARE_UNITS), "{shares}");
    assert!(uint(GAIN / 11 * SHARE_UNITS) < shares, "{shares}");
    let before = farm.assets();
    farm.harvest(MALLORY, strategy);
    assert_eq!((vault.shares_of(MALLORY), farm.assets()), (shares, before));
    farm.scene.pass(7 * DAY);
    near(
        worth(vault, vault.shares_of(ALICE)) + worth(vault, shares),
        STAKE + GAIN,
        1_000,
    );
}
