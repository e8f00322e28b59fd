//! Numbers of the whole market.

use alloc::vec::Vec;

use alloy_primitives::U256;
use alloy_sol_types::SolError;
use ballast_abi::market_risk::IMarketRisk as Abi;
use ballast_abi::market_risk::IMarketRisk::Setting;
use ballast_core::lending::{Kinked, Pace, Rate, Wad};
use ballast_core::{Assets, Bps, Seconds};
use ballast_market::Market;
use ballast_market::errors::plain;
use ballast_market::record::{
    LiquidationRecord, Pricing, compact_down, expand, kinked_from, kinked_to,
};
use ballast_shell::{Calldata, Reply, Word, uint, word};

use crate::collaterals::Entry;
use crate::errors::{amount, bounded, not_admitted, read_bps};
use crate::events;
use crate::roles::{Act, only_to};

/// The greatest fee: half of the interest.
pub(crate) const FEE_MAX: u16 = 5_000;
/// The greatest fee of an ERC-3156 loan: a hundredth.
pub(crate) const FLASH_FEE_MAX: u16 = 100;
/// The longest that an account is left in peace after a check: an hour.
const COOL_OFF_MAX: u64 = 3_600;
/// The longest that the slow average may delay a liquidation: a day.
const DELAY_MAX: u64 = 86_400;
/// The longest fast time constant that the market keeps.
const FAST_MAX: u64 = u16::MAX as u64;

/// Caps of supply and of what is lent, as they are kept: with twelve digits.
pub(crate) type BothCaps = [Assets; 2];

/// The part of an amount that is kept: twelve digits, rounded down.
pub(crate) fn kept(amount: u128) -> Assets {
    expand(compact_down(Assets::new(amount)))
}

/// Both caps.
///
/// # Errors
/// `NumberTooLarge`.
pub(crate) fn read_caps(input: &mut Calldata<'_>) -> Result<BothCaps, Vec<u8>> {
    let (supply, borrow) = (input.uint()?, input.uint()?);
    Ok([kept(amount(supply)?), kept(amount(borrow)?)])
}

/// `setCaps(uint256,uint256)`
pub(crate) fn set_caps(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    let [supply, borrow] = read_caps(&mut input)?;
    let narrows = supply <= market.config().supply_cap && borrow <= market.pricing().borrow_cap;
    only_to(market, Act::that(narrows))?;
    set_supply_cap(market, supply);
    set_borrow_cap(market, borrow);
    Ok(Vec::new())
}

/// Writes the cap of supply, and says so.
pub(crate) fn set_supply_cap(market: &mut Market, to: Assets) {
    let mut config = market.config();
    let from = config.supply_cap;
    config.supply_cap = to;
    market.set_config(&config);
    events::setting(market, Setting::SupplyCap, from.to_u256(), to.to_u256());
}

/// Writes the cap of what is lent, and says so.
pub(crate) fn set_borrow_cap(market: &mut Market, to: Assets) {
    let mut pricing = market.pricing();
    let from = pricing.borrow_cap;
    pricing.borrow_cap = to;
    market.set_pricing(&pricing);
    events::setting(market, Setting::BorrowCap, from.to_u256(), to.to_u256());
}

/// What is to be stopped: new supply, new borrowing.
pub(crate) fn read_stops(input: &mut Calldata<'_>) -> Result<[bool; 2], Vec<u8>> {
    Ok([input.flag()?, input.flag()?])
}

/// `setStops(bool,bool)`
pub(crate) fn set_stops(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    let to @ [supply, borrow] = read_stops(&mut input)?;
    let mut config = market.config();
    let from = [config.supply_stopped, config.borrow_stopped];
    only_to(market, Act::that(from[0] <= supply && from[1] <= borrow))?;
    (config.supply_stopped, config.borrow_stopped) = (supply, borrow);
    market.set_config(&config);
    events::stops(market, from, to);
    Ok(Vec::new())
}

/// Fee, the reserve's part of it, and the fee of ERC-3156 loans.
pub(crate) type Fees = [Bps; 3];

/// The fees.
///
/// # Errors
/// `OutOfBounds`.
pub(crate) fn read_fees(input: &mut Calldata<'_>) -> Result<Fees, Vec<u8>> {
    Ok([
        read_bps(input, FEE_MAX)?,
        read_bps(input, Bps::ONE.get())?,
        read_bps(input, FLASH_FEE_MAX)?,
    ])
}

/// `setFees(uint256,uint256,uint256)`
pub(crate) fn set_fees(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    only_to(market, Act::Widen)?;
    let to = read_fees(&mut input)?;
    write_fees(market, to)?;
    Ok(Vec::new())
}

/// Books the interest at the fees as they were, and writes others.
///
/// # Errors
/// `NumberTooLarge`.
pub(crate) fn write_fees(market: &mut Market, to: Fees) -> Result<(), Vec<u8>> {
    market.book_interest()?;
    let from = fees_of(market);
    let mut config = market.config();
    [config.fee, config.reserve_part, config.flash_fee] = to;
    market.set_config(&config);
    let settings = [Setting::Fee, Setting::ReservePart, Setting::FlashFee];
    for (setting, (from, to)) in settings.into_iter().zip(from.into_iter().zip(to)) {
        events::setting(market, setting, from.to_u256(), to.to_u256());
    }
    Ok(())
}

/// The fees now.
pub(crate) fn fees_of(market: &Market) -> Fees {
    let config = market.config();
    [config.fee, config.reserve_part, config.flash_fee]
}

