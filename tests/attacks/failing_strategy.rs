//! A strategy stops answering, as a whole or about its worth alone.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue, sol};
use ballast_abi::erc20::IERC20::balanceOfCall;
use ballast_abi::erc4626::IERC4626::{ERC4626ExceededMaxDeposit, totalAssetsCall};
use ballast_abi::registry::IRegistry::{Status, probeCall, revokeCall};
use ballast_abi::vault::Vault as Abi;
use ballast_bench::peers::PeerVault;
use ballast_tests::{
    ALICE, BOB, Contract, FUNDS, Farm, Hostile, MALLORY, Mode, SHARE_UNITS, STAKE, Scene, TOKEN,
    deposit, near, redeem, uint, withdraw,
};

use crate::naive::Naive;
use crate::{create, worth};

sol! {
    function setFault(uint8 fault) external;
}

/// What is asked is answered.
const NONE: u8 = 0;
/// What anything is worth is not.
const REVERTS: u8 = 7;

/// A part in kind is exact to 1e-18 of everything, and a unit for each of 64 strategies.
const ROUNDING: u128 = STAKE / 1_000_000_000_000_000_000 + 64;

/// 1,000 idle, 3,000 with B, which comes first, and 6,000 with A.
fn farm() -> (Farm, Hostile, Address) {
    let farm = Farm::new();
    let venue = farm.venue(PeerVault::Solady);
    let (a, b) = (farm.strategy_over(venue.address).address, farm.hostile());
    farm.move_debt(a, 6_000 * TOKEN);
    farm.move_debt(b.address(), 3_000 * TOKEN);
    farm.queue(&[b.address(), a]);
    (farm, b, a)
}

fn refuses_deposits(farm: &Farm) {
    let refusal = ERC4626ExceededMaxDeposit {
        receiver: BOB,
        assets: uint(TOKEN),
        max: U256::ZERO,
    };
    let vault = &farm.scene.vault.contract;
    vault.refuses(BOB, &deposit(TOKEN, BOB), &refusal);
}

#[test]
fn everything_but_the_failed_strategys_part_can_be_had() {
    for mode in [Mode::Reverts, Mode::BurnsGas, Mode::AnswersShort] {
        let (farm, b, a) = farm();
        b.set(mode);
        let vault = &farm.scene.vault;
        vault.withdraw(ALICE, 4_000 * TOKEN);
        assert_eq!(farm.status(b.address()), Status::Quarantined, "{mode:?}");
        assert_eq!(farm.debt(a), uint(3_000 * TOKEN));
        refuses_deposits(&farm);
        let (claim, met) = (uint(3_000 * TOKEN + 1), uint(3_000 * TOKEN));
        let call = withdraw(3_000 * TOKEN + 1, ALICE, ALICE);
        let refusal = Abi::InsufficientLiquidity { claim, met };
        vault.contract.refuses(ALICE, &call, &refusal);
        vault.withdraw(ALICE, 2_000 * TOKEN);
        assert_eq!(farm.assets(), uint(4_000 * TOKEN));

        // Dropping it, which is the timelock's to do, loses what it owed and nothing else.
        let strategy = b.address();
        farm.govern(&revokeCall { strategy });
        assert_eq!(farm.assets(), uint(TOKEN * 1_000));
        vault.deposit(BOB, TOKEN, BOB);
        assert_eq!(vault.redeem_all(ALICE).returned, uint(1_000 * TOKEN));
        assert_eq!(farm.scene.tokens_of(ALICE), uint(FUNDS - 3_000 * TOKEN));
    }
}

