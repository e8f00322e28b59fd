//! A chain with token and vault, in the state that every measurement starts from.

use alloy_primitives::{Address, Bytes, U256};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_signer_local::PrivateKeySigner;
use alloy_sol_types::sol;
use anyhow::{Context, ensure};
use ballast_abi::erc20::IERC20::{approveCall, balanceOfCall};
use ballast_abi::erc4626::IERC4626::{depositCall, redeemCall};
use ballast_abi::registry::Registry;
use ballast_abi::token::Token;
use ballast_abi::vault::Vault;
use ballast_artifacts::{REGISTRY, TOKEN, VAULT};
use ballast_client::deploy::{self, Plan};
use ballast_client::floor::Floor;
use ballast_client::precompiles::ARB_WASM_CACHE;
use ballast_client::program::Program;
use ballast_client::{Client, Receipt};
use ballast_devnet::{Config, DEV_ACCOUNTS, Handle, serve};

use super::Gas;
use super::case::{Case, Transaction};
use super::{farm, oracle};

/// Any fixed second, so that no run differs from another.
const GENESIS_TIMESTAMP: u64 = 1_800_000_000;

/// Seconds between blocks: an hour.
const BLOCK_SECONDS: u64 = 3_600;

/// Decimals that shares have more than the token: the least the vault allows.
const DECIMALS_OFFSET: u8 = 3;

/// One token.
pub(super) const ONE_TOKEN: u128 = 1_000_000_000_000_000_000;

/// What a token is worth in shares, to a hair.
pub(super) const ONE_TOKEN_IN_SHARES: u128 = ONE_TOKEN * 1_000;

sol! {
    function evictCodehash(bytes32 codehash) external;
}

/// Who acts. The place in the list of development accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Role {
    /// Holds shares and tokens.
    Holder = 0,
    /// Holds shares and tokens, too.
    Other = 1,
    /// Holds tokens only.
    Newcomer = 2,
    /// Holds nothing; is allowed to spend.
    Spender = 3,
    /// Owns the chain.
    Owner = 10,
}

impl Role {
    /// Where it lives.
    pub(super) const fn address(self) -> Address {
        DEV_ACCOUNTS[self as usize].address
    }

    /// Signs for it.
    pub(super) fn signer(self) -> anyhow::Result<PrivateKeySigner> {
        Ok(PrivateKeySigner::from_bytes(
            &DEV_ACCOUNTS[self as usize].key,
        )?)
    }
}

/// The chain, its contracts, and who acts.
pub(super) struct Stage {
    chain: Handle,
    /// The test token.
    pub(super) token: Address,
    /// The vault.
    pub(super) vault: Address,
    /// The vault's registry.
    pub(super) registry: Address,
    /// The strategy over a vault of solady's.
    pub(super) strategy: Address,
    /// That vault.
    pub(super) venue: Address,
    /// A strategy over another vault of solady's, which owes nothing.
    pub(super) other_strategy: Address,
    /// A rebalancer, which the registry obeys once it is the allocator.
    pub(super) rebalancer: Address,
    /// An oracle, by which the token has a price of one feed and a share one of three.
    pub(super) oracle: Address,
}

impl Stage {
    /// Two holders of 1,000 tokens each are in the vault, and a newcomer is about to be; all have
    /// tokens left and allow the vault to take them. A redemption of shares worth 1.999 units paid
    /// 1: since then a share is worth a hair more than when the vault was empty. Then the vault
    /// begins to earn, as [`farm::set`] says.
    pub(super) async fn set() -> anyhow::Result<Self> {
        let genesis_timestamp = Some(GENESIS_TIMESTAMP);
        let chain = serve(Config {
            port: 0,
            genesis_timestamp,
            ..Config::default()
        })
        .await?;
        chain.node().set_timestamp_interval(Some(BLOCK_SECONDS));
        let mut plan = Plan::new("gas");
        let token = plan.add(TOKEN.name, TOKEN.code, &token_constructor(), true)?;
        let vault = plan.add(VAULT.name, VAULT.code, &vault_constructor(token), true)?;
        let constructor = Registry::constructorCall {
            vault,
            authority: Role::Owner.address(),
        };
        let registry = plan.add(REGISTRY.name, REGISTRY.code, &constructor, true)?;
        let mut stage = Self {
            chain,
            token,
            vault,
            registry,
            strategy: Address::ZERO,
            venue: Address::ZERO,
            other_strategy: Address::ZERO,
            rebalancer: Address::ZERO,
            oracle: Address::ZERO,
        };
        deploy::run(&stage.client(Role::Owner)?, &plan, |_, _| {}).await?;
        for role in [Role::Holder, Role::Other, Role::Newcomer] {
            stage.fund(role).await?;
        }
        for role in [Role::Holder, Role::Other] {
            let receiver = role.address();
            let assets = U256::from(1_000 * ONE_TOKEN);
            stage
                .client(role)?
                .send(vault, &depositCall { assets, receiver })
                .await?;
        }
        let owner = Role::Other.address();
        let redeem = redeemCall {
            shares: U256::from(1_999),
            receiver: owner,
            owner,
        };
        stage.client(Role::Other)?.send(vault, &redeem).await?;
        oracle::set(&mut stage).await?;
        farm::set(&mut stage).await?;
        Ok(stage)
    }

