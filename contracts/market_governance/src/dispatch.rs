//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::market_risk::IMarketRisk as Abi;
use ballast_abi::params::{IParameterSubscriber, IValidator};
use ballast_abi::redemptions::IERC165;
use ballast_market::{AUTHORITY, FEE_RECIPIENT, Market, PARAMS, PENDING_AUTHORITY, SENTINEL};
use ballast_shell::{Calldata, Reply, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::{Governance, collaterals, parameters, roles, settings, validate, views};

const LIST_COLLATERAL: u32 = selector::<Abi::listCollateralCall>();
const SET_LISTED: u32 = selector::<Abi::setListedCall>();
const SET_LTV: u32 = selector::<Abi::setLtvCall>();
const SET_COLLATERAL_CAP: u32 = selector::<Abi::setCollateralCapCall>();
const SET_CAPS: u32 = selector::<Abi::setCapsCall>();
const SET_STOPS: u32 = selector::<Abi::setStopsCall>();
const SET_FEES: u32 = selector::<Abi::setFeesCall>();
const SET_ADAPTIVE_MODEL: u32 = selector::<Abi::setAdaptiveModelCall>();
const SET_KINKED_MODEL: u32 = selector::<Abi::setKinkedModelCall>();
const SET_TERMS: u32 = selector::<Abi::setTermsCall>();
const SET_PRICING: u32 = selector::<Abi::setPricingCall>();
const BIND_PARAMETER: u32 = selector::<Abi::bindParameterCall>();
const UNBIND_PARAMETER: u32 = selector::<Abi::unbindParameterCall>();
const SET_PARAMS: u32 = selector::<Abi::setParamsCall>();
const SET_SENTINEL: u32 = selector::<Abi::setSentinelCall>();
const SET_FEE_RECIPIENT: u32 = selector::<Abi::setFeeRecipientCall>();
const TRANSFER_AUTHORITY: u32 = selector::<Abi::transferAuthorityCall>();
const ACCEPT_AUTHORITY: u32 = selector::<Abi::acceptAuthorityCall>();
const ORACLE: u32 = selector::<Abi::oracleCall>();
const RESERVES: u32 = selector::<Abi::reservesCall>();
const COLLATERALS: u32 = selector::<Abi::collateralsCall>();
const COLLATERAL_TERMS: u32 = selector::<Abi::collateralTermsCall>();
const CAPS: u32 = selector::<Abi::capsCall>();
const STOPS: u32 = selector::<Abi::stopsCall>();
const FEES: u32 = selector::<Abi::feesCall>();
const RATE_MODEL: u32 = selector::<Abi::rateModelCall>();
const LIQUIDATION_TERMS: u32 = selector::<Abi::liquidationTermsCall>();
const PRICING: u32 = selector::<Abi::pricingCall>();
const AUTHORITY_OF: u32 = selector::<Abi::authorityCall>();
const PENDING_AUTHORITY_OF: u32 = selector::<Abi::pendingAuthorityCall>();
const SENTINEL_OF: u32 = selector::<Abi::sentinelCall>();
const FEE_RECIPIENT_OF: u32 = selector::<Abi::feeRecipientCall>();
const PARAMS_OF: u32 = selector::<Abi::paramsCall>();
const ON_PARAMETER: u32 = selector::<IParameterSubscriber::onParameterCall>();
const VALIDATE: u32 = selector::<IValidator::validateCall>();
const SUPPORTS_INTERFACE: u32 = selector::<IERC165::supportsInterfaceCall>();

impl Router<Market> for Governance {
    type Storage = Market;

    fn route(market: &mut Market, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = market.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        dispatch_views(market, selector, input)
            .or_else(|| dispatch_changes(market, selector, input))
    }

    fn receive(_: &mut Market) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Market, _: &[u8]) -> Option<ArbResult> {
        None
    }

    /// There is nothing to set up: the storage is the markets'.
    fn constructor(market: &mut Market, _: &[u8]) -> Option<ArbResult> {
        Some(market.cells.refuse_value().map(|()| Vec::new()))
    }
}

fn dispatch_views(market: &Market, selector: u32, input: Calldata<'_>) -> Option<Reply> {
    Some(match selector {
        ORACLE => views::oracle(market),
        RESERVES => views::reserves(market),
        COLLATERALS => views::collaterals(market),
        COLLATERAL_TERMS => views::collateral_terms(market, input),
        CAPS => views::caps(market),
        STOPS => views::stops(market),
        FEES => views::fees(market),
        RATE_MODEL => views::rate_model(market),
        LIQUIDATION_TERMS => views::liquidation_terms(market),
        PRICING => views::pricing(market),
        AUTHORITY_OF => views::holder(market, AUTHORITY),
        PENDING_AUTHORITY_OF => views::holder(market, PENDING_AUTHORITY),
        SENTINEL_OF => views::holder(market, SENTINEL),
        FEE_RECIPIENT_OF => views::holder(market, FEE_RECIPIENT),
        PARAMS_OF => views::holder(market, PARAMS),
        VALIDATE => validate::validate(market, input),
        SUPPORTS_INTERFACE => validate::supports_interface(input),
        _ => return None,
    })
}

fn dispatch_changes(market: &mut Market, selector: u32, input: Calldata<'_>) -> Option<Reply> {
    Some(match selector {
        LIST_COLLATERAL => collaterals::list(market, input),
        SET_LISTED => collaterals::set_listed(market, input),
        SET_LTV => collaterals::set_ltv(market, input),
        SET_COLLATERAL_CAP => collaterals::set_cap(market, input),
        SET_CAPS => settings::set_caps(market, input),
        SET_STOPS => settings::set_stops(market, input),
        SET_FEES => settings::set_fees(market, input),
        SET_ADAPTIVE_MODEL => settings::set_adaptive(market),
        SET_KINKED_MODEL => settings::set_kinked(market, input),
        SET_TERMS => settings::set_terms(market, input),
        SET_PRICING => settings::set_pricing(market, input),
        BIND_PARAMETER => parameters::bind(market, input),
        UNBIND_PARAMETER => parameters::unbind(market, input),
        SET_PARAMS => roles::set_params(market, input),
        SET_SENTINEL => roles::set_sentinel(market, input),
        SET_FEE_RECIPIENT => roles::set_fee_recipient(market, input),
        TRANSFER_AUTHORITY => roles::transfer_authority(market, input),
        ACCEPT_AUTHORITY => roles::accept_authority(market),
        ON_PARAMETER => parameters::on_parameter(market, input),
        _ => return None,
    })
}
