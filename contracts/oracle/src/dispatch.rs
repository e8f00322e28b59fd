//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::oracle::{IPriceOracle, ISequencerGate, Oracle as Abi};
use ballast_shell::{Calldata, Reply, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::state::{AUTHORITY, Oracle, PENDING_AUTHORITY, SENTINEL};

const GET_QUOTE: u32 = selector::<IPriceOracle::getQuoteCall>();
const GET_QUOTES: u32 = selector::<IPriceOracle::getQuotesCall>();
const GET_PRICE: u32 = selector::<IPriceOracle::getPriceCall>();
const GET_PRICE_AND_GATE: u32 = selector::<IPriceOracle::getPriceAndGateCall>();
const MAY_TAKE_RISK: u32 = selector::<ISequencerGate::mayTakeRiskCall>();
const MAY_LIQUIDATE: u32 = selector::<ISequencerGate::mayLiquidateCall>();
const NUMERAIRE: u32 = selector::<Abi::numeraireCall>();
const AUTHORITY_OF: u32 = selector::<Abi::authorityCall>();
const PENDING_AUTHORITY_OF: u32 = selector::<Abi::pendingAuthorityCall>();
const SENTINEL_OF: u32 = selector::<Abi::sentinelCall>();
const ASSET_COUNT: u32 = selector::<Abi::assetCountCall>();
const ASSET_AT: u32 = selector::<Abi::assetAtCall>();
const ASSET: u32 = selector::<Abi::assetCall>();
const SOURCE: u32 = selector::<Abi::sourceCall>();
const STATUS: u32 = selector::<Abi::statusCall>();
const PRICE: u32 = selector::<Abi::priceCall>();
const GATE: u32 = selector::<Abi::gateCall>();
const SET_ASSET: u32 = selector::<Abi::setAssetCall>();
const SET_SOURCE: u32 = selector::<Abi::setSourceCall>();
const REMOVE_SOURCE: u32 = selector::<Abi::removeSourceCall>();
const SET_DISABLED: u32 = selector::<Abi::setDisabledCall>();
const CHECKPOINT: u32 = selector::<Abi::checkpointCall>();
const SET_GATE: u32 = selector::<Abi::setGateCall>();
const SET_SENTINEL: u32 = selector::<Abi::setSentinelCall>();
const TRANSFER_AUTHORITY: u32 = selector::<Abi::transferAuthorityCall>();
const ACCEPT_AUTHORITY: u32 = selector::<Abi::acceptAuthorityCall>();

impl Router<Self> for Oracle {
    type Storage = Self;

    fn route(oracle: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = oracle.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        oracle
            .dispatch_views(selector, input)
            .or_else(|| oracle.dispatch_changes(selector, input))
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(oracle: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = oracle.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(oracle.construct(Calldata::new(input)))
    }
}

impl Oracle {
    fn dispatch_views(&self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            GET_QUOTE => self.get_quote(input),
            GET_QUOTES => self.get_quotes(input),
            GET_PRICE => self.get_price(input),
            GET_PRICE_AND_GATE => self.get_price_and_gate(input),
            MAY_TAKE_RISK => self.may_take_risk(),
            MAY_LIQUIDATE => self.may_liquidate(input),
            PRICE => self.price(input),
            STATUS => self.status(input),
            SOURCE => self.source(input),
            ASSET => self.asset(input),
            ASSET_COUNT => self.asset_count(),
            ASSET_AT => self.asset_at(input),
            GATE => self.gate(),
            NUMERAIRE => self.numeraire(),
            AUTHORITY_OF => self.holder(AUTHORITY),
            PENDING_AUTHORITY_OF => self.holder(PENDING_AUTHORITY),
            SENTINEL_OF => self.holder(SENTINEL),
            _ => return None,
        })
    }

    fn dispatch_changes(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            CHECKPOINT => self.move_checkpoint(input),
            SET_ASSET => self.set_asset(input),
            SET_SOURCE => self.set_source(input),
            REMOVE_SOURCE => self.remove_source(input),
            SET_DISABLED => self.set_disabled(input),
            SET_GATE => self.set_gate(input),
            SET_SENTINEL => self.set_sentinel(input),
            TRANSFER_AUTHORITY => self.transfer_authority(input),
            ACCEPT_AUTHORITY => self.accept_authority(),
            _ => return None,
        })
    }
}
