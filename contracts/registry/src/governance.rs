//! Which strategies there are.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc4626::IERC4626;
use ballast_abi::registry::IRegistry as Abi;
use ballast_abi::strategy::IStrategy;
use ballast_core::{Bounds, Bps};
use ballast_shell::{Calldata, Reply, Word, encode, malformed, remote};
use stylus_sdk::prelude::*;

use crate::errors::{invalid_strategy, wrong_status};
use crate::place::Place;
use crate::record::{Loan, Record, Status};
use crate::state::{AUTHORITY, Entry, IDS_MAX, Registry, SENTINEL, VAULT};

/// How far reports may go until it is changed.
const BOUNDS: Bounds = Bounds {
    loss: Bps::new(100),
    gain: Bps::new(500),
};

impl Registry {
    /// `add(address)`
    pub(crate) fn add(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_authority()?;
        let strategy = input.address()?;
        let mut state = self.state();
        let place =
            Place::new(state.count).ok_or_else(|| encode(Abi::TooManyStrategies::SELECTOR, &[]))?;
        if self.place_of(strategy).is_some() || !self.is_for_this(strategy) {
            return Err(invalid_strategy(strategy));
        }
        let ids = self
            .ask_ids(strategy)
            .ok_or_else(|| invalid_strategy(strategy))?;
        for id in &ids {
            let mut group = self.group(*id);
            // An id that is there twice finds the place in its group already.
            if !group.members.insert(place) {
                return Err(invalid_strategy(strategy));
            }
            self.set_group(*id, group);
        }
        // Below 64 here.
        state.count = state.count.saturating_add(1);
        self.set_state(&state);
        self.set_place_of(strategy, Some(place));
        let record = Record {
            strategy,
            status: Status::Active,
            bounds: BOUNDS,
            // At most four.
            ids: ids.len() as u8,
            ..Record::default()
        };
        self.set_record(place, record);
        self.set_ids(place, &ids);
        self.log_strategy_added(strategy, place.index(), &ids);
        self.log_status_changed(strategy, Status::Unknown, Status::Active);
        Ok(Vec::new())
    }

    /// Whether a strategy takes the vault's asset, pays the vault and obeys this registry.
    fn is_for_this(&self, strategy: Address) -> bool {
        let vault = self.address_at(VAULT);
        let this = self.vm().contract_address();
        let number = |address: Address| Some(ballast_shell::number(&address.into_word()));
        let asset = self.ask(vault, IERC4626::assetCall::SELECTOR);
        asset.is_some()
            && self.ask(strategy, IStrategy::assetCall::SELECTOR) == asset
            && self.ask(strategy, IStrategy::vaultCall::SELECTOR) == number(vault)
            && self.ask(strategy, IStrategy::registryCall::SELECTOR) == number(this)
    }

    /// A strategy's ids; `None` if it does not tell at most four.
    fn ask_ids(&self, strategy: Address) -> Option<Vec<Word>> {
        let request = encode(IStrategy::idsCall::SELECTOR, &[]);
        let answer = remote::view(self.vm(), strategy, &request, remote::ALL_GAS)?;
        read_ids(&answer).ok()
    }

    /// `retire(address)`
    pub(crate) fn retire(&mut self, input: Calldata<'_>) -> Reply {
        self.only(&[AUTHORITY, SENTINEL])?;
        self.turn(input, Status::Active, Status::Retired)
    }

    /// `reinstate(address)`
    pub(crate) fn reinstate(&mut self, input: Calldata<'_>) -> Reply {
        self.only_authority()?;
        self.turn(input, Status::Retired, Status::Active)
    }

    fn turn(&mut self, mut input: Calldata<'_>, from: Status, to: Status) -> Reply {
        let strategy = input.address()?;
        let mut entry = self.entry(strategy)?;
        if entry.record.status != from {
            return Err(wrong_status(strategy, entry.record.status));
        }
        self.change_status(&mut entry, to);
        Ok(Vec::new())
    }

    /// Gives a strategy another status.
    pub(crate) fn change_status(&mut self, entry: &mut Entry, to: Status) {
        let from = entry.record.status;
        entry.record.status = to;
        self.set_record(entry.place, entry.record);
        self.log_status_changed(entry.record.strategy, from, to);
    }

    /// `revoke(address)`
    pub(crate) fn revoke(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_authority()?;
        let strategy = input.address()?;
        let Entry {
            place,
            record,
            loan,
        } = self.entry(strategy)?;
        let mut state = self.state();
        state.queue = state.queue.without(place);
        if record.status == Status::Quarantined {
            state.quarantined = state.quarantined.saturating_sub(1);
        }
        self.set_state(&state);
        for id in self.ids(place, record.ids) {
            let mut group = self.group(id);
            group.members.remove(place);
            self.set_group(id, group);
        }
        self.set_place_of(strategy, None);
        self.set_record(place, Record::default());
        self.set_loan(place, Loan::default());
        self.log_status_changed(strategy, record.status, Status::Unknown);
        self.report_lost(&state, loan.debt)?;
        Ok(Vec::new())
    }
}

/// The ids in a strategy's answer.
fn read_ids(answer: &[u8]) -> Result<Vec<Word>, Vec<u8>> {
    let mut answer = Calldata::new(answer);
    let (offset, length) = (answer.uint()?, answer.uint()?);
    let length: usize = length.try_into().map_err(|_| malformed())?;
    if offset != U256::from_limbs([32, 0, 0, 0]) || IDS_MAX < length {
        return Err(malformed());
    }
    let mut ids = Vec::with_capacity(length);
    for _ in 0..length {
        ids.push(*answer.word()?);
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use alloy_primitives::FixedBytes;
    use alloy_sol_types::SolValue;

    use super::*;

    fn answer(count: u8) -> Vec<u8> {
        let ids: Vec<_> = (0..count).map(FixedBytes::<32>::with_last_byte).collect();
        ids.abi_encode()
    }

    #[test]
    fn up_to_four_ids_are_read() {
        for count in 0..=4 {
            let ids = read_ids(&answer(count)).unwrap();
            let last: Vec<u8> = ids.iter().map(|id| id[31]).collect();
            assert_eq!(last, (0..count).collect::<Vec<_>>());
        }
        assert!(read_ids(&answer(5)).is_err());
    }

    #[test]
    fn answers_must_be_whole() {
        let four = answer(4);
        assert!(read_ids(&four[..four.len() - 1]).is_err());
        assert!(read_ids(&[]).is_err());
        let mut moved = four;
        moved[31] = 64;
        assert!(read_ids(&moved).is_err());
    }
}
