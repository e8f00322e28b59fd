//! A vault on a node, and deposits into it.

use std::time::Instant;

use alloy_eips::eip2718::Encodable2718;
use alloy_network::{EthereumWallet, NetworkTransactionBuilder, TransactionBuilder};
use alloy_primitives::{Address, B256, Bytes, U64, U256};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_signer_local::PrivateKeySigner;
use alloy_sol_types::SolCall;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::token::Token;
use ballast_client::Client;

use crate::error::BenchError;

/// Enough for a deposit into any vault here.
const DEPOSIT_GAS: u64 = 200_000;

/// Wei per gas offered: more than either node asks.
const FEE_MAX: u128 = 10_000_000_000;

/// What the depositor has, in the token's smallest units: never used up.
const FUNDS: U256 = U256::from_limbs([0, 0, 1, 0]);

/// What a deposit brings.
const ASSETS: U256 = U256::from_limbs([1_000_000_000_000_000_000, 0, 0, 0]);

/// A vault on a node, with an account that may deposit.
pub(super) struct Target {
    client: Client,
    wallet: EthereumWallet,
    chain_id: u64,
    vault: Address,
}

/// Creates an EVM contract.
pub(super) async fn create(
    client: &Client,
    code: &Bytes,
    arguments: &[u8],
) -> Result<Address, BenchError> {
    let address = client.sender().create(nonce(client).await?);
    let input = Bytes::from([code, arguments].concat());
    let request = TransactionRequest::default().with_deploy_code(input);
    client.send_transaction("constructor", request).await?;
    Ok(address)
}

impl Target {
    /// Gives the client's account tokens, and the vault the allowance for them.
    pub(super) async fn new(
        client: Client,
        signer: &PrivateKeySigner,
        token: Address,
        vault: Address,
    ) -> Result<Self, BenchError> {
        client
            .send(
                token,
                &Token::mintCall {
                    to: client.sender(),
                    value: FUNDS,
                },
            )
            .await?;
        let approve = IERC20::approveCall {
            spender: vault,
            value: U256::MAX,
        };
        client.send(token, &approve).await?;
        let chain_id = client.chain_id().await?;
        Ok(Self {
            client,
            wallet: EthereumWallet::from(signer.clone()),
            chain_id,
            vault,
        })
    }

    /// Makes so many deposits, one after another, and returns how many a second that was.
    pub(super) async fn deposits_per_second(&self, count: usize) -> Result<f64, BenchError> {
        let signed = self.sign(count).await?;
        let begin = Instant::now();
        for transaction in signed {
            self.deposit(transaction).await?;
        }
        Ok(count as f64 / begin.elapsed().as_secs_f64())
    }

    async fn sign(&self, count: usize) -> Result<Vec<Bytes>, BenchError> {
        let first = nonce(&self.client).await?;
        let call = IERC4626::depositCall {
            assets: ASSETS,
            receiver: self.client.sender(),
        };
        let mut signed = Vec::with_capacity(count);
        for nonce in (first..).take(count) {
            let request = TransactionRequest::default()
                .with_from(self.client.sender())
                .with_to(self.vault)
                .with_input(call.abi_encode())
                .with_nonce(nonce)
                .with_chain_id(self.chain_id)
                .with_gas_limit(DEPOSIT_GAS)
                .with_max_fee_per_gas(FEE_MAX)
                .with_max_priority_fee_per_gas(0);
            let envelope = request.build(&self.wallet).await;
            signed.push(
                envelope
                    .map_err(|_| BenchError::Unsigned)?
                    .encoded_2718()
                    .into(),
            );
        }
        Ok(signed)
    }

    /// Sends a transaction and asks for its receipt until there is one.
    async fn deposit(&self, transaction: Bytes) -> Result<(), BenchError> {
        let hash: B256 = self
            .client
            .request("eth_sendRawTransaction", (transaction,))
            .await?;
        loop {
            match self.client.receipt(hash).await? {
                Some(receipt) if receipt.success() => return Ok(()),
                Some(_) => return Err(BenchError::Failed(IERC4626::depositCall::SIGNATURE)),
                None => {}
            }
        }
    }
}

async fn nonce(client: &Client) -> Result<u64, BenchError> {
    let parameters = (client.sender(), "latest");
    Ok(client
        .request::<_, U64>("eth_getTransactionCount", parameters)
        .await?
        .to())
}

#[cfg(test)]
mod tests {
    use alloy_sol_types::SolValue;
    use ballast_devnet::{Config, serve};

    use super::*;
    use crate::chain;
    use crate::peers::{PeerToken, PeerVault, Peers, Pipeline};

    #[tokio::test]
    async fn a_round_is_that_many_deposits() {
        let code = Peers::load().unwrap();
        let node = serve(Config {
            port: 0,
            ..Config::default()
        })
        .await
        .unwrap();
        let signer = chain::signer(0).unwrap();
        let client = Client::connect(&node.url(), signer.clone()).unwrap();
        let token = code.token(PeerToken::OpenZeppelin).unwrap();
        let token = create(&client, token, &[]).await.unwrap();
        let vault = code
            .vault(PeerVault::OpenZeppelin, Pipeline::Legacy)
            .unwrap();
        let vault = create(&client, vault, &token.abi_encode()).await.unwrap();
        let target = Target::new(client.clone(), &signer, token, vault)
            .await
            .unwrap();
        for rounds in 1..3 {
            let blocks = node.node().block_number();
            assert!(0.0 < target.deposits_per_second(7).await.unwrap());
            assert_eq!(node.node().block_number(), blocks + 7);
            let assets = client
                .call(vault, &IERC4626::totalAssetsCall {})
                .await
                .unwrap();
            assert_eq!(assets, ASSETS * U256::from(7 * rounds));
        }
    }
}
