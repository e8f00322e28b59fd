//! Liquidating without capital: what is seized is redeemed or sold before anything is due, in a real
//! pool of Uniswap v3.

mod callbacks;
mod keeper;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolError, SolEvent, SolValue};
use ballast_abi::erc20::IERC20;
use ballast_abi::liquidator::Liquidator as Abi;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_artifacts::LIQUIDATOR;
use ballast_client::deploy::Plan;
use ballast_tests::venues::uniswap::Uniswap;
use ballast_tests::{
    ALICE, BOB, CAROL, Contract, MALLORY, STRANGER, SourceTerms, TOKEN, deposit, near, peers, uint,
};

use crate::{Stage, plain_terms, set_ltv};

const LTV: [u128; 2] = [8_000, 8_500];

/// 3,000 dollars.
const CENTS: i128 = 300_000;

/// Ether that may be liquidated at 2,700: health 0.957 of a debt of 2,399.
const FALLEN: i128 = 270_000;
const DEBT: u128 = 2_399 * TOKEN;

/// A third of a per cent, as most pools of ether.
const FEE: u32 = 3_000;

/// Who gets what a liquidation brings.
const RECEIVER: Address = STRANGER;

/// A market, a liquidator, and a pool of ether.
struct Sale {
    stage: Stage,
    liquidator: Contract,
    uniswap: Uniswap,
}

impl Sale {
    /// The pool is deep; ether costs so much there.
    fn new(price: f64) -> Self {
        let stage = Stage::new(CENTS, plain_terms(), LTV);
        let uniswap =
            Uniswap::between(&stage.lending.scene.token, &stage.lending.ether, FEE, price);
        let mut plan = Plan::new("liquidator");
        let constructor = Abi::constructorCall {};
        let liquidator = plan.add("liquidator", LIQUIDATOR.code, &constructor, false);
        let chain = stage.lending.market.chain();
        let deployed = chain.deploy(&plan);
        deployed.unwrap_or_else(|error| panic!("{error}"));
        let liquidator = Contract::new(chain.clone(), liquidator.expect("a plan of one"));
        Self {
            stage,
            liquidator,
            uniswap,
        }
    }

    /// Alice owes what her ether no longer secures.
    fn fallen() -> Self {
        let sale = Self::new(2_700.0);
        sale.stage.owe(TOKEN, DEBT);
        sale.stage.price(FALLEN);
        sale
    }

    /// All of Alice's debt for her ether.
    fn call(&self, venues: &[Address]) -> Abi::liquidateCall {
        Abi::liquidateCall {
            market: self.stage.lending.market.address,
            borrower: ALICE,
            collateral: self.stage.ether(),
            maxRepaid: U256::MAX,
            minProfit: U256::ZERO,
            receiver: RECEIVER,
            venues: venues.to_vec(),
        }
    }

    fn pool(&self) -> Address {
        self.uniswap.pool.address
    }

    /// Nothing is held, nobody is allowed anything.
    fn is_empty(&self, tokens: &[&Contract], spenders: &[Address]) {
        let (account, owner) = (self.liquidator.address, self.liquidator.address);
        for token in tokens {
            assert_eq!(token.ask(&IERC20::balanceOfCall { account }), U256::ZERO);
            for spender in spenders.iter().copied() {
                let allowed = token.ask(&IERC20::allowanceCall { owner, spender });
                assert_eq!(allowed, U256::ZERO);
            }
        }
    }

    /// A vault over ether, whose shares are a collateral of which Alice has some.
    fn vault_over_ether(&self, ether: u128) -> Contract {
        let lending = &self.stage.lending;
        let chain = lending.market.chain();
        let code = peers().contract("OpenZeppelinVault").expect("a contract");
        let vault = chain.create(code, &self.stage.ether().abi_encode());
        let vault = Contract::new(chain.clone(), vault.expect("a constructor passes"));
        lending.allow(&lending.ether, ALICE, vault.address);
        vault.send(ALICE, &deposit(ether, ALICE));
        lending.allow(&vault, ALICE, lending.market.address);
        let share = SourceTerms::share(vault.address, self.stage.ether(), 2_000);
        lending.pricing.list(vault.address, share);
        lending.govern(&Risk::listCollateralCall {
            collateral: vault.address,
            borrowBps: uint(LTV[0]),
            liquidationBps: uint(LTV[1]),
            cap: uint(u128::MAX),
        });
        vault
    }

    /// A contract of `tests/peers`.
    fn create(&self, name: &'static str, arguments: &[u8]) -> Contract {
        let chain = self.stage.lending.market.chain();
        let code = peers().contract(name).expect("a known contract");
        let address = chain.create(code, arguments);
        Contract::new(
            chain.clone(),
            address.unwrap_or_else(|error| panic!("{error}")),
        )
    }
}

/// Ether is sold in the pool for more than is due: 4.38 % less the pool's fee.
#[test]
fn seized_ether_pays_for_itself_in_a_pool() {
    let sale = Sale::fallen();
    let (lending, call) = (&sale.stage.lending, sale.call(&[sale.pool()]));
    let done = sale.liquidator.send(MALLORY, &call);
    let (repaid, profit) = (done.returned.repaid, done.returned.profit);
    assert!(uint(1_000 * TOKEN) < repaid, "{repaid}");
    // The bonus, less what the pool keeps of the seized: 0.3 % of 104.38 %, and next to nothing moved.
    let expected = repaid.to::<u128>() / 10_000 * 438 - repaid.to::<u128>() / 1_000_000 * 3_131;
    near(profit, expected, repaid.to::<u128>() / 1_000);
    assert_eq!(lending.scene.tokens_of(RECEIVER), profit);
    let logs = done.logs();
    let log = logs
        .iter()
        .find_map(|(_, log)| Abi::Liquidated::decode_log_data(log).ok());
    let log = log.expect("it is said");
    assert_eq!((log.borrower, log.receiver), (ALICE, RECEIVER));
    assert_eq!((log.repaid, log.profit), (repaid, profit));
    assert!(uint(TOKEN) < sale.stage.healths()[0]);
    sale.is_empty(
        &[&lending.scene.token, &lending.ether],
        &[lending.market.address, sale.pool()],
    );
}

