//! Exits without a price: strategies hand over a part of what they hold.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use ballast_abi::strategy::IStrategy;
use ballast_core::{Assets, debt_in_kind_up};
use ballast_math::WAD;
use ballast_shell::{Calldata, Reply, encode, reply};

use crate::errors::{failed, invalid_strategy, out_of_bounds, word};
use crate::place::{Place, Places};
use crate::state::{Registry, State};

impl Registry {
    /// `exitInKind(uint256,address,address[])`
    ///
    /// Strategies in quarantine are asked like any other: they may be fit to hand over what they
    /// cannot sell.
    pub(crate) fn exit_in_kind(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_vault()?;
        let (fraction, receiver, named) = (input.uint()?, input.address()?, input.addresses()?);
        if u64::try_from(fraction).map_or(true, |fraction| WAD < fraction) {
            return Err(out_of_bounds(fraction, WAD));
        }
        let state = self.state();
        let words = [ballast_shell::word(fraction), receiver.into_word().0];
        let request = encode(IStrategy::transferInKindCall::SELECTOR, &words);
        let mut sum = Assets::ZERO;
        for place in self.chosen_in_kind(&state, &named)? {
            let mut loan = self.loan(place);
            if loan.debt.is_zero() {
                continue;
            }
            let strategy = self.record(place).strategy;
            if self.attempt(&state, strategy, &request)?.is_none() {
                return Err(failed(strategy));
            }
            let (before, part) = (loan.debt, debt_in_kind_up(loan.debt, fraction));
            // A part is no more than the whole, and debts of one vault fit together.
            loan.debt = before.checked_sub(part).unwrap_or_default();
            sum = sum.checked_add(part).unwrap_or(Assets::MAX);
            self.set_loan(place, loan);
            self.log_debt_moved(strategy, before, loan.debt);
        }
        reply(&[word(sum)])
    }

    /// The strategies named, or all if none is.
    fn chosen_in_kind(&self, state: &State, named: &[Address]) -> Result<Vec<Place>, Vec<u8>> {
        if named.is_empty() {
            return Ok(state.places().collect());
        }
        let places = self.named(named)?;
        let mut seen = Places::default();
        for (place, strategy) in places.iter().zip(named) {
            // Twice a part is more than the part.
            if !seen.insert(*place) {
                return Err(invalid_strategy(*strategy));
            }
        }
        Ok(places)
    }
}
