//! `rebalance`, and what it may cost

use alloy_primitives::{Address, Bytes, U256};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::{SolCall, SolError, SolEvent, SolValue, sol};
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_abi::registry::IRegistry;
use ballast_abi::vault::Vault;
use ballast_bench::peers::PeerVault;
use ballast_tests::{
    BOB, Contract, DEPLOYER, Done, Farm, MALLORY, Mode, Rebalancing, STAKE, Setting, TOKEN, near,
    peers, uint,
};

sol! {
    function setFault(uint8 fault) external;
}

const HOUR: u64 = 3_600;
const WEEK: u64 = 604_800;

/// A farm over two venues without a fee, and its rebalancer.
pub(crate) fn pair() -> (Farm, Rebalancing, [Address; 2]) {
    let farm = Farm::new();
    let strategies = [(); 2].map(|()| {
        let venue = farm.venue(PeerVault::Solady);
        farm.strategy_over(venue.address).address
    });
    let rebalancing = Rebalancing::new(&farm);
    (farm, rebalancing, strategies)
}

/// A strategy over a venue of `tests/peers`.
fn over(farm: &Farm, venue: &'static str) -> (Contract, Address) {
    let code = peers().contract(venue).unwrap();
    let asset = farm.scene.token.address.abi_encode();
    let address = farm.scene.chain.create(code, &asset).unwrap();
    let strategy = farm.strategy_over(address).address;
    (Contract::new(farm.scene.chain.clone(), address), strategy)
}

fn idle(farm: &Farm) -> U256 {
    farm.scene.vault.contract.ask(&Vault::totalIdleCall {})
}

fn debts<const N: usize>(farm: &Farm, strategies: [Address; N]) -> [U256; N] {
    strategies.map(|strategy| farm.debt(strategy))
}

/// Whose debts were moved, in order.
fn moved(farm: &Farm, done: &Done<U256>) -> Vec<Address> {
    let topic = IRegistry::DebtMoved::SIGNATURE_HASH;
    let logs = done.logs().into_iter();
    logs.filter(|(emitter, log)| *emitter == farm.registry.address && log.topics()[0] == topic)
        .map(|(_, log)| Address::from_word(log.topics()[1]))
        .collect()
}

pub(crate) fn is_due(rebalancing: &Rebalancing) -> bool {
    rebalancing.contract.ask(&Abi::shouldRebalanceCall {}).due
}

#[test]
fn lends_what_is_idle_by_weight() {
    let (farm, rebalancing, [one, other]) = pair();
    farm.scene
        .vault
        .configure(Setting::IdleMin, uint(1_000 * TOKEN).into());
    rebalancing.aim(&[(one, 60), (other, 35)]);
    let trigger = rebalancing.contract.ask(&Abi::shouldRebalanceCall {});
    assert!(trigger.due);
    // The least that stays cuts the second.
    let expected = [6_000, 3_000].map(|tokens| uint(tokens * TOKEN));
    assert_eq!(trigger.strategies, [one, other]);
    assert_eq!(trigger.debts, expected);
    let done = rebalancing.rebalance(MALLORY);
    assert_eq!(done.returned, U256::ZERO);
    // Two first loans, and some thirty entries of programs that are not cached.
    let gas = done.receipt.gas_used();
    assert!(gas < 900_000, "{gas}");
    assert_eq!(debts(&farm, [one, other]), expected);
    assert_eq!(idle(&farm), uint(1_000 * TOKEN));
    assert_eq!(farm.assets(), uint(STAKE));
    assert!(!is_due(&rebalancing));
}

#[test]
fn pays_back_before_it_lends() {
    let (farm, rebalancing, [one, other]) = pair();
    rebalancing.aim(&[(one, 0), (other, 100)]);
    farm.move_debt(one, STAKE);
    // Nothing is idle: what goes forth must have come back.
    let done = rebalancing.rebalance(BOB);
    assert_eq!(moved(&farm, &done), [one, other]);
    assert_eq!(debts(&farm, [one, other]), [U256::ZERO, uint(STAKE)]);
    farm.scene.pass(HOUR);
    rebalancing.aim(&[(other, 50), (one, 50)]);
    let half = uint(STAKE / 2);
    rebalancing.rebalance(BOB);
    assert_eq!(debts(&farm, [one, other]), [half, half]);
}

