//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::registry::IRegistry as Abi;
use ballast_shell::{Calldata, Reply, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::state::{ALLOCATOR, AUTHORITY, PENDING_AUTHORITY, Registry, SENTINEL, VAULT};

const VAULT_OF: u32 = selector::<Abi::vaultCall>();
const AUTHORITY_OF: u32 = selector::<Abi::authorityCall>();
const PENDING_AUTHORITY_OF: u32 = selector::<Abi::pendingAuthorityCall>();
const ALLOCATOR_OF: u32 = selector::<Abi::allocatorCall>();
const SENTINEL_OF: u32 = selector::<Abi::sentinelCall>();
const STRATEGY_COUNT: u32 = selector::<Abi::strategyCountCall>();
const STRATEGY_AT: u32 = selector::<Abi::strategyAtCall>();
const STRATEGY: u32 = selector::<Abi::strategyCall>();
const IDS_OF: u32 = selector::<Abi::idsOfCall>();
const EXPOSURE: u32 = selector::<Abi::exposureCall>();
const QUEUE: u32 = selector::<Abi::queueCall>();
const LIMITS: u32 = selector::<Abi::limitsCall>();
const QUARANTINED: u32 = selector::<Abi::quarantinedCall>();
const RISK_STOPPED: u32 = selector::<Abi::riskStoppedCall>();
const EXIT: u32 = selector::<Abi::exitCall>();
const PAY: u32 = selector::<Abi::payCall>();
const EXIT_IN_KIND: u32 = selector::<Abi::exitInKindCall>();
const CLAIMABLE: u32 = selector::<Abi::claimableCall>();
const WITHDRAWABLE: u32 = selector::<Abi::withdrawableCall>();
const SHOULD_HARVEST: u32 = selector::<Abi::shouldHarvestCall>();
const HARVEST: u32 = selector::<Abi::harvestCall>();
const PROBE: u32 = selector::<Abi::probeCall>();
const MOVE_DEBT: u32 = selector::<Abi::moveDebtCall>();
const ADD: u32 = selector::<Abi::addCall>();
const RETIRE: u32 = selector::<Abi::retireCall>();
const REINSTATE: u32 = selector::<Abi::reinstateCall>();
const REVOKE: u32 = selector::<Abi::revokeCall>();
const EMERGENCY_EXIT: u32 = selector::<Abi::emergencyExitCall>();
const SET_CAP: u32 = selector::<Abi::setCapCall>();
const SET_ID_CAP: u32 = selector::<Abi::setIdCapCall>();
const SET_BOUNDS: u32 = selector::<Abi::setBoundsCall>();
const SET_QUEUE: u32 = selector::<Abi::setQueueCall>();
const SET_LIMITS: u32 = selector::<Abi::setLimitsCall>();
const SET_ALLOCATOR: u32 = selector::<Abi::setAllocatorCall>();
const SET_SENTINEL: u32 = selector::<Abi::setSentinelCall>();
const STOP_RISK: u32 = selector::<Abi::stopRiskCall>();
const TRANSFER_AUTHORITY: u32 = selector::<Abi::transferAuthorityCall>();
const ACCEPT_AUTHORITY: u32 = selector::<Abi::acceptAuthorityCall>();

impl Router<Self> for Registry {
    type Storage = Self;

    fn route(registry: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = registry.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        registry
            .route_money(selector, input)
            .or_else(|| registry.route_views(selector, input))
            .or_else(|| registry.route_settings(selector, input))
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(registry: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = registry.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(registry.construct(Calldata::new(input)))
    }
}

impl Registry {
    fn route_money(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            EXIT => self.exit(input, false),
            PAY => self.exit(input, true),
            EXIT_IN_KIND => self.exit_in_kind(input),
            SHOULD_HARVEST => self.should_harvest(input),
            CLAIMABLE => self.claimable(input),
            WITHDRAWABLE => self.withdrawable(input),
            HARVEST => self.harvest(input),
            PROBE => self.probe(input),
            MOVE_DEBT => self.move_debt(input),
            EMERGENCY_EXIT => self.emergency_exit(input),
            _ => return None,
        })
    }

    fn route_views(&self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            VAULT_OF => self.holder(VAULT),
            AUTHORITY_OF => self.holder(AUTHORITY),
            PENDING_AUTHORITY_OF => self.holder(PENDING_AUTHORITY),
            ALLOCATOR_OF => self.holder(ALLOCATOR),
            SENTINEL_OF => self.holder(SENTINEL),
            STRATEGY_COUNT => self.strategy_count(),
            STRATEGY_AT => self.strategy_at(input),
            STRATEGY => self.strategy(input),
            IDS_OF => self.ids_of(input),
            EXPOSURE => self.exposure(input),
            QUEUE => self.queue(),
            LIMITS => self.limits(),
            QUARANTINED => self.quarantined(),
            RISK_STOPPED => self.risk_stopped(),
            _ => return None,
        })
    }

    fn route_settings(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            ADD => self.add(input),
            RETIRE => self.retire(input),
            REINSTATE => self.reinstate(input),
            REVOKE => self.revoke(input),
            SET_CAP => self.set_cap(input),
            SET_ID_CAP => self.set_id_cap(input),
            SET_BOUNDS => self.set_bounds(input),
            SET_QUEUE => self.set_queue(input),
            SET_LIMITS => self.set_limits(input),
            SET_ALLOCATOR => self.set_allocator(input),
            SET_SENTINEL => self.set_sentinel(input),
            STOP_RISK => self.stop_risk(input),
            TRANSFER_AUTHORITY => self.transfer_authority(input),
            ACCEPT_AUTHORITY => self.accept_authority(),
            _ => return None,
        })
    }
}
