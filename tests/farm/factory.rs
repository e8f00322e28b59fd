//! Vaults that a factory makes, with registry and rebalancer

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolCall, SolConstructor, SolError, SolEvent, SolValue, sol};
use ballast_abi::construction::IConstruction::{AlreadyConstructed, StringTooLong};
use ballast_abi::curator::{ICurator, IGoverned};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::factory::Factory as Abi;
use ballast_abi::rebalancer::Rebalancer;
use ballast_abi::registry::IRegistry;
use ballast_abi::strategy_erc4626::StrategyErc4626;
use ballast_abi::vault::Vault as VaultAbi;
use ballast_artifacts::{FACTORY, REBALANCER, REGISTRY, STRATEGY_ERC4626, VAULT};
use ballast_bench::BenchError;
use ballast_bench::peers::PeerVault;
use ballast_client::ClientError;
use ballast_client::deploy::{DeployError, Plan};
use ballast_client::precompiles::StylusDeployer::ContractInitializationError;
use ballast_tests::{
    ALICE, BOB, Contract, Curating, DEPLOYER, Farm, MALLORY, SHARE_UNITS, STRANGER, TOKEN, Vault,
    uint,
};

sol! {
    function stylus_constructor() external;
}

const SALT: B256 = B256::repeat_byte(7);

/// A factory whose blueprints are the contracts of a farm.
struct Stage {
    curating: Curating,
    factory: Contract,
}

impl Stage {
    fn new() -> Self {
        let curating = Curating::open(Farm::new());
        let blueprints = curating.governed().map(|contract| contract.address);
        let chain = curating.contract.chain().clone();
        let mut plan = Plan::new("factory");
        let address = plan
            .add("factory", FACTORY.code, &construction(blueprints), false)
            .unwrap();
        chain.deploy(&plan).unwrap();
        let factory = Contract::new(chain, address);
        Self { curating, factory }
    }

    fn blueprints(&self) -> [Address; 3] {
        self.curating.governed().map(|contract| contract.address)
    }

    /// A vault over the farm's token.
    fn creation(&self, owner: Address) -> Abi::createCall {
        Abi::createCall {
            asset: self.curating.farm.scene.token.address,
            name: "Ballast Made".to_owned(),
            symbol: "bM".to_owned(),
            decimalsOffset: 3,
            owner,
            salt: SALT,
        }
    }

    fn create(&self, from: Address, owner: Address) -> [Contract; 3] {
        let made = self.factory.send(from, &self.creation(owner)).returned;
        [made.vault, made.registry, made.rebalancer].map(|address| self.contract(address))
    }

    fn contract(&self, address: Address) -> Contract {
        Contract::new(self.factory.chain().clone(), address)
    }
}

fn construction([vault, registry, rebalancer]: [Address; 3]) -> Abi::constructorCall {
    Abi::constructorCall {
        vault,
        registry,
        rebalancer,
    }
}

#[test]
fn what_it_makes_are_copies_put_together() {
    let stage = Stage::new();
    let creation = stage.creation(ALICE);
    let done = stage.factory.send(BOB, &creation);
    let made = done.returned.clone();
    let [vault, registry, rebalancer] =
        [made.vault, made.registry, made.rebalancer].map(|address| stage.contract(address));
    let node = stage.factory.chain().node();
    for (copy, artifact) in [
        (&vault, VAULT),
        (&registry, REGISTRY),
        (&rebalancer, REBALANCER),
    ] {
        let code = node.code(&copy.address, Default::default()).unwrap();
        assert_eq!(&code[..], artifact.code, "{}", artifact.name);
        // Nobody governs them yet, and Alice may.
        let authority = copy.ask(&IGoverned::authorityCall {});
        assert_eq!(authority, stage.factory.address);
        assert_eq!(copy.ask(&IGoverned::pendingAuthorityCall {}), ALICE);
    }
    assert_eq!(vault.ask(&IERC4626::assetCall {}), creation.asset);
    assert_eq!(vault.ask(&IERC20::nameCall {}), "Ballast Made");
    assert_eq!(vault.ask(&IERC20::symbolCall {}), "bM");
    assert_eq!(vault.ask(&IERC20::decimalsCall {}), 21);
    assert_eq!(vault.ask(&VaultAbi::registryCall {}), registry.address);
    assert_eq!(registry.ask(&IRegistry::vaultCall {}), vault.address);
    let allocator = registry.ask(&IRegistry::allocatorCall {});
    assert_eq!(allocator, rebalancer.address);
    let of = rebalancer.ask(&Rebalancer::registryCall {});
    assert_eq!(of, registry.address);

    let event = Abi::VaultCreated {
        vault: vault.address,
        asset: creation.asset,
        owner: ALICE,
        registry: registry.address,
        rebalancer: rebalancer.address,
        creator: BOB,
        salt: SALT,
    };
    let last = done.logs().pop().unwrap();
    assert_eq!(last, (stage.factory.address, event.encode_log_data()));
    // It fits the most that a transaction may use on Arbitrum.
    assert!(
        done.receipt.gas_used() < 14_000_000,
        "{}",
        done.receipt.gas_used()
    );
}

