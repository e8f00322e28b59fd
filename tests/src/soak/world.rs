//! The stage of a soak, and how it is called.

use alloy_primitives::{Address, Bytes, U256, keccak256};
use alloy_rpc_types_eth::BlockId;
use alloy_sol_types::{SolCall, SolValue};
use ballast_abi::erc20::IERC20;
use ballast_abi::rebalancer::Rebalancer as Moves;
use ballast_abi::registry::IRegistry as Registry;
use ballast_abi::vault::Vault;
use ballast_bench::peers::PeerVault;
use ballast_devnet::{Error, Node};

use super::act::{Act, Sent};
use super::call;
use super::cast::{
    ALLOCATOR, GOVERNOR, GUARDIAN, INVESTORS, OFFICERS, PEOPLE, SENTINEL, SINK, VENUE_KEEPER,
};
use super::laws::{Breach, Law};
use super::reason::name_of;
use crate::actors::{ALICE, DEPLOYER};
use crate::contract::{Contract, uint};
use crate::farm::{Farm, PLAIN};
use crate::rebalancing::Rebalancing;
use crate::redemptions::{Epochs, LOSS_BPS, NOTICE};
use crate::scene::{FUNDS, vault_over};
use crate::vault::{Setting, Slot, configure};

/// Strategies that lend to a venue; they come first.
pub const LENDING: usize = 2;
/// Strategies that do what they are told.
pub const HOSTILE: usize = 3;
/// All of them.
pub const STRATEGIES: usize = LENDING + HOSTILE;

/// Decimals that the shares of the second vault have more than the token.
const SECOND_OFFSET: u8 = 6;

/// Wei for gas, for everybody.
const WEI: u128 = 1 << 100;

/// A vault with its registry and five strategies, and everybody who acts.
#[derive(Clone, Debug)]
pub struct World {
    farm: Farm,
    node: Node,
    /// Solady's vault, and a second one of ours.
    venues: [Address; LENDING],
    strategies: [Address; STRATEGIES],
    rebalancer: Address,
    redemptions: Address,
    ids: [Vec<alloy_primitives::B256>; STRATEGIES],
    /// Whoever may hold shares.
    holders: Vec<Address>,
}

impl World {
    /// A new world. Blocks have the same time until it is moved.
    #[expect(clippy::new_without_default, reason = "a world is an act, not a value")]
    pub fn new() -> Self {
        let farm = Farm::new();
        farm.scene.vault.redeem_all(ALICE);
        let node = farm.scene.chain.node().clone();
        for person in INVESTORS.iter().chain(&OFFICERS) {
            node.impersonate(*person);
            node.set_balance(*person, uint(WEI));
        }
        let solady = farm.venue(PeerVault::Solady).address;
        let chain = &farm.scene.chain;
        let second = vault_over(chain, farm.scene.token.address, SECOND_OFFSET);
        second.send(
            DEPLOYER,
            &configure(Setting::Registry, VENUE_KEEPER.into_word()),
        );
        second.send(DEPLOYER, &configure(Setting::Terms, PLAIN.word()));
        let venues = [solady, second.address];
        let lending = venues.map(|venue| farm.strategy_over(venue).address);
        let hostile: [Address; HOSTILE] = std::array::from_fn(|_| farm.hostile().address());
        let strategies = std::array::from_fn(|index| match index.checked_sub(LENDING) {
            None => lending[index],
            Some(index) => hostile[index],
        });
        farm.queue(&strategies);
        let ids = strategies.map(|strategy| farm.registry.ask(&Registry::idsOfCall { strategy }));
        let rebalancer = Rebalancing::new(&farm).contract.address;
        let (plan, redemptions) = Epochs::plan(farm.scene.vault.address(), LOSS_BPS, NOTICE);
        let deployed = farm.scene.chain.deploy(&plan);
        deployed.unwrap_or_else(|error| panic!("{error}"));
        let mut holders = [&INVESTORS[..], &OFFICERS, &strategies, &venues].concat();
        holders.extend([farm.scene.vault.address(), farm.registry.address]);
        holders.extend([farm.scene.token.address, rebalancer, redemptions, SINK]);
        let world = Self {
            farm,
            node,
            venues,
            strategies,
            rebalancer,
            redemptions,
            ids,
            holders,
        };
        world.endow();
        world.hand_over();
        world.node.set_timestamp_interval(Some(0));
        world
    }

