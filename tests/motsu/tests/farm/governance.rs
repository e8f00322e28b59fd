//! The registry's views, settings and refusals; and the strategy over a venue of ERC-4626 alone.

use alloy_primitives::{B256, U256, keccak256};
use alloy_sol_types::SolValue;
use ballast_abi::construction::IConstruction;
use ballast_abi::registry::IRegistry::{self as Abi, Status};
use ballast_abi::strategy::IStrategy;
use ballast_motsu_testkit::{Foreign, set_refusing};

use super::*;

const WAD: u64 = 1_000_000_000_000_000_000;

fn refuses(farm: &Farm, call: &impl SolCall, error: &impl SolError) {
    refused(farm.registry.call(AUTHORITY, call), error);
}

fn out_of_bounds(value: u64, max: u64) -> Abi::OutOfBounds {
    Abi::OutOfBounds {
        value: number(value),
        max: number(max),
    }
}

#[test]
fn a_registry_says_what_it_knows() {
    let farm = Farm::new();
    let strategies = [farm.first.address(), farm.second.address()];
    assert_eq!(farm.ask(&Abi::vaultCall {}), farm.vault.address());
    assert_eq!(farm.ask(&Abi::allocatorCall {}), Address::ZERO);
    assert_eq!(farm.ask(&Abi::sentinelCall {}), Address::ZERO);
    assert_eq!(farm.ask(&Abi::strategyCountCall {}), number(2));
    for (index, strategy) in (0..).zip(strategies) {
        let index = number(index);
        assert_eq!(farm.ask(&Abi::strategyAtCall { index }), strategy);
    }
    let beyond = Abi::strategyAtCall { index: number(2) };
    refuses(&farm, &beyond, &out_of_bounds(2, 1));
    farm.queue(&[&farm.second, &farm.first]);
    let queue = farm.ask(&Abi::queueCall {});
    assert_eq!(queue, [strategies[1], strategies[0]]);
    let limits = farm.ask(&Abi::limitsCall {});
    assert_eq!(limits.callGas, number(2_000_000));
    assert_eq!(limits.quarantineSeconds, number(86_400));
    assert!(!farm.ask(&Abi::riskStoppedCall {}));
    farm.move_debt(&farm.first, 5 * UNIT).unwrap();
    farm.move_debt(&farm.second, 7 * UNIT).unwrap();
    let venue = keccak256(("venue", farm.venue.address()).abi_encode_params());
    let [strategy, _] = strategies;
    assert_eq!(farm.ask(&Abi::idsOfCall { strategy }), [venue]);
    let exposure = farm.ask(&Abi::exposureCall { id: venue });
    assert_eq!(exposure.debt, number(12 * UNIT));
    assert_eq!(exposure.relativeCapBps, number(10_000));
    // Of what is not known there is nothing.
    let strategy = MALLORY;
    let record = farm.ask(&Abi::strategyCall { strategy });
    assert_eq!((record.status, record.debt), (Status::Unknown, U256::ZERO));
    assert!(farm.ask(&Abi::idsOfCall { strategy }).is_empty());
    let exposure = farm.ask(&Abi::exposureCall { id: B256::ZERO });
    assert_eq!(exposure.debt, U256::ZERO);
    assert_eq!(farm.registry.send(BOB, vec![0xff; 4]), Err(vec![]));
    assert_eq!(farm.registry.send(BOB, vec![]), Err(vec![]));
    let with_ether = Abi::queueCall {}.abi_encode();
    assert_eq!(farm.registry.pay(BOB, number(1), with_ether), Err(vec![]));
}

