//! What governs, as it should be: what was executed, applied in order.

use std::collections::BTreeMap;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolInterface, sol};
use ballast_abi::governor::Governor as Gov;
use ballast_abi::params::IParams;
use ballast_abi::timelock::Timelock;
use ballast_abi::treasury::Treasury;

use super::motion::Call;
use super::stage::{EPOCH, RAISE_DELAY};
use super::world::World;
use crate::contract::uint;

sol! {
    #[derive(Debug)]
    function set(uint256 value) external payable;
    #[derive(Debug)]
    function fail() external;
}

/// What may leave of a token, by the books of who looks on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    /// In an epoch.
    pub limit: U256,
    /// What left and was not refilled, rounded down: no less than the treasury lets out.
    used: U256,
    at: u64,
    raise: Option<(U256, u64)>,
}

/// What governs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Seconds from a proposal to its votes.
    pub voting_delay: u64,
    /// Seconds of voting.
    pub voting_period: u64,
    /// Votes that a proposer needs.
    pub threshold: U256,
    /// Seconds of voting that are left after the quorum.
    pub extension: u64,
    /// Who takes proposals back.
    pub proposal_guardian: Address,
    /// The first second in which they may not any more.
    pub guardian_sunset: u64,
    /// Where proposals wait.
    pub timelock: Address,
    /// Seconds that operations wait at least.
    pub min_delay: u64,
    /// Who lowers limits.
    pub treasury_guardian: Address,
    /// Who lowers parameters.
    pub sentinel: Address,
    /// Since when, hundredths of the supply, and votes at least; the oldest first.
    pub quorums: Vec<(u64, u64, U256)>,
    /// By token; the zero address for ether.
    pub limits: BTreeMap<Address, Bucket>,
    /// What the target remembers.
    pub number: U256,
}

impl Bucket {
    /// With another limit, from now on or once a raise takes effect.
    pub(super) fn set(&mut self, limit: U256, now: u64) {
        self.refill(now);
        if limit <= self.limit {
            (self.limit, self.raise) = (limit, None);
        } else {
            self.raise = Some((limit, now + RAISE_DELAY));
        }
    }

    /// Lets something out; whether it may leave.
    pub(super) fn spend(&mut self, amount: U256, now: u64) -> bool {
        let left = self.left(now);
        self.refill(now);
        self.used += amount;
        amount <= left
    }

    /// The limit at a time.
    pub(super) fn limit_at(&self, now: u64) -> U256 {
        let raise = self.raise.filter(|(_, since)| *since <= now);
        raise.map_or(self.limit, |(limit, _)| limit)
    }

    /// What may leave now.
    pub(super) fn left(&self, now: u64) -> U256 {
        let mut then = self.clone();
        then.refill(now);
        then.limit.saturating_sub(then.used)
    }

    fn refill(&mut self, now: u64) {
        if let Some((limit, since)) = self.raise.filter(|(_, since)| *since <= now) {
            self.refill_by(since);
            (self.limit, self.raise) = (limit, None);
        }
        self.refill_by(now);
    }

    fn refill_by(&mut self, now: u64) {
        let seconds = U256::from(now - self.at.min(now));
        let refilled = (self.limit * seconds).div_ceil(U256::from(EPOCH));
        self.used = self.used.saturating_sub(refilled);
        self.at = now;
    }
}

impl Settings {
    /// An untouched limit.
    pub(super) fn bucket(limit: u128) -> Bucket {
        Bucket {
            limit: uint(limit),
            ..Bucket::default()
        }
    }

    /// Hundredths and votes that were asked for at a time.
    pub(super) fn quorum_at(&self, time: u64) -> (u64, U256) {
        let known = self.quorums.iter().rev().find(|(since, ..)| *since <= time);
        known.map_or((0, U256::ZERO), |(_, numerator, floor)| {
            (*numerator, *floor)
        })
    }

    /// The quorum now.
    pub(super) fn quorum_now(&self) -> (u64, U256) {
        self.quorum_at(u64::MAX)
    }

    /// Who takes proposals back at a time; the zero address if nobody does.
    pub(super) fn acting_guardian(&self, now: u64) -> Address {
        if now < self.guardian_sunset {
            self.proposal_guardian
        } else {
            Address::ZERO
        }
    }

    /// After a call that the timelock made.
    pub(super) fn apply(&mut self, world: &World, call: &Call, now: u64) {
        if call.target == world.governor {
            self.apply_to_governor(world, call, now);
        } else if call.target == world.timelock {
            if let Ok(call) = Timelock::updateDelayCall::abi_decode(&call.data) {
                self.min_delay = call.newDelay.to();
            }
        } else if call.target == world.treasury {
            self.apply_to_treasury(&call.data, now);
        } else if call.target == world.params {
            if let Ok(call) = IParams::setSentinelCall::abi_decode(&call.data) {
                self.sentinel = call.sentinel;
            }
        } else if call.target == world.target
            && let Ok(call) = setCall::abi_decode(&call.data)
        {
            self.number = call.value;
        }
    }

    fn apply_to_governor(&mut self, world: &World, call: &Call, now: u64) {
        let (numerator, floor) = self.quorum_now();
        match Gov::GovernorCalls::abi_decode(&call.data) {
            Ok(Gov::GovernorCalls::setVotingDelay(it)) => {
                self.voting_delay = it.newVotingDelay.to()
            }
            Ok(Gov::GovernorCalls::setVotingPeriod(it)) => {
                self.voting_period = it.newVotingPeriod.into();
            }
            Ok(Gov::GovernorCalls::setProposalThreshold(it)) => {
                self.threshold = it.newProposalThreshold;
            }
            Ok(Gov::GovernorCalls::updateQuorumNumerator(it)) => {
                let numerator = it.newQuorumNumerator.to();
                self.quorums.push((now, numerator, floor));
            }
            Ok(Gov::GovernorCalls::updateQuorumFloor(it)) => {
                self.quorums.push((now, numerator, it.newQuorumFloor));
            }
            Ok(Gov::GovernorCalls::setLateQuorumVoteExtension(it)) => {
                self.extension = it.newVoteExtension.to();
            }
            Ok(Gov::GovernorCalls::setProposalGuardian(it)) => {
                self.proposal_guardian = it.newProposalGuardian;
            }
            Ok(Gov::GovernorCalls::setProposalGuardianSunset(it)) => {
                self.guardian_sunset = it.newSunset.to();
            }
            Ok(Gov::GovernorCalls::updateTimelock(it)) => self.timelock = it.newTimelock,
            Ok(Gov::GovernorCalls::relay(it)) => {
                let (target, value, data) = (it.target, it.value, it.data);
                let call = Call {
                    target,
                    value,
                    data,
                };
                self.apply(world, &call, now);
            }
            _ => {}
        }
    }

    /// After a call of the treasury by whoever may.
    pub(super) fn apply_to_treasury(&mut self, data: &[u8], now: u64) {
        if let Ok(call) = Treasury::setLimitCall::abi_decode(data) {
            let bucket = self.limits.entry(call.token).or_default();
            bucket.set(call.limit, now);
        } else if let Ok(call) = Treasury::setGuardianCall::abi_decode(data) {
            self.treasury_guardian = call.guardian;
        }
    }
}
