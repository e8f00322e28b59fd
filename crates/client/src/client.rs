//! A node and the account that sends.

use std::time::{Duration, Instant};

use alloy_network::EthereumWallet;
use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_provider::{DynProvider, Provider, ProviderBuilder};
use alloy_rpc_types_eth::state::StateOverride;
use alloy_rpc_types_eth::{BlockId, Filter, Log, TransactionRequest};
use alloy_signer_local::PrivateKeySigner;
use alloy_sol_types::SolCall;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::ClientError;
use crate::receipt::{Receipt, calldata_gas};

/// How long a transaction may take into a block. Arbitrum needs a quarter of a second.
const INCLUSION_SECONDS_MAX: u64 = 120;

/// The first pause between looks for a receipt; each is twice the one before, up to a second.
const PAUSE_FIRST: Duration = Duration::from_millis(5);

/// The longest pause between looks for a receipt.
const PAUSE_MAX: Duration = Duration::from_secs(1);

/// A node and the account that sends. Clones share the connection.
#[derive(Clone)]
pub struct Client {
    provider: DynProvider,
    sender: Address,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("sender", &self.sender)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// A client over HTTP that signs for `signer`. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ClientError::Url`] if `url` is none.
    pub fn connect(url: &str, signer: PrivateKeySigner) -> Result<Self, ClientError> {
        let sender = signer.address();
        let parsed = url.parse().map_err(|error| ClientError::Url {
            url: url.to_owned(),
            reason: format!("{error}"),
        })?;
        // The nonce is asked of the node each time: a count kept here would go wrong with every
        // transaction that another client sends, and with every snapshot a chain goes back to.
        let provider = ProviderBuilder::new()
            .disable_recommended_fillers()
            .with_gas_estimation()
            .with_simple_nonce_management()
            .fetch_chain_id()
            .wallet(EthereumWallet::from(signer))
            .connect_http(parsed);
        Ok(Self::new(provider, sender))
    }

    /// A client over any provider, which must sign for `sender`.
    pub fn new(provider: impl Provider + 'static, sender: Address) -> Self {
        Self {
            provider: provider.erased(),
            sender,
        }
    }

    /// Who sends.
    #[must_use]
    pub const fn sender(&self) -> Address {
        self.sender
    }

    /// The provider beneath, for what is not spelt here.
    #[must_use]
    pub const fn provider(&self) -> &DynProvider {
        &self.provider
    }

