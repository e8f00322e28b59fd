//! What a proposal may ask before it waits.

use alloc::vec::Vec;

use alloy_sol_types::{SolCall, SolError};
use ballast_abi::market_risk::IMarketRisk as Abi;
use ballast_abi::params::IValidator;
use ballast_abi::redemptions::IERC165;
use ballast_market::{Market, Purpose};
use ballast_shell::{Calldata, Reply, encode, malformed, reply, selector_word, uint};

use crate::{collaterals, parameters, settings};

/// `validate(bytes)`
pub(crate) fn validate(market: &Market, mut input: Calldata<'_>) -> Reply {
    let data = input.string()?;
    let (selector, arguments) = data.split_first_chunk().ok_or_else(malformed)?;
    foresee(market, *selector, Calldata::new(arguments))?;
    reply(&[selector_word(IValidator::validateCall::SELECTOR)])
}

/// Whether a call would pass, but for who makes it.
fn foresee(market: &Market, selector: [u8; 4], mut input: Calldata<'_>) -> Result<(), Vec<u8>> {
    let input = &mut input;
    match selector {
        Abi::setLtvCall::SELECTOR => collaterals::read_ltv(market, input).map(drop),
        Abi::setCollateralCapCall::SELECTOR => collaterals::read_cap(market, input).map(drop),
        Abi::setListedCall::SELECTOR => collaterals::read_listed(market, input).map(drop),
        Abi::listCollateralCall::SELECTOR => {
            let (entry, _) = collaterals::read_listing(market, input)?;
            let (config, pricing) = (market.config(), market.pricing());
            market
                .spot(&config, &pricing, &entry.record, Purpose::Look)
                .map(drop)
        }
        Abi::setCapsCall::SELECTOR => settings::read_caps(input).map(drop),
        Abi::setStopsCall::SELECTOR => settings::read_stops(input).map(drop),
        Abi::setFeesCall::SELECTOR => settings::read_fees(input).map(drop),
        Abi::setKinkedModelCall::SELECTOR => settings::read_kinked(input).map(drop),
        Abi::setTermsCall::SELECTOR => settings::read_terms(market, input).map(drop),
        Abi::setPricingCall::SELECTOR => settings::read_pricing(market, input).map(drop),
        Abi::bindParameterCall::SELECTOR => parameters::read_binding(market, input).map(drop),
        Abi::unbindParameterCall::SELECTOR => parameters::read_bound(market, input).map(drop),
        _ => foresee_others(selector, input),
    }
}

fn foresee_others(selector: [u8; 4], input: &mut Calldata<'_>) -> Result<(), Vec<u8>> {
    match selector {
        Abi::setFeeRecipientCall::SELECTOR => ballast_market::check_address(input.address()?),
        Abi::setParamsCall::SELECTOR
        | Abi::setSentinelCall::SELECTOR
        | Abi::transferAuthorityCall::SELECTOR => input.address().map(drop),
        Abi::acceptAuthorityCall::SELECTOR | Abi::setAdaptiveModelCall::SELECTOR => Ok(()),
        _ => Err(encode(
            Abi::UnknownCall::SELECTOR,
            &[selector_word(selector)],
        )),
    }
}

/// `supportsInterface(bytes4)`
pub(crate) fn supports_interface(mut input: Calldata<'_>) -> Reply {
    let word = input.word()?;
    let known = [
        IERC165::supportsInterfaceCall::SELECTOR,
        IValidator::validateCall::SELECTOR,
    ];
    let is_known = known.iter().any(|id| word.starts_with(id));
    reply(&[uint(is_known.into())])
}
