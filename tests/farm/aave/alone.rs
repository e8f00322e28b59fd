//! The strategy by itself, with an account for its registry

use alloy_primitives::{Address, U256};
use alloy_sol_types::{Revert, SolValue, sol};
use ballast_abi::strategy::IStrategy::{
    NotRegistry, VenueShortfall, allocateCall, assetCall, deallocateCall, emergencyExitCall,
    harvestCall, realAssetsCall, registryCall, transferInKindCall, vaultCall,
};
use ballast_abi::strategy_aave_v3::StrategyAaveV3::{
    InvalidFraction, VenueFailed, aTokenCall, poolCall,
};
use ballast_tests::venues::aave::{Aave, RAY, strategy_over};
use ballast_tests::{BOB, CAROL, Contract, DEPLOYER, Farm, MALLORY, TOKEN, peers, uint};

use super::{DAY, aave_of};

sol! {
    function setFault(uint8 fault) external;
}

/// What `PoolFaulty` can be told to do wrong.
mod fault {
    pub(super) const TAKES_HALF: u8 = 1;
    pub(super) const GIVES_SHORT: u8 = 2;
    pub(super) const REVERTS: u8 = 3;
    pub(super) const NAMES_NO_BALANCE: u8 = 4;
}

/// Stands in for the registry.
const REGISTRY: Address = CAROL;

const WAD: u128 = 1_000_000_000_000_000_000;

/// A strategy that obeys [`REGISTRY`] and pays a vault that knows nothing of it.
struct Alone {
    farm: Farm,
    aave: Aave,
    strategy: Contract,
}

impl Alone {
    fn new() -> Self {
        let farm = Farm::new();
        let aave = aave_of(&farm);
        let strategy = aave.strategy("alone", farm.scene.vault.address(), REGISTRY);
        Self {
            farm,
            aave,
            strategy,
        }
    }

    /// The same over a pool that fails the way it is told.
    fn faulty(fault: u8) -> (Self, Contract) {
        let mut alone = Self::new();
        let (chain, asset) = (&alone.farm.scene.chain, alone.farm.scene.token.address);
        let code = peers().contract("PoolFaulty").unwrap();
        let pool = chain.create(code, &asset.abi_encode()).unwrap();
        let vault = alone.farm.scene.vault.address();
        alone.strategy = strategy_over(chain, "faulty", vault, REGISTRY, pool);
        let pool = Contract::new(chain.clone(), pool);
        alone.allocate(1_000);
        pool.send(DEPLOYER, &setFaultCall { fault });
        alone.farm.scene.fund(alone.strategy.address, 1_000);
        (alone, pool)
    }

    /// Sends tokens, and has them put to work.
    fn allocate(&self, assets: u128) {
        self.farm.scene.fund(self.strategy.address, assets);
        self.strategy.send(REGISTRY, &allocate(assets));
    }

    fn worth(&self) -> U256 {
        self.strategy.ask(&realAssetsCall {})
    }

    fn in_vault(&self) -> U256 {
        self.farm.scene.tokens_of(self.farm.scene.vault.address())
    }
}

fn allocate(assets: u128) -> allocateCall {
    let assets = uint(assets);
    allocateCall { assets }
}

fn deallocate(assets: u128) -> deallocateCall {
    let assets = uint(assets);
    deallocateCall { assets }
}

fn in_kind(fraction: u128, receiver: Address) -> transferInKindCall {
    let fraction = uint(fraction);
    transferInKindCall { fraction, receiver }
}

#[test]
fn names_everybody() {
    let Alone {
        farm,
        aave,
        strategy,
    } = Alone::new();
    assert_eq!(strategy.ask(&assetCall {}), farm.scene.token.address);
    assert_eq!(strategy.ask(&vaultCall {}), farm.scene.vault.address());
    assert_eq!(strategy.ask(&registryCall {}), REGISTRY);
    assert_eq!(strategy.ask(&poolCall {}), aave.pool.address);
    assert_eq!(strategy.ask(&aTokenCall {}), aave.a_token.address);
}

#[test]
fn obeys_the_registry_alone() {
    let alone = Alone::new();
    alone.allocate(TOKEN);
    let error = NotRegistry { caller: MALLORY };
    let strategy = &alone.strategy;
    strategy.refuses(MALLORY, &allocate(TOKEN), &error);
    strategy.refuses(MALLORY, &deallocate(TOKEN), &error);
    strategy.refuses(MALLORY, &emergencyExitCall {}, &error);
    strategy.refuses(MALLORY, &in_kind(WAD, MALLORY), &error);
    // Changes nothing, so anybody may.
    assert_eq!(
        strategy.send(MALLORY, &harvestCall {}).returned,
        uint(TOKEN)
    );
}