    async fn fund(&self, role: Role) -> anyhow::Result<()> {
        let client = self.client(role)?;
        let value = U256::from(1_000_000 * ONE_TOKEN);
        client
            .send(
                self.token,
                &Token::mintCall {
                    to: client.sender(),
                    value,
                },
            )
            .await?;
        let approve = approveCall {
            spender: self.vault,
            value: U256::MAX,
        };
        client.send(self.token, &approve).await?;
        Ok(())
    }

    /// Sends for a role.
    pub(super) fn client(&self, role: Role) -> anyhow::Result<Client> {
        Ok(Client::connect(&self.chain.url(), role.signer()?)?)
    }

    /// Creates an EVM contract from its creation code and its ABI-encoded constructor arguments.
    pub(super) async fn create(&self, code: &Bytes, arguments: &[u8]) -> anyhow::Result<Address> {
        let input = Bytes::from([code, arguments].concat());
        let owner = self.client(Role::Owner)?;
        let nonce: alloy_primitives::U64 = owner
            .request("eth_getTransactionCount", (owner.sender(), "latest"))
            .await?;
        let mut request = TransactionRequest::default().input(input.into());
        request.to = Some(alloy_primitives::TxKind::Create);
        owner.send_transaction("a creation", request).await?;
        Ok(owner.sender().create(nonce.to()))
    }

    /// Shares of the holder.
    pub(super) async fn shares(&self) -> anyhow::Result<U256> {
        let account = Role::Holder.address();
        Ok(self
            .client(Role::Holder)?
            .call(self.vault, &balanceOfCall { account })
            .await?)
    }

    /// The call that takes the vault out of the cache.
    pub(super) fn eviction() -> Transaction {
        let codehash = alloy_primitives::keccak256(VAULT.code);
        Transaction::new(Role::Owner, ARB_WASM_CACHE, &evictCodehashCall { codehash })
    }

    /// Runs a case and takes the chain back to where it was.
    pub(super) async fn measure(&self, case: Case) -> anyhow::Result<Gas> {
        let snapshot = self.chain.node().snapshot();
        for preparation in &case.preparations {
            self.send(preparation)
                .await
                .with_context(|| format!("preparing {}", case.key))?;
        }
        let gas = self.figures(&case).await.with_context(|| case.key)?;
        ensure!(
            self.chain.node().revert(snapshot),
            "the chain lost its snapshot"
        );
        Ok(gas)
    }

    async fn figures(&self, case: &Case) -> anyhow::Result<Gas> {
        let client = self.client(Role::Owner)?;
        let program = Program::read(&client, case.measured.to).await?;
        let receipt = self.send(&case.measured).await?;
        let counted = Floor::count(&client, &receipt).await?;
        let floor = counted.total();
        let entry = if program.cached {
            program.entry_gas_cached
        } else {
            program.entry_gas_uncached
        };
        let execution = receipt.execution_gas();
        ensure!(
            entry + floor <= execution,
            "{entry} to enter and {counted:?} cannot be saved, yet only {execution} were used"
        );
        Ok(Gas::new(case, execution, entry, floor))
    }

    pub(super) async fn send(&self, transaction: &Transaction) -> anyhow::Result<Receipt> {
        let Transaction {
            from,
            to,
            input,
            what,
        } = transaction;
        let request = TransactionRequest::default()
            .to(*to)
            .input(input.clone().into());
        Ok(self.client(*from)?.send_transaction(what, request).await?)
    }
}

fn token_constructor() -> Token::constructorCall {
    Token::constructorCall {
        name: "Token".to_owned(),
        symbol: "T".to_owned(),
        decimals: 18,
    }
}

fn vault_constructor(asset: Address) -> Vault::constructorCall {
    Vault::constructorCall {
        asset,
        name: "Vault".to_owned(),
        symbol: "V".to_owned(),
        decimalsOffset: DECIMALS_OFFSET,
        authority: Role::Owner.address(),
    }
}
