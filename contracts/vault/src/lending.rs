//! What the registry does: lend, take back, report.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::erc20::IERC20;
use ballast_abi::vault::Vault as Abi;
use ballast_core::{Assets, Carry, Change, Holdings, Reward, Settlement, Shares};
use ballast_erc20::ledger;
use ballast_shell::{
    Calldata, Literal, Reply, Word, encode, malformed, reply_uint, token, uint, word,
};
use stylus_sdk::prelude::*;

use crate::settings::{read_reward, read_terms};
use crate::state::{CARRY, IDLE_MIN, Pace, REGISTRY, REWARD, State, TERMS, Vault, halves, whole};

const LENT: Literal = Literal::new(Abi::Lent::SIGNATURE_HASH.0);
const SETTLED: Literal = Literal::new(Abi::Settled::SIGNATURE_HASH.0);
const TRANSFER: Literal = Literal::new(IERC20::Transfer::SIGNATURE_HASH.0);

impl Vault {
    /// `lend(address,uint256)`
    pub(crate) fn lend(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only(REGISTRY)?;
        let (strategy, amount) = (input.address()?, input.uint()?);
        let state = self.state();
        let (_, idle_min) = halves(self.cells.uint(IDLE_MIN.slot()));
        let idle_min = Assets::new(idle_min);
        let holdings = Assets::from_u256(amount)
            .and_then(|assets| state.holdings.lend(assets, idle_min, state.now))
            .ok_or_else(|| {
                let words = [word(state.holdings.idle.to_u256()), word(amount)];
                encode(Abi::IdleTooLow::SELECTOR, &words)
            })?;
        self.set_totals(&holdings);
        self.set_debt(&state, &holdings, state.pace.quarantined);
        let words = [LENT.word(), strategy.into_word().0, word(amount)];
        self.cells.log(&words, 2);
        let (asset, _) = self.config();
        token::transfer(self, asset, strategy, amount)?;
        reply_uint(holdings.gross().to_u256())
    }

    /// `takeBack(uint256,uint256)`
    pub(crate) fn take_back(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only(REGISTRY)?;
        let debt = Assets::from_u256(input.uint()?).ok_or_else(malformed)?;
        let paid = Assets::from_u256(input.uint()?).ok_or_else(malformed)?;
        let state = self.state();
        let holdings = self.reduce_debt(&state, paid, debt, state.pace.quarantined)?;
        self.set_totals(&holdings);
        self.log_taken_back(debt, paid);
        Ok(Vec::new())
    }

    /// Books that strategies gave back `paid` for `debt`, of which `quarantined` are in quarantine
    /// now, but for the totals: the caller writes those. Returns the holdings.
    ///
    /// Where what is left is too little to carry the fee for management that is due, the fee is
    /// taken first, which moves no price and cannot fail.
    pub(crate) fn reduce_debt(
        &mut self,
        state: &State,
        paid: Assets,
        debt: Assets,
        quarantined: u8,
    ) -> Result<Holdings, Vec<u8>> {
        let mut state = *state;
        let holdings = match state.holdings.take_back(paid, debt, state.now) {
            Some(holdings) => holdings,
            None => {
                self.settle(&state, Change::Gain(Assets::ZERO), Address::ZERO)?;
                state = self.state();
                let holdings = state.holdings.take_back(paid, debt, state.now);
                holdings.ok_or_else(malformed)?
            }
        };
        self.set_debt(&state, &holdings, quarantined);
        Ok(holdings)
    }

    /// Writes what a change of the debt changes besides the totals.
    fn set_debt(&mut self, state: &State, holdings: &Holdings, quarantined: u8) {
        self.set_loans(state.cap, holdings.debt);
        let pace = Pace {
            quarantined,
            management: holdings.management,
            ..state.pace
        };
        if pace != state.pace {
            self.set_pace(pace);
        }
    }

