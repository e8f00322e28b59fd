//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::curator::ICurator as Abi;
use ballast_shell::roles::unauthorized;
use ballast_shell::{Calldata, Reply, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::state::{Curator, OWNER, PENDING_OWNER, PROPOSER};

const OWNER_OF: u32 = selector::<Abi::ownerCall>();
const PENDING_OWNER_OF: u32 = selector::<Abi::pendingOwnerCall>();
const PROPOSER_OF: u32 = selector::<Abi::proposerCall>();
const IS_SENTINEL: u32 = selector::<Abi::isSentinelCall>();
const IS_SEALED: u32 = selector::<Abi::isSealedCall>();
const DELAY_OF: u32 = selector::<Abi::delayOfCall>();
const WAIT_OF: u32 = selector::<Abi::waitOfCall>();
const ID_OF: u32 = selector::<Abi::idOfCall>();
const EXECUTABLE_AT: u32 = selector::<Abi::executableAtCall>();
const STATE_OF: u32 = selector::<Abi::stateOfCall>();
const PENDING: u32 = selector::<Abi::pendingCall>();
const GOVERNS: u32 = selector::<Abi::governsCall>();
const SUBMIT: u32 = selector::<Abi::submitCall>();
const EXECUTE: u32 = selector::<Abi::executeCall>();
const REVOKE: u32 = selector::<Abi::revokeCall>();
const REVOKE_ALL: u32 = selector::<Abi::revokeAllCall>();
const ALLOW: u32 = selector::<Abi::allowCall>();
const RAISE_DELAY: u32 = selector::<Abi::raiseDelayCall>();
const LOWER_DELAY: u32 = selector::<Abi::lowerDelayCall>();
const ABDICATE: u32 = selector::<Abi::abdicateCall>();
const SEAL: u32 = selector::<Abi::sealCall>();
const ACCEPT_AUTHORITY: u32 = selector::<Abi::acceptAuthorityCall>();
const SET_PROPOSER: u32 = selector::<Abi::setProposerCall>();
const SET_SENTINEL: u32 = selector::<Abi::setSentinelCall>();
const TRANSFER_OWNERSHIP: u32 = selector::<Abi::transferOwnershipCall>();
const ACCEPT_OWNERSHIP: u32 = selector::<Abi::acceptOwnershipCall>();

impl Router<Self> for Curator {
    type Storage = Self;

    fn route(curator: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = curator.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        curator
            .route_views(selector, input)
            .or_else(|| curator.route_changes(selector, input))
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(curator: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = curator.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(curator.construct(Calldata::new(input)))
    }
}

impl Curator {
    fn route_views(&self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            OWNER_OF => self.holder(OWNER),
            PENDING_OWNER_OF => self.holder(PENDING_OWNER),
            PROPOSER_OF => self.holder(PROPOSER),
            IS_SENTINEL => self.is_sentinel(input),
            IS_SEALED => self.is_sealed(),
            DELAY_OF => self.delay_of(input),
            WAIT_OF => self.wait_of(input),
            ID_OF => self.id_of(input),
            EXECUTABLE_AT => self.executable_at(input),
            STATE_OF => self.state_of(input),
            PENDING => self.pending(),
            GOVERNS => self.governs(input),
            _ => return None,
        })
    }

    fn route_changes(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            SUBMIT => self.submit(input),
            EXECUTE => self.execute(input),
            REVOKE => self.revoke(input),
            REVOKE_ALL => self.revoke_all(),
            ALLOW => self.allow_now(input),
            RAISE_DELAY => self.raise_delay(input),
            LOWER_DELAY | ABDICATE => Err(unauthorized(self.cells.sender())),
            SEAL => self.seal(),
            ACCEPT_AUTHORITY => self.accept_authority(input),
            SET_PROPOSER => self.set_proposer(input),
            SET_SENTINEL => self.set_sentinel(input),
            TRANSFER_OWNERSHIP => self.transfer_ownership(input),
            ACCEPT_OWNERSHIP => self.accept_ownership(),
            _ => return None,
        })
    }
}
