//! What an exit could take now.

use ballast_core::{Forecast, Source};
use ballast_shell::{Calldata, Reply, reply};

use crate::calls::saturated;
use crate::errors::word;
use crate::exits::demand;
use crate::state::Registry;

impl Registry {
    /// `claimable(uint256,uint256,address[])`: the largest claim
    pub(crate) fn claimable(&self, mut input: Calldata<'_>) -> Reply {
        let claim = saturated(input.uint()?);
        let loss = saturated(input.uint()?);
        let forecast = Forecast::new(demand(claim, false), claim, loss);
        self.foresee(input, forecast)
    }

    /// `withdrawable(uint256,uint256,uint256,address[])`: the largest payment
    pub(crate) fn withdrawable(&self, mut input: Calldata<'_>) -> Reply {
        let assets = saturated(input.uint()?);
        let claim = saturated(input.uint()?);
        let loss = saturated(input.uint()?);
        let forecast = Forecast::new(demand(assets, true), claim, loss);
        self.foresee(input, forecast)
    }

    /// Asks the strategies that the exit would ask, those named in what is left of the input.
    ///
    /// A strategy that does not answer adds nothing: the exit would put it into quarantine.
    fn foresee(&self, mut input: Calldata<'_>, mut forecast: Forecast) -> Reply {
        let named = input.addresses()?;
        let state = self.state();
        for place in self.asked(&state, &named)? {
            if forecast.is_over() {
                break;
            }
            let Some((record, loan)) = self.payer(place) else {
                continue;
            };
            let worth = self.worth(&state, record.strategy);
            let liquid = self.liquid(&state, record.strategy);
            let (Some(worth), Some(liquid)) = (worth, liquid) else {
                continue;
            };
            let source = Source {
                debt: loan.debt,
                worth,
            };
            forecast.add(&source, liquid);
        }
        let taken = forecast.taken();
        reply(&[word(taken.debt), word(taken.paid)])
    }
}
