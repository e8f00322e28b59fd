//! Logs of both sides of a change.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use ballast_abi::market_risk::IMarketRisk as Abi;
use ballast_market::Market;
use ballast_market::errors::named;
use ballast_shell::{Literal, Word, uint, word};

const SETTING_CHANGED: Literal = Literal::new(Abi::SettingChanged::SIGNATURE_HASH.0);
const COLLATERAL_CHANGED: Literal = Literal::new(Abi::CollateralChanged::SIGNATURE_HASH.0);
const CAP_CHANGED: Literal = Literal::new(Abi::CapChanged::SIGNATURE_HASH.0);
const RATE_MODEL_CHANGED: Literal = Literal::new(Abi::RateModelChanged::SIGNATURE_HASH.0);
const TERMS_CHANGED: Literal = Literal::new(Abi::TermsChanged::SIGNATURE_HASH.0);
const PRICING_CHANGED: Literal = Literal::new(Abi::PricingChanged::SIGNATURE_HASH.0);
const STOPS_CHANGED: Literal = Literal::new(Abi::StopsChanged::SIGNATURE_HASH.0);

/// Both sides behind the topics.
#[inline(never)]
fn log_both(market: &mut Market, topics: &[Word], from: &[Word], to: &[Word]) {
    market.cells.log(&[topics, from, to].concat(), topics.len());
}

/// `SettingChanged`, if it did.
pub(crate) fn setting(market: &mut Market, setting: Abi::Setting, from: U256, to: U256) {
    if from != to {
        let topics = [SETTING_CHANGED.word(), uint(setting as u64)];
        log_both(market, &topics, &[word(from)], &[word(to)]);
    }
}

/// `CollateralChanged`
pub(crate) fn collateral(market: &mut Market, token: Address, from: &[Word; 6], to: &[Word; 6]) {
    log_both(market, &[COLLATERAL_CHANGED.word(), named(token)], from, to);
}

/// `CapChanged`
pub(crate) fn cap(market: &mut Market, token: Address, from: U256, to: U256) {
    let topics = [CAP_CHANGED.word(), named(token)];
    log_both(market, &topics, &[word(from)], &[word(to)]);
}

/// `RateModelChanged`
pub(crate) fn rate_model(market: &mut Market, from: &[Word; 5], to: &[Word; 5]) {
    log_both(market, &[RATE_MODEL_CHANGED.word()], from, to);
}

/// `TermsChanged`
pub(crate) fn terms(market: &mut Market, from: &[Word; 10], to: &[Word; 10]) {
    log_both(market, &[TERMS_CHANGED.word()], from, to);
}

/// `PricingChanged`
pub(crate) fn pricing(market: &mut Market, from: &[Word; 3], to: &[Word; 3]) {
    log_both(market, &[PRICING_CHANGED.word()], from, to);
}

/// `StopsChanged`
pub(crate) fn stops(market: &mut Market, from: [bool; 2], to: [bool; 2]) {
    let [from, to] = [from, to].map(|stops| stops.map(|stop| uint(u64::from(stop))));
    log_both(market, &[STOPS_CHANGED.word()], &from, &to);
}
