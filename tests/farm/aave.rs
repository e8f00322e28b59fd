//! Lending to Aave v3, the real one

mod alone;
mod constructor;
mod limits;

use alloy_primitives::{Address, U256};
use ballast_abi::erc20::IERC20::{allowanceCall, balanceOfCall, transferCall};
use ballast_abi::registry::IRegistry::{self as Abi, Status};
use ballast_abi::strategy::IStrategy::{
    Position, idsCall, maxWithdrawableCall, positionsCall, realAssetsCall,
};
use ballast_abi::vault::Vault::redeemInKindCall;
use ballast_bench::peers::PeerToken;
use ballast_tests::venues::aave::{Aave, RAY};
use ballast_tests::{
    ALICE, BOB, CAROL, Contract, FUNDS, Farm, MALLORY, SHARE_UNITS, STAKE, TOKEN, near, token, uint,
};

const DAY: u64 = 86_400;
const YEAR: u64 = 365 * DAY;

/// What of [`STAKE`] is with Aave.
const LENT: u128 = 9_000 * TOKEN;

/// A farm whose only strategy has lent [`LENT`] to Aave, to nobody else's, and has the queue.
struct Stage {
    farm: Farm,
    aave: Aave,
    strategy: Contract,
}

impl Stage {
    fn new() -> Self {
        let farm = Farm::new();
        let aave = aave_of(&farm);
        let (vault, registry) = (farm.scene.vault.address(), farm.registry.address);
        let strategy = aave.strategy("farm", vault, registry);
        farm.admit(strategy.address);
        farm.move_debt(strategy.address, LENT);
        farm.queue(&[strategy.address]);
        Self {
            farm,
            aave,
            strategy,
        }
    }

    fn worth(&self) -> U256 {
        self.strategy.ask(&realAssetsCall {})
    }

    fn liquid(&self) -> U256 {
        self.strategy.ask(&maxWithdrawableCall {})
    }

    fn receipts_of(&self, account: Address) -> U256 {
        self.aave.a_token.ask(&balanceOfCall { account })
    }

    fn now(&self) -> u64 {
        self.farm.scene.chain.node().latest().header.timestamp
    }
}

fn aave_of(farm: &Farm) -> Aave {
    let collateral = token(&farm.scene.chain, PeerToken::Solmate);
    Aave::new(&farm.scene.token, &collateral)
}

#[test]
fn lends_all_it_is_sent_and_leaves_no_allowance() {
    let stage = Stage::new();
    let (token, strategy) = (&stage.farm.scene.token, stage.strategy.address);
    assert_eq!(stage.receipts_of(strategy), uint(LENT));
    let aave = &stage.aave;
    assert_eq!(stage.farm.scene.tokens_of(aave.a_token.address), uint(LENT));
    assert_eq!(stage.farm.scene.tokens_of(strategy), U256::ZERO);
    let (owner, spender) = (strategy, aave.pool.address);
    assert_eq!(token.ask(&allowanceCall { owner, spender }), U256::ZERO);
    assert_eq!((stage.worth(), stage.liquid()), (uint(LENT), uint(LENT)));
}

/// Interest for those who lend is linear between two uses of a reserve.
#[test]
fn earns_what_borrowers_pay() {
    let stage = Stage::new();
    let strategy = stage.strategy.address;
    assert_eq!(stage.farm.harvest(MALLORY, strategy).gain, U256::ZERO);
    stage.aave.borrow(BOB, LENT / 2);
    let (since, rate) = (stage.now(), stage.aave.rate());
    // Half is borrowed at 2.5% a year, of which the treasury has a tenth.
    near(rate, RAY * 1_125 / 100_000, RAY / 1_000_000_000);
    stage.farm.scene.pass(30 * DAY);
    let report = stage.farm.harvest(MALLORY, strategy);
    let seconds = stage.now() - since;
    let interest = uint(LENT) * rate * uint(seconds.into()) / uint(RAY) / uint(YEAR.into());
    near(report.gain, interest.to(), 2);
    assert!(uint(8 * TOKEN) < report.gain);
    assert_eq!(stage.farm.debt(strategy), uint(LENT) + report.gain);
    assert_eq!(stage.farm.assets(), uint(STAKE) + report.gain);
}

