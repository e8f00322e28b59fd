//! The keeper, against the chain over JSON-RPC; and programs that expire

use alloy_primitives::Address;
use ballast_abi::erc4626::IERC4626::totalAssetsCall;
use ballast_abi::registry::IRegistry::{Status, setAllocatorCall};
use ballast_abi::registry::Registry;
use ballast_artifacts::REGISTRY;
use ballast_bench::peers::PeerVault;
use ballast_client::deploy::Plan;
use ballast_keeper::{Duty, KeeperError, Outcome, Status as Report, Watched};
use ballast_tests::curating::RAISING_SECONDS;
use ballast_tests::redemptions::{COLLECT, Epochs, NOTICE};
use ballast_tests::{
    ALICE, BOB, Curating, DEPLOYER, FUNDS, Farm, Mode, Rebalancing, STAKE, TOKEN, is_done, keep,
    near, redeem, uint,
};

use crate::rebalance::pair;
use crate::target_source::{BURNS_GAS, REVERTS, setModeCall, source};

const DAY: u64 = 86_400;

pub(crate) fn round(farm: &Farm) -> Vec<Outcome> {
    round_with(farm, &[]).unwrap()
}

fn round_with(
    farm: &Farm,
    redemptions: &[Address],
) -> std::result::Result<Vec<Outcome>, KeeperError> {
    let watched = Watched {
        registry: Some(farm.registry.address),
        redemptions: redemptions.to_vec(),
        ..Watched::default()
    };
    keep(&farm.scene.chain, watched)
}

fn report(farm: &Farm) -> Report {
    let registry = farm.registry.address;
    let report = farm
        .scene
        .chain
        .over_http(async |client| Ok(Report::read(client, registry).await.unwrap()));
    report.unwrap()
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

#[test]
fn closes_epochs_and_pays_them_as_the_vault_can() {
    let stage = Epochs::new();
    let redemptions = stage.contract.address;
    let settles = |epoch, closes| Duty::Settle {
        redemptions,
        epoch: uint(epoch),
        closes,
    };
    let does = |expected: &[Duty]| {
        let outcomes = round_with(&stage.farm, &[redemptions]).unwrap();
        assert!(outcomes.iter().all(is_done), "{outcomes:?}");
        let duties: Vec<_> = outcomes.into_iter().map(|outcome| outcome.duty).collect();
        assert_eq!(duties, expected);
    };
    let wait = |seconds| {
        stage.farm.scene.pass(seconds);
        stage.farm.scene.chain.node().mine(1, None).unwrap();
    };
    stage.request(ALICE, STAKE);
    does(&[]);
    wait(COLLECT);
    does(&[settles(1, true)]);
    does(&[]);
    wait(NOTICE);
    // The strategy pays a quarter of it, and nothing more for now.
    stage.free(STAKE / 4);
    does(&[settles(1, false)]);
    does(&[]);
    assert_eq!(stage.max_withdraw(ALICE), uint(STAKE / 4));
    stage.hostile.set(Mode::Honest);
    does(&[settles(1, false)]);
    does(&[]);
    assert_eq!(stage.live(), (2, 0));
    // Each payment may cost a unit, which stays in the vault.
    near(stage.max_withdraw(ALICE), STAKE, 1);
    // Whoever is not told of them leaves them alone.
    stage.request(BOB, STAKE);
    wait(COLLECT);
    assert!(round(&stage.farm).is_empty());
    does(&[settles(2, true)]);
}

/// A loss is booked first, so that who leaves bears it like who stays.
#[test]
fn reports_before_it_settles() {
    let stage = Epochs::new();
    let redemptions = stage.contract.address;
    stage.request(ALICE, STAKE);
    stage.close();
    stage.hostile.lose(3 * STAKE / 20);
    let outcomes = round_with(&stage.farm, &[redemptions]).unwrap();
    let [report, settlement] = &outcomes[..] else {
        panic!("{outcomes:?}");
    };
    assert!(matches!(report.duty, Duty::Harvest { .. }));
    assert!(matches!(
        settlement.duty,
        Duty::Settle { closes: false, .. }
    ));
    near(stage.max_withdraw(ALICE), STAKE / 20 * 19, 2);
}

#[test]
fn settles_nothing_of_another_vault() {
    let stage = Epochs::new();
    let constructor = Registry::constructorCall {
        vault: stage.farm.scene.token.address,
        authority: ALICE,
    };
    let mut plan = Plan::new("another");
    let address = plan.add("registry", REGISTRY.code, &constructor, false);
    stage.farm.scene.chain.deploy(&plan).unwrap();
    let mut other = stage.farm.clone();
    other.registry.address = address.unwrap();
    let redemptions = stage.contract.address;
    let error = round_with(&other, &[redemptions]).unwrap_err();
    let share = stage.farm.scene.vault.address();
    assert!(
        matches!(error, KeeperError::OtherVault { address, share: found }
        if address == redemptions && found == share)
    );
    let error = round_with(&stage.farm, &[ALICE]).unwrap_err();
    assert!(matches!(
        error,
        KeeperError::NoRedemptions { address: ALICE, .. }
    ));
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

/// A source that fails gives a keeper nothing to do, and one that answers what it says.
#[test]
fn rebalances_as_a_source_says() {
    let (farm, rebalancing, strategies) = pair();
    let hostile = source(&farm, &rebalancing, "HostileTargets");
    for mode in [REVERTS, BURNS_GAS] {
        hostile.send(BOB, &setModeCall { mode });
        assert!(round(&farm).is_empty());
    }
    source(&farm, &rebalancing, "EqualTargets");
    let outcomes = round(&farm);
    let [outcome] = &outcomes[..] else {
        panic!("{outcomes:?}");
    };
    assert!(matches!(outcome.duty, Duty::Rebalance { .. }));
    assert!(is_done(outcome), "{outcome:?}");
    for strategy in strategies {
        assert_eq!(farm.debt(strategy), uint(STAKE * 45 / 100));
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
    // What waits is not due.
    assert!(round(farm).is_empty());
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

/// Nobody has to be asked to carry out what was announced and waited.
#[test]
fn executes_what_the_curator_announced() {
    let curating = Curating::new(Farm::new());
    let farm = &curating.farm;
    let calls: Vec<_> = [ALICE, BOB]
        .map(|allocator| curating.registry_call(&setAllocatorCall { allocator }))
        .into();
    let ids = [&calls[..1], &calls[..]].map(|calls| curating.submit(calls).returned);
    farm.scene.pass(RAISING_SECONDS);
    farm.scene.chain.node().mine(1, None).unwrap();
    let outcomes = round(farm);
    assert!(outcomes.iter().all(is_done), "{outcomes:?}");
    let curator = curating.contract.address;
    let duties = ids.map(|id| Duty::Enact { curator, id });
    assert_eq!(outcomes.len(), 2);
    for duty in &duties {
        assert!(outcomes.iter().any(|outcome| outcome.duty == *duty));
    }
    assert!(curating.pending().is_empty());
    assert!(round(farm).is_empty());
}
