//! The vault's methods, and its storage.

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::SolValue;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::vault::Vault as Abi;

use crate::actors::DEPLOYER;
use crate::contract::{Contract, Done, uint};

/// Decimals that shares have more than the token.
pub const DECIMALS_OFFSET: u8 = 3;

/// Share units for one unit of the token as long as there is neither profit nor loss.
pub const SHARE_UNITS: u128 = 1_000;

/// A vault, with its methods spelt short. Amounts that do not fit go through
/// [`contract`](Self::contract).
#[derive(Clone, Debug)]
pub struct Vault {
    /// The contract.
    pub contract: Contract,
}

impl Vault {
    /// The vault that is this contract.
    pub const fn new(contract: Contract) -> Self {
        Self { contract }
    }

    /// Where it stands.
    pub const fn address(&self) -> Address {
        self.contract.address
    }

    /// Deposits.
    pub fn deposit(&self, from: Address, assets: u128, receiver: Address) -> Done<U256> {
        self.contract.send(from, &deposit(assets, receiver))
    }

    /// Mints.
    pub fn mint(&self, from: Address, shares: u128, receiver: Address) -> Done<U256> {
        self.contract.send(from, &mint(shares, receiver))
    }

    /// Withdraws from the sender's own shares, to the sender.
    pub fn withdraw(&self, owner: Address, assets: u128) -> Done<U256> {
        self.contract.send(owner, &withdraw(assets, owner, owner))
    }

    /// Redeems the sender's own shares, to the sender.
    pub fn redeem(&self, owner: Address, shares: u128) -> Done<U256> {
        self.contract.send(owner, &redeem(shares, owner, owner))
    }

    /// Redeems all shares of an owner who has some.
    pub fn redeem_all(&self, owner: Address) -> Done<U256> {
        self.redeem(owner, self.shares_of(owner).to())
    }

    /// Share balance.
    pub fn shares_of(&self, account: Address) -> U256 {
        self.contract.ask(&IERC20::balanceOfCall { account })
    }

    /// Assets and shares on the books.
    pub fn totals(&self) -> (U256, U256) {
        let assets = self.contract.ask(&IERC4626::totalAssetsCall {});
        (assets, self.contract.ask(&IERC20::totalSupplyCall {}))
    }

    /// Allowance of shares.
    pub fn allowance(&self, owner: Address, spender: Address) -> U256 {
        self.contract.ask(&IERC20::allowanceCall { owner, spender })
    }

    /// Writes a profit into the books: the growth limit lets no report raise a price as far as some
    /// tests need it within the life of a program. The caller sees to it that the vault holds the
    /// assets.
    pub fn book_profit(&self, profit: u128) {
        let slot = Slot::Totals.key();
        let node = self.contract.chain().node();
        let totals = node
            .storage(&self.address(), &slot, Default::default())
            .expect("a state");
        let raised = totals + (uint(profit) << 128);
        node.set_storage(self.address(), slot, raised);
    }

    /// Makes an account the registry, unless there is one, and allows the fastest growth.
    pub fn lend_by(&self, registry: Address) {
        if self.contract.ask(&Abi::registryCall {}).is_zero() {
            self.configure(Setting::Registry, registry.into_word());
            let terms = Terms {
                growth_bps_per_year: 20_000,
                ..Terms::default()
            };
            self.configure(Setting::Terms, terms.word());
        }
    }

    /// Changes a setting, as the authority.
    pub fn configure(&self, setting: Setting, value: B256) {
        self.contract.send(DEPLOYER, &configure(setting, value));
    }

    /// Reports, as the registry; nobody earns the reward.
    pub fn report(&self, registry: Address, gain: u128, loss: u128) -> Done<U256> {
        let call = Abi::reportCall {
            gain: uint(gain),
            loss: uint(loss),
            quarantined: U256::ZERO,
            reporter: Address::ZERO,
        };
        self.contract.send(registry, &call)
    }
}

