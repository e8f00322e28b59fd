//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::price_feed::{IAggregator, PriceFeed as Abi};
use ballast_shell::{Calldata, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::state::PriceFeed;

const DECIMALS: u32 = selector::<IAggregator::decimalsCall>();
const DESCRIPTION: u32 = selector::<IAggregator::descriptionCall>();
const VERSION: u32 = selector::<IAggregator::versionCall>();
const GET_ROUND_DATA: u32 = selector::<IAggregator::getRoundDataCall>();
const LATEST_ROUND_DATA: u32 = selector::<IAggregator::latestRoundDataCall>();
const LATEST_ANSWER: u32 = selector::<IAggregator::latestAnswerCall>();
const VAULT: u32 = selector::<Abi::vaultCall>();
const GROWTH_BPS_PER_YEAR: u32 = selector::<Abi::growthBpsPerYearCall>();
const CHECKPOINT: u32 = selector::<Abi::checkpointCall>();
const CAP: u32 = selector::<Abi::capCall>();
const UNCAPPED_ANSWER: u32 = selector::<Abi::uncappedAnswerCall>();
const UPDATE: u32 = selector::<Abi::updateCall>();

impl Router<Self> for PriceFeed {
    type Storage = Self;

    fn route(feed: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = feed.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(match selector {
            LATEST_ROUND_DATA => feed.latest_round_data(),
            LATEST_ANSWER => feed.latest_answer(),
            GET_ROUND_DATA => feed.get_round_data(Calldata::new(input)),
            UPDATE => feed.update(),
            DECIMALS => feed.decimals(),
            DESCRIPTION => feed.description(),
            VERSION => feed.version(),
            VAULT => feed.vault(),
            GROWTH_BPS_PER_YEAR => feed.growth_bps_per_year(),
            CHECKPOINT => feed.checkpoint(),
            CAP => feed.cap(),
            UNCAPPED_ANSWER => feed.uncapped_answer(),
            _ => return None,
        })
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(feed: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = feed.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(feed.construct(Calldata::new(input)))
    }
}
