//! A pool of Uniswap v3 as a play: it trades any amount at one price, and does what it is told.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use alloy_primitives::{Address, B256, I256, U256, keccak256};
use alloy_sol_types::SolCall;
use ballast_abi::erc20::IERC20;
use ballast_abi::uniswap_v3::{IUniswapV3Factory, IUniswapV3Pool, IUniswapV3Trader};
use ballast_core::{Amounts, Pips, Tick, TickRange};
use ballast_motsu_testkit::{Foreign, Message};

pub(crate) const POOL: Address = Address::repeat_byte(0x90);
pub(crate) const FACTORY: Address = Address::repeat_byte(0xfa);
/// 0.3 %.
pub(crate) const FEE: u32 = 3_000;
const SPACING: u64 = 60;

type Answer = Result<Vec<u8>, Vec<u8>>;

/// What is in the pool, and what it is told to do.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    address: Address,
    factory: Address,
    pub(crate) tokens: [Address; 2],
    /// The price now and over time.
    pub(crate) spot: i32,
    pub(crate) mean: i32,
    /// Fees per unit of liquidity, in Q128.
    pub(crate) growth: [U256; 2],
    /// It asks for this part more than it says, in percent.
    pub(crate) greed: u64,
    /// It gives this part less than the price says, in percent.
    pub(crate) stinginess: u64,
    /// It takes no more of a swap than this.
    pub(crate) depth: U256,
    /// It has no observation that is old enough.
    pub(crate) is_young: bool,
    /// It answers nothing.
    pub(crate) is_silent: bool,
    pub(crate) factory_knows: bool,
    pub(crate) observations: u64,
    /// What it says its liquidity was over time; nothing if zero.
    pub(crate) liquidity: u64,
    positions: HashMap<B256, Position>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Position {
    liquidity: u128,
    growth: [U256; 2],
    owed: [U256; 2],
}

pub(crate) type Shared = Rc<RefCell<Pool>>;

/// Places a pool and its factory.
pub(crate) fn place(tokens: [Address; 2]) -> (Shared, [Foreign; 2]) {
    place_at([POOL, FACTORY], tokens)
}

/// Places a pool and a factory of its own.
pub(crate) fn place_at(places: [Address; 2], tokens: [Address; 2]) -> (Shared, [Foreign; 2]) {
    let [address, factory] = places;
    let pool = Rc::new(RefCell::new(Pool {
        address,
        factory,
        tokens,
        spot: 0,
        mean: 0,
        growth: [U256::ZERO; 2],
        greed: 0,
        stinginess: 0,
        depth: U256::MAX,
        is_young: false,
        is_silent: false,
        factory_knows: true,
        observations: 1,
        liquidity: 0,
        positions: HashMap::new(),
    }));
    let (shared, known) = (Rc::clone(&pool), Rc::clone(&pool));
    let contract = Foreign::place(address, move |message| answer(&shared, message));
    let factory = Foreign::place(factory, move |message| {
        message
            .is::<IUniswapV3Factory::getPoolCall>()
            .ok_or_else(Vec::new)?;
        let found = if known.borrow().factory_knows {
            address
        } else {
            Address::ZERO
        };
        Ok(found.into_word().to_vec())
    });
    (pool, [contract, factory])
}

fn words(words: &[U256]) -> Answer {
    let bytes = words.iter().map(|word| word.to_be_bytes::<32>());
    Ok(bytes.collect::<Vec<_>>().concat())
}

fn signed(value: i32) -> U256 {
    I256::try_from(value).unwrap_or_default().into_raw()
}

fn answer(pool: &Shared, message: &Message<'_>) -> Answer {
    if pool.borrow().is_silent {
        return Err(vec![]);
    }
    if let Some(call) = message.is::<IUniswapV3Pool::mintCall>() {
        return mint(pool, message, &call);
    }
    if let Some(call) = message.is::<IUniswapV3Pool::swapCall>() {
        return swap(pool, message, &call);
    }
    if let Some(call) = message.is::<IUniswapV3Pool::burnCall>() {
        return burn(pool, message, &call);
    }
    if let Some(call) = message.is::<IUniswapV3Pool::collectCall>() {
        return collect(pool, message, &call);
    }
    let grow = message.is::<IUniswapV3Pool::increaseObservationCardinalityNextCall>();
    if let Some(call) = grow {
        pool.borrow_mut().observations = call.observationCardinalityNext.into();
        return Ok(vec![]);
    }
    view(&pool.borrow(), message)
}

