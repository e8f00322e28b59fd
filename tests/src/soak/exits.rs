//! Whether what may be had can be had.

use alloy_primitives::{Address, U256};
use alloy_sol_types::sol;
use ballast_abi::erc4626::IERC4626::{
    convertToAssetsCall, convertToSharesCall, maxRedeemCall, maxWithdrawCall, previewRedeemCall,
    previewWithdrawCall, redeemCall, withdrawCall,
};
use ballast_abi::registry::IRegistry::{self as Registry, Status};
use ballast_abi::vault::Vault;

use super::laws::{Breach, Law};
use super::picture::Picture;
use super::random::Random;
use super::world::{LENDING, World};
use crate::farm::Mode;

sol! {
    function mode() external view returns (uint8);
    function held() external view returns (uint256);
}

/// The whole, in basis points: any loss is accepted.
const ANY_LOSS: u64 = 10_000;

/// Checks the exits of one holder. Returns whether all strategies are what they say, so that limits
/// had to be exact.
///
/// # Errors
/// [`Law::Exits`], or [`Law::Views`].
pub(super) fn check(
    world: &World,
    now: &Picture,
    holder: Address,
    random: &mut Random,
) -> Result<bool, Breach> {
    let exits = Exits {
        world,
        holder,
        balance: world.shares_of(holder),
    };
    exits.idle(now)?;
    let sound = sound(world, now)?;
    let is_exact = sound.iter().all(|is_sound| *is_sound);
    if is_exact {
        exits.limits()?;
        exits.less(random)?;
        let named = named(&now.known(world), random);
        exits.limits_of(&named, random.below(ANY_LOSS + 1))?;
    }
    exits.in_kind(now, &sound)?;
    Ok(is_exact)
}

/// Which strategies pay what they say, or are not asked.
///
/// # Errors
/// [`Law::Views`].
fn sound(world: &World, now: &Picture) -> Result<Vec<bool>, Breach> {
    let mut all = Vec::new();
    for (index, strategy) in now.strategies.iter().enumerate() {
        let is_asked = !strategy.debt.is_zero() && strategy.status != Status::Quarantined;
        all.push(!is_asked || is_true(world, index)?);
    }
    Ok(all)
}

/// Whether a strategy pays what it says, however much that is.
fn is_true(world: &World, index: usize) -> Result<bool, Breach> {
    const TRUE: [Mode; 5] = [
        Mode::Honest,
        Mode::Boasts,
        Mode::Belittles,
        Mode::Reenters,
        Mode::Illiquid,
    ];
    if index < LENDING {
        return Ok(true);
    }
    let strategy = world.strategies()[index];
    let mode = world.ask(strategy, &modeCall {})?;
    let held = world.ask(strategy, &heldCall {})?;
    Ok(TRUE.iter().any(|known| *known as u8 == mode) && held <= world.tokens_of(strategy))
}

/// Some of the strategies that are in the registry, in any order, perhaps one of them twice.
fn named(known: &[Address], random: &mut Random) -> Vec<Address> {
    let count = random.below(4);
    if known.is_empty() {
        return Vec::new();
    }
    (0..count).map(|_| random.pick(known)).collect()
}

struct Exits<'a> {
    world: &'a World,
    holder: Address,
    balance: U256,
}

