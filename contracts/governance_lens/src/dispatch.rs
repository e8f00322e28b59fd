//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::governance_lens::GovernanceLens as Abi;
use ballast_shell::{Calldata, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::questions::GovernanceLens;

const IS_GOVERNED_BY: u32 = selector::<Abi::isGovernedByCall>();
const GOVERNANCE: u32 = selector::<Abi::governanceCall>();

impl Router<Self> for GovernanceLens {
    type Storage = Self;

    fn route(lens: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = lens.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        Some(match selector {
            IS_GOVERNED_BY => lens.is_governed_by(input),
            GOVERNANCE => lens.governance(input),
            _ => return None,
        })
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    /// Keeps nothing, so that it may run again.
    fn constructor(lens: &mut Self, _: &[u8]) -> Option<ArbResult> {
        Some(lens.cells.refuse_value().map(|()| Vec::new()))
    }
}