    /// `report(uint256,uint256,uint256,address)`
    pub(crate) fn report(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only(REGISTRY)?;
        let (gain, loss) = (input.uint()?, input.uint()?);
        let (quarantined, reporter) = (input.byte()?, input.address()?);
        let change = match (Assets::from_u256(gain), Assets::from_u256(loss)) {
            (Some(gain), Some(Assets::ZERO)) => Change::Gain(gain),
            (Some(Assets::ZERO), Some(loss)) => Change::Loss(loss),
            _ => return Err(invalid(gain, loss)),
        };
        let mut state = self.state();
        state.pace.quarantined = quarantined;
        let settlement = self.settle(&state, change, reporter)?;
        reply_uint(settlement.gain.to_u256())
    }

    /// Takes the fees that are due, books a change, mints what follows from it. `reporter` is
    /// whoever earns the reward.
    pub(crate) fn settle(
        &mut self,
        state: &State,
        change: Change,
        reporter: Address,
    ) -> Result<Settlement, Vec<u8>> {
        let word = self.cells.word(TERMS.slot());
        let (recipient, mut terms) = read_terms(&word);
        terms.reward = match reporter {
            Address::ZERO => Reward::default(),
            _ => read_reward(&self.cells.word(REWARD.slot())),
        };
        let (losses, growth) = halves(self.cells.uint(CARRY.slot()));
        let carry = Carry {
            losses: Assets::new(losses),
            growth: Assets::new(growth),
        };
        let (gain, loss) = match change {
            Change::Gain(gain) => (gain.to_u256(), U256::ZERO),
            Change::Loss(loss) => (U256::ZERO, loss.to_u256()),
        };
        let settlement = state
            .holdings
            .settle(state.now, change, &terms, carry)
            .ok_or_else(|| invalid(gain, loss))?;
        self.keep(state, &settlement);
        for (receiver, shares) in [
            (recipient, settlement.fee_shares),
            (reporter, settlement.reward_shares),
        ] {
            if !shares.is_zero() {
                ledger::mint(&mut self.cells, receiver, shares.to_u256())?;
            }
        }
        self.log_settlement(state, &settlement, loss);
        Ok(settlement)
    }

    /// Writes the words that a settlement changes.
    fn keep(&mut self, state: &State, settlement: &Settlement) {
        let holdings = &settlement.holdings;
        let carry = whole(settlement.carry.losses.get(), settlement.carry.growth.get());
        let mut pace = state.pace;
        pace.unlocking = holdings.unlocking;
        pace.management = holdings.management;
        self.set_totals(holdings);
        self.set_loans(state.cap, holdings.debt);
        self.set_pace(pace);
        self.cells.set_uint(CARRY.slot(), carry);
    }

    /// Logs what was booked, and what became of the vault's own shares.
    fn log_settlement(&mut self, state: &State, settlement: &Settlement, loss: U256) {
        let this = self.vm().contract_address().into_word().0;
        let (before, after) = (
            state.holdings.unlocking.locked,
            settlement.holdings.unlocking.locked,
        );
        let nobody: Word = [0; 32];
        let (from, to, shares) = match after.checked_sub(before) {
            Some(more) => (nobody, this, more),
            None => (this, nobody, before.checked_sub(after).unwrap_or_default()),
        };
        if !shares.is_zero() {
            let words = [TRANSFER.word(), from, to, word(shares.to_u256())];
            self.cells.log(&words, 3);
        }
        let words = [
            SETTLED.word(),
            word(settlement.gain.to_u256()),
            word(loss),
            shares_word(settlement.fee_shares),
            shares_word(settlement.reward_shares),
            shares_word(after),
            uint(settlement.holdings.unlocking.until.get()),
        ];
        self.cells.log(&words, 1);
    }
}

fn shares_word(shares: Shares) -> Word {
    word(shares.to_u256())
}

fn invalid(gain: U256, loss: U256) -> Vec<u8> {
    let words = [word(gain), word(loss)];
    encode(Abi::InvalidReport::SELECTOR, &words)
}
