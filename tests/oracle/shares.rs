//! Prices of shares: our own vault's, and OpenZeppelin's.

use alloy_primitives::Address;
use alloy_sol_types::SolValue;
use ballast_abi::oracle::Oracle::{self as Abi, CheckpointMoved};
use ballast_bench::peers::{PeerToken, PeerVault, Pipeline};
use ballast_tests::{
    ALICE, CAROL, Contract, DEPLOYER, DOLLARS, Farm, Feed, Pricing, Scene, SourceTerms, TOKEN,
    Vault, peers, token, uint, vault_over,
};

use crate::{DOLLAR, ONE};

const HALF_YEAR: u64 = 365 * 86_400 / 2;

/// What is believed in a year: a tenth.
const GROWTH_BPS: u128 = 1_000;

/// An oracle with a scene's token at a dollar.
fn pricing(scene: &Scene) -> Pricing {
    let pricing = Pricing::new(&scene.chain);
    let feed = Feed::new(&scene.chain, 8, DOLLAR);
    let terms = SourceTerms::feed(feed.address());
    pricing.list(scene.token.address, terms);
    pricing
}

/// OpenZeppelin's vault over a scene's token, in which Alice has 1,000 tokens.
pub(crate) struct Shared {
    pub(crate) scene: Scene,
    pub(crate) vault: Vault,
    pub(crate) pricing: Pricing,
}

impl Shared {
    pub(crate) fn new() -> Self {
        let scene = Scene::new();
        let code = peers()
            .vault(PeerVault::OpenZeppelin, Pipeline::Legacy)
            .unwrap();
        let arguments = scene.token.address.abi_encode();
        let address = scene.chain.create(code, &arguments).unwrap();
        scene.allow(ALICE, address);
        let vault = Vault::new(Contract::new(scene.chain.clone(), address));
        vault.deposit(ALICE, 1_000 * TOKEN, ALICE);
        let pricing = pricing(&scene);
        let terms = SourceTerms::share(address, scene.token.address, GROWTH_BPS);
        pricing.list(address, terms);
        Self {
            scene,
            vault,
            pricing,
        }
    }

    /// What a whole share is worth in its asset, which takes no feed to be alive but its own.
    pub(crate) fn worth(&self) -> u128 {
        let (share, asset) = (self.vault.address(), self.scene.token.address);
        self.pricing.quote(ONE, share, asset).to()
    }

    fn checkpoint(&self) -> Abi::sourceReturn {
        let (asset, index) = (self.vault.address(), uint(0));
        self.pricing.oracle.ask(&Abi::sourceCall { asset, index })
    }

    /// Keeps the feed of the asset alive for years.
    pub(crate) fn patient(&self) {
        let feed = Feed::new(&self.scene.chain, 8, DOLLAR);
        let asset = self.scene.token.address;
        self.pricing
            .set(asset, 0, SourceTerms::feed(feed.address()));
    }
}

fn close(value: u128, expected: u128) {
    let off = value.abs_diff(expected);
    assert!(off <= expected / 1_000_000, "{value}, {expected} expected");
}

#[test]
fn a_share_grows_by_its_rate_and_falls_at_once() {
    let shared = Shared::new();
    assert_eq!(shared.worth(), ONE);
    shared.scene.fund(shared.vault.address(), 1_000 * TOKEN);
    // Half a thousandth more than the line.
    close(shared.worth(), ONE / 10_000 * 10_005);
    shared.scene.pass(HALF_YEAR);
    shared.patient();
    // The root of 1.1.
    close(
        shared.worth(),
        ONE / 1_000_000_000 * 1_048_808_848 / 10_000 * 10_005,
    );
    shared.vault.contract.send(
        ALICE,
        &ballast_abi::erc4626::IERC4626::redeemCall {
            shares: uint(999 * TOKEN),
            receiver: ALICE,
            owner: ALICE,
        },
    );
    assert!(shared.worth() < ONE * 2);
}

