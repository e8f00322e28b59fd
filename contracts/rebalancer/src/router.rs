//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_shell::{Calldata, Reply, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::state::{
    AUTHORITY, MOVES, OPERATOR, PENDING_AUTHORITY, REALLOCATIONS, REGISTRY, Rebalancer, SENTINEL,
    TARGET_SOURCE, VAULT,
};

const VAULT_OF: u32 = selector::<Abi::vaultCall>();
const REGISTRY_OF: u32 = selector::<Abi::registryCall>();
const AUTHORITY_OF: u32 = selector::<Abi::authorityCall>();
const PENDING_AUTHORITY_OF: u32 = selector::<Abi::pendingAuthorityCall>();
const OPERATOR_OF: u32 = selector::<Abi::operatorCall>();
const SENTINEL_OF: u32 = selector::<Abi::sentinelCall>();
const STOPPED: u32 = selector::<Abi::stoppedCall>();
const BAND: u32 = selector::<Abi::bandCall>();
const WAIT: u32 = selector::<Abi::waitCall>();
const LAST_REBALANCE: u32 = selector::<Abi::lastRebalanceCall>();
const TOLERANCE: u32 = selector::<Abi::toleranceCall>();
const BUDGET_LEFT: u32 = selector::<Abi::budgetLeftCall>();
const FLOW: u32 = selector::<Abi::flowCall>();
const REALLOCATION_TOLERANCE: u32 = selector::<Abi::reallocationToleranceCall>();
const REALLOCATION_BUDGET_LEFT: u32 = selector::<Abi::reallocationBudgetLeftCall>();
const PENALTY: u32 = selector::<Abi::penaltyCall>();
const TARGETS: u32 = selector::<Abi::targetsCall>();
const TARGET_SOURCE_OF: u32 = selector::<Abi::targetSourceCall>();
const SHOULD_REBALANCE: u32 = selector::<Abi::shouldRebalanceCall>();
const REBALANCE: u32 = selector::<Abi::rebalanceCall>();
const REALLOCATE: u32 = selector::<Abi::reallocateCall>();
const FORCE_DEALLOCATE: u32 = selector::<Abi::forceDeallocateCall>();
const MOVE_DEBT: u32 = selector::<Abi::moveDebtCall>();
const SET_TARGETS: u32 = selector::<Abi::setTargetsCall>();
const SET_TARGET_SOURCE: u32 = selector::<Abi::setTargetSourceCall>();
const SET_WEIGHT: u32 = selector::<Abi::setWeightCall>();
const SET_BAND: u32 = selector::<Abi::setBandCall>();
const SET_WAIT: u32 = selector::<Abi::setWaitCall>();
const SET_TOLERANCE: u32 = selector::<Abi::setToleranceCall>();
const SET_REALLOCATION_TOLERANCE: u32 = selector::<Abi::setReallocationToleranceCall>();
const SET_FLOW: u32 = selector::<Abi::setFlowCall>();
const SET_PENALTY: u32 = selector::<Abi::setPenaltyCall>();
const STOP: u32 = selector::<Abi::stopCall>();
const SET_OPERATOR: u32 = selector::<Abi::setOperatorCall>();
const SET_SENTINEL: u32 = selector::<Abi::setSentinelCall>();
const TRANSFER_AUTHORITY: u32 = selector::<Abi::transferAuthorityCall>();
const ACCEPT_AUTHORITY: u32 = selector::<Abi::acceptAuthorityCall>();

impl Router<Self> for Rebalancer {
    type Storage = Self;

    fn route(rebalancer: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = rebalancer.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        rebalancer
            .route_views(selector, input)
            .or_else(|| rebalancer.route_changes(selector, input))
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(rebalancer: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = rebalancer.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(rebalancer.construct(Calldata::new(input)))
    }
}

impl Rebalancer {
    fn route_views(&self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            VAULT_OF => self.holder(VAULT),
            REGISTRY_OF => self.holder(REGISTRY),
            AUTHORITY_OF => self.holder(AUTHORITY),
            PENDING_AUTHORITY_OF => self.holder(PENDING_AUTHORITY),
            OPERATOR_OF => self.holder(OPERATOR),
            SENTINEL_OF => self.holder(SENTINEL),
            TARGET_SOURCE_OF => self.holder(TARGET_SOURCE),
            STOPPED => self.stopped(),
            BAND => self.band(),
            WAIT => self.wait(),
            LAST_REBALANCE => self.last_rebalance(),
            TOLERANCE => self.tolerance(MOVES),
            BUDGET_LEFT => self.budget_left(MOVES),
            FLOW => self.flow_of(input),
            REALLOCATION_TOLERANCE => self.tolerance(REALLOCATIONS),
            REALLOCATION_BUDGET_LEFT => self.budget_left(REALLOCATIONS),
            PENALTY => self.penalty_of(input),
            TARGETS => self.all_targets(),
            SHOULD_REBALANCE => self.should_rebalance(),
            _ => return None,
        })
    }

    fn route_changes(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            REBALANCE => self.rebalance(),
            REALLOCATE => self.reallocate(input),
            FORCE_DEALLOCATE => self.force_deallocate(input),
            MOVE_DEBT => self.move_debt(input),
            SET_TARGETS => self.set_targets(input),
            SET_TARGET_SOURCE => self.set_target_source(input),
            SET_WEIGHT => self.set_weight(input),
            SET_BAND => self.set_band(input),
            SET_WAIT => self.set_wait(input),
            SET_TOLERANCE => self.set_tolerance(input, MOVES),
            SET_REALLOCATION_TOLERANCE => self.set_tolerance(input, REALLOCATIONS),
            SET_FLOW => self.set_flow_of(input),
            SET_PENALTY => self.set_penalty_of(input),
            STOP => self.stop(input),
            SET_OPERATOR => self.set_operator(input),
            SET_SENTINEL => self.set_sentinel(input),
            TRANSFER_AUTHORITY => self.transfer_authority(input),
            ACCEPT_AUTHORITY => self.accept_authority(),
            _ => return None,
        })
    }
}
