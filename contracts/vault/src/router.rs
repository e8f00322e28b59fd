//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::vault::Vault as Abi;
use ballast_shell::{Calldata, Reply, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::gate;
use crate::state::{AUTHORITY, GUARDIAN, PENDING_AUTHORITY, REGISTRY, Vault};

const BALANCE_OF: u32 = selector::<IERC20::balanceOfCall>();
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
const MAX_WITHDRAW_FROM: u32 = selector::<Abi::maxWithdrawCall>();
const WITHDRAW_FROM: u32 = selector::<Abi::withdrawCall>();
const MAX_REDEEM_FROM: u32 = selector::<Abi::maxRedeemCall>();
const REDEEM_FROM: u32 = selector::<Abi::redeemCall>();
const REDEEM_IN_KIND: u32 = selector::<Abi::redeemInKindCall>();
const SURRENDER: u32 = selector::<Abi::surrenderCall>();
const LEND: u32 = selector::<Abi::lendCall>();
const TAKE_BACK: u32 = selector::<Abi::takeBackCall>();
const REPORT: u32 = selector::<Abi::reportCall>();
const TOTAL_IDLE: u32 = selector::<Abi::totalIdleCall>();
const TOTAL_DEBT: u32 = selector::<Abi::totalDebtCall>();
const LOCKED_SHARES: u32 = selector::<Abi::lockedSharesCall>();
const QUARANTINED: u32 = selector::<Abi::quarantinedCall>();
const DEPOSITS_STOPPED: u32 = selector::<Abi::depositsStoppedCall>();
const GET_AUTHORITY: u32 = selector::<Abi::authorityCall>();
const GET_PENDING_AUTHORITY: u32 = selector::<Abi::pendingAuthorityCall>();
const GET_GUARDIAN: u32 = selector::<Abi::guardianCall>();
const GET_REGISTRY: u32 = selector::<Abi::registryCall>();
const SETTING: u32 = selector::<Abi::settingCall>();
const CONFIGURE: u32 = selector::<Abi::configureCall>();
const STOP_DEPOSITS: u32 = selector::<Abi::stopDepositsCall>();
const TRANSFER_AUTHORITY: u32 = selector::<Abi::transferAuthorityCall>();
const ACCEPT_AUTHORITY: u32 = selector::<Abi::acceptAuthorityCall>();

impl Router<Self> for Vault {
    type Storage = Self;

    fn route(vault: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = vault.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        vault
            .route_vault(selector, input)
            .or_else(|| vault.route_own(selector, input))
            .or_else(|| vault.route_token(selector, input))
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
            WITHDRAW => self.withdraw(input, false),
            REDEEM => self.redeem(input, false),
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
            MAX_WITHDRAW => self.max_withdraw(input, false),
            MAX_REDEEM => self.max_redeem(input, false),
            _ => return None,
        })
    }

    /// What ERC-4626 does not know.
    fn route_own(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            WITHDRAW_FROM => self.withdraw(input, true),
            REDEEM_FROM => self.redeem(input, true),
            MAX_WITHDRAW_FROM => self.max_withdraw(input, true),
            MAX_REDEEM_FROM => self.max_redeem(input, true),
            REDEEM_IN_KIND => self.redeem_in_kind(input),
            SURRENDER => self.surrender(input),
            LEND => self.lend(input),
            TAKE_BACK => self.take_back(input),
            REPORT => self.report(input),
            TOTAL_IDLE => self.total_idle(),
            TOTAL_DEBT => self.total_debt(),
            LOCKED_SHARES => self.locked_shares(),
            QUARANTINED => self.quarantined(),
            DEPOSITS_STOPPED => self.deposits_stopped(),
            GET_AUTHORITY => self.reply_address(AUTHORITY),
            GET_PENDING_AUTHORITY => self.reply_address(PENDING_AUTHORITY),
            GET_GUARDIAN => self.reply_address(GUARDIAN),
            GET_REGISTRY => self.reply_address(REGISTRY),
            SETTING => self.setting(input),
            CONFIGURE => self.configure(input),
            STOP_DEPOSITS => self.stop_deposits(input),
            TRANSFER_AUTHORITY => self.transfer_authority(input),
            ACCEPT_AUTHORITY => self.accept_authority(),
            _ => return None,
        })
    }

    /// The share token; whoever gets shares and held none must pass the gate.
    fn route_token(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        if selector == BALANCE_OF {
            return Some(self.balance_of(input));
        }
        ballast_erc20::route(&mut self.cells, selector, input, gate::admit)
    }
}
