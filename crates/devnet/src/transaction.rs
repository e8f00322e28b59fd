//! Transactions on their way in: decoding, sender, and the form the engine takes.

use alloy_consensus::transaction::Recovered;
use alloy_consensus::{Transaction as _, TxEnvelope, TxType, Typed2718, TypedTransaction};
use alloy_eips::eip2718::{Decodable2718, EIP4844_TX_TYPE_ID, Encodable2718};
use alloy_primitives::{Address, B256, Bytes, Signature, TxKind, U256, uint};
use alloy_rpc_types_eth::TransactionRequest;
use ballast_evm::Transaction;
use revm::context_interface::cfg::gas::calculate_initial_tx_gas;
use revm::primitives::hardfork::SpecId;

use crate::block::GAS_LIMIT;
use crate::error::{Error, SubmissionError};

/// Largest encoded transaction taken, as in go-ethereum's pool.
const SIZE_MAX: usize = 128 * 1024;

/// Half the order of secp256k1: EIP-2 refuses signatures with a larger `s`.
const S_MAX: U256 = uint!(0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0_U256);

/// A transaction whose sender is known.
#[derive(Clone, Debug)]
pub(crate) struct Submitted {
    /// The transaction and its sender.
    pub(crate) transaction: Recovered<TxEnvelope>,
    /// Its EIP-2718 encoding.
    pub(crate) encoded: Bytes,
    /// Whether the signature is made up, and contracts may send too.
    pub(crate) impersonated: bool,
}

impl Submitted {
    /// Decodes a signed transaction for this chain and recovers its sender.
    pub(crate) fn decode(encoded: Bytes, chain_id: u64) -> Result<Self, SubmissionError> {
        if SIZE_MAX < encoded.len() {
            return Err(SubmissionError::Oversized {
                size: encoded.len(),
                limit: SIZE_MAX,
            });
        }
        if encoded.first() == Some(&EIP4844_TX_TYPE_ID) {
            return Err(SubmissionError::Type);
        }
        let transaction = TxEnvelope::decode_2718_exact(&encoded).map_err(|error| {
            match encoded.first() {
                // Below 0x80 the first byte is a type; a list starts at 0xc0.
                Some(0..0x80) if !matches!(encoded[0], 1 | 2 | 4) => SubmissionError::Type,
                _ => SubmissionError::Decode(error.to_string()),
            }
        })?;
        if let Some(have) = transaction.chain_id().filter(|have| *have != chain_id) {
            return Err(SubmissionError::ChainId {
                have,
                want: chain_id,
            });
        }
        if GAS_LIMIT < transaction.gas_limit() {
            return Err(SubmissionError::GasLimit);
        }
        let sender = recover(transaction.signature(), transaction.signature_hash())?;
        let transaction = Recovered::new_unchecked(transaction, sender);
        Ok(Self {
            transaction,
            encoded,
            impersonated: false,
        })
    }

    /// A transaction signed by the node, or made up for an impersonated sender.
    pub(crate) fn new(transaction: Recovered<TxEnvelope>, impersonated: bool) -> Self {
        let encoded = transaction.inner().encoded_2718().into();
        Self {
            transaction,
            encoded,
            impersonated,
        }
    }

    /// Its hash.
    pub(crate) fn hash(&self) -> B256 {
        *self.transaction.inner().tx_hash()
    }

    /// Who sends it.
    pub(crate) fn sender(&self) -> Address {
        self.transaction.signer()
    }

    /// Gas it needs before execution starts.
    pub(crate) fn intrinsic_gas(&self) -> u64 {
        let tx = self.transaction.inner();
        let (accounts, slots) = tx.access_list().map_or((0, 0), |list| {
            (
                list.len() as u64,
                list.iter().map(|item| item.storage_keys.len() as u64).sum(),
            )
        });
        let authorizations = tx.authorization_list().map_or(0, |list| list.len() as u64);
        calculate_initial_tx_gas(
            SpecId::PRAGUE,
            tx.input(),
            tx.is_create(),
            accounts,
            slots,
            authorizations,
            None,
        )
        .initial_total_gas()
    }

