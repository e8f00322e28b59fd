//! Fees where they could take too much: over long times, to nobody, and twice for the same profit.

use alloy_primitives::{Address, Bytes, U256, address};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::{SolCall, sol};
use ballast_abi::erc20::IERC20::{balanceOfCall, transferCall};
use ballast_abi::registry::IRegistry;
use ballast_abi::vault::Vault as Abi;
use ballast_tests::{
    ALICE, BOB, Contract, DEPLOYER, Farm, Hostile, MALLORY, PLAIN, SHARE_UNITS, STAKE, Scene,
    Setting, TOKEN, Terms, configure, near, uint,
};

use crate::naive::Naive;
use crate::{DAY, worth};

sol! {
    function activateProgram(address program) external payable returns (uint16, uint256);
}

const ARB_WASM: Address = address!("0000000000000000000000000000000000000071");
const YEAR: u64 = 365 * DAY;
const ETHER: u128 = 1_000_000_000_000_000_000;

/// The highest fee on management there is, for Bob.
const MANAGED: Terms = Terms {
    recipient: BOB,
    management_bps: 500,
    ..PLAIN
};

/// Makes a program that has expired run again, which anyone may.
fn activate(program: &Contract) {
    let input = activateProgramCall {
        program: program.address,
    };
    let request = TransactionRequest::default().from(MALLORY).to(ARB_WASM);
    let request = request
        .input(Bytes::from(input.abi_encode()).into())
        .value(uint(ETHER))
        .gas_limit(30_000_000);
    let receipt = program.chain().node().transact(request).unwrap();
    assert!(receipt.success());
}

/// A vault that has lent everything to the deployer, who plays the registry.
fn lent() -> Scene {
    let scene = Scene::new();
    scene.vault.lend_by(DEPLOYER);
    scene.vault.configure(Setting::Terms, MANAGED.word());
    scene.vault.deposit(ALICE, STAKE, ALICE);
    let (strategy, assets) = (DEPLOYER, uint(STAKE));
    let lend = Abi::lendCall { strategy, assets };
    scene.vault.contract.send(DEPLOYER, &lend);
    scene
}

/// The same, untouched for so many years; programs live for one.
fn untouched_for(years: u64) -> Scene {
    let scene = lent();
    scene.pass(years * YEAR);
    scene.chain.node().mine(1, None).unwrap();
    activate(&scene.vault.contract);
    scene
}

/// The deployer pays back what was lent.
fn give_back(scene: &Scene) {
    let (to, value) = (scene.vault.address(), uint(STAKE));
    scene.token.send(DEPLOYER, &transferCall { to, value });
    let (debt, paid) = (value, value);
    let call = Abi::takeBackCall { debt, paid };
    scene.vault.contract.send(DEPLOYER, &call);
}

/// A hundred times the assets come in after half a year: they owe nothing for it, and raise
/// nobody's fee. A fee on everything would have cost them, and Alice a second time, 250 of it.
#[test]
fn who_comes_in_later_pays_nothing_for_the_time_before() {
    let scene = lent();
    let vault = &scene.vault;
    scene.pass(YEAR / 2);
    scene.chain.node().mine(1, None).unwrap();
    let before = worth(vault, vault.shares_of(ALICE));
    scene.fund(MALLORY, 99 * STAKE);
    vault.deposit(MALLORY, 99 * STAKE, MALLORY);
    let second = STAKE / 20 / u128::from(YEAR) + 1;
    let after = worth(vault, vault.shares_of(ALICE));
    assert!(after <= before && before - after <= uint(3 * second));
    near(
        worth(vault, vault.shares_of(MALLORY)),
        99 * STAKE,
        3 * 100 * second,
    );
    near(before, STAKE - STAKE / 40, 10 * second);
    // Nor does leaving take the fee away.
    vault.redeem_all(MALLORY);
    near(
        worth(vault, vault.shares_of(ALICE)),
        before.to(),
        10 * second,
    );
}

/// All debt comes back before anybody reports: the fee that was due is taken then.
#[test]
fn a_fee_without_debt_to_run_on_is_taken_first() {
    let scene = lent();
    let vault = &scene.vault;
    scene.pass(YEAR / 2);
    give_back(&scene);
    let second = STAKE / 20 / u128::from(YEAR) + 1;
    near(worth(vault, vault.shares_of(BOB)), STAKE / 40, 10 * second);
    near(
        worth(vault, vault.shares_of(ALICE)),
        STAKE - STAKE / 40,
        10 * second,
    );
    // What is idle pays no fee.
    let left = worth(vault, vault.shares_of(ALICE));
    scene.pass(YEAR / 4);
    scene.chain.node().mine(1, None).unwrap();
    assert_eq!(worth(vault, vault.shares_of(ALICE)), left);
}