impl Exits<'_> {
    /// What is idle is paid, whatever strategies do.
    fn idle(&self, now: &Picture) -> Result<(), Breach> {
        let vault = self.world.vault();
        let (assets, shares) = (now.idle, self.balance);
        let all = self.world.ask(vault, &convertToAssetsCall { shares })?;
        let assets = all.min(assets);
        if assets.is_zero() {
            return Ok(());
        }
        self.passes("withdraw of what is idle", self.withdraw(assets)?)?;
        let shares = self.world.ask(vault, &convertToSharesCall { assets })?;
        let shares = shares.min(self.balance);
        let worth = self.world.ask(vault, &convertToAssetsCall { shares })?;
        if worth.is_zero() {
            return Ok(());
        }
        self.passes("redeem of what is idle", self.redeem(shares)?)
    }

    /// `maxWithdraw` and `maxRedeem` are the most.
    fn limits(&self) -> Result<(), Breach> {
        let (vault, owner) = (self.world.vault(), self.holder);
        let most = self.world.ask(vault, &maxWithdrawCall { owner })?;
        if !most.is_zero() {
            self.passes("withdraw(maxWithdraw)", self.withdraw(most)?)?;
        }
        self.fails("withdraw(maxWithdraw + 1)", self.withdraw(next(most))?)?;
        let most = self.world.ask(vault, &maxRedeemCall { owner })?;
        if !most.is_zero() {
            self.passes("redeem(maxRedeem)", self.redeem(most)?)?;
        }
        self.fails("redeem(maxRedeem + 1)", self.redeem(next(most))?)
    }

    /// What is less than the most passes, too, unless it is paid with nothing, and as foreseen.
    fn less(&self, random: &mut Random) -> Result<(), Breach> {
        let (vault, owner) = (self.world.vault(), self.holder);
        let assets = random.magnitude(self.world.ask(vault, &maxWithdrawCall { owner })?);
        if !assets.is_zero() {
            let foreseen = self.world.ask(vault, &previewWithdrawCall { assets })?;
            self.gives("withdraw of less", self.withdraw(assets)?, foreseen)?;
        }
        let shares = random.magnitude(self.world.ask(vault, &maxRedeemCall { owner })?);
        let foreseen = self.foreseen(shares)?;
        let outcome = self.redeem(shares)?;
        if foreseen.is_zero() {
            self.fails("redeem for nothing", outcome)
        } else {
            self.gives("redeem of less", outcome, foreseen)
        }
    }

    /// What shares pay: their part of the books, less what strategies have lost of it.
    fn foreseen(&self, shares: U256) -> Result<U256, Breach> {
        let (vault, registry) = (self.world.vault(), self.world.registry());
        let claim = self.world.ask(vault, &previewRedeemCall { shares })?;
        let idle = self.world.ask(vault, &Vault::totalIdleCall {})?;
        let lent = Registry::claimableCall {
            claim: claim.saturating_sub(idle),
            maxLoss: U256::MAX,
            strategies: vec![],
        };
        let taken = self.world.ask(registry, &lent)?;
        Ok(claim - (taken.debt - taken.paid))
    }

    /// The same for those who name strategies and the loss that they accept: exact for any loss and
    /// for none, and safe in between.
    fn limits_of(&self, strategies: &[Address], loss_bps: u64) -> Result<(), Breach> {
        let losses = [0, loss_bps, ANY_LOSS];
        for loss in losses {
            let (owner, receiver) = (self.holder, self.holder);
            let (max_loss, named) = (U256::from(loss), || strategies.to_vec());
            let is_exact = loss == 0 || loss == ANY_LOSS;
            let most = Vault::maxRedeemCall {
                owner,
                maxLossBps: max_loss,
                strategies: named(),
            };
            let most = self.world.ask(self.world.vault(), &most)?;
            let redeem = |shares| Vault::redeemCall {
                shares,
                receiver,
                owner,
                maxLossBps: max_loss,
                strategies: named(),
            };
            if !most.is_zero() {
                self.passes("redeem from some", self.run(&redeem(most))?)?;
            }
            if is_exact {
                let more = self.run(&redeem(next(most)))?;
                self.fails("redeem of more from some", more)?;
            }
            let most = Vault::maxWithdrawCall {
                owner,
                maxLossBps: max_loss,
                strategies: named(),
            };
            let most = self.world.ask(self.world.vault(), &most)?;
            let withdraw = |assets| Vault::withdrawCall {
                assets,
                receiver,
                owner,
                maxLossBps: max_loss,
                strategies: named(),
            };
            if !most.is_zero() {
                self.passes("withdraw from some", self.run(&withdraw(most))?)?;
            }
            if is_exact {
                let more = self.run(&withdraw(next(most)))?;
                self.fails("withdraw of more from some", more)?;
            }
        }
        Ok(())
    }

    /// Everything in kind, of those strategies that can give what they have.
    fn in_kind(&self, now: &Picture, sound: &[bool]) -> Result<(), Breach> {
        let (shares, receiver, owner) = (self.balance, self.holder, self.holder);
        let worth = convertToAssetsCall { shares };
        let worth = self.world.ask(self.world.vault(), &worth)?;
        let strategies: Vec<_> = (self.world.strategies().iter().zip(sound))
            .zip(&now.strategies)
            .filter(|((_, is_sound), seen)| {
                // Of one in quarantine nobody has asked whether it is sound.
                let is_there = !matches!(seen.status, Status::Unknown | Status::Quarantined);
                **is_sound && is_there
            })
            .map(|((strategy, _), _)| *strategy)
            .collect();
        // Without names all are asked.
        if worth.is_zero() || strategies.is_empty() {
            return Ok(());
        }
        let call = Vault::redeemInKindCall {
            shares,
            receiver,
            owner,
            strategies,
        };
        self.passes("redeemInKind", self.run(&call)?)
    }

    fn withdraw(&self, assets: U256) -> Result<Result<U256, String>, Breach> {
        let (receiver, owner) = (self.holder, self.holder);
        self.run(&withdrawCall {
            assets,
            receiver,
            owner,
        })
    }

    fn redeem(&self, shares: U256) -> Result<Result<U256, String>, Breach> {
        let (receiver, owner) = (self.holder, self.holder);
        self.run(&redeemCall {
            shares,
            receiver,
            owner,
        })
    }

    fn run<C: alloy_sol_types::SolCall>(
        &self,
        call: &C,
    ) -> Result<Result<C::Return, String>, Breach> {
        self.world.try_call(self.holder, self.world.vault(), call)
    }

    fn passes<T>(&self, what: &str, outcome: Result<T, String>) -> Result<(), Breach> {
        outcome
            .map(drop)
            .map_err(|reason| self.broken(what, &format!("reverts: {reason}")))
    }

    /// Passes, and answers what was foreseen.
    fn gives(
        &self,
        what: &str,
        outcome: Result<U256, String>,
        foreseen: U256,
    ) -> Result<(), Breach> {
        match outcome {
            Ok(given) if given == foreseen => Ok(()),
            Ok(given) => Err(self.broken(what, &format!("gives {given}, not {foreseen}"))),
            Err(reason) => Err(self.broken(what, &format!("reverts: {reason}"))),
        }
    }

    fn fails<T>(&self, what: &str, outcome: Result<T, String>) -> Result<(), Breach> {
        match outcome {
            Ok(_) => Err(self.broken(what, "passes")),
            Err(_) => Ok(()),
        }
    }

    fn broken(&self, what: &str, how: &str) -> Breach {
        let (holder, balance) = (self.holder, self.balance);
        Law::Exits.broken(format!("{what} of {holder:?} with {balance} shares {how}"))
    }
}

fn next(amount: U256) -> U256 {
    amount.saturating_add(U256::ONE)
}