#[test]
fn within_the_band_nothing_moves() {
    let (farm, rebalancing, [one, other]) = pair();
    rebalancing.aim(&[(one, 50)]);
    farm.move_debt(other, 1_000 * TOKEN);
    let band = |bps, change_min| Abi::setBandCall {
        bps: uint(bps),
        changeMin: uint(change_min),
    };
    rebalancing.govern(&band(100, 0));
    farm.move_debt(one, 5_100 * TOKEN);
    let nothing = Abi::NothingToMove {};
    let call = Abi::rebalanceCall {};
    rebalancing.contract.refuses(BOB, &call, &nothing);
    assert!(!is_due(&rebalancing));
    farm.move_debt(one, 5_100 * TOKEN + 1);
    assert!(is_due(&rebalancing));
    rebalancing.govern(&band(100, 101 * TOKEN));
    rebalancing.contract.refuses(BOB, &call, &nothing);
    rebalancing.govern(&band(100, 100 * TOKEN));
    rebalancing.rebalance(BOB);
    // One without a target is left alone.
    let expected = [5_000, 1_000].map(|tokens| uint(tokens * TOKEN));
    assert_eq!(debts(&farm, [one, other]), expected);
}

#[test]
fn waits_between_rebalances() {
    let (farm, rebalancing, [one, other]) = pair();
    rebalancing.aim(&[(one, 50)]);
    rebalancing.rebalance(BOB);
    rebalancing.aim(&[(other, 50)]);
    let last = rebalancing.contract.ask(&Abi::lastRebalanceCall {});
    let until = last + U256::from(HOUR);
    let early = Abi::TooEarly { until };
    rebalancing
        .contract
        .refuses(BOB, &Abi::rebalanceCall {}, &early);
    assert!(!is_due(&rebalancing));
    farm.scene.pass(HOUR);
    rebalancing.rebalance(BOB);
    assert_eq!(farm.debt(other), uint(STAKE / 2));
    let wait = uint(u128::from(WEEK) * 5);
    let max = uint(2_592_000);
    rebalancing.contract.refuses(
        DEPLOYER,
        &Abi::setWaitCall { waitSeconds: wait },
        &Abi::OutOfBounds { value: wait, max },
    );
}

#[test]
fn what_fails_is_left_out_and_blocks_nobody() {
    let farm = Farm::new();
    let venue = farm.venue(PeerVault::Solady);
    let sound = farm.strategy_over(venue.address).address;
    let hostiles = [(); 5].map(|()| farm.hostile());
    let [mute, burning, short, quarantined, stuck] = &hostiles;
    let rebalancing = Rebalancing::new(&farm);
    let (frozen, refusing) = over(&farm, "VenueFaulty");
    for hostile in &hostiles {
        farm.move_debt(hostile.address(), 100 * TOKEN);
    }
    mute.set(Mode::Reverts);
    burning.set(Mode::BurnsGas);
    short.lose(1);
    quarantined.set(Mode::Reverts);
    let strategy = quarantined.address();
    farm.registry.send(BOB, &IRegistry::probeCall { strategy });
    stuck.set(Mode::Illiquid);
    // Takes all, mints nothing: a loan to it reverts, though it answers what it is worth.
    frozen.send(DEPLOYER, &setFaultCall { fault: 3 });
    let mut targets: Vec<_> = hostiles
        .iter()
        .map(|hostile| (hostile.address(), 0))
        .collect();
    targets.extend([(refusing, 20), (MALLORY, 10), (sound, 50)]);
    rebalancing.aim(&targets);
    let done = rebalancing.rebalance(BOB);
    assert_eq!(moved(&farm, &done), [sound]);
    let failed = Abi::MoveFailed {
        strategy: refusing,
        debt: U256::ZERO,
        target: uint(2_000 * TOKEN),
    };
    let emitter = rebalancing.contract.address;
    assert!(done.logs().contains(&(emitter, failed.encode_log_data())));
    assert_eq!(farm.debt(sound), uint(5_000 * TOKEN));
    let left = debts(&farm, hostiles.each_ref().map(|hostile| hostile.address()));
    assert_eq!(left, [uint(100 * TOKEN); 5]);
}

