//! What an act does, item by item.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolInterface;
use ballast_abi::market::IMarket::IMarketCalls as Call;
use ballast_abi::market_risk::IMarketRisk::{IMarketRiskCalls as RiskCall, liquidateCall};

use super::world::World;
use crate::soak::Act;

/// Calls of the market, those of a batch one by one.
#[derive(Debug, Default)]
pub(super) struct Deeds {
    from: Address,
    calls: Vec<Call>,
    risk: Option<RiskCall>,
}

impl Deeds {
    /// Those of an act; none if it calls something else.
    pub(super) fn of(world: &World, act: &Act) -> Self {
        let mut deeds = Self {
            from: act.from,
            ..Self::default()
        };
        if act.to != world.market() {
            return deeds;
        }
        match Call::abi_decode(&act.input) {
            Ok(Call::batch(batch)) => {
                let items = batch.items.iter();
                deeds.calls = items
                    .filter_map(|item| Call::abi_decode(item).ok())
                    .collect();
            }
            Ok(call) => deeds.calls.push(call),
            Err(_) => deeds.risk = RiskCall::abi_decode(&act.input).ok(),
        }
        deeds
    }

    /// Whether neither rules nor what the oracle says can have changed.
    pub(super) const fn is_plain(&self) -> bool {
        !self.calls.is_empty()
            || matches!(
                self.risk,
                Some(
                    RiskCall::liquidate(_)
                        | RiskCall::poke(_)
                        | RiskCall::touch(_)
                        | RiskCall::collectFees(_)
                )
            )
    }

    /// What governs, if that is called.
    pub(super) const fn risk(&self) -> Option<&RiskCall> {
        self.risk.as_ref()
    }

    /// The liquidation, if it is one.
    pub(super) const fn liquidation(&self) -> Option<&liquidateCall> {
        match &self.risk {
            Some(RiskCall::liquidate(call)) => Some(call),
            _ => None,
        }
    }

    /// Whether it takes fees for their recipient.
    pub(super) const fn collects(&self) -> bool {
        matches!(self.risk, Some(RiskCall::collectFees(_)))
    }

    /// Whether it may liquidate this account, for this collateral.
    pub(super) fn seizes(&self, account: Address, collateral: Option<Address>) -> bool {
        self.liquidation().is_some_and(|call| {
            call.borrower == account && collateral.is_none_or(|token| token == call.collateral)
        })
    }

    /// Who was allowed what.
    pub(super) fn authorizations(&self) -> impl Iterator<Item = (Address, Address, bool)> {
        self.calls.iter().filter_map(|call| match call {
            Call::setAuthorization(call) => Some((self.from, call.authorized, call.isAuthorized)),
            Call::setAuthorizationWithSig(call) => {
                Some((call.authorizer, call.authorized, call.isAuthorized))
            }
            _ => None,
        })
    }

    /// Whether a debt of this account is paid.
    pub(super) fn repays(&self, account: Address) -> bool {
        let is_it = |call: &Call| matches!(call, Call::repay(call) if call.onBehalf == account);
        self.calls.iter().any(is_it)
    }

    /// Whether a debt of this account is made.
    pub(super) fn borrows(&self, account: Address) -> bool {
        let is_it = |call: &Call| matches!(call, Call::borrow(call) if call.onBehalf == account);
        self.calls.iter().any(is_it)
    }

    /// Whether something is supplied for this account.
    pub(super) fn supplies(&self, account: Address) -> bool {
        let is_it = |call: &Call| matches!(call, Call::supply(call) if call.onBehalf == account);
        self.calls.iter().any(is_it)
    }

    /// Whether something of this account's is withdrawn.
    pub(super) fn withdraws(&self, account: Address) -> bool {
        let is_it = |call: &Call| matches!(call, Call::withdraw(call) if call.onBehalf == account);
        self.calls.iter().any(is_it)
    }

    /// Whether collateral of this account's is taken out by whoever may.
    pub(super) fn releases(&self, account: Address, token: Address) -> bool {
        let is_it = |call: &Call| {
            matches!(call, Call::withdrawCollateral(call)
                if call.onBehalf == account && call.collateral == token)
        };
        self.calls.iter().any(is_it)
    }

    /// How many of them may round a debt.
    pub(super) fn roundings(&self) -> U256 {
        let moves = |call: &&Call| matches!(call, Call::repay(_) | Call::borrow(_));
        let calls = self.calls.iter().filter(moves).count();
        U256::from(calls + usize::from(self.liquidation().is_some()))
    }
}
