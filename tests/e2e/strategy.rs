//! The strategy over an ERC-4626 vault: over the vaults of others and over ours, one file for what
//! goes in, what comes out and what is said about it

mod allocate;
mod constructor;
mod deallocate;
mod hostile;
mod in_kind;
mod leave;
mod views;

use std::fmt::Debug;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolValue, sol};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::strategy::IStrategy::{
    NotRegistry, allocateCall, deallocateCall, emergencyExitCall, harvestCall, maxWithdrawableCall,
    realAssetsCall, transferInKindCall,
};
use ballast_abi::strategy_erc4626::StrategyErc4626::constructorCall;
use ballast_artifacts::STRATEGY_ERC4626;
use ballast_bench::chain::Chain;
use ballast_bench::peers::{PeerToken, PeerVault, Pipeline};
use ballast_client::deploy::Plan;
use ballast_tests::{ALICE, Contract, DEPLOYER, Done, peers, token, uint, vault_over};

sol! {
    function mint(address to, uint256 value) external;
    function approve(address spender, uint256 value) external;
    function setLimit(uint256 limit) external;
    function setFault(uint8 fault) external;
    function answered() external view returns (bool);
    error Frozen();
}

/// What `VenueFaulty` can be told to do wrong.
mod fault {
    pub(super) const TAKES_HALF: u8 = 1;
    pub(super) const MINTS_HALF: u8 = 2;
    pub(super) const MINTS_NOTHING: u8 = 3;
    pub(super) const PAYS_NOTHING: u8 = 4;
    pub(super) const NAMES_NO_LIMIT: u8 = 5;
    pub(super) const ANSWERS_SHORT: u8 = 6;
    pub(super) const REVERTS: u8 = 7;
    pub(super) const CALLS_BACK: u8 = 8;
}

/// Stands in for the registry: whoever the constructor was told.
const REGISTRY: Address = Chain::account(6);

/// One in WAD.
const WAD: u128 = 1_000_000_000_000_000_000;

/// Vaults to lend to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Venue {
    Peer(PeerVault),
    /// One of `tests/peers` by name.
    Named(&'static str),
    Ours,
}

const SOLADY: Venue = Venue::Peer(PeerVault::Solady);
const FAULTY: Venue = Venue::Named("VenueFaulty");
const LIMITED: Venue = Venue::Named("VenueLimited");
const FEE: Venue = Venue::Named("VenueFee");

/// Those that keep the standard and charge nothing.
const VENUES: [Venue; 5] = [
    Venue::Peer(PeerVault::OpenZeppelin),
    Venue::Peer(PeerVault::OpenZeppelinOffset),
    Venue::Peer(PeerVault::Solmate),
    SOLADY,
    Venue::Ours,
];

/// A strategy between a vault, that is only asked for its asset, and a venue.
struct Stage {
    chain: Chain,
    token: Contract,
    vault: Contract,
    venue: Contract,
    strategy: Contract,
}

impl Stage {
    fn new(venue: Venue) -> Self {
        Self::over(venue, PeerToken::OpenZeppelin)
    }

    fn over(venue: Venue, kind: PeerToken) -> Self {
        let chain = Chain::new(1).unwrap();
        let token = token(&chain, kind);
        let vault = create(&chain, "StubVault", token.address);
        let venue = match venue {
            Venue::Peer(peer) => {
                let code = peers().vault(peer, Pipeline::Legacy).unwrap();
                let address = chain.create(code, &token.address.abi_encode()).unwrap();
                Contract::new(chain.clone(), address)
            }
            Venue::Named(name) => create(&chain, name, token.address),
            Venue::Ours => vault_over(&chain, token.address, 3),
        };
        let strategy = strategy(&chain, vault.address, venue.address);
        Self {
            chain,
            token,
            vault,
            venue,
            strategy,
        }
    }

    /// The same stage with a strategy that a stranger wrote in Solidity.
    fn with_stranger(mut self) -> Self {
        let code = peers().contract("SolidityStrategy").unwrap();
        let parties = (self.vault.address, REGISTRY, self.venue.address);
        let address = self.chain.create(code, &parties.abi_encode()).unwrap();
        self.strategy.address = address;
        self
    }

    /// Sends tokens to the strategy, as a vault would.
    fn fund(&self, assets: u128) {
        self.give(self.strategy.address, assets);
    }

    fn give(&self, to: Address, assets: u128) {
        let value = uint(assets);
        self.token.send(DEPLOYER, &mintCall { to, value });
    }

    /// Funds the strategy and has it put that to work.
    fn allocate(&self, assets: u128) -> Done<()> {
        self.fund(assets);
        let done = self.strategy.send(REGISTRY, &allocate(assets));
        Done {
            returned: (),
            receipt: done.receipt,
        }
    }

    fn deallocate(&self, assets: u128) -> U256 {
        self.strategy.send(REGISTRY, &deallocate(assets)).returned
    }

    /// Alice deposits into the venue.
    fn deposit(&self, assets: u128) {
        self.give(ALICE, assets);
        let (spender, value) = (self.venue.address, U256::MAX);
        self.token.send(ALICE, &approveCall { spender, value });
        self.venue
            .send(ALICE, &ballast_tests::deposit(assets, ALICE));
    }

    fn tokens_of(&self, account: Address) -> U256 {
        self.token.ask(&IERC20::balanceOfCall { account })
    }

    fn shares_of(&self, account: Address) -> U256 {
        self.venue.ask(&IERC20::balanceOfCall { account })
    }

    /// Shares of the strategy.
    fn shares(&self) -> U256 {
        self.shares_of(self.strategy.address)
    }

