//! Who sets routes, which there can be, and who may narrow them.

use alloy_primitives::keccak256;
use ballast_abi::construction::IConstruction;

use super::*;

impl Stage {
    fn route(&self) -> Abi::routeReturn {
        let (token, strategy) = (self.reward.address(), STRATEGY);
        self.ask(&Abi::routeCall { token, strategy })
    }

    fn remove(&self, who: Address) -> Result<(), Vec<u8>> {
        let (token, strategy) = (self.reward.address(), STRATEGY);
        let call = Abi::removeRouteCall { token, strategy };
        self.seller.call(who, &call).map(drop)
    }

    fn unknown(&self) -> Abi::UnknownRoute {
        let (token, strategy) = (self.reward.address(), STRATEGY);
        Abi::UnknownRoute { token, strategy }
    }
}

/// [`TERMS`] with another number.
fn with(index: usize, value: u64) -> [u64; 8] {
    let mut terms = TERMS;
    terms[index] = value;
    terms
}

#[test]
fn a_seller_is_made_once_for_a_vault_that_names_its_asset() {
    let stage = bare();
    let asset = stage.asset.address();
    assert_eq!(stage.ask(&Abi::vaultCall {}), VAULT);
    assert_eq!(stage.ask(&Abi::assetCall {}), asset);
    assert_eq!(stage.ask(&Abi::authorityCall {}), AUTHORITY);
    assert_eq!(stage.ask(&Abi::sentinelCall {}), Address::ZERO);
    let constructor = construction(VAULT, AUTHORITY);
    let error = IConstruction::AlreadyConstructed {};
    refused(stage.seller.construct(ALICE, &constructor), &error);
    let other = Deployed::<Seller>::bare(Address::repeat_byte(0x5f));
    let construct = |vault, authority| other.construct(ALICE, &construction(vault, authority));
    refused(construct(VAULT, Address::ZERO), &Abi::ZeroAddress {});
    for vault in [BOB, POOL] {
        let error = Abi::InvalidVault { vault };
        refused(construct(vault, AUTHORITY), &error);
    }
    construct(VAULT, AUTHORITY).unwrap();
    let (role, from, to) = (keccak256("authority"), Address::ZERO, AUTHORITY);
    let event = Abi::RoleChanged { role, from, to };
    assert_eq!(other.events::<Abi::RoleChanged>(), [event]);
    let call = Abi::vaultCall {}.abi_encode();
    assert_eq!(stage.seller.pay(BOB, number(1), call), Err(vec![]));
    assert_eq!(stage.seller.send(BOB, vec![0xff; 4]), Err(vec![]));
    assert_eq!(stage.seller.send(BOB, vec![]), Err(vec![]));
}

#[test]
fn a_route_is_kept_as_it_was_set_until_it_is_removed() {
    let stage = stage();
    let route = stage.route();
    assert_eq!(
        (route.payee, route.firstPool, route.secondPool),
        (PAYEE, POOL, Address::ZERO)
    );
    let numbers = [
        route.windowSeconds,
        route.deviationTicks,
        route.slippageTicks,
        route.chunk,
        route.chunkSeconds,
        route.least,
        route.lossMax,
        route.lossSeconds,
    ];
    assert_eq!(numbers, TERMS.map(number));
    let all = stage.ask(&Abi::routesCall {});
    assert_eq!(all.tokens, [stage.reward.address()]);
    assert_eq!(all.strategies, [STRATEGY]);
    stage.remove(SENTINEL).unwrap();
    assert!(stage.ask(&Abi::routesCall {}).tokens.is_empty());
    refused(stage.remove(AUTHORITY), &stage.unknown());
    refused(stage.sell(), &stage.unknown());
    let (token, strategy) = (stage.reward.address(), STRATEGY);
    let views = [
        Abi::routeCall { token, strategy }.abi_encode(),
        Abi::standingCall { token, strategy }.abi_encode(),
    ];
    for view in views {
        refused(stage.seller.send(BOB, view), &stage.unknown());
    }
    assert!(!stage.trigger().due);
    let changed = stage.seller.events::<Abi::RouteChanged>();
    let [set, removed] = &changed[..] else {
        panic!("set and removed");
    };
    assert_eq!((set.from, removed.to), ([U256::ZERO; 11], [U256::ZERO; 11]));
    assert_eq!((set.to, set.to[3]), (removed.from, number(TERMS[0])));
}