    /// Asks the node itself, by the name of a JSON-RPC method.
    ///
    /// # Errors
    /// When the node does not answer or refuses.
    pub async fn request<P, R>(&self, method: &'static str, params: P) -> Result<R, ClientError>
    where
        P: Serialize + Clone + std::fmt::Debug + Send + Sync + Unpin + 'static,
        R: DeserializeOwned + std::fmt::Debug + Send + Sync + Unpin + 'static,
    {
        let answer = self.provider.raw_request(method.into(), params).await;
        answer.map_err(|error| ClientError::new(method, error))
    }

    /// The chain's id.
    ///
    /// # Errors
    /// When the node does not answer.
    pub async fn chain_id(&self) -> Result<u64, ClientError> {
        let id = self.provider.get_chain_id().await;
        id.map_err(|error| ClientError::new("eth_chainId", error))
    }

    /// The code at an address, empty for none.
    ///
    /// # Errors
    /// When the node does not answer.
    pub async fn code(&self, address: Address) -> Result<Bytes, ClientError> {
        let code = self.provider.get_code_at(address).await;
        code.map_err(|error| ClientError::new("eth_getCode", error))
    }

    /// The logs that a filter lets through, in order, from the first block to the newest unless the
    /// filter says otherwise.
    ///
    /// # Errors
    /// When the node does not answer, or refuses so long a range.
    pub async fn logs(&self, filter: &Filter) -> Result<Vec<Log>, ClientError> {
        let mut filter = filter.clone();
        if filter.get_from_block().is_none() && filter.get_to_block().is_none() {
            filter = filter.from_block(0);
        }
        let logs = self.provider.get_logs(&filter).await;
        logs.map_err(|error| ClientError::new("eth_getLogs", error))
    }

    /// Time of the newest block, in seconds since 1970.
    ///
    /// # Errors
    /// When the node does not answer or has no block.
    pub async fn timestamp(&self) -> Result<u64, ClientError> {
        let newest = self.provider.get_block(BlockId::latest()).await;
        let newest = newest.map_err(|error| ClientError::new("eth_getBlockByNumber", error))?;
        newest
            .map(|block| block.header.timestamp)
            .ok_or(ClientError::NoBlock)
    }

    /// Wei owned by an address.
    ///
    /// # Errors
    /// When the node does not answer.
    pub async fn balance(&self, address: Address) -> Result<U256, ClientError> {
        let balance = self.provider.get_balance(address).await;
        balance.map_err(|error| ClientError::new("eth_getBalance", error))
    }

    /// A storage slot as it was after a block.
    ///
    /// # Errors
    /// When the node does not answer, or no longer knows that block.
    pub async fn storage_at(
        &self,
        address: Address,
        slot: U256,
        block: u64,
    ) -> Result<U256, ClientError> {
        let value = self
            .provider
            .get_storage_at(address, slot)
            .block_id(BlockId::number(block));
        value
            .await
            .map_err(|error| ClientError::new("eth_getStorageAt", error))
    }

    /// Calls a method without sending anything.
    ///
    /// # Errors
    /// [`ClientError::Reverted`] if the contract refuses, [`ClientError::Answer`] if there is no
    /// such contract, [`ClientError::Node`] if the node does not answer.
    pub async fn call<C: SolCall>(&self, to: Address, call: &C) -> Result<C::Return, ClientError> {
        let request = self.transaction(to, U256::ZERO, call);
        self.decode::<C>(request, StateOverride::default()).await
    }

    /// Calls a method with value, on accounts pretended to be otherwise.
    ///
    /// # Errors
    /// As [`Self::call`].
    pub async fn call_overridden<C: SolCall>(
        &self,
        to: Address,
        value: U256,
        call: &C,
        accounts: StateOverride,
    ) -> Result<C::Return, ClientError> {
        self.decode::<C>(self.transaction(to, value, call), accounts)
            .await
    }

    async fn decode<C: SolCall>(
        &self,
        request: TransactionRequest,
        accounts: StateOverride,
    ) -> Result<C::Return, ClientError> {
        // Most nodes refuse an empty set of overrides no less than a wrong one.
        let overrides = (!accounts.is_empty()).then_some(accounts);
        let data = self.provider.call(request).overrides_opt(overrides).await;
        let data = data.map_err(|error| ClientError::new(C::SIGNATURE, error))?;
        C::abi_decode_returns(&data).map_err(|_| ClientError::Answer {
            what: C::SIGNATURE.to_owned(),
            data,
        })
    }

    /// Sends a call and waits until it is in a block.
    ///
    /// # Errors
    /// [`ClientError::Reverted`] if it would fail, in which case nothing is sent;
    /// [`ClientError::Failed`] if it fails all the same; [`ClientError::Timeout`] if no block
    /// takes it; [`ClientError::Node`] if the node does not.
    pub async fn send<C: SolCall>(&self, to: Address, call: &C) -> Result<Receipt, ClientError> {
        self.send_value(to, U256::ZERO, call).await
    }

    /// Sends a call with value.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub async fn send_value<C: SolCall>(
        &self,
        to: Address,
        value: U256,
        call: &C,
    ) -> Result<Receipt, ClientError> {
        self.send_transaction(C::SIGNATURE, self.transaction(to, value, call))
            .await
    }

    /// Sends a transaction that is known as `what` in errors.
    ///
    /// The tip is zero, as Arbitrum takes none, and the fee cap twice the price.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub async fn send_transaction(
        &self,
        what: &str,
        mut request: TransactionRequest,
    ) -> Result<Receipt, ClientError> {
        let input = request.input.input().cloned().unwrap_or_default();
        let price = self.provider.get_gas_price().await;
        let price = price.map_err(|error| ClientError::new("eth_gasPrice", error))?;
        request.from = Some(self.sender);
        request.max_priority_fee_per_gas = Some(0);
        request.max_fee_per_gas = Some(price.saturating_mul(2));
        let pending = self.provider.send_transaction(request).await;
        let hash = *pending
            .map_err(|error| ClientError::new(what, error))?
            .tx_hash();
        let mut receipt = self.await_receipt(hash).await?;
        receipt.calldata_gas = calldata_gas(&input);
        if !receipt.success() {
            return Err(ClientError::Failed {
                what: what.to_owned(),
                hash,
            });
        }
        Ok(receipt)
    }

    /// The receipt of a transaction, `None` as long as it is in no block.
    ///
    /// # Errors
    /// When the node does not answer.
    pub async fn receipt(&self, hash: B256) -> Result<Option<Receipt>, ClientError> {
        self.request("eth_getTransactionReceipt", (hash,)).await
    }

    async fn await_receipt(&self, hash: B256) -> Result<Receipt, ClientError> {
        let start = Instant::now();
        let mut pause = PAUSE_FIRST;
        loop {
            if let Some(receipt) = self.receipt(hash).await? {
                return Ok(receipt);
            }
            if INCLUSION_SECONDS_MAX <= start.elapsed().as_secs() {
                return Err(ClientError::Timeout {
                    hash,
                    seconds: INCLUSION_SECONDS_MAX,
                });
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(PAUSE_MAX);
        }
    }

    fn transaction<C: SolCall>(&self, to: Address, value: U256, call: &C) -> TransactionRequest {
        TransactionRequest::default()
            .from(self.sender)
            .to(to)
            .value(value)
            .input(call.abi_encode().into())
    }
}
