//! What governs the market, by its views.

use alloy_primitives::U256;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_core::lending::{Incentive, Ltv, Pace, Patience, Wad};
use ballast_core::{Bps, Seconds};

use super::asking::{ask_all, decode};
use super::laws::{Breach, Law};
use super::world::{COLLATERALS, World};
use crate::soak::views::question;

/// A collateral's terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Up to which part of its value an account may go by itself, in basis points.
    pub borrow: u16,
    /// Above which it may be liquidated now.
    pub liquidation: u16,
    /// Where that goes.
    pub end: u16,
    /// Whether more of it is taken.
    pub listed: bool,
    /// How much of it.
    pub cap: U256,
}

/// The rules of one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// By the collateral's number.
    pub taken: [Taken; COLLATERALS],
    /// Of what is supplied, and of what is lent.
    pub caps: [U256; 2],
    /// Of new supply and new borrowing.
    pub stops: [bool; 2],
    /// Fee, part of the reserve, fee of loans.
    pub fees: [U256; 3],
    /// How fast averages follow.
    pub pace: Pace,
    /// Whether the gate is asked.
    pub gated: bool,
    /// Of liquidations.
    pub terms: [U256; 10],
}

impl Rules {
    /// Reads them.
    ///
    /// # Errors
    /// [`Law::Views`].
    pub(super) fn read(world: &World) -> Result<Self, Breach> {
        let market = world.market();
        let mut questions = vec![
            question(market, &Risk::capsCall {}, false),
            question(market, &Risk::stopsCall {}, false),
            question(market, &Risk::feesCall {}, false),
            question(market, &Risk::pricingCall {}, false),
            question(market, &Risk::liquidationTermsCall {}, false),
        ];
        questions.extend(world.collaterals().iter().map(|collateral| {
            let collateral = *collateral;
            question(market, &Risk::collateralTermsCall { collateral }, false)
        }));
        let answers = ask_all(world, questions)?;
        let caps = decode::<Risk::capsCall>(&answers[0])?;
        let stops = decode::<Risk::stopsCall>(&answers[1])?;
        let fees = decode::<Risk::feesCall>(&answers[2])?;
        let pricing = decode::<Risk::pricingCall>(&answers[3])?;
        let terms = decode::<Risk::liquidationTermsCall>(&answers[4])?;
        let mut taken = [Taken::default(); COLLATERALS];
        for (taken, answer) in taken.iter_mut().zip(&answers[5..]) {
            let seen = decode::<Risk::collateralTermsCall>(answer)?;
            *taken = Taken {
                borrow: seen.borrowBps.to(),
                liquidation: seen.liquidationBps.to(),
                end: seen.liquidationEndBps.to(),
                listed: seen.listed,
                cap: seen.cap,
            };
        }
        let seconds = |seconds: U256| Seconds::new(seconds.to());
        let pace = Pace::new(seconds(pricing.fastSeconds), seconds(pricing.slowSeconds));
        Ok(Self {
            taken,
            caps: [caps.supplyCap, caps.borrowCap],
            stops: [stops.supplyStopped, stops.borrowStopped],
            fees: [fees.feeBps, fees.reservePartBps, fees.flashFeeBps],
            pace: pace.ok_or_else(|| Law::Views.broken("averages that contradict each other"))?,
            gated: pricing.gated,
            terms: [
                terms.leastBps,
                terms.mostBps,
                terms.fullAtBps,
                terms.targetBps,
                terms.closeFactorBps,
                terms.fullCloseBelowBps,
                terms.dust,
                terms.coolOffSeconds,
                terms.delaySeconds,
                terms.deepBps,
            ],
        })
    }

    /// The rules after some time: the same, unless a liquidation LTV is on its way.
    ///
    /// # Errors
    /// [`Law::Views`].
    pub(super) fn after_time(&self, world: &World) -> Result<Self, Breach> {
        let is_moving = |taken: &Taken| taken.liquidation != taken.end;
        if self.taken.iter().any(is_moving) {
            return Self::read(world);
        }
        Ok(self.clone())
    }

    /// A collateral's LTVs.
    pub(super) fn ltv(&self, index: usize) -> Option<Ltv> {
        let Taken {
            borrow,
            liquidation,
            ..
        } = self.taken[index];
        Ltv::new(Bps::new(borrow), Bps::new(liquidation))
    }

    /// What a liquidator gets.
    pub(super) fn incentive(&self) -> Option<Incentive> {
        let [least, most, full_at, ..] = self.terms;
        Incentive::new(ratio(least), ratio(most), ratio(full_at))
    }

    /// For how long an account is left in peace after a check.
    pub(super) fn cool_off(&self) -> u64 {
        self.terms[7].to()
    }

    /// For how long the slow average may delay a liquidation.
    pub(super) fn delay(&self) -> u64 {
        self.terms[8].to()
    }

    /// The health below which it does not.
    pub(super) fn deep(&self) -> Wad {
        ratio(self.terms[9])
    }

    /// Both.
    pub(super) fn patience(&self) -> Option<Patience> {
        Patience::new(Seconds::new(self.delay()), self.deep())
    }
}

fn ratio(bps: U256) -> Wad {
    Wad::from_bps(Bps::new(bps.to()))
}
