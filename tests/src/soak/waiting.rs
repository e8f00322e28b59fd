//! What the redemptions owe whom, by events alone: another set of books than the contract's.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, LogData, U256, U512};
use alloy_sol_types::SolEvent;
use ballast_abi::erc20::IERC20;
use ballast_abi::redemptions::{
    IERC7540Claim, IERC7540Operator, IERC7540Redeem, IERC7887Redeem, Redemptions as Abi,
};

use super::act::Sent;
use super::laws::{Breach, Law};
use super::picture::Picture;
use super::world::World;

/// Bits behind the point of what somebody is entitled to.
const FRACTION: usize = 64;

/// Who has how much of what was handed in, while it waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Member {
    /// Shares that were handed in.
    shares: U256,
    /// What of them was settled, with a fraction.
    settled: U256,
}

impl Member {
    /// What of the shares was not settled, rounded down.
    fn left(&self) -> U256 {
        (self.shares << FRACTION).saturating_sub(self.settled) >> FRACTION
    }
}

/// What somebody gets, all epochs together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Account {
    /// Assets that were paid for them, with a fraction.
    entitled: U256,
    /// Assets that they claimed.
    claimed: U256,
    /// Shares that go back to them, by epoch, until they take them.
    back: BTreeMap<u64, U256>,
    /// Units by which rounding may have moved what is theirs.
    slack: u64,
}

/// The books.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Waiting {
    /// Those who wait, by epoch and controller.
    members: BTreeMap<(u64, Address), Member>,
    /// How many have ever waited in an epoch.
    sizes: BTreeMap<u64, u64>,
    accounts: BTreeMap<Address, Account>,
    operators: BTreeSet<(Address, Address)>,
    /// Shares and assets that must be there, gifts included.
    held: Amounts,
    /// What of them was given for nothing.
    gifts: Amounts,
    /// Units that rounding may have left.
    dust: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Amounts {
    shares: U256,
    assets: U256,
}

impl Waiting {
    /// Whether somebody may act for a controller.
    pub(super) fn may_act(&self, controller: Address, caller: Address) -> bool {
        controller == caller || self.operators.contains(&(controller, caller))
    }

    /// Whoever has ever had a request.
    pub(super) fn controllers(&self) -> Vec<Address> {
        self.accounts.keys().copied().collect()
    }

    /// Epochs in which a controller waits, and those out of which shares go back.
    pub(super) fn epochs_of(&self, controller: Address) -> (Vec<u64>, Vec<u64>) {
        let waiting = self.members.keys().filter(|(_, of)| *of == controller);
        let account = self.accounts.get(&controller);
        let back = account.map(|account| account.back.keys().copied().collect());
        (
            waiting.map(|(id, _)| *id).collect(),
            back.unwrap_or_default(),
        )
    }

    /// Books what was logged.
    pub(super) fn book(&mut self, world: &World, sent: &Sent) {
        for (from, log) in &sent.logs {
            if *from == world.redemptions() {
                self.book_own(log);
            } else if let Ok(moved) = IERC20::Transfer::decode_log_data(log)
                && moved.to == world.redemptions()
            {
                // A gift, unless the contract says what it is for.
                if *from == world.vault() {
                    self.held.shares += moved.value;
                    self.gifts.shares += moved.value;
                } else if *from == world.token() {
                    self.held.assets += moved.value;
                    self.gifts.assets += moved.value;
                }
            }
        }
    }

    fn book_own(&mut self, log: &LogData) {
        if let Ok(event) = IERC7540Redeem::RedeemRequest::decode_log_data(log) {
            self.gifts.shares -= event.shares;
            let key = (event.requestId.to(), event.controller);
            if !self.members.contains_key(&key) {
                *self.sizes.entry(key.0).or_default() += 1;
            }
            self.members.entry(key).or_default().shares += event.shares;
            self.accounts.entry(event.controller).or_default();
        } else if let Ok(event) = IERC7887Redeem::CancelRedeemRequest::decode_log_data(log) {
            self.let_go(event.requestId.to(), event.controller);
        } else if let Ok(event) = IERC7887Redeem::CancelRedeemClaim::decode_log_data(log) {
            self.held.shares -= event.shares;
            let account = self.accounts.entry(event.controller).or_default();
            let due = account.back.remove(&event.requestId.to());
            // What was taken beyond what is due must show: nothing else goes back for it.
            let rest = due.unwrap_or_default().abs_diff(event.shares);
            if U256::from(account.slack) < rest {
                account.back.insert(event.requestId.to(), rest);
            }
        } else if let Ok(event) = IERC7540Claim::Withdraw::decode_log_data(log) {
            self.held.assets -= event.assets;
            self.accounts.entry(event.owner).or_default().claimed += event.assets;
        } else if let Ok(event) = IERC7540Operator::OperatorSet::decode_log_data(log) {
            let pair = (event.controller, event.operator);
            if event.approved {
                self.operators.insert(pair);
            } else {
                self.operators.remove(&pair);
            }
        } else if let Ok(event) = Abi::EpochSettled::decode_log_data(log) {
            self.held.shares -= event.shares;
            self.gifts.assets -= event.assets;
            self.settle(event.id.to(), event.shares, event.assets);
        } else if let Ok(event) = Abi::EpochFinished::decode_log_data(log) {
            let id: u64 = event.id.to();
            let all = self.members.keys().filter(|(of, _)| *of == id);
            for (id, controller) in all.copied().collect::<Vec<_>>() {
                self.let_go(id, controller);
            }
        }
    }