#[test]
fn settings_have_bounds() {
    let farm = Farm::new();
    let strategy = farm.first.address();
    let bounds = |loss: u64, gain: u64| Abi::setBoundsCall {
        strategy,
        lossBps: number(loss),
        gainBps: number(gain),
    };
    refuses(&farm, &bounds(10_001, 0), &out_of_bounds(10_001, 10_000));
    refuses(&farm, &bounds(0, 10_001), &out_of_bounds(10_001, 10_000));
    farm.govern(&bounds(10_000, 10_000));
    assert_eq!(farm.record(&farm.first).lossBoundBps, 10_000);
    let id_cap = Abi::setIdCapCall {
        id: B256::ZERO,
        absolute: U256::ZERO,
        relativeBps: number(10_001),
    };
    refuses(&farm, &id_cap, &out_of_bounds(10_001, 10_000));
    let twice = Abi::setQueueCall {
        strategies: vec![strategy, strategy],
    };
    refuses(&farm, &twice, &Abi::InvalidStrategy { strategy });
    let stranger = Abi::setQueueCall {
        strategies: vec![MALLORY],
    };
    let outcome = farm.registry.call(AUTHORITY, &stranger);
    assert!(outcome.is_err() && farm.ask(&Abi::queueCall {}).is_empty());
    for gas in [1, u64::MAX] {
        let limits = Abi::setLimitsCall {
            callGas: number(gas),
            quarantineSeconds: number(1),
        };
        assert!(farm.registry.call(AUTHORITY, &limits).is_err());
    }
    let limits = Abi::setLimitsCall {
        callGas: number(2_000_000),
        quarantineSeconds: U256::MAX,
    };
    assert!(farm.registry.call(AUTHORITY, &limits).is_err());
    assert_eq!(
        farm.ask(&Abi::limitsCall {}).quarantineSeconds,
        number(86_400)
    );
}

#[test]
fn a_strategy_is_added_once_and_only_if_it_is_ours() {
    let farm = Farm::new();
    let strategy = farm.first.address();
    assert!(
        farm.registry
            .call(AUTHORITY, &Abi::addCall { strategy })
            .is_err()
    );
    // Another vault's, and no strategy at all.
    let other = Deployed::<Strategy>::bare(Address::repeat_byte(0x53));
    let constructor = StrategyErc4626::constructorCall {
        vault: farm.vault.address(),
        registry: MALLORY,
        venue: farm.venue.address(),
    };
    other.construct(AUTHORITY, &constructor).unwrap();
    for strategy in [other.address(), MALLORY, farm.token.address()] {
        let outcome = farm.registry.call(AUTHORITY, &Abi::addCall { strategy });
        refused(outcome, &Abi::InvalidStrategy { strategy });
    }
    assert_eq!(farm.ask(&Abi::strategyCountCall {}), number(2));
}

#[test]
fn retired_strategies_come_back_or_go_for_good() {
    let farm = Farm::new();
    let strategy = farm.first.address();
    farm.move_debt(&farm.first, 5 * UNIT).unwrap();
    let reinstate = Abi::reinstateCall { strategy };
    let status = Status::Active;
    let error = Abi::WrongStatus { strategy, status };
    refuses(&farm, &reinstate, &error);
    farm.govern(&Abi::retireCall { strategy });
    assert!(farm.move_debt(&farm.first, 6 * UNIT).is_err());
    farm.govern(&reinstate);
    farm.move_debt(&farm.first, 6 * UNIT).unwrap();
    // What it owes is lost with it.
    farm.govern(&Abi::revokeCall { strategy });
    assert_eq!(farm.assets(), number(STAKE - 6 * UNIT));
    assert_eq!(farm.record(&farm.first).status, Status::Unknown);
    assert!(farm.registry.call(AUTHORITY, &reinstate).is_err());
}

#[test]
fn a_trigger_says_what_a_report_would_do() {
    let mut farm = Farm::new();
    let strategy = farm.first.address();
    let ask = |farm: &Farm, strategy| {
        let due = farm.ask(&Abi::shouldHarvestCall { strategy });
        (due.due, due.gain, due.loss)
    };
    let none = (false, U256::ZERO, U256::ZERO);
    assert_eq!(ask(&farm, strategy), none);
    assert_eq!(ask(&farm, MALLORY), none);
    farm.move_debt(&farm.first, 1_000 * UNIT).unwrap();
    farm.put_to_work();
    farm.pass(SEASON);
    farm.lose(5 * UNIT);
    let (due, gain, loss) = ask(&farm, strategy);
    assert!(due && gain.is_zero());
    near(loss, 5 * UNIT);
    let (_, booked) = farm.harvest(&farm.first);
    assert_eq!(booked, loss);
    // A failure is due, too: it puts the strategy into quarantine, where nothing is.
    set_refusing(farm.venue.address(), true);
    assert!(ask(&farm, strategy).0);
    farm.harvest(&farm.first);
    assert_eq!(ask(&farm, strategy), none);
}

