//! Everything that the laws look at, read at once.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::registry::IRegistry::{self as Registry, Status};
use ballast_abi::vault::Vault;

use super::cast::SINK;
use super::laws::{Breach, Law};
use super::views::{self, Answer, question};
use super::world::{LENDING, STRATEGIES, World};
use crate::vault::Slot;

/// How many numbers of the vault are asked for.
const NUMBERS: usize = 7;

/// The numbers of one moment: totals by the views of the contracts, balances from storage.
#[derive(Clone, Debug)]
pub struct Picture {
    /// When the next block is made, in seconds since 1970.
    pub time: u64,
    /// `totalAssets`
    pub assets: U256,
    /// `totalSupply`
    pub supply: U256,
    /// `totalIdle`
    pub idle: U256,
    /// `totalDebt`
    pub debt: U256,
    /// `lockedShares`
    pub locked: U256,
    /// How many strategies are in quarantine, by the vault.
    pub quarantined_vault: U256,
    /// The same by the registry.
    pub quarantined: U256,
    /// The fee on management in basis points a year.
    pub fee_bps: u16,
    /// What the registry knows about the strategies.
    pub strategies: [Registry::Strategy; STRATEGIES],
    /// What the vault has of the token.
    pub held: U256,
    /// Share balances in the order of [`World::holders`], without what is locked.
    pub shares: Vec<U256>,
    /// What the redemptions have of the token.
    pub waiting_assets: U256,
    /// What the venues may take of the strategies.
    pub approvals: [U256; LENDING],
}

impl Picture {
    /// Takes a picture.
    ///
    /// # Errors
    /// [`Law::Views`] if a view does not answer.
    pub fn read(world: &World, time: u64) -> Result<Self, Breach> {
        let answers = ask_all(world)?;
        let (numbers, strategies) = answers.split_at(NUMBERS);
        let number = |index: usize| {
            let answer: &Answer = &numbers[index];
            answer.returnData.first_chunk().map_or_else(
                || Err(Law::Views.broken(format!("view {index} does not answer a number"))),
                |word| Ok(U256::from_be_bytes::<32>(*word)),
            )
        };
        let strategies: Result<Vec<_>, _> = strategies
            .iter()
            .map(|answer| Registry::strategyCall::abi_decode_returns(&answer.returnData))
            .collect();
        let strategies = strategies
            .ok()
            .and_then(|strategies| strategies.try_into().ok())
            .ok_or_else(|| Law::Views.broken("strategy(address) does not answer"))?;
        Ok(Self {
            time,
            assets: number(0)?,
            supply: number(1)?,
            idle: number(2)?,
            debt: number(3)?,
            locked: number(4)?,
            quarantined_vault: number(5)?,
            quarantined: number(6)?,
            fee_bps: fee_bps(world),
            strategies,
            held: world.tokens_of(world.vault()),
            shares: world
                .holders()
                .iter()
                .map(|holder| world.shares_of(*holder))
                .collect(),
            waiting_assets: world.tokens_of(world.redemptions()),
            approvals: std::array::from_fn(|index| {
                world.allowance(world.strategies()[index], world.venues()[index])
            }),
        })
    }

    /// What the vault has and has not booked.
    pub fn surplus(&self) -> U256 {
        self.held.saturating_sub(self.idle)
    }

    /// Everything on the books, fees that are due included.
    pub fn gross(&self) -> U256 {
        self.idle + self.debt
    }

    /// The strategies that are in the registry.
    pub fn known(&self, world: &World) -> Vec<Address> {
        let all = world.strategies().iter().zip(&self.strategies);
        all.filter(|(_, seen)| seen.status != Status::Unknown)
            .map(|(strategy, _)| *strategy)
            .collect()
    }
}

/// The fee on management, from storage: the last 9 of the first 24 bits.
fn fee_bps(world: &World) -> u16 {
    let word = world.slot(world.vault(), Slot::Pace.key());
    (word.as_limbs()[3] >> 40) as u16 & 511
}

/// Asks all views in one call.
fn ask_all(world: &World) -> Result<Vec<Answer>, Breach> {
    let (vault, registry) = (world.vault(), world.registry());
    let mut questions = vec![
        question(vault, &IERC4626::totalAssetsCall {}, false),
        question(vault, &IERC20::totalSupplyCall {}, false),
        question(vault, &Vault::totalIdleCall {}, false),
        question(vault, &Vault::totalDebtCall {}, false),
        question(vault, &Vault::lockedSharesCall {}, false),
        question(vault, &Vault::quarantinedCall {}, false),
        question(registry, &Registry::quarantinedCall {}, false),
    ];
    questions.extend(world.strategies().iter().map(|strategy| {
        let strategy = *strategy;
        question(registry, &Registry::strategyCall { strategy }, false)
    }));
    views::ask_all(world.node(), SINK, questions).map_err(|reason| Law::Views.broken(reason))
}
