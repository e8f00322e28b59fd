//! Who sets routes, and which

use ballast_abi::seller::Seller::{
    InvalidPool, InvalidStrategy, InvalidToken, OutOfBounds, RouteChanged, Unauthorized,
    UnknownRoute, acceptAuthorityCall, assetCall, authorityCall, removeRouteCall, routeCall,
    routesCall, setSentinelCall, transferAuthorityCall, vaultCall,
};
use ballast_abi::uniswap_v3::IUniswapV3Trader::PriceUnavailable;
use ballast_tests::DEPLOYER;

use super::*;

/// Stands in for the sentinel.
const SENTINEL: Address = CAROL;

impl Stage {
    fn pools(&self) -> [Address; 2] {
        [self.market.pool.address, Address::ZERO]
    }

    fn route_call(&self, bounds: RouteBounds) -> Abi::setRouteCall {
        set_route(self.token(), self.strategy.address, self.pools(), bounds)
    }

    fn seller(&self) -> &Contract {
        &self.selling.contract
    }
}

#[test]
fn a_route_is_told_and_both_sides_of_its_changes_are_logged() {
    let stage = Stage::new();
    let (token, strategy) = (stage.token(), stage.strategy.address);
    let seller = stage.seller();
    assert_eq!(seller.ask(&vaultCall {}), stage.farm.scene.vault.address());
    assert_eq!(seller.ask(&assetCall {}), stage.farm.scene.token.address);
    let routes = seller.ask(&routesCall {});
    assert_eq!(
        (routes.tokens, routes.strategies),
        (vec![token], vec![strategy])
    );
    let route = seller.ask(&routeCall { token, strategy });
    assert_eq!([route.firstPool, route.secondPool], stage.pools());
    assert_eq!(route.payee, strategy);
    assert_eq!(
        (route.chunk, route.lossMax),
        (uint(BOUNDS.chunk), uint(BOUNDS.loss_max))
    );
    let less = RouteBounds {
        chunk: BOUNDS.chunk / 2,
        ..BOUNDS
    };
    let done = stage.selling.govern(&stage.route_call(less));
    let logs = done.logs();
    let log = RouteChanged::decode_log_data(&logs[0].1).unwrap();
    assert_eq!(
        (log.from[6], log.to[6]),
        (uint(BOUNDS.chunk), uint(BOUNDS.chunk / 2))
    );
    assert_eq!(
        log.from[1],
        U256::from_be_slice(stage.market.pool.address.as_slice())
    );
    // It is the same route still.
    assert_eq!(seller.ask(&routesCall {}).tokens.len(), 1);
    let removed = stage
        .selling
        .govern(&removeRouteCall { token, strategy })
        .logs();
    let log = RouteChanged::decode_log_data(&removed[0].1).unwrap();
    assert_eq!(log.to, [U256::ZERO; 11]);
    assert!(seller.ask(&routesCall {}).tokens.is_empty());
    seller.refuses(ALICE, &stage.call(), &UnknownRoute { token, strategy });
}

#[test]
fn only_the_authority_widens_and_the_sentinel_narrows() {
    let stage = Stage::new();
    let seller = stage.seller();
    let sentinel = SENTINEL;
    stage.selling.govern(&setSentinelCall { sentinel });
    let usual = stage.route_call(BOUNDS);
    for caller in [MALLORY, ALICE] {
        seller.refuses(caller, &usual, &Unauthorized { caller });
        let stop = stopCall { stopped: true };
        seller.refuses(caller, &stop, &Unauthorized { caller });
    }
    let caller = SENTINEL;
    let [token, strategy] = [stage.token(), stage.strategy.address];
    let narrower = RouteBounds {
        window_seconds: BOUNDS.window_seconds + 1,
        deviation_ticks: BOUNDS.deviation_ticks - 1,
        slippage_ticks: BOUNDS.slippage_ticks - 1,
        chunk: BOUNDS.chunk - 1,
        chunk_seconds: BOUNDS.chunk_seconds + 1,
        least: BOUNDS.least + 1,
        loss_max: BOUNDS.loss_max - 1,
        loss_seconds: BOUNDS.loss_seconds + 1,
    };
    seller.send(SENTINEL, &stage.route_call(narrower));
    // None of them back again, nor a route of its own.
    seller.refuses(caller, &usual, &Unauthorized { caller });
    let one_back = RouteBounds {
        slippage_ticks: BOUNDS.slippage_ticks,
        ..narrower
    };
    seller.refuses(
        caller,
        &stage.route_call(one_back),
        &Unauthorized { caller },
    );
    let other_token = set_route(
        stage.farm.scene.token.address,
        strategy,
        stage.pools(),
        narrower,
    );
    seller.refuses(caller, &other_token, &Unauthorized { caller });
    seller.refuses(
        caller,
        &setSentinelCall { sentinel },
        &Unauthorized { caller },
    );
    let other_payee = Abi::setRouteCall {
        payee: BOB,
        ..stage.route_call(narrower)
    };
    seller.refuses(caller, &other_payee, &Unauthorized { caller });
    seller.send(SENTINEL, &stopCall { stopped: true });
    seller.refuses(
        caller,
        &stopCall { stopped: false },
        &Unauthorized { caller },
    );
    seller.send(SENTINEL, &removeRouteCall { token, strategy });
    stage.selling.govern(&usual);
}

