//! Quotes.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::oracle::Oracle as Abi;
use ballast_core::oracle::{UnitPrice, Values};
use ballast_shell::{Calldata, Reply, encode, reply, reply_uint, word};

use crate::errors::named;
use crate::state::Oracle;
use crate::survey::Look;

impl Oracle {
    /// `getQuote(uint256,address,address)`
    pub(crate) fn get_quote(&self, input: Calldata<'_>) -> Reply {
        reply_uint(self.amount_worth(input)?.mid)
    }

    /// `getQuotes(uint256,address,address)`
    pub(crate) fn get_quotes(&self, input: Calldata<'_>) -> Reply {
        let values = self.amount_worth(input)?;
        reply(&[values.bid, values.ask].map(word))
    }

    /// `getPrice(address,address)`
    #[inline(never)]
    pub(crate) fn get_price(&self, input: Calldata<'_>) -> Reply {
        let values = self.values(input, UnitPrice::ONE.get())?;
        reply(&[values.bid, values.mid, values.ask].map(word))
    }

    /// `getPriceAndGate(address,address)`
    pub(crate) fn get_price_and_gate(&self, input: Calldata<'_>) -> Reply {
        let mut words = self.get_price(input)?;
        words.extend(self.may_take_risk()?);
        Ok(words)
    }

    /// `price(address)`
    #[inline(never)]
    pub(crate) fn price(&self, mut input: Calldata<'_>) -> Reply {
        let band = Look::at(self).price(input.address()?)?;
        reply(&[band.bid, band.mid, band.ask].map(|price| word(price.get())))
    }

    /// What the amount that comes first is worth.
    #[inline(never)]
    fn amount_worth(&self, mut input: Calldata<'_>) -> Result<Values, Vec<u8>> {
        let amount = input.uint()?;
        self.values(input, amount)
    }

    /// What an amount of one asset is worth in another. An asset is worth itself without any price.
    #[inline(never)]
    fn values(&self, mut input: Calldata<'_>, amount: U256) -> Result<Values, Vec<u8>> {
        let pair: [Address; 2] = [input.address()?, input.address()?];
        let [base, quote] = pair;
        if base == quote {
            return Ok(Values {
                bid: amount,
                mid: amount,
                ask: amount,
            });
        }
        let mut look = Look::at(self);
        let (base, quote) = (look.price(base)?, look.price(quote)?);
        base.value(amount, &quote).ok_or_else(|| {
            let [base, quote] = pair.map(named);
            encode(Abi::QuoteOverflow::SELECTOR, &[word(amount), base, quote])
        })
    }
}
