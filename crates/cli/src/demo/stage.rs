//! The contracts and the wallets.

use alloy_primitives::{Address, U256};
use alloy_signer_local::PrivateKeySigner;
use ballast_abi::{token, vault};
use ballast_artifacts::{TOKEN, VAULT};
use ballast_client::Client;
use ballast_client::deploy::{self, Manifest, Plan};
use ballast_devnet::{DEV_ACCOUNTS, DevAccount};

use crate::progress::Progress;

/// Transactions that setting the stage takes: two contracts to deploy and to cache.
pub(super) const TRANSACTIONS: usize = 4;

/// Decimals of the token.
const TOKEN_DECIMALS: u8 = 6;

/// Decimals that shares have more: they come to 18.
const DECIMALS_OFFSET: u8 = 12;

/// Who acts.
#[derive(Clone, Debug)]
pub(super) struct Wallet {
    /// A letter.
    pub(super) name: &'static str,
    /// Sends for it.
    pub(super) client: Client,
    /// Signs for it.
    pub(super) signer: PrivateKeySigner,
}

/// Everything the play needs.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    /// The test token.
    pub(super) token: Address,
    /// The vault for it.
    pub(super) vault: Address,
    /// `10^offset` of the vault.
    pub(super) virtual_shares: U256,
    /// The wallets of the script, in its order.
    pub(super) wallets: [Wallet; 3],
    /// How the contracts got there.
    pub(super) manifest: Manifest,
}

/// Deploys the contracts on the chain at `url` and hands out the wallets.
pub(super) async fn set(url: &str, progress: &Progress) -> anyhow::Result<Stage> {
    let mut plan = Plan::new("ballast demo").with_version("compiler", VAULT.compiler);
    let token = plan.add(TOKEN.name, TOKEN.code, &token_constructor(), true)?;
    // The account that owns the chain may cache programs without paying.
    let [first, second, third, .., owner] = DEV_ACCOUNTS;
    let constructor = vault_constructor(token, owner.address);
    let vault = plan.add(VAULT.name, VAULT.code, &constructor, true)?;
    let owner = Client::connect(url, signer(owner)?)?;
    let manifest = deploy::run(&owner, &plan, |contract, action| {
        progress.step();
        progress.say(format!("{action} {}", contract.name));
    })
    .await?;
    let virtual_shares = U256::from(10).pow(U256::from(DECIMALS_OFFSET));
    let wallets = [
        wallet("A", url, first)?,
        wallet("B", url, second)?,
        wallet("C", url, third)?,
    ];
    Ok(Stage {
        token,
        vault,
        virtual_shares,
        wallets,
        manifest,
    })
}

fn token_constructor() -> token::Token::constructorCall {
    token::Token::constructorCall {
        name: "Demo Dollar".to_owned(),
        symbol: "DEMO".to_owned(),
        decimals: TOKEN_DECIMALS,
    }
}

fn vault_constructor(asset: Address, authority: Address) -> vault::Vault::constructorCall {
    vault::Vault::constructorCall {
        asset,
        name: "Ballast Demo Dollar".to_owned(),
        symbol: "bDEMO".to_owned(),
        decimalsOffset: DECIMALS_OFFSET,
        authority,
    }
}

fn wallet(name: &'static str, url: &str, account: DevAccount) -> anyhow::Result<Wallet> {
    let signer = signer(account)?;
    Ok(Wallet {
        name,
        client: Client::connect(url, signer.clone())?,
        signer,
    })
}

/// The key of one of the chain's accounts.
pub(super) fn signer(account: DevAccount) -> anyhow::Result<PrivateKeySigner> {
    Ok(PrivateKeySigner::from_bytes(&account.key)?)
}
