//! Two contracts that should do the same, one of them by others.

use alloy_primitives::{Address, Bytes, LogData, U256};
use alloy_rpc_types_eth::{BlockId, TransactionRequest};
use alloy_sol_types::SolCall;
use ballast_devnet::{CallOptions, Error};

use crate::contract::Contract;

/// Gas of every call: nothing here is about gas.
const GAS_LIMIT: u64 = 20_000_000;

/// What a call gave: what it returned, or its revert data, and its logs.
pub type Outcome = (Result<Bytes, Bytes>, Vec<LogData>);

/// A contract of this project's and one of somebody else's, each on a chain of its own; what is
/// done to one is done to the other at the same second.
#[derive(Clone, Debug)]
pub struct Twins {
    /// This project's.
    pub ours: Contract,
    /// The other.
    pub theirs: Contract,
}

impl Twins {
    /// Both, with their chains at the same second from now on.
    pub fn new(ours: Contract, theirs: Contract) -> Self {
        let twins = Self { ours, theirs };
        let now = twins.both().map(now).into_iter().max();
        twins.mine_at(now.unwrap_or_default() + 1);
        twins
    }

    /// The second of the latest block.
    pub fn now(&self) -> u64 {
        now(&self.ours)
    }

    /// Lets time pass.
    pub fn pass(&self, seconds: u64) {
        self.mine_at(self.now() + seconds);
    }

    /// Sends a call, made for each, that brings so much ether; what both gave.
    ///
    /// # Panics
    /// If the two gave different things.
    pub fn send_with<C: SolCall>(
        &self,
        from: Address,
        value: U256,
        make: impl Fn(&Contract) -> C,
    ) -> Outcome {
        let [ours, theirs] = self.both().map(|twin| {
            let request = request(twin, from, &make(twin)).value(value);
            let answer = ask(twin, &request);
            if answer.is_err() {
                return (answer, Vec::new());
            }
            let sent = twin.chain().node().transact(request);
            let receipt = sent.unwrap_or_else(|error| panic!("{error}"));
            assert!(receipt.success(), "{} fails when sent", C::SIGNATURE);
            let logs = receipt.logs().iter().map(|log| log.data().clone());
            (answer, logs.collect())
        });
        assert_eq!(ours, theirs, "{}", C::SIGNATURE);
        ours
    }

    /// As [`send_with`](Self::send_with), without ether, and the same call for both.
    pub fn send<C: SolCall + Clone>(&self, from: Address, call: &C) -> Outcome {
        self.send_with(from, U256::ZERO, |_| call.clone())
    }

    /// Asks both a view.
    ///
    /// # Panics
    /// If they answer different things.
    pub fn ask<C: SolCall + Clone>(&self, call: &C) -> Result<Bytes, Bytes> {
        let [ours, theirs] = self.both().map(|twin| {
            let request = request(twin, Address::ZERO, call);
            ask(twin, &request)
        });
        assert_eq!(ours, theirs, "{}", C::SIGNATURE);
        ours
    }

    /// Takes both back to where they are now, once something is done.
    pub fn undone<T>(&self, work: impl FnOnce() -> T) -> T {
        let snapshots = self.both().map(|twin| twin.chain().node().snapshot());
        let done = work();
        for (twin, snapshot) in self.both().into_iter().zip(snapshots) {
            twin.chain().node().revert(snapshot);
        }
        done
    }

    /// Ours, and theirs.
    pub const fn both(&self) -> [&Contract; 2] {
        [&self.ours, &self.theirs]
    }

    fn mine_at(&self, time: u64) {
        for twin in self.both() {
            let mined = twin.chain().node().mine_at(time);
            mined.unwrap_or_else(|error| panic!("{error}"));
        }
    }
}

fn now(contract: &Contract) -> u64 {
    contract.chain().node().latest().header.timestamp
}

fn request(contract: &Contract, from: Address, call: &impl SolCall) -> TransactionRequest {
    let request = TransactionRequest::default().from(from);
    let input = Bytes::from(call.abi_encode());
    let request = request.to(contract.address).input(input.into());
    request.gas_limit(GAS_LIMIT)
}

/// Runs a call as the next block would.
fn ask(contract: &Contract, request: &TransactionRequest) -> Result<Bytes, Bytes> {
    let options = CallOptions {
        at: BlockId::pending(),
        ..CallOptions::default()
    };
    match contract.chain().node().call_with(request, &options) {
        Ok(answer) => Ok(answer),
        Err(Error::Reverted { output, .. }) => Err(output),
        Err(error) => panic!("{error}"),
    }
}
