//! What the parameter store pushes.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError, SolEvent};
use ballast_abi::market_risk::IMarketRisk as Abi;
use ballast_abi::market_risk::IMarketRisk::Setting;
use ballast_abi::params::IParameterSubscriber;
use ballast_core::{Bps, Collateral, Seconds};
use ballast_market::errors::{about, named};
use ballast_market::{Market, PARAMS};
use ballast_shell::roles;
use ballast_shell::{Calldata, Literal, Reply, Word, encode, reply, uint};

use crate::collaterals::{Entry, LTV_MAX, set_cap_of};
use crate::errors::{amount, bounded};
use crate::roles::{Act, only_to};
use crate::settings::{
    FEE_MAX, FLASH_FEE_MAX, fees_of, kept, set_borrow_cap, set_supply_cap, write_fees,
};

const PARAMETER_BOUND: Literal = Literal::new(Abi::ParameterBound::SIGNATURE_HASH.0);

/// Greatest setting.
const SETTING_MAX: u64 = Setting::FlashFee as u64;

/// What a parameter moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Binding {
    setting: u8,
    index: Option<u8>,
}

impl Binding {
    /// The setting and one in the last byte, the collateral's number and one before.
    fn to_word(self) -> Word {
        let mut word = [0; 32];
        let index = self.index.map_or(0, |index| index.wrapping_add(1));
        [word[30], word[31]] = [index, self.setting.wrapping_add(1)];
        word
    }

    /// The opposite of [`to_word`](Self::to_word); `None` for nothing.
    fn from_word(word: &Word) -> Option<Self> {
        Some(Self {
            setting: word[31].checked_sub(1)?,
            index: word[30].checked_sub(1),
        })
    }

    fn is(self, setting: Setting) -> bool {
        self.setting == setting as u8
    }

    /// Whether it is about a collateral.
    fn has_collateral(self) -> bool {
        self.is(Setting::CollateralCap)
            || self.is(Setting::BorrowLtv)
            || self.is(Setting::LiquidationLtv)
    }
}

/// A key, and what it is to be bound to.
///
/// # Errors
/// `OutOfBounds`, `NotListed`, `InvalidCollateral` for one where none is needed.
pub(crate) fn read_binding<'a>(
    market: &Market,
    input: &mut Calldata<'a>,
) -> Result<(&'a Word, Binding, Address), Vec<u8>> {
    let key = input.word()?;
    let setting = bounded(input.uint()?, SETTING_MAX)? as u8;
    let token = input.address()?;
    let mut binding = Binding {
        setting,
        index: None,
    };
    if binding.has_collateral() {
        binding.index = Some(Entry::of(market, token)?.index);
    } else if !token.is_zero() {
        return Err(about(Abi::InvalidCollateral::SELECTOR, token));
    }
    Ok((key, binding, token))
}

/// `bindParameter(bytes32,uint8,address)`
pub(crate) fn bind(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    only_to(market, Act::Widen)?;
    let (key, binding, token) = read_binding(market, &mut input)?;
    market.set_binding(*key, binding.to_word());
    log_bound(market, key, binding, token, true);
    Ok(Vec::new())
}

/// A key that is bound.
///
/// # Errors
/// `UnknownKey`.
pub(crate) fn read_bound<'a>(
    market: &Market,
    input: &mut Calldata<'a>,
) -> Result<(&'a Word, Binding), Vec<u8>> {
    let key = input.word()?;
    let binding = Binding::from_word(&market.binding(*key));
    let binding = binding.ok_or_else(|| encode(Abi::UnknownKey::SELECTOR, &[*key]))?;
    Ok((key, binding))
}

/// `unbindParameter(bytes32)`
pub(crate) fn unbind(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    only_to(market, Act::Widen)?;
    let (key, binding) = read_bound(market, &mut input)?;
    market.set_binding(*key, [0; 32]);
    let token = binding
        .index
        .map_or(Address::ZERO, |index| market.collateral(index).token);
    log_bound(market, key, binding, token, false);
    Ok(Vec::new())
}

fn log_bound(market: &mut Market, key: &Word, binding: Binding, token: Address, bound: bool) {
    let words = [
        PARAMETER_BOUND.word(),
        *key,
        uint(binding.setting.into()),
        named(token),
        uint(bound.into()),
    ];
    market.cells.log(&words, 2);
}

/// What the store says of a parameter.
struct Told {
    value: U256,
    from: U256,
    start: U256,
    end: U256,
}

/// `onParameter(bytes32,uint256,uint256,uint256,uint256)`: from the store alone.
///
/// A liquidation LTV moves along the parameter's line; everything else is the value it leads to, at
/// once. What contradicts the rest of the market reverts, and the store records that.
pub(crate) fn on_parameter(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    roles::only(&market.cells, roles::is_held(&market.cells, PARAMS))?;
    let (_, binding) = read_bound(market, &mut input)?;
    let told = Told {
        value: input.uint()?,
        from: input.uint()?,
        start: input.uint()?,
        end: input.uint()?,
    };
    match binding.index {
        Some(index) => apply_to_collateral(market, binding, index, &told)?,
        None => apply(market, binding, told.value)?,
    }
    let mut answer = [0; 32];
    if let Some(bytes) = answer.first_chunk_mut() {
        *bytes = IParameterSubscriber::onParameterCall::SELECTOR;
    }
    reply(&[answer])
}

fn apply(market: &mut Market, binding: Binding, value: U256) -> Result<(), Vec<u8>> {
    if binding.is(Setting::SupplyCap) {
        set_supply_cap(market, kept(amount(value)?));
        return Ok(());
    }
    if binding.is(Setting::BorrowCap) {
        set_borrow_cap(market, kept(amount(value)?));
        return Ok(());
    }
    let [mut fee, mut reserve_part, mut flash_fee] = fees_of(market);
    let (ratio, max) = if binding.is(Setting::Fee) {
        (&mut fee, FEE_MAX)
    } else if binding.is(Setting::ReservePart) {
        (&mut reserve_part, Bps::ONE.get())
    } else {
        (&mut flash_fee, FLASH_FEE_MAX)
    };
    *ratio = bps(value, max)?;
    write_fees(market, [fee, reserve_part, flash_fee])
}

fn apply_to_collateral(
    market: &mut Market,
    binding: Binding,
    index: u8,
    told: &Told,
) -> Result<(), Vec<u8>> {
    let from = Entry::of(market, market.collateral(index).token)?;
    if binding.is(Setting::CollateralCap) {
        set_cap_of(market, &from, Collateral::new(amount(told.value)?));
        return Ok(());
    }
    let (mut to, value) = (from, bps(told.value, LTV_MAX)?);
    if binding.is(Setting::BorrowLtv) {
        to.record.borrow = value;
    } else {
        to.record.to = value;
        to.record.from = bps(told.from, LTV_MAX)?;
        (to.start, to.record.end) = (moment(told.start)?, moment(told.end)?);
    }
    to.check(market)?;
    to.write(market, &from);
    Ok(())
}

/// A ratio of the store's.
fn bps(value: U256, max: u16) -> Result<Bps, Vec<u8>> {
    // Not above 16 bits.
    bounded(value, max.into()).map(|parts| Bps::new(parts as u16))
}

/// A moment that the market can keep: 40 bits.
fn moment(value: U256) -> Result<Seconds, Vec<u8>> {
    bounded(value, (1 << 40) - 1).map(Seconds::new)
}
