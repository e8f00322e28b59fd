//! Claims of what has been paid.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::redemptions::{IERC7540Claim, Redemptions as Abi};
use ballast_core::{Assets, BooksError, Claim, Shares};
use ballast_shell::{Calldata, Literal, Reply, encode, reply_uint, token, word};

use crate::members::Pot;
use crate::state::Redemptions;

const WITHDRAW: Literal = Literal::new(IERC7540Claim::Withdraw::SIGNATURE_HASH.0);

/// For whom a claim is made, and how much.
struct Order {
    amount: U256,
    receiver: Address,
    controller: Address,
}

impl Redemptions {
    /// `redeem(uint256,address,address)`
    pub(crate) fn redeem(&mut self, input: Calldata<'_>) -> Reply {
        let (order, pot) = self.order(input)?;
        let outcome = Shares::from_u256(order.amount)
            .ok_or(BooksError::ExceedsLimit)
            .and_then(|shares| Ok((shares, pot.claim.redeem(shares)?)));
        let (shares, (assets, rest)) = outcome.map_err(|error| {
            let max = pot.claim.max_redeem().to_u256();
            let selector = IERC7540Claim::ERC4626ExceededMaxRedeem::SELECTOR;
            refusal(error, selector, &order, max)
        })?;
        self.pay(&order, pot.id, rest, Claim { shares, assets })?;
        reply_uint(assets.to_u256())
    }

    /// `withdraw(uint256,address,address)`
    pub(crate) fn withdraw(&mut self, input: Calldata<'_>) -> Reply {
        let (order, pot) = self.order(input)?;
        let outcome = Assets::from_u256(order.amount)
            .ok_or(BooksError::ExceedsLimit)
            .and_then(|assets| Ok((assets, pot.claim.withdraw(assets)?)));
        let (assets, (shares, rest)) = outcome.map_err(|error| {
            let max = pot.claim.assets.to_u256();
            let selector = IERC7540Claim::ERC4626ExceededMaxWithdraw::SELECTOR;
            refusal(error, selector, &order, max)
        })?;
        self.pay(&order, pot.id, rest, Claim { shares, assets })?;
        reply_uint(shares.to_u256())
    }

    /// `maxRedeem(address)`
    pub(crate) fn max_redeem(&self, mut input: Calldata<'_>) -> Reply {
        let pot = self.pot_now(input.address()?)?;
        reply_uint(pot.claim.max_redeem().to_u256())
    }

    /// `maxWithdraw(address)`
    pub(crate) fn max_withdraw(&self, mut input: Calldata<'_>) -> Reply {
        let pot = self.pot_now(input.address()?)?;
        reply_uint(pot.claim.assets.to_u256())
    }

    /// A claim's arguments, of a caller who may make it, and what can be claimed.
    fn order(&mut self, mut input: Calldata<'_>) -> Result<(Order, Pot), Vec<u8>> {
        let order = Order {
            amount: input.uint()?,
            receiver: input.address()?,
            controller: input.address()?,
        };
        self.check_caller(order.controller)?;
        self.check_receiver(order.receiver)?;
        let pot = self.gather(order.controller)?;
        Ok((order, pot))
    }

    /// Writes down what is left, and pays.
    fn pay(&mut self, order: &Order, id: u64, rest: Claim, paid: Claim) -> Result<(), Vec<u8>> {
        self.set_pot(order.controller, &Pot { claim: rest, id });
        let assets = paid.assets.to_u256();
        let words = [
            WITHDRAW.word(),
            self.cells.sender().into_word().0,
            order.receiver.into_word().0,
            order.controller.into_word().0,
            word(assets),
            word(paid.shares.to_u256()),
        ];
        self.cells.log(&words, 4);
        let asset = self.asset();
        token::transfer(self, asset, order.receiver, assets)
    }
}

/// Why a claim is refused.
fn refusal(error: BooksError, exceeded: [u8; 4], order: &Order, max: U256) -> Vec<u8> {
    match error {
        BooksError::ExceedsLimit => {
            let words = [
                order.controller.into_word().0,
                word(order.amount),
                word(max),
            ];
            encode(exceeded, &words)
        }
        BooksError::ZeroShares | BooksError::ZeroAssets => encode(Abi::ZeroAssets::SELECTOR, &[]),
    }
}
