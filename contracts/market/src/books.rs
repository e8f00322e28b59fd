//! Supply and debt with their interest.

use alloc::vec::Vec;

use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::market::IMarket as Abi;
use ballast_core::lending::{
    Adaptive, Anchor, Growth, RateModel, Settled, Totals, Wad, settle, utilization_down,
};
use ballast_core::{Assets, DebtShares, Seconds, Shares};
use ballast_shell::{Literal, word};

use crate::errors::{compared, too_large};
use crate::record::Config;
use crate::state::Market;

const FEE_BOOKED: Literal = Literal::new(Abi::FeeBooked::SIGNATURE_HASH.0);

/// A market's totals up to now, and what they come from.
#[derive(Clone, Copy, Debug)]
pub struct Books {
    /// What every change of a balance reads.
    pub config: Config,
    /// From where interest is counted.
    pub anchor: Anchor,
    /// What happened to the rate since then.
    pub growth: Growth,
    /// What was supplied when interest was last booked, and since then without interest.
    pub stored: Totals<Shares>,
    /// Both with interest and the shares of the fee.
    pub settled: Settled,
    /// The interest that is not booked.
    pub interest: Assets,
    /// Now.
    pub now: Seconds,
}

impl Books {
    /// What is supplied and not lent.
    pub fn available(&self) -> Assets {
        let Settled { supply, debt, .. } = self.settled;
        // A loss is booked where it arises, so debt never exceeds supply.
        supply
            .assets
            .checked_sub(debt.assets)
            .unwrap_or(Assets::ZERO)
    }

    /// How much of the supply is lent.
    pub fn utilization_down(&self) -> Wad {
        let Settled { supply, debt, .. } = self.settled;
        utilization_down(debt.assets, supply.assets)
    }

    /// Refuses to pay out more than is not lent.
    ///
    /// # Errors
    /// `InsufficientLiquidity`.
    pub fn check_available(&self, assets: Assets) -> Result<(), Vec<u8>> {
        let available = self.available();
        if assets <= available {
            return Ok(());
        }
        Err(compared(
            Abi::InsufficientLiquidity::SELECTOR,
            assets.to_u256(),
            available.to_u256(),
        ))
    }
}

impl Market {
    /// The totals up to now.
    ///
    /// # Errors
    /// `NumberTooLarge` if they exceed 128 bits.
    #[inline(never)]
    pub fn books(&self) -> Result<Books, Vec<u8>> {
        let config = self.config();
        let model = self.rate_model(&config)?;
        let (stored, debt) = (self.stored_supply(), self.stored_debt());
        let (anchor, now) = (self.anchor(debt.assets), self.now());
        let settled = || {
            let growth = anchor.growth(&model, now)?;
            let interest = anchor.interest_after(&growth)?;
            let settled = settle(debt, stored, interest, Wad::from_bps(config.fee))?;
            Some((growth, interest, settled))
        };
        let (growth, interest, settled) = settled().ok_or_else(too_large)?;
        Ok(Books {
            config,
            anchor,
            growth,
            stored,
            settled,
            interest,
            now,
        })
    }

    /// The rate model.
    ///
    /// # Errors
    /// `NumberTooLarge` for a kinked one that was never set, which the setter does not let happen.
    pub fn rate_model(&self, config: &Config) -> Result<RateModel, Vec<u8>> {
        if !config.is_kinked {
            return Ok(RateModel::Adaptive(Adaptive));
        }
        let kinked = self.kinked().ok_or_else(too_large)?;
        Ok(RateModel::Kinked(kinked))
    }

    /// Writes a supply that changed from what the books say to `supply`, and `stored` of it without
    /// the interest that is not booked.
    ///
    /// # Errors
    /// `NumberTooLarge`.
    #[inline(never)]
    pub fn write_supply(
        &mut self,
        books: &mut Books,
        supply: Totals<Shares>,
        stored: Totals<Shares>,
    ) -> Result<(), Vec<u8>> {
        books.settled.supply = supply;
        books.stored = stored;
        let utilization = books.utilization_down();
        let anchor = books.anchor.moved(&books.growth, books.now, utilization);
        self.set_supply(&books.stored);
        anchor
            .and_then(|anchor| self.set_anchor(&anchor))
            .ok_or_else(too_large)
    }

    /// Books the interest, and writes a debt that changed to `debt` and the supply of the books.
    ///
    /// # Errors
    /// `NumberTooLarge`.
    #[inline(never)]
    pub fn write_debt(
        &mut self,
        books: &mut Books,
        debt: Totals<DebtShares>,
    ) -> Result<(), Vec<u8>> {
        self.book_fee(books)?;
        books.settled.debt = debt;
        let utilization = books.utilization_down();
        let anchor = books
            .anchor
            .settled(&books.growth, books.now, debt.assets, utilization);
        self.set_supply(&books.settled.supply);
        self.set_debt(&debt);
        self.set_anchor(&anchor).ok_or_else(too_large)
    }

    /// Books the interest and changes nothing else: before what it is counted by changes.
    ///
    /// # Errors
    /// `NumberTooLarge`.
    pub fn book_interest(&mut self) -> Result<Books, Vec<u8>> {
        let mut books = self.books()?;
        let debt = books.settled.debt;
        self.write_debt(&mut books, debt)?;
        Ok(books)
    }

    /// Gives the shares of the fee to the reserve and to who gets the fee, and says so. What else
    /// interest does follows from what was borrowed and repaid.
    fn book_fee(&mut self, books: &Books) -> Result<(), Vec<u8>> {
        let fee = books.settled.fee_shares;
        if fee.is_zero() {
            return Ok(());
        }
        let before = self.fee_shares();
        let after = before.with(fee, books.config.reserve_part);
        let after = after.ok_or_else(too_large)?;
        self.set_fee_shares(&after);
        let minted = |after: Shares, before| after.checked_sub(before).unwrap_or_default();
        let words = [
            FEE_BOOKED.word(),
            word(minted(after.reserve, before.reserve).to_u256()),
            word(minted(after.recipient, before.recipient).to_u256()),
        ];
        self.cells.log(&words, 1);
        Ok(())
    }
}