#[test]
fn pays_those_who_leave_with_what_it_earned() {
    let stage = Stage::new();
    stage.aave.borrow(BOB, LENT / 2);
    stage.farm.scene.pass(30 * DAY);
    let gain = stage.farm.harvest(MALLORY, stage.strategy.address).gain;
    stage.aave.repay(BOB, 2 * LENT);
    let paid = stage.farm.scene.vault.redeem_all(ALICE).returned;
    near(paid, STAKE + gain.to::<u128>(), 2);
    assert_eq!(
        stage.farm.scene.tokens_of(ALICE),
        uint(FUNDS - STAKE) + paid
    );
    // What it earned since belongs to nobody.
    assert!(stage.worth() < uint(TOKEN));
}

#[test]
fn pays_in_kind_with_receipts() {
    let stage = Stage::new();
    stage.aave.borrow(BOB, LENT / 2);
    let call = redeemInKindCall {
        shares: uint(STAKE / 4 * SHARE_UNITS),
        receiver: CAROL,
        owner: ALICE,
        strategies: Vec::new(),
    };
    stage.farm.scene.vault.contract.send(ALICE, &call);
    // Seconds of interest come on top.
    let receipts = stage.receipts_of(CAROL);
    near(receipts, LENT / 4, TOKEN / 100_000);
    near(stage.worth(), 3 * receipts.to::<u128>(), TOKEN / 100_000);
    // They are worth what they say.
    let held = stage.farm.scene.tokens_of(CAROL);
    stage.aave.withdraw(CAROL, TOKEN);
    assert_eq!(stage.farm.scene.tokens_of(CAROL), held + uint(TOKEN));
}

#[test]
fn a_gift_of_receipts_is_a_gain_within_its_bound() {
    let stage = Stage::new();
    let (farm, strategy) = (&stage.farm, stage.strategy.address);
    stage.aave.supply(MALLORY, 1_000 * TOKEN, MALLORY);
    let call = transferCall {
        to: strategy,
        value: uint(1_000 * TOKEN),
    };
    stage.aave.a_token.send(MALLORY, &call);
    assert_eq!(stage.worth(), uint(LENT + 1_000 * TOKEN));
    // 500 bps of the debt in one report.
    assert_eq!(farm.harvest(CAROL, strategy).gain, uint(LENT / 20));
    assert_eq!(farm.assets(), uint(STAKE + LENT / 20));
}

#[test]
fn a_gift_to_the_pool_is_nobodys() {
    let stage = Stage::new();
    stage.farm.scene.fund(stage.aave.a_token.address, TOKEN);
    stage.farm.scene.fund(stage.strategy.address, TOKEN);
    assert_eq!((stage.worth(), stage.liquid()), (uint(LENT), uint(LENT)));
}

#[test]
fn tells_what_it_holds_and_where() {
    let stage = Stage::new();
    let expected = Position {
        token: stage.aave.a_token.address,
        amount: uint(LENT),
        isDebt: false,
    };
    assert_eq!(stage.strategy.ask(&positionsCall {}), [expected]);
    let strategy = stage.strategy.address;
    let ids = stage.farm.registry.ask(&Abi::idsOfCall { strategy });
    assert_eq!(stage.strategy.ask(&idsCall {}), ids);
    let id = ("venue", stage.aave.pool.address);
    let encoded = alloy_sol_types::SolValue::abi_encode_params(&id);
    assert_eq!(ids, [alloy_primitives::keccak256(encoded)]);
    assert_eq!(stage.farm.status(strategy), Status::Active);
}
