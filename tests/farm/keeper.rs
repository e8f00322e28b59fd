//! The keeper, against the chain over JSON-RPC; and programs that expire

use ballast_abi::erc4626::IERC4626::totalAssetsCall;
use ballast_abi::registry::IRegistry::{Status, setAllocatorCall};
use ballast_bench::peers::PeerVault;
use ballast_keeper::{Duty, Keeper, Outcome, Result, Status as Report};
use ballast_tests::{
    ALICE, BOB, Curating, DEPLOYER, FUNDS, Farm, Mode, Rebalancing, STAKE, TOKEN, redeem, uint,
};

const DAY: u64 = 86_400;

pub(crate) fn round(farm: &Farm) -> Vec<Outcome> {
    let registry = farm.registry.address;
    let outcomes = farm.scene.chain.over_http(async |client| {
        let keeper = Keeper::new(client.clone(), registry);
        Ok(keeper.round().await.unwrap())
    });
    outcomes.unwrap()
}

fn report(farm: &Farm) -> Report {
    let registry = farm.registry.address;
    let report = farm
        .scene
        .chain
        .over_http(async |client| Ok(Report::read(client, registry).await.unwrap()));
    report.unwrap()
}

fn is_done(outcome: &Outcome) -> bool {
    matches!(outcome.result, Result::Done { .. })
}

#[test]
fn reports_what_is_due_and_then_rests() {
    let farm = Farm::new();
    let hostile = farm.hostile();
    let strategy = hostile.address();
    farm.move_debt(strategy, 1_000 * TOKEN);
    assert!(round(&farm).is_empty());
    hostile.gain(10 * TOKEN);
    let outcomes = round(&farm);
    let (gain, loss) = (uint(10 * TOKEN), uint(0));
    let duty = Duty::Harvest {
        strategy,
        gain,
        loss,
    };
    assert_eq!(
        outcomes
            .iter()
            .map(|outcome| &outcome.duty)
            .collect::<Vec<_>>(),
        [&duty]
    );
    assert!(is_done(&outcomes[0]));
    assert_eq!(farm.assets(), uint(STAKE + 10 * TOKEN));
    assert!(round(&farm).is_empty());
}

#[test]
fn quarantines_what_fails_and_releases_what_answers_again() {
    let farm = Farm::new();
    let hostile = farm.hostile();
    let strategy = hostile.address();
    farm.move_debt(strategy, 1_000 * TOKEN);
    hostile.set(Mode::Reverts);
    round(&farm);
    assert_eq!(farm.status(strategy), Status::Quarantined);
    assert!(round(&farm).is_empty());
    assert_eq!(report(&farm).strategies[0].status, "quarantined");
    assert_eq!(report(&farm).strategies[0].worth, None);
    hostile.set(Mode::Honest);
    let outcomes = round(&farm);
    assert_eq!(outcomes[0].duty, Duty::Release { strategy });
    assert_eq!(farm.status(strategy), Status::Active);
}

#[test]
fn rebalances_when_the_allocator_says_so() {
    let farm = Farm::new();
    let venue = farm.venue(PeerVault::Solady).address;
    let strategy = farm.strategy_over(venue).address;
    let rebalancing = Rebalancing::new(&farm);
    assert!(round(&farm).is_empty());
    rebalancing.aim(&[(strategy, 70)]);
    let outcomes = round(&farm);
    let debt = uint(STAKE * 7 / 10);
    let duty = Duty::Rebalance {
        strategies: vec![strategy],
        debts: vec![debt],
    };
    assert!(matches!(&outcomes[..], [outcome] if outcome.duty == duty && is_done(outcome)));
    assert_eq!(farm.debt(strategy), debt);
    assert!(round(&farm).is_empty());
}

/// The vault, the registry and the strategy were activated when the farm was set up, a season ago.
#[test]
fn keeps_programs_alive() {
    let farm = Farm::new();
    let venue = farm.venue(PeerVault::Solady).address;
    farm.strategy_over(venue);
    farm.strategy_over(venue);
    assert!(round(&farm).is_empty());
    farm.scene.pass(230 * DAY);
    farm.scene.chain.node().mine(1, None).unwrap();
    let before = report(&farm);
    assert!(before.vault.days_left < Some(60), "{before:?}");
    assert_eq!(
        (before.authority.address, before.authority.days_left),
        (DEPLOYER, None)
    );
    assert!(before.announced.is_empty());
    let outcomes = round(&farm);
    assert!(outcomes.iter().all(is_done), "{outcomes:?}");
    assert!(2 <= outcomes.len());
    let after = report(&farm);
    for program in [&after.vault, &after.registry] {
        assert!(Some(364) <= program.days_left, "{after:?}");
    }
    assert!(round(&farm).is_empty());
}

/// After a year every call of a program burns its gas; anybody may activate it again, and then
/// exits work.
#[test]
fn wakes_what_has_expired_so_that_exits_work() {
    let farm = Farm::new();
    let venue = farm.venue(PeerVault::Solady).address;
    let strategy = farm.strategy_over(venue).address;
    farm.move_debt(strategy, STAKE - TOKEN);
    farm.queue(&[strategy]);
    farm.scene.pass(366 * DAY);
    farm.scene.chain.node().mine(1, None).unwrap();
    let asleep = farm
        .scene
        .chain
        .call(BOB, farm.scene.vault.address(), &totalAssetsCall {});
    assert!(asleep.is_err());
    let mut woken = 0;
    loop {
        let outcomes = round(&farm);
        if outcomes.is_empty() {
            break;
        }
        for outcome in outcomes {
            assert!(matches!(outcome.duty, Duty::Activate { .. }), "{outcome:?}");
            assert!(is_done(&outcome), "{outcome:?}");
            woken += 1;
        }
    }
    assert_eq!(woken, 3);
    let shares = farm.scene.vault.shares_of(ALICE).to();
    farm.scene
        .vault
        .contract
        .send(ALICE, &redeem(shares, ALICE, ALICE));
    assert_eq!(farm.scene.tokens_of(ALICE), uint(FUNDS));
}

/// The curator is kept alive like what it governs, and what it has announced is shown.
#[test]
fn knows_the_curator() {
    let curating = Curating::new(Farm::new());
    let farm = &curating.farm;
    let allocator = ALICE;
    let call = curating.registry_call(&setAllocatorCall { allocator });
    let id = curating.submit(&[call]).returned;
    let report = report(farm);
    assert_eq!(report.authority.address, curating.contract.address);
    assert!(Some(300) < report.authority.days_left);
    let [announced] = &report.announced[..] else {
        panic!("{report:?}");
    };
    let executable_at = uint(curating.executable_at(id).into());
    assert_eq!((announced.id, announced.executable_at), (id, executable_at));

    farm.scene.pass(310 * DAY);
    farm.scene.chain.node().mine(1, None).unwrap();
    // The vault first: while it is expired nothing else is looked at.
    while !round(farm).is_empty() {}
    let program = curating.contract.address;
    let left = self::report(farm).authority.days_left;
    assert!(Some(364) <= left, "{program}: {left:?}");
}
