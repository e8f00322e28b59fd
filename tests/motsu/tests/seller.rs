//! The seller over pools that are played, for strategies that are played.

mod limits;
mod routes;

use std::cell::RefCell;
use std::rc::Rc;

use alloy_primitives::{Address, I256, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::rewards::IRewards;
use ballast_abi::seller::Seller as Abi;
use ballast_abi::strategy::IStrategy;
use ballast_abi::token::Token as TokenAbi;
use ballast_abi::uniswap_v3::IUniswapV3Trader;
use ballast_motsu_testkit::{Deployed, Foreign, Message, set_admitting, set_block_timestamp};
use ballast_seller::Seller;
use ballast_token::Token;

use crate::tokens::{ALICE, BOB, token_at};
use crate::uniswap::pool::{self, POOL, Pool, Shared};

const VAULT: Address = Address::repeat_byte(0x7a);
const STRATEGY: Address = Address::repeat_byte(0x51);
const PAYEE: Address = Address::repeat_byte(0x52);
const SECOND_POOL: Address = Address::repeat_byte(0x91);
const SECOND_FACTORY: Address = Address::repeat_byte(0xfb);
const AUTHORITY: Address = Address::repeat_byte(0xaa);
const SENTINEL: Address = Address::repeat_byte(0x0c);
const MALLORY: Address = Address::repeat_byte(0x66);
const START: u64 = 1_800_000_000;
const HOUR: u64 = 3_600;
const CHUNK: u64 = 1_000_000;
const LEAST: u64 = 1_000;
const LOSS_MAX: u64 = 20_000;
/// Window, deviation, slippage, chunk, its period, least, loss, its period.
const TERMS: [u64; 8] = [1_800, 100, 150, CHUNK, HOUR, LEAST, LOSS_MAX, 604_800];

/// What a strategy that is played does wrong.
#[derive(Clone, Copy, Debug, Default)]
struct Faults {
    keeps_rewards: bool,
    refuses_assets: bool,
}

/// A reward that leads to the asset through one pool, or through another token and two.
struct Stage {
    asset: Deployed<Token>,
    reward: Deployed<Token>,
    between: Deployed<Token>,
    direct: Shared,
    onward: Shared,
    faults: Rc<RefCell<Faults>>,
    seller: Deployed<Seller>,
    _others: Vec<Foreign>,
}

fn number(value: u64) -> U256 {
    U256::from(value)
}

/// A strategy: hands over what it has of a token, and says whose it is.
fn strategy(message: &Message<'_>, asset: Address, faults: Faults) -> Result<Vec<u8>, Vec<u8>> {
    let held = |token| {
        let account = message.this();
        let answer = message.call(token, &IERC20::balanceOfCall { account })?;
        Ok::<_, Vec<u8>>(U256::from_be_slice(&answer))
    };
    if message.is::<IStrategy::vaultCall>().is_some() {
        return Ok(VAULT.into_word().to_vec());
    }
    if message.is::<IStrategy::assetCall>().is_some() {
        return Ok(asset.into_word().to_vec());
    }
    if let Some(IRewards::sweepableCall { token }) = message.is() {
        return Ok(held(token)?.to_be_bytes_vec());
    }
    if let Some(IRewards::sweepCall { token }) = message.is() {
        let (to, value) = (message.sender, held(token)?);
        if faults.keeps_rewards || value.is_zero() {
            return Err(vec![]);
        }
        message.call(token, &IERC20::transferCall { to, value })?;
        return Ok(value.to_be_bytes_vec());
    }
    if message.is::<IRewards::reinvestCall>().is_some() && !faults.refuses_assets {
        return Ok(held(asset)?.to_be_bytes_vec());
    }
    Err(vec![])
}

/// A seller without routes. The asset has the lowest address, the reward the highest.
fn bare() -> Stage {
    set_block_timestamp(START);
    let [asset, between, reward] = [0x6f, 0x70, 0x71].map(token_at);
    let tokens = [asset.address(), between.address(), reward.address()];
    let (direct, first) = pool::place([tokens[0], tokens[2]]);
    let places = [SECOND_POOL, SECOND_FACTORY];
    let (onward, second) = pool::place_at(places, [tokens[0], tokens[1]]);
    let mut others: Vec<_> = first.into_iter().chain(second).collect();
    let faults = Rc::new(RefCell::new(Faults::default()));
    for address in [STRATEGY, PAYEE] {
        let wrong = Rc::clone(&faults);
        let play = move |message: &Message<'_>| strategy(message, tokens[0], *wrong.borrow());
        others.push(Foreign::place(address, play));
    }
    let answer = tokens[0].into_word().to_vec();
    let answers = vec![(IERC4626::assetCall::SELECTOR, answer)];
    others.push(Foreign::answering(VAULT, answers));
    for token in [&asset, &between, &reward] {
        for to in [POOL, SECOND_POOL] {
            let value = number(1_000 * CHUNK);
            token
                .call(ALICE, &TokenAbi::mintCall { to, value })
                .unwrap();
        }
    }
    let seller = Deployed::bare(Address::repeat_byte(0x5e));
    // As its own entry point has it.
    set_admitting(seller.address(), ballast_uniswap_v3::entry::is_callback);
    let constructor = construction(VAULT, AUTHORITY);
    seller.construct(ALICE, &constructor).unwrap();
    Stage {
        asset,
        reward,
        between,
        direct,
        onward,
        faults,
        seller,
        _others: others,
    }
}

/// A seller with a route through one pool; a sentinel looks on.
fn stage() -> Stage {
    let stage = bare();
    stage.govern(&stage.terms(TERMS)).unwrap();
    let sentinel = SENTINEL;
    stage.govern(&Abi::setSentinelCall { sentinel }).unwrap();
    stage
}

/// The same through two pools.
fn long_stage() -> Stage {
    let stage = bare();
    stage.change(|pool| pool.tokens = [stage.between.address(), stage.reward.address()]);
    let mut route = stage.terms(TERMS);
    route.secondPool = SECOND_POOL;
    stage.govern(&route).unwrap();
    stage
}

fn construction(vault: Address, authority: Address) -> Abi::constructorCall {
    Abi::constructorCall { vault, authority }
}

impl Stage {
    fn terms(&self, terms: [u64; 8]) -> Abi::setRouteCall {
        let terms = terms.map(number);
        Abi::setRouteCall {
            token: self.reward.address(),
            strategy: STRATEGY,
            payee: PAYEE,
            firstPool: POOL,
            secondPool: Address::ZERO,
            windowSeconds: terms[0],
            deviationTicks: terms[1],
            slippageTicks: terms[2],
            chunk: terms[3],
            chunkSeconds: terms[4],
            least: terms[5],
            lossMax: terms[6],
            lossSeconds: terms[7],
        }
    }

    fn govern<C: SolCall>(&self, call: &C) -> Result<C::Return, Vec<u8>> {
        self.seller.call(AUTHORITY, call)
    }

    fn ask<C: SolCall>(&self, call: &C) -> C::Return {
        self.seller.call(BOB, call).unwrap()
    }

    /// Changes the first pool.
    fn change(&self, change: impl FnOnce(&mut Pool)) {
        change(&mut self.direct.borrow_mut());
    }

    /// The strategy is rewarded.
    fn grant(&self, amount: u64) {
        let (to, value) = (STRATEGY, number(amount));
        let mint = TokenAbi::mintCall { to, value };
        self.reward.call(ALICE, &mint).unwrap();
    }

    /// By somebody without a role: what was sold and received.
    fn sell(&self) -> Result<(u64, u64), Vec<u8>> {
        let (token, strategy) = (self.reward.address(), STRATEGY);
        let sold = self
            .seller
            .call(MALLORY, &Abi::sellCall { token, strategy });
        sold.map(|answer| (answer.sold.to(), answer.received.to()))
    }

    /// Pile, and what is left of both limits.
    fn standing(&self) -> [u64; 3] {
        let (token, strategy) = (self.reward.address(), STRATEGY);
        let answer = self.ask(&Abi::standingCall { token, strategy });
        [answer.pile, answer.sizeLeft, answer.lossLeft].map(|amount| amount.to())
    }

    fn trigger(&self) -> Abi::shouldSellReturn {
        let (token, strategy) = (self.reward.address(), STRATEGY);
        self.ask(&Abi::shouldSellCall { token, strategy })
    }

    fn balance(&self, token: &Deployed<Token>, account: Address) -> u64 {
        let held = token.call(BOB, &IERC20::balanceOfCall { account });
        held.unwrap().to()
    }
}

#[track_caller]
fn refused<T>(outcome: Result<T, Vec<u8>>, error: &impl SolError) {
    assert_eq!(outcome.err(), Some(error.abi_encode()));
}

#[test]
fn a_sale_brings_the_payee_what_the_pool_gives() {
    let stage = stage();
    stage.grant(CHUNK / 4);
    let trigger = stage.trigger();
    assert!(trigger.due);
    assert_eq!(trigger.amount, number(CHUNK / 4));
    assert_eq!(trigger.worth, number(CHUNK / 4));
    let (sold, received) = stage.sell().unwrap();
    // The fee of 0.3 %.
    assert_eq!((sold, received), (250_000, 249_250));
    assert!(trigger.least <= number(received));
    assert_eq!(stage.balance(&stage.asset, PAYEE), received);
    assert_eq!(stage.balance(&stage.asset, stage.seller.address()), 0);
    assert_eq!(stage.balance(&stage.reward, STRATEGY), 0);
    // The loss is the fee, and three quarters of the chunk are left.
    assert_eq!(stage.standing(), [0, 750_000, LOSS_MAX - 750]);
    let (token, strategy) = (stage.reward.address(), STRATEGY);
    let event = Abi::Sold {
        token,
        strategy,
        caller: MALLORY,
        sold: number(sold),
        worth: number(sold),
        received: number(received),
    };
    assert_eq!(stage.seller.events::<Abi::Sold>(), [event]);
    let (amount, pile) = (number(sold), number(sold));
    let event = Abi::Collected {
        token,
        strategy,
        amount,
        pile,
    };
    assert_eq!(stage.seller.events::<Abi::Collected>(), [event]);
    let [left_before, left_after] = [LOSS_MAX, LOSS_MAX - 750].map(number);
    let event = Abi::LossSpent {
        token,
        strategy,
        leftBefore: left_before,
        leftAfter: left_after,
    };
    assert_eq!(stage.seller.events::<Abi::LossSpent>(), [event]);
}

#[test]
fn the_call_of_the_trigger_is_the_sale() {
    let stage = stage();
    let nothing = stage.trigger();
    assert!(!nothing.due && nothing.amount.is_zero());
    stage.grant(CHUNK / 2);
    let call = stage.trigger().call.to_vec();
    let answer = stage.seller.send(MALLORY, call).unwrap();
    assert_eq!(U256::from_be_slice(&answer[..32]), number(CHUNK / 2));
    assert!(!stage.trigger().due);
}

#[test]
fn nothing_is_sold_while_spot_and_mean_differ() {
    let stage = stage();
    stage.grant(CHUNK);
    stage.change(|pool| pool.spot = 101);
    assert!(!stage.trigger().due);
    let error = IUniswapV3Trader::PriceDeviates {
        spot: 101.try_into().unwrap(),
        mean: 0.try_into().unwrap(),
    };
    refused(stage.sell(), &error);
    stage.change(|pool| pool.is_young = true);
    let error = IUniswapV3Trader::PriceUnavailable { pool: POOL };
    refused(stage.sell(), &error);
    assert_eq!(stage.balance(&stage.reward, STRATEGY), CHUNK);
}

#[test]
fn a_pool_that_gives_too_little_or_takes_nothing_is_refused() {
    let stage = stage();
    stage.grant(CHUNK);
    stage.change(|pool| pool.stinginess = 5);
    let outcome = stage.sell().unwrap_err();
    assert_eq!(outcome[..4], Abi::SlippageExceeded::SELECTOR);
    assert_eq!(U256::from_be_slice(&outcome[4..36]), number(947_150));
    stage.change(|pool| (pool.stinginess, pool.greed) = (0, 5));
    let (owed, limit) = (number(1_050_000), number(CHUNK));
    let error = IUniswapV3Trader::UnexpectedCallback { owed, limit };
    refused(stage.sell(), &error);
    stage.change(|pool| (pool.greed, pool.depth) = (0, U256::ZERO));
    let (amount, least) = (U256::ZERO, number(LEAST));
    refused(stage.sell(), &Abi::TooLittle { amount, least });
    assert_eq!(stage.balance(&stage.reward, STRATEGY), CHUNK);
}

#[test]
fn two_pools_are_passed_wholly_or_not_at_all() {
    let stage = long_stage();
    stage.grant(CHUNK);
    // What is worth a chunk loses twice 0.3 %.
    let (sold, received) = stage.sell().unwrap();
    assert_eq!((sold, received), (CHUNK, 994_009));
    assert_eq!(stage.balance(&stage.asset, PAYEE), 994_009);
    assert_eq!(stage.standing()[2], LOSS_MAX - (CHUNK - 994_009));
    set_block_timestamp(START + HOUR);
    stage.grant(CHUNK);
    stage.onward.borrow_mut().depth = number(997_000 - 1);
    let (pool, left) = (SECOND_POOL, number(1));
    refused(stage.sell(), &Abi::Incomplete { pool, left });
    // The first pool may take less: that much is sold.
    stage.change(|pool| pool.depth = number(CHUNK / 10));
    assert_eq!(stage.sell().unwrap(), (CHUNK / 10, 99_400));
    assert_eq!(stage.balance(&stage.between, stage.seller.address()), 0);
    assert_eq!(stage.standing()[0], CHUNK / 10 * 9);
}

#[test]
fn nothing_is_sold_while_the_payee_takes_nothing() {
    let stage = stage();
    stage.grant(CHUNK);
    stage.faults.borrow_mut().refuses_assets = true;
    let payee = PAYEE;
    refused(stage.sell(), &Abi::ReinvestFailed { payee });
    assert_eq!(stage.balance(&stage.asset, PAYEE), 0);
    assert_eq!(stage.balance(&stage.reward, STRATEGY), CHUNK);
    stage.faults.borrow_mut().refuses_assets = false;
    stage.sell().unwrap();
}

#[test]
fn only_the_pool_of_a_sale_under_way_is_paid() {
    let stage = stage();
    stage.grant(3 * CHUNK);
    stage.sell().unwrap();
    let call = IUniswapV3Trader::uniswapV3SwapCallbackCall {
        amount0Delta: I256::ZERO,
        amount1Delta: I256::ONE,
        data: Default::default(),
    };
    for caller in [MALLORY, POOL, SECOND_POOL] {
        let outcome = stage.seller.call(caller, &call);
        refused(outcome, &IUniswapV3Trader::NotPool { caller });
    }
    assert_eq!(stage.standing()[0], 2 * CHUNK);
}
