//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_shell::{Calldata, Reply, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::state::{AUTHORITY, OPERATOR, PENDING_AUTHORITY, REGISTRY, Rebalancer, SENTINEL, VAULT};

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
const TARGETS: u32 = selector::<Abi::targetsCall>();
const SHOULD_REBALANCE: u32 = selector::<Abi::shouldRebalanceCall>();
const REBALANCE: u32 = selector::<Abi::rebalanceCall>();
const MOVE_DEBT: u32 = selector::<Abi::moveDebtCall>();
const SET_TARGETS: u32 = selector::<Abi::setTargetsCall>();
const SET_WEIGHT: u32 = selector::<Abi::setWeightCall>();
const SET_BAND: u32 = selector::<Abi::setBandCall>();
const SET_WAIT: u32 = selector::<Abi::setWaitCall>();
const SET_TOLERANCE: u32 = selector::<Abi::setToleranceCall>();
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
            .route_views(selector)
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
    fn route_views(&self, selector: u32) -> Option<Reply> {
        Some(match selector {
            VAULT_OF => self.holder(VAULT),
            REGISTRY_OF => self.holder(REGISTRY),
            AUTHORITY_OF => self.holder(AUTHORITY),
            PENDING_AUTHORITY_OF => self.holder(PENDING_AUTHORITY),
            OPERATOR_OF => self.holder(OPERATOR),
            SENTINEL_OF => self.holder(SENTINEL),
            STOPPED => self.stopped(),
            BAND => self.band(),
            WAIT => self.wait(),
            LAST_REBALANCE => self.last_rebalance(),
            TOLERANCE => self.tolerance(),
            BUDGET_LEFT => self.budget_left(),
            TARGETS => self.all_targets(),
            SHOULD_REBALANCE => self.should_rebalance(),
            _ => return None,
        })
    }

    fn route_changes(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            REBALANCE => self.rebalance(),
            MOVE_DEBT => self.move_debt(input),
            SET_TARGETS => self.set_targets(input),
            SET_WEIGHT => self.set_weight(input),
            SET_BAND => self.set_band(input),
            SET_WAIT => self.set_wait(input),
            SET_TOLERANCE => self.set_tolerance(input),
            STOP => self.stop(input),
            SET_OPERATOR => self.set_operator(input),
            SET_SENTINEL => self.set_sentinel(input),
            TRANSFER_AUTHORITY => self.transfer_authority(input),
            ACCEPT_AUTHORITY => self.accept_authority(),
            _ => return None,
        })
    }
}
