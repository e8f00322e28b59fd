//! Liquidations that pay for themselves.

use alloy_primitives::{Address, I256, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::liquidator::Liquidator as Abi;
use ballast_abi::market::IMarketCallbacks;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::token::Token as TokenAbi;
use ballast_abi::uniswap_v3::IUniswapV3Trader;
use ballast_abi::vault::Vault as VaultAbi;
use ballast_liquidator::Liquidator;
use ballast_liquidator::entry_point::is_expected;
use ballast_motsu_testkit::{Deployed, Foreign, set_admitting};
use ballast_vault::Vault;

use crate::market::*;
use crate::tokens::{ALICE, BOB};
use crate::uniswap::pool::{self, POOL, Shared};

const LIQUIDATOR: Address = Address::repeat_byte(0x11);
const SHARE: Address = Address::repeat_byte(0x7b);
/// Where a market stands that does what a test wants.
const ODD: Address = Address::repeat_byte(0x3f);
const RECEIVER: Address = Address::repeat_byte(0x12);
/// The pool's price of gold: 1.0001^45,000, a little less than 90.
const TICK: i32 = -45_000;

/// Bob owes 8,000 against 100 of gold at 90; a pool buys gold at 90, less 0.3 %.
struct Stage {
    lending: Lending,
    liquidator: Deployed<Liquidator>,
    pool: Shared,
    _others: [Foreign; 2],
}

fn stage() -> Stage {
    let lending = Lending::funded();
    lending.borrow(BOB, 8_000 * UNIT);
    on(lending)
}

/// A stage on which somebody owes something already.
fn on(lending: Lending) -> Stage {
    lending.pass(60);
    lending.says.price(GOLD, 9_000);
    let (pool, others) = pool::place([ASSET, GOLD]);
    pool.borrow_mut().spot = TICK;
    let (to, value) = (POOL, uint(FUNDS));
    let mint = TokenAbi::mintCall { to, value };
    lending.asset.call(ALICE, &mint).unwrap();
    lending.gold.call(ALICE, &mint).unwrap();
    let liquidator = Deployed::bare(LIQUIDATOR);
    // As its own entry point does.
    set_admitting(LIQUIDATOR, is_expected);
    liquidator
        .construct(ALICE, &Abi::constructorCall {})
        .unwrap();
    Stage {
        lending,
        liquidator,
        pool,
        _others: others,
    }
}

fn liquidation(venues: &[Address]) -> Abi::liquidateCall {
    Abi::liquidateCall {
        market: MARKET,
        borrower: BOB,
        collateral: GOLD,
        maxRepaid: U256::MAX,
        minProfit: U256::ZERO,
        receiver: RECEIVER,
        venues: venues.to_vec(),
    }
}

impl Stage {
    #[track_caller]
    fn refuses(&self, call: &impl SolCall, error: &impl SolError) {
        let outcome = self.liquidator.call(CAROL, call).err();
        assert_eq!(outcome, Some(error.abi_encode()));
    }

    /// What the liquidator has of both tokens, and may be taken from it.
    fn left(&self) -> [u64; 3] {
        let (owner, spender) = (LIQUIDATOR, MARKET);
        let allowance = IERC20::allowanceCall { owner, spender };
        let allowance = self.lending.asset.call(CAROL, &allowance).unwrap();
        let [asset, gold] = [&self.lending.asset, &self.lending.gold]
            .map(|token| self.lending.balance(token, LIQUIDATOR));
        [asset, gold, allowance.to()]
    }
}

#[test]
fn what_is_seized_pays_the_debt_and_a_profit() {
    let stage = stage();
    let done = stage.liquidator.call(CAROL, &liquidation(&[POOL])).unwrap();
    assert_eq!(done.repaid, uint(4_000 * UNIT));
    // 45.916666 of gold at 89.997, less 0.3 %, less what was paid.
    let profit: u64 = done.profit.to();
    assert!(profit.abs_diff(119_970_000) < 100_000, "{profit}");
    assert_eq!(
        stage.lending.balance(&stage.lending.asset, RECEIVER),
        profit
    );
    assert_eq!(stage.left(), [0, 0, 0]);
    assert_eq!(stage.lending.debt(BOB), 4_000 * UNIT);
    let told = stage.liquidator.events::<Abi::Liquidated>();
    let [told] = &told[..] else {
        panic!("one liquidation");
    };
    assert_eq!(
        (told.market, told.borrower, told.collateral),
        (MARKET, BOB, GOLD)
    );
    assert_eq!((told.receiver, told.repaid), (RECEIVER, done.repaid));
    assert_eq!((told.seized, told.profit), (uint(45_916_666), done.profit));
}

#[test]
fn a_part_may_be_paid() {
    let stage = stage();
    let call = Abi::liquidateCall {
        maxRepaid: uint(1_000 * UNIT),
        ..liquidation(&[POOL])
    };
    let done = stage.liquidator.call(CAROL, &call).unwrap();
    assert_eq!(
        (done.repaid, stage.lending.debt(BOB)),
        (uint(1_000 * UNIT), 7_000 * UNIT)
    );
}

#[test]
fn the_least_profit_is_the_callers_protection() {
    let stage = stage();
    stage.pool.borrow_mut().stinginess = 2;
    let call = Abi::liquidateCall {
        minProfit: uint(100 * UNIT),
        ..liquidation(&[POOL])
    };
    let outcome = stage.liquidator.call(CAROL, &call).err().unwrap();
    let error = Abi::ProfitTooSmall::abi_decode(&outcome).unwrap();
    assert_eq!(error.minProfit, uint(100 * UNIT));
    assert!(uint(30 * UNIT) < error.profit && error.profit < uint(40 * UNIT));
    assert_eq!(stage.lending.debt(BOB), 8_000 * UNIT);
    let exactly = Abi::liquidateCall {
        minProfit: error.profit,
        ..call
    };
    let done = stage.liquidator.call(CAROL, &exactly).unwrap();
    assert_eq!(done.profit, error.profit);
}

#[test]
fn what_does_not_pay_for_itself_did_not_happen() {
    let stage = stage();
    stage.pool.borrow_mut().stinginess = 10;
    let outcome = stage
        .liquidator
        .call(CAROL, &liquidation(&[POOL]))
        .err()
        .unwrap();
    assert!(outcome.starts_with(&IERC20::ERC20InsufficientBalance::SELECTOR));
    assert_eq!(
        (stage.lending.debt(BOB), stage.left()),
        (8_000 * UNIT, [0, 0, 0])
    );
}

/// Shares of a vault over gold, a thousand of which are worth one, are redeemed, and the gold is sold.
#[test]
fn a_share_is_redeemed_on_the_way() {
    let lending = Lending::funded();
    let vault = Deployed::<Vault>::bare(SHARE);
    let made = VaultAbi::constructorCall {
        asset: GOLD,
        name: "Vault".into(),
        symbol: "V".into(),
        decimalsOffset: 3,
        authority: AUTHORITY,
    };
    vault.construct(ALICE, &made).unwrap();
    let (spender, value) = (SHARE, U256::MAX);
    let approve = IERC20::approveCall { spender, value };
    lending.gold.call(BOB, &approve).unwrap();
    let (assets, receiver) = (uint(100 * UNIT), BOB);
    vault
        .call(BOB, &IERC4626::depositCall { assets, receiver })
        .unwrap();
    lending.says.price(SHARE, PRICE / 1_000);
    lending.govern(&listing(SHARE, GOLD_LTV));
    let (spender, value) = (MARKET, U256::MAX);
    vault
        .call(BOB, &IERC20::approveCall { spender, value })
        .unwrap();
    lending.pledge(BOB, SHARE, 100_000 * UNIT);
    lending.act(BOB, &take_out(BOB, GOLD, 100 * UNIT));
    lending.borrow(BOB, 8_000 * UNIT);
    lending.says.price(SHARE, 9);
    let stage = on(lending);
    let call = Abi::liquidateCall {
        collateral: SHARE,
        ..liquidation(&[SHARE, POOL])
    };
    let done = stage.liquidator.call(CAROL, &call).unwrap();
    assert_eq!(
        (done.repaid, stage.lending.debt(BOB)),
        (uint(4_000 * UNIT), 4_000 * UNIT)
    );
    assert!(uint(119 * UNIT) < done.profit && done.profit < uint(121 * UNIT));
    assert_eq!(stage.left(), [0, 0, 0]);
    let account = LIQUIDATOR;
    assert_eq!(
        vault.call(BOB, &IERC20::balanceOfCall { account }),
        Ok(U256::ZERO)
    );
}

#[test]
fn venues_lead_to_the_asset() {
    let stage = stage();
    let wrong = |token, asset| Abi::WrongToken { token, asset };
    stage.refuses(&liquidation(&[]), &wrong(GOLD, ASSET));
    // There and back again.
    stage.refuses(&liquidation(&[POOL, POOL]), &wrong(GOLD, ASSET));
    let venue = Address::repeat_byte(0x99);
    let error = |venue, token| Abi::WrongVenue { venue, token };
    stage.refuses(&liquidation(&[venue]), &error(venue, GOLD));
    stage.pool.borrow_mut().tokens = [ASSET, SILVER];
    stage.refuses(&liquidation(&[POOL]), &error(POOL, GOLD));
    // A token that is no vault cannot be redeemed.
    stage.refuses(&liquidation(&[GOLD]), &Abi::CallFailed { target: GOLD });
    stage.pool.borrow_mut().tokens = [ASSET, GOLD];
    stage.pool.borrow_mut().depth = uint(45_000_000);
    let error = Abi::Incomplete {
        pool: POOL,
        left: uint(916_666),
    };
    stage.refuses(&liquidation(&[POOL]), &error);
    assert_eq!(stage.left(), [0, 0, 0]);
}

/// The other way round: the pool names gold first.
#[test]
fn pools_sell_either_way() {
    let stage = stage();
    {
        let mut pool = stage.pool.borrow_mut();
        (pool.tokens, pool.spot) = ([GOLD, ASSET], -TICK);
    }
    let done = stage.liquidator.call(CAROL, &liquidation(&[POOL])).unwrap();
    assert!(uint(119 * UNIT) < done.profit && done.profit < uint(121 * UNIT));
}

#[test]
fn a_pool_takes_no_more_than_it_was_to() {
    let stage = stage();
    stage.pool.borrow_mut().greed = 5;
    let outcome = stage
        .liquidator
        .call(CAROL, &liquidation(&[POOL]))
        .err()
        .unwrap();
    assert!(outcome.starts_with(&IUniswapV3Trader::UnexpectedCallback::SELECTOR));
    let callback = IUniswapV3Trader::uniswapV3SwapCallbackCall {
        amount0Delta: I256::ONE,
        amount1Delta: I256::ONE,
        data: Default::default(),
    };
    // Nobody else is paid, and nobody without a trade.
    let error = IUniswapV3Trader::NotPool { caller: CAROL };
    stage.refuses(&callback, &error);
}

#[test]
fn a_market_that_refuses_says_why() {
    let stage = stage();
    stage.lending.says.price(GOLD, PRICE);
    stage.refuses(&liquidation(&[POOL]), &Risk::Healthy { account: BOB });
    let market = Address::repeat_byte(0x99);
    let call = Abi::liquidateCall {
        market,
        ..liquidation(&[POOL])
    };
    stage.refuses(&call, &Abi::CallFailed { target: market });
}

/// What a market that is none of ours does: how often it calls back, and how many words it answers.
fn odd_market(callbacks: usize, words: usize) -> Foreign {
    Foreign::place(ODD, move |message| {
        if message.is::<IERC4626::assetCall>().is_some() {
            return Ok(ASSET.into_word().to_vec());
        }
        let call: Risk::liquidateCall = message.is().ok_or_else(Vec::new)?;
        let (to, value) = (LIQUIDATOR, uint(10));
        message.call(ASSET, &TokenAbi::mintCall { to, value })?;
        for _ in 0..callbacks {
            let callback = IMarketCallbacks::onMarketLiquidateCall {
                collateral: ASSET,
                repaid: uint(7),
                seized: uint(10),
                data: call.data.clone(),
            };
            message.call(LIQUIDATOR, &callback)?;
        }
        Ok(vec![0; 32 * words])
    })
}

#[test]
fn a_hostile_market_calls_back_once_and_is_left_no_allowance() {
    let stage = stage();
    let call = Abi::liquidateCall {
        market: ODD,
        ..liquidation(&[])
    };
    let twice = odd_market(2, 2);
    stage.refuses(&call, &Abi::UnexpectedMarket { caller: ODD });
    drop(twice);
    let short = odd_market(1, 1);
    stage.refuses(&call, &Abi::CallFailed { target: ODD });
    drop(short);
    let _odd = odd_market(1, 2);
    let done = stage.liquidator.call(CAROL, &call).unwrap();
    assert_eq!((done.repaid, done.profit), (U256::ZERO, uint(10)));
    let (owner, spender) = (LIQUIDATOR, ODD);
    let allowance = IERC20::allowanceCall { owner, spender };
    assert_eq!(stage.lending.asset.call(BOB, &allowance), Ok(U256::ZERO));
    // Outside of a call nobody calls back.
    let callback = IMarketCallbacks::onMarketLiquidateCall {
        collateral: ASSET,
        repaid: uint(7),
        seized: uint(10),
        data: Default::default(),
    };
    for caller in [MARKET, ODD, CAROL] {
        let error = Abi::UnexpectedMarket { caller };
        let outcome = stage.liquidator.call(caller, &callback).err();
        assert_eq!(outcome, Some(error.abi_encode()));
    }
}

#[test]
fn it_takes_no_ether_and_nothing_unknown() {
    let stage = stage();
    let call = liquidation(&[POOL]).abi_encode();
    assert_eq!(stage.liquidator.pay(CAROL, uint(1), call), Err(vec![]));
    assert_eq!(stage.liquidator.pay(CAROL, uint(1), vec![]), Err(vec![]));
    assert_eq!(stage.liquidator.send(CAROL, vec![0xff; 36]), Err(vec![]));
    assert_eq!(stage.liquidator.send(CAROL, vec![]), Err(vec![]));
    let paid = stage
        .liquidator
        .construct_paying(ALICE, uint(1), &Abi::constructorCall {});
    assert_eq!(paid, Err(vec![]));
}
