//! The factory. What stands at the copies' addresses is placed there before; CREATE2 brings it into
//! being, and its init code does not run.

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::{SolCall, SolError, SolValue};
use ballast_abi::construction::IConstruction;
use ballast_abi::curator::IGoverned;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::factory::Factory as Abi;
use ballast_abi::registry::IRegistry;
use ballast_factory::Factory;
use ballast_motsu_testkit::{Deployed, Foreign, set_block_timestamp, set_code, set_unborn};
use ballast_rebalancer::Rebalancer;
use ballast_registry::Registry;
use ballast_token::Token;
use ballast_vault::Vault;

use crate::tokens::{ALICE, BOB, token_at};

const BLUEPRINTS: [Address; 3] = [
    Address::repeat_byte(0xb1),
    Address::repeat_byte(0xb2),
    Address::repeat_byte(0xb3),
];
const OWNER: Address = Address::repeat_byte(0x0a);
const SALT: B256 = B256::repeat_byte(0x5a);

struct Stage {
    asset: Deployed<Token>,
    factory: Deployed<Factory>,
}

/// A whole program, as far as its beginning says.
fn program(number: u8) -> Vec<u8> {
    vec![0xef, 0xf0, 0, number]
}

fn construction() -> Abi::constructorCall {
    let [vault, registry, rebalancer] = BLUEPRINTS;
    Abi::constructorCall {
        vault,
        registry,
        rebalancer,
    }
}

fn stage() -> Stage {
    set_block_timestamp(1_800_000_000);
    for (number, blueprint) in (1..).zip(BLUEPRINTS) {
        set_code(blueprint, program(number));
    }
    let factory = Deployed::bare(Address::repeat_byte(0xfc));
    factory.construct(ALICE, &construction()).unwrap();
    let asset = token_at(0x70);
    Stage { asset, factory }
}

/// What `create` by Alice makes with [`SALT`].
type Copies = (Deployed<Vault>, Deployed<Registry>, Deployed<Rebalancer>);

impl Stage {
    fn ask<C: SolCall>(&self, call: &C) -> C::Return {
        self.factory.call(BOB, call).unwrap()
    }

    fn addresses(&self, creator: Address, salt: B256) -> [Address; 3] {
        let found = self.ask(&Abi::addressesOfCall { creator, salt });
        [found.vault, found.registry, found.rebalancer]
    }

    /// What stands where copies will be.
    fn place(&self) -> Copies {
        let addresses = self.addresses(ALICE, SALT);
        addresses.into_iter().for_each(set_unborn);
        let [vault, registry, rebalancer] = addresses;
        (
            Deployed::bare(vault),
            Deployed::bare(registry),
            Deployed::bare(rebalancer),
        )
    }

    fn creation(&self, owner: Address) -> Abi::createCall {
        Abi::createCall {
            asset: self.asset.address(),
            name: "A vault of somebody's".into(),
            symbol: "bT".into(),
            decimalsOffset: 3,
            owner,
            salt: SALT,
        }
    }

    fn create(&self) -> Result<Abi::createReturn, Vec<u8>> {
        self.factory.call(ALICE, &self.creation(OWNER))
    }
}

#[track_caller]
fn refused<T>(outcome: Result<T, Vec<u8>>, error: &impl SolError) {
    assert_eq!(outcome.err(), Some(error.abi_encode()));
}

#[test]
fn what_is_made_works_together_and_is_its_owner_s() {
    let stage = stage();
    let (vault, registry, rebalancer) = stage.place();
    let made = stage.create().unwrap();
    let addresses = [vault.address(), registry.address(), rebalancer.address()];
    assert_eq!([made.vault, made.registry, made.rebalancer], addresses);
    let name = vault.call(BOB, &IERC20::nameCall {});
    assert_eq!(name.as_deref(), Ok("A vault of somebody's"));
    let asset = vault.call(BOB, &IERC4626::assetCall {});
    assert_eq!(asset, Ok(stage.asset.address()));
    let allocator = registry.call(BOB, &IRegistry::allocatorCall {});
    assert_eq!(allocator, Ok(rebalancer.address()));
    let factory = stage.factory.address();
    let (authority, pending) = (
        IGoverned::authorityCall {},
        IGoverned::pendingAuthorityCall {},
    );
    let accept = IGoverned::acceptAuthorityCall {};
    assert_eq!(vault.call(BOB, &authority), Ok(factory));
    assert_eq!(vault.call(BOB, &pending), Ok(OWNER));
    vault.call(OWNER, &accept).unwrap();
    registry.call(OWNER, &accept).unwrap();
    rebalancer.call(OWNER, &accept).unwrap();
    assert_eq!(vault.call(BOB, &authority), Ok(OWNER));
    assert_eq!(registry.call(BOB, &authority), Ok(OWNER));
    assert_eq!(rebalancer.call(BOB, &authority), Ok(OWNER));
    let event = Abi::VaultCreated {
        vault: made.vault,
        asset: stage.asset.address(),
        owner: OWNER,
        registry: made.registry,
        rebalancer: made.rebalancer,
        creator: ALICE,
        salt: SALT,
    };
    assert_eq!(stage.factory.events::<Abi::VaultCreated>(), [event]);
}

