//! Whether what may go in goes in, and whether anybody gains by going in and out.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::erc4626::IERC4626::{
    convertToAssetsCall, convertToSharesCall, depositCall, maxDepositCall, maxMintCall, mintCall,
    redeemCall, withdrawCall,
};

use super::act::{Act, Place};
use super::laws::{Breach, Law};
use super::random::Random;
use super::world::World;

/// Checks that somebody with tokens can deposit and mint the most that they may, and no more.
///
/// # Errors
/// [`Law::Entries`], or [`Law::Views`].
pub(super) fn check(world: &World, person: Address) -> Result<(), Breach> {
    let (vault, receiver) = (world.vault(), person);
    let tokens = world.tokens_of(person);
    let broken = |what: &str, amount: U256, how: &str| {
        Law::Entries.broken(format!("{what} of {amount} by {person:?} {how}"))
    };
    let most = world.ask(vault, &maxDepositCall { receiver })?;
    let assets = most.min(tokens);
    let shares = world.ask(vault, &convertToSharesCall { assets })?;
    if !shares.is_zero()
        && let Err(reason) = world.try_call(person, vault, &depositCall { assets, receiver })?
    {
        return Err(broken("deposit", assets, &reason));
    }
    let assets = most.saturating_add(U256::ONE);
    let more = world.try_call(person, vault, &depositCall { assets, receiver })?;
    if more.is_ok() {
        return Err(broken("deposit", assets, "passes"));
    }
    let most = world.ask(vault, &maxMintCall { receiver })?;
    let assets = tokens;
    // Where the price has collapsed, so many tokens may be worth more shares than there can be.
    let affordable = world.try_call(person, vault, &convertToSharesCall { assets })?;
    let shares = most.min(affordable.unwrap_or_default());
    if !shares.is_zero()
        && let Err(reason) = world.try_call(person, vault, &mintCall { shares, receiver })?
    {
        return Err(broken("mint", shares, &reason));
    }
    let shares = most.saturating_add(U256::ONE);
    match world.try_call(person, vault, &mintCall { shares, receiver })? {
        Ok(_) => Err(broken("mint", shares, "passes")),
        Err(_) => Ok(()),
    }
}

/// Has somebody enter and leave, or leave and enter, and checks that they have gained nothing.
/// Everything is as before afterwards. Returns whether both halves passed.
///
/// # Errors
/// [`Law::RoundTrip`], [`Law::Views`] or [`Law::Engine`].
pub(super) fn round_trip(
    world: &World,
    person: Address,
    random: &mut Random,
    amount: U256,
) -> Result<bool, Breach> {
    let snapshot = world.node().snapshot();
    let trip = Trip { world, person };
    let wealth = trip.wealth();
    let outcome = if random.chance(60) {
        trip.in_and_out(amount, random)
    } else {
        trip.out_and_in(amount, random)
    };
    let after = trip.wealth();
    world.node().revert(snapshot);
    let gained = wealth.0 <= after.0 && wealth.1 <= after.1 && wealth != after;
    if gained {
        let words = format!(
            "{:?} had {} tokens and {} shares, and has {} and {} after {amount}",
            person, wealth.0, wealth.1, after.0, after.1
        );
        return Err(Law::RoundTrip.broken(words));
    }
    outcome
}

struct Trip<'a> {
    world: &'a World,
    person: Address,
}

impl Trip<'_> {
    /// Tokens and shares.
    fn wealth(&self) -> (U256, U256) {
        let Self { world, person } = *self;
        (world.tokens_of(person), world.shares_of(person))
    }

    fn passes<C: SolCall + std::fmt::Debug>(&self, call: &C) -> Result<bool, Breach> {
        let vault = self.world.vault();
        let act = Act::new(Place::Vault, self.person, vault, call);
        Ok(self.world.send(&act)?.passed())
    }

    fn in_and_out(&self, assets: U256, random: &mut Random) -> Result<bool, Breach> {
        let receiver = self.person;
        let (_, shares_before) = self.wealth();
        let vault = self.world.vault();
        let entered = if random.chance(50) {
            self.passes(&depositCall { assets, receiver })?
        } else {
            let shares = self
                .world
                .try_call(receiver, vault, &convertToSharesCall { assets })?;
            let shares = shares.unwrap_or_default();
            self.passes(&mintCall { shares, receiver })?
        };
        if !entered {
            return Ok(false);
        }
        let gained = self.wealth().1.saturating_sub(shares_before);
        self.leave(gained, random)
    }

    fn leave(&self, shares: U256, random: &mut Random) -> Result<bool, Breach> {
        let (receiver, owner) = (self.person, self.person);
        if random.chance(50) {
            return self.passes(&redeemCall {
                shares,
                receiver,
                owner,
            });
        }
        let vault = self.world.vault();
        let assets = self.world.ask(vault, &convertToAssetsCall { shares })?;
        self.passes(&withdrawCall {
            assets,
            receiver,
            owner,
        })
    }

    fn out_and_in(&self, assets: U256, random: &mut Random) -> Result<bool, Breach> {
        let vault = self.world.vault();
        let (tokens, shares_before) = self.wealth();
        let shares = self
            .world
            .try_call(self.person, vault, &convertToSharesCall { assets })?;
        let shares = shares.unwrap_or_default().min(shares_before);
        if !self.leave(shares, random)? {
            return Ok(false);
        }
        let receiver = self.person;
        let (after, left) = self.wealth();
        let (assets, shares) = (
            after.saturating_sub(tokens),
            shares_before.saturating_sub(left),
        );
        if random.chance(50) {
            return self.passes(&depositCall { assets, receiver });
        }
        self.passes(&mintCall { shares, receiver })
    }
}
