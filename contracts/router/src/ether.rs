//! Entries and exits in ether.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::router::{IWETH, Router as Abi};
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, Reply, encode, reply, word};
use stylus_sdk::call::call;
use stylus_sdk::call::transfer::transfer_eth;
use stylus_sdk::prelude::*;

use crate::passage::Passage;
use crate::refusals::{about, at_least};
use crate::state::Router;
use crate::vault::Vault;

impl Router {
    /// `depositEther(address,address,uint256)`
    pub(crate) fn deposit_ether(&mut self, mut input: Calldata<'_>) -> Reply {
        let vault = Vault(input.address()?);
        let (receiver, min_shares) = (input.address()?, input.uint()?);
        self.check_receiver(receiver)?;
        let weth = self.weth();
        self.check_asset(vault, weth)?;
        let passage = Passage::open(self, weth)?;
        self.wrap(weth)?;
        let received = passage.held(self)?;
        self.enter(vault, passage, received, receiver, min_shares)
    }

    /// `redeemEther(address,uint256,address,uint256)`
    pub(crate) fn redeem_ether(&mut self, mut input: Calldata<'_>) -> Reply {
        let (vault, shares) = (Vault(input.address()?), input.uint()?);
        let (receiver, min_ether) = (input.address()?, input.uint()?);
        self.check_receiver(receiver)?;
        let (weth, this) = (self.weth(), self.this());
        self.check_asset(vault, weth)?;
        let passage = Passage::open(self, weth)?;
        vault.redeem(self, shares, this)?;
        let received = passage.held(self)?;
        let amount = self.unwrap(weth, received)?;
        at_least(amount, min_ether)?;
        transfer_eth(self.vm(), receiver, amount)
            .map_err(|_| about(Abi::EtherRefused::SELECTOR, receiver))?;
        reply(&[word(amount)])
    }

    /// Wraps the ether that came with the call.
    fn wrap(&mut self, weth: Address) -> Result<(), Vec<u8>> {
        let value = self.vm().msg_value();
        let context = Call::new_payable(self, value);
        let calldata = encode(IWETH::depositCall::SELECTOR, &[]);
        call(self.vm(), context, weth, &calldata)
            .map(|_| ())
            .map_err(|_| about(Abi::InvalidWeth::SELECTOR, weth))
    }

    /// Unwraps `assets`. Returns the ether that came.
    fn unwrap(&mut self, weth: Address, assets: U256) -> Result<U256, Vec<u8>> {
        let before = self.vm().balance(self.this());
        let calldata = encode(IWETH::withdrawCall::SELECTOR, &[word(assets)]);
        remote::send(self, weth, &calldata, ALL_GAS)
            .map_err(|_| about(Abi::InvalidWeth::SELECTOR, weth))?;
        let after = self.vm().balance(self.this());
        Ok(after.saturating_sub(before))
    }
}