    /// Everybody who waits in an epoch has the same part.
    fn settle(&mut self, epoch: u64, shares: U256, assets: U256) {
        let all = self.members.iter().filter(|((id, _), _)| *id == epoch);
        let whole: U256 = all.map(|(_, member)| member.shares).sum();
        for ((id, controller), member) in &mut self.members {
            if *id == epoch {
                member.settled += part(shares, member.shares, whole);
                let account = self.accounts.entry(*controller).or_default();
                account.entitled += part(assets, member.shares, whole);
            }
        }
    }

    /// Somebody waits no longer in an epoch. What is not settled goes back to them.
    fn let_go(&mut self, epoch: u64, controller: Address) {
        let slack = self.slack_of(epoch);
        let Some(member) = self.members.remove(&(epoch, controller)) else {
            return;
        };
        let account = self.accounts.entry(controller).or_default();
        account.slack += slack;
        self.dust += slack;
        let left = member.left();
        if U256::from(slack) < left {
            *account.back.entry(epoch).or_default() += left;
        }
    }

    /// Units by which rounding may move what is somebody's in an epoch: their own, and one of
    /// everybody who left it before.
    fn slack_of(&self, epoch: u64) -> u64 {
        self.sizes.get(&epoch).copied().unwrap_or_default() + 1
    }

    /// Checks that the contract holds what it must, to the unit.
    ///
    /// # Errors
    /// [`Law::Waiting`].
    pub(super) fn holds(&self, world: &World, now: &Picture) -> Result<(), Breach> {
        let there = Amounts {
            shares: world.shares_of(world.redemptions()),
            assets: now.waiting_assets,
        };
        if there == self.held {
            return Ok(());
        }
        let words = format!("{there:?} is there, {:?} must be", self.held);
        Err(Law::Waiting.broken(words))
    }

    /// Checks that everybody has what is theirs and no more, and that nothing is left over but what
    /// rounding keeps back.
    ///
    /// # Errors
    /// [`Law::Waiting`], [`Law::Alike`] or [`Law::Views`].
    pub(super) fn check(&self, world: &World) -> Result<(), Breach> {
        let mut owed = self.gifts;
        for (controller, account) in &self.accounts {
            let own = self.check_account(world, *controller, account)?;
            owed.shares += own.shares;
            owed.assets += own.assets;
        }
        owed.shares += self.check_epochs(world)?;
        let dust = U256::from(self.dust + 2 * self.members.len() as u64);
        // What goes back is rounded up for each of those who ask, and the last gets the rest.
        let has_all = self.held.shares.abs_diff(owed.shares) <= dust
            && owed.assets <= self.held.assets
            && self.held.assets - owed.assets <= dust;
        if has_all {
            return Ok(());
        }
        let words = format!("{owed:?} is owed, {:?} is there", self.held);
        Err(Law::Waiting.broken(words))
    }

    /// What a controller could claim and take back now, which must be what is theirs.
    fn check_account(
        &self,
        world: &World,
        controller: Address,
        account: &Account,
    ) -> Result<Amounts, Breach> {
        let redemptions = world.redemptions();
        let call = IERC7540Claim::maxWithdrawCall { controller };
        let assets = world.ask(redemptions, &call)?;
        let (waiting, back) = self.epochs_of(controller);
        let mut slack = account.slack;
        let alike = |what: &str, has: U256, due: U256, slack: u64| {
            if has.abs_diff(due) <= U256::from(slack) {
                return Ok(());
            }
            let words = format!("{controller:?} has {has} {what}, {due} are theirs");
            Err(Law::Alike.broken(words))
        };
        for id in waiting {
            slack += self.slack_of(id);
            let call = IERC7540Redeem::pendingRedeemRequestCall {
                requestId: U256::from(id),
                controller,
            };
            let pending = world.ask(redemptions, &call)?;
            let left = self.members[&(id, controller)].left();
            alike("shares that wait", pending, left, slack)?;
        }
        let mut shares = U256::ZERO;
        for id in back {
            let call = IERC7887Redeem::claimableCancelRedeemRequestCall {
                requestId: U256::from(id),
                controller,
            };
            let free = world.ask(redemptions, &call)?;
            alike("shares to take back", free, account.back[&id], slack)?;
            shares += free;
        }
        let entitled = account.entitled >> FRACTION;
        alike("assets", account.claimed + assets, entitled, slack)?;
        Ok(Amounts { shares, assets })
    }

    /// Checks the totals of the live epochs. Returns the shares that wait in them.
    fn check_epochs(&self, world: &World) -> Result<U256, Breach> {
        let live = world.ask(world.redemptions(), &Abi::epochsCall {})?;
        let mut pending = U256::ZERO;
        for id in [live.collecting, live.settling] {
            if id.is_zero() {
                continue;
            }
            let epoch = world.ask(world.redemptions(), &Abi::epochCall { id })?;
            let all = self.members.iter();
            let all = all.filter(|((of, _), _)| U256::from(*of) == id);
            let requested: U256 = all.map(|(_, member)| member.shares).sum();
            if requested != epoch.requested {
                let seen = epoch.requested;
                let words = format!("{requested} were requested in epoch {id}, not {seen}");
                return Err(Law::Waiting.broken(words));
            }
            pending += epoch.requested.saturating_sub(epoch.settledShares);
        }
        Ok(pending)
    }
}

/// `floor(amount * shares / whole)` with a fraction.
fn part(amount: U256, shares: U256, whole: U256) -> U256 {
    let product: U512 = (amount << FRACTION).widening_mul(shares);
    U256::from(product / U512::from(whole))
}