fn view(pool: &Pool, message: &Message<'_>) -> Answer {
    let Some(selector) = message.calldata.first_chunk() else {
        return Err(vec![]);
    };
    let address = |address: Address| words(&[address.into_word().into()]);
    match *selector {
        IUniswapV3Pool::token0Call::SELECTOR => address(pool.tokens[0]),
        IUniswapV3Pool::token1Call::SELECTOR => address(pool.tokens[1]),
        IUniswapV3Pool::factoryCall::SELECTOR => address(pool.factory),
        IUniswapV3Pool::feeCall::SELECTOR => words(&[U256::from(FEE)]),
        IUniswapV3Pool::tickSpacingCall::SELECTOR => words(&[U256::from(SPACING)]),
        IUniswapV3Pool::slot0Call::SELECTOR => {
            let mut answer = [U256::ZERO; 7];
            answer[0] = tick(pool.spot).sqrt_price().get();
            answer[1] = signed(pool.spot);
            answer[4] = U256::from(pool.observations);
            words(&answer)
        }
        IUniswapV3Pool::observeCall::SELECTOR => observe(pool, message),
        IUniswapV3Pool::feeGrowthGlobal0X128Call::SELECTOR => words(&[pool.growth[0]]),
        IUniswapV3Pool::feeGrowthGlobal1X128Call::SELECTOR => words(&[pool.growth[1]]),
        // All fees have grown while the price was in every range there is.
        IUniswapV3Pool::ticksCall::SELECTOR => words(&[U256::ZERO; 8]),
        IUniswapV3Pool::positionsCall::SELECTOR => {
            let key = message
                .is::<IUniswapV3Pool::positionsCall>()
                .map(|call| call.key);
            let found = pool.positions.get(&key.unwrap_or_default());
            let Position {
                liquidity,
                growth,
                owed,
            } = found.copied().unwrap_or_default();
            words(&[
                U256::from(liquidity),
                growth[0],
                growth[1],
                owed[0],
                owed[1],
            ])
        }
        _ => Err(vec![]),
    }
}

fn observe(pool: &Pool, message: &Message<'_>) -> Answer {
    let call: IUniswapV3Pool::observeCall = message.is().ok_or_else(Vec::new)?;
    if pool.is_young {
        return Err(b"OLD".to_vec());
    }
    let sums = call.secondsAgos.iter().map(|ago| {
        let sum = i64::from(pool.mean) * (1_000_000 - i64::from(*ago));
        I256::try_from(sum).unwrap_or_default().into_raw()
    });
    let count = U256::from(call.secondsAgos.len());
    let mut answer = vec![U256::from(64), U256::from(160), count];
    answer.extend(sums);
    let per_liquidity = call.secondsAgos.iter().map(|ago| {
        let seconds = U256::from_limbs([0, 0, 1_000_000 - u64::from(*ago), 0]);
        seconds
            .checked_div(U256::from(pool.liquidity))
            .unwrap_or_default()
    });
    answer.push(count);
    answer.extend(per_liquidity);
    words(&answer)
}

fn tick(tick: i32) -> Tick {
    Tick::new(tick).expect("a price that there can be")
}

fn range(lower: i32, upper: i32) -> TickRange {
    TickRange::new(tick(lower), tick(upper)).expect("a range that is none is not asked for")
}

fn key(owner: Address, lower: i32, upper: i32) -> B256 {
    let [_, lower @ ..] = lower.to_be_bytes();
    let [_, upper @ ..] = upper.to_be_bytes();
    keccak256([owner.as_slice(), &lower, &upper].concat())
}

/// What a pool adds up when it touches a position.
fn touch(pool: &mut Pool, key: B256) -> &mut Position {
    let growth = pool.growth;
    let position = pool.positions.entry(key).or_default();
    for ((owed, last), now) in position
        .owed
        .iter_mut()
        .zip(&mut position.growth)
        .zip(growth)
    {
        *owed += ballast_core::fees_down(position.liquidity, now, *last);
        *last = now;
    }
    position
}

fn pay_out(message: &Message<'_>, token: Address, to: Address, value: U256) -> Answer {
    if value.is_zero() {
        return Ok(vec![]);
    }
    message.call(token, &IERC20::transferCall { to, value })
}

