//! Taking transactions in, signed by the caller or by the node.

use std::sync::{Arc, MutexGuard};

use alloy_consensus::transaction::Recovered;
use alloy_consensus::{SignableTransaction, TxEnvelope, TypedTransaction};
use alloy_dyn_abi::TypedData;
use alloy_primitives::{Address, B256, Bytes, Signature};
use alloy_rpc_types_eth::{BlockId, TransactionRequest};
use alloy_signer::SignerSync;
use alloy_signer_local::PrivateKeySigner;

use super::{Event, Node, Result};
use crate::accounts::{DEV_ACCOUNTS, signer};
use crate::error::{Error, SubmissionError};
use crate::node::CallOptions;
use crate::producer::Producer;
use crate::transaction::{Submitted, build, check_request, made_up_signature};
use crate::views::ReceiptView;

impl Node {
    /// Takes a signed transaction (EIP-2718 bytes) and returns its hash. With automine it is in a
    /// block afterwards, unless lower nonces are missing.
    ///
    /// # Errors
    /// What real nodes refuse a transaction for.
    pub fn send_raw(&self, encoded: impl Into<Bytes>) -> Result<B256> {
        let submitted = Submitted::decode(encoded.into(), self.config().chain_id)?;
        self.submit(&mut self.producer(), submitted)
    }

    /// Completes a request, signs it with a development key (or for an impersonated sender with
    /// none) and takes it like [`Self::send_raw`].
    ///
    /// # Errors
    /// When the node holds no key for the sender; when the gas estimate fails; and what
    /// [`Self::send_raw`] refuses.
    pub fn send(&self, request: TransactionRequest) -> Result<B256> {
        let (mut producer, submitted) = self.prepare(request)?;
        self.submit(&mut producer, submitted)
    }

    /// Sends like [`Self::send`] and returns the receipt.
    ///
    /// # Errors
    /// As [`Self::send`]; and when the transaction waits in the pool because automine is off.
    pub fn transact(&self, request: TransactionRequest) -> Result<ReceiptView> {
        let hash = self.send(request)?;
        let waits = || Error::NotFound(format!("transaction {hash} waits for a block"));
        self.receipt(&hash)?.ok_or_else(waits)
    }

    /// Completes and signs a request without sending it.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub fn sign_transaction(&self, request: TransactionRequest) -> Result<Bytes> {
        Ok(self.prepare(request)?.1.encoded)
    }

    fn prepare(
        &self,
        mut request: TransactionRequest,
    ) -> Result<(MutexGuard<'_, Producer>, Submitted)> {
        check_request(&request, self.config().chain_id)?;
        let sender = request.from.unwrap_or_default();
        if !self.producer().is_unlocked(&sender) {
            return Err(SubmissionError::UnknownAccount(sender).into());
        }
        if request.gas.is_none() {
            let options = CallOptions {
                at: BlockId::pending(),
                ..Default::default()
            };
            request.gas = Some(self.estimate_gas(&request, &options)?);
        }
        let producer = self.producer();
        request.chain_id = Some(self.config().chain_id);
        request.to.get_or_insert_default();
        request
            .nonce
            .get_or_insert_with(|| producer.pool.next_nonce(self.read().world(), &sender));
        if request.gas_price.is_none() {
            let tip = *request.max_priority_fee_per_gas.get_or_insert(0);
            request
                .max_fee_per_gas
                .get_or_insert(u128::from(producer.base_fee).saturating_add(tip));
        }
        let transaction = build(request)?;
        let impersonated = producer.is_impersonated(&sender);
        let signature = match signer(&sender) {
            Some(signer) => sign(&signer, &transaction.signature_hash())?,
            None => made_up_signature(sender),
        };
        let envelope = TxEnvelope::from(TypedTransaction::into_signed(transaction, signature));
        let recovered = Recovered::new_unchecked(envelope, sender);
        Ok((producer, Submitted::new(recovered, impersonated)))
    }

    fn submit(
        &self,
        producer: &mut MutexGuard<'_, Producer>,
        submitted: Submitted,
    ) -> Result<B256> {
        let hash = submitted.hash();
        let submitted = Arc::new(submitted);
        // The usual case: nothing waits, and this is the sender's next. The engine checks the rest.
        if producer.automine && producer.pool.is_empty() && self.is_next(&submitted) {
            self.mine_single(producer, submitted)?;
            self.announce_transaction(hash);
            return Ok(hash);
        }
        let base_fee = producer.base_fee;
        producer
            .pool
            .add(submitted.clone(), self.read().world(), base_fee)?;
        self.announce_transaction(hash);
        if producer.automine {
            self.mine_each(producer, &submitted)?;
        }
        Ok(hash)
    }

    fn announce_transaction(&self, hash: B256) {
        self.filters().note_transaction(hash);
        self.announce(Event::Transaction(hash));
    }

    /// Addresses the node sends for: the development accounts, then impersonated ones.
    pub fn accounts(&self) -> Vec<Address> {
        let mut accounts: Vec<_> = DEV_ACCOUNTS.iter().map(|account| account.address).collect();
        let mut impersonated: Vec<_> = self.producer().impersonated.iter().copied().collect();
        impersonated.retain(|address| !accounts.contains(address));
        impersonated.sort_unstable();
        accounts.extend(impersonated);
        accounts
    }

    /// Signs a message with the prefix of EIP-191.
    ///
    /// # Errors
    /// When the node holds no key for the address.
    pub fn sign_message(&self, address: Address, message: &[u8]) -> Result<Signature> {
        dev_signer(address)?
            .sign_message_sync(message)
            .map_err(signing_failed)
    }

    /// Signs structured data (EIP-712).
    ///
    /// # Errors
    /// When the node holds no key for the address or the data contradicts its own types.
    pub fn sign_typed_data(&self, address: Address, data: &TypedData) -> Result<Signature> {
        let hash = data.eip712_signing_hash();
        let hash = hash.map_err(|error| Error::InvalidParams(error.to_string()))?;
        sign(&dev_signer(address)?, &hash)
    }
}

fn dev_signer(address: Address) -> Result<PrivateKeySigner> {
    signer(&address).ok_or_else(|| SubmissionError::UnknownAccount(address).into())
}

fn sign(signer: &PrivateKeySigner, hash: &B256) -> Result<Signature> {
    signer.sign_hash_sync(hash).map_err(signing_failed)
}

fn signing_failed(error: alloy_signer::Error) -> Error {
    Error::Internal(error.to_string())
}