#[test]
fn it_knows_what_it_made() {
    let stage = Stage::new();
    let factory = &stage.factory;
    assert_eq!(factory.ask(&Abi::versionCall {}), env!("CARGO_PKG_VERSION"));
    let blueprints = factory.ask(&Abi::blueprintsCall {});
    let [vault, registry, rebalancer] = stage.blueprints();
    assert_eq!(blueprints.vault, vault);
    assert_eq!(blueprints.registry, registry);
    assert_eq!(blueprints.rebalancer, rebalancer);
    assert_eq!(factory.ask(&Abi::vaultCountCall {}), U256::ZERO);
    let index = U256::ZERO;
    let (value, max) = (U256::ZERO, U256::ZERO);
    let error = Abi::OutOfBounds { value, max };
    factory.refuses(BOB, &Abi::vaultAtCall { index }, &error);

    let [first, registry, rebalancer] = stage.create(BOB, ALICE).map(|contract| contract.address);
    let [second, ..] = stage
        .create(MALLORY, ALICE)
        .map(|contract| contract.address);
    assert_eq!(factory.ask(&Abi::vaultCountCall {}), uint(2));
    for (index, vault) in (0..).zip([first, second]) {
        let index = uint(index);
        assert_eq!(factory.ask(&Abi::vaultAtCall { index }), vault);
        assert!(factory.ask(&Abi::isVaultCall { vault }));
    }
    let parts = factory.ask(&Abi::partsOfCall { vault: first });
    assert_eq!((parts.registry, parts.rebalancer), (registry, rebalancer));
    // The same code alone makes no vault of its.
    for vault in [stage.blueprints()[0], registry, STRANGER] {
        assert!(!factory.ask(&Abi::isVaultCall { vault }));
        let parts = factory.ask(&Abi::partsOfCall { vault });
        assert_eq!((parts.registry, parts.rebalancer), Default::default());
    }
    let index = U256::MAX;
    let (value, max) = (U256::from(u64::MAX), uint(2));
    let error = Abi::OutOfBounds { value, max };
    factory.refuses(BOB, &Abi::vaultAtCall { index }, &error);
}

/// Where they stand is known before, and nobody else can stand there.
#[test]
fn addresses_are_the_creators_own() {
    let stage = Stage::new();
    let expected = |creator| {
        let call = Abi::addressesOfCall {
            creator,
            salt: SALT,
        };
        let made = stage.factory.ask(&call);
        [made.vault, made.registry, made.rebalancer]
    };
    let (of_bob, of_mallory) = (expected(BOB), expected(MALLORY));
    // Mallory sees Bob's transaction and sends the same, with herself as the owner.
    let made = stage.create(MALLORY, MALLORY);
    assert_eq!(made.map(|contract| contract.address), of_mallory);
    let made = stage.create(BOB, ALICE);
    assert_eq!(made.map(|contract| contract.address), of_bob);
    let error = Abi::SaltUsed { salt: SALT };
    stage.factory.refuses(BOB, &stage.creation(ALICE), &error);
    let mut other = stage.creation(ALICE);
    other.salt = B256::ZERO;
    stage.factory.send(BOB, &other);
}

#[test]
fn nobody_but_the_owner_comes_to_govern() {
    let stage = Stage::new();
    let made = stage.create(BOB, ALICE);
    let arguments = (MALLORY, MALLORY).abi_encode();
    let again = Bytes::from([&stylus_constructorCall::SELECTOR, &arguments[..]].concat());
    for copy in &made {
        for caller in [BOB, MALLORY, DEPLOYER] {
            copy.revert_data(caller, &IGoverned::acceptAuthorityCall {});
            let to = caller;
            copy.revert_data(caller, &IGoverned::transferAuthorityCall { to });
        }
        copy.send(ALICE, &IGoverned::acceptAuthorityCall {});
        assert_eq!(copy.ask(&IGoverned::authorityCall {}), ALICE);
    }
    for copy in &made[1..] {
        let chain = copy.chain();
        let sent = chain.send_raw(MALLORY, copy.address, again.clone());
        let Err(BenchError::Reverted { data, .. }) = sent else {
            panic!("a copy is constructed twice");
        };
        assert_eq!(data, AlreadyConstructed {}.abi_encode());
    }
}

