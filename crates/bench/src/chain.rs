//! The embedded chain, called in the same process.

use std::net::Ipv4Addr;

use alloy_primitives::{Address, Bytes, TxKind};
use alloy_rpc_types_eth::{BlockId, TransactionRequest};
use alloy_signer_local::PrivateKeySigner;
use alloy_sol_types::SolCall;
use ballast_client::Client;
use ballast_client::deploy::{self, Manifest, Plan};
use ballast_devnet::{CallOptions, Config, DEV_ACCOUNTS, Error, Node, ReceiptView, listen};

use crate::error::BenchError;

/// When the chain starts: any fixed second, so that no run differs from another.
const GENESIS_TIMESTAMP: u64 = 1_800_000_000;

/// Enough for any deployment or call here.
const GAS_LIMIT: u64 = 20_000_000;

/// Gas of any transaction before its data.
const TRANSACTION_GAS: u64 = 21_000;

/// An embedded chain that makes a block for every transaction, each at a time fixed beforehand.
#[derive(Clone, Debug)]
pub struct Chain {
    node: Node,
}

impl Chain {
    /// Starts a chain whose blocks are so many seconds apart.
    ///
    /// # Errors
    /// When the chain cannot start.
    pub fn new(seconds_between_blocks: u64) -> Result<Self, BenchError> {
        let config = Config {
            genesis_timestamp: Some(GENESIS_TIMESTAMP),
            ..Config::default()
        };
        let node = Node::new(config)?;
        node.set_timestamp_interval(Some(seconds_between_blocks));
        Ok(Self { node })
    }

    /// A chain that runs already, with its own clock.
    pub const fn over(node: Node) -> Self {
        Self { node }
    }

    /// The chain itself.
    pub const fn node(&self) -> &Node {
        &self.node
    }

    /// One of the ten accounts that have ether.
    ///
    /// # Panics
    /// If `index` is above nine.
    pub const fn account(index: usize) -> Address {
        DEV_ACCOUNTS[index].address
    }

    /// Creates an EVM contract from its creation code and its ABI-encoded constructor arguments.
    ///
    /// # Errors
    /// [`BenchError::Reverted`] if the constructor reverts; nothing is sent then.
    pub fn create(&self, code: &Bytes, arguments: &[u8]) -> Result<Address, BenchError> {
        let input = Bytes::from([code, arguments].concat());
        let request = request(Self::account(0), TxKind::Create, input);
        let (receipt, _) = self.transact(request, "constructor")?;
        receipt
            .receipt
            .contract_address
            .ok_or(BenchError::NoContract)
    }

    /// Deploys this project's contracts by the one path there is, over HTTP as on any other chain.
    ///
    /// # Errors
    /// When a step of the plan fails.
    pub fn deploy(&self, plan: &Plan) -> Result<Manifest, BenchError> {
        self.over_http(async |client| Ok(deploy::run(client, plan, |_, _| {}).await?))
    }

    /// Works with the chain as with any other, over HTTP; the client signs for the first account.
    ///
    /// # Errors
    /// When the chain cannot listen, and whatever `work` gives back.
    pub fn over_http<T>(
        &self,
        work: impl AsyncFnOnce(&Client) -> Result<T, BenchError>,
    ) -> Result<T, BenchError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.map_err(BenchError::Runtime)?.block_on(async {
            let listener = listen(self.node.clone(), (Ipv4Addr::LOCALHOST, 0).into()).await?;
            let client = Client::connect(&listener.url(), signer(0)?)?;
            work(&client).await
        })
    }

    /// Sends a call in a transaction of its own.
    ///
    /// # Errors
    /// [`BenchError::Reverted`] if the call reverts, and nothing is sent then;
    /// [`BenchError::Answer`] if what it returns is not what its ABI says.
    pub fn send<C: SolCall>(
        &self,
        from: Address,
        to: Address,
        call: &C,
    ) -> Result<Sent<C::Return>, BenchError> {
        let request = request(from, to.into(), call.abi_encode().into());
        let (receipt, answer) = self.transact(request, C::SIGNATURE)?;
        Ok(Sent {
            receipt,
            returned: decode::<C>(&answer)?,
        })
    }

    /// Sends calldata in a transaction of its own.
    ///
    /// # Errors
    /// [`BenchError::Reverted`] if the call reverts; nothing is sent then.
    pub fn send_raw(
        &self,
        from: Address,
        to: Address,
        input: Bytes,
    ) -> Result<ReceiptView, BenchError> {
        Ok(self
            .transact(request(from, to.into(), input), "calldata")?
            .0)
    }

    /// Asks without changing anything.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub fn call<C: SolCall>(
        &self,
        from: Address,
        to: Address,
        call: &C,
    ) -> Result<C::Return, BenchError> {
        let request = request(from, to.into(), call.abi_encode().into());
        decode::<C>(&self.ask(&request, C::SIGNATURE)?)
    }

    /// Runs a call as the next block would.
    fn ask(&self, request: &TransactionRequest, what: &'static str) -> Result<Bytes, BenchError> {
        let options = CallOptions {
            at: BlockId::pending(),
            ..CallOptions::default()
        };
        self.node
            .call_with(request, &options)
            .map_err(|error| match error {
                Error::Reverted { output, .. } => BenchError::Reverted { what, data: output },
                error => error.into(),
            })
    }

    fn transact(
        &self,
        request: TransactionRequest,
        what: &'static str,
    ) -> Result<(ReceiptView, Bytes), BenchError> {
        let answer = self.ask(&request, what)?;
        let receipt = self.node.transact(request)?;
        if receipt.success() {
            Ok((receipt, answer))
        } else {
            Err(BenchError::Failed(what))
        }
    }
}

/// What became of a transaction that succeeded.
#[derive(Clone, Debug)]
pub struct Sent<R> {
    /// Its receipt.
    pub receipt: ReceiptView,
    /// What the call returned.
    pub returned: R,
}

/// The key of one of the accounts that have ether.
pub(crate) fn signer(index: usize) -> Result<PrivateKeySigner, BenchError> {
    PrivateKeySigner::from_bytes(&DEV_ACCOUNTS[index].key).map_err(|_| BenchError::Unsigned)
}

fn request(from: Address, to: TxKind, input: Bytes) -> TransactionRequest {
    TransactionRequest {
        from: Some(from),
        to: Some(to),
        gas: Some(GAS_LIMIT),
        input: input.into(),
        ..TransactionRequest::default()
    }
}

fn decode<C: SolCall>(answer: &[u8]) -> Result<C::Return, BenchError> {
    C::abi_decode_returns(answer).map_err(|_| BenchError::Answer(C::SIGNATURE))
}

/// What the contracts used: gas charged less the 21,000, the L1 data and the calldata of a
/// transaction.
pub fn execution_gas(receipt: &ReceiptView, input: &[u8]) -> u64 {
    let calldata_gas: u64 = input
        .iter()
        .map(|byte| if *byte == 0 { 4 } else { 16 })
        .sum();
    let apart = TRANSACTION_GAS + receipt.gas_used_for_l1.to::<u64>() + calldata_gas;
    receipt.gas_used().saturating_sub(apart)
}