/// Anyone moves the checkpoint below the line, nobody above; setting the source anew believes no jump.
#[test]
fn the_checkpoint_never_jumps() {
    let shared = Shared::new();
    let (asset, index) = (shared.vault.address(), uint(0));
    let first = shared.checkpoint();
    assert_eq!(first.checkpointPrice, uint(ONE));
    shared.scene.pass(HALF_YEAR);
    let done = shared
        .pricing
        .oracle
        .send(CAROL, &Abi::checkpointCall { asset, index });
    let [(_, log)]: [_; 1] = done.logs().try_into().unwrap();
    let moved = <CheckpointMoved as alloy_sol_types::SolEvent>::decode_log_data(&log).unwrap();
    assert_eq!((moved.from, moved.to), (uint(ONE), uint(ONE)));
    // The headroom of half a year is gone.
    shared.patient();
    shared.scene.fund(asset, 1_000 * TOKEN);
    close(shared.worth(), ONE / 10_000 * 10_005);
    let done = shared
        .pricing
        .oracle
        .send(CAROL, &Abi::checkpointCall { asset, index });
    assert!(done.logs().is_empty());
    let terms = SourceTerms::share(asset, shared.scene.token.address, 2_000);
    shared.pricing.set(asset, 0, terms);
    close(shared.worth(), ONE / 10_000 * 10_005);
    let feed = shared.scene.token.address;
    let error = Abi::UnknownSource { asset: feed, index };
    shared
        .pricing
        .oracle
        .refuses(CAROL, &Abi::checkpointCall { asset: feed, index }, &error);
}

/// Our own vault: a donation is in none of its books, a reported profit is believed as far as growth
/// goes.
#[test]
fn our_own_vault_has_a_price() {
    let farm = Farm::new();
    let (scene, vault) = (&farm.scene, farm.scene.vault.address());
    let pricing = pricing(scene);
    let terms = SourceTerms::share(vault, scene.token.address, GROWTH_BPS);
    pricing.list(vault, terms);
    // Shares have three digits more than the token.
    assert_eq!(pricing.quote(1_000 * ONE, vault, DOLLARS), uint(ONE));
    scene.fund(vault, 100_000 * TOKEN);
    assert_eq!(pricing.quote(1_000 * ONE, vault, DOLLARS), uint(ONE));
    let hostile = farm.hostile();
    farm.move_debt(hostile.address(), 5_000 * TOKEN);
    // A loss at once.
    hostile.lose(50 * TOKEN);
    farm.harvest(ALICE, hostile.address());
    let value: u128 = pricing.quote(1_000 * ONE, vault, DOLLARS).to();
    close(value, ONE / 1_000 * 995);
    // A gain up to the line from the checkpoint.
    hostile.gain(200 * TOKEN);
    farm.harvest(ALICE, hostile.address());
    let value: u128 = pricing.quote(1_000 * ONE, vault, DOLLARS).to();
    close(value, ONE / 10_000 * 10_005);
}

/// Of whatever decimals both sides are, a whole share is worth a whole token.
#[test]
fn shares_of_any_decimals_have_prices() {
    let scene = Scene::new();
    let pricing = pricing(&scene);
    let six = token(&scene.chain, PeerToken::Silent).address;
    let feed = Feed::new(&scene.chain, 8, DOLLAR);
    pricing.list(six, SourceTerms::feed(feed.address()));
    for (asset, decimals) in [(scene.token.address, 18_u32), (six, 6)] {
        for offset in [3_u8, 18] {
            let vault = vault_over(&scene.chain, asset, offset).address;
            let terms = SourceTerms::share(vault, asset, GROWTH_BPS);
            pricing.list(vault, terms);
            let share = 10_u128.pow(decimals + u32::from(offset));
            assert_eq!(pricing.quote(share, vault, DOLLARS), uint(ONE));
        }
    }
}

#[test]
fn what_is_no_share_of_the_quote_is_refused() {
    let shared = Shared::new();
    let (share, asset) = (shared.vault.address(), shared.scene.token.address);
    let invalid = |terms: SourceTerms, of: Address| {
        let error = Abi::InvalidSource {
            target: terms.target,
        };
        shared
            .pricing
            .oracle
            .refuses(DEPLOYER, &terms.set(of, 1), &error);
    };
    invalid(SourceTerms::share(share, DOLLARS, 1), share);
    invalid(SourceTerms::share(asset, asset, 1), share);
    invalid(SourceTerms::share(asset, DOLLARS, 1), asset);
}