    /// What the shares of the strategy are worth, without fees.
    fn worth(&self) -> U256 {
        let shares = self.shares();
        self.venue.ask(&IERC4626::convertToAssetsCall { shares })
    }

    fn real_assets(&self) -> U256 {
        self.strategy.ask(&realAssetsCall {})
    }

    fn max_withdrawable(&self) -> U256 {
        self.strategy.ask(&maxWithdrawableCall {})
    }

    fn set_fault(&self, fault: u8) {
        self.venue.send(DEPLOYER, &setFaultCall { fault });
    }

    fn set_limit(&self, limit: u128) {
        let limit = uint(limit);
        self.venue.send(DEPLOYER, &setLimitCall { limit });
    }

    /// The strategy keeps no tokens and leaves no allowance.
    fn is_clean(&self) -> bool {
        let allowance = IERC20::allowanceCall {
            owner: self.strategy.address,
            spender: self.venue.address,
        };
        self.tokens_of(self.strategy.address).is_zero() && self.token.ask(&allowance).is_zero()
    }
}

/// Creates a contract of `tests/peers` whose constructor takes an address.
fn create(chain: &Chain, name: &'static str, argument: Address) -> Contract {
    let code = peers().contract(name).unwrap();
    let address = chain.create(code, &argument.abi_encode()).unwrap();
    Contract::new(chain.clone(), address)
}

fn plan(constructor: &constructorCall) -> (Plan, Address) {
    let mut plan = Plan::new("tests");
    let address = plan
        .add("strategy", STRATEGY_ERC4626.code, constructor, true)
        .unwrap();
    (plan, address)
}

fn strategy(chain: &Chain, vault: Address, venue: Address) -> Contract {
    let (plan, address) = plan(&constructorCall {
        vault,
        registry: REGISTRY,
        venue,
    });
    chain
        .deploy(&plan)
        .unwrap_or_else(|error| panic!("{error}"));
    Contract::new(chain.clone(), address)
}

fn allocate(assets: u128) -> allocateCall {
    let assets = uint(assets);
    allocateCall { assets }
}

fn deallocate(assets: u128) -> deallocateCall {
    let assets = uint(assets);
    deallocateCall { assets }
}

fn in_kind(fraction: u128, receiver: Address) -> transferInKindCall {
    let fraction = uint(fraction);
    transferInKindCall { fraction, receiver }
}

/// Checks that `seen` is `expected` or up to `slack` less.
fn assert_near(seen: U256, expected: U256, slack: u128, what: impl Debug) {
    let short = expected.checked_sub(seen);
    assert!(
        short.is_some_and(|short| short <= uint(slack)),
        "{what:?}: {seen}, not {expected}"
    );
}

#[test]
fn only_the_registry_moves_anything() {
    fn refused<C: SolCall>(stage: &Stage, call: &C) {
        for caller in [ALICE, stage.vault.address, stage.venue.address] {
            let error = NotRegistry { caller };
            stage.strategy.refuses(caller, call, &error);
        }
    }
    let stage = Stage::new(SOLADY);
    stage.allocate(1_000);
    stage.fund(1_000);
    for contract in [&stage.vault, &stage.venue] {
        stage.chain.node().set_balance(contract.address, uint(WAD));
        stage.chain.node().impersonate(contract.address);
    }
    refused(&stage, &allocate(1_000));
    refused(&stage, &deallocate(1));
    refused(&stage, &emergencyExitCall {});
    refused(&stage, &in_kind(WAD, ALICE));
    assert_eq!(stage.real_assets(), uint(1_000));
}

/// A venue that looks back while it is called sees nothing half done; a stranger's strategy, which
/// has no lock, would answer.
#[test]
fn answers_nobody_while_it_is_called() {
    for (stage, answers) in [
        (Stage::new(FAULTY), false),
        (Stage::new(FAULTY).with_stranger(), true),
    ] {
        stage.set_fault(fault::CALLS_BACK);
        stage.allocate(1_000);
        assert_eq!(stage.venue.ask(&answeredCall {}), answers);
        assert_eq!(stage.deallocate(400), uint(400));
        assert_eq!(stage.venue.ask(&answeredCall {}), answers);
        assert_eq!(stage.real_assets(), uint(600));
    }
}

/// The interface is all there is to it: the same calls, the same balances.
#[test]
fn a_strangers_strategy_does_the_same() {
    for venue in VENUES {
        let [ours, theirs] = [Stage::new(venue), Stage::new(venue).with_stranger()].map(|stage| {
            let mut seen = Vec::new();
            let mut see = |moved: U256| {
                seen.push([
                    moved,
                    stage.shares(),
                    stage.real_assets(),
                    stage.max_withdrawable(),
                    stage.tokens_of(stage.vault.address),
                    stage.shares_of(ALICE),
                ]);
            };
            stage.allocate(10_000);
            see(U256::ZERO);
            stage.deposit(5_000);
            stage.give(stage.venue.address, 700);
            see(stage.strategy.send(REGISTRY, &harvestCall {}).returned);
            see(stage.deallocate(3_333));
            stage.strategy.send(REGISTRY, &in_kind(WAD / 3, ALICE));
            see(U256::ZERO);
            see(stage
                .strategy
                .send(REGISTRY, &emergencyExitCall {})
                .returned);
            assert!(stage.is_clean(), "{venue:?}");
            seen
        });
        assert_eq!(ours, theirs, "{venue:?}");
        assert!(uint(3_333) < ours[4][0], "{venue:?}");
    }
}