    /// Money for everybody, and allowances for whom they deal with.
    fn endow(&self) {
        let scene = &self.farm.scene;
        for person in INVESTORS.iter().chain(&[VENUE_KEEPER]) {
            if *person != ALICE {
                scene.fund(*person, FUNDS);
            }
            for spender in [self.vault(), self.venues[0], self.venues[1]] {
                scene.allow(*person, spender);
            }
            let (spender, value) = (self.redemptions, U256::MAX);
            let approve = IERC20::approveCall { spender, value };
            scene.vault.contract.send(*person, &approve);
            let seen = scene.tokens_of(*person);
            assert_eq!(seen, self.tokens_of(*person), "balances lie elsewhere");
        }
        for contract in self.hostile().iter().chain(&self.venues) {
            self.node.impersonate(*contract);
            self.node.set_balance(*contract, uint(WEI));
        }
        for strategy in self.hostile() {
            scene.allow(*strategy, self.vault());
            let (owner, spender) = (*strategy, self.vault());
            let seen = scene.token.ask(&IERC20::allowanceCall { owner, spender });
            assert_eq!(seen, self.allowance(owner, spender), "allowances, too");
        }
    }

    /// The roles go to those who are meant for them.
    fn hand_over(&self) {
        let (vault, registry) = (&self.farm.scene.vault.contract, &self.farm.registry);
        let guardian = configure(Setting::Guardian, GUARDIAN.into_word());
        vault.send(DEPLOYER, &guardian);
        vault.send(DEPLOYER, &Vault::transferAuthorityCall { to: GOVERNOR });
        vault.send(GOVERNOR, &Vault::acceptAuthorityCall {});
        let allocator = ALLOCATOR;
        self.farm.govern(&Registry::setAllocatorCall { allocator });
        let sentinel = SENTINEL;
        self.farm.govern(&Registry::setSentinelCall { sentinel });
        let to = GOVERNOR;
        self.farm.govern(&Registry::transferAuthorityCall { to });
        registry.send(GOVERNOR, &Registry::acceptAuthorityCall {});
        let rebalancer = Contract::new(self.farm.scene.chain.clone(), self.rebalancer);
        let operator = ALLOCATOR;
        rebalancer.send(DEPLOYER, &Moves::setOperatorCall { operator });
        rebalancer.send(DEPLOYER, &Moves::setSentinelCall { sentinel });
        rebalancer.send(DEPLOYER, &Moves::transferAuthorityCall { to });
        rebalancer.send(GOVERNOR, &Moves::acceptAuthorityCall {});
    }

    /// The vault.
    pub const fn vault(&self) -> Address {
        self.farm.scene.vault.address()
    }

    /// Its share token, for permits.
    pub const fn shares(&self) -> &Contract {
        &self.farm.scene.vault.contract
    }

    /// The registry.
    pub const fn registry(&self) -> Address {
        self.farm.registry.address
    }

    /// What moves debts towards targets, when it is the allocator.
    pub const fn rebalancer(&self) -> Address {
        self.rebalancer
    }

    /// Where shares wait for assets.
    pub const fn redemptions(&self) -> Address {
        self.redemptions
    }

    /// The asset.
    pub const fn token(&self) -> Address {
        self.farm.scene.token.address
    }

    /// What the first strategies lend to: solady's vault, and a second one of ours.
    pub const fn venues(&self) -> [Address; LENDING] {
        self.venues
    }

    /// The strategies, those that lend to a venue first.
    pub const fn strategies(&self) -> &[Address; STRATEGIES] {
        &self.strategies
    }

    /// The strategies that do what they are told.
    pub fn hostile(&self) -> &[Address] {
        &self.strategies[LENDING..]
    }

