//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::erc20::{IERC20, IERC20Permit};
use ballast_abi::votes::{IERC5805, Votes as Abi};
use ballast_shell::{Calldata, Reply, reply, selector, uint};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::state::Votes;

const DECIMALS: u32 = selector::<IERC20::decimalsCall>();
const TOTAL_SUPPLY: u32 = selector::<IERC20::totalSupplyCall>();
const TRANSFER: u32 = selector::<IERC20::transferCall>();
const TRANSFER_FROM: u32 = selector::<IERC20::transferFromCall>();
const PERMIT: u32 = selector::<IERC20Permit::permitCall>();
const PERMIT_BY_SIGNATURE: u32 = selector::<Abi::permitCall>();
const CLOCK: u32 = selector::<IERC5805::clockCall>();
const CLOCK_MODE: u32 = selector::<IERC5805::CLOCK_MODECall>();
const GET_VOTES: u32 = selector::<IERC5805::getVotesCall>();
const GET_PAST_VOTES: u32 = selector::<IERC5805::getPastVotesCall>();
const GET_PAST_TOTAL_SUPPLY: u32 = selector::<IERC5805::getPastTotalSupplyCall>();
const DELEGATES: u32 = selector::<IERC5805::delegatesCall>();
const DELEGATE: u32 = selector::<IERC5805::delegateCall>();
const DELEGATE_BY_KEY: u32 = selector::<IERC5805::delegateBySigCall>();
const DELEGATE_BY_SIGNATURE: u32 = selector::<Abi::delegateBySigCall>();
const NUM_CHECKPOINTS: u32 = selector::<Abi::numCheckpointsCall>();
const CHECKPOINTS: u32 = selector::<Abi::checkpointsCall>();

/// The decimals of the token, as OpenZeppelin's.
const TOKEN_DECIMALS: u64 = 18;

impl Router<Self> for Votes {
    type Storage = Self;

    fn route(votes: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = votes.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        votes
            .route_views(selector, input)
            .or_else(|| votes.route_changes(selector, input))
            .or_else(|| ballast_erc20::route(&mut votes.cells, selector, input, |_, _| Ok(())))
            .or_else(|| ballast_erc20::route_permit(&mut votes.cells, selector, input))
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(votes: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = votes.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(votes.construct(Calldata::new(input)))
    }
}

impl Votes {
    fn route_views(&self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            GET_PAST_VOTES => self.get_past_votes(input),
            GET_PAST_TOTAL_SUPPLY => self.get_past_total_supply(input),
            GET_VOTES => self.get_votes(input),
            DELEGATES => self.delegates(input),
            CLOCK => self.clock(),
            CLOCK_MODE => self.clock_mode(),
            NUM_CHECKPOINTS => self.num_checkpoints(input),
            CHECKPOINTS => self.checkpoints(input),
            TOTAL_SUPPLY => self.total_supply(),
            DECIMALS => reply(&[uint(TOKEN_DECIMALS)]),
            _ => return None,
        })
    }

    fn route_changes(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            TRANSFER => self.transfer(input),
            TRANSFER_FROM => self.transfer_from(input),
            DELEGATE => self.delegate(input),
            DELEGATE_BY_KEY => self.delegate_by_key(input),
            DELEGATE_BY_SIGNATURE => self.delegate_by_signature(input),
            PERMIT => self.permit_by_key(input),
            PERMIT_BY_SIGNATURE => self.permit_by_signature(input),
            _ => return None,
        })
    }
}