/// Whatever is asked, even for what is idle, asks the strategy.
#[test]
fn a_vault_that_asks_its_strategies_is_locked() {
    let scene = Scene::new();
    let naive = Naive::spot(&scene);
    naive.vault.deposit(ALICE, STAKE, ALICE);
    let b = naive.hostile(&scene, 3_000 * TOKEN);
    b.set(Mode::Reverts);
    let vault = &naive.vault.contract;
    vault.revert_data(ALICE, &withdraw(1, ALICE, ALICE));
    vault.revert_data(ALICE, &redeem(SHARE_UNITS, ALICE, ALICE));
    vault.revert_data(BOB, &deposit(TOKEN, BOB));
    vault.revert_data(BOB, &totalAssetsCall {});
    assert_eq!(scene.tokens_of(vault.address), uint(7_000 * TOKEN));
}

/// A vault for 10,000, of which 9,000 are in a venue that can lose its price.
fn unpriced_farm() -> (Farm, Contract, Contract) {
    let farm = Farm::new();
    let venue = faulty_venue(&farm.scene);
    let strategy = farm.strategy_over(venue.address);
    farm.move_debt(strategy.address, 9_000 * TOKEN);
    farm.queue(&[strategy.address]);
    (farm, strategy, venue)
}

fn faulty_venue(scene: &Scene) -> Contract {
    create(scene, "VenueFaulty", &scene.token.address.abi_encode())
}

fn set_fault(venue: &Contract, fault: u8) {
    venue.send(MALLORY, &setFaultCall { fault });
}

#[test]
fn without_a_price_nobody_enters_and_everybody_leaves_in_kind() {
    let (farm, strategy, venue) = unpriced_farm();
    set_fault(&venue, REVERTS);
    let status = probeCall {
        strategy: strategy.address,
    };
    let status = farm.registry.send(MALLORY, &status).returned;
    assert_eq!(status, Status::Quarantined);
    refuses_deposits(&farm);
    let call = Abi::redeemInKindCall {
        shares: uint(STAKE / 2 * SHARE_UNITS),
        receiver: BOB,
        owner: ALICE,
        strategies: vec![],
    };
    farm.scene.vault.contract.send(ALICE, &call);
    near(farm.scene.tokens_of(BOB), FUNDS + 500 * TOKEN, ROUNDING);
    let account = BOB;
    near(
        venue.ask(&balanceOfCall { account }),
        4_500 * TOKEN,
        ROUNDING,
    );
    near(farm.assets(), STAKE / 2, 2 * ROUNDING);
    // The receipts are good once the venue is.
    set_fault(&venue, NONE);
    let shares = venue.ask(&balanceOfCall { account }).to();
    let paid = venue.send(BOB, &redeem(shares, BOB, BOB)).returned;
    near(paid, 4_500 * TOKEN, ROUNDING);
}

/// As long as nobody has noticed, the price is that of the books.
#[test]
fn before_anybody_notices_an_entry_is_not_cheap() {
    let (farm, _, venue) = unpriced_farm();
    set_fault(&venue, REVERTS);
    let vault = &farm.scene.vault;
    let shares = vault.deposit(MALLORY, 1_000 * TOKEN, MALLORY).returned;
    assert_eq!(shares, uint(1_000 * TOKEN * SHARE_UNITS));
    set_fault(&venue, NONE);
    assert_eq!(vault.redeem_all(MALLORY).returned, uint(1_000 * TOKEN));
    assert_eq!(farm.assets(), uint(STAKE));
}

#[test]
fn a_vault_to_which_no_price_is_nothing_is_bought_for_a_tenth() {
    let scene = Scene::new();
    let naive = Naive::forgiving(&scene);
    let vault = &naive.vault;
    vault.deposit(ALICE, STAKE, ALICE);
    let venue = faulty_venue(&scene);
    naive.strategy_over(&scene, venue.address, 9_000 * TOKEN);
    set_fault(&venue, REVERTS);
    vault.deposit(MALLORY, 1_000 * TOKEN, MALLORY);
    set_fault(&venue, NONE);
    // Half of 11,000.
    near(vault.redeem_all(MALLORY).returned, 5_500 * TOKEN, 10);
    near(worth(vault, vault.shares_of(ALICE)), 5_500 * TOKEN, 10);
}