#[test]
fn caps_and_statuses_cut_targets() {
    let farm = Farm::new();
    let venue = farm.venue(PeerVault::Solady).address;
    let [one, other] = [(); 2].map(|()| farm.strategy_over(venue).address);
    let last = farm.hostile().address();
    let rebalancing = Rebalancing::new(&farm);
    rebalancing.aim(&[(one, 40), (other, 40), (last, 20)]);
    let cap = uint(3_000 * TOKEN);
    farm.govern(&IRegistry::setCapCall { strategy: one, cap });
    // The venue they share may have five tenths.
    let id = farm.registry.ask(&IRegistry::idsOfCall { strategy: one })[0];
    farm.govern(&IRegistry::setIdCapCall {
        id,
        absolute: uint(u128::MAX),
        relativeBps: uint(5_000),
    });
    rebalancing.rebalance(BOB);
    let tokens = |amounts: [u128; 3]| amounts.map(|amount| uint(amount * TOKEN));
    assert_eq!(
        debts(&farm, [one, other, last]),
        tokens([3_000, 2_000, 2_000])
    );
    farm.scene.pass(HOUR);
    farm.govern(&IRegistry::retireCall { strategy: one });
    farm.govern(&IRegistry::stopRiskCall { stopped: true });
    rebalancing.rebalance(BOB);
    assert_eq!(debts(&farm, [one, other, last]), tokens([0, 2_000, 2_000]));
    farm.scene.pass(HOUR);
    farm.govern(&IRegistry::stopRiskCall { stopped: false });
    rebalancing.rebalance(BOB);
    assert_eq!(debts(&farm, [one, other, last]), tokens([0, 4_000, 2_000]));
}

/// Lending to a venue that takes a hundredth of what leaves it loses that hundredth.
#[test]
fn the_budget_refuses_and_refills() {
    let farm = Farm::new();
    let (_, strategy) = over(&farm, "VenueFee");
    let rebalancing = Rebalancing::new(&farm);
    let move_to = |tokens: u128| Abi::moveDebtCall {
        strategy,
        target: uint(tokens * TOKEN),
    };
    // Ten of 10,000 and twenty of them are a thousandth and two, which is all there is.
    rebalancing.govern(&move_to(1_000));
    // A second refills some of it.
    near(rebalancing.budget_left(), TOKEN / 1_000, 1 << 32);
    farm.harvest(BOB, strategy);
    let error = rebalancing.contract.revert_data(DEPLOYER, &move_to(2_200));
    let Abi::BudgetExceeded { loss, left } = Abi::BudgetExceeded::abi_decode(&error).unwrap();
    assert!(left < loss, "{loss} {left}");
    rebalancing.aim(&[(strategy, 22)]);
    let refused = rebalancing
        .contract
        .revert_data(BOB, &Abi::rebalanceCall {});
    assert_eq!(refused[..4], error[..4]);
    // What a revert leaves is as it was.
    assert_eq!(farm.debt(strategy), uint(990 * TOKEN));
    farm.scene.pass(WEEK);
    let done = rebalancing.rebalance(BOB);
    assert_eq!(
        farm.debt(strategy),
        uint(STAKE - 10 * TOKEN) * uint(22) / uint(100)
    );
    assert!(uint(11 * TOKEN) < done.returned && done.returned < uint(13 * TOKEN));
    // Nothing is lost by what pays back what it is worth.
    farm.harvest(BOB, strategy);
    farm.scene.pass(HOUR);
    let left = rebalancing.budget_left();
    rebalancing.govern(&move_to(0));
    assert!(left <= rebalancing.budget_left());
}

#[test]
fn too_little_gas_leaves_nobody_out() {
    let (farm, rebalancing, [one, other]) = pair();
    farm.move_debt(one, 1_000 * TOKEN);
    rebalancing.aim(&[(one, 0), (other, 50)]);
    let node = farm.scene.chain.node();
    let mut outcomes = [0; 2];
    for gas in (100_000..8_000_000).step_by(100_000) {
        let snapshot = node.snapshot();
        let input = Bytes::from(Abi::rebalanceCall {}.abi_encode());
        let request = TransactionRequest::default()
            .from(MALLORY)
            .to(rebalancing.contract.address)
            .input(input.into())
            .gas_limit(gas);
        let passed = node.transact(request).unwrap().success();
        outcomes[usize::from(passed)] += 1;
        let expected = if passed { [0, 5_000] } else { [1_000, 0] };
        let expected = expected.map(|tokens| uint(tokens * TOKEN));
        assert_eq!(debts(&farm, [one, other]), expected, "{gas}");
        assert!(node.revert(snapshot));
    }
    assert!(outcomes.iter().all(|count| 10 < *count), "{outcomes:?}");
}

#[test]
fn a_strategy_cannot_come_back_in() {
    let farm = Farm::new();
    let hostile = farm.hostile();
    let rebalancing = Rebalancing::new(&farm);
    rebalancing.govern(&Abi::setWaitCall {
        waitSeconds: U256::ZERO,
    });
    rebalancing.aim(&[(hostile.address(), 50)]);
    let target = rebalancing.contract.address;
    hostile.arm(target, Abi::rebalanceCall {}.abi_encode());
    rebalancing.rebalance(BOB);
    assert_eq!(hostile.attempts(), (uint(1), false));
    assert_eq!(farm.debt(hostile.address()), uint(STAKE / 2));
}
