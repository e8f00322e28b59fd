//! What the token keeps, and where.

use alloy_primitives::{Address, U256};
use ballast_core::{History, Seconds, Snapshot};
use ballast_erc20::slots::FIRST_FREE;
use ballast_shell::{Cells, Field, Slot, Word, address_in, number, uint, word};
use stylus_sdk::prelude::*;

/// The supply as a [`Snapshot`] of when it was minted.
const SUPPLY: Field = Field::new(FIRST_FREE);
/// Account to [`Account`].
const ACCOUNTS: Field = Field::new(FIRST_FREE + 1);
/// Account to the latest [`Snapshot`] of its votes.
const LATEST: Field = Field::new(FIRST_FREE + 2);
/// Account to index to an earlier [`Snapshot`] of its votes.
const EARLIER: Field = Field::new(FIRST_FREE + 3);

/// A token whose holders vote; see the crate's documentation.
#[storage]
#[entrypoint]
pub struct Votes {
    pub(crate) cells: Cells,
}

/// What is kept of an account besides balance and votes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Account {
    /// With whom its tokens vote; the zero address if with nobody.
    pub(crate) delegatee: Address,
    /// How many earlier snapshots of its votes there are.
    pub(crate) earlier: u32,
}

impl Account {
    /// From the right: delegatee (20), earlier (4).
    pub(crate) fn from_word(word: &Word) -> Self {
        let [_, _, third, _] = *number(word).as_limbs();
        Self {
            delegatee: address_in(word),
            earlier: (third >> 32) as u32,
        }
    }

    /// The opposite of [`from_word`](Self::from_word).
    pub(crate) fn to_word(self) -> Word {
        let delegatee = number(&self.delegatee.into_word().0);
        let [first, second, third, fourth] = *delegatee.as_limbs();
        let third = third | u64::from(self.earlier) << 32;
        word(U256::from_limbs([first, second, third, fourth]))
    }
}

impl Votes {
    /// The time of the block.
    pub(crate) fn now(&self) -> Seconds {
        Seconds::new(self.cells.now())
    }

    /// The supply, since it was minted.
    pub(crate) fn supply(&self) -> Snapshot {
        Snapshot::from_uint(self.cells.uint(SUPPLY.slot()))
    }

    /// Writes it.
    pub(crate) fn set_supply(&mut self, supply: Snapshot) {
        self.cells.set_uint(SUPPLY.slot(), supply.to_uint());
    }

    /// An account.
    #[inline(never)]
    pub(crate) fn account(&self, owner: Address) -> Account {
        Account::from_word(&self.cells.word(ACCOUNTS.entry(owner)))
    }

    /// Writes it.
    #[inline(never)]
    pub(crate) fn set_account(&mut self, owner: Address, account: Account) {
        self.cells
            .set_word(ACCOUNTS.entry(owner), account.to_word());
    }

    /// The latest snapshot of an account's votes.
    #[inline(never)]
    pub(crate) fn latest(&self, account: Address) -> Snapshot {
        Snapshot::from_uint(self.cells.uint(LATEST.entry(account)))
    }

    /// An earlier one.
    #[inline(never)]
    pub(crate) fn earlier(&self, account: Address, index: u32) -> Snapshot {
        Snapshot::from_uint(self.cells.uint(earlier_slot(account, index)))
    }

    /// All of it; the number of earlier snapshots is read only if `time` is before the latest.
    pub(crate) fn history_for(&self, account: Address, time: Seconds) -> History {
        let latest = self.latest(account);
        let earlier = if time < latest.time {
            self.account(account).earlier
        } else {
            0
        };
        History { latest, earlier }
    }

    /// Writes the latest snapshot of an account's votes now, behind the one there was.
    pub(crate) fn push(&mut self, account: Address, latest: Snapshot, votes: U256) {
        let record = self.account(account);
        let earlier = record.earlier;
        let (history, archived) = History { latest, earlier }.push(self.now(), votes);
        if let Some(snapshot) = archived {
            let slot = earlier_slot(account, earlier);
            self.cells.set_uint(slot, snapshot.to_uint());
            let earlier = history.earlier;
            self.set_account(account, Account { earlier, ..record });
        }
        let word = history.latest.to_uint();
        self.cells.set_uint(LATEST.entry(account), word);
    }
}

fn earlier_slot(account: Address, index: u32) -> Slot {
    EARLIER.entry(account).entry_of(uint(u64::from(index)))
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use ballast_erc20::slots;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_two_things_share_a_word() {
        let key = Address::with_last_byte(1);
        let fields = [slots::NAME, slots::SYMBOL, SUPPLY];
        let mut seen: Vec<Slot> = fields.map(Field::slot).into();
        let maps = [slots::BALANCES, slots::NONCES, ACCOUNTS, LATEST];
        seen.extend(maps.map(|map| map.entry(key)));
        seen.push(slots::ALLOWANCES.entry(key).entry(key));
        seen.extend((0..3).map(|index| earlier_slot(key, index)));
        for (i, one) in seen.iter().enumerate() {
            assert!(!seen[..i].contains(one), "{one:?} has two meanings");
        }
    }

    proptest! {
        #[test]
        fn accounts_come_back(delegatee: [u8; 20], earlier: u32) {
            let account = Account { delegatee: delegatee.into(), earlier };
            prop_assert_eq!(Account::from_word(&account.to_word()), account);
        }
    }
}