/// Shares of a vault are redeemed, and nothing has to be sold.
#[test]
fn seized_shares_are_redeemed() {
    let sale = Sale::new(3_000.0);
    let lending = &sale.stage.lending;
    let shares = lending.shares();
    lending.pledge(CAROL, shares, 1_000 * TOKEN * 1_000);
    lending.borrow(CAROL, 699 * TOKEN);
    lending.govern(&set_ltv(shares, 5_000, 6_900, 0));
    let call = Abi::liquidateCall {
        borrower: CAROL,
        collateral: shares,
        ..sale.call(&[shares])
    };
    let done = sale.liquidator.send(MALLORY, &call).returned;
    assert!(uint(TOKEN) < done.repaid);
    // 4.38 %, but for the units that a share is worth.
    near(done.profit, done.repaid.to::<u128>() / 10_000 * 438, 20_000);
    assert_eq!(lending.scene.tokens_of(RECEIVER), done.profit);
    let market = lending.market.address;
    let vault = &lending.scene.vault.contract;
    sale.is_empty(&[&lending.scene.token, vault], &[market, shares]);
}

/// Shares of a vault over ether: redeemed first, then sold.
#[test]
fn venues_lead_on_from_one_another() {
    let sale = Sale::new(2_700.0);
    let vault = sale.vault_over_ether(TOKEN);
    let lending = &sale.stage.lending;
    lending.pledge(ALICE, vault.address, TOKEN);
    lending.borrow(ALICE, DEBT);
    sale.stage.price(FALLEN);
    let call = Abi::liquidateCall {
        collateral: vault.address,
        ..sale.call(&[vault.address, sale.pool()])
    };
    let done = sale.liquidator.send(MALLORY, &call).returned;
    assert!(uint(1_000 * TOKEN) < done.repaid);
    assert!(done.repaid / uint(30) < done.profit);
    assert_eq!(lending.scene.tokens_of(RECEIVER), done.profit);
    let spenders = [lending.market.address, vault.address, sale.pool()];
    sale.is_empty(&[&lending.scene.token, &lending.ether, &vault], &spenders);
}

/// A unit less than the caller wants, and all of it is as before.
#[test]
fn less_profit_than_asked_for_is_refused() {
    let sale = Sale::fallen();
    let call = sale.call(&[sale.pool()]);
    let chain = sale.liquidator.chain();
    let answer = chain.call(MALLORY, sale.liquidator.address, &call);
    let profit = answer.unwrap_or_else(|error| panic!("{error}")).profit;
    let greedy = Abi::liquidateCall {
        minProfit: profit + uint(1),
        ..call.clone()
    };
    let error = Abi::ProfitTooSmall {
        profit,
        minProfit: profit + uint(1),
    };
    sale.liquidator.refuses(MALLORY, &greedy, &error);
    let just = Abi::liquidateCall {
        minProfit: profit,
        ..call
    };
    assert_eq!(sale.liquidator.send(MALLORY, &just).returned.profit, profit);
    // A pool that pays a tenth less than the oracle says leaves nothing to pay with.
    let low = Sale::new(2_430.0);
    low.stage.owe(TOKEN, DEBT);
    low.stage.price(FALLEN);
    let call = low.call(&[low.pool()]);
    low.liquidator.revert_data(MALLORY, &call);
}

/// What leads nowhere is refused with what stands in the way.
#[test]
fn venues_that_lead_nowhere_are_refused() {
    let sale = Sale::fallen();
    let (lending, ether) = (&sale.stage.lending, sale.stage.ether());
    let refuses = |venues: &[Address], error: &[u8]| {
        let data = sale.liquidator.revert_data(MALLORY, &sale.call(venues));
        assert_eq!(data.as_ref(), error);
    };
    let asset = lending.scene.token.address;
    refuses(
        &[],
        &Abi::WrongToken {
            token: ether,
            asset,
        }
        .abi_encode(),
    );
    let venue = lending.shares();
    refuses(
        &[venue],
        &Abi::WrongVenue {
            venue,
            token: ether,
        }
        .abi_encode(),
    );
    // There and back again: the pool takes its own coins, and what comes is ether.
    let there_and_back = [sale.pool(), sale.pool()];
    let error = Abi::WrongToken {
        token: ether,
        asset,
    };
    refuses(&there_and_back, &error.abi_encode());
    let dry = sale.uniswap.open(500, 2_700.0);
    let data = sale
        .liquidator
        .revert_data(MALLORY, &sale.call(&[dry.address]));
    let error = Abi::Incomplete::abi_decode(&data).expect("that error");
    assert_eq!(error.pool, dry.address);
    assert!(uint(TOKEN / 2) < error.left);
    let nowhere = Abi::liquidateCall {
        market: BOB,
        ..sale.call(&[])
    };
    let error = Abi::CallFailed { target: BOB };
    sale.liquidator.refuses(MALLORY, &nowhere, &error);
    let healthy = Abi::liquidateCall {
        borrower: CAROL,
        ..sale.call(&[sale.pool()])
    };
    let error = Risk::Healthy { account: CAROL };
    sale.liquidator.refuses(MALLORY, &healthy, &error);
}
