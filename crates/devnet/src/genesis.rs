//! The state every chain starts with: ArbOS, funded accounts, and the contracts tools expect.

use std::sync::Arc;

use alloy_consensus::{Transaction as _, TxEnvelope};
use alloy_eips::eip2718::Decodable2718;
use alloy_primitives::{Address, Bytes, TxKind, U256, address, hex};
use alloy_sol_types::{SolCall, sol};
use ballast_evm::{BlockContext, Execution, Executor, Options, RecentPrograms, Transaction};
use revm::state::AccountInfo;

use crate::accounts::DEV_ACCOUNTS;
use crate::block::{Block, GAS_LIMIT, SEQUENCER};
use crate::clock::Clock;
use crate::config::Config;
use crate::error::StartError;
use crate::state::{AccountChange, World, bytecode};

/// The deterministic deployment proxy.
pub const CREATE2_FACTORY: Address = address!("4e59b44847b379578588920cA78FbF26c0B4956C");

/// Deploys, activates and constructs a program in one transaction.
pub const STYLUS_DEPLOYER: Address = address!("cEcba2F1DC234f70Dd89F2041029807F8D03A990");

/// Takes bids to cache programs; registered as a cache manager.
pub const CACHE_MANAGER: Address = address!("2F8Bd4EaB69764c105aDd7dE7CB0402557a44E6f");

/// Many calls in one.
pub const MULTICALL3: Address = address!("cA11bde05977b3631167028862bE2a173976CA11");

/// Who deployed the factory, and here also what the factory deploys.
const FACTORY_DEPLOYER: Address = address!("3fab184622dc19b6109349b94811493bf2a45362");

/// Who deployed Multicall3, on every chain.
const MULTICALL3_DEPLOYER: Address = address!("05f32B3cC3888453ff71B01135B34FF8e41263F2");

const ARB_OWNER: Address = address!("0000000000000000000000000000000000000070");

sol! {
    function addWasmCacheManager(address manager) external;
}

/// Genesis block and state.
///
/// The contracts come to their addresses by the transactions that put them there on other chains,
/// so that code, nonces and storage are what those chains have.
///
/// # Errors
/// When a set-up transaction fails.
pub(crate) fn build(executor: &Executor, config: &Config) -> Result<(Block, World), StartError> {
    let clock = Clock::new(config.genesis_timestamp, config.l1_number);
    let context = BlockContext {
        number: 0,
        l1_number: config.l1_number,
        timestamp: clock.now(),
        base_fee: config.base_fee,
        beneficiary: SEQUENCER,
        gas_limit: GAS_LIMIT,
        hashes: Arc::default(),
    };
    let mut setup = SetUp {
        executor,
        context,
        world: World::default(),
    };
    setup.accounts(config);
    setup.contracts()?;
    let arbos = executor.arbos_version(setup.world.database());
    let arbos = arbos.map_err(|error| StartError::Genesis(error.to_string()))?;
    Ok((
        Block::seal(None, &setup.context, arbos, vec![]),
        setup.world,
    ))
}

struct SetUp<'a> {
    executor: &'a Executor,
    context: BlockContext,
    world: World,
}

impl SetUp<'_> {
    fn accounts(&mut self, config: &Config) {
        for (address, (info, storage)) in self.executor.genesis().accounts {
            let slots = storage.into_iter().collect();
            self.write(address, info, slots);
        }
        for account in DEV_ACCOUNTS {
            self.write(
                account.address,
                AccountInfo::from_balance(config.balance),
                vec![],
            );
        }
    }

    fn contracts(&mut self) -> Result<(), StartError> {
        let factory = code(include_str!("../fixtures/create2_factory_transaction.hex"))?;
        let factory = TxEnvelope::decode_2718_exact(&factory)
            .map_err(|error| StartError::Genesis(error.to_string()))?;
        self.run(FACTORY_DEPLOYER, TxKind::Create, factory.input().clone())?;

        // Calldata of the factory: 32 bytes of salt, then creation code.
        let mut deployer = vec![0u8; 32];
        deployer.extend(code(include_str!("../fixtures/stylus_deployer.hex"))?);
        let before = self.world.info(&FACTORY_DEPLOYER);
        self.run(
            FACTORY_DEPLOYER,
            TxKind::Call(CREATE2_FACTORY),
            deployer.into(),
        )?;
        self.write(FACTORY_DEPLOYER, before, vec![]);

        let multicall = code(include_str!("../fixtures/multicall3.hex"))?;
        self.run(MULTICALL3_DEPLOYER, TxKind::Create, multicall)?;

        let (manager, hash) = bytecode(code(include_str!("../fixtures/cache_manager.hex"))?);
        let info = AccountInfo::new(U256::ZERO, 1, hash, manager);
        self.write(CACHE_MANAGER, info, vec![]);
        let owner = self.executor.config().owner;
        let before = self.world.info(&owner);
        let register = addWasmCacheManagerCall {
            manager: CACHE_MANAGER,
        }
        .abi_encode();
        self.run(owner, TxKind::Call(ARB_OWNER), register.into())?;
        self.write(owner, before, vec![]);
        self.check()
    }

    fn check(&self) -> Result<(), StartError> {
        for address in [CREATE2_FACTORY, STYLUS_DEPLOYER, CACHE_MANAGER, MULTICALL3] {
            if self.world.code(&address).is_empty() {
                return Err(StartError::Genesis(format!("no code came to {address}")));
            }
        }
        Ok(())
    }

    fn run(&mut self, caller: Address, kind: TxKind, input: Bytes) -> Result<(), StartError> {
        let nonce = self.world.nonce(&caller);
        let tx = Transaction {
            caller,
            kind,
            input,
            nonce,
            ..Default::default()
        };
        let mut recent = RecentPrograms::default();
        let Execution { result, state, .. } = self
            .executor
            .execute(
                self.world.database(),
                &self.context,
                &mut recent,
                &tx,
                &Options::CALL,
            )
            .map_err(|error| StartError::Genesis(error.to_string()))?;
        if !result.is_success() {
            return Err(StartError::Genesis(format!(
                "call of {caller} failed: {result:?}"
            )));
        }
        self.world.commit(state);
        Ok(())
    }

    fn write(&mut self, address: Address, info: AccountInfo, slots: Vec<(U256, U256)>) {
        let change = AccountChange {
            address,
            info: Some(info),
            clear_storage: false,
            slots,
        };
        self.world.apply(&change);
    }
}

fn code(text: &str) -> Result<Bytes, StartError> {
    let decoded = hex::decode(text.trim());
    decoded
        .map(Bytes::from)
        .map_err(|error| StartError::Genesis(error.to_string()))
}