/// From nothing to a vault that lends, without activating anything again.
#[test]
fn what_it_makes_works() {
    let stage = Stage::new();
    let [vault, registry, rebalancer] = stage.create(BOB, ALICE);
    for copy in [&vault, &registry, &rebalancer] {
        copy.send(ALICE, &IGoverned::acceptAuthorityCall {});
    }
    let farm = &stage.curating.farm;
    let venue = farm.venue(PeerVault::Solady);
    let constructor = StrategyErc4626::constructorCall {
        vault: vault.address,
        registry: registry.address,
        venue: venue.address,
    };
    let mut plan = Plan::new("made");
    let strategy = plan
        .add("strategy", STRATEGY_ERC4626.code, &constructor, false)
        .unwrap();
    farm.scene.chain.deploy(&plan).unwrap();
    let cap = uint(u128::MAX);
    registry.send(ALICE, &IRegistry::addCall { strategy });
    registry.send(ALICE, &IRegistry::setCapCall { strategy, cap });
    for id in registry.ask(&IRegistry::idsOfCall { strategy }) {
        let relative = uint(10_000);
        registry.send(
            ALICE,
            &IRegistry::setIdCapCall {
                id,
                absolute: cap,
                relativeBps: relative,
            },
        );
    }
    let queue = IRegistry::setQueueCall {
        strategies: vec![strategy],
    };
    registry.send(ALICE, &queue);
    let targets = Rebalancer::setTargetsCall {
        strategies: vec![strategy],
        weights: vec![uint(TOKEN / 2)],
    };
    rebalancer.send(ALICE, &targets);

    let vault = Vault::new(vault);
    farm.scene.allow(BOB, vault.address());
    let before = farm.scene.tokens_of(BOB);
    let shares = vault.deposit(BOB, 1_000 * TOKEN, BOB).returned;
    assert_eq!(shares, uint(1_000 * TOKEN * SHARE_UNITS));
    rebalancer.send(MALLORY, &Rebalancer::rebalanceCall {});
    let known = registry.ask(&IRegistry::strategyCall { strategy });
    assert_eq!(known.debt, uint(500 * TOKEN));
    vault.redeem_all(BOB);
    assert_eq!(farm.scene.tokens_of(BOB), before);
}

/// Straight into the hands of a curator.
#[test]
fn an_owner_may_be_a_curator() {
    let stage = Stage::new();
    let curator = &stage.curating.contract;
    let made = stage.create(BOB, curator.address);
    let targets: Vec<_> = made.iter().map(|copy| copy.address).collect();
    for target in &targets {
        let target = *target;
        stage
            .curating
            .own(&ICurator::acceptAuthorityCall { target });
    }
    assert_eq!(curator.ask(&ICurator::governsCall { targets }), [true; 3]);
}

#[test]
fn a_copys_refusal_is_the_factorys() {
    let stage = Stage::new();
    let factory = &stage.factory;
    let mut call = stage.creation(ALICE);
    call.asset = STRANGER;
    let error = VaultAbi::InvalidAsset { asset: STRANGER };
    factory.refuses(BOB, &call, &error);
    let mut call = stage.creation(ALICE);
    call.name = "x".repeat(32);
    factory.refuses(BOB, &call, &StringTooLong { length: uint(32) });
    let mut call = stage.creation(ALICE);
    call.decimalsOffset = 2;
    let error = VaultAbi::InvalidDecimalsOffset { offset: 2 };
    factory.refuses(BOB, &call, &error);
    let call = stage.creation(Address::ZERO);
    factory.refuses(BOB, &call, &Abi::ZeroAddress {});
    assert_eq!(factory.ask(&Abi::vaultCountCall {}), U256::ZERO);
    // Nothing of it is left: the same salt is free.
    stage.create(BOB, ALICE);
}

#[test]
fn an_expired_program_makes_nothing() {
    let stage = Stage::new();
    // The factory is younger than its blueprints by the season that a farm has behind it.
    stage.curating.farm.scene.pass(280 * 86_400);
    let [vault, ..] = {
        let call = Abi::addressesOfCall {
            creator: BOB,
            salt: SALT,
        };
        [stage.factory.ask(&call).vault]
    };
    let error = Abi::CopyFailed { copy: vault };
    stage.factory.refuses(BOB, &stage.creation(ALICE), &error);
}

#[test]
fn blueprints_are_programs_and_named_once() {
    let stage = Stage::new();
    let [vault, registry, rebalancer] = stage.blueprints();
    let token = stage.curating.farm.scene.token.address;
    for blueprint in [Address::ZERO, STRANGER, token] {
        for blueprints in [
            [blueprint, registry, rebalancer],
            [vault, blueprint, rebalancer],
            [vault, registry, blueprint],
        ] {
            let mut plan = Plan::new("refused");
            plan.add("factory", FACTORY.code, &construction(blueprints), false)
                .unwrap();
            let error = stage.factory.chain().deploy(&plan).unwrap_err();
            let BenchError::Deploy(DeployError::Step { source, .. }) = error else {
                panic!("{error}");
            };
            let ClientError::Reverted { data, .. } = source else {
                panic!("{source}")
            };
            let reason = ContractInitializationError::abi_decode(&data)
                .unwrap()
                .reason;
            let error = Abi::InvalidBlueprint { blueprint };
            assert_eq!(reason, error.abi_encode());
        }
    }
    let arguments = construction(stage.blueprints()).abi_encode();
    let again = [&stylus_constructorCall::SELECTOR, &arguments[..]].concat();
    let chain = stage.factory.chain();
    let sent = chain.send_raw(MALLORY, stage.factory.address, again.into());
    let Err(BenchError::Reverted { data, .. }) = sent else {
        panic!("a second construction passes");
    };
    assert_eq!(data, AlreadyConstructed {}.abi_encode());
}
