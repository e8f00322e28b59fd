//! `rerange()`

use alloc::vec::Vec;

use alloy_primitives::U256;
use alloy_sol_types::{SolCall, SolError, SolEvent};
use ballast_abi::strategy_uniswap_v3::StrategyUniswapV3 as Abi;
use ballast_core::{Budget, Excess, Seconds, TickRange};
use ballast_shell::{Literal, Reply, encode, reply, reply_trigger, uint, word};
use ballast_uniswap_v3::{Market, signed};

use crate::state::{Place, Strategy, saturated};
use crate::terms::Terms;

const RERANGED: Literal = Literal::new(Abi::Reranged::SIGNATURE_HASH.0);

impl Strategy {
    /// `rerange()`
    pub(crate) fn rerange(&mut self) -> Reply {
        let (terms, pair) = (self.terms(), self.pair());
        let market = self.market(&terms)?;
        market.require_agreement(terms.deviation)?;
        let (Some(place), Some((old, liquidity))) = (self.place(), self.liquidity()?) else {
            return Err(encode(Abi::NoPosition::SELECTOR, &[]));
        };
        self.require_due(&terms, &place, &market)?;
        let before = self.worth(&pair, &market)?;

        self.withdraw(old, liquidity)?;
        let range = self.range_around(&terms, &pair, &market)?;
        self.invest(&terms, &pair, &market, range)?;
        let since = self.now();
        let mut moved = Place {
            range,
            since,
            ..place
        };
        self.set_place(moved);
        let after = self.worth(&pair, &self.market(&terms)?)?;
        let loss = before.saturating_sub(after);
        moved.budget = spend(&terms, &place, since, loss, before)?;
        self.set_place(moved);
        self.log_reranged(old, range, loss);
        reply(&[signed(range.lower().get()), signed(range.upper().get())])
    }

    /// `shouldRerange()`
    pub(crate) fn should_rerange(&self) -> Reply {
        let (terms, pair) = (self.terms(), self.pair());
        let call = encode(Abi::rerangeCall::SELECTOR, &[]);
        let range = self.place().and_then(|place| {
            let market = self.agreed_market(&terms)?;
            self.liquidity().ok()??;
            self.require_due(&terms, &place, &market).ok()?;
            self.range_around(&terms, &pair, &market).ok()
        });
        let ends = range.map_or([uint(0); 2], |range| {
            [range.lower(), range.upper()].map(|end| signed(end.get()))
        });
        reply_trigger(range.is_some(), &call, &ends)
    }

    /// Makes sure that the mean price has left the inner band, and that the last move was long ago.
    fn require_due(&self, terms: &Terms, place: &Place, market: &Market) -> Result<(), Vec<u8>> {
        let centre = place.range.centre();
        if market.mean.distance(centre) <= terms.inner {
            let words = [signed(market.mean.get()), signed(centre.get())];
            return Err(encode(Abi::WithinBand::SELECTOR, &words));
        }
        let until = place.since.after(Seconds::new(u64::from(terms.wait)));
        if self.now() < until {
            return Err(encode(Abi::TooEarly::SELECTOR, &[uint(until.get())]));
        }
        Ok(())
    }

    /// The time of the block.
    pub(crate) fn now(&self) -> Seconds {
        Seconds::new(self.cells.now())
    }

    fn log_reranged(&mut self, from: TickRange, to: TickRange, loss: U256) {
        let words = [
            RERANGED.word(),
            signed(from.lower().get()),
            signed(from.upper().get()),
            signed(to.lower().get()),
            signed(to.upper().get()),
            word(loss),
        ];
        self.cells.log(&words, 1);
    }
}

fn spend(
    terms: &Terms,
    place: &Place,
    now: Seconds,
    loss: U256,
    total: U256,
) -> Result<Budget, Vec<u8>> {
    let (loss, total) = (saturated(loss), saturated(total));
    let spent = place.budget.spend(terms.tolerance(), now, loss, total);
    spent.map_err(|Excess { loss_wad, left_wad }| {
        let words = [uint(loss_wad), uint(left_wad)];
        encode(Abi::CostExceedsBudget::SELECTOR, &words)
    })
}