#[test]
fn what_was_used_counts_when_a_route_is_set_again() {
    let stage = stage();
    stage.grant(2 * CHUNK);
    stage.sell().unwrap();
    // A whole chunk was used, which is half of the new one.
    stage.govern(&stage.terms(with(3, 2 * CHUNK))).unwrap();
    assert_eq!(stage.standing(), [CHUNK, CHUNK, LOSS_MAX - 3_000]);
    stage.remove(SENTINEL).unwrap();
    stage.govern(&stage.terms(TERMS)).unwrap();
    assert_eq!(stage.standing()[0], CHUNK);
}

#[test]
fn the_sentinel_narrows_and_the_authority_alone_widens() {
    let stage = stage();
    let caller = SENTINEL;
    let set = |terms| stage.seller.call(SENTINEL, &stage.terms(terms));
    let wider = [
        (0, 600),
        (1, 101),
        (2, 151),
        (3, CHUNK + 1),
        (4, HOUR - 1),
        (5, LEAST - 1),
        (6, LOSS_MAX + 1),
        (7, 86_400),
    ];
    for (index, value) in wider {
        refused(set(with(index, value)), &Abi::Unauthorized { caller });
    }
    let mut elsewhere = stage.terms(TERMS);
    elsewhere.payee = STRATEGY;
    let outcome = stage.seller.call(SENTINEL, &elsewhere);
    refused(outcome, &Abi::Unauthorized { caller });
    // What narrows asks nothing of the pools.
    stage.change(|pool| pool.is_silent = true);
    set(with(1, 50)).unwrap();
    assert_eq!(stage.route().deviationTicks, number(50));
    stage.change(|pool| pool.is_silent = false);
    stage.govern(&elsewhere).unwrap();
    assert_eq!(stage.route().payee, STRATEGY);
    let caller = MALLORY;
    let error = Abi::Unauthorized { caller };
    refused(stage.seller.call(MALLORY, &stage.terms(TERMS)), &error);
    refused(stage.remove(MALLORY), &error);
}

#[test]
fn bounds_of_a_route_have_bounds() {
    let stage = bare();
    let cases = [
        (0, 599, 600, 86_400),
        (1, 0, 1, 1_000),
        (2, 1_001, 1, 1_000),
        (4, 59, 60, 2_592_000),
        (5, CHUNK + 1, 1, CHUNK),
        (7, 86_399, 86_400, 31_536_000),
    ];
    for (index, value, min, max) in cases {
        let outcome = stage.govern(&stage.terms(with(index, value)));
        let [value, min, max] = [value, min, max].map(number);
        refused(outcome, &Abi::OutOfBounds { value, min, max });
    }
    let mut large = stage.terms(TERMS);
    large.chunk = U256::from(1) << 128;
    let error = Abi::OutOfBounds {
        value: large.chunk,
        min: number(1),
        max: U256::from(u128::MAX),
    };
    refused(stage.govern(&large), &error);
}