#[test]
fn the_factory_knows_what_it_made() {
    let stage = stage();
    let at = |index: u64| Abi::vaultAtCall {
        index: U256::from(index),
    };
    let out_of_bounds = |value: u64, max: u64| Abi::OutOfBounds {
        value: U256::from(value),
        max: U256::from(max),
    };
    refused(stage.factory.call(BOB, &at(0)), &out_of_bounds(0, 0));
    let _copies = stage.place();
    let made = stage.create().unwrap();
    assert_eq!(stage.ask(&Abi::vaultCountCall {}), U256::from(1));
    assert_eq!(stage.ask(&at(0)), made.vault);
    refused(stage.factory.call(BOB, &at(1)), &out_of_bounds(1, 1));
    let index = U256::MAX;
    let outcome = stage.factory.call(BOB, &Abi::vaultAtCall { index });
    refused(outcome, &out_of_bounds(u64::MAX, 1));
    assert!(stage.ask(&Abi::isVaultCall { vault: made.vault }));
    let parts = stage.ask(&Abi::partsOfCall { vault: made.vault });
    assert_eq!(
        (parts.registry, parts.rebalancer),
        (made.registry, made.rebalancer)
    );
    for vault in [made.registry, BOB] {
        assert!(!stage.ask(&Abi::isVaultCall { vault }));
        let parts = stage.ask(&Abi::partsOfCall { vault });
        assert_eq!(parts.registry, Address::ZERO);
    }
    let blueprints = stage.ask(&Abi::blueprintsCall {});
    let blueprints = [blueprints.vault, blueprints.registry, blueprints.rebalancer];
    assert_eq!(blueprints, BLUEPRINTS);
    let version = stage.ask(&Abi::versionCall {});
    assert_eq!(version.split('.').count(), 3);
}

/// By EIP-1014 and the creator's own salt.
#[test]
fn copies_stand_where_their_code_and_the_creator_s_salt_lead() {
    let stage = stage();
    let own_salt = keccak256((ALICE, SALT).abi_encode());
    for (number, address) in (1..).zip(stage.addresses(ALICE, SALT)) {
        let head = [&[0x7f][..], &U256::from(4).to_be_bytes::<32>()].concat();
        let tail = [0x80, 0x60, 43, 0x60, 0, 0x39, 0x60, 0, 0xf3, 0];
        let init_code = [&head, &tail[..], &program(number)].concat();
        let factory = stage.factory.address();
        assert_eq!(address, factory.create2_from_code(own_salt, init_code));
    }
    let others = stage.addresses(BOB, SALT);
    assert_ne!(others, stage.addresses(ALICE, SALT));
}

#[test]
fn a_salt_is_used_once() {
    let stage = stage();
    let _copies = stage.place();
    stage.create().unwrap();
    refused(stage.create(), &Abi::SaltUsed { salt: SALT });
    assert_eq!(stage.ask(&Abi::vaultCountCall {}), U256::from(1));
}

#[test]
fn a_vault_without_an_owner_is_not_made() {
    let stage = stage();
    let _copies = stage.place();
    let outcome = stage.factory.call(ALICE, &stage.creation(Address::ZERO));
    refused(outcome, &Abi::ZeroAddress {});
}

#[test]
fn what_a_copy_refuses_is_passed_on_and_silence_is_named() {
    let stage = stage();
    let _copies = stage.place();
    let mut long = stage.creation(OWNER);
    long.name = "x".repeat(32);
    let error = IConstruction::StringTooLong {
        length: U256::from(32),
    };
    refused(stage.factory.call(ALICE, &long), &error);
    // The program at the vault's address does not answer.
    let salt = B256::repeat_byte(0x5b);
    let [copy, ..] = stage.addresses(ALICE, salt);
    set_unborn(copy);
    let _silent = Foreign::answering(copy, vec![]);
    let mut creation = stage.creation(OWNER);
    creation.salt = salt;
    let outcome = stage.factory.call(ALICE, &creation);
    refused(outcome, &Abi::CopyFailed { copy });
    assert_eq!(stage.ask(&Abi::vaultCountCall {}), U256::ZERO);
}

#[test]
fn blueprints_are_whole_programs_and_fixed() {
    let stage = stage();
    let error = IConstruction::AlreadyConstructed {};
    refused(stage.factory.construct(ALICE, &construction()), &error);
    let other = Deployed::<Factory>::bare(Address::repeat_byte(0xfd));
    for code in [vec![], vec![0x60, 0x80], vec![0xef, 0xf0, 1]] {
        let blueprint = BLUEPRINTS[1];
        set_code(blueprint, code);
        let outcome = other.construct(ALICE, &construction());
        refused(outcome, &Abi::InvalidBlueprint { blueprint });
        // One that is gone cannot be copied either.
        let _copies = stage.place();
        refused(stage.create(), &Abi::InvalidBlueprint { blueprint });
    }
    let call = Abi::versionCall {}.abi_encode();
    let value = U256::from(1);
    assert_eq!(stage.factory.pay(BOB, value, call), Err(vec![]));
    assert_eq!(stage.factory.pay(BOB, value, vec![]), Err(vec![]));
    assert_eq!(stage.factory.send(BOB, vec![0xff; 4]), Err(vec![]));
}
