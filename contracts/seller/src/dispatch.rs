//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::seller::Seller as Abi;
use ballast_abi::uniswap_v3::IUniswapV3Trader;
use ballast_shell::{Calldata, Reply, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::state::{ASSET, AUTHORITY, PENDING_AUTHORITY, SENTINEL, Seller, VAULT};

const VAULT_OF: u32 = selector::<Abi::vaultCall>();
const ASSET_OF: u32 = selector::<Abi::assetCall>();
const AUTHORITY_OF: u32 = selector::<Abi::authorityCall>();
const PENDING_AUTHORITY_OF: u32 = selector::<Abi::pendingAuthorityCall>();
const SENTINEL_OF: u32 = selector::<Abi::sentinelCall>();
const STOPPED: u32 = selector::<Abi::stoppedCall>();
const ROUTES: u32 = selector::<Abi::routesCall>();
const ROUTE: u32 = selector::<Abi::routeCall>();
const STANDING: u32 = selector::<Abi::standingCall>();
const SHOULD_SELL: u32 = selector::<Abi::shouldSellCall>();
const SELL: u32 = selector::<Abi::sellCall>();
const SWAP_CALLBACK: u32 = selector::<IUniswapV3Trader::uniswapV3SwapCallbackCall>();
const SET_ROUTE: u32 = selector::<Abi::setRouteCall>();
const REMOVE_ROUTE: u32 = selector::<Abi::removeRouteCall>();
const STOP: u32 = selector::<Abi::stopCall>();
const SET_SENTINEL: u32 = selector::<Abi::setSentinelCall>();
const TRANSFER_AUTHORITY: u32 = selector::<Abi::transferAuthorityCall>();
const ACCEPT_AUTHORITY: u32 = selector::<Abi::acceptAuthorityCall>();

impl Router<Self> for Seller {
    type Storage = Self;

    fn route(seller: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = seller.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        seller
            .dispatch_views(selector, input)
            .or_else(|| seller.dispatch_changes(selector, input))
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(seller: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = seller.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(seller.construct(Calldata::new(input)))
    }
}

impl Seller {
    fn dispatch_views(&self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            VAULT_OF => self.holder(VAULT),
            ASSET_OF => self.holder(ASSET),
            AUTHORITY_OF => self.holder(AUTHORITY),
            PENDING_AUTHORITY_OF => self.holder(PENDING_AUTHORITY),
            SENTINEL_OF => self.holder(SENTINEL),
            STOPPED => self.stopped(),
            ROUTES => self.all_routes(),
            ROUTE => self.route_of(input),
            STANDING => self.standing(input),
            SHOULD_SELL => self.should_sell(input),
            _ => return None,
        })
    }

    fn dispatch_changes(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            SELL => self.sell(input),
            SWAP_CALLBACK => self.called_back(input),
            SET_ROUTE => self.change_route(input),
            REMOVE_ROUTE => self.remove_route(input),
            STOP => self.stop(input),
            SET_SENTINEL => self.set_sentinel(input),
            TRANSFER_AUTHORITY => self.transfer_authority(input),
            ACCEPT_AUTHORITY => self.accept_authority(),
            _ => return None,
        })
    }
}
