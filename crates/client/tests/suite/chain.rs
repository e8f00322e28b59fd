//! A chain, its accounts, and a plan for it.

use alloy_primitives::Address;
use alloy_signer_local::PrivateKeySigner;
use ballast_abi::token::Token;
use ballast_abi::vault::Vault;
use ballast_artifacts::{TOKEN, VAULT};
use ballast_client::Client;
use ballast_client::deploy::{Manifest, Plan, run};
use ballast_devnet::{Config, DEV_ACCOUNTS, Handle, serve};

/// Starts a chain on a free port.
pub(crate) async fn start() -> Handle {
    serve(Config {
        port: 0,
        ..Config::default()
    })
    .await
    .unwrap()
}

/// The key of the `index`th development account.
pub(crate) fn signer(index: usize) -> PrivateKeySigner {
    PrivateKeySigner::from_bytes(&DEV_ACCOUNTS[index].key).unwrap()
}

/// A client that sends for the `index`th development account.
pub(crate) fn client(chain: &Handle, index: usize) -> Client {
    Client::connect(&chain.url(), signer(index)).unwrap()
}

/// A client that sends for the owner of the chain.
pub(crate) fn owner(chain: &Handle) -> Client {
    client(chain, DEV_ACCOUNTS.len() - 1)
}

/// Constructor arguments of the token.
pub(crate) fn token_constructor() -> Token::constructorCall {
    Token::constructorCall {
        name: "Token".into(),
        symbol: "T".into(),
        decimals: 6,
    }
}

/// Constructor arguments of the vault.
pub(crate) fn vault_constructor(asset: Address) -> Vault::constructorCall {
    Vault::constructorCall {
        asset,
        name: "Vault".into(),
        symbol: "V".into(),
        decimalsOffset: 3,
        authority: DEV_ACCOUNTS[0].address,
    }
}

/// Token and vault, and where they will stand.
pub(crate) fn plan(cached: bool) -> (Plan, Address, Address) {
    let mut plan = Plan::new("test").with_version("compiler", VAULT.compiler);
    let token = plan
        .add("token", TOKEN.code, &token_constructor(), cached)
        .unwrap();
    let vault = plan
        .add("vault", VAULT.code, &vault_constructor(token), cached)
        .unwrap();
    (plan, token, vault)
}

/// Deploys token and vault, cached.
pub(crate) async fn deployed(chain: &Handle) -> (Address, Address, Manifest) {
    let (plan, token, vault) = plan(true);
    let manifest = run(&owner(chain), &plan, |_, _| {}).await.unwrap();
    (token, vault, manifest)
}