#[test]
fn the_authority_is_handed_over_in_two_steps() {
    let stage = Stage::new();
    let seller = stage.seller();
    let caller = MALLORY;
    let offer = transferAuthorityCall { to: BOB };
    seller.refuses(caller, &offer, &Unauthorized { caller });
    stage.selling.govern(&offer);
    assert_eq!(seller.ask(&authorityCall {}), DEPLOYER);
    seller.refuses(caller, &acceptAuthorityCall {}, &Unauthorized { caller });
    seller.send(BOB, &acceptAuthorityCall {});
    assert_eq!(seller.ask(&authorityCall {}), BOB);
    let caller = DEPLOYER;
    seller.refuses(caller, &stage.route_call(BOUNDS), &Unauthorized { caller });
}

#[test]
fn a_route_must_lead_from_the_token_of_a_strategy_to_the_asset() {
    let stage = Stage::without_route(false);
    let (seller, asset) = (stage.seller(), stage.farm.scene.token.address);
    let (token, strategy) = (stage.token(), stage.strategy.address);
    let usual = set_route(token, strategy, stage.pools(), BOUNDS);
    let of_asset = Abi::setRouteCall {
        token: asset,
        ..usual.clone()
    };
    seller.refuses(DEPLOYER, &of_asset, &InvalidToken { token: asset });
    for other in [stage.venue.address, BOB] {
        let error = InvalidStrategy { strategy: other };
        let of_other = Abi::setRouteCall {
            strategy: other,
            ..usual.clone()
        };
        seller.refuses(DEPLOYER, &of_other, &error);
        let pays_other = Abi::setRouteCall {
            payee: other,
            ..usual.clone()
        };
        seller.refuses(DEPLOYER, &pays_other, &error);
    }
    let refuses_pool = |token, pools: [Address; 2], pool| {
        let call = set_route(token, strategy, pools, BOUNDS);
        seller.refuses(DEPLOYER, &call, &InvalidPool { pool });
    };
    let pool = stage.market.pool.address;
    refuses_pool(
        token,
        [stage.venue.address, Address::ZERO],
        stage.venue.address,
    );
    refuses_pool(stage.venue.address, stage.pools(), pool);
    // There and back is not the asset, nor is another token.
    refuses_pool(token, [pool, pool], pool);
    let other = Uniswap::new(&stage.market.other, false, FEE, 4.0);
    settle(&stage.farm, &other);
    refuses_pool(
        token,
        [other.pool.address, Address::ZERO],
        other.pool.address,
    );
    // A pool that was opened a moment ago has no mean.
    let fresh = stage.market.open(500, PRICE);
    let call = set_route(token, strategy, [fresh.address, Address::ZERO], BOUNDS);
    let pool = fresh.address;
    seller.refuses(DEPLOYER, &call, &PriceUnavailable { pool });
    assert!(seller.ask(&routesCall {}).tokens.is_empty());
}

#[test]
fn bounds_have_bounds() {
    let stage = Stage::without_route(false);
    let refuses = |bounds, value: u128, min: u128, max: u128| {
        let [value, min, max] = [value, min, max].map(uint);
        let error = OutOfBounds { value, min, max };
        stage
            .seller()
            .refuses(DEPLOYER, &stage.route_call(bounds), &error);
    };
    let bounds = BOUNDS;
    refuses(
        RouteBounds {
            window_seconds: 599,
            ..bounds
        },
        599,
        600,
        86_400,
    );
    refuses(
        RouteBounds {
            deviation_ticks: 1_001,
            ..bounds
        },
        1_001,
        1,
        1_000,
    );
    refuses(
        RouteBounds {
            slippage_ticks: 0,
            ..bounds
        },
        0,
        1,
        1_000,
    );
    refuses(RouteBounds { chunk: 0, ..bounds }, 0, 1, u128::MAX);
    refuses(
        RouteBounds {
            least: bounds.chunk + 1,
            ..bounds
        },
        bounds.chunk + 1,
        1,
        bounds.chunk,
    );
    refuses(
        RouteBounds {
            loss_seconds: 86_399,
            ..bounds
        },
        86_399,
        86_400,
        31_536_000,
    );
}

#[test]
fn what_was_used_of_limits_stays_when_they_change() {
    let stage = Stage::new();
    stage.reward(1_000 * TOKEN);
    stage.sell();
    let before = stage.standing();
    let wider = RouteBounds {
        chunk: 2 * BOUNDS.chunk,
        loss_max: 2 * BOUNDS.loss_max,
        ..BOUNDS
    };
    stage.selling.govern(&stage.route_call(wider));
    let after = stage.standing();
    // Some seconds of refilling come on top.
    close(
        float(after.sizeLeft),
        float(before.sizeLeft) + BOUNDS.chunk as f64,
        0.002,
    );
    close(
        float(after.lossLeft),
        float(before.lossLeft) + BOUNDS.loss_max as f64,
        0.000_1,
    );
}
