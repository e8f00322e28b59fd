//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::params::IValidator;
use ballast_abi::redemptions::IERC165;
use ballast_abi::treasury::Treasury as Abi;
use ballast_shell::{Calldata, reply, reply_address, selector, uint};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::state::{AUTHORITY, EPOCH, GUARDIAN, PENDING_AUTHORITY, RAISE_DELAY, Treasury};

const PAY: u32 = selector::<Abi::payCall>();
const SET_LIMIT: u32 = selector::<Abi::setLimitCall>();
const SET_GUARDIAN: u32 = selector::<Abi::setGuardianCall>();
const TRANSFER_AUTHORITY: u32 = selector::<Abi::transferAuthorityCall>();
const ACCEPT_AUTHORITY: u32 = selector::<Abi::acceptAuthorityCall>();
const GET_AUTHORITY: u32 = selector::<Abi::authorityCall>();
const GET_PENDING_AUTHORITY: u32 = selector::<Abi::pendingAuthorityCall>();
const GET_GUARDIAN: u32 = selector::<Abi::guardianCall>();
const GET_EPOCH: u32 = selector::<Abi::epochCall>();
const GET_RAISE_DELAY: u32 = selector::<Abi::raiseDelayCall>();
const LIMIT: u32 = selector::<Abi::limitCall>();
const PENDING_LIMIT: u32 = selector::<Abi::pendingLimitCall>();
const LEFT: u32 = selector::<Abi::leftCall>();
const VALIDATE: u32 = selector::<IValidator::validateCall>();
const SUPPORTS_INTERFACE: u32 = selector::<IERC165::supportsInterfaceCall>();

impl Router<Self> for Treasury {
    type Storage = Self;

    fn route(treasury: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = treasury.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        Some(match selector {
            PAY => treasury.pay(input),
            SET_LIMIT => treasury.set_limit(input),
            SET_GUARDIAN => treasury.set_guardian(input),
            TRANSFER_AUTHORITY => treasury.transfer_authority(input),
            ACCEPT_AUTHORITY => treasury.accept_authority(),
            GET_AUTHORITY => reply_address(treasury.holder(AUTHORITY)),
            GET_PENDING_AUTHORITY => reply_address(treasury.holder(PENDING_AUTHORITY)),
            GET_GUARDIAN => reply_address(treasury.holder(GUARDIAN)),
            GET_EPOCH => reply(&[uint(treasury.seconds(EPOCH))]),
            GET_RAISE_DELAY => reply(&[uint(treasury.seconds(RAISE_DELAY))]),
            LIMIT => treasury.limit(input),
            PENDING_LIMIT => treasury.pending_limit(input),
            LEFT => treasury.left(input),
            VALIDATE => treasury.validate(input),
            SUPPORTS_INTERFACE => treasury.supports_interface(input),
            _ => return None,
        })
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        Some(Ok(()))
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(treasury: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = treasury.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(treasury.construct(Calldata::new(input)))
    }
}
