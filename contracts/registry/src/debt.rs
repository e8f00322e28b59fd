//! Moving debt: what the vault lends to a strategy, and what comes back.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::registry::IRegistry as Abi;
use ballast_abi::strategy::IStrategy;
use ballast_core::Assets;
use ballast_shell::{Calldata, Reply, encode, reply};

use crate::calls::saturated;
use crate::errors::{cap_exceeded, failed, word, wrong_status};
use crate::record::Status;
use crate::state::{ALLOCATOR, AUTHORITY, Entry, Registry, SENTINEL, State, VAULT};

impl Registry {
    /// `moveDebt(address,uint256)`
    pub(crate) fn move_debt(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only(&[ALLOCATOR, AUTHORITY])?;
        let (strategy, target) = (input.address()?, saturated(input.uint()?));
        let state = self.state();
        let mut entry = self.entry(strategy)?;
        let debt = entry.loan.debt;
        match (entry.record.status, target.checked_sub(debt)) {
            (Status::Active, Some(more)) if !more.is_zero() => {
                self.lend_more(&state, &mut entry, target, more)?;
            }
            (Status::Active | Status::Retired, None) => {
                self.require_no_loss(&state, &entry)?;
                let less = debt.checked_sub(target).unwrap_or_default();
                let request = encode(IStrategy::deallocateCall::SELECTOR, &[word(less)]);
                self.collect(&mut entry, &request, less)?;
            }
            (Status::Active | Status::Retired, Some(Assets::ZERO)) => {}
            (status, _) => return Err(wrong_status(strategy, status)),
        }
        reply(&[word(entry.loan.debt)])
    }

    /// Lends `more`, so that the debt becomes `target`. The vault sends it before the caps are
    /// looked at, because it alone knows of how much they are parts.
    fn lend_more(
        &mut self,
        state: &State,
        entry: &mut Entry,
        target: Assets,
        more: Assets,
    ) -> Result<(), Vec<u8>> {
        if state.is_risk_stopped {
            return Err(encode(Abi::RiskIsStopped::SELECTOR, &[]));
        }
        let strategy = entry.record.strategy;
        if entry.loan.cap < target {
            return Err(cap_exceeded(strategy.into_word().0, target, entry.loan.cap));
        }
        let total = self.lend(self.address_at(VAULT), strategy, more)?;
        self.set_debt(entry, target);
        self.require_caps(entry, total)?;
        let request = encode(IStrategy::allocateCall::SELECTOR, &[word(more)]);
        self.command(strategy, &request)
    }

    /// Makes sure that a strategy is worth what it owes: paying back would hide a loss.
    fn require_no_loss(&self, state: &State, entry: &Entry) -> Result<(), Vec<u8>> {
        let strategy = entry.record.strategy;
        let worth = self
            .worth(state, strategy)
            .ok_or_else(|| failed(strategy))?;
        if worth < entry.loan.debt {
            let words = [strategy.into_word().0, word(worth), word(entry.loan.debt)];
            return Err(encode(Abi::UnreportedLoss::SELECTOR, &words));
        }
        Ok(())
    }

    /// Makes sure that no id of a strategy is exposed to more than its caps allow, of all assets
    /// `total`.
    fn require_caps(&self, entry: &Entry, total: Assets) -> Result<(), Vec<u8>> {
        for id in self.ids(entry.place, entry.record.ids) {
            let group = self.group(id);
            let (exposure, limit) = (self.debt_of(&group), group.caps.limit(total));
            if limit < exposure {
                return Err(cap_exceeded(id, exposure, limit));
            }
        }
        Ok(())
    }

    /// `emergencyExit(address)`
    ///
    /// What arrives beyond the debt belongs to nobody; what of the debt does not arrive is for a
    /// report or a revocation to tell.
    pub(crate) fn emergency_exit(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only(&[AUTHORITY, SENTINEL])?;
        let strategy: Address = input.address()?;
        let mut entry = self.entry(strategy)?;
        match entry.record.status {
            Status::Active => self.change_status(&mut entry, Status::Retired),
            Status::Quarantined => {
                entry.record.earlier = Status::Retired;
                self.set_record(entry.place, entry.record);
            }
            _ => {}
        }
        let request = encode(IStrategy::emergencyExitCall::SELECTOR, &[]);
        let debt = entry.loan.debt;
        let paid = self.collect(&mut entry, &request, debt)?;
        reply(&[word(paid)])
    }

    /// Has a strategy send to the vault, and books what arrives as paid, up to `most`. Returns it.
    ///
    /// The debt is written after the call, because what arrives must be measured; the entry guard
    /// keeps anybody from seeing the registry in between.
    fn collect(
        &mut self,
        entry: &mut Entry,
        request: &[u8],
        most: Assets,
    ) -> Result<Assets, Vec<u8>> {
        let vault = self.address_at(VAULT);
        let asset = self.asset_of(vault)?;
        let before = self.unbooked(vault, asset)?;
        self.command(entry.record.strategy, request)?;
        let after = self.unbooked(vault, asset)?;
        let paid = saturated(after.saturating_sub(before)).min(most);
        if !paid.is_zero() {
            // Nobody asks for more than is owed.
            let debt = entry.loan.debt.checked_sub(paid).unwrap_or_default();
            self.set_debt(entry, debt);
            self.take_back(vault, paid)?;
        }
        Ok(paid)
    }

    /// Writes down what a strategy owes.
    fn set_debt(&mut self, entry: &mut Entry, debt: Assets) {
        let before = entry.loan.debt;
        entry.loan.debt = debt;
        self.set_loan(entry.place, entry.loan);
        self.log_debt_moved(entry.record.strategy, before, debt);
    }
}
