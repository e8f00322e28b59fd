//! What Aave's programmes of rewards grant.
//!
//! One reward at a time: a token that fails keeps nobody from the others. The controller is asked
//! within a bound of gas, and neither a report nor an exit asks it anything.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError, SolEvent};
use ballast_abi::rewards::IAaveRewards;
use ballast_abi::strategy_aave_v3::IAToken;
use ballast_abi::strategy_aave_v3::StrategyAaveV3 as Abi;
use ballast_shell::{
    Calldata, Literal, Reply, Word, address_in, encode, remote, reply_uint, token, uint, word,
};
use ballast_strategy::rewards;
use stylus_sdk::prelude::*;

use crate::state::Strategy;

const CLAIMED: Literal = Literal::new(Abi::Claimed::SIGNATURE_HASH.0);

/// Gas of a claim, of which Aave's own takes some 150,000 besides the reward's transfer.
const CLAIM_GAS: u64 = 800_000;

/// Gas of a view of the controller, which walks through all rewards of the reserve.
const VIEW_GAS: u64 = 400_000;

impl Strategy {
    /// `claim(address)`
    pub(crate) fn claim(&mut self, mut input: Calldata<'_>) -> Reply {
        let reward = input.address()?;
        let (before, this) = (self.balance(reward), self.this());
        self.claim_all(reward)?;
        let came = token::balance_of(self.vm(), reward, this)
            .unwrap_or_default()
            .saturating_sub(before);
        let words = [CLAIMED.word(), reward.into_word().0, word(came)];
        self.cells.log(&words, 2);
        reply_uint(came)
    }

    /// `sweep(address)`: claims first. What the controller refuses does not keep what lies here.
    pub(crate) fn sweep(&mut self, mut input: Calldata<'_>) -> Reply {
        let token = input.address()?;
        rewards::require_sweep(self, token)?;
        if !self.claimable(token).is_zero() {
            let _refusal = self.claim_all(token);
        }
        rewards::hand_over(self, token)
    }

    /// `sweepable(address)`
    pub(crate) fn sweepable(&self, mut input: Calldata<'_>) -> Reply {
        let token = input.address()?;
        let [asset, a_token] = [self.asset(), self.a_token()];
        let amount = if token == asset || token == a_token {
            U256::ZERO
        } else {
            rewards::sweepable(self, token).saturating_add(self.claimable(token))
        };
        reply_uint(amount)
    }

    /// Claims all of a reward.
    ///
    /// # Errors
    /// `ClaimFailed`, or what the controller says.
    fn claim_all(&mut self, reward: Address) -> Result<(), Vec<u8>> {
        let controller = self.controller();
        let failed = || encode(Abi::ClaimFailed::SELECTOR, &[controller.into_word().0]);
        if controller.is_zero() {
            return Err(failed());
        }
        let words = [
            // The list stands behind three words.
            uint(96),
            word(U256::MAX),
            reward.into_word().0,
            uint(1),
            self.a_token().into_word().0,
        ];
        let call = encode(IAaveRewards::claimRewardsToSelfCall::SELECTOR, &words);
        match remote::send(self, controller, &call, CLAIM_GAS) {
            Ok(_) => Ok(()),
            Err(reason) if reason.is_empty() => Err(failed()),
            Err(reason) => Err(reason),
        }
    }

    /// What Aave owes of a reward, as far as it says.
    fn claimable(&self, reward: Address) -> U256 {
        let controller = self.controller();
        if controller.is_zero() {
            return U256::ZERO;
        }
        let words: [Word; 5] = [
            uint(96),
            self.this().into_word().0,
            reward.into_word().0,
            uint(1),
            self.a_token().into_word().0,
        ];
        let question = encode(IAaveRewards::getUserRewardsCall::SELECTOR, &words);
        remote::view_uint(self.vm(), controller, &question, VIEW_GAS).unwrap_or_default()
    }

    /// Who accounts for the aToken's rewards now; the zero address if nobody does.
    fn controller(&self) -> Address {
        let question = encode(IAToken::getIncentivesControllerCall::SELECTOR, &[]);
        let answer = remote::view_uint(self.vm(), self.a_token(), &question, VIEW_GAS);
        address_in(&word(answer.unwrap_or_default()))
    }

    fn balance(&self, of: Address) -> U256 {
        token::balance_of(self.vm(), of, self.this()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The calldata by hand is what the ABI makes of it.
    #[test]
    fn calls_are_those_of_the_interface() {
        let [a_token, reward] = [7, 8].map(Address::with_last_byte);
        let expected = IAaveRewards::claimRewardsToSelfCall {
            assets: Vec::from([a_token]),
            amount: U256::MAX,
            reward,
        };
        let words = [
            uint(96),
            word(U256::MAX),
            reward.into_word().0,
            uint(1),
            a_token.into_word().0,
        ];
        let call = encode(IAaveRewards::claimRewardsToSelfCall::SELECTOR, &words);
        assert_eq!(call, expected.abi_encode());
    }
}