#[test]
fn passes_on_the_reasons_of_the_pool() {
    let alone = Alone::new();
    let strategy = &alone.strategy;
    alone.allocate(2 * TOKEN);
    alone.farm.scene.fund(strategy.address, TOKEN);
    // Aave's numbers: 51 supply cap exceeded, 28 frozen, 29 paused, 26 amount of zero.
    alone.aave.cap(2);
    strategy.refuses(REGISTRY, &allocate(TOKEN), &Revert::from("51"));
    alone.aave.freeze(true);
    strategy.refuses(REGISTRY, &allocate(TOKEN), &Revert::from("28"));
    alone.aave.pause(true);
    let paused = Revert::from("29");
    strategy.refuses(REGISTRY, &emergencyExitCall {}, &paused);
    strategy.refuses(REGISTRY, &in_kind(WAD, BOB), &paused);
    strategy.refuses(REGISTRY, &allocate(0), &Revert::from("26"));
    // More than it has: the token's reason.
    alone.aave.pause(false);
    strategy.revert_data(REGISTRY, &allocate(2 * TOKEN));
}

/// At an index that is no round number every amount is off by a little, and never by more than two.
#[test]
fn rounding_is_worth_two_units_at_most() {
    let alone = Alone::new();
    alone.allocate(1_000 * TOKEN);
    alone.aave.borrow(BOB, 900 * TOKEN);
    alone.farm.scene.pass(300 * DAY);
    // From here on nobody pays, so that the balance moves by what is done alone.
    alone.aave.repay(BOB, 2_000 * TOKEN);
    let index = alone.aave.reserve()[1];
    assert!(uint(RAY / 10 * 12) < index, "{index}");
    for assets in [
        1,
        2,
        3,
        7,
        1_000,
        999_999_999_999,
        TOKEN / 3,
        17 * TOKEN + 11,
    ] {
        let before = alone.worth();
        alone.allocate(assets);
        let received = alone.worth() - before;
        assert!(received.abs_diff(uint(assets)) <= uint(2), "{assets}");

        let (before, held) = (alone.worth(), alone.in_vault());
        let sent = alone.strategy.send(REGISTRY, &deallocate(assets)).returned;
        assert_eq!(sent, uint(assets));
        assert_eq!(alone.in_vault() - held, sent);
        let paid = before - alone.worth();
        assert!(paid.abs_diff(uint(assets)) <= uint(2), "{assets}");
    }
    let (all, held) = (alone.worth(), alone.in_vault());
    assert_eq!(
        alone
            .strategy
            .send(REGISTRY, &deallocate(u128::MAX))
            .returned,
        all
    );
    assert_eq!((alone.worth(), alone.in_vault()), (U256::ZERO, held + all));
}

#[test]
fn gives_away_no_more_than_the_whole() {
    let alone = Alone::new();
    alone.allocate(1_001);
    let fraction = uint(WAD + 1);
    let error = InvalidFraction { fraction };
    alone
        .strategy
        .refuses(REGISTRY, &in_kind(WAD + 1, BOB), &error);
    alone.strategy.send(REGISTRY, &in_kind(WAD / 2, BOB));
    assert_eq!(alone.worth(), uint(501));
    alone.strategy.send(REGISTRY, &in_kind(WAD, BOB));
    assert_eq!(alone.worth(), U256::ZERO);
    // Nothing is a part of nothing.
    alone.strategy.send(REGISTRY, &in_kind(WAD, BOB));
    assert_eq!(
        alone.strategy.send(REGISTRY, &deallocate(TOKEN)).returned,
        U256::ZERO
    );
}

#[test]
fn lends_nothing_to_a_pool_that_gives_too_little() {
    // Two units are rounding, three are not.
    for (fault, received) in [(fault::TAKES_HALF, 500), (fault::GIVES_SHORT, 997)] {
        let (alone, _) = Alone::faulty(fault);
        let error = VenueShortfall {
            received: uint(received),
            expected: uint(1_000),
        };
        alone.strategy.refuses(REGISTRY, &allocate(1_000), &error);
    }
}

#[test]
fn names_what_failed_without_a_reason() {
    for fault in [fault::REVERTS, fault::NAMES_NO_BALANCE] {
        let (alone, pool) = Alone::faulty(fault);
        let error = VenueFailed {
            venue: pool.address,
        };
        let strategy = &alone.strategy;
        strategy.refuses(REGISTRY, &allocate(1_000), &error);
        strategy.refuses(REGISTRY, &deallocate(1_000), &error);
        strategy.refuses(REGISTRY, &emergencyExitCall {}, &error);
    }
}