#[test]
fn exits_in_kind_name_strategies_once() {
    let farm = Farm::new();
    farm.move_debt(&farm.first, 4_000 * UNIT).unwrap();
    farm.move_debt(&farm.second, 2_000 * UNIT).unwrap();
    let exit = |strategies: &[&Deployed<Strategy>]| VaultAbi::redeemInKindCall {
        shares: number(STAKE / 2 * SHARE_UNITS),
        receiver: BOB,
        owner: ALICE,
        strategies: strategies.iter().map(|one| one.address()).collect(),
    };
    let strategy = farm.first.address();
    let outcome = farm.vault.call(ALICE, &exit(&[&farm.first, &farm.first]));
    refused(outcome, &Abi::InvalidStrategy { strategy });
    // One that does not hand over stops only those who name it.
    set_refusing(farm.second.address(), true);
    let strategy = farm.second.address();
    let outcome = farm.vault.call(ALICE, &exit(&[]));
    refused(outcome, &Abi::StrategyFailed { strategy });
    farm.vault.call(ALICE, &exit(&[&farm.first])).unwrap();
    near(farm.debt(&farm.first), 2_000 * UNIT);
    assert_eq!(farm.debt(&farm.second), number(2_000 * UNIT));
    near(farm.tokens_of(BOB), 2_000 * UNIT);
    // The vault alone may ask, for a part of the whole.
    let in_kind = Abi::exitInKindCall {
        fraction: number(WAD + 1),
        receiver: BOB,
        strategies: vec![],
    };
    let caller = MALLORY;
    let outcome = farm.registry.call(MALLORY, &in_kind);
    refused(outcome, &Abi::Unauthorized { caller });
    let vault = farm.vault.address();
    let outcome = farm.registry.call(vault, &in_kind);
    refused(outcome, &out_of_bounds(WAD + 1, WAD));
}

#[test]
fn the_constructor_of_a_registry_wants_a_vault_and_an_authority() {
    let registry = Deployed::<Registry>::bare(Address::repeat_byte(0x4f));
    let construct = |vault, authority| {
        let constructor = RegistryAbi::constructorCall { vault, authority };
        registry.construct(MALLORY, &constructor)
    };
    let error = Abi::ZeroAddress {};
    refused(construct(Address::ZERO, AUTHORITY), &error);
    refused(construct(BOB, Address::ZERO), &error);
    construct(BOB, AUTHORITY).unwrap();
    let error = IConstruction::AlreadyConstructed {};
    refused(construct(BOB, AUTHORITY), &error);
}

#[test]
fn a_strategy_over_a_venue_says_what_it_is() {
    let farm = Farm::new();
    farm.move_debt(&farm.first, UNIT).unwrap();
    fn ask<C: SolCall>(farm: &Farm, call: &C) -> C::Return {
        farm.first.call(BOB, call).unwrap()
    }
    assert_eq!(ask(&farm, &IStrategy::assetCall {}), farm.token.address());
    assert_eq!(ask(&farm, &IStrategy::vaultCall {}), farm.vault.address());
    let registry = farm.registry.address();
    assert_eq!(ask(&farm, &IStrategy::registryCall {}), registry);
    let venue = farm.venue.address();
    assert_eq!(ask(&farm, &StrategyErc4626::venueCall {}), venue);
    let positions = ask(&farm, &IStrategy::positionsCall {});
    assert_eq!((positions.len(), positions[0].token), (1, venue));
    assert_eq!(positions[0].amount, number(UNIT * SHARE_UNITS));
    assert_eq!(farm.first.send(BOB, vec![0xff; 4]), Err(vec![]));
    assert_eq!(farm.first.send(BOB, vec![]), Err(vec![]));
    let with_ether = IStrategy::idsCall {}.abi_encode();
    assert_eq!(farm.first.pay(BOB, number(1), with_ether), Err(vec![]));
    let give = IStrategy::transferInKindCall {
        fraction: number(WAD + 1),
        receiver: BOB,
    };
    let fraction = give.fraction;
    let error = StrategyErc4626::InvalidFraction { fraction };
    refused(farm.first.call(registry, &give), &error);
}

