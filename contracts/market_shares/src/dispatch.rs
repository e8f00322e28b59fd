//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::market_shares::MarketShares as Abi;
use ballast_shell::{Calldata, Reply, reply_address, reply_uint, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::limits::{assets_down, assets_up, shares_down, shares_up};
use crate::state::MarketShares;

const MARKET: u32 = selector::<Abi::marketCall>();
const DECIMALS: u32 = selector::<IERC20::decimalsCall>();
const TOTAL_SUPPLY: u32 = selector::<IERC20::totalSupplyCall>();
const ASSET: u32 = selector::<IERC4626::assetCall>();
const TOTAL_ASSETS: u32 = selector::<IERC4626::totalAssetsCall>();
const CONVERT_TO_SHARES: u32 = selector::<IERC4626::convertToSharesCall>();
const CONVERT_TO_ASSETS: u32 = selector::<IERC4626::convertToAssetsCall>();
const MAX_DEPOSIT: u32 = selector::<IERC4626::maxDepositCall>();
const MAX_MINT: u32 = selector::<IERC4626::maxMintCall>();
const MAX_WITHDRAW: u32 = selector::<IERC4626::maxWithdrawCall>();
const MAX_REDEEM: u32 = selector::<IERC4626::maxRedeemCall>();
const PREVIEW_DEPOSIT: u32 = selector::<IERC4626::previewDepositCall>();
const PREVIEW_MINT: u32 = selector::<IERC4626::previewMintCall>();
const PREVIEW_WITHDRAW: u32 = selector::<IERC4626::previewWithdrawCall>();
const PREVIEW_REDEEM: u32 = selector::<IERC4626::previewRedeemCall>();
const DEPOSIT: u32 = selector::<IERC4626::depositCall>();
const MINT: u32 = selector::<IERC4626::mintCall>();
const WITHDRAW: u32 = selector::<IERC4626::withdrawCall>();
const REDEEM: u32 = selector::<IERC4626::redeemCall>();

impl Router<Self> for MarketShares {
    type Storage = Self;

    fn route(shares: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = shares.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        let admit = |_: &mut _, _| Ok(());
        match selector {
            DEPOSIT => Some(shares.deposit(input)),
            MINT => Some(shares.mint(input)),
            WITHDRAW => Some(shares.withdraw(input)),
            REDEEM => Some(shares.redeem(input)),
            _ => ballast_erc20::route(&mut shares.cells, selector, input, admit)
                .or_else(|| ballast_erc20::route_permit(&mut shares.cells, selector, input))
                .or_else(|| shares.dispatch_views(selector, input)),
        }
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(shares: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = shares.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(shares.construct(Calldata::new(input)))
    }
}

impl MarketShares {
    fn dispatch_views(&self, selector: u32, mut input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            MARKET => reply_address(self.market()),
            ASSET => reply_address(self.asset().0),
            DECIMALS => {
                let (_, decimals) = self.asset();
                reply_uint(alloy_primitives::U256::from_limbs([
                    decimals.into(),
                    0,
                    0,
                    0,
                ]))
            }
            TOTAL_SUPPLY => reply_uint(self.supply()),
            TOTAL_ASSETS => self.total_assets(),
            CONVERT_TO_SHARES | PREVIEW_DEPOSIT => self.in_shares(input, shares_down),
            CONVERT_TO_ASSETS | PREVIEW_REDEEM => self.in_assets(input, assets_down),
            PREVIEW_MINT => self.in_assets(input, assets_up),
            PREVIEW_WITHDRAW => self.in_shares(input, shares_up),
            MAX_DEPOSIT => reply_uint(self.most_deposited().to_u256()),
            MAX_MINT => reply_uint(self.most_minted().to_u256()),
            MAX_WITHDRAW => {
                let balance = self.balance_in(&mut input);
                balance.and_then(|held| reply_uint(self.most_withdrawn(held).to_u256()))
            }
            MAX_REDEEM => {
                let balance = self.balance_in(&mut input);
                balance.and_then(|held| reply_uint(self.most_redeemed(held).to_u256()))
            }
            _ => return None,
        })
    }
}
