//! A liquidation, from the call to the profit.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError, SolEvent};
use ballast_abi::erc4626::IERC4626;
use ballast_abi::liquidator::Liquidator as Abi;
use ballast_abi::market_risk::IMarketRisk;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{
    Calldata, Literal, Reply, Word, address_in, encode, encode_bytes, reply, token, uint, word,
};
use stylus_sdk::prelude::*;

use crate::state::{Liquidator, failed};

const LIQUIDATED: Literal = Literal::new(Abi::Liquidated::SIGNATURE_HASH.0);

/// What the caller asks for.
struct Request {
    market: Address,
    borrower: Address,
    collateral: Address,
    most: U256,
    least_profit: U256,
    receiver: Address,
    venues: Vec<Address>,
}

impl Request {
    fn read(mut input: Calldata<'_>) -> Result<Self, Vec<u8>> {
        Ok(Self {
            market: input.address()?,
            borrower: input.address()?,
            collateral: input.address()?,
            most: input.uint()?,
            least_profit: input.uint()?,
            receiver: input.address()?,
            venues: input.addresses()?,
        })
    }

    /// The call of the market. The venues go along and come back.
    fn call(&self) -> Vec<u8> {
        let venues: Vec<Word> = self
            .venues
            .iter()
            .map(|venue| venue.into_word().0)
            .collect();
        let mut words = Vec::from([
            self.borrower.into_word().0,
            self.collateral.into_word().0,
            word(self.most),
            // What it brings is bounded below.
            uint(0),
            uint(160),
        ]);
        // Without data the market would not call back, so there is always a word of it.
        let data = [&[uint(0)], &venues[..]].concat();
        words.extend(encode_bytes(data.as_flattened()));
        encode(IMarketRisk::liquidateCall::SELECTOR, &words)
    }
}

impl Liquidator {
    /// `liquidate(address,address,address,uint256,uint256,address,address[])`
    pub(crate) fn liquidate(&mut self, input: Calldata<'_>) -> Reply {
        let request = Request::read(input)?;
        let asset = self.asset_of(request.market)?;
        let before = self.balance(asset)?;
        self.expect(request.market, asset);
        let answer = remote::send(self, request.market, &request.call(), ALL_GAS)?;
        self.expect(Address::ZERO, Address::ZERO);
        self.disallow(asset, request.market)?;
        let (words, _) = answer.as_chunks::<32>();
        let [repaid, seized] = *words else {
            return Err(failed(request.market));
        };
        let profit = self.balance(asset)?.saturating_sub(before);
        if profit < request.least_profit {
            let words = [profit, request.least_profit].map(word);
            return Err(encode(Abi::ProfitTooSmall::SELECTOR, &words));
        }
        self.log(&request, [repaid, seized, word(profit)]);
        if !profit.is_zero() {
            token::transfer(self, asset, request.receiver, profit)?;
        }
        reply(&[repaid, word(profit)])
    }

    /// `onMarketLiquidate(address,uint256,uint256,bytes)`
    pub(crate) fn on_market_liquidate(&mut self, mut input: Calldata<'_>) -> Reply {
        let market = self.cells.sender();
        let (expected, asset) = self.expected();
        if market != expected {
            let words = [market.into_word().0];
            return Err(encode(Abi::UnexpectedMarket::SELECTOR, &words));
        }
        // Once.
        self.expect(Address::ZERO, Address::ZERO);
        let (collateral, repaid, seized) = (input.address()?, input.uint()?, input.uint()?);
        let (venues, _) = input.string()?.as_chunks::<32>();
        let venues = venues.iter().skip(1).map(address_in);
        let bought = self.sell_through(venues, collateral, seized)?;
        if bought != asset {
            let words = [bought, asset].map(|token| token.into_word().0);
            return Err(encode(Abi::WrongToken::SELECTOR, &words));
        }
        // Exactly what is taken at once, so nothing of it is left.
        token::approve(self, asset, market, repaid)?;
        Ok(Vec::new())
    }

    /// Takes back what a market was allowed and did not take, which only one that is hostile leaves.
    fn disallow(&mut self, asset: Address, market: Address) -> Result<(), Vec<u8>> {
        let this = self.vm().contract_address();
        let left = token::allowance(self.vm(), asset, this, market);
        if left.ok_or_else(|| failed(asset))?.is_zero() {
            return Ok(());
        }
        token::approve(self, asset, market, U256::ZERO)
    }

    /// What a market lends.
    fn asset_of(&self, market: Address) -> Result<Address, Vec<u8>> {
        self.named(market, IERC4626::assetCall::SELECTOR)
            .ok_or_else(|| failed(market))
    }

    /// The address that a contract answers to a question without arguments; `None` if it does not,
    /// or it is zero.
    pub(crate) fn named(&self, contract: Address, selector: [u8; 4]) -> Option<Address> {
        remote::view_uint(self.vm(), contract, &encode(selector, &[]), ALL_GAS)
            .map(|answer| address_in(&word(answer)))
            .filter(|address| !address.is_zero())
    }

    fn log(&mut self, request: &Request, [repaid, seized, profit]: [Word; 3]) {
        let words = [
            LIQUIDATED.word(),
            request.market.into_word().0,
            request.borrower.into_word().0,
            request.collateral.into_word().0,
            request.receiver.into_word().0,
            repaid,
            seized,
            profit,
        ];
        self.cells.log(&words, 4);
    }
}

#[cfg(test)]
mod tests {
    use ballast_abi::market_risk::IMarketRisk::liquidateCall;

    use super::*;

    #[test]
    fn the_market_is_asked_as_its_interface_says() {
        let [market, borrower, collateral, receiver] = [1, 2, 3, 4].map(Address::with_last_byte);
        let venues = [5, 6].map(Address::with_last_byte).to_vec();
        let request = Request {
            market,
            borrower,
            collateral,
            most: U256::from(7),
            least_profit: U256::from(8),
            receiver,
            venues: venues.clone(),
        };
        let words: Vec<Word> = [Address::ZERO]
            .iter()
            .chain(&venues)
            .map(|venue| venue.into_word().0)
            .collect();
        let call = liquidateCall {
            borrower,
            collateral,
            maxRepaid: U256::from(7),
            minSeized: U256::ZERO,
            data: words.as_flattened().to_vec().into(),
        };
        assert_eq!(request.call(), call.abi_encode());
    }

    #[test]
    fn requests_are_read_as_their_interface_says() {
        let venues = [5, 6].map(Address::with_last_byte).to_vec();
        let call = Abi::liquidateCall {
            market: Address::with_last_byte(1),
            borrower: Address::with_last_byte(2),
            collateral: Address::with_last_byte(3),
            maxRepaid: U256::from(7),
            minProfit: U256::from(8),
            receiver: Address::with_last_byte(4),
            venues: venues.clone(),
        };
        let request = Request::read(Calldata::new(&call.abi_encode()[4..]));
        let request = request.unwrap_or_else(|_| panic!("it is well formed"));
        assert_eq!(
            (request.market, request.receiver),
            (call.market, call.receiver)
        );
        assert_eq!(
            (request.borrower, request.collateral),
            (call.borrower, call.collateral)
        );
        assert_eq!(
            (request.most, request.least_profit),
            (U256::from(7), call.minProfit)
        );
        assert_eq!(request.venues, venues);
    }
}
