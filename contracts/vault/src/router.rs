//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_shell::{Calldata, Reply, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::state::Vault;

const DECIMALS: u32 = selector::<IERC20::decimalsCall>();
const TOTAL_SUPPLY: u32 = selector::<IERC20::totalSupplyCall>();
const ASSET: u32 = selector::<IERC4626::assetCall>();
const TOTAL_ASSETS: u32 = selector::<IERC4626::totalAssetsCall>();
const CONVERT_TO_SHARES: u32 = selector::<IERC4626::convertToSharesCall>();
const CONVERT_TO_ASSETS: u32 = selector::<IERC4626::convertToAssetsCall>();
const MAX_DEPOSIT: u32 = selector::<IERC4626::maxDepositCall>();
const PREVIEW_DEPOSIT: u32 = selector::<IERC4626::previewDepositCall>();
const DEPOSIT: u32 = selector::<IERC4626::depositCall>();
const MAX_MINT: u32 = selector::<IERC4626::maxMintCall>();
const PREVIEW_MINT: u32 = selector::<IERC4626::previewMintCall>();
const MINT: u32 = selector::<IERC4626::mintCall>();
const MAX_WITHDRAW: u32 = selector::<IERC4626::maxWithdrawCall>();
const PREVIEW_WITHDRAW: u32 = selector::<IERC4626::previewWithdrawCall>();
const WITHDRAW: u32 = selector::<IERC4626::withdrawCall>();
const MAX_REDEEM: u32 = selector::<IERC4626::maxRedeemCall>();
const PREVIEW_REDEEM: u32 = selector::<IERC4626::previewRedeemCall>();
const REDEEM: u32 = selector::<IERC4626::redeemCall>();

impl Router<Self> for Vault {
    type Storage = Self;

    fn route(vault: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = vault.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        vault
            .route_vault(selector, input)
            .or_else(|| ballast_erc20::route(&mut vault.cells, selector, input))
            .or_else(|| ballast_erc20::route_permit(&mut vault.cells, selector, input))
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(vault: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = vault.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(vault.construct(Calldata::new(input)))
    }
}

impl Vault {
    fn route_vault(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            DEPOSIT => self.deposit(input),
            MINT => self.mint(input),
            WITHDRAW => self.withdraw(input),
            REDEEM => self.redeem(input),
            ASSET => self.asset(),
            DECIMALS => self.decimals(),
            TOTAL_ASSETS => self.total_assets(),
            TOTAL_SUPPLY => self.total_supply(),
            CONVERT_TO_SHARES | PREVIEW_DEPOSIT => self.preview_deposit(input),
            CONVERT_TO_ASSETS | PREVIEW_REDEEM => self.preview_redeem(input),
            PREVIEW_MINT => self.preview_mint(input),
            PREVIEW_WITHDRAW => self.preview_withdraw(input),
            MAX_DEPOSIT => self.max_deposit(input),
            MAX_MINT => self.max_mint(input),
            MAX_WITHDRAW => self.max_withdraw(input),
            MAX_REDEEM => self.max_redeem(input),
            _ => return None,
        })
    }
}
