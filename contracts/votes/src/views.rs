//! What can be asked.

use alloc::vec::Vec;

use alloy_primitives::U256;
use alloy_sol_types::{Panic, PanicKind, SolError};
use ballast_abi::votes::IERC5805;
use ballast_core::{History, Seconds};
use ballast_shell::{Calldata, Reply, ShortString, encode, reply, reply_address, uint, word};

use crate::state::Votes;

/// ERC-6372: seconds since 1970.
const CLOCK_MODE: &[u8] = b"mode=timestamp";

impl Votes {
    /// `clock()`
    pub(crate) fn clock(&self) -> Reply {
        reply(&[uint(self.now().get())])
    }

    /// `CLOCK_MODE()`
    pub(crate) fn clock_mode(&self) -> Reply {
        // Shorter than 31 bytes.
        let mode = ShortString::new(CLOCK_MODE);
        let [length, bytes] = mode.unwrap_or(ShortString::from_word([0; 32])).to_abi();
        reply(&[uint(32), length, bytes])
    }

    /// `totalSupply()`
    pub(crate) fn total_supply(&self) -> Reply {
        reply(&[word(self.supply().value)])
    }

    /// `delegates(address)`
    pub(crate) fn delegates(&self, mut input: Calldata<'_>) -> Reply {
        reply_address(self.account(input.address()?).delegatee)
    }

    /// `getVotes(address)`
    pub(crate) fn get_votes(&self, mut input: Calldata<'_>) -> Reply {
        reply(&[word(self.latest(input.address()?).value)])
    }

    /// `getPastVotes(address,uint256)`
    pub(crate) fn get_past_votes(&self, mut input: Calldata<'_>) -> Reply {
        let (account, time) = (input.address()?, input.uint()?);
        let time = self.past(time)?;
        let history = self.history_for(account, time);
        let votes = history.value_at(time, |index| self.earlier(account, index));
        reply(&[word(votes)])
    }

    /// `getPastTotalSupply(uint256)`
    pub(crate) fn get_past_total_supply(&self, mut input: Calldata<'_>) -> Reply {
        let time = self.past(input.uint()?)?;
        let supply = self.supply();
        let value = if supply.time <= time {
            supply.value
        } else {
            U256::ZERO
        };
        reply(&[word(value)])
    }

    /// `numCheckpoints(address)`
    pub(crate) fn num_checkpoints(&self, mut input: Calldata<'_>) -> Reply {
        let account = input.address()?;
        let latest = self.latest(account);
        let earlier = self.account(account).earlier;
        let count = History { latest, earlier }.count();
        reply(&[uint(u64::from(count))])
    }

    /// `checkpoints(address,uint32)`
    pub(crate) fn checkpoints(&self, mut input: Calldata<'_>) -> Reply {
        let (account, index) = (input.address()?, input.uint()?);
        let index = u32::try_from(index).map_err(|_| Vec::new())?;
        let earlier = self.account(account).earlier;
        let latest = self.latest(account);
        let snapshot = if index < earlier {
            self.earlier(account, index)
        } else if index == earlier && !latest.is_none() {
            latest
        } else {
            // As Solidity says of an index that is not in an array.
            let words = [uint(PanicKind::ArrayOutOfBounds as u64)];
            return Err(encode(Panic::SELECTOR, &words));
        };
        reply(&[uint(snapshot.time.get()), word(snapshot.value)])
    }

    /// A time that is past.
    ///
    /// # Errors
    /// `ERC5805FutureLookup` for this second and later ones, of which nobody knows the end.
    fn past(&self, time: U256) -> Result<Seconds, Vec<u8>> {
        let now = self.now();
        match u64::try_from(time).map(Seconds::new) {
            Ok(time) if time < now => Ok(time),
            _ => {
                let words = [word(time), uint(now.get())];
                Err(encode(IERC5805::ERC5805FutureLookup::SELECTOR, &words))
            }
        }
    }
}