/// Has the caller pay, and makes sure that it has.
fn be_paid(pool: &Shared, message: &Message<'_>, owed: [I256; 2], is_swap: bool) -> Answer {
    let (account, tokens, greed) = {
        let pool = pool.borrow();
        (pool.address, pool.tokens, pool.greed)
    };
    let asked = owed.map(|amount| {
        let more = U256::from(100 + greed);
        if amount.is_positive() {
            I256::from_raw(amount.into_raw() * more / U256::from(100))
        } else {
            amount
        }
    });
    let held = |token| {
        let balance = message.call(token, &IERC20::balanceOfCall { account })?;
        Ok::<_, Vec<u8>>(U256::from_be_slice(&balance))
    };
    let before = [held(tokens[0])?, held(tokens[1])?];
    let data = Default::default();
    if is_swap {
        let call = IUniswapV3Trader::uniswapV3SwapCallbackCall {
            amount0Delta: asked[0],
            amount1Delta: asked[1],
            data,
        };
        message.call(message.sender, &call)?;
    } else {
        let call = IUniswapV3Trader::uniswapV3MintCallbackCall {
            amount0Owed: asked[0].into_raw(),
            amount1Owed: asked[1].into_raw(),
            data,
        };
        message.call(message.sender, &call)?;
    }
    for ((token, before), owed) in tokens.into_iter().zip(before).zip(owed) {
        let paid = held(token)?.saturating_sub(before);
        if owed.is_positive() && paid < owed.into_raw() {
            return Err(b"unpaid".to_vec());
        }
    }
    Ok(vec![])
}

fn mint(pool: &Shared, message: &Message<'_>, call: &IUniswapV3Pool::mintCall) -> Answer {
    let (lower, upper) = (call.tickLower.as_i32(), call.tickUpper.as_i32());
    let cost = {
        let mut pool = pool.borrow_mut();
        let price = tick(pool.spot).sqrt_price();
        touch(&mut pool, key(call.recipient, lower, upper)).liquidity += call.amount;
        range(lower, upper).amounts_up(price, call.amount)
    };
    let owed = [cost.token0, cost.token1].map(I256::from_raw);
    be_paid(pool, message, owed, false)?;
    words(&[cost.token0, cost.token1])
}

fn burn(pool: &Shared, message: &Message<'_>, call: &IUniswapV3Pool::burnCall) -> Answer {
    let (lower, upper) = (call.tickLower.as_i32(), call.tickUpper.as_i32());
    let mut pool = pool.borrow_mut();
    let price = tick(pool.spot).sqrt_price();
    let position = touch(&mut pool, key(message.sender, lower, upper));
    position.liquidity = position
        .liquidity
        .checked_sub(call.amount)
        .ok_or_else(Vec::new)?;
    let Amounts { token0, token1 } = range(lower, upper).amounts_down(price, call.amount);
    position.owed[0] += token0;
    position.owed[1] += token1;
    words(&[token0, token1])
}

fn collect(pool: &Shared, message: &Message<'_>, call: &IUniswapV3Pool::collectCall) -> Answer {
    let (lower, upper) = (call.tickLower.as_i32(), call.tickUpper.as_i32());
    let (tokens, paid) = {
        let mut pool = pool.borrow_mut();
        let tokens = pool.tokens;
        let key = key(message.sender, lower, upper);
        let position = pool.positions.entry(key).or_default();
        let most = [call.amount0Requested, call.amount1Requested].map(U256::from);
        let paid = [0, 1].map(|index: usize| position.owed[index].min(most[index]));
        position.owed[0] -= paid[0];
        position.owed[1] -= paid[1];
        (tokens, paid)
    };
    for (token, value) in tokens.into_iter().zip(paid) {
        pay_out(message, token, call.recipient, value)?;
    }
    words(&paid)
}

fn swap(pool: &Shared, message: &Message<'_>, call: &IUniswapV3Pool::swapCall) -> Answer {
    let (tokens, price, stinginess, depth) = {
        let pool = pool.borrow();
        let price = tick(pool.spot).sqrt_price();
        (pool.tokens, price, pool.stinginess, pool.depth)
    };
    let sells_token0 = call.zeroForOne;
    let amount = call.amountSpecified.unsigned_abs().min(depth);
    let (taken, given) = if call.amountSpecified.is_positive() {
        let sold = Pips::new(FEE).expect("a fee").without_down(amount);
        let bought = if sells_token0 {
            price.to_token1_down(sold)
        } else {
            price.to_token0_down(sold)
        };
        (amount, bought.unwrap_or_default())
    } else {
        let sold = if sells_token0 {
            price.to_token0_up(amount)
        } else {
            price.to_token1_up(amount)
        };
        let million = U256::from(1_000_000);
        let whole = sold.unwrap_or_default() * million / (million - U256::from(FEE));
        (whole + U256::from(1), amount)
    };
    let given = given * U256::from(100 - stinginess) / U256::from(100);
    let [sold, bought] = if sells_token0 { [0, 1] } else { [1, 0] };
    pay_out(message, tokens[bought], call.recipient, given)?;
    let mut owed = [I256::ZERO; 2];
    owed[sold] = I256::from_raw(taken);
    owed[bought] = -I256::from_raw(given);
    be_paid(pool, message, owed, true)?;
    words(&owed.map(I256::into_raw))
}
