//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::params::{IParams as Abi, IValidator};
use ballast_abi::redemptions::IERC165;
use ballast_shell::{Calldata, Reply, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::state::{AUTHORITY, PENDING_AUTHORITY, Params, SENTINEL};

const AUTHORITY_OF: u32 = selector::<Abi::authorityCall>();
const PENDING_AUTHORITY_OF: u32 = selector::<Abi::pendingAuthorityCall>();
const SENTINEL_OF: u32 = selector::<Abi::sentinelCall>();
const COUNT: u32 = selector::<Abi::countCall>();
const KEYS: u32 = selector::<Abi::keysCall>();
const KEY_OF: u32 = selector::<Abi::keyOfCall>();
const PARAMETER: u32 = selector::<Abi::parameterCall>();
const VALUE_OF: u32 = selector::<Abi::valueOfCall>();
const SUBSCRIBERS_OF: u32 = selector::<Abi::subscribersOfCall>();
const FAILURES: u32 = selector::<Abi::failuresCall>();
const VALIDATE: u32 = selector::<IValidator::validateCall>();
const SUPPORTS_INTERFACE: u32 = selector::<IERC165::supportsInterfaceCall>();
const DEFINE: u32 = selector::<Abi::defineCall>();
const SET: u32 = selector::<Abi::setCall>();
const SET_SLOW: u32 = selector::<Abi::setSlowCall>();
const SET_SLOWEST: u32 = selector::<Abi::setSlowestCall>();
const SECURE: u32 = selector::<Abi::secureCall>();
const SUBSCRIBE: u32 = selector::<Abi::subscribeCall>();
const UNSUBSCRIBE: u32 = selector::<Abi::unsubscribeCall>();
const SYNC: u32 = selector::<Abi::syncCall>();
const SET_SENTINEL: u32 = selector::<Abi::setSentinelCall>();
const TRANSFER_AUTHORITY: u32 = selector::<Abi::transferAuthorityCall>();
const ACCEPT_AUTHORITY: u32 = selector::<Abi::acceptAuthorityCall>();

impl Router<Self> for Params {
    type Storage = Self;

    fn route(params: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = params.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        params
            .route_views(selector, input)
            .or_else(|| params.route_changes(selector, input))
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(params: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = params.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(params.construct(Calldata::new(input)))
    }
}

impl Params {
    fn route_views(&self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            AUTHORITY_OF => self.holder(AUTHORITY),
            PENDING_AUTHORITY_OF => self.holder(PENDING_AUTHORITY),
            SENTINEL_OF => self.holder(SENTINEL),
            COUNT => self.count(),
            KEYS => self.keys(input),
            KEY_OF => self.key_of(input),
            PARAMETER => self.parameter(input),
            VALUE_OF => self.value_of(input),
            SUBSCRIBERS_OF => self.subscribers_of(input),
            FAILURES => self.failures(input),
            VALIDATE => self.validate(input),
            SUPPORTS_INTERFACE => self.supports_interface(input),
            _ => return None,
        })
    }

    fn route_changes(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            DEFINE => self.define(input),
            SET => self.set(input, 0),
            SET_SLOW => self.set(input, 1),
            SET_SLOWEST => self.set(input, 2),
            SECURE => self.secure(input),
            SUBSCRIBE => self.subscribe(input),
            UNSUBSCRIBE => self.unsubscribe(input),
            SYNC => self.sync(input),
            SET_SENTINEL => self.set_sentinel(input),
            TRANSFER_AUTHORITY => self.transfer_authority(input),
            ACCEPT_AUTHORITY => self.accept_authority(),
            _ => return None,
        })
    }
}