#[test]
fn a_route_leads_from_a_reward_to_the_asset() {
    let stage = bare();
    let asset = stage.asset.address();
    let change = |change: fn(&mut Abi::setRouteCall)| {
        let mut route = stage.terms(TERMS);
        change(&mut route);
        stage.govern(&route)
    };
    let mut of_asset = stage.terms(TERMS);
    of_asset.token = asset;
    refused(stage.govern(&of_asset), &Abi::InvalidToken { token: asset });
    for strategy in [BOB, VAULT] {
        let mut route = stage.terms(TERMS);
        route.strategy = strategy;
        refused(stage.govern(&route), &Abi::InvalidStrategy { strategy });
        route.strategy = STRATEGY;
        route.payee = strategy;
        refused(stage.govern(&route), &Abi::InvalidStrategy { strategy });
    }
    let pool = BOB;
    let outcome = change(|route| route.firstPool = BOB);
    refused(outcome, &Abi::InvalidPool { pool });
    // The second pool does not take what the first one gives.
    let pool = SECOND_POOL;
    stage.onward.borrow_mut().tokens = [stage.between.address(), stage.reward.address()];
    let outcome = change(|route| route.secondPool = SECOND_POOL);
    refused(outcome, &Abi::InvalidPool { pool });
    // What comes out is not the asset.
    let outcome = change(|route| route.firstPool = SECOND_POOL);
    refused(outcome, &Abi::InvalidPool { pool });
    let pool = POOL;
    stage.change(|pool| pool.factory_knows = false);
    let outcome = change(|_| ());
    refused(outcome, &Abi::InvalidPool { pool });
    stage.change(|pool| (pool.factory_knows, pool.is_young) = (true, true));
    let outcome = change(|_| ());
    refused(outcome, &IUniswapV3Trader::PriceUnavailable { pool });
    assert!(stage.ask(&Abi::routesCall {}).tokens.is_empty());
}

#[test]
fn there_are_sixteen_routes_at_most() {
    let stage = stage();
    let mut more = Vec::new();
    for place in 0x20..0x30 {
        let strategy = Address::repeat_byte(place);
        let asset = stage.asset.address();
        let play = move |message: &Message<'_>| super::strategy(message, asset, Faults::default());
        more.push(Foreign::place(strategy, play));
        let mut route = stage.terms(TERMS);
        route.strategy = strategy;
        let outcome = stage.govern(&route);
        if place < 0x2f {
            outcome.unwrap();
        } else {
            let max = number(16);
            refused(outcome, &Abi::TooManyRoutes { max });
        }
    }
    let first = stage.ask(&Abi::routesCall {}).strategies;
    assert_eq!((first.len(), first[0]), (16, STRATEGY));
    // The last one takes the place of one that is removed.
    stage.remove(SENTINEL).unwrap();
    let left = stage.ask(&Abi::routesCall {}).strategies;
    assert_eq!((left.len(), left[0]), (15, first[15]));
}

#[test]
fn whoever_looks_on_stops_and_the_authority_goes_on() {
    let stage = stage();
    stage.grant(CHUNK);
    let stop = |who, stopped| stage.seller.call(who, &Abi::stopCall { stopped });
    let caller = MALLORY;
    refused(stop(MALLORY, true), &Abi::Unauthorized { caller });
    stop(SENTINEL, true).unwrap();
    assert!(stage.ask(&Abi::stoppedCall {}));
    assert!(!stage.trigger().due);
    refused(stage.sell(), &Abi::IsStopped {});
    let caller = SENTINEL;
    refused(stop(SENTINEL, false), &Abi::Unauthorized { caller });
    stop(AUTHORITY, false).unwrap();
    stage.sell().unwrap();
    let events = stage.seller.events::<Abi::Stopped>();
    let steps: Vec<_> = events.iter().map(|event| (event.from, event.to)).collect();
    assert_eq!(steps, [(false, true), (true, false)]);
}

#[test]
fn the_authority_is_handed_over_in_two_steps() {
    let stage = stage();
    let offer = |who, to| stage.seller.call(who, &Abi::transferAuthorityCall { to });
    let accept = |who| stage.seller.call(who, &Abi::acceptAuthorityCall {});
    for caller in [SENTINEL, MALLORY] {
        let error = Abi::Unauthorized { caller };
        refused(offer(caller, caller), &error);
        refused(accept(caller), &error);
        let appoint = Abi::setSentinelCall { sentinel: caller };
        refused(stage.seller.call(caller, &appoint), &error);
    }
    offer(AUTHORITY, BOB).unwrap();
    assert_eq!(stage.ask(&Abi::pendingAuthorityCall {}), BOB);
    assert_eq!(stage.ask(&Abi::authorityCall {}), AUTHORITY);
    accept(BOB).unwrap();
    assert_eq!(stage.ask(&Abi::authorityCall {}), BOB);
    assert_eq!(stage.ask(&Abi::pendingAuthorityCall {}), Address::ZERO);
    let caller = AUTHORITY;
    refused(offer(caller, caller), &Abi::Unauthorized { caller });
}