/// The word of a kinked model.
///
/// # Errors
/// `InvalidTerms` unless the model accepts it.
pub(crate) fn read_kinked(input: &mut Calldata<'_>) -> Result<U256, Vec<u8>> {
    let mut next = || bounded(input.uint()?, u64::MAX);
    let [base, below, above] = [next()?, next()?, next()?].map(Rate::new);
    let kink = Wad::new(next()?);
    Kinked::new(base, below, above, kink)
        .map(|_| kinked_to(base, below, above, kink))
        .ok_or_else(|| plain(Abi::InvalidTerms::SELECTOR))
}

/// `setAdaptiveModel()`
pub(crate) fn set_adaptive(market: &mut Market) -> Reply {
    only_to(market, Act::Widen)?;
    write_model(market, None)
}

/// `setKinkedModel(uint256,uint256,uint256,uint256)`
pub(crate) fn set_kinked(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    only_to(market, Act::Widen)?;
    let to = read_kinked(&mut input)?;
    write_model(market, Some(to))
}

/// Books the interest at the rate as it was, and writes another model.
fn write_model(market: &mut Market, kinked: Option<U256>) -> Reply {
    market.book_interest()?;
    let from = model_words(market);
    let mut config = market.config();
    config.is_kinked = kinked.is_some();
    market.set_config(&config);
    if let Some(kinked) = kinked {
        market.set_kinked_word(kinked);
    }
    let to = model_words(market);
    events::rate_model(market, &from, &to);
    Ok(Vec::new())
}

/// The rate model: kind, base, below, above, kink.
pub(crate) fn model_words(market: &Market) -> [Word; 5] {
    if !market.config().is_kinked {
        return [uint(0); 5];
    }
    let kinked = market.kinked_word();
    // What was written is a model.
    let [base, below, above, kink] = kinked_from(kinked).map_or([0; 4], |_| *kinked.as_limbs());
    [1, base, below, above, kink].map(uint)
}

/// Terms of liquidations that fit together and suit every collateral.
///
/// # Errors
/// `OutOfBounds`, `NumberTooLarge`, `InvalidTerms`, `NotAdmitted`.
pub(crate) fn read_terms(
    market: &Market,
    input: &mut Calldata<'_>,
) -> Result<LiquidationRecord, Vec<u8>> {
    let mut ratio = || read_bps(input, u16::MAX);
    let [least, most, full_at] = [ratio()?, ratio()?, ratio()?];
    let [target, close_factor, full_close_below] = [ratio()?, ratio()?, ratio()?];
    let dust = kept(amount(input.uint()?)?);
    let cool_off = Seconds::new(bounded(input.uint()?, COOL_OFF_MAX)?);
    let delay = Seconds::new(bounded(input.uint()?, DELAY_MAX)?);
    let record = LiquidationRecord {
        least,
        most,
        full_at,
        target,
        close_factor,
        full_close_below,
        deep: read_bps(input, u16::MAX)?,
        dust,
        cool_off,
        delay,
    };
    let terms = record.terms().filter(|_| record.patience().is_some());
    let terms = terms.ok_or_else(|| plain(Abi::InvalidTerms::SELECTOR))?;
    let now = market.now();
    for index in 0..market.collateral_count() {
        let collateral = market.collateral(index);
        let entry = Entry {
            index,
            record: collateral,
            start: market.ramp_start(index),
        };
        let most = entry.liquidation(now).max(collateral.to);
        if !terms.admits(Wad::from_bps(most)) {
            return Err(not_admitted(collateral.token, most));
        }
    }
    Ok(record)
}

/// `setTerms(LiquidationTerms)`
pub(crate) fn set_terms(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    only_to(market, Act::Widen)?;
    let to = read_terms(market, &mut input)?;
    let from = terms_words(&market.liquidation());
    market.set_liquidation(&to);
    events::terms(market, &from, &terms_words(&to));
    Ok(Vec::new())
}

/// The terms as the ABI has them.
pub(crate) fn terms_words(record: &LiquidationRecord) -> [Word; 10] {
    let ratio = |ratio: Bps| word(ratio.to_u256());
    [
        ratio(record.least),
        ratio(record.most),
        ratio(record.full_at),
        ratio(record.target),
        ratio(record.close_factor),
        ratio(record.full_close_below),
        word(record.dust.to_u256()),
        uint(record.cool_off.get()),
        uint(record.delay.get()),
        ratio(record.deep),
    ]
}

/// Time constants of the averages, and whether the gate is asked.
///
/// # Errors
/// `OutOfBounds`, `InvalidTerms` if the slow average were the faster one.
pub(crate) fn read_pricing(market: &Market, input: &mut Calldata<'_>) -> Result<Pricing, Vec<u8>> {
    let fast = Seconds::new(bounded(input.uint()?, FAST_MAX)?);
    let slow = Seconds::new(bounded(input.uint()?, Pace::MAX.get())?);
    let pace = Pace::new(fast, slow).ok_or_else(|| plain(Abi::InvalidTerms::SELECTOR))?;
    Ok(Pricing {
        pace,
        is_gated: input.flag()?,
        ..market.pricing()
    })
}

/// `setPricing(uint256,uint256,bool)`
///
/// An average that is switched on goes on from where it was when it was switched off: until it
/// has caught up, it only refuses.
pub(crate) fn set_pricing(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    only_to(market, Act::Widen)?;
    let to = read_pricing(market, &mut input)?;
    let from = pricing_words(&market.pricing());
    market.set_pricing(&to);
    events::pricing(market, &from, &pricing_words(&to));
    Ok(Vec::new())
}

/// The averages' time constants and the gate, as the ABI has them.
pub(crate) fn pricing_words(pricing: &Pricing) -> [Word; 3] {
    let [fast, slow] = [pricing.pace.fast(), pricing.pace.slow()].map(|time| uint(time.get()));
    [fast, slow, uint(pricing.is_gated.into())]
}
