//! A vault that earns: its registry, strategies, and a second vault as their venue.

mod exits;
mod governance;
mod limits;
mod quarantine;
mod rebalance;
mod rebalancer;
mod redemptions;
mod reports;
mod rewards;
mod roles;
mod settings;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::registry::IRegistry as Abi;
use ballast_abi::registry::Registry as RegistryAbi;
use ballast_abi::strategy_erc4626::StrategyErc4626;
use ballast_abi::token::Token as TokenAbi;
use ballast_abi::vault::Vault as VaultAbi;
use ballast_motsu_testkit::{Deployed, set_block_timestamp};
use ballast_registry::Registry;
use ballast_strategy_erc4626::Strategy;
use ballast_token::Token;
use ballast_vault::Vault;

const ALICE: Address = Address::repeat_byte(0xa1);
const BOB: Address = Address::repeat_byte(0xb0);
const AUTHORITY: Address = Address::repeat_byte(0xaa);
const MALLORY: Address = Address::repeat_byte(0x66);
/// The venue's registry: an account that lends and reports as the tests want it.
const KEEPER: Address = Address::repeat_byte(0x4b);

/// A whole token.
const UNIT: u64 = 1_000_000;
/// What Alice has in the vault.
const STAKE: u64 = 10_000 * UNIT;
/// Units of a share for a unit of the token, at the first price.
const SHARE_UNITS: u64 = 1_000;
const START: u64 = 1_800_000_000;
/// Time in which a vault may grow to half as much again.
const SEASON: u64 = 92 * 86_400;

const TERMS: u64 = 2;
const REGISTRY: u64 = 6;

/// A vault with Alice's stake, a registry, and two strategies over one venue.
struct Farm {
    now: u64,
    token: Deployed<Token>,
    vault: Deployed<Vault>,
    registry: Deployed<Registry>,
    venue: Deployed<Vault>,
    first: Deployed<Strategy>,
    second: Deployed<Strategy>,
}

fn number(value: u64) -> U256 {
    U256::from(value)
}

/// Setting 2: no fees, an unlock period, the fastest growth.
fn terms(unlock_seconds: u32) -> B256 {
    B256::from(U256::from(unlock_seconds) << 32 | U256::from(20_000))
}

fn configure(vault: &Deployed<Vault>, setting: u64, value: B256) {
    let setting = number(setting);
    let call = VaultAbi::configureCall { setting, value };
    vault.call(AUTHORITY, &call).unwrap();
}

/// A vault whose registry is `registry`.
fn vault_at(place: u8, asset: Address, registry: Address) -> Deployed<Vault> {
    let vault = Deployed::<Vault>::bare(Address::repeat_byte(place));
    let constructor = VaultAbi::constructorCall {
        asset,
        name: "Vault".into(),
        symbol: "V".into(),
        decimalsOffset: 3,
        authority: AUTHORITY,
    };
    vault.construct(AUTHORITY, &constructor).unwrap();
    configure(&vault, REGISTRY, registry.into_word());
    configure(&vault, TERMS, terms(0));
    vault
}

impl Farm {
    fn new() -> Self {
        set_block_timestamp(START);
        let token = Deployed::<Token>::bare(Address::repeat_byte(0x70));
        let constructor = TokenAbi::constructorCall {
            name: "Token".into(),
            symbol: "T".into(),
            decimals: 6,
        };
        token.construct(AUTHORITY, &constructor).unwrap();
        let registry = Deployed::<Registry>::bare(Address::repeat_byte(0x4e));
        let asset = token.address();
        let mut farm = Self {
            now: START,
            vault: vault_at(0x7a, asset, registry.address()),
            venue: vault_at(0x7e, asset, KEEPER),
            first: Deployed::bare(Address::repeat_byte(0x51)),
            second: Deployed::bare(Address::repeat_byte(0x52)),
            token,
            registry,
        };
        let constructor = RegistryAbi::constructorCall {
            vault: farm.vault.address(),
            authority: AUTHORITY,
        };
        farm.registry.construct(AUTHORITY, &constructor).unwrap();
        for strategy in [&farm.first, &farm.second] {
            farm.place(strategy);
        }
        farm.deposit(ALICE, STAKE).unwrap();
        farm.pass(SEASON);
        farm
    }

    /// Makes a strategy over the venue, and lets it have everything.
    fn place(&self, strategy: &Deployed<Strategy>) {
        let constructor = StrategyErc4626::constructorCall {
            vault: self.vault.address(),
            registry: self.registry.address(),
            venue: self.venue.address(),
        };
        strategy.construct(AUTHORITY, &constructor).unwrap();
        let (strategy, cap) = (strategy.address(), U256::from(u128::MAX));
        self.govern(&Abi::addCall { strategy });
        self.govern(&Abi::setCapCall { strategy, cap });
        for id in self.ask(&Abi::idsOfCall { strategy }) {
            self.govern(&Abi::setIdCapCall {
                id,
                absolute: cap,
                relativeBps: number(10_000),
            });
        }
    }

    fn pass(&mut self, seconds: u64) {
        self.now += seconds;
        set_block_timestamp(self.now);
    }

    fn mint(&self, to: Address, assets: u64) {
        let value = number(assets);
        let call = TokenAbi::mintCall { to, value };
        self.token.call(AUTHORITY, &call).unwrap();
    }