/// What a venue takes and gives of what it is told to.
#[test]
fn a_venue_that_takes_or_gives_less_is_refused() {
    let farm = Farm::new();
    let (place, asset) = (Address::repeat_byte(0x9e), farm.token.address());
    // Units that it does not take, and shares that it does not give.
    let faults = std::rc::Rc::new(std::cell::Cell::new((1_u64, 0_u64)));
    let (wrong, shares) = (faults.clone(), std::cell::Cell::new(0_u64));
    let _venue = Foreign::place(place, move |message| {
        let word = |value: u64| Ok(number(value).to_be_bytes_vec());
        if message.is::<IERC4626::assetCall>().is_some() {
            return Ok(asset.into_word().to_vec());
        }
        if let Some(call) = message.is::<IERC4626::depositCall>() {
            let (kept, withheld) = wrong.get();
            let taken = call.assets.to::<u64>() - kept;
            shares.set(shares.get() + taken - withheld);
            let pull = IERC20::transferFromCall {
                from: message.sender,
                to: message.this(),
                value: number(taken),
            };
            return message.call(asset, &pull);
        }
        if let Some(call) = message.is::<IERC4626::convertToAssetsCall>() {
            return word(call.shares.to());
        }
        if let Some(call) = message.is::<IERC4626::previewRedeemCall>() {
            return word(call.shares.to());
        }
        if message.is::<IERC20::balanceOfCall>().is_some() {
            return word(shares.get());
        }
        Err(vec![])
    });
    let strategy = Deployed::<Strategy>::bare(Address::repeat_byte(0x54));
    let constructor = StrategyErc4626::constructorCall {
        vault: farm.vault.address(),
        registry: KEEPER,
        venue: place,
    };
    strategy.construct(AUTHORITY, &constructor).unwrap();
    let outcome = strategy.construct(AUTHORITY, &constructor);
    refused(outcome, &IConstruction::AlreadyConstructed {});
    let allocate = |assets: u64| {
        farm.mint(strategy.address(), assets);
        let assets = number(assets);
        strategy.call(KEEPER, &IStrategy::allocateCall { assets })
    };
    let shortfall = |received: u64, expected: u64| IStrategy::VenueShortfall {
        received: number(received),
        expected: number(expected),
    };
    refused(
        allocate(1_000_000).map(drop),
        &shortfall(999_999, 1_000_000),
    );
    faults.set((0, 5_000));
    refused(
        allocate(1_000_000).map(drop),
        &shortfall(995_000, 1_000_000),
    );
    faults.set((0, 0));
    allocate(1_000_000).unwrap();
    // It names no limits and pays nothing: it says so without a reason.
    let error = StrategyErc4626::VenueFailed { venue: place };
    let assets = number(1);
    let back = IStrategy::deallocateCall { assets };
    refused(strategy.call(KEEPER, &back), &error);
    let exit = IStrategy::emergencyExitCall {};
    refused(strategy.call(KEEPER, &exit), &error);
}

#[test]
fn the_constructor_of_a_strategy_wants_a_vault_and_its_venue() {
    let farm = Farm::new();
    let strategy = Deployed::<Strategy>::bare(Address::repeat_byte(0x55));
    let construct = |vault, venue| {
        let registry = farm.registry.address();
        let constructor = StrategyErc4626::constructorCall {
            vault,
            registry,
            venue,
        };
        strategy.construct(AUTHORITY, &constructor)
    };
    let venue = farm.venue.address();
    for vault in [MALLORY, farm.token.address()] {
        let error = StrategyErc4626::InvalidVault { vault };
        refused(construct(vault, venue), &error);
    }
    let vault = farm.vault.address();
    for venue in [MALLORY, farm.token.address()] {
        let error = StrategyErc4626::InvalidVenue { venue };
        refused(construct(vault, venue), &error);
    }
    construct(vault, venue).unwrap();
}