    /// The form the engine takes.
    pub(crate) fn to_engine(&self) -> Transaction {
        let tx = self.transaction.inner();
        Transaction {
            tx_type: tx.ty(),
            caller: self.sender(),
            kind: tx.kind(),
            value: tx.value(),
            input: tx.input().clone(),
            gas_limit: tx.gas_limit(),
            max_fee: tx.max_fee_per_gas(),
            max_priority_fee: tx.max_priority_fee_per_gas(),
            nonce: tx.nonce(),
            access_list: tx.access_list().cloned().unwrap_or_default(),
            authorizations: tx
                .authorization_list()
                .map(<[_]>::to_vec)
                .unwrap_or_default(),
            encoded: self.encoded.clone(),
        }
    }
}

/// The address whose key made `signature` over `hash`.
fn recover(signature: &Signature, hash: B256) -> Result<Address, SubmissionError> {
    if S_MAX < signature.s() {
        return Err(SubmissionError::Signature);
    }
    let mut bytes = [0u8; 64];
    bytes[..32].copy_from_slice(&signature.r().to_be_bytes::<32>());
    bytes[32..].copy_from_slice(&signature.s().to_be_bytes::<32>());
    // The engine's own ECRECOVER, so that there is one implementation in the process.
    let word = revm::precompile::crypto()
        .secp256k1_ecrecover(&bytes, u8::from(signature.v()), &hash.0)
        .map_err(|_| SubmissionError::Signature)?;
    Ok(Address::from_word(word.into()))
}

/// A signature nobody made, different for every sender, so that the same transaction sent by two
/// impersonated accounts has two hashes.
pub(crate) fn made_up_signature(sender: Address) -> Signature {
    Signature::new(
        U256::from_be_slice(sender.as_slice()).saturating_add(U256::ONE),
        U256::ONE,
        false,
    )
}

/// Builds the transaction a complete request describes, without its signature.
pub(crate) fn build(request: TransactionRequest) -> Result<TypedTransaction, Error> {
    request
        .build_consensus_tx()
        .map_err(|error| Error::InvalidParams(error.error))
}

/// Checks what cannot be in any request on this chain.
pub(crate) fn check_request(request: &TransactionRequest, chain_id: u64) -> Result<(), Error> {
    if request.has_eip4844_fields() || request.transaction_type == Some(EIP4844_TX_TYPE_ID) {
        return Err(SubmissionError::Type.into());
    }
    if let Some(have) = request.chain_id.filter(|have| *have != chain_id) {
        let message = format!("chainId does not match node's (have={have}, want={chain_id})");
        return Err(Error::InvalidParams(message));
    }
    if request.gas_price.is_some()
        && (request.max_fee_per_gas.is_some() || request.max_priority_fee_per_gas.is_some())
    {
        let message = "both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified";
        return Err(Error::InvalidParams(message.into()));
    }
    if request.input.unique_input().is_err() {
        let message = "both \"data\" and \"input\" are set and not equal";
        return Err(Error::InvalidParams(message.into()));
    }
    Ok(())
}

/// A call that nobody signed, in the form the engine takes.
pub(crate) fn call_to_engine(request: &TransactionRequest, gas_max: u64) -> Transaction {
    let max_fee = request
        .max_fee_per_gas
        .or(request.gas_price)
        .unwrap_or_default();
    let tx_type = request.minimal_tx_type();
    let tipped = matches!(tx_type, TxType::Eip1559 | TxType::Eip7702);
    Transaction {
        tx_type: tx_type as u8,
        caller: request.from.unwrap_or_default(),
        kind: request.to.unwrap_or(TxKind::Create),
        value: request.value.unwrap_or_default(),
        input: request.input.input().cloned().unwrap_or_default(),
        gas_limit: request.gas.unwrap_or(gas_max).min(gas_max),
        max_fee,
        max_priority_fee: tipped.then(|| request.max_priority_fee_per_gas.unwrap_or_default()),
        nonce: request.nonce.unwrap_or_default(),
        access_list: request.access_list.clone().unwrap_or_default(),
        authorizations: request.authorization_list.clone().unwrap_or_default(),
        encoded: Bytes::new(),
    }
}