    /// Deposits tokens that are minted for it.
    fn deposit(&self, who: Address, assets: u64) -> Result<U256, Vec<u8>> {
        self.mint(who, assets);
        let (spender, value) = (self.vault.address(), number(assets));
        let approve = IERC20::approveCall { spender, value };
        self.token.call(who, &approve).unwrap();
        let (assets, receiver) = (number(assets), who);
        self.vault
            .call(who, &IERC4626::depositCall { assets, receiver })
    }

    /// Calls the registry as its authority.
    fn govern<C: SolCall>(&self, call: &C) -> C::Return {
        self.registry.call(AUTHORITY, call).unwrap()
    }

    /// Calls a view of the registry.
    fn ask<C: SolCall>(&self, call: &C) -> C::Return {
        self.registry.call(MALLORY, call).unwrap()
    }

    fn move_debt(&self, strategy: &Deployed<Strategy>, target: u64) -> Result<U256, Vec<u8>> {
        self.registry.call(AUTHORITY, &debt_call(strategy, target))
    }

    /// Has a strategy report, called by Mallory. The gain and the loss.
    fn harvest(&self, strategy: &Deployed<Strategy>) -> (U256, U256) {
        let strategy = strategy.address();
        let call = Abi::harvestCall { strategy };
        let report = self.registry.call(MALLORY, &call).unwrap();
        (report.gain, report.loss)
    }

    fn record(&self, strategy: &Deployed<Strategy>) -> Abi::Strategy {
        let strategy = strategy.address();
        self.ask(&Abi::strategyCall { strategy })
    }

    fn debt(&self, strategy: &Deployed<Strategy>) -> U256 {
        self.record(strategy).debt
    }

    fn queue(&self, strategies: &[&Deployed<Strategy>]) {
        let strategies = strategies.iter().map(|one| one.address()).collect();
        self.govern(&Abi::setQueueCall { strategies });
    }

    fn assets(&self) -> U256 {
        let call = IERC4626::totalAssetsCall {};
        self.vault.call(MALLORY, &call).unwrap()
    }

    fn tokens_of(&self, account: Address) -> U256 {
        let call = IERC20::balanceOfCall { account };
        self.token.call(MALLORY, &call).unwrap()
    }

    /// The venue's keeper takes tokens out, so that the venue is short of them.
    fn drain_venue(&self, assets: u64) {
        let (strategy, assets) = (KEEPER, number(assets));
        let call = VaultAbi::lendCall { strategy, assets };
        self.venue.call(KEEPER, &call).unwrap();
    }

    fn report_at_venue(&self, gain: u64, loss: u64) {
        let call = VaultAbi::reportCall {
            gain: number(gain),
            loss: number(loss),
            quarantined: U256::ZERO,
            reporter: Address::ZERO,
        };
        let booked = self.venue.call(KEEPER, &call).unwrap();
        assert_eq!(booked, number(gain), "the venue's growth limit");
    }

    /// The venue's keeper takes everything to work with: what is not lent cannot grow.
    fn put_to_work(&self) {
        let idle = self.venue.call(KEEPER, &VaultAbi::totalIdleCall {});
        let (strategy, assets) = (KEEPER, idle.unwrap());
        let call = VaultAbi::lendCall { strategy, assets };
        self.venue.call(KEEPER, &call).unwrap();
    }

    /// The venue earns, and its keeper brings everything back.
    fn earn(&self, gain: u64) {
        let lent = self.venue.call(KEEPER, &VaultAbi::totalDebtCall {});
        self.report_at_venue(gain, 0);
        self.mint(KEEPER, gain);
        let value = lent.unwrap() + number(gain);
        let (to, debt, paid) = (self.venue.address(), value, value);
        let call = IERC20::transferCall { to, value };
        self.token.call(KEEPER, &call).unwrap();
        let call = VaultAbi::takeBackCall { debt, paid };
        self.venue.call(KEEPER, &call).unwrap();
    }

    /// The venue loses what its keeper took, now or before.
    fn lose(&self, loss: u64) {
        let lent = self.venue.call(KEEPER, &VaultAbi::totalDebtCall {});
        if lent.unwrap() < number(loss) {
            self.drain_venue(loss);
        }
        self.report_at_venue(0, loss);
    }
}

fn debt_call(strategy: &Deployed<Strategy>, target: u64) -> Abi::moveDebtCall {
    Abi::moveDebtCall {
        strategy: strategy.address(),
        target: number(target),
    }
}

/// Alice's withdrawal without loss, out of these strategies.
fn withdraw(assets: u64, strategies: &[&Deployed<Strategy>]) -> VaultAbi::withdrawCall {
    VaultAbi::withdrawCall {
        assets: number(assets),
        receiver: ALICE,
        owner: ALICE,
        maxLossBps: U256::ZERO,
        strategies: strategies.iter().map(|one| one.address()).collect(),
    }
}

/// Whether two amounts are as near as rounding leaves them: an exit in kind costs a leaver up to a
/// unit for each of 64 strategies.
#[track_caller]
fn near(one: U256, other: u64) {
    let distance = one.abs_diff(number(other));
    assert!(distance <= number(64), "{one} is not {other}");
}

#[track_caller]
fn refused<T>(outcome: Result<T, Vec<u8>>, error: &impl SolError) {
    assert_eq!(outcome.err(), Some(error.abi_encode()));
}
