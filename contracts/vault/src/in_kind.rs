//! Exits without a price: everybody's part of everything, as it is.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolEvent};
use ballast_abi::registry::IRegistry;
use ballast_abi::vault::Vault as Abi;
use ballast_core::{Assets, Holdings};
use ballast_math::{WAD, mul_div_down};
use ballast_shell::{
    Calldata, Literal, Reply, list_call, malformed, remote, reply_uint, token, word,
};

use crate::state::{REGISTRY, Vault, address_at};

const REDEEMED_IN_KIND: Literal = Literal::new(Abi::RedeemedInKind::SIGNATURE_HASH.0);

/// Each of at most 64 strategies rounds its debt up by less than a unit, at the leaver's cost.
const ROUNDING: Assets = Assets::new(64);

/// The part of `holdings` that `claim` is, in WAD, less what rounding may cost the others.
fn fraction(holdings: &Holdings, claim: Assets) -> U256 {
    let claim = claim.checked_sub(ROUNDING).unwrap_or_default();
    let wad = U256::from_limbs([WAD, 0, 0, 0]);
    mul_div_down(claim.to_u256(), wad, holdings.gross().to_u256()).unwrap_or_default()
}

/// `fraction` of `amount`, rounded down.
fn part(amount: Assets, fraction: U256) -> Assets {
    let wad = U256::from_limbs([WAD, 0, 0, 0]);
    mul_div_down(amount.to_u256(), fraction, wad)
        .and_then(Assets::from_u256)
        .unwrap_or_default()
}

impl Vault {
    /// `redeemInKind(uint256,address,address,address[])`
    ///
    /// Asks neither a price nor a venue for money; a strategy that cannot give its receipts is left
    /// out by naming the others.
    pub(crate) fn redeem_in_kind(&mut self, mut input: Calldata<'_>) -> Reply {
        let (amount, receiver, owner) = (input.uint()?, input.address()?, input.address()?);
        let strategies = input.addresses()?;
        let state = self.state();
        let (account, shares, claim) = self.claim_of(&state, owner, amount)?;
        self.burn(receiver, owner, account, shares)?;
        let fraction = fraction(&state.holdings, claim);
        let idle = part(state.holdings.idle, fraction);
        let debt = self.give_receipts(fraction, receiver, &strategies)?;
        let holdings = self
            .reduce_debt(&state, Assets::ZERO, debt, state.pace.quarantined)?
            .exit(idle, shares)
            .ok_or_else(malformed)?;
        self.set_totals(&holdings);
        let words = [
            REDEEMED_IN_KIND.word(),
            self.cells.sender().into_word().0,
            receiver.into_word().0,
            owner.into_word().0,
            word(shares.to_u256()),
            word(idle.to_u256()),
            word(debt.to_u256()),
        ];
        self.cells.log(&words, 4);
        if !idle.is_zero() {
            let (asset, _) = self.config();
            token::transfer(self, asset, receiver, idle.to_u256())?;
        }
        reply_uint(idle.to_u256())
    }

    /// Has strategies give their part. Returns the debt that goes with it.
    fn give_receipts(
        &mut self,
        fraction: U256,
        receiver: Address,
        strategies: &[Address],
    ) -> Result<Assets, Vec<u8>> {
        let registry = address_at(&self.cells, REGISTRY);
        if registry.is_zero() {
            return Ok(Assets::ZERO);
        }
        let head = [word(fraction), receiver.into_word().0];
        let request = list_call(IRegistry::exitInKindCall::SELECTOR, &head, strategies);
        let answer = remote::send(self, registry, &request, remote::ALL_GAS)?;
        remote::first_uint(&answer)
            .and_then(Assets::from_u256)
            .ok_or_else(malformed)
    }
}

#[cfg(test)]
mod tests {
    use ballast_core::{Management, Shares, Unlocking};

    use super::*;

    fn holdings(idle: u128, debt: u128) -> Holdings {
        Holdings {
            idle: Assets::new(idle),
            debt: Assets::new(debt),
            supply: Shares::ZERO,
            unlocking: Unlocking::default(),
            management: Management::default(),
            virtual_shares: 1_000,
        }
    }

    #[test]
    fn parts_are_of_everything() {
        let tenth = fraction(&holdings(4_000, 6_000), Assets::new(1_064));
        assert_eq!(tenth, U256::from(WAD / 10));
        assert_eq!(part(Assets::new(4_009), tenth).get(), 400);
    }

    #[test]
    fn of_nothing_there_is_no_part() {
        assert_eq!(fraction(&holdings(0, 0), Assets::new(100)), U256::ZERO);
        assert_eq!(fraction(&holdings(100, 0), Assets::new(64)), U256::ZERO);
    }
}