    /// A text with names for addresses.
    pub fn worded(&self, text: &str) -> String {
        let contracts = [
            (self.vault(), "vault"),
            (self.registry(), "registry"),
            (self.token(), "token"),
            (self.venues[0], "solady"),
            (self.venues[1], "second"),
            (self.rebalancer, "rebalancer"),
            (self.redemptions, "redemptions"),
        ];
        let mut text = text.to_owned();
        let strategies = (0..).zip(self.strategies);
        let strategies = strategies.map(|(index, address)| (address, format!("strategy{index}")));
        let contracts = contracts.map(|(address, name)| (address, name.to_owned()));
        let people = PEOPLE.map(|(address, name)| (address, name.to_owned()));
        for (address, name) in strategies.chain(contracts).chain(people) {
            text = text.replace(&format!("{address:?}"), &name);
        }
        text
    }

    /// What exposure to the strategy with this number counts towards.
    pub fn ids(&self, index: usize) -> &[alloy_primitives::B256] {
        &self.ids[index]
    }

    /// Whoever may hold shares.
    pub fn holders(&self) -> &[Address] {
        &self.holders
    }

    /// The chain.
    pub const fn node(&self) -> &Node {
        &self.node
    }

    /// The time of the next block, in seconds since 1970; only of use while it is not moved.
    pub fn now(&self) -> u64 {
        self.node.latest().header.timestamp
    }

    /// Moves the time of the next block.
    pub fn pass(&self, seconds: u64) {
        self.farm.scene.pass(seconds);
    }

    /// A word of storage, as it is now.
    pub fn slot(&self, contract: Address, slot: U256) -> U256 {
        let word = self.node.storage(&contract, &slot, BlockId::pending());
        word.expect("the present is there")
    }

    /// Share balance without what is locked, from storage.
    pub fn shares_of(&self, owner: Address) -> U256 {
        self.slot(self.vault(), Slot::Balance(owner).key())
    }

    /// Token balance, from storage.
    pub fn tokens_of(&self, owner: Address) -> U256 {
        self.slot(self.token(), balance_slot(owner))
    }

    /// Token allowance, from storage.
    pub fn allowance(&self, owner: Address, spender: Address) -> U256 {
        self.slot(self.token(), allowance_slot(owner, spender))
    }

    /// Sends a call in a transaction of its own.
    ///
    /// # Errors
    /// [`Law::Engine`] if the chain refuses it.
    pub fn send(&self, act: &Act) -> Result<Sent, Breach> {
        call::send(&self.node, act).map_err(|error| Law::Engine.broken(error.to_string()))
    }

    /// What a call would return if it were sent now.
    ///
    /// # Errors
    /// Why it would fail.
    pub fn simulate(&self, from: Address, to: Address, input: Bytes) -> Result<Bytes, Error> {
        call::simulate(&self.node, from, to, input)
    }

    /// What a call would return if it were sent now, or why it would fail.
    ///
    /// # Errors
    /// [`Law::Views`] if the answer is none.
    pub fn try_call<C: SolCall>(
        &self,
        from: Address,
        to: Address,
        call: &C,
    ) -> Result<Result<C::Return, String>, Breach> {
        match self.simulate(from, to, call.abi_encode().into()) {
            Ok(answer) => match C::abi_decode_returns(&answer) {
                Ok(answer) => Ok(Ok(answer)),
                Err(_) => Err(Law::Views.broken(format!("{} answers {answer}", C::SIGNATURE))),
            },
            Err(error) => Ok(Err(name_of(&error))),
        }
    }

    /// What a view answers.
    ///
    /// # Errors
    /// [`Law::Views`] if it reverts.
    pub fn ask<C: SolCall>(&self, to: Address, call: &C) -> Result<C::Return, Breach> {
        self.try_call(SINK, to, call)?
            .map_err(|reason| Law::Views.broken(format!("{} reverts: {reason}", C::SIGNATURE)))
    }
}

/// Where solmate's token keeps a balance.
pub fn balance_slot(owner: Address) -> U256 {
    keccak256((owner, uint(3)).abi_encode()).into()
}

/// Where solmate's token keeps an allowance.
pub fn allowance_slot(owner: Address, spender: Address) -> U256 {
    let inner: U256 = keccak256((owner, uint(4)).abi_encode()).into();
    keccak256((spender, inner).abi_encode()).into()
}