#[test]
fn years_without_a_report_never_cost_more_than_half() {
    // Linear fees would have taken all of it after twenty years.
    for (years, left) in [(1, STAKE / 100 * 95), (10, STAKE / 2), (25, STAKE / 2)] {
        let scene = untouched_for(years);
        let vault = &scene.vault;
        // Some blocks, a second each, on top of the years.
        let tolerance = STAKE / 100_000_000;
        near(vault.totals().0, left, tolerance);
        near(worth(vault, vault.shares_of(ALICE)), left, tolerance);
        // Settles, and ends the fee; then everything comes back.
        let free = Terms {
            management_bps: 0,
            ..MANAGED
        };
        vault.configure(Setting::Terms, free.word());
        give_back(&scene);
        let fee = vault.redeem_all(BOB).returned;
        let paid = vault.redeem_all(ALICE).returned;
        near(paid, left, tolerance);
        near(fee, STAKE - left, tolerance);
        assert!(fee + paid <= uint(STAKE), "{years}");
        assert!(fee <= uint(STAKE / 2));
    }
}

#[test]
fn a_fee_to_nobody_is_refused() {
    let scene = Scene::new();
    let nobody = Terms {
        recipient: Address::ZERO,
        ..PLAIN
    };
    let performance = Terms {
        performance_bps: 1,
        ..nobody
    };
    let management = Terms {
        management_bps: 1,
        ..nobody
    };
    for terms in [performance, management] {
        let value = terms.word();
        let setting = uint(Setting::Terms as u128);
        let refusal = Abi::InvalidSetting { setting, value };
        let call = configure(Setting::Terms, value);
        scene.vault.contract.refuses(DEPLOYER, &call, &refusal);
    }
    // Neither can who gets a fee be taken away under it.
    scene.vault.configure(Setting::Terms, MANAGED.word());
    let value = Terms {
        recipient: Address::ZERO,
        ..MANAGED
    };
    let call = configure(Setting::Terms, value.word());
    scene.vault.contract.revert_data(DEPLOYER, &call);
    scene.vault.configure(Setting::Terms, nobody.word());
}

/// A gain of 100, a dip of 50, its recovery, and 10 more, each reported by `report`; `fees` are
/// those in shares. Returns the fees after each.
fn ups_and_downs(hostile: &Hostile, report: impl Fn(), fees: impl Fn() -> U256) -> [U256; 4] {
    let then = || {
        report();
        fees()
    };
    hostile.gain(100 * TOKEN);
    let first = then();
    hostile.lose(50 * TOKEN);
    let dip = then();
    hostile.gain(50 * TOKEN);
    let recovery = then();
    hostile.gain(10 * TOKEN);
    [first, dip, recovery, then()]
}

#[test]
fn a_recovery_is_not_charged_again() {
    let farm = Farm::new();
    let terms = Terms {
        recipient: BOB,
        performance_bps: 1_000,
        ..PLAIN
    };
    let hostile = farm.hostile();
    let strategy = hostile.address();
    farm.move_debt(strategy, STAKE / 2);
    farm.scene.vault.configure(Setting::Terms, terms.word());
    let (loss, gain) = (uint(10_000), uint(10_000));
    farm.govern(&IRegistry::setBoundsCall {
        strategy,
        lossBps: loss,
        gainBps: gain,
    });
    let report = || {
        farm.harvest(MALLORY, strategy);
    };
    let fees = || farm.scene.vault.shares_of(BOB);
    let [first, dip, recovery, last] = ups_and_downs(&hostile, report, fees);
    // A tenth of 100 at a price of one.
    near(first, 10 * TOKEN * SHARE_UNITS, SHARE_UNITS);
    assert_eq!((dip, recovery), (first, first));
    // A tenth of 10 at 10,100 for 10,010.
    near(
        last - first,
        TOKEN * SHARE_UNITS / 10_100 * 10_010,
        1_000_000,
    );
    assert_eq!(farm.assets(), uint(STAKE + 110 * TOKEN));
}

#[test]
fn a_vault_that_charges_every_gain_charges_the_recovery() {
    let scene = Scene::new();
    let naive = Naive::books(&scene, 1_000);
    naive.vault.deposit(ALICE, STAKE, ALICE);
    let hostile = naive.hostile(&scene, STAKE / 2);
    let account = address!("0000000000000000000000000000000000000fee");
    let report = || naive.harvest(hostile.address());
    let fees = || naive.vault.contract.ask(&balanceOfCall { account });
    let [first, dip, recovery, _] = ups_and_downs(&hostile, report, fees);
    near(first, 10 * TOKEN * SHARE_UNITS, SHARE_UNITS);
    assert_eq!(dip, first);
    // A tenth of 50 at 10,050 for 10,010: half of the first fee again.
    near(
        recovery - dip,
        5 * TOKEN * SHARE_UNITS / 10_050 * 10_010,
        1_000_000,
    );
}
