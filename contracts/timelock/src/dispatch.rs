//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::access_control::IAccessControl;
use ballast_abi::redemptions::IERC165;
use ballast_abi::timelock::{ITokenReceiver, Timelock as Abi};
use ballast_shell::{Calldata, Reply, reply, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::operation::Phase::{Done, Ready, Waiting};
use crate::roles::{ADMIN, CANCELLER, EXECUTOR, PROPOSER};
use crate::state::Timelock;

const EXECUTE: u32 = selector::<Abi::executeCall>();
const EXECUTE_BATCH: u32 = selector::<Abi::executeBatchCall>();
const SCHEDULE: u32 = selector::<Abi::scheduleCall>();
const SCHEDULE_BATCH: u32 = selector::<Abi::scheduleBatchCall>();
const CANCEL: u32 = selector::<Abi::cancelCall>();
const UPDATE_DELAY: u32 = selector::<Abi::updateDelayCall>();
const IS_OPERATION: u32 = selector::<Abi::isOperationCall>();
const IS_OPERATION_PENDING: u32 = selector::<Abi::isOperationPendingCall>();
const IS_OPERATION_READY: u32 = selector::<Abi::isOperationReadyCall>();
const IS_OPERATION_DONE: u32 = selector::<Abi::isOperationDoneCall>();
const GET_TIMESTAMP: u32 = selector::<Abi::getTimestampCall>();
const GET_OPERATION_STATE: u32 = selector::<Abi::getOperationStateCall>();
const GET_MIN_DELAY: u32 = selector::<Abi::getMinDelayCall>();
const GET_CODE_PIN: u32 = selector::<Abi::getCodePinCall>();
const CODE_PIN: u32 = selector::<Abi::codePinCall>();
const HASH_OPERATION: u32 = selector::<Abi::hashOperationCall>();
const HASH_OPERATION_BATCH: u32 = selector::<Abi::hashOperationBatchCall>();
const PROPOSER_ROLE: u32 = selector::<Abi::PROPOSER_ROLECall>();
const EXECUTOR_ROLE: u32 = selector::<Abi::EXECUTOR_ROLECall>();
const CANCELLER_ROLE: u32 = selector::<Abi::CANCELLER_ROLECall>();
const ADMIN_ROLE: u32 = selector::<IAccessControl::DEFAULT_ADMIN_ROLECall>();
const HAS_ROLE: u32 = selector::<IAccessControl::hasRoleCall>();
const GET_ROLE_ADMIN: u32 = selector::<IAccessControl::getRoleAdminCall>();
const GRANT_ROLE: u32 = selector::<IAccessControl::grantRoleCall>();
const REVOKE_ROLE: u32 = selector::<IAccessControl::revokeRoleCall>();
const RENOUNCE_ROLE: u32 = selector::<IAccessControl::renounceRoleCall>();
const SUPPORTS_INTERFACE: u32 = selector::<IERC165::supportsInterfaceCall>();
const ON_ERC721: u32 = selector::<ITokenReceiver::onERC721ReceivedCall>();
const ON_ERC1155: u32 = selector::<ITokenReceiver::onERC1155ReceivedCall>();
const ON_ERC1155_BATCH: u32 = selector::<ITokenReceiver::onERC1155BatchReceivedCall>();

impl Router<Self> for Timelock {
    type Storage = Self;

    fn route(timelock: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        let input = Calldata::new(input);
        match selector {
            EXECUTE => return Some(timelock.execute(input)),
            EXECUTE_BATCH => return Some(timelock.execute_batch(input)),
            _ => {}
        }
        if let Err(reason) = timelock.cells.refuse_value() {
            return Some(Err(reason));
        }
        timelock
            .route_changes(selector, input)
            .or_else(|| timelock.route_views(selector, input))
            .or_else(|| timelock.route_roles(selector, input))
            .or_else(|| Self::route_receipts(selector, input))
    }

    /// Ether without a call, in the middle of another call too.
    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        Some(Ok(()))
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(timelock: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = timelock.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(timelock.construct(Calldata::new(input)))
    }
}

impl Timelock {
    fn route_changes(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            SCHEDULE => self.schedule(input),
            SCHEDULE_BATCH => self.schedule_batch(input),
            CANCEL => self.cancel(input),
            UPDATE_DELAY => self.update_delay(input),
            GRANT_ROLE => self.change_role(input, true),
            REVOKE_ROLE => self.change_role(input, false),
            RENOUNCE_ROLE => self.renounce_role(input),
            _ => return None,
        })
    }

    fn route_views(&self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            IS_OPERATION => self.is_in(input, &[Waiting, Ready, Done]),
            IS_OPERATION_PENDING => self.is_in(input, &[Waiting, Ready]),
            IS_OPERATION_READY => self.is_in(input, &[Ready]),
            IS_OPERATION_DONE => self.is_in(input, &[Done]),
            GET_TIMESTAMP => self.timestamp(input),
            GET_OPERATION_STATE => self.operation_state(input),
            GET_MIN_DELAY => self.get_min_delay(),
            GET_CODE_PIN => self.code_pin_of(input),
            CODE_PIN => self.code_pin(input),
            HASH_OPERATION => Self::hash_operation(input),
            HASH_OPERATION_BATCH => Self::hash_operation_batch(input),
            _ => return None,
        })
    }

    fn route_roles(&self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            PROPOSER_ROLE => reply(&[PROPOSER.word()]),
            EXECUTOR_ROLE => reply(&[EXECUTOR.word()]),
            CANCELLER_ROLE => reply(&[CANCELLER.word()]),
            ADMIN_ROLE => reply(&[ADMIN.word()]),
            HAS_ROLE => self.role_of(input),
            GET_ROLE_ADMIN => self.role_admin(input),
            SUPPORTS_INTERFACE => self.supports_interface(input),
            _ => return None,
        })
    }

    fn route_receipts(selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            ON_ERC721 => Self::on_received(selector, input, 1),
            ON_ERC1155 => Self::on_received(selector, input, 2),
            ON_ERC1155_BATCH => Self::on_batch_received(selector, input),
            _ => return None,
        })
    }
}