/// Settings of the vault, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Setting {
    /// The most that the vault holds.
    Cap = 0,
    /// What lending leaves.
    IdleMin = 1,
    /// [`Terms`].
    Terms = 2,
    /// [`reward`].
    Reward = 3,
    /// Who says who may hold shares.
    Gate = 4,
    /// Who may stop deposits.
    Guardian = 5,
    /// Who lends.
    Registry = 6,
}

/// `configure(setting, value)`
pub fn configure(setting: Setting, value: B256) -> Abi::configureCall {
    Abi::configureCall {
        setting: uint(setting as u128),
        value,
    }
}

/// What setting 2 is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Who gets the fees.
    pub recipient: Address,
    /// Part of gains.
    pub performance_bps: u16,
    /// Part of everything in a year.
    pub management_bps: u16,
    /// Over what time gains are unlocked.
    pub unlock_seconds: u32,
    /// The most that everything may grow in a year.
    pub growth_bps_per_year: u32,
}

impl Terms {
    /// The setting.
    pub fn word(&self) -> B256 {
        let mut word = self.recipient.to_vec();
        word.extend(self.performance_bps.to_be_bytes());
        word.extend(self.management_bps.to_be_bytes());
        word.extend(self.unlock_seconds.to_be_bytes());
        word.extend(self.growth_bps_per_year.to_be_bytes());
        B256::from_slice(&word)
    }
}

/// Setting 3: what whoever reports earns.
pub fn reward(floor: u128, cap: u128, part_bps: u16) -> B256 {
    let mut word = floor.to_be_bytes()[1..].to_vec();
    word.extend(&cap.to_be_bytes()[1..]);
    word.extend(part_bps.to_be_bytes());
    B256::from_slice(&word)
}

/// What a storage word of the vault means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// The name.
    Name,
    /// The symbol.
    Symbol,
    /// A share balance.
    Balance(Address),
    /// What of an owner's shares a spender may spend.
    Allowance(Address, Address),
    /// The next permit of an owner.
    Nonce(Address),
    /// Assets in the upper half, share supply in the lower.
    Totals,
    /// Token and decimals.
    Config,
    /// Flags, quarantine, offset, management fee and its clock, times, locked shares.
    Pace,
    /// The deposit cap in the upper half, debt in the lower.
    Loans,
    /// Who governs.
    Authority,
}

impl Slot {
    /// Where it lies, as Solidity would place it.
    pub fn key(self) -> U256 {
        match self {
            Self::Name => uint(0),
            Self::Symbol => uint(1),
            Self::Balance(owner) => entry(owner, uint(2)),
            Self::Allowance(owner, spender) => entry(spender, entry(owner, uint(3))),
            Self::Nonce(owner) => entry(owner, uint(4)),
            Self::Totals => uint(5),
            Self::Config => uint(6),
            Self::Pace => uint(7),
            Self::Loans => uint(8),
            Self::Authority => uint(16),
        }
    }
}

fn entry(key: Address, mapping: U256) -> U256 {
    keccak256((key, mapping).abi_encode()).into()
}

/// `deposit(assets, receiver)`
pub fn deposit(assets: u128, receiver: Address) -> IERC4626::depositCall {
    IERC4626::depositCall {
        assets: uint(assets),
        receiver,
    }
}

/// `mint(shares, receiver)`
pub fn mint(shares: u128, receiver: Address) -> IERC4626::mintCall {
    IERC4626::mintCall {
        shares: uint(shares),
        receiver,
    }
}

/// `withdraw(assets, receiver, owner)`
pub fn withdraw(assets: u128, receiver: Address, owner: Address) -> IERC4626::withdrawCall {
    IERC4626::withdrawCall {
        assets: uint(assets),
        receiver,
        owner,
    }
}

/// `redeem(shares, receiver, owner)`
pub fn redeem(shares: u128, receiver: Address, owner: Address) -> IERC4626::redeemCall {
    IERC4626::redeemCall {
        shares: uint(shares),
        receiver,
        owner,
    }
}
